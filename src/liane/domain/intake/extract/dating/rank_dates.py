"""The dates of a document as a ranker sees them: each value with all its places, among the others.

What lives here: candidates of the document date and of the act date. What must not: what is seen of one place
(``date_features``), the rules of roles (``date_roles``), the net (``ranking``).
Rule: intake.md §3 (roles of dates), §7 (a small trained ranker over candidates).
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from liane.domain.intake.extract.dating.date_features import PLACE_FAMILIES, WORD_FAMILIES, features_of, look_at
from liane.domain.intake.extract.dating.date_roles import DateRole, RoledDate
from liane.domain.intake.extract.dating.extract_days import as_extract
from liane.domain.intake.extract.surface.dates import PrintedDate
from liane.domain.intake.extract.surface.evidence import Feature
from liane.domain.intake.extract.surface.ranking import family_of
from liane.domain.intake.extract.surface.reading import PageReading
from liane.domain.intake.extract.surface.sheet import Row, fold

PLACES_MAX = 150
"""Printed dates of a document that are ranked, from the first page."""
DOCUMENT_MODEL, ACT_MODEL = "date_document", "date_act"
"""Names of the packaged rankers."""
VALUE_FAMILIES = frozenset(
    ("many", "days", "rank", "last", "next", "prev", "birth", "has", "sort", "fits", "today", "single", "age", "run",
     "none", "among", "after")
)  # fmt: skip
"""Families of a value among the others of its document."""
HIDDEN_FAMILIES = WORD_FAMILIES | {"told", "docs"}
"""Families hidden at random while a ranker learns: words, and what rules say, crossed with the title or counted."""
FAMILIES = HIDDEN_FAMILIES | PLACE_FAMILIES | VALUE_FAMILIES
_NEVER = (
    DateRole.BIRTH,
    DateRole.DEATH,
    DateRole.FAX,
    DateRole.ARCHIVED,
    DateRole.PRINTED,
    DateRole.FORM,
    DateRole.TREATMENT,
)
"""What rules surely tell to be neither. A date of reception may be an arrival, that of a visit: it is judged."""
_DONE = (DateRole.VISIT, DateRole.EXAM, DateRole.SAMPLE)
_DOTTED = re.compile(r"\d\d[.\-]\d\d[.\-]\d\d")
_GOES_TO = re.compile(
    r"(?:(?:[,\-(]|A)? ?\d{1,2} ?[H:] ?\d{0,2}\)? )?(?:AU|JUSQU'AU|->|→) (?:[A-Z]{2,6}DI |DIMANCHE )?(?:LE )?"
)
"""What stands between the first and the last day of a span."""
_TYPED_PAPER = re.compile(
    r"\b(?:COURRIER|LETTRE|COMPTE[ -]?RENDU|CR|NOTE|OBSERVATION|DOCUMENT|RAPPORT) [A-Z]{4,14} LE ?:? ?$"
)
_BY_DOCTOR = re.compile(r"[ ,.0-9H:A]*\bPAR (?:LE )?(?:DR|DOCTEURE?|PR|PROFESSEURE?)\b")
_DELIVERY = re.compile(r"\bACCOUCHEMENT\b|RENDU DE NAISSANCE\b")
_CHILD_DAYS = 3650
"""A delivery told so long after is that of no mother's birth: she was one."""
_TODAY = re.compile(r"\bCE JOUR\b|\bAUJOURD'HUI\b")
_SORTS = (
    ("operation", ("OPERATOIRE", "INTERVENTION", "ACCOUCHEMENT", "ANESTHES", "IMPLANT")),
    ("stay", ("HOSPITALIS", "SORTIE", "LIAISON", "SEJOUR")),
    ("sample", ("BIOLOG", "ANALYSE", "LABORATOIRE", "PATHOLOG", "CYTOLOG", "HEMATO", "MICROBIO")),
    (
        "exam",
        ("SCANNER", "IRM", "RADIO", "ECHO", "IMAGERIE", "SCOPIE", "DOPPLER", "MAMMO", "SCINTI", "TOMO", "EXAMEN"),
    ),
    ("visit", ("CONSULT", "URGENCE", "VISITE", "RCP", "CONCERTATION", "BILAN", "SUIVI", "SEANCE")),
    ("letter", ("LETTRE", "COURRIER", "CERTIFICAT", "ORDONNANCE", "ATTESTATION", "PRESCRIPTION", "DEMANDE", "AVIS")),
)
_DOCUMENT_ROLES = (DateRole.DOCUMENT, DateRole.SIGNED, DateRole.ISSUED)
_OF_DOCUMENT = frozenset(("sort", "days", "has", "single", "today", "among"))
"""Families told alike of every date of a document."""
_CLASS_OF_SORT = {"operation": "operation", "stay": "discharge", "sample": "sample", "exam": "exam", "visit": "visit"}
_ASIDE = frozenset((DateRole.EARLIER, DateRole.NEXT, DateRole.RECEIVED))
_ASIDE_WORDS = frozenset(
    f"{family}={kind}" for family in ("k", "kf", "kl") for kind in ("kin", "birth", "next", "bound")
)
_RECENT_DAYS = 400
_TABLE_CELLS_MIN, _COLUMN_WIDE = 3, 0.015
"""Cells of a row of a table; share of the page that the left edges of a column may differ by."""
_TAIL_MAX = 16
"""Characters of a line after the first day of a span, and before its last day on the next."""
_GAPS = (0, 1, 3, 7, 15, 45, 120, 400, 2000)
_AGES = (1500, 4000, 9000)
"""Days: bounds of the groups of gaps between dates, and of ages at the reception (wide: documents may come late)."""


@dataclass(slots=True, eq=False)
class DatePlace:
    """One printed date. roled: what rules say of it, None when they say nothing. features: its own, and those of its
    value among the others of the document.
    """

    date: PrintedDate
    reading: PageReading
    roled: RoledDate | None
    features: dict[str, float]


@dataclass(slots=True, eq=False)
class DateCandidate:
    """A whole date that a document prints, at one place or several: as good as the best of them."""

    iso: str
    places: list[DatePlace] = field(default_factory=list)


def date_candidates(
    readings: Sequence[PageReading], roled: Sequence[RoledDate], *, title: str, received_on: str
) -> list[DateCandidate]:
    """Every whole date of a document but births, deaths, fax lines, prints, archive footers, versions of forms, stamps
    of the mail, first days of a span and days to come, and what was typed or dictated where another day is told the
    document's, in the order of the pages. title: of the document, empty when
    unknown. received_on: ISO.

    Eight figures are no candidate without a label: somebody's birth stands so under a name.
    """
    roled = as_extract(readings, roled)
    by_place = {(one.date.span.row.page, one.date.span.row.place, one.date.span.start): one for one in roled}
    made: dict[str, DateCandidate] = {}
    count = 0
    has_act = any(one.role in _DONE and one.label is not None for one in roled)
    is_dated = any(one.role in _DOCUMENT_ROLES for one in roled)
    for reading in readings:
        context = look_at(reading)
        for row, dates in zip(reading.sheet.rows, reading.dates, strict=True):
            for one in dates:
                told = _as_delivery(by_place.get((row.page, row.place, one.span.start)), title, one, received_on)
                is_never = not one.is_whole or one.iso > received_on or _is_told_aside(told, has_act=has_act)
                told = told if is_dated else _as_written(told)
                if (
                    is_never
                    or (told and told.role is DateRole.TYPED)
                    or _is_bare(one, told)
                    or _begins_span(reading, one)
                    or count >= PLACES_MAX
                ):
                    continue
                if _is_in_column(row, one, made):
                    continue
                count += 1
                place = DatePlace(one, reading, told, features_of(reading, row, one, told, context))
                made.setdefault(one.iso, DateCandidate(one.iso)).places.append(place)
    _add_neighbours(made, roled, fold(title), received_on, _says_today(readings))
    return list(made.values())


def _is_told_aside(told: RoledDate | None, *, has_act: bool) -> bool:
    """True where rules surely tell a day to be neither. has_act: an act of the past is told, so none is to come."""
    if told is None:
        return False
    is_sure = told.role in (DateRole.EARLIER, DateRole.RECEIVED) or (told.role is DateRole.NEXT and has_act)
    is_aside = told.is_aside and is_sure
    return told.role in _NEVER or is_aside


def _as_delivery(told: RoledDate | None, title: str, one: PrintedDate, received_on: str) -> RoledDate | None:
    """In the report of a delivery, the day on which the child was born is that of the act; the mother's is far away."""
    is_birth = told is not None and told.role is DateRole.BIRTH and one.is_whole and _DELIVERY.search(fold(title))
    if told is None or not is_birth or _days(received_on, one.iso) > _CHILD_DAYS or one.iso > received_on:
        return told
    return replace(told, role=DateRole.OPERATION)


def _as_written(told: RoledDate | None) -> RoledDate | None:
    """What was typed of a paper or by a doctor is the document's where no other day is: « courrier tapé le », « saisie
    le … par Dr MARTIN », never « dicté le ».
    """
    if told is None or told.role is not DateRole.TYPED:
        return told
    row, span = told.date.span.row, told.date.span
    cell = row.cell_at(span.start)
    before, after = row.folded[cell.start : span.start], row.folded[span.end : cell.end]
    is_own = _TYPED_PAPER.search(before) is not None or _BY_DOCTOR.match(after) is not None
    return replace(told, role=DateRole.DOCUMENT) if is_own and "DICT" not in before[-_TAIL_MAX:] else told


def nothing_features(candidates: Sequence[DateCandidate]) -> dict[str, float]:
    """Features of the answer that no date of a document is the one asked for."""
    told = {"none": 1.0}
    for candidate in candidates[:1]:
        told |= {f"none={name}": 1.0 for name in candidate.places[0].features if family_of(name) in _OF_DOCUMENT}
    return told


def _is_bare(one: PrintedDate, told: RoledDate | None) -> bool:
    """True for figures that only a label would make a date, and that have none: « 12031960 », « 12 03 26 », « 1.3.26 ».

    « 12.03.26 » is one.
    """
    if not one.needs_label or (told is not None and (told.label is not None or Feature.LABEL in told.features)):
        return False
    return not one.is_short or one.is_repaired or _DOTTED.fullmatch(one.span.raw) is None


def _is_in_column(row: Row, one: PrintedDate, made: Mapping[str, DateCandidate]) -> bool:
    """True for a day told again in a column of a table: « 15/01/2026 » before each earlier result is told once."""
    x = row.cell_at(one.span.start).box.x0
    same = made[one.iso].places if one.iso in made and len(row.cells) >= _TABLE_CELLS_MIN else []
    others = [place.date.span.row for place in same if place.date.span.row.page == row.page]
    return any(
        len(other.cells) >= _TABLE_CELLS_MIN and any(abs(cell.box.x0 - x) < _COLUMN_WIDE for cell in other.cells)
        for other in others
    )


def _begins_span(reading: PageReading, one: PrintedDate) -> bool:
    """True for the first day of « du 2 mars au 9 mars », on a line or over the end of one: neither the act's nor the
    document's, which its last day may be.
    """
    row = one.span.row
    end, dates = one.span.end, reading.dates[row.place]
    after = next((other for other in dates if other.span.start >= end), None)
    between = row.folded[end : after.span.start] if after is not None else f"{row.folded[end:].rstrip()} "
    if after is None and len(between) <= _TAIL_MAX and row.place + 1 < len(reading.dates):
        under = reading.dates[row.place + 1]
        after = under[0] if under and under[0].span.start <= _TAIL_MAX else None
        between += after.span.row.folded[: after.span.start] if after is not None else ""
    if after is None or not after.is_whole or after.iso < one.iso:
        return False
    return _GOES_TO.fullmatch(" ".join(between.replace("\t", " ").split()) + " ") is not None


def _says_today(readings: Iterable[PageReading]) -> bool:
    return any(_TODAY.search(row.folded) for reading in readings for row in reading.sheet.rows)


def _bin(days: int, edges: Sequence[int] = _GAPS) -> str:
    for edge in edges:
        if days <= edge:
            return str(edge)
    return "more"


def _days(one: str, other: str) -> int:
    return (date.fromisoformat(one) - date.fromisoformat(other)) // timedelta(days=1)


def _add_neighbours(
    made: Mapping[str, DateCandidate], roled: Sequence[RoledDate], title: str, received_on: str, says_today: bool
) -> None:
    """Features of a value: its rank among the dates of the document, who else is there, the title."""
    order = sorted(made, reverse=True)
    births = {one.date.iso for one in roled if one.role is DateRole.BIRTH}
    sort = next((name for name, words in _SORTS if any(word in title for word in words)), "none")
    common = [f"sort={sort}", f"days={min(6, len(order))}"]
    common += [f"has={role}" for role in sorted({one.role.name for one in roled if one.date.is_whole})]
    common += ["single"] if len(order) == 1 else []
    common += ["today"] if says_today else []
    likely = _likely(made)
    common.append(f"among={min(3, len(likely))}")
    for candidate in made.values():
        told = [*common, f"many={min(3, len(candidate.places))}", *_in_time(candidate.iso, order)]
        told.append(f"age={_bin(_days(received_on, candidate.iso), _AGES)}")
        told += ["birth"] if candidate.iso in births else []
        told.append(f"after={min(3, likely.index(candidate.iso)) if candidate.iso in likely else 'aside'}")
        stated = sum(place.roled is not None and place.roled.role in _DOCUMENT_ROLES for place in candidate.places)
        told.append(f"docs={min(3, stated)}")
        running = _running(candidate.places)
        for place in candidate.places:
            fitting = ["fits"] if _fits(sort, place.features) else []
            role = place.roled.role.name if place.roled is not None else "none"
            fitting += ["run"] if _cell_of(place) in running else []
            place.features.update(dict.fromkeys((*told, *fitting, f"told={sort} {role}"), 1.0))


def _likely(made: Mapping[str, DateCandidate]) -> list[str]:
    """Days that may be the document's or the act's, the latest first: not those of relatives, of what came before or
    is to come, of years ago.
    """
    kept = sorted((one.iso for one in made.values() if any(map(_is_likely, one.places))), reverse=True)
    return [iso for iso in kept if _days(kept[0], iso) <= _RECENT_DAYS]


def _is_likely(place: DatePlace) -> bool:
    if place.roled is not None and place.roled.role in _ASIDE:
        return False
    return not _ASIDE_WORDS & place.features.keys()


def _cell_of(place: DatePlace) -> str:
    row = place.date.span.row
    return row.cell_at(place.date.span.start).folded


def _running(places: Sequence[DatePlace]) -> frozenset[str]:
    """Cells that stand alike on several pages: running heads and feet."""
    pages: dict[str, set[int]] = {}
    for place in places:
        pages.setdefault(_cell_of(place), set()).add(place.date.span.row.page)
    return frozenset(cell for cell, numbers in pages.items() if len(numbers) > 1)


def _fits(sort: str, features: Mapping[str, float]) -> bool:
    kind = _CLASS_OF_SORT.get(sort)
    return kind is not None and any(f"{family}={kind}" in features for family in ("k", "kl", "ku", "kf"))


def _in_time(iso: str, order: Sequence[str]) -> Iterator[str]:
    """Rank among the dates of the document, the latest first, and days to its neighbours."""
    at = order.index(iso)
    yield f"rank={min(at, 5)}"
    yield f"last={_bin(_days(order[0], iso))}"
    if at:
        yield f"next={_bin(_days(order[at - 1], iso))}"
    if at + 1 < len(order):
        yield f"prev={_bin(_days(iso, order[at + 1]))}"
