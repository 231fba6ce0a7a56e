"""Hands mails to the operator over kept connections, and says exactly how each attempt ended.

Rule: référentiel MSSanté #2 ECO.1.1, ECO.1.2, ECO.2.3.1; mssante.md §3.1, §12; style.md §6.
"""

import asyncio
import re
import ssl

from liane.codecs.mssante_mail.header_fields import is_address
from liane.connectors.mssante.line_wire import ConnectionLost
from liane.connectors.mssante.settings import SubmissionSettings
from liane.connectors.mssante.smtp_connection import SMTPConnection, Stale
from liane.connectors.mssante.smtp_wire import SMTPWire, stuff_dots
from liane.connectors.mssante.submission import (
    RECIPIENTS_MAX,
    REMOTE,
    MailEnvelope,
    RecipientAnswer,
    SubmissionResult,
)
from liane.connectors.mssante.tls import TLSContexts
from liane.domain.errors import ConfigurationError, RemoteRefusal, RemoteUnavailable

__all__ = ["MSSanteSubmitter", "MailEnvelope", "RecipientAnswer", "SubmissionResult"]

_ENVID = re.compile(r"[ -~]{1,100}\Z")


class MSSanteSubmitter:
    """Submits mails to one operator. Safe for concurrent use; at most `connections_max` mails are under way."""

    def __init__(self, settings: SubmissionSettings) -> None:
        if not is_address(settings.mailbox):
            raise ConfigurationError("mssante: l'adresse de la boîte applicative n'est pas valable")
        self._settings = settings
        self._contexts = TLSContexts(settings.tls)
        self._idle: list[SMTPConnection] = []
        self._slots = asyncio.Semaphore(settings.connections_max)
        self._open: set[SMTPConnection] = set()

    async def submit(self, mail: bytes, envelope: MailEnvelope) -> SubmissionResult:
        """Submit one mail, rendered.

        Raises RemoteRefusal (every recipient, or the mail, refused with 5xx; code: the reply code), RemoteUnavailable
        (certainly not accepted: connection, TLS, authentication, 4xx), RemoteOutcomeUnknown (cut or silent after the
        final dot: wait for the DSN before any resend under the same identifiers).
        """
        addresses = envelope.recipients
        if not 0 < len(addresses) <= RECIPIENTS_MAX or not all(is_address(one) for one in addresses):
            raise RemoteRefusal(REMOTE, "553", "5.1.3 adresse de destinataire invalide, refusée avant l'envoi")
        if not _ENVID.match(envelope.envelope_id):
            raise ConfigurationError("mssante: ENVID vide, trop long ou hors ASCII")
        if envelope.sender and not is_address(envelope.sender):
            raise ConfigurationError("mssante: l'adresse de la boîte qui envoie n'est pas valable")
        text = stuff_dots(mail)
        async with self._slots:
            return await self._submit(text, envelope)

    async def _submit(self, text: bytes, envelope: MailEnvelope) -> SubmissionResult:
        while True:
            connection = self._take_idle()
            is_fresh = connection is None
            if connection is None:
                connection = await self._connect()
            try:
                result = await connection.transact(text, envelope)
            except Stale as error:
                self._drop(connection)
                if is_fresh:
                    raise RemoteUnavailable(REMOTE, "CONNEXION", str(error)) from error
                continue
            except (RemoteRefusal, RemoteUnavailable):
                self._give_back(connection)
                raise
            except BaseException:
                self._drop(connection)
                raise
            self._give_back(connection)
            return result

    async def probe(self) -> str:
        """Open a connection up to authentication, and close it; returns the operator's greeting.

        Raises RemoteUnavailable as submit does.
        """
        connection = await self._connect()
        self._drop(connection)
        return connection.greeting

    async def close(self) -> None:
        """Close every connection kept."""
        for connection in tuple(self._open):
            self._drop(connection)

    def _take_idle(self) -> SMTPConnection | None:
        while self._idle:
            connection = self._idle.pop()
            if connection.is_reusable(self._settings):
                return connection
            self._drop(connection)
        return None

    def _give_back(self, connection: SMTPConnection) -> None:
        if connection.is_reusable(self._settings):
            self._idle.append(connection)
        else:
            self._drop(connection)

    def _drop(self, connection: SMTPConnection) -> None:
        self._open.discard(connection)
        if connection in self._idle:
            self._idle.remove(connection)
        connection.wire.close()

    async def _connect(self) -> SMTPConnection:
        settings = self._settings
        context = self._contexts.get()
        try:
            async with asyncio.timeout(settings.connect_timeout_s):
                loop = asyncio.get_running_loop()
                _, wire = await loop.create_connection(SMTPWire, settings.host, settings.port)
        except (OSError, TimeoutError) as error:
            raise RemoteUnavailable(REMOTE, "CONNEXION", str(error) or "délai de connexion dépassé") from error
        connection = SMTPConnection(wire, settings)
        self._open.add(connection)
        try:
            await connection.open(context)
        except ssl.SSLCertVerificationError as error:
            self._drop(connection)
            raise RemoteUnavailable(REMOTE, "TLS-CERTIFICAT", error.verify_message or str(error)) from error
        except (OSError, TimeoutError) as error:
            self._drop(connection)
            raise RemoteUnavailable(REMOTE, "TLS", str(error) or "négociation TLS interrompue") from error
        except ConnectionLost as error:
            self._drop(connection)
            raise RemoteUnavailable(REMOTE, "CONNEXION", str(error)) from error
        except BaseException:
            self._drop(connection)
            raise
        return connection
