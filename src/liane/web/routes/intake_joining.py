"""``POST /reception/{id}/reunir`` and ``/defaire``: two files that are one document, joined by a person; and undone."""

import unicodedata
from dataclasses import dataclass
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Path, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from liane.domain.actors.operator import Operator, Right
from liane.pipeline.intake.joining import Joining, Seen, find_doubt, find_fault, may_be_joined
from liane.store.intake_records import IntakeItem, ItemState
from liane.store.registry_records import PersonQuery
from liane.web.console import Console
from liane.web.reception import ReceptionRoom, find_units, may_see
from liane.web.rights import check_right, require
from liane.web.routes.acts import ID_MAX
from liane.web.routes.intake_list import PATH, load_persons, type_labels
from liane.web.routes.intake_outcomes import ItemOutcomes, open_item, read_plain_form, read_why, require_id
from liane.web.templating import Pages
from liane.web.views.intake_list import ItemRow, describe_item_row

ItemNumber = Annotated[int, Path(ge=1, le=ID_MAX)]
HITS_MAX = 8
PERSONS_MAX = 20
QUERY_CHARS_MAX = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinRow:
    """One item that may be joined. file: its name. doubt: why both may be of two patients; fault: why not now."""

    row: ItemRow
    file: str
    doubt: str = ""
    fault: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinChoice:
    """What the page offers to join. searched: what was typed, None when nothing was asked yet."""

    rows: tuple[JoinRow, ...] = ()
    searched: str | None = None

    @property
    def has_doubt(self) -> bool:
        """Tell whether one of them may be of another patient."""
        return any(one.doubt for one in self.rows)


async def find_choice(
    request: Request, console: Console, room: ReceptionRoom, item: IntakeItem, operator: Operator
) -> JoinChoice | None:
    """Find what an item may be joined to, as ``reunir`` asks; None where nothing may be.

    Without a word, what came by the same door at about the same time.
    """
    if room.joins is None or not may_be_joined(item) or item.state is not ItemState.WAITING:
        return None
    asked = request.query_params.get("reunir")
    if asked is None:
        return JoinChoice()
    text = " ".join(asked.split())[:QUERY_CHARS_MAX]
    hits = await room.persons.search_persons(PersonQuery(text=text), limit=PERSONS_MAX) if text else []
    persons = [hit.person.id for hit in hits]
    found = await room.joins.find(item, _fold(text), persons, find_units(operator), limit=HITS_MAX)
    known, now = await load_persons(room, found), console.now()
    rows = tuple(
        JoinRow(
            row=describe_item_row(one, known, type_labels(), now),
            file=one.files[0].name if one.files else "",
            doubt=find_doubt(item, one),
            fault=find_fault(one, operator, now),
        )
        for one in found
        if may_be_joined(one)
    )
    return JoinChoice(rows=rows, searched=text)


def _fold(text: str) -> list[str]:
    """Words in small letters without accents, as the store compares them."""
    plain = unicodedata.normalize("NFD", text.lower())
    return "".join(sign for sign in plain if not unicodedata.combining(sign)).split()


def make_router(console: Console, room: ReceptionRoom, pages: Pages) -> APIRouter:
    """Make the routes of the joining."""
    router = APIRouter(
        include_in_schema=False, prefix=f"{PATH}/{{item_id}}", dependencies=[require(Right.FILE_DOCUMENTS)]
    )
    outcomes = ItemOutcomes(console, room, pages)

    def get_joining() -> Joining:
        if room.joining is None:
            raise HTTPException(404)
        return room.joining

    @router.post("/reunir")
    async def join(request: Request, item_id: ItemNumber) -> Response:
        operator, joining = check_right(request, Right.FILE_DOCUMENTS), get_joining()
        item, form = await open_item(request, room, item_id), await read_plain_form(request)
        number, _, version = form.get("autre", "").partition("-")
        other = await room.store.get_item(require_id(number))
        if not may_see(operator, other) or form.get("ordre") not in ("avant", "apres"):
            raise HTTPException(400)
        await room.record_seen(other, operator=operator, at=console.now(), page="réunion")
        made: list[int] = []

        async def work() -> None:
            made.append(
                await joining.join(
                    Seen(id=item.id, version=require_id(form.get("version", ""))),
                    Seen(id=other.id, version=require_id(version)),
                    is_first=form["ordre"] == "apres",
                    operator=operator,
                    is_same_patient=form.get("meme") == "oui",
                )
            )

        return await outcomes.finish(
            request, item, work, done="reuni", back=lambda: f"{PATH}/{made[0]}" if made else PATH
        )

    @router.post("/defaire")
    async def undo(request: Request, item_id: ItemNumber) -> Response:
        operator, joining = check_right(request, Right.FILE_DOCUMENTS), get_joining()
        item, form = await open_item(request, room, item_id), await read_plain_form(request)
        seen = Seen(id=item.id, version=require_id(form.get("version", "")))
        work = partial(joining.undo, seen, reason=read_why(form), operator=operator)
        return await outcomes.finish(request, item, work, done="defait", back=PATH)

    return router
