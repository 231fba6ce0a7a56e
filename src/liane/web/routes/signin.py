"""``/connexion``: the ways in, the trip to Pro Santé Connect and back, and the notice that a session ended there."""

import hmac
import re
from urllib.parse import urlencode

import structlog
from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from liane.codecs.oidc.logout import parse_logout_notice
from liane.domain.access.next_page import HOME, find_next_page
from liane.domain.errors import InvalidInput, RemoteFailure
from liane.pipeline.signin.visits import Purpose, SignedIn, SignInRefused, Visitor
from liane.store.session_records import StoredSession
from liane.web.sign_in_room import SignInRoom, read_cookies
from liane.web.sign_in_words import REFUSALS, Told
from liane.web.templating import Pages

log = structlog.get_logger(__name__)
HANDLE_CHARS_MAX = 100
TOKEN_CHARS_MAX = 16_384
OUT_COOKIE = "liane-sortie"
REFUSED = "/connexion/refus"
"""Where a refused return is told: the code of the provider stays in no address that is shown, kept or sent again.

Rule: RFC 9700 §4.3.1 (authorization codes in the browser history).
"""
CODES_MAX = 8
_CODE = re.compile(r"[A-Z]{2,8}-[0-9]{3}")


def read_handle(request: Request, name: str = "garde") -> str:
    """Read the handle of a form put aside; empty when it cannot be one."""
    return clean_handle(request.query_params.get(name, ""))


def clean_handle(value: str) -> str:
    """Give the handle of a form put aside back; empty when it cannot be one."""
    is_handle = len(value) <= HANDLE_CHARS_MAX and all(sign.isalnum() or sign in "-_" for sign in value)
    return value if is_handle else ""


def read_session(request: Request) -> StoredSession | None:
    """Give the open session of a request; None without."""
    session = request.scope.get("state", {}).get("session")
    return session if isinstance(session, StoredSession) else None


def read_purpose(request: Request, *, proves_again: bool = False) -> Purpose:
    """Read why one signs in, from the query; whatever is not an address of ours leads to the first page."""
    session = read_session(request)
    return Purpose(
        next_page=find_next_page(request.query_params.get("suite", HOME)),
        form=read_handle(request),
        session=session.id if proves_again and session is not None else 0,
    )


def make_query(purpose: Purpose, **more: str) -> str:
    """Write a purpose back as a query."""
    values = {"suite": purpose.next_page, "garde": purpose.form} | more
    text = urlencode({name: value for name, value in values.items() if value and value != HOME})
    return f"?{text}" if text else ""


def let_in(room: SignInRoom, visitor: Visitor, signed: SignedIn, *, is_fragment: bool = False) -> Response:
    """Give the browser its session and send it on: to the choice of a situation, to its form, or to its page."""
    purpose = signed.purpose
    if signed.must_choose:
        address = f"/connexion/situation{make_query(purpose)}"
    elif purpose.form:
        address = f"/connexion/reprise/{purpose.form}"
    else:
        address = purpose.next_page
    answer: Response = RedirectResponse(address, status_code=303)
    if is_fragment:
        answer = Response(status_code=200, headers={"HX-Redirect": address})
    room.set_cookie(answer, room.session_cookie, signed.secret)
    room.set_cookie(answer, room.browser_cookie, visitor.secret)
    return answer


def make_router(room: SignInRoom, pages: Pages) -> APIRouter:
    """Make the routes of the ways in."""
    router = APIRouter(include_in_schema=False, prefix="/connexion")

    @router.get("")
    async def show(request: Request) -> Response:
        visitor = room.make_visitor(request.scope)
        purpose = read_purpose(request)
        told: Told | None = REFUSALS.get(request.query_params.get("motif", ""))
        ended = told is not None and bool(visitor.session)
        is_out = _is_back_from_sign_out(request)
        answer = await pages.render(
            request,
            "signin/choose.html",
            query=make_query(purpose),
            told=told,
            ending=(await room.sessions.read(visitor.session, is_act=False)).ending if ended else "",
            is_out=is_out,
            has_psc=room.redirect is not None,
            has_phone=room.phone is not None,
            has_rescue=await room.rescue.is_open(),
        )
        room.set_cookie(answer, room.browser_cookie, visitor.secret)
        if is_out:
            answer.delete_cookie(OUT_COOKIE, path="/connexion")
        return answer

    _add_trip(router, room, pages)
    _add_ends(router, room)
    return router


def _add_trip(router: APIRouter, room: SignInRoom, pages: Pages) -> None:
    """The trip to the provider and back."""

    @router.get("/psc")
    async def go(request: Request) -> Response:
        visitor = room.make_visitor(request.scope)
        proves_again = request.query_params.get("confirmer") == "1"
        purpose = read_purpose(request, proves_again=proves_again)
        if room.redirect is None:
            return RedirectResponse(f"/connexion{make_query(purpose)}", status_code=303)
        try:
            address = await room.redirect.begin(visitor, purpose, must_prove=request.query_params.get("autre") == "1")
        except SignInRefused as refusal:
            return await refuse(request, pages, refusal)
        answer = RedirectResponse(address, status_code=303)
        room.set_cookie(answer, room.browser_cookie, visitor.secret)
        return answer

    @router.get("/retour")
    async def back(request: Request) -> Response:
        visitor = room.make_visitor(request.scope)
        if room.redirect is None:
            return RedirectResponse("/connexion", status_code=303)
        try:
            signed = await room.redirect.complete(visitor, request.query_params)
        except SignInRefused as refusal:
            return RedirectResponse(f"{REFUSED}?{_write_refusal(refusal)}", status_code=303)
        return let_in(room, visitor, signed)

    @router.get("/refus")
    async def tell_refusal(request: Request) -> Response:
        refusal = _read_refusal(request)
        if refusal.kind not in REFUSALS:
            return RedirectResponse("/connexion", status_code=303)
        return await refuse(request, pages, refusal)


def _add_ends(router: APIRouter, room: SignInRoom) -> None:
    """The notices of an end at the provider: through a browser, or from server to server."""

    @router.get("/fin")
    async def ended(request: Request) -> Response:
        """Front-channel logout: loaded in a frame by the provider; the browser's cookie does not come with it."""
        try:
            notice = parse_logout_notice(request.query_params)
        except InvalidInput:
            return Response(status_code=400)
        client = request.client
        await room.sessions.end_by_provider(notice, address=client.host if client else "")
        return Response(status_code=200, media_type="text/plain", content="")

    @router.post("/fin-serveur")
    async def told(request: Request) -> Response:
        """Back-channel logout: the provider's server says it, signed. Rule: OpenID Connect Back-Channel Logout §2.5."""
        if room.read_logout_token is None:
            return Response(status_code=404)
        form = await request.form(max_files=0, max_fields=5)
        token = str(form.get("logout_token", ""))
        address = request.client.host if request.client else ""
        try:
            notice = await room.read_logout_token(token if len(token) <= TOKEN_CHARS_MAX else "")
        except InvalidInput as error:
            codes = sorted({finding.code for finding in error.findings})
            log.warning("session.notice_refused", codes=codes, address=address)
            return JSONResponse({"error": "invalid_request", "error_description": " ".join(codes)}, status_code=400)
        except RemoteFailure as error:
            log.warning("session.notice_unread", error=type(error).__name__)
            return JSONResponse({"error": "temporarily_unavailable"}, status_code=503)
        await room.sessions.end_by_provider(notice, address=address)
        return Response(status_code=200)


def _is_back_from_sign_out(request: Request) -> bool:
    """Tell whether the provider sends the browser back from the sign-out that we asked for. Rule: psc.md §6 (state)."""
    expected = read_cookies(request.headers).get(OUT_COOKIE, "")
    return bool(expected) and hmac.compare_digest(
        expected.encode(), request.query_params.get("state", "").encode("utf-8", "replace")
    )


def _write_refusal(refusal: SignInRefused) -> str:
    kind = refusal.kind if refusal.kind in REFUSALS else "configuration"
    values = [("motif", kind), *(("code", code) for code in refusal.codes[:CODES_MAX])]
    return urlencode([*values, ("suite", find_next_page(refusal.next_page))])


def _read_refusal(request: Request) -> SignInRefused:
    """Read a refusal back from its address; codes that are none are left aside."""
    given = request.query_params
    codes = tuple(code for code in given.getlist("code")[:CODES_MAX] if _CODE.fullmatch(code))
    return SignInRefused(given.get("motif", ""), codes, find_next_page(given.get("suite", HOME)))


async def refuse(request: Request, pages: Pages, refusal: SignInRefused) -> Response:
    """Say why nobody was let in, and what to do."""
    told = REFUSALS.get(refusal.kind, REFUSALS["configuration"])
    return await pages.render(
        request,
        "signin/refused.html",
        status=told.status,
        told=told,
        codes=refusal.codes,
        query=make_query(Purpose(next_page=find_next_page(refusal.next_page))),
    )
