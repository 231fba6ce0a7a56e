"""``/reception/{id}/fichiers/…``: pictures of pages, their words, a zone read again, exact bytes; each is journaled."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from liane.domain.actors.operator import Right
from liane.domain.errors import InvalidInput
from liane.domain.intake.page import Box
from liane.store.intake_records import IntakeFile, IntakeItem
from liane.web.console import Console
from liane.web.reception import ReceptionRoom
from liane.web.rights import check_right, require
from liane.web.routes.intake_item import ItemNumber
from liane.web.routes.intake_list import PATH
from liane.web.routes.intake_outcomes import open_item, read_plain_form
from liane.web.routes.intake_sheet import QUARTERS
from liane.web.templating import Pages

FILES_MAX = 1000
PAGES_MAX = 5000
ZONE_MIN = 0.002
DPI = {"": 120, "large": 220}
Rank = Annotated[int, Path(ge=1, le=FILES_MAX)]
PageNumber = Annotated[int, Path(ge=1, le=PAGES_MAX)]
Turn = Annotated[int, Query(alias="tourner", ge=0, le=270)]


class FileDoor:
    """Opens the files of items for those who may see them, and writes who did."""

    def __init__(self, console: Console, room: ReceptionRoom) -> None:
        self._console = console
        self._room = room

    async def open(self, request: Request, item_id: int, rank: int, page: str) -> tuple[IntakeItem, IntakeFile, bytes]:
        """Load a file of an item; page: what of it, for the journal, empty for nothing to write. Raises LookupError."""
        operator = check_right(request, Right.SEE_RECEPTION)
        item = await open_item(request, self._room, item_id)
        if rank > len(item.files):
            raise LookupError("no such file")
        file = item.files[rank - 1]
        data = await self._room.store.load_file(file.sha256)
        if page:
            await self._room.record_seen(item, operator=operator, at=self._console.now(), page=page)
        return item, file, data

    async def open_mail(self, request: Request, item_id: int, page: str) -> tuple[IntakeItem, bytes]:
        """Load the mail that brought an item. Raises LookupError."""
        operator = check_right(request, Right.SEE_RECEPTION)
        item = await open_item(request, self._room, item_id)
        if not item.mail_sha256:
            raise LookupError("no mail")
        data = await self._room.store.load_file(item.mail_sha256)
        await self._room.record_seen(item, operator=operator, at=self._console.now(), page=page)
        return item, data


def make_router(console: Console, room: ReceptionRoom, pages: Pages) -> APIRouter:
    """Make the routes of the pages of files."""
    router = APIRouter(
        include_in_schema=False, prefix=f"{PATH}/{{item_id}}", dependencies=[require(Right.SEE_RECEPTION)]
    )
    door, sight = FileDoor(console, room), room.sight

    @router.get("/fichiers/{rank}/pages/{number}/image")
    async def draw(
        request: Request, item_id: ItemNumber, rank: Rank, number: PageNumber, turn: Turn = 0, taille: str = ""
    ) -> Response:
        if turn not in QUARTERS or taille not in DPI:
            raise HTTPException(404)
        _, file, data = await door.open(request, item_id, rank, f"page {number}")
        try:
            picture = await sight.draw(file.sha256, data, number, dpi=DPI[taille], rotation=turn)
        except InvalidInput as error:
            raise HTTPException(404) from error
        return Response(picture, media_type="image/webp")

    @router.get("/fichiers/{rank}/pages/{number}/mots")
    async def list_words(request: Request, item_id: ItemNumber, rank: Rank, number: PageNumber) -> Response:
        _, file, data = await door.open(request, item_id, rank, "")
        try:
            page = await sight.read_words(file.sha256, data, number)
        except InvalidInput:
            return JSONResponse({"words": [], "rotation": 0, "is_read": False})
        words: list[list[Any]] = [
            [one.text, *(round(side, 4) for side in (one.box.x0, one.box.y0, one.box.x1, one.box.y1))]
            for one in page.words
        ]
        return JSONResponse({"words": words, "rotation": page.rotation, "is_read": bool(words)})

    @router.post("/fichiers/{rank}/pages/{number}/zone")
    async def read_zone(request: Request, item_id: ItemNumber, rank: Rank, number: PageNumber) -> Response:
        form = await read_plain_form(request)
        zone = read_box(form.get("zone", ""))
        _, file, data = await door.open(request, item_id, rank, f"zone de la page {number}")
        try:
            text, is_read_again = await sight.read_zone(file.sha256, data, number, zone)
        except InvalidInput as error:
            raise HTTPException(404) from error
        return JSONResponse({"text": text, "is_read_again": is_read_again})

    return router


def read_box(text: str) -> Box:
    """Read a rectangle of the upright page (``x0,y0,x1,y1``, 0 to 1). Raises HTTPException 400."""
    try:
        x0, y0, x1, y1 = (float(one) for one in text[:100].split(","))
    except ValueError as error:
        raise HTTPException(400) from error
    is_whole = all(0 <= one <= 1 for one in (x0, y0, x1, y1)) and min(x1 - x0, y1 - y0) >= ZONE_MIN
    if not is_whole:
        raise HTTPException(400)
    return Box(x0=x0, y0=y0, x1=x1, y1=y1)
