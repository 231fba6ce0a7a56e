"""The algorithms of XML signature that Liane writes or accepts, and canonical text. Nothing else is ever used."""

import hashlib
from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from enum import Enum

from cryptography.hazmat.primitives import hashes
from lxml import etree

from liane.codecs.xml import parse_xml
from liane.domain.errors import Finding, RuleViolation, Severity

DS = "http://www.w3.org/2000/09/xmldsig#"
EXC_C14N = "http://www.w3.org/2001/10/xml-exc-c14n#"
C14N = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
C14N_WITH_COMMENTS = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments"
ENVELOPED = "http://www.w3.org/2000/09/xmldsig#enveloped-signature"


class Suite(Enum):
    """A signature method with its digest method: (signature URI, digest URI, name in hashlib)."""

    SHA1 = ("http://www.w3.org/2000/09/xmldsig#rsa-sha1", "http://www.w3.org/2000/09/xmldsig#sha1", "sha1")
    SHA256 = (
        "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
        "http://www.w3.org/2001/04/xmlenc#sha256",
        "sha256",
    )
    SHA512 = (
        "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512",
        "http://www.w3.org/2001/04/xmlenc#sha512",
        "sha512",
    )

    @property
    def signature_uri(self) -> str:
        """Algorithm of SignatureMethod."""
        return self.value[0]

    @property
    def digest_uri(self) -> str:
        """Algorithm of DigestMethod."""
        return self.value[1]

    @property
    def hash(self) -> hashes.HashAlgorithm:
        """The hash as the signature library names it."""
        return {"sha1": hashes.SHA1(), "sha256": hashes.SHA256(), "sha512": hashes.SHA512()}[self.value[2]]  # noqa: S303

    def digest(self, data: bytes) -> str:
        """Digest of data, base64."""
        return b64encode(hashlib.new(self.value[2], data, usedforsecurity=False).digest()).decode()


def find_suite_by_signature(uri: str) -> Suite | None:
    """The suite of a SignatureMethod; None when it is not accepted."""
    return next((suite for suite in Suite if suite.signature_uri == uri), None)


def find_suite_by_digest(uri: str) -> Suite | None:
    """The suite of a DigestMethod; None when it is not accepted."""
    return next((suite for suite in Suite if suite.digest_uri == uri), None)


def canonicalize(
    element: etree._Element, *, is_exclusive: bool, has_comments: bool = False, prefixes: tuple[str, ...] = ()
) -> bytes:
    """Canonical bytes of an element and its content; prefixes: those that an exclusive form treats inclusively.

    An inclusive form of an inner element is computed on a copy that declares all the namespaces in scope: computed in
    place, the library forgets the default namespace below the second level.
    """
    if not is_exclusive and element.getparent() is not None:
        element = parse_xml(etree.tostring(element, with_tail=False))
    data: bytes = etree.tostring(
        element,
        method="c14n",
        exclusive=is_exclusive,
        with_comments=has_comments,
        inclusive_ns_prefixes=list(prefixes) or None,
        with_tail=False,
    )
    return data


def canonicalize_document(element: etree._Element) -> bytes:
    """Canonical bytes, comments kept, of the whole document that an element is the root of.

    Rule: dmp.md §6.3, transform c14n#WithComments of an XML document of the manifest.
    """
    data: bytes = etree.tostring(element.getroottree(), method="c14n", with_comments=True)
    return data


def escape_text(value: str) -> str:
    """Write text as canonical XML does."""
    return value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#xD;")


def escape_attribute(value: str) -> str:
    """Write an attribute value as canonical XML does."""
    escaped = value.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    return escaped.replace("\t", "&#x9;").replace("\n", "&#xA;").replace("\r", "&#xD;")


def decode_base64(text: str | None) -> bytes:
    """Read base64 with any white space. Raises RuleViolation SIG-009 when it is none."""
    try:
        return b64decode("".join((text or "").split()), validate=True)
    except (Base64Error, ValueError):
        raise refuse("SIG-009", "Signature", "Une valeur base64 de la signature est illisible.") from None


def refuse(code: str, location: str, message: str, remedy: str = "") -> RuleViolation:
    """Build the refusal of a signature."""
    return RuleViolation(
        Finding(
            code=code, severity=Severity.ERROR, location=location, message=message, remedy=remedy, layer="signature"
        )
    )
