"""Adds sign-in to the console: its routes, and the answer to an act that asks for a fresh proof."""

from fastapi import FastAPI, Request
from starlette.responses import Response

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
            return await pages.render(request, "signin/confirm_apart.html", status=401, address=address)
        return await ask_again(request, error, room)

    app.add_exception_handler(FreshSignInNeeded, on_stale)
