"""Where the téléservice INSi is, and the two certificates that open it: INSI-MANU for persons, INSI-AUTO for batches.

A certificate of another name is refused at the start: the service would answer ``desir_560`` to every call.
Rule: ins.md §6.2, §6.3, §11.1-4.
"""

import ssl
from dataclasses import dataclass, field
from pathlib import Path

from cryptography import x509
from cryptography.x509.oid import NameOID

from liane.codecs.insi.exchange import LPSIdentity
from liane.codecs.insi.names import Trigger
from liane.domain.errors import ConfigurationError
from liane.domain.security.tls import GENERAL, harden


@dataclass(frozen=True, slots=True, kw_only=True)
class INSiCertificate:
    """One client certificate. PEM files, chain included; authorities: those of the server, None for the system's."""

    certificate: Path
    key: Path
    authorities: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class INSiConnection:
    """Settings of the client. batch: None when this installation makes no batch. oid_mapping: OID answered → OID kept.

    calls_per_minute_max: of this node. answer_bytes_max: of one answer. has_verification: the stand-in contract is
    spoken (a simulated téléservice only).
    """

    url: str
    manual: INSiCertificate
    batch: INSiCertificate | None
    lps: LPSIdentity
    timeout_s: float = 10.0
    connect_timeout_s: float = 5.0
    calls_per_minute_max: int = 120
    connections_max: int = 8
    answer_bytes_max: int = 4 * 1024 * 1024
    oid_mapping: dict[str, str] = field(default_factory=dict)
    has_verification: bool = False


def read_sender(files: INSiCertificate, trigger: Trigger) -> str:
    """Give the ``Emetteur`` of the calls made with a certificate: its OU.

    Raises ConfigurationError when the file cannot be read, when its CN is not exactly the one of this use, or when it
    has not one OU. Rule: ins.md §6.3 (CN exactly INSI-MANU or INSI-AUTO; OU = ``1`` + FINESS).
    """
    try:
        certificate = x509.load_pem_x509_certificate(files.certificate.read_bytes())
    except (OSError, ValueError) as error:
        raise ConfigurationError(f"insi : certificat illisible ({files.certificate})") from error
    names = [str(one.value) for one in certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)]
    if names != [trigger.value]:
        raise ConfigurationError(
            f"insi : le certificat {files.certificate} doit avoir le CN {trigger.value} (trouvé : {', '.join(names)})"
        )
    units = [str(one.value) for one in certificate.subject.get_attributes_for_oid(NameOID.ORGANIZATIONAL_UNIT_NAME)]
    if len(units) != 1 or not units[0].strip():
        raise ConfigurationError(f"insi : le certificat {files.certificate} n'a pas une OU (identifiant de structure)")
    return units[0]


def build_tls_context(files: INSiCertificate) -> ssl.SSLContext:
    """Prepare mutual TLS with one certificate. Raises ConfigurationError naming the file. Rule: ins.md §6.3."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    harden(context, GENERAL)
    try:
        if files.authorities is None:
            context.load_default_certs()
        else:
            context.load_verify_locations(files.authorities)
        context.load_cert_chain(files.certificate, files.key)
    except (OSError, ValueError) as error:
        raise ConfigurationError(
            f"insi : certificats inutilisables ({files.certificate}, {files.key}, {files.authorities})"
        ) from error
    return context
