"""Hand a received document over to its application: MDM of the LPS volet, its acknowledgement, and what follows.

AA ends it. AE ends it too, with the consumer's code (900 to 906): a person looks, the sender is told. AR or silence
tries again under the same MSH-10, by which the consumer knows a repetition. Rule: hl7v2.md §7.1, §7.2, §7.3.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from liane.codecs.hl7v2.ack import Ack, AckCode, parse_ack
from liane.codecs.hl7v2.lps_build import CarryingMail, LPSTransmission, render_lps_transmission
from liane.codecs.mssante_mail.disposition import APPLICATION_ERRORS
from liane.domain.actors.actor import Structure
from liane.domain.documents.delivery import Cause, CauseClass, DeliveryState
from liane.domain.documents.request import DocumentRequest, Endpoint, RequestAction
from liane.domain.documents.timestamp import PARIS
from liane.domain.errors import InvalidInput, RemoteUnavailable
from liane.pipeline.documents import DocumentInHand, DocumentShelf
from liane.pipeline.intake import doubts
from liane.pipeline.intake.ports import Worklist
from liane.pipeline.milestones import Milestone, reach
from liane.pipeline.outcomes import attempt_event
from liane.pipeline.refusals import DeliveryGate
from liane.pipeline.zam_delivery import EmitterLinks
from liane.store.intake_records import ItemKind, ItemSource, NewIntakeFile, NewItem
from liane.store.records import ClaimedDelivery, DeliveryOutcome, NewEvent

HL7_MEDIA_TYPE = "x-application/hl7-v2+er7"
OTHER_ERROR = "906"
ANSWER_CHARS_MAX = 300
UNIT_TYPE = "UF"


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverParts:
    """What the hand-over needs. own: how this platform names itself (MSH-3, MSH-4)."""

    shelf: DocumentShelf
    links: EmitterLinks
    worklist: Worklist
    passage: DeliveryGate
    own: Endpoint
    now: Callable[[], datetime]


class LPSHandler:
    """Hands one document over."""

    def __init__(self, parts: HandOverParts) -> None:
        self._parts = parts

    def remote(self, claimed: ClaimedDelivery) -> str:
        """One circuit per application."""
        return f"lps:{claimed.recipient}"

    async def deliver(self, claimed: ClaimedDelivery) -> DeliveryOutcome:
        """Validate, render, send, read the acknowledgement."""
        plan = claimed.plan
        target = Endpoint(application=plan["application"], facility=plan["facility"])
        if not self._parts.links.knows(target):
            return self._park(target)
        in_hand = await self._parts.shelf.get(claimed.document_id)
        request = in_hand.request
        if plan["media_type"] == "text/xml":
            passed = await self._parts.passage.check(claimed, in_hand.row, request)
            if isinstance(passed, DeliveryOutcome):
                await self._call_person(claimed, in_hand, passed.cause or _REFUSED)
                return passed
        message = self._render(claimed, replace(request, action=RequestAction(claimed.action)), target)
        reach(Milestone.DELIVERY_BUILT)
        answer = await self._parts.links.send(target, message)
        try:
            ack = parse_ack(answer)
        except InvalidInput:
            raise RemoteUnavailable("lps", "ACK_ILLISIBLE", answer=answer) from None
        if ack.code is AckCode.AR:
            raise RemoteUnavailable("lps", "AR", ack.text, answer=answer)
        return await self._conclude(claimed, in_hand, ack, message, answer)

    async def _conclude(
        self, claimed: ClaimedDelivery, in_hand: DocumentInHand, ack: Ack, message: bytes, answer: bytes
    ) -> DeliveryOutcome:
        at = self._parts.now()
        cause = read_refusal(ack) if ack.code is AckCode.AE else None
        events = (
            NewEvent(name="lps.sent", at=at, delivery_id=claimed.id, body=message, media_type=HL7_MEDIA_TYPE),
            NewEvent(
                name="lps.acknowledged",
                at=at,
                actor=f"lps:{claimed.recipient}",
                delivery_id=claimed.id,
                data={"code": ack.code.value, "error": cause.code if cause else ""},
                body=answer,
                media_type=HL7_MEDIA_TYPE,
            ),
        )
        if cause is None:
            return DeliveryOutcome(state=DeliveryState.DELIVERED, events=events)
        await self._call_person(claimed, in_hand, cause)
        return DeliveryOutcome(
            state=DeliveryState.REFUSED, cause=cause, events=(*events, attempt_event(at, "refused", cause))
        )

    def _render(self, claimed: ClaimedDelivery, request: DocumentRequest, target: Endpoint) -> bytes:
        mail: dict[str, Any] = claimed.plan["mail"]
        unit = None
        if mail["unit"]:
            unit = Structure(identifier=mail["unit"], oid="", name=mail["unit_label"], id_type=UNIT_TYPE)
        return render_lps_transmission(
            LPSTransmission(
                control_id=f"LP{claimed.id:012d}",
                sender=self._parts.own,
                receiver=target,
                processing_id=request.processing_id,
                sent_at=claimed.created_at.astimezone(PARIS).strftime("%Y%m%d%H%M%S"),
                request=request,
                mail=CarryingMail(
                    message_id=mail["message_id"],
                    subject=mail["subject"],
                    body=request.body_ps,
                    sender_address=mail["sender"],
                    recipient=mail["mailbox"],
                    unit=unit,
                    reply_to=mail["reply_to"],
                ),
                media_type=claimed.plan["media_type"],
            )
        )

    async def _call_person(self, claimed: ClaimedDelivery, in_hand: DocumentInHand, cause: Cause) -> None:
        """Put a refused document on the worklist, once per attempt to hand it over."""
        mail: dict[str, Any] = claimed.plan["mail"]
        row, request = in_hand.row, in_hand.request
        item = NewItem(
            dedup_key=f"refused|{claimed.id}",
            source=ItemSource(mail.get("source", ItemSource.MSSANTE.value)),
            kind=ItemKind.DOCUMENT,
            door=mail["mailbox"],
            received_at=row.received_at,
            code=doubts.NOT_INTEGRATED.code,
            reason=f"{doubts.NOT_INTEGRATED.message} {cause.message}",
            remedy=cause.remedy or doubts.NOT_INTEGRATED.remedy,
            sender=mail["sender"],
            subject=mail["subject"],
            message_id=mail["message_id"],
            mail_sha256=mail["sha256"],
            files=(NewIntakeFile(name="document", media_type=claimed.plan["media_type"], data=request.cda),),
            document_id=row.id,
            unit=mail["unit"],
            target=claimed.recipient,
            details={
                "mail": mail,
                "document": {
                    "unique_id": row.unique_id,
                    "replaces": row.replaces or "",
                    "action": claimed.action,
                    "type_code": row.type_code,
                    "type_label": row.type_label,
                    "title": row.title,
                },
                "answer": cause.code,
            },
        )
        await self._parts.worklist.add_item(item)

    def _park(self, target: Endpoint) -> DeliveryOutcome:
        cause = Cause(
            cause_class=CauseClass.POLICY,
            code="APPLICATION_INCONNUE",
            message=f"Aucune adresse n'est déclarée pour l'application {target}.",
            remedy="Déclarer l'application dans les réglages (applications), puis rejouer.",
        )
        event = attempt_event(self._parts.now(), "parked", cause)
        return DeliveryOutcome(state=DeliveryState.PARKED, cause=cause, events=(event,), is_attempt=False)


def read_refusal(ack: Ack) -> Cause:
    """Read why a consumer refuses; a code outside 900 to 906 counts as 906, with the consumer's own words.

    Rule: hl7v2.md §7.3 (ERR-3 = 207, ERR-5).
    """
    coded = next((one for one in ack.errors if one.application_code in APPLICATION_ERRORS), None)
    words = next((one.user_message or one.application_label for one in ack.errors), "") or ack.text
    code = coded.application_code if coded else OTHER_ERROR
    label = (coded.application_label if coded else "") or words or APPLICATION_ERRORS[code]
    if code == OTHER_ERROR and words:
        label = words.rstrip(".")
    return Cause(
        cause_class=CauseClass.REFUSED,
        code=code,
        message=f"le logiciel a refusé ({code} : {label[:ANSWER_CHARS_MAX]}).",
        remedy=_REMEDIES.get(code, "Voir avec l'éditeur du logiciel, puis intégrer à nouveau ou renvoyer."),
    )


_REMEDIES = {
    "900": "Chercher la dernière version du document dans le dossier, puis intégrer ou classer.",
    "901": "Vérifier auprès de l'auteur du document d'origine avant de remplacer ou de supprimer.",
    "902": "Créer le patient dans le logiciel s'il est suivi ici, puis intégrer ; sinon renvoyer.",
    "903": "Rapprocher le patient à la main dans le logiciel.",
    "904": "Comparer l'identité du document à celle du dossier avant d'intégrer.",
    "905": "Rapprocher le patient à la main dans le logiciel.",
}
_REFUSED = Cause(
    cause_class=CauseClass.POLICY,
    code=OTHER_ERROR,
    message="le document n'est pas conforme.",
    remedy="Demander à l'expéditeur un document corrigé.",
)
