"""``/audit``: the search of the trail, and one line with its proof. Who looks is written in the trail too."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Path, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from liane.domain.actors.operator import Operator, Right
from liane.domain.audit.access import AccessAct, AccessEvent
from liane.web.audit_filters import NAMES, audit_query
from liane.web.audit_room import AuditRoom
from liane.web.console import Console
from liane.web.filters import read_filters
from liane.web.french import count_of
from liane.web.rights import check_right, require
from liane.web.routes.acts import ID_MAX
from liane.web.templating import Pages
from liane.web.tracing import find_whence
from liane.web.views.audit import (
    ACT_CHOICES,
    OUTCOME_CHOICES,
    describe_facts,
    describe_line,
    tell_trail,
)

PATH = "/audit"
LineNumber = Annotated[int, Path(ge=1, le=ID_MAX)]


async def trace_reading(
    console: Console,
    room: AuditRoom,
    operator: Operator,
    detail: Mapping[str, str],
    *,
    reason: str = "",
) -> None:
    """Write that somebody reads the trail, before it is shown. detail: what was asked. reason: of an export."""
    whence = find_whence()
    event = AccessEvent(
        act=AccessAct.EXPORT if reason else AccessAct.SEE_AUDIT,
        at=console.now(),
        operator=operator,
        target=whence.path,
        reason=reason,
        address=whence.address,
        detail=detail,
    )
    await room.trail.record(event)


def make_router(console: Console, room: AuditRoom, pages: Pages) -> APIRouter:
    """Make the routes of the search."""
    router = APIRouter(include_in_schema=False, prefix=PATH, dependencies=[require(Right.SEE_AUDIT)])
    trail = room.trail

    @router.get("")
    async def show(request: Request) -> Response:
        reader = check_right(request, Right.SEE_AUDIT)
        filters = read_filters(request.query_params, *NAMES)
        cursor = request.query_params.get("apres", "")
        try:
            page = await trail.search(audit_query(filters), cursor=cursor, limit=console.settings.page_size)
        except ValueError as error:
            raise HTTPException(404) from error
        asked = {name: value for name, value in filters.values.items() if value}
        await trace_reading(console, room, reader, asked)
        head, proofs = await trail.read_head(), await trail.find_proofs(limit=1)
        waiting = await trail.anomalies.count_open()
        found = f"{count_of(len(page.lines), 'ligne')} sur cette page." if asked else ""
        return await pages.render(
            request,
            "audit/lines.html",
            rows=[describe_line(line, reader) for line in page.lines],
            filters=filters,
            acts=ACT_CHOICES,
            outcomes=OUTCOME_CHOICES,
            is_filtered=not filters.is_empty,
            first=filters.address(PATH) if cursor else "",
            following=filters.address(PATH, apres=page.cursor) if page.cursor else "",
            exports=[(name, filters.address(f"{PATH}/export/{form}")) for form, name in EXPORT_NAMES],
            sentence=f"{tell_trail(head, proofs, waiting, console.now())} {found}".strip(),
            is_broken=bool(proofs) and not proofs[0].is_whole,
            waiting=waiting,
        )

    @router.get("/lignes/{seq}")
    async def show_line(request: Request, seq: LineNumber) -> Response:
        reader = check_right(request, Right.SEE_AUDIT)
        line = await trail.get(seq)
        await trace_reading(console, room, reader, {"ligne": str(seq)})
        previous, holds = await trail.check_line(seq)
        return await pages.render(
            request,
            "audit/line.html",
            line=line,
            row=describe_line(line, reader),
            facts=describe_facts(line),
            previous=previous.hex() if previous is not None else "",
            digest=line.digest.hex(),
            holds=holds,
        )

    return router


EXPORT_NAMES = (
    ("csv", "Tableur (CSV)"),
    ("fhir", "FHIR AuditEvent (NDJSON)"),
    ("atna", "IHE ATNA (XML)"),
)
