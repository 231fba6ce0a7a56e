"""``/identites/messages``: the identity messages that could not be applied, and how to have them applied again."""

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from liane.domain.actors.operator import Right
from liane.web.console import Console
from liane.web.desk import Desk
from liane.web.french import count_of
from liane.web.rights import check_right, require
from liane.web.routes.acts import Done
from liane.web.routes.cursors import read_page
from liane.web.routes.identities_outcomes import read_number
from liane.web.templating import Pages

PATH = "/identites/messages"
CHOSEN_MAX = 200


def tell_failed(number: int, pending: int) -> str:
    """Say in one sentence what is not applied."""
    waiting = f" {count_of(pending, 'message attend', 'messages attendent')} son tour." if pending else ""
    if not number:
        return f"Tous les messages d’identité reçus sont appliqués.{waiting}"
    return (
        f"{count_of(number, 'message d’identité n’a pas', 'messages d’identité n’ont pas')} pu être appliqué.{waiting}"
    )


def describe_done(request: Request) -> Done | None:
    """Tell what the last act did."""
    number = request.query_params.get("fait", "")
    if not number.isdigit() or len(number) > 5:
        return None
    return Done(kind="done", text=f"{count_of(int(number), 'message remis', 'messages remis')} dans la file.")


def make_router(console: Console, desk: Desk, pages: Pages) -> APIRouter:
    """Make the routes of the messages that could not be applied."""
    rights = [require(Right.SEE_PERSONS), require(Right.SEE_FLOWS)]
    router = APIRouter(include_in_schema=False, prefix=PATH, dependencies=rights)
    store = desk.store

    @router.get("")
    async def show(request: Request) -> Response:
        size = console.settings.page_size
        page = await read_page(request, lambda cursor: store.find_failed_messages(cursor=cursor, limit=size))
        return await pages.render(
            request,
            "identities/messages.html",
            rows=page.lines,
            sentence=tell_failed(len(page.lines), await store.count_pending_messages()),
            first="" if page.is_first else PATH,
            following=f"{PATH}?apres={page.next_cursor}" if page.next_cursor else "",
            done=describe_done(request),
        )

    @router.post("")
    async def put_back(request: Request) -> Response:
        check_right(request, Right.ACT_ON_FLOWS)
        form = await request.form(max_files=0, max_fields=CHOSEN_MAX + 10)
        chosen = [read_number(str(value)) for value in form.getlist("message")][:CHOSEN_MAX]
        changed = await store.put_back_messages(chosen) if chosen else 0
        return RedirectResponse(f"{PATH}?fait={changed}", status_code=303)

    return router
