"""Bounds on what comes over HTTP: size and slowness of bodies, size of headers, requests and refusals per minute.

Pure ASGI middlewares. Rates are counted in the memory of one node: they protect the machine, not a secret alone; what
several nodes must agree on (sign-in) is counted in the database by the sign-in itself.
Rule: REM SSI/GEN (disponibilité); OWASP ASVS 4.0 §11.1, §13.1; style.md §3 (every buffer has a written limit).
"""

import asyncio
import re
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

import structlog
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from liane.web.rights import find_actor

log = structlog.get_logger(__name__)
KEYS_MAX = 20_000
MINUTE_S = 60.0
MEBIBYTE = 1024 * 1024
LARGE_BODIES = (
    (re.compile(r"/api/v1/messages/hl7v2"), 72 * MEBIBYTE),
    (re.compile(r"/api/v1/intake/.*"), 65 * MEBIBYTE),
    (re.compile(r"/reception/deposer"), 1024 * MEBIBYTE),
)
"""Doors that take files, each with its own bound; every other body is a form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HTTPLimits:
    """The bounds of one node. address and operator: requests a minute of each; refusals: answers 401 or 403 a minute.

    0 puts a rate off.
    """

    body_bytes_max: int = 2 * MEBIBYTE
    body_silence_s_max: float = 30.0
    header_bytes_max: int = 64 * 1024
    address_per_minute_max: int = 12_000
    operator_per_minute_max: int = 12_000
    refusals_per_minute_max: int = 60


DEFAULT_LIMITS = HTTPLimits()


def find_body_bytes_max(path: str, limits: HTTPLimits) -> int:
    """Say how large a body may be at an address."""
    for pattern, size_bytes_max in LARGE_BODIES:
        if pattern.fullmatch(path):
            return size_bytes_max
    return limits.body_bytes_max


class _Stopped(HTTPException):
    """The body is too large, or does not come: an application inside may answer in its own form."""


class BodyBounds:
    """Stops a request whose headers or body pass the bounds, before the pages see more of it."""

    def __init__(self, app: ASGIApp, *, limits: HTTPLimits) -> None:
        self._app = app
        self._limits = limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, or answer 413, 408 or 431."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if sum(len(name) + len(value) for name, value in scope["headers"]) > self._limits.header_bytes_max:
            await _refuse(scope, 431, "Les en-têtes de cette requête sont trop longs.")(scope, receive, send)
            return
        bounded = _BoundedBody(receive, find_body_bytes_max(scope["path"], self._limits), self._limits)
        is_started = False

        async def send_noted(message: Message) -> None:
            nonlocal is_started
            is_started = True
            await send(message)

        try:
            bounded.check(scope)
            await self._app(scope, bounded.receive, send_noted)
        except _Stopped as stop:
            log.warning("http.stopped", path=scope["path"], status=stop.status_code)
            if not is_started:
                await _refuse(scope, stop.status_code, stop.detail)(scope, receive, send)


@dataclass(slots=True)
class _BoundedBody:
    """The body of one request, read within its bounds."""

    source: Receive
    size_bytes_max: int
    limits: HTTPLimits
    received: int = 0
    is_whole: bool = False

    def check(self, scope: Scope) -> None:
        """Refuse at once what announces too much. Raises _Stopped."""
        announced = dict(scope["headers"]).get(b"content-length", b"0")
        if announced.isdigit() and int(announced) > self.size_bytes_max:
            raise self._too_large()

    async def receive(self) -> Message:
        """Give the next part. Raises _Stopped."""
        if self.is_whole:
            return await self.source()
        try:
            message = await asyncio.wait_for(self.source(), self.limits.body_silence_s_max)
        except TimeoutError as error:
            raise _Stopped(408, "La suite de cette requête n’est pas venue.") from error
        self.received += len(message.get("body", b""))
        self.is_whole = not message.get("more_body", False)
        if self.received > self.size_bytes_max:
            raise self._too_large()
        return message

    def _too_large(self) -> _Stopped:
        return _Stopped(413, f"Cette requête est trop lourde ({self.size_bytes_max // 1024} Kio au plus).")


@dataclass(slots=True)
class Rate:
    """How many a minute, by key: a bucket of that many, filled evenly. At most 20,000 keys, the oldest is forgotten."""

    per_minute: int
    tick: Callable[[], float] = time.monotonic
    _left: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)

    def peek(self, key: str) -> bool:
        """Tell whether one more would pass, without taking it."""
        return self.per_minute == 0 or self._fill(key)[0] >= 1

    def take(self, key: str) -> bool:
        """Take one; False when none is left."""
        if self.per_minute == 0:
            return True
        left, now = self._fill(key)
        is_allowed = left >= 1
        self._left[key] = (left - 1 if is_allowed else left, now)
        self._left.move_to_end(key)
        if len(self._left) > KEYS_MAX:
            self._left.popitem(last=False)
        return is_allowed

    def _fill(self, key: str) -> tuple[float, float]:
        now = self.tick()
        left, since = self._left.get(key, (float(self.per_minute), now))
        return min(float(self.per_minute), left + (now - since) * self.per_minute / MINUTE_S), now


class AddressRates:
    """Stands outside the doors: bounds the requests, and the refusals, that one address gets in a minute."""

    def __init__(self, app: ASGIApp, *, limits: HTTPLimits, tick: Callable[[], float] = time.monotonic) -> None:
        self._app = app
        self._requests = Rate(per_minute=limits.address_per_minute_max, tick=tick)
        self._refusals = Rate(per_minute=limits.refusals_per_minute_max, tick=tick)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, or answer 429. Our own static files are not counted."""
        if scope["type"] != "http" or scope["path"].startswith("/static/"):
            await self._app(scope, receive, send)
            return
        address = (scope.get("client") or ("",))[0]
        if not self._requests.take(address) or not self._refusals.peek(address):
            log.warning("http.too_many", address=address)
            await _slow_down(scope, receive, send)
            return

        async def send_counted(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] in (401, 403):
                self._refusals.take(address)
            await send(message)

        await self._app(scope, receive, send_counted)


class OperatorRates:
    """Stands behind the doors: bounds the requests of one operator in a minute, wherever they come from."""

    def __init__(self, app: ASGIApp, *, limits: HTTPLimits, tick: Callable[[], float] = time.monotonic) -> None:
        self._app = app
        self._requests = Rate(per_minute=limits.operator_per_minute_max, tick=tick)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, or answer 429."""
        if scope["type"] == "http":
            actor = find_actor(scope)
            if not self._requests.take(actor.identifier or actor.name):
                log.warning("http.too_many", operator=actor.name)
                await _slow_down(scope, receive, send)
                return
        await self._app(scope, receive, send)


def _refuse(scope: Scope, status: int, text: str, headers: dict[str, str] | None = None) -> Response:
    """A sentence for a person, a problem for a program. Rule: RFC 9457."""
    headers = headers or {"Connection": "close"}
    if not scope["path"].startswith("/api/"):
        return PlainTextResponse(text, status_code=status, headers=headers)
    problem = {"type": f"urn:liane:problem:{_NAMES[status]}", "title": text, "status": status, "detail": text}
    return JSONResponse(problem, status_code=status, headers=headers, media_type="application/problem+json")


_NAMES = {408: "too-slow", 413: "too-large", 429: "too-many-requests", 431: "headers-too-large"}


async def _slow_down(scope: Scope, receive: Receive, send: Send) -> None:
    answer = _refuse(scope, 429, "Trop de requêtes : réessayer dans une minute.", {"Retry-After": "60"})
    await answer(scope, receive, send)
