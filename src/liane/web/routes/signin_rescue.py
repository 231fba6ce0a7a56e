"""``/connexion/secours``: the rescue accounts, open only when the settings say so."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from liane.domain.access.passwords import PASSWORD_CHARS_MAX
from liane.pipeline.signin.visits import SignInRefused
from liane.web.reasons import REASON_CHARS_MAX, REASON_CHARS_MIN
from liane.web.routes.signin import let_in, make_query, read_purpose, refuse
from liane.web.sign_in_room import SignInRoom
from liane.web.sign_in_words import REFUSALS
from liane.web.templating import Pages


def make_router(room: SignInRoom, pages: Pages) -> APIRouter:
    """Make the routes of the rescue accounts."""
    router = APIRouter(include_in_schema=False, prefix="/connexion/secours")

    @router.get("")
    async def show(request: Request) -> Response:
        if not await room.rescue.is_open():
            return await refuse(request, pages, SignInRefused("ferme"))
        proves_again = request.query_params.get("confirmer") == "1"
        return await _show(request, proves_again=proves_again, is_wrong=False)

    async def _show(request: Request, *, proves_again: bool, is_wrong: bool, lacks_reason: bool = False) -> Response:
        visitor = room.make_visitor(request.scope)
        purpose = read_purpose(request, proves_again=proves_again)
        more = {"confirmer": "1"} if proves_again else {}
        answer = await pages.render(
            request,
            "signin/rescue.html",
            status=403 if is_wrong else 422 if lacks_reason else 200,
            lacks_reason=lacks_reason,
            query=make_query(purpose, **more),
            told=REFUSALS["secours"] if is_wrong else None,
        )
        room.set_cookie(answer, room.browser_cookie, visitor.secret)
        return answer

    @router.post("")
    async def sign_in(request: Request) -> Response:
        visitor = room.make_visitor(request.scope)
        proves_again = request.query_params.get("confirmer") == "1"
        purpose = read_purpose(request, proves_again=proves_again)
        form = await request.form(max_files=0, max_fields=5)
        reason = " ".join(str(form.get("motif", "")).split())[:REASON_CHARS_MAX]
        if len(reason) < REASON_CHARS_MIN:
            return await _show(request, proves_again=proves_again, is_wrong=False, lacks_reason=True)
        name, password, code = (str(form.get(field, "")) for field in ("nom", "mot_de_passe", "code"))
        try:
            signed = await room.rescue.sign_in(
                visitor, name, password[: PASSWORD_CHARS_MAX + 1], code[:20], purpose, reason=reason
            )
        except SignInRefused as refusal:
            if refusal.kind == "secours":
                return await _show(request, proves_again=proves_again, is_wrong=True)
            return await refuse(request, pages, refusal)
        return let_in(room, visitor, signed)

    return router
