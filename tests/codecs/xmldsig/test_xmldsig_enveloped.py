"""Enveloped signatures: what holds, what a foreign program says, and every known way to cheat."""

import copy
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from lxml import etree

from liane.codecs.xml import parse_xml
from liane.codecs.xmldsig.algorithms import C14N, DS, EXC_C14N, Suite, canonicalize
from liane.codecs.xmldsig.enveloped import sign_enveloped, verify_enveloped, verify_enveloped_signature
from liane.codecs.xmldsig.keys import load_signer
from liane.domain.errors import InvalidInput, RuleViolation
from tests.codecs.xmldsig.signing import judge_with_xmlsec1, seal

SAML = "urn:oasis:names:tc:SAML:2.0:assertion"
PLAIN = (
    f'<a:Assertion xmlns:a="{SAML}" xmlns:unused="urn:u" ID="_1"><a:Issuer>moi</a:Issuer>'
    '<a:Subject a:x="é &amp; ü">8999</a:Subject><Role xmlns="urn:hl7-org:v3" code="10"><b><c/></b></Role></a:Assertion>'
).encode()


def ds(name: str) -> str:
    return f"{{{DS}}}{name}"


def signed(data: bytes = PLAIN, suite: Suite = Suite.SHA256) -> etree._Element:
    return sign_enveloped(parse_xml(data), signer=load_signer(seal().material), suite=suite)


def travel(element: etree._Element, before: bytes = b"", after: bytes = b"") -> etree._Element:
    return parse_xml(before + etree.tostring(element) + after)


@pytest.mark.parametrize("suite", list(Suite))
def test_a_signature_holds_after_a_journey(suite: Suite) -> None:
    verified = verify_enveloped_signature(travel(signed(suite=suite)))
    assert verified.certificate == seal().certificate
    assert (verified.signature_suite, verified.digest_suite) == (suite, suite)


def test_the_signature_follows_the_issuer() -> None:
    assert [child.tag for child in signed()][:2] == [f"{{{SAML}}}Issuer", ds("Signature")]


def test_a_signature_holds_inside_an_envelope_that_declares_other_namespaces() -> None:
    envelope = travel(signed(), b'<E xmlns="urn:other" xmlns:ds="urn:trap" xmlns:a="urn:trap2">', b"</E>")
    assert verify_enveloped(envelope[0]) == seal().certificate


def test_white_space_around_the_signature_counts_as_content_and_is_kept() -> None:
    element = signed()
    signature = element[1]
    signature.tail = "\n  "
    before = etree.tostring(element)
    with pytest.raises(RuleViolation, match="SIG-007"):
        verify_enveloped(element)
    assert etree.tostring(element) == before


def test_verification_leaves_the_tree_as_it_was() -> None:
    element = travel(signed())
    before = etree.tostring(element)
    verify_enveloped(element)
    assert etree.tostring(element) == before


@pytest.mark.foreign
@pytest.mark.parametrize("suite", list(Suite))
def test_xmlsec1_accepts_what_we_sign(tmp_path: Path, suite: Suite) -> None:
    document = b'<E xmlns="urn:other">' + etree.tostring(signed(suite=suite)) + b"</E>"
    assert judge_with_xmlsec1(tmp_path, document, "--id-attr:ID", f"{SAML}:Assertion").startswith("0 OK")


@pytest.mark.foreign
def test_xmlsec1_refuses_an_indented_copy(tmp_path: Path) -> None:
    document = etree.tostring(signed(), pretty_print=True).replace(b"moi", b"toi")
    assert not judge_with_xmlsec1(tmp_path, document, "--id-attr:ID", f"{SAML}:Assertion").startswith("0 ")


def resign(element: etree._Element) -> None:
    """Sign SignedInfo again after a change, as a cheat who owns a certificate would."""
    signer = load_signer(seal().material)
    signed_info = element.find(f"{ds('Signature')}/{ds('SignedInfo')}")
    value = element.find(f"{ds('Signature')}/{ds('SignatureValue')}")
    assert signed_info is not None
    assert value is not None
    value.text = b64encode(signer.sign(canonicalize(signed_info, is_exclusive=True), Suite.SHA256)).decode()


def edit_text(path: str, text: str) -> Callable[[etree._Element], None]:
    def edit(element: etree._Element) -> None:
        found = element.find(path)
        assert found is not None
        found.text = text

    return edit


def edit_algorithm(name: str, uri: str) -> Callable[[etree._Element], None]:
    def edit(element: etree._Element) -> None:
        for found in element.iter(ds(name)):
            found.set("Algorithm", uri)

    return edit


def duplicate_reference(element: etree._Element) -> None:
    reference = next(element.iter(ds("Reference")))
    reference.addnext(copy.deepcopy(reference))


def add_transform(element: etree._Element) -> None:
    transforms = next(element.iter(ds("Transforms")))
    etree.SubElement(transforms, ds("Transform"), Algorithm="http://www.w3.org/TR/1999/REC-xslt-19991116")


def swap_key_for_value(element: etree._Element) -> None:
    """The cheat's own key as KeyValue, the certificate gone: xmlsec1 without options falls for it."""
    key = seal().certificate.public_key()
    assert isinstance(key, RSAPublicKey)
    key_info = next(element.iter(ds("KeyInfo")))
    for child in list(key_info):
        key_info.remove(child)
    etree.SubElement(etree.SubElement(key_info, ds("KeyValue")), ds("RSAKeyValue"))


def nest_a_second_signature(element: etree._Element) -> None:
    element[2].append(copy.deepcopy(element[1]))


def hide_in_a_comment(element: etree._Element) -> None:
    element[2].append(etree.Comment("8999"))


def break_certificate(element: etree._Element) -> None:
    edit_text(f"{ds('Signature')}/{ds('KeyInfo')}/{ds('X509Data')}/{ds('X509Certificate')}", "AAAA")(element)


def empty_identifier(element: etree._Element) -> None:
    element.set("ID", "")
    next(element.iter(ds("Reference"))).set("URI", "")


@pytest.mark.parametrize(
    ("cheat", "code"),
    [
        (edit_text(f"{{{SAML}}}Subject", "8000"), "SIG-007"),
        (edit_text(f"{ds('Signature')}/{ds('SignatureValue')}", "AAAA"), "SIG-008"),
        (edit_text(f"{ds('Signature')}/{ds('SignatureValue')}", "pas du base64 !"), "SIG-009"),
        (edit_algorithm("SignatureMethod", "http://www.w3.org/2000/09/xmldsig#hmac-sha1"), "SIG-004"),
        (edit_algorithm("CanonicalizationMethod", C14N), "SIG-004"),
        (edit_algorithm("DigestMethod", "http://www.w3.org/2001/04/xmldsig-more#md5"), "SIG-004"),
        (edit_algorithm("Transform", EXC_C14N), "SIG-005"),
        (add_transform, "SIG-005"),
        (duplicate_reference, "SIG-010"),
        (swap_key_for_value, "SIG-006"),
        (break_certificate, "SIG-006"),
        (nest_a_second_signature, "SIG-001"),
        (hide_in_a_comment, "SIG-002"),
        (empty_identifier, "SIG-003"),
    ],
)
def test_each_cheat_is_refused(cheat: Callable[[etree._Element], None], code: str) -> None:
    element = signed()
    cheat(element)
    with pytest.raises(RuleViolation, match=code):
        verify_enveloped(element)


@pytest.mark.parametrize("cheat", [duplicate_reference, add_transform])
def test_signing_again_does_not_make_a_forbidden_structure_acceptable(cheat: Callable[[etree._Element], None]) -> None:
    element = signed()
    cheat(element)
    resign(element)
    with pytest.raises(RuleViolation):
        verify_enveloped(element)


def test_wrapping_the_signed_element_in_a_forged_one_is_refused() -> None:
    """The genuine assertion hidden inside a forged one that bears its identifier and its signature."""
    genuine = travel(signed())
    forged = travel(signed())
    edit_text(f"{{{SAML}}}Subject", "8000")(forged)
    signature = forged[1]
    holder = etree.SubElement(signature, ds("Object"))
    genuine.remove(genuine[1])
    holder.append(genuine)
    with pytest.raises(RuleViolation, match="SIG-003"):
        verify_enveloped(forged)


def test_a_second_element_of_the_same_identifier_anywhere_in_the_message_is_refused() -> None:
    envelope = travel(signed(), b'<E><x id="_1"/>', b"</E>")
    with pytest.raises(RuleViolation, match="SIG-003"):
        verify_enveloped(envelope[1])


def test_the_signature_of_another_element_does_not_serve() -> None:
    element = signed()
    element.set("ID", "_2")
    with pytest.raises(RuleViolation, match="SIG-003"):
        verify_enveloped(element)


def test_inclusive_prefixes_are_accepted_as_saml_libraries_write_them() -> None:
    """Rewritten by hand: same digest, since the prefix named is used nowhere."""
    element = signed()
    for transform in element.iter(ds("Transform")):
        if transform.get("Algorithm") == EXC_C14N:
            etree.SubElement(transform, f"{{{EXC_C14N}}}InclusiveNamespaces", PrefixList="xs")
    resign(element)
    assert verify_enveloped(element) == seal().certificate


def test_too_many_inclusive_prefixes_are_refused() -> None:
    element = signed()
    transform = list(element.iter(ds("Transform")))[1]
    prefixes = " ".join(f"p{rank}" for rank in range(17))
    etree.SubElement(transform, f"{{{EXC_C14N}}}InclusiveNamespaces", PrefixList=prefixes)
    with pytest.raises(RuleViolation, match="SIG-005"):
        verify_enveloped(element)


def test_an_unsigned_element_is_refused() -> None:
    with pytest.raises(InvalidInput, match="SIG-001"):
        verify_enveloped(parse_xml(PLAIN))


def test_the_certificate_returned_is_the_one_of_the_signature() -> None:
    assert isinstance(verify_enveloped(signed()), x509.Certificate)


def test_inclusive_form_of_an_inner_element_keeps_its_default_namespace() -> None:
    tree = parse_xml(b'<a xmlns="urn:a" xmlns:p="urn:p"><b Id="1"><c><d/></c></b></a>')
    expected = b'<b xmlns="urn:a" xmlns:p="urn:p" Id="1"><c><d></d></c></b>'
    assert canonicalize(tree[0], is_exclusive=False) == expected
