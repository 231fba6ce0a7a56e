"""From ebRIM 3.0 to a submission. Tolerant: what is missing stays empty; checks report it, the parser does not."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from liane.codecs.ebxml.hl7_types import parse_author_slots, parse_cx, parse_xcn
from liane.codecs.ebxml.metadata import (
    Association,
    DocumentEntry,
    RegistryObjects,
    Slot,
    Submission,
    SubmissionSet,
)
from liane.codecs.ebxml.names import LCM, REFERENCE_ID_SLOT, RIM, EntryScheme, SetScheme
from liane.domain.actors.actor import Author
from liane.domain.errors import Finding, MalformedMessage, Severity
from liane.domain.identity.patient import PatientIdentifier
from liane.domain.terminology.code import Code

OBJECTS_MAX = 5_000
"""Registry objects accepted in one message: far above any lot, below what could exhaust memory."""

_ENTRY_SLOTS = frozenset(
    {
        "creationTime",
        "hash",
        "languageCode",
        "legalAuthenticator",
        "repositoryUniqueId",
        "serviceStartTime",
        "serviceStopTime",
        "size",
        "sourcePatientId",
        "sourcePatientInfo",
        "URI",
        REFERENCE_ID_SLOT,
    }
)
_SET_SLOTS = frozenset({"submissionTime", "intendedRecipient"})


def _rim(name: str) -> str:
    return f"{{{RIM}}}{name}"


_SLOT, _VALUE, _CLASSIFICATION = _rim("Slot"), _rim("Value"), _rim("Classification")
_IDENTIFIER, _VERSION = _rim("ExternalIdentifier"), _rim("VersionInfo")
_NAME, _DESCRIPTION, _LOCALIZED = _rim("Name"), _rim("Description"), _rim("LocalizedString")


def refuse(code: str, location: str, message: str, remedy: str = "") -> MalformedMessage:
    """Build the refusal of an ebXML message that cannot be read."""
    return MalformedMessage(
        Finding(code=code, severity=Severity.ERROR, location=location, message=message, remedy=remedy, layer="ebxml")
    )


@dataclass(slots=True)
class _Pieces:
    """What one registry object holds, gathered in a single walk over its children."""

    slots: dict[str, tuple[str, ...]] = field(default_factory=dict)
    classifications: dict[str, list[etree._Element]] = field(default_factory=dict)
    identifiers: dict[str, str] = field(default_factory=dict)
    title: str | None = None
    comments: str | None = None
    version: str | None = None

    def first(self, name: str) -> str:
        """The first value of a slot; empty when there is none."""
        return next(iter(self.slots.get(name, ())), "")

    def others(self, known: frozenset[str]) -> tuple[Slot, ...]:
        """The slots that have no attribute of their own."""
        return tuple(Slot(name=name, values=values) for name, values in self.slots.items() if name not in known)


def _gather(element: etree._Element) -> _Pieces:
    pieces = _Pieces()
    for child in element:
        tag = child.tag
        if tag == _SLOT:
            pieces.slots[child.get("name", "")] = _read_values(child)
        elif tag == _CLASSIFICATION:
            pieces.classifications.setdefault(child.get("classificationScheme", ""), []).append(child)
        elif tag == _IDENTIFIER:
            pieces.identifiers[child.get("identificationScheme", "")] = child.get("value", "")
        elif tag == _NAME and pieces.title is None:
            pieces.title = _read_string(child)
        elif tag == _DESCRIPTION and pieces.comments is None:
            pieces.comments = _read_string(child)
        elif tag == _VERSION and pieces.version is None:
            pieces.version = child.get("versionName", "")
    return pieces


def _read_values(slot: etree._Element) -> tuple[str, ...]:
    return tuple([(value.text or "").strip() for value in slot.iter(_VALUE)])


def _read_string(holder: etree._Element) -> str:
    for string in holder.iterchildren(_LOCALIZED):
        return str(string.get("value", ""))
    return ""


def _read_size(value: str) -> int | None:
    return int(value) if value.isascii() and value.isdigit() and len(value) <= 12 else None


class _Reader:
    """Reads the objects of one message. The fiches of one patient say the same codes, authors and numbers again and
    again: equal pieces become one value, made once. Nothing outlives the message."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str, str], Code] = {}
        self._authors: dict[tuple[tuple[str, str], ...], Author] = {}
        self._persons: dict[str, Author | None] = {}
        self._patients: dict[str, PatientIdentifier | None] = {}

    def entry(self, element: etree._Element) -> DocumentEntry:
        """Read one ``rim:ExtrinsicObject``; absent attributes stay empty."""
        pieces = _gather(element)
        first, slots = pieces.first, pieces.slots
        return DocumentEntry(
            symbolic_id=element.get("id", ""),
            unique_id=pieces.identifiers.get(EntryScheme.UNIQUE_ID, ""),
            patient_id=self._patient(pieces.identifiers.get(EntryScheme.PATIENT_ID, "")),
            mime_type=element.get("mimeType", ""),
            object_type=element.get("objectType", ""),
            authors=self._read_authors(pieces, EntryScheme.AUTHOR),
            legal_authenticator=self._person(first("legalAuthenticator")),
            class_code=self._code(pieces, EntryScheme.CLASS_CODE),
            type_code=self._code(pieces, EntryScheme.TYPE_CODE),
            format_code=self._code(pieces, EntryScheme.FORMAT_CODE),
            confidentiality=self._read_codes(pieces, EntryScheme.CONFIDENTIALITY),
            facility_type=self._code(pieces, EntryScheme.FACILITY_TYPE),
            practice_setting=self._code(pieces, EntryScheme.PRACTICE_SETTING),
            events=self._read_codes(pieces, EntryScheme.EVENT),
            creation_time=first("creationTime"),
            service_start=first("serviceStartTime"),
            service_stop=first("serviceStopTime"),
            language=first("languageCode"),
            title=pieces.title or "",
            comments=pieces.comments or "",
            source_patient_id=self._patient(first("sourcePatientId")),
            source_patient_info=slots.get("sourcePatientInfo", ()),
            hash=first("hash").lower(),
            size=_read_size(first("size")),
            uri=first("URI"),
            references=slots.get(REFERENCE_ID_SLOT, ()),
            repository_unique_id=first("repositoryUniqueId"),
            lid=element.get("lid", ""),
            version=pieces.version or "",
            status=element.get("status", ""),
            extra_slots=pieces.others(_ENTRY_SLOTS),
        )

    def submission_set(self, element: etree._Element) -> SubmissionSet:
        """Read one ``rim:RegistryPackage`` as a lot; absent attributes stay empty."""
        pieces = _gather(element)
        return SubmissionSet(
            symbolic_id=element.get("id", ""),
            unique_id=pieces.identifiers.get(SetScheme.UNIQUE_ID, ""),
            source_id=pieces.identifiers.get(SetScheme.SOURCE_ID, ""),
            patient_id=self._patient(pieces.identifiers.get(SetScheme.PATIENT_ID, "")),
            submission_time=pieces.first("submissionTime"),
            authors=self._read_authors(pieces, SetScheme.AUTHOR),
            content_type=self._code(pieces, SetScheme.CONTENT_TYPE),
            title=pieces.title or "",
            comments=pieces.comments or "",
            intended_recipients=pieces.slots.get("intendedRecipient", ()),
            status=element.get("status", ""),
            extra_slots=pieces.others(_SET_SLOTS),
        )

    def _code(self, pieces: _Pieces, scheme: str) -> Code | None:
        found = pieces.classifications.get(scheme)
        return self._read_code(found[0]) if found else None

    def _read_codes(self, pieces: _Pieces, scheme: str) -> tuple[Code, ...]:
        return tuple([self._read_code(found) for found in pieces.classifications.get(scheme, ())])

    def _read_code(self, element: etree._Element) -> Code:
        system, label = "", None
        for child in element:
            tag = child.tag
            if tag == _NAME and label is None:
                label = _read_string(child)
            elif tag == _SLOT and child.get("name") == "codingScheme":
                system = next(iter(_read_values(child)), "")
        key = (element.get("nodeRepresentation", ""), system, label or "")
        code = self._codes.get(key)
        if code is None:
            code = self._codes[key] = Code(code=key[0], system=system, label=key[2])
        return code

    def _read_authors(self, pieces: _Pieces, scheme: str) -> tuple[Author, ...]:
        return tuple([self._read_author(found) for found in pieces.classifications.get(scheme, ())])

    def _read_author(self, element: etree._Element) -> Author:
        slots = {child.get("name", ""): _read_values(child) for child in element.iterchildren(_SLOT)}
        values = {name: found[0] for name, found in slots.items() if found}
        key = tuple(values.items())
        if key not in self._authors:
            self._authors[key] = parse_author_slots(values)
        return self._authors[key]

    def _person(self, value: str) -> Author | None:
        if value not in self._persons:
            self._persons[value] = parse_xcn(value)
        return self._persons[value]

    def _patient(self, value: str) -> PatientIdentifier | None:
        if value not in self._patients:
            self._patients[value] = parse_cx(value)
        return self._patients[value]


def parse_entry(element: etree._Element) -> DocumentEntry:
    """Read one ``rim:ExtrinsicObject``; absent attributes stay empty."""
    return _Reader().entry(element)


def parse_submission_set(element: etree._Element) -> SubmissionSet:
    """Read one ``rim:RegistryPackage`` as a lot; absent attributes stay empty."""
    return _Reader().submission_set(element)


def parse_association(element: etree._Element) -> Association:
    """Read one ``rim:Association``."""
    first = _gather(element).first
    return Association(
        kind=element.get("associationType", ""),
        source=element.get("sourceObject", ""),
        target=element.get("targetObject", ""),
        symbolic_id=element.get("id", ""),
        set_status=first("SubmissionSetStatus"),
        previous_version=first("PreviousVersion"),
        original_status=first("OriginalStatus"),
        new_status=first("NewStatus"),
    )


def parse_registry_objects(element: etree._Element) -> RegistryObjects:
    """Read a ``rim:RegistryObjectList``; unknown objects are ignored.

    Raises MalformedMessage XDS-002 past ``OBJECTS_MAX`` children.
    """
    if len(element) > OBJECTS_MAX:
        raise refuse("XDS-002", "RegistryObjectList", f"Le message contient plus de {OBJECTS_MAX} objets.")
    reader = _Reader()
    return RegistryObjects(
        entries=tuple([reader.entry(child) for child in element.iterchildren(_rim("ExtrinsicObject"))]),
        submission_sets=tuple(
            [reader.submission_set(child) for child in element.iterchildren(_rim("RegistryPackage"))]
        ),
        associations=tuple(parse_association(child) for child in element.iterchildren(_rim("Association"))),
        references=tuple(child.get("id", "") for child in element.iterchildren(_rim("ObjectRef"))),
    )


def _find_objects_list(element: etree._Element) -> etree._Element:
    request: Iterator[etree._Element] = element.iter(f"{{{LCM}}}SubmitObjectsRequest")
    found = next(request, None)
    objects = found.find(_rim("RegistryObjectList")) if found is not None else None
    if objects is None:
        raise refuse(
            "XDS-001",
            "SubmitObjectsRequest",
            "Le message ne contient pas de SubmitObjectsRequest avec sa RegistryObjectList.",
            "Vérifier que le message suit ebRIM 3.0 (lot de soumission XDS).",
        )
    return objects


def parse_submission(element: etree._Element) -> Submission:
    """Read a lot from a SubmitObjectsRequest, or from an element that contains one (ITI-41).

    Raises MalformedMessage XDS-001 (no SubmitObjectsRequest), XDS-002 (too many objects), XDS-003 (not exactly one
    lot). Rule: xdm-xds.md §1 « one subset = one submission set »; dmp.md §6.4.
    """
    objects = parse_registry_objects(_find_objects_list(element))
    if len(objects.submission_sets) != 1:
        raise refuse(
            "XDS-003",
            "RegistryObjectList/RegistryPackage",
            f"Le message contient {len(objects.submission_sets)} lots de soumission ; il en faut exactement un.",
            "Envoyer un message par lot.",
        )
    return Submission(
        submission_set=objects.submission_sets[0], entries=objects.entries, associations=objects.associations
    )
