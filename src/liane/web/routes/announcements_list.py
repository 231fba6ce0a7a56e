"""``/a-liberer``: the documents held until their announcement, those to finish at the DMP, those released."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from liane.domain.actors.operator import Right
from liane.web.console import Console
from liane.web.filters import read_filters
from liane.web.rights import require
from liane.web.rights_room import RightsRoom
from liane.web.routes.announcements_outcomes import describe_outcome
from liane.web.templating import Pages
from liane.web.views.announcements import describe_announcement, describe_holdable, tell_announcements

PATH = "/a-liberer"
LISTS = {
    "attente": ("waiting", "À libérer"),
    "visibilite": ("to_show", "À finir au DMP"),
    "faites": ("released", "Annonces faites"),
    "retenir": ("", "Retenir un document"),
}
PAGE_MAX = 10_000


def read_page(text: str) -> int:
    """Read the number of a page, from 0."""
    return min(int(text), PAGE_MAX) if text.isascii() and text.isdigit() and len(text) < 6 else 0


def make_router(console: Console, room: RightsRoom, pages: Pages) -> APIRouter:
    """Make the route of the lists."""
    router = APIRouter(include_in_schema=False, dependencies=[require(Right.ANNOUNCE)])
    desk = room.announcements

    async def find_rows(which: str, page: int, size: int) -> list[object]:
        offset = page * size
        if which == "retenir":
            found = await desk.announcements.list_holdable(limit=size + 1, offset=offset)
            return [describe_holdable(document) for document, _ in found]
        listed = await desk.announcements.list_announcements(LISTS[which][0], limit=size + 1, offset=offset)
        return [describe_announcement(one, desk.rules.delays, console.now()) for one in listed]

    @router.get(PATH)
    async def show(request: Request) -> Response:
        filters = read_filters(request.query_params, "liste")
        which = filters["liste"] if filters["liste"] in LISTS else "attente"
        page, size = read_page(request.query_params.get("page", "")), console.settings.page_size
        rows = await find_rows(which, page, size)
        counts = await desk.announcements.count()
        numbers = {"attente": counts["waiting"], "visibilite": counts["to_show"]}
        return await pages.render(
            request,
            "announcements/list.html",
            rows=rows[:size],
            which=which,
            tabs=[
                {"address": f"{PATH}?liste={name}", "name": words, "is_here": name == which, "count": numbers.get(name)}
                for name, (_, words) in LISTS.items()
            ],
            sentence=tell_announcements(counts),
            first=filters.address(PATH) if page else "",
            following=filters.address(PATH, page=str(page + 1)) if len(rows) > size else "",
            done=describe_outcome(request),
            can_show=desk.can_show,
        )

    return router
