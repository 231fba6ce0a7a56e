"""A room « Réception » on a real store: documents that came in by each door, read, and waiting for a person."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from liane.codecs.imaging.reading import OCRReaders
from liane.domain.actors.operator import Operator, Role
from liane.pipeline.identity.creation import PersonDraft
from liane.pipeline.intake.pages import PageReader
from liane.pipeline.intake.parting import Parting
from liane.store.intake_records import (
    DecisionAct,
    IntakeDecisionMade,
    IntakeItem,
    ItemKind,
    ItemSource,
    NewIntakeFile,
    NewItem,
)
from liane.store.postgres_store import PostgresStore
from liane.web.page_sight import PageSight
from liane.web.reception import Deposited, ReceptionRoom
from tests.pages_kit import letter_content, pdf_of
from tests.pipeline.identity_kit import IdentityFlow
from tests.web.desk_kit import OFFICER, traits

CLERK = Operator(name="Sacha TESTSECRETAIRE", roles=frozenset({Role.SECRETARIAT}))
OTHER = Operator(name="Maé TESTCOLLEGUE", roles=frozenset({Role.SECRETARIAT}))
TYPE = "11488-4"
LINES = (
    "Centre hospitalier de Lianeville",
    "Compte rendu de consultation",
    "Patient : TESTRECEPTION Hélène née le 12/03/1954",
    "Sexe : féminin",
    "Fait le 20/11/2026 par le docteur Élodie TESTARRAS",
)


class WorkerGone(Exception):
    """What a pool raises when a worker died; none does here."""


async def run_here(function: Callable[..., Any], /, *arguments: Any) -> Any:
    """Run in this process what workers run."""
    return function(*arguments)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListDesk:
    """The acts of a person, written on the list alone: nothing follows them."""

    store: PostgresStore
    now: Callable[[], datetime]

    async def file(
        self, item_id: int, version: int, *, person_id: int, operator: Operator, choices: dict[str, Any]
    ) -> IntakeItem:
        """File an item."""
        return await self._decide(
            item_id, version, DecisionAct.FILE, operator, "intégré", person_id=person_id, data=choices
        )

    async def send_back(self, item_id: int, version: int, *, reason: str, operator: Operator) -> IntakeItem:
        """Send an item back."""
        return await self._decide(item_id, version, DecisionAct.SEND_BACK, operator, reason)

    async def set_aside(self, item_id: int, version: int, *, reason: str, operator: Operator) -> IntakeItem:
        """Set an item aside."""
        return await self._decide(item_id, version, DecisionAct.SET_ASIDE, operator, reason)

    async def reopen(self, item_id: int, version: int, *, reason: str, operator: Operator) -> IntakeItem:
        """Undo a decision."""
        return await self._decide(item_id, version, DecisionAct.REOPEN, operator, reason)

    async def _decide(
        self, item_id: int, version: int, act: DecisionAct, operator: Operator, reason: str, **more: Any
    ) -> IntakeItem:
        decision = IntakeDecisionMade(act=act, actor=operator.name, at=self.now(), reason=reason, **more)
        return await self.store.intake.decide(item_id, version, decision)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListDepositor:
    """Keeps deposited files as items, unread."""

    store: PostgresStore
    now: Callable[[], datetime]

    async def deposit(self, files: Sequence[NewIntakeFile], *, operator: Operator) -> list[Deposited]:
        """Keep files, but for those that are no PDF."""
        return [await self._keep(file, operator) for file in files]

    async def _keep(self, file: NewIntakeFile, operator: Operator) -> Deposited:
        if not file.data.startswith(b"%PDF"):
            return Deposited(name=file.name, refusal="Ce fichier n’est ni un PDF ni une image.")
        item = make_item(file.name, data=file.data, at=self.now(), source=ItemSource.UPLOAD, unit=operator.unit)
        return Deposited(name=file.name, item_id=await self.store.intake.add_item(item))


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """What waits. sure: one click files it; doubtful: two records; unread, pair (of one patient), double (two
    documents in one file), message, and one of another unit."""

    sure: int
    doubtful: int
    unread: int
    pair: tuple[int, int]
    double: int
    message: int
    elsewhere: int
    patient: int
    twin: int


def make_room(store: PostgresStore, now: Callable[[], datetime], **more: Any) -> ReceptionRoom:
    """The room of a test node."""
    reader = PageReader(run=run_here, died=WorkerGone, readers=OCRReaders())
    desk = ListDesk(store=store, now=now)
    room = ReceptionRoom(
        store=store.intake,
        desk=desk,
        persons=store.registry,
        sight=PageSight(reader=reader),
        depositor=ListDepositor(store=store, now=now),
        parting=Parting(worklist=store.intake, desk=desk, run=run_here, now=now),
    )
    return replace(room, **more)


def make_item(name: str, *, data: bytes, at: datetime, **more: Any) -> NewItem:
    """A file that waits."""
    values: dict[str, Any] = {
        "dedup_key": f"{name}:{at.isoformat()}",
        "source": ItemSource.MSSANTE,
        "kind": ItemKind.FILE,
        "door": "reception@liane.mssante.example",
        "received_at": at,
        "code": "INT-230",
        "reason": "Une personne doit vérifier le patient avant d’intégrer.",
        "sender": "cabinet@exemple.mssante.example",
        "sender_label": "Cabinet des Tilleuls",
        "files": (NewIntakeFile(name=name, media_type="application/pdf", data=data),),
    }
    return NewItem(**(values | more))


def read_field(value: str, box: Sequence[float] | None = None, *, confidence: float = 0.99) -> dict[str, Any]:
    """One field of a reading."""
    return {
        "value": value,
        "confidence": confidence,
        "page": 1,
        "boxes": [list(box)] if box is not None else [],
        "source": "page",
    }


def make_document(*records: tuple[int, float], pages: Sequence[int] = (1,), **fields: Any) -> dict[str, Any]:
    """One document as read. records: number and score of each record proposed, best first."""
    read = {
        "birth_name": read_field("TESTRECEPTION", (0.17, 0.135, 0.32, 0.155)),
        "first_name": read_field("HELENE", (0.33, 0.135, 0.39, 0.155)),
        "birth_date": read_field("1954-03-12", (0.46, 0.135, 0.56, 0.155)),
        "sex": read_field("F", (0.15, 0.165, 0.22, 0.18)),
        "doc_type": read_field(TYPE, (0.1, 0.1, 0.4, 0.12)),
        "doc_date": read_field("2026-11-20", (0.14, 0.19, 0.24, 0.21)),
        "author_family": read_field("TESTARRAS", (0.4, 0.19, 0.55, 0.21), confidence=0.7),
        "ins": None,
    }
    evidence = [
        {"trait": "nom", "agreement": "concorde", "weight": 8.2, "text": "nom de naissance identique", "page": 1},
        {"trait": "date", "agreement": "concorde", "weight": 12.0, "text": "même date de naissance", "page": 1},
    ]
    return {
        "pages": list(pages),
        "fields": read | fields,
        "record_id": str(records[0][0]) if records else None,
        "record_confidence": 0.999 if records else 0.0,
        "candidates": [{"record_id": str(one), "score": score, "evidence": evidence} for one, score in records],
        "action": "review",
        "reason": "Le type du document est à confirmer.",
        "codes": [],
    }


async def fill_room(flow: IdentityFlow, now: datetime) -> Arrived:
    """Fill a worklist as a morning does."""
    store = flow.store
    work = store.intake
    patient = await flow.registry.create(
        PersonDraft(traits=traits("TESTRECEPTION", "HELENE", "19540312")), operator=OFFICER, reason="accueil"
    )
    twin = await flow.registry.create(
        PersonDraft(traits=traits("TESTRECEPTION", "HELOISE", "19540312")), operator=OFFICER, reason="jumelle"
    )
    page = letter_content(LINES)

    async def add(name: str, minutes: int, data: bytes, reading: dict[str, Any] | None = None, **more: Any) -> int:
        at = now - timedelta(minutes=minutes)
        number = await work.add_item(make_item(name, data=data, at=at, **more))
        if reading is not None:
            told = reading["documents"][0]["reason"]
            await work.save_reading(number, {name: reading}, person_id=more.get("person_id"), reason=told)
        return number

    def one(*records: tuple[int, float], **fields: Any) -> dict[str, Any]:
        return {"seconds": 0.2, "documents": [make_document(*records, **fields)]}

    both = {"documents": [make_document((patient.id, 30.0)), make_document((twin.id, 28.0), pages=(2,))]}
    sure = await add("courrier.pdf", 190, pdf_of([page]), one((patient.id, 31.0), (twin.id, 9.0)))
    twins = one((patient.id, 21.0), (twin.id, 20.5))
    twins["documents"][0]["reason"] = "Deux patientes portent ce nom et cette date de naissance."
    return Arrived(
        sure=sure,
        doubtful=await add("scan-0412.pdf", 120, pdf_of([page, page]), twins, source=ItemSource.FOLDER),
        unread=await add("export.pdf", 65, pdf_of([letter_content(LINES[:2])])),
        pair=(
            await add("biologie.pdf", 40, pdf_of([page, b""]), one((patient.id, 30.0), doc_type=read_field("11502-2"))),
            await add("imagerie.pdf", 39, pdf_of([b"", page]), one((patient.id, 30.0), doc_type=read_field("18748-4"))),
        ),
        double=await add("lot.pdf", 30, pdf_of([page, letter_content(LINES[:3])]), both),
        message=await work.add_item(
            replace(
                make_item("message", data=b"", at=now - timedelta(minutes=20)),
                kind=ItemKind.MESSAGE,
                source=ItemSource.PATIENT,
                files=(),
                subject="Question d’une patiente",
                reason="Un message de patient est à lire.",
            )
        ),
        elsewhere=await add("autre.pdf", 10, pdf_of([page, page, page]), one((patient.id, 30.0)), unit="UF 99"),
        patient=patient.id,
        twin=twin.id,
    )
