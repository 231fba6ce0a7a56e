"""Tells, by incidents, that certificates near their end: a month ahead, again a week ahead, and once they passed."""

from collections.abc import Sequence
from datetime import datetime

from liane.domain.security.certificates import (
    ALERTED,
    CertificateKind,
    ExpiryThresholds,
    WatchedCertificate,
    find_alerted_stages,
    find_stage,
    tell_expiry,
)
from liane.pipeline.audit.forward import Incidents

CODES = dict(zip(ALERTED, ("EXPIRE_BIENTOT", "EXPIRE_URGENT", "EXPIRE"), strict=True))


async def tell_expiries(
    certificates: Sequence[WatchedCertificate],
    incidents: Incidents,
    *,
    node: str,
    thresholds: ExpiryThresholds,
    now: datetime,
) -> int:
    """Open the incidents that each certificate calls for and close the others; returns how many are open.

    Each stage has its own incident, told once: who missed the month is told again in the last week. Revocation lists
    are told by the link that obeys them.
    """
    number = 0
    for certificate in certificates:
        if certificate.kind is CertificateKind.REVOCATIONS:
            continue
        reached = find_alerted_stages(find_stage(certificate.ends_at, now, thresholds))
        for stage in ALERTED:
            remote = f"certificat:{certificate.name} {stage.value} ({node})"
            if stage not in reached:
                await incidents.close_incident(remote, now)
                continue
            message, remedy = tell_expiry(certificate, stage, now)
            await incidents.open_incident(remote, CODES[stage], message, remedy, now)
            number += 1
    return number
