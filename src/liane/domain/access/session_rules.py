"""When a session of Liane holds, locks and ends, and when its tokens are renewed. Instants are arguments."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

RENEWAL_FROM, RENEWAL_TO = 0.5, 0.8
"""Share of a token's life after which it is renewed, from the earliest to the latest. Rule: psc.md §4."""


class Ending(StrEnum):
    """Why a session is no longer open. The value is what a French person reads."""

    SIGNED_OUT = "déconnexion"
    EVERYWHERE = "déconnexion de tous les postes"
    PROVIDER = "fin de session annoncée par Pro Santé Connect"
    TOO_OLD = "durée maximale atteinte"
    NOT_RENEWED = "session Pro Santé Connect terminée"
    LOCKED = "verrouillage après inactivité"
    REPLACED = "nouvelle connexion sur le même poste"
    TOO_MANY = "trop de sessions ouvertes à la fois : la plus ancienne est terminée"


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRules:
    """How long a session lives.

    lasts: since the person proved who they are. idle: without any act, then the session locks. renewal_idle: without
    any act, then tokens are no longer renewed, and the session ends with its refresh token. open_max: sessions of one
    person at once; the oldest ends when there would be more.
    Rule: psc.md §4 (4 hours at most, 30 minutes without activity at the provider); REM SSI/IE.58 (lock after 2 hours).
    """

    lasts: timedelta = timedelta(hours=4)
    idle: timedelta = timedelta(hours=2)
    renewal_idle: timedelta = timedelta(minutes=30)
    open_max: int = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionTimes:
    """Instants of a session. signed_in_at: proof of identity. renewable_until: end of the refresh token, if any."""

    signed_in_at: datetime
    seen_at: datetime
    renewable_until: datetime | None = None


def find_ending(times: SessionTimes, rules: SessionRules, now: datetime) -> Ending | None:
    """Say why a session may no longer be used at this instant; None while it may.

    Rule: psc.md §4 (the session ends when the refresh token can no longer be renewed); REM SSI/IE.58.
    """
    if now >= times.signed_in_at + rules.lasts:
        return Ending.TOO_OLD
    if times.renewable_until is not None and now >= times.renewable_until:
        return Ending.NOT_RENEWED
    if now >= times.seen_at + rules.idle:
        return Ending.LOCKED
    return None


def is_fresh(signed_in_at: datetime, *, within: timedelta, now: datetime) -> bool:
    """Tell whether who acts proved who they are recently enough for a sensitive act."""
    return now < signed_in_at + within


def find_renewal(*, given_at: datetime, expires_at: datetime, seed: str) -> datetime:
    """Say when to renew a token: between half and four fifths of its life, spread over the sessions.

    seed: anything that names the session, so that many sessions do not renew together. Rule: psc.md §4 (50–80 %).
    """
    spread = int.from_bytes(hashlib.sha256(seed.encode()).digest()[:4]) / 2**32
    return given_at + (expires_at - given_at) * (RENEWAL_FROM + (RENEWAL_TO - RENEWAL_FROM) * spread)
