"""Facts read from an X.509 certificate: its names as CI-SIS writes them, what it may sign, who issued it."""

from collections.abc import Iterable
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

# Short names of RFC 4514, plus those that CI-SIS spells in the Issuer of a VIHF.
_SHORT_NAMES = {
    NameOID.COMMON_NAME: "CN",
    NameOID.ORGANIZATIONAL_UNIT_NAME: "OU",
    NameOID.ORGANIZATION_NAME: "O",
    NameOID.STATE_OR_PROVINCE_NAME: "ST",
    NameOID.LOCALITY_NAME: "L",
    NameOID.COUNTRY_NAME: "C",
    NameOID.SURNAME: "SN",
    NameOID.GIVEN_NAME: "GN",
    NameOID.TITLE: "T",
    NameOID.SERIAL_NUMBER: "SERIALNUMBER",
    NameOID.DOMAIN_COMPONENT: "DC",
    NameOID.USER_ID: "UID",
    NameOID.STREET_ADDRESS: "STREET",
}


def render_name(name: x509.Name) -> str:
    """Write a distinguished name in RFC 4514 form, most specific first, as the Issuer of a VIHF wants it.

    Rule: dmp.md §3.2, Issuer (``ST=`` not ``S=``, ``GN=``/``SN=`` as CI-SIS spells them).
    """
    return name.rfc4514_string(_SHORT_NAMES)


def render_subject(certificate: x509.Certificate) -> str:
    """The subject of a certificate, as ``render_name``."""
    return render_name(certificate.subject)


def render_issuer(certificate: x509.Certificate) -> str:
    """The issuer of a certificate, as ``render_name``."""
    return render_name(certificate.issuer)


def fold_name(text: str) -> str:
    """Reduce a written distinguished name to a comparable form: no space around separators, ``S=`` as ``ST=``, case."""
    parts = [part.strip() for part in text.replace(", ", ",").split(",")]
    folded = []
    for part in parts:
        key, equals, value = part.partition("=")
        label = key.strip().upper()
        label = {"S": "ST", "G": "GN", "GIVENNAME": "GN", "SURNAME": "SN", "TITLE": "T"}.get(label, label)
        folded.append(f"{label}{equals}{value.strip().casefold()}")
    return ",".join(folded)


def is_seal_certificate(certificate: x509.Certificate) -> bool:
    """Tell whether a certificate may seal (ORG_SIGN), rather than authenticate a client (ORG_AUTH_CLI).

    True with key usage nonRepudiation, or with digitalSignature and no extended usage « client authentication ».
    Rule: dmp.md §2 « Signature certificate »; §12.1 DMPInvalidCertificate.
    """
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return False
    if usage.content_commitment:
        return True
    try:
        extended = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except x509.ExtensionNotFound:
        return usage.digital_signature
    return usage.digital_signature and ExtendedKeyUsageOID.CLIENT_AUTH not in extended


def is_in_force(certificate: x509.Certificate, at: datetime) -> bool:
    """Tell whether an instant lies within the validity of a certificate. at: aware."""
    return certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc


def find_issuer(certificate: x509.Certificate, authorities: Iterable[x509.Certificate]) -> x509.Certificate | None:
    """The trusted authority that really signed a certificate; None when there is none."""
    for authority in authorities:
        if authority.subject != certificate.issuer:
            continue
        try:
            certificate.verify_directly_issued_by(authority)
        except (InvalidSignature, ValueError, TypeError):
            continue
        return authority
    return None


def verify_rsa(certificate: x509.Certificate, signature: bytes, data: bytes, algorithm: object) -> bool:
    """Tell whether an RSA PKCS#1 v1.5 signature is that of the certificate's key."""
    key = certificate.public_key()
    if not isinstance(key, rsa.RSAPublicKey):
        return False
    try:
        key.verify(signature, data, padding.PKCS1v15(), algorithm)  # type: ignore[arg-type]
    except InvalidSignature:
        return False
    return True
