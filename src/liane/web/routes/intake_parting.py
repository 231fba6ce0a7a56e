"""``POST /reception/{id}/separer``: a file that holds several documents, parted where a person says."""

from functools import partial

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from liane.domain.actors.operator import Right
from liane.web.console import Console
from liane.web.reception import ReceptionRoom
from liane.web.rights import check_right, require
from liane.web.routes.intake_acts import ItemActs
from liane.web.routes.intake_item import ItemNumber
from liane.web.routes.intake_list import PATH
from liane.web.routes.intake_outcomes import ItemOutcomes, open_item, require_id
from liane.web.templating import Pages

CUTS_MAX = 1000


def make_router(console: Console, room: ReceptionRoom, pages: Pages) -> APIRouter:
    """Make the route of the parting."""
    router = APIRouter(
        include_in_schema=False, prefix=f"{PATH}/{{item_id}}", dependencies=[require(Right.FILE_DOCUMENTS)]
    )
    acts, outcomes = ItemActs(console, room), ItemOutcomes(console, room, pages)

    @router.post("/separer")
    async def part(request: Request, item_id: ItemNumber) -> Response:
        operator = check_right(request, Right.FILE_DOCUMENTS)
        item = await open_item(request, room, item_id)
        form = await request.form(max_files=0, max_fields=CUTS_MAX)
        rank = require_id(str(form.get("fichier", "")))
        if room.parting is None or not 1 <= rank <= len(item.files):
            raise HTTPException(400)
        file = item.files[rank - 1]
        facts = await room.sight.inspect(file.sha256, await room.store.load_file(file.sha256))
        work = partial(
            room.parting.part,
            item.id,
            require_id(str(form.get("version", ""))),
            file=file,
            page_count=facts.page_count,
            starts=[require_id(str(value)) for value in form.getlist("coupe")],
            papers=[require_id(str(value)) for value in form.getlist("papier")],
            operator=operator,
        )
        back = await acts.find_next(request, item, operator)
        return await outcomes.finish(request, item, work, done="separe", back=back)

    return router
