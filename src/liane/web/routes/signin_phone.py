"""``/connexion/telephone``: sign-in by phone, for a workstation that cannot be redirected. Works without script."""

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from liane.codecs.oidc.ciba import CIBAChannel
from liane.pipeline.signin.phone import PhoneSignIn, PhoneWait
from liane.pipeline.signin.visits import SignedIn, SignInRefused
from liane.web.routes.signin import let_in, make_query, read_purpose, refuse
from liane.web.sign_in_room import SignInRoom
from liane.web.templating import Pages


def make_router(room: SignInRoom, phone: PhoneSignIn, pages: Pages) -> APIRouter:
    """Make the routes of the sign-in by phone."""
    router = APIRouter(include_in_schema=False, prefix="/connexion/telephone")

    @router.get("")
    async def ask(request: Request) -> Response:
        visitor = room.make_visitor(request.scope)
        proves_again = request.query_params.get("confirmer") == "1"
        purpose = read_purpose(request, proves_again=proves_again)
        more = {"confirmer": "1"} if proves_again else {}
        answer = await pages.render(request, "signin/phone.html", query=make_query(purpose, **more))
        room.set_cookie(answer, room.browser_cookie, visitor.secret)
        return answer

    @router.post("")
    async def prepare(request: Request) -> Response:
        visitor = room.make_visitor(request.scope)
        form = await request.form(max_files=0, max_fields=5)
        purpose = read_purpose(request, proves_again=request.query_params.get("confirmer") == "1")
        is_card = form.get("canal") == CIBAChannel.CARD.value
        channel = CIBAChannel.CARD if is_card else CIBAChannel.MOBILE
        try:
            handle = await phone.prepare(visitor, str(form.get("numero", "")), purpose, channel)
        except SignInRefused as refusal:
            return await refuse(request, pages, refusal)
        answer = RedirectResponse(f"/connexion/telephone/{handle}", status_code=303)
        room.set_cookie(answer, room.browser_cookie, visitor.secret)
        return answer

    _add_wait(router, room, phone, pages)
    return router


def _add_wait(router: APIRouter, room: SignInRoom, phone: PhoneSignIn, pages: Pages) -> None:
    @router.get("/{handle}")
    async def wait(request: Request, handle: str) -> Response:
        visitor = room.make_visitor(request.scope)
        is_fragment = request.headers.get("hx-request") == "true"
        try:
            found = await phone.poll(visitor, handle)
        except SignInRefused as refusal:
            if is_fragment:
                return Response(status_code=200, headers={"HX-Redirect": f"/connexion?motif={refusal.kind}"})
            return await refuse(request, pages, refusal)
        if isinstance(found, SignedIn):
            return let_in(room, visitor, found, is_fragment=is_fragment)
        return await _show(request, found, is_fragment=is_fragment)

    @router.post("/{handle}")
    async def send(request: Request, handle: str) -> Response:
        visitor = room.make_visitor(request.scope)
        try:
            await phone.send(visitor, handle)
        except SignInRefused as refusal:
            return await refuse(request, pages, refusal)
        return RedirectResponse(f"/connexion/telephone/{handle}", status_code=303)

    async def _show(request: Request, found: PhoneWait, *, is_fragment: bool) -> Response:
        template = "signin/phone_state.html" if is_fragment else "signin/phone_wait.html"
        return await pages.render(request, template, wait=found)
