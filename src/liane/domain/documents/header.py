"""The header of a CDA document as a domain value: what Liane knows of a document without reading its body."""

from dataclasses import dataclass
from enum import StrEnum

from liane.domain.actors.actor import Author, Professional, Structure
from liane.domain.identity.patient import PatientIdentity
from liane.domain.terminology.code import Code


class BodyForm(StrEnum):
    """Form of the body. Rule: cda.md §2."""

    N1 = "N1"
    N3 = "N3"
    N3_AUTO_PRESENTABLE = "N3 auto-présentable"


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentId:
    """A CDA instance identifier: root alone, or root and extension."""

    root: str
    extension: str = ""

    @property
    def xds(self) -> str:
        """The form used as XDS uniqueId: ``root`` or ``root^extension``."""
        return f"{self.root}^{self.extension}" if self.extension else self.root


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceEvent:
    """One act documented. Times: HL7 timestamps verbatim. events: code, then its translations (modality, region…)."""

    events: tuple[Code, ...] = ()
    start: str = ""
    stop: str = ""
    performer: Author | None = None
    identifiers: tuple[DocumentId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Encounter:
    """The encounter. facility_type becomes healthcareFacilityTypeCode."""

    identifiers: tuple[DocumentId, ...] = ()
    code: Code | None = None
    start: str = ""
    stop: str = ""
    facility_type: Code | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentHeader:
    """What the header of a CDA says. Timestamps are HL7, verbatim; absent values are empty or None."""

    id: DocumentId
    set_id: DocumentId | None = None
    version: int | None = None
    replaces: DocumentId | None = None
    code: Code
    title: str
    creation_time: str
    confidentiality: Code
    language: str = ""
    patient: PatientIdentity
    authors: tuple[Author, ...] = ()
    legal_authenticator: Author | None = None
    custodian: Structure | None = None
    service_events: tuple[ServiceEvent, ...] = ()
    encounter: Encounter | None = None
    recipients: tuple[Professional, ...] = ()
    orders: tuple[DocumentId, ...] = ()
    accessions: tuple[DocumentId, ...] = ()
    template_ids: tuple[DocumentId, ...] = ()
    form: BodyForm = BodyForm.N3
    media_type: str = ""

    @property
    def lineage(self) -> str:
        """Key shared by all the versions of one document."""
        return (self.set_id or self.id).xds
