"""Each rule of the VIHF has its finding, and a sound one has none."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from lxml import etree

from liane.codecs.saml.check import check_vihf
from liane.codecs.saml.vihf import (
    AUTHN_CLASS,
    SAML,
    VIHF,
    AuthentificationMode,
    PurposeOfUse,
    render_vihf,
)
from liane.codecs.xml import parse_xml
from liane.codecs.xmldsig.keys import load_signer
from liane.domain.errors import MalformedMessage, Severity
from liane.domain.identity.ins import INS
from liane.domain.terminology.code import Code
from tests.codecs.saml.vihf_samples import ASSERTION_ID, NOW, SAMPLE
from tests.codecs.xmldsig.signing import TestIdentity, client, seal

Edit = Callable[[etree._Element], None]


def assertion(vihf: VIHF = SAMPLE, identity: TestIdentity | None = None) -> etree._Element:
    signer = load_signer((identity or seal()).material)
    return parse_xml(etree.tostring(render_vihf(vihf, signer=signer, assertion_id=ASSERTION_ID, issued_at=NOW)))


def codes(element: etree._Element, identity: TestIdentity | None = None, at: datetime = NOW) -> set[str]:
    findings = check_vihf(element, certificate=(identity or seal()).certificate, at=at)
    assert all(finding.severity is Severity.ERROR and finding.rule and finding.message for finding in findings)
    return {finding.code for finding in findings}


@pytest.mark.parametrize(
    "vihf",
    [
        SAMPLE,
        replace(SAMPLE, version="4.0"),
        replace(SAMPLE, mode=AuthentificationMode.DIRECTE, authn_context=AUTHN_CLASS + "SmartcardPKI"),
        replace(SAMPLE, mode=AuthentificationMode.INDIRECTE_RENFORCEE, authn_context_decl="CONF_EXI_PGSSIS"),
        replace(SAMPLE, roles=(Code(code="60", system="1.2.250.1.71.1.2.7", label="Infirmier"),)),
        *(replace(SAMPLE, purpose=purpose) for purpose in PurposeOfUse),
    ],
)
def test_a_sound_vihf_has_no_finding(vihf: VIHF) -> None:
    assert codes(assertion(vihf)) == set()


@pytest.mark.parametrize(
    ("vihf", "code"),
    [
        (replace(SAMPLE, name_id=""), "VIHF-012"),
        (replace(SAMPLE, name_id="DR HOUSE"), "VIHF-012"),
        (replace(SAMPLE, authn_instant=NOW + timedelta(hours=1)), "VIHF-013"),
        (replace(SAMPLE, authn_context="motdepasse"), "VIHF-014"),
        (replace(SAMPLE, authn_context=AUTHN_CLASS + "SmartcardPKI"), "VIHF-015"),
        (replace(SAMPLE, mode=AuthentificationMode.DIRECTE), "VIHF-015"),
        (replace(SAMPLE, mode=AuthentificationMode.INDIRECTE_RENFORCEE), "VIHF-016"),
        (replace(SAMPLE, authn_context_decl="APP_BROWSER_AUTH"), "VIHF-016"),
        (replace(SAMPLE, version="2.0"), "VIHF-017"),
        (replace(SAMPLE, mode="FORTE"), "VIHF-018"),
        (replace(SAMPLE, structure_id=""), "VIHF-019"),
        (replace(SAMPLE, sector=Code(code="SA01", system="1.2.3")), "VIHF-020"),
        (replace(SAMPLE, sector=Code(code="hopital")), "VIHF-020"),
        (replace(SAMPLE, subject_name=""), "VIHF-021"),
        (replace(SAMPLE, roles=()), "VIHF-022"),
        (replace(SAMPLE, roles=(Code(code="10"),)), "VIHF-022"),
        (replace(SAMPLE, roles=SAMPLE.roles[:1]), "VIHF-023"),
        (replace(SAMPLE, roles=(Code(code="21", system="1.2.250.1.71.1.2.7"),)), "VIHF-023"),
        (replace(SAMPLE, ins=None), "VIHF-024"),
        (replace(SAMPLE, ins=INS(matricule="285059999900131", oid="1.2.3")), "VIHF-025"),
        (replace(SAMPLE, ins=INS(matricule="285059999900132", oid="1.2.250.1.213.1.4.10")), "VIHF-025"),
        (replace(SAMPLE, resource_urn="urn:autre"), "VIHF-026"),
        (replace(SAMPLE, purpose="curiosite"), "VIHF-027"),
        (replace(SAMPLE, lps_name=""), "VIHF-028"),
        (replace(SAMPLE, lps_version=""), "VIHF-028"),
        (replace(SAMPLE, homologation=""), "VIHF-029"),
    ],
)
def test_each_wrong_value_has_its_finding(vihf: VIHF, code: str) -> None:
    assert codes(assertion(vihf)) == {code}


def set_root(name: str, value: str | None) -> Edit:
    def edit(element: etree._Element) -> None:
        if value is None:
            del element.attrib[name]
        else:
            element.set(name, value)

    return edit


def move_signature(element: etree._Element) -> None:
    element.append(element[1])


def restrict_audience(element: etree._Element) -> None:
    conditions = etree.SubElement(element, f"{{{SAML}}}Conditions")
    etree.SubElement(conditions, f"{{{SAML}}}AudienceRestriction")


def expire(element: etree._Element) -> None:
    etree.SubElement(element, f"{{{SAML}}}Conditions", NotOnOrAfter="2026-03-02T08:00:00Z")


def begin_later(element: etree._Element) -> None:
    etree.SubElement(element, f"{{{SAML}}}Conditions", NotBefore="2026-03-02T10:00:00Z")


def change_issuer(element: etree._Element) -> None:
    element[0].text = "CN=UN AUTRE,C=FR"


def change_format(element: etree._Element) -> None:
    element[0].set("Format", "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified")


def split_roles(element: etree._Element) -> None:
    """Two Attribute elements of one name instead of one with two values."""
    for attribute in element.iter(f"{{{SAML}}}Attribute"):
        if len(attribute) == 2:
            second = etree.Element(attribute.tag, attribute.attrib)
            second.append(attribute[1])
            attribute.addnext(second)
            return


def spoil_resource(element: etree._Element) -> None:
    for value in element.iter(f"{{{SAML}}}AttributeValue"):
        if value.text and value.text.startswith("285059999900131"):
            value.text = "285059999900131"


@pytest.mark.parametrize(
    ("edit", "code"),
    [
        (set_root("Version", "1.1"), "VIHF-002"),
        (set_root("ID", "5f0e"), "VIHF-003"),
        (set_root("ID", None), "VIHF-003"),
        (set_root("IssueInstant", None), "VIHF-004"),
        (set_root("IssueInstant", "2026-03-02T12:00:00Z"), "VIHF-004"),
        (move_signature, "VIHF-005"),
        (restrict_audience, "VIHF-006"),
        (expire, "VIHF-007"),
        (begin_later, "VIHF-007"),
        (change_format, "VIHF-008"),
        (change_issuer, "VIHF-009"),
        (split_roles, "VIHF-022"),
        (spoil_resource, "VIHF-024"),
    ],
)
def test_each_wrong_shape_has_its_finding(edit: Edit, code: str) -> None:
    element = assertion()
    edit(element)
    assert codes(element) == {code}


def test_the_authentication_certificate_may_not_sign() -> None:
    assert codes(assertion(identity=client()), client()) == {"VIHF-010"}


def test_an_expired_certificate_is_seen() -> None:
    assert "VIHF-011" in codes(assertion(), at=NOW.replace(year=2040))


def test_without_certificate_its_rules_are_skipped() -> None:
    element = assertion()
    change_issuer(element)
    assert check_vihf(element, certificate=None, at=NOW) == []


def test_every_breach_is_told_at_once() -> None:
    vihf = replace(SAMPLE, version="", structure_id="", subject_name="", homologation="", purpose="")
    assert codes(assertion(vihf)) == {"VIHF-017", "VIHF-019", "VIHF-021", "VIHF-027", "VIHF-029"}


def test_another_element_is_refused() -> None:
    with pytest.raises(MalformedMessage, match="VIHF-001"):
        check_vihf(parse_xml(b"<a/>"), certificate=None, at=NOW)
