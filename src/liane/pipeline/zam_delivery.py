"""Deliver a ZAM to the application that asked for it, over MLLP, under one MSH-10 for all its attempts.

AA ends it; AE stops it and calls a person; AR or silence tries again. Sending twice the same MSH-10 is the rule of the
way home: the emitter recognises it. Rule: hl7v2.md §6.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from liane.codecs.hl7v2.ack import AckCode, parse_ack
from liane.domain.documents.delivery import Cause, CauseClass, DeliveryState
from liane.domain.documents.request import Endpoint
from liane.domain.errors import InvalidInput, RemoteUnavailable
from liane.pipeline.outcomes import attempt_event
from liane.store.records import ClaimedDelivery, DeliveryOutcome, NewEvent


class EmitterLinks(Protocol):
    """The MLLP links to the emitting applications."""

    def knows(self, endpoint: Endpoint) -> bool:
        """Tell whether the settings give an address for this application."""
        ...

    async def send(self, endpoint: Endpoint, message: bytes) -> bytes:
        """Send one message and return its acknowledgement. Raises RemoteUnavailable or RemoteOutcomeUnknown."""
        ...


class ZamHandler:
    """Delivers one ZAM."""

    def __init__(self, links: EmitterLinks, *, now: Callable[[], datetime]) -> None:
        self._links = links
        self._now = now

    def remote(self, claimed: ClaimedDelivery) -> str:
        """One circuit per emitting application."""
        return f"zam:{claimed.recipient}"

    async def deliver(self, claimed: ClaimedDelivery) -> DeliveryOutcome:
        """Render, send, read the acknowledgement."""
        plan = claimed.plan
        emitter = Endpoint(application=plan["application"], facility=plan["facility"])
        if not self._links.knows(emitter):
            return self._stop(
                "EMETTEUR_INCONNU",
                f"Aucune adresse n'est déclarée pour l'application {emitter}.",
                "Déclarer l'application dans les réglages (emitters), puis rejouer.",
            )
        message = self._render(claimed, emitter)
        answer = await self._links.send(emitter, message)
        try:
            ack = parse_ack(answer)
        except InvalidInput:
            raise RemoteUnavailable("zam", "ACK_ILLISIBLE", answer=answer) from None
        if ack.code is AckCode.AR:
            raise RemoteUnavailable("zam", "AR", ack.text, answer=answer)
        at = self._now()
        sent = NewEvent(
            name="zam.sent",
            at=at,
            delivery_id=claimed.id,
            data={"event": plan["event"]},
            body=message,
            media_type="x-application/hl7-v2+er7",
        )
        answered = NewEvent(
            name="zam.acknowledged",
            at=at,
            actor=f"emitter:{emitter}",
            delivery_id=claimed.id,
            data={"code": ack.code.value},
            body=answer,
            media_type="x-application/hl7-v2+er7",
        )
        if ack.code is AckCode.AE:
            outcome = self._stop(
                "AE",
                "L'application émettrice refuse cet accusé (AE).",
                "Voir avec l'éditeur de l'application, puis rejouer.",
            )
            return DeliveryOutcome(state=outcome.state, cause=outcome.cause, events=(sent, answered, *outcome.events))
        return DeliveryOutcome(state=DeliveryState.DELIVERED, events=(sent, answered))

    def _stop(self, code: str, message: str, remedy: str) -> DeliveryOutcome:
        cause = Cause(cause_class=CauseClass.REFUSED, code=code, message=message, remedy=remedy)
        return DeliveryOutcome(
            state=DeliveryState.PARKED, cause=cause, events=(attempt_event(self._now(), "parked", cause),)
        )
