"""What the store keeps of sign-ins: sessions, requests, phones, forms. Values; hashes instead of what opens."""

from dataclasses import dataclass, field
from datetime import datetime

from liane.domain.access.session_rules import SessionTimes
from liane.domain.actors.operator import SignInMeans
from liane.domain.actors.professional import SignedProfessional


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedTokens:
    """Tokens of a session, sealed with a key that the database does not hold, and their lives."""

    sealed: bytes = field(repr=False)
    access_until: datetime
    renewable_until: datetime
    renew_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSession:
    """A session to open. token_hash: SHA-256 of the cookie. identifier: PS_IdNat, or the name of a rescue account.

    issuer, provider_session: of the identity provider, empty without. address, browser: whence, for the list that the
    person reads.
    """

    token_hash: bytes = field(repr=False)
    identifier: str
    means: SignInMeans
    professional: SignedProfessional
    situation_key: str = ""
    issuer: str = ""
    provider_session: str = field(default="", repr=False)
    tokens: SealedTokens | None = None
    signed_in_at: datetime
    opened_at: datetime
    address: str = ""
    browser: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredSession:
    """A session as kept. ended_at: None while it is open. sealed: its tokens."""

    id: int
    identifier: str
    means: SignInMeans
    professional: SignedProfessional
    situation_key: str
    issuer: str
    sealed: bytes | None = field(repr=False)
    access_until: datetime | None
    renewable_until: datetime | None
    opened_at: datetime
    signed_in_at: datetime
    seen_at: datetime
    address: str
    browser: str
    ended_at: datetime | None
    ending: str

    @property
    def times(self) -> SessionTimes:
        """The instants that rules judge."""
        return SessionTimes(signed_in_at=self.signed_in_at, seen_at=self.seen_at, renewable_until=self.renewable_until)


@dataclass(frozen=True, slots=True, kw_only=True)
class RingingPhone:
    """A request to a phone, as kept. is_sent: the provider was asked; poll_at: not before."""

    sealed: bytes = field(repr=False)
    interval_s: int
    poll_at: datetime
    expires_at: datetime
    is_sent: bool
