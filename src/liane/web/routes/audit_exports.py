"""``/audit/export/…``: the lines that a search finds, as a file: CSV, FHIR AuditEvent or ATNA messages."""

import json
from collections.abc import AsyncIterator
from typing import Literal

from fastapi import APIRouter, Request
from starlette.responses import Response, StreamingResponse

from liane.codecs.atna.message import render_audit_message
from liane.codecs.fhir_audit.event import render_audit_event
from liane.domain.actors.operator import Right
from liane.store.accesses_records import EXPORT_LINES_MAX, AccessQuery, StoredAccess
from liane.web.audit_filters import NAMES, audit_query
from liane.web.audit_room import AuditRoom
from liane.web.console import Console
from liane.web.filters import read_filters
from liane.web.reasons import Exports, read_written_reason
from liane.web.rights import check_right, require
from liane.web.routes.audit_lines import PATH, trace_reading
from liane.web.templating import Pages
from liane.web.views.audit import render_part

Form = Literal["csv", "fhir", "atna"]
KINDS: dict[Form, tuple[str, str]] = {
    "csv": ("piste-audit.csv", "text/csv; charset=utf-8"),
    "fhir": ("piste-audit.ndjson", "application/fhir+ndjson"),
    "atna": ("piste-audit.xml", "application/xml"),
}
PART_LINES = 500


class Writer:
    """Writes lines in one form, part by part."""

    def __init__(self, room: AuditRoom, form: Form) -> None:
        self._source = room.source
        self._form = form

    async def write(self, parts: AsyncIterator[list[StoredAccess]]) -> AsyncIterator[bytes]:
        """Give the bytes of a file."""
        is_first = True
        if self._form == "atna":
            yield b'<?xml version="1.0" encoding="UTF-8"?>\n<AuditMessages>\n'
        async for part in parts:
            yield self._render(part, is_first=is_first)
            is_first = False
        if self._form == "atna":
            yield b"</AuditMessages>\n"
        if self._form == "csv" and is_first:
            yield render_part((), is_first=True).encode()

    def _render(self, lines: list[StoredAccess], *, is_first: bool) -> bytes:
        if self._form == "csv":
            return render_part(lines, is_first=is_first).encode()
        return b"".join(self._render_one(line) + b"\n" for line in lines)

    def _render_one(self, line: StoredAccess) -> bytes:
        if self._form == "atna":
            return render_audit_message(line.event, id=line.id, digest=line.digest, source=self._source)
        resource = render_audit_event(line.event, id=line.id, digest=line.digest, source=self._source)
        return json.dumps(resource, ensure_ascii=False).encode()


async def _read_parts(room: AuditRoom, query: AccessQuery) -> AsyncIterator[list[StoredAccess]]:
    part: list[StoredAccess] = []
    async for line in room.trail.walk(query, lines_max=EXPORT_LINES_MAX, page_size=PART_LINES):
        part.append(line)
        if len(part) == PART_LINES:
            yield part
            part = []
    if part:
        yield part


def make_router(console: Console, room: AuditRoom, pages: Pages) -> APIRouter:
    """Make the route of the exports."""
    router = APIRouter(include_in_schema=False, prefix=PATH, dependencies=[require(Right.SEE_AUDIT)])

    exports = Exports(console, pages)

    @exports.add(
        router,
        "/export/{form}",
        "la piste d’audit",
        right=Right.SEE_AUDIT,
        is_traced=False,
    )
    async def export(request: Request, form: Form) -> Response:
        reader = check_right(request, Right.SEE_AUDIT)
        filters = read_filters(request.query_params, *NAMES)
        asked = {name: value for name, value in filters.values.items() if value}
        await trace_reading(console, room, reader, asked | {"forme": form}, reason=await read_written_reason(request))
        name, media_type = KINDS[form]
        data = Writer(room, form).write(_read_parts(room, audit_query(filters)))
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return StreamingResponse(data, media_type=media_type, headers=headers)

    return router
