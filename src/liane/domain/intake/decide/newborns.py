"""Papers of a birth, which name a mother and her child by nature: the report of a delivery, the sheet of a newborn.

What lives here: telling such a paper, by its title and by the age of the person of the record on its day, and who else
on it is the child or the mother. What must not: the conditions that ask. The title alone proves nothing, nor the age
alone: a mother is twelve years old at least, her child is born within the weeks before the paper, and no reading takes
one birth date for the other. Rule: intake.md §3 (roles: newborn, mother of a child), §5 (exactly one patient).
"""

import re
from datetime import date

from liane.domain.intake.classify.tokens import fold
from liane.domain.intake.decide.age import read_day, told_day, years_between
from liane.domain.intake.decide.facts import Facts
from liane.domain.intake.decide.subject_words import FILLED_BY, NEWBORN
from liane.domain.intake.fields import FieldName, PersonMention
from liane.domain.intake.matching.marks import LINE_CHARS_MAX, to_index_date

MOTHER_YEARS_MIN, MOTHER_YEARS_MAX = 12, 60
NEWBORN_DAYS_MAX = 60
"""Between a birth and the paper that a maternity writes of it."""
HEAD_LINES_MAX = 15
CHARS_MAX = 40_000
_PAPER = (
    r"(?:COMPTE[ -]RENDU|FICHE|RAPPORT|RESUME|SYNTHESE|DOSSIER|COURRIER|LETTRE|BULLETIN|BILAN|EXAMEN|SEJOUR|SORTIE)"
)
_DELIVERY = re.compile(
    rf"\b{_PAPER}\b[A-Z' ]{{0,12}}\bACCOUCHEMENT\b|^\W*ACCOUCHEMENT\b\W*(?:{_PAPER}\W*)?$|"
    rf"\b{_PAPER}\b[A-Z' ]{{0,12}}\b(?:SUITES? DE COUCHES?|POST[- ]?PARTUM)\b|^\W*SUITES? DE COUCHES?\b"
)
"""Titles of the papers of a mother: the delivery, and the days after it."""
_NEWBORN = re.compile(
    rf"\b{_PAPER}\b[A-Z' \-]{{0,24}}(?:\bNOUVEAU[ -]NEE?|\bNEONATA|\bDE L'ENFANT\b|\bDU BEBE\b)|"
    r"\bENFANT EN MATERNITE\b|^\W*(?:NOUVEAU[ -]NEE?|NEONATOLOGIE)\W*$"
)
_NO_NEWBORN = re.compile(r"\b(?:ACCOUCHEMENT|SUITES? DE COUCHES?|(?:DE|LA) MERE|MATERNEL)")
ADULT_YEARS_MIN = 18
_OF_CHILD = re.compile(
    r"\bAPGAR\b|\bREFLEXES? (?:ARCHAIQUES|PRIMITIFS)|\bCRI IMMEDIAT|\bGUTHRIE\b|\bDEPISTAGE (?:NEO-?NATAL|AUDITIF)|"
    r"\bBILIRUBINE TRANSCUT|\bJ ?\d{1,2} DE VIE\b|\b(?:HEURE|JOUR|SEMAINE)S? DE VIE\b|\bFONTANELLES?\b|"
    r"\bPERIMETRE CRANIEN|\bPOIDS DE NAISSANCE|(?<![(\[])\bNOUVEAU[- ]NEE?S?\b|\bMECONIUM\b|\bVITAMINE K1\b|"
    r"\bNEE? (?:VIVANTE?|A TERME)\b|\bNOURRISSON\b|\bBEBE\b|\bELEVE ?:|\bCOUPLE MERE[ -]ENFANT\b|"
    r"\b(?:L'|CET |VOTRE |PETITE? |JEUNE )ENFANT\b|(?<!SANS )(?<!D')\bENFANT ?(?::|MALADE\b)|\bVOTRE (?:FILS|FILLE)\b"
)
"""Words of papers about a child; those of a delivery hold some, an adult's own papers none."""
_MOTHER = re.compile(r"\b(?:MERE|MAMAN|PARTURIENTE|ACCOUCHEE?|MATERNEL(?:LE)?)\b")


def is_of_mother(facts: Facts) -> bool:
    """True for the report of a delivery whose record is that of a woman who may have given birth then."""
    day, born = _find_day(facts), read_day(facts.traits.birth_date)
    if day is None or born is None or facts.traits.sex == "M":
        return False
    is_old = MOTHER_YEARS_MIN <= years_between(born, day) <= MOTHER_YEARS_MAX
    return is_old and any(_DELIVERY.search(line) for line in _head(facts))


def is_of_newborn(facts: Facts) -> bool:
    """True for a paper whose title names a newborn and whose record is that of a baby of its day."""
    day, born = _find_day(facts), read_day(facts.traits.birth_date)
    if day is None or born is None or not 0 <= (day - born).days <= NEWBORN_DAYS_MAX:
        return False
    head = _head(facts)
    is_titled = any(_NEWBORN.search(line) and not _NO_NEWBORN.search(line) for line in head)
    return is_titled and not any(_DELIVERY.search(line) for line in head)


def is_of_child_beside(facts: Facts) -> bool:
    """True for pages that speak of a child while the record is that of an adult, but the report of a delivery."""
    day, born = _find_day(facts), read_day(facts.traits.birth_date)
    if day is None or born is None or years_between(born, day) < ADULT_YEARS_MIN or is_of_mother(facts):
        return False
    texts = (fold(page.text[:CHARS_MAX].replace("’", "'")) for page in facts.written)
    return any(_OF_CHILD.search(text) or FILLED_BY.search(text) for text in texts)


def is_child_born(value: str, facts: Facts) -> bool:
    """True for a day, ``yyyyMMdd``, on which the child of such a mother may be born."""
    day, born = _find_day(facts), read_day(value)
    return day is not None and born is not None and 0 <= (day - born).days <= NEWBORN_DAYS_MAX and is_of_mother(facts)


def is_mother_told(value: str, before: str, facts: Facts) -> bool:
    """True for a birth date, ``yyyyMMdd``, told on the sheet of a newborn after words that name the mother."""
    return _MOTHER.search(fold(before)) is not None and _is_of_age(value, facts)


def _is_of_age(value: str, facts: Facts) -> bool:
    """True for the birth date of somebody old enough to be the mother of the newborn that a paper is of."""
    mine, hers = read_day(facts.traits.birth_date), read_day(value)
    if mine is None or hers is None or not is_of_newborn(facts):
        return False
    return MOTHER_YEARS_MIN <= years_between(hers, mine) <= MOTHER_YEARS_MAX


def find_patients(facts: Facts) -> tuple[PersonMention, ...]:
    """The mentions of the patient, the child left out of the report of a delivery."""
    told = facts.patients
    return tuple(one for one in told if not _is_child(one, facts)) if len(told) > 1 and is_of_mother(facts) else told


def _is_child(mention: PersonMention, facts: Facts) -> bool:
    """True for whoever was born then, or is named after « nouveau-né », « enfant »."""
    if mention.birth_date is not None:
        return is_child_born(to_index_date(mention.birth_date.value), facts)
    names = [fold(one.raw) for one in (mention.family, mention.given) if one is not None]
    lines = [fold(line[:LINE_CHARS_MAX]) for page in facts.written for line in page.text[:CHARS_MAX].split("\n")]
    whole = [line for line in lines if all(name in line for name in names)] if names else []
    return bool(whole) and all(NEWBORN.search(line[: min(map(line.index, names))]) for line in whole)


def _find_day(facts: Facts) -> date | None:
    days = (told_day(facts, name) for name in (FieldName.DOC_DATE, FieldName.ACT_DATE))
    return next((day for day in days if day is not None), None)


def _head(facts: Facts) -> list[str]:
    """The first lines of the first written page, folded."""
    text = facts.written[0].text if facts.written else ""
    lines = (line[:LINE_CHARS_MAX].replace("’", "'") for line in text.split("\n")[:HEAD_LINES_MAX])
    return [fold(line) for line in lines]
