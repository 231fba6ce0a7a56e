"""One line of the trail as a FHIR R4 AuditEvent, and pages of them as a Bundle: plain JSON values.

Rule: HL7 FHIR R4 AuditEvent; IHE ITI RESTful ATNA (ITI-81).
"""

from collections.abc import Sequence
from datetime import UTC
from typing import Any

from liane.domain.actors.actor import PS_OID
from liane.domain.audit.access import AccessAct, AccessEvent, Outcome
from liane.domain.audit.catalogue import KINDS, OUTCOME_CODES, AuditSource, DCMCode

DCM = "http://dicom.nema.org/resources/ontology/DCM"
ACTS = "urn:liane:audit:act"
ROLES = "urn:liane:audit:role"
PERSONS = "urn:liane:person"
TARGETS = "urn:liane:address"
REASONS = "http://terminology.hl7.org/CodeSystem/v3-ActReason"
FORCED = frozenset({AccessAct.BREAK_GLASS, AccessAct.USE_BREAK_GLASS_ACCOUNT})
CARE = frozenset(
    {AccessAct.OPEN_DMP, AccessAct.SEARCH_DMP, AccessAct.READ_DMP_DOCUMENT, AccessAct.CENTRE_15, AccessAct.INTEGRATE}
)


def render_audit_event(event: AccessEvent, *, id: str, digest: bytes, source: AuditSource) -> dict[str, Any]:
    """Write one AuditEvent. id: the name of the line, the same each time. digest: its hash in the chain."""
    kind = KINDS[event.act]
    resource: dict[str, Any] = {
        "resourceType": "AuditEvent",
        "id": id,
        "type": _dcm(kind.event),
        "subtype": [
            *(_dcm(code) for code in kind.kinds),
            {"system": ACTS, "code": event.act.name, "display": event.act.value},
        ],
        "action": kind.action.value,
        "recorded": event.at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "outcome": OUTCOME_CODES[event.outcome],
        "agent": [_render_agent(event)],
        "source": {
            "site": source.site,
            "observer": {"display": f"{source.software} {source.node}"},
            "type": [
                {
                    "system": "http://terminology.hl7.org/CodeSystem/security-source-type",
                    "code": "4",
                    "display": "Application Server",
                }
            ],
        },
        "entity": _render_entities(event, digest),
    }
    if event.outcome is not Outcome.DONE:
        resource["outcomeDesc"] = event.outcome.value
    purpose = "BTG" if event.act in FORCED else "ETREAT" if event.act is AccessAct.CENTRE_15 else ""
    purpose = purpose or ("TREAT" if event.act in CARE else "")
    if purpose:
        resource["purposeOfEvent"] = [{"coding": [{"system": REASONS, "code": purpose}]}]
    return resource


def render_bundle(resources: Sequence[dict[str, Any]], *, self_url: str, next_url: str = "") -> dict[str, Any]:
    """Write one page of a search as a Bundle of type searchset. next_url: empty at the end."""
    links = [{"relation": "self", "url": self_url}]
    if next_url:
        links.append({"relation": "next", "url": next_url})
    return {
        "resourceType": "Bundle",
        "type": "searchset",
        "link": links,
        "entry": [{"resource": resource, "search": {"mode": "match"}} for resource in resources],
    }


def render_outcome(code: str, diagnostics: str, *, severity: str = "error") -> dict[str, Any]:
    """Write an OperationOutcome. code: of IssueType. diagnostics: French."""
    return {
        "resourceType": "OperationOutcome",
        "issue": [{"severity": severity, "code": code, "diagnostics": diagnostics}],
    }


def _dcm(code: DCMCode) -> dict[str, str]:
    return {"system": DCM, "code": code.code, "display": code.name}


def _render_agent(event: AccessEvent) -> dict[str, Any]:
    operator = event.operator
    who: dict[str, Any] = {"display": operator.name or "inconnu"}
    if operator.identifier:
        who["identifier"] = {"system": f"urn:oid:{PS_OID}", "value": operator.identifier}
    agent: dict[str, Any] = {"who": who, "requestor": True}
    if operator.name:
        agent["altId"], agent["name"] = operator.identifier or operator.name, operator.name
    roles = [{"coding": [{"system": ROLES, "code": role.value}]} for role in sorted(operator.roles)]
    if roles:
        agent["role"] = roles
    if event.address:
        agent["network"] = {"address": event.address, "type": "2"}
    return agent


def _render_entities(event: AccessEvent, digest: bytes) -> list[dict[str, Any]]:
    entities: list[dict[str, Any]] = []
    types = "http://terminology.hl7.org/CodeSystem/audit-entity-type"
    roles = "http://terminology.hl7.org/CodeSystem/object-role"
    if event.person_id is not None:
        entities.append(
            {
                "what": {"identifier": {"system": PERSONS, "value": str(event.person_id)}},
                "type": {"system": types, "code": "1", "display": "Person"},
                "role": {"system": roles, "code": "1", "display": "Patient"},
            }
        )
    told = {"hash": digest.hex(), "means": event.operator.means.value, "unit": event.operator.unit}
    told |= {"session": event.operator.session, "reason": event.reason, **event.detail}
    entities.append(
        {
            "what": {"identifier": {"system": TARGETS, "value": event.target or "-"}},
            "type": {"system": types, "code": "2", "display": "System Object"},
            "detail": [{"type": name, "valueString": value} for name, value in told.items() if value],
        }
    )
    return entities
