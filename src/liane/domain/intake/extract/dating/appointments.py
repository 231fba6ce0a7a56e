"""The appointment that a paper is about: its day is that of the act, though it is to come.

What lives here: the day chosen by what the head of the page says that the paper is. What must not: the roles of
dates (``date_roles``), the net (``ranking``). Rule: intake.md §3 (roles of dates).
"""

import re
from collections.abc import Sequence

from liane.domain.intake.extract.dating.date_kinds import ACT_ROLES, DateRole
from liane.domain.intake.extract.dating.rank_dates import DateCandidate, DatePlace
from liane.domain.intake.extract.surface.reading import PageReading

_ABOUT = re.compile(
    r"\bCONVOCATION\b|\b(?:VOTRE|VOS|RAPPEL|CONFIRMATION|AVIS|NOTIFICATION)\b[A-Z' ]{0,20}"
    r"\b(?:RENDEZ[- ]VOUS|RDV|VENUE|ADMISSION|HOSPITALISATION|EXAMEN|INTERVENTION|CONSULTATION)\b|"
    r"\bVOUS (?:PRESENTER|ETES ATTENDUE?)\b"
)
_HEAD_MAX, _LINE_MAX = 0.45, 80
_WRITTEN = (DateRole.DOCUMENT, DateRole.SIGNED, DateRole.ISSUED)


def about_appointment(candidates: Sequence[DateCandidate]) -> DateCandidate | None:
    """The day of the appointment that a paper is about: the only one to come, where no act of the past is told."""
    places = [place for one in candidates for place in one.places]
    if not any(_heads(reading) for reading in {id(place.reading): place.reading for place in places}.values()):
        return None
    if any(_role(place) in ACT_ROLES for place in places):
        return None
    coming = [one for one in candidates if any(_role(place) is DateRole.NEXT for place in one.places)]
    written = max((place.date.iso for place in places if _role(place) in _WRITTEN), default="")
    return coming[0] if len(coming) == 1 and coming[0].iso >= written else None


def without_written(candidates: Sequence[DateCandidate]) -> list[DateCandidate]:
    """The days that are not told as the document's alone."""
    return [one for one in candidates if not all(_role(place) in _WRITTEN for place in one.places)]


def _role(place: DatePlace) -> DateRole | None:
    return place.roled.role if place.roled is not None else None


def _heads(reading: PageReading) -> bool:
    lines = (row.folded for row in reading.sheet.rows if row.top < _HEAD_MAX and len(row.folded) <= _LINE_MAX)
    return any(_ABOUT.search(line) for line in lines)
