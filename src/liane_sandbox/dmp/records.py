"""What the DMP simulator keeps, as values: fiches, lots, associations, bodies, traces. No SQL and no rule here."""

from dataclasses import dataclass, field

from liane.codecs.ebxml.metadata import Association, DocumentEntry, SubmissionSet


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredEntry:
    """One version of one fiche. structure: that deposited it. person: first author."""

    entry_uuid: str
    lid: str
    version: int
    unique_id: str
    lot_uuid: str
    ins: str
    ins_oid: str
    status: str
    is_signature: bool
    structure: str
    person: str
    received_at: str
    entry: DocumentEntry
    source: bytes = field(default=b"", repr=False)

    @property
    def visibility(self) -> frozenset[str]:
        """Codes of visibility that this version carries (``MASQUE_PS``…)."""
        return frozenset(code.code for code in self.entry.confidentiality[1:])


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredLot:
    """One lot. transaction_name: ``ITI-41`` or ``ITI-57``. actor: structure that submitted it. source: as submitted."""

    entry_uuid: str
    unique_id: str
    ins: str
    ins_oid: str
    transaction_name: str
    submission_time: str
    received_at: str
    actor: str
    lot: SubmissionSet
    source: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredDocument:
    """The bytes of one document, exactly as received, and what the simulator measured on them."""

    unique_id: str
    body: bytes = field(repr=False)
    sha1: str
    size_bytes: int
    media_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """All that one accepted transaction writes, at once.

    statuses: (entryUUID, new status) of fiches that change state. associations carry entryUUIDs as ids and ends.
    """

    lot: StoredLot
    entries: tuple[StoredEntry, ...] = ()
    documents: tuple[StoredDocument, ...] = ()
    associations: tuple[Association, ...] = ()
    statuses: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """One call as seen by the simulator.

    outcome: ``success``, ``failure``, ``fault`` or ``none`` (no answer). codes: error codes, comma-separated.
    request, response: envelopes, without attachments, cut at TRACE_BYTES_MAX.
    """

    id: int = 0
    at: str
    service: str
    action: str = ""
    message_id: str = ""
    ins: str = ""
    actor: str = ""
    mode: str = ""
    outcome: str = "none"
    codes: str = ""
    context: str = ""
    fault: str = ""
    duration_ms: int = 0
    http_status: int = 0
    request: bytes = field(default=b"", repr=False)
    response: bytes = field(default=b"", repr=False)
