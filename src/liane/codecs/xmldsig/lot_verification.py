"""Verification of the XAdES signature of a lot: every defect found, in French, none trusted."""

from collections.abc import Mapping
from dataclasses import dataclass

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from lxml import etree

from liane.codecs.xml import parse_xml
from liane.codecs.xmldsig.algorithms import (
    C14N,
    C14N_WITH_COMMENTS,
    DS,
    EXC_C14N,
    Suite,
    canonicalize,
    canonicalize_document,
    decode_base64,
    find_suite_by_digest,
    find_suite_by_signature,
)
from liane.codecs.xmldsig.certificates import verify_rsa
from liane.codecs.xmldsig.xades import (
    LOT_DIGEST,
    MANIFEST_TYPE,
    PURPOSE,
    SIGNED_PROPERTIES_TYPE,
    XADES,
)
from liane.domain.errors import Finding, InvalidInput, Severity

REFERENCES_MAX = 1_000
_RULE = "dmp.md §6.3"
_CANONICAL = {C14N: (False, False), C14N_WITH_COMMENTS: (False, True), EXC_C14N: (True, False)}


def _ds(name: str) -> str:
    return f"{{{DS}}}{name}"


def _defect(code: str, location: str, message: str, remedy: str = "") -> Finding:
    return Finding(
        code=code,
        severity=Severity.ERROR,
        location=location,
        message=message,
        remedy=remedy,
        layer="signature",
        rule=_RULE,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class LotVerification:
    """What a lot signature is worth: its defects, the certificate that made it (None when unreadable), the suite."""

    defects: tuple[Finding, ...]
    certificate: x509.Certificate | None
    suite: Suite | None


def verify_lot_signature(
    signature: bytes, *, lot_unique_id: str, documents: Mapping[str, tuple[bytes, str]]
) -> list[Finding]:
    """List the defects of a lot signature; empty: it holds.

    documents: unique id → (content, media type) of every document of the lot but the signature. The trust in the
    certificate is the caller's business (``inspect_lot_signature`` gives it). Rule: dmp.md §6.3, §14.2-7.
    """
    found = inspect_lot_signature(signature, lot_unique_id=lot_unique_id, documents=documents)
    return list(found.defects)


def inspect_lot_signature(
    signature: bytes, *, lot_unique_id: str, documents: Mapping[str, tuple[bytes, str]]
) -> LotVerification:
    """Verify a lot signature as ``verify_lot_signature`` and say which certificate made it."""
    try:
        root = parse_xml(signature)
    except InvalidInput as error:
        return LotVerification(defects=error.findings, certificate=None, suite=None)
    if root.tag != _ds("Signature"):
        defect = _defect("XAD-001", "/", "Le document de signature n'a pas ds:Signature pour racine.")
        return LotVerification(defects=(defect,), certificate=None, suite=None)
    certificate = _read_certificate(root)
    suite = find_suite_by_signature(_algorithm(root, "SignedInfo/SignatureMethod"))
    defects = [
        *_check_seal(root, certificate, suite),
        *_check_signed_references(root),
        *_check_manifest(root, lot_unique_id, documents),
        *_check_properties(root, certificate),
    ]
    return LotVerification(defects=tuple(defects), certificate=certificate, suite=suite)


def _find(root: etree._Element, path: str) -> etree._Element | None:
    return root.find("/".join(_ds(step) for step in path.split("/")))


def _algorithm(root: etree._Element, path: str) -> str:
    element = _find(root, path)
    return element.get("Algorithm", "") if element is not None else ""


def _read_certificate(root: etree._Element) -> x509.Certificate | None:
    element = _find(root, "KeyInfo/X509Data/X509Certificate")
    if element is None:
        return None
    try:
        return x509.load_der_x509_certificate(decode_base64(element.text))
    except (ValueError, InvalidInput):
        return None


def _check_seal(root: etree._Element, certificate: x509.Certificate | None, suite: Suite | None) -> list[Finding]:
    """Check the value of the signature over SignedInfo."""
    if certificate is None:
        return [_defect("XAD-002", "KeyInfo", "La signature du lot ne porte pas de certificat X.509 lisible.")]
    method = _CANONICAL.get(_algorithm(root, "SignedInfo/CanonicalizationMethod"))
    signed_info, value = _find(root, "SignedInfo"), _find(root, "SignatureValue")
    if suite is None or method is None or signed_info is None or value is None:
        return [
            _defect(
                "XAD-003", "SignedInfo", "Algorithme de signature ou de canonisation absent, ou qui n'est pas accepté."
            )
        ]
    is_exclusive, has_comments = method
    signed = canonicalize(signed_info, is_exclusive=is_exclusive, has_comments=has_comments)
    try:
        is_true = verify_rsa(certificate, decode_base64(value.text), signed, suite.hash)
    except InvalidInput:
        is_true = False
    if is_true:
        return []
    return [_defect("XAD-004", "SignatureValue", "La valeur de signature du lot ne correspond pas au certificat.")]


def _check_signed_references(root: etree._Element) -> list[Finding]:
    """Check that SignedInfo seals one manifest and one SignedProperties, both of this signature."""
    references = root.findall(f"{_ds('SignedInfo')}/{_ds('Reference')}")
    defects = []
    for kind, name in ((MANIFEST_TYPE, "Manifest"), (SIGNED_PROPERTIES_TYPE, "SignedProperties")):
        typed = [reference for reference in references if reference.get("Type") == kind]
        if len(typed) != 1:
            defects.append(_defect("XAD-005", f"SignedInfo ({name})", f"La signature doit sceller un élément {name}."))
            continue
        defects.extend(_check_internal_reference(root, typed[0], name))
    return defects


def _check_internal_reference(root: etree._Element, reference: etree._Element, name: str) -> list[Finding]:
    identifier = reference.get("URI", "").removeprefix("#")
    targets = [node for node in root.iter(etree.Element) if identifier and node.get("Id") == identifier]
    if len(targets) != 1 or etree.QName(targets[0]).localname != name:
        return [_defect("XAD-006", f"Reference {name}", f"La référence scellée ne désigne pas l'élément {name}.")]
    transforms = [one.get("Algorithm", "") for one in reference.iter(_ds("Transform"))]
    method = _CANONICAL.get(transforms[0] if transforms else C14N)
    suite = find_suite_by_digest(_algorithm(reference, "DigestMethod"))
    if len(transforms) > 1 or method is None or suite is None:
        return [_defect("XAD-003", f"Reference {name}", "Transformation ou condensat qui n'est pas accepté.")]
    is_exclusive, has_comments = method
    data = canonicalize(targets[0], is_exclusive=is_exclusive, has_comments=has_comments)
    if _digest_text(reference) == suite.digest(data):
        return []
    return [_defect("XAD-007", f"Reference {name}", f"L'élément {name} a été modifié après la signature.")]


def _digest_text(reference: etree._Element) -> str:
    element = _find(reference, "DigestValue")
    return "".join((element.text or "").split()) if element is not None else ""


def _find_manifest(root: etree._Element) -> etree._Element | None:
    """The manifest that SignedInfo really seals."""
    for reference in root.iterfind(f"{_ds('SignedInfo')}/{_ds('Reference')}"):
        if reference.get("Type") == MANIFEST_TYPE:
            identifier = reference.get("URI", "").removeprefix("#")
            manifests = [one for one in root.iter(_ds("Manifest")) if one.get("Id") == identifier]
            return manifests[0] if len(manifests) == 1 else None
    return None


def _check_manifest(
    root: etree._Element, lot_unique_id: str, documents: Mapping[str, tuple[bytes, str]]
) -> list[Finding]:
    manifest = _find_manifest(root)
    if manifest is None:
        return [_defect("XAD-008", "Manifest", "Aucun manifeste n'est scellé par la signature du lot.")]
    references = manifest.findall(_ds("Reference"))
    if len(references) > REFERENCES_MAX:
        return [_defect("XAD-008", "Manifest", f"Le manifeste contient plus de {REFERENCES_MAX} références.")]
    by_uri = {reference.get("URI", ""): reference for reference in references}
    defects = []
    lot = by_uri.pop(f"urn:oid:{lot_unique_id}", None)
    if lot is None or not references or references[0] is not lot:
        defects.append(
            _defect(
                "XAD-009",
                "Manifest",
                "La première référence du manifeste doit être celle du lot (urn:oid de son uniqueId).",
            )
        )
    elif _digest_text(lot) != LOT_DIGEST:
        defects.append(_defect("XAD-010", "Manifest", "Le condensat du lot doit valoir AA== (un octet nul)."))
    for unique_id, (content, media_type) in documents.items():
        reference = by_uri.pop(f"urn:oid:{unique_id}", None)
        if reference is None:
            defects.append(
                _defect("XAD-011", f"Manifest urn:oid:{unique_id}", "Un document du lot n'est pas au manifeste.")
            )
        else:
            defects.extend(_check_document(reference, unique_id, content, media_type))
    defects.extend(
        _defect("XAD-012", f"Manifest {uri[:100]}", "Le manifeste désigne un document qui n'est pas dans le lot.")
        for uri in by_uri
    )
    return defects


def _check_document(reference: etree._Element, unique_id: str, content: bytes, media_type: str) -> list[Finding]:
    """Recompute the digest of one document as its own reference says to."""
    location = f"Manifest urn:oid:{unique_id}"
    suite = find_suite_by_digest(_algorithm(reference, "DigestMethod"))
    transforms = [one.get("Algorithm", "") for one in reference.iter(_ds("Transform"))]
    is_xml = "xml" in media_type or "xslt" in media_type
    wanted = [C14N_WITH_COMMENTS] if is_xml else []
    if suite is None or transforms != wanted:
        expected = "c14n#WithComments" if is_xml else "aucune"
        return [
            _defect(
                "XAD-013", location, f"Condensat non accepté, ou transformation autre que celle attendue ({expected})."
            )
        ]
    try:
        data = canonicalize_document(parse_xml(content)) if is_xml else content
    except InvalidInput as error:
        return list(error.findings)
    if _digest_text(reference) == suite.digest(data):
        return []
    return [
        _defect(
            "XAD-014",
            location,
            "Le condensat du manifeste ne correspond pas au document reçu.",
            "Signer les octets exacts qui sont transmis.",
        )
    ]


def _check_properties(root: etree._Element, certificate: x509.Certificate | None) -> list[Finding]:
    """Check the purpose and the qualifying properties of XAdES 1.1.1."""
    defects = []
    purposes = [one.text for one in root.iter(_ds("SignatureProperty")) if one.get("Id") == "purposeOfSignature"]
    if [(purpose or "").strip() for purpose in purposes] != [PURPOSE]:
        defects.append(_defect("XAD-015", "SignatureProperty", f"L'objet de la signature doit valoir {PURPOSE}."))
    properties = f"{{{XADES}}}SignedSignatureProperties"
    signed = next(root.iter(properties), None)
    if signed is None:
        defects.append(_defect("XAD-016", "QualifyingProperties", f"Les propriétés XAdES ({XADES}) sont absentes."))
        return defects
    if signed.find(f"{{{XADES}}}SigningTime") is None:
        defects.append(_defect("XAD-017", "SigningTime", "La date de signature est absente."))
    if certificate is not None and not _names_certificate(signed, certificate):
        defects.append(
            _defect("XAD-018", "SigningCertificate", "SigningCertificate ne désigne pas le certificat qui a signé.")
        )
    return defects


def _names_certificate(signed: etree._Element, certificate: x509.Certificate) -> bool:
    """Tell whether one Cert bears both the serial number and the digest of the certificate.

    The digest stands in the XAdES namespace in version 1.1.1; writers that put it in that of ds are accepted.
    """
    der = certificate.public_bytes(Encoding.DER)
    for cert in signed.iter(f"{{{XADES}}}Cert"):
        serials = {(one.text or "").strip() for one in cert.iter(_ds("X509SerialNumber"))}
        methods = [one.get("Algorithm", "") for one in cert.iter(f"{{{XADES}}}DigestMethod", _ds("DigestMethod"))]
        digests = {
            "".join((one.text or "").split()) for one in cert.iter(f"{{{XADES}}}DigestValue", _ds("DigestValue"))
        }
        suite = find_suite_by_digest(methods[0]) if methods else None
        if str(certificate.serial_number) in serials and suite is not None and suite.digest(der) in digests:
            return True
    return False
