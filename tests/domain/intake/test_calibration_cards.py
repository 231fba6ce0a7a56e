"""The calibrations that come with the version: sound cards, and thresholds that they never loosen below the floors."""

import pytest

from liane.domain.intake.calibration import find_calibration_error
from liane.domain.intake.cards import load_calibrations
from liane.domain.intake.decide.policy import IntakePolicy


@pytest.mark.parametrize("name", ["doc_type", "doc_date", "birth_date", "birth_name", "first_name", "author_family"])
def test_each_field_that_is_decided_on_has_its_card(name: str) -> None:
    card = load_calibrations()[name]
    assert card.samples >= 200
    assert card.right <= card.samples
    assert card.data
    assert card.date >= "2026"


def test_calibrations_never_go_down_and_stay_between_nought_and_one() -> None:
    for card in load_calibrations().values():
        said = [card.apply(step / 200) for step in range(201)]
        assert said == sorted(said)
        assert 0.0 <= said[0] <= said[-1] < 1.0


def test_a_doubtful_type_stays_doubtful() -> None:
    policy = IntakePolicy()
    assert policy.calibrate("doc_type", 0.3) < policy.type_min
    assert policy.calibrate("doc_type", 1.0) >= policy.type_min


def test_the_probability_of_a_record_is_left_as_it_is() -> None:
    assert "record" not in load_calibrations()
    assert IntakePolicy().calibrate("record", 0.9991) == pytest.approx(0.9991)


def test_the_error_of_a_calibration_is_that_of_its_bins() -> None:
    assert find_calibration_error([0.8] * 10, [True] * 8 + [False] * 2) == pytest.approx(0.0)
