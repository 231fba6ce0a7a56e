"""From the bytes of a CDA to its header as a domain value, once and fast: it runs before each acknowledgement.

What lives here: a tolerant reading. What must not: the rules of the « structuration minimale », which are in the
``structuration_*`` modules; a reader accepts documents that a strict checker reports.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from lxml import etree

from liane.codecs.cda.elements import (
    IMAGING_NAMESPACE,
    NAMESPACE,
    author_of,
    child,
    children,
    code_of,
    identifier_of,
    identifiers_of,
    interval_of,
    professional_of,
    structure_of,
    text_of,
    value_of,
)
from liane.codecs.xml import parse_xml
from liane.domain.actors.actor import Author, Professional
from liane.domain.documents.header import BodyForm, DocumentHeader, DocumentId, Encounter, ServiceEvent
from liane.domain.errors import Finding, RuleViolation, Severity
from liane.domain.identity.ins import INS_OIDS
from liane.domain.identity.patient import PatientIdentifier, PatientIdentity, PatientTraits
from liane.domain.terminology.code import Code

CLINICAL_DOCUMENT = f"{{{NAMESPACE}}}ClinicalDocument"
_STYLESHEET_NAMESPACE = "http://www.w3.org/1999/XSL/Transform"
_ACCESSION = f"{{{IMAGING_NAMESPACE}}}accessionNumber"
FRENCH_MODEL = "2.16.840.1.113883.2.8.2.1"
MINIMAL_MODEL = "1.2.250.1.213.1.1.1.1"
N1_MODEL = "1.3.6.1.4.1.19376.1.2.20"
DCM_OID = "1.2.840.10008.2.16.4"
EVENT_QUALIFIERS = frozenset({"121139", "39111-0"})
"""Names that qualify a modality (DCM) and a body region (LOINC) among the translations of an imaging act."""

REPEATS_MAX = 500
"""Bound of each repeated header element: authors, acts, recipients, orders, models."""

VERSION_DIGITS_MAX = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedDocument:
    """A CDA read once. root: the ``ClinicalDocument`` element, wherever it stood in the tree."""

    header: DocumentHeader
    root: etree._Element


def parse_header(data: bytes) -> DocumentHeader:
    """Read the header of a CDA; see ``read_document``."""
    return read_document(data).header


def read_document(data: bytes) -> ParsedDocument:
    """Read a CDA, N1, N3 or auto-présentable, checking on the way that the whole of it is well-formed.

    Raises MalformedMessage (``XML-…``) when it is no XML, and RuleViolation with every finding when no header can be
    made: CDA-001 no ClinicalDocument, CDA-002 several of them, CDA-003 no id, CDA-004 no code, CDA-005 no
    effectiveTime, CDA-006 no patient, CDA-007 no body, CDA-008 too many repetitions.
    Rule: CDA R2; « Structuration minimale de documents de santé »; cda.md §2, §3.
    """
    root = find_clinical_document(parse_xml(data))
    return ParsedDocument(header=build_header(root), root=root)


def find_clinical_document(tree: etree._Element) -> etree._Element:
    """The one ClinicalDocument of a tree. Raises RuleViolation CDA-001 or CDA-002.

    Rule: cda.md §2, « a reader must look for ClinicalDocument anywhere in the tree ».
    """
    if tree.tag == CLINICAL_DOCUMENT:
        return tree
    found = tree.iter(CLINICAL_DOCUMENT)
    document = next(found, None)
    if document is None:
        raise RuleViolation(
            _finding("CDA-001", "/", "Le fichier n'est pas un document CDA : aucun élément ClinicalDocument.")
        )
    if next(found, None) is not None:
        raise RuleViolation(
            _finding(
                "CDA-002", "/", "Le fichier contient plusieurs éléments ClinicalDocument : lequel lire est ambigu."
            )
        )
    return document


def build_header(root: etree._Element) -> DocumentHeader:
    """Make the header from the ClinicalDocument element. Raises RuleViolation with every finding (CDA-003…008)."""
    findings = tuple(_find_obstacles(root))
    if findings:
        raise RuleViolation(*findings)
    form, media_type = _form_of(root)
    return DocumentHeader(
        id=_required(identifier_of(child(root, "id"))),
        set_id=identifier_of(child(root, "setId")),
        version=_version_of(child(root, "versionNumber")),
        replaces=_replaced_of(root),
        code=_required(code_of(child(root, "code"))),
        title=text_of(child(root, "title")),
        creation_time=value_of(child(root, "effectiveTime")),
        confidentiality=code_of(child(root, "confidentialityCode")) or Code(code=""),
        language=value_of(child(root, "languageCode"), "code"),
        patient=_patient_of(child(root, "recordTarget", "patientRole")),
        authors=_present(author_of(author, "assignedAuthor") for author in children(root, "author")),
        legal_authenticator=author_of(child(root, "legalAuthenticator")),
        custodian=structure_of(child(root, "custodian", "assignedCustodian", "representedCustodianOrganization")),
        service_events=tuple(
            _service_event_of(event)
            for documentation in children(root, "documentationOf")
            for event in children(documentation, "serviceEvent")
        ),
        encounter=_encounter_of(child(root, "componentOf", "encompassingEncounter")),
        recipients=tuple(_recipients_of(root)),
        orders=tuple(
            order for one in children(root, "inFulfillmentOf") for order in identifiers_of(child(one, "order"))
        ),
        accessions=tuple(_accessions_of(root)),
        template_ids=identifiers_of(root, "templateId"),
        form=form,
        media_type=media_type,
    )


def _finding(code: str, location: str, message: str) -> Finding:
    return Finding(
        code=code,
        severity=Severity.ERROR,
        location=location,
        message=message,
        layer="cda",
        rule="CDA R2 ; CI-SIS « Structuration minimale de documents de santé » ; cda.md §3",
    )


def _find_obstacles(root: etree._Element) -> Iterator[Finding]:
    """Everything that keeps a header from being made."""
    if identifier_of(child(root, "id")) is None:
        yield _finding("CDA-003", "/ClinicalDocument/id", "Le document n'a pas d'identifiant (id/@root).")
    if code_of(child(root, "code")) is None:
        yield _finding("CDA-004", "/ClinicalDocument/code", "Le document n'a pas de type (code/@code).")
    if not value_of(child(root, "effectiveTime")):
        yield _finding(
            "CDA-005",
            "/ClinicalDocument/effectiveTime",
            "Le document n'a pas de date de création (effectiveTime/@value).",
        )
    if not identifiers_of(child(root, "recordTarget", "patientRole")):
        yield _finding(
            "CDA-006", "/ClinicalDocument/recordTarget/patientRole/id", "Le document n'identifie aucun patient."
        )
    body = child(root, "component")
    if child(body, "structuredBody") is None and child(body, "nonXMLBody") is None:
        yield _finding(
            "CDA-007", "/ClinicalDocument/component", "Le document n'a pas de corps (ni structuredBody, ni nonXMLBody)."
        )
    for name in ("author", "documentationOf", "informationRecipient", "inFulfillmentOf", "templateId"):
        if sum(1 for _ in children(root, name)) > REPEATS_MAX:
            yield _finding(
                "CDA-008", f"/ClinicalDocument/{name}", f"L'élément {name} est répété plus de {REPEATS_MAX} fois."
            )


_T = TypeVar("_T")


def _required(value: _T | None) -> _T:
    """A value whose presence ``_find_obstacles`` has just established."""
    assert value is not None
    return value


def _present(authors: Iterable[Author | None]) -> tuple[Author, ...]:
    return tuple(author for author in authors if author is not None)


def _version_of(element: etree._Element | None) -> int | None:
    value = value_of(element)
    return int(value) if value.isascii() and value.isdigit() and len(value) <= VERSION_DIGITS_MAX else None


def _replaced_of(root: etree._Element) -> DocumentId | None:
    """The id of the version that this one replaces (RPLC); APND and XFRM are not replacements."""
    for related in children(root, "relatedDocument"):
        if related.get("typeCode") == "RPLC":
            return identifier_of(child(related, "parentDocument", "id"))
    return None


def _patient_of(role: etree._Element | None) -> PatientIdentity:
    identifiers = tuple(
        PatientIdentifier(value=one.extension, oid=one.root, type_code="INS" if one.root in INS_OIDS else "")
        for one in identifiers_of(role)
    )
    return PatientIdentity(identifiers=identifiers, traits=_traits_of(child(role, "patient")))


def _traits_of(patient: etree._Element | None) -> PatientTraits:
    """Traits by qualifier: BR birth, CL used (SP in older documents), none on ``given`` for all birth names.

    Rule: cda.md §3.1.
    """
    families: dict[str, str] = {}
    givens: dict[str, str] = {}
    for name in children(patient, "name"):
        for family in children(name, "family"):
            families.setdefault(family.get("qualifier", ""), text_of(family))
        for given in children(name, "given"):
            givens.setdefault(given.get("qualifier", ""), text_of(given))
    gender = value_of(child(patient, "administrativeGenderCode"), "code")
    address = child(patient, "birthplace", "place", "addr")
    return PatientTraits(
        birth_family=families.get("BR", ""),
        birth_given=givens.get("BR", ""),
        birth_givens=givens.get("", ""),
        birth_date=value_of(child(patient, "birthTime")),
        sex="U" if gender == "UN" else gender,
        birth_place=text_of(child(address, "county")),
        used_family=families.get("CL", "") or families.get("SP", "") or families.get("", ""),
        used_given=givens.get("CL", "") or givens.get("SP", ""),
    )


def _service_event_of(event: etree._Element) -> ServiceEvent:
    start, stop = interval_of(event)
    return ServiceEvent(
        events=tuple(_events_of(child(event, "code"))),
        start=start,
        stop=stop,
        performer=author_of(child(event, "performer")),
        identifiers=identifiers_of(event),
    )


def _events_of(element: etree._Element | None) -> Iterator[Code]:
    """The act, then the translations that become eventCodeList: modality and body region of an image.

    Rule: xdm-xds.md §2, eventCodeList.
    """
    main = code_of(element)
    if main is not None:
        yield main
    for translation in children(element, "translation"):
        names = {value_of(child(qualifier, "name"), "code") for qualifier in children(translation, "qualifier")}
        if value_of(translation, "codeSystem") == DCM_OID or names & EVENT_QUALIFIERS:
            event = code_of(translation)
            if event is not None:
                yield event


def _encounter_of(element: etree._Element | None) -> Encounter | None:
    if element is None:
        return None
    start, stop = interval_of(element)
    return Encounter(
        identifiers=identifiers_of(element),
        code=code_of(child(element, "code")),
        start=start,
        stop=stop,
        facility_type=code_of(child(element, "location", "healthCareFacility", "code")),
    )


def _recipients_of(root: etree._Element) -> Iterator[Professional]:
    for participation in children(root, "informationRecipient"):
        recipient = child(participation, "intendedRecipient")
        if recipient is not None:
            yield professional_of(recipient, "informationRecipient")


def _accessions_of(root: etree._Element) -> Iterator[DocumentId]:
    for fulfilled in children(root, "inFulfillmentOf"):
        for order in children(fulfilled, "order"):
            for element in order.iterchildren(_ACCESSION):
                accession = identifier_of(element)
                if accession is not None:
                    yield accession


def _form_of(root: etree._Element) -> tuple[BodyForm, str]:
    """Form of the body, and for an N1 the media type of what it carries."""
    text = child(root, "component", "nonXMLBody", "text")
    if text is not None or child(root, "component", "nonXMLBody") is not None:
        return BodyForm.N1, value_of(text, "mediaType")
    tree_root = root.getroottree().getroot()
    if tree_root.tag.startswith(f"{{{_STYLESHEET_NAMESPACE}}}"):
        return BodyForm.N3_AUTO_PRESENTABLE, ""
    return BodyForm.N3, ""
