"""What follows a reception, written in groups: ends of deliveries, receipts, verdicts, keys; one transaction for all.

A flow that ends a delivery, one that settles a receipt and one that keeps a verdict share one commit and the same few
statements when they come together. Each gets its own answer. Rule: store.md §1.2 (group commit), §5.
"""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import asyncpg

from liane.store.connection import CROSSED, Connection, Line, is_outage
from liane.store.consequences import Consequences
from liane.store.finish import Ending, end
from liane.store.partitions import Months
from liane.store.registry_documents import Tying, tie_documents
from liane.store.settlement import Correlating, Settling, correlate, settle
from liane.store.verdicts import Judging, save_verdicts

RETRIES_MAX = 5

Step = Ending | Settling | Judging | Correlating | Tying
_WRITERS: tuple[tuple[type, Callable[[Connection, Any, Consequences], Awaitable[Sequence[bool | Exception]]]], ...] = (
    (Ending, end),
    (Settling, settle),
    (Judging, save_verdicts),
    (Correlating, correlate),
    (Tying, tie_documents),
)


class FollowWriter:
    """Writes batches of steps on one connection."""

    def __init__(self, line: Line, months: Months) -> None:
        self._line = line
        self._months = months
        self.has_made_work = False

    async def write(self, batch: Sequence[Step]) -> list[bool | Exception]:
        """Write a batch; when it is refused as a whole, each step alone, so that one bad row harms no other."""
        self.has_made_work = False
        async with self._line.use() as connection:
            try:
                return await self._write_again(connection, batch)
            except asyncpg.PostgresError as error:
                if len(batch) == 1 or is_outage(error):
                    raise
            results: list[bool | Exception] = []
            for step in batch:
                try:
                    results += await self._write_again(connection, (step,))
                except asyncpg.PostgresError as error:
                    if is_outage(error):
                        raise
                    results.append(error)
            return results

    async def _write_again(self, connection: Connection, batch: Sequence[Step]) -> list[bool | Exception]:
        for attempt in range(RETRIES_MAX):
            await self._months.ensure(connection, {month for step in batch for month in step.months})
            try:
                async with connection.transaction():
                    return await self._write_once(connection, batch)
            except CROSSED:
                self._months.forget()
                if attempt == RETRIES_MAX - 1:
                    raise
        raise AssertionError

    async def _write_once(self, connection: Connection, batch: Sequence[Step]) -> list[bool | Exception]:
        results: list[bool | Exception] = [False] * len(batch)
        consequences = Consequences()
        for kind, write in _WRITERS:
            places = [place for place, step in enumerate(batch) if isinstance(step, kind)]
            if places:
                answers = await write(connection, [batch[place] for place in places], consequences)
                for place, answer in zip(places, answers, strict=True):
                    results[place] = answer
        await consequences.write(connection)
        self.has_made_work = self.has_made_work or consequences.has_made_work
        return results
