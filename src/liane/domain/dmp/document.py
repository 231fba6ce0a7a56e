"""One document of a DMP as a screen needs it: what its fiche says, in the words of the trade, instants aware."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from liane.domain.terminology.code import Code

PATIENT_CLASS = "90"
PATIENT_TYPE_PREFIX = "DOCPAT"
UNIQUE_ID_CHARS_MAX = 128


def is_unique_id(text: str) -> bool:
    """Tell whether a text may be the uniqueId of a document: printable, not too long; its form is the DMP's business.

    Rule: dmp.md §4 (uniqueId).
    """
    return 0 < len(text) <= UNIQUE_ID_CHARS_MAX and text.isprintable()


class DocumentState(StrEnum):
    """Availability of a document. Rule: dmp.md §8 « Statuses »; xdm-xds.md §2."""

    APPROVED = "en vigueur"
    OBSOLETE = "obsolète"
    ARCHIVED = "archivé"
    DELETED = "supprimé"


class Visibility(StrEnum):
    """From whom a document is hidden (TRE_A07). Rule: dmp.md §11.3."""

    MASQUE_PS = "MASQUE_PS"
    INVISIBLE_PATIENT = "INVISIBLE_PATIENT"
    INVISIBLE_REPRESENTANTS_LEGAUX = "INVISIBLE_REPRESENTANTS_LEGAUX"

    @property
    def label(self) -> str:
        """What a professional reads. Rule: [EX_3.1-1080], [EX_3.2-1025]."""
        return _LABELS[self]


_LABELS = {
    Visibility.MASQUE_PS: "masqué aux professionnels de santé",
    Visibility.INVISIBLE_PATIENT: "non visible par le patient",
    Visibility.INVISIBLE_REPRESENTANTS_LEGAUX: "non visible par les représentants légaux",
}
_WARNINGS = {
    Visibility.MASQUE_PS: "Ce document est masqué aux professionnels de santé.",
    Visibility.INVISIBLE_PATIENT: "Ce document n’est pas visible par le patient.",
    Visibility.INVISIBLE_REPRESENTANTS_LEGAUX: "Ce document n’est pas visible par les représentants légaux.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentAuthor:
    """Who wrote a document. identifier: PS_IdNat, or a device's. specialty: label. structure: name."""

    name: str
    identifier: str = ""
    specialty: str = ""
    structure: str = ""
    structure_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DMPDocument:
    """One fiche. Instants are aware (UTC), None when absent; a screen shows them in local time [EX_3.1-1070].

    unique_id: of the document; entry_uuid: of this version of the fiche; logical_id: of all its versions.
    is_new: deposited by others since the last visit of who asks. is_changed: its fiche changed since then.
    is_mine: who asks is its author. Rule: dmp.md §6.2, §8, [EX_3.1-1040], [EX_3.1-1080].
    """

    unique_id: str
    entry_uuid: str
    logical_id: str = ""
    version: str = ""
    repository_id: str = ""
    state: DocumentState = DocumentState.APPROVED
    visibility: frozenset[Visibility] = frozenset()
    title: str = field(default="", repr=False)
    type: Code
    class_: Code = field(default_factory=lambda: Code(code=""))
    format: Code = field(default_factory=lambda: Code(code=""))
    facility: Code = field(default_factory=lambda: Code(code=""))
    practice_setting: Code = field(default_factory=lambda: Code(code=""))
    events: tuple[Code, ...] = ()
    authors: tuple[DocumentAuthor, ...] = field(default=(), repr=False)
    created_at: datetime | None = None
    act_started_at: datetime | None = None
    act_ended_at: datetime | None = None
    media_type: str = "text/xml"
    language: str = ""
    size: int | None = None
    hash: str = ""
    references: tuple[str, ...] = ()
    is_new: bool = False
    is_changed: bool = False
    is_mine: bool = False

    @property
    def is_by_patient(self) -> bool:
        """True for what the patient wrote, shown apart. Rule: [EX_3.1-1040]; dmp.md §8."""
        return self.class_.code == PATIENT_CLASS or self.type.code.startswith(PATIENT_TYPE_PREFIX)

    @property
    def warnings(self) -> tuple[str, ...]:
        """What to say when it is opened. Rule: [EX_3.2-1025]; dmp.md §9."""
        return tuple(_WARNINGS[one] for one in Visibility if one in self.visibility)

    @property
    def date(self) -> datetime | None:
        """The instant of the act, else that of the document: what a timeline sorts by. Rule: CDA/INT.04."""
        return self.act_started_at or self.created_at
