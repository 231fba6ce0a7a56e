"""A room « Réception » on a real store: documents that came in by each door, read, and waiting for a person."""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from PIL import Image

from liane.api.worklist import Trail, WorklistParts
from liane.codecs.imaging.reading import OCRReaders
from liane.domain.actors.operator import Operator, Role
from liane.pipeline.identity.creation import PersonDraft
from liane.pipeline.intake.desk import Desk, DeskRules
from liane.pipeline.intake.destinations import Destinations
from liane.pipeline.intake.joining import Joining
from liane.pipeline.intake.pages import PageReader
from liane.pipeline.intake.parting import Parting
from liane.store.intake import PostgresIntake
from liane.store.intake_automation import PostgresAutomation
from liane.store.intake_automation_figures import AutomationFigures
from liane.store.intake_joins import PostgresJoins
from liane.store.intake_readings import PostgresReadings
from liane.store.intake_records import (
    ItemKind,
    ItemSource,
    NewIntakeFile,
    NewItem,
)
from liane.store.postgres_store import PostgresStore
from liane.store.records import NewEvent
from liane.web.automation import AutomationRoom
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
class ListDepositor:
    """Keeps deposited files as items, unread."""

    store: PostgresStore
    now: Callable[[], datetime]

    async def deposit(self, files: Sequence[NewIntakeFile], *, operator: Operator) -> list[Deposited]:
        """Keep files, but for those that are no PDF."""
        return [await self._keep(file, operator) for file in files]

    async def _keep(self, file: NewIntakeFile, operator: Operator) -> Deposited:
        if not file.data.startswith(b"%PDF"):
            return Deposited(name=file.name, refusal="Ce fichier n’est ni un PDF ni une image.", remedy="Le convertir.")
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
    desk = Desk(store, store.registry, store.intake, rules=DeskRules(processing_id="T"), now=now)
    room = ReceptionRoom(
        store=store.intake,
        desk=desk,
        persons=store.registry,
        sight=PageSight(reader=reader),
        depositor=ListDepositor(store=store, now=now),
        destinations=Destinations(applications=("DPI-SIMULATION@CH",)),
        joining=Joining(worklist=store.intake, joins=PostgresJoins(store), run=run_here, now=now),
        joins=PostgresJoins(store),
        parting=Parting(worklist=store.intake, desk=desk, run=run_here, now=now),
        automation=make_automation(store),
    )
    return replace(room, **more)


def make_worklist_parts(
    store: PostgresStore, room: ReceptionRoom, now: Callable[[], datetime], trail: Trail
) -> WorklistParts:
    """What the worklist by the API works with: what the room does."""
    assert room.parting is not None
    reader = room.sight.reader

    async def count_pages(data: bytes) -> int:
        return (await reader.inspect(data, name="")).page_count

    return WorklistParts(
        store=store.intake, desk=room.desk, parting=room.parting, count_pages=count_pages, trail=trail, now=now
    )


def make_automation(store: PostgresStore) -> AutomationRoom:
    """The surveillance of what is filed without a click, on a real store."""
    return AutomationRoom(
        store=PostgresAutomation(store), figures=AutomationFigures(store), readings=PostgresReadings(store)
    )


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
        "details": {"mail": make_mail(name)},
        "files": (NewIntakeFile(name=name, media_type="application/pdf", data=data),),
    }
    return NewItem(**(values | more))


def make_mail(name: str) -> dict[str, Any]:
    """What is kept of the mail that brought a file: enough to answer its sender."""
    return {
        "key": f"reception@liane.mssante.example|{name}",
        "sha256": "",
        "mailbox": "reception@liane.mssante.example",
        "unit": "",
        "unit_label": "",
        "message_id": f"{name}@exemple.mssante.example",
        "subject": "Courrier",
        "body": "",
        "sender": "cabinet@exemple.mssante.example",
        "reply_to": "",
        "mdn_to": "",
        "mdn_asked": False,
        "original_recipient": "",
        "is_automatic": False,
    }


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

    kept = await work.keep_mail(
        key="mail:export",
        mailbox="reception@liane.mssante.example",
        raw=b"From: cabinet@exemple.mssante.example\r\nSubject: Courrier\r\n\r\nBonjour.\r\n",
        is_oversize=False,
        at=now,
        event=NewEvent(name="mail.kept", at=now),
    )
    both = {"documents": [make_document((patient.id, 30.0)), make_document((twin.id, 28.0), pages=(2,))]}
    sure = await add("courrier.pdf", 190, pdf_of([page]), one((patient.id, 31.0), (twin.id, 9.0)))
    twins = one((patient.id, 21.0), (twin.id, 20.5))
    twins["documents"][0]["reason"] = "Deux patientes portent ce nom et cette date de naissance."
    return Arrived(
        sure=sure,
        doubtful=await add("scan-0412.pdf", 120, pdf_of([page, page]), twins, source=ItemSource.FOLDER),
        unread=await add("export.pdf", 65, pdf_of([letter_content(LINES[:2])]), mail_sha256=kept.sha256),
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


async def add_two_papers(work: PostgresIntake, arrived: Arrived, at: datetime) -> int:
    """Add a picture of two half sheets, one for each of two patients."""
    image = Image.new("L", (413, 585), 255)
    image.paste(0, (40, 40, 200, 200))
    image.paste(0, (40, 400, 380, 410))
    buffer = io.BytesIO()
    image.save(buffer, "PNG", dpi=(50, 50))
    upper = make_document((arrived.patient, 30.0)) | {"region": [0.0, 0.0, 1.0, 0.5]}
    lower = make_document((arrived.twin, 28.0)) | {"region": [0.0, 0.5, 1.0, 1.0]}
    number = await work.add_item(make_item("demis.png", data=buffer.getvalue(), at=at, source=ItemSource.UPLOAD))
    told = {"pages": [{"number": 1, "rotation": 0}], "documents": [upper, lower]}
    await work.save_reading(number, {"demis.png": told}, person_id=None, reason="Plusieurs papiers.")
    return number
