"""Verdicts of validation: kept under the key of what was judged by which rules, and set on the document."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from liane.store.connection import Connection
from liane.store.consequences import Consequences
from liane.store.journal import Draft, draft_event
from liane.store.records import NewEvent
from liane.store.values import clean_text, render_json

_SAVE = """
    WITH o AS (
      SELECT * FROM unnest($1::text[], $2::text[], $3::jsonb[], $4::timestamptz[]) AS o(cache_key, state, verdict, at)
    ),
    v AS (
      INSERT INTO verdicts SELECT DISTINCT ON (cache_key) cache_key, state, verdict, at FROM o ORDER BY cache_key
      ON CONFLICT (cache_key) DO UPDATE SET state = excluded.state, verdict = excluded.verdict, at = excluded.at
    )
    UPDATE documents AS d SET verdict = j.state, verdict_key = j.cache_key
    FROM unnest($5::bigint[], $1::text[], $2::text[]) AS j(id, cache_key, state) WHERE d.id = j.id
    RETURNING d.id, d.message_id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judging:
    """One verdict, ready to be written."""

    document_id: int
    cache_key: str
    state: str
    verdict: str
    event: Draft

    @property
    def size_bytes(self) -> int:
        """What it weighs in a batch."""
        return len(self.verdict) + 512

    @property
    def months(self) -> set[date]:
        """Months in which it writes."""
        return {self.event.month}


def prepare_judging(document_id: int, cache_key: str, state: str, verdict: dict[str, Any], event: NewEvent) -> Judging:
    """Write a verdict as JSON. Raises TypeError or ValueError for what JSON cannot say."""
    return Judging(
        document_id=document_id,
        cache_key=clean_text(cache_key),
        state=clean_text(state),
        verdict=render_json(verdict),
        event=draft_event(event),
    )


async def save_verdicts(
    connection: Connection, batch: Sequence[Judging], consequences: Consequences
) -> list[bool | Exception]:
    """Keep verdicts, set them on their documents, note their events; LookupError where there is no such document."""
    once = {one.document_id: one for one in batch}
    kept = [once[number] for number in sorted(once)]
    rows = await connection.fetch(
        _SAVE,
        [one.cache_key for one in kept],
        [one.state for one in kept],
        [one.verdict for one in kept],
        [one.event.at for one in kept],
        [one.document_id for one in kept],
    )
    messages = {row["id"]: row["message_id"] for row in rows}
    for one in batch:
        if one.document_id in messages:
            consequences.add(one.document_id, messages[one.document_id], at=one.event.at, events=(one.event,))
    return [one.document_id in messages or LookupError(f"no document {one.document_id}") for one in batch]
