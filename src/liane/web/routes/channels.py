"""``/canaux``: the channels, and the two acts that close and open them."""

from typing import Literal

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from liane.domain.actors.operator import Right
from liane.domain.documents.timestamp import PARIS
from liane.web.console import Console
from liane.web.rights import require
from liane.web.routes.acts import REASON_CHARS_MAX, Done
from liane.web.templating import Pages
from liane.web.views.channels import describe_channels, tell_channels
from liane.web.views.today import count_today

STATES = {"suspendre": "paused", "reprendre": "running"}
DONE = {
    "paused": Done(kind="done", text="Le canal est suspendu ; le motif est au journal."),
    "running": Done(kind="done", text="Le canal est repris ; le motif est au journal."),
    "same": Done(kind="todo", text="Le canal était déjà dans cet état."),
}


def make_router(console: Console, pages: Pages) -> APIRouter:
    """Make the routes of the channels."""
    router = APIRouter(include_in_schema=False, prefix="/canaux")

    @router.get("")
    async def show(request: Request) -> Response:
        now = console.now()
        channels = await console.store.list_channels(now.astimezone(PARIS))
        figures = count_today(await console.store.today_summary(now.astimezone(PARIS)))
        return await pages.render(
            request,
            "channels.html",
            rows=describe_channels(channels, figures, now),
            sentence=tell_channels(channels),
            done=DONE.get(request.query_params.get("fait", "")),
        )

    @router.post("/{name}/{act}", dependencies=[require(Right.ACT_ON_FLOWS)])
    async def change(request: Request, name: str, act: Literal["suspendre", "reprendre"]) -> Response:
        form = await request.form(max_files=0, max_fields=10)
        reason = " ".join(str(form.get("motif", "")).split())[:REASON_CHARS_MAX]
        if not reason:
            raise HTTPException(400)
        actor = f"user:{request.scope['state']['operator']}"
        changed = await console.store.set_channel_state(name, STATES[act], actor=actor, reason=reason, at=console.now())
        return RedirectResponse(f"/canaux?fait={STATES[act] if changed else 'same'}", status_code=303)

    return router
