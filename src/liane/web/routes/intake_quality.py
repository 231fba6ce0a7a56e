"""``/reception/qualite``: what became of what came in, how long it waited, what was corrected, what filed itself."""

from datetime import timedelta

from fastapi import APIRouter, Request
from starlette.responses import Response

from liane.domain.actors.operator import Right
from liane.store.intake_records import ItemQuery, ItemSource, ItemState
from liane.web.console import Console
from liane.web.reception import ReceptionRoom, find_units
from liane.web.rights import check_right, require
from liane.web.routes.intake_list import PATH
from liane.web.templating import Pages
from liane.web.views.intake_quality import (
    count_corrections,
    describe_sources,
    describe_watches,
    is_recent,
    tell_delay,
    tell_quality,
)

DAYS = 30
DECIDED_MAX = 500
DONE_STATES = tuple(state for state in ItemState if state is not ItemState.WAITING)


def make_router(console: Console, room: ReceptionRoom, pages: Pages) -> APIRouter:
    """Make the route of the figures."""
    router = APIRouter(include_in_schema=False, dependencies=[require(Right.SEE_RECEPTION)])

    @router.get(f"{PATH}/qualite")
    async def show(request: Request) -> Response:
        units = find_units(check_right(request, Right.SEE_RECEPTION))
        store, since = room.store, console.now() - timedelta(days=DAYS)
        counts = {
            source: {
                state: await store.count_items(ItemQuery(states=(state,), sources=(source,), units=units))
                for state in ItemState
            }
            for source in ItemSource
        }
        found = await store.list_items(ItemQuery(states=DONE_STATES, units=units, newest_first=True), limit=DECIDED_MAX)
        decided = [one for one in found if is_recent(one, since)]
        waiting = sum(by_state[ItemState.WAITING] for by_state in counts.values())
        watch = await room.automation() if room.automation is not None else None
        return await pages.render(
            request,
            "intake/quality.html",
            sentence=tell_quality(waiting, len(decided), DAYS),
            sources=describe_sources(counts, decided),
            states=tuple(ItemState),
            delay=tell_delay(decided),
            is_cut=len(found) == DECIDED_MAX,
            corrections=count_corrections(decided),
            watches=describe_watches(watch) if watch is not None else (),
            is_automatic=watch is not None,
            days=DAYS,
        )

    return router
