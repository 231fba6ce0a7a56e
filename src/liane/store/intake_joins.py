"""Items joined into one, and parted again: all of it in one transaction, or nothing.

What lives here: statements. What may be joined: ``pipeline.intake.joining``. Rule: intake.md §1.5, §6.
"""

from collections.abc import Sequence
from typing import Any

from liane.domain.errors import StaleVersion
from liane.store.connection import Connection
from liane.store.intake import Lender, insert_item, update_decision
from liane.store.intake_records import DecisionAct, IntakeDecisionMade, IntakeItem, NewItem
from liane.store.intake_rows import read_item
from liane.store.journal import append_drafts, draft_event
from liane.store.records import NewEvent
from liane.store.values import month_of

FOUND_MAX = 20
_PLAIN, _ACCENTED = "aaaceeeeiioouuuy", "àâäçéèêëîïôöùûüÿ"
_FIND = f"""
    SELECT * FROM intake_items WHERE id IN (
      SELECT id FROM intake_items
      WHERE state = 'waiting' AND kind = 'file' AND source <> 'patient' AND id <> $1
        AND (cardinality($2::text[]) = 0 OR unit = ANY($2::text[]))
        AND (cardinality($3::text[]) = 0 OR person_id = ANY($4::bigint[]) OR NOT EXISTS (
          SELECT 1 FROM unnest($3::text[]) AS word WHERE position(word IN translate(lower(
            concat_ws(' ', id, sender, sender_label, subject, files -> 0 ->> 'name')), '{_ACCENTED}', '{_PLAIN}')) = 0))
      ORDER BY (door = $5) DESC, abs(extract(epoch FROM received_at - $6)), id LIMIT $7)
    ORDER BY (door = $5) DESC, abs(extract(epoch FROM received_at - $6)), id
"""  # noqa: S608 - letters of ours alone
_ORIGINAL = (
    "SELECT version, state, decision -> 'data' ->> 'joined' AS joined FROM intake_items WHERE id = $1 FOR UPDATE"
)


class PostgresJoins:
    """Joins in the store of one process."""

    def __init__(self, lender: Lender) -> None:
        self._lender = lender

    async def join(
        self, item: NewItem, parts: Sequence[tuple[int, int]], decision: IntakeDecisionMade, event: NewEvent
    ) -> int:
        """Keep the joined item and set its parts aside; returns its id, the same when it is asked again.

        parts: number of each item, and the version that was seen. decision: that on each part; the number of the joined
        item is added to its data. event: told on the joined item. Raises StaleVersion when a part changed or is held.
        """

        async def work(connection: Connection) -> int:
            number, is_new = await insert_item(connection, item)
            if not is_new:
                return number
            await append_drafts(connection, [(-number, draft_event(event))])
            made = _with(decision, joined=str(number))
            for part, version in parts:
                if await update_decision(connection, part, version, made) is None:
                    raise StaleVersion
            return number

        return await self._lender.transact({month_of(item.received_at), month_of(decision.at)}, work)

    async def undo(self, joined: tuple[int, int], parts: Sequence[int], decision: IntakeDecisionMade) -> None:
        """Set a joined item aside and have its parts wait again. Raises StaleVersion when one is no more as joined.

        joined: its number, and the version that was seen. decision: that on the joined item, and its reason on all.
        """
        number, version = joined
        again = IntakeDecisionMade(
            act=DecisionAct.REOPEN, actor=decision.actor, at=decision.at, reason=decision.reason, data={}
        )

        async def work(connection: Connection) -> None:
            if await update_decision(connection, number, version, _with(decision, unjoined="oui")) is None:
                raise StaleVersion
            for part in sorted(parts):
                row = await connection.fetchrow(_ORIGINAL, part)
                is_ours = row is not None and row["state"] == "set_aside" and row["joined"] == str(number)
                if not is_ours or await update_decision(connection, part, row["version"], again) is None:
                    raise StaleVersion

        await self._lender.transact({month_of(decision.at)}, work)

    async def find(
        self, item: IntakeItem, words: Sequence[str], person_ids: Sequence[int], units: Sequence[str], *, limit: int = 8
    ) -> list[IntakeItem]:
        """Files that wait beside an item: those that bear every word (lower case, no accent), or are of these persons.

        Without a word, all. Those of the same door first, then the nearest in time. units: only these; empty for all.
        """
        async with self._lender.reading() as connection:
            rows = await connection.fetch(
                _FIND,
                item.id,
                list(units),
                list(words),
                list(person_ids),
                item.door,
                item.received_at,
                min(limit, FOUND_MAX),
            )
        return [read_item(row) for row in rows]


def _with(decision: IntakeDecisionMade, **data: Any) -> IntakeDecisionMade:
    return IntakeDecisionMade(
        act=decision.act, actor=decision.actor, at=decision.at, reason=decision.reason, data={**decision.data, **data}
    )
