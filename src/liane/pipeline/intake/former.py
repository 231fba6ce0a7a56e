"""What is known of the document that another one replaces or withdraws: still waiting, filed, or never seen.

A person then knows what to do of it; nothing is withdrawn here. Rule: mssante.md §5 (``action``); hl7v2.md §3.3, §7.1.
"""

from dataclasses import dataclass
from typing import Any

from liane.pipeline.intake.ports import Worklist
from liane.store.intake_records import ItemQuery, ItemState

FORMER_MAX = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Former:
    """The items of the former document, newest first. waiting: those that nobody decided yet."""

    items: tuple[int, ...]
    waiting: tuple[int, ...]
    filed: tuple[int, ...]

    def describe(self) -> dict[str, Any]:
        """Say it as JSON, as the screen shows it."""
        return {"items": list(self.items), "waiting": list(self.waiting), "filed": list(self.filed)}


async def find_former(worklist: Worklist, door: str, message_id: str) -> Former | None:
    """Find the items that came by the same door under an identifier; None when there is none."""
    if not message_id:
        return None
    query = ItemQuery(states=tuple(ItemState), doors=(door,), message_id=message_id, newest_first=True)
    found = await worklist.list_items(query, limit=FORMER_MAX)
    if not found:
        return None
    return Former(
        items=tuple(one.id for one in found),
        waiting=tuple(one.id for one in found if one.state is ItemState.WAITING),
        filed=tuple(one.id for one in found if one.state is ItemState.FILED),
    )
