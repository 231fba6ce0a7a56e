"""The memory of the simulated producing application: messages sent, their acks, the ZAM that came back.

One SQLite file. Every method commits before it returns (safe from a killed process; a power cut may take the last
moments of a simulation) and may be called from any thread. No protocol, no clock here: instants are given. The pages of
the sandbox read these methods.
"""

import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from importlib import resources
from pathlib import Path

from liane.codecs.hl7v2.ack import Ack, AckError, parse_ack
from liane.codecs.hl7v2.zam import Zam
from liane.domain.errors import InvalidInput

LISTED_MAX = 500


class SendOutcome(StrEnum):
    """What became of a message sent."""

    WAITING = "en attente"
    ACCEPTED = "AA"
    ERROR = "AE"
    REJECTED = "AR"
    UNREACHABLE = "injoignable"
    UNKNOWN = "issue inconnue"
    UNREADABLE = "réponse illisible"


@dataclass(frozen=True, slots=True, kw_only=True)
class SentMessage:
    """One message sent. ack: bytes answered, None when none came. zam_count: ZAM received about its MSH-10."""

    id: int
    control_id: str
    message_type: str
    label: str
    sent_at: datetime
    outcome: SendOutcome
    ack: bytes | None
    answered_at: datetime | None
    zam_count: int

    @property
    def errors(self) -> tuple[AckError, ...]:
        """The ERR segments of the ack; empty when there is none or it cannot be read."""
        parsed = self.parsed_ack
        return parsed.errors if parsed else ()

    @property
    def parsed_ack(self) -> Ack | None:
        """The ack as a value; None when there is none or it cannot be read."""
        try:
            return parse_ack(self.ack) if self.ack else None
        except InvalidInput:
            return None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedZam:
    """One ZAM received. times: how often it came, the same MSH-10 being kept once."""

    id: int
    sender: str
    control_id: str
    event: str
    request_control_id: str
    is_positive: bool
    mailbox: str
    error_code: str
    error_label: str
    error_table: str
    received_at: datetime
    times: int
    message: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectedMessage:
    """Bytes received on the way home that are no ZAM, and why (French)."""

    id: int
    received_at: datetime
    reason: str
    message: bytes


_SENT_COLUMNS = (
    "s.id, s.control_id, s.message_type, s.label, s.sent_at, s.outcome, s.ack, s.answered_at, "
    "(SELECT count(*) FROM zams z WHERE z.request_control_id = s.control_id) AS zam_count"
)


class EmitterState:
    """The memory of the producing application. path: a file, or ``:memory:``."""

    def __init__(self, path: Path | str) -> None:
        self._lock = threading.RLock()
        self._watchers: list[Callable[[], None]] = []
        self._connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = NORMAL")
        self._connection.row_factory = sqlite3.Row
        self._connection.executescript(resources.files(__package__).joinpath("schema.sql").read_text(encoding="utf-8"))

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()

    def watch(self, watcher: Callable[[], None]) -> None:
        """Call ``watcher()`` after each change, in the thread that changed."""
        self._watchers.append(watcher)

    def unwatch(self, watcher: Callable[[], None]) -> None:
        """Stop calling a watcher."""
        self._watchers.remove(watcher)

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
        for watcher in tuple(self._watchers):
            watcher()

    def _query(self, sql: str, values: Sequence[object] = ()) -> list[sqlite3.Row]:
        with self._lock:
            return self._connection.execute(sql, values).fetchall()

    # Messages sent

    def add_sent(self, *, control_id: str, message_type: str, label: str, message: bytes, at: datetime) -> int:
        """Keep a message about to leave; gives its number."""
        with self._transaction() as connection:
            cursor = connection.execute(
                "INSERT INTO sent (control_id, message_type, label, sent_at, message, outcome) "
                "VALUES (?, ?, ?, ?, ?, ?)",
                (control_id, message_type, label, at.isoformat(), message, SendOutcome.WAITING.value),
            )
            return int(cursor.lastrowid or 0)

    def save_outcome(self, sent_id: int, outcome: SendOutcome, ack: bytes | None, at: datetime) -> None:
        """Keep what became of a message."""
        with self._transaction() as connection:
            connection.execute(
                "UPDATE sent SET outcome = ?, ack = ?, answered_at = ? WHERE id = ?",
                (outcome.value, ack, at.isoformat(), sent_id),
            )

    def list_sent(self, *, limit: int = 100, before_id: int | None = None) -> list[SentMessage]:
        """List messages sent, newest first, LISTED_MAX at most; before_id gives the next page."""
        rows = self._query(
            f"SELECT {_SENT_COLUMNS} FROM sent s WHERE ? IS NULL OR s.id < ? ORDER BY s.id DESC LIMIT ?",  # noqa: S608
            (before_id, before_id, min(limit, LISTED_MAX)),
        )
        return [_read_sent(row) for row in rows]

    def find_sent(self, sent_id: int) -> SentMessage | None:
        """Find one message sent."""
        rows = self._query(f"SELECT {_SENT_COLUMNS} FROM sent s WHERE s.id = ?", (sent_id,))  # noqa: S608
        return _read_sent(rows[0]) if rows else None

    def find_by_control_id(self, control_id: str) -> list[SentMessage]:
        """The sendings under one MSH-10, newest first."""
        rows = self._query(
            f"SELECT {_SENT_COLUMNS} FROM sent s WHERE s.control_id = ? ORDER BY s.id DESC LIMIT ?",  # noqa: S608
            (control_id, LISTED_MAX),
        )
        return [_read_sent(row) for row in rows]

    def load_message(self, sent_id: int) -> bytes:
        """The bytes of one message sent. Raises LookupError."""
        rows = self._query("SELECT message FROM sent WHERE id = ?", (sent_id,))
        if not rows:
            raise LookupError("no such message sent")
        return bytes(rows[0]["message"])

    # What came back

    def save_zam(self, zam: Zam, raw: bytes, at: datetime) -> bool:
        """Keep a ZAM; False when the same MSH-10 of the same sender was there: it is counted, not kept again."""
        error = zam.error
        with self._transaction() as connection:
            cursor = connection.execute(
                "UPDATE zams SET times = times + 1 WHERE sender = ? AND control_id = ?",
                (str(zam.sender), zam.control_id),
            )
            if cursor.rowcount:
                return False
            connection.execute(
                "INSERT INTO zams (sender, control_id, event, request_control_id, is_positive, mailbox, error_code, "
                "error_label, error_table, received_at, message) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    str(zam.sender),
                    zam.control_id,
                    zam.event.value,
                    zam.request_control_id,
                    zam.is_positive,
                    zam.mailbox,
                    error.code if error else "",
                    error.label if error else "",
                    error.table if error else "",
                    at.isoformat(),
                    raw,
                ),
            )
            return True

    def list_zams(self, request_control_id: str | None = None, *, limit: int = 100) -> list[ReceivedZam]:
        """List the ZAM received, newest first: all, or those about one MSH-10."""
        rows = self._query(
            "SELECT * FROM zams WHERE ? IS NULL OR request_control_id = ? ORDER BY id DESC LIMIT ?",
            (request_control_id, request_control_id, min(limit, LISTED_MAX)),
        )
        return [_read_zam(row) for row in rows]

    def save_reject(self, raw: bytes, reason: str, at: datetime) -> None:
        """Keep bytes that are no ZAM."""
        with self._transaction() as connection:
            connection.execute(
                "INSERT INTO rejects (received_at, reason, message) VALUES (?, ?, ?)", (at.isoformat(), reason, raw)
            )

    def list_rejects(self, *, limit: int = 100) -> list[RejectedMessage]:
        """List the bytes that were no ZAM, newest first."""
        rows = self._query("SELECT * FROM rejects ORDER BY id DESC LIMIT ?", (min(limit, LISTED_MAX),))
        return [
            RejectedMessage(
                id=row["id"],
                received_at=datetime.fromisoformat(row["received_at"]),
                reason=row["reason"],
                message=bytes(row["message"]),
            )
            for row in rows
        ]

    def clear(self) -> None:
        """Forget everything."""
        with self._transaction() as connection:
            for table in ("sent", "zams", "rejects"):
                connection.execute(f"DELETE FROM {table}")  # noqa: S608  # names written above


def _read_sent(row: sqlite3.Row) -> SentMessage:
    return SentMessage(
        id=row["id"],
        control_id=row["control_id"],
        message_type=row["message_type"],
        label=row["label"],
        sent_at=datetime.fromisoformat(row["sent_at"]),
        outcome=SendOutcome(row["outcome"]),
        ack=None if row["ack"] is None else bytes(row["ack"]),
        answered_at=datetime.fromisoformat(row["answered_at"]) if row["answered_at"] else None,
        zam_count=row["zam_count"],
    )


def _read_zam(row: sqlite3.Row) -> ReceivedZam:
    return ReceivedZam(
        id=row["id"],
        sender=row["sender"],
        control_id=row["control_id"],
        event=row["event"],
        request_control_id=row["request_control_id"],
        is_positive=bool(row["is_positive"]),
        mailbox=row["mailbox"],
        error_code=row["error_code"],
        error_label=row["error_label"],
        error_table=row["error_table"],
        received_at=datetime.fromisoformat(row["received_at"]),
        times=row["times"],
        message=bytes(row["message"]),
    )
