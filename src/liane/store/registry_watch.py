"""What hangs on the identity of a person: deliveries that wait for it, documents that left under it.

Rule: store.md §5; hl7v2.md §8.5.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from liane.domain.documents.delivery import Destination
from liane.domain.identity.person import Person
from liane.store.connection import Connection
from liane.store.postgres_store import PostgresStore
from liane.store.registry_read import read_person

HELD_MAX = 500
SENT_MAX = 500

_LOOK = """
    WITH RECURSIVE asked AS (
      SELECT place, document_id, message_id
      FROM unnest($1::bigint[], $2::bigint[]) WITH ORDINALITY AS k(document_id, message_id, place)
    ), chain AS (
      SELECT k.place, p.id, p.version, p.merged_into, p.state, 0 AS depth
      FROM asked k JOIN document_persons l ON l.document_id = k.document_id JOIN persons p ON p.id = l.person_id
      UNION ALL
      SELECT c.place, p.id, p.version, p.merged_into, p.state, c.depth + 1
      FROM chain c JOIN persons p ON p.id = c.merged_into WHERE c.depth < 100
    )
    SELECT NOT EXISTS (SELECT 1 FROM identity_messages m WHERE m.state = 'pending' AND m.message_id < k.message_id)
             AS is_caught_up,
           c.id, c.version, c.merged_into, c.state
    FROM asked k
    LEFT JOIN LATERAL (SELECT * FROM chain x WHERE x.place = k.place ORDER BY x.depth DESC LIMIT 1) AS c ON true
    ORDER BY k.place
"""
_NEXT = "SELECT person_id, mark FROM persons_to_examine ORDER BY mark LIMIT $1"
_EXAMINED = """
    DELETE FROM persons_to_examine AS e USING unnest($1::bigint[], $2::bigint[]) AS d(person_id, mark)
    WHERE e.person_id = d.person_id AND e.mark = d.mark
"""
_FAMILY = """
    WITH RECURSIVE up AS (
      SELECT id, merged_into FROM persons WHERE id = ANY($1::bigint[])
      UNION SELECT p.id, p.merged_into FROM persons p JOIN up ON p.id = up.merged_into
    ), family AS (
      SELECT id FROM up UNION SELECT p.id FROM persons p JOIN family f ON p.merged_into = f.id
    )
    SELECT id FROM family
"""
_HELD = """
    SELECT id FROM (
    SELECT d.id FROM deliveries d
    WHERE d.state = 'parked' AND d.plan ? 'held' AND (d.plan -> 'held' ->> 'person')::bigint = ANY($1::bigint[])
    UNION
    SELECT d.id FROM document_persons l JOIN deliveries d ON d.document_id = l.document_id
    WHERE l.person_id = ANY($1::bigint[]) AND d.state = 'parked' AND d.plan ? 'held'
    UNION
    SELECT d.id FROM deliveries d
    WHERE d.state = 'parked' AND d.plan ? 'held' AND (d.plan -> 'held' -> 'keys') ?| $2::text[]
    ) AS held WHERE id > $4 ORDER BY id LIMIT $3
"""
_SENT = """
    SELECT d.id, d.document_id, d.destination, d.recipient, d.action, c.patient_ins, c.patient_ins_oid, c.request
    FROM document_persons l
    JOIN documents c ON c.id = l.document_id
    JOIN deliveries d ON d.document_id = c.id
    WHERE l.person_id = ANY($1::bigint[]) AND d.state = 'delivered' AND d.destination = ANY($2::text[])
      AND NOT EXISTS (
        SELECT 1 FROM deliveries x WHERE x.document_id = c.id AND x.destination = d.destination
          AND x.recipient = d.recipient AND x.action = 'delete' AND x.state NOT IN ('refused', 'cancelled', 'skipped'))
    ORDER BY d.id DESC LIMIT $3
"""
_WAITING = """
    SELECT d.id, d.document_id, d.destination, d.recipient, d.cause_code, d.cause_message, d.cause_remedy,
           d.created_at, (d.plan -> 'held' ->> 'person')::bigint AS person_id, c.type_label, c.sender, c.patient_label
    FROM deliveries d JOIN documents c ON c.id = d.document_id
    WHERE d.state = 'parked' AND d.plan ? 'held' AND ($1 = '' OR d.cause_code = $1) AND d.id > $2
    ORDER BY d.id LIMIT $3
"""
_COUNT = """
    SELECT d.cause_code, count(*) FROM deliveries d WHERE d.state = 'parked' AND d.plan ? 'held' GROUP BY 1 ORDER BY 1
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What a gate sees at one instant. is_caught_up: every identity message received before was applied or set aside.

    person: the identity in force of the person a document is tied to; None while it is tied to nobody.
    """

    is_caught_up: bool
    person: Person | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SentDelivery:
    """One delivery that reached its destination, with what its document said of the patient. request: as kept."""

    id: int
    document_id: int
    destination: Destination
    recipient: str
    action: str
    patient_ins: str | None
    patient_ins_oid: str | None
    request: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldDelivery:
    """One delivery that waits for an identity. person_id: 0 when nobody is known. code: ``identity.…``."""

    id: int
    document_id: int
    destination: Destination
    recipient: str
    code: str
    message: str
    remedy: str
    since: datetime
    person_id: int
    type_label: str
    sender: str
    patient_label: str


async def look_at_documents(connection: Connection, keys: Sequence[tuple[int, int]]) -> list[Any]:
    """For each (document, message), the person in force and whether the flow of identities is caught up with it."""
    rows = await connection.fetch(_LOOK, [document for document, _ in keys], [message for _, message in keys])
    return [
        Look(is_caught_up=row["is_caught_up"], person=None if row["id"] is None else read_person(row)) for row in rows
    ]


class RegistryWatch:
    """Reads and marks of one store."""

    def __init__(self, store: PostgresStore) -> None:
        self._store = store

    async def look(self, document_id: int, message_id: int) -> Look:
        """Look at the person of a document and at the flow of identities, in one reading."""
        seen: Look = await self._store.look_up(look_at_documents, (document_id, message_id))
        return seen

    async def next_to_examine(self, *, limit: int) -> list[tuple[int, int]]:
        """Persons changed and not yet examined, oldest change first: (person, mark)."""
        async with self._store.reading() as connection:
            return [(row["person_id"], row["mark"]) for row in await connection.fetch(_NEXT, limit)]

    async def mark_examined(self, examined: Sequence[tuple[int, int]]) -> None:
        """Take persons away, unless they changed again meanwhile."""
        async with self._store.writing() as connection:
            await connection.execute(_EXAMINED, [person for person, _ in examined], [mark for _, mark in examined])

    async def find_family(self, person_ids: Sequence[int]) -> list[int]:
        """These persons, those they were merged into, and all that were merged into those."""
        async with self._store.reading() as connection:
            return [row["id"] for row in await connection.fetch(_FAMILY, list(person_ids))]

    async def find_held(self, family: Sequence[int], keys: Sequence[str], *, after: int = 0) -> list[int]:
        """Deliveries that wait for these persons, or whose patient is named by one of these keys, by number.

        At most HELD_MAX; after: the last one already seen.
        """
        async with self._store.reading() as connection:
            rows = await connection.fetch(_HELD, list(family), list(keys), HELD_MAX, after)
        return [row["id"] for row in rows]

    async def find_sent(self, family: Sequence[int]) -> list[SentDelivery]:
        """Deliveries that reached the DMP or a mailbox and were not taken back, newest first."""
        wanted = [Destination.DMP.value, Destination.MSSANTE_PATIENT.value, Destination.MSSANTE_PS.value]
        async with self._store.reading() as connection:
            rows = await connection.fetch(_SENT, list(family), wanted, SENT_MAX)
        return [
            SentDelivery(
                id=row["id"],
                document_id=row["document_id"],
                destination=Destination(row["destination"]),
                recipient=row["recipient"],
                action=row["action"],
                patient_ins=row["patient_ins"],
                patient_ins_oid=row["patient_ins_oid"],
                request=json.loads(row["request"]),
            )
            for row in rows
        ]

    async def list_held(self, *, code: str = "", after: int = 0, limit: int = 100) -> list[HeldDelivery]:
        """A page of the waiting list, oldest first."""
        async with self._store.reading() as connection:
            rows = await connection.fetch(_WAITING, code, after, limit)
        return [
            HeldDelivery(
                id=row["id"],
                document_id=row["document_id"],
                destination=Destination(row["destination"]),
                recipient=row["recipient"],
                code=row["cause_code"],
                message=row["cause_message"] or "",
                remedy=row["cause_remedy"] or "",
                since=row["created_at"],
                person_id=row["person_id"],
                type_label=row["type_label"],
                sender=row["sender"],
                patient_label=row["patient_label"],
            )
            for row in rows
        ]

    async def count_held(self) -> dict[str, int]:
        """How many deliveries wait, by code."""
        async with self._store.reading() as connection:
            return {row["cause_code"]: row["count"] for row in await connection.fetch(_COUNT)}
