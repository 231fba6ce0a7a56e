"""Biology results in words: values, ranges, what the laboratory says of them, and rows for tables."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from liane.domain.biology.result import BiologyResult, Interpretation, Laboratory, ReferenceRange, ResultStatus
from liane.domain.biology.series import History
from liane.domain.biology.units import write_unit
from liane.domain.biology.value import Absent, Interval, Measure, Ratio, Value
from liane.domain.documents.timestamp import PARIS
from liane.web.french import NBSP, format_hl7_date, format_time
from liane.web.views.states import Shape, State

INTERPRETATIONS = {
    "HH": "très au-dessus, critique",
    "HU": "très au-dessus",
    "LL": "très en dessous, critique",
    "LU": "très en dessous",
    "AA": "anormal, critique",
    "H": "au-dessus",
    "L": "en dessous",
    "A": "anormal",
    "N": "normal",
    "S": "sensible",
    "I": "intermédiaire",
    "R": "résistant",
    "POS": "positif",
    "NEG": "négatif",
}
_SHAPES = {
    Interpretation.CRITICAL: Shape.REFUSED,
    Interpretation.ABNORMAL: Shape.TODO,
    Interpretation.NORMAL: Shape.DONE,
    Interpretation.OTHER: Shape.IDLE,
}
_PLACES = {-1: "en dessous de l’intervalle", 1: "au-dessus de l’intervalle"}
NOT_GIVEN = {"NA": "sans objet", "NAV": "non disponible", "UNK": "inconnu", "NASK": "non demandé", "MSK": "masqué"}
UNKNOWN_LABORATORY = "laboratoire non précisé"


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultRow:
    """One result as a table shows it. state: what the laboratory says of it, None when nothing.

    others: the same in other units. shape: mark of its laboratory on the curves, empty for none. link: to its document.
    """

    value: str
    unit: str
    others: tuple[str, ...]
    state: State | None
    reference: str
    when: str
    at: datetime | None
    laboratory: str
    shape: str
    status: str
    method: str
    comment: str
    is_previous: bool
    document_id: str
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalyteRow:
    """One analyte of the overview: its last result, the one before, how many there are."""

    key: str
    label: str
    code: str
    last: ResultRow
    before: ResultRow | None
    number: int
    address: str
    is_critical: bool
    spark: str = ""
    spark_words: str = ""


def write_number(written: str) -> str:
    """Write digits as French readers do: a comma, nothing else changed."""
    return written.replace(".", ",")


def write_value(value: Value) -> tuple[str, str]:
    """Write a value and its unit apart; words have no unit."""
    if isinstance(value, Measure):
        sign = f"{value.comparator.value}{NBSP}" if value.comparator.value else ""
        return f"{sign}{write_number(value.written)}", write_unit(value.unit)
    if isinstance(value, Interval):
        return f"{write_number(value.low.written)} à {write_number(value.high.written)}", write_unit(value.high.unit)
    if isinstance(value, Ratio):
        return f"{write_number(value.numerator.written)}/{write_number(value.denominator.written)}", ""
    if isinstance(value, Absent):
        reason = NOT_GIVEN.get(value.reason, "")
        return f"pas de valeur{f' ({reason})' if reason else ''}", ""
    return value.text, ""


def write_measure(measure: Measure) -> str:
    """Write a number with its unit in one piece."""
    value, unit = write_value(measure)
    return f"{value}{NBSP}{unit}".rstrip(NBSP)


def write_range(reference: ReferenceRange | None) -> str:
    """Write a reference range with its unit; empty when there is none."""
    if reference is None:
        return ""
    low, high = reference.low, reference.high
    bound = high or low
    unit = f"{NBSP}{write_unit(bound.unit)}" if bound is not None and bound.unit else ""
    if low is not None and high is not None:
        words = f"{write_number(low.written)} – {write_number(high.written)}{unit}"
        if low.unit != high.unit:
            words = f"{write_measure(low)} – {write_measure(high)}"
    elif bound is not None:
        words = f"{'≤' if high is not None else '≥'}{NBSP}{write_number(bound.written)}{unit}"
    else:
        words = ""
    return " ".join(
        part for part in (words, f"({reference.text})" if reference.text and words else reference.text) if part
    )


def tell_gravity(result: BiologyResult) -> State | None:
    """Say what the laboratory says of a result; without its word, where the value stands in its own range.

    Rule: BIO/va1.02 (out-of-range results shown), BIO/va1.01 (critical ones first).
    """
    if result.interpretations:
        words = ", ".join(INTERPRETATIONS.get(code, code) for code in result.interpretations)
        return State(shape=_SHAPES[result.gravity], word=words, meaning="Selon le laboratoire.")
    place = result.place
    if place in _PLACES:
        return State(shape=Shape.TODO, word=_PLACES[place], meaning="Comparé par Liane à l’intervalle du laboratoire.")
    return None


def write_when(result: BiologyResult) -> str:
    """Write the instant of a result; a day alone stays a day, what is no date is shown as received."""
    at = result.measured_at
    if at is None:
        return result.written_at or "date absente"
    day = f"{at.astimezone(PARIS):%d/%m/%Y}"
    if len(result.written_at) < 8:
        return format_hl7_date(result.written_at)
    return day if len(result.written_at) == 8 else f"{day}, {format_time(at)}"


def describe_result(
    result: BiologyResult, marks: Mapping[Laboratory | None, str], links: Mapping[str, str]
) -> ResultRow:
    """Describe one result. marks: shape of each laboratory. links: address of the document by its CDA identifier."""
    value, unit = write_value(result.value)
    status = "" if result.status in (ResultStatus.COMPLETED, ResultStatus.UNKNOWN) else result.status.value
    return ResultRow(
        value=value,
        unit=unit,
        others=tuple(write_measure(one) for one in result.others),
        state=tell_gravity(result),
        reference=write_range(result.reference),
        when=write_when(result),
        at=result.measured_at,
        laboratory=result.laboratory.name if result.laboratory else UNKNOWN_LABORATORY,
        shape=marks.get(result.laboratory, ""),
        status=status,
        method=result.method,
        comment=result.comment,
        is_previous=result.is_previous,
        document_id=result.document_id,
        link=links.get(result.document_id, ""),
    )


def name_analyte(history: History) -> str:
    """Name an analyte by the words of the laboratory, its germ after them."""
    analyte = history.analyte
    name = analyte.label or analyte.code or "analyse sans nom"
    return f"{name} ({analyte.isolate})" if analyte.isolate else name


def group_by_chapter(histories: Iterable[History]) -> list[tuple[str, list[History]]]:
    """Put the histories under the chapter of their last result, chapters in order of first sight."""
    chapters: dict[str, tuple[str, list[History]]] = {}
    for history in histories:
        chapter = next((one.chapter for one in history.results if one.chapter), "") or "Autres résultats"
        chapters.setdefault(chapter.casefold(), (chapter, []))[1].append(history)
    return list(chapters.values())


def find_critical(results: Sequence[BiologyResult]) -> list[BiologyResult]:
    """Keep what the laboratory calls critical, newest first. Rule: BIO/va1.01."""
    found = [one for one in results if one.gravity is Interpretation.CRITICAL and not one.is_previous]
    return sorted(found, key=lambda one: one.measured_at.timestamp() if one.measured_at else 0.0, reverse=True)
