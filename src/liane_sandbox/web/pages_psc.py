"""The pages of the simulated Pro Santé Connect: the choice of a person, their phone, the sign-out, and its workshop."""

from datetime import timedelta
from typing import Annotated, Any
from urllib.parse import urlsplit

import httpx
from fastapi import APIRouter, Body, Depends, HTTPException, Request
from starlette.responses import RedirectResponse, Response

from liane_sandbox.faults import FAULT_NAMES, read_fault
from liane_sandbox.psc import wallet
from liane_sandbox.psc.door import TOKEN_FAULTS
from liane_sandbox.psc.people import PEOPLE, STAFF, find_signatory
from liane_sandbox.psc.service import CLIENT_ID, PSCService
from liane_sandbox.psc.state import CIBA_LIFE, CIBAAnswer, PageRequest
from liane_sandbox.web.api import Running
from liane_sandbox.web.pages import go
from liane_sandbox.web.rendering import show
from liane_sandbox.web.security import CONTENT_SECURITY_POLICY

COOKIE = "psc_simulation"
NOTICE_S_MAX = 5.0
AGES_S = {"120": "2 minutes (jeton d'accès)", "1800": "30 minutes (jeton de renouvellement)", "14400": "4 heures"}
PRESETS = {
    **TOKEN_FAULTS,
    "invalid_grant": "jeton ou code refusé (invalid_grant)",
    "invalid_client": "application refusée (invalid_client)",
    "busy": "occupé (HTTP 503)",
    "fault": "erreur interne (HTTP 500)",
    "answer-late": "réponse tardive (20 s)",
    "hang-up-after-storing": "raccroche après avoir agi (issue inconnue)",
    "truncated": "réponse coupée",
    "down": "aucune connexion",
}
"""Faults of one click. Rule: psc.md §13, §14.2."""
_KINDS = frozenset(kind.value for kind in FAULT_NAMES)
router = APIRouter()


def get_service(sandbox: Running) -> PSCService:
    """The simulated Pro Santé Connect of this sandbox."""
    return sandbox.psc.service


Service = Annotated[PSCService, Depends(get_service)]
Values = Annotated[dict[str, Any], Body()]


def _leave(address: str) -> Response:
    return RedirectResponse(address, status_code=303)


def _waiting(service: PSCService, number: str) -> PageRequest:
    try:
        return wallet.get_request(service, number)
    except LookupError as error:
        raise HTTPException(404, "Cette demande de connexion est finie ou trop ancienne : recommencer.") from error


@router.get("/psc/auth")
def authorize(request: Request, service: Service) -> Response:
    """Take an authorisation request; a person already signed in passes at once, unless the request says otherwise."""
    try:
        number = wallet.take_request(service, request.query_params)
    except wallet.WalletRefused as refused:
        if refused.back:
            return _leave(refused.back)
        raise HTTPException(400, refused.message) from refused
    session = wallet.find_session(service, request.cookies.get(COOKIE, ""))
    if session is not None and request.query_params.get("prompt") != "login":
        return _leave(wallet.grant_code(service, number, session))
    return go(f"/psc/auth/{number}")


@router.get("/psc/auth/{number}")
def choose(number: str, request: Request, service: Service) -> Response:
    """Who is at the screen."""
    waiting = _waiting(service, number)
    client = service.clients[waiting.client_id].name
    return show(request, "psc_auth.html", "Pro Santé Connect", number=number, client=client, people=(*PEOPLE, *STAFF))


@router.post("/psc/auth/{number}")
async def chosen(number: str, request: Request, service: Service) -> Response:
    """Ask the phone of the person chosen."""
    form = await request.form()
    person = find_signatory(str(form.get("person", "")))
    _waiting(service, number)
    if person is None:
        raise HTTPException(422, "Choisir un professionnel.")
    wallet.choose_person(service, number, person)
    return go(f"/psc/auth/{number}/telephone")


@router.get("/psc/auth/{number}/telephone")
def phone(number: str, request: Request, service: Service) -> Response:
    """The phone of that person, for a sign-in by redirection."""
    waiting = _waiting(service, number)
    person = find_signatory(waiting.identifier)
    if person is None:
        return go(f"/psc/auth/{number}")
    split = urlsplit(waiting.redirect_uri)
    client = service.clients[waiting.client_id].name
    answer = show(request, "psc_phone.html", "e-CPS", number=number, client=client, person=person)
    answer.headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY.replace(
        "form-action 'self'", f"form-action 'self' {split.scheme}://{split.netloc}"
    )
    return answer


@router.post("/psc/auth/{number}/telephone")
async def answered(number: str, request: Request, service: Service) -> Response:
    """Accept or refuse, and go back to the application."""
    waiting = _waiting(service, number)
    form = await request.form()
    if form.get("answer") != "accept":
        return _leave(wallet.deny(service, number))
    if find_signatory(waiting.identifier) is None:
        return go(f"/psc/auth/{number}")
    session = service.open_session(waiting.identifier)
    answer = _leave(wallet.grant_code(service, number, session))
    answer.set_cookie(COOKIE, session.number, httponly=True, samesite="lax", path="/psc")
    return answer


@router.get("/psc/logout")
def logout(request: Request, service: Service) -> Response:
    """End the session of the browser, then go back to the application when it is known."""
    back = wallet.sign_out(service, request.query_params, request.cookies.get(COOKIE, ""))
    answer = _leave(back) if back else show(request, "psc_out.html", "Session terminée", notice="", told="")
    answer.delete_cookie(COOKIE, path="/psc")
    return answer


@router.get("/psc/telephone")
def phones(request: Request, service: Service) -> Response:
    """Every phone that is asked something now (CIBA)."""
    now = service.clock()
    asked = [
        (one, find_signatory(one.identifier), service.clients[one.client_id].name)
        for one in service.state.ciba.values()
        if one.answer is CIBAAnswer.WAITING and now < one.at + CIBA_LIFE
    ]
    return show(request, "psc_phones.html", "Téléphones e-CPS", asked=asked)


@router.post("/psc/telephone/{number}")
async def phone_answered(number: str, request: Request, service: Service) -> Response:
    """Accept or refuse on a phone (CIBA)."""
    form = await request.form()
    answer = CIBAAnswer.ACCEPTED if form.get("answer") == "accept" else CIBAAnswer.DENIED
    try:
        service.answer_phone(number, answer)
    except LookupError as error:
        raise HTTPException(404, "Cette demande est finie ou trop ancienne.") from error
    return go("/psc/telephone")


@router.get("/psc")
def workshop(request: Request, sandbox: Running, service: Service) -> Response:
    """Sessions, newest calls, faults, keys."""
    now = service.clock()
    sessions = [(one, find_signatory(one.identifier)) for one in service.state.sessions.values() if one.is_alive(now)]
    return show(
        request,
        "psc.html",
        "Pro Santé Connect",
        url=service.issuer,
        client_id=CLIENT_ID,
        people=(*PEOPLE, *STAFF),
        sessions=sessions,
        calls=tuple(service.state.calls)[:50],
        faults=[fault for fault in sandbox.faults.list_faults() if fault.service.partition(".")[0] == "psc"],
        kinds={kind.value: name for kind, name in FAULT_NAMES.items()},
        presets=PRESETS,
        ages=AGES_S,
    )


@router.post("/psc/sessions/{number}/fin")
def end_session(number: str, request: Request, service: Service) -> Response:
    """End a session at the provider and tell the application through the browser (front-channel)."""
    notice = wallet.make_end_notice(service, number)
    service.state.end_session(number)
    answer = show(request, "psc_out.html", "Session terminée", notice=notice, told="")
    if notice:
        split = urlsplit(notice)
        answer.headers["Content-Security-Policy"] = (
            f"{CONTENT_SECURITY_POLICY}; frame-src {split.scheme}://{split.netloc}"
        )
    return answer


async def send_notice(notice: wallet.ServerNotice | None) -> str:
    """Tell the application's server; gives what it answered, in words."""
    if notice is None:
        return "Aucune application n'est encore venue : personne n'a été avisé."
    try:
        async with httpx.AsyncClient(trust_env=False, timeout=NOTICE_S_MAX) as client:
            answer = await client.post(notice.address, data={"logout_token": notice.token})
    except httpx.HTTPError as error:
        return f"L'application n'a pas répondu ({type(error).__name__})."
    return f"L'application a été avisée de serveur à serveur ; elle a répondu {answer.status_code}."


@router.post("/psc/sessions/{number}/fin-serveur")
async def end_session_by_server(number: str, request: Request, service: Service) -> Response:
    """End a session at the provider and tell the application's server (back-channel)."""
    notice = wallet.make_server_notice(service, number)
    service.state.end_session(number)
    return show(request, "psc_out.html", "Session terminée", notice="", told=await send_notice(notice))


@router.post("/psc/cles")
def rotate(service: Service) -> Response:
    """Sign with a new key from now on."""
    service.keys.rotate()
    return go("/psc")


@router.post("/psc/temps")
async def age(request: Request, service: Service) -> Response:
    """Make every token and session older."""
    form = await request.form()
    seconds = str(form.get("seconds", ""))
    if seconds not in AGES_S:
        raise HTTPException(422, "durée inconnue")
    service.state.age(timedelta(seconds=int(seconds)))
    return go("/psc")


@router.post("/psc/pannes")
async def fault_add(request: Request, sandbox: Running) -> Response:
    """Switch on one of the faults of one click."""
    form = await request.form()
    preset = str(form.get("preset", ""))
    if preset not in PRESETS:
        raise HTTPException(422, "panne inconnue")
    kind = preset if preset in _KINDS else "refuse"
    service = "psc" if preset == "down" else "psc.userinfo" if preset == "other-person" else "psc.token"
    code = "" if kind == preset else preset
    sandbox.faults.add(read_fault({"service": service, "kind": kind, "code": code, "delay_s": "20"}))
    return go("/psc")


@router.post("/psc/pannes/arreter")
def fault_clear(sandbox: Running) -> Response:
    """Switch off every fault of Pro Santé Connect."""
    sandbox.faults.clear("psc")
    return go("/psc")


# The same for programs.


@router.get("/api/psc/calls")
def api_calls(service: Service) -> list[dict[str, str]]:
    """List the newest calls: endpoint, client, person, outcome."""
    return [
        {
            "at": one.at.isoformat(),
            "endpoint": one.endpoint,
            "client_id": one.client_id,
            "identifier": one.identifier,
            "outcome": one.outcome,
        }
        for one in service.state.calls
    ]


@router.get("/api/psc/phones")
def api_phones(service: Service) -> list[dict[str, str]]:
    """List the requests that wait on a phone."""
    return [
        {"number": one.number, "identifier": one.identifier, "binding_message": one.binding_message}
        for one in service.state.ciba.values()
        if one.answer is CIBAAnswer.WAITING
    ]


@router.post("/api/psc/phones/{number}")
def api_phone(number: str, values: Values, service: Service) -> dict[str, str]:
    """Answer on a phone: ``{"answer": "accept" | "deny"}``."""
    answer = CIBAAnswer.ACCEPTED if values.get("answer") == "accept" else CIBAAnswer.DENIED
    try:
        service.answer_phone(number, answer)
    except LookupError as error:
        raise HTTPException(404, "Cette demande est finie ou trop ancienne.") from error
    return {"answer": answer.value}


@router.post("/api/psc/sessions/{number}/end")
async def api_end_session(number: str, service: Service) -> dict[str, str]:
    """End a session at the provider and tell the application's server."""
    notice = wallet.make_server_notice(service, number)
    service.state.end_session(number)
    return {"told": await send_notice(notice)}


@router.post("/api/psc/age")
def api_age(values: Values, service: Service) -> dict[str, int]:
    """Make everything older: ``{"seconds": 120}``."""
    seconds = values.get("seconds")
    if not isinstance(seconds, int) or not 0 < seconds <= 24 * 3600:
        raise HTTPException(422, "« seconds » va de 1 à 86400")
    service.state.age(timedelta(seconds=seconds))
    return {"seconds": seconds}


@router.post("/api/psc/rotate")
def api_rotate(service: Service) -> dict[str, int]:
    """Sign with a new key from now on."""
    service.keys.rotate()
    return {"keys": len(service.keys.publish()["keys"])}
