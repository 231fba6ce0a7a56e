"""``/reception/boites``: the MSSanté mailboxes that Liane reads: when each was last read, what stops it, what came."""

from dataclasses import dataclass
from datetime import datetime

from fastapi import APIRouter, Request
from starlette.responses import Response

from liane.domain.actors.operator import Right
from liane.store.intake_records import ItemQuery, ItemSource, MailState
from liane.web.console import Console
from liane.web.french import count_of
from liane.web.reception import MailboxState, ReceptionRoom, find_units
from liane.web.rights import check_right, require
from liane.web.routes.intake_list import PATH
from liane.web.routes.intake_outcomes import find_done
from liane.web.templating import Pages
from liane.web.views.states import Shape, State

MAILS_MAX = 500
LATE_S = 900
READ = State(shape=Shape.DONE, word="lue", meaning="Chaque nouveau courriel est pris dès son arrivée.")
ELSEWHERE = State(shape=Shape.IDLE, word="lue par un autre nœud", meaning="Son état se voit sur le nœud qui la lit.")
LATE = State(shape=Shape.TODO, word="en retard", meaning="Plus de quinze minutes sans lecture menée à son terme.")
NEVER = State(shape=Shape.PROGRESS, word="pas encore lue")
STOPPED = State(shape=Shape.REFUSED, word="arrêtée")


@dataclass(frozen=True, slots=True, kw_only=True)
class MailboxRow:
    """One mailbox. kept: mails kept whose consequences are not all written yet; waiting: items for a person."""

    box: MailboxState
    state: State
    kept: int
    waiting: int


def describe_mailbox(box: MailboxState, now: datetime) -> State:
    """Say how a mailbox is."""
    if box.fault:
        return STOPPED
    if not box.is_read_here:
        return ELSEWHERE
    if box.read_at is None:
        return NEVER
    return LATE if (now - box.read_at).total_seconds() > LATE_S else READ


def make_router(console: Console, room: ReceptionRoom, pages: Pages) -> APIRouter:
    """Make the route of the mailboxes."""
    router = APIRouter(include_in_schema=False, dependencies=[require(Right.SEE_RECEPTION)])

    @router.get(f"{PATH}/boites")
    async def show(request: Request) -> Response:
        operator = check_right(request, Right.SEE_RECEPTION)
        boxes = await room.mailboxes() if room.mailboxes is not None else ()
        rows = [await describe(box, find_units(operator)) for box in boxes]
        return await pages.render(
            request,
            "intake/mailboxes.html",
            rows=rows,
            sentence=_tell(rows),
            is_set=room.mailboxes is not None,
            unwanted=await room.memory.list_unwanted() if room.memory is not None else (),
            done=await find_done(request, room, console.now()),
        )

    async def describe(box: MailboxState, units: tuple[str, ...]) -> MailboxRow:
        mails = await room.store.find_mails(mailbox=box.address, limit=MAILS_MAX)
        query = ItemQuery(sources=(ItemSource.MSSANTE, ItemSource.PATIENT), doors=(box.address,), units=units)
        return MailboxRow(
            box=box,
            state=describe_mailbox(box, console.now()),
            kept=sum(mail.state is MailState.KEPT for mail in mails),
            waiting=await room.store.count_items(query),
        )

    return router


def _tell(rows: list[MailboxRow]) -> str:
    if not rows:
        return "Aucune boîte MSSanté n’est lue par ce Liane."
    stopped = [row for row in rows if row.state.shape in (Shape.REFUSED, Shape.TODO)]
    if not stopped:
        return f"{count_of(len(rows), 'boîte est lue', 'boîtes sont lues')} normalement."
    return f"{count_of(len(stopped), 'boîte demande', 'boîtes demandent')} attention, sur {len(rows)}."
