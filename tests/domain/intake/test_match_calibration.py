"""Calibration of scores, its card, and the error that is left."""

import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liane.domain.errors import InvalidInput
from liane.domain.intake.calibration import (
    Calibration,
    CalibrationMethod,
    find_calibration_error,
    fit_isotonic,
    fit_platt,
    parse_card,
    render_card,
)

samples = st.lists(st.tuples(st.floats(-50, 50), st.booleans()), min_size=1, max_size=80)


def draw(count: int = 4000) -> tuple[list[float], list[bool]]:
    """Scores whose true chance of being right is their square."""
    dice = random.Random(5)
    scores = [dice.random() for _ in range(count)]
    return scores, [dice.random() < score * score for score in scores]


@given(samples)
def test_an_isotonic_function_goes_up_and_stays_a_probability(pairs: list[tuple[float, bool]]) -> None:
    made = fit_isotonic("x", [one for one, _ in pairs], [one for _, one in pairs], data="d", date="2026-01-01")
    told = [made.apply(score / 2) for score in range(-110, 111)]
    assert told == sorted(told)
    assert all(0.0 < one < 1.0 for one in told)
    assert parse_card(render_card(made)) == made


@given(samples)
def test_a_sigmoid_goes_up_and_stays_a_probability(pairs: list[tuple[float, bool]]) -> None:
    made = fit_platt("x", [one for one, _ in pairs], [one for _, one in pairs], data="d", date="2026-01-01")
    told = [made.apply(score / 2) for score in range(-110, 111)]
    assert told == sorted(told)
    assert all(0.0 <= one <= 1.0 for one in told)
    assert parse_card(render_card(made)) == made


def test_isotonic_mends_scores_that_say_too_much() -> None:
    scores, are_right = draw()
    held, held_right = draw(2000)
    made = fit_isotonic("record", scores, are_right, data="d", date="2026-01-01")
    before = find_calibration_error(held, held_right)
    after = find_calibration_error([made.apply(score) for score in held], held_right)
    assert before > 0.1
    assert after < 0.03
    assert (made.samples, made.right) == (4000, sum(are_right))


def test_platt_finds_the_sigmoid_that_made_the_samples() -> None:
    dice = random.Random(3)
    scores = [dice.uniform(-5, 5) for _ in range(5000)]
    are_right = [
        dice.random() < Calibration(name="", method=CalibrationMethod.PLATT, slope=1.5, intercept=-1).apply(s)
        for s in scores
    ]
    made = fit_platt("record", scores, are_right, data="d", date="2026-01-01")
    assert made.slope == pytest.approx(1.5, abs=0.15)
    assert made.intercept == pytest.approx(-1.0, abs=0.15)


def test_pooled_steps_are_those_of_the_hand_computation() -> None:
    made = fit_isotonic("x", [1, 2, 3, 4, 5], [False, True, False, True, True], data="d", date="2026-01-01")
    assert made.points == ((1, pytest.approx(1 / 3)), (2, pytest.approx(1 / 2)), (4, pytest.approx(3 / 4)))
    assert made.apply(0.0) == made.apply(1.5) == pytest.approx(1 / 3)
    assert made.apply(3.9) == pytest.approx(1 / 2)
    assert made.apply(9.0) == pytest.approx(3 / 4)


@pytest.mark.parametrize(("scores", "verdicts"), [([], []), ([1.0], []), ([float("nan")], [True])])
def test_no_samples_no_calibration(scores: list[float], verdicts: list[bool]) -> None:
    for fit in (fit_isotonic, fit_platt):
        with pytest.raises(InvalidInput):
            fit("x", scores, verdicts, data="d", date="2026-01-01")


CARD = json.loads(render_card(fit_isotonic("x", [1, 2], [False, True], data="d", date="2026-01-01")))


@pytest.mark.parametrize(
    "change",
    [
        {"points": [[1, 0.9], [2, 0.1]]},
        {"points": [[2, 0.1], [1, 0.9]]},
        {"points": [[1, 1.5]]},
        {"points": [[1]]},
        {"slope": -1},
        {"slope": "x"},
        {"method": "magie"},
        {"samples": None},
    ],
)
def test_a_card_that_is_no_rising_function_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(InvalidInput) as caught:
        parse_card(json.dumps(CARD | change).encode())
    assert caught.value.findings[0].code == "INT-061"


@given(st.binary(max_size=80))
def test_any_bytes_give_a_card_or_a_refusal(data: bytes) -> None:
    with pytest.raises(InvalidInput):
        parse_card(data)
