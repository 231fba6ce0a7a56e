"""Deliveries and decisions as values: where a document goes, what was decided and why, how it ended."""

from dataclasses import dataclass
from enum import StrEnum


class Destination(StrEnum):
    """Where a delivery goes.

    ``ZAM`` is the way home: a business acknowledgement to the emitter. ``WATCH`` goes nowhere: it wakes up when an
    expected receipt did not come, and is not shown as a delivery. ``FEEDBACK`` tells the sender of a mail what became
    of it here.
    """

    DMP = "dmp"
    MSSANTE_PS = "mssante_ps"
    MSSANTE_PATIENT = "mssante_patient"
    LPS = "lps"
    ZAM = "zam"
    WATCH = "watch"
    FEEDBACK = "feedback"


class DeliveryState(StrEnum):
    """State of a delivery.

    ``ASKING``: the outcome of the last attempt is unknown; the next step asks, it does not send.
    ``PARKED``: stopped until a person acts, with cause and remedy. ``SKIPPED``: rightly not done (already delivered…).
    """

    WAITING = "waiting"
    ASKING = "asking"
    DELIVERED = "delivered"
    REFUSED = "refused"
    PARKED = "parked"
    CANCELLED = "cancelled"
    SKIPPED = "skipped"


FINAL_STATES = frozenset(
    {DeliveryState.DELIVERED, DeliveryState.REFUSED, DeliveryState.CANCELLED, DeliveryState.SKIPPED}
)


class DecisionOutcome(StrEnum):
    """What was decided on one subject."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    WARNED = "warned"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One decision, with its reason in French and the text that founds it.

    subject: ``dmp``, ``mssante_ps``, ``mssante_patient``, ``visibility``, ``connexion_secrete``, ``identity``,
    ``validation``, ``action``…
    """

    subject: str
    outcome: DecisionOutcome
    reason: str
    rule: str = ""


class CauseClass(StrEnum):
    """Class of a failure, which alone decides the retry (style.md §6)."""

    UNAVAILABLE = "unavailable"
    OUTCOME_UNKNOWN = "outcome_unknown"
    REFUSED = "refused"
    INVALID = "invalid"
    POLICY = "policy"
    BUG = "bug"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """Why a delivery did not (yet) succeed: class, remote's code verbatim, French message and remedy."""

    cause_class: CauseClass
    code: str
    message: str
    remedy: str = ""
