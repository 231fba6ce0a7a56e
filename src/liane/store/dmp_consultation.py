"""Keeps the consultation of DMPs: openings, lists and documents until their end; visits, authorisations, integrations.

What ended is never given back, even before it is swept. Rule: dmp.md §8, §9 (what was read is kept as the rules allow).
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from liane.domain.dmp.folder import AccessMode, Authorisation, FolderFacts, FolderState
from liane.domain.identity.ins import INS
from liane.store.connection import Connection
from liane.store.dmp_records import (
    Integration,
    IntegrationNews,
    KeptDocument,
    NewsKind,
    Opening,
    OpeningKey,
)
from liane.store.intake import Lender
from liane.store.values import clean_text, render_json

BODY_BYTES_MAX = 32 * 1024 * 1024
"""A larger document is read again each time rather than kept."""
BODIES_MAX = 100
"""Documents kept for one opening; the oldest is not counted out, the next is only not kept."""
INTEGRATIONS_MAX = 1_000
REASON_CHARS_MAX = 500
_KEY = "session = $1 AND person_id = $2 AND access = $3 AND is_secret = $4"
_VISIT = """
    INSERT INTO dmp_visits AS v (reader, person_id, last_at) VALUES ($1, $2, $3)
    ON CONFLICT (reader, person_id) DO UPDATE SET last_at = greatest(v.last_at, EXCLUDED.last_at)
"""
_SAVE_LIST = """
    INSERT INTO dmp_lists (opening_id, filters, documents, read_at, until)
    SELECT id, $2, $3, $4, least($5, until) FROM dmp_openings WHERE id = $1
    ON CONFLICT (opening_id, filters)
    DO UPDATE SET documents = EXCLUDED.documents, read_at = EXCLUDED.read_at, until = EXCLUDED.until
"""
_SAVE_BODY = """
    INSERT INTO dmp_bodies (opening_id, unique_id, media_type, fiche, content, until)
    SELECT id, $2, $3, $4, $5, least($6, until) FROM dmp_openings
    WHERE id = $1 AND (SELECT count(*) FROM dmp_bodies WHERE opening_id = $1) < $7
    ON CONFLICT (opening_id, unique_id) DO UPDATE
    SET media_type = EXCLUDED.media_type, fiche = EXCLUDED.fiche, content = EXCLUDED.content, until = EXCLUDED.until
    WHERE dmp_bodies.until < EXCLUDED.until
"""
_ADD_INTEGRATION = """
    INSERT INTO dmp_integrations (person_id, unique_id, logical_id, entry_uuid, version, item_id, actor, at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING RETURNING true
"""


class PostgresDMPConsultation:
    """What one process keeps of consultations; see ``ConsultationStore``."""

    def __init__(self, lender: Lender) -> None:
        self._lender = lender

    # Openings.

    async def find_opening(self, key: OpeningKey, at: datetime) -> Opening | None:
        """The opening in force of a reader on a DMP; None when there is none, or when it ended."""
        async with self._lender.reading() as connection:
            row = await connection.fetchrow(
                f"SELECT * FROM dmp_openings WHERE {_KEY} AND until > $5",  # noqa: S608 - written here alone
                *_key_values(key),
                at,
            )
        return _read_opening(row) if row is not None else None

    async def save_opening(self, opening: Opening, *, user: str) -> Opening:
        """Keep an opening in place of the former one, and the visit; gives it with the instant of the last visit.

        An opening that only follows the former one of the same session keeps its « last visit ».
        """
        key = opening.key

        async def work(connection: Connection) -> Opening:
            former = await connection.fetchrow(
                f"DELETE FROM dmp_openings WHERE {_KEY} RETURNING previous_visit",  # noqa: S608 - written here alone
                *_key_values(key),
            )
            previous = await connection.fetchval(
                "SELECT last_at FROM dmp_visits WHERE reader = $1 AND person_id = $2", user, key.person_id
            )
            kept = replace(opening, previous_visit=former["previous_visit"] if former is not None else previous)
            await connection.execute(_VISIT, user, key.person_id, opening.opened_at)
            await connection.execute(
                "INSERT INTO dmp_openings VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
                kept.id,
                *_key_values(key),
                kept.ins.matricule,
                kept.ins.oid,
                render_json(asdict(kept.facts)),
                clean_text(kept.reason, REASON_CHARS_MAX),
                kept.opened_at,
                kept.until,
                kept.previous_visit,
            )
            return kept

        return await self._lender.transact((), work)

    async def drop_session(self, session: str) -> int:
        """Forget all that was kept for a session, at once; how many openings went."""
        return await self._delete("DELETE FROM dmp_openings WHERE session = $1", session)

    async def drop_reader(self, key: OpeningKey) -> None:
        """Forget what was kept for one reader on one DMP."""
        await self._delete(f"DELETE FROM dmp_openings WHERE {_KEY}", *_key_values(key))  # noqa: S608

    async def drop_person(self, person_id: int) -> int:
        """Forget what was kept of one DMP for every reader: the patient said no, or is no longer the same."""
        return await self._delete("DELETE FROM dmp_openings WHERE person_id = $1", person_id)

    async def sweep(self, at: datetime) -> int:
        """Delete what ended; how many openings went."""
        return await self._delete("DELETE FROM dmp_openings WHERE until <= $1", at)

    async def _delete(self, statement: str, *values: Any) -> int:
        async def work(connection: Connection) -> int:
            status = await connection.execute(statement, *values)
            return int(str(status).rpartition(" ")[2])

        return await self._lender.transact((), work)

    # Lists and documents.

    async def find_list(self, opening_id: str, filters: str, at: datetime) -> tuple[bytes, datetime] | None:
        """A list kept for an opening, with the instant it was read; None when there is none or it ended."""
        async with self._lender.reading() as connection:
            row = await connection.fetchrow(
                "SELECT documents, read_at FROM dmp_lists WHERE opening_id = $1 AND filters = $2 AND until > $3",
                opening_id,
                filters,
                at,
            )
        return (bytes(row["documents"]), row["read_at"]) if row is not None else None

    async def save_list(self, opening_id: str, filters: str, data: bytes, *, at: datetime, until: datetime) -> None:
        """Keep a list until an instant, never beyond its opening; does nothing when the opening is gone."""
        await self._write(_SAVE_LIST, opening_id, filters, data, at, until)

    async def find_body(self, opening_id: str, unique_id: str, at: datetime) -> KeptDocument | None:
        """A document kept for an opening."""
        async with self._lender.reading() as connection:
            row = await connection.fetchrow(
                "SELECT media_type, fiche, content FROM dmp_bodies "
                "WHERE opening_id = $1 AND unique_id = $2 AND until > $3",
                opening_id,
                unique_id,
                at,
            )
        if row is None:
            return None
        return KeptDocument(
            unique_id=unique_id, fiche=bytes(row["fiche"]), media_type=row["media_type"], data=bytes(row["content"])
        )

    async def save_body(self, opening_id: str, document: KeptDocument, *, until: datetime) -> None:
        """Keep a document until an instant, never beyond its opening; one that is too large is not kept."""
        if len(document.data) <= BODY_BYTES_MAX:
            await self._write(
                _SAVE_BODY,
                opening_id,
                document.unique_id,
                document.media_type,
                document.fiche,
                document.data,
                until,
                BODIES_MAX,
            )

    async def forget_document(self, person_id: int, unique_id: str) -> None:
        """Forget the lists of a person and one document, for every reader."""

        async def work(connection: Connection) -> None:
            mine = "opening_id IN (SELECT id FROM dmp_openings WHERE person_id = $1)"
            await connection.execute(f"DELETE FROM dmp_lists WHERE {mine}", person_id)  # noqa: S608
            await connection.execute(
                f"DELETE FROM dmp_bodies WHERE {mine} AND unique_id = $2",  # noqa: S608
                person_id,
                unique_id,
            )

        await self._lender.transact((), work)

    async def _write(self, statement: str, *values: Any) -> None:
        async def work(connection: Connection) -> None:
            await connection.execute(statement, *values)

        await self._lender.transact((), work)

    # What stays.

    async def record_authorisation(
        self, person_id: int, *, user: str, structure: str, action: str, status: str, at: datetime
    ) -> None:
        """Keep that an authorisation was declared or withdrawn, and what the DMP answered."""
        await self._write(
            "INSERT INTO dmp_authorisations VALUES (nextval('ids'), $1, $2, $3, $4, $5, $6)",
            person_id,
            clean_text(user),
            clean_text(structure),
            clean_text(action),
            clean_text(status),
            at,
        )

    async def find_authorisations(self, person_id: int, *, limit: int = 100) -> list[dict[str, Any]]:
        """Authorisations declared or withdrawn from here, newest first: reader, structure, action, status, at."""
        async with self._lender.reading() as connection:
            rows = await connection.fetch(
                "SELECT reader, structure, action, status, at FROM dmp_authorisations "
                "WHERE person_id = $1 ORDER BY id DESC LIMIT $2",
                person_id,
                limit,
            )
        return [dict(row) for row in rows]

    async def add_integration(self, integration: Integration) -> bool:
        """Keep that a document was integrated; False when it already was."""

        async def work(connection: Connection) -> bool:
            return bool(
                await connection.fetchval(
                    _ADD_INTEGRATION,
                    integration.person_id,
                    clean_text(integration.unique_id),
                    clean_text(integration.logical_id),
                    clean_text(integration.entry_uuid),
                    clean_text(integration.version),
                    integration.item_id,
                    clean_text(integration.by),
                    integration.at,
                )
            )

        return await self._lender.transact((), work)

    async def find_integrations(self, person_id: int) -> list[Integration]:
        """What was integrated for a person, newest first."""
        async with self._lender.reading() as connection:
            rows = await connection.fetch(
                "SELECT * FROM dmp_integrations WHERE person_id = $1 ORDER BY at DESC, unique_id LIMIT $2",
                person_id,
                INTEGRATIONS_MAX,
            )
        return [_read_integration(row) for row in rows]

    async def find_known_documents(self, unique_ids: Sequence[str]) -> frozenset[str]:
        """Those of these uniqueIds that Liane already received or sent, by whatever door."""
        async with self._lender.reading() as connection:
            rows = await connection.fetch(
                "SELECT DISTINCT unique_id FROM documents WHERE unique_id = ANY($1::text[])", list(unique_ids)
            )
        return frozenset(row["unique_id"] for row in rows)

    async def save_news(self, person_id: int, news: Sequence[IntegrationNews], at: datetime) -> None:
        """Keep what became of integrated documents."""

        async def work(connection: Connection) -> None:
            await connection.executemany(
                "UPDATE dmp_integrations SET news = $3, news_by = $4, news_at = $5 "
                "WHERE person_id = $1 AND unique_id = $2",
                [(person_id, one.unique_id, one.kind.value, clean_text(one.by_unique_id), at) for one in news],
            )

        await self._lender.transact((), work)


def _key_values(key: OpeningKey) -> tuple[Any, ...]:
    return clean_text(key.session), key.person_id, key.access.value, key.is_secret


def _read_opening(row: Any) -> Opening:
    facts = json.loads(row["facts"]) if isinstance(row["facts"], str) else row["facts"]
    return Opening(
        id=row["id"],
        key=OpeningKey(
            session=row["session"],
            person_id=row["person_id"],
            access=AccessMode(row["access"]),
            is_secret=row["is_secret"],
        ),
        ins=INS(matricule=row["ins"], oid=row["ins_oid"]),
        facts=FolderFacts(
            **{
                **facts,
                "state": FolderState(facts["state"]),
                "authorisation": Authorisation(facts["authorisation"]),
            }
        ),
        reason=row["reason"],
        opened_at=row["opened_at"],
        until=row["until"],
        previous_visit=row["previous_visit"],
    )


def _read_integration(row: Any) -> Integration:
    news = None
    if row["news"]:
        news = IntegrationNews(unique_id=row["unique_id"], kind=NewsKind(row["news"]), by_unique_id=row["news_by"])
    return Integration(
        person_id=row["person_id"],
        unique_id=row["unique_id"],
        logical_id=row["logical_id"],
        entry_uuid=row["entry_uuid"],
        version=row["version"],
        item_id=row["item_id"],
        by=row["actor"],
        at=row["at"],
        news=news,
    )
