"""One authenticated SMTP connection, and one mail on it: the stage of a failure decides its class.

Anything before the final dot was certainly not accepted; a silence or a cut after it leaves the outcome unknown; an
answer is an answer. Rule: mssante.md §3.1, §12; style.md §6.
"""

import ssl
import time

import pybase64

from liane.codecs.mssante_mail.header_fields import encode_xtext
from liane.connectors.mssante.line_wire import ConnectionLost
from liane.connectors.mssante.settings import Authentication, SubmissionSettings
from liane.connectors.mssante.smtp_wire import SMTPReply, SMTPWire
from liane.connectors.mssante.submission import REMOTE, MailEnvelope, RecipientAnswer, SubmissionResult
from liane.connectors.mssante.xoauth2 import render_xoauth2
from liane.domain.errors import ConfigurationError, RemoteOutcomeUnknown, RemoteRefusal, RemoteUnavailable


class Stale(Exception):
    """The connection died before the mail was described: nothing was accepted, another connection may be tried."""


class SMTPConnection:
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
        """Send one mail. Raises Stale, RemoteRefusal, RemoteUnavailable, RemoteOutcomeUnknown."""
        self._mails += 1
        self._used_at = time.monotonic()
        try:
            answers = await self._describe(len(text), envelope)
        except ConnectionLost as error:
            raise Stale(str(error)) from error
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
        command = f"MAIL FROM:<{envelope.sender or self._settings.mailbox}>"
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
