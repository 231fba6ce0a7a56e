"""The endpoints that servers call: token, userInfo, introspection, CIBA, keys, and the exchange of a protected API.

Answers as the national service does, refusals included. No socket here. Rule: psc.md §2 to §8, §14.2.
"""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from cryptography import x509

from liane.codecs.oidc.names import ACR, DISCOVERY_NAME, GRANT_CIBA, GRANT_CODE, GRANT_REFRESH, SCOPE
from liane_sandbox.faults import FaultKind, FaultSwitchboard
from liane_sandbox.http_server import Manner, Reply, Request
from liane_sandbox.pki.certificates import Profile
from liane_sandbox.pki.trust import TrustStore
from liane_sandbox.psc.claims import OTHER_CLIENT, make_access, make_id_token
from liane_sandbox.psc.door import Client, Exchange, Refused, Values, find_bearer, make_json, read_form
from liane_sandbox.psc.people import find_signatory, render_userinfo
from liane_sandbox.psc.protected import ProtectedAPI
from liane_sandbox.psc.signing import KeyRing
from liane_sandbox.psc.state import (
    ACCESS_LIFE,
    CIBA_LIFE,
    REFRESH_LIFE,
    Call,
    CIBAAnswer,
    CIBARequest,
    Grant,
    PSCState,
    SSOSession,
    new_secret,
)

REALM = "/auth/realms/esante-wallet"
BACK = f"{REALM}/protocol/openid-connect"
EXCHANGE, EXCHANGE_INTROSPECT, RESOURCE = "/as/token.oauth2", "/as/introspect", "/as/ressource"
CLIENT_ID, CLIENT_SECRET = "liane-simulation", "secret-de-simulation-sans-valeur"
CALLBACK_PATH, AFTER_LOGOUT_PATH = "/connexion/retour", "/connexion"
_BEFORE = {FaultKind.SILENT: Manner.SILENT, FaultKind.HANG_UP_BEFORE: Manner.HANG_UP}
_AFTER = {
    FaultKind.SILENT_AFTER: Manner.SILENT,
    FaultKind.HANG_UP_AFTER: Manner.HANG_UP,
    FaultKind.TWICE: Manner.TWICE,
    FaultKind.LATE: Manner.LATE,
    FaultKind.SLOW: Manner.SLOW,
    FaultKind.TRUNCATED: Manner.TRUNCATED,
}


class PSCService:
    """The logic behind the door. wallet_url: where the pages are, known once they listen. keys: to sign tokens."""

    def __init__(
        self, trust: TrustStore, faults: FaultSwitchboard, clock: Callable[[], datetime], keys: KeyRing | None = None
    ) -> None:
        self.state = PSCState()
        self.keys = keys or KeyRing()
        self.base_url = ""
        self.wallet_url = ""
        self.clock = clock
        self.clients = {
            CLIENT_ID: Client(client_id=CLIENT_ID, secret=CLIENT_SECRET, name="Liane (simulation)"),
            OTHER_CLIENT: Client(client_id=OTHER_CLIENT, secret=new_secret(), name="Autre logiciel (simulation)"),
        }
        self._trust = trust
        self._faults = faults
        self._api = ProtectedAPI(self.state, self.keys, trust, self._find_access)
        self._endpoints: dict[str, tuple[str, Callable[[Exchange], Values | str]]] = {
            f"{REALM}/.well-known/{DISCOVERY_NAME}": ("psc.discovery", lambda _: self.describe()),
            f"{BACK}/certs": ("psc.keys", lambda _: self.keys.publish()),
            f"{BACK}/token": ("psc.token", self._token),
            f"{BACK}/userinfo": ("psc.userinfo", self._userinfo),
            f"{BACK}/token/introspect": ("psc.introspection", self._introspect),
            f"{BACK}/ext/ciba/auth": ("psc.ciba", self._ciba),
            EXCHANGE: ("psc.exchange", self._api.exchange),
            EXCHANGE_INTROSPECT: ("psc.exchange", self._api.introspect),
            RESOURCE: ("psc.exchange", self._api.show_resource),
        }

    @property
    def issuer(self) -> str:
        """The issuer of every token."""
        return f"{self.base_url}{REALM}"

    def describe(self) -> Values:
        """Write the discovery document. Rule: psc.md §2, §14.2-1."""
        back = f"{self.base_url}{BACK}"
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.wallet_url}/psc/auth",
            "token_endpoint": f"{back}/token",
            "introspection_endpoint": f"{back}/token/introspect",
            "userinfo_endpoint": f"{back}/userinfo",
            "end_session_endpoint": f"{self.wallet_url}/psc/logout",
            "jwks_uri": f"{back}/certs",
            "backchannel_authentication_endpoint": f"{back}/ext/ciba/auth",
            "backchannel_token_delivery_modes_supported": ["poll"],
            "grant_types_supported": [GRANT_CODE, GRANT_REFRESH, GRANT_CIBA],
            "response_types_supported": ["code"],
            "acr_values_supported": [ACR],
            "id_token_signing_alg_values_supported": ["RS256"],
            "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic", "tls_client_auth"],
            "code_challenge_methods_supported": ["S256"],
            "frontchannel_logout_supported": True,
            "frontchannel_logout_session_supported": True,
            "backchannel_logout_supported": True,
            "backchannel_logout_session_supported": True,
        }

    def handle(self, request: Request) -> Reply:
        """Answer one request; every one is a line of the log."""
        found = self._endpoints.get(request.path)
        if found is None:
            return make_json(404, {"error": "not_found"})
        service, act = found
        exchange = Exchange(
            endpoint=service,
            form=read_form(request),
            headers=request.headers,
            peer=request.peer,
            now=self.clock(),
            fault=self._faults.get(service),
        )
        if exchange.fault is not None and exchange.fault.kind in _BEFORE:
            return replace(make_json(500, {}), manner=_BEFORE[exchange.fault.kind])
        reply = self._answer(exchange, act)
        if exchange.fault is None:
            return reply
        manner = _AFTER.get(exchange.fault.kind)
        return replace(reply, manner=manner, delay_s=exchange.fault.delay_s) if manner else reply

    def _answer(self, exchange: Exchange, act: Callable[[Exchange], Values | str]) -> Reply:
        fault = exchange.fault
        try:
            if fault is not None and fault.kind is FaultKind.BUSY:
                raise Refused("temporarily_unavailable", status=503)
            if fault is not None and fault.kind is FaultKind.FAULT:
                raise Refused("server_error", status=500)
            if fault is not None and fault.kind is FaultKind.REFUSE and not exchange.misdeed:
                status = 401 if fault.code in ("invalid_token", "invalid_client") else 400
                raise Refused(fault.code or "invalid_request", fault.message, status)
            value = act(exchange)
        except Refused as refused:
            self.log(exchange.endpoint, exchange.form.get("client_id", ""), "", f"{refused.status} {refused.error}")
            described = {"error_description": refused.description} if refused.description else {}
            return make_json(refused.status, {"error": refused.error} | described)
        self.log(exchange.endpoint, exchange.form.get("client_id", ""), self._whom(value), "200")
        if isinstance(value, str):
            return Reply(status=200, content_type="application/jwt", body=value.encode())
        return make_json(200, value)

    @staticmethod
    def _whom(value: Values | str) -> str:
        return str(value.get("SubjectNameID", "")) if isinstance(value, dict) else ""

    def log(self, endpoint: str, client_id: str, identifier: str, outcome: str) -> None:
        """Write one line of the log."""
        self.state.calls.appendleft(
            Call(at=self.clock(), endpoint=endpoint, client_id=client_id, identifier=identifier, outcome=outcome)
        )

    # Clients.

    def is_registered(self, client_id: str, redirect_uri: str, path: str = CALLBACK_PATH) -> bool:
        """Tell whether a client may be sent there: exact address, or loopback with any port (RFC 8252 §7.3)."""
        client = self.clients.get(client_id)
        if client is None:
            return False
        split = urlsplit(redirect_uri)
        is_loopback = split.hostname in ("127.0.0.1", "localhost") and split.scheme in ("http", "https")
        is_loopback = is_loopback and split.path == path
        return redirect_uri in client.redirects or (is_loopback and not split.query and not split.fragment)

    def _check_client(self, exchange: Exchange) -> Client:
        """Authenticate the caller: secret in the form or Basic, or certificate. Rule: psc.md §3."""
        form = exchange.form
        name, secret = form.get("client_id", ""), form.get("client_secret", "")
        scheme, _, encoded = exchange.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "basic":
            try:
                name, _, secret = base64.b64decode(encoded, validate=True).decode().partition(":")
            except (binascii.Error, UnicodeDecodeError) as error:
                raise Refused("invalid_client", status=401) from error
        client = self.clients.get(name)
        is_known = client is not None and hmac.compare_digest(secret.encode(), client.secret.encode())
        if client is not None and not is_known and not secret and self._is_certified(exchange):
            is_known = True
        if client is None or not is_known:
            raise Refused("invalid_client", status=401)
        return client

    def _is_certified(self, exchange: Exchange) -> bool:
        if exchange.peer is None:
            return False
        certificate = x509.load_der_x509_certificate(exchange.peer)
        return self._trust.find_defect(certificate, Profile.ORG_AUTH_CLI, exchange.now) is None

    # Tokens.

    def open_session(self, identifier: str) -> SSOSession:
        """Sign a person in."""
        now = self.clock()
        session = SSOSession(number=new_secret(), identifier=identifier, signed_in_at=now, used_at=now)
        self.state.sessions.keep(session.number, session)
        return session

    def _token(self, exchange: Exchange) -> Values:
        client = self._check_client(exchange)
        kind = exchange.form.get("grant_type", "")
        if kind == GRANT_CODE:
            return self._give(exchange, client, self._take_code(exchange, client))
        if kind == GRANT_REFRESH:
            return self._give(exchange, client, self._take_refresh(exchange, client))
        if kind == GRANT_CIBA:
            return self._give(exchange, client, self._take_ciba(exchange, client))
        raise Refused("unsupported_grant_type")

    def _take_code(self, exchange: Exchange, client: Client) -> Grant:
        form, code = exchange.form, exchange.form.get("code", "")
        grant = self.state.codes.get(code)
        if grant is None or grant.client_id != client.client_id or exchange.now >= grant.expires_at:
            raise Refused("invalid_grant", "Code not valid")
        if grant.is_used:
            self.state.end_session(grant.session)
            raise Refused("invalid_grant", "Code already used")
        self.state.codes[code] = replace(grant, is_used=True)
        if form.get("redirect_uri") != grant.redirect_uri:
            raise Refused("invalid_grant", "Incorrect redirect_uri")
        if grant.challenge:
            digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
            if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != grant.challenge:
                raise Refused("invalid_grant", "PKCE verification failed")
        return grant

    def _take_refresh(self, exchange: Exchange, client: Client) -> Grant:
        token = exchange.form.get("refresh_token", "")
        grant = self.state.refresh.get(token)
        if grant is None or grant.client_id != client.client_id or exchange.now >= grant.expires_at:
            raise Refused("invalid_grant", "Token is not active")
        if grant.is_used:
            self.state.end_session(grant.session)
            raise Refused("invalid_grant", "Stale token")
        self.state.refresh[token] = replace(grant, is_used=True)
        return replace(grant, nonce="")

    def _take_ciba(self, exchange: Exchange, client: Client) -> Grant:
        number = exchange.form.get("auth_req_id", "")
        request = self.state.ciba.get(number)
        if request is None or request.client_id != client.client_id:
            raise Refused("invalid_grant")
        if exchange.now >= request.at + CIBA_LIFE:
            raise Refused("expired_token")
        last = request.polled_at
        is_early = last is not None and exchange.now < last + timedelta(seconds=request.interval_s) * 0.9
        interval_s = request.interval_s + 5 if is_early else request.interval_s
        self.state.ciba[number] = replace(request, polled_at=exchange.now, interval_s=interval_s)
        if is_early:
            raise Refused("slow_down")
        if request.answer is CIBAAnswer.WAITING:
            raise Refused("authorization_pending")
        del self.state.ciba[number]
        if request.answer is CIBAAnswer.DENIED:
            raise Refused("access_denied")
        session = self.open_session(request.identifier)
        return Grant(client_id=client.client_id, session=session.number, expires_at=exchange.now)

    def _give(self, exchange: Exchange, client: Client, grant: Grant) -> Values:
        """Make the tokens of a grant. Rule: psc.md §3 (response), §4 (lives)."""
        session, now = self.state.sessions.get(grant.session), exchange.now
        if session is None or not session.is_alive(now):
            raise Refused("invalid_grant", "Session not active")
        person = find_signatory(session.identifier)
        assert person is not None
        self.state.sessions[session.number] = session = replace(session, used_at=now)
        given = Grant(client_id=client.client_id, session=session.number, expires_at=now)
        access, refresh = make_access(self.keys, self.issuer, client.client_id, session, person, now), new_secret()
        self.state.access.keep(access, replace(given, expires_at=now + ACCESS_LIFE))
        self.state.refresh.keep(refresh, replace(given, expires_at=now + REFRESH_LIFE))
        self.log("psc.token", client.client_id, person.identifier, exchange.form.get("grant_type", "")[-24:])
        return {
            "access_token": access,
            "expires_in": int(ACCESS_LIFE.total_seconds()),
            "refresh_token": refresh,
            "refresh_expires_in": int(REFRESH_LIFE.total_seconds()),
            "token_type": "Bearer",
            "id_token": make_id_token(self.keys, self.issuer, person, session, grant, exchange),
            "not-before-policy": 0,
            "session_state": session.number,
            "scope": SCOPE,
        }

    def _find_access(self, exchange: Exchange, token: str) -> tuple[Grant, SSOSession] | None:
        grant = self.state.access.get(token)
        session = self.state.sessions.get(grant.session) if grant is not None else None
        if grant is None or session is None or exchange.now >= grant.expires_at or not session.is_alive(exchange.now):
            return None
        return grant, session

    def _userinfo(self, exchange: Exchange) -> Values | str:
        found = self._find_access(exchange, find_bearer(exchange))
        if found is None:
            raise Refused("invalid_token", status=401)
        identifier = "899900000060" if exchange.misdeed == "other-person" else found[1].identifier
        person = find_signatory(identifier)
        assert person is not None
        values = render_userinfo(person)
        if not person.is_signed:
            return values
        return self.keys.sign(values | {"iss": self.issuer, "aud": found[0].client_id})

    def _introspect(self, exchange: Exchange) -> Values:
        self._check_client(exchange)
        found = self._find_access(exchange, exchange.form.get("token", ""))
        if found is None:
            return {"active": False}
        grant, session = found
        person = find_signatory(session.identifier)
        assert person is not None
        bound = {"cnf": {"x5t#S256": grant.thumbprint}} if grant.thumbprint else {}
        return {
            "active": True,
            "exp": int(grant.expires_at.timestamp()),
            "iat": int((grant.expires_at - ACCESS_LIFE).timestamp()),
            "auth_time": int(session.signed_in_at.timestamp()),
            "iss": self.issuer,
            "sub": person.subject,
            "typ": "Bearer",
            "azp": grant.client_id,
            "session_state": session.number,
            "acr": ACR,
            "scope": grant.scope,
            "SubjectNameID": person.identifier,
        } | bound

    # CIBA.

    def _ciba(self, exchange: Exchange) -> Values:
        """Take a request for a phone. Rule: psc.md §7."""
        client, form = self._check_client(exchange), exchange.form
        person, message = find_signatory(form.get("login_hint", "")), form.get("binding_message", "")
        if form.get("scope") != SCOPE:
            raise Refused("invalid_scope")
        if form.get("acr_values") != ACR:
            raise Refused("invalid_request", "acr_values")
        if len(message) != 2 or not message.isdigit():
            raise Refused("invalid_binding_message")
        if form.get("channel") not in ("MOBILE", "CARD"):
            raise Refused("invalid_request", "channel")
        if person is None:
            raise Refused("unknown_user_id")
        request = CIBARequest(
            number=new_secret(),
            client_id=client.client_id,
            identifier=person.identifier,
            binding_message=message,
            channel=form["channel"],
            at=exchange.now,
        )
        self.state.ciba.keep(request.number, request)
        return {
            "auth_req_id": request.number,
            "expires_in": int(CIBA_LIFE.total_seconds()),
            "interval": request.interval_s,
        }

    def answer_phone(self, number: str, answer: CIBAAnswer) -> None:
        """Accept or refuse on the phone. Raises LookupError once the request is gone."""
        request = self.state.ciba[number]
        if self.clock() >= request.at + CIBA_LIFE or request.answer is not CIBAAnswer.WAITING:
            raise LookupError(number)
        self.state.ciba[number] = replace(request, answer=answer)
