"""A pharmacy and its patients: prescription found and queued, answered in its thread, closed, bounced, reopened."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from liane.codecs.mssante_mail.receipts import IncomingMail, MailKind, NonDeliveryCause, parse_incoming
from liane.codecs.mssante_mail.writer import Mailbox, OutgoingMail, render_mail
from liane.domain.actors.operator import Operator, Role
from liane.domain.documents.delivery import DeliveryState, Destination
from liane.domain.errors import RuleViolation, StaleVersion
from liane.domain.identity.person import Person
from liane.domain.intake.prescriptions import PrescriptionState
from liane.pipeline.intake.replies import NewReply, ReplyDesk, answer_subject
from liane.store.intake_answers import PatientMailboxState
from liane.store.intake_records import IntakeItem, ItemKind, ItemSource, ItemState, MailFolder
from liane_sandbox.mssante.mes import render_non_delivery
from liane_sandbox.mssante.outside import DOCTOR, InjectionKind
from tests.pipeline.flow_kit import NOW, Flow
from tests.pipeline.reception_kit import DOOR, KNOWN, PHARMACY, Intake, make_order, open_intake, write

pytestmark = pytest.mark.anyio
PHARMACIST = Operator(name="Lou TESTPHARMACIE", roles=frozenset({Role.PHARMACIEN}))
ADDRESS = f"{KNOWN.ins.matricule}@patient.mssante.fr"
ORDER = make_order(InjectionKind.PATIENT, to=PHARMACY.mailbox)


@pytest.fixture
async def intake(flow: Flow, tmp_path: Path) -> AsyncIterator[Intake]:
    async with open_intake(flow, tmp_path) as opened:
        yield opened


def desk_of(intake: Intake) -> ReplyDesk:
    store = intake.flow.store
    return ReplyDesk(store, store.intake, store.answers, now=intake.flow.clock)


async def receive(intake: Intake, message_id: str = "m1@patient.mssante.fr") -> tuple[Person, IntakeItem]:
    """A known patient sends a prescription to the pharmacy."""
    person = await intake.know()
    assert await intake.take(write(ORDER, message_id), PHARMACY) is MailFolder.A_CLASSER
    (item,) = await intake.items()
    return person, item


async def answer(intake: Intake, item: IntakeItem, body: str = "C’est prêt.", **more: bool | int | str) -> int:
    return await desk_of(intake).reply(item.id, NewReply(body=body, **more), operator=PHARMACIST)  # type: ignore[arg-type]


def sent(intake: Intake, rank: int = -1) -> tuple[IncomingMail, str, str]:
    mail, recipient, envelope_id = intake.operator.seen[rank]
    return parse_incoming(mail), recipient, envelope_id


async def bounce(intake: Intake, cause: NonDeliveryCause = NonDeliveryCause.MAILBOX_CLOSED) -> None:
    """Mon espace santé gives the last answer back."""
    mail, recipient, _ = sent(intake)
    raw = render_non_delivery(cause, mail, recipient, PHARMACY.mailbox, "nd1@patient.mssante.fr", NOW)
    assert await intake.take(b"Return-Path: <>\r\n" + raw, PHARMACY) is MailFolder.TRAITE


async def test_a_prescription_is_tied_to_the_person_and_queued_once(intake: Intake) -> None:
    person, item = await receive(intake)
    assert (item.kind, item.source, item.code, item.person_id) == (
        ItemKind.FILE,
        ItemSource.PATIENT,
        "INT-215",
        person.id,
    )
    await intake.take(write(ORDER, "m1@patient.mssante.fr"), PHARMACY)
    (queued,) = await intake.flow.store.answers.list_prescriptions()
    assert (queued.item_id, queued.state, queued.is_first) == (item.id, PrescriptionState.RECEIVED, True)
    await intake.take(write(ORDER, "m2@patient.mssante.fr"), PHARMACY)
    first, second = await intake.flow.store.answers.list_prescriptions()
    assert (first.is_first, second.is_first) == (True, False)
    assert [one.code for one in await intake.items()] == ["INT-215", "INT-216"]
    assert await intake.flow.store.answers.count_prescriptions() == {PrescriptionState.RECEIVED: 2}


async def test_a_patient_s_mail_elsewhere_is_no_prescription(intake: Intake) -> None:
    await intake.know()
    await intake.take(write(make_order(InjectionKind.PATIENT)), DOOR)
    assert await intake.flow.store.answers.list_prescriptions() == []


async def test_states_follow_one_another_once(intake: Intake) -> None:
    _, item = await receive(intake)
    answers = intake.flow.store.answers
    ready = await answers.change_prescription(item.id, 1, PrescriptionState.READY, by="Lou", at=NOW, note="comptoir")
    assert (ready.state, ready.version, ready.note) == (PrescriptionState.READY, 2, "comptoir")
    with pytest.raises(StaleVersion):
        await answers.change_prescription(item.id, 1, PrescriptionState.REFUSED, by="Lou", at=NOW)
    with pytest.raises(LookupError):
        await answers.get_prescription(999)
    names = [one.name for one in await intake.flow.store.intake.find_item_events(item.id)]
    assert names == ["item.added", "prescription.received", "prescription.changed"]


async def test_an_answer_joins_the_thread_and_closes_it(intake: Intake) -> None:
    _, item = await receive(intake)
    number = await answer(intake, item, closes=True)
    assert await answer(intake, item, closes=True) == number, "sent twice, one answer"
    await intake.work()
    mail, recipient, envelope_id = sent(intake)
    assert len(intake.operator.seen) == 1
    assert (recipient, mail.sender.address, mail.sender.label) == (ADDRESS, PHARMACY.mailbox, "Pharmacie du Test")
    assert (mail.in_reply_to, mail.references) == ("m1@patient.mssante.fr", ("m1@patient.mssante.fr",))
    assert (mail.subject, mail.is_final, mail.body.strip()) == (
        "Re: Préparation de mon ordonnance",
        True,
        "C’est prêt.",
    )
    assert mail.message_id.endswith("@officine.simulation.mssante.fr")
    assert envelope_id.startswith("R")
    (reply,) = await desk_of(intake).list_replies(item)
    assert (reply.delivery_id, reply.by, reply.state, reply.closes) == (
        number,
        PHARMACIST.name,
        DeliveryState.DELIVERED,
        True,
    )
    await answer(intake, item, seen=1)
    await intake.work()
    assert len(await desk_of(intake).list_replies(item)) == 2
    assert not sent(intake)[0].is_final


async def test_a_closed_mailbox_is_noted_on_the_person_and_not_written_to_again(intake: Intake) -> None:
    person, item = await receive(intake)
    await answer(intake, item)
    await intake.work()
    intake.flow.clock.advance(seconds=5)
    await bounce(intake)
    await bounce(intake)
    (reply,) = await desk_of(intake).list_replies(item)
    assert reply.state is DeliveryState.REFUSED
    assert reply.cause is not None
    store = intake.flow.store
    known = await store.answers.find_mailbox_of(person.id)
    assert known is not None
    assert (known.state, known.address, known.delivery_id) == (PatientMailboxState.CLOSED, ADDRESS, reply.delivery_id)
    events = [one.name for one in await store.registry.find_person_events(person.id)]
    assert events.count("person.mailbox_closed") == 1
    (returned,) = [one for one in await intake.items() if one.code == "INT-266"]
    assert (returned.person_id, returned.details["answer_of"]) == (person.id, item.id)
    with pytest.raises(RuleViolation) as caught:
        await answer(intake, item, "Encore", seen=1)
    assert caught.value.findings[0].code == "INT-263"
    assert await answer(intake, item, "Encore", seen=1, insists=True)
    intake.flow.clock.advance(seconds=5)
    await intake.take(write(ORDER, "m9@patient.mssante.fr"), PHARMACY)
    heard = await store.answers.find_mailbox(ADDRESS)
    assert heard is not None
    assert heard.state is PatientMailboxState.OPEN
    assert (await store.registry.find_person_events(person.id))[-1].name == "person.mailbox_open"


async def test_a_document_that_bounces_closes_the_mailbox_too(intake: Intake) -> None:
    _, item = await receive(intake)
    await answer(intake, item)
    await intake.work()
    await bounce(intake, NonDeliveryCause.PATIENT_UNKNOWN)
    known = await intake.flow.store.answers.find_mailbox(ADDRESS)
    assert known is not None
    assert known.state is PatientMailboxState.UNKNOWN


async def test_what_the_patient_answers_is_tied_to_what_was_asked(intake: Intake) -> None:
    _, item = await receive(intake)
    await answer(intake, item, "Il manque une page.")
    await intake.work()
    asked, _, _ = sent(intake)
    raw = render_mail(
        OutgoingMail(
            message_id="m3@patient.mssante.fr",
            date=NOW,
            sender=Mailbox(address=ADDRESS),
            to=(Mailbox(address=PHARMACY.mailbox),),
            subject=f"Re: {asked.subject}",
            body="La voici.",
            nil="MES",
            in_reply_to=asked.message_id,
        )
    )
    await intake.take(b"Return-Path: <" + ADDRESS.encode() + b">\r\n" + raw, PHARMACY)
    last = (await intake.items())[-1]
    assert (last.kind, last.details["answer_of"], last.details["wrote_first"]) == (ItemKind.MESSAGE, item.id, False)


async def test_a_reading_by_the_patient_is_seen(intake: Intake) -> None:
    _, item = await receive(intake)
    await answer(intake, item)
    await intake.work()
    mail, _, _ = sent(intake)
    notice = (
        f"Return-Path: <>\r\nFrom: {ADDRESS}\r\nTo: {PHARMACY.mailbox}\r\nSubject: Lu\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=disposition-notification; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nLu.\r\n--b\r\nContent-Type: message/disposition-notification\r\n\r\n"
        f"Final-Recipient: rfc822;{ADDRESS}\r\nOriginal-Message-ID: <{mail.message_id}>\r\n"
        "Disposition: manual-action/MDN-sent-manually; displayed\r\n--b--\r\n"
    ).encode()
    assert parse_incoming(notice).kind is MailKind.MDN
    assert await intake.take(notice, PHARMACY) is MailFolder.TRAITE
    (reply,) = await desk_of(intake).list_replies(item)
    assert reply.read_at is not None


async def test_a_colleague_is_answered_without_the_prefix_of_documents(intake: Intake) -> None:
    await intake.take(write(make_order(InjectionKind.XDM), "d1@cabinet.fr"), DOOR)
    (item,) = await intake.items()
    await answer(intake, item, "Patient inconnu ici.", closes=True)
    await intake.work()
    mail, recipient, _ = sent(intake)
    assert recipient == DOCTOR
    assert mail.kind is MailKind.OTHER
    assert mail.subject.startswith("Re: ")
    assert "XDM/1.0" not in mail.subject
    assert not mail.is_final, "the end of a thread is said to patients only"


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ("XDM/1.0/DDM+CR BIO TEST ANNE", "Re: CR BIO TEST ANNE"),
        ("RE: bonjour", "RE: bonjour"),
        ("", "Re: votre message"),
    ],
)
def test_the_subject_of_an_answer(subject: str, expected: str) -> None:
    assert answer_subject(subject) == expected


async def test_who_may_not_be_answered(intake: Intake) -> None:
    _, item = await receive(intake)
    store, desk = intake.flow.store.intake, desk_of(intake)
    for details, code in (
        ({}, "INT-260"),
        ({"mail": item.details["mail"] | {"is_automatic": True}}, "INT-261"),
        ({"mail": item.details["mail"] | {"reply_to": "pas une adresse"}}, "INT-262"),
    ):
        found = await desk.find_correspondent(replace(item, details=details))
        assert found.refusal is not None
        assert found.refusal.code == code
    for body in ("   ", "x" * 10_001):
        with pytest.raises(RuleViolation) as caught:
            await answer(intake, item, body)
        assert caught.value.findings[0].code == "INT-264"
    assert await desk.list_replies(replace(item, mail_sha256="")) == ()
    assert (await store.get_item(item.id)).state is ItemState.WAITING


async def test_an_unwanted_sender_s_mail_is_kept_aside(intake: Intake) -> None:
    desk = intake.flow.store.intake_desk
    assert not await desk.is_unwanted(DOCTOR)
    from liane.store.intake_desk import Unwanted

    await desk.add_unwanted(
        Unwanted(sender=f"@{DOCTOR.partition('@')[2]}", asked_by="Lou", asked_at=NOW, reason="publicité")
    )
    await intake.take(write(make_order(InjectionKind.PLAIN)), DOOR)
    assert await intake.items() == []
    (aside,) = await intake.items(ItemState.SET_ASIDE)
    assert (aside.code, aside.decision.actor if aside.decision else "") == ("INT-217", "Liane")
    await intake.take(write(make_order(InjectionKind.XDM)), DOOR)
    assert len(await intake.items()) == 1, "documents are never put aside so"
    (known,) = await desk.list_unwanted()
    assert await desk.remove_unwanted(known.sender)
    assert not await desk.remove_unwanted(known.sender)


async def test_the_receipts_of_an_answer_ask_no_application(intake: Intake) -> None:
    _, item = await receive(intake)
    await answer(intake, item)
    await intake.work()
    await bounce(intake)
    assert await intake.states(Destination.ZAM) == []
