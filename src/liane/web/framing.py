"""Lets declared record systems show the pages of a context inside their own; no other page, and nobody else."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

CONTEXT_PATH = "/contexte/"
WINDOW_PATH = "/contexte/fenetre/"
"""Where a person confirms a frame: a window of its own, that nobody frames."""
_CLOSED = "frame-ancestors 'none'"


class Framing:
    """Stands before the headers of security: opens ``frame-ancestors`` to the origins set, for contexts alone.

    Rule: CSP level 3 §6.4.2 (frame-ancestors stands above X-Frame-Options, which names no list of origins).
    """

    def __init__(self, app: ASGIApp, *, origins: tuple[str, ...]) -> None:
        self._app = app
        self._open = f"frame-ancestors {' '.join(origins)}" if origins else ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on; of the pages of a context, open the frame."""
        path = scope.get("path", "")
        is_framable = path.startswith(CONTEXT_PATH) and not path.startswith(WINDOW_PATH)
        if scope["type"] != "http" or not self._open or not is_framable:
            await self._app(scope, receive, send)
            return

        async def send_framed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                policy = headers.get("content-security-policy", "")
                headers["Content-Security-Policy"] = policy.replace(_CLOSED, self._open)
                del headers["X-Frame-Options"]
            await send(message)

        await self._app(scope, receive, send_framed)
