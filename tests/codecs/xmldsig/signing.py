"""Keys and certificates of tests, in the shapes of ORG_SIGN and ORG_AUTH_CLI, made once per run."""

import shutil
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from liane.codecs.xmldsig.keys import SigningMaterial

START = datetime(2026, 1, 1, tzinfo=UTC)
END = datetime(2029, 1, 1, tzinfo=UTC)
SUBJECT = "CN=PFI CACHET TEST,OU=1999999998,O=CH DES TILLEULS,ST=Finistère (29),C=FR"


@dataclass(frozen=True)
class TestIdentity:
    """A key with its certificate and the authority that issued it, as PEM."""

    __test__ = False
    key_pem: bytes
    certificate_pem: bytes
    authority_pem: bytes

    @property
    def material(self) -> SigningMaterial:
        return SigningMaterial(self.key_pem, self.certificate_pem + self.authority_pem)

    @property
    def certificate(self) -> x509.Certificate:
        return x509.load_pem_x509_certificate(self.certificate_pem)


def _name(common_name: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "FR"),
            x509.NameAttribute(NameOID.STATE_OR_PROVINCE_NAME, "Finistère (29)"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "CH DES TILLEULS"),
            x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, "1999999998"),
            x509.NameAttribute(NameOID.COMMON_NAME, common_name),
        ]
    )


@cache
def _authority() -> tuple[rsa.RSAPrivateKey, x509.Certificate]:
    key = rsa.generate_private_key(65537, 2048)
    name = _name("AUTORITE DE TEST")
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(START)
        .not_valid_after(END)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(_usage(key_cert_sign=True, crl_sign=True), critical=True)
        .sign(key, hashes.SHA256())
    )
    return key, certificate


def _usage(**given: bool) -> x509.KeyUsage:
    names = (
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
    return x509.KeyUsage(**{name: given.get(name, False) for name in names})


def _issue(common_name: str, serial: int, extensions: list[tuple[x509.ExtensionType, bool]]) -> TestIdentity:
    authority_key, authority = _authority()
    key = rsa.generate_private_key(65537, 2048)
    builder = (
        x509.CertificateBuilder()
        .subject_name(_name(common_name))
        .issuer_name(authority.subject)
        .public_key(key.public_key())
        .serial_number(serial)
        .not_valid_before(START)
        .not_valid_after(END)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(authority_key.public_key()), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    )
    for extension, is_critical in extensions:
        builder = builder.add_extension(extension, is_critical)
    return TestIdentity(
        key_pem=key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
        certificate_pem=builder.sign(authority_key, hashes.SHA256()).public_bytes(Encoding.PEM),
        authority_pem=authority.public_bytes(Encoding.PEM),
    )


@cache
def seal() -> TestIdentity:
    """An ORG_SIGN: digitalSignature and nonRepudiation."""
    return _issue("PFI CACHET TEST", 4242, [(_usage(digital_signature=True, content_commitment=True), True)])


@cache
def client() -> TestIdentity:
    """An ORG_AUTH_CLI: client authentication."""
    return _issue(
        "PFI AUTH TEST",
        4343,
        [
            (_usage(digital_signature=True), True),
            (x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CLIENT_AUTH]), False),
        ],
    )


@cache
def server() -> TestIdentity:
    """The server of a test, on localhost."""
    return _issue(
        "localhost",
        4444,
        [
            (_usage(digital_signature=True, key_encipherment=True), True),
            (x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), False),
            (x509.SubjectAlternativeName([x509.DNSName("localhost")]), False),
        ],
    )


def judge_with_xmlsec1(folder: Path, document: bytes, *options: str) -> str:
    """Let a foreign program verify a signature; its verdict, or a visible skip where it is absent."""
    program = shutil.which("xmlsec1")
    if program is None:
        pytest.skip("xmlsec1 is not installed")
    (folder / "document.xml").write_bytes(document)
    (folder / "authority.pem").write_bytes(seal().authority_pem)
    result = subprocess.run(
        [
            program,
            "--verify",
            "--enabled-key-data",
            "x509",
            "--trusted-pem",
            str(folder / "authority.pem"),
            "--verification-gmt-time",
            "2026-06-01+00:00:00",
            *options,
            str(folder / "document.xml"),
        ],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    return f"{result.returncode} {result.stderr}"
