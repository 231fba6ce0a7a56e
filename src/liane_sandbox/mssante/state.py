"""The operator's memory in one SQLite file: domains, mailboxes, messages byte for byte, submissions, receipts.

Every method commits before it returns and may be called from any thread. No protocol and no clock lives here: instants
are given. The pages of the sandbox read and act through these methods.
"""

import json
import sqlite3
from collections.abc import Collection, Sequence
from datetime import datetime
from pathlib import Path

from liane.codecs.mssante_mail.receipts import IncomingMail
from liane_sandbox.mssante.directory import DirectoryState
from liane_sandbox.mssante.records import INBOX, SEEN, NewMail, Outcome, Seed, StoredMail, Submission
from liane_sandbox.mssante.rows import parse_or_none, read_mail, read_submission

LISTED_MAX = 1_000
TRACES_MAX = 50_000
_MAIL_COLUMNS = (
    "m.id, f.mailbox, f.name AS folder, m.uid, m.flags, m.at, m.size, m.kind, m.message_id, m.sender, m.subject, "
    "m.is_final, m.read_receipt_to, m.opened_at, m.lint"
)


class OperatorState(DirectoryState):
    """The memory of the operator. Everything is safe to call from several threads."""

    def __init__(self, path: Path, seed: Seed, at: datetime) -> None:
        super().__init__(path, int(at.timestamp()))
        self._sow(seed)

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
        parsed = mail.parsed or parse_or_none(mail.raw)
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
                    "UPDATE receipts SET delivered_at = ?, raw = x'' WHERE id = ? AND delivered_at IS NULL",
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

    # Messages

    def list_messages(self, mailbox: str, folder: str | None = INBOX, limit: int = LISTED_MAX) -> list[StoredMail]:
        """List the newest messages of a folder (None: of every folder), newest first."""
        rows = self._query(
            f"SELECT {_MAIL_COLUMNS} FROM messages m JOIN folders f ON f.id = m.folder_id "  # noqa: S608  # constants
            "WHERE f.mailbox = ? AND (? IS NULL OR f.name = ?) ORDER BY m.id DESC LIMIT ?",
            (mailbox.lower(), folder, folder, limit),
        )
        return [read_mail(row) for row in rows]

    def list_folder(self, folder_id: int) -> list[StoredMail]:
        """List every message of one folder by increasing UID, as IMAP numbers them."""
        rows = self._query(
            f"SELECT {_MAIL_COLUMNS} FROM messages m JOIN folders f ON f.id = m.folder_id "  # noqa: S608  # constants
            "WHERE m.folder_id = ? ORDER BY m.uid",
            (folder_id,),
        )
        return [read_mail(row) for row in rows]

    def find_message(self, message: int) -> StoredMail | None:
        """Find one message by its id."""
        rows = self._query(
            f"SELECT {_MAIL_COLUMNS} FROM messages m JOIN folders f ON f.id = m.folder_id WHERE m.id = ?",  # noqa: S608
            (message,),
        )
        return read_mail(rows[0]) if rows else None

    def find_messages_by_id(self, message_id: str) -> list[StoredMail]:
        """Find every stored copy of a message by its Message-ID."""
        rows = self._query(
            f"SELECT {_MAIL_COLUMNS} FROM messages m JOIN folders f ON f.id = m.folder_id "  # noqa: S608  # constants
            "WHERE m.message_id = ? ORDER BY m.id LIMIT ?",
            (message_id, LISTED_MAX),
        )
        return [read_mail(row) for row in rows]

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
        return parse_or_none(self.load_delivered(message))

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

    def move_messages(self, messages: Sequence[int], mailbox: str, folder: str) -> list[int]:
        """Move messages into a folder of the same mailbox, in one transaction; returns their new UIDs in order."""
        uids = []
        with self._transaction() as connection:
            target = self._ensure_folder(connection, mailbox.lower(), folder)
            for message in messages:
                uid = connection.execute(
                    "UPDATE folders SET uid_next = uid_next + 1 WHERE id = ? RETURNING uid_next - 1", (target,)
                ).fetchone()[0]
                connection.execute("UPDATE messages SET folder_id = ?, uid = ? WHERE id = ?", (target, uid, message))
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
        return [read_submission(row) for row in rows]

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
