"""A pharmacy where a patient sent a prescription from Mon espace santé, and what answers it."""

from collections.abc import Callable
from datetime import datetime, timedelta

from liane.pipeline.identity.creation import PersonDraft
from liane.pipeline.intake.doubts import FIRST_PATIENT_MAIL
from liane.pipeline.intake.replies import ReplyDesk
from liane.store.intake_records import ItemKind, ItemSource, NewIntakeFile, NewItem
from liane.store.postgres_store import PostgresStore
from liane.store.records import NewEvent
from liane.web.answering import Answering
from tests.pages_kit import letter_content, pdf_of
from tests.pipeline.identity_kit import IdentityFlow
from tests.web.desk_kit import OFFICER, traits
from tests.web.intake_kit import make_mail

ADDRESS = "290029999900129@patient.mssante.fr"
BOX = "pharmacie@officine.mssante.example"


def make_answering(store: PostgresStore, now: Callable[[], datetime]) -> Answering:
    """The answers of a pharmacy."""
    return Answering(
        desk=ReplyDesk(store, store.intake, store.answers, now=now),
        store=store.answers,
        worklist=store.intake,
        structure="Pharmacie du Test",
        has_pharmacy=True,
    )


async def add_prescription(flow: IdentityFlow, now: datetime) -> tuple[int, int]:
    """Bring a first prescription of a known patient; gives the numbers of the item and of the person."""
    store = flow.store
    person = await flow.registry.create(
        PersonDraft(traits=traits("TESTPATIENTE", "ANNE", "19900201")), operator=OFFICER, reason="accueil"
    )
    kept = await store.intake.keep_mail(
        key="m",
        mailbox=BOX,
        raw=f"From: {ADDRESS}\r\nMessage-ID: <m1@patient.mssante.fr>\r\nSubject: Ordonnance\r\n\r\nBonjour".encode(),
        is_oversize=False,
        at=now,
        event=NewEvent(name="mail.kept", at=now),
    )
    mail = make_mail("m1") | {
        "sender": ADDRESS,
        "mailbox": BOX,
        "sha256": kept.sha256,
        "message_id": "m1@patient.mssante.fr",
        "subject": "Préparation de mon ordonnance",
        "body": "Bonjour, pouvez-vous préparer l’ordonnance jointe ?\nJe passe demain.",
    }
    doubt = FIRST_PATIENT_MAIL
    number = await store.intake.add_item(
        NewItem(
            dedup_key="m1",
            source=ItemSource.PATIENT,
            kind=ItemKind.FILE,
            door=BOX,
            received_at=now - timedelta(minutes=12),
            code=doubt.code,
            reason=doubt.message,
            remedy=doubt.remedy,
            sender=ADDRESS,
            sender_label="Anne TESTPATIENTE",
            subject="Préparation de mon ordonnance",
            message_id="m1@patient.mssante.fr",
            mail_sha256=kept.sha256,
            files=(
                NewIntakeFile(
                    name="ordonnance.pdf", media_type="application/pdf", data=pdf_of([letter_content(["Ordonnance"])])
                ),
            ),
            person_id=person.id,
            details={"mail": mail},
        )
    )
    await store.answers.open_prescription(number, is_first=True, at=now)
    return number, person.id
