"""The logout token: « this session ended », said by the provider's server to ours, signed. The clock is an argument.

Rule: OpenID Connect Back-Channel Logout 1.0 §2.4, §2.6; psc.md §6 (offered by the national service: unverified).
"""

from datetime import UTC, datetime

from liane.codecs.oidc.authorization import STATE_CHARS_MAX
from liane.codecs.oidc.documents import get_number, get_text, get_texts, make_finding
from liane.codecs.oidc.keys import PublicKeys, open_token
from liane.codecs.oidc.logout import LogoutNotice
from liane.domain.errors import RuleViolation

EVENT = "http://schemas.openid.net/event/backchannel-logout"
WHERE = "logout_token"
SKEW_S_MAX = 60
AGE_S_MAX = 300
"""How old a notice may be: a stolen one says no more than that what it names ended, and soon says nothing at all."""


def check_logout_token(token: str, keys: PublicKeys, *, issuer: str, client_id: str, now: datetime) -> LogoutNotice:
    """Open a logout token and check it.

    Raises RuleViolation PSC-009 (signature), PSC-010 (issuer), PSC-011 (audience), PSC-013 (expired), PSC-014 (not made
    lately), PSC-021 (names no session), PSC-022 (another kind of token), all that is wrong at once.
    """
    values = open_token(token, keys, WHERE)
    at = now.timestamp()
    issued, expires = get_number(values, "iat"), get_number(values, "exp")
    session, subject = get_text(values, "sid"), get_text(values, "sub")
    events = values.get("events")
    is_logout = isinstance(events, dict) and isinstance(events.get(EVENT), dict) and "nonce" not in values
    is_named = bool(session or subject) and max(len(session), len(subject)) <= STATE_CHARS_MAX
    judged = (
        (get_text(values, "iss") == issuer, "PSC-010", "iss", "L'avis vient d'un autre émetteur."),
        (client_id in get_texts(values, "aud"), "PSC-011", "aud", "L'avis a été fait pour une autre application."),
        (
            "exp" not in values or (expires is not None and expires + SKEW_S_MAX > at),
            "PSC-013",
            "exp",
            "L'avis est expiré.",
        ),
        (
            issued is not None and issued - SKEW_S_MAX <= at <= issued + AGE_S_MAX,
            "PSC-014",
            "iat",
            "L'avis n'a pas été fait à l'instant.",
        ),
        (is_named, "PSC-021", "sid", "Cet avis ne nomme pas la session qui se termine."),
        (is_logout, "PSC-022", "events", "Ce jeton n'est pas un avis de fin de session."),
    )
    findings = [make_finding(code, f"{WHERE}/{name}", text) for is_right, code, name, text in judged if not is_right]
    if findings or issued is None:
        raise RuleViolation(*findings)
    return LogoutNotice(
        issuer=issuer, session=session, subject="" if session else subject, at=datetime.fromtimestamp(issued, UTC)
    )
