"""The signature of a lot: the vectors of the specification, a foreign judge, and every defect by its code."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import etree

from liane.codecs.xml import parse_xml
from liane.codecs.xmldsig.algorithms import (
    C14N_WITH_COMMENTS,
    DS,
    Suite,
    canonicalize_document,
    escape_attribute,
    escape_text,
)
from liane.codecs.xmldsig.keys import load_signer
from liane.codecs.xmldsig.lot_verification import inspect_lot_signature, verify_lot_signature
from liane.codecs.xmldsig.xades import XADES, SignedDocument, compute_sha1_hex, sign_lot
from tests.codecs.xmldsig.signing import judge_with_xmlsec1, seal

CDA = (
    b'<?xml version="1.0" encoding="UTF-8"?><ClinicalDocument xmlns="urn:hl7-org:v3">'
    b'<id root="1.2.250.1.999.1.1.9999.3.1"/></ClinicalDocument>'
)
KOS = b"\x00\x01DICM"
LOT, CDA_ID, KOS_ID = "1.2.250.1.999.1.1.9999.1.1", "1.2.250.1.999.1.1.9999.3.1", "1.2.250.1.999.1.1.9999.6.1"
DOCUMENTS = {CDA_ID: (CDA, "text/xml"), KOS_ID: (KOS, "application/dicom")}
NOW = datetime(2026, 3, 2, 9, 15, 30, tzinfo=UTC)


def sign(suite: Suite = Suite.SHA1) -> bytes:
    documents = (
        SignedDocument(unique_id=CDA_ID, content=CDA, tree=parse_xml(CDA)),
        SignedDocument(unique_id=KOS_ID, content=KOS),
    )
    return sign_lot(LOT, documents, signer=load_signer(seal().material), at=NOW, suite=suite)


def ds(name: str) -> str:
    return f"{{{DS}}}{name}"


def test_vectors_of_the_specification() -> None:
    """dmp.md §6.4: 137 bytes, its SHA-1, its canonical form of 103 bytes and the digest of it."""
    assert len(CDA) == 137
    assert compute_sha1_hex(CDA) == "7db3caeebc8529f1db76d8e408d97b1d41af3deb"
    assert len(canonicalize_document(parse_xml(CDA))) == 103
    assert Suite.SHA1.digest(canonicalize_document(parse_xml(CDA))) == "XCwolsAK9CBw3sm471Bobn51+kU="
    assert b"XCwolsAK9CBw3sm471Bobn51+kU=" in sign()


def test_comments_and_instructions_around_the_root_are_digested() -> None:
    commented = b"<?xml version='1.0'?><!--avant--><?xsl href='x'?><a/><!--apres-->"
    assert canonicalize_document(parse_xml(commented)) == b"<!--avant-->\n<?xsl href='x'?>\n<a></a>\n<!--apres-->"


@pytest.mark.parametrize("suite", list(Suite))
def test_what_we_sign_holds(suite: Suite) -> None:
    found = inspect_lot_signature(sign(suite), lot_unique_id=LOT, documents=DOCUMENTS)
    assert found.defects == ()
    assert found.certificate == seal().certificate
    assert found.suite is suite


@pytest.mark.foreign
@pytest.mark.parametrize("suite", list(Suite))
def test_xmlsec1_accepts_the_lot_signature(tmp_path: Path, suite: Suite) -> None:
    """It cannot open urn:oid references, so the manifest's own digests are ours to check."""
    verdict = judge_with_xmlsec1(
        tmp_path, sign(suite), "--ignore-manifests", "--id-attr:Id", f"{XADES}:SignedProperties"
    )
    assert verdict.startswith("0 OK")


@pytest.mark.foreign
def test_xmlsec1_refuses_a_changed_manifest(tmp_path: Path) -> None:
    changed = sign().replace(b"XCwolsAK9CBw3sm471Bobn51+kU=", b"XCwolsAK9CBw3sm471Bobn51+kV=")
    verdict = judge_with_xmlsec1(tmp_path, changed, "--ignore-manifests", "--id-attr:Id", f"{XADES}:SignedProperties")
    assert not verdict.startswith("0 ")


def test_shape_is_that_of_the_national_samples() -> None:
    """dmp.md §6.3, point by point."""
    root = parse_xml(sign())
    assert root.get("Id") == "Signature01"
    method = root.find(f"{ds('SignedInfo')}/{ds('CanonicalizationMethod')}")
    assert method is not None
    assert method.get("Algorithm") == C14N_WITH_COMMENTS
    types = [one.get("Type") for one in root.iterfind(f"{ds('SignedInfo')}/{ds('Reference')}")]
    assert types == [
        "http://www.w3.org/2000/09/xmldsig#Manifest",
        "http://uri.etsi.org/01903/v1.1.1#SignedProperties",
    ]
    manifest = next(root.iter(ds("Manifest")))
    assert [one.get("URI") for one in manifest] == [f"urn:oid:{one}" for one in (LOT, CDA_ID, KOS_ID)]
    assert next(manifest.iter(ds("DigestValue"))).text == "AA=="
    assert [len(list(one.iter(ds("Transform")))) for one in manifest] == [0, 1, 0]
    assert next(root.iter(f"{{{XADES}}}SigningTime")).text == "2026-03-02T09:15:30Z"
    assert len(list(root.iter(f"{{{XADES}}}Cert"))) == 2  # the leaf and its authority
    assert next(root.iter(f"{{{XADES}}}SignaturePolicyImplied"), None) is not None


def drop(tag: str) -> Callable[[etree._Element], None]:
    def edit(root: etree._Element) -> None:
        for found in list(root.iter(tag)):
            parent = found.getparent()
            assert parent is not None
            parent.remove(found)

    return edit


def set_text(tag: str, text: str, rank: int = 0) -> Callable[[etree._Element], None]:
    def edit(root: etree._Element) -> None:
        list(root.iter(tag))[rank].text = text

    return edit


def set_attribute(tag: str, name: str, value: str, rank: int = 0) -> Callable[[etree._Element], None]:
    def edit(root: etree._Element) -> None:
        list(root.iter(tag))[rank].set(name, value)

    return edit


MANIFEST_DIGEST = 2  # rank of the first DigestValue of the manifest, after the two of SignedInfo


@pytest.mark.parametrize(
    ("edit", "code"),
    [
        (drop(ds("X509Certificate")), "XAD-002"),
        (set_text(ds("X509Certificate"), "AAAA"), "XAD-002"),
        (set_attribute(ds("SignatureMethod"), "Algorithm", "urn:autre"), "XAD-003"),
        (set_attribute(ds("DigestMethod"), "Algorithm", "urn:autre"), "XAD-003"),
        (set_text(ds("SignatureValue"), "AAAA"), "XAD-004"),
        (set_text(ds("SignatureValue"), "é"), "XAD-004"),
        (set_attribute(ds("Reference"), "Type", "urn:autre"), "XAD-005"),
        (set_attribute(ds("Manifest"), "Id", "Autre"), "XAD-006"),
        (set_text(f"{{{XADES}}}SigningTime", "2030-01-01T00:00:00Z"), "XAD-007"),
        (drop(ds("Manifest")), "XAD-008"),
        (set_attribute(ds("Reference"), "URI", "urn:oid:1.2.3", 2), "XAD-009"),
        (set_text(ds("DigestValue"), "AAA=", MANIFEST_DIGEST), "XAD-010"),
        (set_attribute(ds("Reference"), "URI", "urn:oid:1.2.3", 3), "XAD-011"),
        (set_attribute(ds("Reference"), "URI", "urn:oid:1.2.3", 3), "XAD-012"),
        (drop(ds("Transforms")), "XAD-013"),
        (set_text(ds("DigestValue"), "AAAA", MANIFEST_DIGEST + 1), "XAD-014"),
        (set_text(ds("SignatureProperty"), "1.2.3"), "XAD-015"),
        (drop(f"{{{XADES}}}SignedSignatureProperties"), "XAD-016"),
        (drop(f"{{{XADES}}}SigningTime"), "XAD-017"),
        (set_text(ds("X509SerialNumber"), "1"), "XAD-018"),
        (set_text(f"{{{XADES}}}DigestValue", "AAAA"), "XAD-018"),
    ],
)
def test_each_defect_has_its_code(edit: Callable[[etree._Element], None], code: str) -> None:
    root = parse_xml(sign())
    edit(root)
    defects = verify_lot_signature(etree.tostring(root), lot_unique_id=LOT, documents=DOCUMENTS)
    assert code in {defect.code for defect in defects}


def test_other_bytes_than_the_signed_ones_are_seen() -> None:
    documents = DOCUMENTS | {CDA_ID: (CDA.replace(b"3.1", b"3.2"), "text/xml")}
    defects = verify_lot_signature(sign(), lot_unique_id=LOT, documents=documents)
    assert [defect.code for defect in defects] == ["XAD-014"]


def test_the_same_infoset_in_other_bytes_still_matches_its_canonical_digest() -> None:
    rewritten = CDA.replace(b'"/>', b'" />').replace(b"<ClinicalDocument ", b"<ClinicalDocument  ")
    assert rewritten != CDA
    documents = DOCUMENTS | {CDA_ID: (rewritten, "text/xml")}
    assert verify_lot_signature(sign(), lot_unique_id=LOT, documents=documents) == []


@pytest.mark.parametrize(("signature", "code"), [(b"<a/>", "XAD-001"), (b"rien", "XML-003"), (b"", "XML-003")])
def test_what_is_no_signature_is_said_so(signature: bytes, code: str) -> None:
    defects = verify_lot_signature(signature, lot_unique_id=LOT, documents=DOCUMENTS)
    assert [defect.code for defect in defects] == [code]


def test_a_document_that_is_no_xml_is_a_defect_not_a_crash() -> None:
    documents = DOCUMENTS | {CDA_ID: (b"<", "text/xml")}
    defects = verify_lot_signature(sign(), lot_unique_id=LOT, documents=documents)
    assert [defect.code for defect in defects] == ["XML-003"]


def test_canonical_escapes() -> None:
    assert escape_text('<&>"\r') == '&lt;&amp;&gt;"&#xD;'
    assert escape_attribute('<&>"\t\n\r') == "&lt;&amp;>&quot;&#x9;&#xA;&#xD;"
