"""Acts asked inside a frame of another software: held by a token, and ended in a window when they change a DMP.

Rule: protection against cross-site requests and clickjacking; psc.md §12-3.
"""

import hmac

from fastapi import Request

from liane.domain.errors import AccessDenied
from liane.pipeline.contexts.calls import ContextDenied
from liane.pipeline.contexts.frames import NO_TOKEN
from liane.web.context_frame import TOKEN_FIELD, find_entry
from liane.web.freshness import is_framed, read_fields
from liane.web.rights import find_actor
from liane.web.sign_in_room import SignInRoom


class ApartNeeded(AccessDenied):
    """An act asked inside a frame, which is ended in a window of its own. fields: what was typed."""

    def __init__(self, fields: tuple[tuple[str, str], ...]) -> None:
        self.fields = fields
        super().__init__("")


async def check_token(request: Request) -> None:
    """Hold the forms of a frame by their token; the door checked the origin. Raises ContextDenied CTX-015."""
    entry = find_entry(request.scope)
    if entry is None or request.method in ("GET", "HEAD"):
        return
    form = await request.form(max_files=0)
    given = form.get(TOKEN_FIELD, "")
    if not isinstance(given, str) or not hmac.compare_digest(given.encode("utf-8", "replace"), entry.token.encode()):
        raise ContextDenied(NO_TOKEN)


async def check_apart(request: Request) -> None:
    """Send an act that changes a DMP out of a frame, to a window where it is seen whole. Raises ApartNeeded.

    Rule: protection against clickjacking: a page of another software may cover a frame, never a window.
    """
    if is_framed(request):
        raise ApartNeeded(await read_fields(request))


async def find_window(request: Request, error: ApartNeeded, room: SignInRoom) -> str:
    """Give the address of the window where an act of a frame is ended: what was typed, to send from there.

    It is kept for the browser that confirmed the frame: no cookie of a window goes into a frame of another site.
    """
    query = request.url.query
    path = f"{request.url.path}?{query}" if query else request.url.path
    entry = find_entry(request.scope)
    handle = await room.forms.keep(
        room.make_visitor(request.scope),
        owner=find_actor(request.scope).identifier,
        path=path,
        fields=tuple(one for one in error.fields if one[0] != TOKEN_FIELD),
        browser=entry.frame.browser if entry is not None else b"",
    )
    return f"/connexion/reprise/{handle}"
