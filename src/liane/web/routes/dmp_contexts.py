"""``/contexte/ouvrir/{word}``: the one-time address of a call in context, and how one leaves the context."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Path, Request
from starlette.responses import RedirectResponse, Response

from liane.domain.actors.operator import Right
from liane.pipeline.contexts.calls import ContextCalls
from liane.web.framed_acts import check_token
from liane.web.freshness import is_framed
from liane.web.rights import check_right, find_actor
from liane.web.routes.dmp_frames import Frames
from liane.web.routes.signin import read_handle
from liane.web.templating import Pages
from liane.web.tracing import find_whence

SIGN_IN = "/connexion"
Word = Annotated[str, Path(min_length=1, max_length=200)]


def make_router(calls: ContextCalls, frames: Frames | None, pages: Pages) -> APIRouter:
    """Make the routes of contexts themselves. frames: inside a record system of another site, None without."""
    router = APIRouter(include_in_schema=False, prefix="/contexte")

    @router.get("/ouvrir/{word}")
    async def open_context(request: Request, word: Word) -> Response:
        """Who is not signed in nationally signs in first; the address is used by whoever comes back."""
        operator = find_actor(request.scope)
        if not operator.identifier:
            if frames is not None and frames.is_usable and is_framed(request):
                return await frames.begin(request, word)
            query = urlencode({"suite": request.url.path})
            return RedirectResponse(f"{SIGN_IN}?{query}", status_code=303)
        check_right(request, Right.READ_DMP)
        call = await calls.open(word, operator, address=find_whence().address)
        return RedirectResponse(f"/contexte/{call.id}", status_code=303)

    @router.post("/{context_id}/quitter")
    async def leave(request: Request, context_id: Word) -> Response:
        await check_token(request)
        await calls.leave(context_id, find_actor(request.scope))
        return RedirectResponse("/contexte/termine", status_code=303)

    @router.get("/termine")
    async def tell_over(request: Request) -> Response:
        is_closed = request.query_params.get("motif") == "fin"
        layout = "dmp/frame_layout.html" if is_framed(request) else "layout.html"
        kept = read_handle(request)
        return await pages.render(request, "dmp/context_over.html", layout=layout, is_closed=is_closed, kept=kept)

    return router
