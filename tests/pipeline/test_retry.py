"""Back-off and circuit breaker, with an explicit clock."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from liane.pipeline.retry import CircuitBreaker, RetryPolicy

NOW = datetime(2026, 3, 2, tzinfo=UTC)


@given(st.integers(0, 10_000), st.floats(0, 1, exclude_max=True))
def test_delays_are_bounded_and_spread(attempts: int, dice: float) -> None:
    policy = RetryPolicy()
    assert 0.75 * policy.first_delay_s <= policy.delay_s(attempts, dice) <= 1.25 * policy.delay_max_s


def test_insisting_has_an_end() -> None:
    policy = RetryPolicy(attempts_max=3, age_max=timedelta(hours=1))
    assert not policy.is_exhausted(2, NOW, NOW)
    assert policy.is_exhausted(3, NOW, NOW)
    assert policy.is_exhausted(1, NOW, NOW + timedelta(hours=1))


def test_one_opening_one_closing() -> None:
    breaker = CircuitBreaker(failures_max=3, pause=timedelta(seconds=10))
    assert [breaker.record_failure("dmp", NOW) for _ in range(5)] == [False, False, True, False, False]
    assert breaker.record_success("dmp")
    assert not breaker.record_success("dmp")


def test_while_open_one_probe_per_pause() -> None:
    breaker = CircuitBreaker(failures_max=1, pause=timedelta(seconds=10), pause_max=timedelta(seconds=10))
    assert breaker.blocked_until("dmp", NOW) is None
    breaker.record_failure("dmp", NOW)
    until = breaker.blocked_until("dmp", NOW)
    assert until == NOW + timedelta(seconds=10)
    assert breaker.blocked_until("dmp", until) is None
    assert breaker.blocked_until("dmp", until) == until + timedelta(seconds=10)
    assert breaker.blocked_until("mssante", NOW) is None
