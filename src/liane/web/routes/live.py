"""``/flux/evenements``: tells open pages that something changed; the pages then ask for themselves again.

One reader for all the streams: it looks at the store at most every ``refresh_s``, and only while somebody listens.
A stream says nothing of what changed, so it carries no patient data. That of a session that ended is cut at the next
look, with a last event ``fin``.
"""

import asyncio
from collections.abc import AsyncIterator

from fastapi import APIRouter, Request
from starlette.responses import Response, StreamingResponse

from liane.domain.errors import StorageUnavailable
from liane.store.session_records import StoredSession
from liane.web.console import Console

STREAMS_MAX = 200
STREAM_S_MAX = 300.0


class Streams:
    """The open streams of one application."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._open = 0
        self._closing = asyncio.Event()

    @property
    def is_full(self) -> bool:
        """True when no more stream may open."""
        return self._open >= STREAMS_MAX

    def close(self) -> None:
        """End every stream, so that the server can stop; browsers come back by themselves."""
        self._closing.set()

    async def listen(self, session: int | None = None) -> AsyncIterator[str]:
        """Give the events of one stream: a mark at once, then each time it changes; a comment keeps the line open.

        session: whose stream it is; it ends with it. Rule: REM SSI/IE.39, SSI/IE.58.
        """
        self._open += 1
        try:
            told, ends_at = "", asyncio.get_running_loop().time() + STREAM_S_MAX
            yield "retry: 3000\n\n"
            while not self._closing.is_set() and asyncio.get_running_loop().time() < ends_at:
                if session is not None and not await self._holds(session):
                    yield "event: fin\ndata: session\n\n"
                    return
                mark = await self._read_mark()
                yield f"event: flux\ndata: {mark}\n\n" if mark != told else ": toujours là\n\n"
                told = mark
                await self._rest()
        finally:
            self._open -= 1

    async def _holds(self, session: int) -> bool:
        """Tell whether a session is open still; while the database is away nobody can tell, and nothing is said."""
        room = self._console.settings.sign_in
        try:
            return room is None or await room.sessions.holds(session)
        except StorageUnavailable:
            return True

    async def _rest(self) -> None:
        try:
            await asyncio.wait_for(self._closing.wait(), self._console.settings.refresh_s)
        except TimeoutError:
            return

    async def _read_mark(self) -> str:
        try:
            return (await self._console.pulse.read()).mark
        except StorageUnavailable:
            return "indisponible"


def make_router(streams: Streams) -> APIRouter:
    """Make the route of the stream."""
    router = APIRouter(include_in_schema=False)

    @router.get("/flux/evenements")
    async def listen(request: Request) -> Response:
        if streams.is_full:
            return Response(status_code=503, headers={"Retry-After": "30"})
        session = request.scope.get("state", {}).get("session")
        return StreamingResponse(
            streams.listen(session.id if isinstance(session, StoredSession) else None),
            media_type="text/event-stream",
            headers={"X-Accel-Buffering": "no", "Cache-Control": "no-store"},
        )

    return router
