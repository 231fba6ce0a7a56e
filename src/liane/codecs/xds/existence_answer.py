"""PRPA_IN201308UV02, the answer to TD0.2: written for the sandbox, read tolerantly for the product."""

from collections.abc import Iterator

from lxml import etree

from liane.codecs.ebxml.parse import refuse
from liane.codecs.xds.existence import (
    AUTHORIZATION_KEY_OID,
    AUTHORIZATION_OID,
    CLOSING_OID,
    DMP_DEVICE_OID,
    OBSERVATION_OID,
    WEB_ACCOUNT_OID,
    ExistenceAnswer,
    ExistenceRequest,
)
from liane.codecs.xds.hl7v3 import add_device, add_element, hl7, start_message
from liane.domain.identity.patient import PatientIdentifier, PatientTraits

_XSI_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
DETAILS_MAX = 100


def render_existence_answer(
    answer: ExistenceAnswer, *, request: ExistenceRequest, message: tuple[str, str], created_at: str
) -> etree._Element:
    """Write the answer to a request. message: (root OID, extension) of the answer. Rule: dmp.md §7.2."""
    root = start_message("PRPA_IN201308UV02", message, created_at, request.processing_code)
    add_element(root, "acceptAckCode", code="NE")
    add_device(root, "receiver", request.sender_oid, request.sender_name)
    add_device(root, "sender", DMP_DEVICE_OID, "DMP")
    _add_attention_lines(root, answer)
    acknowledgement = add_element(root, "acknowledgement", typeCode=answer.acknowledgement)
    target = add_element(acknowledgement, "targetMessage")
    add_element(target, "id", root=request.message[0], extension=request.message[1])
    for code, text in answer.details:
        detail = add_element(acknowledgement, "acknowledgementDetail")
        add_element(detail, "code", code=code)
        add_element(detail, "text").text = text
    process = add_element(root, "controlActProcess", classCode="CACT", moodCode="EVN")
    if answer.response == "OK":
        _add_subject(process, answer)
    query = add_element(process, "queryAck")
    add_element(query, "queryId", root=request.query[0], extension=request.query[1])
    if answer.response:
        add_element(query, "queryResponseCode", code=answer.response)
    return root


def _add_attention_lines(root: etree._Element, answer: ExistenceAnswer) -> None:
    if answer.authorization:
        line = add_element(root, "attentionLine")
        add_element(line, "keyWordText", code="AUTORISATION", codeSystem=AUTHORIZATION_KEY_OID)
        value = add_element(line, "value", code=answer.authorization, codeSystem=AUTHORIZATION_OID)
        value.set(_XSI_TYPE, "CV")
    if answer.is_medecin_traitant is not None:
        line = add_element(root, "attentionLine")
        add_element(line, "keyWordText", code="STATUT_MT", codeSystem=AUTHORIZATION_KEY_OID)
        value = add_element(line, "value", value="true" if answer.is_medecin_traitant else "false")
        value.set(_XSI_TYPE, "BL")


def _add_subject(process: etree._Element, answer: ExistenceAnswer) -> None:
    subject = add_element(process, "subject", typeCode="SUBJ", contextConductionInd="false")
    event = add_element(subject, "registrationEvent", classCode="REG", moodCode="EVN")
    add_element(event, "statusCode", code="active")
    patient = add_element(add_element(event, "subject1", typeCode="SBJ"), "patient", classCode="PAT")
    for identifier in answer.identifiers:
        add_element(patient, "id", root=identifier.oid, extension=identifier.value)
    add_element(patient, "statusCode", code=answer.status)
    person = add_element(patient, "patientPerson", classCode="PSN", determinerCode="INSTANCE")
    name = add_element(person, "name")
    traits = answer.traits
    add_element(name, "family", qualifier="BR").text = traits.birth_family
    add_element(name, "given").text = traits.birth_given
    if traits.used_family:
        add_element(name, "family", qualifier="SP").text = traits.used_family
    add_element(person, "administrativeGenderCode", code=traits.sex)
    add_element(person, "birthTime", value=traits.birth_date)
    _add_observation(patient, "COMPTE_INTERNET_OUVERT", WEB_ACCOUNT_OID, answer.has_web_account)
    _add_observation(patient, "RATTACHEMENT_ENS", OBSERVATION_OID, answer.is_mes_attached)
    _add_observation(patient, "OPPOSITION_BRIS_DE_GLACE", OBSERVATION_OID, answer.opposes_break_glass)
    _add_observation(patient, "OPPOSITION_ACCES_URGENCE", OBSERVATION_OID, answer.opposes_centre_15)
    if any(answer.closing):
        date, code, reason = answer.closing
        issue = add_element(add_element(event, "reasonOf"), "detectedIssueEvent", classCode="ALRT", moodCode="EVN")
        add_element(issue, "code", code=code, codeSystem=CLOSING_OID)
        add_element(issue, "text").text = reason
        add_element(issue, "effectiveTime", value=date)


def _add_observation(patient: etree._Element, code: str, system: str, value: bool | None) -> None:
    if value is None:
        return
    observation = add_element(
        add_element(patient, "subjectOf"), "administrativeObservation", classCode="OBS", moodCode="EVN"
    )
    add_element(observation, "code", code=code, codeSystem=system)
    element = add_element(observation, "value", value="true" if value else "false")
    element.set(_XSI_TYPE, "BL")


def parse_existence_answer(element: etree._Element) -> ExistenceAnswer:
    """Read PRPA_IN201308UV02, wherever the server puts its optional parts.

    Raises MalformedMessage XDS-041 when it is another message or carries no acknowledgement. Rule: dmp.md §7.2.
    """
    acknowledgement = element.find(hl7("acknowledgement"))
    if element.tag != hl7("PRPA_IN201308UV02") or acknowledgement is None:
        raise refuse("XDS-041", "PRPA_IN201308UV02", "La réponse n'est pas celle d'un test d'existence de dossier.")
    lines = _read_attention_lines(element)
    observations = _read_observations(element)
    patient = next(element.iter(hl7("patient")), None)
    mt = lines.get("STATUT_MT", ("", ""))[1]
    return ExistenceAnswer(
        acknowledgement=acknowledgement.get("typeCode", ""),
        response=_first_code(element, "queryResponseCode"),
        status=_child_attribute(patient, "statusCode", "code"),
        authorization=lines.get("AUTORISATION", ("", ""))[0],
        is_medecin_traitant=_boolean(mt),
        is_mes_attached=_boolean(observations.get("RATTACHEMENT_ENS", "")),
        has_web_account=_boolean(observations.get("COMPTE_INTERNET_OUVERT", "")),
        identifiers=_read_identifiers(patient),
        traits=_read_traits(patient),
        closing=_read_closing(element),
        opposes_break_glass=_boolean(observations.get("OPPOSITION_BRIS_DE_GLACE", "")),
        opposes_centre_15=_boolean(observations.get("OPPOSITION_ACCES_URGENCE", "")),
        details=tuple(_read_details(acknowledgement))[:DETAILS_MAX],
    )


def _first_code(element: etree._Element, name: str) -> str:
    found = next(element.iter(hl7(name)), None)
    return found.get("code", "") if found is not None else ""


def _child_attribute(parent: etree._Element | None, name: str, attribute: str) -> str:
    found = parent.find(hl7(name)) if parent is not None else None
    return found.get(attribute, "") if found is not None else ""


def _boolean(text: str) -> bool | None:
    return {"true": True, "1": True, "false": False, "0": False}.get(text.strip().lower())


def _read_attention_lines(element: etree._Element) -> dict[str, tuple[str, str]]:
    """Key word → (code, value) of each attention line."""
    lines: dict[str, tuple[str, str]] = {}
    for line in element.iter(hl7("attentionLine")):
        key = _child_attribute(line, "keyWordText", "code")
        lines[key] = (_child_attribute(line, "value", "code"), _child_attribute(line, "value", "value"))
    return lines


def _read_observations(element: etree._Element) -> dict[str, str]:
    return {
        _child_attribute(observation, "code", "code"): _child_attribute(observation, "value", "value")
        for observation in element.iter(hl7("administrativeObservation"))
    }


def _read_identifiers(patient: etree._Element | None) -> tuple[PatientIdentifier, ...]:
    if patient is None:
        return ()
    return tuple(
        PatientIdentifier(value=one.get("extension", ""), oid=one.get("root", ""), type_code="NH")
        for one in patient.iterchildren(hl7("id"))
        if one.get("extension")
    )


def _read_traits(patient: etree._Element | None) -> PatientTraits:
    person = patient.find(hl7("patientPerson")) if patient is not None else None
    if person is None:
        return PatientTraits()
    families: dict[str, str] = {}
    for family in person.iter(hl7("family")):
        families.setdefault(family.get("qualifier", "BR"), (family.text or "").strip())
    given = next((one.text or "" for one in person.iter(hl7("given"))), "")
    return PatientTraits(
        birth_family=families.get("BR", ""),
        birth_given=given.strip(),
        birth_date=_child_attribute(person, "birthTime", "value")[:8],
        sex=_child_attribute(person, "administrativeGenderCode", "code"),
        used_family=families.get("SP", "") or families.get("CL", ""),
    )


def _read_closing(element: etree._Element) -> tuple[str, str, str]:
    issue = next(element.iter(hl7("detectedIssueEvent")), None)
    if issue is None:
        return ("", "", "")
    text = issue.find(hl7("text"))
    reason = (text.text or "").strip() if text is not None else ""
    return _child_attribute(issue, "effectiveTime", "value"), _child_attribute(issue, "code", "code"), reason


def _read_details(acknowledgement: etree._Element) -> Iterator[tuple[str, str]]:
    for detail in acknowledgement.iterchildren(hl7("acknowledgementDetail")):
        text = detail.find(hl7("text"))
        yield _child_attribute(detail, "code", "code"), (text.text or "").strip() if text is not None else ""
