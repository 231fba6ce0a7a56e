"""SMTP replies, and the text of a mail as DATA carries it. No decision lives here. Rule: RFC 5321."""

import asyncio
import re
from dataclasses import dataclass

from liane.connectors.mssante.line_wire import ConnectionLost, LineWire

REPLY_LINES_MAX = 100
_LONE_LF = re.compile(rb"(?<!\r)\n")
_LONE_CR = re.compile(rb"\r(?!\n)")
_REPLY = re.compile(r"[2-5]\d\d(?:[ -]|\Z)")


@dataclass(frozen=True, slots=True, kw_only=True)
class SMTPReply:
    """One reply. text: all its lines without their code, joined by line feeds."""

    code: int
    text: str

    @property
    def is_success(self) -> bool:
        """True for 2xx."""
        return 200 <= self.code < 300

    @property
    def is_refusal(self) -> bool:
        """True for 5xx, a definite no."""
        return 500 <= self.code < 600

    @property
    def line(self) -> str:
        """The reply as one line."""
        return f"{self.code} {' '.join(self.text.split())}"


class SMTPWire(LineWire):
    """A connection that speaks SMTP."""

    async def read_reply(self, timeout_s: float) -> SMTPReply:
        """Read one reply, its continuation lines included. Raises ConnectionLost."""
        try:
            async with asyncio.timeout(timeout_s):
                return await self._read_reply()
        except TimeoutError as error:
            raise ConnectionLost(f"aucune réponse en {timeout_s:g} s") from error

    async def _read_reply(self) -> SMTPReply:
        lines: list[str] = []
        while len(lines) < REPLY_LINES_MAX:
            line = (await self.read_line()).decode("utf-8", "replace")
            if not _REPLY.match(line):
                raise ConnectionLost("réponse illisible")
            lines.append(line[4:])
            if line[3:4] != "-":
                return SMTPReply(code=int(line[:3]), text="\n".join(lines))
        raise ConnectionLost("réponse trop longue")


def stuff_dots(raw: bytes) -> bytes:
    """Make the text that DATA carries: CRLF everywhere, leading dots doubled, CRLF at the end; the final dot apart.

    Rule: RFC 5321 §2.3.8, §4.5.2.
    """
    if raw.count(b"\n") != raw.count(b"\r\n") or raw.count(b"\r") != raw.count(b"\r\n"):
        raw = _LONE_LF.sub(b"\r\n", _LONE_CR.sub(b"\r\n", raw))
    stuffed = raw.replace(b"\r\n.", b"\r\n..")
    if stuffed.startswith(b"."):
        stuffed = b"." + stuffed
    return stuffed if stuffed.endswith(b"\r\n") else stuffed + b"\r\n"
