"""The few IMAP commands that reading a mailbox needs: select, fetch, move, idle. No decision lives here.

Rule: RFC 3501, RFC 9051, RFC 2177 (IDLE), RFC 6851 (MOVE), RFC 4315 (UIDPLUS); mssante.md §3.1.
"""

import asyncio
import re
import ssl
from collections.abc import Sequence
from dataclasses import dataclass

import pybase64

from liane.connectors.mssante.line_wire import ConnectionLost, LineWire
from liane.connectors.mssante.settings import Authentication, ReadingSettings
from liane.connectors.mssante.xoauth2 import render_xoauth2
from liane.domain.errors import ConfigurationError

RESPONSES_MAX = 10_000
LITERALS_MAX = 20
_LITERAL = re.compile(rb"\{(\d{1,10})\}\Z")
_UID = re.compile(rb"\bUID (\d{1,10})")
_SIZE = re.compile(rb"\bRFC822\.SIZE (\d{1,10})")
_EXISTS = re.compile(rb"\* (\d{1,10}) EXISTS\Z", re.IGNORECASE)
_EXPUNGE = re.compile(rb"\* (\d{1,10}) EXPUNGE\Z", re.IGNORECASE)
_VALIDITY = re.compile(rb"\[UIDVALIDITY (\d{1,10})\]", re.IGNORECASE)


class IMAPRefusal(Exception):
    """The server answered NO or BAD; the text is its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """One untagged response: its text without the literals, and the literals in order."""

    text: bytes
    literals: tuple[bytes, ...] = ()


class IMAPWire(LineWire):
    """A connection that speaks IMAP."""

    def __init__(self) -> None:
        super().__init__()
        self._last_tag = 0
        self.capabilities: frozenset[str] = frozenset()
        self.uid_validity = 0
        self.exists = 0
        self.literal_bytes_max = 0

    async def open(self, settings: ReadingSettings, context: ssl.SSLContext) -> None:
        """Greet, go over to TLS, authenticate. Raises ConnectionLost, IMAPRefusal, ssl.SSLError, OSError."""
        self.literal_bytes_max = settings.size_bytes_max
        timeout_s = settings.timeout_s
        async with asyncio.timeout(timeout_s):
            greeting = await self.read_line()
        if not greeting.upper().startswith(b"* OK"):
            raise IMAPRefusal(greeting.decode("utf-8", "replace")[:200])
        await self._ask_capabilities(timeout_s)
        if "STARTTLS" not in self.capabilities:
            raise IMAPRefusal("l'opérateur n'offre pas STARTTLS : aucune lecture en clair")
        await self.command("STARTTLS", timeout_s)
        await self.start_tls(context, settings.server_name or settings.host, timeout_s)
        await self._ask_capabilities(timeout_s)
        await self._authenticate(settings)
        await self._ask_capabilities(timeout_s)

    async def _ask_capabilities(self, timeout_s: float) -> None:
        words: set[str] = set()
        for response in await self.command("CAPABILITY", timeout_s):
            if response.text.upper().startswith(b"* CAPABILITY "):
                words.update(response.text.decode("ascii", "replace").upper().split()[2:])
        self.capabilities = frozenset(words)

    async def _authenticate(self, settings: ReadingSettings) -> None:
        if settings.authentication is Authentication.XOAUTH2:
            await self._authenticate_by_token(settings)
        elif settings.authentication is Authentication.PLAIN:
            secret = pybase64.b64encode_as_string(b"\0" + settings.mailbox.encode() + b"\0")
            await self._sasl("PLAIN", secret, settings.timeout_s)
        elif settings.authentication is Authentication.EXTERNAL:
            name = settings.mailbox.encode() if settings.names_itself else b""
            await self._sasl("EXTERNAL", pybase64.b64encode_as_string(name), settings.timeout_s)

    async def _authenticate_by_token(self, settings: ReadingSettings) -> None:
        if settings.token is None:
            raise ConfigurationError("mssante: l'authentification XOAUTH2 demande une source de jetons")
        first = render_xoauth2(settings.mailbox, await settings.token(False))
        try:
            await self._sasl("XOAUTH2", first, settings.timeout_s)
        except IMAPRefusal:
            fresh = render_xoauth2(settings.mailbox, await settings.token(True))
            await self._sasl("XOAUTH2", fresh, settings.timeout_s)

    async def _sasl(self, mechanism: str, secret: str, timeout_s: float) -> None:
        """Run one exchange, by challenge: every server has it, not every one has SASL-IR."""
        tag = await self._send(f"AUTHENTICATE {mechanism}", timeout_s)
        answers = [secret, ""]
        await self._finish(tag, timeout_s, answers)

    async def select(self, folder: str, timeout_s: float) -> None:
        """Select a folder for writing; `exists` and `uid_validity` follow."""
        self.exists = 0
        for response in await self.command(f"SELECT {quote(folder)}", timeout_s):
            found = _VALIDITY.search(response.text)
            if found:
                self.uid_validity = int(found.group(1))

    async def create(self, folder: str, timeout_s: float) -> None:
        """Create a folder; nothing happens when it is there."""
        listed = await self.command(f'LIST "" {quote(folder)}', timeout_s)
        if not any(response.text.upper().startswith(b"* LIST") for response in listed):
            await self.command(f"CREATE {quote(folder)}", timeout_s)

    async def fetch_sizes(self, count: int, timeout_s: float) -> list[tuple[int, int]]:
        """Give (UID, size in bytes) of the first messages of the folder."""
        found = []
        for response in await self.command(f"FETCH 1:{count} (UID RFC822.SIZE)", timeout_s):
            uid, size = _UID.search(response.text), _SIZE.search(response.text)
            if uid and size and b" FETCH " in response.text.upper():
                found.append((int(uid.group(1)), int(size.group(1))))
        return found

    async def fetch_sections(self, uids: Sequence[int], section: str, timeout_s: float) -> dict[int, bytes]:
        """Give a section (empty: all) of messages by UID, without marking them as read."""
        found = {}
        for response in await self.command(f"UID FETCH {join_set(uids)} (UID BODY.PEEK[{section}])", timeout_s):
            uid = _UID.search(response.text)
            if uid and b" FETCH " in response.text.upper():
                found[int(uid.group(1))] = response.literals[0] if response.literals else b""
        return found

    async def move(self, uids: Sequence[int], folder: str, timeout_s: float) -> None:
        """Move messages; without MOVE: copy, mark, expunge, in that order, so that a cut loses nothing."""
        chosen = join_set(uids)
        if "MOVE" in self.capabilities:
            await self.command(f"UID MOVE {chosen} {quote(folder)}", timeout_s)
            return
        await self.command(f"UID COPY {chosen} {quote(folder)}", timeout_s)
        await self.command(f"UID STORE {chosen} +FLAGS.SILENT (\\Deleted)", timeout_s)
        await self.command(f"UID EXPUNGE {chosen}" if "UIDPLUS" in self.capabilities else "EXPUNGE", timeout_s)

    async def idle(self, duration_s: float, timeout_s: float) -> bool:
        """Wait for a new message; True when one came. Without IDLE: wait, then ask once."""
        before = self.exists
        if "IDLE" not in self.capabilities:
            await asyncio.sleep(duration_s)
            await self.command("NOOP", timeout_s)
            return self.exists > before
        tag = await self._send("IDLE", timeout_s)
        async with asyncio.timeout(timeout_s):
            if not (await self.read_line()).startswith(b"+"):
                raise ConnectionLost("IDLE refusé")
        try:
            async with asyncio.timeout(duration_s):
                while self.exists <= before:
                    self._note(Response(text=await self.read_line()))
        except TimeoutError:
            pass
        await self.write(b"DONE\r\n", timeout_s)
        await self._finish(tag, timeout_s, [])
        return self.exists > before

    async def command(self, line: str, timeout_s: float) -> list[Response]:
        """Run one command; gives its untagged responses. Raises IMAPRefusal, ConnectionLost."""
        return await self._finish(await self._send(line, timeout_s), timeout_s, [])

    async def _send(self, line: str, timeout_s: float) -> bytes:
        self._last_tag += 1
        tag = b"L%d" % self._last_tag
        await self.write(tag + b" " + line.encode("ascii") + b"\r\n", timeout_s)
        return tag

    async def _finish(self, tag: bytes, timeout_s: float, answers: list[str]) -> list[Response]:
        """Read up to the tagged answer. answers: what to say, base64, when the server asks to go on."""
        responses: list[Response] = []
        while len(responses) < RESPONSES_MAX:
            try:
                async with asyncio.timeout(timeout_s):
                    response = await self._read_response()
            except TimeoutError as error:
                raise ConnectionLost(f"aucune réponse en {timeout_s:g} s") from error
            if response.text.startswith(tag + b" "):
                status = response.text[len(tag) + 1 :]
                if not status.upper().startswith(b"OK"):
                    raise IMAPRefusal(status.decode("utf-8", "replace")[:300])
                return responses
            if response.text.startswith(b"+"):
                await self.write((answers.pop(0) if answers else "*").encode("ascii") + b"\r\n", timeout_s)
            else:
                self._note(response)
                responses.append(response)
        raise ConnectionLost("réponses trop nombreuses")

    def _note(self, response: Response) -> None:
        exists, expunge = _EXISTS.match(response.text), _EXPUNGE.match(response.text)
        if exists:
            self.exists = int(exists.group(1))
        elif expunge:
            self.exists = max(0, self.exists - 1)
        elif response.text.upper().startswith(b"* BYE"):
            raise ConnectionLost(response.text.decode("utf-8", "replace")[:200])

    async def _read_response(self) -> Response:
        text = b""
        literals: list[bytes] = []
        while len(literals) <= LITERALS_MAX:
            line = await self.read_line()
            match = _LITERAL.search(line)
            if match is None:
                return Response(text=text + line, literals=tuple(literals))
            size = int(match.group(1))
            if size > self.literal_bytes_max:
                raise ConnectionLost("message plus grand qu'annoncé")
            text += line[: match.start()]
            literals.append(await self.read_exactly(size))
        raise ConnectionLost("réponse illisible")


def quote(name: str) -> str:
    """Write a folder name; ours are plain ASCII."""
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'


def join_set(uids: Sequence[int]) -> str:
    """Write UIDs as a set."""
    return ",".join(str(uid) for uid in uids)
