"""TLS towards the operator: the configured IGC alone is trusted, never the system's store; no clear text, ever.

Rule: référentiel MSSanté #2 ECO.1.1.1, 1.1.3, 1.1.5, 1.1.6, 1.1.10; MSS/CONF.01 to .03; mssante.md §3.1.
"""

import ssl
from pathlib import Path

from liane.connectors.mssante.settings import TLSFiles
from liane.domain.errors import ConfigurationError
from liane.domain.security.tls import MSSANTE, harden


def make_client_context(files: TLSFiles) -> ssl.SSLContext:
    """Make the TLS side of a client. Raises ConfigurationError when a file is missing or unreadable."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = True
    context.verify_mode = ssl.CERT_REQUIRED
    try:
        harden(context, MSSANTE)
        context.load_verify_locations(files.authorities)
        for path in files.crls:
            context.load_verify_locations(path)
            context.verify_flags |= ssl.VerifyFlags.VERIFY_CRL_CHECK_LEAF
        if files.certificate is not None:
            context.load_cert_chain(files.certificate, files.key)
    except (OSError, ssl.SSLError) as error:
        raise ConfigurationError(
            f"mssante: certificat, clé, autorité ou liste de révocation illisible ({error})"
        ) from error
    return context


class TLSContexts:
    """Gives the context of the moment: made again when one of its files changed (a new certificate, a new CRL)."""

    def __init__(self, files: TLSFiles) -> None:
        self._files = files
        self._stamp: tuple[int, ...] = ()
        self._context: ssl.SSLContext | None = None

    def get(self) -> ssl.SSLContext:
        """Give the context. Raises ConfigurationError as make_client_context does."""
        stamp = tuple(_stamp(path) for path in self._paths())
        if self._context is None or stamp != self._stamp:
            self._context = make_client_context(self._files)
            self._stamp = stamp
        return self._context

    def _paths(self) -> list[Path]:
        files = self._files
        optional = [path for path in (files.certificate, files.key) if path is not None]
        return [files.authorities, *optional, *files.crls]


def _stamp(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return -1
