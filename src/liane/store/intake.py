"""Keeps what comes in: mails once, and the worklist of what a person must handle. Each method commits, then returns.

What lives here: statements and transactions. What an item is: ``intake_records``. Rule: intake.md §1; mssante.md §10.
"""

import contextlib
import hashlib
import json
from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any, Protocol, TypeVar

from liane.domain.errors import StaleVersion
from liane.store import readings
from liane.store.bodies import make_body
from liane.store.connection import Connection
from liane.store.intake_query import ITEMS_MAX, build_filter
from liane.store.intake_reading_queue import queue_reading
from liane.store.intake_records import (
    STATE_AFTER,
    DecisionAct,
    IntakeDecisionMade,
    IntakeItem,
    ItemQuery,
    KeptMail,
    NewIntakeFile,
    NewItem,
)
from liane.store.intake_rows import read_item, read_mail, write_decision
from liane.store.journal import append_drafts, draft_event
from liane.store.records import NewEvent, StoredEvent
from liane.store.values import clean_text, digest_key, month_of, render_json

MAIL_MEDIA_TYPE = "message/rfc822"
REASON_CHARS_MAX = 2000
Result = TypeVar("Result")

_DECISION = (
    "id, version, source, kind, state, door, received_at, code, reason, remedy, sender, sender_label, subject, "
    "message_id, mail_sha256, '[]'::jsonb AS files, '[]'::jsonb AS findings, person_id, document_id, unit, target, "
    "'{}'::jsonb AS details, NULL::jsonb AS reading, assigned_to, locked_by, locked_until, decision, "
    "NULL::jsonb AS proposal, NULL::jsonb AS turns"
)
_ADD_ITEM = """
    INSERT INTO intake_items (id, dedup_key, source, kind, state, door, received_at, month, code, reason, remedy,
      sender, sender_label, subject, message_id, mail_sha256, files, findings, person_id, document_id, unit, target,
      details)
    VALUES (nextval('ids'), $1, $2, $3, 'waiting', $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,
      $19, $20, $21)
    ON CONFLICT (dedup_key) DO NOTHING RETURNING id
"""
_KEEP_MAIL = """
    INSERT INTO intake_mails (id, key, mailbox, received_at, month, sha256, size_bytes, is_oversize, state)
    VALUES (nextval('ids'), $1, $2, $3, $4, $5, $6, $7, 'kept') ON CONFLICT (key) DO NOTHING RETURNING id
"""
_LOCK = """
    UPDATE intake_items SET locked_by = $2, locked_until = $4, opened_by = $2,
        opened_at = CASE WHEN locked_by = $2 AND locked_until >= $3 THEN coalesce(opened_at, $3) ELSE $3 END
    WHERE id = $1 AND (locked_by IN ('', $2) OR locked_until < $3) RETURNING *
"""
_DECIDE = """
    UPDATE intake_items
    SET version = version + 1, state = $3, decision = $4, decided_at = $5, locked_by = '', locked_until = NULL,
        person_id = coalesce($6, person_id), document_id = coalesce($7, document_id), proposal = NULL, opened_at = NULL,
        worked_ms = CASE WHEN $9 AND opened_by = $8 AND $5 - opened_at BETWEEN interval '0' AND interval '30 minutes'
          THEN round(extract(epoch FROM $5 - opened_at) * 1000)::integer END
    WHERE id = $1 AND version = $2 AND (locked_by IN ('', $8) OR locked_until < $5)
      AND (state = 'waiting') = ($9::boolean)
    RETURNING *
"""


class Lender(Protocol):
    """Who lends connections: the store."""

    def reading(self) -> contextlib.AbstractAsyncContextManager[Connection]:
        """Lend a connection for reads. Raises StorageUnavailable."""
        ...

    async def transact(self, months: Iterable[date], work: Callable[[Connection], Awaitable[Result]]) -> Result:
        """Run work inside a transaction."""
        ...


class PostgresIntake:
    """The worklist and the mails of the store of one process."""

    def __init__(self, lender: Lender) -> None:
        self._lender = lender

    # Mails.

    async def keep_mail(
        self, *, key: str, mailbox: str, raw: bytes, is_oversize: bool, at: datetime, event: NewEvent
    ) -> KeptMail:
        """Keep a mail with its event, once per key; returns the row, new or not. Raises StorageUnavailable."""
        month = month_of(at)
        body = make_body(raw, MAIL_MEDIA_TYPE, month)
        digest = digest_key(key)

        async def work(connection: Connection) -> KeptMail:
            number = await connection.fetchval(
                _KEEP_MAIL, digest, clean_text(mailbox), at, month, body.sha256, len(raw), is_oversize
            )
            if number is not None:
                await connection.execute(
                    "INSERT INTO bodies VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING", *body
                )
                await append_drafts(connection, [(-number, draft_event(event))])
            return read_mail(await connection.fetchrow("SELECT * FROM intake_mails WHERE key = $1", digest))

        return await self._lender.transact({month, month_of(event.at)}, work)

    async def settle_mail(self, mail_id: int, *, kind: str, folder: str, at: datetime) -> None:
        """Say that all that follows from a mail is written, and where it is to be filed."""
        event = NewEvent(name="mail.settled", at=at, data={"kind": kind, "folder": folder})

        async def work(connection: Connection) -> None:
            done = await connection.fetchval(
                "UPDATE intake_mails SET state = 'settled', kind = $2, folder = $3, settled_at = $4 "
                "WHERE id = $1 AND state = 'kept' RETURNING true",
                mail_id,
                clean_text(kind),
                clean_text(folder),
                at,
            )
            if done:
                await append_drafts(connection, [(-mail_id, draft_event(event))])

        await self._lender.transact({month_of(at)}, work)

    async def find_mails(self, *, mailbox: str = "", limit: int = 100) -> Sequence[KeptMail]:
        """Mails kept, newest first; those of one mailbox when it is named."""
        async with self._lender.reading() as connection:
            rows = await connection.fetch(
                "SELECT * FROM intake_mails WHERE $1 IN ('', mailbox) ORDER BY id DESC LIMIT $2",
                mailbox,
                min(limit, ITEMS_MAX),
            )
        return [read_mail(row) for row in rows]

    # Items.

    async def add_item(self, item: NewItem) -> int:
        """Keep an item with its files, once per dedup_key; returns its id, that of the first when it was there."""

        async def work(connection: Connection) -> int:
            return (await insert_item(connection, item))[0]

        return await self._lender.transact({month_of(item.received_at)}, work)

    async def list_items(self, query: ItemQuery, *, limit: int = 100) -> list[IntakeItem]:
        """Items that answer the query, oldest first unless told otherwise; at most 500."""
        return await self._list(query, "*", limit)

    async def list_decisions(self, query: ItemQuery, *, limit: int = 100) -> list[IntakeItem]:
        """The same items without their files, details and readings: what figures of decisions are made of."""
        return await self._list(query, _DECISION, limit)

    async def _list(self, query: ItemQuery, columns: str, limit: int) -> list[IntakeItem]:
        where, values = build_filter(query)
        order = "DESC" if query.newest_first else "ASC"
        statement = f"SELECT {columns} FROM intake_items WHERE {where} ORDER BY id {order} LIMIT ${len(values) + 1}"  # noqa: S608
        async with self._lender.reading() as connection:
            rows = await connection.fetch(statement, *values, max(0, min(limit, ITEMS_MAX)))
        return [read_item(row) for row in rows]

    async def count_items(self, query: ItemQuery) -> int:
        """How many answer the query."""
        where, values = build_filter(query)
        async with self._lender.reading() as connection:
            return int(await connection.fetchval(f"SELECT count(*) FROM intake_items WHERE {where}", *values))  # noqa: S608

    async def get_item(self, item_id: int) -> IntakeItem:
        """Load one item. Raises LookupError."""
        async with self._lender.reading() as connection:
            return read_item(await connection.fetchrow("SELECT * FROM intake_items WHERE id = $1", item_id))

    async def load_file(self, sha256: str) -> bytes:
        """Load the bytes of a file or of a mail, exactly as received. Raises LookupError."""
        try:
            digest = bytes.fromhex(sha256)
        except ValueError as error:
            raise LookupError("not a hash") from error
        async with self._lender.reading() as connection:
            return await readings.load_body(connection, digest)

    async def lock(self, item_id: int, *, by: str, at: datetime, until: datetime) -> IntakeItem | None:
        """Take an item on screen, or keep it longer; None when someone else holds it. Raises LookupError."""

        async def work(connection: Connection) -> Any:
            return await connection.fetchrow(_LOCK, item_id, clean_text(by), at, until)

        row = await self._lender.transact(set(), work)
        if row is not None:
            return read_item(row)
        await self.get_item(item_id)
        return None

    async def unlock(self, item_id: int, *, by: str) -> bool:
        """Let an item go; False when it was not held by them."""

        async def work(connection: Connection) -> bool:
            return bool(
                await connection.fetchval(
                    "UPDATE intake_items SET locked_by = '', locked_until = NULL "
                    "WHERE id = $1 AND locked_by = $2 RETURNING true",
                    item_id,
                    clean_text(by),
                )
            )

        return await self._lender.transact(set(), work)

    async def assign(self, item_id: int, *, to: str, actor: str, at: datetime) -> IntakeItem:
        """Give an item to someone (empty: to nobody). Raises LookupError."""
        event = NewEvent(name="item.assigned", at=at, actor=actor, data={"to": to})
        statement = "UPDATE intake_items SET assigned_to = $2 WHERE id = $1 RETURNING *"
        return await self._change(item_id, (statement, clean_text(to)), event)

    async def save_reading(self, item_id: int, reading: dict[str, Any], *, person_id: int | None, reason: str) -> None:
        """Keep what was read of the files, the person proposed, and why a person must look. Raises LookupError."""
        statement = (
            "UPDATE intake_items SET reading = $2, person_id = coalesce($3, person_id), "
            "reason = CASE WHEN $4 = '' THEN reason ELSE $4 END WHERE id = $1 RETURNING *"
        )
        await self._change(
            item_id, (statement, render_json(reading), person_id, clean_text(reason, REASON_CHARS_MAX)), None
        )

    async def _change(self, item_id: int, statement: tuple[Any, ...], event: NewEvent | None) -> IntakeItem:
        async def work(connection: Connection) -> Any:
            row = await connection.fetchrow(statement[0], item_id, *statement[1:])
            if row is not None and event is not None:
                await append_drafts(connection, [(-item_id, draft_event(event))])
            return row

        return read_item(await self._lender.transact({month_of(event.at)} if event else set(), work))

    async def decide(
        self, item_id: int, version: int, decision: IntakeDecisionMade, *, document_id: int | None = None
    ) -> IntakeItem:
        """Write a decision with its event.

        Raises LookupError; StaleVersion when the item changed, when someone else holds it, or when it was decided.
        """

        async def work(connection: Connection) -> Any:
            return await update_decision(connection, item_id, version, decision, document_id)

        row = await self._lender.transact({month_of(decision.at)}, work)
        if row is None:
            await self.get_item(item_id)
            raise StaleVersion
        return read_item(row)

    async def append_item_event(self, item_id: int, event: NewEvent) -> None:
        """Journal one act on an item (a view, a download…)."""

        async def work(connection: Connection) -> None:
            await append_drafts(connection, [(-item_id, draft_event(event))])

        await self._lender.transact({month_of(event.at)}, work)

    async def find_item_events(self, item_id: int) -> list[StoredEvent]:
        """The journal of an item or of a mail, oldest first."""
        async with self._lender.reading() as connection:
            return list(await readings.find_events(connection, -item_id))


async def insert_item(connection: Connection, item: NewItem) -> tuple[int, bool]:
    """Write an item with its files, its reading to do and its event; gives its id, and whether it is new.

    Inside a transaction of the caller, whose months hold that of the reception.
    """
    month = month_of(item.received_at)
    files = (*item.files, *item.kept)
    bodies = {body.sha256: body for body in (make_body(file.data, file.media_type, month) for file in files)}
    values = _item_values(item, month)
    number = await connection.fetchval(_ADD_ITEM, *values)
    if number is None:
        known = await connection.fetchval("SELECT id FROM intake_items WHERE dedup_key = $1", values[0])
        return int(known), False
    for digest in sorted(bodies):
        await connection.execute(
            "INSERT INTO bodies VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING", *bodies[digest]
        )
    await queue_reading(connection, number, item)
    told = {"source": item.source.value, "kind": item.kind.value, "door": item.door, "code": item.code}
    event = NewEvent(name="item.added", at=item.received_at, data=told)
    await append_drafts(connection, [(-number, draft_event(event))])
    return int(number), True


async def update_decision(
    connection: Connection, item_id: int, version: int, decision: IntakeDecisionMade, document_id: int | None = None
) -> Any:
    """Write a decision with its event, inside a transaction of the caller; the row, None when the item changed."""
    row = await connection.fetchrow(
        _DECIDE,
        item_id,
        version,
        STATE_AFTER[decision.act].value,
        write_decision(decision),
        decision.at,
        decision.person_id,
        document_id,
        clean_text(decision.actor),
        decision.act is not DecisionAct.REOPEN,
    )
    if row is not None:
        data = {"act": decision.act.value, "reason": decision.reason, "person": decision.person_id or 0}
        event = NewEvent(name="item.decided", at=decision.at, actor=f"user:{decision.actor}", data=data)
        await append_drafts(connection, [(-item_id, draft_event(event))])
    return row


def _item_values(item: NewItem, month: date) -> tuple[Any, ...]:
    kept = {"kept": [_describe_file(file) for file in item.kept]} if item.kept else {}
    return (
        digest_key(item.dedup_key),
        item.source.value,
        item.kind.value,
        clean_text(item.door),
        item.received_at.astimezone(UTC),
        month,
        clean_text(item.code),
        clean_text(item.reason, REASON_CHARS_MAX),
        clean_text(item.remedy, REASON_CHARS_MAX),
        clean_text(item.sender),
        clean_text(item.sender_label),
        clean_text(item.subject),
        clean_text(item.message_id),
        item.mail_sha256,
        json.dumps([_describe_file(file) for file in item.files]),
        render_json(list(item.findings)),
        item.person_id,
        item.document_id,
        clean_text(item.unit),
        clean_text(item.target),
        render_json(item.details | kept),
    )


def _describe_file(file: NewIntakeFile) -> dict[str, Any]:
    return {
        "name": clean_text(file.name),
        "media_type": clean_text(file.media_type),
        "sha256": hashlib.sha256(file.data).hexdigest(),
        "size_bytes": len(file.data),
    }


async def apply_intake_retention(connection: Connection, *, trace_before: datetime) -> None:
    """Forget mails settled, and items decided, before an instant: their trace has been kept long enough."""
    await connection.execute("DELETE FROM intake_mails WHERE state = 'settled' AND settled_at < $1", trace_before)
    await connection.execute("DELETE FROM intake_items WHERE state <> 'waiting' AND decided_at < $1", trace_before)
    await connection.execute(
        "DELETE FROM intake_readings r WHERE r.queued_at < $1 "
        "AND NOT EXISTS (SELECT 1 FROM intake_items i WHERE i.id = r.item_id)",
        trace_before,
    )
    await connection.execute("DELETE FROM intake_automatic WHERE filed_at < $1", trace_before)
