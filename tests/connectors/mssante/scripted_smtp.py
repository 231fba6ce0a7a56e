"""A submission server that does exactly what a test tells it, and keeps what it was told."""

import asyncio
import re
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from liane_sandbox.pki.folder import PKI, KeyPair

CUT = "cut"
SILENT = "silent"


@dataclass
class Script:
    """Answers by stage: a reply line, CUT or SILENT.

    ``text`` cuts while the text comes; ``end`` answers the final dot. rcpt may be a list, one answer per recipient.
    """

    greeting: str = "220 scripted"
    extensions: tuple[str, ...] = ("PIPELINING", "SIZE 26214400", "DSN", "8BITMIME")
    starttls: str = "220 go ahead"
    injected: bytes = b""
    offers_starttls: bool = True
    auth: list[str] = field(default_factory=lambda: ["235 2.7.0 ok"])
    mail: str = "250 2.1.0 ok"
    rcpt: list[str] = field(default_factory=lambda: ["250 2.1.5 ok"])
    data: str = "354 go"
    text: str = ""
    end: str = "250 2.0.0 queued"
    closes_after_mail: bool = False


@dataclass
class Seen:
    """What the server was told."""

    connections: int = 0
    open_now: int = 0
    open_max: int = 0
    commands: list[str] = field(default_factory=list)
    mails: list[bytes] = field(default_factory=list)


class _Cut(Exception):
    pass


@dataclass
class Scripted:
    """One running server."""

    port: int
    seen: Seen
    script: Script


def make_context(pki: PKI, pair: KeyPair | None = None, **changes: ssl.TLSVersion) -> ssl.SSLContext:
    """The TLS side of the server."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    chosen = pair or pki.server
    context.load_cert_chain(chosen.certificate, chosen.key)
    for name, value in changes.items():
        setattr(context, name, value)
    return context


@asynccontextmanager
async def serve(script: Script, context: ssl.SSLContext) -> AsyncIterator[Scripted]:
    """Run the server."""
    seen = Seen()
    tasks: set[asyncio.Task[None]] = set()

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        tasks.add(asyncio.current_task())  # type: ignore[arg-type]
        seen.connections += 1
        seen.open_now += 1
        seen.open_max = max(seen.open_max, seen.open_now)
        try:
            await _Dialogue(script, seen, reader, writer, context).run()
        except (_Cut, OSError, asyncio.IncompleteReadError, ssl.SSLError, asyncio.CancelledError):
            pass
        finally:
            seen.open_now -= 1
            writer.transport.abort()

    server = await asyncio.start_server(handle, "127.0.0.1", 0, limit=64 * 1024 * 1024)
    try:
        yield Scripted(port=server.sockets[0].getsockname()[1], seen=seen, script=script)
    finally:
        server.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await server.wait_closed()


class _Dialogue:
    def __init__(
        self,
        script: Script,
        seen: Seen,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        context: ssl.SSLContext,
    ) -> None:
        self.script, self.seen, self.reader, self.writer, self.context = script, seen, reader, writer, context
        self.auth = list(script.auth)

    async def say(self, answer: str) -> None:
        if answer == CUT:
            raise _Cut
        if answer == SILENT:
            await asyncio.Event().wait()
        self.writer.write(answer.encode() + b"\r\n")
        await self.writer.drain()

    async def run(self) -> None:
        await self.say(self.script.greeting)
        is_tls = False
        ranks: list[str] = []
        while line := await self.reader.readline():
            command = line.decode().rstrip("\r\n")
            self.seen.commands.append(command)
            verb = command.split(" ")[0].upper()
            if verb == "EHLO":
                offered = [*self.script.extensions]
                if not is_tls and self.script.offers_starttls:
                    offered.append("STARTTLS")
                lines = ["scripted", *offered]
                await self.say("\r\n".join(f"250{'-' if one is not lines[-1] else ' '}{one}" for one in lines))
            elif verb == "STARTTLS":
                self.writer.write(
                    self.script.injected and self.script.starttls.encode() + b"\r\n" + self.script.injected
                )
                if not self.script.injected:
                    await self.say(self.script.starttls)
                await self.writer.start_tls(self.context)
                is_tls = True
            elif verb == "AUTH" or (self.auth and command == ""):
                await self.say(self.auth.pop(0) if self.auth else "235 ok")
            elif verb == "MAIL":
                ranks = list(self.script.rcpt)
                await self.say(self.script.mail)
            elif verb == "RCPT":
                await self.say(ranks.pop(0) if len(ranks) > 1 else ranks[0])
            elif verb == "DATA":
                await self.take_mail()
            else:
                await self.say("250 ok")

    async def take_mail(self) -> None:
        await self.say(self.script.data)
        if not self.script.data.startswith("354"):
            return
        if self.script.text:
            await self.reader.readexactly(1000)
            await self.say(self.script.text)
        text = b"" if (first := await self.reader.readexactly(3)) == b".\r\n" else None
        if text is None:
            text = first + await self.reader.readuntil(b"\r\n.\r\n")
        self.seen.mails.append(re.sub(rb"(?m)^\.", b"", text.removesuffix(b".\r\n")))
        await self.say(self.script.end)
        if self.script.closes_after_mail:
            raise _Cut
