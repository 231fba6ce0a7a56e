"""Whether INSi answers: an incident is opened after failures in a row, and closed by the first answer.

Rule: ins.md §6.8 (degraded mode); architecture.md §3 (one incident per cause).
"""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from liane.codecs.insi.exchange import INSiExchange
from liane.domain.errors import RemoteUnavailable

REMOTE = "insi"
FAILURES_MIN = 5
OWN_LIMIT = "quota"


class IncidentStore(Protocol):
    """Where incidents are kept."""

    async def open_incident(self, remote: str, code: str, message: str, remedy: str, at: datetime) -> bool:
        """Open the incident of a remote; False when it is already open."""
        ...

    async def close_incident(self, remote: str, at: datetime) -> bool:
        """Close the open incident of a remote."""
        ...


class INSiPulse:
    """Listens to every call of one process."""

    def __init__(self, incidents: IncidentStore, *, now: Callable[[], datetime]) -> None:
        self._incidents = incidents
        self._now = now
        self._failures = 0
        self._has_answered = False

    async def note(self, exchange: INSiExchange) -> None:
        """Take one call into account. Our own limit of calls says nothing of INSi."""
        failure = exchange.failure
        if not isinstance(failure, RemoteUnavailable):
            if self._failures or not self._has_answered:
                await self._incidents.close_incident(REMOTE, self._now())
            self._failures, self._has_answered = 0, True
        elif failure.code != OWN_LIMIT:
            self._failures += 1
            if self._failures == FAILURES_MIN:
                await self._incidents.open_incident(
                    REMOTE,
                    failure.code,
                    "Le téléservice INSi ne répond pas ; les recherches attendent son retour.",
                    "Vérifier le réseau, le proxy, les deux certificats INSI et l'état du service national.",
                    self._now(),
                )
