"""Notes every look-up of a name and every connection that this process tries, but those of the machine itself.

A hook of the interpreter: it sees the loop of the standard library, not one written in C. Tests that call the network
asynchronously run on the former (``anyio_backend`` of their module). What a library written in C would call by itself
escapes the hook: a bait listens on loopback for that.
"""

import contextlib
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

HERE = frozenset({None, "localhost", "127.0.0.1", "::1", b"localhost", b"127.0.0.1"})
_seen: list[str] = []
_watchers = 0


def _note(event: str, arguments: tuple[Any, ...]) -> None:
    if not _watchers:
        return
    if event == "socket.getaddrinfo" and arguments[0] not in HERE:
        _seen.append(f"{event} {arguments[0]}")
    if event == "urllib.Request":
        _seen.append(f"{event} {arguments[0]}")
    if event == "socket.connect" and isinstance(arguments[1], tuple) and arguments[1][0] not in HERE:
        _seen.append(f"{event} {arguments[1]}")


sys.addaudithook(_note)


@contextmanager
def watching() -> Iterator[list[str]]:
    """Give the list of what leaves, filled as it happens."""
    global _watchers
    _seen.clear()
    _watchers += 1
    try:
        yield _seen
    finally:
        _watchers -= 1


@dataclass(frozen=True, slots=True)
class Bait:
    """An address that hostile contents name. touched: one entry per connection that came."""

    address: str
    touched: list[str] = field(default_factory=list)


@contextmanager
def baiting() -> Iterator[Bait]:
    """Listen on loopback, whoever calls, in whatever language it is written."""
    listener = socket.create_server(("127.0.0.1", 0))
    bait = Bait(f"http://127.0.0.1:{listener.getsockname()[1]}/vol")

    def listen() -> None:
        with contextlib.suppress(OSError):
            while True:
                link, peer = listener.accept()
                bait.touched.append(f"{peer[0]}:{peer[1]}")
                link.close()

    thread = threading.Thread(target=listen, name="bait")
    thread.start()
    try:
        yield bait
    finally:
        with contextlib.suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(5)
