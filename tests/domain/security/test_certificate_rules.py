"""Certificates are told about a month ahead, a week ahead and once passed, each once, and no longer once renewed."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest

from liane.domain.security.certificates import (
    CertificateKind,
    ExpiryThresholds,
    Stage,
    WatchedCertificate,
    days_left,
    find_alerted_stages,
    find_stage,
    tell_expiry,
)
from liane.pipeline.audit.expiry import tell_expiries

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
LIMITS = ExpiryThresholds()
ONE = WatchedCertificate(
    setting="dmp.tls.certificate", usage="TLS vers le DMP", kind=CertificateKind.OWN, ends_at=NOW + timedelta(days=40)
)


@pytest.mark.parametrize(
    ("left", "stage"),
    [
        (timedelta(days=31), Stage.VALID),
        (timedelta(days=30), Stage.SOON),
        (timedelta(days=7, seconds=1), Stage.SOON),
        (timedelta(days=7), Stage.URGENT),
        (timedelta(seconds=1), Stage.URGENT),
        (timedelta(0), Stage.PASSED),
        (timedelta(days=-400), Stage.PASSED),
    ],
)
def test_stages(left: timedelta, stage: Stage) -> None:
    assert find_stage(NOW + left, NOW, LIMITS) is stage


def test_a_file_that_cannot_be_read_is_as_good_as_passed() -> None:
    assert find_stage(None, NOW, LIMITS) is Stage.PASSED
    message, remedy = tell_expiry(replace(ONE, ends_at=None), Stage.PASSED, NOW)
    assert message == "Fichier illisible : TLS vers le DMP (dmp.tls.certificate)."
    assert remedy
    assert days_left(NOW - timedelta(hours=1), NOW) == -1
    assert find_alerted_stages(Stage.VALID) == ()


@dataclass(slots=True)
class Incidents:
    """What is open, and every opening."""

    opened: set[str] = field(default_factory=set)
    told: list[str] = field(default_factory=list)

    async def open_incident(self, remote: str, code: str, message: str, remedy: str, at: datetime) -> bool:
        """Open one."""
        is_new = remote not in self.opened
        self.opened.add(remote)
        if is_new:
            self.told.append(f"{code} {message}")
        return is_new

    async def close_incident(self, remote: str, at: datetime) -> bool:
        """Close one."""
        was_open = remote in self.opened
        self.opened.discard(remote)
        return was_open


@pytest.mark.anyio
async def test_a_year_of_a_certificate() -> None:
    incidents = Incidents()

    async def look(day: int, one: WatchedCertificate = ONE) -> int:
        at = NOW + timedelta(days=day)
        return await tell_expiries([one], incidents, node="liane-1", thresholds=LIMITS, now=at)

    for day in range(60):
        await look(day)
    assert [line.partition(" ")[0] for line in incidents.told] == ["EXPIRE_BIENTOT", "EXPIRE_URGENT", "EXPIRE"]
    assert incidents.told[0].startswith("EXPIRE_BIENTOT Expire le 01/01/2027, dans 30 jours : TLS vers le DMP")
    assert "dans 7 jours" in incidents.told[1]
    assert incidents.told[2] == "EXPIRE Expiré depuis le 01/01/2027 : TLS vers le DMP (dmp.tls.certificate)."
    assert len(incidents.opened) == 3
    assert await look(61, replace(ONE, ends_at=NOW + timedelta(days=800))) == 0
    assert incidents.opened == set()


@pytest.mark.anyio
async def test_lists_are_told_by_the_link_that_obeys_them() -> None:
    incidents = Incidents()
    lists = replace(ONE, kind=CertificateKind.REVOCATIONS, ends_at=NOW)
    assert await tell_expiries([lists], incidents, node="n", thresholds=LIMITS, now=NOW) == 0
    assert incidents.told == []
