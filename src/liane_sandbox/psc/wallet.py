"""What a browser asks of the simulation: the authorisation request, its checks, its code; the sign-out.

Rule: psc.md §3, §6, §14.2-4 (missing nonce or state: error; redirect URI exact; acr_values other than eidas1: error).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from urllib.parse import urlencode, urlsplit

from liane.codecs.oidc.names import ACR, SCOPE
from liane_sandbox.psc.people import Signatory, find_signatory
from liane_sandbox.psc.service import AFTER_LOGOUT_PATH, CLIENT_ID, PSCService
from liane_sandbox.psc.state import CODE_LIFE, REQUEST_LIFE, Grant, PageRequest, SSOSession, new_secret

END_NOTICE_PATH = "/connexion/fin"
END_NOTICE_SERVER_PATH = "/connexion/fin-serveur"
LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout"
LOGOUT_LIFE = timedelta(minutes=2)


class WalletRefused(Exception):
    """The request is refused. back: where to send the browser with the error; empty when it may be sent nowhere."""

    def __init__(self, message: str, *, back: str = "") -> None:
        self.message, self.back = message, back
        super().__init__(message)


def take_request(service: PSCService, values: Mapping[str, str]) -> str:
    """Check an authorisation request and keep it; returns its number. Raises WalletRefused."""
    client_id, redirect_uri = values.get("client_id", ""), values.get("redirect_uri", "")
    if client_id not in service.clients:
        raise WalletRefused("Application inconnue (client_id).")
    if not service.is_registered(client_id, redirect_uri):
        raise WalletRefused("L'adresse de retour (redirect_uri) n'est pas enregistrée pour cette application.")
    state = values.get("state", "")
    error = _find_error(values)
    if error:
        service.log("psc.authorize", client_id, "", error)
        raise WalletRefused(error, back=answer_address(redirect_uri, {"error": error, "state": state}))
    number = new_secret()
    service.state.pages.keep(
        number,
        PageRequest(
            client_id=client_id,
            redirect_uri=redirect_uri,
            state=state,
            nonce=values["nonce"],
            challenge=values.get("code_challenge", ""),
            at=service.clock(),
        ),
    )
    return number


def _find_error(values: Mapping[str, str]) -> str:
    if values.get("response_type") != "code":
        return "unsupported_response_type"
    if values.get("scope") != SCOPE:
        return "invalid_scope"
    is_complete = values.get("state") and values.get("nonce") and values.get("acr_values") == ACR
    is_known_method = not values.get("code_challenge") or values.get("code_challenge_method") == "S256"
    return "" if is_complete and is_known_method else "invalid_request"


def answer_address(redirect_uri: str, values: Mapping[str, str]) -> str:
    """Where the browser goes back, with what."""
    joint = "&" if urlsplit(redirect_uri).query else "?"
    return f"{redirect_uri}{joint}{urlencode({name: value for name, value in values.items() if value})}"


def get_request(service: PSCService, number: str) -> PageRequest:
    """Find a request that waits. Raises LookupError once it is too old, or answered."""
    request = service.state.pages[number]
    if service.clock() >= request.at + REQUEST_LIFE:
        raise LookupError(number)
    return request


def choose_person(service: PSCService, number: str, person: Signatory) -> None:
    """Say who the person at the screen is: their phone will be asked."""
    service.state.pages[number] = replace(get_request(service, number), identifier=person.identifier)


def find_session(service: PSCService, number: str) -> SSOSession | None:
    """Find a session that a browser still holds."""
    session = service.state.sessions.get(number)
    return session if session is not None and session.is_alive(service.clock()) else None


def grant_code(service: PSCService, number: str, session: SSOSession) -> str:
    """End a request with a code; returns where the browser goes back."""
    request = get_request(service, number)
    del service.state.pages[number]
    code = new_secret()
    service.state.codes.keep(
        code,
        Grant(
            client_id=request.client_id,
            session=session.number,
            expires_at=service.clock() + CODE_LIFE,
            redirect_uri=request.redirect_uri,
            nonce=request.nonce,
            challenge=request.challenge,
        ),
    )
    split = urlsplit(request.redirect_uri)
    service.state.visited.keep(session.number, f"{split.scheme}://{split.netloc}")
    service.log("psc.authorize", request.client_id, session.identifier, "code")
    return answer_address(request.redirect_uri, {"code": code, "state": request.state})


def deny(service: PSCService, number: str) -> str:
    """End a request with a refusal of the person; returns where the browser goes back."""
    request = get_request(service, number)
    del service.state.pages[number]
    service.log("psc.authorize", request.client_id, request.identifier, "access_denied")
    return answer_address(request.redirect_uri, {"error": "access_denied", "state": request.state})


def sign_out(service: PSCService, values: Mapping[str, str], session_number: str) -> str:
    """End a session, that of the browser or that of the id_token; returns where to go, empty for nowhere.

    Rule: psc.md §6 (``id_token_hint``, ``state``, registered ``post_logout_redirect_uri``).
    """
    hinted = service.keys.read_session(values.get("id_token_hint", ""))
    for number in filter(None, (hinted, session_number)):
        service.state.end_session(number)
    service.log("psc.logout", values.get("client_id", ""), "", "fin de session")
    wanted = values.get("post_logout_redirect_uri", "")
    is_known = any(service.is_registered(one, wanted, AFTER_LOGOUT_PATH) for one in service.clients)
    return answer_address(wanted, {"state": values.get("state", "")}) if wanted and is_known else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerNotice:
    """What the provider's server tells an application's: where, and the signed token."""

    address: str
    token: str = field(repr=False)


def make_server_notice(service: PSCService, session: str) -> ServerNotice | None:
    """Write the notice that a session ends, before it does; None when no application is known yet.

    The address is that of the application, whatever way the session was opened: by redirection or by phone.
    Rule: OpenID Connect Back-Channel Logout 1.0 §2.4, §2.5.
    """
    known = list(service.state.visited.values())
    origin = service.state.visited.get(session, known[-1] if known else "")
    held = service.state.sessions.get(session)
    person = find_signatory(held.identifier) if held is not None else None
    if not origin or person is None:
        return None
    now = service.clock()
    claims = {
        "iss": service.issuer,
        "aud": CLIENT_ID,
        "iat": int(now.timestamp()),
        "exp": int((now + LOGOUT_LIFE).timestamp()),
        "jti": new_secret(),
        "typ": "Logout",
        "sub": person.subject,
        "sid": session,
        "events": {LOGOUT_EVENT: {}},
    }
    service.log("psc.backchannel", CLIENT_ID, person.identifier, "avis")
    return ServerNotice(address=f"{origin}{END_NOTICE_SERVER_PATH}", token=service.keys.sign(claims))


def make_end_notice(service: PSCService, session: str) -> str:
    """Where to tell an application, through a frame of the browser, that a session ended; empty without."""
    origin = service.state.visited.get(session, "")
    return answer_address(f"{origin}{END_NOTICE_PATH}", {"iss": service.issuer, "sid": session}) if origin else ""
