"""``/mes-acces``: what somebody is asked to justify of their own accesses. Each one sees only what they did."""

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from liane.domain.errors import AccessDenied, StaleVersion
from liane.store.accesses_anomalies import AnomalyState
from liane.web.audit_room import AuditRoom
from liane.web.console import Console
from liane.web.rights import find_actor
from liane.web.routes.audit_anomalies import Number, read_fields, read_version
from liane.web.templating import Pages
from liane.web.views.audit_anomalies import describe_anomaly, tell_own

OWN = "/mes-acces"
SHOWN_MAX = 50


def make_router(console: Console, room: AuditRoom, pages: Pages) -> APIRouter:
    """Make the routes of one's own accesses. No right is asked: there is nothing of anybody else."""
    router = APIRouter(include_in_schema=False, prefix=OWN)
    desk = room.trail.anomalies

    @router.get("")
    async def show(request: Request) -> Response:
        reader = find_actor(request.scope)
        if not reader.name:
            raise AccessDenied
        found = await desk.find(only_open=False, operator=reader, limit=SHOWN_MAX)
        waiting = [one for one in found if one.state is AnomalyState.ASKED and one.is_of(reader)]
        return await pages.render(
            request,
            "audit/own.html",
            rows=[(one, describe_anomaly(one, reader)) for one in waiting],
            sentence=tell_own(len(waiting)),
            done=request.query_params.get("fait") == "oui",
        )

    @router.post("/{number}")
    async def answer(request: Request, number: Number) -> Response:
        reader = find_actor(request.scope)
        anomaly = await desk.get(number)
        if not anomaly.is_of(reader):
            raise LookupError("of somebody else")
        fields = await read_fields(request)
        text = fields.get("justification", "")
        if not text:
            raise HTTPException(400)
        try:
            await desk.answer(number, read_version(fields), justification=text, at=console.now())
        except StaleVersion:
            return RedirectResponse(OWN, status_code=303)
        return RedirectResponse(f"{OWN}?fait=oui", status_code=303)

    return router
