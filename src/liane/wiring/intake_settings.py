"""Settings of the reading of what comes in: workers, bounds, and how documents of a source and a type are filed."""

from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from liane.domain.intake.decide.policy import ANY, FilingMode
from liane.domain.intake.modes import ModeRule
from liane.wiring.outlet_settings import RouteSettings


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


class ReadingEngineSettings(_Section):
    """An engine of the site that proposes values. folder: of an ONNX token classifier; else url and model: of a service
    that speaks the OpenAI chat protocol, with the file of its key.

    may_leave: documents may go out of private networks, over TLS alone. Rule: intake.md §7.
    """

    folder: Path | None = None
    url: str = Field(default="", max_length=500)
    model: str = Field(default="", max_length=80)
    key_file: Path | None = None
    timeout_s: float = Field(default=30.0, gt=0, le=300)
    may_leave: bool = False

    @model_validator(mode="after")
    def _check(self) -> Self:
        if (self.folder is None) == (not self.url):
            raise ValueError("folder or url: one of them")
        if self.url and not self.model:
            raise ValueError("model: the service must be told which one")
        return self


class IntakeSettings(_Section):
    """The reading service of one node, and where files put down on its pages go (routes, the first that fits).

    Rule: intake.md §1.9, §9 (worker processes, 1.5 GiB each).
    """

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
    engines: tuple[ReadingEngineSettings, ...] = Field(default=(), max_length=4)
    routes: tuple[RouteSettings, ...] = Field(default=(), max_length=50)
