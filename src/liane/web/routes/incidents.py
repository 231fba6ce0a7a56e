"""``/incidents``: one per cause that stops a service, with its start, its end and its deliveries."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from liane.web.console import Console
from liane.web.templating import Pages
from liane.web.views.incidents import describe_incidents, tell_incidents


def make_router(console: Console, pages: Pages) -> APIRouter:
    """Make the route of the incidents page."""
    router = APIRouter(include_in_schema=False)

    @router.get("/incidents")
    async def show(request: Request) -> Response:
        incidents = await console.store.find_incidents(only_open=False)
        now = console.now()
        return await pages.render(
            request, "incidents.html", rows=describe_incidents(incidents, now), sentence=tell_incidents(incidents, now)
        )

    return router
