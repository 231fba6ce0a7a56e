"""A reading service on a real store, with documents drawn by the generator of the evaluation and no optical reader."""

import itertools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from eval.generate import TrueFile
from eval.people import Person as TruePerson
from eval.people import fold

from liane.codecs.imaging.reading import OCRReaders
from liane.domain.identity.ins import INS
from liane.domain.identity.patient import IdentityStatus, PatientIdentifier, PatientTraits
from liane.domain.identity.person import Attribute, IdentityProof, INSSource, Person, ProofDocument, RegistryINS
from liane.domain.intake.decide.policy import FilingMode
from liane.domain.intake.modes import ModeRule, join_rules
from liane.pipeline.intake.automatic_filing import AutomaticFilings
from liane.pipeline.intake.desk import Desk, DeskRules
from liane.pipeline.intake.destinations import Destinations
from liane.pipeline.intake.file_reading import FileReading
from liane.pipeline.intake.learning import Learning, LearningWork
from liane.pipeline.intake.outside_reading import OutsideEngines
from liane.pipeline.intake.pages import PageReader
from liane.pipeline.intake.reading_service import ReadingLimits, ReadingParts, ReadingService
from liane.pipeline.intake.watched_desk import WatchedDesk
from liane.store.intake_automation import PostgresAutomation
from liane.store.intake_learning import LearningStore
from liane.store.intake_reading_index import RegistryIndex
from liane.store.intake_readings import PostgresReadings
from liane.store.intake_records import IntakeItem, ItemKind, ItemSource, NewIntakeFile, NewItem
from liane.store.postgres_store import PostgresStore
from liane.store.registry_records import RegistryWritten
from tests.pipeline.flow_kit import Clock
from tests.store.registry_examples import creation

TEST_OID = "1.2.250.1.213.1.4.10"
DOMAIN = "1.2.250.1.999.7"
TARGET = "DPI-SIMULATION@CH"
AUTOMATIC = ModeRule(mode=FilingMode.AUTOMATIC)
LABELS = {"11488-4": "Compte rendu de consultation"}
_numbers = itertools.count(1)


class WorkerGone(Exception):
    """What a pool raises when a worker died."""


async def run_here(function: Callable[..., Any], /, *arguments: Any) -> Any:
    """Run in this process what workers run."""
    return function(*arguments)


def to_person(one: TruePerson, at: Any) -> Person:
    """A person of the generator as the registry keeps them."""
    record = one.as_record()
    givens = record["first_names"].split()
    ins = RegistryINS(
        ins=INS(matricule=one.ins, oid=TEST_OID), source=INSSource.INSI_TRAITS, retrieved_at=at, verified_at=at
    )
    proof = IdentityProof(document=ProofDocument.CN, checked_by="user:accueil", checked_at=at)
    return Person(
        status=IdentityStatus.QUALIFIEE if one.ins else IdentityStatus.PROVISOIRE,
        traits=PatientTraits(
            birth_family=record["birth_name"],
            used_family=record["used_name"],
            birth_given=givens[0] if givens else "",
            birth_givens=" ".join(givens),
            birth_date=one.birth_date.strftime("%Y%m%d"),
            sex=one.sex,
            birth_place=one.birth_place,
        ),
        ins=ins if one.ins else None,
        proof=proof if one.ins else None,
        identifiers=(PatientIdentifier(value=one.ipp or f"K{one.record_id}", oid=DOMAIN, type_code="PI"),),
        origin="GAM@CH",
        created_at=at,
        updated_at=at,
    )


async def know_all(store: PostgresStore, persons: Iterable[Person]) -> list[int]:
    """Create persons; returns their numbers in order."""
    results = await store.registry.write_registry_many([creation(one) for one in persons])
    assert all(isinstance(one, RegistryWritten) for one in results), results
    return [one.person_ids[0] for one in results if isinstance(one, RegistryWritten)]


def describe_file(name: str, data: bytes, clock: Clock, **more: Any) -> NewItem:
    """A file put down in a folder, with nothing said of it."""
    values: dict[str, Any] = {
        "dedup_key": f"{name}|{next(_numbers)}",
        "source": ItemSource.FOLDER,
        "kind": ItemKind.FILE,
        "door": "scanner",
        "received_at": clock(),
        "code": "INT-210",
        "reason": "Pièce jointe sans données structurées : à rattacher à un patient.",
        "subject": name,
        "target": TARGET,
        "files": (NewIntakeFile(name=name, media_type="application/pdf", data=data),),
    }
    return NewItem(**(values | more))


@dataclass(slots=True)
class ReadingFlow:
    """A reading service, its desk and what watches over it. rules: modes declared by the settings."""

    store: PostgresStore
    clock: Clock = field(default_factory=Clock)
    rules: tuple[ModeRule, ...] = ()
    limits: ReadingLimits = field(default_factory=lambda: ReadingLimits(poll_s=0.01))
    readers: OCRReaders = field(default_factory=OCRReaders)
    run: Callable[..., Any] = run_here
    is_production: bool = False
    outside: OutsideEngines = field(default_factory=OutsideEngines)

    @property
    def automation(self) -> PostgresAutomation:
        """The surveillance."""
        return PostgresAutomation(self.store)

    @property
    def learnt(self) -> LearningStore:
        """What was learnt."""
        return LearningStore(self.store)

    @property
    def learner(self) -> LearningWork:
        """What learns from what persons decide."""
        return LearningWork(self.learnt, run=self.run, now=self.clock)

    @property
    def queue(self) -> PostgresReadings:
        """The queue."""
        return PostgresReadings(self.store)

    @property
    def desk(self) -> WatchedDesk:
        """The desk, watched."""
        store = self.store
        desk = Desk(store, store.registry, store.intake, rules=DeskRules(processing_id="T"), now=self.clock)
        return WatchedDesk(
            desk=desk, watch=self.automation, find_effective=store.registry.find_effective, now=self.clock
        )

    async def load_rules(self) -> Sequence[ModeRule]:
        """The modes in force."""
        return join_rules(self.rules, [one.rule for one in await self.automation.load_modes()])

    async def find_stopped(self) -> frozenset[str]:
        """The sources stopped."""
        return (await self.automation.load_watch()).stopped

    @property
    def service(self) -> ReadingService:
        """The service."""
        store = self.store
        pages = PageReader(run=self.run, died=WorkerGone, readers=self.readers)
        return ReadingService(
            ReadingParts(
                queue=self.queue,
                worklist=store.intake,
                registry=store.registry,
                reading=FileReading(
                    pages=pages, run=self.run, index=RegistryIndex(store, now=self.clock), outside=self.outside
                ),
                filings=AutomaticFilings(
                    worklist=store.intake,
                    desk=self.desk,
                    queue=self.queue,
                    watch=self.automation,
                    rules=self.load_rules,
                    type_labels=LABELS,
                    destinations=Destinations(applications=(TARGET,)),
                    now=self.clock,
                ),
                rules=self.load_rules,
                stopped=self.find_stopped,
                now=self.clock,
                is_production=self.is_production,
                learning=Learning(self.learnt, run=self.run, now=self.clock),
                versions={"liane": "test"},
            ),
            self.limits,
        )

    async def know(self, *persons: TruePerson, attributes: frozenset[Attribute] = frozenset()) -> list[int]:
        """Have the registry know persons of the generator."""
        made = []
        for rank, one in enumerate(persons):
            is_taken = any(other.ipp == one.ipp for other in persons[:rank])
            known = to_person(replace(one, ipp="") if is_taken else one, self.clock())
            made.append(replace(known, attributes=attributes))
        return await know_all(self.store, made)

    async def put(self, file: TrueFile | None = None, **more: Any) -> int:
        """Have a file come in; returns its item."""
        data = more.pop("data", file.data if file else b"")
        name = more.pop("name", file.name if file else "document.pdf")
        return await self.store.intake.add_item(describe_file(name, data, self.clock, **more))

    async def read(self, item_id: int) -> IntakeItem:
        """Work until nothing is due, then load an item."""
        self.clock.advance(seconds=1)
        await self.service.run_until_empty()
        return await self.store.intake.get_item(item_id)

    async def wait(self, **delay: float) -> None:
        """Let time pass."""
        self.clock.at += timedelta(**delay)


def find_persons(file: TrueFile) -> list[TruePerson]:
    """The persons that the index must hold for a file, in order."""
    return sorted(file.persons, key=lambda one: fold(one.record_id))
