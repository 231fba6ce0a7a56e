"""To whom documents belong. A merge moves no link: whose document it now is, the chain of merges says."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from liane.domain.documents.request import Stay
from liane.store.connection import Connection
from liane.store.values import clean_text

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


async def link_document(connection: Connection, document_id: int, person_id: int, how: str, at: datetime) -> bool:
    """Tie a document to a person; False when it already was tied, to anyone."""
    made = await connection.fetchval(
        "INSERT INTO document_persons VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING RETURNING true",
        document_id,
        person_id,
        clean_text(how),
        at,
    )
    return bool(made)


async def find_document_persons(connection: Connection, document_ids: Sequence[int]) -> dict[int, int]:
    """By document, the person it was tied to (merges not followed); those not tied are left out."""
    rows = await connection.fetch(
        "SELECT document_id, person_id FROM document_persons WHERE document_id = ANY($1::bigint[])", list(document_ids)
    )
    return {row["document_id"]: row["person_id"] for row in rows}


async def find_documents_of_person(connection: Connection, person_id: int, limit: int) -> list[int]:
    """Documents tied to a person or to those merged into them, newest first."""
    return [row["document_id"] for row in await connection.fetch(_OF_FAMILY, person_id, limit)]
