"""To whom documents belong. A merge moves no link: whose document it now is, the chain of merges says."""

from collections.abc import Sequence
from datetime import datetime

from liane.store.connection import Connection
from liane.store.values import clean_text

_OF_FAMILY = """
    WITH RECURSIVE family AS (
      SELECT $1::bigint AS id
      UNION SELECT p.id FROM family f JOIN persons p ON p.merged_into = f.id
    )
    SELECT d.document_id FROM family f JOIN document_persons d ON d.person_id = f.id
    ORDER BY d.document_id DESC LIMIT $2
"""


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
