"""Where a mention of a professional stands against what every letter has: the day, the patient, the title, the
greeting, the end; and among mentions written one under the other.

What lives here: landmarks of pages and distances to them. What must not: the choice of an author (``rank_persons``).
Rule: intake.md §7 (rules with layout features and a small trained ranker over candidates).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from liane.domain.intake.extract.people.persons import Person
from liane.domain.intake.extract.surface.reading import PageReading, is_title
from liane.domain.intake.extract.surface.word_classes import SALUTATION, classes_of

_DAY = re.compile(r"(?:^|[ ,(])(?:LE|CE|DATE|DU) ?:? ?(?:[A-Z]+DI )?\d")
_PATIENT = re.compile(
    r"\bPATIENTE?\b|\bNEE?(?:\(E\))?\b|\bDDN\b|NAISSANCE|\bOBJET\b|\bCONCERN|\bUSAGER|\bRESIDENTE?\b|\bBENEFICIAIRE"
)
_BLANK = re.compile(r"SIGNATURE|CACHET|\bVISA\b|\bPARAPHE")
_TOLD = re.compile(r":|\b(?:DR|DOCTEURE?|PR|MME|MADAME|MONSIEUR)\b|\d{4}")
_WORD = re.compile(r"[A-Z]{2,}")
_FAR = 6
_NEAR = 3
_SHARP = 0.02
_UPPER = 0.5
_SHORT_MAX = 60
_STEM, _ENDING = 6, 4
_LISTED_MAX = 3


@dataclass(frozen=True, slots=True)
class Marks:
    """Places of the landmarks of the first page, by name; how the last page ends; places of blank signatures by page.

    subject: the short lines of the upper half of the first page, which say what the document is of.
    """

    rows: dict[str, int]
    end: tuple[str, ...]
    blanks: dict[int, tuple[int, ...]]
    subject: str


def find_marks(readings: Sequence[PageReading]) -> Marks:
    """The landmarks of a document."""
    rows: dict[str, int] = {}
    for row in readings[0].sheet.rows if readings else ():
        day = readings[0].dates[row.place] and _DAY.search(row.folded)
        for name, is_here in (
            ("day", bool(day)),
            ("patient", _PATIENT.search(row.folded) is not None),
            ("title", row.top < 0.6 and is_title(row.folded)),
            ("dear", SALUTATION.search(row.folded) is not None),
        ):
            if is_here:
                rows.setdefault(name, row.place)
    last = readings[-1].sheet.rows[-3:] if readings else ()
    words = [word for row in last for word in _WORD.findall(row.folded)]
    blanks = {
        reading.sheet.number: tuple(row.place for row in reading.sheet.rows if _BLANK.search(row.folded))
        for reading in readings
    }
    return Marks(rows, tuple(classes_of(words)), blanks, _subject(readings))


def _subject(readings: Sequence[PageReading]) -> str:
    cells = (cell for row in (readings[0].sheet.rows if readings else ()) if row.top < _UPPER for cell in row.cells)
    short = (cell.folded for cell in cells if len(cell.text) <= _SHORT_MAX and not _TOLD.search(cell.folded))
    return " ".join(short)


def tell_subject(marks: Marks, words: Sequence[str]) -> str:
    """Whether a word said of somebody (« anesthésiste ») is what the document is of (« dossier de pré-anesthésie »)."""
    stems = [stem for word in words if len(word) >= _STEM for stem in _stems(word)]
    if not stems:
        return "silent"
    return "yes" if any(stem in marks.subject for stem in stems) else "no"


def _stems(word: str) -> Iterator[str]:
    """How a word begins; of a long one, what stands before its ending too (« neuropsychologue », « psychologie »)."""
    yield word[:_STEM]
    if len(word) >= _STEM + 2 * _ENDING:
        yield word[-_STEM - _ENDING : -_ENDING]


def tell_marks(marks: Marks, mentions: Sequence[Person], person: Person) -> Iterator[str]:
    """Distances of a mention to the landmarks, and its neighbours of one column."""
    place = person.row.place
    if person.reading.is_first:
        sides = []
        for name in ("day", "patient", "title", "dear"):
            yield f"mark={name}:{_distance(place, marks.rows.get(name))}"
            sides.append("-" if name not in marks.rows else "<" if place < marks.rows[name] else ">")
        yield f"mark=sides:{''.join(sides)}"
    near = [at for at in marks.blanks.get(person.reading.sheet.number, ()) if abs(at - place) <= _NEAR]
    yield f"mark=blank:{bool(near)}:{any(marks.blanks.values())}"
    yield from (f"mark=end:{one}" for one in marks.end)
    over, under, column = _neighbours(mentions, person)
    yield f"list=over:{over}"
    yield f"list=under:{under}"
    yield f"list=near:{min(_LISTED_MAX, over + under)}"
    yield f"list=column:{column}"


def _distance(place: int, mark: int | None) -> str:
    if mark is None:
        return "none"
    gap = place - mark
    if gap == 0:
        return "same"
    side = "after" if gap > 0 else "before"
    return f"{side}{abs(gap) if abs(gap) <= _NEAR else 'near' if abs(gap) <= _FAR else 'far'}"


def _neighbours(mentions: Sequence[Person], person: Person) -> tuple[int, int, int]:
    """Mentions just over it and just under it, line after line, at its left edge; those of its column farther off."""
    box = person.row.cell_at(person.start).box
    column = [
        one.row.place
        for one in mentions
        if one.row.page == person.row.page and abs(one.row.cell_at(one.start).box.x0 - box.x0) < _SHARP
    ]
    places = set(column)
    over = _run(places, person.row.place, -1)
    under = _run(places, person.row.place, 1)
    apart = len(places) - 1 - over - under
    return over, under, min(_LISTED_MAX, apart)


def _run(places: set[int], place: int, step: int) -> int:
    count = 0
    while count < _LISTED_MAX and place + step * (count + 1) in places:
        count += 1
    return count
