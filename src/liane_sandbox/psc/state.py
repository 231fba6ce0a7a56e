"""What the simulated Pro Santé Connect remembers while it runs: requests, codes, sessions, tokens, calls. Bounded."""

import secrets
from collections import OrderedDict, deque
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeVar

KEPT_MAX = 2_000
CALLS_MAX = 500
CODE_LIFE = timedelta(seconds=60)
REQUEST_LIFE = timedelta(minutes=10)
ACCESS_LIFE = timedelta(seconds=120)
REFRESH_LIFE = timedelta(minutes=30)
SESSION_LIFE = timedelta(hours=4)
SESSION_IDLE = timedelta(minutes=30)
CIBA_LIFE = timedelta(seconds=120)
CIBA_INTERVAL_S = 5
EXCHANGED_LIFE = timedelta(seconds=60)
Kept = TypeVar("Kept")


class CIBAAnswer(StrEnum):
    """What the person did on their phone."""

    WAITING = "attend"
    ACCEPTED = "accepté"
    DENIED = "refusé"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRequest:
    """An authorisation request that passed the checks and waits for a person. at: when it came."""

    client_id: str
    redirect_uri: str
    state: str
    nonce: str
    challenge: str
    at: datetime
    identifier: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SSOSession:
    """A session of a person at the provider."""

    number: str
    identifier: str
    signed_in_at: datetime
    used_at: datetime

    def is_alive(self, now: datetime) -> bool:
        """Tell whether it still serves. Rule: psc.md §4."""
        return now < self.signed_in_at + SESSION_LIFE and now < self.used_at + SESSION_IDLE


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """A code, a refresh token or an access token: whose, for whom, until when."""

    client_id: str
    session: str
    expires_at: datetime
    redirect_uri: str = ""
    nonce: str = ""
    challenge: str = ""
    is_used: bool = False
    thumbprint: str = ""
    scope: str = "openid scope_all"


@dataclass(frozen=True, slots=True, kw_only=True)
class CIBARequest:
    """A request sent to a phone."""

    number: str
    client_id: str
    identifier: str
    binding_message: str
    channel: str
    at: datetime
    answer: CIBAAnswer = CIBAAnswer.WAITING
    interval_s: int = CIBA_INTERVAL_S
    polled_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One line of the log: what was asked and answered; no token."""

    at: datetime
    endpoint: str
    client_id: str
    identifier: str
    outcome: str


def new_secret() -> str:
    """A fresh unguessable text."""
    return secrets.token_urlsafe(32)


class _Shelf(OrderedDict[str, Kept]):
    """Keeps the newest; the oldest fall off past KEPT_MAX."""

    def keep(self, key: str, value: Kept) -> None:
        self[key] = value
        while len(self) > KEPT_MAX:
            self.popitem(last=False)


@dataclass(slots=True, kw_only=True)
class PSCState:
    """Everything remembered; lost when the sandbox stops."""

    pages: _Shelf[PageRequest] = field(default_factory=_Shelf)
    sessions: _Shelf[SSOSession] = field(default_factory=_Shelf)
    codes: _Shelf[Grant] = field(default_factory=_Shelf)
    refresh: _Shelf[Grant] = field(default_factory=_Shelf)
    access: _Shelf[Grant] = field(default_factory=_Shelf)
    exchanged: _Shelf[Grant] = field(default_factory=_Shelf)
    ciba: _Shelf[CIBARequest] = field(default_factory=_Shelf)
    visited: _Shelf[str] = field(default_factory=_Shelf)
    calls: deque[Call] = field(default_factory=lambda: deque(maxlen=CALLS_MAX))

    def clear(self) -> None:
        """Forget everything."""
        for shelf in (self.pages, self.sessions, self.codes, self.refresh, self.access, self.exchanged, self.ciba):
            shelf.clear()
        self.visited.clear()
        self.calls.clear()

    def age(self, by: timedelta) -> None:
        """Make everything older, as if that time had passed: the accelerator of the tests. Rule: psc.md §14.2-3."""
        for shelf in (self.codes, self.refresh, self.access, self.exchanged):
            for key, grant in shelf.items():
                shelf[key] = replace(grant, expires_at=grant.expires_at - by)
        for key, session in self.sessions.items():
            self.sessions[key] = replace(session, signed_in_at=session.signed_in_at - by, used_at=session.used_at - by)
        for key, request in self.ciba.items():
            polled = request.polled_at - by if request.polled_at else None
            self.ciba[key] = replace(request, at=request.at - by, polled_at=polled)
        for key, page in self.pages.items():
            self.pages[key] = replace(page, at=page.at - by)

    def end_session(self, number: str) -> None:
        """End a session of the provider: none of its tokens serves any more."""
        self.sessions.pop(number, None)
        for shelf in (self.codes, self.refresh, self.access):
            for key in [key for key, grant in shelf.items() if grant.session == number]:
                del shelf[key]
