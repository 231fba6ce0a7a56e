"""The biology of a DMP on a page: critical results first, a row per analyte under its chapter, an analyte over time."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from liane.domain.biology.result import Laboratory
from liane.domain.biology.series import History
from liane.domain.biology.units import write_unit
from liane.web.french import count_of, join_french
from liane.web.views.dmp_curve import (
    MARKS_AND_UNKNOWN,
    SPARK_HEIGHT,
    SPARK_WIDTH,
    CurveView,
    assign_marks,
    draw_curve,
    draw_spark,
)
from liane.web.views.dmp_results import (
    UNKNOWN_LABORATORY,
    AnalyteRow,
    ResultRow,
    describe_result,
    find_critical,
    group_by_chapter,
    name_analyte,
)

CRITICAL_MAX = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """The analytes of one chapter."""

    title: str
    rows: tuple[AnalyteRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CriticalRow:
    """A result that the laboratory calls critical."""

    label: str
    address: str
    result: ResultRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """The biology of a DMP. notes: reports that are not in the tables, and why."""

    sentence: str
    chapters: tuple[Chapter, ...]
    critical: tuple[CriticalRow, ...]
    notes: tuple[str, ...]
    spark_width: int = SPARK_WIDTH
    spark_height: int = SPARK_HEIGHT


@dataclass(frozen=True, slots=True, kw_only=True)
class LaboratoryMark:
    """One line of the legend: a laboratory and its shape."""

    name: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitChoice:
    """One way to see values of several units: its words and its unit, empty for each unit apart."""

    unit: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalyteView:
    """One analyte over time. warning: why there are several curves. choices: empty when nothing is to choose."""

    title: str
    code: str
    sentence: str
    curves: tuple[CurveView, ...]
    legend: tuple[LaboratoryMark, ...]
    rows: tuple[ResultRow, ...]
    paths: Mapping[str, str]
    warning: str = ""
    choices: tuple[UnitChoice, ...] = ()
    notes: tuple[str, ...] = ()


def describe_overview(
    histories: Sequence[History],
    *,
    links: Mapping[str, str],
    address: Callable[[str], str],
    reports: int,
    missing: tuple[int, int, int],
) -> Overview:
    """Describe the biology of a DMP. missing: reports not read, without structured results, too old to be read."""
    marks = assign_marks(_laboratories(histories))
    chapters = tuple(
        Chapter(title=title, rows=tuple(_describe_row(one, marks, links, address) for one in found))
        for title, found in group_by_chapter(histories)
    )
    results = [result for history in histories for result in history.results]
    names = {history.analyte.key: name_analyte(history) for history in histories}
    critical = tuple(
        CriticalRow(
            label=names[one.analyte.key],
            address=address(one.analyte.key),
            result=describe_result(one, marks, links),
        )
        for one in find_critical(results)[:CRITICAL_MAX]
    )
    return Overview(
        sentence=_tell(histories, reports, len(critical)),
        chapters=chapters,
        critical=critical,
        notes=_tell_missing(*missing),
    )


def _tell(histories: Sequence[History], reports: int, critical: int) -> str:
    if not histories:
        return "Aucun résultat structuré de biologie dans ce DMP."
    start = (
        f"{count_of(len(histories), 'analyse')} dans {count_of(reports, 'compte rendu', 'comptes rendus')} de biologie"
    )
    if not critical:
        return f"{start}, aucun résultat dit critique par un laboratoire."
    told = "dit critique" if critical < 2 else "dits critiques"
    return f"{start}, {count_of(critical, 'résultat')} {told} par le laboratoire."


def _tell_missing(unread: int, plain: int, older: int) -> tuple[str, ...]:
    notes = []
    if unread:
        told = "n’a pas pu être lu" if unread < 2 else "n’ont pas pu être lus"
        notes.append(f"{_count_reports(unread)} {told} : ces tableaux sont incomplets.")
    if plain:
        verb = "n’a" if plain < 2 else "n’ont"
        notes.append(f"{_count_reports(plain)} {verb} pas de résultats structurés : à lire dans la liste.")
    if older:
        told = "plus ancien n’est pas repris" if older < 2 else "plus anciens ne sont pas repris"
        notes.append(f"{_count_reports(older)} {told} dans ces tableaux.")
    return tuple(notes)


def _count_reports(number: int) -> str:
    return count_of(number, "compte rendu", "comptes rendus")


def _laboratories(histories: Iterable[History]) -> list[Laboratory]:
    return list(dict.fromkeys(one for history in histories for one in history.laboratories))


def _describe_row(
    history: History,
    marks: Mapping[Laboratory | None, str],
    links: Mapping[str, str],
    address: Callable[[str], str],
) -> AnalyteRow:
    results = [describe_result(one, marks, links) for one in history.results[:2]]
    spark = draw_spark(history.curves[0]) if len(history.curves) == 1 else ""
    return AnalyteRow(
        key=history.analyte.key,
        label=name_analyte(history),
        code=history.analyte.code,
        last=results[0],
        before=results[1] if len(results) > 1 else None,
        number=len(history.results),
        address=address(history.analyte.key),
        is_critical=bool(find_critical(history.results[:1])),
        spark=spark,
        spark_words=f"{count_of(len(history.curves[0].points), 'valeur')} dans le temps" if spark else "",
    )


def describe_analyte(history: History, *, links: Mapping[str, str]) -> AnalyteView:
    """Describe one analyte over time: a curve per unit, the legend of the laboratories, all the results."""
    marks = assign_marks(history.laboratories)
    title = name_analyte(history)
    curves = tuple(draw_curve(title, curve, marks) for curve in history.curves)
    rows = tuple(describe_result(one, marks, links) for one in history.results)
    used = dict.fromkeys(row.shape for row in rows if row.shape)
    names: dict[str, list[str]] = {shape: [] for shape in used}
    for row in rows:
        if row.laboratory not in names.get(row.shape, [row.laboratory]):
            names[row.shape].append(row.laboratory)
    legend = tuple(
        LaboratoryMark(name=join_french(found) or UNKNOWN_LABORATORY, path=MARKS_AND_UNKNOWN[shape])
        for shape, found in names.items()
    )
    return AnalyteView(
        title=title,
        code=history.analyte.code if history.analyte.is_loinc else "",
        sentence=_tell_analyte(title, curves, len(rows)),
        curves=curves,
        legend=legend,
        rows=rows,
        paths=MARKS_AND_UNKNOWN,
        warning=_warn_units(history),
        choices=_offer_units(history),
        notes=_tell_apart(history),
    )


def _tell_analyte(title: str, curves: Sequence[CurveView], number: int) -> str:
    if len(curves) == 1:
        return curves[0].description
    if not curves:
        return f"{title} : {count_of(number, 'résultat')} en mots, sans courbe."
    return f"{title} : {count_of(number, 'résultat')} dans {len(curves)} unités, chacune sur sa courbe."


def _warn_units(history: History) -> str:
    if len(history.curves) < 2:
        return ""
    units = join_french([write_unit(curve.unit) or "sans unité" for curve in history.curves])
    return f"Les laboratoires emploient plusieurs unités ({units}) : elles ne sont jamais mêlées sur une même courbe."


def _offer_units(history: History) -> tuple[UnitChoice, ...]:
    if not history.convertible:
        return ()
    apart = UnitChoice(unit="", words="chaque unité à part")
    return (apart, *(UnitChoice(unit=one, words=f"tout en {write_unit(one)}") for one in history.convertible))


def _tell_apart(history: History) -> tuple[str, ...]:
    if not history.apart:
        return ()
    number = len(history.apart)
    verb = "n’est pas dessiné" if number < 2 else "ne sont pas dessinés"
    return (f"{count_of(number, 'résultat')} en mots, sans date ou non réalisé {verb} ; le tableau les a tous.",)
