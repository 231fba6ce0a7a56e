"""The doors by which a document is handed over to an application: one port, whatever the door, and the HL7 v2 one.

An outlet says what it sent, what it was told, and how that counts; it decides nothing of retries nor of worklists.
Rule: intake.md §1.9; hl7v2.md §7.1, §7.2, §7.3.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from liane.codecs.hl7v2.ack import Ack, AckCode, parse_ack
from liane.codecs.hl7v2.lps_build import CarryingMail, LPSTransmission, render_lps_transmission
from liane.codecs.mssante_mail.disposition import APPLICATION_ERRORS
from liane.domain.actors.actor import Structure
from liane.domain.documents.delivery import Cause, CauseClass
from liane.domain.documents.handover import name_hand_over
from liane.domain.documents.request import DocumentRequest, Endpoint
from liane.domain.documents.timestamp import PARIS
from liane.domain.errors import InvalidInput, RemoteUnavailable
from liane.pipeline.milestones import Milestone, reach
from liane.pipeline.zam_delivery import EmitterLinks
from liane.store.records import ClaimedDelivery, StoredDocument

HL7_MEDIA_TYPE = "x-application/hl7-v2+er7"
OTHER_ERROR = "906"
ANSWER_CHARS_MAX = 300
UNIT_TYPE = "UF"


class Verdict(StrEnum):
    """How an answer counts. ``AWAITED``: it left, and the application has not answered yet. ``NOT_YET``: nothing left,

    because something of ours is about to be known.
    """

    TAKEN = "taken"
    REFUSED = "refused"
    AWAITED = "awaited"
    NOT_YET = "not_yet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchanged:
    """Bytes sent or received, for the journal."""

    data: bytes
    media_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver:
    """One document to hand over now. request: its action is that of the delivery. row: as stored."""

    claimed: ClaimedDelivery
    request: DocumentRequest
    row: StoredDocument
    target: Endpoint

    @property
    def number(self) -> str:
        """The same for all tries."""
        return name_hand_over(self.claimed.id)

    @property
    def mail(self) -> dict[str, Any]:
        """What ``describe_mail`` gave."""
        mail: dict[str, Any] = self.claimed.plan["mail"]
        return mail

    @property
    def media_type(self) -> str:
        """``text/xml`` or ``application/pdf``."""
        return str(self.claimed.plan["media_type"])


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletAnswer:
    """What came of a hand-over. code: the application's own word (``AA``, ``ok``, ``201``). cause: why it is refused.

    sent: None when nothing was; the same bytes each time it is asked about. since: when it was left, for an answer that
    is awaited; wait_h: for how long.
    """

    verdict: Verdict
    code: str = ""
    cause: Cause | None = None
    sent: Exchanged | None = None
    answer: Exchanged | None = None
    since: datetime | None = None
    wait_h: float = 0.0


class Outlet(Protocol):
    """One door of one application."""

    async def hand_over(self, one: HandOver) -> OutletAnswer:
        """Hand a document over under its number. Raises RemoteUnavailable, RemoteOutcomeUnknown."""
        ...


class Outlets(Protocol):
    """The doors that the settings declare."""

    def find(self, target: Endpoint) -> Outlet | None:
        """The outlet of an application; None when none is declared for it."""
        ...


class HL7Outlet:
    """MDM of the LPS volet, under one MSH-10 by which the consumer knows a repetition. own: MSH-3, MSH-4."""

    def __init__(self, links: EmitterLinks, *, own: Endpoint) -> None:
        self._links = links
        self._own = own

    async def hand_over(self, one: HandOver) -> OutletAnswer:
        """Render, send, read the acknowledgement. AR and silence are to be tried again."""
        message = self._render(one)
        reach(Milestone.DELIVERY_BUILT)
        answer = await self._links.send(one.target, message)
        try:
            ack = parse_ack(answer)
        except InvalidInput:
            raise RemoteUnavailable("lps", "ACK_ILLISIBLE", answer=answer) from None
        if ack.code is AckCode.AR:
            raise RemoteUnavailable("lps", "AR", ack.text, answer=answer)
        cause = read_refusal(ack) if ack.code is AckCode.AE else None
        return OutletAnswer(
            verdict=Verdict.REFUSED if cause else Verdict.TAKEN,
            code=ack.code.value,
            cause=cause,
            sent=Exchanged(data=message, media_type=HL7_MEDIA_TYPE),
            answer=Exchanged(data=answer, media_type=HL7_MEDIA_TYPE),
        )

    def _render(self, one: HandOver) -> bytes:
        mail, request = one.mail, one.request
        unit = None
        if mail["unit"]:
            unit = Structure(identifier=mail["unit"], oid="", name=mail["unit_label"], id_type=UNIT_TYPE)
        return render_lps_transmission(
            LPSTransmission(
                control_id=one.number,
                sender=self._own,
                receiver=one.target,
                processing_id=request.processing_id,
                sent_at=one.claimed.created_at.astimezone(PARIS).strftime("%Y%m%d%H%M%S"),
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
                media_type=one.media_type,
            )
        )


def read_refusal(ack: Ack) -> Cause:
    """Read why a consumer refuses; a code outside 900 to 906 counts as 906, with the consumer's own words.

    Rule: hl7v2.md §7.3 (ERR-3 = 207, ERR-5).
    """
    coded = next((one for one in ack.errors if one.application_code in APPLICATION_ERRORS), None)
    words = next((one.user_message or one.application_label for one in ack.errors), "") or ack.text
    code = coded.application_code if coded else OTHER_ERROR
    return word_refusal(code, coded.application_label if coded else "", words)


def word_refusal(code: str, label: str, words: str) -> Cause:
    """Word a refusal, the same for every door. code: 900 to 906, anything else counts as 906. words: the application's.

    Rule: hl7v2.md §7.3.
    """
    code = code if code in APPLICATION_ERRORS else OTHER_ERROR
    told = label or words or APPLICATION_ERRORS[code]
    if code == OTHER_ERROR and words:
        told = words.rstrip(".")
    return Cause(
        cause_class=CauseClass.REFUSED,
        code=code,
        message=f"le logiciel a refusé ({code} : {told[:ANSWER_CHARS_MAX]}).",
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
