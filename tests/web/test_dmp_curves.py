"""Curves of biology: within their frame, units written, laboratories by shape, nothing mixed silently."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liane.domain.biology.result import LOINC, Analyte, BiologyResult, Laboratory, ReferenceRange, ResultStatus
from liane.domain.biology.series import follow
from liane.domain.biology.value import Absent, Comparator, Interval, Measure, Ratio, Value, Words, read_measure
from liane.web.views.dmp_curve import (
    BOTTOM,
    HEIGHT,
    LEFT,
    MARKS,
    POINTS_MAX,
    RIGHT,
    TOP,
    UNKNOWN_MARK,
    WIDTH,
    assign_marks,
    draw_curve,
    draw_spark,
)
from liane.web.views.dmp_results import (
    describe_result,
    find_critical,
    group_by_chapter,
    name_analyte,
    tell_gravity,
    write_range,
    write_value,
    write_when,
)

ANALYTE = Analyte(code="1", system=LOINC, label="Fer")
LABOS = tuple(Laboratory(name=f"LABORATOIRE {rank}") for rank in range(9))
START = datetime(2026, 1, 13, 7, 5, tzinfo=UTC)


def measure(written: str, unit: str = "g/L", sign: Comparator = Comparator.EQUAL) -> Measure:
    found = read_measure(written, unit, sign)
    assert found is not None
    return found


def result(value: Value, day: float = 0, **more: object) -> BiologyResult:
    facts: dict[str, object] = {
        "analyte": ANALYTE,
        "laboratory": LABOS[0],
        "measured_at": START + timedelta(days=day),
        "written_at": "20260113080500+0100",
        "status": ResultStatus.COMPLETED,
    }
    return BiologyResult(value=value, **(facts | more))  # type: ignore[arg-type]


def test_the_unit_and_the_last_value_are_in_the_words_of_the_curve() -> None:
    reference = ReferenceRange(low=measure("0.70"), high=measure("1.08"))
    history = follow(
        [result(measure("0.88"), 0), result(measure("1.30"), 90, interpretations=("H",), reference=reference)]
    )
    view = draw_curve("Glucose", history.curves[0], assign_marks(history.laboratories))
    assert view.unit == "g/L"
    words = view.description.replace("\u00a0", " ")
    assert words == (
        "Glucose, en g/L : 2 valeurs du 13/01/2026 au 13/04/2026, de 0,88 à 1,30. "
        "Dernière valeur : 1,30 g/L (au-dessus)."
    )
    assert [dot.text for dot in view.dots] == ["", "1,30"]
    assert view.dots[1].kind == "abnormal"
    assert "référence 0,70 – 1,08" in view.dots[1].title
    (box,) = view.boxes
    assert (box.x, box.width) == (LEFT, WIDTH - LEFT - RIGHT)


def test_a_number_without_unit_is_said_to_have_none() -> None:
    history = follow([result(measure("2.0", ""))])
    view = draw_curve("INR", history.curves[0], assign_marks(history.laboratories))
    assert view.unit == "sans unité"
    assert "nombre sans unité" in view.description


def test_laboratories_differ_by_shape_and_are_never_joined() -> None:
    results = [result(measure("1"), day, laboratory=LABOS[day % 2]) for day in range(4)]
    results.append(result(measure("1"), 9, laboratory=None))
    history = follow(results)
    marks = assign_marks(history.laboratories)
    view = draw_curve("Fer", history.curves[0], marks)
    assert len({dot.path for dot in view.dots}) == 3
    assert len(view.lines) == 2
    assert marks[None] == UNKNOWN_MARK


def test_more_laboratories_than_shapes_share_the_last_one() -> None:
    marks = assign_marks(LABOS)
    assert len({marks[one] for one in LABOS}) == len(MARKS)


def test_converted_values_are_hollow_and_said_so() -> None:
    history = follow([result(measure("0.9"), 0), result(measure("95", "mg/dL"), 1)], unit="g/L")
    view = draw_curve("Glucose", history.curves[0], assign_marks(history.laboratories))
    assert [dot.is_hollow for dot in view.dots] == [False, True]
    assert "écrit 95" in view.dots[1].title
    assert any("converties exactement en g/L" in note for note in view.notes)


def test_a_range_that_changes_is_drawn_at_each_point() -> None:
    ranges = [ReferenceRange(high=measure("5")), ReferenceRange(high=measure("6")), None]
    history = follow([result(measure("1"), day, reference=one) for day, one in enumerate(ranges)])
    view = draw_curve("Fer", history.curves[0], assign_marks(history.laboratories))
    assert [box.width for box in view.boxes] == [18, 18]
    assert any("change" in note for note in view.notes)


def test_a_range_in_a_unit_that_does_not_convert_is_not_drawn() -> None:
    history = follow([result(measure("1"), reference=ReferenceRange(high=measure("5", "mmol/L")))])
    assert draw_curve("Fer", history.curves[0], assign_marks(history.laboratories)).boxes == ()


def test_only_the_newest_points_are_drawn_past_the_bound() -> None:
    history = follow([result(measure(str(rank)), rank) for rank in range(POINTS_MAX + 5)])
    view = draw_curve("Fer", history.curves[0], assign_marks(history.laboratories))
    assert len(view.dots) == POINTS_MAX
    assert any("tableau" in note for note in view.notes)


NUMBERS = st.decimals(min_value=Decimal("-1e12"), max_value=Decimal("1e12"), allow_nan=False, places=4)


@given(st.lists(st.tuples(NUMBERS, st.integers(0, 40_000), st.one_of(st.none(), NUMBERS)), min_size=1, max_size=30))
def test_everything_stays_in_the_frame(rows: list[tuple[Decimal, int, Decimal | None]]) -> None:
    results = []
    for number, hours, bound in rows:
        high = Measure(number=bound, written=f"{bound:f}", unit="g/L") if bound is not None else None
        value = Measure(number=number, written=f"{number:f}", unit="g/L")
        reference = ReferenceRange(high=high) if high else None
        results.append(result(value, hours / 24, reference=reference))
    history = follow(results)
    view = draw_curve("Fer", history.curves[0], assign_marks(history.laboratories))
    assert all(LEFT <= dot.x <= WIDTH - RIGHT and TOP <= dot.y <= HEIGHT - BOTTOM for dot in view.dots)
    assert all(TOP <= tick.place <= HEIGHT - BOTTOM for tick in view.value_ticks)
    assert all(LEFT <= tick.place <= WIDTH - RIGHT for tick in view.day_ticks)
    assert all(box.y >= TOP and box.y + box.height <= HEIGHT - BOTTOM + 1 for box in view.boxes)
    assert 2 <= len(view.value_ticks) <= 12
    assert len({tick.text for tick in view.day_ticks}) == len(view.day_ticks)
    assert (draw_spark(history.curves[0]) == "") == (len(history.curves[0].points) < 2)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (measure("5.10", "mmol/L"), ("5,10", "mmol/L")),
        (measure("1", "m[IU]/L", Comparator.LESS_OR_EQUAL), ("≤ 1", "mUI/L")),
        (Interval(low=measure("5", "/mL"), high=measure("9", "/mL")), ("5 à 9", "/mL")),
        (Ratio(numerator=measure("1", ""), denominator=measure("128", "")), ("1/128", "")),
        (Words(text="traces"), ("traces", "")),
        (Absent(reason="NAV"), ("pas de valeur (non disponible)", "")),
        (Absent(), ("pas de valeur", "")),
    ],
)
def test_values_in_words(value: Value, written: tuple[str, str]) -> None:
    told, unit = write_value(value)
    assert (told.replace("\u00a0", " "), unit) == written


@pytest.mark.parametrize(
    ("reference", "written"),
    [
        (None, ""),
        (ReferenceRange(low=measure("0.70"), high=measure("1.08")), "0,70 – 1,08 g/L"),
        (ReferenceRange(high=measure("5.0")), "≤ 5,0 g/L"),
        (ReferenceRange(low=measure("5")), "≥ 5 g/L"),
        (ReferenceRange(text="négatif"), "négatif"),
        (ReferenceRange(high=measure("5"), text="adulte"), "≤ 5 g/L (adulte)"),
        (ReferenceRange(low=measure("1", "mg/L"), high=measure("5")), "1 mg/L – 5 g/L"),
    ],
)
def test_ranges_in_words(reference: ReferenceRange | None, written: str) -> None:
    assert write_range(reference).replace("\u00a0", " ") == written


def test_the_word_of_the_laboratory_goes_before_our_own_comparison() -> None:
    reference = ReferenceRange(high=measure("1"))
    said = tell_gravity(result(measure("2"), reference=reference, interpretations=("N",)))
    assert said is not None
    assert said.word == "normal"
    compared = tell_gravity(result(measure("2"), reference=reference))
    assert compared is not None
    assert compared.word == "au-dessus de l’intervalle"
    assert tell_gravity(result(measure("0.5"), reference=reference)) is None
    assert tell_gravity(result(measure("0.5"))) is None


def test_dates_stay_as_precise_as_they_were() -> None:
    assert write_when(result(measure("1"))).replace("\u00a0", " ") == "13/01/2026, 8 h 05"
    assert write_when(result(measure("1"), written_at="20260113")) == "13/01/2026"
    assert write_when(result(measure("1"), written_at="20092012081500+0100", measured_at=None)) == "20092012081500+0100"
    assert write_when(result(measure("1"), written_at="", measured_at=None)) == "date absente"


def test_critical_results_come_first_and_chapters_keep_their_order() -> None:
    plain, grave = result(measure("1"), 0, chapter="Biochimie"), result(measure("9"), 5, interpretations=("HH",))
    again = result(measure("9"), 6, interpretations=("HH",), is_previous=True)
    assert find_critical([plain, grave, again]) == [grave]
    other = result(measure("1"), 0, analyte=Analyte(code="2", isolate="E. coli"), chapter="BIOCHIMIE")
    chapters = group_by_chapter([follow([plain, grave]), follow([other])])
    assert [(name, len(found)) for name, found in chapters] == [("Biochimie", 2)]
    assert name_analyte(follow([other])) == "2 (E. coli)"


def test_a_row_says_where_a_result_comes_from() -> None:
    one = result(measure("1"), document_id="1.2.3", status=ResultStatus.ACTIVE, is_previous=True, laboratory=None)
    row = describe_result(one, assign_marks(LABOS), {"1.2.3": "/dmp/1/documents/1.2.3"})
    assert (row.link, row.laboratory, row.status) == ("/dmp/1/documents/1.2.3", "laboratoire non précisé", "en cours")
    assert row.is_previous
