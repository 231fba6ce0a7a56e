"""Who the document is about: mentions put together into identities, the principal one, and signs of two patients.

What lives here: joining mentions, ranking identities. What must not: the values of the fields (``identity_fields``).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import log2

from liane.domain.identity.lexis import fold_name
from liane.domain.intake.extract.people.persons import Person
from liane.domain.intake.extract.surface.evidence import WEIGHTS, Feature
from liane.domain.intake.extract.surface.sheet import Span
from liane.domain.intake.fields import Role

IDENTITIES_MAX = 60
_BLOCK_ROWS_MAX = 8
_GIVEN_KINDS = ("given", "births", "first_given")
_STRONG = 1.5
_BIRTH_WEIGHT = 2.2
_SECOND_COST = 8.0
"""What it costs to be told beside another patient."""
_SECOND = re.compile(
    r"\b(?:EGALEMENT|AUSSI|AUTRES?|SUIVANTE?(?:\(E\))?|SECONDE?|DEUXIEME|IDEM|PAR AILLEURS|EN OUTRE|2 ?(?:E|EME|ND)|"
    r"N ?[°O] ?2|MEMES? (?:COURRIER|CONDUITE|TRAITEMENT|CONSIGNES?|DEMANDE))\b[^.;]{0,30}$|"
    r"^[^A-Z]{0,4}ET (?:POUR|CONCERNANT)\b"
)


@dataclass(slots=True, eq=False)
class Identity:
    """Mentions of one person. families, givens: folded; births: ISO dates."""

    persons: list[Person] = field(default_factory=list)
    families: set[str] = field(default_factory=set)
    givens: set[str] = field(default_factory=set)
    births: set[str] = field(default_factory=set)

    @property
    def weight(self) -> float:
        """How much speaks for this identity being the patient."""
        best = max((_weigh(person) for person in self.persons), default=0.0)
        first = 0.3 if any(person.reading.is_first for person in self.persons) else 0.0
        return best + 0.7 * log2(len(self.persons) + 1) + (_BIRTH_WEIGHT if self.births else 0.0) + first

    @property
    def rank(self) -> float:
        """What identities are ranked by: whoever is told beside another patient comes after that one."""
        return self.weight - (_SECOND_COST if self.persons and all(map(_is_second, self.persons)) else 0.0)

    @property
    def is_whole(self) -> bool:
        """True with a family name and a birth date, or a first name that labels give."""
        return bool(self.families) and bool(self.births)

    @property
    def is_newborn(self) -> bool:
        """True when every mention is that of a newborn or a child named after another person."""
        return all(person.scope == "role.newborn" or person.is_child for person in self.persons)


def _weigh(person: Person) -> float:
    weight = sum(WEIGHTS[feature] for feature in person.features)
    return weight - (1.5 if person.scope == "role.newborn" or person.is_child else 0.0)


def _is_second(person: Person) -> bool:
    """« Concerne également M. MARTIN Paul, né le … »: told beside the patient of the page, whose page it is not.

    Both are told to be patients: who is the patient of the whole is for a person to say (intake.md §5).
    """
    at = person.civility if person.civility is not None else Span(person.row, person.start, person.start)
    before = at.row.folded[at.row.cell_at(at.start).start : at.start]
    return _SECOND.search(before) is not None


def folded(span: Span | None) -> str:
    """A printed name folded for comparison; empty without one."""
    return fold_name(span.raw) if span is not None else ""


def names_of(person: Person) -> tuple[set[str], set[str]]:
    """Folded family names and first names of a mention."""
    name = person.name
    families = {folded(name.family), folded(name.birth), folded(name.used)} - {""}
    return families, {folded(name.given)} - {""}


def is_near(one: str, other: str) -> bool:
    """True when two folded names are the same but for one letter wrong, lost or added (long names only)."""
    if one == other:
        return True
    if abs(len(one) - len(other)) > 1 or min(len(one), len(other)) < 5:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    tails = {
        (one[start + 1 :], other[start + 1 :]),
        (one[start + 1 :], other[start:]),
        (one[start:], other[start + 1 :]),
    }
    return any(first == second for first, second in tails)


def _share(ones: Iterable[str], others: Iterable[str]) -> bool:
    listed = list(others)
    return any(is_near(one, other) for one in ones for other in listed)


def givens_agree(ones: set[str], others: set[str]) -> bool:
    """True when either is absent, or the first words of two of them agree, initials included."""
    if not ones or not others:
        return True
    for one in ones:
        for other in others:
            first, second = one.split(), other.split()
            if set(first) & set(second) or is_near(first[0], second[0]):
                return True
            if 1 in (len(first[0]), len(second[0])) and first[0][0] == second[0][0]:
                return True
            if is_near(one.replace(" ", ""), other.replace(" ", "")):
                return True
    return False


def _labelled_blocks(persons: Sequence[Person]) -> list[Identity]:
    """Labelled boxes near one another, under one role, are one person; a label that comes again opens another."""
    blocks: list[tuple[Identity, Person]] = []
    for person in persons:
        if not person.kind:
            continue
        home = next((one for one in reversed(blocks) if _belongs(one, person)), None)
        if home is None:
            block = Identity()
            blocks.append((block, person))
        else:
            block = home[0]
        _add(block, person)
    return [block for block, _ in blocks]


def _belongs(block: tuple[Identity, Person], person: Person) -> bool:
    identity, first = block
    last = identity.persons[-1]
    if first.row.page != person.row.page or first.role is not person.role:
        return False
    if {first.scope, person.scope} - {"", "role.patient"} and first.scope != person.scope:
        return False  # « RÉSIDENTE » heads the first of four columns
    if person.row.place - last.row.place > _BLOCK_ROWS_MAX:
        return False
    return all(other.kind != person.kind for other in identity.persons)


def _add(identity: Identity, person: Person) -> None:
    identity.persons.append(person)
    families, givens = names_of(person)
    identity.families |= families
    identity.givens |= givens
    if person.birth_date is not None and person.birth_date.is_whole:
        identity.births.add(person.birth_date.iso)


def gather(persons: Sequence[Person]) -> list[Identity]:
    """Put the mentions of possible patients together, the likeliest patient first."""
    kept = [person for person in persons if person.role is Role.PATIENT]
    identities: list[Identity] = []
    pieces = _labelled_blocks(kept)
    for person in kept:
        if not person.kind:
            piece = Identity()
            _add(piece, person)
            pieces.append(piece)
    pieces.sort(key=lambda piece: (-len(piece.families) * len(piece.givens), -piece.weight))
    for piece in pieces:
        home = next((one for one in identities if _same(one, piece) or _completes(one, piece)), None)
        home = home or _addressed(identities, piece)
        if home is None:
            if len(identities) < IDENTITIES_MAX:
                identities.append(piece)
        else:
            if piece.births and not home.births:
                for person in home.persons:
                    person.features.add(Feature.BIRTH_BESIDE)
            for person in piece.persons:
                _add(home, person)
    return sorted(identities, key=lambda identity: -identity.rank)


def _same(identity: Identity, piece: Identity) -> bool:
    if not givens_agree(identity.givens, piece.givens):
        return False
    if identity.births and piece.births and not _dates_agree(identity.births, piece.births):
        return False
    if piece.families and identity.families:
        return _share(identity.families, piece.families)
    return bool(piece.givens & identity.givens) or not (piece.families or identity.families)


def _completes(identity: Identity, piece: Identity) -> bool:
    """True for a labelled birth or used name, or first names, alone, just after or under a mention without boxes."""
    if all(person.kind in _GIVEN_KINDS for person in piece.persons):
        named = [one for one in identity.persons if one.name.given is None and _is_stated(one, piece)]
        is_rival = identity.births and piece.births and not _dates_agree(identity.births, piece.births)
        if not named or identity.givens or is_rival:
            return False  # « Patient(e) : DUPONT née MARTIN » over « Prénoms : Marie »
    elif any(person.kind not in ("birth_name", "used_name") for person in piece.persons) or not identity.givens:
        return False
    if any(person.kind for person in identity.persons):
        return False
    first = piece.persons[0].row
    return any(
        person.row.page == first.page and 0 <= first.place - person.row.place <= 2 for person in identity.persons
    )


def _is_stated(person: Person, piece: Identity) -> bool:
    """True for whoever a role tells, and for « M. DUPONT (prénom : Paul) »."""
    is_beside = Feature.CIVILITY in person.features and (piece.persons[0].row is person.row or _is_wed(person))
    return is_beside or Feature.ROLE_STATED in person.features


def _is_wed(person: Person) -> bool:
    """« Mme DUPONT née MARTIN » over « Prénoms : Marie »: told so, a name without its first names."""
    return person.name.birth is not None and not person.name.is_birth_guessed


def _addressed(identities: Sequence[Identity], piece: Identity) -> Identity | None:
    """The one person named with a first name in a document whose boxes give a birth name and none.

    « Madame Martine DURAND » in the block of an address, « Nom de naissance : MARX » in the text.
    """
    kinds = {person.kind for person in piece.persons}
    if piece.givens or not kinds <= {"birth_name", "used_name"} or "birth_name" not in kinds:
        return None
    named = [one for one in identities if one.givens]
    if len(named) != 1 or named[0].births or any(person.kind for person in named[0].persons):
        return None
    return named[0]


def _dates_agree(ones: set[str], others: set[str]) -> bool:
    """True when two dates differ by one sign at most (one may be misread)."""
    return any(sum(a != b for a, b in zip(one, other, strict=False)) <= 1 for one in ones for other in others)


def several_reasons(identities: Sequence[Identity]) -> tuple[str, ...]:
    """Why the pages seem to tell of several patients, in French and without values; empty when they do not."""
    reasons: list[str] = []
    strong = [one for one in identities if one.is_whole and one.weight >= _STRONG and not one.is_newborn]
    if len(strong) < 2:
        return ()
    first = strong[0]
    for other in strong[1:]:
        pages = sorted({person.row.page for person in (*first.persons, *other.persons)})
        where = f"pages {', '.join(map(str, pages))}" if len(pages) > 1 else f"page {pages[0]}"
        same_family = _share(first.families, other.families)
        if not _dates_agree(first.births, other.births):
            what = "le même nom avec deux dates de naissance" if same_family else "deux noms et deux dates de naissance"
            reasons.append(f"Deux identités de patient : {what} ({where}).")
        elif not givens_agree(first.givens, other.givens):
            reasons.append(f"Deux identités de patient nées le même jour, de prénoms différents ({where}).")
        elif not same_family and _is_labelled(first) and _is_labelled(other):
            reasons.append(f"Deux noms de patient pour une même date de naissance ({where}).")
    return tuple(reasons)


def _is_labelled(identity: Identity) -> bool:
    labels = {Feature.LABEL, Feature.LABEL_RIGHT, Feature.LABEL_BELOW}
    return any(person.kind and person.features & labels for person in identity.persons)
