"""Every mention of a person that may be a professional: what rules found, and names without any civility nor label.

What lives here: the candidates that the ranker of roles weighs (``rank_persons``). What must not: their roles.
Rule: intake.md §3 (a page holds many names), §7 (a ranker over candidates).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from liane.domain.identity.lexis import fold_name
from liane.domain.intake.extract.people.bare_names import is_told_as_patient, join_wrapped, read_lone
from liane.domain.intake.extract.people.persons import Person, first_place
from liane.domain.intake.extract.surface.evidence import Feature
from liane.domain.intake.extract.surface.lexicon import is_family, is_given
from liane.domain.intake.extract.surface.names import PrintedName, read_name, shape_of
from liane.domain.intake.extract.surface.reading import PageReading
from liane.domain.intake.extract.surface.sheet import Cell, Row
from liane.domain.intake.fields import Role

MENTIONS_MAX = 80
"""Mentions of one document that are weighed; a page full of names has 40."""
_STARTS_MAX = 12
_LOW_ROWS = 6
_WORD = re.compile(r"[^\W\d_]+(?:['’\-‐‑][^\W\d_]+)*\.?")
_JOINT = re.compile(
    r" ?[;,/|•]| et | & | - | – |"
    r"(?<=[a-zà-ÿ][a-zà-ÿ][a-zà-ÿ])\. (?=[A-ZÀ-Ý])|(?<=[A-ZÀ-Ý][A-ZÀ-Ý][A-ZÀ-Ý])\. (?=[A-ZÀ-Ý][a-zà-ÿ])"
)
"""Ends a name: « Dr Vergne. Liquide clair » is two sentences."""
_DIPLOMA = re.compile(r" ?, ?(?:DE|IDE|IADE|IBODE|IPA|PH|PU-?PH|MCU-?PH|DES|DESC|MK|MKDE|SF|CCA|FFI)\b")
"""What a profession is shortened to after a name: « T. JAOUEN, DE »."""
_INITIAL = re.compile(r"[A-ZÀ-Ý](?:\.?-[A-ZÀ-Ý])?\.")
_INITIALLED = re.compile(r"[A-ZÀ-Ý][A-ZÀ-Ý'’\-]{2,} [A-ZÀ-Ý]\.(?: ?[,;/–-] ?[A-ZÀ-Ý][A-ZÀ-Ý'’\-]{2,} [A-ZÀ-Ý]\.)+")
"""Two names or more, each before an initial: « DURAND F. – PETIT G. »; of one alone, nothing tells a name."""
_NEXT_INITIAL = re.compile(r" ?,? ?[A-Z]\. ?[A-Z][A-Z'\-]+")
_PLACE = re.compile(
    r"\b(?:CENTRES? HOSPITALIERS?(?: [A-Z]+)?|C\.?H\.?[RUI]?\.?[UC]?|HOPITAL|HOPITAUX|CLINIQUE|POLYCLINIQUE|INSTITUT|"
    r"LABM|LBM|LABORATOIRES?|FONDATION|EHPAD|RESIDENCE|CENTRE|(?:CENTRE|MAISON|POLE|CABINET) (?:DE SANTE|MEDICALE?)|"
    r"ECOLE|LYCEE|COLLEGE|PAVILLON|BATIMENT|SALLE|"
    r"RUE|AVENUE|BOULEVARD|PLACE|SQUARE|ALLEE|QUAI|COURS|IMPASSE)(?: (?:DU|DE LA))? $"
)
"""Before a name that is that of a place: « Centre hospitalier Marie CURIE », « 2 rue Jean MOULIN »."""
_CIVILITY = re.compile(r"(?:MADAME|MME|MLLE|MONSIEUR|MR|M\.)\.? ?$")
_PARTICLES = frozenset({
    "LE", "LA", "LES", "DE", "DU", "DES", "DA", "DO", "DOS", "DI", "DEL", "DELLA", "EL", "AL", "BEN", "ABOU", "VAN",
    "VON", "DER", "TEN", "ST", "SAINT", "SAINTE", "MAC", "MC",
})  # fmt: skip
"""Words that begin a family name of several: « LE GOFF Anne »."""
_HOUSES = frozenset({"LABM", "LBM", "SELAS", "SELARL", "SCM", "GIE", "EHPAD", "MSP", "GHT", "CHR", "CHRU"})
"""Kinds of houses in capitals, before whom a house is named after: « LABM Simone Veil »."""
_SECTION = re.compile(
    r"(?:[0-9IVX]+ ?[.)\-] ?)?(?:(?:IDENTIFICATION|COORDONNEES|CACHET) DU |LE |LA )?"
    r"(?:MEDECIN|PRESCRIPTEUR|PRATICIEN|PROFESSIONNEL|SIGNATAIRE|CHIRURGIEN|AUTEUR|REDACTEUR)\b[^:]{0,30}$"
)
"""Heads the part of a form that names a professional after « Nom et prénom »."""
_TRADE = re.compile(r"(?:MEDECINE|CHIRURGIE) [A-Z]|[A-Z]{3,}(?:OLOGIE|IATRIE|ERAPIE)\b")
_BORN_AFTER = re.compile(r"[ ,;:(–—-]*(?:(?:NOM )?(?:DE )?NAISSANCE\b|NEE?(?:\(E\))?\b|DDN\b)")
_VOWEL = re.compile(r"[AEIOUY]")
_PATIENT_WORDS = re.compile(
    r"\b(?:PATIENTE?|NEE?|OBJET|CONCERN[A-Z]+|NOM|PRENOMS?|USAGER|RESIDENTE?|BENEFICIAIRE|ASSUREE?|FILS|FILLE)"
    r"(?:\(E\))?[ :,]*(?:LE |D'|DE )?$"
)


def find_mentions(readings: Sequence[PageReading], persons: Sequence[Person]) -> list[Person]:
    """Mentions that may be an author or an addressee, from the first page: at most MENTIONS_MAX.

    Those that rules hold for the patient or a relative are left out, and so are their names wherever they stand. A name
    that rules left to the patient for want of a better role comes as a copy: nothing of the patient changes.
    """
    patients = [one for one in persons if one.role in (Role.PATIENT, Role.RELATIVE) and _is_settled(one)]
    own = _Own.of([one for one in patients if not _is_in_section(one)])
    kept = [one for one in persons if _may_be_weighed(one) and not own.is_named_by(one) and not _is_trade(one)]
    for one in kept:
        _part_given(one)
        _cut_at_joint(one)
        join_wrapped(one.reading, one)
    taken = {place for one in persons for place in _places(one)}
    made = [*kept, *(replace(one) for one in persons if _is_in_passing(one) and not own.is_named_by(one))]
    for reading in readings:
        bare = [one for one in _unmarked(reading, taken) if not own.is_named_by(one)]
        made.extend(one for one in bare if not is_told_as_patient(one))
    made.sort(key=lambda one: one.key)
    return made[:MENTIONS_MAX]


def _part_given(person: Person) -> None:
    """« Nom : Dr Boris DE BEAUMONT » in a box for family names: a first name, then a family name in capitals."""
    family = person.name.family
    if not person.is_professional or person.name.given is not None or family is None or " " not in family.raw:
        return
    first, rest = family.raw.split(" ", 1)
    if shape_of(first) == "T" and is_given(first) and rest.isupper():
        name = read_name(family.row, family.start, family.end)
        if name.family is not None and name.given is not None:
            person.name = name


def _cut_at_joint(person: Person) -> None:
    """« Docteur Kenzo Bourhis ; Archives », « Dr De Oliveira / Gériatrie »: a name ends at a joint."""
    row = person.row
    joint = _JOINT.search(row.text, person.start, person.name.end)
    if joint is None or end_of(person) <= joint.start():
        return
    ends = person.is_professional or any(one.match(row.folded, joint.start()) for one in (_DIPLOMA, _NEXT_INITIAL))
    if not ends:
        return
    name = read_name(row, person.start, joint.start())
    if name.family is not None:
        person.name = name


def end_of(person: Person) -> int:
    """Where the words of a mention end in its row."""
    spans = (person.name.family, person.name.given, person.name.birth, person.name.used)
    return max((span.end for span in spans if span is not None and span.row is person.row), default=person.name.end)


def family_key(person: Person) -> str:
    """The family name of a mention as names are compared; empty when it has none."""
    span = person.name.family or person.name.birth
    return fold_name(span.raw) if span is not None else ""


class _Own(NamedTuple):
    """The names of the patient and of relatives, printed in one place or in boxes apart."""

    families: frozenset[str]
    givens: frozenset[str]

    @classmethod
    def of(cls, persons: Sequence[Person]) -> "_Own":
        """From the mentions that are surely theirs."""
        families = (
            span for one in persons for span in (one.name.family, one.name.birth, one.name.used) if span is not None
        )
        givens = (one.name.given for one in persons if one.name.given is not None)
        return cls(
            frozenset(fold_name(span.raw) for span in families),
            frozenset(word for span in givens for word in fold_name(span.raw).split(" ")),
        )

    def is_named_by(self, person: Person) -> bool:
        """True for a mention of one of them: their family name with one of their first names, in any order."""
        family, given = family_key(person), person.name.given
        words = set(fold_name(given.raw).split(" ")) if given is not None else set()
        if not person.is_professional and set(family.split(" ")) <= self.givens:
            return (
                words <= self.givens | self.families
            )  # « DUPONT ANNE / MARIE-LOUISE ANNE »: the rest of their first names
        if family in self.families:
            initials = {word[0] for word in self.givens if word}
            is_short = not person.is_professional and any(len(word) == 1 and word in initials for word in words)
            return is_short or bool(words & self.givens) or (not words and not person.is_professional)
        return family in self.givens and bool(words & self.families)


def _may_be_weighed(person: Person) -> bool:
    if person.name.family is None or len(person.name.family.raw.strip(" .")) < 2:
        return False
    if not _VOWEL.search(family_key(person)):
        return False  # « CC Br »: what an optical reader makes of a drawing
    return person.is_professional or person.role in (Role.AUTHOR, Role.RECIPIENT, Role.STAFF, Role.OTHER)


def _is_trade(person: Person) -> bool:
    """« Médecine générale » alone, read as a name for want of a civility."""
    if person.civility is not None or person.name.given is not None or person.name.family is None:
        return False
    return _TRADE.match(person.row.folded, person.name.family.start) is not None


def _is_in_passing(person: Person) -> bool:
    """True for « Mme DUPONT », the patient for want of a better role: perhaps a midwife who signs."""
    if person.role is Role.PATIENT and person.name.family is not None and _is_in_section(person):
        return True
    if person.role is not Role.PATIENT or person.name.family is None or _is_settled(person):
        return False
    return _BORN_AFTER.match(person.row.folded, end_of(person)) is None


def _is_in_section(person: Person) -> bool:
    """True for « Nom et prénom » in the part of a form that « Prescripteur » heads, over an RPPS or not."""
    if person.kind not in ("family_given", "given_family") or person.birth_date is not None:
        return False
    rows, place = person.reading.sheet.rows, person.row.place
    heads = [cell.folded for row in rows[max(0, place - 2) : place] for cell in row.cells]
    return any(_SECTION.match(head) is not None for head in heads)


def _is_settled(person: Person) -> bool:
    """True for the patient or a relative by more than a civility in passing."""
    return bool(
        person.kind or person.scope or person.birth_date or person.label or person.role is Role.RELATIVE
    ) or bool(person.features & {Feature.OBJECT_LINE, Feature.PATIENT_SECTION, Feature.GRAMMAR, Feature.PROSE})


def _places(person: Person) -> Iterator[tuple[int, int, int]]:
    """Every character of a mention, so that none is read twice."""
    name = person.name
    for span in (name.family, name.given, name.birth, name.used, person.civility):
        if span is not None:
            yield from ((span.row.page, span.row.place, at) for at in range(span.start, span.end))


def _unmarked(reading: PageReading, taken: set[tuple[int, int, int]]) -> Iterator[Person]:
    """Names written with a first name that lists know, or an initial and capitals, wherever they stand."""
    for row in reading.sheet.rows:
        for cell in row.cells:
            at = cell.start
            for _ in range(_STARTS_MAX):
                name = _next_name(row, at, cell)
                if name is None and at == cell.start:
                    name = read_lone(row, cell, is_low=_is_low(reading, row))
                if name is None:
                    break
                person = _make(reading, row, name)
                at = max(end_of(person), at + 1)
                place = first_place(person)
                if place not in taken and not _is_of_patient(row, cell, place[2], end_of(person)):
                    yield person


def _is_low(reading: PageReading, row: Row) -> bool:
    """True among the last lines of a page, where people sign."""
    return row.place > 0 and row.place >= len(reading.sheet.rows) - _LOW_ROWS


def _next_name(row: Row, start: int, cell: Cell) -> PrintedName | None:
    for match in _WORD.finditer(row.text, start, cell.end):
        if not _may_begin(row, match, cell):
            continue
        joint = _JOINT.search(row.text, match.end(), cell.end)
        name = read_name(row, match.start(), joint.start() if joint is not None else cell.end)
        if _is_name(name):
            return name
    return None


def _may_begin(row: Row, match: "re.Match[str]", cell: Cell) -> bool:
    """True for a first name, an initial, or a word in capitals before a first name."""
    text = match.group()
    if _INITIAL.fullmatch(text):
        return True
    shape = shape_of(text)
    if shape not in "UT" or len(text) < 2:
        return False
    if is_given(text.rstrip(".")):
        return True
    following = _WORD.search(row.text, match.end(), min(cell.end, match.end() + 40))
    if shape != "U" or following is None:
        return False
    if is_given(following.group().rstrip(".")):
        return True
    if _INITIAL.fullmatch(following.group()):
        listed = _INITIALLED.finditer(row.text, cell.start, cell.end)
        return any(one.start() <= match.start() < one.end() for one in listed)
    if text not in _PARTICLES or shape_of(following.group()) != "U":
        return False
    third = _WORD.search(row.text, following.end(), min(cell.end, following.end() + 40))
    return third is not None and shape_of(third.group()) == "T" and is_given(third.group())


def _is_name(name: PrintedName) -> bool:
    family, given = name.family, name.given
    if family is None or given is None or len(family.raw) < 2 or "." in family.raw.strip("."):
        return False
    if family.raw.upper() in _PARTICLES | _HOUSES:
        return False
    first = given.raw.split()[0]
    if shape_of(first) == "I" and shape_of(family.raw) == "T":
        return family.row is given.row and _is_alone(name) and is_family(family.raw)
    if shape_of(family.raw) == "U":
        return is_given(first.rstrip(".")) or (shape_of(first) == "I" and len(family.raw) > 2)
    return is_given(first) and is_family(family.raw) and shape_of(family.raw) == "T"


def _is_alone(name: PrintedName) -> bool:
    """« F. Durand » alone in its cell: a signature; « B. Traitement » is no family name."""
    family, given = name.family, name.given
    if family is None or given is None:
        return False
    cell = family.row.cell_at(given.start)
    after = family.row.text[family.end : family.end + 1]
    return given.start - cell.start <= 1 and (cell.end - family.end <= 1 or after == ",")


def _make(reading: PageReading, row: Row, name: PrintedName) -> Person:
    spans = [span for span in (name.given, name.family) if span is not None]
    start = min(span.start for span in spans)
    return Person(reading=reading, row=row, start=start, name=name, role=Role.OTHER)


def _is_of_patient(row: Row, cell: Cell, start: int, end: int) -> bool:
    """True for a name after « patient », before « née … » and « nom de naissance … », and for that of a place."""
    before = row.folded[cell.start : start]
    is_led = _PATIENT_WORDS.search(before) is not None or _PLACE.search(before) is not None
    return is_led or _BORN_AFTER.match(row.folded, end, cell.end) is not None
