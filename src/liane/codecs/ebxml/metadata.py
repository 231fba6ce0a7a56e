"""What is said of documents when they are shared: fiches, lots, associations, as values.

No XML here: ``render.py`` and ``parse.py`` are the only bridges to ebRIM. Instants are UTC digits
(``yyyyMMddHHmmss`` or shorter), as XDS wants them.
"""

from dataclasses import dataclass, field

from liane.codecs.ebxml.names import STABLE_DOCUMENT, AssociationType
from liane.domain.actors.actor import Author
from liane.domain.identity.patient import PatientIdentifier
from liane.domain.terminology.code import Code


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One slot that this codec gives no meaning to: name and values, kept verbatim."""

    name: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentEntry:
    """One « fiche ». Absent: None or empty.

    symbolic_id: ``Document01`` when submitted, the entryUUID when answered. hash: SHA-1, lower-case hexadecimal.
    source_patient_info: one ``PID-5|…`` per value. references: ``value^^^&root&ISO^type`` per value. status: URN.
    Rule: volet « Partage de documents de santé », attributes of a fiche; xdm-xds.md §2.
    """

    symbolic_id: str
    unique_id: str
    patient_id: PatientIdentifier | None
    mime_type: str = "text/xml"
    object_type: str = STABLE_DOCUMENT
    authors: tuple[Author, ...] = ()
    legal_authenticator: Author | None = None
    class_code: Code | None = None
    type_code: Code | None = None
    format_code: Code | None = None
    confidentiality: tuple[Code, ...] = ()
    facility_type: Code | None = None
    practice_setting: Code | None = None
    events: tuple[Code, ...] = ()
    creation_time: str = ""
    service_start: str = ""
    service_stop: str = ""
    language: str = ""
    title: str = field(default="", repr=False)
    comments: str = field(default="", repr=False)
    source_patient_id: PatientIdentifier | None = None
    source_patient_info: tuple[str, ...] = field(default=(), repr=False)
    hash: str = ""
    size: int | None = None
    uri: str = ""
    references: tuple[str, ...] = ()
    repository_unique_id: str = ""
    lid: str = ""
    version: str = ""
    status: str = ""
    extra_slots: tuple[Slot, ...] = field(default=(), repr=False)

    @property
    def entry_uuid(self) -> str:
        """The registry's identifier of this version of the fiche; empty while only symbolic."""
        return self.symbolic_id if self.symbolic_id.startswith("urn:uuid:") else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionSet:
    """One « lot de soumission ». Rule: xdm-xds.md §3."""

    symbolic_id: str
    unique_id: str
    source_id: str
    patient_id: PatientIdentifier | None
    submission_time: str
    authors: tuple[Author, ...] = ()
    content_type: Code | None = None
    title: str = field(default="", repr=False)
    comments: str = field(default="", repr=False)
    intended_recipients: tuple[str, ...] = ()
    status: str = ""
    extra_slots: tuple[Slot, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Association:
    """A link between two objects, by symbolic id or entryUUID.

    set_status: ``Original`` or ``Reference`` (HasMember). previous_version: ITI-57. original_status, new_status: URNs,
    for an UpdateAvailabilityStatus. Rule: xdm-xds.md §5; dmp.md §10.
    """

    kind: str
    source: str
    target: str
    symbolic_id: str = ""
    set_status: str = ""
    previous_version: str = ""
    original_status: str = ""
    new_status: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """A lot, its fiches and their associations: ITI-41, ITI-57 or METADATA.XML."""

    submission_set: SubmissionSet
    entries: tuple[DocumentEntry, ...] = ()
    associations: tuple[Association, ...] = ()

    @property
    def document_entries(self) -> tuple[DocumentEntry, ...]:
        """The fiches of documents: all but the signature of the lot."""
        signatures = {link.source for link in self.associations if link.kind == AssociationType.SIGNS}
        return tuple(entry for entry in self.entries if entry.symbolic_id not in signatures)

    @property
    def signature_entry(self) -> DocumentEntry | None:
        """The fiche of the XAdES signature of the lot, when there is one."""
        signatures = {link.source for link in self.associations if link.kind == AssociationType.SIGNS}
        return next((entry for entry in self.entries if entry.symbolic_id in signatures), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistryObjects:
    """What a stored query answered: fiches, lots, associations; references: entryUUIDs of an ObjectRef answer."""

    entries: tuple[DocumentEntry, ...] = ()
    submission_sets: tuple[SubmissionSet, ...] = ()
    associations: tuple[Association, ...] = ()
    references: tuple[str, ...] = ()
