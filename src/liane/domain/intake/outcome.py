"""What is decided of a document that came in, and why, in one French sentence."""

from dataclasses import dataclass
from enum import StrEnum

from liane.domain.intake.fields import ReadDocument
from liane.domain.intake.matching.match import Matching


class IntakeAction(StrEnum):
    """What happens next. Rule: intake.md §5."""

    AUTO = "auto"
    REVIEW = "review"
    REJECT = "reject"


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeDecision:
    """The decision. codes: every stable reason that kept it from being automatic (``INT-0xx``), empty when it is.

    reason: one French sentence. record_id: the record proposed or chosen, None when none is.
    """

    action: IntakeAction
    reason: str
    codes: tuple[str, ...] = ()
    record_id: str | None = None
    record_confidence: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeDocument:
    """One document of a file, read, matched and decided."""

    read: ReadDocument
    matching: Matching
    decision: IntakeDecision
