"""TD0.2: does this patient have a DMP, is it open, may this actor consult it? The values, the rule and the request."""

from dataclasses import dataclass, field
from enum import StrEnum

from lxml import etree

from liane.codecs.ebxml.parse import refuse
from liane.codecs.xds.hl7v3 import add_device, add_element, find_attribute, find_element, hl7, start_message
from liane.domain.identity.ins import INS
from liane.domain.identity.patient import PatientIdentifier, PatientTraits

REASON_OID = "1.2.250.1.213.1.1.4.11"
DMP_DEVICE_OID = "1.2.250.1.213.4.1.1.1"
AUTHORIZATION_OID = "1.2.250.1.213.4.1.2.6.1"
AUTHORIZATION_KEY_OID = "1.2.250.1.213.4.1.2.6"
OBSERVATION_OID = "1.2.250.1.213.4.1.2.3"
WEB_ACCOUNT_OID = "1.2.250.1.213.4.1.2.9"
CLOSING_OID = "1.2.250.1.213.4.1.2.4"

REASON_LABELS = {"TEST_EXST": "Test d'existence de dossier", "CNSLT_DATA": "Consultation des données administratives"}


class Authorization(StrEnum):
    """Authorization of the actor on a DMP. Rule: dmp.md §7.2."""

    VALIDE = "VALIDE"
    NON_EXISTE = "NON_EXISTE"
    INTERDIT = "INTERDIT"
    EXPIRE = "EXPIRE"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExistenceRequest:
    """A TD0.2 (or TD1.3a) request. message, query: (root OID, extension). created_at: UTC digits. sender_oid: device.

    processing_code: ``D`` on the test platforms, ``P`` in production. Rule: dmp.md §7.1.
    """

    ins: INS
    message: tuple[str, str]
    query: tuple[str, str]
    created_at: str
    sender_oid: str
    sender_name: str
    processing_code: str = "P"
    reason: str = "TEST_EXST"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExistenceAnswer:
    """What the DMP says. acknowledgement: ``AA`` or an error. response: ``OK`` (a DMP exists) or ``NF``.

    status: ``active`` or ``terminated``. details: (code, text) of the acknowledgement. traits: the DMP's own;
    never displayed, never used to correct an identity [RG_0320]. closing: (date, code, reason) of a closed DMP.
    opposes_…: told by TD1.3a alone.
    """

    acknowledgement: str
    response: str = ""
    status: str = ""
    authorization: str = ""
    is_medecin_traitant: bool | None = None
    is_mes_attached: bool | None = None
    has_web_account: bool | None = None
    identifiers: tuple[PatientIdentifier, ...] = ()
    traits: PatientTraits = field(default_factory=PatientTraits)
    closing: tuple[str, str, str] = ("", "", "")
    opposes_break_glass: bool | None = None
    opposes_centre_15: bool | None = None
    details: tuple[tuple[str, str], ...] = ()


class Consultation(StrEnum):
    """May this actor consult?"""

    ALLOWED = "allowed"
    NEEDS_AUTHORIZATION = "needs_authorization"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """What may be done on a DMP: feed it, consult it."""

    may_feed: bool
    consultation: Consultation


def decide_access(answer: ExistenceAnswer) -> Access:
    """Decide what an answer allows. An answer that is no acceptance is a failure, not a decision: do not call this.

    Rule: dmp.md §7.2, decision table.
    """
    is_open = answer.response == "OK" and answer.status == "active"
    if not is_open:
        return Access(may_feed=False, consultation=Consultation.REFUSED)
    by_authorization = {
        Authorization.VALIDE.value: Consultation.ALLOWED,
        Authorization.NON_EXISTE.value: Consultation.NEEDS_AUTHORIZATION,
        Authorization.EXPIRE.value: Consultation.NEEDS_AUTHORIZATION,
    }
    return Access(may_feed=True, consultation=by_authorization.get(answer.authorization.upper(), Consultation.REFUSED))


def render_existence_request(request: ExistenceRequest) -> etree._Element:
    """Write PRPA_IN201307UV02. Rule: dmp.md §7.1."""
    root = start_message("PRPA_IN201307UV02", request.message, request.created_at, request.processing_code)
    add_element(root, "acceptAckCode", code="AL")
    add_device(root, "receiver", DMP_DEVICE_OID, "DMP")
    add_device(root, "sender", request.sender_oid, request.sender_name)
    process = add_element(root, "controlActProcess", classCode="CACT", moodCode="EVN")
    label = REASON_LABELS.get(request.reason, request.reason)
    add_element(process, "reasonCode", code=request.reason, codeSystem=REASON_OID, displayName=label)
    parameter = add_element(process, "queryByParameter")
    add_element(parameter, "queryId", root=request.query[0], extension=request.query[1])
    add_element(parameter, "statusCode", code="new")
    identifier = add_element(add_element(parameter, "parameterList"), "patientIdentifier")
    add_element(identifier, "value", root=request.ins.oid, extension=request.ins.matricule)
    add_element(identifier, "semanticsText").text = "Patient.id"
    return root


def parse_existence_request(element: etree._Element) -> ExistenceRequest:
    """Read PRPA_IN201307UV02. Raises MalformedMessage XDS-040 when it is another message or names no patient."""
    patient = "controlActProcess/queryByParameter/parameterList/patientIdentifier/value"
    value = find_element(element, patient)
    if element.tag != hl7("PRPA_IN201307UV02") or value is None:
        raise refuse(
            "XDS-040", "PRPA_IN201307UV02", "Le corps n'est pas un test d'existence, ou ne nomme aucun patient."
        )
    software = find_element(element, "sender/device/softwareName")
    query = "controlActProcess/queryByParameter/queryId"
    return ExistenceRequest(
        ins=INS(matricule=value.get("extension", ""), oid=value.get("root", "")),
        message=(find_attribute(element, "id", "root"), find_attribute(element, "id", "extension")),
        query=(find_attribute(element, query, "root"), find_attribute(element, query, "extension")),
        created_at=find_attribute(element, "creationTime", "value"),
        sender_oid=find_attribute(element, "sender/device/id", "root"),
        sender_name=(software.text or "").strip() if software is not None else "",
        processing_code=find_attribute(element, "processingCode", "code"),
        reason=find_attribute(element, "controlActProcess/reasonCode", "code"),
    )
