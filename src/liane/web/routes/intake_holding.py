"""``POST /reception/{id}/…``: who holds an item, to whom it is given, what waits for a patient not known yet."""

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from liane.domain.actors.operator import Operator, Right
from liane.domain.errors import RuleViolation
from liane.pipeline.intake.awaited import Wanted
from liane.store.intake_records import IntakeItem, ItemState
from liane.web.console import Console
from liane.web.filters import TEXT_CHARS_MAX
from liane.web.reception import AWAITED, LOCK_FOR, TO_CREATE, ReceptionRoom, find_units, is_held_by_another
from liane.web.rights import require
from liane.web.routes.intake_acts import ItemActs, read_date
from liane.web.routes.intake_item import ItemNumber
from liane.web.routes.intake_list import PATH
from liane.web.routes.intake_memory import open_memory
from liane.web.routes.intake_outcomes import lead
from liane.web.templating import Pages
from liane.web.views.intake_list import readings_of


def find_wanted(item: IntakeItem, form: dict[str, str]) -> Wanted:
    """Say whom an item is of: what was typed, else what was read of it, else what came with it."""
    readings = readings_of(item)
    told = item.details.get("told") or {}

    def value(name: str) -> str:
        typed = " ".join(form.get(name, "").split())
        read = readings[0].value(name) if len(readings) == 1 else ""
        return (typed or read or str((told.get(name) or {}).get("value", "")))[:TEXT_CHARS_MAX]

    try:
        birth_date = read_date(value("birth_date"))
    except RuleViolation:
        birth_date = ""
    return Wanted(
        ins=value("ins"),
        oid=value("ins_oid"),
        family=value("birth_name"),
        given=value("first_names") or value("first_name"),
        birth_date=birth_date,
        sex=value("sex")[:1].upper(),
    )


class Holding:
    """Gives items to people, and remembers how they were looked at."""

    def __init__(self, console: Console, room: ReceptionRoom) -> None:
        self._console = console
        self._room = room

    async def await_patient(self, item: IntakeItem, operator: Operator, form: dict[str, str]) -> bool:
        """Have an item wait for its patient; True when identity-vigilance was asked to create it."""
        if is_held_by_another(item, operator, self._console.now()) or item.state is not ItemState.WAITING:
            raise HTTPException(400)
        is_creation = form.get("suite", "") == "creation"
        queue = TO_CREATE if is_creation else AWAITED
        if self._room.awaited is not None:
            wanted = find_wanted(item, form)
            await self._room.awaited.ask(item, wanted, is_creation=is_creation, operator=operator)
        await self._room.store.assign(item.id, to=queue, actor=f"user:{operator.name}", at=self._console.now())
        await self._room.store.unlock(item.id, by=operator.name)
        return is_creation

    async def assign(self, item: IntakeItem, operator: Operator, to: str) -> str:
        """Give an item to oneself (``moi``), to a colleague, or to nobody; tells what was done."""
        known = {"moi": operator.name, "": ""}
        if to not in known and to not in await self._room.find_colleagues():
            raise HTTPException(400)
        name = known.get(to, to)
        await self._room.store.assign(item.id, to=name, actor=f"user:{operator.name}", at=self._console.now())
        return "attribue" if to == "moi" else "confie" if name else "libere"

    async def move(self, item: IntakeItem, operator: Operator, unit: str) -> None:
        """Give an item to another unit."""
        if unit and unit not in self._room.units:
            raise HTTPException(400)
        await open_memory(self._room).move_unit(item.id, unit, actor=f"user:{operator.name}", at=self._console.now())


def make_router(console: Console, room: ReceptionRoom, _: Pages) -> APIRouter:
    """Make the routes of who holds what."""
    router = APIRouter(include_in_schema=False, prefix=PATH, dependencies=[require(Right.FILE_DOCUMENTS)])
    acts, holding = ItemActs(console, room), Holding(console, room)

    @router.post("/{item_id}/absent")
    async def await_patient(request: Request, item_id: ItemNumber) -> Response:
        item, operator, form = await acts.open(request, item_id)
        is_creation = await holding.await_patient(item, operator, form)
        back = await acts.find_next(request, item, operator)
        return lead(back, fait="creation" if is_creation else "attente", objet=str(item.id))

    @router.post("/{item_id}/attribuer")
    async def assign(request: Request, item_id: ItemNumber) -> Response:
        item, operator, form = await acts.open(request, item_id)
        return lead(f"{PATH}/{item.id}", fait=await holding.assign(item, operator, form.get("a", "")))

    @router.post("/{item_id}/unite")
    async def move(request: Request, item_id: ItemNumber) -> Response:
        item, operator, form = await acts.open(request, item_id)
        unit = form.get("unite", "")
        await holding.move(item, operator, unit)
        allowed = find_units(operator)
        back = f"{PATH}/{item.id}" if not allowed or unit in allowed else await acts.find_next(request, item, operator)
        return lead(back, fait="deplace")

    @router.post("/{item_id}/prendre")
    async def take_over(request: Request, item_id: ItemNumber) -> Response:
        item, operator, _ = await acts.open(request, item_id)
        now = console.now()
        await open_memory(room).take_over(item.id, by=operator.name, at=now, until=now + LOCK_FOR)
        return lead(f"{PATH}/{item.id}", fait="pris")

    @router.post("/{item_id}/verrou")
    async def keep(request: Request, item_id: ItemNumber) -> Response:
        item, operator, _ = await acts.open(request, item_id)
        now = console.now()
        taken = await room.store.lock(item.id, by=operator.name, at=now, until=now + LOCK_FOR)
        return Response(status_code=204 if taken is not None else 409)

    @router.post("/{item_id}/lacher")
    async def release(request: Request, item_id: ItemNumber) -> Response:
        item, operator, _ = await acts.open(request, item_id)
        await room.store.unlock(item.id, by=operator.name)
        return Response(status_code=204)

    return router
