"""What the pages of answers and prescriptions are given: the desk of answers, the queue, the texts of this house."""

from collections.abc import Sequence
from dataclasses import dataclass

from liane.domain.actors.operator import Operator
from liane.domain.intake.answers import FIRST_USE, AnswerText, Audience, choose_texts
from liane.domain.intake.prescriptions import PrescriptionState
from liane.pipeline.intake.replies import Correspondent, ReplyDesk, SentReply
from liane.store.intake_answers import PostgresAnswers, Prescription
from liane.store.intake_records import IntakeItem, ItemQuery, ItemSource, ItemState
from liane.web.reception_store import ReceptionStore

THREAD_ITEMS_MAX = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """An exchange: the messages received, oldest first, each with the answers given to it."""

    items: tuple[IntakeItem, ...]
    replies: tuple[tuple[int, SentReply], ...]

    @property
    def replies_number(self) -> int:
        """How many answers were given."""
        return len(self.replies)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answering:
    """The answers of this installation.

    structure: its name, put in the texts. has_pharmacy: patients send prescriptions to one of its mailboxes.
    """

    desk: ReplyDesk
    store: PostgresAnswers
    worklist: ReceptionStore
    structure: str
    has_pharmacy: bool = False

    async def find_texts(self, audience: Audience) -> tuple[AnswerText, ...]:
        """The texts for an audience, as this establishment wrote them, filled."""
        return choose_texts(audience, await self.store.load_texts(), structure=self.structure)

    async def find_notice(self) -> str:
        """The notice of a first use."""
        texts = await self.find_texts(Audience.PATIENT)
        return next(one.body for one in texts if one.key == FIRST_USE)

    async def load_thread(self, item: IntakeItem) -> Thread:
        """The exchange that an item belongs to: what it answers, what was answered, what came after."""
        root_id = int(item.details.get("answer_of") or item.id)
        root = item
        if root_id != item.id:
            try:
                root = await self.worklist.get_item(root_id)
            except LookupError:
                root = item
        found = {root.id: root, item.id: item}
        if root.person_id is not None and root.source is ItemSource.PATIENT:
            query = ItemQuery(
                states=tuple(ItemState), sources=(ItemSource.PATIENT,), person_id=root.person_id, after_id=root.id
            )
            later = await self.worklist.list_items(query, limit=THREAD_ITEMS_MAX)
            found |= {one.id: one for one in later if one.details.get("answer_of") == root.id and one.mail_sha256}
        items = sorted(found.values(), key=lambda one: one.received_at)
        replies = [(one.id, reply) for one in items for reply in await self.desk.list_replies(one)]
        return Thread(items=tuple(items), replies=tuple(sorted(replies, key=lambda pair: pair[1].at)))

    async def find_correspondent(self, item: IntakeItem) -> Correspondent:
        """To whom an answer to an item goes."""
        return await self.desk.find_correspondent(item)

    async def list_queue(
        self, states: Sequence[PrescriptionState], units: Sequence[str]
    ) -> tuple[list[Prescription], dict[PrescriptionState, int]]:
        """The queue of prescriptions in some states, and how many are in each."""
        newest_first = not any(one in (PrescriptionState.RECEIVED, PrescriptionState.TO_PREPARE) for one in states)
        queue = await self.store.list_prescriptions(states, units=units, newest_first=newest_first)
        return queue, await self.store.count_prescriptions(units=units)

    async def tell_read(self, item: IntakeItem, operator: Operator) -> None:
        """Have a patient told that their message was opened, once, when they asked. Rule: mssante.md §8."""
        mail = item.details.get("mail") or {}
        if item.source is ItemSource.PATIENT and mail.get("mdn_to") and item.mail_sha256:
            await self.desk.tell_read(item, operator=operator)
