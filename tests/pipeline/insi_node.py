"""A registry, a simulated INSi and the flows between them, for tests: real store, real wire."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from liane.domain.actors.operator import Operator, Role
from liane.domain.documents.request import Endpoint
from liane.domain.identity.ins import INS
from liane.domain.identity.patient import IdentityStatus, PatientIdentifier
from liane.domain.identity.person import IdentityProof, INSSource, Person, ProofDocument, RegistryINS
from liane.domain.identity.stays import Stay, StayFacts, StayState
from liane.pipeline.identity.insi_calls import INSiDesk
from liane.pipeline.identity.insi_deferred import QuestionRunner
from liane.pipeline.identity.insi_journal import CallJournal
from liane.pipeline.identity.insi_lot_worker import INSiLotWorker
from liane.pipeline.identity.insi_lots import INSiLots
from liane.pipeline.identity.insi_pulse import INSiPulse
from liane.pipeline.identity.linking import PairJudge
from liane.pipeline.identity.registry import Registry
from liane.pipeline.identity.rules import TEST_OIDS, OIDRules, RegistryRole, RegistryRules
from liane.store.insi_lots import PostgresINSiLots
from liane.store.postgres_store import PostgresStore
from liane.store.registry_records import INSiCall, RegistryWrite
from liane_sandbox.insi.population import InsuredPerson
from liane_sandbox.pki.folder import PKI
from tests.insi_kit import MAPPING, Wire, make_traits, running_insi

START = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
DOMAIN = "1.2.250.1.999.1.8121.1.1"
CLERK = Operator(name="user:accueil", roles=frozenset({Role.ACCUEIL}))
VISITOR = Operator(name="user:consultation", roles=frozenset({Role.CONSULTATION}))


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.at = START

    def __call__(self) -> datetime:
        return self.at


@dataclass
class INSiNode:
    """The flows of INSi of one node."""

    store: PostgresStore
    registry: Registry
    wire: Wire
    clock: Clock
    lots_store: PostgresINSiLots
    calls: CallJournal
    desk: INSiDesk
    lots: INSiLots
    worker: INSiLotWorker
    runner: QuestionRunner

    async def keep(self, insured: InsuredPerson, number: int = 1, **changes: Any) -> Person:
        """Keep a person with the traits of an insured one."""
        values: dict[str, Any] = {
            "traits": make_traits(insured),
            "identifiers": (PatientIdentifier(value=f"IPP{number:06d}", oid=DOMAIN, type_code="PI"),),
            "origin": "GAM@CH",
            "created_at": START,
            "updated_at": START,
        }
        written = await self.store.registry.write_registry(RegistryWrite(persons=(Person(**(values | changes)),)))
        return await self.store.registry.get_person(written.person_ids[0])

    async def keep_qualified(self, insured: InsuredPerson, number: int = 1, **changes: Any) -> Person:
        """Keep a person whose INS is in circulation, verified long ago."""
        values: dict[str, Any] = {
            "status": IdentityStatus.QUALIFIEE,
            "ins": held(insured),
            "proof": IdentityProof(document=ProofDocument.CN, checked_by="user:accueil", checked_at=START),
        }
        return await self.keep(insured, number, **(values | changes))

    async def open_stay(self, person: Person) -> None:
        """Give a person a stay that is open."""
        facts = StayFacts(visit_number=f"V{person.id}", visit_domain=DOMAIN)
        stay = Stay(person_id=person.id, facts=facts, state=StayState.OPEN)
        await self.store.registry.write_registry(RegistryWrite(stays=(stay,)))

    async def journal(self, person_id: int | None = None) -> list[INSiCall]:
        """Calls journalled, oldest first."""
        return list(reversed(await self.store.registry.find_insi_calls(person_id=person_id)))


def held(insured: InsuredPerson, verified_at: datetime = datetime(2022, 1, 5, tzinfo=UTC)) -> RegistryINS:
    """The INS of an insured person, as the registry holds it."""
    return RegistryINS(
        ins=INS(matricule=insured.number.matricule, oid="1.2.250.1.213.1.4.10"),
        source=INSSource.INSI_TRAITS,
        retrieved_at=verified_at,
        verified_at=verified_at,
    )


def make_node(
    store: PostgresStore, wire: Wire, clock: Clock, *, role: RegistryRole = RegistryRole.REFERENTIEL
) -> INSiNode:
    """Tie the flows together."""
    rules = RegistryRules(
        oids=OIDRules(allowed=TEST_OIDS, mapping=MAPPING),
        own=Endpoint(application="LIANE", facility="CH"),
        role=role,
    )

    async def draw_ipp() -> int:
        return 1

    judge = PairJudge(store.registry.load_name_rarity, now=clock)
    registry = Registry(store.registry, rules=rules, judge=judge, draw_ipp=draw_ipp, now=clock, new_id=lambda: "ID")
    lots_store = PostgresINSiLots(store)
    journal = CallJournal(store.registry, INSiPulse(store, now=clock))
    desk = INSiDesk(store.registry, registry, wire.client, lots_store, journal, now=clock)
    return INSiNode(
        store=store,
        registry=registry,
        wire=wire,
        clock=clock,
        lots_store=lots_store,
        calls=journal,
        desk=desk,
        lots=INSiLots(lots_store, wire.client, rules, now=clock),
        worker=INSiLotWorker(lots_store, desk, store.registry, registry, wire.client, journal, now=clock),
        runner=QuestionRunner(desk, store.registry, wire.client, lots_store, now=clock),
    )


@asynccontextmanager
async def running_node(store: PostgresStore, pki: PKI, folder: Path, **changes: Any) -> AsyncIterator[INSiNode]:
    """Run a simulated INSi and the flows that call it."""
    role = changes.pop("role", RegistryRole.REFERENTIEL)
    async with running_insi(pki, folder / "insi.sqlite3", **changes) as wire:
        yield make_node(store, wire, Clock(), role=role)
