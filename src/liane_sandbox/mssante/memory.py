"""The SQLite file under the operator's memory: one connection, transactions, watchers. No table is known here."""

import sqlite3
import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from importlib import resources
from pathlib import Path


class Memory:
    """One SQLite file, safe to use from several threads."""

    def __init__(self, path: Path) -> None:
        self._lock = threading.RLock()
        self._watchers: list[Callable[[str], None]] = []
        self._receipt_watchers: list[Callable[[], None]] = []
        self._connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._connection.row_factory = sqlite3.Row
        self._connection.executescript(resources.files(__package__).joinpath("schema.sql").read_text(encoding="utf-8"))

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()

    def watch(self, watcher: Callable[[str], None]) -> None:
        """Call ``watcher(address)`` after each change of a mailbox's messages, in the thread that changed it."""
        self._watchers.append(watcher)

    def unwatch(self, watcher: Callable[[str], None]) -> None:
        """Stop calling a watcher."""
        self._watchers.remove(watcher)

    def watch_receipts(self, watcher: Callable[[], None]) -> None:
        """Call ``watcher()`` after each new receipt to deliver, in the thread that prepared it."""
        self._receipt_watchers.append(watcher)

    def _notify(self, addresses: Collection[str]) -> None:
        for watcher in tuple(self._watchers):
            for address in addresses:
                watcher(address)

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def _query(self, sql: str, values: Sequence[object] = ()) -> list[sqlite3.Row]:
        with self._lock:
            return self._connection.execute(sql, values).fetchall()
