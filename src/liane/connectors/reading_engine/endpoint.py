"""A text model on the hospital's own network, asked by the OpenAI chat protocol; it proposes, nothing more.

Every call is bounded: one POST, no redirect, no proxy of the environment, a size and a time. An address outside the
hospital's network is refused unless a setting says that documents may leave. Rule: intake.md §7.
"""

import asyncio
import ipaddress
import socket
import ssl
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import httpx

from liane.connectors.reading_engine.prompt import REMOTE, make_request, read_answer
from liane.domain.errors import ConfigurationError, RemoteUnavailable
from liane.domain.intake.outside import EngineSaid
from liane.domain.intake.page import Page
from liane.domain.security.tls import GENERAL, harden

ANSWER_BYTES_MAX = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class EndpointSettings:
    """Where to ask. url: base of the API (``http://127.0.0.1:8080/v1``). key: sent as a Bearer, empty for none.

    may_leave: documents may go to an address that is not of a private network.
    """

    url: str
    model: str
    key: str = field(default="", repr=False)
    timeout_s: float = 30.0
    may_leave: bool = False

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.query:
            raise ConfigurationError("reading engine: url http(s)://host[:port]/path expected")


class EndpointEngine:
    """Asks the model about one document at a time; each call is its own connection."""

    def __init__(self, settings: EndpointSettings) -> None:
        self._settings = settings
        parts = urlsplit(settings.url)
        self._host = parts.hostname or ""
        self._is_tls = parts.scheme == "https"
        self._port = parts.port or (443 if self._is_tls else 80)

    @property
    def name(self) -> str:
        """Name and model, for the trace and the screen."""
        return f"modèle {self._settings.model}"

    async def propose(self, pages: Sequence[Page]) -> EngineSaid:
        """Ask about the pages of one document. Raises RemoteUnavailable, whatever goes wrong."""
        try:
            async with asyncio.timeout(self._settings.timeout_s):
                await self._check_address()
                return read_answer(await self._ask(pages), engine=self.name)
        except TimeoutError as error:
            raise RemoteUnavailable(REMOTE, "timeout") from error

    async def _check_address(self) -> None:
        """Refuse an address out of private networks, and plain HTTP to it always. Rule: intake.md §7."""
        loop = asyncio.get_running_loop()
        try:
            found = await loop.getaddrinfo(self._host, self._port, type=socket.SOCK_STREAM)
        except OSError as error:
            raise RemoteUnavailable(REMOTE, "name") from error
        addresses = [ipaddress.ip_address(one[4][0]) for one in found]
        is_inside = bool(addresses) and all(one.is_private or one.is_loopback for one in addresses)
        if not is_inside and not (self._settings.may_leave and self._is_tls):
            raise RemoteUnavailable(REMOTE, "outside")

    async def _ask(self, pages: Sequence[Page]) -> bytes:
        settings = self._settings
        headers = {"User-Agent": "Liane", "Accept": "application/json"}
        if settings.key:
            headers["Authorization"] = f"Bearer {settings.key}"
        tls: ssl.SSLContext = httpx.create_ssl_context(trust_env=False)
        harden(tls, GENERAL)
        body = bytearray()
        try:
            async with (
                httpx.AsyncClient(timeout=settings.timeout_s, trust_env=False, verify=tls) as client,
                client.stream(
                    "POST",
                    f"{settings.url.rstrip('/')}/chat/completions",
                    json=make_request(settings.model, pages),
                    headers=headers,
                ) as answer,
            ):
                if not answer.is_success:
                    raise RemoteUnavailable(REMOTE, str(answer.status_code))
                async for piece in answer.aiter_bytes():
                    body += piece
                    if len(body) > ANSWER_BYTES_MAX:
                        raise RemoteUnavailable(REMOTE, "oversize")
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
            raise RemoteUnavailable(REMOTE, type(error).__name__) from error
        return bytes(body)
