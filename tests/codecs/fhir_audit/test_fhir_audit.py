"""One line of the trail as a FHIR R4 AuditEvent: what the resource demands is there, what is told is the same."""

import json
from dataclasses import replace

import pytest

from liane.codecs.fhir_audit.event import render_audit_event, render_bundle, render_outcome
from liane.domain.audit.access import AccessAct, Outcome
from tests.codecs.atna.test_atna_message import DIGEST, ID, SOURCE, event


def test_the_resource_says_who_what_when_where() -> None:
    resource = render_audit_event(event(), id=ID, digest=DIGEST, source=SOURCE)
    assert json.loads(json.dumps(resource)) == resource
    assert (resource["resourceType"], resource["id"]) == ("AuditEvent", ID)
    assert resource["type"]["code"] == "110113"
    assert [code["code"] for code in resource["subtype"]] == ["110127", "BREAK_GLASS"]
    assert (resource["action"], resource["outcome"]) == ("E", "0")
    assert resource["recorded"] == "2026-11-22T09:30:00.123Z"
    assert resource["purposeOfEvent"][0]["coding"][0]["code"] == "BTG"
    (agent,) = resource["agent"]
    assert agent["requestor"] is True
    assert agent["who"]["identifier"] == {"system": "urn:oid:1.2.250.1.71.4.2.1", "value": "899700218896"}
    assert agent["network"] == {"address": "192.0.2.4", "type": "2"}
    patient, target = resource["entity"]
    assert patient["what"]["identifier"]["value"] == "7"
    assert {"type": "hash", "valueString": DIGEST.hex()} in target["detail"]
    assert "outcomeDesc" not in resource


@pytest.mark.parametrize("act", list(AccessAct))
def test_required_elements_are_never_absent(act: AccessAct) -> None:
    bare = replace(event(act=act, outcome=Outcome.REFUSED), person_id=None, target="", address="", reason="")
    resource = render_audit_event(bare, id=ID, digest=DIGEST, source=SOURCE)
    for name in ("type", "recorded", "agent", "source"):
        assert resource[name], name
    assert resource["source"]["observer"]
    assert resource["outcomeDesc"] == "refusé"

    def walk(value: object) -> None:
        assert value not in ("", [], {}, None), act
        for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            walk(item)

    walk(resource)


def test_a_page_leads_to_the_next() -> None:
    bundle = render_bundle([{"resourceType": "AuditEvent"}], self_url="a", next_url="b")
    assert bundle["link"] == [{"relation": "self", "url": "a"}, {"relation": "next", "url": "b"}]
    assert len(render_bundle([], self_url="a")["link"]) == 1
    assert render_outcome("invalid", "Faux.")["issue"][0]["severity"] == "error"
