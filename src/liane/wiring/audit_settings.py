"""Settings of the trail of accesses: how long it is kept, where it is forwarded, what is out of the ordinary."""

from datetime import time, timedelta
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, model_validator

from liane.domain.actors.operator import Role
from liane.domain.audit.anomalies import AnomalyThresholds
from liane.domain.security.certificates import ExpiryThresholds

_DEFAULTS = AnomalyThresholds()


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SyslogSettings(_Section):
    """A collector of traces (IHE ATNA audit repository, or any syslog over TLS). Rule: RFC 5425; IHE ITI TF-2 3.20."""

    host: str = Field(min_length=1)
    port: int = Field(default=6514, ge=1, le=65535)
    authorities: Path | None = None
    certificate: Path | None = None
    key: Path | None = None
    timeout_s: float = Field(default=15.0, gt=0, le=120)
    from_beginning: bool = False

    @model_validator(mode="after")
    def _has_its_key(self) -> "SyslogSettings":
        if (self.certificate is None) is not (self.key is None):
            raise ValueError("certificate et key vont ensemble")
        return self


class AnomalySettings(_Section):
    """When an access is out of the ordinary; 0 puts a count off, equal hours put the hours off."""

    persons_max: int = Field(default=_DEFAULTS.persons_max, ge=0)
    persons_window_min: int = Field(default=60, ge=1, le=1440)
    refusals_max: int = Field(default=_DEFAULTS.refusals_max, ge=0)
    refusals_window_min: int = Field(default=15, ge=1, le=1440)
    day_begins: str = Field(default="07:00", pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")
    day_ends: str = Field(default="21:00", pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")
    always_on: tuple[Role, ...] = tuple(sorted(_DEFAULTS.always_on))
    units_watched: bool = _DEFAULTS.units_watched
    addresses_watched: bool = _DEFAULTS.addresses_watched

    @property
    def thresholds(self) -> AnomalyThresholds:
        """The same, in the words of the domain."""
        return AnomalyThresholds(
            persons_max=self.persons_max,
            persons_window=timedelta(minutes=self.persons_window_min),
            refusals_max=self.refusals_max,
            refusals_window=timedelta(minutes=self.refusals_window_min),
            day_begins=time.fromisoformat(self.day_begins),
            day_ends=time.fromisoformat(self.day_ends),
            always_on=frozenset(self.always_on),
            units_watched=self.units_watched,
            addresses_watched=self.addresses_watched,
        )


class AuditSettings(_Section):
    """The trail of accesses, and the watch of certificates."""

    kept_days: int = Field(default=3650, ge=180)
    verify_h: float = Field(default=24.0, gt=0, le=720)
    poll_s: float = Field(default=5.0, gt=0, le=600)
    syslog: SyslogSettings | None = None
    anomalies: AnomalySettings = AnomalySettings()
    certificate_soon_days: int = Field(default=30, ge=1, le=365)
    certificate_urgent_days: int = Field(default=7, ge=1, le=90)

    @property
    def expiry(self) -> ExpiryThresholds:
        """The watch of certificates, in the words of the domain."""
        return ExpiryThresholds(
            soon=timedelta(days=self.certificate_soon_days), urgent=timedelta(days=self.certificate_urgent_days)
        )
