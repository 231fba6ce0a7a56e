"""``/reception/lot/{nom}``: documents that were filed together, and their filing undone as one act, asked once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Path, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from liane.domain.actors.operator import Operator, Right
from liane.pipeline.intake.lots import LOT_MAX, Lot, LotLine, Lots
from liane.web.console import Console
from liane.web.french import count_of
from liane.web.reception import ReceptionRoom, find_units
from liane.web.rights import check_right, require
from liane.web.routes.intake_list import PATH, load_persons, type_labels
from liane.web.routes.intake_outcomes import FIELDS_MAX, find_undo_left, require_id
from liane.web.templating import Pages
from liane.web.views.intake_list import ItemRow, describe_item_row
from liane.web.views.intake_words import UNDONE_AT_ONCE

LotName = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$")]


@dataclass(frozen=True, slots=True, kw_only=True)
class LotRow:
    """One document of a lot. title: as it was filed. fault, remedy: French, why its filing is not undone.

    is_undone: this act undid it.
    """

    row: ItemRow
    title: str
    fault: str = ""
    remedy: str = ""
    is_undone: bool = False


class LotPage:
    """Shows a lot, and what became of an undoing."""

    def __init__(self, console: Console, room: ReceptionRoom, pages: Pages) -> None:
        self._console = console
        self._room = room
        self._pages = pages
        self.lots = Lots(worklist=room.store, desk=room.desk)

    async def load(self, request: Request, name: str) -> tuple[Lot, Operator]:
        """Load a lot, and write who looked at its documents. Raises LookupError, MissingRight."""
        operator = check_right(request, Right.FILE_DOCUMENTS)
        lot = await self.lots.load(name, find_units(operator))
        for line in lot.lines:
            await self._room.record_seen(line.item, operator=operator, at=self._console.now(), page="lot")
        return lot, operator

    def find_left(self, lot: Lot, operator: Operator) -> int:
        """Tell for how many seconds the whole lot may still be undone without a reason; 0 for no longer."""
        return min((find_undo_left(one, operator, self._console.now()) for one in lot.undoable), default=0)

    async def show(self, request: Request, lot: Lot, operator: Operator, *, status: int = 200) -> Response:
        """Show what would be undone. status 422: the reason is missing."""
        made = next((line.item.decision for line in lot.lines if line.obstacle is None), None)
        return await self._pages.render(
            request,
            "intake/lot_filed.html",
            status=status,
            name=lot.name,
            rows=await self._describe(lot.lines),
            undoable=len(lot.undoable),
            hidden=lot.hidden,
            made=made,
            left_s=self.find_left(lot, operator),
            needs_reason=status == 422,
            is_done=False,
            sentence=_tell(lot),
        )

    async def tell(self, request: Request, name: str, lines: Sequence[LotLine]) -> Response:
        """Show what became of each document."""
        undone = sum(line.obstacle is None for line in lines)
        return await self._pages.render(
            request,
            "intake/lot_filed.html",
            name=name,
            rows=await self._describe(lines, is_done=True),
            undoable=0,
            hidden=0,
            made=None,
            left_s=0,
            needs_reason=False,
            is_done=True,
            sentence=f"{count_of(undone, 'intégration annulée', 'intégrations annulées')} sur {len(lines)}.",
        )

    async def _describe(self, lines: Sequence[LotLine], *, is_done: bool = False) -> list[LotRow]:
        persons = await load_persons(self._room, [line.item for line in lines])
        now, labels = self._console.now(), type_labels()
        return [
            LotRow(
                row=describe_item_row(line.item, persons, labels, now),
                title=_name(line, labels),
                fault=line.obstacle.message if line.obstacle is not None else "",
                remedy=line.obstacle.remedy if line.obstacle is not None else "",
                is_undone=is_done and line.obstacle is None,
            )
            for line in lines
        ]


def _name(line: LotLine, labels: Mapping[str, str]) -> str:
    """Name a document as it was filed, else by its file: an item undone has no type of its own any more."""
    item = line.item
    code = str(item.decision.data.get("type_code", "")) if item.decision is not None else ""
    return labels.get(code, "") or (item.files[0].name if item.files else "") or item.subject or f"n° {item.id}"


def _tell(lot: Lot) -> str:
    number = len(lot.undoable)
    if not number:
        return "Plus aucune intégration de ce lot ne s’annule d’ici."
    told = count_of(number, "document intégré ensemble", "documents intégrés ensemble")
    rest = len(lot.lines) - number
    return f"{told} ; {count_of(rest, 'autre', 'autres')} à voir à part." if rest else f"{told}."


def make_router(console: Console, room: ReceptionRoom, pages: Pages) -> APIRouter:
    """Make the routes of a lot filed."""
    router = APIRouter(include_in_schema=False, prefix=f"{PATH}/lot", dependencies=[require(Right.FILE_DOCUMENTS)])
    page = LotPage(console, room, pages)

    @router.get("/{name}")
    async def show(request: Request, name: LotName) -> Response:
        return await page.show(request, *await page.load(request, name))

    @router.post("/{name}/annuler")
    async def undo(request: Request, name: LotName) -> Response:
        lot, operator = await page.load(request, name)
        form = await request.form(max_files=0, max_fields=FIELDS_MAX)
        asked = [tuple(require_id(part) for part in str(value).split("-")) for value in form.getlist("objet")]
        if not asked or len(asked) > LOT_MAX or any(len(one) != 2 for one in asked):
            raise HTTPException(400)
        reason = " ".join(str(form.get("motif", "")).split())
        if not reason and not page.find_left(lot, operator):
            return await page.show(request, lot, operator, status=422)
        lines = await page.lots.undo(
            name,
            {one[0]: one[1] for one in asked},
            units=find_units(operator),
            reason=reason or UNDONE_AT_ONCE,
            operator=operator,
        )
        return await page.tell(request, name, lines)

    return router
