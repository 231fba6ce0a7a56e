"""When to try again: exponential back-off with jitter, and one circuit breaker per remote party.

Values and arithmetic only: the clock and the dice arrive as arguments.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryPolicy:
    """How long to insist. attempts_max and age_max: past either one, the delivery is parked for a person."""

    first_delay_s: float = 2.0
    factor: float = 2.0
    delay_max_s: float = 900.0
    attempts_max: int = 60
    age_max: timedelta = timedelta(hours=48)

    def delay_s(self, attempts: int, dice: float) -> float:
        """Delay before the next attempt; dice in [0, 1) spreads it over ± 25 %."""
        delay: float = min(self.first_delay_s * self.factor ** min(max(attempts - 1, 0), 32), self.delay_max_s)
        return delay * (0.75 + dice / 2)

    def is_exhausted(self, attempts: int, created_at: datetime, now: datetime) -> bool:
        """Tell whether a person must now decide."""
        return attempts >= self.attempts_max or now - created_at >= self.age_max


@dataclass(slots=True)
class _Circuit:
    failures: int = 0
    open_until: datetime | None = None
    is_open: bool = False


@dataclass(slots=True)
class CircuitBreaker:
    """Stops calling a remote that fails: after failures_max in a row, one probe per pause until a success."""

    failures_max: int = 5
    pause: timedelta = timedelta(seconds=5)
    pause_max: timedelta = timedelta(seconds=60)
    dice: Callable[[], float] = lambda: 0.5
    _circuits: dict[str, _Circuit] = field(default_factory=dict)

    def blocked_until(self, remote: str, now: datetime) -> datetime | None:
        """The instant before which this remote must not be called; None when it may (this call is then the probe)."""
        circuit = self._circuits.get(remote)
        if circuit is None or not circuit.is_open or circuit.open_until is None:
            return None
        if now >= circuit.open_until:
            circuit.open_until = now + self._pause(circuit)
            return None
        return circuit.open_until

    def _pause(self, circuit: _Circuit) -> timedelta:
        steps = min(max(circuit.failures - self.failures_max, 0), 6)
        pause: timedelta = min(self.pause * 2**steps, self.pause_max)
        return pause * (0.75 + self.dice() / 2)

    def record_failure(self, remote: str, now: datetime) -> bool:
        """Count a failure; True when it opens the circuit."""
        circuit = self._circuits.setdefault(remote, _Circuit())
        circuit.failures += 1
        if circuit.failures < self.failures_max:
            return False
        opened = not circuit.is_open
        circuit.is_open = True
        circuit.open_until = now + self._pause(circuit)
        return opened

    def record_success(self, remote: str) -> bool:
        """Forget the failures; True when the circuit was open and closes."""
        circuit = self._circuits.pop(remote, None)
        return circuit is not None and circuit.is_open
