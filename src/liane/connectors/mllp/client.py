"""MLLP client: one persistent connection to one application, one message in flight.

What went wrong is told by its class: not connected, nothing was sent (RemoteUnavailable); sent and unanswered, perhaps
accepted (RemoteOutcomeUnknown). Rule: hl7v2.md §2, §6 (a ZAM is sent again under the same MSH-10); style.md §6.
"""

import asyncio
import contextlib
import ssl
from dataclasses import dataclass

from liane.codecs.hl7v2.er7 import SIZE_BYTES_MAX
from liane.codecs.hl7v2.mllp import MLLPReceiver, wrap_mllp
from liane.domain.errors import MalformedMessage, RemoteOutcomeUnknown, RemoteUnavailable

READ_BYTES = 65_536


@dataclass(frozen=True, slots=True, kw_only=True)
class MLLPTimeouts:
    """How long to wait. reuse_s: age of silence past which a connection is opened anew rather than used again."""

    connect_s: float = 10.0
    answer_s: float = 60.0
    reuse_s: float = 60.0


class MLLPClient:
    """A link to one application. Safe to share between tasks: messages wait for their turn."""

    def __init__(
        self,
        host: str,
        port: int,
        *,
        remote: str = "lps",
        tls: ssl.SSLContext | None = None,
        server_hostname: str | None = None,
        timeouts: MLLPTimeouts | None = None,
        answer_size_bytes_max: int = SIZE_BYTES_MAX,
    ) -> None:
        self._host = host
        self._port = port
        self._remote = remote
        self._tls = tls
        self._server_hostname = server_hostname if tls else None
        self._timeouts = timeouts or MLLPTimeouts()
        self._answer_size_bytes_max = answer_size_bytes_max
        self._turn = asyncio.Lock()
        self._link: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        self._used_at = 0.0

    @property
    def is_stale(self) -> bool:
        """True when the next message needs a new connection: none is open, the peer closed it, or it is too old."""
        if self._link is None:
            return True
        reader, writer = self._link
        silence = asyncio.get_running_loop().time() - self._used_at
        return reader.at_eof() or writer.is_closing() or silence > self._timeouts.reuse_s

    async def send(self, message: bytes) -> bytes:
        """Send one message and return the bytes of its answer.

        Raises RemoteUnavailable when no connection could be made (nothing was sent), RemoteOutcomeUnknown when the
        connection was cut, the answer is late or is no frame after the message left; the link is then closed, so that
        a late answer is never taken for another's.
        """
        async with self._turn:
            reader, writer = await self._connect()
            try:
                async with asyncio.timeout(self._timeouts.answer_s):
                    answer = await self._exchange(reader, writer, message)
            except TimeoutError as error:
                await self._drop()
                raise RemoteOutcomeUnknown(self._remote, "MLLP_TIMEOUT") from error
            except (OSError, EOFError) as error:
                await self._drop()
                raise RemoteOutcomeUnknown(self._remote, "MLLP_CUT", type(error).__name__) from error
            except MalformedMessage as error:
                await self._drop()
                raise RemoteOutcomeUnknown(self._remote, "MLLP_MALFORMED", str(error)) from error
            except asyncio.CancelledError:
                await self._drop()
                raise
            self._used_at = asyncio.get_running_loop().time()
            return answer

    async def close(self) -> None:
        """Close the connection, if any."""
        async with self._turn:
            await self._drop()

    async def __aenter__(self) -> "MLLPClient":
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if self._link is not None and not self.is_stale:
            return self._link
        await self._drop()
        try:
            async with asyncio.timeout(self._timeouts.connect_s):
                self._link = await asyncio.open_connection(
                    self._host, self._port, ssl=self._tls, server_hostname=self._server_hostname
                )
        except TimeoutError as error:
            raise RemoteUnavailable(self._remote, "MLLP_CONNECT_TIMEOUT") from error
        except OSError as error:  # ssl.SSLError is one
            raise RemoteUnavailable(self._remote, "MLLP_CONNECT", type(error).__name__) from error
        return self._link

    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, message: bytes) -> bytes:
        writer.write(wrap_mllp(message))
        await writer.drain()
        receiver = MLLPReceiver(size_bytes_max=self._answer_size_bytes_max)
        while True:
            data = await reader.read(READ_BYTES)
            if not data:
                raise EOFError("closed before the answer")
            answers = receiver.feed(data)
            if answers:
                if not receiver.is_idle or len(answers) > 1:
                    await self._drop()  # more than was asked: the next answer could not be told from the rest
                return answers[0]

    async def _drop(self) -> None:
        link, self._link = self._link, None
        if link is not None:
            link[1].close()
            with contextlib.suppress(OSError, TimeoutError):
                async with asyncio.timeout(self._timeouts.connect_s):
                    await link[1].wait_closed()
