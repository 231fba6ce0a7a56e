"""What the pages of sign-in are given, and the two cookies that they set."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import Scope

from liane.codecs.oidc.logout import LogoutNotice
from liane.pipeline.contexts.frames import ContextFrames
from liane.pipeline.signin.api_tokens import ApiTokens
from liane.pipeline.signin.forms import KeptForms
from liane.pipeline.signin.limits import AttemptGate
from liane.pipeline.signin.phone import PhoneSignIn
from liane.pipeline.signin.redirect import RedirectSignIn
from liane.pipeline.signin.rescue import RescueSignIn
from liane.pipeline.signin.sessions import SessionKeeper
from liane.pipeline.signin.vault import new_secret
from liane.pipeline.signin.visits import Visitor
from liane.store.session_records import StoredSession

COOKIE_CHARS_MAX = 200
BROWSER_CHARS_MAX = 200
COOKIES_BYTES_MAX = 8_192


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInRoom:
    """The flows of sign-in. base_url: how browsers call Liane, empty to take the host that they name (loopback only).

    allows_local: who has not signed in acts as the local operator (a demonstration on this machine only).
    make_logout_url: the provider's sign-out for a session, empty without. read_logout_token: checks a notice of its
    server, None where none is taken. certificate_header: where a proxy writes the certificate of an API client, empty
    when none does. frames: contexts shown inside a record system of another site, None without.
    """

    sessions: SessionKeeper
    forms: KeptForms
    gate: AttemptGate
    redirect: RedirectSignIn | None
    phone: PhoneSignIn | None
    rescue: RescueSignIn
    api: ApiTokens | None
    make_logout_url: Callable[[StoredSession, str, str], Awaitable[str]]
    read_logout_token: Callable[[str], Awaitable[LogoutNotice]] | None = None
    base_url: str = ""
    allows_local: bool = False
    certificate_header: str = ""
    frames: ContextFrames | None = None

    @property
    def is_secure(self) -> bool:
        """Tell whether browsers call Liane over TLS."""
        return self.base_url.startswith("https:")

    @property
    def session_cookie(self) -> str:
        """Name of the cookie of a session; the prefix makes browsers refuse any other origin of it."""
        return "__Host-liane" if self.is_secure else "liane"

    @property
    def browser_cookie(self) -> str:
        """Name of the cookie of a browser, from before any sign-in."""
        return "__Host-liane-poste" if self.is_secure else "liane-poste"

    def find_base_url(self, headers: Headers) -> str:
        """How this browser calls Liane; the host was checked at the door."""
        return self.base_url or f"http://{headers.get('host', 'localhost')}"

    def make_visitor(self, scope: Scope) -> Visitor:
        """Describe the browser of a request; without its own cookie yet, it is given a secret."""
        headers = Headers(scope=scope)
        cookies = read_cookies(headers)
        client = scope.get("client")
        return Visitor(
            secret=cookies.get(self.browser_cookie, "") or new_secret(),
            session=cookies.get(self.session_cookie, ""),
            address=client[0] if client else "",
            browser=headers.get("user-agent", "")[:BROWSER_CHARS_MAX],
            base_url=self.find_base_url(headers),
        )

    def set_cookie(self, answer: Response, name: str, value: str) -> None:
        """Set a cookie for this browser session: out of reach of scripts, never sent from another site's form."""
        answer.set_cookie(name, value, path="/", httponly=True, secure=self.is_secure, samesite="lax")

    def drop_cookie(self, answer: Response, name: str) -> None:
        """Take a cookie back."""
        answer.delete_cookie(name, path="/", httponly=True, secure=self.is_secure, samesite="lax")


def read_cookies(headers: Headers) -> dict[str, str]:
    """Read the cookies of a request; a value too long to be ours is left aside."""
    found: dict[str, str] = {}
    for header in headers.getlist("cookie"):
        jar: SimpleCookie = SimpleCookie()
        try:
            jar.load(header[:COOKIES_BYTES_MAX])
        except CookieError:
            continue
        found |= {name: morsel.value for name, morsel in jar.items() if len(morsel.value) <= COOKIE_CHARS_MAX}
    return found


def is_same_origin(origin: str, base_url: str) -> bool:
    """Tell whether an Origin header is exactly that of our own pages: scheme, host and port."""
    ours, theirs = urlsplit(base_url), urlsplit(origin)
    return (theirs.scheme, theirs.netloc.lower()) == (ours.scheme, ours.netloc.lower())
