"""``GET /api/fhir/AuditEvent``: the trail for an auditor's own tools, as FHIR R4 (ITI-81). Reading it is traced.

Parameters: ``date`` (ge, gt, le, lt, or a day), ``agent`` (a part of a name, or a national identifier), ``entity``
(number of a person), ``outcome``, ``address``, ``_count``; a page leads to the next.
"""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.responses import Response

from liane.codecs.fhir_audit.event import render_audit_event, render_bundle, render_outcome
from liane.domain.actors.operator import Operator, Right
from liane.domain.audit.catalogue import OUTCOME_CODES
from liane.store.accesses_records import AccessQuery, StoredAccess
from liane.web.audit_room import AuditRoom
from liane.web.console import Console
from liane.web.filters import read_day
from liane.web.rights import find_actor
from liane.web.routes.audit_lines import trace_reading
from liane.web.templating import Pages

PATH = "/api/fhir/AuditEvent"
COUNT_MAX = 200
_DATE = re.compile(r"(eq|ge|gt|le|lt)?(\d{4}-\d{2}-\d{2})(T[0-9:.+Z-]+)?")


class WrongParameter(Exception):
    """A parameter cannot be understood; its text is French."""


def _read_instant(day: str, rest: str | None) -> datetime:
    try:
        if rest is None:
            found = read_day(day)
            if found is None:
                raise ValueError
            return found
        at = datetime.fromisoformat(day + rest)
    except ValueError as error:
        raise WrongParameter("Le paramètre date n’est pas une date FHIR.") from error
    return at if at.tzinfo is not None else at.replace(tzinfo=UTC)


def read_query(parameters: list[tuple[str, str]]) -> tuple[AccessQuery, int, str]:
    """Read a search: (query, count, cursor). Raises WrongParameter."""
    values: dict[str, Any] = {}
    paging = {"_count": "50", "_page": "", "_format": ""}
    for name, value in parameters:
        if name in paging:
            paging[name] = value
        elif name in READERS:
            values |= READERS[name](value)
        else:
            raise WrongParameter(f"Le paramètre {name[:40]} n’est pas connu ici.")
    return AccessQuery(**values), min(_read_number(paging["_count"]), COUNT_MAX), paging["_page"]


def _read_outcome(value: str) -> dict[str, Any]:
    for outcome, code in OUTCOME_CODES.items():
        if code == value:
            return {"outcome": outcome}
    raise WrongParameter("Le paramètre outcome vaut 0, 4 ou 8.")


def _read_date(value: str) -> dict[str, Any]:
    match = _DATE.fullmatch(value)
    if match is None:
        raise WrongParameter("Le paramètre date n’est pas une date FHIR.")
    prefix, at = match[1] or "eq", _read_instant(match[2], match[3])
    step = timedelta(days=1) if match[3] is None else timedelta(microseconds=1)
    if at.year >= 9999:
        raise WrongParameter("Le paramètre date n’est pas une date FHIR.")
    bounds = {
        "eq": (at, at + step),
        "ge": (at, None),
        "gt": (at + step, None),
        "le": (None, at + step),
        "lt": (None, at),
    }
    since, until = bounds[prefix]
    return {name: bound for name, bound in (("since", since), ("until", until)) if bound is not None}


def _read_number(value: str) -> int:
    if not value.isdecimal() or len(value) > 18:
        raise WrongParameter("Un nombre est attendu.")
    return int(value)


READERS: dict[str, Callable[[str], dict[str, Any]]] = {
    "date": _read_date,
    "agent": lambda value: {"who": value},
    "entity": lambda value: {"person_id": _read_number(value.rpartition("|")[2])},
    "outcome": _read_outcome,
    "address": lambda value: {"address": value},
}
"""Parameters of a search, with how each is read."""


def _answer(resource: dict[str, Any], status: int = 200) -> Response:
    text = json.dumps(resource, ensure_ascii=False)
    return Response(text.encode(), status_code=status, media_type="application/fhir+json")


def _refuse(operator: Operator) -> Response | None:
    if operator.may(Right.SEE_AUDIT):
        return None
    return _answer(render_outcome("forbidden", f"Il faut : {Right.SEE_AUDIT.value}."), 403)


def make_router(console: Console, room: AuditRoom, _: Pages) -> APIRouter:
    """Make the routes of the FHIR façade of the trail."""
    router = APIRouter(include_in_schema=False, prefix=PATH)

    def render(line: StoredAccess) -> dict[str, Any]:
        return render_audit_event(line.event, id=line.id, digest=line.digest, source=room.source)

    @router.get("")
    async def search(request: Request) -> Response:
        reader = find_actor(request.scope)
        refusal = _refuse(reader)
        if refusal is not None:
            return refusal
        parameters = list(request.query_params.multi_items())
        try:
            query, count, cursor = read_query(parameters)
            page = await room.trail.search(query, cursor=cursor, limit=max(count, 1))
        except WrongParameter as error:
            return _answer(render_outcome("invalid", str(error)), 400)
        except ValueError:
            return _answer(render_outcome("invalid", "Le paramètre _page ne vient pas d’ici."), 400)
        await trace_reading(console, room, reader, {name: value[:100] for name, value in parameters[:15]})
        kept = [(name, value) for name, value in parameters if name != "_page"]
        base = f"{request.url.scheme}://{request.url.netloc}{PATH}"
        following = f"{base}?{urlencode([*kept, ('_page', page.cursor)])}" if page.cursor else ""
        shown = [render(line) for line in page.lines] if count else []
        bundle = render_bundle(shown, self_url=f"{base}?{urlencode(parameters)}", next_url=following if count else "")
        return _answer(bundle)

    @router.get("/{resource_id}")
    async def read(request: Request, resource_id: str) -> Response:
        reader = find_actor(request.scope)
        refusal = _refuse(reader)
        if refusal is not None:
            return refusal
        line = await room.trail.find_by_id(resource_id)
        if line is None:
            return _answer(render_outcome("not-found", "Cette ligne n’existe pas, ou plus."), 404)
        await trace_reading(console, room, reader, {"ligne": str(line.seq)})
        return _answer(render(line))

    return router
