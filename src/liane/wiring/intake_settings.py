"""Settings of the reading of what comes in: workers, bounds, and how documents of a source and a type are filed."""

from pydantic import BaseModel, ConfigDict, Field

from liane.domain.intake.decide_policy import ANY, FilingMode
from liane.domain.intake.modes import ModeRule


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FilingModeSettings(_Section):
    """How documents of a source and a type are filed. source: ``folder``, ``folder:scanner``, ``mssante:…``, ``*``.

    Rule: intake.md §5, modes.
    """

    source: str = Field(default=ANY, min_length=1, max_length=200)
    type_code: str = Field(default=ANY, min_length=1, max_length=50)
    mode: FilingMode = FilingMode.PROPOSAL
    shadow: bool = False

    @property
    def rule(self) -> ModeRule:
        """The same, in the words of the domain."""
        return ModeRule(source=self.source, type_code=self.type_code, mode=self.mode, is_shadow=self.shadow)


class IntakeSettings(_Section):
    """The reading service of one node. Rule: intake.md §9 (worker processes, 1.5 GiB each)."""

    reading: bool = True
    learning: bool = True
    workers: int = Field(default=2, ge=1, le=32)
    jobs_max: int = Field(default=4, ge=1, le=64)
    attempts_max: int = Field(default=3, ge=1, le=20)
    lease_s: float = Field(default=60.0, ge=1, le=3600)
    poll_s: float = Field(default=0.5, gt=0, le=60)
    page_s_max: float = Field(default=60.0, gt=0, le=600)
    file_s_max: float = Field(default=3600.0, gt=0, le=86400)
    memory_mb_max: int = Field(default=1536, ge=512, le=65536)
    modes: tuple[FilingModeSettings, ...] = Field(default=(), max_length=200)
