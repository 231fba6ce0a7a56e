"""The token endpoint: the forms sent to it and what it answers. Tokens never show in a ``repr``."""

from dataclasses import dataclass, field

from liane.codecs.oidc.documents import get_number, get_text, read_object, refuse
from liane.codecs.oidc.names import ACR, GRANT_CIBA, GRANT_CODE, GRANT_REFRESH, SCOPE
from liane.domain.errors import InvalidInput

LIFE_S_MAX = 24 * 3600
DESCRIPTION_CHARS_MAX = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenSet:
    """Tokens of one session. expires_in_s, refresh_expires_in_s: lives left when they were given.

    session_state: number of the session at the provider. Rule: psc.md §3, §4.
    """

    access_token: str = field(repr=False)
    expires_in_s: int
    refresh_token: str = field(default="", repr=False)
    refresh_expires_in_s: int = 0
    id_token: str = field(default="", repr=False)
    session_state: str = field(default="", repr=False)
    scope: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OAuthError:
    """A refusal of an OAuth endpoint. error: its code (``invalid_grant``…); ``http_<status>`` when there is none."""

    error: str
    status: int
    description: str = ""

    @property
    def is_outage(self) -> bool:
        """Tell whether the provider is out of order rather than saying no. Rule: psc.md §9 (502-504)."""
        return self.status >= 500 or self.status == 429


def parse_token_answer(status: int, data: bytes) -> TokenSet | OAuthError:
    """Read the answer of the token endpoint. Raises MalformedMessage PSC-001, RuleViolation PSC-006 on a bad 200.

    Rule: psc.md §3, §7 (poll answers), §13; RFC 6749 §5.
    """
    if status != 200:
        return parse_error(status, data)
    values = read_object(data, "token")
    access, life = get_text(values, "access_token"), get_number(values, "expires_in")
    if not access or life is None or get_text(values, "token_type").lower() != "bearer":
        raise refuse("PSC-006", "token", "La réponse ne porte pas de jeton utilisable.")
    return TokenSet(
        access_token=access,
        expires_in_s=min(life, LIFE_S_MAX),
        refresh_token=get_text(values, "refresh_token"),
        refresh_expires_in_s=min(get_number(values, "refresh_expires_in") or 0, LIFE_S_MAX),
        id_token=get_text(values, "id_token"),
        session_state=get_text(values, "session_state")[:200],
        scope=get_text(values, "scope")[:500],
    )


def parse_error(status: int, data: bytes) -> OAuthError:
    """Read a refusal, whatever its body is."""
    try:
        values = read_object(data, "erreur")
    except InvalidInput:
        values = {}
    error = "".join(one for one in get_text(values, "error")[:60] if one.isalnum() or one in "_-.")
    return OAuthError(
        error=error or f"http_{status}",
        status=status,
        description=get_text(values, "error_description")[:DESCRIPTION_CHARS_MAX],
    )


def make_code_form(*, code: str, redirect_uri: str, code_verifier: str) -> dict[str, str]:
    """Write the form that exchanges a code. Rule: psc.md §3."""
    return {
        "grant_type": GRANT_CODE,
        "code": code,
        "redirect_uri": redirect_uri,
        "code_verifier": code_verifier,
    }


def make_refresh_form(refresh_token: str) -> dict[str, str]:
    """Write the form that renews tokens. Rule: psc.md §4."""
    return {"grant_type": GRANT_REFRESH, "refresh_token": refresh_token}


def make_poll_form(auth_req_id: str) -> dict[str, str]:
    """Write the form that asks whether a CIBA request was accepted. Rule: psc.md §7."""
    return {"grant_type": GRANT_CIBA, "auth_req_id": auth_req_id}


def make_ciba_form(*, login_hint: str, binding_message: str, channel: str) -> dict[str, str]:
    """Write the form that asks a person to prove who they are on their phone or card.

    Raises ValueError when the binding message is not two digits. Rule: psc.md §7.
    """
    if len(binding_message) != 2 or not binding_message.isdecimal() or not binding_message.isascii():
        raise ValueError("the binding message is two digits")
    return {
        "scope": SCOPE,
        "acr_values": ACR,
        "login_hint": login_hint,
        "binding_message": binding_message,
        "channel": channel,
    }
