"""``/audit/examiner``: the worklist of accesses out of the ordinary: ask why, then conclude."""

from typing import Annotated

from fastapi import APIRouter, Path, Request
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from liane.domain.actors.operator import Operator, Right
from liane.domain.errors import StaleVersion
from liane.store.accesses_anomalies import AnomalyDesk, AnomalyState, Verdict
from liane.web.audit_room import AuditRoom
from liane.web.console import Console
from liane.web.rights import check_right, require
from liane.web.routes.acts import ID_MAX
from liane.web.routes.audit_lines import PATH, trace_reading
from liane.web.templating import Pages
from liane.web.views.audit import describe_line
from liane.web.views.audit_anomalies import describe_anomaly, tell_anomalies

WORK = f"{PATH}/examiner"
LINES_SHOWN_MAX = 50
FIELDS_MAX = 10
REASON_CHARS_MAX = 2000
Number = Annotated[int, Path(ge=1, le=ID_MAX)]


async def read_fields(request: Request) -> dict[str, str]:
    """Read the plain fields of a form, blanks folded."""
    form = await request.form(max_files=0, max_fields=FIELDS_MAX)
    return {name: " ".join(str(value).split())[:REASON_CHARS_MAX] for name, value in form.items()}


def read_version(fields: dict[str, str]) -> int:
    """Read the version that was seen. Raises HTTPException 400."""
    version = fields.get("version", "")
    if not version.isdecimal() or len(version) > 9:
        raise HTTPException(400)
    return int(version)


async def _do(console: Console, desk: AnomalyDesk, number: int, fields: dict[str, str], reader: Operator) -> None:
    """Ask why, or conclude. Raises HTTPException 400, StaleVersion."""
    version, act = read_version(fields), fields.get("acte", "")
    if act == "demander":
        await desk.ask(number, version, by=reader.name, at=console.now())
        return
    reason = fields.get("conclusion", "")
    if act not in ("legitimate", "breach") or not reason:
        raise HTTPException(400)
    await desk.conclude(number, version, verdict=Verdict(act), conclusion=reason, by=reader.name, at=console.now())


def make_router(console: Console, room: AuditRoom, pages: Pages) -> APIRouter:
    """Make the routes of the worklist."""
    router = APIRouter(include_in_schema=False, prefix=WORK, dependencies=[require(Right.SEE_AUDIT)])
    desk, trail = room.trail.anomalies, room.trail

    @router.get("")
    async def show(request: Request, tout: str = "", avant: int | None = None) -> Response:
        reader = check_right(request, Right.SEE_AUDIT)
        limit = console.settings.page_size
        before = avant if avant is not None and 0 < avant <= ID_MAX else None
        found = await desk.find(only_open=tout != "oui", before=before, limit=limit)
        await trace_reading(console, room, reader, {"accès à examiner": "liste"})
        suffix = "&tout=oui" if tout == "oui" else ""
        return await pages.render(
            request,
            "audit/anomalies.html",
            rows=[describe_anomaly(one, reader) for one in found],
            is_whole=tout == "oui",
            first=(f"{WORK}?tout=oui" if suffix else WORK) if before is not None else "",
            following=f"{WORK}?avant={found[-1].id}{suffix}" if len(found) == limit else "",
            sentence=tell_anomalies(len(found), is_whole=tout == "oui"),
        )

    @router.get("/{number}")
    async def show_one(request: Request, number: Number) -> Response:
        reader = check_right(request, Right.SEE_AUDIT)
        anomaly = await desk.get(number)
        await trace_reading(console, room, reader, {"accès à examiner": str(number)})
        lines = [await trail.get(seq) for seq in anomaly.lines[:LINES_SHOWN_MAX]]
        return await pages.render(
            request,
            "audit/anomaly.html",
            anomaly=anomaly,
            row=describe_anomaly(anomaly, reader),
            lines=[describe_line(line, reader) for line in lines],
            is_closed=anomaly.state is AnomalyState.CLOSED,
            is_own=anomaly.is_of(reader),
            is_stale=request.query_params.get("depasse") == "oui",
        )

    @router.post("/{number}")
    async def act(request: Request, number: Number) -> Response:
        reader = check_right(request, Right.SEE_AUDIT)
        fields = await read_fields(request)
        if (await desk.get(number)).is_of(reader):
            raise HTTPException(403)
        try:
            await _do(console, desk, number, fields, reader)
        except StaleVersion:
            return RedirectResponse(f"{WORK}/{number}?depasse=oui", status_code=303)
        return RedirectResponse(f"{WORK}/{number}", status_code=303)

    return router
