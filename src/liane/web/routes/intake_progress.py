"""``/reception/{id}/lecture``: how far the reading of a document is, told to its page until it ends."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from liane.domain.actors.operator import Right
from liane.web.console import Console
from liane.web.reception import ReceptionRoom
from liane.web.rights import require
from liane.web.routes.intake_list import PATH
from liane.web.routes.intake_outcomes import open_item, read_id
from liane.web.templating import Pages
from liane.web.views.intake_progress import tell_progress


async def find_told(room: ReceptionRoom, item_id: int) -> str:
    """Say how far the reading of an item is; empty when none goes on."""
    progress = (await room.find_progress([item_id])).get(item_id)
    return tell_progress(progress) if progress is not None else ""


def make_router(console: Console, room: ReceptionRoom, pages: Pages) -> APIRouter:
    """Make the route of the progress."""
    router = APIRouter(include_in_schema=False, dependencies=[require(Right.SEE_RECEPTION)])

    @router.get(f"{PATH}/{{item_id}}/lecture")
    async def show(request: Request, item_id: str) -> Response:
        item = await open_item(request, room, read_id(item_id) or 0)
        told = await find_told(room, item.id)
        return await pages.render(request, "intake/progress.html", item=item, progress=told)

    return router
