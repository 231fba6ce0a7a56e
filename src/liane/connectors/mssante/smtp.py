"""Hands mails to the operator over kept connections, and says exactly how each attempt ended.

The stage decides the class of a failure: anything before the final dot was certainly not accepted; a silence or a cut
after it leaves the outcome unknown; an answer is an answer.
Rule: référentiel MSSanté #2 ECO.1.1, ECO.1.2, ECO.2.3.1; mssante.md §3.1, §12; style.md §6.
"""

import asyncio
import re
import ssl
import time
from dataclasses import dataclass

import pybase64

from liane.codecs.mssante_mail.header_fields import encode_xtext, is_address
from liane.connectors.mssante.line_wire import ConnectionLost
from liane.connectors.mssante.settings import Authentication, SubmissionSettings
from liane.connectors.mssante.smtp_wire import SMTPReply, SMTPWire, stuff_dots
from liane.connectors.mssante.tls import TLSContexts
from liane.connectors.mssante.xoauth2 import render_xoauth2
from liane.domain.errors import ConfigurationError, RemoteOutcomeUnknown, RemoteRefusal, RemoteUnavailable

REMOTE = "mssante"
RECIPIENTS_MAX = 100
_ENVID = re.compile(r"[ -~]{1,100}\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class MailEnvelope:
    """The envelope of one mail. envelope_id: ENVID, fixed at the first attempt as is the Message-ID (≤ 100 characters).

    wants_receipt: ask NOTIFY=SUCCESS,FAILURE,DELAY rather than FAILURE alone.
    """

    recipients: tuple[str, ...]
    envelope_id: str
    wants_receipt: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientAnswer:
    """What the operator answered to one RCPT. code: ``250``, ``550``…; text: its words, verbatim."""

    address: str
    code: str
    text: str

    @property
    def is_accepted(self) -> bool:
        """True when the mail was taken for this recipient."""
        return self.code.startswith("2")

    @property
    def is_permanent(self) -> bool:
        """True when the refusal is definite."""
        return self.code.startswith("5")


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionResult:
    """A mail taken by the operator for at least one recipient. text: the answer to the final dot, verbatim.

    receipt_expected: False when the operator offers no DSN, so that none will come.
    """

    text: str
    recipients: tuple[RecipientAnswer, ...]
    receipt_expected: bool

    @property
    def refused(self) -> tuple[RecipientAnswer, ...]:
        """Recipients for whom the mail was not taken."""
        return tuple(answer for answer in self.recipients if not answer.is_accepted)


class MSSanteSubmitter:
    """Submits mails to one operator. Safe for concurrent use; at most `connections_max` mails are under way."""

    def __init__(self, settings: SubmissionSettings) -> None:
        if not is_address(settings.mailbox):
            raise ConfigurationError("mssante: l'adresse de la boîte applicative n'est pas valable")
        self._settings = settings
        self._contexts = TLSContexts(settings.tls)
        self._idle: list[_Connection] = []
        self._slots = asyncio.Semaphore(settings.connections_max)
        self._open: set[_Connection] = set()

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
            except _Stale as error:
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

    def _take_idle(self) -> "_Connection | None":
        while self._idle:
            connection = self._idle.pop()
            if connection.is_reusable(self._settings):
                return connection
            self._drop(connection)
        return None

    def _give_back(self, connection: "_Connection") -> None:
        if connection.is_reusable(self._settings):
            self._idle.append(connection)
        else:
            self._drop(connection)

    def _drop(self, connection: "_Connection") -> None:
        self._open.discard(connection)
        if connection in self._idle:
            self._idle.remove(connection)
        connection.wire.close()

    async def _connect(self) -> "_Connection":
        settings = self._settings
        context = self._contexts.get()
        try:
            async with asyncio.timeout(settings.connect_timeout_s):
                loop = asyncio.get_running_loop()
                _, wire = await loop.create_connection(SMTPWire, settings.host, settings.port)
        except (OSError, TimeoutError) as error:
            raise RemoteUnavailable(REMOTE, "CONNEXION", str(error) or "délai de connexion dépassé") from error
        connection = _Connection(wire, settings)
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


class _Stale(Exception):
    """The connection died before the mail was described: nothing was accepted, another connection may be tried."""


class _Connection:
    """One authenticated connection."""

    def __init__(self, wire: SMTPWire, settings: SubmissionSettings) -> None:
        self.wire = wire
        self.greeting = ""
        self._settings = settings
        self._extensions: dict[str, str] = {}
        self._mails = 0
        self._used_at = time.monotonic()

    def is_reusable(self, settings: SubmissionSettings) -> bool:
        """True when another mail may be sent on it."""
        is_young = time.monotonic() - self._used_at < settings.idle_max_s
        return self.wire.is_usable and is_young and self._mails < settings.mails_per_connection_max

    async def open(self, context: ssl.SSLContext) -> None:
        """Greet, go over to TLS, authenticate. Raises RemoteUnavailable, ConnectionLost, ssl.SSLError, OSError."""
        settings = self._settings
        greeting = await self.wire.read_reply(settings.connect_timeout_s)
        self._expect(greeting, 220)
        self.greeting = greeting.line
        await self._say_ehlo()
        if "STARTTLS" not in self._extensions:
            raise RemoteUnavailable(REMOTE, "STARTTLS", "l'opérateur n'offre pas STARTTLS : aucun envoi en clair")
        self._expect(await self._command("STARTTLS"), 220)
        name = settings.server_name or settings.host
        await self.wire.start_tls(context, name, settings.connect_timeout_s)
        await self._say_ehlo()
        await self._authenticate()

    async def _say_ehlo(self) -> None:
        reply = await self._command(f"EHLO {self._settings.ehlo_name}")
        self._expect(reply, 250)
        self._extensions = {}
        for line in reply.text.split("\n")[1:]:
            name, _, value = line.strip().partition(" ")
            self._extensions[name.upper()] = value

    async def _authenticate(self) -> None:
        settings = self._settings
        if settings.authentication is Authentication.NONE:
            return
        if settings.authentication is Authentication.EXTERNAL:
            reply = await self._command("AUTH EXTERNAL =")
            if reply.code == 334:
                reply = await self._command("")
        elif settings.authentication is Authentication.PLAIN:
            secret = pybase64.b64encode_as_string(b"\0" + settings.mailbox.encode() + b"\0")
            reply = await self._command(f"AUTH PLAIN {secret}")
        else:
            reply = await self._authenticate_by_token()
        self._expect(reply, 235)

    async def _authenticate_by_token(self) -> SMTPReply:
        """Give the access token; after a refusal, a fresh one, once. Rule: ECO.1.2.1; mssante.md §3.1."""
        if self._settings.token is None:
            raise ConfigurationError("mssante: l'authentification XOAUTH2 demande une source de jetons")
        reply = SMTPReply(code=535, text="")
        for is_retry in (False, True):
            secret = render_xoauth2(self._settings.mailbox, await self._settings.token(is_retry))
            reply = await self._command(f"AUTH XOAUTH2 {secret}")
            if reply.code == 334:
                reply = await self._command("")
            if reply.code != 535:
                return reply
        return reply

    async def _command(self, line: str) -> SMTPReply:
        timeout_s = self._settings.command_timeout_s
        await self.wire.write(line.encode("ascii") + b"\r\n", timeout_s)
        return await self.wire.read_reply(timeout_s)

    def _expect(self, reply: SMTPReply, code: int) -> None:
        if reply.code != code:
            raise RemoteUnavailable(REMOTE, str(reply.code), reply.text)

    async def transact(self, text: bytes, envelope: MailEnvelope) -> SubmissionResult:
        """Send one mail. Raises _Stale, RemoteRefusal, RemoteUnavailable, RemoteOutcomeUnknown."""
        self._mails += 1
        self._used_at = time.monotonic()
        try:
            answers = await self._describe(len(text), envelope)
        except ConnectionLost as error:
            raise _Stale(str(error)) from error
        timeout_s = self._settings.data_timeout_s
        try:
            await self.wire.write(text, timeout_s)
        except ConnectionLost as error:
            self.wire.close()
            raise RemoteUnavailable(REMOTE, "CONNEXION", f"coupure pendant l'envoi : {error}") from error
        try:
            await self.wire.write(b".\r\n", timeout_s)
            reply = await self.wire.read_reply(timeout_s)
        except ConnectionLost as error:
            raise RemoteOutcomeUnknown(REMOTE, "ISSUE-INCONNUE", f"après le point final : {error}") from error
        self._used_at = time.monotonic()
        if reply.is_success:
            return SubmissionResult(
                text=reply.line, recipients=tuple(answers), receipt_expected="DSN" in self._extensions
            )
        raise _to_error(reply)

    async def _describe(self, size_bytes: int, envelope: MailEnvelope) -> list[RecipientAnswer]:
        """Send MAIL, RCPT… and DATA, up to the 354. Raises RemoteRefusal, RemoteUnavailable, ConnectionLost."""
        commands = [self._mail_command(size_bytes, envelope)]
        commands += [self._rcpt_command(address, envelope) for address in envelope.recipients]
        commands.append("DATA")
        timeout_s = self._settings.command_timeout_s
        if "PIPELINING" in self._extensions:
            await self.wire.write("".join(f"{command}\r\n" for command in commands).encode("ascii"), timeout_s)
            replies = [await self._read_answer() for _ in commands]
        else:
            replies = await self._say_one_by_one(commands)
        return await self._judge(replies, envelope)

    async def _say_one_by_one(self, commands: list[str]) -> list[SMTPReply]:
        replies: list[SMTPReply] = []
        for command in commands:
            is_useless = bool(replies) and (
                not replies[0].is_success or (command == "DATA" and not any(reply.is_success for reply in replies[1:]))
            )
            if is_useless:
                replies.append(SMTPReply(code=503, text=""))
                continue
            await self.wire.write(command.encode("ascii") + b"\r\n", self._settings.command_timeout_s)
            replies.append(await self._read_answer())
        return replies

    async def _read_answer(self) -> SMTPReply:
        """Read the answer to one command of a mail; 421 ends the connection, whatever was asked."""
        reply = await self.wire.read_reply(self._settings.command_timeout_s)
        if reply.code == 421:
            self.wire.close()
            raise _to_error(reply)
        return reply

    async def _forget(self, command: str) -> None:
        """Put an end to a mail that is not sent; a connection that fails meanwhile is not used again."""
        try:
            await self._command(command)
        except ConnectionLost:
            self.wire.close()

    async def _judge(self, replies: list[SMTPReply], envelope: MailEnvelope) -> list[RecipientAnswer]:
        mail, *recipients, data = replies
        answers = [
            RecipientAnswer(address=address, code=str(reply.code), text=reply.text)
            for address, reply in zip(envelope.recipients, recipients, strict=True)
        ]
        if mail.is_success and data.code == 354 and any(answer.is_accepted for answer in answers):
            return answers
        if data.code == 354:
            # The operator takes a text for nobody: an empty one ends the dialogue, and nothing can be delivered.
            await self._forget(".")
        else:
            await self._forget("RSET")
        if not mail.is_success:
            raise _to_error(mail)
        refusals = [reply for reply in recipients if not reply.is_success]
        if len(refusals) == len(recipients):
            # One recipient that may yet be accepted makes the whole worth another try.
            raise _to_error(next((reply for reply in refusals if not reply.is_refusal), refusals[0]))
        raise _to_error(data)

    def _mail_command(self, size_bytes: int, envelope: MailEnvelope) -> str:
        command = f"MAIL FROM:<{self._settings.mailbox}>"
        if "SIZE" in self._extensions:
            command += f" SIZE={size_bytes}"
        if "DSN" in self._extensions:
            command += f" RET=HDRS ENVID={encode_xtext(envelope.envelope_id)}"
        return command

    def _rcpt_command(self, address: str, envelope: MailEnvelope) -> str:
        command = f"RCPT TO:<{address}>"
        if "DSN" in self._extensions:
            notify = "SUCCESS,FAILURE,DELAY" if envelope.wants_receipt else "FAILURE"
            command += f" NOTIFY={notify} ORCPT=rfc822;{encode_xtext(address)}"
        return command


def _to_error(reply: SMTPReply) -> RemoteRefusal | RemoteUnavailable:
    kind = RemoteRefusal if reply.is_refusal else RemoteUnavailable
    return kind(REMOTE, str(reply.code), reply.text, reply.line.encode())
