"""Templates: one Jinja environment, everything escaped, French filters, and the address of each static file."""

import re
from datetime import datetime
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import HTMLResponse

from liane.domain.actors.operator import Right
from liane.domain.errors import StorageUnavailable
from liane.web.compiled_templates import SharedTemplates
from liane.web.console import Console
from liane.web.french import (
    count_of,
    format_count,
    format_duration,
    format_exact,
    format_hl7_date,
    format_instant,
    format_size,
)
from liane.web.pulse import Beat
from liane.web.rights import find_actor
from liane.web.rooms import HOMES, Room, find_rooms
from liane.web.signed_in import describe_visit
from liane.web.static_files import StaticFiles


class Pages:
    """Renders pages. One instance per application."""

    def __init__(self, console: Console, files: StaticFiles) -> None:
        self._console = console
        environment = Environment(
            loader=PackageLoader("liane.web", "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            bytecode_cache=SharedTemplates(),
        )
        environment.filters.update(
            count=format_count,
            day=format_hl7_date,
            size=format_size,
            exact=format_exact,
            duration=format_duration,
            address=break_address,
        )
        environment.globals.update(
            count_of=count_of,
            static=files.address,
            settings=console.settings,
        )
        self._environment = environment

    async def render(self, request: Request, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
        """Render a page in answer to a request."""
        now = self._console.now()
        beat = await self._read_beat()
        actor = find_actor(request.scope)
        rooms = self._find_rooms(request)
        text = self._environment.get_template(template).render(
            request=request,
            path=request.url.path,
            rooms=rooms,
            current_place=find_place(rooms, request.url.path),
            may=lambda right: actor.may(Right[right]),
            operator=request.scope.get("state", {}).get("operator", ""),
            theme=_choice(request, "theme", ("clair", "sombre")),
            visit=describe_visit(request.scope),
            has_keys=_choice(request, "touches", ("non",)) != "non",
            now=now,
            counts=beat.counts if beat else {},
            mark=beat.mark if beat else "",
            at=lambda instant: render_instant(instant, now),
            **values,
        )
        return HTMLResponse(text, status_code=status)

    def _find_rooms(self, request: Request) -> tuple[Room, ...]:
        """The rooms that who acts may enter."""
        return find_rooms(
            find_actor(request.scope),
            has_identities=self._console.desk is not None,
            has_reception=self._console.reception is not None,
            has_pharmacy=self._console.reception is not None and self._console.reception.has_pharmacy,
            has_dmp=self._console.settings.dmp is not None,
            has_rights=self._console.settings.rights is not None,
            has_directory=self._console.settings.directory is not None,
        )

    def find_home(self, request: Request) -> str:
        """Give where who acts arrives, who may not see « Aujourd’hui »; empty when nothing is open to them."""
        open_to = [place.path for room in self._find_rooms(request) for place in room.places if place.path != "/"]
        return next((path for path in HOMES if path in open_to), open_to[0] if open_to else "")

    async def _read_beat(self) -> Beat | None:
        """Figures beside the names of the pages, and the mark of the flows; None while the database is away."""
        try:
            return await self._console.pulse.read()
        except StorageUnavailable:
            return None


def find_place(rooms: tuple[Room, ...], path: str) -> str:
    """Give the address of the named page that an address belongs to: the longest that starts it; empty for none."""
    places = [place.path for room in rooms for place in room.places]
    return max((one for one in places if path == one or path.startswith(f"{one}/")), key=len, default="")


def _choice(request: Request, name: str, allowed: tuple[str, ...]) -> str:
    value = request.cookies.get(name, "")
    return value if value in allowed else ""


def break_address(address: str) -> Markup:
    """Write a mailbox so that it may break after its ``@`` and its dots."""
    pieces = [escape(piece) for piece in re.split(r"(?<=[@.])", address)]
    return Markup("<wbr>").join(pieces)


def render_instant(instant: datetime, now: datetime) -> Markup:
    """Write an instant for a page: as a person says it, the exact one on hover and for machines."""
    return Markup('<time datetime="{}" title="{}">{}</time>').format(
        instant.isoformat(), format_exact(instant), escape(format_instant(instant, now))
    )
