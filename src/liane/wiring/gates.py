"""Concrete connectors behind the ports of the flows: the DMP, the operator, the emitting applications."""

import ssl
from collections.abc import Mapping
from contextlib import AsyncExitStack
from typing import TypeVar

from liane.codecs.xds.modes import Transaction
from liane.codecs.xds.request import BuiltRequest
from liane.connectors.dmp.answers import ExistenceCheck
from liane.connectors.dmp.client import DMPClient
from liane.connectors.dmp.connection import DMPConnection
from liane.connectors.mllp.client import MLLPClient
from liane.connectors.mssante.settings import Authentication, SubmissionSettings
from liane.connectors.mssante.settings import TLSFiles as MailTLSFiles
from liane.connectors.mssante.smtp import MailEnvelope, MSSanteSubmitter
from liane.domain.documents.request import Endpoint
from liane.domain.errors import ConfigurationError
from liane.domain.security.tls import GENERAL, harden
from liane.pipeline.dmp_delivery import DMPAnswer
from liane.pipeline.dmp_existence import Folder
from liane.pipeline.mail_delivery import MailAnswer
from liane.wiring.revocation import RevocationWatch
from liane.wiring.settings import DMPSettings, EmitterSettings, MSSanteSettings, TLSFiles

Declared = TypeVar("Declared")


class DMPLink:
    """The DMP, as the flow sees it."""

    def __init__(self, settings: DMPSettings, *, connections_max: int) -> None:
        self._client = DMPClient(
            DMPConnection(
                base_url=settings.base_url,
                client_certificate=settings.tls.certificate,
                client_key=settings.tls.key,
                authorities=settings.tls.authorities,
                timeout_s=settings.timeout_s,
                connections_max=connections_max,
            )
        )

    async def submit(self, request: BuiltRequest) -> DMPAnswer:
        """Send a built request by the call that its transaction wants."""
        if request.transaction is Transaction.FIND_REFERENCE:
            found = await self._client.find_document_reference(request)
            uuids = found.entry_uuids
            return DMPAnswer(raw=found.exchange.answer, entry_uuid=uuids[0] if uuids else None)
        if request.transaction is Transaction.EXISTENCE:
            check = await self._client.check_existence(request)
            return DMPAnswer(raw=check.exchange.answer, folder=_read_folder(check))
        if request.transaction is Transaction.FEED:
            fed = await self._client.provide_and_register(request)
            return DMPAnswer(raw=fed.exchange.answer)
        updated = await self._client.update(request)
        return DMPAnswer(raw=updated.exchange.answer)

    async def close(self) -> None:
        """Close every connection."""
        await self._client.close()


def _read_folder(check: ExistenceCheck) -> Folder:
    if check.access.may_feed:
        return Folder.OPEN
    return Folder.CLOSED if check.answer.response == "OK" else Folder.ABSENT


def mail_tls(files: TLSFiles, revocation: RevocationWatch) -> MailTLSFiles:
    """Say the TLS files in the connector's words, with every revocation list, kept or published."""
    return MailTLSFiles(
        authorities=files.authorities, certificate=files.certificate, key=files.key, crls=revocation.files
    )


def mail_authentication(settings: MSSanteSettings) -> Authentication:
    """Say how the applicative mailbox proves itself; texts differ between EXTERNAL and PLAIN after mutual TLS.

    Rule: MSS/CONF.07, MSS/CONF.12; mssante.md §3.1 (SASL mechanism unverified).
    """
    return Authentication(settings.authentication)


class MailLink:
    """The MSSanté operator, as the flow sees it."""

    def __init__(self, settings: MSSanteSettings, revocation: RevocationWatch, *, connections_max: int) -> None:
        self._revocation = revocation
        self._submitter = MSSanteSubmitter(
            SubmissionSettings(
                host=settings.smtp_host,
                port=settings.smtp_port,
                mailbox=settings.mailbox,
                tls=mail_tls(settings.tls, revocation),
                authentication=mail_authentication(settings),
                data_timeout_s=settings.timeout_s,
                connections_max=connections_max,
            )
        )

    async def submit(self, mail: bytes, *, recipient: str, envelope_id: str, sender: str = "") -> MailAnswer:
        """Submit one mail to one recipient, its receipt asked. sender: another mailbox that the certificate opens."""
        self._revocation.check()
        result = await self._submitter.submit(
            mail, MailEnvelope(recipients=(recipient,), envelope_id=envelope_id, wants_receipt=True, sender=sender)
        )
        return MailAnswer(text=result.text, receipt_expected=result.receipt_expected)

    def speak_as(self, mailbox: str) -> "MailboxLink":
        """Give the same link, submitting in the name of another mailbox."""
        return MailboxLink(self, mailbox)

    async def close(self) -> None:
        """Close every connection."""
        await self._submitter.close()


class MailboxLink:
    """The operator, as one of the other mailboxes sees it."""

    def __init__(self, link: MailLink, mailbox: str) -> None:
        self._link = link
        self._mailbox = mailbox

    async def submit(self, mail: bytes, *, recipient: str, envelope_id: str) -> MailAnswer:
        """Submit one mail to one recipient in the name of this mailbox, its receipt asked."""
        return await self._link.submit(mail, recipient=recipient, envelope_id=envelope_id, sender=self._mailbox)


def client_tls(files: TLSFiles) -> ssl.SSLContext:
    """Prepare mutual TLS as a client. Raises ConfigurationError."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    harden(context, GENERAL)
    try:
        context.load_verify_locations(files.authorities)
        context.load_cert_chain(files.certificate, files.key)
    except (OSError, ssl.SSLError) as error:
        raise ConfigurationError(f"certificats inutilisables : {files.certificate}, {files.authorities}") from error
    return context


def server_tls(files: TLSFiles) -> ssl.SSLContext:
    """Prepare mutual TLS as a server: a client certificate is required. Raises ConfigurationError."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    harden(context, GENERAL)
    context.verify_mode = ssl.CERT_REQUIRED
    try:
        context.load_verify_locations(files.authorities)
        context.load_cert_chain(files.certificate, files.key)
    except (OSError, ssl.SSLError) as error:
        raise ConfigurationError(f"certificats inutilisables : {files.certificate}, {files.authorities}") from error
    return context


def find_declared(declared: Mapping[tuple[str, str], Declared], endpoint: Endpoint) -> Declared | None:
    """Find what is declared for an application and its facility; ``*`` stands for any, the most exact entry wins.

    declared: by (application, facility). An exact application counts more than an exact facility.
    """
    application, facility = endpoint.application, endpoint.facility
    keys = ((application, facility), (application, "*"), ("*", facility), ("*", "*"))
    return next((declared[key] for key in keys if key in declared), None)


class EmitterDirectory:
    """The MLLP links to the emitting applications, one kept connection each."""

    def __init__(self, emitters: tuple[EmitterSettings, ...]) -> None:
        self._clients: Mapping[tuple[str, str], MLLPClient] = {
            (emitter.application, emitter.facility): MLLPClient(
                emitter.zam_host,
                emitter.zam_port,
                remote=f"zam:{emitter.application}@{emitter.facility}",
                tls=client_tls(emitter.tls) if emitter.tls else None,
                server_hostname=emitter.zam_host if emitter.tls else None,
            )
            for emitter in emitters
        }

    def knows(self, endpoint: Endpoint) -> bool:
        """Tell whether an address is declared; ``*`` stands for any application or facility."""
        return find_declared(self._clients, endpoint) is not None

    async def send(self, endpoint: Endpoint, message: bytes) -> bytes:
        """Send one message and return its acknowledgement."""
        client = find_declared(self._clients, endpoint)
        if client is None:
            raise ConfigurationError(f"emitters : {endpoint}")
        return await client.send(message)

    async def close(self) -> None:
        """Close every connection."""
        async with AsyncExitStack() as stack:
            for client in self._clients.values():
                stack.push_async_callback(client.close)
