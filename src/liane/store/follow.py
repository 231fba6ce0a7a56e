"""What follows a reception, written in groups: ends of deliveries, receipts, verdicts, keys; one transaction for all.

A flow that ends a delivery, one that settles a receipt and one that keeps a verdict share one commit and the same few
statements when they come together. Each gets its own answer. Rule: store.md §1.2 (group commit), §5.
"""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from liane.store.batches import BatchWriter
from liane.store.connection import Connection
from liane.store.consequences import Consequences
from liane.store.finish import Ending, end
from liane.store.registry_documents import Tying, tie_documents
from liane.store.settlement import Correlating, Settling, correlate, settle
from liane.store.verdicts import Judging, save_verdicts

Step = Ending | Settling | Judging | Correlating | Tying
_WRITERS: tuple[tuple[type, Callable[[Connection, Any, Consequences], Awaitable[Sequence[bool | Exception]]]], ...] = (
    (Ending, end),
    (Settling, settle),
    (Judging, save_verdicts),
    (Correlating, correlate),
    (Tying, tie_documents),
)


class FollowWriter(BatchWriter[Step, bool]):
    """Writes batches of steps on one connection."""

    async def _write_once(self, connection: Connection, batch: Sequence[Step]) -> list[bool | Exception]:
        results: list[bool | Exception] = [False] * len(batch)
        consequences = Consequences()
        async with connection.transaction():
            for kind, write in _WRITERS:
                places = [place for place, step in enumerate(batch) if isinstance(step, kind)]
                if places:
                    answers = await write(connection, [batch[place] for place in places], consequences)
                    for place, answer in zip(places, answers, strict=True):
                        results[place] = answer
            await consequences.write(connection)
        self.has_made_work = self.has_made_work or consequences.has_made_work
        return results
