"""The mails to the patient that an announcement lets go, takes back or makes.

The keys are those that the reception gives to the same deliveries, so that nothing is mailed twice.
Rule: CRI/va1.03; MSS/va1.30, MSS/va1.35; couloirs.md §5.1 (a later correction: « annule et remplace »).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from liane.domain.documents.announcement import Announcement
from liane.domain.documents.delivery import DeliveryState, Destination
from liane.domain.documents.request import Recipient, RequestAction
from liane.pipeline.request_json import dump_recipient
from liane.store.announcement_records import LineageDelivery, LineageView
from liane.store.records import NewDelivery, StoredDocument

UNDONE = frozenset({DeliveryState.REFUSED, DeliveryState.CANCELLED, DeliveryState.SKIPPED})


@dataclass(frozen=True, slots=True, kw_only=True)
class MailPlan:
    """What becomes of the mail to the patient."""

    replayed: tuple[int, ...] = ()
    cancelled: tuple[int, ...] = ()
    added: tuple[tuple[int, NewDelivery], ...] = ()

    @property
    def is_planned(self) -> bool:
        """True when a mail is on its way."""
        return bool(self.replayed or self.added)


def plan_mail(
    view: LineageView, own: Announcement, document: StoredDocument, *, recipient: Recipient | None, at: datetime
) -> MailPlan:
    """Let the held mail go, or make one; a patient who received no version gets this one as a first one."""
    waiting = [
        one
        for one in view.of_version(own.unique_id, Destination.MSSANTE_PATIENT)
        if one.state not in UNDONE and one.state is not DeliveryState.DELIVERED
    ]
    if recipient is None:
        return MailPlan(cancelled=tuple(one.id for one in waiting))
    first = [one for one in waiting if one.action == RequestAction.CREATE or _was_mailed(view, own.unique_id)]
    if first:
        return MailPlan(replayed=tuple(one.id for one in first))
    action = RequestAction.REPLACE if _was_mailed(view, own.unique_id) else RequestAction.CREATE
    new = _new_mail(view, document, recipient, action, at)
    return MailPlan(cancelled=tuple(one.id for one in waiting), added=((own.document_id, new),))


def renew_mails(view: LineageView, waiting: Sequence[LineageDelivery], at: datetime) -> MailPlan:
    """Turn replacements of what the patient never received into first mails."""
    cancelled, added = [], []
    for one in waiting:
        is_open = one.state not in UNDONE and one.state is not DeliveryState.DELIVERED and not one.is_leased
        if is_open and one.action == RequestAction.REPLACE and not _was_mailed(view, one.unique_id):
            cancelled.append(one.id)
            new = _deliver(view, one.unique_id, one.recipient, one.recipient_plan, RequestAction.CREATE, at)
            added.append((one.document_id, new))
    return MailPlan(cancelled=tuple(cancelled), added=tuple(added))


def _was_mailed(view: LineageView, unique_id: str) -> bool:
    """Tell whether the patient received, or may have received, another version."""
    return any(
        one.destination is Destination.MSSANTE_PATIENT
        and one.unique_id != unique_id
        and one.state in (DeliveryState.DELIVERED, DeliveryState.ASKING)
        for one in view.deliveries
    )


def find_held_mails(view: LineageView, unique_id: str) -> tuple[int, ...]:
    """The mails of a version that have not left; what takes it back is left alone."""
    return tuple(
        one.id
        for one in view.of_version(unique_id, Destination.MSSANTE_PATIENT)
        if one.state in (DeliveryState.WAITING, DeliveryState.PARKED)
        and not one.is_leased
        and one.action != RequestAction.DELETE
    )


def mail_again(
    view: LineageView, unique_id: str, document: StoredDocument, action: RequestAction, at: datetime
) -> tuple[tuple[int, NewDelivery], ...]:
    """Tell whoever received a version what became of it."""
    sent = [
        one
        for one in view.of_version(unique_id, Destination.MSSANTE_PATIENT)
        if one.state not in UNDONE and one.action != RequestAction.DELETE
    ]
    return tuple(
        (document.id, _deliver(view, document.unique_id, one.recipient, one.recipient_plan, action, at))
        for one in {one.recipient: one for one in sent}.values()
    )


def _new_mail(
    view: LineageView, document: StoredDocument, recipient: Recipient, action: RequestAction, at: datetime
) -> NewDelivery:
    return _deliver(view, document.unique_id, recipient.address, dump_recipient(recipient), action, at)


def _deliver(
    view: LineageView, unique_id: str, address: str, recipient: dict[str, Any], action: RequestAction, at: datetime
) -> NewDelivery:
    """Make the delivery that the reception would have made; its key is the same, so that nothing is mailed twice."""
    party = f"mail:{address.lower()}"
    rank = sum(
        1
        for one in view.of_version(unique_id, Destination.MSSANTE_PATIENT)
        if one.recipient.lower() == address.lower() and one.action == action and one.state in UNDONE
    )
    return NewDelivery(
        destination=Destination.MSSANTE_PATIENT,
        action=action.value,
        lane=f"{party}|{view.lineage}",
        recipient=address,
        plan={"recipient": recipient},
        due=at,
        dedup_key=f"{party}|{action.value}|{unique_id}|{rank}",
    )
