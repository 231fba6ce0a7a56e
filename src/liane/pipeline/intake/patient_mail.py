"""A patient's mail from Mon espace santé: tied to the person and to what it answers, never integrated by itself.

What lives here: the item of such a mail, and the prescription that it may bring to a pharmacy.
Rule: mssante.md §7, §8; couloirs.md §7.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from liane.codecs.mssante_mail.receipts import IncomingMail
from liane.domain.identity.person import Person
from liane.pipeline.intake import doubts
from liane.pipeline.intake.doors import DoorKind, MailDoor
from liane.pipeline.intake.doubts import Doubt
from liane.pipeline.intake.incoming import describe_mail
from liane.pipeline.intake.mail_items import keep_files, make_mail_item
from liane.pipeline.intake.ports import Worklist
from liane.pipeline.intake.reading import ReadMail
from liane.pipeline.intake.replies import REPLY
from liane.pipeline.intake.returned import ReturnWatch
from liane.pipeline.ports import Store
from liane.pipeline.receipts import MESSAGE_ID
from liane.store.intake_answers import PostgresAnswers
from liane.store.intake_records import ItemKind, ItemQuery, ItemSource, ItemState, KeptMail, NewItem

THREAD_MAX = 10
"""How many identifiers of the thread of a mail are looked up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientParts:
    """What the flow works with."""

    store: Store
    worklist: Worklist
    answers: PostgresAnswers
    returns: ReturnWatch


class PatientFlow:
    """Takes the mails of patients. Every write is idempotent: a mail read again after a crash adds nothing."""

    def __init__(self, parts: PatientParts) -> None:
        self._parts = parts

    async def take(self, read: ReadMail, kept: KeptMail, door: MailDoor, at: datetime) -> None:
        """Put a patient's mail on the worklist, and its prescription in the queue of the pharmacy.

        Rule: mssante.md §7, §8 (the person by matricule, else a candidate to verify).
        """
        mail = read.mail
        person = await self._parts.returns.find_patient(mail.patient_matricule)
        is_first = person is not None and await self._is_first(person)
        answered = await find_answered(self._parts.store, mail)
        doubt = self._doubt(person, is_first=is_first, door=door)
        item_id = await self._parts.worklist.add_item(self._describe(read, kept, door, at, (person, doubt, answered)))
        await self._parts.returns.heard(mail.sender.address)
        if door.takes_prescriptions and mail.attachments:
            await self._parts.answers.open_prescription(item_id, is_first=is_first, at=at)

    def _doubt(self, person: Person | None, *, is_first: bool, door: MailDoor) -> Doubt:
        if person is None:
            return doubts.UNKNOWN_PATIENT_MAIL
        if is_first:
            return doubts.FIRST_PATIENT_MAIL
        return doubts.PRESCRIPTION if door.takes_prescriptions else doubts.PATIENT_MAIL

    async def _is_first(self, person: Person) -> bool:
        """Tell the first message of a person from the next ones: they are then told how this messaging is used."""
        query = ItemQuery(states=tuple(ItemState), sources=(ItemSource.PATIENT,), person_id=person.id)
        return not await self._parts.worklist.count_items(query)

    def _describe(
        self,
        read: ReadMail,
        kept: KeptMail,
        door: MailDoor,
        at: datetime,
        known: tuple[Person | None, Doubt, int | None],
    ) -> NewItem:
        person, doubt, answered = known
        mail = describe_mail(read.mail, door, kept.sha256)
        details: dict[str, Any] = {
            "mail": mail,
            "matricule": read.mail.patient_matricule,
            "is_final": read.mail.is_final,
            "in_reply_to": read.mail.in_reply_to,
            "wrote_first": not read.mail.in_reply_to,
            "to_organisation": door.kind is DoorKind.ORGANISATION,
        }
        if answered is not None:
            details["answer_of"] = answered
        kind = ItemKind.FILE if read.mail.attachments else ItemKind.MESSAGE
        item = make_mail_item(read, mail, doubt, part="mail", kind=kind, at=at)
        return replace(
            item,
            source=ItemSource.PATIENT,
            files=keep_files(read),
            person_id=person.id if person else None,
            details=details,
        )


async def find_answered(store: Store, mail: IncomingMail) -> int | None:
    """Find the item whose answer a mail answers, by the identifiers of its thread; None when it answers none of ours.

    Rule: RFC 5322 §3.6.4 (In-Reply-To, References).
    """
    thread = dict.fromkeys(one for one in (mail.in_reply_to, *reversed(mail.references)) if one)
    for identifier in list(thread)[:THREAD_MAX]:
        delivery = await store.find_delivery_by_correlation(f"{MESSAGE_ID}:{identifier}")
        if delivery is not None and delivery.action == REPLY:
            return int(delivery.plan["reply"]["item"])
    return None
