"""What the words around a name say of whether they wrote the page: a signature under the closing formula, the one
number of professional, « rempli par ».

What lives here: what these add to the log-odds of an author. What must not: the features that the ranker learns
(``person_features``), the choice (``rank_persons``).
Rule: intake.md §3 (author, RPPS). Source: Code de la santé publique, article R4127-76 (what a doctor signs bears their
name), arrêté of 4 February 2010 (RPPS: one number for each professional).
"""

import re
from collections.abc import Mapping, Sequence

from liane.domain.intake.extract.people.person_features import start_of
from liane.domain.intake.extract.people.persons import Person
from liane.domain.intake.extract.people.professionals import end_of
from liane.domain.intake.fields import Role

_CLOSED_GAIN = 3.0
"""Log-odds that a doctor gains under a formula that closes a letter: of 150 on pages that may be learnt from and of
four examiners, 5 did not write it, misread names apart."""
_NUMBER_GAIN = 2.5
"""Log-odds that the one person who has an RPPS gains: of 260 such, 5 did not write it."""
_FILLED_GAIN = 4.0
_HELPED_COST = 8.0
_CLOSED_ROWS = tuple(f"closing={rows}" for rows in range(1, 4))
_NUMBER = re.compile(r"[ ,;:(–—·|-]*(?:N ?[°O]? ?)?(?:RPPS\b|(?:IDENTIFIANT )?1(?:[ .]?\d){10}(?!\d))")
_FILLED = re.compile(
    r"\b(?:(?:REMPLI|REDIGE|ETABLI|COMPLETE|RENSEIGNE)E?S?(?: LE [0-9A-Z/.: -]{6,24})? PAR(?: LE| LA)?|"
    r"REDACT(?:EUR|RICE)(?: DU (?:COURRIER|DOCUMENT|COMPTE[ -]RENDU))?)[ :]*$"
)
_HELPED = re.compile(
    r"\b(?:MANIPULAT(?:EUR|RICE)S?|SECRETAIRES?|SECRETARIAT|DACTYLO[A-Z]*|FRAPPE|SAISIE?)(?: PAR)?[ :]*$"
)


def author_gains(mentions: Sequence[Person], rows: Sequence[Mapping[str, float]], owners: Sequence[int]) -> list[float]:
    """What words add to the log-odds of each mention as the author. rows: their features; owners: who each names."""
    numbered = {
        owner for one, owner in zip(mentions, owners, strict=True) if one.role is not Role.RECIPIENT and has_number(one)
    }
    return [
        _CLOSED_GAIN * is_under_closing(one, row)
        + _NUMBER_GAIN * (numbered == {owner} and has_number(one))
        + _by_words(one)
        for one, row, owner in zip(mentions, rows, owners, strict=True)
    ]


def is_under_closing(person: Person, row: Mapping[str, float]) -> bool:
    """True for a doctor who begins one of the lines under « Bien confraternellement », on the next page too."""
    if not person.is_professional or person.role is Role.RECIPIENT or not any(name in row for name in _CLOSED_ROWS):
        return False
    return not any(sign.isalnum() for sign in _before(person))


def has_number(person: Person) -> bool:
    """True for a name that an RPPS follows, beside it or just under."""
    row = person.row
    cell = row.cell_at(person.start)
    if _NUMBER.match(row.folded, end_of(person), cell.end):
        return True
    under = person.reading.sheet.below(cell.box, row, heights_max=2.0)
    return under is not None and _NUMBER.match(under.folded) is not None


def _before(person: Person) -> str:
    row, start = start_of(person)
    return row.folded[row.cell_at(start).start : start]


def _by_words(person: Person) -> float:
    """« Rempli par : X » for, « manipulateur : X » against."""
    row, start = start_of(person)
    cell, before = row.cell_at(start), _before(person)
    if not before.strip(" :") and cell.place > 0:
        before = row.cells[cell.place - 1].folded
    if _FILLED.search(before):
        return _FILLED_GAIN
    return -_HELPED_COST if _HELPED.search(before) else 0.0
