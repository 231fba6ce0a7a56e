"""Decoupled authentication (CIBA, poll mode): the answer to the request, and what each poll means. Rule: psc.md §7."""

from dataclasses import dataclass, field
from enum import StrEnum

from liane.codecs.oidc.documents import get_number, get_text, read_object, refuse
from liane.codecs.oidc.tokens import OAuthError, TokenSet, parse_error

INTERVAL_S_MIN = 1
INTERVAL_S_MAX = 60
SLOW_DOWN_S = 5
LIFE_S_MAX = 600
LIFE_S_DEFAULT, INTERVAL_S_DEFAULT = 120, 5


class CIBAChannel(StrEnum):
    """Where the person is asked."""

    MOBILE = "MOBILE"
    CARD = "CARD"


class CIBAState(StrEnum):
    """What a poll says. Rule: psc.md §7 (the six poll answers)."""

    PENDING = "pending"
    SLOW_DOWN = "slow_down"
    DENIED = "denied"
    EXPIRED = "expired"
    FAILED = "failed"
    ACCEPTED = "accepted"


@dataclass(frozen=True, slots=True, kw_only=True)
class CIBAStarted:
    """A request that the provider took. auth_req_id: a secret between it and us."""

    auth_req_id: str = field(repr=False)
    expires_in_s: int
    interval_s: int


def parse_ciba_answer(status: int, data: bytes) -> CIBAStarted | OAuthError:
    """Read the answer to a request. Raises MalformedMessage PSC-001, RuleViolation PSC-007 on a bad 200."""
    if status != 200:
        return parse_error(status, data)
    values = read_object(data, "ciba")
    number = get_text(values, "auth_req_id")
    if not number:
        raise refuse("PSC-007", "ciba", "La réponse ne porte pas de numéro de demande.")
    life = get_number(values, "expires_in")
    interval = get_number(values, "interval")
    return CIBAStarted(
        auth_req_id=number,
        expires_in_s=min(LIFE_S_DEFAULT if life is None else life, LIFE_S_MAX),
        interval_s=max(INTERVAL_S_MIN, min(INTERVAL_S_DEFAULT if interval is None else interval, INTERVAL_S_MAX)),
    )


def read_poll(answer: TokenSet | OAuthError) -> CIBAState:
    """Say what a poll means; an outage is PENDING: the provider said nothing yet."""
    if isinstance(answer, TokenSet):
        return CIBAState.ACCEPTED
    known = {
        "authorization_pending": CIBAState.PENDING,
        "slow_down": CIBAState.SLOW_DOWN,
        "access_denied": CIBAState.DENIED,
        "expired_token": CIBAState.EXPIRED,
    }
    return known.get(answer.error, CIBAState.PENDING if answer.is_outage else CIBAState.FAILED)
