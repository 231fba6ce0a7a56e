"""One line of the trail as the audit repositories of IHE ATNA take it."""

import base64
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liane.codecs.atna.message import render_audit_message
from liane.codecs.atna.syslog import render_frame, render_line
from liane.codecs.xml import parse_xml
from liane.domain.actors.operator import Operator, Role
from liane.domain.audit.access import AccessAct, AccessEvent, Outcome
from liane.domain.audit.catalogue import KINDS, OUTCOME_CODES, AuditSource

ID = "12-000102030405060708090a0b"
DIGEST = bytes(range(32))
SOURCE = AuditSource(site="CH des Tilleuls (fictif)", node="liane-1")
AT = datetime(2026, 11, 22, 9, 30, 0, 123456, tzinfo=UTC)
DOCTOR = Operator(name="Camille EXEMPLE", roles=frozenset({Role.CLINICIEN, Role.AUDIT}), identifier="899700218896")
ORDER = [
    "EventIdentification",
    "ActiveParticipant",
    "ActiveParticipant",
    "AuditSourceIdentification",
    "ParticipantObjectIdentification",
    "ParticipantObjectIdentification",
]


def event(**values: Any) -> AccessEvent:
    fields: dict[str, Any] = {
        "act": AccessAct.BREAK_GLASS,
        "at": AT,
        "operator": DOCTOR,
        "person_id": 7,
        "target": "/dmp/7",
        "reason": "Urgence vitale",
        "address": "192.0.2.4",
    }
    return AccessEvent(**(fields | values))


def render(one: AccessEvent) -> Any:
    return parse_xml(render_audit_message(one, id=ID, digest=DIGEST, source=SOURCE))


def test_who_what_when_where_and_how_it_ended_are_said() -> None:
    root = render(event())
    assert [child.tag for child in root] == ORDER
    identification, user, application, source, patient, target = root
    assert dict(identification.attrib) == {
        "EventActionCode": "E",
        "EventDateTime": "2026-11-22T09:30:00.123Z",
        "EventOutcomeIndicator": "0",
    }
    codes = [(code.tag, code.get("csd-code"), code.get("codeSystemName")) for code in identification[:-1]]
    assert codes == [
        ("EventID", "110113", "DCM"),
        ("EventTypeCode", "110127", "DCM"),
        ("EventTypeCode", "BREAK_GLASS", "Liane"),
    ]
    assert user.get("UserID") == "899700218896"
    assert user.get("UserName") == "Camille EXEMPLE"
    assert (user.get("NetworkAccessPointID"), user.get("NetworkAccessPointTypeCode")) == ("192.0.2.4", "2")
    assert [role.get("csd-code") for role in user] == ["audit", "clinicien"]
    assert application.get("UserIsRequestor") == "false"
    assert dict(source.attrib) == {"code": "4", "AuditEnterpriseSiteID": SOURCE.site, "AuditSourceID": "liane-1"}
    assert (patient.get("ParticipantObjectID"), patient.get("ParticipantObjectTypeCodeRole")) == ("7", "1")
    details = {one.get("type"): base64.b64decode(one.get("value")).decode() for one in target[2:]}
    assert details["id"] == ID
    assert details["hash"] == DIGEST.hex()
    assert details["reason"] == "Urgence vitale"
    assert details["local"] == "2026-11-22T10:30:00+01:00"


def test_a_search_carries_a_query_and_no_patient() -> None:
    root = render(event(act=AccessAct.SEARCH_PERSONS, person_id=None, reason=""))
    assert [child.tag for child in root] == ORDER[:-1]
    assert [child.tag for child in root[-1]][:2] == ["ParticipantObjectIDTypeCode", "ParticipantObjectQuery"]


@pytest.mark.parametrize("act", list(AccessAct))
@pytest.mark.parametrize("outcome", list(Outcome))
def test_every_act_and_outcome_has_its_codes(act: AccessAct, outcome: Outcome) -> None:
    identification = render(event(act=act, outcome=outcome))[0]
    assert identification.get("EventOutcomeIndicator") == OUTCOME_CODES[outcome]
    assert identification[0].get("csd-code") == KINDS[act].event.code


@given(st.text(), st.text(), st.text())
def test_any_text_gives_readable_xml(name: str, reason: str, target: str) -> None:
    one = event(
        operator=Operator(name=name, roles=frozenset()), target=target, reason=reason.encode("utf8", "ignore").decode()
    )
    assert render(one).tag == "AuditMessage"


def test_a_line_has_the_header_of_rfc_5424_and_a_frame_its_length() -> None:
    line = render_line(b"<AuditMessage/>", at=AT, host="liane 1", process="", sequence=2147483648)
    head, _, message = line.partition(b"\xef\xbb\xbf")
    assert head == (b'<85>1 2026-11-22T09:30:00.123Z liane_1 Liane - DICOM+RFC3881 [meta sequenceId="1"] ')
    assert message == b"<AuditMessage/>"
    assert render_frame(line) == f"{len(line)} ".encode() + line
