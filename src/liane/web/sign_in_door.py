"""Who a request comes from when Liane knows how to sign people in: a session, a token of an API client, or nobody.

Nobody sees the pages of sign-in only; what they were writing is put aside. Protection against cross-site requests: a
cookie opens nothing for an act unless the browser says that our own page asked for it.
"""

import base64
import binascii
import hmac
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, unquote, urlencode

import structlog
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from markupsafe import Markup
from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import Receive, Scope

from liane.domain.access.attempts import REFUSAL_BY_ADDRESS
from liane.domain.access.next_page import find_next_page
from liane.domain.actors.operator import Operator
from liane.pipeline.signin.forms import FIELDS_MAX, FORM_BYTES_MAX
from liane.pipeline.signin.sessions import Seen
from liane.web.context_frame import FRAME_COOKIE, ROOT, TOKEN_FIELD, FrameEntry, make_frame_door
from liane.web.sign_in_room import SignInRoom, is_same_origin, read_cookies

log = structlog.get_logger(__name__)
SITUATION_HEADER = "x-situation"
"""In which situation an API client with several acts: its structure, or ``profession/specialty@structure``."""
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
OPEN_PATHS = ("/connexion", "/static")
NOTICE_PATH = "/connexion/fin-serveur"
"""Where the provider's server says that a session ended: no browser calls it, a signed token alone opens it."""
MACHINE_PATHS = ("/api", "/metrics")
STREAM = "/flux/evenements"
BY_ITSELF = "x-liane-suivi"
"""Header of what an open page asks by itself, without its reader."""
FORM = "application/x-www-form-urlencoded"
CERTIFICATE_CHARS_MAX = 16_384


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What the door says: who enters, or what is answered instead. frame: of a record system, that they come from."""

    operator: Operator | None = None
    seen: Seen | None = None
    frame: FrameEntry | None = None
    answer: Response | None = None


class SignInDoor:
    """local: who acts without a session, where the settings allow it; None elsewhere."""

    def __init__(self, room: SignInRoom, local: Operator | None) -> None:
        self._room = room
        self._local = local if room.allows_local else None
        self._frames = make_frame_door(room)

    async def identify_bearer(self, headers: Headers, address: str) -> Operator | None:
        """Say which API client holds this access token of Pro Santé Connect; None when none does."""
        scheme, _, token = headers.get("authorization", "").partition(" ")
        if self._room.api is None or scheme.lower() != "bearer":
            return None
        header = self._room.certificate_header
        certificate = read_certificate(headers.get(header, "")) if header else None
        situation = headers.get(SITUATION_HEADER, "").strip()
        return await self._room.api.identify(
            token.strip(), certificate=certificate, address=address, situation=situation
        )

    async def count_refusal(self, address: str) -> bool:
        """Count a secret refused at the door; False when this address must wait."""
        return await self._room.gate.take(((f"door:{address}", REFUSAL_BY_ADDRESS),))

    async def is_barred(self, address: str) -> bool:
        """Tell whether this address gave too many wrong secrets."""
        return await self._room.gate.is_barred(f"door:{address}")

    async def enter(self, scope: Scope, receive: Receive) -> Entry:
        """Judge a request that carries no secret."""
        headers = Headers(scope=scope)
        if scope["path"] == NOTICE_PATH:
            return Entry(seen=Seen())
        cookie = read_cookies(headers).get(self._room.session_cookie, "")
        client = scope.get("client")
        seen = await self._judge(cookie, client[0] if client else "", scope, headers) if cookie else Seen()
        if scope["method"] not in SAFE_METHODS and not self._is_ours(headers):
            if cookie or FRAME_COOKIE in read_cookies(headers) or headers.get("origin") is not None:
                text = "Cet acte ne vient pas d’une page de Liane : il est refusé."
                return Entry(answer=PlainTextResponse(text, status_code=403))
            if self._local is None:
                return Entry(answer=self._ask_machine())
        if seen.operator is not None:
            is_lost = self._must_choose(seen) and not _is_under(scope["path"], (*OPEN_PATHS, "/deconnexion"))
            return Entry(answer=_ask_situation(scope)) if is_lost else Entry(operator=seen.operator, seen=seen)
        return await self._enter_unsigned(scope, receive, headers, seen)

    async def _enter_unsigned(self, scope: Scope, receive: Receive, headers: Headers, seen: Seen) -> Entry:
        """Judge who holds no session of their own: a frame of a record system, the local operator, or nobody."""
        if self._frames is not None:
            found = await self._frames.enter(scope, headers)
            if found is not None:
                return Entry(operator=found[0].operator, seen=found[0], frame=found[1])
            if self._frames.is_open(scope, headers):
                return Entry(seen=Seen())
        if _is_under(scope["path"], OPEN_PATHS):
            return Entry(operator=self._local, seen=seen)
        if self._local is not None and not seen.ending:
            return Entry(operator=self._local, seen=seen)
        return Entry(answer=await self._send_to_sign_in(scope, receive, headers, seen))

    async def _judge(self, cookie: str, address: str, scope: Scope, headers: Headers) -> Seen:
        """Judge a cookie; what a page asks by itself is no act of the person, and lets their session lock."""
        is_act = scope["path"] != STREAM and BY_ITSELF not in headers
        return await self._room.sessions.read(cookie, address=address, is_act=is_act)

    def _must_choose(self, seen: Seen) -> bool:
        """Tell whether someone signed in has not said in which of their situations they act."""
        is_idle = seen.operator is not None and not seen.operator.roles and seen.session is not None
        return is_idle and seen.session is not None and len(self._room.sessions.list_situations(seen.session)) > 1

    def _is_ours(self, headers: Headers) -> bool:
        """Tell whether a browser says that this act comes from our own pages; saying nothing is not enough."""
        origin = headers.get("origin")
        if origin is not None:
            return is_same_origin(origin, self._room.find_base_url(headers))
        return headers.get("sec-fetch-site") == "same-origin"

    async def _send_to_sign_in(self, scope: Scope, receive: Receive, headers: Headers, seen: Seen) -> Response:
        path = scope["path"]
        if _is_under(path, MACHINE_PATHS):
            return self._ask_machine()
        if self._frames is not None and self._frames.is_closed(scope, headers):
            return self._frames.close(headers, await self._keep_of_frame(scope, receive, headers))
        if scope["method"] in SAFE_METHODS:
            query = scope.get("query_string", b"").decode("latin-1")
            wanted = find_next_page(f"{quote(path)}?{query}" if query else quote(path))
            return _leave({"suite": wanted} | ({"motif": "fin"} if seen.ending else {}), headers)
        handle = await self._put_aside(scope, receive, headers, seen)
        kept = {"garde": handle, "motif": "garde"} if handle else {"motif": "perdu"}
        return _leave(kept, headers)

    async def _keep_of_frame(self, scope: Scope, receive: Receive, headers: Headers) -> str:
        """Keep what was typed in a frame whose session is over, for the window that confirmed it; empty when not.

        Its token is asked here too: nobody else's form is put into the hands of the professional.
        """
        if self._frames is None or scope["method"] in SAFE_METHODS:
            return ""
        former = await self._frames.find_former(scope, headers)
        if former is None:
            return ""
        fields = await _read_fields(receive, headers)
        if fields is None or not hmac.compare_digest(dict(fields).get(TOKEN_FIELD, "").encode(), former.token.encode()):
            return ""
        return await self._room.forms.keep(
            self._room.make_visitor(scope),
            owner=former.frame.call.identifier,
            path=_write_path(scope),
            fields=[one for one in fields if one[0] != TOKEN_FIELD],
            browser=former.frame.browser,
            is_over=True,
        )

    async def _put_aside(self, scope: Scope, receive: Receive, headers: Headers, seen: Seen) -> str:
        """Keep the form of someone whose session ended while they wrote; empty when it cannot be kept."""
        visitor = self._room.make_visitor(scope)
        has_own_cookie = bool(read_cookies(headers).get(self._room.browser_cookie))
        if seen.session is None or not has_own_cookie:
            return ""
        fields = await _read_fields(receive, headers)
        if fields is None:
            return ""
        owner, path = seen.session.identifier, _write_path(scope)
        return await self._room.forms.keep(
            visitor, owner=owner, path=path, fields=fields, is_over=path.startswith(ROOT)
        )

    def _ask_machine(self) -> Response:
        scheme = 'Bearer realm="Liane"' if self._room.api is not None else 'Basic realm="Liane", charset="UTF-8"'
        text = "Le secret de l’opérateur, ou un jeton, est demandé."
        return PlainTextResponse(text, status_code=401, headers={"WWW-Authenticate": scheme})


_APART = Markup(
    '<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Liane : se connecter</title></head><body>'
    "<h1>Vous n’êtes pas connecté à Liane</h1>"
    '<p><a href="{}" target="_blank" rel="noopener">Se connecter dans une autre fenêtre</a>, puis rouvrir le patient '
    "depuis votre logiciel.</p></body></html>"
)
"""What a frame of another software shows: the pages of sign-in never show there."""


def _leave(values: dict[str, str], headers: Headers) -> Response:
    """Go to the sign-in; a fragment asked by a page makes the whole page go, a frame opens another window."""
    address = f"/connexion?{urlencode(values)}"
    if headers.get("sec-fetch-dest") in ("iframe", "frame"):
        return HTMLResponse(_APART.format(address), status_code=401)
    if headers.get("hx-request") == "true":
        return Response(status_code=401, headers={"HX-Redirect": address})
    return RedirectResponse(address, status_code=303)


def _ask_situation(scope: Scope) -> Response:
    wanted = find_next_page(quote(scope["path"])) if scope["method"] in SAFE_METHODS else "/"
    return RedirectResponse(f"/connexion/situation?{urlencode({'suite': wanted})}", status_code=303)


def _write_path(scope: Scope) -> str:
    query = scope.get("query_string", b"").decode("latin-1")
    return f"{scope['path']}?{query}" if query else str(scope["path"])


async def _read_fields(receive: Receive, headers: Headers) -> list[tuple[str, str]] | None:
    """Read the fields of a form sent as text; None for any other body, and past FORM_BYTES_MAX."""
    if headers.get("content-type", "").partition(";")[0].strip().lower() != FORM:
        return None
    body = await _read_body(receive)
    if body is None:
        return None
    try:
        return parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=FIELDS_MAX)
    except (UnicodeDecodeError, ValueError):
        return None


async def _read_body(receive: Receive) -> bytes | None:
    """Read a body whole; None past FORM_BYTES_MAX or when the browser left."""
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return None
        body += message.get("body", b"")
        if len(body) > FORM_BYTES_MAX:
            return None
        if not message.get("more_body", False):
            return bytes(body)


def _is_under(path: str, roots: tuple[str, ...]) -> bool:
    return any(path == root or path.startswith(f"{root}/") for root in roots)


def read_certificate(header: str) -> bytes | None:
    """Read the certificate of an API client as a proxy writes it: ``:base64:`` (RFC 9440), PEM, or PEM percent-encoded.

    Gives its DER; None when it is none of these.
    """
    text = header.strip()
    if not text or len(text) > CERTIFICATE_CHARS_MAX:
        return None
    try:
        if text.startswith(":") and text.endswith(":"):
            certificate = x509.load_der_x509_certificate(base64.b64decode(text[1:-1], validate=True))
        else:
            certificate = x509.load_pem_x509_certificate(unquote(text).replace("\t", "\n").encode("ascii", "replace"))
    except (ValueError, binascii.Error):
        return None
    return certificate.public_bytes(Encoding.DER)
