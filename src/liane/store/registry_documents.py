"""To whom documents belong. A merge moves no link: whose document it now is, the chain of merges says."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from liane.domain.documents.request import Stay
from liane.store.connection import Connection
from liane.store.consequences import Consequences

_TOLD_STAYS = """
    WITH RECURSIVE family AS (
      SELECT $1::bigint AS id
      UNION SELECT p.id FROM family f JOIN persons p ON p.merged_into = f.id
    )
    SELECT c.id, c.title, c.type_label, c.received_at, c.request -> 'stay' AS stay
    FROM family f JOIN document_persons d ON d.person_id = f.id JOIN documents c ON c.id = d.document_id
    ORDER BY c.id DESC LIMIT $2
"""
_OF_FAMILY = """
    WITH RECURSIVE family AS (
      SELECT $1::bigint AS id
      UNION SELECT p.id FROM family f JOIN persons p ON p.merged_into = f.id
    )
    SELECT d.document_id FROM family f JOIN document_persons d ON d.person_id = f.id
    ORDER BY d.document_id DESC LIMIT $2
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class TiedDocument:
    """One document of a person, with what its message told of the stay."""

    id: int
    title: str
    type_label: str
    received_at: datetime
    stay: Stay


async def find_tied_documents(connection: Connection, person_id: int, limit: int) -> list[TiedDocument]:
    """Documents tied to a person or to those merged into them, with the stay each tells, newest first."""
    rows = await connection.fetch(_TOLD_STAYS, person_id, limit)
    return [
        TiedDocument(
            id=row["id"],
            title=row["title"],
            type_label=row["type_label"],
            received_at=row["received_at"],
            stay=read_told_stay(row["stay"]),
        )
        for row in rows
    ]


def read_told_stay(value: str | None) -> Stay:
    """Read the stay of a request kept as JSON; an empty one when the document came by another way than a message."""
    told = json.loads(value) if value else {}
    known = {name: str(told.get(name) or "") for name in Stay.__dataclass_fields__}
    return Stay(**known)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tying:
    """One document to tie to a person. how: by what, shown."""

    document_id: int
    person_id: int
    how: str
    at: datetime
    size_bytes: int = 128
    """What it weighs in a batch."""

    @property
    def months(self) -> set[date]:
        """Months in which it writes: none, the table is whole."""
        return set()


async def tie_documents(
    connection: Connection, batch: Sequence[Tying], consequences: Consequences
) -> list[bool | Exception]:
    """Tie documents to persons; False where one already was tied, to anyone, or is tied by an earlier of the batch."""
    del consequences  # nothing hangs on it
    first: dict[int, Tying] = {}
    for one in batch:
        first.setdefault(one.document_id, one)
    rows = await connection.fetch(
        "INSERT INTO document_persons SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::timestamptz[]) "
        "ON CONFLICT DO NOTHING RETURNING document_id",
        [first[number].document_id for number in sorted(first)],
        [first[number].person_id for number in sorted(first)],
        [first[number].how for number in sorted(first)],
        [first[number].at for number in sorted(first)],
    )
    made = {row["document_id"] for row in rows}
    return [one.document_id in made and first[one.document_id] is one for one in batch]


async def find_document_persons(connection: Connection, document_ids: Sequence[int]) -> dict[int, int]:
    """By document, the person it was tied to (merges not followed); those not tied are left out."""
    rows = await connection.fetch(
        "SELECT document_id, person_id FROM document_persons WHERE document_id = ANY($1::bigint[])", list(document_ids)
    )
    return {row["document_id"]: row["person_id"] for row in rows}


async def find_documents_of_person(connection: Connection, person_id: int, limit: int) -> list[int]:
    """Documents tied to a person or to those merged into them, newest first."""
    return [row["document_id"] for row in await connection.fetch(_OF_FAMILY, person_id, limit)]
