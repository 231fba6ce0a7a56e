"""The operator's memory in one SQLite file: domains, mailboxes, messages byte for byte, submissions, receipts.

Every method commits before it returns and may be called from any thread. No protocol and no clock lives here: instants
are given. The pages of the sandbox read and act through these methods.
"""

import json
import sqlite3
import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from importlib import resources
from pathlib import Path

from liane.codecs.mssante_mail.receipts import IncomingMail, parse_incoming
from liane.domain.errors import InvalidInput
from liane_sandbox.mssante.records import (
    INBOX,
    SEEN,
    Domain,
    Folder,
    MailboxKind,
    MailboxState,
    NewMail,
    Outcome,
    Seed,
    StoredMail,
    StoredMailbox,
    Submission,
)

LISTED_MAX = 1_000
TRACES_MAX = 50_000
_MAIL_COLUMNS = (
    "m.id, f.mailbox, f.name AS folder, m.uid, m.flags, m.at, m.size, m.kind, m.message_id, m.sender, m.subject, "
    "m.is_final, m.read_receipt_to, m.opened_at, m.lint"
)
_MAILBOX_SQL = (
    "SELECT b.*, count(m.id) AS messages, coalesce(sum(instr(m.flags, '\\Seen') = 0), 0) AS unseen FROM mailboxes b "
    "LEFT JOIN folders f ON f.mailbox = b.address AND f.name = 'INBOX' LEFT JOIN messages m ON m.folder_id = f.id "
)


class OperatorState:
    """The memory of the operator. Everything is safe to call from several threads."""

    def __init__(self, path: Path, seed: Seed, at: datetime) -> None:
        self._lock = threading.RLock()
        self._watchers: list[Callable[[str], None]] = []
        self._receipt_watchers: list[Callable[[], None]] = []
        self._uid_validity = int(at.timestamp())
        self._connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._connection.row_factory = sqlite3.Row
        self._connection.executescript(resources.files(__package__).joinpath("schema.sql").read_text(encoding="utf-8"))
        with self._transaction() as connection:
            connection.executemany(
                "INSERT OR IGNORE INTO domains VALUES (?, ?, ?, ?, ?)",
                [(d.domain, d.operator, d.size_bytes_max, d.is_citizen, d.on_demand) for d in seed.domains],
            )
            for mailbox in seed.mailboxes:
                self._insert_mailbox(connection, mailbox)

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

    # Domains and mailboxes

    def find_domain(self, domain: str) -> Domain | None:
        """Find a domain of the white list."""
        rows = self._query("SELECT * FROM domains WHERE domain = ?", (domain.lower(),))
        return _read_domain(rows[0]) if rows else None

    def list_domains(self) -> list[Domain]:
        """List the white list."""
        return [_read_domain(row) for row in self._query("SELECT * FROM domains ORDER BY is_citizen, domain")]

    def find_mailbox(self, address: str) -> StoredMailbox | None:
        """Find a mailbox, without its counts."""
        rows = self._query("SELECT *, 0 AS messages, 0 AS unseen FROM mailboxes WHERE address = ?", (address.lower(),))
        return _read_mailbox(rows[0]) if rows else None

    def list_mailboxes(self) -> list[StoredMailbox]:
        """List every mailbox with the counts of its INBOX."""
        return [
            _read_mailbox(row) for row in self._query(f"{_MAILBOX_SQL} GROUP BY b.address ORDER BY b.kind, b.label")
        ]

    def add_mailbox(self, mailbox: StoredMailbox) -> None:
        """Add a mailbox with its INBOX; nothing changes when it is there."""
        with self._transaction() as connection:
            self._insert_mailbox(connection, mailbox)

    def _insert_mailbox(self, connection: sqlite3.Connection, mailbox: StoredMailbox) -> None:
        address = mailbox.address.lower()
        connection.execute(
            "INSERT OR IGNORE INTO mailboxes VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                address,
                mailbox.kind.value,
                mailbox.label,
                mailbox.state.value,
                mailbox.is_full,
                mailbox.certificate_cn.lower(),
                mailbox.script,
            ),
        )
        self._ensure_folder(connection, address, INBOX)

    def change_mailbox(
        self,
        address: str,
        *,
        state: MailboxState | None = None,
        is_full: bool | None = None,
        script: str | None = None,
        certificate_cn: str | None = None,
    ) -> bool:
        """Open, close, oppose or fill a mailbox, or give it a script or a certificate; False when it does not exist."""
        with self._transaction() as connection:
            changed = connection.execute(
                "UPDATE mailboxes SET state = coalesce(?, state), is_full = coalesce(?, is_full), "
                "script = coalesce(?, script), certificate_cn = coalesce(?, certificate_cn) WHERE address = ?",
                (
                    state.value if state else None,
                    is_full,
                    script,
                    certificate_cn.lower() if certificate_cn is not None else None,
                    address.lower(),
                ),
            ).rowcount
        return changed == 1

    def add_dispensation(self, citizen: str, pharmacy: str, day: date) -> None:
        """Note that a pharmacy served a person, which lets that person write to it. Rule: mssante.md §8."""
        with self._transaction() as connection:
            connection.execute(
                "INSERT OR IGNORE INTO dispensations VALUES (?, ?, ?)",
                (citizen.lower(), pharmacy.lower(), day.isoformat()),
            )

    def has_dispensation_since(self, citizen: str, pharmacy: str, day: date) -> bool:
        """Tell whether a pharmacy served a person on or after a day."""
        rows = self._query(
            "SELECT 1 FROM dispensations WHERE citizen = ? AND pharmacy = ? AND day >= ? LIMIT 1",
            (citizen.lower(), pharmacy.lower(), day.isoformat()),
        )
        return bool(rows)

    def find_addresses_of_certificate(self, common_name: str) -> set[str]:
        """Addresses that a client certificate opens: the one it names, and those it was declared for."""
        rows = self._query(
            "SELECT address FROM mailboxes WHERE address = ? OR (certificate_cn = ? AND certificate_cn <> '')",
            (common_name.lower(), common_name.lower()),
        )
        return {row["address"] for row in rows}

    # Writing mails

    def record(self, outcome: Outcome) -> list[int]:
        """Write all that one mail causes, in one transaction; returns the ids of the mails written."""
        contents: dict[int, int] = {}
        ids = []
        with self._transaction() as connection:
            for mail in outcome.mails:
                key = id(mail.raw)
                if key not in contents:
                    cursor = connection.execute("INSERT INTO contents (raw) VALUES (?)", (mail.raw,))
                    contents[key] = cursor.lastrowid or 0
                ids.append(self._insert_mail(connection, mail, contents[key]))
            for one in outcome.submissions:
                connection.execute(
                    "INSERT INTO submissions (at, identity, sender, recipient, message_id, envelope_id, notify, "
                    "original_recipient, outcome, detail, lint) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    (
                        one.at.isoformat(),
                        one.identity,
                        one.sender,
                        one.recipient.lower(),
                        one.message_id,
                        one.envelope_id,
                        " ".join(sorted(one.notify)),
                        one.original_recipient,
                        one.outcome,
                        one.detail,
                        json.dumps(one.lint, ensure_ascii=False),
                    ),
                )
            connection.executemany(
                "INSERT INTO receipts (due, recipient, mailbox, raw, kind, message_id) VALUES (?, ?, ?, ?, ?, ?)",
                [
                    (r.due.isoformat(), r.recipient.lower(), r.mailbox.lower(), r.raw, r.kind, r.message_id)
                    for r in outcome.receipts
                ],
            )
        self._notify({mail.mailbox.lower() for mail in outcome.mails})
        for watcher in self._receipt_watchers if outcome.receipts else ():
            watcher()
        return ids

    def _insert_mail(self, connection: sqlite3.Connection, mail: NewMail, content_id: int) -> int:
        parsed = mail.parsed or _parse_or_none(mail.raw)
        folder = self._ensure_folder(connection, mail.mailbox.lower(), mail.folder)
        uid = connection.execute(
            "UPDATE folders SET uid_next = uid_next + 1 WHERE id = ? RETURNING uid_next - 1", (folder,)
        ).fetchone()[0]
        cursor = connection.execute(
            "INSERT INTO messages (folder_id, uid, flags, at, trace, content_id, size, kind, message_id, in_reply_to, "
            "sender, subject, is_final, read_receipt_to, lint) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                folder,
                uid,
                " ".join(sorted(mail.flags)),
                mail.at.isoformat(),
                mail.trace,
                content_id,
                len(mail.trace) + len(mail.raw),
                mail.kind or (parsed.kind.value if parsed else "other"),
                parsed.message_id if parsed else "",
                parsed.in_reply_to if parsed else "",
                parsed.sender.address if parsed else "",
                parsed.subject if parsed else "",
                bool(parsed and parsed.is_final),
                parsed.read_receipt_to if parsed else "",
                json.dumps(mail.lint, ensure_ascii=False),
            ),
        )
        return cursor.lastrowid or 0

    def is_duplicate(self, message_id: str, recipient: str) -> bool:
        """Tell whether this message already reached this recipient."""
        rows = self._query(
            "SELECT 1 FROM submissions WHERE message_id = ? AND recipient = ? AND outcome = 'delivered' LIMIT 1",
            (message_id, recipient.lower()),
        )
        return bool(message_id) and bool(rows)

    def deliver_due_receipts(self, now: datetime) -> int:
        """Put every receipt whose time has come into its mailbox; returns how many."""
        rows = self._query(
            "SELECT * FROM receipts WHERE delivered_at IS NULL AND due <= ? ORDER BY due, id LIMIT ?",
            (now.isoformat(), LISTED_MAX),
        )
        touched = set()
        with self._transaction() as connection:
            for row in rows:
                claimed = connection.execute(
                    "UPDATE receipts SET delivered_at = ? WHERE id = ? AND delivered_at IS NULL",
                    (now.isoformat(), row["id"]),
                ).rowcount
                known = connection.execute("SELECT 1 FROM mailboxes WHERE address = ?", (row["mailbox"],)).fetchone()
                if not claimed or known is None:
                    continue
                content = connection.execute("INSERT INTO contents (raw) VALUES (?)", (row["raw"],)).lastrowid or 0
                mail = NewMail(mailbox=row["mailbox"], raw=row["raw"], at=now, trace=b"Return-Path: <>\r\n")
                self._insert_mail(connection, mail, content)
                touched.add(row["mailbox"])
        self._notify(touched)
        return len(rows)

    def find_next_due(self) -> datetime | None:
        """Instant of the next receipt to deliver."""
        due = self._query("SELECT min(due) AS due FROM receipts WHERE delivered_at IS NULL")[0]["due"]
        return datetime.fromisoformat(due) if due else None

    # Folders and messages

    def _ensure_folder(self, connection: sqlite3.Connection, mailbox: str, name: str) -> int:
        row = connection.execute("SELECT id FROM folders WHERE mailbox = ? AND name = ?", (mailbox, name)).fetchone()
        if row is not None:
            return int(row["id"])
        cursor = connection.execute(
            "INSERT INTO folders (mailbox, name, uid_validity) VALUES (?, ?, ?)", (mailbox, name, self._uid_validity)
        )
        return cursor.lastrowid or 0

    def list_folders(self, mailbox: str) -> list[Folder]:
        """List the folders of a mailbox."""
        rows = self._query("SELECT * FROM folders WHERE mailbox = ? ORDER BY id", (mailbox.lower(),))
        return [Folder(**dict(row)) for row in rows]

    def find_folder(self, mailbox: str, name: str) -> Folder | None:
        """Find one folder; INBOX in any case. Rule: RFC 3501 §5.1."""
        wanted = INBOX if name.upper() == INBOX else name
        return next((folder for folder in self.list_folders(mailbox) if folder.name == wanted), None)

    def create_folder(self, mailbox: str, name: str) -> Folder:
        """Create a folder, or give the one that is there."""
        with self._transaction() as connection:
            folder_id = self._ensure_folder(connection, mailbox.lower(), name)
        return next(folder for folder in self.list_folders(mailbox) if folder.id == folder_id)

    def list_messages(self, mailbox: str, folder: str | None = INBOX, limit: int = LISTED_MAX) -> list[StoredMail]:
        """List the newest messages of a folder (None: of every folder), newest first."""
        rows = self._query(
            f"SELECT {_MAIL_COLUMNS} FROM messages m JOIN folders f ON f.id = m.folder_id "  # noqa: S608  # constants
            "WHERE f.mailbox = ? AND (? IS NULL OR f.name = ?) ORDER BY m.id DESC LIMIT ?",
            (mailbox.lower(), folder, folder, limit),
        )
        return [_read_mail(row) for row in rows]

    def list_folder(self, folder_id: int) -> list[StoredMail]:
        """List every message of one folder by increasing UID, as IMAP numbers them."""
        rows = self._query(
            f"SELECT {_MAIL_COLUMNS} FROM messages m JOIN folders f ON f.id = m.folder_id "  # noqa: S608  # constants
            "WHERE m.folder_id = ? ORDER BY m.uid",
            (folder_id,),
        )
        return [_read_mail(row) for row in rows]

    def find_message(self, message: int) -> StoredMail | None:
        """Find one message by its id."""
        rows = self._query(
            f"SELECT {_MAIL_COLUMNS} FROM messages m JOIN folders f ON f.id = m.folder_id WHERE m.id = ?",  # noqa: S608
            (message,),
        )
        return _read_mail(rows[0]) if rows else None

    def find_messages_by_id(self, message_id: str) -> list[StoredMail]:
        """Find every stored copy of a message by its Message-ID."""
        rows = self._query(
            f"SELECT {_MAIL_COLUMNS} FROM messages m JOIN folders f ON f.id = m.folder_id "  # noqa: S608  # constants
            "WHERE m.message_id = ? ORDER BY m.id LIMIT ?",
            (message_id, LISTED_MAX),
        )
        return [_read_mail(row) for row in rows]

    def load_raw(self, message: int) -> bytes:
        """Give a message exactly as its sender submitted it. Raises LookupError."""
        return self._load(message)[1]

    def load_delivered(self, message: int) -> bytes:
        """Give a message as its mailbox shows it: the operator's lines, then the bytes received. Raises LookupError."""
        trace, raw = self._load(message)
        return trace + raw

    def _load(self, message: int) -> tuple[bytes, bytes]:
        rows = self._query(
            "SELECT m.trace, c.raw FROM messages m JOIN contents c ON c.id = m.content_id WHERE m.id = ?", (message,)
        )
        if not rows:
            raise LookupError(message)
        return rows[0]["trace"], rows[0]["raw"]

    def load_parsed(self, message: int) -> IncomingMail | None:
        """Read a message as our codec does; None when it cannot be read. Raises LookupError."""
        return _parse_or_none(self.load_delivered(message))

    def set_flags(self, message: int, flags: Collection[str]) -> None:
        """Replace the flags of a message."""
        with self._transaction() as connection:
            connection.execute("UPDATE messages SET flags = ? WHERE id = ?", (" ".join(sorted(flags)), message))

    def mark_opened(self, message: int, at: datetime) -> StoredMail | None:
        """Note that a person opened a message; gives it when this is the first time, else None."""
        with self._transaction() as connection:
            changed = connection.execute(
                "UPDATE messages SET opened_at = ?, flags = CASE WHEN instr(flags, ?) THEN flags "
                "ELSE trim(flags || ' ' || ?) END WHERE id = ? AND opened_at IS NULL",
                (at.isoformat(), SEEN, SEEN, message),
            ).rowcount
        return self.find_message(message) if changed else None

    def copy_messages(self, messages: Sequence[int], mailbox: str, folder: str) -> list[int]:
        """Copy messages into a folder of the same mailbox; returns their new UIDs in order."""
        uids = []
        with self._transaction() as connection:
            target = self._ensure_folder(connection, mailbox.lower(), folder)
            for message in messages:
                uid = connection.execute(
                    "UPDATE folders SET uid_next = uid_next + 1 WHERE id = ? RETURNING uid_next - 1", (target,)
                ).fetchone()[0]
                connection.execute(
                    "INSERT INTO messages (folder_id, uid, flags, at, trace, content_id, size, kind, message_id, "
                    "in_reply_to, sender, subject, is_final, read_receipt_to, opened_at, lint) SELECT ?, ?, flags, at, "
                    "trace, content_id, size, kind, message_id, in_reply_to, sender, subject, is_final, "
                    "read_receipt_to, opened_at, lint FROM messages WHERE id = ?",
                    (target, uid, message),
                )
                uids.append(uid)
        self._notify({mailbox.lower()})
        return uids

    def delete_messages(self, mailbox: str, messages: Sequence[int]) -> None:
        """Remove messages, and their bytes when nothing else holds them."""
        with self._transaction() as connection:
            for message in messages:
                row = connection.execute(
                    "DELETE FROM messages WHERE id = ? RETURNING content_id", (message,)
                ).fetchone()
                if row is not None:
                    connection.execute(
                        "DELETE FROM contents WHERE id = ? AND "
                        "NOT EXISTS (SELECT 1 FROM messages WHERE content_id = ?)",
                        (row["content_id"], row["content_id"]),
                    )
        self._notify({mailbox.lower()})

    # What was done

    def list_submissions(self, limit: int = LISTED_MAX) -> list[Submission]:
        """List the newest submissions, newest first."""
        rows = self._query("SELECT * FROM submissions ORDER BY id DESC LIMIT ?", (limit,))
        return [_read_submission(row) for row in rows]

    def add_trace(self, at: datetime, service: str, identity: str, peer: str, action: str, answer: str) -> None:
        """Note one act of a client (who, when, what, answer), without content. Rule: ECO.4.1.1, ECO.4.1.2."""
        with self._transaction() as connection:
            cursor = connection.execute(
                "INSERT INTO traces (at, service, identity, peer, action, answer) VALUES (?, ?, ?, ?, ?, ?)",
                (at.isoformat(), service, identity, peer, action, answer),
            )
            connection.execute("DELETE FROM traces WHERE id <= ?", ((cursor.lastrowid or 0) - TRACES_MAX,))

    def list_traces(self, limit: int = LISTED_MAX) -> list[dict[str, str]]:
        """List the newest traces, newest first."""
        rows = self._query(
            "SELECT at, service, identity, peer, action, answer FROM traces ORDER BY id DESC LIMIT ?", (limit,)
        )
        return [dict(row) for row in rows]


def _parse_or_none(raw: bytes) -> IncomingMail | None:
    try:
        return parse_incoming(raw)
    except InvalidInput:
        return None


def _read_domain(row: sqlite3.Row) -> Domain:
    return Domain(
        domain=row["domain"],
        operator=row["operator"],
        size_bytes_max=row["size_bytes_max"],
        is_citizen=bool(row["is_citizen"]),
        on_demand=bool(row["on_demand"]),
    )


def _read_mailbox(row: sqlite3.Row) -> StoredMailbox:
    return StoredMailbox(
        address=row["address"],
        kind=MailboxKind(row["kind"]),
        label=row["label"],
        state=MailboxState(row["state"]),
        is_full=bool(row["is_full"]),
        certificate_cn=row["certificate_cn"],
        script=row["script"],
        messages=row["messages"],
        unseen=row["unseen"],
    )


def _read_mail(row: sqlite3.Row) -> StoredMail:
    values = dict(row)
    values["flags"] = frozenset(values["flags"].split())
    values["at"] = datetime.fromisoformat(values["at"])
    values["opened_at"] = datetime.fromisoformat(values["opened_at"]) if values["opened_at"] else None
    values["is_final"] = bool(values["is_final"])
    values["lint"] = tuple(json.loads(values["lint"]))
    return StoredMail(**values)


def _read_submission(row: sqlite3.Row) -> Submission:
    return Submission(
        at=datetime.fromisoformat(row["at"]),
        identity=row["identity"],
        sender=row["sender"],
        recipient=row["recipient"],
        message_id=row["message_id"],
        envelope_id=row["envelope_id"],
        notify=frozenset(row["notify"].split()),
        original_recipient=row["original_recipient"],
        outcome=row["outcome"],
        detail=row["detail"],
        lint=tuple(json.loads(row["lint"])),
    )
