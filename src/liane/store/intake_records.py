"""What came in and waits for a person, as values: the worklist of the intake. No SQL and no decision here."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class ItemSource(StrEnum):
    """The door by which it came."""

    MSSANTE = "mssante"
    PATIENT = "patient"
    FOLDER = "folder"
    UPLOAD = "upload"
    HL7 = "hl7"
    DMP = "dmp"


class ItemKind(StrEnum):
    """What a person has in hand.

    ``DOCUMENT``: a CDA whose own data are known, but that may not be filed alone. ``FILE``: PDF, picture, scan.
    ``MESSAGE``: a mail to read, without any file. ``RECEIPT``: a receipt tied to nothing sent. ``UNREADABLE``: bytes
    that could not be opened.
    """

    DOCUMENT = "document"
    FILE = "file"
    MESSAGE = "message"
    RECEIPT = "receipt"
    UNREADABLE = "unreadable"


class ItemState(StrEnum):
    """Where an item stands. ``FILED``: its document was given to the record system's queue."""

    WAITING = "waiting"
    FILED = "filed"
    SENT_BACK = "sent_back"
    SET_ASIDE = "set_aside"


OPEN_STATES = (ItemState.WAITING,)


class DecisionAct(StrEnum):
    """What a person decides. ``REOPEN`` undoes any of the others."""

    FILE = "file"
    SEND_BACK = "send_back"
    SET_ASIDE = "set_aside"
    REOPEN = "reopen"


STATE_AFTER = {
    DecisionAct.FILE: ItemState.FILED,
    DecisionAct.SEND_BACK: ItemState.SENT_BACK,
    DecisionAct.SET_ASIDE: ItemState.SET_ASIDE,
    DecisionAct.REOPEN: ItemState.WAITING,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeFile:
    """One file of an item. sha256: hexadecimal, key of its bytes (``load_body``). name: as given by the sender."""

    name: str = field(repr=False)
    media_type: str
    sha256: str
    size_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NewIntakeFile:
    """One file to keep with an item."""

    name: str = field(repr=False)
    media_type: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeDecisionMade:
    """What a person decided, when, and why. person_id: the record chosen, None when none is."""

    act: DecisionAct
    actor: str
    at: datetime
    reason: str = ""
    person_id: int | None = None
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewItem:
    """One item for the worklist.

    dedup_key: what makes it unique (door, message, part); a second insertion changes nothing. door: mailbox address or
    folder name. mail_sha256: the whole mail, kept as received. code: stable (``INT-2xx``); reason, remedy: French.
    findings: JSON rows. person_id: the person it is thought to be of. document_id: the document already kept, if any.
    kept: files kept beside those to handle, as they came (the archive around a document); named in ``details.kept``.
    target: ``application@facility`` to file into, empty when the door names none. details: small JSON for the screen.
    """

    dedup_key: str
    source: ItemSource
    kind: ItemKind
    door: str
    received_at: datetime
    code: str
    reason: str
    remedy: str = ""
    sender: str = field(default="", repr=False)
    sender_label: str = field(default="", repr=False)
    subject: str = field(default="", repr=False)
    message_id: str = ""
    mail_sha256: str = ""
    files: tuple[NewIntakeFile, ...] = field(default=(), repr=False)
    kept: tuple[NewIntakeFile, ...] = field(default=(), repr=False)
    findings: tuple[dict[str, Any], ...] = ()
    person_id: int | None = None
    document_id: int | None = None
    unit: str = ""
    target: str = ""
    details: dict[str, Any] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeItem:
    """One item as stored. version: rises at each change. locked_by: who has it on screen until locked_until.

    reading: what was read of its files (JSON, schema of ``docs/intake.schema.json``), None until read. proposal: what a
    first person chose, where a second one must agree. turns: degrees by which a person turned each file, by sha256.
    """

    id: int
    version: int
    source: ItemSource
    kind: ItemKind
    state: ItemState
    door: str
    received_at: datetime
    code: str
    reason: str
    remedy: str
    sender: str = field(repr=False)
    sender_label: str = field(repr=False)
    subject: str = field(repr=False)
    message_id: str
    mail_sha256: str
    files: tuple[IntakeFile, ...]
    findings: tuple[dict[str, Any], ...]
    person_id: int | None
    document_id: int | None
    unit: str
    target: str
    details: dict[str, Any] = field(repr=False)
    reading: dict[str, Any] | None = field(repr=False)
    assigned_to: str
    locked_by: str
    locked_until: datetime | None
    decision: IntakeDecisionMade | None
    proposal: dict[str, Any] | None = field(default=None, repr=False)
    turns: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemQuery:
    """Which items: every given criterion must hold. after_id: for the next page (ids rise with time).

    lot: the name that several items were filed under.
    """

    states: tuple[ItemState, ...] = OPEN_STATES
    sources: tuple[ItemSource, ...] = ()
    kinds: tuple[ItemKind, ...] = ()
    doors: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    code: str = ""
    person_id: int | None = None
    message_id: str = ""
    assigned_to: str | None = None
    lot: str = ""
    newest_first: bool = False
    before_id: int | None = None
    after_id: int | None = None


class MailFolder(StrEnum):
    """Folder of the mailbox where a mail goes once all that follows from it is written. Rule: mssante.md §10."""

    TRAITE = "TRAITE"
    A_CLASSER = "A_CLASSER"
    ERREUR = "ERREUR"


class MailState(StrEnum):
    """Where a mail of a mailbox stands: kept, or kept and all that follows from it written."""

    KEPT = "kept"
    SETTLED = "settled"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptMail:
    """One mail of one mailbox as kept. folder: where it is filed once settled (``TRAITE``…)."""

    id: int
    key: str
    mailbox: str
    sha256: str
    state: MailState
    folder: str
