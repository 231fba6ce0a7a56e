"""``/dmp/{id}``: the page of a patient's DMP, painted at once; its list comes when the DMP answers."""

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from starlette.responses import RedirectResponse, Response

from liane.pipeline.dmp_consultation.ports import Folder, Listing
from liane.store.dmp_records import Integration
from liane.web.console import Console
from liane.web.dmp_filters import (
    PERIODS,
    SORTS,
    STATES,
    VIEWS,
    VISIBILITIES,
    make_filters,
    offer_choices,
    read_dmp_filters,
    tell_period,
)
from liane.web.dmp_room import DMPRoom
from liane.web.filters import Filters
from liane.web.routes.dmp_outcomes import describe_done
from liane.web.routes.dmp_visit import YES, Outcome, Reader, Resolve, Visit
from liane.web.templating import Pages
from liane.web.views.dmp_list import Asked, ListView, describe_list
from liane.web.views.dmp_news import describe_news

HTMX = "hx-request"


class Lists:
    """Loads the list of a visit and describes it."""

    def __init__(self, console: Console, room: DMPRoom, reader: Reader) -> None:
        self._console = console
        self.room = room
        self.reader = reader
        self.groups = room.consultation.rules.groups

    async def load(self, visit: Visit, filters: Filters, *, is_fresh: bool = False) -> Outcome:
        """Open and list; the outcome holds a ListView."""

        async def work() -> ListView:
            folder, listing, integrations = await self.read(visit, filters, is_fresh=is_fresh)
            asked = Asked(
                sort=filters["tri"],
                only_new=filters["nouveaux"] == YES,
                period=tell_period(filters),
                labels={group.key: group.label for group in self.groups},
                now=self._console.now(),
            )
            return describe_list(folder, listing, integrations, asked)

        return await self.reader.attempt(work)

    async def read(
        self, visit: Visit, filters: Filters, *, is_fresh: bool = False
    ) -> tuple[Folder, Listing, list[Integration]]:
        """Open, list, and find what was integrated. Raises as the service."""
        service = self.room.consultation
        folder = await self.reader.open(visit)
        wanted = make_filters(filters, self.groups, self._console.now())
        listing, integrations = await asyncio.gather(
            service.list(folder, wanted, is_fresh=is_fresh), service.integrations(visit.person)
        )
        service.read_ahead(folder, listing, is_called=visit.call is not None)
        return folder, listing, list(integrations)

    def offer(self, filters: Filters) -> dict[str, Any]:
        """What the form of filters shows."""
        return {
            "filters": filters,
            "choices": offer_choices(self.groups),
            "periods": PERIODS,
            "document_states": STATES,
            "visibilities": VISIBILITIES,
            "sorts": SORTS,
            "views": VIEWS,
        }


def add_routes(router: APIRouter, resolve: Resolve, lists: Lists, pages: Pages) -> None:
    """Add the routes of the list."""
    room, reader = lists.room, lists.reader

    @router.get("")
    async def show(request: Request, visit: Annotated[Visit, Depends(resolve)]) -> Response:
        filters = read_dmp_filters(request.query_params)
        is_inline = request.query_params.get("liste") == YES
        outcome = await lists.load(visit, filters, is_fresh=_is_fresh(request)) if is_inline else None
        return await pages.render(
            request,
            "dmp/documents.html",
            tab="",
            outcome=outcome,
            done=describe_done(request),
            **lists.offer(filters),
            **reader.frame(visit),
        )

    @router.get("/liste")
    async def load(request: Request, visit: Annotated[Visit, Depends(resolve)]) -> Response:
        filters = read_dmp_filters(request.query_params)
        page = visit.address("", liste=YES, **filters.values)
        if HTMX not in request.headers:
            return RedirectResponse(page, status_code=303)
        outcome = await lists.load(visit, filters, is_fresh=_is_fresh(request))
        answer = await pages.render(
            request, "dmp/listing.html", outcome=outcome, filters=filters, **reader.frame(visit)
        )
        answer.headers["HX-Push-Url"] = page
        return answer

    @router.get("/suites")
    async def find_news(request: Request, visit: Annotated[Visit, Depends(resolve)]) -> Response:
        async def work() -> Any:
            folder = await reader.open(visit)
            news = await room.consultation.find_news(folder)
            return describe_news(news, await room.consultation.integrations(visit.person))

        outcome = await reader.attempt(work)
        return await pages.render(request, "dmp/news.html", outcome=outcome, **reader.frame(visit))


def _is_fresh(request: Request) -> bool:
    return request.query_params.get("frais") == YES
