"""One line of the trail as a DICOM AuditMessage (XML), the form that IHE ATNA sends to an audit repository.

Rule: DICOM PS3.15 A.5.1 (schema); IHE ITI TF-2 3.20 (Record Audit Event); RFC 3881.
"""

import base64
import re
from collections.abc import Mapping
from datetime import UTC

from lxml import etree

from liane.domain.actors.actor import PS_OID
from liane.domain.audit.access import AccessAct, AccessEvent
from liane.domain.audit.catalogue import KINDS, OUTCOME_CODES, AuditSource, DCMCode
from liane.domain.documents.timestamp import PARIS

DCM = "DCM"
RFC3881 = "RFC-3881"
ACTS = "Liane"
APPLICATION = DCMCode(code="110150", name="Application")
_REFUSED = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
QUERY_ACTS = frozenset({AccessAct.SEARCH_PERSONS, AccessAct.SEARCH_DMP})


def render_audit_message(event: AccessEvent, *, id: str, digest: bytes, source: AuditSource) -> bytes:
    """Write one AuditMessage, UTF-8 without declaration.

    id: the name of this line, the same each time it is told. digest: its hash in the chain, so that whoever receives
    the messages holds a proof of the trail outside it.
    """
    root = etree.Element("AuditMessage")
    _add_event(root, event)
    _add_user(root, event)
    _add(root, "ActiveParticipant", {"UserID": source.node, "UserName": source.software, "UserIsRequestor": "false"})
    _add_code(root[-1], "RoleIDCode", APPLICATION)
    origin = {"code": "4", "AuditEnterpriseSiteID": source.site, "AuditSourceID": source.node}
    _add(root, "AuditSourceIdentification", origin)
    if event.person_id is not None:
        _add_object(root, str(event.person_id), kind="1", role="1", name=("2", "Patient Number"))
    _add_target(root, event, id, digest)
    return etree.tostring(root, encoding="utf-8")


def _add_event(root: etree._Element, event: AccessEvent) -> None:
    kind = KINDS[event.act]
    identification = _add(
        root,
        "EventIdentification",
        {
            "EventActionCode": kind.action.value,
            "EventDateTime": event.at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "EventOutcomeIndicator": OUTCOME_CODES[event.outcome],
        },
    )
    _add_code(identification, "EventID", kind.event)
    for code in kind.kinds:
        _add_code(identification, "EventTypeCode", code)
    attributes = {"csd-code": event.act.name, "codeSystemName": ACTS, "originalText": event.act.value}
    _add(identification, "EventTypeCode", attributes)
    _add(identification, "EventOutcomeDescription", {}).text = event.outcome.value


def _add_user(root: etree._Element, event: AccessEvent) -> None:
    operator = event.operator
    attributes = {"UserID": operator.identifier or operator.name or "inconnu"}
    if operator.identifier:
        attributes["AlternativeUserID"] = f"{operator.identifier}@{PS_OID}"
    attributes |= {"UserName": operator.name, "UserIsRequestor": "true"}
    if event.address:
        attributes |= {"NetworkAccessPointID": event.address, "NetworkAccessPointTypeCode": "2"}
    participant = _add(root, "ActiveParticipant", {name: _clean(value) for name, value in attributes.items() if value})
    for role in sorted(role.value for role in operator.roles):
        _add(participant, "RoleIDCode", {"csd-code": role, "codeSystemName": ACTS, "originalText": role})


def _add_target(root: etree._Element, event: AccessEvent, id: str, digest: bytes) -> None:
    role = "24" if event.act in QUERY_ACTS else "3"
    found = _add_object(root, event.target or "aucune", kind="2", role=role, name=("12", "URI"))
    local = event.at.astimezone(PARIS).isoformat(timespec="seconds")
    told = {"id": id, "hash": digest.hex(), "local": local, "means": event.operator.means.value}
    told |= {"unit": event.operator.unit, "session": event.operator.session, "reason": event.reason}
    for name, value in (told | dict(event.detail)).items():
        if value:
            detail = base64.b64encode(value.encode()).decode()
            _add(found, "ParticipantObjectDetail", {"type": _clean(name), "value": detail})


def _add_object(root: etree._Element, id: str, *, kind: str, role: str, name: tuple[str, str]) -> etree._Element:
    attributes = {"ParticipantObjectID": id, "ParticipantObjectTypeCode": kind, "ParticipantObjectTypeCodeRole": role}
    found = _add(root, "ParticipantObjectIdentification", attributes)
    code, text = name
    _add(found, "ParticipantObjectIDTypeCode", {"csd-code": code, "codeSystemName": RFC3881, "originalText": text})
    if role == "24":
        _add(found, "ParticipantObjectQuery", {})
    else:
        _add(found, "ParticipantObjectName", {}).text = text
    return found


def _add_code(parent: etree._Element, name: str, code: DCMCode) -> None:
    _add(parent, name, {"csd-code": code.code, "codeSystemName": DCM, "originalText": code.name})


def _add(parent: etree._Element, name: str, attributes: Mapping[str, str]) -> etree._Element:
    return etree.SubElement(parent, name, {key: _clean(value) for key, value in attributes.items()})


def _clean(text: str) -> str:
    """Take out what XML cannot hold."""
    return _REFUSED.sub("\ufffd", text)
