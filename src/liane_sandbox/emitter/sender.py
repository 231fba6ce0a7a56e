"""The MLLP link of the simulated application towards the platform: one connection, one message in flight."""

import asyncio
import contextlib
import ssl

from liane.codecs.hl7v2.mllp import MLLPReceiver, wrap_mllp
from liane.domain.errors import MalformedMessage, RemoteOutcomeUnknown, RemoteUnavailable

ANSWER_BYTES_MAX = 1024 * 1024
READ_BYTES = 65_536
REMOTE = "pfi"


class PlatformLink:
    """A persistent connection to the platform's MLLP port."""

    def __init__(self, host: str, port: int, *, tls: ssl.SSLContext | None = None, timeout_s: float = 60.0) -> None:
        self._host = host
        self._port = port
        self._tls = tls
        self._timeout_s = timeout_s
        self._turn = asyncio.Lock()
        self._link: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def exchange(self, message: bytes) -> bytes:
        """Send one message, return its answer.

        Raises RemoteUnavailable when no connection opens, RemoteOutcomeUnknown when no whole answer comes.
        """
        async with self._turn:
            reader, writer = await self._open()
            try:
                async with asyncio.timeout(self._timeout_s):
                    writer.write(wrap_mllp(message))
                    await writer.drain()
                    return await _read_answer(reader)
            except (OSError, EOFError, MalformedMessage) as error:  # TimeoutError is an OSError
                await self._close()
                raise RemoteOutcomeUnknown(REMOTE, type(error).__name__) from error
            except asyncio.CancelledError:
                await self._close()
                raise

    async def close(self) -> None:
        """Close the connection, if any."""
        async with self._turn:
            await self._close()

    async def _open(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if self._link is not None and (self._link[0].at_eof() or self._link[1].is_closing()):
            await self._close()
        if self._link is None:
            try:
                async with asyncio.timeout(self._timeout_s):
                    self._link = await asyncio.open_connection(self._host, self._port, ssl=self._tls)
            except OSError as error:
                raise RemoteUnavailable(REMOTE, type(error).__name__) from error
        return self._link

    async def _close(self) -> None:
        link, self._link = self._link, None
        if link is not None:
            link[1].close()
            with contextlib.suppress(OSError):
                await link[1].wait_closed()


async def _read_answer(reader: asyncio.StreamReader) -> bytes:
    receiver = MLLPReceiver(size_bytes_max=ANSWER_BYTES_MAX)
    while True:
        data = await reader.read(READ_BYTES)
        if not data:
            raise EOFError("closed before the answer")
        answers = receiver.feed(data)
        if answers:
            return answers[0]
