"""What a connection to Pro Santé Connect is made of, and its TLS."""

import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from liane.domain.errors import ConfigurationError
from liane.domain.security.tls import GENERAL, harden

CONNECTIONS_MAX = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientCertificate:
    """PEM files of an ORG AUTH_CLI certificate of the IGC-Santé."""

    certificate: Path
    key: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class PSCConnection:
    """One registration with Pro Santé Connect.

    client_secret: empty with mutual TLS. authorities: PEM file of the authorities that sign the server; None for those
    of the system. hosts: those that our server may call besides that of the discovery. endpoints: addresses above
    those of the discovery, by our names of them. issuer: expected; empty takes that of the discovery.
    Rule: psc.md §2, §3 (client authentication).
    """

    discovery_url: str
    client_id: str
    client_secret: str = field(default="", repr=False)
    client_certificate: ClientCertificate | None = None
    authorities: Path | None = None
    issuer: str = ""
    hosts: tuple[str, ...] = ()
    endpoints: Mapping[str, str] = field(default_factory=dict)
    timeout_s: float = 10.0

    def __post_init__(self) -> None:
        split = urlsplit(self.discovery_url)
        if split.scheme != "https" or not split.hostname:
            raise ConfigurationError("signin.psc.discovery_url : une adresse https est attendue")
        if not self.client_secret and self.client_certificate is None:
            raise ConfigurationError("signin.psc : client_secret_file ou tls est obligatoire")

    @property
    def known_hosts(self) -> frozenset[str]:
        """The hosts that our server may call."""
        return frozenset({(urlsplit(self.discovery_url).hostname or "").lower(), *(one.lower() for one in self.hosts)})


def build_tls(certificate: ClientCertificate | None, authorities: Path | None) -> ssl.SSLContext:
    """Build the TLS of a client: 1.2 or above, server verified, certificate shown when there is one.

    Raises ConfigurationError for a file that cannot be used. Rule: psc.md §12-3 (TLS 1.2 or above).
    """
    try:
        context = ssl.create_default_context(cafile=str(authorities) if authorities else None)
        harden(context, GENERAL)
        if certificate is not None:
            context.load_cert_chain(certificate.certificate, certificate.key)
    except (OSError, ssl.SSLError) as error:
        raise ConfigurationError(f"signin.psc : certificat, clé ou autorités inutilisables ({error})") from error
    return context
