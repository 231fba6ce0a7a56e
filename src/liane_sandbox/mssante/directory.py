"""Who is known to the operator: the white list, the mailboxes, their folders, who was served by which pharmacy."""

import sqlite3
from datetime import date
from pathlib import Path

from liane_sandbox.mssante.memory import Memory
from liane_sandbox.mssante.records import (
    INBOX,
    Domain,
    Folder,
    MailboxState,
    Seed,
    StoredMailbox,
)
from liane_sandbox.mssante.rows import read_domain, read_mailbox

_MAILBOX_SQL = (
    "SELECT b.*, count(m.id) AS messages, coalesce(sum(instr(m.flags, '\\Seen') = 0), 0) AS unseen FROM mailboxes b "
    "LEFT JOIN folders f ON f.mailbox = b.address AND f.name = 'INBOX' LEFT JOIN messages m ON m.folder_id = f.id "
)


GUEST_OPERATOR = "Domaine d'essai (SIMULATION)"
GUEST_SIZE_BYTES_MAX = 10 * 1024 * 1024


class DirectoryState(Memory):
    """Domains, mailboxes and folders. Every method commits before it returns."""

    def __init__(self, path: Path, uid_validity: int) -> None:
        super().__init__(path)
        self._uid_validity = uid_validity
        self._domains: dict[str, Domain] = {}

    def _sow(self, seed: Seed) -> None:
        """Write what the operator holds at its start: what is new is added, and mailboxes that were there get the kind,
        the label and the certificate of today. What persons changed stays: state, fullness, script, other certificate.
        """
        with self._transaction() as connection:
            connection.executemany(
                "INSERT OR IGNORE INTO domains VALUES (?, ?, ?, ?, ?)",
                [(d.domain, d.operator, d.size_bytes_max, d.is_citizen, d.on_demand) for d in seed.domains],
            )
            for mailbox in seed.mailboxes:
                self._insert_mailbox(connection, mailbox)
            connection.executemany(
                "UPDATE mailboxes SET kind = ?, label = ?, "
                "certificate_cn = CASE certificate_cn WHEN '' THEN ? ELSE certificate_cn END WHERE address = ?",
                [(m.kind.value, m.label, m.certificate_cn.lower(), m.address.lower()) for m in seed.mailboxes],
            )

    def find_domain(self, domain: str) -> Domain | None:
        """Find a domain of the white list."""
        if not self._domains:
            self._domains = {one.domain: one for one in self.list_domains()}
        return self._domains.get(domain.lower())

    def add_domain(self, domain: str) -> None:
        """Add a domain whose mailboxes appear when first addressed; nothing changes when it is there."""
        with self._transaction() as connection:
            connection.execute(
                "INSERT OR IGNORE INTO domains VALUES (?, ?, ?, ?, ?)",
                (domain.lower(), GUEST_OPERATOR, GUEST_SIZE_BYTES_MAX, False, True),
            )
        self._domains = {}

    def list_domains(self) -> list[Domain]:
        """List the white list."""
        return [read_domain(row) for row in self._query("SELECT * FROM domains ORDER BY is_citizen, domain")]

    def find_mailbox(self, address: str) -> StoredMailbox | None:
        """Find a mailbox, without its counts."""
        rows = self._query("SELECT *, 0 AS messages, 0 AS unseen FROM mailboxes WHERE address = ?", (address.lower(),))
        return read_mailbox(rows[0]) if rows else None

    def list_mailboxes(self) -> list[StoredMailbox]:
        """List every mailbox with the counts of its INBOX."""
        return [read_mailbox(row) for row in self._query(f"{_MAILBOX_SQL} GROUP BY b.address ORDER BY b.kind, b.label")]

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
