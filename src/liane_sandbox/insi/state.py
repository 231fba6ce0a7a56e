"""The durable state of the simulated INSi, in one SQLite file: the log of calls, the lots deposited. No rule here."""

import json
import sqlite3
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from importlib.resources import files
from pathlib import Path

TRACE_BYTES_MAX = 256 * 1024
CALLS_MAX = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call. asked: first names sent, in order, separated by ``+``, and ``@`` with the place when sent.

    outcome: ``success`` or ``fault`` or ``none``. codes: CodeCR, verdict or code of the fault.
    """

    at: str
    operation: str = ""
    message_id: str = ""
    certificate: str = ""
    sender: str = ""
    idam: str = ""
    sought: str = ""
    asked: str = ""
    outcome: str = "none"
    codes: str = ""
    context: str = ""
    fault: str = ""
    duration_ms: int = 0
    http_status: int = 0
    request: bytes = field(default=b"", repr=False)
    response: bytes = field(default=b"", repr=False)
    id: int = 0


_COLUMNS = tuple(one.name for one in fields(Call) if one.name != "id")


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredLot:
    """One lot. owner: OU of who deposited it. verdicts: rank, is OK."""

    number: str
    owner: str
    at: datetime
    verdicts: tuple[tuple[int, bool], ...]


class INSiState:
    """The state. path: SQLite file, made when absent. Safe from any thread."""

    def __init__(self, path: Path | str) -> None:
        self._lock = threading.RLock()
        self._connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = NORMAL")
        self._connection.executescript(files("liane_sandbox.insi").joinpath("schema.sql").read_text(encoding="utf-8"))

    def close(self) -> None:
        """Close the file; the state cannot be used afterwards."""
        with self._lock:
            self._connection.close()

    def _rows(self, sql: str, values: Sequence[object] = ()) -> list[tuple[object, ...]]:
        with self._lock:
            return self._connection.execute(sql, values).fetchall()

    def add_call(self, call: Call) -> None:
        """Keep one call; the oldest ones go when there are more than CALLS_MAX."""
        values = [getattr(call, name) for name in _COLUMNS]
        values[-2:] = [call.request[:TRACE_BYTES_MAX], call.response[:TRACE_BYTES_MAX]]
        marks = ", ".join("?" * len(_COLUMNS))
        with self._lock:
            cursor = self._connection.execute(
                f"INSERT INTO calls ({', '.join(_COLUMNS)}) VALUES ({marks})",  # noqa: S608 - fixed names
                values,
            )
            last = cursor.lastrowid or 0
            if last % 100 == 0:
                self._connection.execute("DELETE FROM calls WHERE id <= ?", (last - CALLS_MAX,))

    def find_calls(self, *, limit: int = 100, sought: str = "") -> list[Call]:
        """The newest calls, newest first, of one person when ``sought`` is given."""
        rows = self._rows(
            f"SELECT id, {', '.join(_COLUMNS)} FROM calls WHERE ? IN ('', sought) ORDER BY id DESC LIMIT ?",  # noqa: S608
            (sought, limit),
        )
        return [_read_call(row) for row in rows]

    def find_call(self, call_id: int) -> Call | None:
        """Find one call."""
        rows = self._rows(f"SELECT id, {', '.join(_COLUMNS)} FROM calls WHERE id = ?", (call_id,))  # noqa: S608
        return _read_call(rows[0]) if rows else None

    def count_calls(self) -> int:
        """How many calls are kept."""
        return int(str(self._rows("SELECT count(*) FROM calls")[0][0]))

    def add_lot(self, lot: StoredLot) -> None:
        """Keep one lot."""
        self._rows(
            "INSERT INTO lots (number, owner, at, verdicts) VALUES (?, ?, ?, ?)",
            (lot.number, lot.owner, lot.at.isoformat(), json.dumps(lot.verdicts)),
        )

    def find_lot(self, number: str) -> StoredLot | None:
        """Find one lot."""
        rows = self._rows("SELECT number, owner, at, verdicts FROM lots WHERE number = ?", (number,))
        if not rows:
            return None
        found, owner, at, verdicts = (str(value) for value in rows[0])
        return StoredLot(
            number=found,
            owner=owner,
            at=datetime.fromisoformat(at),
            verdicts=tuple((int(rank), bool(is_ok)) for rank, is_ok in json.loads(verdicts)),
        )

    def reset(self) -> None:
        """Forget everything."""
        with self._lock:
            self._connection.execute("DELETE FROM calls")
            self._connection.execute("DELETE FROM lots")


def _read_call(row: Sequence[object]) -> Call:
    return Call(**dict(zip(("id", *_COLUMNS), row, strict=True)))  # type: ignore[arg-type]  # columns have the types of the fields
