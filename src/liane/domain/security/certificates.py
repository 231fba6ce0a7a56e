"""How near the end of a certificate is, and which incidents say so: pure rules on dates.

Rule: REM SSI/GEN (cryptography under control); mssante.md §3.1 (ECO.1.1.5); screens.md §3 « Certificats ».
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class CertificateKind(StrEnum):
    """What a file holds."""

    OWN = "certificat"
    AUTHORITY = "autorité"
    REVOCATIONS = "liste de révocation"


class Stage(StrEnum):
    """How near the end is. The value is a part of the key of an incident."""

    VALID = "valide"
    SOON = "bientôt"
    URGENT = "urgent"
    PASSED = "passé"


ALERTED = (Stage.SOON, Stage.URGENT, Stage.PASSED)
"""In the order in which they come; each has its own incident, so that each is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpiryThresholds:
    """When to speak, before the end."""

    soon: timedelta = timedelta(days=30)
    urgent: timedelta = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedCertificate:
    """One certificate or list of the settings. setting: where it is named (``dmp.tls.certificate``).

    usage: French, what it is for. rank: place in its file, 1 for the first. subject, issuer: RFC 4514. ends_at: None
    when the file cannot be read. problem: French, what is wrong with it beside its dates; empty when nothing is.
    """

    setting: str
    usage: str
    kind: CertificateKind
    rank: int = 1
    subject: str = ""
    issuer: str = ""
    fingerprint: str = ""
    key: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    problem: str = ""

    @property
    def name(self) -> str:
        """What names it among all."""
        return self.setting if self.rank == 1 else f"{self.setting}#{self.rank}"


def find_stage(ends_at: datetime | None, now: datetime, thresholds: ExpiryThresholds) -> Stage:
    """Say how near the end is; a file that cannot be read is as good as passed."""
    if ends_at is None or ends_at <= now:
        return Stage.PASSED
    if ends_at - now <= thresholds.urgent:
        return Stage.URGENT
    return Stage.SOON if ends_at - now <= thresholds.soon else Stage.VALID


def find_alerted_stages(stage: Stage) -> tuple[Stage, ...]:
    """Give the stages that were reached: each has an open incident, the others none."""
    return ALERTED[: ALERTED.index(stage) + 1] if stage in ALERTED else ()


def days_left(ends_at: datetime, now: datetime) -> int:
    """Count the whole days left, negative once passed."""
    return (ends_at - now) // timedelta(days=1)


def tell_expiry(certificate: WatchedCertificate, stage: Stage, now: datetime) -> tuple[str, str]:
    """Say, in French, what an incident says of a certificate at a stage, and what to do."""
    which = f"{certificate.usage} ({certificate.setting})"
    if certificate.ends_at is None:
        return f"Fichier illisible : {which}.", "Vérifier le chemin et les droits du fichier, puis redémarrer Liane."
    day = f"{certificate.ends_at:%d/%m/%Y}"
    if stage is Stage.PASSED:
        return f"Expiré depuis le {day} : {which}.", "Le remplacer tout de suite, puis redémarrer Liane."
    left = days_left(certificate.ends_at, now)
    remedy = "Demander son renouvellement, mettre le nouveau fichier en place, redémarrer Liane."
    return f"Expire le {day}, dans {left} jour{'s' if left > 1 else ''} : {which}.", remedy
