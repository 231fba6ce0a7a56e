"""The FHIR API of the Annuaire Santé, read only: pages followed as the server names them, under its quota.

The key goes in a header, never in a URL nor in a log. A link to the next page that leaves the API is not followed.
Rule: annuaire.md §1, §6, §7, §8.1.
"""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import httpx
import structlog

from liane.codecs.annuaire.fhir_read import BUNDLE_BYTES_MAX, SearchPage, read_bundle, read_problem
from liane.domain.errors import ConfigurationError, RemoteRefusal, RemoteUnavailable

log = structlog.get_logger(__name__)
REMOTE = "annuaire"
KEY_HEADER = "ESANTE-API-KEY"
ACCEPTED = "application/fhir+json"
TRIES_MAX = 6
FIRST_PAUSE_S = 0.5
PAUSE_S_MAX = 30.0
PAGES_MAX = 200_000
RETRYABLE = frozenset({429, 500, 502, 503, 504})
CURSOR_LOST = frozenset({404, 410})


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnuaireConnection:
    """Where the API is. api_key is never shown. calls_per_second_max: kept under the quota of 17."""

    base_url: str
    api_key: str = field(repr=False)
    timeout_s: float = 35.0
    calls_per_second_max: float = 15.0
    tls: ssl.SSLContext | None = None


class CursorLost(RemoteRefusal):
    """The server forgot the page asked for: this resource is to be read again from its beginning."""


class AnnuaireClient:
    """Reads the API. sleep and clock (monotonic seconds) are the loop's unless given."""

    def __init__(
        self,
        connection: AnnuaireConnection,
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        clock: Callable[[], float] | None = None,
    ) -> None:
        parts = urlsplit(connection.base_url)
        if parts.scheme not in ("http", "https") or not parts.netloc:
            raise ConfigurationError("annuaire.url : une adresse http(s) est demandée")
        self._base = connection.base_url.rstrip("/")
        self._origin = (parts.scheme, parts.netloc)
        self._sleep = sleep
        self._clock = clock or asyncio.get_running_loop().time
        self._gap_s = 1.0 / connection.calls_per_second_max
        self._next_at = 0.0
        self._turn = asyncio.Lock()
        self._http = httpx.AsyncClient(
            headers={KEY_HEADER: connection.api_key, "Accept": ACCEPTED},
            timeout=connection.timeout_s,
            verify=connection.tls if connection.tls is not None else True,
            follow_redirects=False,
            trust_env=False,
        )

    async def close(self) -> None:
        """Let the connections go."""
        await self._http.aclose()

    async def search(self, resource: str, parameters: Mapping[str, str]) -> SearchPage:
        """Ask the first page of a search. Raises RemoteUnavailable, RemoteRefusal, MalformedMessage."""
        return await self._get(f"{self._base}/{resource}", dict(parameters))

    async def follow(self, url: str) -> SearchPage:
        """Ask a page by the link the server gave. Raises CursorLost when it expired. Rule: annuaire.md §1 (paging)."""
        parts = urlsplit(url)
        if (parts.scheme, parts.netloc) != self._origin:
            raise RemoteRefusal(REMOTE, "link", "Le lien vers la page suivante sort de l'API : il n'est pas suivi.")
        return await self._get(url, None)

    async def pages(self, resource: str, parameters: Mapping[str, str]) -> AsyncIterator[SearchPage]:
        """Give every page of a search, at most ``PAGES_MAX``."""
        page = await self.search(resource, parameters)
        yield page
        for _ in range(PAGES_MAX):
            if not page.next_url:
                return
            page = await self.follow(page.next_url)
            yield page

    async def _get(self, url: str, parameters: dict[str, str] | None) -> SearchPage:
        pause_s = FIRST_PAUSE_S
        for attempt in range(1, TRIES_MAX + 1):
            await self._take_turn()
            try:
                status, body, wait_s = await self._call(url, parameters)
            except httpx.HTTPError as error:
                status, body, wait_s = 0, type(error).__name__.encode(), None
            if status == 200:
                return read_bundle(body)
            if status and status not in RETRYABLE:
                raise _refuse(status, body, is_cursor=parameters is None)
            if attempt < TRIES_MAX:
                log.info("annuaire.retry", status=status, attempt=attempt)
                await self._sleep(min(wait_s or pause_s, PAUSE_S_MAX))
                pause_s = min(pause_s * 2, PAUSE_S_MAX)
        raise RemoteUnavailable(REMOTE, "unavailable", "L'annuaire ne répond pas, ou refuse pour un temps.")

    async def _call(self, url: str, parameters: dict[str, str] | None) -> tuple[int, bytes, float | None]:
        async with self._http.stream("GET", url, params=parameters) as answer:
            body = bytearray()
            async for chunk in answer.aiter_bytes():
                body += chunk
                if len(body) > BUNDLE_BYTES_MAX:
                    break
            after = answer.headers.get("retry-after", "")
            return answer.status_code, bytes(body), float(after) if after.isdigit() else None

    async def _take_turn(self) -> None:
        """Wait so that calls leave evenly, under the quota. Rule: annuaire.md §6-4, §8.1-6."""
        async with self._turn:
            wait_s = self._next_at - self._clock()
            if wait_s > 0:
                await self._sleep(wait_s)
            self._next_at = max(self._next_at, self._clock()) + self._gap_s


def _refuse(status: int, body: bytes, *, is_cursor: bool) -> Exception:
    """Word a refusal. Rule: annuaire.md §7."""
    told = read_problem(body)
    if is_cursor and status in CURSOR_LOST:
        return CursorLost(REMOTE, "cursor", "La page suivante n'existe plus : la lecture est à reprendre.")
    if status in (401, 403):
        return RemoteRefusal(REMOTE, str(status), "L'annuaire refuse la clé (annuaire.api_key_file).")
    return RemoteRefusal(REMOTE, str(status), f"L'annuaire refuse la demande ({status}). {told}".strip())
