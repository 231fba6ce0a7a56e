"""The memory of the simulated DPI: messages received and what it answered. One SQLite file; any thread."""

import sqlite3
import threading
from dataclasses import dataclass
from datetime import datetime
from importlib import resources
from pathlib import Path

from liane_sandbox.dpi.shelf import Shelf

LISTED_MAX = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedMessage:
    """One message received. ack_code: what was answered (``AA``, ``AE``). times: how often it came."""

    id: int
    sender: str
    control_id: str
    message_type: str
    received_at: datetime
    ack_code: str
    reason: str
    times: int
    message: bytes


class DPIState:
    """Rows of one file. Every method commits before it returns."""

    def __init__(self, path: Path) -> None:
        self._lock = threading.Lock()
        self._connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute("PRAGMA synchronous=OFF")
        self._connection.executescript(resources.files(__package__).joinpath("schema.sql").read_text("utf-8"))
        _widen(self._connection)
        self.shelf = Shelf(self._connection, self._lock)

    def keep(
        self,
        *,
        sender: str,
        control_id: str,
        message_type: str,
        at: datetime,
        ack_code: str,
        reason: str,
        message: bytes,
    ) -> None:
        """Keep a message, or count it once more when it came before."""
        with self._lock:
            self._connection.execute(
                "INSERT INTO received (sender, control_id, message_type, received_at, ack_code, reason, message) "
                "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (sender, control_id) DO UPDATE "
                "SET times = times + 1, ack_code = excluded.ack_code, reason = excluded.reason",
                (sender, control_id, message_type, at.isoformat(), ack_code, reason, message),
            )

    def list_received(self, *, limit: int = 100) -> list[ReceivedMessage]:
        """Messages, newest first."""
        with self._lock:
            rows = self._connection.execute(
                "SELECT id, sender, control_id, message_type, received_at, ack_code, reason, times, message "
                "FROM received ORDER BY id DESC LIMIT ?",
                (min(limit, LISTED_MAX),),
            ).fetchall()
        return [
            ReceivedMessage(
                id=row[0],
                sender=row[1],
                control_id=row[2],
                message_type=row[3],
                received_at=datetime.fromisoformat(row[4]),
                ack_code=row[5],
                reason=row[6],
                times=row[7],
                message=row[8],
            )
            for row in rows
        ]

    def clear(self) -> None:
        """Forget everything."""
        self.shelf.clear()
        with self._lock:
            self._connection.execute("DELETE FROM received")

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()


def _widen(connection: sqlite3.Connection) -> None:
    """Give a file of an older sandbox the columns that it lacks."""
    known = {row[1] for row in connection.execute("PRAGMA table_info(documents)")}
    for name, default in (("door", "HL7 v2"), ("handed", "")):
        if name not in known:
            connection.execute(f"ALTER TABLE documents ADD COLUMN {name} TEXT NOT NULL DEFAULT '{default}'")
