"""A receiving node on a real socket, and a client that writes any bytes."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from liane.codecs.hl7v2.ack import Ack, parse_ack
from liane.codecs.hl7v2.mllp import MLLPReceiver, wrap_mllp
from liane.store.postgres_store import PostgresStore
from liane.wiring.services import Liane
from liane.wiring.settings import MLLPSettings, Settings

ANSWER_S_MAX = 20.0
FRAME_BYTES_MAX = 1_000_000
START, END = b"\x0b", b"\x1c\x0d"


@dataclass(slots=True)
class Door:
    """The MLLP door of a node."""

    node: Liane

    @property
    def store(self) -> PostgresStore:
        """Its store."""
        return self.node.store

    async def write(self, data: bytes, *, answers: int = 1, hangs_up: bool = False) -> list[Ack]:
        """Open a connection, write bytes as they are, read that many answers or until the other side closes.

        hangs_up: say that nothing more comes, as a sender that dies.
        """
        reader, writer = await asyncio.open_connection("127.0.0.1", self.node.mllp_port)
        receiver, frames = MLLPReceiver(), []
        try:
            writer.write(data)
            if hangs_up:
                writer.write_eof()
            async with asyncio.timeout(ANSWER_S_MAX):
                while len(frames) < answers or hangs_up:
                    received = await reader.read(65_536)
                    if not received:
                        break
                    frames += receiver.feed(received)
        except ConnectionError:
            pass
        finally:
            writer.close()
        return [parse_ack(frame) for frame in frames]

    async def send(self, message: bytes) -> Ack:
        """Send one message as an emitter does."""
        (ack,) = await self.write(wrap_mllp(message))
        return ack

    async def kept(self) -> list[tuple[str, str, list[str], bytes]]:
        """Every message kept, oldest first: (kind, answer, codes, bytes)."""
        async with self.store.reading() as connection:
            rows = await connection.fetch("SELECT id FROM messages ORDER BY id")
        kept = []
        for row in rows:
            message = await self.store.get_message(row["id"])
            raw = await self.store.load_message_raw(row["id"])
            codes: list[Any] = [error["code"] for error in message.errors]
            kept.append((message.kind, message.outcome, codes, raw))
        return kept


@asynccontextmanager
async def open_door(store_dsn: str, frame_size_bytes_max: int = FRAME_BYTES_MAX) -> AsyncIterator[Door]:
    """Run a node that only receives."""
    settings = Settings(
        database_url=store_dsn,
        mllp=MLLPSettings(port=0, frame_size_bytes_max=frame_size_bytes_max),
    )
    async with Liane(settings, roles=("receive",)) as node:
        yield Door(node)
