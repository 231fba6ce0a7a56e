"""``/identites/{id}/etiquettes``: labels of a person, as a PDF; the INS only on those of a qualified identity."""

import asyncio

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from liane.codecs.pdf.label import IdentityLabel, render_labels
from liane.codecs.pdf.label_sheets import DEFAULT_SHEET, SHEETS
from liane.domain.actors.operator import Right
from liane.web.console import Console
from liane.web.desk import Desk
from liane.web.rights import check_right, require
from liane.web.routes.downloads import make_download
from liane.web.routes.identities_person import PersonNumber
from liane.web.templating import Pages
from liane.web.views.identities_card import describe_person

LABELS_ASKED_MAX = 100
STAYS_OFFERED_MAX = 10


def make_router(console: Console, desk: Desk, pages: Pages) -> APIRouter:
    """Make the routes of the labels."""
    router = APIRouter(
        include_in_schema=False, prefix="/identites/{person_id}", dependencies=[require(Right.SEE_PERSONS)]
    )

    @router.get("/etiquettes")
    async def ask(request: Request, person_id: PersonNumber) -> Response:
        person = await desk.store.get_person(person_id)
        actor = check_right(request, Right.SEE_PERSONS)
        await desk.record_seen(person.id, operator=actor, at=console.now(), page="étiquettes")
        stays = await desk.store.find_stays(person.id)
        return await pages.render(
            request,
            "identities/labels.html",
            card=describe_person(person),
            circulates=person.may_circulate,
            sheets=[(sheet.key, sheet.label, sheet.count) for sheet in SHEETS.values()],
            chosen=DEFAULT_SHEET.key,
            visits=[stay.facts.visit_number for stay in stays[:STAYS_OFFERED_MAX]],
            number=DEFAULT_SHEET.count,
        )

    @router.get("/etiquettes.pdf")
    async def print_labels(request: Request, person_id: PersonNumber) -> Response:
        actor = check_right(request, Right.SEE_PERSONS)
        query = request.query_params
        sheet = SHEETS.get(query.get("planche", ""), DEFAULT_SHEET)
        number = _read(query.get("nombre", ""), sheet.count, 1, LABELS_ASKED_MAX)
        used = _read(query.get("entamee", ""), 0, 0, sheet.count - 1)
        person = await desk.store.get_person(person_id)
        await desk.record_seen(person.id, operator=actor, at=console.now(), page="étiquettes imprimées")
        label = IdentityLabel(person=person, stay_number=query.get("venue", "")[:40])
        data = await asyncio.to_thread(render_labels, [label] * number, created=console.now(), sheet=sheet, used=used)
        return make_download(data, f"etiquettes-{person.id}.pdf", "application/pdf")

    return router


def _read(typed: str, default: int, least: int, most: int) -> int:
    """Read a small number. Raises HTTPException 400 out of its bounds."""
    if not typed:
        return default
    if not (typed.isascii() and typed.isdigit()) or len(typed) > 4 or not least <= int(typed) <= most:
        raise HTTPException(400)
    return int(typed)
