"""Settings of the notices of critical biology."""

from pydantic import BaseModel, ConfigDict, Field


class CriticalSettings(BaseModel):
    """Whom to mail when a document with critical results comes in. Rule: MSS/UX.20."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    mail_to: tuple[str, ...] = Field(default=(), max_length=20)
    poll_s: float = Field(default=5.0, gt=0, le=300)
