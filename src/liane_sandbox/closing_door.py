"""The door of a simulated service: an HTTP server that the fault « down » closes, and that opens again after it.

What lives here: when the port listens. What must not: what the service answers.
"""

import asyncio
import ssl
from collections.abc import Awaitable, Callable

from liane_sandbox.faults import FaultSwitchboard
from liane_sandbox.http_server import HTTPServer, Reply, Request


class ClosingDoor:
    """A port of this machine, open but while the switchboard says that its service is down.

    service: its name on the switchboard. handle: answers a request. tls: None for plain HTTP. port 0: a free one, kept
    when the door opens again.
    """

    def __init__(
        self,
        service: str,
        handle: Callable[[Request], Awaitable[Reply]],
        faults: FaultSwitchboard,
        tls: ssl.SSLContext | None,
        port: int,
    ) -> None:
        self._service = service
        self._faults = faults
        self._http = HTTPServer(handle, tls, "127.0.0.1", port)
        self._scheme = "https" if tls is not None else "http"
        self._loop = asyncio.get_running_loop()
        self._turning: asyncio.Task[None] | None = None
        self._lock = asyncio.Lock()
        self._is_stopped = False

    @property
    def address(self) -> str:
        """Scheme, host and port, once opened."""
        return f"{self._scheme}://127.0.0.1:{self._http.port}"

    async def open(self) -> None:
        """Open the door and follow the faults « down »."""
        await self._http.open()
        self._faults.watch(self._turn_soon)

    def _turn_soon(self) -> None:
        if not self._is_stopped:
            self._loop.call_soon_threadsafe(self._turn)

    def _turn(self) -> None:
        if not self._is_stopped:
            self._turning = self._loop.create_task(self.settle())

    async def settle(self) -> None:
        """Make the door as the faults switched on say."""
        async with self._lock:
            if self._faults.is_down(self._service):
                await self._http.close()
            elif not self._is_stopped:
                await self._http.open()

    async def close(self) -> None:
        """Close the door for good."""
        self._is_stopped = True
        if self._turning is not None:
            await self._turning
        await self._http.close()
