"""From ebRIM 3.0 to a submission. Tolerant: what is missing stays empty; checks report it, the parser does not."""

from collections.abc import Iterator

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


def refuse(code: str, location: str, message: str, remedy: str = "") -> MalformedMessage:
    """Build the refusal of an ebXML message that cannot be read."""
    return MalformedMessage(
        Finding(code=code, severity=Severity.ERROR, location=location, message=message, remedy=remedy, layer="ebxml")
    )


def _read_slots(element: etree._Element) -> dict[str, tuple[str, ...]]:
    slots: dict[str, tuple[str, ...]] = {}
    for slot in element.iterchildren(_rim("Slot")):
        values = tuple((value.text or "").strip() for value in slot.iter(_rim("Value")))
        slots[slot.get("name", "")] = values
    return slots


def _first(slots: dict[str, tuple[str, ...]], name: str) -> str:
    return next(iter(slots.get(name, ())), "")


def _read_text(element: etree._Element, tag: str) -> str:
    holder = element.find(_rim(tag))
    if holder is None:
        return ""
    string = holder.find(_rim("LocalizedString"))
    return string.get("value", "") if string is not None else ""


def _read_code(element: etree._Element) -> Code:
    system = _first(_read_slots(element), "codingScheme")
    return Code(code=element.get("nodeRepresentation", ""), system=system, label=_read_text(element, "Name"))


def _read_author(element: etree._Element) -> Author:
    return parse_author_slots({name: values[0] for name, values in _read_slots(element).items() if values})


def _group_classifications(element: etree._Element) -> dict[str, list[etree._Element]]:
    groups: dict[str, list[etree._Element]] = {}
    for classification in element.iterchildren(_rim("Classification")):
        groups.setdefault(classification.get("classificationScheme", ""), []).append(classification)
    return groups


def _read_identifiers(element: etree._Element) -> dict[str, str]:
    return {
        identifier.get("identificationScheme", ""): identifier.get("value", "")
        for identifier in element.iterchildren(_rim("ExternalIdentifier"))
    }


def _read_size(value: str) -> int | None:
    return int(value) if value.isascii() and value.isdigit() and len(value) <= 12 else None


def _extra_slots(slots: dict[str, tuple[str, ...]], known: frozenset[str]) -> tuple[Slot, ...]:
    return tuple(Slot(name=name, values=values) for name, values in slots.items() if name not in known)


def parse_entry(element: etree._Element) -> DocumentEntry:
    """Read one ``rim:ExtrinsicObject``; absent attributes stay empty."""
    slots = _read_slots(element)
    groups = _group_classifications(element)
    identifiers = _read_identifiers(element)

    def code(scheme: EntryScheme) -> Code | None:
        found = groups.get(scheme)
        return _read_code(found[0]) if found else None

    def codes(scheme: EntryScheme) -> tuple[Code, ...]:
        return tuple(_read_code(found) for found in groups.get(scheme, ()))

    version = element.find(_rim("VersionInfo"))
    return DocumentEntry(
        symbolic_id=element.get("id", ""),
        unique_id=identifiers.get(EntryScheme.UNIQUE_ID, ""),
        patient_id=parse_cx(identifiers.get(EntryScheme.PATIENT_ID, "")),
        mime_type=element.get("mimeType", ""),
        object_type=element.get("objectType", ""),
        authors=tuple(_read_author(found) for found in groups.get(EntryScheme.AUTHOR, ())),
        legal_authenticator=parse_xcn(_first(slots, "legalAuthenticator")),
        class_code=code(EntryScheme.CLASS_CODE),
        type_code=code(EntryScheme.TYPE_CODE),
        format_code=code(EntryScheme.FORMAT_CODE),
        confidentiality=codes(EntryScheme.CONFIDENTIALITY),
        facility_type=code(EntryScheme.FACILITY_TYPE),
        practice_setting=code(EntryScheme.PRACTICE_SETTING),
        events=codes(EntryScheme.EVENT),
        creation_time=_first(slots, "creationTime"),
        service_start=_first(slots, "serviceStartTime"),
        service_stop=_first(slots, "serviceStopTime"),
        language=_first(slots, "languageCode"),
        title=_read_text(element, "Name"),
        comments=_read_text(element, "Description"),
        source_patient_id=parse_cx(_first(slots, "sourcePatientId")),
        source_patient_info=slots.get("sourcePatientInfo", ()),
        hash=_first(slots, "hash").lower(),
        size=_read_size(_first(slots, "size")),
        uri=_first(slots, "URI"),
        references=slots.get(REFERENCE_ID_SLOT, ()),
        repository_unique_id=_first(slots, "repositoryUniqueId"),
        lid=element.get("lid", ""),
        version=version.get("versionName", "") if version is not None else "",
        status=element.get("status", ""),
        extra_slots=_extra_slots(slots, _ENTRY_SLOTS),
    )


def parse_submission_set(element: etree._Element) -> SubmissionSet:
    """Read one ``rim:RegistryPackage`` as a lot; absent attributes stay empty."""
    slots = _read_slots(element)
    groups = _group_classifications(element)
    identifiers = _read_identifiers(element)
    content_types = groups.get(SetScheme.CONTENT_TYPE, [])
    return SubmissionSet(
        symbolic_id=element.get("id", ""),
        unique_id=identifiers.get(SetScheme.UNIQUE_ID, ""),
        source_id=identifiers.get(SetScheme.SOURCE_ID, ""),
        patient_id=parse_cx(identifiers.get(SetScheme.PATIENT_ID, "")),
        submission_time=_first(slots, "submissionTime"),
        authors=tuple(_read_author(found) for found in groups.get(SetScheme.AUTHOR, ())),
        content_type=_read_code(content_types[0]) if content_types else None,
        title=_read_text(element, "Name"),
        comments=_read_text(element, "Description"),
        intended_recipients=slots.get("intendedRecipient", ()),
        status=element.get("status", ""),
        extra_slots=_extra_slots(slots, _SET_SLOTS),
    )


def parse_association(element: etree._Element) -> Association:
    """Read one ``rim:Association``."""
    slots = _read_slots(element)
    return Association(
        kind=element.get("associationType", ""),
        source=element.get("sourceObject", ""),
        target=element.get("targetObject", ""),
        symbolic_id=element.get("id", ""),
        set_status=_first(slots, "SubmissionSetStatus"),
        previous_version=_first(slots, "PreviousVersion"),
        original_status=_first(slots, "OriginalStatus"),
        new_status=_first(slots, "NewStatus"),
    )


def parse_registry_objects(element: etree._Element) -> RegistryObjects:
    """Read a ``rim:RegistryObjectList``; unknown objects are ignored.

    Raises MalformedMessage XDS-002 past ``OBJECTS_MAX`` children.
    """
    if len(element) > OBJECTS_MAX:
        raise refuse("XDS-002", "RegistryObjectList", f"Le message contient plus de {OBJECTS_MAX} objets.")
    return RegistryObjects(
        entries=tuple(parse_entry(child) for child in element.iterchildren(_rim("ExtrinsicObject"))),
        submission_sets=tuple(parse_submission_set(child) for child in element.iterchildren(_rim("RegistryPackage"))),
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
