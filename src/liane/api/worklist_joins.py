"""``/v1/intake/items/{id}/join`` and ``/unjoin``: two files that are one document, joined as on the pages, and undone.

Rule: intake.md §1.5 (never merge two patients), §6 (everything reachable by API too).
"""

from collections.abc import Sequence
from typing import Annotated, Any, Literal, Protocol

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field

from liane.api.problems import make_problem
from liane.api.schemas import ID_MAX, problem_answers
from liane.api.worklist import DecisionAsked, ItemShape, Number, Rooms, Version, WorklistParts, require_right, show_item
from liane.domain.actors.operator import Operator, Right
from liane.domain.errors import StaleVersion
from liane.pipeline.intake.joining import Seen

_ANSWERS = problem_answers(403, 404, 409, 422, 503)


class Joiner(Protocol):
    """Joins items; see ``pipeline.intake.joining.Joining``."""

    async def join(
        self, item: Seen, other: Seen, *, is_first: bool, operator: Operator, is_same_patient: bool = False
    ) -> int:
        """Join an item in hand to another; returns the new item. Raises as ``Joining.join``."""
        ...

    async def undo(self, item: Seen, *, reason: str, operator: Operator) -> Sequence[int]:
        """Undo a join; returns the originals. Raises as ``Joining.undo``."""
        ...


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class JoiningAsked(_Shape):
    """Join an item to another that waits. order: where the pages of the other go.

    same_patient: a person says that both are of one patient, though two are read or one was not read yet; without it,
    such a join is refused (INT-196). The joined item is then never filed without a person, nor is any other.
    """

    version: Version
    other: Annotated[int, Field(ge=1, le=ID_MAX)]
    other_version: Version
    order: Literal["after", "before"] = "after"
    same_patient: bool = False


class UnjoinedShape(_Shape):
    """What an undoing did. item: the joined one, set aside and kept. originals: those that wait again."""

    item: ItemShape
    originals: list[int]


def make_joins_router(parts: WorklistParts, joining: Joiner) -> APIRouter:
    """Make the routes of the joins."""
    router = APIRouter(
        prefix="/v1/intake/items/{item_id}", tags=["réception"], dependencies=[require_right(Right.FILE_DOCUMENTS)]
    )
    rooms = Rooms(parts)

    @router.post(
        "/join",
        summary="Réunir deux fichiers en un document",
        description="Un élément naît des pages des deux, relu comme un seul ; les originaux sont mis de côté et "
        "gardés. Refus : INT-196 (deux patients, ou pas encore lu), INT-197 (ne se réunissent pas), INT-198 (l'autre "
        "est à l'écran de quelqu'un ou a changé).",
        operation_id="joinIntakeItems",
        response_model=ItemShape,
        responses=_ANSWERS,
    )
    async def join(request: Request, item_id: Number, asked: JoiningAsked) -> Any:
        operator = rooms.caller(request, Right.FILE_DOCUMENTS)
        item, other = await rooms.open(item_id, operator), await rooms.open(asked.other, operator)
        try:
            number = await joining.join(
                Seen(id=item.id, version=asked.version),
                Seen(id=other.id, version=asked.other_version),
                is_first=asked.order == "after",
                operator=operator,
                is_same_patient=asked.same_patient,
            )
        except StaleVersion:
            return make_problem(request, 409)
        return show_item(await parts.store.get_item(number))

    @router.post(
        "/unjoin",
        summary="Défaire une réunion",
        description="Les deux originaux attendent de nouveau ; l'élément réuni est mis de côté.",
        operation_id="unjoinIntakeItem",
        response_model=UnjoinedShape,
        responses=_ANSWERS,
    )
    async def unjoin(request: Request, item_id: Number, asked: DecisionAsked) -> Any:
        operator = rooms.caller(request, Right.FILE_DOCUMENTS)
        item = await rooms.open(item_id, operator)
        seen = Seen(id=item.id, version=asked.version)
        try:
            originals = await joining.undo(seen, reason=asked.reason.strip(), operator=operator)
        except StaleVersion:
            return make_problem(request, 409)
        return UnjoinedShape(item=show_item(await parts.store.get_item(item.id)), originals=list(originals))

    return router
