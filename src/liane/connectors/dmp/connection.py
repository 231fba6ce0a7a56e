"""The address of the DMP and the TLS that leads there: settings, client certificate, suites."""

import ssl
from dataclasses import dataclass, field
from pathlib import Path

from liane.domain.errors import ConfigurationError
from liane.domain.security.tls import DMP, DMP_13, harden


@dataclass(frozen=True, slots=True, kw_only=True)
class DMPConnection:
    """Where the DMP is and how to reach it.

    base_url: ``https://…/services``, without trailing slash. client_certificate, client_key: PEM (ORG_AUTH_CLI, chain
    included). authorities: PEM of the authorities that issue the server's certificate; None: those of the system.
    is_tls13_offered: False keeps to TLS 1.2, whose suites are the listed ones. answer_bytes_max: of one answer.
    """

    base_url: str
    client_certificate: Path
    client_key: Path
    client_key_password: str | None = field(default=None, repr=False)
    authorities: Path | None = None
    is_tls13_offered: bool = False
    connect_timeout_s: float = 5.0
    timeout_s: float = 30.0
    connections_max: int = 16
    keepalive_s: float = 30.0
    answer_bytes_max: int = 128 * 1024 * 1024


def build_tls_context(connection: DMPConnection) -> ssl.SSLContext:
    """Prepare mutual TLS, once for the whole pool.

    Raises ConfigurationError naming the file that cannot be used. Rule: dmp.md §2, §14.1-1.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    harden(context, DMP_13 if connection.is_tls13_offered else DMP)
    _load_authorities(context, connection.authorities)
    try:
        context.load_cert_chain(
            connection.client_certificate, connection.client_key, lambda: connection.client_key_password or ""
        )
    except (OSError, ValueError) as error:
        raise ConfigurationError(
            f"dmp : certificat client inutilisable ({connection.client_certificate}, {connection.client_key})"
        ) from error
    return context


def _load_authorities(context: ssl.SSLContext, authorities: Path | None) -> None:
    if authorities is None:
        context.load_default_certs()
        return
    try:
        context.load_verify_locations(authorities)
    except (OSError, ValueError) as error:
        raise ConfigurationError(f"dmp : autorités de certification illisibles ({authorities})") from error
