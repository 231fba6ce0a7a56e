"""The door of the simulated DMP: SOAP headers, VIHF, certificates; each breach by its own Fault."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from liane.codecs.saml.vihf import PROFESSION_OID, SAVOIR_FAIRE_OID
from liane.codecs.soap.names import SOAP, WSA, WSSE
from liane.codecs.xds.existence import ExistenceRequest
from liane.codecs.xds.transactions import build_existence_test
from liane.domain.identity.ins import INS
from liane.domain.terminology.code import Code
from liane_sandbox.dmp.service import BASE_PATH
from liane_sandbox.http_server import Request
from liane_sandbox.pki.folder import PKI
from tests.sandbox.dmp.kit import ADULT, NOW, Caller, Seen, edit, make_caller, make_vihf, read

SAML = "urn:oasis:names:tc:SAML:2.0:assertion"
DOCTOR = Code(code="10", system=PROFESSION_OID)


def remove(element: etree._Element) -> None:
    parent = element.getparent()
    assert parent is not None
    parent.remove(element)


def empty(element: etree._Element) -> None:
    element.text = ""


def write(text: str) -> Callable[[etree._Element], None]:
    def change(element: etree._Element) -> None:
        element.text = text

    return change


def read_exists(caller: Caller, spoil: Callable[[bytes], bytes] | None, *, content_type: str = "") -> Seen:
    """Send a spoiled TD0.2."""
    request = ExistenceRequest(
        ins=ADULT.ins,
        message=("1.2", "m"),
        query=("1.2", "q"),
        created_at="20261122",
        sender_oid="1.2",
        sender_name="L",
    )
    http = caller.request(build_existence_test(caller.context(make_vihf()), request), spoil)
    if content_type:
        http = replace(http, headers={"content-type": content_type})
    return read(caller.service.handle(http))


HEADER = f"{{{SOAP}}}Header/{{{WSA}}}"


@pytest.mark.parametrize("name", ["MessageID", "To", "ReplyTo"])
def test_a_missing_addressing_header_is_told_in_the_words_of_the_dmp(caller: Caller, name: str) -> None:
    seen = read_exists(caller, edit(HEADER + name, remove))
    assert seen.codes == ["MessageAddressingHeaderRequired"]
    assert "A required header representing a Message Addressing Property is not present" in seen.contexts
    assert name in seen.contexts


def test_a_missing_action_is_told_too(caller: Caller) -> None:
    assert read_exists(caller, edit(f"{HEADER}Action", remove)).codes == ["MessageAddressingHeaderRequired"]


def test_an_empty_to_is_accepted(caller: Caller) -> None:
    assert read_exists(caller, edit(f"{HEADER}To", empty)).reply.status == 200


def test_an_unknown_action_is_not_supported(caller: Caller) -> None:
    seen = read_exists(caller, edit(f"{HEADER}Action", write("urn:nowhere")), content_type="application/soap+xml")
    assert seen.codes == ["ActionNotSupported"]


def test_the_action_of_the_content_type_must_be_that_of_the_envelope(caller: Caller) -> None:
    seen = read_exists(caller, None, content_type='application/soap+xml; action="urn:other"')
    assert seen.codes == ["InvalidMessage"]


ASSERTION = f"{{{SOAP}}}Header/{{{WSSE}}}Security/{{{SAML}}}Assertion"


def test_no_assertion_is_invalid_security(caller: Caller) -> None:
    seen = read_exists(caller, edit(ASSERTION, remove))
    assert (seen.codes, seen.reply.status) == (["InvalidSecurity"], 500)


def test_a_vihf_changed_after_its_signature_fails_authentication(caller: Caller) -> None:
    seen = read_exists(caller, edit(f"{ASSERTION}/{{{SAML}}}Subject/{{{SAML}}}NameID", write("899900000099")))
    assert seen.codes == ["FailedAuthentication"]
    assert "SIG-007" in seen.contexts


def test_an_unsigned_vihf_fails_authentication(caller: Caller) -> None:
    signature = f"{ASSERTION}/{{http://www.w3.org/2000/09/xmldsig#}}Signature"
    seen = read_exists(caller, edit(signature, remove))
    assert seen.codes == ["FailedAuthentication"]
    assert "SIG-001" in seen.contexts


@pytest.mark.parametrize(
    ("changes", "code", "words"),
    [
        ({"version": "1.0"}, "DMPInvalidVIHF", "VIHF-017"),
        ({"structure_id": ""}, "DMPInvalidVIHF", "VIHF-019"),
        ({"structure_id": "1111111111"}, "DMPStructureNotFound", "Structure introuvable"),
        ({"sector": Code(code="XX", system="1.2.250.1.71.4.2.4")}, "DMPInvalidVIHF", "VIHF-020"),
        ({"sector": Code(code="SA99", system="1.2.250.1.71.4.2.4")}, "DMPInvalidVIHF", "JDV_J61"),
        ({"subject_name": ""}, "DMPInvalidVIHF", "VIHF-021"),
        ({"roles": ()}, "DMPInvalidVIHF", "VIHF-022"),
        ({"roles": (DOCTOR,)}, "DMPMissingSpecialty", "Aucune spécialité dans le vihf"),
        ({"roles": (DOCTOR, Code(code="SM99", system=SAVOIR_FAIRE_OID))}, "DMPInvalidVIHF", "JDV_J65"),
        ({"ins": None}, "DMPInvalidVIHF", "VIHF-024"),
        ({"ins": INS(matricule="290029999900100", oid=ADULT.ins.oid)}, "DMPInvalidVIHF", "VIHF-025"),
        ({"ins": INS(matricule=ADULT.ins.matricule, oid="1.2.3")}, "DMPInvalidVIHF", "VIHF-025"),
        ({"resource_urn": "urn:autre"}, "DMPInvalidVIHF", "VIHF-026"),
        ({"purpose": "curiosite"}, "DMPInvalidVIHF", "VIHF-027"),
        ({"lps_name": ""}, "DMPInvalidVIHF", "VIHF-028"),
        ({"homologation": ""}, "DMPInvalidVIHF", "VIHF-029"),
        ({"name_id": "?"}, "DMPInvalidVIHF", "VIHF-012"),
        ({"authn_instant": NOW + timedelta(hours=1)}, "DMPInvalidVIHF", "VIHF-013"),
        ({"authn_context": "urn:other"}, "DMPInvalidVIHF", "VIHF-014"),
        ({"authn_context_decl": "CONF_EXI_PGSSIS"}, "DMPInvalidVIHF", "VIHF-016"),
    ],
)
def test_each_breach_of_the_vihf_is_told(caller: Caller, changes: dict[str, object], code: str, words: str) -> None:
    seen = caller.exists(vihf=make_vihf(**changes))
    assert seen.reply.status == 500
    assert seen.codes == [code]
    assert words in seen.contexts
    assert "§" in seen.contexts


@pytest.mark.parametrize(
    ("signer", "words"),
    [
        ("org_auth_cli", "ORG_SIGN est attendu"),
        ("expired_sign", "expiré"),
        ("revoked_sign", "révoqué"),
        ("foreign_sign", "AC attendue"),
    ],
)
def test_a_wrong_seal_is_an_invalid_certificate(caller: Caller, signer: str, words: str) -> None:
    caller.signer = getattr(caller.pki, signer)
    seen = caller.exists()
    assert seen.codes == ["DMPInvalidCertificate"]
    assert "Not a valid signature certificate" in seen.contexts
    assert words in seen.contexts


@pytest.mark.parametrize("peer", ["org_sign", "expired_auth", "revoked_auth", "foreign_auth"])
def test_a_wrong_client_certificate_is_refused(caller: Caller, peer: str) -> None:
    caller.peer = getattr(caller.pki, peer)
    assert caller.exists().codes == ["DMPInvalidCertificate"]


def test_the_homologation_number_is_checked_when_asked(pki: PKI) -> None:
    assert make_caller(pki, homologation="AUTRE").exists().codes == ["DMPInvalidVIHF"]


def test_only_the_services_of_the_dmp_answer(caller: Caller) -> None:
    request = Request(method="POST", path="/elsewhere", headers={}, body=b"", peer=None)
    assert caller.service.handle(request).status == 404
    assert caller.service.handle(replace(request, path=f"{BASE_PATH}/patients", method="GET")).status == 405


def test_an_iti_41_without_mtom_is_refused(caller: Caller) -> None:
    built = caller.build_feed(caller.lot())
    http = replace(caller.request(built), body=built.root, headers={"content-type": "application/soap+xml"})
    assert read(caller.service.handle(http)).codes == ["InvalidMessage"]


def test_a_refusal_leaves_its_trace(caller: Caller) -> None:
    caller.signer = caller.pki.org_auth_cli
    caller.exists()
    trace = caller.state.find_traces()[0]
    assert (trace.service, trace.outcome, trace.codes) == ("patients", "fault", "DMPInvalidCertificate")
    assert trace.ins == ADULT.ins.matricule
    assert trace.request.startswith(b"<soap:Envelope")
    assert b"soap:Fault" in trace.response


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.binary(max_size=300), content_type=st.sampled_from(["application/soap+xml", "multipart/related", "x"]))
def test_any_bytes_give_a_fault(caller: Caller, body: bytes, content_type: str) -> None:
    request = Request(
        method="POST", path=f"{BASE_PATH}/repository", headers={"content-type": content_type}, body=body, peer=None
    )
    seen = read(caller.service.handle(request))
    assert (seen.reply.status, seen.codes) == (500, ["InvalidMessage"])
