"""The state of the system as values: what the health pages, the API and the metrics show. Nothing is measured here."""

from dataclasses import dataclass
from datetime import datetime, timedelta

CERTIFICATE_NOTICE = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateStatus:
    """One certificate in use. usage: French, what it serves (« TLS vers le DMP »). subject: common name."""

    usage: str
    subject: str
    expires_at: datetime

    def expires_soon(self, now: datetime) -> bool:
        """True when it must be renewed now (or should already have been)."""
        return self.expires_at - now < CERTIFICATE_NOTICE


@dataclass(frozen=True, slots=True, kw_only=True)
class RevocationStatus:
    """One revocation list in use. name: of its file. issued_at, expires_at: None when there is none.

    problem: French, why the last refresh failed, else empty. is_usable: False when connections are refused for it.
    """

    name: str
    issued_at: datetime | None
    expires_at: datetime | None
    problem: str = ""
    is_usable: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteStatus:
    """One outside party. remote: key of the circuit breaker. is_available: None when nothing has been tried yet."""

    remote: str
    label: str
    is_available: bool | None
    since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemStatus:
    """The state of this node and of what it leans on.

    database_error: French sentence when the database is not available, else empty. free_bytes and free_bytes_min: room
    left where the data lives and the floor under which nothing is accepted. oldest_due_at: of the deliveries that
    wait. roles: roles that this process runs. Sizes in bytes.
    """

    at: datetime
    node: str
    version: str
    started_at: datetime
    roles: tuple[str, ...] = ()
    is_database_ready: bool = True
    database_label: str = ""
    database_error: str = ""
    database_size_bytes: int | None = None
    free_bytes: int | None = None
    free_bytes_min: int = 0
    waiting: int = 0
    oldest_due_at: datetime | None = None
    certificates: tuple[CertificateStatus, ...] = ()
    remotes: tuple[RemoteStatus, ...] = ()
    revocations: tuple[RevocationStatus, ...] = ()

    @property
    def has_room(self) -> bool:
        """True when the free space is above the floor, or unknown."""
        return self.free_bytes is None or self.free_bytes > self.free_bytes_min

    @property
    def is_ready(self) -> bool:
        """True when a message sent now would be kept."""
        return self.is_database_ready and self.has_room
