"""``POST …/integrer`` and ``…/changer``: documents of a DMP given to the incoming flow, masked, shown, archived…"""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from liane.domain.dmp.changes import DocumentChange
from liane.domain.documents.timestamp import PARIS
from liane.pipeline.dmp_consultation.integration import Integrated, IntegrationState
from liane.web.dmp_room import DMPRoom
from liane.web.framed_acts import check_apart
from liane.web.french import count_of, join_french
from liane.web.freshness import check_fresh
from liane.web.routes.dmp_document import Previews, UniqueId, document_path
from liane.web.routes.dmp_outcomes import find_change, lead, read_plain_form, read_ticked, read_why
from liane.web.routes.dmp_visit import YES, Reader, Resolve, Visit
from liane.web.templating import Pages
from liane.web.views.dmp_words import CHANGE_WORDS, Trouble
from liane.web.views.states import Shape, State

STATES = {
    IntegrationState.FILED: State(
        shape=Shape.DONE, word="transmis au DPI", meaning="Il suit le flux des documents reçus."
    ),
    IntegrationState.WAITING: State(
        shape=Shape.TODO, word="à classer", meaning="Il attend une personne dans la réception."
    ),
    IntegrationState.KNOWN: State(shape=Shape.IDLE, word="déjà là", meaning="Rien n’a été fait deux fois."),
    IntegrationState.FAILED: State(shape=Shape.REFUSED, word="non intégré"),
}


def tell_integrated(done: tuple[Integrated, ...]) -> str:
    """Say in one sentence what became of what was asked."""
    counts = {state: sum(one.state is state for one in done) for state in IntegrationState}
    words = [
        (counts[IntegrationState.FILED], "document transmis au DPI", "documents transmis au DPI"),
        (
            counts[IntegrationState.WAITING],
            "document à classer dans la réception",
            "documents à classer dans la réception",
        ),
        (counts[IntegrationState.KNOWN], "document déjà là", "documents déjà là"),
        (counts[IntegrationState.FAILED], "document non intégré", "documents non intégrés"),
    ]
    return f"{join_french([count_of(number, one, many) for number, one, many in words if number])}."


def tell_day(at: datetime | None) -> str:
    """Write the day of an act in local time; empty when it is not known. Rule: [EX_3.1-1070]."""
    return f"{at.astimezone(PARIS):%d/%m/%Y}" if at is not None else ""


def add_routes(router: APIRouter, resolve: Resolve, room: DMPRoom, reader: Reader, pages: Pages) -> None:
    """Add the act of integrating. Rule: DMP/UX.31, CDA/DD.04."""

    @router.post("/integrer")
    async def integrate(request: Request, visit: Annotated[Visit, Depends(resolve)]) -> Response:
        wanted = await read_ticked(request, "doc")
        if not wanted:
            raise HTTPException(400)

        async def work() -> Any:
            folder = await reader.open(visit)
            return await room.consultation.integrate(folder, wanted, visit.operator)

        outcome = await reader.settle(work())
        if outcome.trouble is not None:
            refused = Refused(trouble=outcome.trouble, act="Intégrer au DPI", back=visit.address("", liste=YES))
            return await tell_refused(request, visit, refused, reader, pages)
        done: tuple[Integrated, ...] = outcome.value
        return await pages.render(
            request,
            "dmp/integrated.html",
            tab="",
            sentence=tell_integrated(done),
            rows=[(one, STATES[one.state], tell_day(one.acted_at)) for one in done],
            **reader.frame(visit),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """An act that did not happen. back: where it was asked. typed: the reason as typed, so that it is not lost."""

    trouble: Trouble
    act: str
    back: str
    typed: str = ""


async def tell_refused(request: Request, visit: Visit, refused: Refused, reader: Reader, pages: Pages) -> Response:
    """Say why an act did not happen, and what to do."""
    status = 409 if refused.trouble.can_retry else 422
    frame = reader.frame(visit)
    return await pages.render(request, "dmp/act_refused.html", status=status, refused=refused, **frame)


def add_change(router: APIRouter, resolve: Resolve, previews: Previews, pages: Pages) -> None:
    """Add the changes of one document. Rule: dmp.md §10 (TD3.3a to TD3.3d)."""
    room, reader = previews.room, previews.reader

    @router.post("/documents/{unique_id}/changer")
    async def change(request: Request, visit: Annotated[Visit, Depends(resolve)], unique_id: UniqueId) -> Response:
        form = await read_plain_form(request)
        asked = find_change(form.get("acte", ""))
        if asked is None:
            raise HTTPException(400)
        if asked is DocumentChange.DELETE:
            await check_fresh(request)
        await check_apart(request)

        async def work() -> Any:
            folder = await reader.open(visit)
            return await room.consultation.change(folder, unique_id, asked, read_why(form))

        outcome = await reader.settle(work())
        previews.forget(unique_id)
        page = visit.address(document_path(unique_id))
        if outcome.trouble is not None:
            act = CHANGE_WORDS[asked]
            refused = Refused(trouble=outcome.trouble, act=act, back=page, typed=read_why(form))
            return await tell_refused(request, visit, refused, reader, pages)
        is_gone = asked is DocumentChange.DELETE
        return lead(visit.address("", liste=YES) if is_gone else page, fait=asked.name.lower())
