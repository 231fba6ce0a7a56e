"""The documents that the simulated DPI holds, by patient: filed, replaced, deleted. Rows of its SQLite file."""

import sqlite3
import threading
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

LISTED_MAX = 500


class FiledState(StrEnum):
    """Where a document stands in the record."""

    CURRENT = "current"
    REPLACED = "replaced"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledDocument:
    """One version of one document. ipp: the record it is in. times: how often it was handed over.

    door: by which it came. handed: identifier of the hand-over, for the doors that name it.
    """

    id: int = 0
    unique_id: str
    replaces: str = ""
    state: FiledState = FiledState.CURRENT
    ipp: str
    type_code: str
    type_label: str
    title: str
    content_type: str
    content: bytes = field(repr=False)
    sender: str
    recipient: str
    subject: str
    mail_id: str
    filed_at: datetime
    times: int = 1
    door: str = "HL7 v2"
    handed: str = ""


_COLUMNS = (
    "id, unique_id, replaces, state, ipp, type_code, type_label, title, content_type, content, sender, recipient, "
    "subject, mail_id, filed_at, times, door, handed"
)


class Shelf:
    """The documents. Every method commits before it returns."""

    def __init__(self, connection: sqlite3.Connection, lock: threading.Lock) -> None:
        self._connection = connection
        self._lock = lock

    def find(self, unique_id: str) -> FiledDocument | None:
        """One document by its identifier."""
        with self._lock:
            row = self._connection.execute(
                f"SELECT {_COLUMNS} FROM documents WHERE unique_id = ?",  # noqa: S608 - constant columns
                (unique_id,),
            ).fetchone()
        return _read(row) if row else None

    def find_handed(self, handed: str) -> FiledDocument | None:
        """One document by the identifier of its hand-over."""
        with self._lock:
            row = self._connection.execute(
                f"SELECT {_COLUMNS} FROM documents WHERE handed = ? AND handed <> ''",  # noqa: S608 - constant columns
                (handed,),
            ).fetchone()
        return _read(row) if row else None

    def file(self, document: FiledDocument) -> None:
        """Put a document into its record; the one that it replaces is no longer current. Again: counted once more."""
        with self._lock:
            self._connection.execute("BEGIN")
            self._connection.execute(
                "INSERT INTO documents (unique_id, replaces, state, ipp, type_code, type_label, title, content_type, "
                "content, sender, recipient, subject, mail_id, filed_at, door, handed) "
                "VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?) "
                "ON CONFLICT (unique_id) DO UPDATE SET times = times + 1",
                (
                    document.unique_id,
                    document.replaces,
                    document.state.value,
                    document.ipp,
                    document.type_code,
                    document.type_label,
                    document.title,
                    document.content_type,
                    document.content,
                    document.sender,
                    document.recipient,
                    document.subject,
                    document.mail_id,
                    document.filed_at.isoformat(),
                    document.door,
                    document.handed,
                ),
            )
            if document.replaces:
                self._connection.execute(
                    "UPDATE documents SET state = 'replaced' WHERE unique_id = ?", (document.replaces,)
                )
            self._connection.execute("COMMIT")

    def delete(self, unique_id: str) -> None:
        """Take a document out of its record; its trace stays."""
        with self._lock:
            self._connection.execute("UPDATE documents SET state = 'deleted' WHERE unique_id = ?", (unique_id,))

    def list_documents(self, *, ipp: str = "", limit: int = 200) -> list[FiledDocument]:
        """Documents, newest first; of one record when it is named."""
        with self._lock:
            rows = self._connection.execute(
                f"SELECT {_COLUMNS} FROM documents WHERE ? IN ('', ipp) ORDER BY id DESC LIMIT ?",  # noqa: S608
                (ipp, min(limit, LISTED_MAX)),
            ).fetchall()
        return [_read(row) for row in rows]

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._connection.execute("DELETE FROM documents")


def _read(row: tuple[object, ...]) -> FiledDocument:
    names = [name.strip() for name in _COLUMNS.split(",")]
    values = dict(zip(names, row, strict=True))
    values["state"] = FiledState(str(values["state"]))
    values["filed_at"] = datetime.fromisoformat(str(values["filed_at"]))
    return FiledDocument(**values)  # type: ignore[arg-type]  # columns are the fields
