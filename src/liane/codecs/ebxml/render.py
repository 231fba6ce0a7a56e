"""From a submission to ebRIM 3.0: one renderer for ITI-41, ITI-57, METADATA.XML and the answers of ITI-18.

Children follow the order of the schema: Slot*, Name, Description, VersionInfo, Classification*, ExternalIdentifier*.
"""

from collections.abc import Iterable
from itertools import count

from lxml import etree

from liane.codecs.ebxml.hl7_types import render_author_slots, render_cx, render_xcn
from liane.codecs.ebxml.metadata import Association, DocumentEntry, RegistryObjects, Submission, SubmissionSet
from liane.codecs.ebxml.names import (
    ASSOCIATION_OBJECT,
    LCM,
    REFERENCE_ID_SLOT,
    RIM,
    SUBMISSION_SET_NODE,
    XML,
    AssociationType,
    EntryScheme,
    SetScheme,
)
from liane.domain.actors.actor import Author
from liane.domain.terminology.code import Code

_LANG = "fr-FR"
_CHARSET = "UTF-8"


def _rim(name: str) -> str:
    return f"{{{RIM}}}{name}"


_SLOT, _VALUE_LIST, _VALUE = _rim("Slot"), _rim("ValueList"), _rim("Value")
_NAME, _LOCALIZED = _rim("Name"), _rim("LocalizedString")


def _add_slot(parent: etree._Element, name: str, values: Iterable[str]) -> None:
    """Append a slot; nothing when no value is known."""
    kept = [value for value in values if value]
    if not kept:
        return
    slot = etree.SubElement(parent, _SLOT, name=name)
    value_list = etree.SubElement(slot, _VALUE_LIST)
    for value in kept:
        etree.SubElement(value_list, _VALUE).text = value


def _add_text(parent: etree._Element, tag: str, text: str) -> None:
    """Append a Name or a Description; nothing when the text is empty."""
    if text:
        holder = etree.SubElement(parent, _rim(tag))
        string = etree.SubElement(holder, _LOCALIZED)
        string.set(f"{{{XML}}}lang", _LANG)
        string.set("charset", _CHARSET)
        string.set("value", text)


class _Writer:
    """Appends registry objects to a list, numbering what needs an id: ``cl01``, ``ei01``, ``as01``."""

    def __init__(self, parent: etree._Element, *, is_node_nested: bool) -> None:
        self._parent = parent
        self._is_node_nested = is_node_nested
        self._classifications = count(1)
        self._identifiers = count(1)
        self._associations = count(1)

    def add_entry(self, entry: DocumentEntry) -> None:
        """Append one ExtrinsicObject."""
        element = etree.SubElement(self._parent, _rim("ExtrinsicObject"), id=entry.symbolic_id)
        if entry.lid:
            element.set("lid", entry.lid)
        element.set("mimeType", entry.mime_type)
        element.set("objectType", entry.object_type)
        if entry.status:
            element.set("status", entry.status)
        self._add_entry_slots(element, entry)
        _add_text(element, "Name", entry.title)
        _add_text(element, "Description", entry.comments)
        if entry.version:
            etree.SubElement(element, _rim("VersionInfo"), versionName=entry.version)
        for author in entry.authors:
            self._add_author(element, entry.symbolic_id, EntryScheme.AUTHOR, author)
        for scheme, code in _codes_of(entry):
            self._add_code(element, entry.symbolic_id, scheme, code)
        patient_id = render_cx(entry.patient_id) if entry.patient_id else ""
        self._add_identifier(element, entry.symbolic_id, EntryScheme.PATIENT_ID, patient_id, "DocumentEntry.patientId")
        self._add_identifier(
            element, entry.symbolic_id, EntryScheme.UNIQUE_ID, entry.unique_id, "DocumentEntry.uniqueId"
        )

    @staticmethod
    def _add_entry_slots(element: etree._Element, entry: DocumentEntry) -> None:
        slots: list[tuple[str, tuple[str, ...]]] = [
            ("creationTime", (entry.creation_time,)),
            ("hash", (entry.hash,)),
            ("languageCode", (entry.language,)),
            ("legalAuthenticator", (render_xcn(entry.legal_authenticator) if entry.legal_authenticator else "",)),
            ("repositoryUniqueId", (entry.repository_unique_id,)),
            ("serviceStartTime", (entry.service_start,)),
            ("serviceStopTime", (entry.service_stop,)),
            ("size", ("" if entry.size is None else str(entry.size),)),
            ("sourcePatientId", (render_cx(entry.source_patient_id) if entry.source_patient_id else "",)),
            ("sourcePatientInfo", entry.source_patient_info),
            ("URI", (entry.uri,)),
            (REFERENCE_ID_SLOT, entry.references),
            *((slot.name, slot.values) for slot in entry.extra_slots),
        ]
        for name, values in slots:
            _add_slot(element, name, values)

    def add_submission_set(self, lot: SubmissionSet) -> None:
        """Append the RegistryPackage and the classification that makes it a lot."""
        element = etree.SubElement(self._parent, _rim("RegistryPackage"), id=lot.symbolic_id)
        if lot.status:
            element.set("status", lot.status)
        _add_slot(element, "submissionTime", (lot.submission_time,))
        _add_slot(element, "intendedRecipient", lot.intended_recipients)
        for slot in lot.extra_slots:
            _add_slot(element, slot.name, slot.values)
        _add_text(element, "Name", lot.title)
        _add_text(element, "Description", lot.comments)
        for author in lot.authors:
            self._add_author(element, lot.symbolic_id, SetScheme.AUTHOR, author)
        if lot.content_type:
            self._add_code(element, lot.symbolic_id, SetScheme.CONTENT_TYPE, lot.content_type)
        if self._is_node_nested:
            self._add_node(element, lot.symbolic_id)
        patient_id = render_cx(lot.patient_id) if lot.patient_id else ""
        for scheme, value, name in (
            (SetScheme.PATIENT_ID, patient_id, "SubmissionSet.patientId"),
            (SetScheme.SOURCE_ID, lot.source_id, "SubmissionSet.sourceId"),
            (SetScheme.UNIQUE_ID, lot.unique_id, "SubmissionSet.uniqueId"),
        ):
            self._add_identifier(element, lot.symbolic_id, scheme, value, name)
        if not self._is_node_nested:
            self._add_node(self._parent, lot.symbolic_id)

    def add_association(self, link: Association) -> None:
        """Append one Association with the slots that its kind wants."""
        identifier = link.symbolic_id or f"as{next(self._associations):02d}"
        element = etree.SubElement(self._parent, _rim("Association"), id=identifier, associationType=link.kind)
        if link.kind == AssociationType.UPDATE_STATUS:
            element.set("objectType", ASSOCIATION_OBJECT)
        element.set("sourceObject", link.source)
        element.set("targetObject", link.target)
        _add_slot(element, "SubmissionSetStatus", (link.set_status,))
        _add_slot(element, "PreviousVersion", (link.previous_version,))
        _add_slot(element, "OriginalStatus", (link.original_status,))
        _add_slot(element, "NewStatus", (link.new_status,))

    def _add_node(self, parent: etree._Element, owner: str) -> None:
        element = etree.SubElement(parent, _rim("Classification"), id=f"cl{next(self._classifications):02d}")
        element.set("classifiedObject", owner)
        element.set("classificationNode", SUBMISSION_SET_NODE)

    def _classify(self, parent: etree._Element, owner: str, scheme: str, node: str) -> etree._Element:
        element = etree.SubElement(parent, _rim("Classification"), id=f"cl{next(self._classifications):02d}")
        element.set("classificationScheme", scheme)
        element.set("classifiedObject", owner)
        element.set("nodeRepresentation", node)
        return element

    def _add_author(self, parent: etree._Element, owner: str, scheme: str, author: Author) -> None:
        slots = render_author_slots(author)
        if slots:
            element = self._classify(parent, owner, scheme, "")
            for name, value in slots:
                _add_slot(element, name, (value,))

    def _add_code(self, parent: etree._Element, owner: str, scheme: str, code: Code) -> None:
        element = self._classify(parent, owner, scheme, code.code)
        _add_slot(element, "codingScheme", (code.system,))
        _add_text(element, "Name", code.label)

    def _add_identifier(self, parent: etree._Element, owner: str, scheme: str, value: str, name: str) -> None:
        if not value:
            return
        element = etree.SubElement(parent, _rim("ExternalIdentifier"), id=f"ei{next(self._identifiers):02d}")
        element.set("registryObject", owner)
        element.set("identificationScheme", scheme)
        element.set("value", value)
        _add_text(element, "Name", f"XDS{name}")


def _codes_of(entry: DocumentEntry) -> list[tuple[str, Code]]:
    """The codes of a fiche with their schemes, in the order of the official examples."""
    ordered: list[tuple[str, Code | None]] = [
        (EntryScheme.CLASS_CODE, entry.class_code),
        *((EntryScheme.CONFIDENTIALITY, code) for code in entry.confidentiality),
        *((EntryScheme.EVENT, code) for code in entry.events),
        (EntryScheme.FORMAT_CODE, entry.format_code),
        (EntryScheme.FACILITY_TYPE, entry.facility_type),
        (EntryScheme.PRACTICE_SETTING, entry.practice_setting),
        (EntryScheme.TYPE_CODE, entry.type_code),
    ]
    return [(scheme, code) for scheme, code in ordered if code is not None]


def render_submission(submission: Submission, *, is_node_nested: bool = False) -> etree._Element:
    """Write a lot as ``lcm:SubmitObjectsRequest``, for ITI-41, ITI-57 and METADATA.XML alike.

    is_node_nested: puts the classification of the lot inside the RegistryPackage, as DMP samples do, instead of beside
    it, as XDM samples do; both mean the same. Rule: xdm-xds.md §2, §3, §5, §7; dmp.md §6.4, §10.
    """
    root = etree.Element(f"{{{LCM}}}SubmitObjectsRequest", nsmap={"lcm": LCM, "rim": RIM})
    writer = _Writer(etree.SubElement(root, _rim("RegistryObjectList")), is_node_nested=is_node_nested)
    for entry in submission.entries:
        writer.add_entry(entry)
    writer.add_submission_set(submission.submission_set)
    for link in submission.associations:
        writer.add_association(link)
    return root


def render_registry_objects(objects: RegistryObjects) -> etree._Element:
    """Write the ``rim:RegistryObjectList`` of an ITI-18 answer. Rule: dmp.md §8."""
    root = etree.Element(_rim("RegistryObjectList"), nsmap={"rim": RIM})
    _fill_list(root, objects)
    return root


def append_registry_objects(parent: etree._Element, objects: RegistryObjects) -> None:
    """Write the same list inside an answer, at once where it is to be: moving it there costs a third of its making."""
    _fill_list(etree.SubElement(parent, _rim("RegistryObjectList")), objects)


def _fill_list(root: etree._Element, objects: RegistryObjects) -> None:
    for reference in objects.references:
        etree.SubElement(root, _rim("ObjectRef"), id=reference)
    writer = _Writer(root, is_node_nested=True)
    for entry in objects.entries:
        writer.add_entry(entry)
    for lot in objects.submission_sets:
        writer.add_submission_set(lot)
    for link in objects.associations:
        writer.add_association(link)
