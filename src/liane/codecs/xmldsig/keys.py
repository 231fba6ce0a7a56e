"""Keys and certificates that sign: PEM bytes that travel between processes, parsed keys that do not."""

from dataclasses import dataclass, field
from functools import lru_cache

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key

from liane.codecs.xmldsig.algorithms import Suite
from liane.domain.errors import ConfigurationError

SIGNERS_MAX = 64
"""Parsed signers kept in one process: one per structure."""
CERTIFICATES_MAX = 8


@dataclass(frozen=True, slots=True)
class SigningMaterial:
    """A private key and its certificates (leaf first), as PEM; picklable, hashable, silent in logs."""

    key_pem: bytes = field(repr=False)
    certificates_pem: bytes = field(repr=False)
    password: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, eq=False)
class Signer:
    """A parsed key with its certificates, leaf first."""

    key: rsa.RSAPrivateKey = field(repr=False)
    certificates: tuple[x509.Certificate, ...]
    certificates_der: tuple[bytes, ...] = field(repr=False)

    @property
    def certificate(self) -> x509.Certificate:
        """The certificate of the key."""
        return self.certificates[0]

    def sign(self, data: bytes, suite: Suite) -> bytes:
        """RSA PKCS#1 v1.5 signature of data."""
        return self.key.sign(data, padding.PKCS1v15(), suite.hash)


@lru_cache(maxsize=SIGNERS_MAX)
def load_signer(material: SigningMaterial) -> Signer:
    """Parse a key and its certificates once per process.

    Raises ConfigurationError when the key is no RSA key, when there is no certificate or too many, or when the first
    certificate is not the key's.
    """
    try:
        key = load_pem_private_key(material.key_pem, material.password)
        certificates = tuple(x509.load_pem_x509_certificates(material.certificates_pem))
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise ConfigurationError("certificat de signature : clé, certificat ou mot de passe illisible") from error
    if not isinstance(key, rsa.RSAPrivateKey):
        raise ConfigurationError("certificat de signature : la clé n'est pas une clé RSA")
    if not 1 <= len(certificates) <= CERTIFICATES_MAX:
        raise ConfigurationError(f"certificat de signature : de 1 à {CERTIFICATES_MAX} certificats attendus")
    if certificates[0].public_key() != key.public_key():
        raise ConfigurationError("certificat de signature : le premier certificat n'est pas celui de la clé")
    ders = tuple(certificate.public_bytes(Encoding.DER) for certificate in certificates)
    return Signer(key=key, certificates=certificates, certificates_der=ders)
