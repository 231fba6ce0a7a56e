"""Sends lines to a collector by syslog over TLS: one connection per batch, confirmed by the collector's own closing.

Syslog has no acknowledgement. A batch counts as taken when, after our closing alert, the collector closes in its turn:
it has then read all that came before. A reset, a silence or a closing that comes first leaves the batch in doubt, and
it is sent again under the same identifiers. Rule: RFC 5425; IHE ITI TF-2 3.20; RFC 8446 §6.1 (close_notify).
"""

import asyncio
import socket
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from liane.codecs.atna.syslog import render_frame
from liane.domain.errors import ConfigurationError, RemoteOutcomeUnknown, RemoteUnavailable
from liane.domain.security.tls import GENERAL, harden

REMOTE = "audit"
BATCH_BYTES_MAX = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectorSettings:
    """Where the collector is. authorities: those that issue its certificate; None for the system's.

    certificate, key: ours, when the collector asks for one.
    """

    host: str
    port: int
    authorities: Path | None = None
    certificate: Path | None = None
    key: Path | None = None
    timeout_s: float = 15.0


def build_tls_context(settings: CollectorSettings) -> ssl.SSLContext:
    """Prepare TLS towards the collector. Raises ConfigurationError naming the files."""
    context = ssl.create_default_context(ssl.Purpose.SERVER_AUTH) if settings.authorities is None else _bare()
    try:
        harden(context, GENERAL)
        if settings.authorities is not None:
            context.load_verify_locations(settings.authorities)
        if settings.certificate is not None:
            context.load_cert_chain(settings.certificate, settings.key)
    except (OSError, ValueError) as error:
        raise ConfigurationError(
            f"audit.syslog : certificats inutilisables ({settings.certificate}, {settings.authorities})"
        ) from error
    return context


def _bare() -> ssl.SSLContext:
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


class SyslogCollector:
    """One collector."""

    def __init__(self, settings: CollectorSettings) -> None:
        self._settings = settings
        self._context = build_tls_context(settings)

    async def send(self, lines: Sequence[bytes]) -> None:
        """Send lines and wait for the collector to close.

        Raises RemoteUnavailable when nothing was taken, RemoteOutcomeUnknown when perhaps some was.
        """
        data = b"".join(render_frame(line) for line in lines)
        assert len(data) <= BATCH_BYTES_MAX
        await asyncio.to_thread(self._send, data)

    def _send(self, data: bytes) -> None:
        settings = self._settings
        try:
            plain = socket.create_connection((settings.host, settings.port), timeout=settings.timeout_s)
        except OSError as error:
            raise RemoteUnavailable(REMOTE, type(error).__name__) from error
        with plain:
            try:
                link = self._context.wrap_socket(plain, server_hostname=settings.host)
            except (OSError, ValueError) as error:
                reason = getattr(error, "reason", "") or type(error).__name__
                raise RemoteUnavailable(REMOTE, f"TLS {reason}") from error
            with link:
                self._deliver(link, data)

    def _deliver(self, link: ssl.SSLSocket, data: bytes) -> None:
        try:
            link.sendall(data)
            _close(link)
        except OSError as error:
            reason = getattr(error, "reason", "") or type(error).__name__
            raise RemoteOutcomeUnknown(REMOTE, str(reason)) from error


def _close(link: ssl.SSLSocket) -> None:
    """Send our closing alert and wait for the other's, or for the end of the connection."""
    try:
        link.unwrap().close()
    except ssl.SSLEOFError:
        return  # it read to the end, then closed without an alert of its own
