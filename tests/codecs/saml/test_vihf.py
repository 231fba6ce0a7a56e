"""The VIHF: identical to the published example, read back whole, verified by a foreign program."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from liane.codecs.saml.vihf import (
    CONNEXION_SECRETE,
    SAML,
    VIHF,
    AuthentificationMode,
    PurposeOfUse,
    parse_instant,
    parse_resource_id,
    parse_vihf,
    render_instant,
    render_vihf,
)
from liane.codecs.xml import parse_xml
from liane.codecs.xmldsig.algorithms import DS, Suite, canonicalize
from liane.codecs.xmldsig.enveloped import verify_enveloped
from liane.codecs.xmldsig.keys import load_signer
from liane.domain.errors import MalformedMessage
from liane.domain.identity.ins import INS
from tests.codecs.saml.vihf_samples import ASSERTION_ID, NOW, PATIENT, SAMPLE
from tests.codecs.xmldsig.signing import SUBJECT, judge_with_xmlsec1, seal


def render(vihf: VIHF = SAMPLE, suite: Suite = Suite.SHA256) -> etree._Element:
    signer = load_signer(seal().material)
    return render_vihf(vihf, signer=signer, assertion_id=ASSERTION_ID, issued_at=NOW, suite=suite)


def reread(vihf: VIHF) -> VIHF:
    return parse_vihf(parse_xml(etree.tostring(render(vihf))))


def canonical_without_signature(element: etree._Element) -> bytes:
    signature = element.find(f"{{{DS}}}Signature")
    assert signature is not None
    element.remove(signature)
    for one in element.iter():
        one.text = one.text if one.text and one.text.strip() else None
        one.tail = None
    return canonicalize(element, is_exclusive=True)


@pytest.mark.conformance
def test_what_we_write_is_the_example_of_the_specification(spec_dir: Path) -> None:
    """dmp.md §3.2: same elements, same attributes, same order, same values; the signature apart."""
    blocks = re.findall(r"```xml\n(.*?)```", (spec_dir / "dmp.md").read_text(), re.DOTALL)
    example = next(block for block in blocks if block.startswith("<saml2:Assertion"))
    assert canonical_without_signature(render()) == canonical_without_signature(parse_xml(example.encode()))


@pytest.mark.parametrize(
    "vihf",
    [
        SAMPLE,
        replace(SAMPLE, mode=AuthentificationMode.INDIRECTE_RENFORCEE, authn_context_decl="CONF_EXI_PGSSIS"),
        replace(SAMPLE, purpose=PurposeOfUse.BRIS_DE_GLACE, version="4.0"),
        replace(SAMPLE, confidentiality=CONNEXION_SECRETE, lps_id=""),
        replace(SAMPLE, roles=(SAMPLE.roles[0],), subject_name="Automate <1> & fils"),
    ],
)
def test_what_is_written_is_read_back(vihf: VIHF) -> None:
    assert reread(vihf) == replace(vihf, issuer=SUBJECT)


def test_the_signature_verifies_and_names_its_certificate() -> None:
    assert verify_enveloped(parse_xml(etree.tostring(render()))) == seal().certificate


@pytest.mark.foreign
@pytest.mark.parametrize("suite", [Suite.SHA1, Suite.SHA256])
def test_xmlsec1_accepts_the_vihf(tmp_path: Path, suite: Suite) -> None:
    verdict = judge_with_xmlsec1(tmp_path, etree.tostring(render(suite=suite)), "--id-attr:ID", f"{SAML}:Assertion")
    assert verdict.startswith("0 OK")


def test_the_other_spelling_of_the_mode_is_read() -> None:
    """The GIE samples write Authentification_mode. Rule: dmp.md §3.2."""
    data = etree.tostring(render()).replace(b"Authentification_Mode", b"Authentification_mode")
    assert parse_vihf(parse_xml(data)).mode == AuthentificationMode.INDIRECTE


def test_an_empty_assertion_is_read_as_empty_values() -> None:
    vihf = parse_vihf(parse_xml(f'<Assertion xmlns="{SAML}"/>'.encode()))
    assert (vihf.mode, vihf.ins, vihf.roles, vihf.authn_instant, vihf.purpose) == ("", None, (), None, "")


def test_another_element_is_no_vihf() -> None:
    with pytest.raises(MalformedMessage, match="VIHF-001"):
        parse_vihf(parse_xml(b"<Assertion/>"))


def test_a_text_cut_by_a_comment_is_read_whole() -> None:
    """Otherwise a comment could hide the end of an identifier from one reader and not from another."""
    data = etree.tostring(render()).replace(b"899900099991", b"8999<!-- -->00099991")
    assert parse_vihf(parse_xml(data)).name_id == "899900099991"


def test_the_value_keeps_secrets_out_of_its_repr() -> None:
    assert "XXX-000000-test" not in repr(SAMPLE)
    assert PATIENT.matricule not in repr(SAMPLE)
    assert "LE GOFF" not in repr(SAMPLE)


def test_instants_are_utc_with_milliseconds() -> None:
    paris = timezone(timedelta(hours=1))
    assert render_instant(datetime(2026, 3, 2, 10, 15, 30, 123_999, tzinfo=paris)) == "2026-03-02T09:15:30.123Z"


@pytest.mark.parametrize("text", [None, "", "hier", "2026-03-02T09:15:30", "2026-13-02T09:15:30Z"])
def test_instants_without_zone_or_sense_are_none(text: str | None) -> None:
    assert parse_instant(text) is None


@given(st.integers(min_value=0, max_value=4_000_000_000_000))
def test_instants_survive_to_the_millisecond(milliseconds: int) -> None:
    instant = datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=milliseconds)
    assert parse_instant(render_instant(instant)) == instant


@pytest.mark.parametrize(
    ("text", "ins"),
    [
        ("285059999900131^^^&1.2.250.1.213.1.4.10&ISO^NH", PATIENT),
        ("1^^^&2", INS(matricule="1", oid="2")),
        ("285059999900131", None),
        ("^^^&1.2&ISO^NH", None),
        ("1^^^&&ISO^NH", None),
        ("", None),
    ],
)
def test_resource_id(text: str, ins: INS | None) -> None:
    assert parse_resource_id(text) == ins
