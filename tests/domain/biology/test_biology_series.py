"""Results over time: repeats told once, units never mixed silently, what cannot be drawn kept beside."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liane.domain.biology.result import (
    LOINC,
    Analyte,
    BiologyResult,
    Interpretation,
    Laboratory,
    ReferenceRange,
    ResultStatus,
    group_interpretation,
)
from liane.domain.biology.series import follow, gather
from liane.domain.biology.value import Absent, Comparator, Measure, Value, Words, read_measure

GLUCOSE = Analyte(code="53049-3", system=LOINC, label="Glucose à jeun")
LABO = Laboratory(name="LABORATOIRE DES TILLEULS", identifier="1120459876")
OTHER = Laboratory(name="LABORATOIRE DU PORT")
START = datetime(2026, 1, 13, 7, 5, tzinfo=UTC)


def number(written: str, unit: str = "g/L", comparator: Comparator = Comparator.EQUAL) -> Measure:
    measure = read_measure(written, unit, comparator)
    assert measure is not None
    return measure


def result(value: Value, day: int = 0, **more: object) -> BiologyResult:
    facts: dict[str, object] = {
        "analyte": GLUCOSE,
        "laboratory": LABO,
        "measured_at": START + timedelta(days=day),
        "status": ResultStatus.COMPLETED,
        "document_id": f"1.2.3.{day}",
    }
    return BiologyResult(value=value, **(facts | more))  # type: ignore[arg-type]


def test_one_unit_is_one_curve_oldest_first_and_results_newest_first() -> None:
    history = follow([result(number("0.9"), 2), result(number("0.8"), 0), result(number("1.1"), 1)])
    assert [point.measure.written for point in history.curves[0].points] == ["0.8", "1.1", "0.9"]
    assert [one.value for one in history.results] == [number("0.9"), number("1.1"), number("0.8")]
    assert history.convertible == ()


def test_two_units_are_two_curves_unless_one_is_asked_for_and_then_it_is_said() -> None:
    results = [result(number("0.9"), 0), result(number("95", "mg/dL"), 1), result(number("4.89", "mmol/L"), 2)]
    apart = follow(results)
    assert [(curve.unit, len(curve.points)) for curve in apart.curves] == [("g/L", 1), ("mg/dL", 1), ("mmol/L", 1)]
    assert apart.convertible == ("g/L", "mg/dL")
    together = follow(results, unit="g/L")
    assert [(curve.unit, len(curve.points)) for curve in together.curves] == [("g/L", 2), ("mmol/L", 1)]
    converted = together.curves[0].points[1]
    assert converted.is_converted
    assert converted.measure.number == Decimal("0.95")
    assert converted.result.value == number("95", "mg/dL")
    assert together.curves[0].conversions == (("mg/dL", -2),)


def test_a_unit_that_nothing_is_in_is_not_obeyed() -> None:
    results = [result(number("0.9"), 0), result(number("95", "mg/dL"), 1)]
    assert follow(results, unit="ug/L").curves == follow(results).curves


def test_a_previous_result_told_again_by_a_later_report_is_told_once() -> None:
    first = result(number("0.9"), 0)
    again = result(number("0.90"), 0, is_previous=True, laboratory=None, document_id="1.2.3.9")
    assert follow([again, first]).results == (first,)


def test_the_same_number_of_another_laboratory_at_the_same_instant_is_another_result() -> None:
    results = [result(number("0.9"), 0), result(number("0.9"), 0, laboratory=OTHER)]
    history = follow(results)
    assert len(history.results) == 2
    assert set(history.laboratories) == {LABO, OTHER}


def test_a_validated_result_goes_before_the_same_one_still_open() -> None:
    still_open = result(number("0.9"), 0, status=ResultStatus.ACTIVE, document_id="1.2.3.8")
    done = result(number("0.9"), 0)
    assert follow([still_open, done]).results == (done,)


@pytest.mark.parametrize(
    "one",
    [
        result(Words(text="traces"), 0),
        result(Absent(reason="NAV"), 0),
        result(number("0.9"), 0, measured_at=None),
        result(number("0.9"), 0, status=ResultStatus.ABORTED),
    ],
)
def test_what_cannot_stand_on_a_curve_stands_beside(one: BiologyResult) -> None:
    history = follow([one])
    assert history.curves == ()
    assert history.apart == (one,)


def test_analytes_are_told_apart_by_code_system_and_germ_never_by_label() -> None:
    molar = Analyte(code="40193-5", system=LOINC, label="Glucose à jeun")
    local = Analyte(code="53049-3", system="1.2.250.1.2.3.4", label="Glucose à jeun")
    germ = Analyte(code="53049-3", system=LOINC, label="Glucose à jeun", isolate="Escherichia coli")
    renamed = Analyte(code="53049-3", system=LOINC, label="Glycémie")
    results = [result(number("1"), day, analyte=one) for day, one in enumerate((GLUCOSE, molar, local, germ, renamed))]
    assert [len(history.results) for history in gather(results)] == [2, 1, 1, 1]


@pytest.mark.parametrize(
    ("value", "low", "high", "place"),
    [
        ("5.1", "3.9", "6.1", 0),
        ("9.8", "3.9", "6.1", 1),
        ("1.0", "3.9", "6.1", -1),
        ("6.1", "3.9", "6.1", 0),
        ("7", None, "6.1", 1),
        ("<1", None, "5", 0),
        ("<1", "0", "5", 0),
        ("<1", "2", "5", -1),
        ("<9", None, "5", None),
        ("<4", "2", "5", None),
        (">9", None, "5", 1),
        (">1", "2", None, None),
        (">3", "2", "5", None),
        (">3", "2", None, 0),
        ("4", None, None, None),
    ],
)
def test_where_a_value_stands(value: str, low: str | None, high: str | None, place: int | None) -> None:
    comparator = Comparator(value[0]) if value[0] in "<>" else Comparator.EQUAL
    measure = number(value.lstrip("<>"), comparator=comparator)
    reference = ReferenceRange(low=number(low) if low else None, high=number(high) if high else None)
    assert reference.places(measure) == place


def test_a_range_in_another_unit_tells_nothing() -> None:
    assert ReferenceRange(high=number("6.1", "mmol/L")).places(number("9", "g/L")) is None


@pytest.mark.parametrize(
    ("codes", "gravity"),
    [
        ((), Interpretation.OTHER),
        (("N",), Interpretation.NORMAL),
        (("N", "H"), Interpretation.ABNORMAL),
        (("H", "HH"), Interpretation.CRITICAL),
        (("AA",), Interpretation.CRITICAL),
        (("LL",), Interpretation.CRITICAL),
        (("S",), Interpretation.NORMAL),
        (("U",), Interpretation.OTHER),
    ],
)
def test_the_gravest_word_of_the_laboratory_counts(codes: tuple[str, ...], gravity: Interpretation) -> None:
    assert result(number("1"), interpretations=codes).gravity is gravity
    assert all(group_interpretation(code) for code in codes)


UNITS = st.sampled_from(["g/L", "mg/dL", "mmol/L", "furlong"])
RESULTS = st.lists(
    st.builds(
        lambda written, unit, day, lab, previous: result(
            number(str(written), unit), day, laboratory=lab, is_previous=previous
        ),
        st.integers(0, 3),
        UNITS,
        st.integers(0, 3),
        st.sampled_from([LABO, OTHER, None]),
        st.booleans(),
    ),
    min_size=1,
    max_size=20,
)


@given(RESULTS, st.sampled_from(["", "g/L", "mg/dL", "mmol/L"]))
def test_every_result_kept_is_drawn_once_in_one_unit_per_curve(results: list[BiologyResult], unit: str) -> None:
    history = follow(results, unit=unit)
    drawn = [point.result for curve in history.curves for point in curve.points]
    assert sorted(map(id, (*drawn, *history.apart))) == sorted(map(id, history.results))
    for curve in history.curves:
        assert all(point.measure.unit == curve.unit for point in curve.points)
        assert [point.at for point in curve.points] == sorted(point.at for point in curve.points)
        assert all(point.is_converted == (point.measure is not point.result.value) for point in curve.points)
    values = {(one.value.number, one.value.unit) for one in results if isinstance(one.value, Measure)}
    kept = {(one.value.number, one.value.unit) for one in history.results if isinstance(one.value, Measure)}
    assert kept == values
