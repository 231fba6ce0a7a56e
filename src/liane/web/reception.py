"""What the room « Réception » is given: the worklist, the acts, the persons, the pages, and who looked at what."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from liane.domain.actors.operator import Operator, Right
from liane.domain.errors import Finding
from liane.domain.intake.prescriptions import OPEN_STATES
from liane.pipeline.audit.ports import AccessTrail
from liane.pipeline.intake.awaited import AwaitedPatients
from liane.pipeline.intake.destinations import Destinations
from liane.pipeline.intake.joining import Joining
from liane.pipeline.intake.parting import Parting
from liane.pipeline.intake.ports import IntakeDesk
from liane.store.intake_desk import PostgresIntakeDesk
from liane.store.intake_joins import PostgresJoins
from liane.store.intake_learning import LearningStore
from liane.store.intake_readings import Progress
from liane.store.intake_records import IntakeItem, ItemQuery, ItemState, NewIntakeFile
from liane.store.records import NewEvent, StoredDelivery
from liane.store.registry import PostgresRegistry
from liane.store.registry_records import PersonEvent, RegistryWrite
from liane.web.answering import Answering
from liane.web.automation import AutomationRoom
from liane.web.desk import SEEN as PERSON_SEEN
from liane.web.page_sight import PageSight
from liane.web.reception_store import ReceptionStore
from liane.web.tracing import tell_item_seen, tell_persons_seen

SEEN = "item.seen"
WHOLE = "document"
"""What is seen when the page of a document is opened; of one that went alone, somebody of the service then saw it."""
LOCK_FOR = timedelta(minutes=5)
"""How long an item is held without a sign of whoever opened it; the page renews it while it stays open."""
UNDO_FOR = timedelta(seconds=30)
AWAITED = "patient attendu"
TO_CREATE = "création demandée"
FILES_MAX = 100
FILE_BYTES_MAX = 50_000_000
HandOvers = Callable[[int], Awaitable[Sequence[StoredDelivery]]]
"""The deliveries of a document, by its number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deposited:
    """What became of one file deposited. item_id: 0 when nothing was kept. refusal: French, why it cannot be read.

    remedy: French, what to do about a refusal.
    """

    name: str
    item_id: int = 0
    is_new: bool = True
    refusal: str = ""
    remedy: str = ""


class TakeFile(Protocol):
    """Keeps a file and puts it on the worklist: (item, SHA-256, whether it was known, why it is refused)."""

    async def __call__(
        self, name: str, data: bytes, *, unit: str, sender: str
    ) -> tuple[int, str, bool, tuple[Finding, ...]]:
        """Do it; when this returns, the file is durable. Raises StorageUnavailable."""
        ...


class Depositor(Protocol):
    """Takes the files that a person deposits."""

    async def deposit(self, files: Sequence[NewIntakeFile], *, operator: Operator) -> list[Deposited]:
        """Keep files, one item each, in their order; a refused one says why."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenFiles:
    """Deposits files one after the other, for the unit of whoever does."""

    take: TakeFile

    async def deposit(self, files: Sequence[NewIntakeFile], *, operator: Operator) -> list[Deposited]:
        """Keep files; one that is refused is kept too, and waits for a person with its reason."""
        done = []
        for file in files:
            number, _, is_known, findings = await self.take(
                file.name, file.data, unit=operator.unit, sender=operator.name
            )
            refusal = " ".join(finding.message for finding in findings)
            remedy = " ".join(dict.fromkeys(finding.remedy for finding in findings))
            done.append(Deposited(name=file.name, item_id=number, is_new=not is_known, refusal=refusal, remedy=remedy))
        return done


@dataclass(frozen=True, slots=True, kw_only=True)
class MailboxState:
    """One mailbox of this installation. is_read_here: this node reads it. read_at: last reading that went to its end.

    fault: French, what stops it now.
    """

    address: str
    is_read_here: bool = True
    read_at: datetime | None = None
    fault: str = ""
    remedy: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceptionRoom:
    """What comes in, behind the pages. What is None is not there: its page says so.

    memory, awaited: what the desk remembers, and the patients that documents wait for. colleagues, units: to whom an
    item may be given; signed_in: who signed in lately and may be given one too. mailboxes: the state of each mailbox
    that this installation reads. joins: finds what an item may be joined to. automation: the surveillance of what is
    filed without a click. destinations: the application that each item goes to. hand_overs: how far its hand-over is.
    """

    store: ReceptionStore
    desk: IntakeDesk
    persons: PostgresRegistry
    sight: PageSight
    depositor: Depositor | None = None
    parting: Parting | None = None
    joining: Joining | None = None
    joins: PostgresJoins | None = None
    destinations: Destinations = field(default_factory=Destinations)
    hand_overs: HandOvers | None = None
    mailboxes: Callable[[], Awaitable[Sequence[MailboxState]]] | None = None
    automation: AutomationRoom | None = None
    answering: Answering | None = None
    memory: PostgresIntakeDesk | None = None
    learnt: LearningStore | None = None
    awaited: AwaitedPatients | None = None
    colleagues: tuple[str, ...] = ()
    signed_in: Callable[[], Awaitable[Sequence[str]]] | None = None
    units: tuple[str, ...] = ()
    trail: AccessTrail | None = None

    @property
    def has_pharmacy(self) -> bool:
        """Tell whether a mailbox of a pharmacy is read here."""
        return self.answering is not None and self.answering.has_pharmacy

    async def find_colleagues(self) -> list[str]:
        """Names of those to whom an item may be given: declared, or signed in lately; each once, by name."""
        lately = await self.signed_in() if self.signed_in is not None else ()
        return sorted({*self.colleagues, *lately}, key=str.casefold)

    async def count_work(self) -> dict[str, int]:
        """Count what waits for a person: the figure beside the name of the worklist."""
        work = {"reception": await self.store.count_items(ItemQuery())}
        if self.automation is not None:
            work["alone"] = await self.automation.store.count_unseen()
        if self.answering is not None and self.has_pharmacy:
            counted = await self.answering.store.count_prescriptions()
            work["prescriptions"] = sum(counted.get(one, 0) for one in OPEN_STATES)
        return work

    async def record_seen(self, item: IntakeItem, *, operator: Operator, at: datetime, page: str) -> None:
        """Write that somebody looked at a document that came in: who, when, what of it.

        Rule: intake.md §6 (each view of a document is logged); CSP L1110-4.
        """
        event = NewEvent(name=SEEN, at=at, actor=f"user:{operator.name}", data={"page": page, "unit": operator.unit})
        await self.store.append_item_event(item.id, event)
        if self.automation is not None and page == WHOLE and item.state is ItemState.FILED:
            await self.automation.store.mark_seen([item.id], by=operator.name, at=at)
        if self.trail is not None:
            await self.trail.record(tell_item_seen(item.person_id, operator=operator, at=at, page=page))

    async def record_persons_seen(self, person_ids: Sequence[int], *, operator: Operator, at: datetime) -> None:
        """Write that somebody was shown persons beside a document. Rule: INS/va1.50, RNIV 1."""
        events = tuple(
            PersonEvent(
                name=PERSON_SEEN,
                at=at,
                actor=operator.name,
                person_id=person_id,
                data={"page": "réception", "unit": operator.unit},
            )
            for person_id in dict.fromkeys(person_ids)
        )
        if events:
            await self.persons.write_registry(RegistryWrite(events=events))
        if self.trail is not None:
            told = tell_persons_seen(person_ids, operator=operator, at=at, page="réception")
            await asyncio.gather(*(self.trail.record(event) for event in told))

    async def find_progress(self, item_ids: Sequence[int]) -> dict[int, Progress]:
        """How far the readings still going on are, by item."""
        return await self.automation.readings.find_progress(item_ids) if self.automation is not None else {}

    def find_target(self, item: IntakeItem, type_code: str = "") -> str:
        """Give the application that an item goes to, by its door and its type; empty when to choose."""
        return self.destinations.find(item, type_code)


def find_units(operator: Operator) -> tuple[str, ...]:
    """Give the units whose items an operator may see, the empty one being that of items of no unit; empty for all.

    Rule: intake.md §6 (only the units the person may see).
    """
    return () if operator.may(Right.SEE_ALL_UNITS) or not operator.unit else (operator.unit, "")


def may_see(operator: Operator, item: IntakeItem) -> bool:
    """Tell whether an operator may see an item."""
    units = find_units(operator)
    return not units or item.unit in units


def is_held_by_another(item: IntakeItem, operator: Operator, now: datetime) -> bool:
    """Tell whether somebody else has an item on screen."""
    is_held = bool(item.locked_by) and item.locked_until is not None and item.locked_until >= now
    return is_held and item.locked_by != operator.name
