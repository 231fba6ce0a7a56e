"""Fields read on a document: candidates with the place and the reason, never a value from nowhere.

Rule: intake.md §3.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from liane.domain.intake.page import Box


class FieldName(StrEnum):
    """Every field that is read, under its name of the published schema."""

    BIRTH_NAME = "birth_name"
    USED_NAME = "used_name"
    FIRST_NAME = "first_name"
    FIRST_NAMES = "first_names"
    BIRTH_DATE = "birth_date"
    SEX = "sex"
    BIRTH_PLACE = "birth_place"
    INS = "ins"
    INS_OID = "ins_oid"
    IPP = "ipp"
    DOC_TYPE = "doc_type"
    TITLE = "title"
    DOC_DATE = "doc_date"
    ACT_DATE = "act_date"
    AUTHOR_FAMILY = "author_family"
    AUTHOR_GIVEN = "author_given"
    AUTHOR_RPPS = "author_rpps"
    AUTHOR_SPECIALITY = "author_speciality"
    STRUCTURE_NAME = "structure_name"
    STRUCTURE_FINESS = "structure_finess"
    RECIPIENTS = "recipients"
    EPISODE = "episode"
    PRESCRIPTION_NUMBER = "prescription_number"


PUBLISHED_FIELDS = (
    FieldName.BIRTH_NAME,
    FieldName.USED_NAME,
    FieldName.FIRST_NAME,
    FieldName.FIRST_NAMES,
    FieldName.BIRTH_DATE,
    FieldName.SEX,
    FieldName.INS,
    FieldName.DOC_TYPE,
    FieldName.DOC_DATE,
    FieldName.ACT_DATE,
    FieldName.AUTHOR_FAMILY,
    FieldName.AUTHOR_GIVEN,
    FieldName.AUTHOR_RPPS,
    FieldName.STRUCTURE_NAME,
    FieldName.STRUCTURE_FINESS,
    FieldName.RECIPIENTS,
    FieldName.EPISODE,
    FieldName.PRESCRIPTION_NUMBER,
)
"""The fields of the published answer of ``liane intake read``."""


class Role(StrEnum):
    """Whose name, or which date, a mention is. Rule: intake.md §3, roles."""

    PATIENT = "patient"
    AUTHOR = "auteur"
    RECIPIENT = "destinataire"
    STAFF = "personnel"
    RELATIVE = "proche"
    OTHER = "autre"


class Source(StrEnum):
    """Where a value was found. Rule: intake.md §1.2 (structured data first)."""

    PAGE = "page"
    DATAMATRIX = "datamatrix"
    BARCODE = "code-barres"
    CDA = "en-tête CDA"
    XDM = "métadonnées XDM"
    HL7 = "message HL7"
    MAIL = "courriel"
    PERSON = "personne"
    ENGINE = "moteur du site"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One possible value of a field.

    value: normalised (dates ISO, names as printed in capitals without accents lost, INS 15 characters); raw: as seen.
    page: from 1, 0 for a metadata element, then ``element`` names it. why: short French reasons. is_checked: a key, a
    directory or a second reader confirms it. is_repaired: an OCR confusion was mended under a check. features: what the
    confidence was computed from, name and measure (intake.md §5: calibrated later on documents not used for the rules).
    """

    value: str
    raw: str
    confidence: float
    page: int = 0
    boxes: tuple[Box, ...] = ()
    source: Source = Source.PAGE
    role: Role = Role.OTHER
    element: str = ""
    why: tuple[str, ...] = ()
    engine: str = ""
    is_checked: bool = False
    is_repaired: bool = False
    features: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldValue:
    """The value kept for one field, with the candidates it was chosen from (best first). values: every value of a field
    that has several (recipients), else the one.
    """

    name: FieldName
    chosen: Candidate
    candidates: tuple[Candidate, ...] = ()
    values: tuple[Candidate, ...] = ()
    edited_by: str = ""


Fields = Mapping[FieldName, FieldValue]
"""Absent field: not found (``null`` outside)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeGuess:
    """One possible type: code of JDV_J07, label, probability; near: that of types which the paper may bear as well."""

    code: str
    label: str
    probability: float
    near: float = 0.0

    @property
    def certainty(self) -> float:
        """How likely the type is a good answer: what is unsure between two near types is no doubt on the paper."""
        return min(1.0, self.probability + self.near)


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonMention:
    """One person named on the page, with their role. family, given: as printed; used_family: « ép. », « dit »."""

    role: Role
    family: Candidate | None = None
    used_family: Candidate | None = None
    given: Candidate | None = None
    birth_date: Candidate | None = None
    rpps: Candidate | None = None
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideReading:
    """What engines of the site made of a document. engines: names and versions, as they ran; filled: fields that only
    they read; differs: traits where they quote another value; dropped: proposals that are not printed.
    """

    engines: tuple[str, ...] = ()
    filled: frozenset[FieldName] = frozenset()
    differs: frozenset[FieldName] = frozenset()
    dropped: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadDocument:
    """One document as read: its pages in the file, its fields, its possible types, every candidate of every field.

    mentions: persons named, with their roles. several_patients: the pages show identity evidence of two patients;
    several_why says which, in French, without any value. outside: None where no engine of the site was asked.
    """

    pages: tuple[int, ...]
    fields: Fields = field(default_factory=dict)
    candidates: Mapping[FieldName, tuple[Candidate, ...]] = field(default_factory=dict)
    types: tuple[TypeGuess, ...] = ()
    mentions: tuple[PersonMention, ...] = ()
    several_patients: bool = False
    several_why: tuple[str, ...] = ()
    outside: OutsideReading | None = None
