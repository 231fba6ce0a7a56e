"""Certainties measured on site: fitted from enough decisions, and only ever lower than the release's."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from liane.domain.intake.decide.policy import COMMAND_LINE_POLICY, IntakePolicy
from liane.domain.intake.learn.thresholds import (
    NAMES,
    SAMPLES_MIN,
    SiteThresholds,
    ThresholdSample,
    describe_thresholds,
    fit_thresholds,
)
from liane.domain.intake.modes import ModeRule, make_open_policy, make_policy
from liane.store.intake_thresholds import read_thresholds, write_thresholds


def _samples(name: str, count: int, *, right: float, score: float = 0.97) -> list[ThresholdSample]:
    dice = Random(3)
    return [ThresholdSample(name=name, score=score, is_right=dice.random() < right) for _ in range(count)]


def _fit(samples: list[ThresholdSample]) -> SiteThresholds:
    made = fit_thresholds(samples, date="2026-11-22")
    assert made is not None
    return made


def test_a_reading_too_sure_of_itself_here_is_believed_less() -> None:
    site = _fit(_samples("doc_type", 400, right=0.6))
    policy = IntakePolicy(site=site, calibrations={})
    assert 0.5 < policy.calibrate("doc_type", 0.97) < 0.7
    assert policy.calibrate("doc_date", 0.97) == 0.97
    assert policy.calibrate("record", 0.97) == 0.97


def test_too_few_decisions_measure_nothing() -> None:
    assert fit_thresholds(_samples("doc_type", SAMPLES_MIN - 1, right=0.5), date="") is None
    assert fit_thresholds([], date="") is None


def test_one_certainty_may_be_measured_without_the_other() -> None:
    site = _fit(_samples("doc_type", SAMPLES_MIN - 1, right=0.5) + _samples("doc_date", SAMPLES_MIN, right=0.5))
    assert [one.name for one in site.calibrations] == ["doc_date"]


def test_the_card_says_what_it_was_made_of_and_what_it_changes() -> None:
    samples = _samples("doc_type", 300, right=0.7)
    figures = describe_thresholds(samples, _fit(samples), minimum={"doc_type": 0.8, "doc_date": 0.7})
    assert figures["doc_type.documents"] == 300
    assert figures["doc_type.error_before"] > 0.2 > 0.02 > figures["doc_type.error_after"]
    assert figures["doc_type.sure"] == 0


def test_it_is_kept_whole() -> None:
    site = _fit(_samples("doc_type", 300, right=0.7) + _samples("doc_date", 300, right=0.9))
    assert read_thresholds(write_thresholds(site)) == site


def test_it_stands_in_every_policy_of_the_service() -> None:
    site = _fit(_samples("doc_type", 400, right=0.1))
    for policy in (
        make_policy(ModeRule(), "folder", is_production=False, site=site),
        make_open_policy(is_production=False, site=site),
    ):
        assert policy.calibrate("doc_type", 0.97) < 0.2


@given(
    verdicts=st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=SAMPLES_MIN, max_size=SAMPLES_MIN + 40),
    raw=st.floats(0, 1),
)
def test_whatever_was_decided_nothing_becomes_surer(verdicts: list[tuple[float, bool]], raw: float) -> None:
    samples = [ThresholdSample(name=name, score=score, is_right=right) for score, right in verdicts for name in NAMES]
    policy = IntakePolicy(site=_fit(samples))
    for name in (*NAMES, "record", "birth_date"):
        assert policy.calibrate(name, raw) <= COMMAND_LINE_POLICY.calibrate(name, raw)
