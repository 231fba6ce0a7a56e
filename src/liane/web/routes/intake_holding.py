"""``POST /reception/{id}/…``: who holds an item, to whom it is given, and what waits for a patient not known yet."""

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from liane.domain.actors.operator import Right
from liane.store.intake_records import ItemState
from liane.web.console import Console
from liane.web.reception import AWAITED, LOCK_FOR, TO_CREATE, ReceptionRoom, is_held_by_another
from liane.web.rights import require
from liane.web.routes.intake_acts import ItemActs
from liane.web.routes.intake_item import ItemNumber
from liane.web.routes.intake_list import PATH
from liane.web.routes.intake_outcomes import lead
from liane.web.templating import Pages


def make_router(console: Console, room: ReceptionRoom, _: Pages) -> APIRouter:
    """Make the routes of who holds what."""
    router = APIRouter(
        include_in_schema=False, prefix=f"{PATH}/{{item_id}}", dependencies=[require(Right.FILE_DOCUMENTS)]
    )
    acts = ItemActs(console, room)

    @router.post("/absent")
    async def await_patient(request: Request, item_id: ItemNumber) -> Response:
        item, operator, form = await acts.open(request, item_id)
        if is_held_by_another(item, operator, console.now()) or item.state is not ItemState.WAITING:
            raise HTTPException(400)
        is_creation = form.get("suite", "") == "creation"
        queue = TO_CREATE if is_creation else AWAITED
        await room.store.assign(item.id, to=queue, actor=f"user:{operator.name}", at=console.now())
        await room.store.unlock(item.id, by=operator.name)
        back = await acts.find_next(request, item, operator)
        return lead(back, fait="creation" if is_creation else "attente", objet=str(item.id))

    @router.post("/attribuer")
    async def assign(request: Request, item_id: ItemNumber) -> Response:
        item, operator, form = await acts.open(request, item_id)
        is_mine = form.get("a", "") == "moi"
        to = operator.name if is_mine else ""
        await room.store.assign(item.id, to=to, actor=f"user:{operator.name}", at=console.now())
        return lead(f"{PATH}/{item.id}", fait="attribue" if is_mine else "libere")

    @router.post("/verrou")
    async def keep(request: Request, item_id: ItemNumber) -> Response:
        item, operator, _ = await acts.open(request, item_id)
        now = console.now()
        taken = await room.store.lock(item.id, by=operator.name, at=now, until=now + LOCK_FOR)
        return Response(status_code=204 if taken is not None else 409)

    @router.post("/lacher")
    async def release(request: Request, item_id: ItemNumber) -> Response:
        item, operator, _ = await acts.open(request, item_id)
        await room.store.unlock(item.id, by=operator.name)
        return Response(status_code=204)

    return router
