"""Certificates in the shapes of the IGC-Santé « Élémentaire Organisations », named « SIMULATION »: values only."""

import ipaddress
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

KEY_SIZE_BITS = 2048
ORGANISATION = "SIMULATION LIANE"
LOOPBACK_NAMES = ("localhost", "127.0.0.1", "127.0.0.2", "::1")
_SKEW = timedelta(minutes=5)


class Profile(Enum):
    """Profiles of certificate. Rule: dmp.md §2 « Client certificate », « Signature certificate »; mssante.md §3.1."""

    ORG_AUTH_CLI = "ORG_AUTH_CLI"
    ORG_AUTH_SERV = "ORG_AUTH_SERV"
    ORG_SIGN = "ORG_SIGN"


@dataclass(frozen=True, slots=True, kw_only=True)
class Issuer:
    """An authority able to sign."""

    certificate: x509.Certificate
    key: RSAPrivateKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One certificate to make: its profile, the CN, OU (``1`` + FINESS, or empty) and O of its subject, its validity.

    names: DNS names and addresses of a server.
    """

    profile: Profile
    common_name: str
    unit: str = ""
    organisation: str = ORGANISATION
    locality: str = ""
    not_before: datetime
    not_after: datetime
    names: tuple[str, ...] = ()


def build_name(common_name: str, unit: str = "", organisation: str = ORGANISATION, locality: str = "") -> x509.Name:
    """Build a subject in the order of the IGC-Santé: C, ST, O, OU, CN."""
    parts = [
        (NameOID.COUNTRY_NAME, "FR"),
        (NameOID.STATE_OR_PROVINCE_NAME, locality),
        (NameOID.ORGANIZATION_NAME, organisation),
        (NameOID.ORGANIZATIONAL_UNIT_NAME, unit),
        (NameOID.COMMON_NAME, common_name),
    ]
    return x509.Name([x509.NameAttribute(oid, value) for oid, value in parts if value])


def _key_usage(**given: bool) -> x509.KeyUsage:
    usages = (
        "digital_signature",
        "content_commitment",
        "key_encipherment",
        "data_encipherment",
        "key_agreement",
        "key_cert_sign",
        "crl_sign",
        "encipher_only",
        "decipher_only",
    )
    return x509.KeyUsage(**{usage: given.get(usage, False) for usage in usages})


def make_authority(
    common_name: str, key: RSAPrivateKey, issuer: Issuer | None, not_before: datetime, not_after: datetime
) -> x509.Certificate:
    """Make the certificate of an authority; issuer None: it signs itself."""
    subject = build_name(common_name)
    public = key.public_key()
    signer = issuer.key if issuer else key
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.certificate.subject if issuer else subject)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(not_before - _SKEW)
        .not_valid_after(not_after)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0 if issuer else 1), critical=True)
        .add_extension(_key_usage(key_cert_sign=True, crl_sign=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()),
            critical=False,
        )
        .sign(signer, hashes.SHA256())
    )


def make_certificate(wanted: Wanted, key: RSAPrivateKey, issuer: Issuer) -> x509.Certificate:
    """Make the certificate of a server, of a client or of a signature, by its profile."""
    public = key.public_key()
    builder = (
        x509.CertificateBuilder()
        .subject_name(build_name(wanted.common_name, wanted.unit, wanted.organisation, wanted.locality))
        .issuer_name(issuer.certificate.subject)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(wanted.not_before - _SKEW)
        .not_valid_after(wanted.not_after)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key()), critical=False)
    )
    if wanted.profile is Profile.ORG_SIGN:
        builder = builder.add_extension(_key_usage(content_commitment=True), critical=True)
    else:
        is_server = wanted.profile is Profile.ORG_AUTH_SERV
        usage = ExtendedKeyUsageOID.SERVER_AUTH if is_server else ExtendedKeyUsageOID.CLIENT_AUTH
        builder = builder.add_extension(_key_usage(digital_signature=True, key_encipherment=is_server), critical=True)
        builder = builder.add_extension(x509.ExtendedKeyUsage([usage]), critical=False)
    if wanted.names:
        names = [_general_name(name) for name in wanted.names]
        builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
    return builder.sign(issuer.key, hashes.SHA256())


def _general_name(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def make_crl(
    issuer: Issuer, revoked: tuple[x509.Certificate, ...], at: datetime, valid_for: timedelta
) -> x509.CertificateRevocationList:
    """Make the list of revoked certificates of one authority."""
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(issuer.certificate.subject)
        .last_update(at - _SKEW)
        .next_update(at + valid_for)
        .add_extension(x509.CRLNumber(1), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key()), critical=False)
    )
    for certificate in revoked:
        entry = x509.RevokedCertificateBuilder().serial_number(certificate.serial_number).revocation_date(at)
        builder = builder.add_revoked_certificate(entry.build())
    return builder.sign(issuer.key, hashes.SHA256())


def find_profile(certificate: x509.Certificate) -> Profile | None:
    """Tell the profile of a certificate by its usages; None when it fits none."""
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return None
    try:
        extended = set(certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value)
    except x509.ExtensionNotFound:
        extended = set()
    if usage.content_commitment and not extended & {ExtendedKeyUsageOID.CLIENT_AUTH, ExtendedKeyUsageOID.SERVER_AUTH}:
        return Profile.ORG_SIGN
    if usage.digital_signature and ExtendedKeyUsageOID.CLIENT_AUTH in extended:
        return Profile.ORG_AUTH_CLI
    if usage.digital_signature and ExtendedKeyUsageOID.SERVER_AUTH in extended:
        return Profile.ORG_AUTH_SERV
    return None
