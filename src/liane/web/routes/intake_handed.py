"""``/reception/{id}/remise``: where a document filed stands at its application, told to its page until settled."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from liane.domain.actors.operator import Right
from liane.store.intake_records import IntakeItem
from liane.web.console import Console
from liane.web.reception import ReceptionRoom
from liane.web.rights import require
from liane.web.routes.intake_list import PATH
from liane.web.routes.intake_outcomes import open_item, read_id
from liane.web.templating import Pages
from liane.web.views.intake_handed import HandOverLine, describe_hand_over


async def find_handed(room: ReceptionRoom, item: IntakeItem) -> HandOverLine | None:
    """How far the hand-over of an item is, or its withdrawal; None when it was never handed over."""
    if room.hand_overs is None or item.document_id is None:
        return None
    return describe_hand_over(await room.hand_overs(item.document_id))


def make_router(console: Console, room: ReceptionRoom, pages: Pages) -> APIRouter:
    """Make the route of the hand-over."""
    router = APIRouter(include_in_schema=False, dependencies=[require(Right.SEE_RECEPTION)])

    @router.get(f"{PATH}/{{item_id}}/remise")
    async def show(request: Request, item_id: str) -> Response:
        item = await open_item(request, room, read_id(item_id) or 0)
        handed = await find_handed(room, item)
        return await pages.render(request, "intake/handed.html", item=item, handed=handed)

    return router
