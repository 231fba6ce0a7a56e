"""Channels: the doors of a node, which a person may pause and resume; what is paused waits, nothing is lost.

A paused outgoing channel leaves its deliveries in place; a paused incoming one answers AR, so that emitters keep their
messages. Rule: architecture.md §3; screens.md §3 (Canaux).
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from liane.domain.documents.delivery import Destination

INCOMING = "hl7v2"
IDENTITIES = "identités"
DIFFUSION = "diffusion"
LABELS: Mapping[str, tuple[str, str]] = {
    INCOMING: ("Réception HL7 v2", "in"),
    "dmp": ("Alimentation du DMP", "out"),
    "mssante": ("Envois MSSanté", "out"),
    "zam": ("Accusés vers les émetteurs", "out"),
    IDENTITIES: ("Réception des identités (ADT)", "in"),
    DIFFUSION: ("Diffusion des identités (ADT)", "out"),
    "lps": ("Remise aux logiciels de l'établissement", "out"),
}
CHANNEL_OF: Mapping[Destination, str] = {
    Destination.DMP: "dmp",
    Destination.MSSANTE_PS: "mssante",
    Destination.MSSANTE_PATIENT: "mssante",
    Destination.ZAM: "zam",
    Destination.LPS: "lps",
    Destination.FEEDBACK: "mssante",
}
FRESH_FOR = timedelta(seconds=1)


class ChannelStore(Protocol):
    """Where the states of the channels are kept."""

    async def get_channel_state(self, name: str) -> str:
        """``running`` or ``paused``."""
        ...


class ChannelGuard:
    """Knows which channels are paused, looked at once a second at most."""

    def __init__(self, store: ChannelStore, *, now: Callable[[], datetime]) -> None:
        self._store = store
        self._now = now
        self._paused: frozenset[str] = frozenset()
        self._seen_at: datetime | None = None

    async def _refresh(self) -> frozenset[str]:
        now = self._now()
        if self._seen_at is None or now - self._seen_at >= FRESH_FOR:
            if self._seen_at is not None:
                self._seen_at = now  # one looks, the others go on with what was last seen
            states = {name: await self._store.get_channel_state(name) for name in LABELS}
            self._paused = frozenset(name for name, state in states.items() if state == "paused")
            self._seen_at = now
        return self._paused

    async def is_paused(self, name: str) -> bool:
        """Tell whether one channel is paused."""
        return name in await self._refresh()

    async def keep_running(self, destinations: Sequence[Destination]) -> tuple[Destination, ...]:
        """Leave out the destinations whose channel is paused."""
        paused = await self._refresh()
        return tuple(one for one in destinations if CHANNEL_OF.get(one) not in paused)
