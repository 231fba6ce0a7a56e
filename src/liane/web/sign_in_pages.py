"""Adds sign-in to the console: its routes, and the answer to an act that asks for a fresh proof."""

from fastapi import FastAPI, Request
from starlette.responses import Response

from liane.web.framed_acts import ApartNeeded, find_window
from liane.web.freshness import FreshSignInNeeded, ask_again, is_framed, put_aside
from liane.web.routes import signin, signin_phone, signin_rescue, signin_session
from liane.web.sign_in_room import SignInRoom
from liane.web.templating import Pages


def add_sign_in(app: FastAPI, room: SignInRoom, pages: Pages) -> None:
    """Add the pages of sign-in; those that name an address go before those that take one."""
    app.include_router(signin_session.make_router(room, pages))
    app.include_router(signin_rescue.make_router(room, pages))
    if room.phone is not None:
        app.include_router(signin_phone.make_router(room, room.phone, pages))
    app.include_router(signin.make_router(room, pages))

    async def on_stale(request: Request, error: Exception) -> Response:
        assert isinstance(error, FreshSignInNeeded)
        if is_framed(request):
            address = await put_aside(request, error, room)
            return await pages.render(
                request, "signin/confirm_apart.html", status=401, address=address, back=_find_back(request)
            )
        return await ask_again(request, error, room)

    async def on_framed(request: Request, error: Exception) -> Response:
        assert isinstance(error, ApartNeeded)
        address = await find_window(request, error, room)
        return await pages.render(request, "dmp/act_apart.html", status=409, address=address, back=_find_back(request))

    app.add_exception_handler(FreshSignInNeeded, on_stale)
    app.add_exception_handler(ApartNeeded, on_framed)


def _find_back(request: Request) -> str:
    """The page on which an act of a frame was asked: the address of the act, without its last word."""
    return request.url.path.rpartition("/")[0] or "/"
