"""Deliver a ZAM to the application that asked for it, over MLLP, under one MSH-10 for all its attempts.

AA ends it; AE stops it and calls a person; AR or silence tries again. Sending twice the same MSH-10 is the rule of the
way home: the emitter recognises it. Rule: hl7v2.md §6.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from liane.codecs.hl7v2.ack import AckCode, parse_ack
from liane.codecs.hl7v2.charset import Charset
from liane.codecs.hl7v2.zam import (
    Zam,
    ZamError,
    ZamEvent,
    make_application_error,
    make_dmp_error,
    make_smtp_error,
    render_zam,
)
from liane.domain.documents.delivery import Cause, CauseClass, DeliveryState
from liane.domain.documents.request import Endpoint
from liane.domain.documents.timestamp import PARIS
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

    def _render(self, claimed: ClaimedDelivery, emitter: Endpoint) -> bytes:
        plan = claimed.plan
        event = ZamEvent(plan["event"])
        at = datetime.fromisoformat(plan["at"]).astimezone(PARIS).strftime("%Y%m%d%H%M%S%z")
        zam = Zam(
            event=event,
            control_id=f"LZ{claimed.id:012d}",
            sender=Endpoint(application=plan["own_application"], facility=plan["own_facility"]),
            receiver=emitter,
            processing_id=plan["processing_id"],
            sent_at=at,
            event_at=at,
            request_control_id=plan["request_control_id"],
            is_positive=plan["positive"],
            charset=Charset(plan["charset"]),
            mailbox=plan["address"],
            error=None if plan["positive"] else _make_error(event, plan["code"], plan["message"]),
        )
        return render_zam(zam)

    def _stop(self, code: str, message: str, remedy: str) -> DeliveryOutcome:
        cause = Cause(cause_class=CauseClass.REFUSED, code=code, message=message, remedy=remedy)
        return DeliveryOutcome(
            state=DeliveryState.PARKED, cause=cause, events=(attempt_event(self._now(), "parked", cause),)
        )


def _make_error(event: ZamEvent, code: str, message: str) -> ZamError:
    """Give the error its table. Rule: hl7v2.md §6, ERR-5."""
    if event is ZamEvent.DMP_RECEPTION:
        return make_dmp_error(code, message)
    if event is ZamEvent.MSS_RECEPTION:
        return make_smtp_error(code)
    return make_application_error(code, message)
