"""Sign-in of a node: the parts of the wiring made into the room of the pages."""

from urllib.parse import urlsplit

from liane.pipeline.contexts.frames import ContextFrames
from liane.web.sign_in_room import SignInRoom
from liane.wiring.signin import SignInParts


def make_room(parts: SignInParts, frames: ContextFrames | None = None) -> SignInRoom:
    """Give the pages the flows of sign-in. frames: of the contexts that record systems show inside their own pages."""
    settings = parts.settings
    return SignInRoom(
        sessions=parts.sessions,
        forms=parts.forms,
        gate=parts.office.gate,
        redirect=parts.redirect,
        phone=parts.phone,
        rescue=parts.rescue,
        api=parts.api,
        make_logout_url=parts.make_logout_url,
        read_logout_token=parts.read_logout_token,
        base_url=settings.public_url,
        allows_local=settings.local_operator,
        certificate_header=settings.api_certificate_header,
        frames=frames,
    )


def find_hosts(parts: SignInParts | None) -> tuple[str, ...]:
    """The name by which browsers call Liane, when sign-in names one."""
    host = urlsplit(parts.settings.public_url).hostname if parts is not None else None
    return (host,) if host else ()
