"""Documents that mails brought and that went to the record system without a person: told to the same surveillance.

They never were items: they are found among the documents, with the mark that nobody decided of them. The number of a
document stands for that of an item: numbers come from one sequence. They are counted, and listed until somebody looked
at them; whose they are was said by their INS, so that they are not drawn for the blind review of readings.
Rule: MSS/UX.07 (list of what was integrated automatically and not read), MSS/UX.16 (counts by type and period).
"""

from datetime import datetime, timedelta
from typing import Any

from liane.domain.intake.modes import name_source
from liane.store.connection import Connection
from liane.store.intake import Lender
from liane.store.values import clean_text

ADOPTED_MAX = 500
LOOK_BACK = timedelta(days=30)
OVERLAP = timedelta(hours=1)
"""How far before the last one found the next look begins: messages are not written in the order of their instants."""

_SINCE = "SELECT max(filed_at) FROM intake_automatic WHERE item_id = document_id"
_FIND = """
    SELECT d.id, m.received_at, d.type_code, coalesce(p.person_id, 0) AS person_id,
           coalesce(x.plan -> 'mail' ->> 'mailbox', '') AS mailbox, coalesce(x.plan -> 'mail' ->> 'unit', '') AS unit
    FROM messages m
    JOIN documents d ON d.id = m.document_id
    CROSS JOIN LATERAL (
      SELECT l.plan FROM deliveries l WHERE l.document_id = d.id AND l.destination = 'lps' ORDER BY l.id LIMIT 1
    ) AS x
    LEFT JOIN document_persons p ON p.document_id = d.id
    WHERE m.channel = 'mssante' AND m.received_at >= $1 AND m.kind = 'XDM'
      AND NOT EXISTS (SELECT 1 FROM intake_automatic a WHERE a.item_id = d.id)
      AND NOT EXISTS (SELECT 1 FROM events e
                      WHERE e.chain = d.id AND e.name = 'document.decided' AND e.actor LIKE 'user:%')
    ORDER BY m.received_at LIMIT $2
"""
_ADOPT = """
    INSERT INTO intake_automatic
      (item_id, document_id, person_id, source, type_code, unit, filed_at, is_sampled, review)
    VALUES ($1, $1, $2, $3, $4, $5, $6, false, 'none') ON CONFLICT (item_id) DO NOTHING
"""


class AutomaticMails:
    """Finds what mails brought and nobody decided of."""

    def __init__(self, lender: Lender) -> None:
        self._lender = lender
        self._since: datetime | None = None

    async def adopt(self, now: datetime) -> int:
        """Tell the surveillance of what came since the last look; returns how many."""
        async with self._lender.reading() as connection:
            if self._since is None:
                self._since = await connection.fetchval(_SINCE) or now - LOOK_BACK
            rows = await connection.fetch(_FIND, self._since - OVERLAP, ADOPTED_MAX)
        if rows:
            await self._keep(rows)
            self._since = max(self._since, *(row["received_at"] for row in rows))
        return len(rows)

    async def _keep(self, rows: list[Any]) -> None:
        values = [
            (
                row["id"],
                row["person_id"],
                clean_text(name_source("mssante", row["mailbox"])),
                row["type_code"],
                row["unit"],
                row["received_at"],
            )
            for row in rows
        ]

        async def work(connection: Connection) -> None:
            await connection.executemany(_ADOPT, values)

        await self._lender.transact(set(), work)
