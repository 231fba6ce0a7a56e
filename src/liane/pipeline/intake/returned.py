"""What comes back undelivered: the patient's mailbox is noted closed on their person, and whoever answered is told.

Every write is idempotent, so that a receipt read again after a crash changes nothing.
Rule: mssante.md §7 (non-delivery of Mon espace santé: no retry, mark the patient with the date); couloirs.md §7.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from liane.codecs.mssante_mail.receipts import NonDeliveryCause, RecipientReport
from liane.domain.documents.delivery import Cause
from liane.domain.identity.ins import INS
from liane.domain.identity.person import Person
from liane.pipeline.identity.ports import RegistryStore
from liane.pipeline.intake.ports import Worklist
from liane.pipeline.intake.reading_outcome import Obstacle
from liane.pipeline.intake.replies import PATIENT_DOMAIN, REPLY
from liane.store.intake_answers import PatientMailbox, PatientMailboxState, PostgresAnswers
from liane.store.intake_records import ItemKind, ItemSource, NewItem
from liane.store.records import StoredDelivery
from liane.store.registry_records import PersonEvent, RegistryWrite

ACTOR = "Mon espace santé"
UNDELIVERED = Obstacle(code="INT-266", message="Votre réponse n'a pas été distribuée.")
STATES = {
    NonDeliveryCause.MAILBOX_CLOSED: PatientMailboxState.CLOSED,
    NonDeliveryCause.PATIENT_UNKNOWN: PatientMailboxState.UNKNOWN,
    NonDeliveryCause.MAILBOX_UNKNOWN: PatientMailboxState.UNKNOWN,
}
EVENTS = {
    PatientMailboxState.OPEN: "person.mailbox_open",
    PatientMailboxState.CLOSED: "person.mailbox_closed",
    PatientMailboxState.UNKNOWN: "person.mailbox_unknown",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnParts:
    """What the watch writes to. patient_oids: INS authorities of this environment."""

    answers: PostgresAnswers
    worklist: Worklist
    registry: RegistryStore
    now: Callable[[], datetime]
    patient_oids: tuple[str, ...] = ()


class ReturnWatch:
    """Follows what came back undelivered, and what patients write."""

    def __init__(self, parts: ReturnParts) -> None:
        self._parts = parts

    async def refused(self, delivery: StoredDelivery, report: RecipientReport, cause: Cause) -> None:
        """Follow a mail that was not delivered, once it is settled."""
        state = STATES.get(report.cause)
        address = delivery.recipient.lower()
        if state is not None and address.endswith(f"@{PATIENT_DOMAIN}"):
            await self._note(address, state, cause.message, delivery.id)
        if delivery.action == REPLY:
            await self._tell(delivery, cause)

    async def heard(self, address: str) -> None:
        """Follow a mail that a patient wrote: their mailbox is open again, when it was noted closed."""
        known = await self._parts.answers.find_mailbox(address)
        if known is not None and known.state is not PatientMailboxState.OPEN:
            await self._note(address.lower(), PatientMailboxState.OPEN, "", None)

    async def find_patient(self, matricule: str) -> Person | None:
        """Find the one person of a matricule among the INS authorities of this environment."""
        for oid in self._parts.patient_oids:
            found = await self._parts.registry.find_by_ins(INS(matricule=matricule, oid=oid))
            if len(found) == 1:
                return found[0]
        return None

    async def _note(self, address: str, state: PatientMailboxState, words: str, delivery_id: int | None) -> None:
        at = self._parts.now()
        person = await self.find_patient(address.partition("@")[0].upper())
        mailbox = PatientMailbox(
            address=address,
            state=state,
            person_id=person.id if person else None,
            since=at,
            delivery_id=delivery_id,
            words=words,
        )
        if await self._parts.answers.note_mailbox(mailbox) and person is not None:
            event = PersonEvent(
                name=EVENTS[state], at=at, actor=ACTOR, person_id=person.id, data={"delivery": delivery_id or 0}
            )
            await self._parts.registry.write_registry(RegistryWrite(events=(event,)))

    async def _tell(self, delivery: StoredDelivery, cause: Cause) -> None:
        """Put an answer that was not delivered on the worklist, once."""
        mail: dict[str, Any] = delivery.plan["mail"]
        reply: dict[str, Any] = delivery.plan["reply"]
        is_patient = delivery.recipient.lower().endswith(f"@{PATIENT_DOMAIN}")
        await self._parts.worklist.add_item(
            NewItem(
                dedup_key=f"undelivered|{delivery.id}",
                source=ItemSource.PATIENT if is_patient else ItemSource.MSSANTE,
                kind=ItemKind.RECEIPT,
                door=mail["mailbox"],
                received_at=self._parts.now(),
                code=UNDELIVERED.code,
                reason=f"{UNDELIVERED.message} {cause.message}",
                remedy=cause.remedy,
                sender=delivery.recipient,
                subject=reply["subject"],
                message_id=mail["message_id"],
                person_id=reply["person"],
                unit=mail["unit"],
                details={"answer_of": reply["item"], "delivery": delivery.id, "by": reply["by"]},
            )
        )
