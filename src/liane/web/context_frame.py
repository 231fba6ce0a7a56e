"""The frame of a context inside a record system of another site: its cookie, and what it opens.

The cookie (CHIPS: partitioned by the site around the frame) opens the pages of one context and nothing else.
Rule: RFC 6265bis (SameSite, ``__Host-``); CHIPS; CSP level 3 §6.4.2; psc.md §12-3.
"""

from dataclasses import dataclass, field
from urllib.parse import urlencode

from starlette.datastructures import Headers
from starlette.responses import RedirectResponse, Response
from starlette.types import Scope

from liane.pipeline.contexts.frames import ContextFrames, make_token
from liane.pipeline.signin.sessions import Seen, SessionKeeper
from liane.store.context_frames import ContextFrame
from liane.web.sign_in_room import SignInRoom, read_cookies

FRAME_COOKIE = "__Host-liane-cadre"
TOKEN_FIELD = "jeton"  # noqa: S105 - the name of a field
ROOT, OPENING, WAITING, OVER = "/contexte/", "/contexte/ouvrir/", "/contexte/cadre/", "/contexte/termine"
WINDOW = "/contexte/fenetre/"
CLOSED = f"{OVER}?motif=fin"
KEPT = "garde"
"""In the address of a frame that is over: the handle of what was typed there."""
COOKIE_LASTS_S = 4 * 3600
"""No longer than any session of Liane."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameEntry:
    """A request that comes from a frame which was confirmed. token: what its forms carry."""

    frame: ContextFrame
    token: str = field(repr=False)


def set_frame_cookie(answer: Response, secret: str) -> None:
    """Set the cookie of a frame: sent inside the record system that framed it, and under no other site."""
    lines = f"Path=/; Max-Age={COOKIE_LASTS_S}; Secure; HttpOnly; SameSite=None; Partitioned"
    answer.headers.append("set-cookie", f"{FRAME_COOKIE}={secret}; {lines}")


def find_entry(scope: Scope) -> FrameEntry | None:
    """Give the frame that a request comes from; None for a page of its own."""
    entry = scope.get("state", {}).get("frame")
    return entry if isinstance(entry, FrameEntry) else None


def make_token_of(scope: Scope) -> str:
    """The token that the forms of a page carry; empty outside a frame."""
    entry = find_entry(scope)
    return entry.token if entry is not None else ""


class FrameDoor:
    """Judges what comes without a session of its own, below ``/contexte/``. One instance per door."""

    def __init__(self, frames: ContextFrames, sessions: SessionKeeper) -> None:
        self._frames = frames
        self._sessions = sessions

    def is_open(self, scope: Scope, headers: Headers) -> bool:
        """Tell whether a page is open before anybody is known: the frame that waits, and the one that is over."""
        path = scope["path"]
        if scope["method"] not in ("GET", "HEAD"):
            return False
        if path.startswith(WAITING):
            return True
        return is_in_frame(headers) and (path.startswith(OPENING) or path == OVER)

    async def enter(self, scope: Scope, headers: Headers) -> tuple[Seen, FrameEntry] | None:
        """Judge the cookie of a frame: it opens the pages of its own context, while the session behind it lasts.

        Raises StorageUnavailable.
        """
        entry = await self.find_former(scope, headers)
        if entry is None:
            return None
        frame, client = entry.frame, scope.get("client")
        is_act = "x-liane-suivi" not in headers
        seen = await self._sessions.read_number(frame.session, address=client[0] if client else "", is_act=is_act)
        if seen.operator is None or seen.session is None or seen.session.situation_key != frame.situation:
            return None
        return seen, entry

    async def find_former(self, scope: Scope, headers: Headers) -> FrameEntry | None:
        """Give the frame that a request to its context comes from, whether or not its session lasts.

        Raises StorageUnavailable.
        """
        held = read_cookies(headers).get(FRAME_COOKIE, "")
        path: str = scope["path"]
        if not held or not path.startswith(ROOT):
            return None
        frame = await self._frames.find(held)
        if frame is None or frame.call.id != path.removeprefix(ROOT).partition("/")[0]:
            return None
        return FrameEntry(frame=frame, token=make_token(held))

    def is_closed(self, scope: Scope, headers: Headers) -> bool:
        """Tell whether a request comes from a frame whose context or session is over; not so a page of its own."""
        is_part = headers.get("hx-request") == "true" and FRAME_COOKIE in read_cookies(headers)
        return bool(scope["path"].startswith(ROOT)) and (is_part or is_in_frame(headers))

    def close(self, headers: Headers, kept: str) -> Response:
        """What such a frame is shown. kept: the handle of what was typed, empty without."""
        address = f"{CLOSED}&{urlencode({KEPT: kept})}" if kept else CLOSED
        if headers.get("hx-request") == "true":
            return Response(status_code=401, headers={"HX-Redirect": address})
        return RedirectResponse(address, status_code=303)


def is_in_frame(headers: Headers) -> bool:
    """Tell whether a browser asks for a page inside a frame."""
    return headers.get("sec-fetch-dest", "") in ("iframe", "frame")


def make_frame_door(room: SignInRoom) -> FrameDoor | None:
    """Make the door of frames; None where no record system frames a page, or without TLS: no such cookie is kept."""
    if room.frames is None or not room.is_secure:
        return None
    return FrameDoor(room.frames, room.sessions)
