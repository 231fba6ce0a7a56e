"""Questions that wait for INSi, and lots, kept: every method commits before it returns.

A question or a lot is leased by moving its ``due``: a node that dies loses it when the lease ends, and what it had
already written stays. Rule: ins.md §6.8 (degraded mode), §6.9 (lots).
"""

import contextlib
import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol

from liane.store.connection import Connection
from liane.store.insi_records import (
    LineState,
    Lot,
    LotKind,
    LotLine,
    LotState,
    NewQuestion,
    QuestionKind,
    WaitingQuestion,
)
from liane.store.values import clean_text, render_json

LEASE = timedelta(seconds=120)
LOT_LINES_MAX = 100_000
LISTED_MAX = 1_000

_COUNTS = """
    SELECT l.*, coalesce((
      SELECT json_object_agg(c.state, c.lines) FROM (
        SELECT state, count(*) AS lines FROM insi_lot_lines WHERE lot_id = l.id GROUP BY state) AS c), '{}') AS counts
    FROM insi_lots l
"""
_TO_VERIFY = """
    SELECT p.id FROM persons p
    WHERE p.merged_into IS NULL AND p.status = 'qualifiée' AND p.verified_at < $1
      AND NOT EXISTS (SELECT 1 FROM insi_lot_lines l WHERE l.person_id = p.id AND l.ended_at IS NULL)
    ORDER BY p.verified_at, p.id LIMIT $2
"""
_TO_RETRIEVE = """
    SELECT p.id FROM persons p
    WHERE p.merged_into IS NULL AND p.status IN ('provisoire', 'validée')
      AND EXISTS (SELECT 1 FROM stays s WHERE s.person_id = p.id AND s.state IN ('en cours', 'prévu'))
      AND NOT EXISTS (SELECT 1 FROM insi_lot_lines l WHERE l.person_id = p.id AND l.ended_at IS NULL)
    ORDER BY p.id LIMIT $1
"""


class Lender(Protocol):
    """Who lends connections."""

    def reading(self) -> contextlib.AbstractAsyncContextManager[Connection]:
        """Lend a connection for reads. Raises StorageUnavailable."""
        ...

    def writing(self) -> contextlib.AbstractAsyncContextManager[Connection]:
        """Lend a connection inside a transaction. Raises StorageUnavailable."""
        ...


class PostgresINSiLots:
    """Questions and lots of one database."""

    def __init__(self, lender: Lender) -> None:
        self._lender = lender

    # Questions that wait.

    async def defer(self, new: NewQuestion) -> int:
        """Keep a question; one already waiting for this person and kind takes its place. Returns its number."""
        async with self._lender.writing() as connection:
            number = await connection.fetchval(
                """
                INSERT INTO insi_deferred
                VALUES (nextval('ids'), $1, $2, $3, $4, $4, 0, $5, 'en attente', NULL, '', NULL)
                ON CONFLICT (person_id, kind) WHERE state = 'en attente'
                DO UPDATE SET asked_by = excluded.asked_by, asked_at = excluded.asked_at, question = excluded.question
                RETURNING id
                """,
                new.kind.value,
                new.person_id,
                clean_text(new.asked_by),
                new.asked_at,
                render_json(dict(new.question)),
            )
        return int(number)

    async def claim_question(self, now: datetime) -> WaitingQuestion | None:
        """Lease the question due for the longest time; None when none is."""
        async with self._lender.writing() as connection:
            row = await connection.fetchrow(
                """
                UPDATE insi_deferred SET due = $2, attempts = attempts + 1
                WHERE id = (SELECT id FROM insi_deferred WHERE state = 'en attente' AND due <= $1
                            ORDER BY due, id LIMIT 1 FOR UPDATE SKIP LOCKED)
                RETURNING *
                """,
                now,
                now + LEASE,
            )
        return None if row is None else _read_question(row)

    async def put_off_question(self, question_id: int, due: datetime) -> None:
        """Let a question wait until then."""
        async with self._lender.writing() as connection:
            await connection.execute(
                "UPDATE insi_deferred SET due = $2 WHERE id = $1 AND state = 'en attente'", question_id, due
            )

    async def end_question(
        self, question_id: int, outcome: str, now: datetime, *, call_id: int | None = None, is_dropped: bool = False
    ) -> None:
        """End a question. is_dropped: it may no longer be asked."""
        async with self._lender.writing() as connection:
            await connection.execute(
                """
                UPDATE insi_deferred SET state = $2, outcome = $3, ended_at = $4, call_id = $5, question = '{}'
                WHERE id = $1 AND state = 'en attente'
                """,
                question_id,
                "abandonnée" if is_dropped else "faite",
                clean_text(outcome, 200),
                now,
                call_id,
            )

    async def find_waiting(self, *, person_id: int | None = None, limit: int = 200) -> list[WaitingQuestion]:
        """Questions that wait, oldest first."""
        async with self._lender.reading() as connection:
            rows = await connection.fetch(
                """
                SELECT * FROM insi_deferred
                WHERE state = 'en attente' AND ($1::bigint IS NULL OR person_id = $1) ORDER BY asked_at, id LIMIT $2
                """,
                person_id,
                min(limit, LISTED_MAX),
            )
        return [_read_question(row) for row in rows]

    # Lots.

    async def create_lot(
        self, kind: LotKind, label: str, person_ids: Sequence[int], *, asked_by: str, at: datetime
    ) -> int:
        """Keep a lot, one line per person in that order. Raises ValueError past LOT_LINES_MAX, or without line."""
        wanted = list(dict.fromkeys(person_ids))
        if not 1 <= len(wanted) <= LOT_LINES_MAX:
            raise ValueError(f"a lot has 1 to {LOT_LINES_MAX} lines")
        async with self._lender.writing() as connection:
            number = await connection.fetchval(
                """
                INSERT INTO insi_lots VALUES (nextval('ids'), $1, $2, $3, $4, 'en cours', '', $4, 0, '', NULL)
                RETURNING id
                """,
                kind.value,
                clean_text(label, 200),
                clean_text(asked_by),
                at,
            )
            await connection.execute(
                """
                INSERT INTO insi_lot_lines
                SELECT $1, l.rank - 1, l.person_id, 'à faire', '', '', '', 0, '', NULL, NULL
                FROM unnest($2::bigint[]) WITH ORDINALITY AS l(person_id, rank)
                """,
                number,
                wanted,
            )
        return int(number)

    async def claim_lot(self, now: datetime) -> Lot | None:
        """Lease the running lot due for the longest time; None when none is."""
        async with self._lender.writing() as connection:
            number = await connection.fetchval(
                """
                UPDATE insi_lots SET due = $2
                WHERE id = (SELECT id FROM insi_lots WHERE state = 'en cours' AND due <= $1
                            ORDER BY due, id LIMIT 1 FOR UPDATE SKIP LOCKED)
                RETURNING id
                """,
                now,
                now + LEASE,
            )
        return None if number is None else await self.get_lot(number)

    async def extend_lot(self, lot_id: int, now: datetime) -> bool:
        """Keep the lease for its full length from now; False when the lot no longer runs (paused, cancelled)."""
        async with self._lender.writing() as connection:
            found = await connection.fetchval(
                "UPDATE insi_lots SET due = $2 WHERE id = $1 AND state = 'en cours' RETURNING true", lot_id, now + LEASE
            )
        return bool(found)

    async def release_lot(self, lot_id: int, due: datetime, *, trouble: str = "") -> None:
        """Give the lease back, to go on then. trouble: French, why not now; counts one failure more, else none."""
        async with self._lender.writing() as connection:
            await connection.execute(
                """
                UPDATE insi_lots SET due = $2, trouble = $3, failures = CASE WHEN $3 = '' THEN 0 ELSE failures + 1 END
                WHERE id = $1
                """,
                lot_id,
                due,
                clean_text(trouble, 500),
            )

    async def end_lot_if_done(self, lot_id: int, now: datetime) -> bool:
        """End a lot whose lines all have an end; tells whether it did."""
        async with self._lender.writing() as connection:
            done = await connection.fetchval(
                """
                UPDATE insi_lots SET state = 'terminé', ended_at = $2, trouble = ''
                WHERE id = $1 AND state = 'en cours'
                  AND NOT EXISTS (SELECT 1 FROM insi_lot_lines WHERE lot_id = $1 AND ended_at IS NULL)
                RETURNING true
                """,
                lot_id,
                now,
            )
        return bool(done)

    async def change_lot(self, lot_id: int, state: LotState, reason: str, now: datetime) -> bool:
        """Pause, resume or cancel a lot that has no end; False when it has one. Raises LookupError."""
        ended = now if state is LotState.CANCELLED else None
        async with self._lender.writing() as connection:
            found = await connection.fetchval(
                """
                UPDATE insi_lots SET state = $2, reason = $3, ended_at = $4, due = $5, trouble = ''
                WHERE id = $1 AND state IN ('en cours', 'en pause') RETURNING true
                """,
                lot_id,
                state.value,
                clean_text(reason, 500),
                ended,
                now,
            )
            if found is None and not await connection.fetchval("SELECT true FROM insi_lots WHERE id = $1", lot_id):
                raise LookupError(f"no lot {lot_id}")
            if found and state is LotState.CANCELLED:
                await connection.execute(
                    """
                    UPDATE insi_lot_lines SET state = 'écartée', ended_at = $2, matricule = '', oid = ''
                    WHERE lot_id = $1 AND ended_at IS NULL
                    """,
                    lot_id,
                    now,
                )
        return bool(found)

    async def get_lot(self, lot_id: int) -> Lot:
        """One lot with its counts. Raises LookupError."""
        async with self._lender.reading() as connection:
            row = await connection.fetchrow(f"{_COUNTS} WHERE l.id = $1", lot_id)
        if row is None:
            raise LookupError(f"no lot {lot_id}")
        return _read_lot(row)

    async def find_lots(self, *, limit: int = 100) -> list[Lot]:
        """Lots with their counts, newest first."""
        async with self._lender.reading() as connection:
            rows = await connection.fetch(f"{_COUNTS} ORDER BY l.id DESC LIMIT $1", min(limit, LISTED_MAX))
        return [_read_lot(row) for row in rows]

    async def find_lines(
        self, lot_id: int, *, states: Sequence[LineState] = (), after: int = -1, limit: int = 200
    ) -> list[LotLine]:
        """Lines of a lot by rank, from after a rank. states: only these."""
        async with self._lender.reading() as connection:
            rows = await connection.fetch(
                """
                SELECT * FROM insi_lot_lines
                WHERE lot_id = $1 AND rank > $2 AND (cardinality($3::text[]) = 0 OR state = ANY($3))
                ORDER BY rank LIMIT $4
                """,
                lot_id,
                after,
                [state.value for state in states],
                min(limit, LISTED_MAX),
            )
        return [_read_line(row) for row in rows]

    async def mark_deposited(
        self, lot_id: int, deposit: str, sent: Sequence[tuple[int, str, str]], call_id: int
    ) -> None:
        """Write that these lines (rank, matricule, OID), in that order, were taken by INSi under a number."""
        async with self._lender.writing() as connection:
            await connection.execute(
                """
                UPDATE insi_lot_lines AS l
                SET state = 'déposée', deposit = $2, call_id = $6, matricule = s.matricule, oid = s.oid,
                    place = s.place - 1
                FROM unnest($3::integer[], $4::text[], $5::text[]) WITH ORDINALITY AS s(rank, matricule, oid, place)
                WHERE l.lot_id = $1 AND l.rank = s.rank AND l.ended_at IS NULL
                """,
                lot_id,
                clean_text(deposit, 200),
                [rank for rank, _, _ in sent],
                [matricule for _, matricule, _ in sent],
                [oid for _, _, oid in sent],
                call_id,
            )

    async def reopen_lines(self, lot_id: int, deposit: str) -> None:
        """Put back what waited for a deposit that INSi does not know (any longer)."""
        async with self._lender.writing() as connection:
            await connection.execute(
                """
                UPDATE insi_lot_lines SET state = 'à faire', deposit = '', matricule = '', oid = ''
                WHERE lot_id = $1 AND deposit = $2 AND ended_at IS NULL
                """,
                lot_id,
                deposit,
            )

    async def end_line(
        self, lot_id: int, rank: int, state: LineState, *, code: str, call_id: int | None, now: datetime
    ) -> bool:
        """Give a line its end, once; False when it had one. What was sent is no longer needed and leaves the line."""
        async with self._lender.writing() as connection:
            done = await connection.fetchval(
                """
                UPDATE insi_lot_lines
                SET state = $3, code = $4, call_id = coalesce($5, call_id), ended_at = $6, matricule = '', oid = ''
                WHERE lot_id = $1 AND rank = $2 AND ended_at IS NULL RETURNING true
                """,
                lot_id,
                rank,
                state.value,
                clean_text(code, 50),
                call_id,
                now,
            )
        return bool(done)

    # Whom a lot is for.

    async def find_to_verify(self, before: datetime, *, limit: int) -> list[int]:
        """Persons qualifiées last verified before an instant, in no open lot, oldest verification first.

        Rule: ins.md §6.1 (renewal), §11.1-15.
        """
        async with self._lender.reading() as connection:
            rows = await connection.fetch(_TO_VERIFY, before, min(limit, LOT_LINES_MAX))
        return [row["id"] for row in rows]

    async def find_to_retrieve(self, *, limit: int) -> list[int]:
        """Persons without INS who have a stay, open or planned (a « prise en charge »), in no open lot.

        Rule: ins.md §6.7 (never call without a prise en charge).
        """
        async with self._lender.reading() as connection:
            rows = await connection.fetch(_TO_RETRIEVE, min(limit, LOT_LINES_MAX))
        return [row["id"] for row in rows]


def _read_question(row: Any) -> WaitingQuestion:
    return WaitingQuestion(
        id=row["id"],
        kind=QuestionKind(row["kind"]),
        person_id=row["person_id"],
        asked_by=row["asked_by"],
        asked_at=row["asked_at"],
        attempts=row["attempts"],
        question=json.loads(row["question"]),
    )


def _read_lot(row: Any) -> Lot:
    return Lot(
        id=row["id"],
        kind=LotKind(row["kind"]),
        label=row["label"],
        asked_by=row["asked_by"],
        asked_at=row["asked_at"],
        state=LotState(row["state"]),
        reason=row["reason"],
        trouble=row["trouble"],
        failures=row["failures"],
        ended_at=row["ended_at"],
        counts={LineState(state): count for state, count in json.loads(row["counts"]).items()},
    )


def _read_line(row: Any) -> LotLine:
    return LotLine(**(dict(row) | {"state": LineState(row["state"])}))
