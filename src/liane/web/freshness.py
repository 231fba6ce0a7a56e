"""A sensitive act asks for a fresh proof of who acts: the proof is given, then the act comes back as it was typed.

Use as the dependency of a route: ``dependencies=[require_fresh(15)]``. Rule: psc.md §3 (``prompt=login``); REM SSI/IE.
"""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from fastapi import Depends, Request
from starlette.responses import RedirectResponse, Response

from liane.domain.access.next_page import HOME, find_next_page
from liane.domain.access.session_rules import is_fresh
from liane.domain.errors import AccessDenied
from liane.pipeline.signin.forms import FIELDS_MAX
from liane.store.session_records import StoredSession
from liane.web.console import Console
from liane.web.context_frame import TOKEN_FIELD, find_entry, is_in_frame
from liane.web.sign_in_room import SignInRoom

FRESH_MINUTES = 15


class FreshSignInNeeded(AccessDenied):
    """Who acts must prove again who they are. fields: what they had typed; None for a page that is only read."""

    def __init__(self, session: StoredSession, fields: tuple[tuple[str, str], ...] | None) -> None:
        self.session = session
        self.fields = fields
        super().__init__("")


def require_fresh(minutes: int = FRESH_MINUTES) -> Any:
    """Make the dependency of a route, or of a router, that asks for a proof at most that old.

    Who holds no session (a machine with its secret, the local operator of a demonstration) has nothing to prove again.
    """

    async def check(request: Request) -> None:
        await check_fresh(request, minutes)

    return Depends(check)


async def check_fresh(request: Request, minutes: int = FRESH_MINUTES) -> None:
    """Ask the same inside a route, for one act among those that it does. Raises FreshSignInNeeded."""
    session = request.scope.get("state", {}).get("session")
    console: Console | None = getattr(request.app.state, "console", None)
    if not isinstance(session, StoredSession) or console is None:
        return
    if is_fresh(session.signed_in_at, within=timedelta(minutes=minutes), now=console.now()):
        return
    raise FreshSignInNeeded(session, await read_fields(request) if request.method not in ("GET", "HEAD") else None)


async def read_fields(request: Request) -> tuple[tuple[str, str], ...]:
    """Give what was typed in a form; a file is not kept."""
    form = await request.form(max_fields=FIELDS_MAX)
    return tuple((name, value) for name, value in form.multi_items() if isinstance(value, str))


def is_framed(request: Request) -> bool:
    """Tell whether a browser asks for this page inside a frame of another: the pages of sign-in never show there."""
    return find_entry(request.scope) is not None or is_in_frame(request.headers)


async def put_aside(request: Request, error: FreshSignInNeeded, room: SignInRoom) -> str:
    """Keep what was typed; gives the address where the person proves again who they are, and finds it."""
    query = request.url.query
    path = f"{request.url.path}?{query}" if query else request.url.path
    if error.fields is None:
        values = {"suite": find_next_page(path)}
    else:
        visitor, entry = room.make_visitor(request.scope), find_entry(request.scope)
        browser = entry.frame.browser if entry is not None else b""
        owner, fields = error.session.identifier, tuple(one for one in error.fields if one[0] != TOKEN_FIELD)
        handle = await room.forms.keep(visitor, owner=owner, path=path, fields=fields, browser=browser)
        values = {"garde": handle, "suite": HOME}
    return f"/connexion/confirmer?{urlencode(values)}"


async def ask_again(request: Request, error: FreshSignInNeeded, room: SignInRoom) -> Response:
    """Put aside what was typed and send the person to prove again who they are."""
    address = await put_aside(request, error, room)
    if request.headers.get("hx-request") == "true":
        return Response(status_code=401, headers={"HX-Redirect": address})
    return RedirectResponse(address, status_code=303)
