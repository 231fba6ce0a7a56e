"""Settings of the rights of patients: what is held until its announcement, what leaves by itself, minors."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from liane.domain.documents.announcement import RELEASE_DAYS_MAX, HoldRule, ReleaseDelays
from liane.domain.documents.decision import MAJORITY_YEARS

NEVER = "jamais"
HOLD_RULES_MAX = 200


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class HoldRuleSettings(_Section):
    """Documents held until their announcement; what is left empty counts for all. Rule: CRI/va1.02."""

    type_codes: tuple[str, ...] = ()
    application: str = ""
    facility: str = ""
    unit: str = ""

    @property
    def rule(self) -> HoldRule:
        """The same, in the words of the domain."""
        return HoldRule(
            type_codes=frozenset(self.type_codes),
            application=self.application,
            facility=self.facility,
            unit=self.unit,
        )


Days = Literal["jamais"] | int


class AnnouncementSettings(_Section):
    """Holding, releasing, minors. Rule: CRI/va1.02, CRI/va1.03; couloirs.md §5.1; dmp.md §6.1, §15.

    release_days: by type code (``*`` for the others), days or ``jamais``; nothing set, nothing leaves by itself.
    """

    hold: tuple[HoldRuleSettings, ...] = Field(default=(), max_length=HOLD_RULES_MAX)
    release_days: dict[str, Days] = {}
    mail_on_delay: bool = True
    majority_years: int = Field(default=MAJORITY_YEARS, ge=16, le=21)
    minor_secrecy: Literal["impose", "refuse"] = "impose"

    @property
    def hold_rules(self) -> tuple[HoldRule, ...]:
        """The rules of holding, in the words of the domain."""
        return tuple(one.rule for one in self.hold)

    def make_delays(self) -> ReleaseDelays:
        """The delays, in the words of the domain. Raises ValueError for days out of bounds."""
        days = {code: _read_days(code, value) for code, value in self.release_days.items()}
        return ReleaseDelays(days=days)


def _read_days(code: str, value: Days) -> int | None:
    if isinstance(value, str):
        return None
    if not 0 <= value <= RELEASE_DAYS_MAX:
        raise ValueError(f"release_days.{code} : de 0 à {RELEASE_DAYS_MAX} jours, ou « {NEVER} »")
    return value
