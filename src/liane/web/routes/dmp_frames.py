"""``/contexte/cadre``, ``/contexte/fenetre``: a frame in a record system of another site, and its window.

The session of the professional does not go into such a frame. The frame shows a number and waits; the window, where the
professional signs in, takes the number; the frame then opens by itself, under a cookie of its own.
"""

from typing import Annotated

from fastapi import APIRouter, Path, Request
from starlette.responses import RedirectResponse, Response

from liane.domain.actors.operator import Right
from liane.pipeline.contexts.calls import ContextCalls, ContextDenied
from liane.pipeline.contexts.frames import WRONG_NUMBER, ContextFrames
from liane.pipeline.signin.sessions import Seen
from liane.pipeline.signin.vault import digest, new_secret
from liane.store.context_frames import ContextFrame
from liane.store.session_records import StoredSession
from liane.web.context_frame import FRAME_COOKIE, WAITING, WINDOW, set_frame_cookie
from liane.web.rights import check_right
from liane.web.sign_in_room import SignInRoom, read_cookies
from liane.web.templating import Pages

READY = "cadre"
EVERY_S = 3
FrameId = Annotated[str, Path(min_length=1, max_length=100)]


class Frames:
    """The frames of contexts, as pages show them."""

    def __init__(self, room: SignInRoom, frames: ContextFrames, calls: ContextCalls, pages: Pages) -> None:
        self._room = room
        self._frames = frames
        self._calls = calls
        self._pages = pages

    @property
    def is_usable(self) -> bool:
        """Tell whether browsers keep the cookie of a frame: over TLS alone."""
        return self._room.is_secure

    async def begin(self, request: Request, word: str) -> Response:
        """Answer a frame that nobody is signed in to: see whether its cookie comes back, then have it wait.

        A browser that keeps no cookie there is told so, with the address to open in a window: it still opens, once.
        """
        held = read_cookies(request.headers).get(FRAME_COOKIE, "")
        if request.query_params.get(READY) != "1":
            answer = RedirectResponse(f"{request.url.path}?{READY}=1", status_code=303)
            if not held:
                set_frame_cookie(answer, new_secret())
            return answer
        call = await self._calls.find_waiting(word)
        if not held:
            return await self._pages.render(request, "dmp/frame_blocked.html", address=request.url.path, call=call)
        seen = await self._find_session(held)
        if seen.operator is None or seen.session is None or seen.operator.identifier != call.identifier:
            begun = await self._frames.begin(word)
        else:
            begun = await self._frames.begin_again(word, held, seen.session, seen.operator)
        address = f"/contexte/{begun.context_id}" if begun.context_id else f"{WAITING}{begun.id}"
        answer = RedirectResponse(address, status_code=303)
        set_frame_cookie(answer, begun.secret)
        return answer

    async def _find_session(self, held: str) -> Seen:
        """Give the session that a frame was confirmed in before, in the same situation still; nobody otherwise."""
        former = await self._frames.find(held)
        seen = await self._room.sessions.read_number(former.session) if former is not None else Seen()
        is_same = former is not None and seen.session is not None and seen.session.situation_key == former.situation
        return seen if is_same else Seen()

    async def wait(self, request: Request, frame_id: str) -> Response:
        """Show a frame its number, until it was confirmed; then give it its own secret and its patient."""
        held = read_cookies(request.headers).get(FRAME_COOKIE, "")
        frame = await self._frames.show(frame_id, held)
        is_fragment = request.headers.get("hx-request") == "true"
        if frame.confirmed_at is None:
            template = "dmp/frame_state.html" if is_fragment else "dmp/frame_wait.html"
            window = f"{WINDOW}{frame.id}"
            return await self._pages.render(request, template, frame=frame, window=window, every_s=EVERY_S)
        secret = await self._frames.take(frame.id, held)
        address = f"/contexte/{frame.call.id}"
        answer: Response = RedirectResponse(address, status_code=303)
        if is_fragment:
            answer = Response(status_code=200, headers={"HX-Redirect": address})
        if secret is not None:
            set_frame_cookie(answer, secret)
        return answer

    async def ask(self, request: Request, frame_id: str, *, is_wrong: bool = False) -> Response:
        """Ask, in a window, for the number that the frame shows."""
        check_right(request, Right.READ_DMP)
        frame: ContextFrame = await self._frames.look(frame_id)
        status = 422 if is_wrong else 200
        wrong = WRONG_NUMBER if is_wrong else None
        return await self._pages.render(request, "dmp/frame_window.html", status=status, frame=frame, wrong=wrong)

    async def confirm(self, request: Request, frame_id: str) -> Response:
        """Take the number: the frame that shows it is this person's."""
        operator = check_right(request, Right.READ_DMP)
        session = request.scope.get("state", {}).get("session")
        if not isinstance(session, StoredSession):
            return RedirectResponse(f"{WINDOW}{frame_id}", status_code=303)
        form = await request.form(max_files=0, max_fields=5)
        visitor = self._room.make_visitor(request.scope)
        number = "".join(str(form.get("nombre", "")).split())[:10]
        try:
            call = await self._frames.confirm(frame_id, number, session, operator, browser=digest(visitor.secret))
        except ContextDenied as error:
            if error.finding is not WRONG_NUMBER:
                raise
            return await self.ask(request, frame_id, is_wrong=True)
        answer = await self._pages.render(request, "dmp/frame_confirmed.html", call=call)
        self._room.set_cookie(answer, self._room.browser_cookie, visitor.secret)
        return answer


def make_frame_router(frames: Frames) -> APIRouter:
    """Make the routes of frames: they go before those that take any context."""
    router = APIRouter(include_in_schema=False, prefix="/contexte")

    @router.get("/cadre/{frame_id}")
    async def wait(request: Request, frame_id: FrameId) -> Response:
        return await frames.wait(request, frame_id)

    @router.get("/fenetre/{frame_id}")
    async def ask(request: Request, frame_id: FrameId) -> Response:
        return await frames.ask(request, frame_id)

    @router.post("/fenetre/{frame_id}")
    async def confirm(request: Request, frame_id: FrameId) -> Response:
        return await frames.confirm(request, frame_id)

    return router


def make_frames(room: SignInRoom | None, calls: ContextCalls, pages: Pages) -> Frames | None:
    """Give the frames; None where nobody signs in, or no record system frames a page."""
    if room is None or room.frames is None:
        return None
    return Frames(room, room.frames, calls, pages)
