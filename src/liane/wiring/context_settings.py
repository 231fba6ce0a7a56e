"""Settings of the calls in context: how long an address and a context last, which record systems may frame a page."""

from pydantic import BaseModel, ConfigDict, Field


class ContextSettings(BaseModel):
    """Calls in context. Without ``signin``, nobody can come to what they open."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    frame_origins: tuple[str, ...] = Field(default=(), max_length=20)
    ticket_s: float = Field(default=120.0, ge=10, le=600)
    kept_min: float = Field(default=60.0, gt=0, le=240)
    waiting_max: int = Field(default=500, ge=1, le=10_000)
