"""What protects the pages: who may enter, from which page an act may come, and what a browser may do with an answer.

Pure ASGI middlewares, so that a mounted API and a stream of events pass through the same doors.
"""

import base64
import binascii
import hmac
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from liane.domain.actors.operator import Operator, Role
from liane.domain.errors import ConfigurationError, StorageUnavailable
from liane.web.sign_in_door import SignInDoor
from liane.web.sign_in_room import SignInRoom

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
TOKEN_LENGTH_MIN = 16
NAME_CHARS_MAX = 64
CREDENTIALS_MAX = 1000
PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
STRICT_HEADERS = {
    "Content-Security-Policy": PAGE_POLICY,
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
DOWNLOAD_POLICY = "sandbox; default-src 'none'; frame-ancestors 'none'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    """An operator of the settings and the secret that opens for them; the secret is never shown."""

    operator: Operator
    secret: str = field(repr=False)


def require_operator(
    host: str, token: str, credentials: Sequence[Credential] = (), *, has_sign_in: bool = False
) -> None:
    """Refuse to serve the pages beyond this machine without a secret, or with secrets that tell nobody apart.

    host: address to bind. token: the shared secret, empty when there is none. credentials: the named operators.
    has_sign_in: people sign in by session. Raises ConfigurationError naming the setting.
    Rule: REM SSI/GEN.12, authenticated and protected flows; architecture.md §5.
    """
    if token and len(token) < TOKEN_LENGTH_MIN:
        raise ConfigurationError(
            f"http.operator_token_file : le secret doit avoir au moins {TOKEN_LENGTH_MIN} caractères"
        )
    if not token and not credentials and not has_sign_in and host.strip("[]") not in LOOPBACK:
        raise ConfigurationError(
            "http.operator_token_file ou http.operators : obligatoire dès que http.host n'est pas l'adresse de la "
            "machine elle-même"
        )
    if len(credentials) > CREDENTIALS_MAX:
        raise ConfigurationError(f"http.operators : {CREDENTIALS_MAX} opérateurs au plus")
    for credential in credentials:
        if len(credential.secret) < TOKEN_LENGTH_MIN:
            raise ConfigurationError(
                f"http.operators ({credential.operator.name}) : le secret doit avoir au moins "
                f"{TOKEN_LENGTH_MIN} caractères"
            )
        if not credential.operator.roles:
            raise ConfigurationError(f"http.operators ({credential.operator.name}) : au moins un rôle est demandé")
    names = [credential.operator.name.casefold() for credential in credentials]
    secrets = [credential.secret for credential in credentials] + ([token] if token else [])
    if len(set(names)) < len(names) or len(set(secrets)) < len(secrets):
        raise ConfigurationError("http.operators : deux opérateurs portent le même nom ou le même secret")


def find_credentials(header: str) -> tuple[str, str] | None:
    """Read an Authorization header: (name, secret); the name is empty for a Bearer. None when there is none."""
    scheme, _, value = header.partition(" ")
    if scheme.lower() == "bearer" and value:
        return "", value.strip()
    if scheme.lower() != "basic":
        return None
    try:
        name, colon, secret = base64.b64decode(value, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return (name, secret) if colon else None


def is_foreign_origin(headers: Headers) -> bool:
    """Tell whether a browser says that this request comes from a page of another site.

    A client that is no browser sends neither header: it holds no session that another page could abuse.
    """
    origin = headers.get("origin")
    if origin is not None:
        return urlsplit(origin).netloc.lower() != headers.get("host", "").lower()
    return headers.get("sec-fetch-site", "none") not in ("same-origin", "none")


class Doorkeeper:
    """Lets in known host names, holders of a secret, and acts that come from our own pages; nothing else.

    Who enters is in ``scope["state"]["actor"]`` (an Operator), their name in ``scope["state"]["operator"]``. A named
    operator has their own secret and roles; the shared secret, and the machine itself when there is none, administer.
    With ``sign_in``, people come by their session and secrets are left to machines; the session is in
    ``scope["state"]["session"]``.
    Rule: architecture.md §5; protection against cross-site requests and DNS rebinding; INS/va1.50 (habilitations).
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        allowed_hosts: tuple[str, ...],
        token: str,
        operator_name: str,
        credentials: tuple[Credential, ...] = (),
        sign_in: SignInRoom | None = None,
    ) -> None:
        self._app = app
        self._allowed_hosts = frozenset(host.strip("[]").lower() for host in allowed_hosts)
        self._token = token
        self._credentials = credentials
        self._names = frozenset(credential.operator.name.casefold() for credential in credentials)
        self._default = Operator(name=operator_name, roles=frozenset({Role.ADMINISTRATION}))
        has_secrets = bool(token or credentials)
        self._door = SignInDoor(sign_in, None if has_secrets else self._default) if sign_in is not None else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Check one connection, then pass it on or answer why not."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return
        headers = Headers(scope=scope)
        host = urlsplit(f"//{headers.get('host', '')}").hostname or ""
        if host.lower() not in self._allowed_hosts:
            text = "Ce serveur n’est pas appelé par un de ses noms (réglage http.allowed_hosts)."
            await _refuse(421, text)(scope, receive, send)
            return
        try:
            found = await self._find(scope, receive, headers)
        except StorageUnavailable:
            found = _refuse(503, "La base de données ne répond pas : personne ne peut entrer pour l’instant.")
        if isinstance(found, Response):
            await found(scope, receive, send)
            return
        scope.setdefault("state", {}).update(operator=found.name, actor=found)
        await self._app(scope, receive, send)

    async def _find(self, scope: Scope, receive: Receive, headers: Headers) -> Response | Operator:
        """Find who enters, or what to answer: by session when people sign in, by secret otherwise."""
        door = self._door
        if door is None:
            return self._judge(scope["method"], headers)
        if "authorization" in headers:
            return await self._judge_secret(door, scope, headers)
        entry = await door.enter(scope, receive)
        if entry.answer is not None:
            return entry.answer
        session = entry.seen.session if entry.seen is not None and entry.seen.operator is not None else None
        scope.setdefault("state", {}).update(session=session, can_sign_in=True, frame=entry.frame)
        return entry.operator or NOBODY

    async def _judge_secret(self, door: SignInDoor, scope: Scope, headers: Headers) -> Response | Operator:
        """Judge the secret or the token of a machine; an address that errs too often waits."""
        client = scope.get("client")
        address = client[0] if client else ""
        if await door.is_barred(address):
            return _refuse(429, "Trop d’essais refusés : attendre quelques minutes.", {"Retry-After": "300"})
        operator = self._identify(headers.get("authorization", "")) or await door.identify_bearer(headers, address)
        if operator is None:
            await door.count_refusal(address)
            challenge = {"WWW-Authenticate": 'Bearer realm="Liane", error="invalid_token"'}
            return _refuse(401, "Ce secret, ou ce jeton, est refusé.", challenge)
        if scope["method"] not in SAFE_METHODS and is_foreign_origin(headers):
            return _refuse(403, "Cet acte ne vient pas d’une page de Liane : il est refusé.")
        return operator

    def _judge(self, method: str, headers: Headers) -> PlainTextResponse | Operator:
        operator: Operator | None = self._default
        if self._token or self._credentials:
            operator = self._identify(headers.get("authorization", ""))
        if operator is None:
            challenge = {"WWW-Authenticate": 'Basic realm="Liane", charset="UTF-8"'}
            return _refuse(401, "Le secret de l’opérateur est demandé.", challenge)
        if method not in SAFE_METHODS and is_foreign_origin(headers):
            return _refuse(403, "Cet acte ne vient pas d’une page de Liane : il est refusé.")
        return operator

    def _identify(self, header: str) -> Operator | None:
        """Find who holds this secret; every secret is compared, so that the time taken tells nothing."""
        given = find_credentials(header)
        if given is None:
            return None
        name, secret = given[0].strip()[:NAME_CHARS_MAX], given[1].encode()
        found: Operator | None = None
        for credential in self._credentials:
            is_secret = hmac.compare_digest(secret, credential.secret.encode())
            if is_secret and name.casefold() in ("", credential.operator.name.casefold()):
                found = credential.operator
        if self._token and hmac.compare_digest(secret, self._token.encode()) and name.casefold() not in self._names:
            found = Operator(name=name, roles=self._default.roles) if name else self._default
        return found


NOBODY = Operator(name="", roles=frozenset())


def _refuse(status: int, text: str, headers: dict[str, str] | None = None) -> PlainTextResponse:
    return PlainTextResponse(text, status_code=status, headers=headers)


class SecurityHeaders:
    """Adds to every answer what a browser needs to be strict; a route that set a header of its own keeps it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, adding headers to the start of the answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in STRICT_HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, send_with_headers)
