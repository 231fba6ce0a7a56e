"""Sign-out at the provider: the address that a browser is sent to, and the notice that comes through a browser."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from liane.codecs.oidc.addresses import add_query
from liane.codecs.oidc.authorization import STATE_CHARS_MAX
from liane.codecs.oidc.documents import refuse


@dataclass(frozen=True, slots=True, kw_only=True)
class LogoutNotice:
    """« This session ended », said by the provider; or all those of a person (subject), begun before an instant (at).

    Rule: OpenID Connect Front-Channel Logout §2; Back-Channel Logout §2.4 (sid, else sub).
    """

    issuer: str
    session: str = field(default="", repr=False)
    subject: str = ""
    at: datetime | None = None


def build_logout_url(endpoint: str, *, id_token: str, state: str, return_to: str, client_id: str) -> str:
    """Build the address of the provider's sign-out. Rule: psc.md §6."""
    values = {
        "id_token_hint": id_token,
        "client_id": "" if id_token else client_id,
        "state": state,
        "post_logout_redirect_uri": return_to,
    }
    return add_query(endpoint, {name: value for name, value in values.items() if value})


def parse_logout_notice(values: Mapping[str, str]) -> LogoutNotice:
    """Read a notice (``iss``, ``sid``). Raises RuleViolation PSC-021."""
    issuer, session = values.get("iss", ""), values.get("sid", "")
    if not issuer or not session or max(len(issuer), len(session)) > STATE_CHARS_MAX:
        raise refuse("PSC-021", "fin de session", "Cet avis ne nomme pas la session qui se termine.")
    return LogoutNotice(issuer=issuer, session=session)
