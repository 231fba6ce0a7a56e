"""``/sante``: the health of the system."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from liane.web.console import Console
from liane.web.templating import Pages
from liane.web.views.health import describe_health


def make_router(console: Console, pages: Pages) -> APIRouter:
    """Make the route of the health page."""
    router = APIRouter(include_in_schema=False)

    @router.get("/sante")
    async def show(request: Request) -> Response:
        status = await console.status()
        return await pages.render(request, "health.html", view=describe_health(status, console.now()))

    return router
