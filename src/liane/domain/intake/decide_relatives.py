"""Whether another record named on the pages is told there, in full and twice, to be the contact of the patient.

What lives here: « Personne de confiance : DUPONT Anne (soeur), née le … »: the words of a contact before the name, the
link of kin after it, that birth date nowhere else. What must not: the condition that asks (``decide_record``).
Anything less, one half missing or misread, leaves the document to a person. Rule: intake.md §5 (several patients), §3.
"""

import re
from collections.abc import Iterator

from liane.domain.identity.lexis import fold_name
from liane.domain.intake.decide_facts import Facts
from liane.domain.intake.fields import Source
from liane.domain.intake.match import IndexPerson
from liane.domain.intake.recognise_marks import LINE_CHARS_MAX, read_dates, to_index_date
from liane.domain.intake.recognise_neighbours import find_nearness

_CONTACT = re.compile(
    r"^[^A-Za-zÀ-ÿ0-9]{0,3}(?:(?:personnes?|tiers) (?:de confiance|à prévenir|à contacter|contact|ressource)"
    r"(?: (?:désignée?|en cas d'urgence|du patient|de la patiente))?|(?:à )?prévenir|contact(?: familial)?|"
    r"(?:proche )?aidante?(?: (?:principale?|familiale?))?|référente? familiale?|entourage|famille)\b ?:? ?",
    re.IGNORECASE,
)
_TOLD = re.compile(
    r"(?:(?:m\.|mr|mme|mlle|madame|monsieur) )?(?P<name>[^0-9,;:()]{4,60}?)(?: ?\(|, ?| [-–] )"
    r"(?:sa |son )?(?P<link>mère|père|conjointe?|époux|épouse|mari|fils|fille|frère|soeur|sœur|cousine?|nièce|neveu|"
    r"tante|oncle|grand-mère|grand-père|compagnon|compagne|voisine?|amie?|belle-\w+|beau-\w+)"
    r"(?:\)|,|\),| [-–])? ?,? ?née? le ?:? ?(?=[0-9])",
    re.IGNORECASE,
)
LINES_MAX = 4000


def is_contact(person: IndexPerson, facts: Facts) -> bool:
    """True when the pages name a record as the contact and the kin of the patient, and nowhere else.

    Not for a record near that of the patient, of the same first name or birth date.
    Rule: intake.md §3 (roles: trusted person, spouse, mother of a child), §5.
    """
    traits, own = person.traits, facts.traits
    if not traits.birth_date or find_nearness(own, traits) is not None or _shares_given(person, facts):
        return False
    if _is_elsewhere(person, facts):
        return False
    lines = list(_read_lines(person, facts))
    return any(is_told for is_told, _ in lines) and all(is_told or not stands for is_told, stands in lines)


def _shares_given(person: IndexPerson, facts: Facts) -> bool:
    mine = fold_name(f"{facts.traits.birth_givens} {facts.traits.birth_given} {facts.traits.used_given}").split()
    return bool(set(mine) & set(_givens_of(person)))


def _givens_of(person: IndexPerson) -> list[str]:
    traits = person.traits
    return fold_name(f"{traits.birth_given} {traits.birth_givens} {traits.used_given}").split()


def _is_elsewhere(person: IndexPerson, facts: Facts) -> bool:
    """True when a code, metadata, or a mention of the patient bears this birth date."""
    date = person.traits.birth_date
    if any(one.value == date and one.source is not Source.PAGE for one in facts.marks.births):
        return True
    return any(
        mention.birth_date is not None and to_index_date(mention.birth_date.value) == date for mention in facts.patients
    )


def _read_lines(person: IndexPerson, facts: Facts) -> Iterator[tuple[bool, bool]]:
    """For each line: whether it tells the record as a contact, and whether the record stands on it at all.

    A line goes on over the next one, where the date may stand.
    """
    count = 0
    for page in facts.written:
        carried = ""
        lines = [line[:LINE_CHARS_MAX] for line in page.text.splitlines()]
        for line, after in zip(lines, [*lines[1:], ""], strict=True):
            count += 1
            if count > LINES_MAX:
                yield False, True
                return
            told = _find_told(person, line, after)
            is_rest = bool(carried) and line == carried
            carried = after if told is not None and told > len(line) else ""
            yield told is not None, not is_rest and _stands(person, line)


def _find_told(person: IndexPerson, line: str, after: str) -> int | None:
    """Where the date of the record stands, told as that of a contact, over a line and the next one; None else."""
    text = f"{line} {after}"
    label = _CONTACT.match(text)
    told = _TOLD.match(text, label.end()) if label is not None else None
    if told is None or told.start("name") >= len(line) or not _is_name_of(person, told.group("name")):
        return None
    date = next(
        (value for place, value, is_doubtful in read_dates(text) if place == told.end() and not is_doubtful), ""
    )
    return told.end() if date == person.traits.birth_date else None


def _is_name_of(person: IndexPerson, printed: str) -> bool:
    """True for a family name of the record, whole, and some of its first names, and nothing else."""
    words = set(fold_name(printed).split())
    families = (set(fold_name(one).split()) for one in (person.traits.birth_family, person.traits.used_family) if one)
    givens = set(_givens_of(person))
    return any(family <= words and bool(words & givens) and words <= family | givens for family in families)


def _stands(person: IndexPerson, line: str) -> bool:
    """True for a line with the birth date of the record, or a family name and a first name of it."""
    if any(value == person.traits.birth_date for _, value, _ in read_dates(line)):
        return True
    words = set(fold_name(line).split())
    families = (set(fold_name(one).split()) for one in (person.traits.birth_family, person.traits.used_family) if one)
    return bool(words & set(_givens_of(person))) and any(family <= words for family in families)
