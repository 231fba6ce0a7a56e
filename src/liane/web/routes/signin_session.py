"""Once signed in: the situation, the sessions of a person, the proof given again, the form put aside, the way out."""

import structlog
from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from liane.domain.access.session_rules import Ending
from liane.domain.actors.operator import SignInMeans
from liane.domain.errors import InvalidInput, RemoteFailure
from liane.pipeline.signin.vault import new_secret
from liane.pipeline.signin.visits import Purpose
from liane.store.session_records import StoredSession
from liane.web.routes.signin import OUT_COOKIE, clean_handle, make_query, read_purpose, read_session
from liane.web.sign_in_room import SignInRoom
from liane.web.signed_in import describe_job, describe_place
from liane.web.templating import Pages
from liane.web.views.kept_words import describe_kept

log = structlog.get_logger(__name__)


def make_router(room: SignInRoom, pages: Pages) -> APIRouter:
    """Make the routes of who is signed in."""
    router = APIRouter(include_in_schema=False)
    for add in (_add_situation, _add_sessions, _add_return, _add_sign_out):
        add(router, room, pages)
    return router


def _get_session(request: Request) -> StoredSession:
    session = read_session(request)
    if session is None:
        raise HTTPException(404)
    return session


def _address(request: Request) -> str:
    return request.client.host if request.client else ""


def _add_situation(router: APIRouter, room: SignInRoom, pages: Pages) -> None:
    @router.get("/connexion/situation")
    async def show(request: Request) -> Response:
        session = read_session(request)
        if session is None:
            return RedirectResponse("/connexion", status_code=303)
        offered = [(one.key, describe_job(one), describe_place(one)) for one in room.sessions.list_situations(session)]
        return await pages.render(
            request,
            "signin/situation.html",
            offered=offered,
            chosen=session.situation_key,
            query=make_query(read_purpose(request)),
        )

    @router.post("/connexion/situation")
    async def choose(request: Request) -> Response:
        session = _get_session(request)
        form = await request.form(max_files=0, max_fields=5)
        purpose = read_purpose(request)
        await room.sessions.choose(session, str(form.get("situation", "")), address=_address(request))
        address = f"/connexion/reprise/{purpose.form}" if purpose.form else purpose.next_page
        return RedirectResponse(address, status_code=303)


def _add_sessions(router: APIRouter, room: SignInRoom, pages: Pages) -> None:
    @router.get("/connexion/sessions")
    async def show(request: Request) -> Response:
        session = read_session(request)
        if session is None:
            return RedirectResponse("/connexion", status_code=303)
        rules = room.sessions.policy.rules
        return await pages.render(
            request,
            "signin/sessions.html",
            sessions=await room.sessions.list_open(session.identifier),
            current=session.id,
            until=session.signed_in_at + rules.lasts,
            can_choose=len(room.sessions.list_situations(session)) > 1,
        )

    @router.post("/connexion/sessions/partout")
    async def end_everywhere(request: Request) -> Response:
        session = _get_session(request)
        await room.sessions.end_everywhere(session.identifier, address=_address(request))
        answer = RedirectResponse("/connexion", status_code=303)
        room.drop_cookie(answer, room.session_cookie)
        return answer

    @router.post("/connexion/sessions/{number}/fin")
    async def end_one(request: Request, number: int) -> Response:
        session = _get_session(request)
        mine = {one.id: one for one in await room.sessions.list_open(session.identifier)}
        if number not in mine:
            raise HTTPException(404)
        await room.sessions.end(mine[number], Ending.SIGNED_OUT, _address(request))
        return RedirectResponse("/connexion/sessions", status_code=303)


def _add_return(router: APIRouter, room: SignInRoom, pages: Pages) -> None:
    @router.get("/connexion/confirmer")
    async def confirm(request: Request) -> Response:
        purpose = read_purpose(request)
        session = read_session(request)
        if session is None:
            return RedirectResponse(f"/connexion{make_query(purpose)}", status_code=303)
        return await pages.render(
            request,
            "signin/confirm.html",
            query=make_query(purpose, confirmer="1"),
            is_rescue=session.means is SignInMeans.BREAK_GLASS_ACCOUNT,
            has_psc=room.redirect is not None,
            has_phone=room.phone is not None,
        )

    @router.get("/connexion/reprise/{handle}")
    async def resume(request: Request, handle: str) -> Response:
        """Show what was kept to its owner; who is not signed in any more signs in first, and comes back to it."""
        session = read_session(request)
        if session is None:
            purpose = Purpose(form=clean_handle(handle))
            return RedirectResponse(f"/connexion{make_query(purpose, motif='garde')}", status_code=303)
        visitor = room.make_visitor(request.scope)
        form = await room.forms.find(visitor, handle, owner=session.identifier)
        if form is None:
            return await pages.render(request, "signin/nothing_kept.html", status=404)
        shown = describe_kept(form.path, form.fields)
        return await pages.render(request, "signin/resume.html", form=form, shown=shown, handle=handle)

    @router.post("/connexion/reprise/{handle}/oublier")
    async def forget(request: Request, handle: str) -> Response:
        _get_session(request)
        await room.forms.drop(room.make_visitor(request.scope), handle)
        return RedirectResponse("/", status_code=303)


def _add_sign_out(router: APIRouter, room: SignInRoom, pages: Pages) -> None:
    @router.post("/deconnexion")
    async def sign_out(request: Request) -> Response:
        """End the session here, whatever the provider says; then offer the sign-out there. Rule: psc.md §6."""
        session = read_session(request)
        if session is None:
            return RedirectResponse("/connexion", status_code=303)
        state = new_secret()
        address = await _find_provider_page(session, state, f"{room.find_base_url(request.headers)}/connexion")
        await room.sessions.end(session, Ending.SIGNED_OUT, _address(request))
        request.scope["state"].update(session=None, actor=None, operator="")
        answer = await pages.render(request, "signin/out.html", provider_page=address)
        room.drop_cookie(answer, room.session_cookie)
        if address:
            answer.set_cookie(
                OUT_COOKIE, state, path="/connexion", httponly=True, secure=room.is_secure, samesite="lax", max_age=600
            )
        return answer

    async def _find_provider_page(session: StoredSession, state: str, return_to: str) -> str:
        if session.means is not SignInMeans.PRO_SANTE_CONNECT:
            return ""
        try:
            return await room.make_logout_url(session, state, return_to)
        except (RemoteFailure, InvalidInput) as error:
            log.warning("session.provider_silent", error=type(error).__name__)
            return ""
