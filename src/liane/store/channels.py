"""Channels: the doors, and whether a person has closed one."""

from datetime import datetime

from liane.store.connection import Connection
from liane.store.journal import SYSTEM_CHAIN, append_drafts, draft_event
from liane.store.records import NewEvent
from liane.store.values import clean_text

RUNNING, PAUSED = "running", "paused"


async def declare_channel(connection: Connection, name: str, *, label: str, direction: str, at: datetime) -> None:
    """Make a channel known; its state stays as it was."""
    await connection.execute(
        """
        INSERT INTO channels VALUES ($1, $2, $3, 'running', '', 'liane', $4)
        ON CONFLICT (name) DO UPDATE SET label = excluded.label, direction = excluded.direction
        """,
        clean_text(name),
        clean_text(label),
        clean_text(direction),
        at,
    )


async def set_channel_state(
    connection: Connection, name: str, state: str, *, actor: str, reason: str, at: datetime
) -> bool:
    """Pause or resume; False when it was so already. Raises LookupError, or ValueError for another state."""
    if state not in (RUNNING, PAUSED):
        raise ValueError(f"a channel is running or paused, not {state}")
    before = await connection.fetchval("SELECT state FROM channels WHERE name = $1 FOR UPDATE", clean_text(name))
    if before is None:
        raise LookupError(f"no channel {name}")
    if before == state:
        return False
    await connection.execute(
        "UPDATE channels SET state = $2, reason = $3, actor = $4, changed_at = $5 WHERE name = $1",
        clean_text(name),
        state,
        clean_text(reason, 2000),
        clean_text(actor),
        at,
    )
    event = NewEvent(name=f"channel.{state}", at=at, actor=actor, data={"channel": name, "reason": reason})
    await append_drafts(connection, [(SYSTEM_CHAIN, draft_event(event))])
    return True


async def get_channel_state(connection: Connection, name: str) -> str:
    """State of a channel; one that was never declared runs."""
    state = await connection.fetchval("SELECT state FROM channels WHERE name = $1", clean_text(name))
    return RUNNING if state is None else str(state)
