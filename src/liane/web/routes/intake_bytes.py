"""``/reception/{id}/fichiers/{n}`` and ``/courriel``: what came in as it is, opened or saved; never run."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from liane.domain.actors.operator import Right
from liane.web.console import Console
from liane.web.reception import ReceptionRoom
from liane.web.rights import require
from liane.web.routes.downloads import answer_download, describe_bytes
from liane.web.routes.intake_item import ItemNumber
from liane.web.routes.intake_list import PATH
from liane.web.routes.intake_pages import FileDoor, Rank
from liane.web.templating import Pages


def make_router(console: Console, room: ReceptionRoom, pages: Pages) -> APIRouter:
    """Make the routes of the exact bytes: of a file, and of the mail that brought it."""
    router = APIRouter(
        include_in_schema=False, prefix=f"{PATH}/{{item_id}}", dependencies=[require(Right.SEE_RECEPTION)]
    )
    door = FileDoor(console, room)

    @router.get("/fichiers/{rank}")
    async def show_file(request: Request, item_id: ItemNumber, rank: Rank) -> Response:
        item, file, data = await door.open(request, item_id, rank, "contenu")
        values = await describe_bytes(request, data, file.media_type)
        return await pages.render(request, "intake/file.html", item=item, name=file.name, **values)

    @router.get("/fichiers/{rank}/octets")
    async def download(request: Request, item_id: ItemNumber, rank: Rank) -> Response:
        _, file, data = await door.open(request, item_id, rank, "téléchargement")
        return await answer_download(request, data, f"reception-{item_id}-{rank}", file.media_type)

    @router.get("/courriel")
    async def show_mail(request: Request, item_id: ItemNumber) -> Response:
        item, data = await door.open_mail(request, item_id, "courriel")
        values = await describe_bytes(request, data, "message/rfc822")
        return await pages.render(request, "intake/file.html", item=item, name="Le courriel", **values)

    @router.get("/courriel/octets")
    async def download_mail(request: Request, item_id: ItemNumber) -> Response:
        _, data = await door.open_mail(request, item_id, "courriel, téléchargement")
        return await answer_download(request, data, f"courriel-{item_id}", "message/rfc822")

    return router
