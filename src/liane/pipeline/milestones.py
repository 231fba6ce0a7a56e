"""Milestones: the named instants between two durable steps, where a crash must lose nothing and double nothing.

The flows say that they pass; nothing listens in production. The crash harness listens and kills the process there.
"""

from collections.abc import Callable
from enum import StrEnum


class Milestone(StrEnum):
    """Every place where dying matters."""

    MESSAGE_READ = "message.read"
    MESSAGE_COMMITTED = "message.committed"
    DELIVERY_CLAIMED = "delivery.claimed"
    DELIVERY_BUILT = "delivery.built"
    DELIVERY_SENT = "delivery.sent"
    DELIVERY_FINISHED = "delivery.finished"
    RECEIPT_READ = "receipt.read"
    RECEIPT_SETTLED = "receipt.settled"
    IDENTITY_APPLIED = "identity.applied"
    MAIL_KEPT = "mail.kept"
    MAIL_DECIDED = "mail.decided"
    MAIL_SETTLED = "mail.settled"
    READING_CLAIMED = "reading.claimed"
    READING_DONE = "reading.done"
    READING_SAVED = "reading.saved"
    READING_ALLOWED = "reading.allowed"
    READING_FILED = "reading.filed"
    READING_RECORDED = "reading.recorded"
    OUTLET_READY = "outlet.ready"
    OUTLET_BEGUN = "outlet.begun"
    OUTLET_DOCUMENT_LEFT = "outlet.document_left"
    OUTLET_MANIFEST_LEFT = "outlet.manifest_left"
    OUTLET_ANSWER_READ = "outlet.answer_read"


_listeners: list[Callable[[Milestone], None]] = []


def listen(listener: Callable[[Milestone], None]) -> None:
    """Have a listener called at each milestone, in the process that calls this."""
    _listeners.append(listener)


def reach(milestone: Milestone) -> None:
    """Say that a flow passes a milestone."""
    for listener in _listeners:
        listener(milestone)
