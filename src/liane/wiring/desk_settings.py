"""Settings of the desk of the reception."""

from pydantic import BaseModel, ConfigDict, Field


class DeskSettings(BaseModel):
    """The desk. second_look_types: document types that two different persons must agree on; ``*`` for all.

    awaited_every_s: how often the persons awaited are looked for. Rule: intake.md §6.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    second_look_types: tuple[str, ...] = Field(default=(), max_length=200)
    awaited_every_s: float = Field(default=30.0, gt=0, le=3600)
