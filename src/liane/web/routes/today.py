"""``/``: Aujourd'hui."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from liane.domain.documents.timestamp import PARIS
from liane.web.console import Console
from liane.web.templating import Pages
from liane.web.views.today import count_today, describe_today


def make_router(console: Console, pages: Pages) -> APIRouter:
    """Make the route of the first page."""
    router = APIRouter(include_in_schema=False)

    @router.get("/")
    async def show(request: Request) -> Response:
        now = console.now()
        summary = await console.store.today_summary(now.astimezone(PARIS))
        incidents = await console.store.find_incidents(only_open=True)
        view = describe_today(count_today(summary), incidents, now)
        return await pages.render(request, "today.html", view=view)

    return router
