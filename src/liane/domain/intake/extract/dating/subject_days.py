"""The day of what a paper is about, where its head says what that is: a delivery, vaccines, an act under its own label.

What lives here: days of the act preferred by what heads the page or the line. What must not: appointments to come
(``appointments``), the net (``ranking``). Rule: intake.md §3 (roles of dates).
"""

import re
from collections.abc import Sequence

from liane.domain.intake.extract.dating.date_kinds import ACT_ROLES, DateRole
from liane.domain.intake.extract.dating.rank_dates import DateCandidate, DatePlace

_DELIVERY = re.compile(r"\bACCOUCHEMENT\b|\bCOMPTE[ -]?RENDU DE NAISSANCE\b")
_VACCINES = re.compile(r"\bVACCIN(?:S|ATIONS?|AUX)?\b")
_HEAD_MAX, _LINE_MAX = 0.4, 80
_WORD = re.compile(r"[A-Z]{2,}")
_INSIDE_MIN = 3
"""Other words of a cell from which a day is told in a sentence."""
_TABLE_MIN = 2
"""Cells of a row of a table."""
_HEADED_MAX = 0.6
_WRITTEN = (DateRole.DOCUMENT, DateRole.SIGNED, DateRole.ISSUED)


def about_subject(candidates: Sequence[DateCandidate]) -> DateCandidate | None:
    """The day of the delivery of its report, of the last vaccine of a list of them; None where no head tells such."""
    if _heads(candidates, _DELIVERY):
        told = [one for one in candidates if any(_role(place) is DateRole.OPERATION for place in one.places)]
        return told[0] if len(told) == 1 else None
    if _heads(candidates, _VACCINES):
        if any(_role(place) in ACT_ROLES for one in candidates for place in one.places):
            return None
        listed = [one for one in candidates if any(map(_is_listed, one.places))]
        last = max(listed, key=lambda one: one.iso, default=None)
        is_written = last is not None and any(not _is_listed(place) for place in last.places)
        return last if is_written else None
    return None


def without_prose(candidates: Sequence[DateCandidate]) -> Sequence[DateCandidate]:
    """Without days told in sentences before the only act that stands under its own label at the head of a page: « Date
    de la réunion : » over « son dossier avait été présenté le ».
    """
    headed = [one for one in candidates if any(map(_is_headed, one.places))]
    if len(headed) != 1:
        return candidates
    return [one for one in candidates if one.iso >= headed[0].iso or not all(map(_is_in_sentence, one.places))]


def _role(place: DatePlace) -> DateRole | None:
    return place.roled.role if place.roled is not None else None


def _heads(candidates: Sequence[DateCandidate], words: re.Pattern[str]) -> bool:
    readings = {id(place.reading): place.reading for one in candidates for place in one.places}.values()
    rows = (row for reading in readings if reading.is_first for row in reading.sheet.rows if row.top < _HEAD_MAX)
    return any(words.search(row.folded) for row in rows if len(row.folded) <= _LINE_MAX)


def _is_listed(place: DatePlace) -> bool:
    """« 12/03/2026   Vaxigrip   grippe   lot AB12 »; « Vaxigrip   AB12   12/03/2026 », the day alone in its cell."""
    row, span = place.date.span.row, place.date.span
    if len(row.cells) < _TABLE_MIN or _role(place) in _WRITTEN:
        return False
    begins, ends = not row.folded[: span.start].strip(), not row.folded[span.end :].strip()
    return begins or (ends and not row.folded[row.cell_at(span.start).start : span.start].strip())


def _is_headed(place: DatePlace) -> bool:
    """True under a label of an act that begins its cell, with nothing else beside."""
    told = place.roled
    if told is None or told.label is None or told.role not in ACT_ROLES or told.role is DateRole.ADMISSION:
        return False
    label, span = told.label, place.date.span
    if label.start != label.row.cell_at(label.start).start or span.row.top > _HEADED_MAX:
        return False
    cell = span.row.cell_at(span.start)
    return len(_WORD.findall(span.row.folded[span.end : cell.end])) < _INSIDE_MIN and not _is_in_sentence(place)


def _is_in_sentence(place: DatePlace) -> bool:
    row, span = place.date.span.row, place.date.span
    cell = row.cell_at(span.start)
    before, after = row.folded[cell.start : span.start], row.folded[span.end : cell.end]
    return len(_WORD.findall(before)) + len(_WORD.findall(after)) > _INSIDE_MIN + 2
