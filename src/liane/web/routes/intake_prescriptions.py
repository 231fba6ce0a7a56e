"""``/reception/ordonnances``: what patients send to the pharmacy, its states, and the answer that goes with each."""

from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from liane.domain.actors.operator import Operator, Right
from liane.domain.errors import StaleVersion
from liane.domain.intake.prescriptions import OPEN_STATES, PrescriptionState, may_follow
from liane.store.intake_answers import Prescription
from liane.store.intake_records import IntakeItem, ItemState
from liane.web.answering import Answering
from liane.web.console import Console
from liane.web.reception import ReceptionRoom, find_units
from liane.web.rights import check_right, require
from liane.web.routes.intake_acts import ItemActs
from liane.web.routes.intake_answers import read_reply
from liane.web.routes.intake_item import ItemNumber, read_state
from liane.web.routes.intake_list import PATH, load_persons
from liane.web.routes.intake_outcomes import ItemOutcomes, require_id
from liane.web.templating import Pages
from liane.web.views.intake_answers import PRESCRIPTION_WORDS, PrescriptionRow, describe_prescription_row, tell_queue

QUEUE = f"{PATH}/ordonnances"
NOTE_CHARS_MAX = 200
ENDED = {
    PrescriptionState.GIVEN: "ordonnance remise au patient",
    PrescriptionState.REFUSED: "ordonnance refusée",
}
"""What ends a prescription ends its item: it leaves the worklist, kept, with these words."""


class PrescriptionActs:
    """Gives prescriptions their states, and tells the patient where the person wants it."""

    def __init__(self, console: Console, room: ReceptionRoom, answering: Answering) -> None:
        self._console = console
        self._room = room
        self._answering = answering

    async def rows(self, queue: list[Prescription]) -> list[PrescriptionRow]:
        """Describe the lines of the queue."""
        items = {one.item_id: await self._room.store.get_item(one.item_id) for one in queue}
        persons = await load_persons(self._room, items.values())
        now = self._console.now()
        return [
            describe_prescription_row(one, items[one.item_id], persons.get(items[one.item_id].person_id or 0), now)
            for one in queue
        ]

    def change(
        self, item: IntakeItem, operator: Operator, form: dict[str, str], after: PrescriptionState
    ) -> Callable[[], Awaitable[object]]:
        """Give what writes a new state: the answer first, so that a refused one changes nothing."""

        async def work() -> object:
            store = self._answering.store
            before = await store.get_prescription(item.id)
            version = require_id(form.get("version", ""))
            if before.version != version or not may_follow(before.state, after):
                raise StaleVersion
            if form.get("repondre", "") == "oui":
                await self._answering.desk.reply(item.id, read_reply(form), operator=operator)
            note = " ".join(form.get("note", "").split())[:NOTE_CHARS_MAX]
            done = await store.change_prescription(
                item.id, version, after, by=operator.name, at=self._console.now(), note=note
            )
            await self._end(await self._room.store.get_item(item.id), operator, after)
            return done

        return work

    async def _end(self, item: IntakeItem, operator: Operator, after: PrescriptionState) -> None:
        """Take the item off the worklist when its prescription is over, back on it when it is taken up again."""
        if after in ENDED and item.state is ItemState.WAITING:
            await self._room.desk.set_aside(item.id, item.version, reason=ENDED[after], operator=operator)
        elif after not in ENDED and item.state is ItemState.SET_ASIDE:
            await self._room.desk.reopen(item.id, item.version, reason="ordonnance reprise", operator=operator)


def make_router(console: Console, room: ReceptionRoom, pages: Pages) -> APIRouter:
    """Make the routes of the queue; there are none where this Liane answers no mail."""
    router = APIRouter(include_in_schema=False, prefix=PATH, dependencies=[require(Right.SEE_RECEPTION)])
    items, outcomes = ItemActs(console, room), ItemOutcomes(console, room, pages)

    def open_acts() -> tuple[PrescriptionActs, Answering]:
        if room.answering is None:
            raise HTTPException(404)
        return PrescriptionActs(console, room, room.answering), room.answering

    @router.get("/ordonnances")
    async def show(request: Request) -> Response:
        operator = check_right(request, Right.SEE_RECEPTION)
        acts, answering = open_acts()
        asked = read_state(request.query_params.get("etat", ""))
        states = (asked,) if asked else OPEN_STATES
        queue, counts = await answering.list_queue(states, find_units(operator))
        choices: list[tuple[str, Any, int]] = [
            (one.value, PRESCRIPTION_WORDS[one].word, counts.get(one, 0)) for one in PrescriptionState
        ]
        return await pages.render(
            request,
            "intake/prescriptions.html",
            rows=await acts.rows(queue),
            sentence=tell_queue(counts),
            choices=choices,
            asked=asked.value if asked else "",
        )

    @router.post("/{item_id}/ordonnance")
    async def change(request: Request, item_id: ItemNumber) -> Response:
        item, operator, form = await items.open(request, item_id)
        acts, _ = open_acts()
        after = read_state(form.get("etat", ""))
        if after is None:
            raise HTTPException(400)
        work = acts.change(item, operator, form, after)
        return await outcomes.finish(request, item, work, done="ordonnance", back=QUEUE)

    return router
