"""Which of two names is the family name, where both may be first names: « M. PIERRE BENOIT … M. PIERRE présente ».

What lives here: the order of a name settled by another naming of the same person on its page. What must not: the
grammar of one name (``surface.names``). Rule: intake.md §3 (roles from labels, position, civility and grammar).
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from liane.domain.identity.lexis import fold_name
from liane.domain.intake.extract.people.persons import Person

_UNSURE = 0.6


def settle_order(persons: Sequence[Person]) -> None:
    """Turn the names of whoever is told by a civility and one name alone elsewhere, where their order was a guess."""
    alone = set(_named_alone(persons))
    for person in persons:
        family, given = person.name.family, person.name.given
        if family is None or given is None or person.name.sureness >= _UNSURE or person.name.birth is not None:
            continue
        if fold_name(given.raw) in alone and fold_name(family.raw) not in alone:
            person.name = replace(person.name, family=given, given=family, sureness=_UNSURE)


def _named_alone(persons: Iterable[Person]) -> Iterable[str]:
    """The names that stand alone after « M. », « Mme », « Monsieur », folded."""
    for person in persons:
        name = person.name
        is_plain = name.given is None and name.birth is None and not person.kind and not person.is_professional
        if is_plain and name.family is not None and person.civility is not None and person.sex:
            yield fold_name(name.family.raw)
