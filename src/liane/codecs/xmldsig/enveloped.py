"""The enveloped signature of an element (the VIHF): write it, verify it without trusting anything it says of itself."""

from base64 import b64encode
from dataclasses import dataclass

from cryptography import x509
from lxml import etree

from liane.codecs.xml import parse_xml
from liane.codecs.xmldsig.algorithms import (
    DS,
    ENVELOPED,
    EXC_C14N,
    Suite,
    canonicalize,
    decode_base64,
    escape_attribute,
    find_suite_by_digest,
    find_suite_by_signature,
    refuse,
)
from liane.codecs.xmldsig.certificates import verify_rsa
from liane.codecs.xmldsig.keys import Signer

PREFIXES_MAX = 16
"""Prefixes accepted in an InclusiveNamespaces list."""


def _ds(name: str) -> str:
    return f"{{{DS}}}{name}"


_EXC_PREFIXES = f"{{{EXC_C14N}}}InclusiveNamespaces"


def sign_enveloped(
    element: etree._Element, *, signer: Signer, suite: Suite = Suite.SHA256, id_attribute: str = "ID", position: int = 1
) -> etree._Element:
    """Insert a signature of an element into itself, at a position among its children (1: right after Issuer).

    The element is changed in place and returned; it must carry its identifier and no signature yet.
    Rule: dmp.md §3.2, « enveloped XMLDSig signature placed right after Issuer, exclusive C14N, one reference ».
    """
    digest = suite.digest(canonicalize(element, is_exclusive=True))
    reference = escape_attribute(element.get(id_attribute, ""))
    signed_info = (
        f'<ds:SignedInfo xmlns:ds="{DS}">'
        f'<ds:CanonicalizationMethod Algorithm="{EXC_C14N}"></ds:CanonicalizationMethod>'
        f'<ds:SignatureMethod Algorithm="{suite.signature_uri}"></ds:SignatureMethod>'
        f'<ds:Reference URI="#{reference}"><ds:Transforms>'
        f'<ds:Transform Algorithm="{ENVELOPED}"></ds:Transform><ds:Transform Algorithm="{EXC_C14N}"></ds:Transform>'
        f'</ds:Transforms><ds:DigestMethod Algorithm="{suite.digest_uri}"></ds:DigestMethod>'
        f"<ds:DigestValue>{digest}</ds:DigestValue></ds:Reference></ds:SignedInfo>"
    )
    value = b64encode(signer.sign(signed_info.encode(), suite)).decode()
    certificate = b64encode(signer.certificates_der[0]).decode()
    signature = parse_xml(
        (
            f'<ds:Signature xmlns:ds="{DS}">{signed_info}<ds:SignatureValue>{value}</ds:SignatureValue>'
            f"<ds:KeyInfo><ds:X509Data><ds:X509Certificate>{certificate}</ds:X509Certificate></ds:X509Data></ds:KeyInfo>"
            "</ds:Signature>"
        ).encode()
    )
    element.insert(position, signature)
    return element


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiedSignature:
    """A signature that holds: the certificate that made it (not yet trusted) and the algorithms used."""

    certificate: x509.Certificate
    signature_suite: Suite
    digest_suite: Suite


def verify_enveloped(element: etree._Element, *, id_attribute: str = "ID") -> x509.Certificate:
    """Verify the enveloped signature of this very element and return the certificate that made it.

    The caller still has to decide whether it trusts that certificate. Raises RuleViolation SIG-001…SIG-010 as
    ``verify_enveloped_signature``.
    """
    return verify_enveloped_signature(element, id_attribute=id_attribute).certificate


def verify_enveloped_signature(element: etree._Element, *, id_attribute: str = "ID") -> VerifiedSignature:
    """Verify the enveloped signature of this very element, strictly.

    One signature, one reference, to the element itself and to no other of the same identifier; only the listed
    algorithms and transforms; the key is that of the X.509 certificate, never a KeyValue. Raises RuleViolation:
    SIG-001 signature absent or not alone, SIG-002 comments or instructions inside, SIG-003 reference to something
    else, SIG-004 algorithm, SIG-005 transforms, SIG-006 certificate, SIG-007 digest, SIG-008 signature value,
    SIG-009 base64, SIG-010 structure. Rule: dmp.md §14.1-3, §14.2-2.
    """
    signature = _find_signature(element)
    signed_info = _child(signature, "SignedInfo")
    suite = _read_suite(signed_info)
    reference = _read_reference(element, signed_info, id_attribute)
    digest_suite = find_suite_by_digest(_algorithm(reference, "DigestMethod"))
    if digest_suite is None:
        raise refuse("SIG-004", "DigestMethod", "L'algorithme de condensat de la signature n'est pas accepté.")
    certificate = _read_certificate(signature)
    canonical = _canonicalize_without(element, signature, _read_transforms(reference))
    expected = decode_base64(_child(reference, "DigestValue").text)
    if decode_base64(digest_suite.digest(canonical)) != expected:
        raise refuse(
            "SIG-007",
            "DigestValue",
            "Le contenu signé a été modifié après la signature (condensat différent).",
            "Ne pas réindenter ni réécrire un élément déjà signé.",
        )
    prefixes = _read_prefixes(_child(signed_info, "CanonicalizationMethod"))
    signed = canonicalize(signed_info, is_exclusive=True, prefixes=prefixes)
    value = decode_base64(_child(signature, "SignatureValue").text)
    if not verify_rsa(certificate, value, signed, suite.hash):
        raise refuse("SIG-008", "SignatureValue", "La valeur de signature ne correspond pas au certificat présenté.")
    return VerifiedSignature(certificate=certificate, signature_suite=suite, digest_suite=digest_suite)


def _find_signature(element: etree._Element) -> etree._Element:
    signatures = list(element.iter(_ds("Signature")))
    if len(signatures) != 1 or signatures[0].getparent() is not element:
        raise refuse("SIG-001", "Signature", "L'élément doit porter exactement une signature, comme enfant direct.")
    if next(element.iter(etree.Comment, etree.PI), None) is not None:
        raise refuse(
            "SIG-002", "Signature", "L'élément signé contient un commentaire ou une instruction de traitement."
        )
    return signatures[0]


def _child(parent: etree._Element, name: str) -> etree._Element:
    found = parent.findall(_ds(name))
    if len(found) != 1:
        raise refuse("SIG-010", name, f"La signature doit contenir exactement un élément {name}.")
    return found[0]


def _algorithm(parent: etree._Element, name: str) -> str:
    return _child(parent, name).get("Algorithm", "")


def _read_suite(signed_info: etree._Element) -> Suite:
    if _algorithm(signed_info, "CanonicalizationMethod") != EXC_C14N:
        raise refuse("SIG-004", "CanonicalizationMethod", "Seule la canonisation exclusive est acceptée.")
    suite = find_suite_by_signature(_algorithm(signed_info, "SignatureMethod"))
    if suite is None:
        raise refuse("SIG-004", "SignatureMethod", "L'algorithme de signature n'est pas accepté.")
    return suite


def _read_reference(element: etree._Element, signed_info: etree._Element, id_attribute: str) -> etree._Element:
    reference = _child(signed_info, "Reference")
    identifier = element.get(id_attribute, "")
    if not identifier or reference.get("URI", "") != f"#{identifier}":
        raise refuse("SIG-003", "Reference/@URI", "La signature ne porte pas sur l'élément qui la contient.")
    root = element.getroottree().getroot()
    named = [
        node
        for node in root.iter(etree.Element)
        if identifier in (node.get("ID"), node.get("Id"), node.get("id"), node.get(id_attribute))
    ]
    if named != [element]:
        raise refuse("SIG-003", "Reference/@URI", "Plusieurs éléments du message portent l'identifiant signé.")
    return reference


def _read_prefixes(element: etree._Element) -> tuple[str, ...]:
    """The InclusiveNamespaces of a canonicalisation, as several SAML libraries write it; bounded."""
    lists = element.findall(_EXC_PREFIXES)
    prefixes = tuple(lists[0].get("PrefixList", "").split()) if lists else ()
    if len(element) > 1 or len(lists) != len(element) or len(prefixes) > PREFIXES_MAX:
        raise refuse("SIG-005", "InclusiveNamespaces", "La canonisation porte des paramètres qui ne sont pas acceptés.")
    return prefixes


def _read_transforms(reference: etree._Element) -> tuple[str, ...]:
    """Check that the transforms are « enveloped » then exclusive c14n; return the inclusive prefixes of the latter."""
    transforms = list(_child(reference, "Transforms"))
    names = [transform.get("Algorithm", "") for transform in transforms]
    if names != [ENVELOPED, EXC_C14N] or len(transforms[0]):
        raise refuse(
            "SIG-005",
            "Transforms",
            "Les transformations attendues sont « enveloped-signature » puis la canonisation exclusive.",
        )
    return _read_prefixes(transforms[1])


def _read_certificate(signature: etree._Element) -> x509.Certificate:
    data = _child(signature, "KeyInfo").findall(f"{_ds('X509Data')}/{_ds('X509Certificate')}")
    if not data:
        raise refuse("SIG-006", "KeyInfo", "La signature ne porte pas de certificat X.509.")
    try:
        return x509.load_der_x509_certificate(decode_base64(data[0].text))
    except ValueError:
        raise refuse("SIG-006", "X509Certificate", "Le certificat de la signature est illisible.") from None


def _canonicalize_without(element: etree._Element, signature: etree._Element, prefixes: tuple[str, ...]) -> bytes:
    """Canonical form of the element as if the signature were not there; the tree is left as it was."""
    position = element.index(signature)
    tail = signature.tail
    previous = signature.getprevious()
    element.remove(signature)
    if tail:
        _append_text(element, previous, tail)
    try:
        return canonicalize(element, is_exclusive=True, prefixes=prefixes)
    finally:
        if tail:
            _strip_text(element, previous, tail)
        signature.tail = tail
        element.insert(position, signature)


def _append_text(parent: etree._Element, previous: etree._Element | None, text: str) -> None:
    if previous is not None:
        previous.tail = (previous.tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def _strip_text(parent: etree._Element, previous: etree._Element | None, text: str) -> None:
    if previous is not None:
        previous.tail = (previous.tail or "").removesuffix(text) or None
    else:
        parent.text = (parent.text or "").removesuffix(text) or None
