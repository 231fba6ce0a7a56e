"""The operator's submission service: SMTP with STARTTLS, EXTERNAL, PLAIN or bearer tokens, DSN, SIZE, PIPELINING.

Commands and replies only; what is accepted, delivered and reported is decided by the operator.
Rule: RFC 5321, RFC 3207, RFC 4954, RFC 3461, RFC 2920; mssante.md §3.1, §12.
"""

import asyncio
import base64
import re
import ssl
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from liane.codecs.mssante_mail.header_fields import decode_xtext, is_address
from liane_sandbox.faults import Fault, FaultKind
from liane_sandbox.mssante.authentication import Authenticator, Identity
from liane_sandbox.mssante.operator import Operator
from liane_sandbox.mssante.submission import RecipientOrder, SubmittedMail
from liane_sandbox.mssante.wire import ConnectionClosed, Wire

SIZE_BYTES_MAX = 25 * 1024 * 1024
RECIPIENTS_MAX = 100
ERRORS_MAX = 50
MAILS_MAX = 100_000
_PATH = re.compile(r"(?:FROM|TO):\s*<([^<>]*)>(.*)\Z", re.IGNORECASE)
SERVICE = "mssante.smtp"


@dataclass(slots=True, kw_only=True)
class _Transaction:
    """One mail being described."""

    sender: str
    envelope_id: str = ""
    returns_content: bool = False
    size_bytes: int = 0
    recipients: list[RecipientOrder] = field(default_factory=list)
    fault: Fault | None = None


class SMTPSession:
    """One client's dialogue."""

    def __init__(self, wire: Wire, operator: Operator, authenticator: Authenticator, context: ssl.SSLContext) -> None:
        self._wire = wire
        self._operator = operator
        self._authenticator = authenticator
        self._context = context
        self._is_tls = False
        self._identity: Identity | None = None
        self._transaction: _Transaction | None = None
        self._errors = 0
        self._mails = 0
        self._verbs: dict[str, Callable[[str], Awaitable[None]]] = {
            "EHLO": self._ehlo,
            "HELO": self._ehlo,
            "STARTTLS": self._starttls,
            "AUTH": self._auth,
            "MAIL": self._mail,
            "RCPT": self._rcpt,
            "DATA": self._data,
            "RSET": self._rset,
            "NOOP": self._noop,
            "VRFY": self._noop,
        }

    async def run(self) -> None:
        """Serve until the client leaves, quits or errs too often."""
        try:
            self._reply(f"220 {self._operator.rules.host} ESMTP SIMULATION MSSanté")
            while self._errors < ERRORS_MAX and self._mails < MAILS_MAX:
                line = (await self._wire.read_line()).decode("utf-8", "replace")
                verb, _, rest = line.partition(" ")
                if verb.upper() == "QUIT":
                    self._reply("221 2.0.0 Bye")
                    return
                handler = self._verbs.get(verb.upper())
                if handler is None:
                    self._reply("500 5.5.2 Command unrecognized")
                else:
                    await handler(rest.strip())
                await self._wire.drain()
            self._reply("421 4.7.0 Too many errors")
        except ConnectionClosed:
            return
        finally:
            self._wire.close()

    def _reply(self, *lines: str) -> None:
        if lines[0][0] in "45":
            self._errors += 1
        *first, last = lines
        text = "".join(f"{line[:3]}-{line[4:]}\r\n" for line in first) + f"{last}\r\n"
        self._wire.write(text.encode("utf-8"))

    def _trace(self, action: str, answer: str) -> None:
        address = self._identity.address if self._identity else ""
        self._operator.state.add_trace(self._operator.clock(), "smtp", address, self._wire.peer, action, answer)

    async def _ehlo(self, rest: str) -> None:
        if not rest:
            self._reply("501 5.5.4 Syntax: EHLO hostname")
            return
        lines = [f"250 {self._operator.rules.host}", "250 PIPELINING", f"250 SIZE {SIZE_BYTES_MAX}", "250 DSN"]
        lines += ["250 8BITMIME", "250 ENHANCEDSTATUSCODES"]
        if not self._is_tls:
            lines.append("250 STARTTLS")
        else:
            lines.append(f"250 AUTH {' '.join(self._authenticator.mechanisms(self._wire.certificate_name))}")
        self._transaction = None
        self._reply(*lines, "250 HELP")

    async def _starttls(self, rest: str) -> None:
        if self._is_tls:
            self._reply("503 5.5.1 TLS already active")
            return
        self._reply("220 2.0.0 Ready to start TLS")
        await self._wire.start_tls(self._context)
        self._is_tls = True
        self._identity = None
        self._transaction = None

    async def _auth(self, rest: str) -> None:
        if not self._is_tls:
            self._reply("530 5.7.0 Must issue a STARTTLS command first")
            return
        if self._identity is not None:
            self._reply("503 5.5.1 Already authenticated")
            return
        mechanism, _, initial = rest.partition(" ")

        async def challenge(text: bytes) -> bytes:
            self._wire.write(b"334 " + base64.b64encode(text) + b"\r\n")
            return await self._wire.read_line()

        first = initial.encode() if initial else None
        self._identity = await self._authenticator.authenticate(
            mechanism.upper(), first, challenge, self._wire.certificate_name
        )
        if self._identity is None:
            self._trace(f"AUTH {mechanism[:20]}", "535")
            self._reply("535 5.7.8 Authentication failed")
        else:
            self._trace(f"AUTH {mechanism[:20]}", "235")
            self._reply("235 2.7.0 Authentication successful")

    async def _mail(self, rest: str) -> None:
        match = _PATH.match(rest)
        if self._identity is None:
            self._reply("530 5.7.0 Authentication required" if self._is_tls else "530 5.7.0 Must issue STARTTLS first")
            return
        if match is None or self._transaction is not None:
            self._reply("503 5.5.1 Nested MAIL" if self._transaction else "501 5.5.4 Syntax: MAIL FROM:<address>")
            return
        sender, parameters = match.group(1).lower(), _read_parameters(match.group(2))
        if sender not in self._identity.addresses:
            self._reply(f"553 5.7.1 <{sender}>: Sender address rejected: not owned by this certificate")
            return
        size = parameters.get("SIZE", "0")
        size_bytes = int(size) if size.isascii() and size.isdigit() and len(size) < 16 else 0
        if size_bytes > SIZE_BYTES_MAX:
            self._reply("552 5.3.4 Message size exceeds fixed limit")
            return
        self._transaction = _Transaction(
            sender=sender,
            envelope_id=decode_xtext(parameters.get("ENVID", ""))[:100],
            returns_content=parameters.get("RET", "").upper() == "FULL",
            size_bytes=size_bytes,
        )
        self._reply("250 2.1.0 Ok")

    async def _rcpt(self, rest: str) -> None:
        transaction = self._transaction
        match = _PATH.match(rest)
        if transaction is None or match is None:
            self._reply("501 5.5.4 Syntax: RCPT TO:<address>" if transaction else "503 5.5.1 Need MAIL command")
            return
        address, parameters = match.group(1), _read_parameters(match.group(2))
        notify = frozenset(parameters.get("NOTIFY", "").upper().split(",")) - {""}
        if not is_address(address) or len(transaction.recipients) >= RECIPIENTS_MAX:
            self._reply("452 4.5.3 Too many recipients" if is_address(address) else "501 5.1.3 Bad address syntax")
            return
        if not notify <= {"NEVER", "SUCCESS", "FAILURE", "DELAY"} or (len(notify) > 1 and "NEVER" in notify):
            self._reply("501 5.5.4 Bad NOTIFY parameter")
            return
        if await self._meet_fault_at_rcpt(transaction, address):
            return
        refusal = self._operator.check_recipient(address, transaction.size_bytes)
        if refusal is not None:
            self._trace(f"RCPT {address}", refusal.line)
            self._reply(refusal.line)
            return
        _, _, original = decode_xtext(parameters.get("ORCPT", "")).partition(";")
        transaction.recipients.append(
            RecipientOrder(address=address, notify=notify, original_recipient=original if is_address(original) else "")
        )
        self._reply("250 2.1.5 Ok")

    async def _meet_fault_at_rcpt(self, transaction: _Transaction, address: str) -> bool:
        fault = self._operator.faults.get(SERVICE, address.lower())
        if fault is None:
            return False
        if fault.kind is FaultKind.REFUSE:
            self._reply(f"{fault.code or '550 5.7.1'} {fault.message or 'refus simulé'}")
            return True
        if fault.kind is FaultKind.BUSY:
            self._reply(f"{fault.code or '451 4.3.0'} {fault.message or 'occupé (simulé)'}")
            return True
        if fault.kind is FaultKind.FAULT:
            self._reply(f"{fault.code or '421 4.3.2'} {fault.message or 'panne simulée'}")
            raise ConnectionClosed
        transaction.fault = fault
        return False

    async def _data(self, rest: str) -> None:
        transaction = self._transaction
        if transaction is None:
            self._reply("503 5.5.1 Need MAIL command")
            return
        if not transaction.recipients:
            self._reply("554 5.5.1 No valid recipients")
            return
        self._reply("354 End data with <CR><LF>.<CR><LF>")
        raw = await self._wire.read_data(SIZE_BYTES_MAX)
        self._transaction = None
        self._mails += 1
        if raw is None:
            self._reply("552 5.3.4 Message size exceeds fixed limit")
            return
        await self._finish(transaction, raw)

    async def _finish(self, transaction: _Transaction, raw: bytes) -> None:
        fault = transaction.fault
        kind = fault.kind if fault else None
        if kind is FaultKind.HANG_UP_BEFORE:
            self._wire.abort()
            raise ConnectionClosed
        if kind is FaultKind.SILENT:
            await self._stay_silent()
        assert self._identity is not None
        mail = SubmittedMail(
            identity=self._identity.address,
            peer=self._wire.peer,
            sender=transaction.sender,
            envelope_id=transaction.envelope_id,
            returns_content=transaction.returns_content,
            recipients=tuple(transaction.recipients),
            raw=raw,
        )
        self._operator.accept(mail)  # a few milliseconds; a thread would cost more than it frees
        if kind is FaultKind.HANG_UP_AFTER:
            self._wire.abort()
            raise ConnectionClosed
        if kind is FaultKind.SILENT_AFTER:
            await self._stay_silent()
        await self._say_taken(fault, f"250 2.0.0 Ok: queued as {self._operator.make_id()[:16]}")

    async def _say_taken(self, fault: Fault | None, answer: str) -> None:
        kind = fault.kind if fault else None
        if fault is not None and kind in (FaultKind.LATE, FaultKind.SLOW):
            await asyncio.sleep(fault.delay_s)
        if kind is FaultKind.TRUNCATED:
            self._wire.write(answer.encode()[: len(answer) // 2])
            self._wire.close()
            raise ConnectionClosed
        self._reply(answer)
        if kind is FaultKind.TWICE:
            self._reply(answer)

    async def _stay_silent(self) -> None:
        while True:
            await self._wire.read_line()

    async def _rset(self, rest: str) -> None:
        self._transaction = None
        self._reply("250 2.0.0 Ok")

    async def _noop(self, rest: str) -> None:
        self._reply("250 2.0.0 Ok")


def _read_parameters(text: str) -> dict[str, str]:
    found = {}
    for word in text.split()[:20]:
        name, _, value = word.partition("=")
        found[name.upper()] = value
    return found
