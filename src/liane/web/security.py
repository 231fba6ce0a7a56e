"""What protects the pages: who may enter, from which page an act may come, and what a browser may do with an answer.

Pure ASGI middlewares, so that a mounted API and a stream of events pass through the same doors.
"""

import base64
import binascii
import hmac
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from liane.domain.errors import ConfigurationError

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
TOKEN_LENGTH_MIN = 16
PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
STRICT_HEADERS = {
    "Content-Security-Policy": PAGE_POLICY,
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
DOWNLOAD_POLICY = "sandbox; default-src 'none'; frame-ancestors 'none'"


def require_operator(host: str, token: str) -> None:
    """Refuse to serve the pages beyond this machine without a secret.

    host: address to bind. token: the operator's secret, empty when there is none.
    Raises ConfigurationError naming the setting.
    Rule: REM SSI/GEN.12, authenticated and protected flows; architecture.md §5.
    """
    if token and len(token) < TOKEN_LENGTH_MIN:
        raise ConfigurationError(
            f"http.operator_token_file : le secret doit avoir au moins {TOKEN_LENGTH_MIN} caractères"
        )
    if not token and host.strip("[]") not in LOOPBACK:
        raise ConfigurationError(
            "http.operator_token_file : obligatoire dès que http.host n'est pas l'adresse de la machine elle-même"
        )


def find_credentials(header: str) -> tuple[str, str] | None:
    """Read an Authorization header: (name, secret); the name is empty for a Bearer. None when there is none."""
    scheme, _, value = header.partition(" ")
    if scheme.lower() == "bearer" and value:
        return "", value.strip()
    if scheme.lower() != "basic":
        return None
    try:
        name, colon, secret = base64.b64decode(value, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return (name, secret) if colon else None


def is_foreign_origin(headers: Headers) -> bool:
    """Tell whether a browser says that this request comes from a page of another site.

    A client that is no browser sends neither header: it holds no session that another page could abuse.
    """
    origin = headers.get("origin")
    if origin is not None:
        return urlsplit(origin).netloc.lower() != headers.get("host", "").lower()
    return headers.get("sec-fetch-site", "none") not in ("same-origin", "none")


class Doorkeeper:
    """Lets in known host names, holders of the secret, and acts that come from our own pages; nothing else.

    The name given with the secret (HTTP Basic) becomes the actor of the acts, in ``scope["state"]["operator"]``.
    Rule: architecture.md §5; protection against cross-site requests and DNS rebinding.
    """

    def __init__(self, app: ASGIApp, *, allowed_hosts: tuple[str, ...], token: str, operator_name: str) -> None:
        self._app = app
        self._allowed_hosts = frozenset(host.strip("[]").lower() for host in allowed_hosts)
        self._token = token
        self._operator_name = operator_name

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Check one connection, then pass it on or answer why not."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return
        refusal, operator = self._judge(scope["method"], Headers(scope=scope))
        if refusal is not None:
            await refusal(scope, receive, send)
            return
        scope.setdefault("state", {})["operator"] = operator
        await self._app(scope, receive, send)

    def _judge(self, method: str, headers: Headers) -> tuple[PlainTextResponse | None, str]:
        host = urlsplit(f"//{headers.get('host', '')}").hostname or ""
        if host.lower() not in self._allowed_hosts:
            return _refuse(421, "Ce serveur n’est pas appelé par un de ses noms (réglage http.allowed_hosts)."), ""
        operator = self._operator_name
        if self._token:
            name = self._identify(headers.get("authorization", ""))
            if name is None:
                challenge = {"WWW-Authenticate": 'Basic realm="Liane", charset="UTF-8"'}
                return _refuse(401, "Le secret de l’opérateur est demandé.", challenge), ""
            operator = name or operator
        if method not in SAFE_METHODS and is_foreign_origin(headers):
            return _refuse(403, "Cet acte ne vient pas d’une page de Liane : il est refusé."), ""
        return None, operator

    def _identify(self, header: str) -> str | None:
        credentials = find_credentials(header)
        if credentials is None or not hmac.compare_digest(credentials[1].encode(), self._token.encode()):
            return None
        return credentials[0][:64]


def _refuse(status: int, text: str, headers: dict[str, str] | None = None) -> PlainTextResponse:
    return PlainTextResponse(text, status_code=status, headers=headers)


class SecurityHeaders:
    """Adds to every answer what a browser needs to be strict; a route that set a header of its own keeps it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, adding headers to the start of the answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in STRICT_HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, send_with_headers)
