"""Whom the name of a file names: read to contradict what the pages say, never to complete it.

What lives here: the reading of the name. What must not: the decision (``decide.identity.check_message``).
"""

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from datetime import date
from functools import cache
from itertools import islice
from typing import NamedTuple

from liane.domain.identity.ins import compute_ins_key
from liane.domain.intake.classify.titles import load_phrases
from liane.domain.intake.classify.tokens import fold
from liane.domain.intake.extract.surface.lexicon import family_score, given_score, is_given
from liane.domain.intake.fields import Candidate, FieldName, PersonMention, ReadDocument, Role, Source

NAME_CHARS_MAX = 255
_ELEMENT = "nom du fichier"
_NAMES = (FieldName.BIRTH_NAME, FieldName.USED_NAME, FieldName.FIRST_NAME, FieldName.FIRST_NAMES)
_DATES = (FieldName.BIRTH_DATE, FieldName.DOC_DATE, FieldName.ACT_DATE)
_DATE = re.compile(
    r"(?<!\d)(?:(?P<day>[0-3]\d)[-_. ]?(?P<month>[01]\d)[-_. ]?(?P<year>(?:19|20)\d\d)"
    r"|(?P<year2>(?:19|20)\d\d)[-_. ]?(?P<month2>[01]\d)[-_. ]?(?P<day2>[0-3]\d))(?!\d)"
)
DATES_MAX = 8
_BIRTH_YEARS_MIN = 2
"""Years between such a date and the document: a name of file also bears days of scanning or of the act."""
_OTHERS = (Role.AUTHOR, Role.RECIPIENT, Role.STAFF)
_USUAL = frozenset(
    {"DOCUMENT", "DOC", "SCAN", "SCANNE", "NUMERISATION", "COPIE", "PAGE", "PAGES", "COURRIER", "PATIENT", "PATIENTE",
     "MME", "MR", "MADAME", "MONSIEUR", "NE", "NEE", "DR", "DOCTEUR", "IMG", "IMAGE", "FAX", "SIGNE", "FINAL",
     "NOUVEAU", "MAIL", "LIANE", "TEST", "EXEMPLE", "RESULTAT", "RESULTATS",
     "JANVIER", "FEVRIER", "MARS", "AVRIL", "MAI", "JUIN",
     "JUILLET", "AOUT", "SEPTEMBRE", "OCTOBRE", "NOVEMBRE", "DECEMBRE",
     "CR", "CRH", "CRO", "CRA", "CRC", "CRR", "CS", "LDL", "DLU", "ORDO", "RX", "IRM", "TDM", "ECG", "EEG", "EFR",
     "RCP", "BIO", "LABO", "HDJ", "HAD", "SSR", "SMR", "EHPAD", "RDV", "PJ"}
)  # fmt: skip

_TRADES = ("LOGIE", "GRAPHIE", "SCOPIE", "TOMIE", "THERAPIE", "METRIE", "GRAMME", "IATRIE", "PLASTIE")
"""Endings of medicine, which nobody's name has."""


def read_file_name(name: str, read: ReadDocument) -> dict[FieldName, tuple[Candidate, ...]]:
    """Names, birth date and INS that a file's name gives; empty when it names nobody, the patient read, or another
    person of the page who is not the patient (author, addressee, staff).

    Rule: intake.md §5 (no contradiction anywhere: file name).
    """
    stem = fold(name.rsplit("/", 1)[-1][:NAME_CHARS_MAX].rsplit(".", 1)[0])
    found: dict[FieldName, tuple[Candidate, ...]] = {}
    for digits in re.findall(r"(?<!\d)\d{5}[\dAB]{2}\d{8}(?!\d)", stem):
        if _has_right_key(digits):
            found[FieldName.INS] = (_candidate(digits),)
    births = tuple(_candidate(date) for date in _births(stem, read))
    if births:
        found[FieldName.BIRTH_DATE] = births
    spoken = _words(one.value for field in _NAMES for one in _known(read, field))
    others = [_NamedOther.of(one) for one in read.mentions if one.family and one.role in _OTHERS]
    for person in _persons(stem):
        if set(person) <= spoken or _is_patient(person, read) or any(other.is_meant(set(person)) for other in others):
            continue
        first = max(person, key=lambda word: given_score(word) - family_score(word))
        family = " ".join(word for word in person if word != first)
        found[FieldName.BIRTH_NAME] = (_candidate(family),)
        found[FieldName.FIRST_NAME] = (_candidate(first),)
        break
    return found


def _is_patient(person: Sequence[str], read: ReadDocument) -> bool:
    """True for the patient's family name and first name among words none of which is another first name."""
    families = _words(one.value for field in _NAMES[:2] for one in _known(read, field))
    givens = _words(one.value for field in _NAMES[2:] for one in _known(read, field))
    others = set(person) - families - givens
    is_named = bool(families & set(person)) and bool((givens - families) & set(person))
    return is_named and not any(is_given(one) for one in others)


def _births(stem: str, read: ReadDocument) -> Iterator[str]:
    """Dates of a file's name that are printed nowhere and far older than the document: somebody's birth, not its day.

    That of the patient, printed too, says nothing more: it is left out.
    """
    printed = {one.value for name in _DATES for one in (*_known(read, name), *read.candidates.get(name, ()))}
    days = [one.value for name in _DATES[1:] for one in _known(read, name)]
    for match in islice(_DATE.finditer(stem), DATES_MAX):
        day, month, year = (
            match["day"] or match["day2"],
            match["month"] or match["month2"],
            match["year"] or match["year2"],
        )
        iso = f"{year}-{month}-{day}"
        if _is_date(iso) and iso not in printed and days and int(year) + _BIRTH_YEARS_MIN <= int(min(days)[:4]):
            yield iso


def _is_date(iso: str) -> bool:
    try:
        date.fromisoformat(iso)
    except ValueError:
        return False
    return True


class _NamedOther(NamedTuple):
    """The words of the name of an author, an addressee or somebody of the staff."""

    families: Set[str]
    givens: Set[str]

    @classmethod
    def of(cls, mention: PersonMention) -> "_NamedOther":
        """From a mention; a first name written as an initial says nothing."""
        givens = _words([mention.given.value]) if mention.given else frozenset()
        families = _words([mention.family.value]) if mention.family else frozenset()
        return cls(families, {one for one in givens if len(one) > 1})

    def is_meant(self, person: Set[str]) -> bool:
        """Tell whether a name is theirs: the same family name, and no first name that is not."""
        if not person & self.families:
            return False
        return not self.givens or bool(person & self.givens) or not any(is_given(one) for one in person - self.families)


def _persons(stem: str) -> Iterator[tuple[str, ...]]:
    """Runs of two to four words of which one is a first name and none is usual in names of files."""
    run: list[str] = []
    for word in [*re.split(r"[^A-Z0-9]+", stem), ""]:
        is_usual = word in _USUAL or word in _title_words() or word.endswith(_TRADES)
        if word.isalpha() and len(word) >= 2 and not is_usual:
            run.append(word)
            continue
        if 2 <= len(run) <= 4 and any(is_given(one) for one in run) and len(set(run)) > 1:
            yield tuple(run)
        run = []


@cache
def _title_words() -> frozenset[str]:
    return frozenset(word for rows in load_phrases().values() for phrase, _, _ in rows for word in phrase)


def _words(texts: Iterable[str]) -> Set[str]:
    return {word for text in texts for word in re.split(r"[^A-Z]+", fold(text)) if word}


def _known(read: ReadDocument, name: FieldName) -> Iterator[Candidate]:
    value = read.fields.get(name)
    if value is not None:
        yield value.chosen


def _has_right_key(digits: str) -> bool:
    try:
        return compute_ins_key(digits[:13]) == digits[13:]
    except ValueError:
        return False


def _candidate(value: str) -> Candidate:
    return Candidate(
        value=value, raw=value, confidence=0.5, source=Source.MAIL, role=Role.PATIENT, element=_ELEMENT, why=(_ELEMENT,)
    )
