"""``/livraisons``: the deliveries by state and cause, with bulk acts."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from liane.domain.documents.delivery import DeliveryState, Destination
from liane.store.page_records import DeliveryLine
from liane.web.console import Console
from liane.web.filters import (
    DESTINATION_CHOICES,
    STATE_CHOICES,
    Filters,
    delivery_filter,
    read_filters,
    read_state,
)
from liane.web.french import count_of
from liane.web.routes.acts import DELIVERY_FILTERS, describe_done
from liane.web.routes.cursors import ReadPage, read_page
from liane.web.templating import Pages
from liane.web.views.lists import describe_delivery_row, tell_list

WHOLE_MAX = 10_000


def make_router(console: Console, pages: Pages) -> APIRouter:
    """Make the route of the list."""
    router = APIRouter(include_in_schema=False)
    store = console.store

    @router.get("/livraisons")
    async def show(request: Request) -> Response:
        filters = read_filters(request.query_params, *DELIVERY_FILTERS)
        wanted = delivery_filter(filters)
        page = await read_page(
            request, lambda cursor: store.search_deliveries(wanted, cursor=cursor, limit=console.settings.page_size)
        )
        now = console.now()
        shown = [line for line in page.lines if line.delivery.destination is not Destination.WATCH]
        return await pages.render(
            request,
            "deliveries.html",
            rows=tuple(describe_delivery_row(line, now) for line in shown),
            filters=filters,
            states=STATE_CHOICES,
            destinations=DESTINATION_CHOICES,
            is_filtered=not filters.is_empty,
            is_first=page.is_first,
            here=filters.address("/livraisons", apres=page.cursor),
            first="" if page.is_first else filters.address("/livraisons"),
            following=filters.address("/livraisons", apres=page.next_cursor) if page.next_cursor else "",
            sentence=_tell(len(shown), filters, page),
            whole=await _describe_whole(console, filters) if page.next_cursor else None,
            done=describe_done(request),
        )

    return router


def _tell(shown: int, filters: Filters, page: ReadPage[DeliveryLine]) -> str:
    return tell_list(
        shown,
        ("livraison", "livraisons"),
        is_filtered=not filters.is_empty,
        has_more=bool(page.next_cursor),
        is_first=page.is_first,
    )


async def _describe_whole(console: Console, filters: Filters) -> dict[str, str] | None:
    """Offer to replay the whole selection when it is one of stopped deliveries that goes past this page."""
    if read_state(filters["etat"]) not in (DeliveryState.PARKED, DeliveryState.REFUSED):
        return None
    ids = await console.store.find_delivery_ids(delivery_filter(filters), limit=WHOLE_MAX)
    known = count_of(len(ids), "livraison correspond", "livraisons correspondent")
    text = f"{known} à ces filtres, au-delà de cette page."
    if len(ids) == WHOLE_MAX:
        text = f"Au moins {text} Les {WHOLE_MAX} plus anciennes seront rejouées d’abord."
    return {"filters": filters.query, "text": text}
