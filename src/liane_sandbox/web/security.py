"""What protects the pages: known hosts, same origin for whatever changes something, headers that forbid the rest."""

from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_HOSTS = frozenset({"127.0.0.1", "localhost", "[::1]"})
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
BODY_BYTES_MAX = 1024 * 1024


def _host_name(host: str) -> str:
    return host.rsplit(":", 1)[0] if not host.endswith("]") else host


def is_same_origin(headers: Headers) -> bool:
    """Tell whether a changing request comes from our own pages, or from a program that is no browser.

    A browser always says where a POST comes from (Origin, or Sec-Fetch-Site); a program says neither.
    """
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc == headers.get("host", "")


class Guard:
    """ASGI middleware around the whole application."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse what is not allowed, add the headers to what is."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        refusal = _find_refusal(scope["method"], headers)
        if refusal is not None:
            status, text = refusal
            await PlainTextResponse(text, status_code=status, headers=_HEADERS)(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                held = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    held.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, send_with_headers)


def _find_refusal(method: str, headers: Headers) -> tuple[int, str] | None:
    if _host_name(headers.get("host", "")) not in _HOSTS:
        return 421, "Le bac à sable ne répond qu'à son adresse locale.\n"
    if method not in _SAFE_METHODS and not is_same_origin(headers):
        return 403, "Demande refusée : elle ne vient pas des pages du bac à sable.\n"
    if "transfer-encoding" in headers:
        return 411, "Une demande annonce sa longueur.\n"
    length = headers.get("content-length", "0")
    if not length.isdigit() or int(length) > BODY_BYTES_MAX:
        return 413, "Demande trop grande.\n"
    return None
