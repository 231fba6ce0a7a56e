"""A FHIR R4 server of the establishment that takes documents: one request at a time, bounded, never redirected.

The Bearer goes in a header, never in an address nor in a log. What failed before the request left is certain; what
failed afterwards is not. Rule: intake.md §1.9; IHE MHD 2:3.65.
"""

import asyncio
import ssl
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import httpx

from liane.domain.errors import ConfigurationError, RemoteOutcomeUnknown, RemoteUnavailable

REMOTE = "lps"
JSON = "application/fhir+json"
PATCH_JSON = "application/json-patch+json"
ANSWER_BYTES_MAX = 1024 * 1024
CONNECTIONS_MAX = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class FHIRConnection:
    """Where the server is. token: empty for none. tls: with our certificate, where the server asks for one.

    timeout_s: longest silence. whole_s_max: longest exchange, so that an answer that drips holds nothing for ever.
    """

    base_url: str
    token: str = field(default="", repr=False)
    timeout_s: float = 30.0
    whole_s_max: float = 300.0
    tls: ssl.SSLContext | None = None


class FHIRClient:
    """Speaks to one server. Keeps its connections; close it."""

    def __init__(self, connection: FHIRConnection) -> None:
        parts = urlsplit(connection.base_url)
        if parts.scheme not in ("http", "https") or not parts.netloc:
            raise ConfigurationError("applications.fhir : une adresse http(s) est demandée")
        self._whole_s_max = connection.whole_s_max
        self._base = connection.base_url.rstrip("/")
        headers = {"Accept": JSON, "User-Agent": "Liane"}
        if connection.token:
            headers["Authorization"] = f"Bearer {connection.token}"
        self._http = httpx.AsyncClient(
            headers=headers,
            timeout=connection.timeout_s,
            verify=connection.tls if connection.tls is not None else True,
            follow_redirects=False,
            trust_env=False,
            limits=httpx.Limits(max_connections=CONNECTIONS_MAX, max_keepalive_connections=CONNECTIONS_MAX),
        )

    async def close(self) -> None:
        """Let the connections go."""
        await self._http.aclose()

    async def provide(self, bundle: bytes) -> tuple[int, bytes]:
        """Send a transaction; status and body. Raises RemoteUnavailable, RemoteOutcomeUnknown."""
        return await self._call("POST", self._base, bundle, {"Content-Type": JSON, "Prefer": "return=minimal"})

    async def patch(self, search: str, patch: bytes) -> tuple[int, bytes]:
        """Change the one fiche that a search finds; status and body. Raises as ``provide``."""
        return await self._call(
            "PATCH", f"{self._base}/DocumentReference?{search}", patch, {"Content-Type": PATCH_JSON}
        )

    async def search(self, search: str) -> tuple[int, bytes]:
        """Look for fiches; status and body. Raises RemoteUnavailable."""
        try:
            return await self._call("GET", f"{self._base}/DocumentReference?{search}", b"", {})
        except RemoteOutcomeUnknown as error:
            raise RemoteUnavailable(REMOTE, error.code) from error

    async def _call(self, method: str, url: str, body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
        kept = bytearray()
        try:
            async with (
                asyncio.timeout(self._whole_s_max),
                self._http.stream(method, url, content=body or None, headers=headers) as answer,
            ):
                async for piece in answer.aiter_bytes():
                    kept += piece[: ANSWER_BYTES_MAX + 1 - len(kept)]
                    if len(kept) > ANSWER_BYTES_MAX:
                        break
                return answer.status_code, bytes(kept)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.InvalidURL) as error:
            raise RemoteUnavailable(REMOTE, type(error).__name__) from error
        except (httpx.HTTPError, httpx.StreamError, UnicodeError, TimeoutError) as error:
            raise RemoteOutcomeUnknown(REMOTE, type(error).__name__) from error
