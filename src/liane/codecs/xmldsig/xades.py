"""The XAdES signature of a lot of submission (IHE DSG, detached): a manifest of what is submitted, sealed.

The signature is written at once in canonical form, so that what is digested is what is sent, byte for byte.
"""

import hashlib
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from lxml import etree

from liane.codecs.xmldsig.algorithms import (
    C14N_WITH_COMMENTS,
    DS,
    Suite,
    canonicalize_document,
    escape_attribute,
    escape_text,
)
from liane.codecs.xmldsig.certificates import render_issuer
from liane.codecs.xmldsig.keys import Signer

XADES = "http://uri.etsi.org/01903/v1.1.1#"
SIGNED_PROPERTIES_TYPE = "http://uri.etsi.org/01903/v1.1.1#SignedProperties"
MANIFEST_TYPE = "http://www.w3.org/2000/09/xmldsig#Manifest"
MANIFEST_ID = "IHEManifest"
SIGNED_PROPERTIES_ID = "S0-SignedProperties"
PURPOSE = "1.2.840.10065.1.12.1.14"
LOT_DIGEST = "AA=="
"""One zero byte: by convention, the digest of the lot itself. Rule: dmp.md §6.3."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedDocument:
    """One document of the manifest. tree: the root of the parsed content for XML (digested canonical), None for binary
    content (digested raw)."""

    unique_id: str
    content: bytes = field(repr=False)
    tree: etree._Element | None = field(default=None, repr=False)

    def digest(self, suite: Suite) -> str:
        """Digest of the document as the manifest wants it, base64."""
        return suite.digest(self.content if self.tree is None else canonicalize_document(self.tree))


def _reference(uri: str, digest: str, suite: Suite, *, kind: str = "", is_canonical: bool = False) -> str:
    """One canonical ``ds:Reference`` (attributes in canonical order: Type, then URI)."""
    type_attribute = f' Type="{kind}"' if kind else ""
    transforms = (
        f'<ds:Transforms><ds:Transform Algorithm="{C14N_WITH_COMMENTS}"></ds:Transform></ds:Transforms>'
        if is_canonical
        else ""
    )
    return (
        f'<ds:Reference{type_attribute} URI="{escape_attribute(uri)}">{transforms}'
        f'<ds:DigestMethod Algorithm="{suite.digest_uri}"></ds:DigestMethod>'
        f"<ds:DigestValue>{digest}</ds:DigestValue></ds:Reference>"
    )


def _render_manifest(lot_unique_id: str, documents: Sequence[SignedDocument], suite: Suite) -> str:
    references = [_reference(f"urn:oid:{lot_unique_id}", LOT_DIGEST, suite)]
    references += [
        _reference(
            f"urn:oid:{document.unique_id}", document.digest(suite), suite, is_canonical=document.tree is not None
        )
        for document in documents
    ]
    return f'<ds:Manifest xmlns:ds="{DS}" Id="{MANIFEST_ID}">{"".join(references)}</ds:Manifest>'


def _render_signed_properties(signer: Signer, at: datetime, suite: Suite) -> str:
    """SignedProperties of XAdES 1.1.1; there, DigestMethod and DigestValue belong to the XAdES namespace."""
    certificates = "".join(
        "<Cert><CertDigest>"
        f'<DigestMethod Algorithm="{suite.digest_uri}"></DigestMethod><DigestValue>{suite.digest(der)}</DigestValue>'
        "</CertDigest><IssuerSerial>"
        f"<ds:X509IssuerName>{escape_text(render_issuer(certificate))}</ds:X509IssuerName>"
        f"<ds:X509SerialNumber>{certificate.serial_number}</ds:X509SerialNumber>"
        "</IssuerSerial></Cert>"
        for certificate, der in zip(signer.certificates, signer.certificates_der, strict=True)
    )
    signing_time = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return (
        f'<SignedProperties xmlns="{XADES}" xmlns:ds="{DS}" Id="{SIGNED_PROPERTIES_ID}"><SignedSignatureProperties>'
        f"<SigningTime>{signing_time}</SigningTime><SigningCertificate>{certificates}</SigningCertificate>"
        "<SignaturePolicyIdentifier><SignaturePolicyImplied></SignaturePolicyImplied></SignaturePolicyIdentifier>"
        "</SignedSignatureProperties><SignedDataObjectProperties></SignedDataObjectProperties></SignedProperties>"
    )


def sign_lot(
    lot_unique_id: str,
    documents: Sequence[SignedDocument],
    *,
    signer: Signer,
    at: datetime,
    signature_id: str = "Signature01",
    suite: Suite = Suite.SHA1,
) -> bytes:
    """Sign a lot and return the signature document, UTF-8.

    at: aware instant of signing. signature_id: an XML name (the symbolic id of the signature's fiche). suite: SHA-1 as
    the national samples, unless the settings say otherwise. Rule: dmp.md §6.3 (IHE DSG, XAdES 1.1.1).
    """
    manifest = _render_manifest(lot_unique_id, documents, suite)
    properties = _render_signed_properties(signer, at, suite)
    references = _reference(f"#{MANIFEST_ID}", suite.digest(manifest.encode()), suite, kind=MANIFEST_TYPE) + _reference(
        f"#{SIGNED_PROPERTIES_ID}", suite.digest(properties.encode()), suite, kind=SIGNED_PROPERTIES_TYPE
    )
    signed_info = (
        f'<ds:SignedInfo xmlns:ds="{DS}">'
        f'<ds:CanonicalizationMethod Algorithm="{C14N_WITH_COMMENTS}"></ds:CanonicalizationMethod>'
        f'<ds:SignatureMethod Algorithm="{suite.signature_uri}"></ds:SignatureMethod>{references}</ds:SignedInfo>'
    )
    value = b64encode(signer.sign(signed_info.encode(), suite)).decode()
    key_info = "".join(
        f"<ds:X509Certificate>{b64encode(der).decode()}</ds:X509Certificate>" for der in signer.certificates_der
    )
    target = escape_attribute(signature_id)
    document = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<ds:Signature xmlns:ds="{DS}" Id="{target}">{signed_info}'
        f"<ds:SignatureValue>{value}</ds:SignatureValue>"
        f"<ds:KeyInfo><ds:X509Data>{key_info}</ds:X509Data></ds:KeyInfo>"
        f'<ds:Object><ds:SignatureProperties><ds:SignatureProperty Id="purposeOfSignature" Target="#{target}">'
        f"{PURPOSE}</ds:SignatureProperty></ds:SignatureProperties></ds:Object>"
        f"<ds:Object>{manifest}</ds:Object>"
        f'<ds:Object><QualifyingProperties xmlns="{XADES}" Target="#{target}">{properties}'
        "</QualifyingProperties></ds:Object></ds:Signature>"
    )
    return document.encode()


def compute_sha1_hex(content: bytes) -> str:
    """SHA-1 of exact bytes, lower-case hexadecimal: the ``hash`` of a fiche. Rule: xdm-xds.md §2, hash."""
    return hashlib.sha1(content, usedforsecurity=False).hexdigest()
