"""Keeps the prescriptions of patients, the texts of the answers, and the mailboxes of patients that take no mail.

What lives here: statements and transactions. Rule: couloirs.md §7; mssante.md §7, §8.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from liane.domain.errors import StaleVersion
from liane.domain.intake.prescriptions import OPEN_STATES, PrescriptionState
from liane.store.connection import Connection
from liane.store.intake import Lender
from liane.store.journal import append_drafts, draft_event
from liane.store.records import NewEvent
from liane.store.values import clean_text, month_of

LIST_MAX = 500
NOTE_CHARS_MAX = 300


_LIST = (
    "SELECT * FROM intake_prescriptions WHERE state = ANY($1::text[]) "
    "AND (cardinality($2::text[]) = 0 OR unit = ANY($2::text[])) ORDER BY "
)
_LIST_OLDEST = f"{_LIST} received_at, item_id LIMIT $3"
_LIST_NEWEST = f"{_LIST} received_at DESC, item_id DESC LIMIT $3"


class PatientMailboxState(StrEnum):
    """How the mailbox of a patient took our last mail. Rule: mssante.md §7."""

    OPEN = "open"
    CLOSED = "closed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Prescription:
    """One prescription received. is_first: the first message of this patient here: they are told how it is used."""

    item_id: int
    version: int
    state: PrescriptionState
    door: str
    unit: str
    person_id: int | None
    is_first: bool
    received_at: datetime
    changed_at: datetime
    changed_by: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientMailbox:
    """The mailbox of a patient. since: when it was known so. words: of the one who said it, French."""

    address: str
    state: PatientMailboxState
    person_id: int | None
    since: datetime
    delivery_id: int | None
    words: str


class PostgresAnswers:
    """The answers' side of the store of one process. Each method commits, then returns."""

    def __init__(self, lender: Lender) -> None:
        self._lender = lender

    # Prescriptions.

    async def open_prescription(self, item_id: int, *, is_first: bool, at: datetime) -> bool:
        """Put an item in the queue of prescriptions, once; False when it was there. Raises LookupError."""
        event = NewEvent(name="prescription.received", at=at, data={"first": is_first})

        async def work(connection: Connection) -> bool:
            done = await connection.fetchval(
                "INSERT INTO intake_prescriptions (item_id, state, door, unit, person_id, is_first, received_at, "
                "changed_at, changed_by) SELECT id, 'received', door, unit, person_id, $2, received_at, $3, '' "
                "FROM intake_items WHERE id = $1 ON CONFLICT (item_id) DO NOTHING RETURNING true",
                item_id,
                is_first,
                at,
            )
            if done:
                await append_drafts(connection, [(-item_id, draft_event(event))])
            return bool(done)

        return await self._lender.transact({month_of(at)}, work)

    async def change_prescription(
        self, item_id: int, version: int, state: PrescriptionState, *, by: str, at: datetime, note: str = ""
    ) -> Prescription:
        """Write a new state with its event. Raises LookupError; StaleVersion when it changed meanwhile."""
        event = NewEvent(
            name="prescription.changed", at=at, actor=f"user:{by}", data={"state": state.value, "note": note}
        )

        async def work(connection: Connection) -> Any:
            row = await connection.fetchrow(
                "UPDATE intake_prescriptions SET version = version + 1, state = $3, changed_by = $4, changed_at = $5, "
                "note = $6 WHERE item_id = $1 AND version = $2 RETURNING *",
                item_id,
                version,
                state.value,
                clean_text(by),
                at,
                clean_text(note, NOTE_CHARS_MAX),
            )
            if row is not None:
                await append_drafts(connection, [(-item_id, draft_event(event))])
            return row

        row = await self._lender.transact({month_of(at)}, work)
        if row is None:
            await self.get_prescription(item_id)
            raise StaleVersion
        return _read_prescription(row)

    async def get_prescription(self, item_id: int) -> Prescription:
        """Load one. Raises LookupError."""
        found = await self.find_prescription(item_id)
        if found is None:
            raise LookupError("no such prescription")
        return found

    async def find_prescription(self, item_id: int) -> Prescription | None:
        """Load the prescription of an item; None when it brings none."""
        async with self._lender.reading() as connection:
            row = await connection.fetchrow("SELECT * FROM intake_prescriptions WHERE item_id = $1", item_id)
        return _read_prescription(row) if row is not None else None

    async def list_prescriptions(
        self,
        states: Sequence[PrescriptionState] = OPEN_STATES,
        *,
        units: Sequence[str] = (),
        newest_first: bool = False,
        limit: int = LIST_MAX,
    ) -> list[Prescription]:
        """The queue, oldest first unless told otherwise. units: only these; empty for all."""
        async with self._lender.reading() as connection:
            rows = await connection.fetch(
                _LIST_NEWEST if newest_first else _LIST_OLDEST,
                [one.value for one in states],
                list(units),
                max(0, min(limit, LIST_MAX)),
            )
        return [_read_prescription(row) for row in rows]

    async def count_prescriptions(self, *, units: Sequence[str] = ()) -> dict[PrescriptionState, int]:
        """How many are in each state."""
        async with self._lender.reading() as connection:
            rows = await connection.fetch(
                "SELECT state, count(*) AS number FROM intake_prescriptions "
                "WHERE cardinality($1::text[]) = 0 OR unit = ANY($1::text[]) GROUP BY state",
                list(units),
            )
        return {PrescriptionState(row["state"]): row["number"] for row in rows}

    # Texts.

    async def load_texts(self) -> dict[str, str]:
        """The texts that the establishment wrote, by key."""
        async with self._lender.reading() as connection:
            rows = await connection.fetch("SELECT key, body FROM intake_texts")
        return {row["key"]: row["body"] for row in rows}

    async def save_text(self, key: str, body: str | None, *, by: str, at: datetime) -> None:
        """Keep a text of the establishment; None goes back to the one proposed."""

        async def work(connection: Connection) -> None:
            if body is None:
                await connection.execute("DELETE FROM intake_texts WHERE key = $1", clean_text(key))
                return
            await connection.execute(
                "INSERT INTO intake_texts VALUES ($1, $2, $3, $4) ON CONFLICT (key) DO UPDATE "
                "SET body = excluded.body, changed_at = excluded.changed_at, changed_by = excluded.changed_by",
                clean_text(key),
                body.replace("\x00", ""),
                at,
                clean_text(by),
            )

        await self._lender.transact(set(), work)

    # Mailboxes of patients.

    async def note_mailbox(self, mailbox: PatientMailbox) -> bool:
        """Note how a patient's mailbox takes mails; False when it was known so already, or since later."""

        async def work(connection: Connection) -> bool:
            return bool(
                await connection.fetchval(
                    "INSERT INTO patient_mailboxes VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (address) DO UPDATE "
                    "SET state = excluded.state, "
                    "person_id = coalesce(excluded.person_id, patient_mailboxes.person_id), "
                    "since = excluded.since, delivery_id = excluded.delivery_id, words = excluded.words "
                    "WHERE patient_mailboxes.state <> excluded.state AND patient_mailboxes.since <= excluded.since "
                    "RETURNING true",
                    mailbox.address.lower(),
                    mailbox.state.value,
                    mailbox.person_id,
                    mailbox.since,
                    mailbox.delivery_id,
                    clean_text(mailbox.words, NOTE_CHARS_MAX),
                )
            )

        return await self._lender.transact(set(), work)

    async def find_mailbox(self, address: str) -> PatientMailbox | None:
        """What is known of a patient's mailbox; None when nothing is."""
        async with self._lender.reading() as connection:
            row = await connection.fetchrow("SELECT * FROM patient_mailboxes WHERE address = $1", address.lower())
        return _read_mailbox(row)

    async def find_mailbox_of(self, person_id: int) -> PatientMailbox | None:
        """What is known of the mailbox of a person, the newest; None when nothing is."""
        async with self._lender.reading() as connection:
            row = await connection.fetchrow(
                "SELECT * FROM patient_mailboxes WHERE person_id = $1 ORDER BY since DESC LIMIT 1", person_id
            )
        return _read_mailbox(row)


def _read_prescription(row: Any) -> Prescription:
    return Prescription(**(dict(row) | {"state": PrescriptionState(row["state"])}))


def _read_mailbox(row: Any) -> PatientMailbox | None:
    return PatientMailbox(**(dict(row) | {"state": PatientMailboxState(row["state"])})) if row is not None else None
