"""Reads every certificate that the settings name, whatever the section: what it is, until when, and whether it holds.

Nothing is named here one by one: a setting that holds a path and is called ``certificate``, ``…_certificate``,
``authorities`` or ``crls`` is found by itself, so that a new section is watched from its first day.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from pydantic import BaseModel

from liane.domain.security.certificates import CertificateKind, WatchedCertificate

RSA_BITS_MIN = 2048
CHAIN_MAX = 10
FILE_CERTIFICATES_MAX = 200
USAGES = {
    "dmp.tls": "TLS vers le DMP (ORG_AUTH_CLI)",
    "dmp.signature_certificate": "Cachet des envois au DMP (ORG_SIGN)",
    "mssante.tls": "Boîte applicative MSSanté",
    "insi.manual": "INSi, appels d’une personne",
    "insi.batch": "INSi, lots et différés",
    "mllp.tls": "Porte MLLP",
    "http.tls": "Pages et API",
    "audit.syslog": "Collecteur de traces",
    "signin.psc": "Pro Santé Connect",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Named:
    setting: str
    path: Path
    kind: CertificateKind
    key: Path | None


def read_certificates(settings: BaseModel) -> tuple[WatchedCertificate, ...]:
    """Read them all, in the order of the settings; a file that cannot be read is told as such."""
    return tuple(one for named in _find(settings, "") for one in _read(named))


def find_usage(setting: str) -> str:
    """Say in French what a setting serves for; the name of the section for one that is not known."""
    for start, usage in USAGES.items():
        if setting.startswith(start):
            return usage
    return setting.rpartition(".")[0] or setting


def _find(section: BaseModel, prefix: str) -> Iterator[_Named]:
    for name in type(section).model_fields:
        value, setting = getattr(section, name), f"{prefix}{name}"
        kind = _kind_of(name)
        if isinstance(value, BaseModel):
            yield from _find(value, f"{setting}.")
        elif isinstance(value, Path) and kind is not None:
            key = _find_key(section, name) if kind is CertificateKind.OWN else None
            yield _Named(setting=setting, path=value, kind=kind, key=key)
        elif isinstance(value, tuple):
            yield from _find_in(value, setting, kind)


def _find_in(values: Sequence[object], setting: str, kind: CertificateKind | None) -> Iterator[_Named]:
    for place, value in enumerate(values):
        if isinstance(value, BaseModel):
            yield from _find(value, f"{setting}[{place}].")
        elif isinstance(value, Path) and kind is not None:
            yield _Named(setting=f"{setting}[{place}]", path=value, kind=kind, key=None)


def _kind_of(name: str) -> CertificateKind | None:
    if name == "certificate" or name.endswith("_certificate"):
        return CertificateKind.OWN
    if name in ("authorities", "ca", "authority"):
        return CertificateKind.AUTHORITY
    return CertificateKind.REVOCATIONS if name == "crls" else None


def _find_key(section: BaseModel, name: str) -> Path | None:
    found = getattr(section, name.replace("certificate", "key"), None)
    return found if isinstance(found, Path) else None


def _read(named: _Named) -> Iterator[WatchedCertificate]:
    common = {"setting": named.setting, "usage": find_usage(named.setting), "kind": named.kind}
    try:
        data = named.path.read_bytes()
        if named.kind is CertificateKind.REVOCATIONS:
            crl = x509.load_pem_x509_crl(data) if b"-----BEGIN" in data else x509.load_der_x509_crl(data)
            yield WatchedCertificate(
                **common,  # type: ignore[arg-type]
                subject=crl.issuer.rfc4514_string(),
                issuer=crl.issuer.rfc4514_string(),
                starts_at=crl.last_update_utc,
                ends_at=crl.next_update_utc,
            )
            return
        chain = x509.load_pem_x509_certificates(data)[:FILE_CERTIFICATES_MAX]
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "contenu illisible"
        yield WatchedCertificate(**common, problem=f"Fichier illisible ({reason}).")  # type: ignore[arg-type]
        return
    for rank, certificate in enumerate(chain, 1):
        problem = ""
        if named.kind is CertificateKind.OWN and rank == 1:
            problem = _check_key(certificate, named.key) or _check_chain(chain)
        is_first = named.kind is CertificateKind.OWN and rank == 1
        yield WatchedCertificate(
            **(common | ({} if is_first else {"kind": CertificateKind.AUTHORITY})),  # type: ignore[arg-type]
            rank=rank,
            subject=certificate.subject.rfc4514_string(),
            issuer=certificate.issuer.rfc4514_string(),
            fingerprint=certificate.fingerprint(hashes.SHA256()).hex(),
            key=describe_key(certificate),
            starts_at=certificate.not_valid_before_utc,
            ends_at=certificate.not_valid_after_utc,
            problem=problem or _check_strength(certificate),
        )


def describe_key(certificate: x509.Certificate) -> str:
    """Say the kind and the size of a key."""
    key = certificate.public_key()
    if isinstance(key, RSAPublicKey):
        return f"RSA {key.key_size} bits"
    return f"EC {key.curve.name}" if isinstance(key, EllipticCurvePublicKey) else type(key).__name__


def _check_strength(certificate: x509.Certificate) -> str:
    key = certificate.public_key()
    if isinstance(key, RSAPublicKey) and key.key_size < RSA_BITS_MIN:
        return f"Clé trop courte ({key.key_size} bits, {RSA_BITS_MIN} au moins)."
    digest = certificate.signature_hash_algorithm
    is_root = certificate.issuer == certificate.subject
    if digest is not None and digest.name in ("md5", "sha1") and not is_root:
        return f"Signé avec {digest.name.upper()}, qui n’est plus sûr."
    return ""


def _check_key(certificate: x509.Certificate, path: Path | None) -> str:
    if path is None:
        return ""
    try:
        key = serialization.load_pem_private_key(path.read_bytes(), None)
    except TypeError:
        return ""  # protected by a password that is not known here
    except (OSError, ValueError):
        return "La clé privée est illisible."
    form = (serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    if key.public_key().public_bytes(*form) != certificate.public_key().public_bytes(*form):
        return "La clé privée n’est pas celle de ce certificat."
    return ""


def _check_chain(chain: Sequence[x509.Certificate]) -> str:
    """Walk up the file from its first certificate; French, what breaks the chain."""
    current, others = chain[0], list(chain[1:])
    for _ in range(CHAIN_MAX):
        if current.issuer == current.subject:
            return ""
        issuer = next((one for one in others if one.subject == current.issuer), None)
        if issuer is None:
            return "" if current is not chain[0] else "L’autorité qui l’a émis n’est pas dans le fichier."
        try:
            current.verify_directly_issued_by(issuer)
        except (ValueError, TypeError, InvalidSignature):
            return "Il n’est pas signé par l’autorité qui le suit dans le fichier."
        current = issuer
    return "La chaîne est trop longue."
