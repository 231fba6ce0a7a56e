"""What a person decides for a document that left under a wrong identity: take it back wherever it went, or leave it.

Rule: hl7v2.md §8.5 (A40), §3.3 (suppression: TD3.3c at the DMP, a deletion mail to each recipient).
"""

from collections.abc import Callable
from datetime import datetime

from liane.domain.actors.operator import Operator, Right
from liane.domain.documents.delivery import DeliveryState, Destination
from liane.domain.documents.request import RequestAction
from liane.domain.errors import AccessDenied
from liane.pipeline.identity.ports import RegistryStore
from liane.pipeline.ports import Store
from liane.store.records import NewDelivery, NewEvent, StoredDelivery
from liane.store.registry_records import AlertDecision, RegistryWrite

_OUTSIDE = frozenset({Destination.DMP, Destination.MSSANTE_PATIENT, Destination.MSSANTE_PS})
DELETE_DECISION = "supprimer"
CLOSE_DECISION = "classer"


class FollowUps:
    """The acts on the lines « suite à donner »."""

    def __init__(self, store: Store, registry: RegistryStore, *, now: Callable[[], datetime]) -> None:
        self._store = store
        self._registry = registry
        self._now = now

    async def take_back(self, alert_id: int, document_id: int, *, reason: str, operator: Operator) -> int:
        """Ask the deletion of a document wherever it was delivered; returns how many deletions were planned.

        Asked twice, it plans nothing more. Raises AccessDenied without the right to merge.
        """
        _require(operator)
        at = self._now()
        delivered = [
            delivery
            for delivery in await self._store.find_deliveries(document_id)
            if delivery.destination in _OUTSIDE
            and delivery.state is DeliveryState.DELIVERED
            and delivery.action != RequestAction.DELETE
        ]
        document = await self._store.get_document(document_id)
        deletions = [_plan_deletion(delivery, document.lineage, at) for delivery in delivered]
        event = NewEvent(
            name="document.taken_back", at=at, actor=f"user:{operator.name}", data={"reason": reason[:500]}
        )
        given = await self._store.add_deliveries(document_id, deletions, [event])
        await self._close(alert_id, DELETE_DECISION, reason, operator, at)
        return sum(1 for number in given if number is not None)

    async def close(self, alert_id: int, *, reason: str, operator: Operator) -> None:
        """Leave the document where it is, and say why. Raises AccessDenied without the right to merge."""
        _require(operator)
        await self._close(alert_id, CLOSE_DECISION, reason, operator, self._now())

    async def _close(self, alert_id: int, decision: str, reason: str, operator: Operator, at: datetime) -> None:
        closing = AlertDecision(alert_id=alert_id, decision=decision, reason=reason, actor=operator.name, at=at)
        await self._registry.write_registry(RegistryWrite(closed_alerts=(closing,)))


def _require(operator: Operator) -> None:
    if not operator.may(Right.MERGE):
        raise AccessDenied(Right.MERGE.value)


def _plan_deletion(delivery: StoredDelivery, lineage: str, at: datetime) -> NewDelivery:
    party = "dmp" if delivery.destination is Destination.DMP else f"mail:{delivery.recipient.lower()}"
    plan = {"recipient": delivery.plan["recipient"]} if "recipient" in delivery.plan else {}
    return NewDelivery(
        destination=delivery.destination,
        action=RequestAction.DELETE.value,
        lane=f"{party}|{lineage}",
        recipient=delivery.recipient,
        plan=plan,
        due=at,
        dedup_key=f"take_back|{delivery.id}",
    )
