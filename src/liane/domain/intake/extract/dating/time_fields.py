"""Document date and act date, and the order that all dates must keep.

What lives here: choosing among the dates of a document, as rankers judge them. What must not: what they are judged by
(``rank_dates``), the rules of roles (``date_roles``).
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import accumulate, chain, pairwise
from math import log

import numpy as np
import numpy.typing as npt

from liane.domain.intake.extract.dating.appointments import about_appointment, without_written
from liane.domain.intake.extract.dating.date_kinds import ACT_ROLES, DateRole
from liane.domain.intake.extract.dating.date_roles import is_cited
from liane.domain.intake.extract.dating.rank_dates import (
    ACT_MODEL,
    DOCUMENT_MODEL,
    DateCandidate,
    DatePlace,
    nothing_features,
)
from liane.domain.intake.extract.dating.subject_days import about_subject, without_prose
from liane.domain.intake.extract.surface.evidence import Feature, Found, found_at, reading_doubt
from liane.domain.intake.extract.surface.ranking import load_ranker
from liane.domain.intake.extract.surface.reading import PageReading
from liane.domain.intake.fields import FieldName, Role

SHARE_MIN = 0.02
"""Below this probability a date is no candidate of a field."""
_DOCUMENT_SHARE_MIN, _UNCHOSEN_MAX = 0.5, -0.5
"""A document's date less likely than not is a candidate, never the value; log-odds that it keeps at most."""
_TODAY_SHARE_MAX = 0.4
_LENT_MIN, _LENT, _LENT_UNSURE = 0.48, 0.75, 0.0
"""How sure an act must be to lend its day to a document without one; log-odds of the day that is lent, and of one that
no words tell the act's, or that may stand for a day of the document lost by the reading.
"""
_TELLING_MIN = 0.85
"""How sure an act told by words must be where the document holds other days."""
_WRITTEN_KINDS = ("date.document", "date.signed", "date.issued")
_OTHER_MAX, _BEFORE_MAX = 0.12, 0.35
"""From which share another day of the document stands against it, after that of the act or before it."""
_DONE = {Feature.LABEL, Feature.GRAMMAR, Feature.TITLE_WORDS}
"""What tells an act's day: a label, its sentence, or the title that holds it."""
_LONE = 0.5
"""The share of the only day that rules tell an act's."""
_COMING = 0.8
"""The share of the only day to come on a paper about an appointment."""
_NEAR_DAYS = 10
_LETTER_GAIN = 5.0
"""Log-odds that the one day after a town in the head of a letter, or after « Envoyé : » of a mail, gains."""
_DOUBT = 5.0
"""What a doubtful reading is worth beside the measure of a place, as in ``evidence.WEIGHTS``."""
_REPAIRED_MAX, _CONFIRMED_MAX = 1.0, 2.6
"""Log-odds that a date reaches at most when each place of it had to be mended: kept only if something confirms it, such
as another date of the document within _CONFIRMING_DAYS of it, as printed."""
_CONFIRMING_DAYS = 45
_DOCUMENT_ROLES = (DateRole.DOCUMENT, DateRole.SIGNED, DateRole.ISSUED)
_WORD = re.compile(r"[A-Z]{2,}")
_MAILED = re.compile(r"ENVOYEE?(?: LE)? ?:")
_AT_TOWN = re.compile(r"^\W*[A-Z][A-Z' \-]{1,40}, LE $")
_INSIDE_MIN = 2
"""Other words of a line from which a day stands inside a sentence."""
_WIDE_MIN = 0.45
"""Share of the page that a line of prose is wide."""
_SIGNER = (
    r"(?:DR|DOCTEURE?|PR|PROFESSEURE?|VALID|SIGN|EDIT|REDIG|TRANSMI|ENVO|SAISI|EMIS|CREE|(?<![A-Z] )FAIT|DATE|"
    r"AUTHENTIF|CLO)"
    r"[A-Z]*\b"
)
_OF_SIGNER = re.compile(rf"\b{_SIGNER}[^.;]*$")
_BY_SIGNER = re.compile(rf"^[^A-Z]*(?:A \d[^A-Z]*H?[^A-Z]*)?(?:ET )?(?:PAR (?:LE |LA )?)?{_SIGNER}")
"""Who signs, before the day in its sentence or right after it: « validé le … par le Dr MARTIN »."""


def document_fields(candidates: Sequence[DateCandidate], *, is_lacking: bool = False) -> Iterator[Found]:
    """Dates that may be the document's, with the probability that a ranker gives to each. is_lacking: its own day may
    be lost by the reading, so that of an act is no surer than one that is lent.

    Rule: intake.md §7 (a small trained ranker over candidates).
    """
    kept = _without_acts(candidates)
    ranked = list(_ranked(FieldName.DOC_DATE, DOCUMENT_MODEL, kept, _DOCUMENT_ROLES, candidates))
    acts = {one.iso for one in kept if is_lacking and all(map(_is_act, one.places))}
    for one in ranked:
        if one.value in acts and one.features[Feature.RANKED] > _LENT_UNSURE:
            one.add(Feature.RANKED, _LENT_UNSURE)
    return chain(ranked, _lone_document(kept, ranked))


def _lone_document(candidates: Sequence[DateCandidate], documents: Sequence[Found]) -> Iterator[Found]:
    """The only day that a label tells the document's, where the ranker chose none and gave it some share."""
    if any(one.confidence >= _TODAY_SHARE_MAX for one in documents):
        return
    told = [(one, place) for one in candidates for place in one.places if _is_stated(place) and _has_label(place)]
    if len(told) == 1 and any(one.value == told[0][0].iso for one in documents):
        yield _dated(FieldName.DOC_DATE, told[0][1], (_LONE, _CONFIRMED_MAX), _DOCUMENT_ROLES)


def _has_label(place: DatePlace) -> bool:
    return place.roled is not None and place.roled.label is not None


def lone_acts(
    candidates: Sequence[DateCandidate], acts: Sequence[Found], documents: Sequence[Found], *, says_today: bool
) -> Iterator[Found]:
    """The only day that rules tell an act's, where the ranker chose none: none after the document's, which is to come;
    not one of long before where the text says « vu ce jour » (says_today).
    """
    written = _best(documents, FieldName.DOC_DATE)
    done = [one for one in acts if not written or one.value <= written or one.note == str(DateRole.NEXT)]
    if any(one.confidence >= _TODAY_SHARE_MAX for one in done):
        return
    told = [one for one in candidates if any(map(_is_done, one.places)) and (not written or one.iso <= written)]
    if says_today and written and told and _days(told[0].iso, written) > _CONFIRMING_DAYS:
        return
    if len(told) == 1:
        place = next(filter(_is_done, told[0].places))
        yield _dated(FieldName.ACT_DATE, place, (_LONE, _CONFIRMED_MAX), ACT_ROLES)


def _is_done(place: DatePlace) -> bool:
    told = place.roled
    return told is not None and told.role in ACT_ROLES and (told.label is not None or bool(_DONE & told.features))


def _without_acts(candidates: Sequence[DateCandidate]) -> Sequence[DateCandidate]:
    """The days that are not to come, nor told the act's alone by a label where another is told the document's, nor
    inside a sentence that says nothing of them where one alone is stated the document's or where an act came after.
    """
    candidates = [one for one in candidates if not all(_is_coming(place) for place in one.places)] or candidates
    acts = [one.iso for one in candidates if sum(map(_is_act, one.places)) > 1]  # told twice: none to come
    candidates = [one for one in candidates if one.iso >= max(acts, default="") or not all(map(_is_inside, one.places))]
    told = [place.roled for one in candidates for place in one.places if place.roled is not None]
    if not any(one.role in _DOCUMENT_ROLES for one in told):
        is_told = any(_is_act(place) for one in candidates for place in one.places)
        return [one for one in candidates if not (is_told and all(map(_is_inside, one.places)))]
    kept = [one for one in candidates if not all(_is_act(place) for place in one.places)]
    stated = max((one.iso for one in kept if any(map(_is_stated, one.places))), default="")
    kept = [one for one in kept if one.iso > stated or not _is_act_alone(one)]
    if sum(any(map(_is_stated, one.places)) for one in kept) != 1:
        return kept
    return [one for one in kept if any(_is_stated(place) or not _is_inside(place) for place in one.places)]


def _is_act_alone(candidate: DateCandidate) -> bool:
    """True for a day that a label tells an act's, and its other places nothing: « Objet : scanner du » and no more."""
    places = candidate.places
    is_silent = (one.roled is None or (one.roled.role is DateRole.OTHER and not one.roled.features) for one in places)
    return any(map(_is_act, places)) and all(map(lambda one, silent: silent or _is_act(one), places, is_silent))


def _is_stated(place: DatePlace) -> bool:
    """« Testville, le », « mise à jour du », « rédigé par … le »."""
    told = place.roled
    is_said = told is not None and (told.label is not None or Feature.GRAMMAR in told.features)
    return told is not None and told.role in _DOCUMENT_ROLES and is_said


def _is_inside(place: DatePlace) -> bool:
    """True for a day of which no rule says anything, in brackets or among other words, none of them of who signs."""
    told = place.roled
    if told is not None and told.label is not None and Feature.LABEL_BELOW in told.features:
        return _goes_on(place)  # « L'électromyogramme réalisé le » over « 19/07/2025 par le Dr … »
    if told is not None and (told.role is not DateRole.OTHER or told.features):
        return False
    row, span = place.date.span.row, place.date.span
    cell = row.cell_at(span.start)
    before, after = row.folded[cell.start : span.start], row.folded[span.end : cell.end]
    if _AT_TOWN.match(before) and not after.strip(" .,"):
        return False
    if is_cited(before, after):
        return True
    if _OF_SIGNER.search(before) or _BY_SIGNER.match(after):
        return False
    count = len(_WORD.findall(before)) + len(_WORD.findall(after))
    return before.endswith("(") or count >= _INSIDE_MIN or _goes_on(place)


def _goes_on(place: DatePlace) -> bool:
    """True for a day at the head of a line that goes on from a wide one: « … sera rediscutée » over « le 31 août »."""
    row = place.date.span.row
    over = place.reading.sheet.above(row.cell_at(place.date.span.start).box, row, heights_max=1.3)
    return over is not None and over.box.x1 - over.box.x0 > _WIDE_MIN and over.folded.rstrip()[-1:].isalnum()


def _is_coming(place: DatePlace) -> bool:
    return place.roled is not None and place.roled.role is DateRole.NEXT and place.roled.label is not None


def _is_act(place: DatePlace) -> bool:
    told = place.roled
    return told is not None and told.role in ACT_ROLES and (told.label is not None or Feature.LABEL in told.features)


def act_fields(candidates: Sequence[DateCandidate]) -> Iterator[Found]:
    """Dates that may be the act's: visit, sampling, operation, exam, end of stay. Rule: intake.md §7."""
    coming = about_appointment(candidates)
    if coming is None:
        return _acts_done(candidates)
    place = next(one for one in coming.places if one.roled is not None and one.roled.role is DateRole.NEXT)
    ranked = _ranked(FieldName.ACT_DATE, ACT_MODEL, without_written(candidates), ACT_ROLES, candidates)
    return chain(
        [_dated(FieldName.ACT_DATE, place, (_COMING, _CONFIRMED_MAX), (DateRole.NEXT,))],
        (one for one in ranked if one.value != coming.iso and one.confidence < _COMING),
    )


def _acts_done(candidates: Sequence[DateCandidate]) -> Iterator[Found]:
    """Days of acts of the past, that of the subject of the paper first where its head tells one."""
    ranked = _ranked(FieldName.ACT_DATE, ACT_MODEL, without_prose(candidates), ACT_ROLES, candidates)
    subject = about_subject(candidates)
    if subject is None:
        return ranked
    return chain(
        [_dated(FieldName.ACT_DATE, subject.places[0], (_COMING, _CONFIRMED_MAX), ACT_ROLES)],
        (one for one in ranked if one.value != subject.iso and one.confidence < _COMING),
    )


def _ranked(
    name: FieldName,
    model: str,
    candidates: Sequence[DateCandidate],
    roles: Sequence[DateRole],
    among: Sequence[DateCandidate],
) -> Iterator[Found]:
    """What a ranker gives to some days. among: every day of the document, which may confirm one that was mended."""
    if not candidates:
        return
    ranker = load_ranker(model)
    places = [place for one in candidates for place in one.places]
    owners = [number for number, one in enumerate(candidates) for _ in one.places]
    measures = ranker.measure([*(place.features for place in places), nothing_features(candidates)])
    if name is FieldName.DOC_DATE:
        measures[: len(places)] += _letter_gains(candidates) / ranker.one_slope
    shares = ranker.share_among(measures[:-1], owners, float(measures[-1]))
    starts = [0, *accumulate(len(one.places) for one in candidates)]
    for one, share, (start, end) in zip(candidates, shares, pairwise(starts), strict=True):
        if share >= SHARE_MIN:
            limit = _CONFIRMED_MAX if _is_confirmed(one, among) else _REPAIRED_MAX
            yield _dated(name, _best_place(one, measures[start:end]), (share, limit), roles)


def _letter_gains(candidates: Sequence[DateCandidate]) -> npt.NDArray[np.float64]:
    """What the places of the one day that heads a letter, or that a mail was sent on, gain."""
    days = {one.iso for one in candidates if any(map(_heads_letter, one.places))}
    return np.array([_LETTER_GAIN * (len(days) == 1 and _heads_letter(at)) for one in candidates for at in one.places])


def _heads_letter(place: DatePlace) -> bool:
    """« Testville, le 3 mai 2026 » in the head, « Envoyé : lundi 3 mai 2026 »."""
    told = place.roled
    if told is None or told.role is not DateRole.DOCUMENT or Feature.GRAMMAR not in told.features:
        return False
    span = place.date.span
    return _MAILED.match(span.row.folded, span.row.cell_at(span.start).start) is not None or {
        Feature.LETTERHEAD,
        Feature.ALONE,
    } <= set(told.features)


def _is_confirmed(one: DateCandidate, candidates: Sequence[DateCandidate]) -> bool:
    """True when a date that needed no mending stands near. Rule: intake.md §3 (repair only under a check)."""
    return any(
        other is not one
        and _days(one.iso, other.iso) <= _CONFIRMING_DAYS
        and not all(place.date.is_repaired for place in other.places)
        for other in candidates
    )


def _best_place(candidate: DateCandidate, measures: npt.NDArray[np.float64]) -> DatePlace:
    """Where a value is best told: read for sure rather than mended or doubtful, when several places tell it."""

    def rank(at: int) -> tuple[bool, float, int]:
        place = candidate.places[at]
        return place.date.is_repaired, _DOUBT * reading_doubt(place.date.span) - float(measures[at]), at

    return candidate.places[min(range(len(candidate.places)), key=rank)]


def _dated(name: FieldName, place: DatePlace, sure: tuple[float, float], roles: Sequence[DateRole]) -> Found:
    """The value at a place; what rules said of it stays among the reasons when they say the same.

    sure: its probability, and the log-odds that it reaches at most when it had to be mended.
    """
    share, limit = sure
    told = place.roled if place.roled is not None and place.roled.role in roles else None
    found = found_at(name, place.date.iso, place.date.span, told.features if told is not None else (), Role.OTHER)
    found.note = str(told.role) if told is not None else ""
    logit = log(share / max(1e-9, 1.0 - share))
    if name is FieldName.DOC_DATE and share < _DOCUMENT_SHARE_MIN:
        logit = min(logit, _UNCHOSEN_MAX)
    found.is_repaired = place.date.is_repaired
    if found.is_repaired:
        found.add(Feature.REPAIRED)
        logit = min(logit, limit)
    found.add(Feature.RANKED, round(logit, 3))
    return found


def _best(found: Sequence[Found], name: FieldName) -> str:
    kept = [one for one in found if one.name is name and one.confidence >= 0.5 and one.role is not Role.RELATIVE]
    return max(kept, key=lambda one: one.confidence).value if kept else ""


def check_order(found: Sequence[Found], received_on: str) -> None:
    """Birth before act before document before reception: what breaks the order loses its weight.

    Rule: intake.md §3 (checks that make values sure).
    """
    for one in found:
        if one.name in (FieldName.BIRTH_DATE, FieldName.DOC_DATE, FieldName.ACT_DATE) and one.value > received_on:
            one.add(Feature.OUT_OF_ORDER)
    document = _best(found, FieldName.DOC_DATE)
    birth = _best(found, FieldName.BIRTH_DATE)
    for one in found:
        if one.name is FieldName.ACT_DATE:
            if one.note == str(DateRole.NEXT):
                continue  # the appointment that the paper is about is to come
            if (document and one.value > document) or (birth and one.value < birth):
                one.add(Feature.OUT_OF_ORDER, 0.6 if document and birth <= one.value else 1.0)
            elif document and _days(one.value, document) <= _NEAR_DAYS:
                one.add(Feature.CLOSE_TO_DOCUMENT)
        elif (one.name is FieldName.DOC_DATE and birth and one.value < birth) or (
            one.name is FieldName.BIRTH_DATE and document and one.value > document
        ):
            one.add(Feature.OUT_OF_ORDER)


def _days(one: str, other: str) -> int:
    try:
        return abs((date.fromisoformat(other) - date.fromisoformat(one)) // timedelta(days=1))
    except ValueError:
        return 10**6


def today_acts(acts: Sequence[Found], words: Sequence[str], documents: Sequence[Found]) -> Iterator[Found]:
    """« Vu ce jour en consultation »: the act is of the day of the document, when no other act date is printed."""
    if not words or any(one.confidence >= _TODAY_SHARE_MAX for one in acts):
        return
    kept = [one for one in documents if one.confidence >= 0.6]
    if kept:
        best = max(kept, key=lambda one: one.confidence)
        found = found_at(FieldName.ACT_DATE, best.value, best.spans, (Feature.GRAMMAR, Feature.PROSE, Feature.POSITION))
        found.note = "« ce jour » dans le texte"
        yield found


def _stands_against(document: Found, act: Found) -> bool:
    """A day before the act stands less against it: what is written of an act is written then or after."""
    if document.value == act.value:
        return document.confidence >= _DOCUMENT_SHARE_MIN
    return document.confidence >= (_OTHER_MAX if document.value > act.value else _BEFORE_MAX)


def lacks_day(readings: Sequence[PageReading]) -> bool:
    """True where a page read by eye holds « signé le », « établi le » on a line without a day: one may be lost."""
    return any(
        label.kind in _WRITTEN_KINDS and not dates
        for reading in readings
        if reading.sheet.is_scan
        for labels, dates in zip(reading.labels, reading.dates, strict=True)
        for label in labels
    )


def _is_untold(place: DatePlace) -> bool:
    """True for a day of which nothing is known, and that stands in no sentence: it may be that of the paper."""
    return (place.roled is None or place.roled.role is DateRole.OTHER) and not _is_inside(place)


def acts_as_documents(
    acts: Sequence[Found], documents: Sequence[Found], candidates: Sequence[DateCandidate], *, is_lacking: bool
) -> Iterator[Found]:
    """The day of the act for a paper that tells no other of its own: « Vu le … » on a sheet that nobody dated.

    Never surer than a guess, so that one that stands on the page is preferred. Of 45 such days of four examiners the 39
    that words told the act's, surely or alone on the paper, were all right, and one of the six others.
    Rule: intake.md §3 (roles of dates).
    """
    best = max(acts, key=lambda one: one.confidence, default=None)
    if best is None or best.confidence < _LENT_MIN or any(_stands_against(one, best) for one in documents):
        return
    is_told = bool(best.note) and (best.confidence >= _TELLING_MIN or len(candidates) == 1)
    is_lacking = is_lacking or any(one.iso > best.value and any(map(_is_untold, one.places)) for one in candidates)
    found = found_at(FieldName.DOC_DATE, best.value, best.spans, (), Role.OTHER)
    found.note = "date de l'acte, à défaut d'une date du document"
    found.is_repaired = best.is_repaired
    found.add(Feature.RANKED, _LENT if is_told and not is_lacking else _LENT_UNSURE)
    yield found
