"""What the desk remembers: how the pages of a file were turned, whose mails are not wanted."""

from datetime import datetime
from functools import partial

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from liane.domain.actors.operator import Operator, Right
from liane.store.intake_desk import PostgresIntakeDesk, Unwanted
from liane.store.intake_records import IntakeItem, ItemKind, ItemSource
from liane.web.console import Console
from liane.web.reception import ReceptionRoom
from liane.web.rights import check_right, require
from liane.web.routes.intake_acts import ItemActs
from liane.web.routes.intake_item import ItemNumber
from liane.web.routes.intake_list import PATH
from liane.web.routes.intake_outcomes import ItemOutcomes, lead, read_plain_form, require_id
from liane.web.routes.intake_sheet import QUARTERS
from liane.web.templating import Pages

UNWANTED_REASON = "expéditeur indésirable"
MAILBOXES = f"{PATH}/boites"


def open_memory(room: ReceptionRoom) -> PostgresIntakeDesk:
    """Give what the desk remembers. Raises HTTPException 404 where it remembers nothing."""
    if room.memory is None:
        raise HTTPException(404)
    return room.memory


async def put_aside(room: ReceptionRoom, item: IntakeItem, version: int, *, operator: Operator, at: datetime) -> None:
    """Call the sender of a mail without a document unwanted, and put it aside. Raises StaleVersion."""
    is_mail = item.source is ItemSource.MSSANTE and item.kind in (ItemKind.MESSAGE, ItemKind.FILE)
    if not is_mail or not item.sender:
        raise HTTPException(400)
    await room.desk.set_aside(item.id, version, reason=UNWANTED_REASON, operator=operator)
    await open_memory(room).add_unwanted(
        Unwanted(sender=item.sender, asked_by=operator.name, asked_at=at, reason=item.subject)
    )


def make_router(console: Console, room: ReceptionRoom, pages: Pages) -> APIRouter:
    """Make the routes of what is remembered."""
    router = APIRouter(include_in_schema=False, prefix=PATH, dependencies=[require(Right.FILE_DOCUMENTS)])
    acts, outcomes = ItemActs(console, room), ItemOutcomes(console, room, pages)

    @router.post("/{item_id}/tourner")
    async def turn(request: Request, item_id: ItemNumber) -> Response:
        item, _, form = await acts.open(request, item_id)
        rank, degrees = form.get("fichier", ""), form.get("degres", "")
        if not (rank.isdigit() and 1 <= int(rank) <= len(item.files)) or degrees not in {str(one) for one in QUARTERS}:
            raise HTTPException(400)
        await open_memory(room).save_turn(item.id, item.files[int(rank) - 1].sha256, int(degrees))
        part = form.get("partie", "1")
        return lead(f"{PATH}/{item.id}", fichier=rank, partie=part if part.isdigit() else "1")

    @router.post("/{item_id}/indesirable")
    async def unwant(request: Request, item_id: ItemNumber) -> Response:
        item, operator, form = await acts.open(request, item_id)
        version = require_id(form.get("version", ""))
        back = await acts.find_next(request, item, operator)
        work = partial(put_aside, room, item, version, operator=operator, at=console.now())
        return await outcomes.finish(request, item, work, done="ecarte", back=back)

    @router.post("/indesirables")
    async def want_again(request: Request) -> Response:
        check_right(request, Right.FILE_DOCUMENTS)
        await open_memory(room).remove_unwanted((await read_plain_form(request)).get("expediteur", ""))
        return lead(MAILBOXES, fait="desire")

    return router
