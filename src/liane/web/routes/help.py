"""``/aide``: the keys, and the choices of this workstation (theme, one-letter keys), kept in cookies."""

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from liane.web.console import Console
from liane.web.templating import Pages
from liane.web.views.states import DELIVERY_WORDS

YEAR_S = 365 * 24 * 3600
CHOICES = {"theme": ("clair", "sombre"), "touches": ("non",)}


def make_router(console: Console, pages: Pages) -> APIRouter:
    """Make the routes of the help page."""
    router = APIRouter(include_in_schema=False)

    @router.get("/aide")
    async def show(request: Request) -> Response:
        return await pages.render(request, "help.html", states=tuple(DELIVERY_WORDS.values()))

    @router.post("/aide")
    async def choose(request: Request) -> Response:
        form = await request.form(max_files=0, max_fields=10)
        answer = RedirectResponse("/aide", status_code=303)
        for name, allowed in CHOICES.items():
            value = str(form.get(name, ""))
            if value in allowed:
                answer.set_cookie(name, value, max_age=YEAR_S, httponly=True, samesite="lax")
            else:
                answer.delete_cookie(name)
        return answer

    return router
