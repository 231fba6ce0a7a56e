"""Accesses out of the ordinary, as kept: found, asked about, answered, concluded; and what surrounds a line."""

import contextlib
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol, TypeVar
from uuid import UUID

from liane.domain.actors.operator import Operator
from liane.domain.audit.access import Outcome
from liane.domain.audit.anomalies import ON_A_PATIENT, AnomalyRule, Suspicion
from liane.domain.errors import StaleVersion
from liane.store.accesses_records import StoredAccess
from liane.store.connection import Connection
from liane.store.values import clean_text

LINES_KEPT_MAX = 200
ANOMALIES_MAX = 200
TEXT_CHARS_MAX = 2000
Result = TypeVar("Result")

_NOTE = f"""
    INSERT INTO access_anomalies (id, key, rule, found_at, last_at, operator, identifier, unit, person_id, lines,
      occurrences, sentence, state)
    VALUES (nextval('ids'), $1, $2, $3, $3, $4, $5, $6, $7, ARRAY[$8::bigint], 1, $9, 'open')
    ON CONFLICT (key) DO UPDATE
    SET last_at = excluded.last_at, occurrences = access_anomalies.occurrences + 1,
        lines = CASE WHEN cardinality(access_anomalies.lines) < {LINES_KEPT_MAX}
                THEN access_anomalies.lines || excluded.lines ELSE access_anomalies.lines END
"""  # noqa: S608
_FIND = """
    SELECT * FROM access_anomalies
    WHERE (state <> 'closed' OR NOT $1) AND ($2::bigint IS NULL OR id < $2)
      AND ($3::text IS NULL OR (operator = $3 AND identifier = $4) OR ($4 <> '' AND identifier = $4))
    ORDER BY id DESC LIMIT $5
"""
_COUNT_SEEN = """
    SELECT count(DISTINCT person_id) FROM accesses
    WHERE operator = $1 AND identifier = $2 AND at > $3 AND at <= $4 AND seq <= $5 AND act = ANY($6::text[])
      AND outcome = 'DONE'
"""
_COUNT_REFUSED = """
    SELECT count(*) FROM accesses
    WHERE operator = $1 AND identifier = $2 AND ($1 <> '' OR address = $3) AND at > $4 AND at <= $5 AND seq <= $6
      AND outcome = 'REFUSED'
"""
_MOVE = (
    "UPDATE access_readers SET seq = $3, failures = 0, problem = '' WHERE name = $1 AND leased_by = $2 RETURNING true"
)


class AnomalyState(StrEnum):
    """Where an anomaly stands."""

    OPEN = "open"
    ASKED = "asked"
    ANSWERED = "answered"
    CLOSED = "closed"


class Verdict(StrEnum):
    """What an auditor concluded."""

    NONE = ""
    LEGITIMATE = "legitimate"
    BREACH = "breach"


@dataclass(frozen=True, slots=True, kw_only=True)
class Anomaly:
    """One occasion. lines: ranks in the trail, at most 200. version: guards two auditors at once."""

    id: int
    rule: AnomalyRule
    found_at: datetime
    last_at: datetime
    operator: str
    identifier: str
    unit: str
    person_id: int | None
    lines: tuple[int, ...]
    occurrences: int
    sentence: str
    state: AnomalyState
    version: int
    asked_by: str
    asked_at: datetime | None
    justification: str
    answered_at: datetime | None
    verdict: Verdict
    conclusion: str
    closed_by: str
    closed_at: datetime | None

    def is_of(self, operator: Operator) -> bool:
        """Tell whether it is this operator who acted: by national identifier when there is one, else by name."""
        if self.identifier:
            return operator.identifier == self.identifier
        return not operator.identifier and bool(self.operator) and operator.name == self.operator


class Lender(Protocol):
    """Who lends connections: the store."""

    def reading(self) -> contextlib.AbstractAsyncContextManager[Connection]:
        """Lend a connection for reads. Raises StorageUnavailable."""
        ...

    async def transact(self, months: Iterable[date], work: Callable[[Connection], Awaitable[Result]]) -> Result:
        """Run work inside a transaction."""
        ...


class AnomalyDesk:
    """The anomalies of one store."""

    def __init__(self, lender: Lender) -> None:
        self._lender = lender

    async def count_around(self, line: StoredAccess, *, persons: timedelta, refusals: timedelta) -> tuple[int, int]:
        """Count, up to a line, the distinct persons its operator reached and what they were refused."""
        event = line.event
        async with self._lender.reading() as connection:
            seen = await connection.fetchval(
                _COUNT_SEEN,
                event.operator.name,
                event.operator.identifier,
                event.at - persons,
                event.at,
                line.seq,
                [act.name for act in ON_A_PATIENT],
            )
            refused = 0
            if event.outcome is Outcome.REFUSED:
                refused = await connection.fetchval(
                    _COUNT_REFUSED,
                    event.operator.name,
                    event.operator.identifier,
                    event.address,
                    event.at - refusals,
                    event.at,
                    line.seq,
                )
        return seen, refused

    async def note(self, reader: str, owner: UUID, seq: int, found: Sequence[tuple[StoredAccess, Suspicion]]) -> bool:
        """Keep what was found up to a line and move the mark of the reader, in one transaction.

        False, with nothing written, when the lease of the reader was lost.
        """

        async def work(connection: Connection) -> bool:
            if not await connection.fetchval(_MOVE, reader, owner, seq):
                return False
            for line, suspicion in found:
                event = line.event
                await connection.execute(
                    _NOTE,
                    clean_text(suspicion.key),
                    suspicion.rule.name,
                    event.at,
                    event.operator.name,
                    event.operator.identifier,
                    event.operator.unit,
                    event.person_id,
                    line.seq,
                    clean_text(suspicion.sentence, TEXT_CHARS_MAX),
                )
            return True

        return await self._lender.transact((), work)

    async def find(
        self, *, only_open: bool = True, operator: Operator | None = None, before: int | None = None, limit: int = 50
    ) -> list[Anomaly]:
        """List anomalies, newest first: those to work on, or all; those of one operator when one is given."""
        async with self._lender.reading() as connection:
            rows = await connection.fetch(
                _FIND,
                only_open,
                before,
                operator.name if operator is not None else None,
                operator.identifier if operator is not None else "",
                min(limit, ANOMALIES_MAX),
            )
        return [_read(row) for row in rows]

    async def get(self, anomaly_id: int) -> Anomaly:
        """Read one. Raises LookupError."""
        async with self._lender.reading() as connection:
            row = await connection.fetchrow("SELECT * FROM access_anomalies WHERE id = $1", anomaly_id)
        if row is None:
            raise LookupError(f"no anomaly {anomaly_id}")
        return _read(row)

    async def count_open(self) -> int:
        """Count those that an auditor has to look at."""
        async with self._lender.reading() as connection:
            found = await connection.fetchval("SELECT count(*) FROM access_anomalies WHERE state <> 'closed'")
        return int(found)

    async def ask(self, anomaly_id: int, version: int, *, by: str, at: datetime) -> None:
        """Ask who acted for a justification. Raises StaleVersion."""
        await self._change(
            anomaly_id, version, ("open", "answered"), "state = 'asked', asked_by = $4, asked_at = $5", by, at
        )

    async def answer(self, anomaly_id: int, version: int, *, justification: str, at: datetime) -> None:
        """Keep the justification of who acted. Raises StaleVersion."""
        await self._change(
            anomaly_id,
            version,
            ("open", "asked"),
            "state = 'answered', justification = $4, answered_at = $5",
            clean_text(justification, TEXT_CHARS_MAX),
            at,
        )

    async def conclude(
        self, anomaly_id: int, version: int, *, verdict: Verdict, conclusion: str, by: str, at: datetime
    ) -> None:
        """Close an anomaly with what was concluded. Raises StaleVersion."""
        await self._change(
            anomaly_id,
            version,
            ("open", "asked", "answered"),
            "state = 'closed', closed_by = $4, closed_at = $5, verdict = $6, conclusion = $7",
            by,
            at,
            verdict.value,
            clean_text(conclusion, TEXT_CHARS_MAX),
        )

    async def _change(self, anomaly_id: int, version: int, states: Sequence[str], change: str, *values: Any) -> None:
        async def work(connection: Connection) -> bool:
            return bool(
                await connection.fetchval(
                    f"UPDATE access_anomalies SET version = version + 1, {change} "  # noqa: S608 - constants
                    "WHERE id = $1 AND version = $2 AND state = ANY($3::text[]) RETURNING true",
                    anomaly_id,
                    version,
                    list(states),
                    *values,
                )
            )

        if not await self._lender.transact((), work):
            raise StaleVersion


def _read(row: Any) -> Anomaly:
    fields = {name: row[name] for name in Anomaly.__slots__}
    return Anomaly(
        **fields
        | {
            "rule": AnomalyRule[row["rule"]],
            "lines": tuple(row["lines"]),
            "state": AnomalyState(row["state"]),
            "verdict": Verdict(row["verdict"]),
        }
    )
