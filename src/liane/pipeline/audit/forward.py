"""Forwards the trail to a collector, in its order: the trail is the queue, a mark says how far it was told.

Nothing is left out: the mark moves after the collector took the lines. What is in doubt is told again under the same
identifiers. A collector that stays away opens one incident. Rule: IHE ITI TF-2 3.20 (a source keeps what it could not
send); architecture.md §3.
"""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

import structlog

from liane.codecs.atna.message import render_audit_message
from liane.codecs.atna.syslog import render_line
from liane.domain.audit.catalogue import AuditSource
from liane.domain.errors import RemoteFailure
from liane.store.accesses_readers import AccessReaders
from liane.store.accesses_records import StoredAccess

log = structlog.get_logger(__name__)
LINES_MAX = 200
BATCH_BYTES_MAX = 1024 * 1024
LEASE = timedelta(minutes=2)
FIRST_DELAY = timedelta(seconds=5)
DELAY_MAX = timedelta(minutes=10)
FAILURES_BEFORE_INCIDENT = 3
REMOTE = "audit"

SendLines = Callable[[Sequence[bytes]], Awaitable[None]]
"""Sends lines; returns once they are taken. Raises RemoteFailure."""


class Trail(Protocol):
    """The trail, to read in order."""

    readers: AccessReaders

    async def following(self, seq: int, *, limit: int) -> list[StoredAccess]:
        """Read the lines after a rank."""
        ...


class Incidents(Protocol):
    """Where an incident is opened and closed."""

    async def open_incident(self, remote: str, code: str, message: str, remedy: str, at: datetime) -> bool:
        """Open the incident of a remote; False when it is already open."""
        ...

    async def close_incident(self, remote: str, at: datetime) -> bool:
        """Close it; False when there was none."""
        ...


class Forwarder:
    """Tells the trail to one collector. name: that of its mark, one per collector. owner: names this node."""

    def __init__(
        self,
        trail: Trail,
        incidents: Incidents,
        send: SendLines,
        *,
        name: str,
        owner: UUID,
        source: AuditSource,
        now: Callable[[], datetime],
    ) -> None:
        self._trail = trail
        self._incidents = incidents
        self._send = send
        self._name = name
        self._owner = owner
        self._source = source
        self._now = now

    async def run_once(self) -> int:
        """Send what waits; returns how many lines the collector took. 0 when another node does, or must wait."""
        readers = self._trail.readers
        mark = await readers.claim(self._name, self._owner, self._now(), LEASE)
        if mark is None:
            return 0
        seq, sent, failures = mark.seq, 0, mark.failures
        try:
            while lines := await self._trail.following(seq, limit=LINES_MAX):
                taken = self._render(lines)
                await self._send([line for _, line in taken])
                seq = taken[-1][0]
                if not await readers.advance(self._name, self._owner, seq, self._now() + LEASE):
                    return sent
                sent += len(taken)
                if failures:
                    await self._incidents.close_incident(f"{REMOTE}:{self._name}", self._now())
                    failures = 0
        except RemoteFailure as error:
            await self._put_off(error, failures)
            return sent
        await readers.release(self._name, self._owner)
        return sent

    def _render(self, lines: Sequence[StoredAccess]) -> list[tuple[int, bytes]]:
        """Write lines until a batch is full; the first one always goes."""
        rendered: list[tuple[int, bytes]] = []
        size = 0
        for line in lines:
            message = render_audit_message(line.event, id=line.id, digest=line.digest, source=self._source)
            text = render_line(message, at=line.event.at, host=self._source.node, process="audit", sequence=line.seq)
            size += len(text)
            if rendered and size > BATCH_BYTES_MAX:
                break
            rendered.append((line.seq, text))
        return rendered

    async def _put_off(self, error: RemoteFailure, failures: int) -> None:
        now = self._now()
        delay = min(FIRST_DELAY * 2 ** min(failures, 10), DELAY_MAX)
        log.warning("audit.not_forwarded", collector=self._name, problem=error.code, failures=failures + 1)
        await self._trail.readers.put_off(self._name, self._owner, error.code, now + delay)
        if failures + 1 >= FAILURES_BEFORE_INCIDENT:
            await self._incidents.open_incident(
                f"{REMOTE}:{self._name}",
                error.code,
                "Le collecteur de traces ne prend plus la piste d’audit : elle attend ici, entière.",
                "Vérifier le réseau, le certificat et l’état du collecteur (audit.syslog).",
                now,
            )
