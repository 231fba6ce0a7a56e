"""What the operator remembers, as values: domains, mailboxes, messages, submissions, receipts; its first content."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from importlib import resources

from liane.codecs.mssante_mail.receipts import IncomingMail

LISTED_MAX = 1_000
INBOX = "INBOX"
SEEN = "\\Seen"


class MailboxKind(StrEnum):
    """Kind of mailbox. Rule: mssante.md §2."""

    PER = "PER"
    ORG = "ORG"
    APP = "APP"
    CITIZEN = "CITIZEN"


class MailboxState(StrEnum):
    """State of a mailbox; NOT_ACTIVATED and OPPOSED are for citizens. Rule: mssante.md §7, §13.2."""

    OPEN = "open"
    NOT_ACTIVATED = "not_activated"
    CLOSED = "closed"
    OPPOSED = "opposed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Domain:
    """One domain of the white list. on_demand: its mailboxes appear when first addressed."""

    domain: str
    operator: str
    size_bytes_max: int
    is_citizen: bool
    on_demand: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredMailbox:
    """One mailbox with its counts. certificate_cn: CN entitled beside the address itself (BAL APP).

    script: what its holder's software does by itself with a mail (see scripts.py), empty for nothing.
    """

    address: str
    kind: MailboxKind
    label: str
    state: MailboxState
    is_full: bool
    certificate_cn: str = ""
    script: str = ""
    messages: int = 0
    unseen: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredMail:
    """One message in a folder, without its bytes. kind: of MailKind, or ``sent``. lint: French remarks."""

    id: int
    mailbox: str
    folder: str
    uid: int
    flags: frozenset[str]
    at: datetime
    size: int
    kind: str
    message_id: str
    sender: str
    subject: str
    is_final: bool
    read_receipt_to: str
    opened_at: datetime | None
    lint: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """One folder of a mailbox."""

    id: int
    mailbox: str
    name: str
    uid_validity: int
    uid_next: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """One recipient of one accepted mail. outcome: ``delivered``, ``failed``, ``duplicate``."""

    at: datetime
    identity: str
    sender: str
    recipient: str
    message_id: str
    envelope_id: str
    notify: frozenset[str]
    original_recipient: str
    outcome: str
    detail: str = ""
    lint: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMail:
    """One message to put into a folder. trace: header lines that the operator adds before the bytes received."""

    mailbox: str
    raw: bytes
    at: datetime
    trace: bytes = b""
    folder: str = INBOX
    flags: frozenset[str] = frozenset()
    kind: str = ""
    parsed: IncomingMail | None = None
    lint: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NewReceipt:
    """One receipt to deliver when due. recipient: of the mail that it speaks of. kind: ``dsn``, ``mdn``…"""

    due: datetime
    recipient: str
    mailbox: str
    raw: bytes
    kind: str
    message_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """All that one accepted mail writes, in one transaction."""

    submissions: tuple[Submission, ...] = ()
    mails: tuple[NewMail, ...] = ()
    receipts: tuple[NewReceipt, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Seed:
    """What the operator holds on its first start."""

    domains: tuple[Domain, ...]
    mailboxes: tuple[StoredMailbox, ...] = field(default=())


def load_seed(citizens: Iterable[StoredMailbox] = ()) -> Seed:
    """Read the packaged stand-in of the white list and its mailboxes, and add citizens."""
    data = json.loads(resources.files(__package__).joinpath("white_list.json").read_text(encoding="utf-8"))
    domains = tuple(
        Domain(
            domain=one["domain"],
            operator=one["operator"],
            size_bytes_max=one["size_bytes_max"],
            is_citizen=one.get("citizen", False),
            on_demand=one.get("on_demand", False),
        )
        for one in data["domains"]
    )
    mailboxes = tuple(
        StoredMailbox(
            address=one["address"],
            kind=MailboxKind(one["kind"]),
            label=one.get("label", ""),
            state=MailboxState(one.get("state", "open")),
            is_full=one.get("is_full", False),
            script=one.get("script", ""),
            certificate_cn=one.get("certificate_cn", ""),
        )
        for one in data["mailboxes"]
    )
    return Seed(domains=domains, mailboxes=(*mailboxes, *citizens))


def split_address(address: str) -> tuple[str, str]:
    """Cut an address into lower-case local part and domain."""
    local, _, domain = address.lower().rpartition("@")
    return local, domain
