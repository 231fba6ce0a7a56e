"""The durable state of the DMP simulator, in one SQLite file: bodies byte for byte, fiches, lots, traces. No rule here.

One connection, one lock: every method is safe from any thread, and a change is written whole or not at all.
"""

import logging
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from lxml import etree

from liane.codecs.ebxml.metadata import Association, DocumentEntry, RegistryObjects
from liane.codecs.ebxml.names import AvailabilityStatus
from liane.codecs.ebxml.parse import parse_entry, parse_submission_set
from liane.codecs.ebxml.render import render_registry_objects
from liane.codecs.xml import parse_xml
from liane_sandbox.dmp.records import Change, StoredDocument, StoredEntry, StoredLot, Trace

REPOSITORY_ID = "1.2.250.1.213.4.1.1.1.2"
"""uniqueId of the national repository. Rule: dmp.md §4."""
_log = logging.getLogger(__name__)
_BOOKS = ("grants", "oppositions")
TRACE_BYTES_MAX = 256 * 1024
TRACES_MAX = 5_000
FICHES_PARSED_MAX = 10_000
_TRACE_FIELDS = (
    "at",
    "service",
    "action",
    "message_id",
    "ins",
    "actor",
    "mode",
    "outcome",
    "codes",
    "context",
    "fault",
    "duration_ms",
    "http_status",
    "request",
    "response",
)
_ENTRY_COLUMNS = (
    "entry_uuid, lid, version, unique_id, lot_uuid, ins, ins_oid, status, is_signature, structure, person, "
    "received_at, fiche"
)
_LOT_COLUMNS = "entry_uuid, unique_id, ins, ins_oid, transaction_name, submission_time, received_at, actor, package"
_ASSOCIATION_COLUMNS = "entry_uuid, kind, source, target, set_status, previous_version, original_status, new_status"


def _pack(element: etree._Element) -> bytes:
    data: bytes = etree.tostring(element, encoding="UTF-8", with_tail=False)
    return data


class StateFull(Exception):
    """There is no room left: nothing of the transaction is kept."""


class DMPState:
    """The state of one simulated DMP. path: SQLite file, made when absent; ``:memory:`` for a throw-away one."""

    def __init__(self, path: Path | str) -> None:
        self._lock = threading.RLock()
        self._connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = NORMAL")
        self._connection.executescript(files("liane_sandbox.dmp").joinpath("schema.sql").read_text(encoding="utf-8"))
        self._folders = {str(ins): str(status) for ins, status in self.rows("SELECT ins, status FROM folders")}

    def close(self) -> None:
        """Close the file; the state cannot be used afterwards."""
        with self._lock:
            self._connection.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Hold the state alone: what is read inside cannot change before what is written inside is committed."""
        with self._lock:
            if self._connection.in_transaction:
                yield
                return
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException as error:
                if self._connection.in_transaction:  # SQLite ends some of them by itself
                    self._connection.execute("ROLLBACK")
                if isinstance(error, sqlite3.OperationalError) and error.sqlite_errorcode == sqlite3.SQLITE_FULL:
                    raise StateFull from error
                raise

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[tuple[object, ...]]:
        """Read rows; for the books kept beside the registry."""
        with self._lock:
            return self._connection.execute(sql, values).fetchall()

    def run(self, sql: str, values: Sequence[object] = ()) -> None:
        """Write rows; for the books kept beside the registry."""
        with self._lock:
            self._connection.execute(sql, values)

    def apply(self, change: Change) -> None:
        """Write one accepted transaction."""
        with self.transaction():
            run = self._connection.execute
            lot = change.lot
            run(
                f"INSERT INTO lots ({_LOT_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
                (
                    lot.entry_uuid,
                    lot.unique_id,
                    lot.ins,
                    lot.ins_oid,
                    lot.transaction_name,
                    lot.submission_time,
                    lot.received_at,
                    lot.actor,
                    lot.source or _pack(render_registry_objects(RegistryObjects(submission_sets=(lot.lot,)))[0]),
                ),
            )
            for uuid, status in change.statuses:
                run("UPDATE entries SET status = ? WHERE entry_uuid = ?", (status, uuid))
            self._connection.executemany(
                f"INSERT INTO entries ({_ENTRY_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
                [_entry_values(entry) for entry in change.entries],
            )
            self._connection.executemany(
                "INSERT INTO documents (unique_id, body, sha1, size_bytes, media_type) VALUES (?, ?, ?, ?, ?)",
                [(one.unique_id, one.body, one.sha1, one.size_bytes, one.media_type) for one in change.documents],
            )
            self._connection.executemany(
                f"INSERT INTO associations ({_ASSOCIATION_COLUMNS}, lot_uuid) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
                [(*_association_values(link), lot.entry_uuid) for link in change.associations],
            )

    def _entries(self, where: str, values: Sequence[object]) -> list[StoredEntry]:
        rows = self.rows(f"SELECT {_ENTRY_COLUMNS} FROM entries WHERE {where} ORDER BY id", values)  # noqa: S608
        return [_read_entry(row) for row in rows]

    def find_entry(self, entry_uuid: str) -> StoredEntry | None:
        """Find one version of a fiche."""
        found = self._entries("entry_uuid = ?", (entry_uuid,))
        return found[0] if found else None

    def find_entries_by_unique_id(self, unique_id: str) -> list[StoredEntry]:
        """Every version of the fiche of one document, oldest first."""
        return self._entries("unique_id = ?", (unique_id,))

    def find_entries_by_lid(self, lid: str) -> list[StoredEntry]:
        """Every version of one fiche, oldest first."""
        return self._entries("lid = ?", (lid,))

    def find_entries_of_patient(self, ins: str) -> list[StoredEntry]:
        """Every fiche of one patient, signatures included, oldest first."""
        return self._entries("ins = ?", (ins,))

    def find_recent_entries(self, limit: int) -> list[StoredEntry]:
        """The newest fiches of every patient, signatures apart."""
        return self._entries("id IN (SELECT id FROM entries WHERE NOT is_signature ORDER BY id DESC LIMIT ?)", (limit,))

    def get_document(self, unique_id: str) -> StoredDocument:
        """Give the bytes of one document. Raises LookupError."""
        rows = self.rows(
            "SELECT unique_id, body, sha1, size_bytes, media_type FROM documents WHERE unique_id = ?", (unique_id,)
        )
        if not rows:
            raise LookupError(unique_id)
        uid, body, sha1, size, media_type = rows[0]
        assert isinstance(body, bytes)
        assert isinstance(size, int)
        return StoredDocument(
            unique_id=str(uid), body=body, sha1=str(sha1), size_bytes=size, media_type=str(media_type)
        )

    def find_measures(self, unique_id: str) -> tuple[str, int] | None:
        """SHA-1 and size of a kept document, without reading its bytes."""
        rows = self.rows("SELECT sha1, size_bytes FROM documents WHERE unique_id = ?", (unique_id,))
        return (str(rows[0][0]), int(str(rows[0][1]))) if rows else None

    def _lots(self, where: str, values: Sequence[object]) -> list[StoredLot]:
        rows = self.rows(f"SELECT {_LOT_COLUMNS} FROM lots WHERE {where}", values)  # noqa: S608 - written here alone
        return [_read_lot(row) for row in rows]

    def find_lot(self, unique_id: str) -> StoredLot | None:
        """Find one lot by its uniqueId or its entryUUID."""
        found = self._lots("unique_id = ? OR entry_uuid = ?", (unique_id, unique_id))
        return found[0] if found else None

    def find_lots_of_patient(self, ins: str) -> list[StoredLot]:
        """Every lot of one patient, oldest first."""
        return self._lots("ins = ? ORDER BY id", (ins,))

    def find_recent_lots(self, limit: int) -> list[StoredLot]:
        """The newest lots, newest first."""
        return self._lots("1 ORDER BY id DESC LIMIT ?", (limit,))

    def find_associations(self, objects: Iterable[str]) -> list[Association]:
        """Every association that starts from or leads to one of these objects, oldest first."""
        found: dict[str, Association] = {}
        for uuid in objects:
            for row in self.rows(
                f"SELECT {_ASSOCIATION_COLUMNS} FROM associations WHERE source = ? OR target = ? ORDER BY id",  # noqa: S608
                (uuid, uuid),
            ):
                link = _read_association(row)
                found.setdefault(link.symbolic_id, link)
        return list(found.values())

    def add_trace(self, trace: Trace) -> None:
        """Keep one trace; the oldest ones go when there are more than TRACES_MAX. Without room, the answer goes on."""
        values = [getattr(trace, name) for name in _TRACE_FIELDS]
        values[-2:] = [trace.request[:TRACE_BYTES_MAX], trace.response[:TRACE_BYTES_MAX]]
        marks = ", ".join("?" * len(_TRACE_FIELDS))
        with self._lock:
            try:
                cursor = self._connection.execute(
                    f"INSERT INTO traces ({', '.join(_TRACE_FIELDS)}) VALUES ({marks})",  # noqa: S608
                    values,
                )
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode != sqlite3.SQLITE_FULL:
                    raise
                _log.warning("dmp.trace_not_kept")
                return
            last = cursor.lastrowid or 0
            if last % 100 == 0:
                self._connection.execute("DELETE FROM traces WHERE id <= ?", (last - TRACES_MAX,))

    def find_traces(self, *, limit: int = 100, ins: str = "") -> list[Trace]:
        """The newest traces, newest first, of one patient when `ins` is given."""
        rows = self.rows(
            f"SELECT id, {', '.join(_TRACE_FIELDS)} FROM traces WHERE ? IN ('', ins) ORDER BY id DESC LIMIT ?",  # noqa: S608
            (ins, limit),
        )
        return [_read_trace(row) for row in rows]

    def find_trace(self, trace_id: int) -> Trace | None:
        """Find one trace."""
        rows = self.rows(f"SELECT id, {', '.join(_TRACE_FIELDS)} FROM traces WHERE id = ?", (trace_id,))  # noqa: S608
        return _read_trace(rows[0]) if rows else None

    def find_folder_status(self, ins: str) -> str | None:
        """The state of a patient's DMP when it was changed by hand; None when it is as it was made."""
        return self._folders.get(ins)

    def save_folder_status(self, ins: str, status: str) -> None:
        """Change the state of a patient's DMP."""
        with self._lock:
            self._connection.execute("INSERT OR REPLACE INTO folders (ins, status) VALUES (?, ?)", (ins, status))
            self._folders[ins] = status

    def count_kept(self) -> dict[str, int]:
        """How many documents, fiches, lots and traces are kept."""
        return {
            table: int(str(self.rows(f"SELECT count(*) FROM {table}")[0][0]))  # noqa: S608 - fixed names
            for table in ("documents", "entries", "lots", "traces")
        }

    def reset(self) -> None:
        """Forget everything."""
        with self.transaction():
            for table in ("documents", "lots", "entries", "associations", "folders", "traces", *_BOOKS):
                self._connection.execute(f"DELETE FROM {table}")  # noqa: S608 - fixed names
            self._folders.clear()


def _entry_values(stored: StoredEntry) -> tuple[object, ...]:
    return (
        stored.entry_uuid,
        stored.lid,
        stored.version,
        stored.unique_id,
        stored.lot_uuid,
        stored.ins,
        stored.ins_oid,
        stored.status,
        int(stored.is_signature),
        stored.structure,
        stored.person,
        stored.received_at,
        stored.source or _pack(render_registry_objects(RegistryObjects(entries=(stored.entry,)))[0]),
    )


def _association_values(link: Association) -> tuple[str, ...]:
    return (
        link.symbolic_id,
        link.kind,
        link.source,
        link.target,
        link.set_status,
        link.previous_version,
        link.original_status,
        link.new_status,
    )


@lru_cache(maxsize=FICHES_PARSED_MAX)
def _parse_fiche(fiche: bytes) -> DocumentEntry:
    """A fiche as submitted: the same bytes give the same value, and lists read them again and again."""
    return parse_entry(parse_xml(fiche))


def _read_entry(row: Sequence[object]) -> StoredEntry:
    *texts, fiche = row
    uuid, lid, version, unique_id, lot, ins, oid, status, is_signature, structure, person, received_at = texts
    assert isinstance(fiche, bytes)
    return StoredEntry(
        entry_uuid=str(uuid),
        lid=str(lid),
        version=int(str(version)),
        unique_id=str(unique_id),
        lot_uuid=str(lot),
        ins=str(ins),
        ins_oid=str(oid),
        status=str(status),
        is_signature=bool(is_signature),
        structure=str(structure),
        person=str(person),
        received_at=str(received_at),
        entry=_complete(_parse_fiche(fiche), str(uuid), str(lid), str(version), str(status)),
    )


def _complete(entry: DocumentEntry, uuid: str, lid: str, version: str, status: str) -> DocumentEntry:
    """Add what the registry decided to what was submitted. Rule: dmp.md §4, entryUUID and logicalId."""
    return replace(entry, symbolic_id=uuid, lid=lid, version=version, status=status, repository_unique_id=REPOSITORY_ID)


def _read_lot(row: Sequence[object]) -> StoredLot:
    uuid, unique_id, ins, oid, transaction, submission_time, received_at, actor, package = row
    assert isinstance(package, bytes)
    return StoredLot(
        entry_uuid=str(uuid),
        unique_id=str(unique_id),
        ins=str(ins),
        ins_oid=str(oid),
        transaction_name=str(transaction),
        submission_time=str(submission_time),
        received_at=str(received_at),
        actor=str(actor),
        lot=replace(
            parse_submission_set(parse_xml(package)),
            symbolic_id=str(uuid),
            status=AvailabilityStatus.APPROVED.value,
        ),
    )


def _read_association(row: Sequence[object]) -> Association:
    uuid, kind, source, target, set_status, previous, original, new = (str(value) for value in row)
    return Association(
        kind=kind,
        source=source,
        target=target,
        symbolic_id=uuid,
        set_status=set_status,
        previous_version=previous,
        original_status=original,
        new_status=new,
    )


def _read_trace(row: Sequence[object]) -> Trace:
    names = ("id", *_TRACE_FIELDS)
    return Trace(**dict(zip(names, row, strict=True)))  # type: ignore[arg-type]  # columns have the types of the fields
