"""``POST …/acces/…``: the patient's choice, the reader's own authorisation, the opening of a DMP in an emergency."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from liane.domain.actors.operator import Right
from liane.domain.documents.timestamp import PARIS
from liane.domain.errors import StaleVersion
from liane.domain.identity.person import ConsultationStance
from liane.web.console import Console
from liane.web.framed_acts import check_apart
from liane.web.freshness import require_fresh
from liane.web.rights import check_right
from liane.web.routes.dmp_access import EMERGENCIES, AccessPage
from liane.web.routes.dmp_outcomes import lead, read_plain_form, read_why
from liane.web.routes.dmp_visit import YES, Resolve, Visit
from liane.web.routes.identities_outcomes import read_version
from liane.web.views.dmp_words import Trouble

STALE = Trouble(
    message="Quelqu’un d’autre a modifié la fiche du patient entre-temps : son choix n’a pas été enregistré.",
    remedy="Vérifier ce qui est affiché, puis recommencer.",
)


def add_routes(router: APIRouter, resolve: Resolve, console: Console, page: AccessPage) -> None:
    """Add the patient's choice, and the reader's own authorisation. Rule: DMP/CONF.06; dmp.md §7.3."""
    room, reader = page.room, page.reader
    service = room.consultation
    works = {"autoriser": (service.authorise, "autorise"), "retirer": (service.withdraw, "retire")}

    @router.post("/acces/consentement")
    async def record_choice(request: Request, visit: Annotated[Visit, Depends(resolve)]) -> Response:
        operator = check_right(request, Right.RECORD_CONSENT)
        await check_apart(request)
        form = await read_plain_form(request)
        stamp = console.now().astimezone(PARIS).strftime("%Y%m%d%H%M%S%z")
        stance = read_stance(form.get("consultation", ""))
        consents = replace(visit.person.consents, consultation=stance, consultation_at=stamp)
        is_as_seen = form.get("vu") == visit.person.consents.consultation.value
        version = visit.person.version if is_as_seen else read_version(form)
        try:
            await room.registry.record_consents(visit.person.id, version, consents, operator=operator)
        except StaleVersion:
            return await page.render(request, visit, trouble=STALE)
        return lead(visit.address("/acces"), fait="consentement")

    @router.post("/acces/{act}")
    async def declare(request: Request, visit: Annotated[Visit, Depends(resolve)], act: str) -> Response:
        if act not in works:
            raise HTTPException(404)
        await check_apart(request)
        work, done = works[act]

        async def run() -> None:
            await work(await reader.open(visit))

        outcome = await reader.settle(run())
        if outcome.trouble is not None:
            return await page.render(request, visit, trouble=outcome.trouble)
        return lead(visit.address("/acces"), fait=done)


def add_emergency(router: APIRouter, resolve: Resolve, page: AccessPage) -> None:
    """Add « bris de glace » and the access of a regulation centre: who acts proves again who they are.

    Rule: dmp.md §3.2 (purposeofuse), §11.1; psc.md §3 (re-authentication before sensitive acts).
    """

    @router.post("/acces/urgence", dependencies=[require_fresh()])
    async def open_urgently(request: Request, visit: Annotated[Visit, Depends(resolve)]) -> Response:
        check_right(request, Right.BREAK_GLASS)
        await check_apart(request)
        form = await read_plain_form(request)
        mode = EMERGENCIES.get(form.get("mode", ""))
        if mode is None:
            raise HTTPException(400)
        urgent = replace(visit, access=mode)
        outcome = await page.reader.settle(page.reader.open(urgent, reason=read_why(form)))
        if outcome.trouble is not None:
            return await page.render(request, visit, trouble=outcome.trouble, typed=read_why(form))
        return lead(urgent.address("", liste=YES))


def read_stance(value: str) -> ConsultationStance:
    """Read a choice of the patient. Raises HTTPException 400."""
    try:
        return ConsultationStance(value)
    except ValueError as error:
        raise HTTPException(400) from error
