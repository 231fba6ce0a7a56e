"""What the pages of the audit are given: the trail, how it is proved, who reports, and the watched certificates."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from liane.domain.audit.catalogue import AuditSource
from liane.domain.security.certificates import ExpiryThresholds, WatchedCertificate
from liane.store.accesses import PostgresAccesses

NOBODY_REPORTS = AuditSource(site="Établissement", node="liane")


def _read_none() -> tuple[WatchedCertificate, ...]:
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRoom:
    """The audit behind the pages.

    prove: verifies the whole chain for somebody, and opens or closes the incident; None verifies without more.
    read_certificates: reads the certificates of the settings, as they are on disk now.
    """

    trail: PostgresAccesses
    source: AuditSource = NOBODY_REPORTS
    prove: Callable[[str], Awaitable[None]] | None = None
    read_certificates: Callable[[], tuple[WatchedCertificate, ...]] = _read_none
    expiry: ExpiryThresholds = field(default_factory=ExpiryThresholds)
