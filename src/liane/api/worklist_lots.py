"""``/v1/intake/lots/{lot}``: documents filed under one name by a software or on the pages, seen and undone together.

A software names its lot itself, in each filing. Rule: intake.md §5 (every filing can be undone), §6 (bulk; everything
reachable by API too).
"""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from pydantic import BaseModel, ConfigDict

from liane.api.schemas import problem_answers
from liane.api.worklist import ItemShape, Reason, Rooms, WorklistParts, find_units, require_right, show_item
from liane.domain.actors.operator import Right
from liane.pipeline.intake.lots import LotLine, Lots

LotName = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$", description="Nom du lot")]
_ANSWERS = problem_answers(403, 404, 422, 503)


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ObstacleShape(_Shape):
    """Why the filing of an item is not undone with the others. code: INT-281 to INT-284, or that of the refusal."""

    code: str
    message: str
    remedy: str


class LotLineShape(_Shape):
    """One item of a lot, as it stands. obstacle: null where its filing can be undone, or was."""

    item: ItemShape
    obstacle: ObstacleShape | None


class LotShape(_Shape):
    """A lot. hidden: how many of its documents are of units that the caller may not see."""

    lot: str
    lines: list[LotLineShape]
    hidden: int


class LotUndone(_Shape):
    """What an undoing did, item by item."""

    lot: str
    lines: list[LotLineShape]


class UndoingAsked(_Shape):
    """Undo a lot: the reason, written in the journal of each document."""

    reason: Reason


def make_lots_router(parts: WorklistParts) -> APIRouter:
    """Make the routes of the lots."""
    router = APIRouter(prefix="/v1/intake/lots", tags=["réception"])
    rooms, lots = Rooms(parts), Lots(worklist=parts.store, desk=parts.desk)

    @router.get("/{lot}", summary="Un lot intégré", operation_id="getIntakeLot", responses=_ANSWERS)
    async def get_lot(request: Request, lot: LotName) -> LotShape:
        operator = rooms.caller(request, Right.SEE_RECEPTION)
        found = await lots.load(lot, find_units(operator))
        for line in found.lines:
            await rooms.tell_seen(request, line.item, operator, "lot")
        return LotShape(lot=lot, lines=[_show(line) for line in found.lines], hidden=found.hidden)

    @router.post(
        "/{lot}/reopen",
        summary="Annuler tout un lot",
        description="Chaque intégration qui peut l'être est annulée, par la même règle qu'une seule ; les autres sont "
        "nommées avec leur raison. Redemandé, rien n'est annulé deux fois.",
        operation_id="reopenIntakeLot",
        response_model=LotUndone,
        responses=_ANSWERS,
        dependencies=[require_right(Right.FILE_DOCUMENTS)],
    )
    async def reopen(request: Request, lot: LotName, asked: UndoingAsked) -> Any:
        operator = rooms.caller(request, Right.FILE_DOCUMENTS)
        found = await lots.load(lot, find_units(operator))
        versions = {line.item.id: line.item.version for line in found.lines}
        lines = await lots.undo(
            lot, versions, units=find_units(operator), reason=asked.reason.strip(), operator=operator
        )
        return LotUndone(lot=lot, lines=[_show(line) for line in lines])

    return router


def _show(line: LotLine) -> LotLineShape:
    found = line.obstacle
    obstacle = ObstacleShape(code=found.code, message=found.message, remedy=found.remedy) if found else None
    return LotLineShape(item=show_item(line.item), obstacle=obstacle)
