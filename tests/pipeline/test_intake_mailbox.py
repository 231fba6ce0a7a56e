"""Mails in, documents out: what is sure reaches the DPI alone, its sender is told once; the rest waits for a person."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from liane.codecs.mssante_mail.receipts import MailKind, parse_incoming
from liane.domain.documents.delivery import Destination
from liane.pipeline.validate import VerdictState
from liane.pipeline.validation_gate import ValidationPolicy
from liane.store.intake_records import ItemKind, ItemSource, MailFolder
from liane_sandbox.dpi.shelf import FiledState
from liane_sandbox.faults import Fault, FaultKind
from liane_sandbox.mssante.outside import DOCTOR, STRANGER, InjectionKind
from liane_sandbox.patients import PATIENTS
from tests.pipeline.flow_kit import PFI, Flow
from tests.pipeline.reception_kit import DOOR, KNOWN, PHARMACY, Intake, make_order, open_intake, write

pytestmark = pytest.mark.anyio
DELIVERED_AND_TOLD = [("lps", "delivered", ""), ("feedback", "delivered", "")]


@pytest.fixture
async def intake(flow: Flow, tmp_path: Path) -> AsyncIterator[Intake]:
    async with open_intake(flow, tmp_path) as opened:
        yield opened


async def test_a_sure_document_reaches_the_dpi_and_its_sender_is_told(intake: Intake) -> None:
    person = await intake.know()
    raw = write(make_order())
    assert await intake.take(raw) is MailFolder.TRAITE
    await intake.work()
    (filed,) = intake.filed()
    assert (filed.ipp, filed.state, filed.sender, filed.recipient) == (KNOWN.ipp, FiledState.CURRENT, DOCTOR, PFI)
    assert await intake.states() == DELIVERED_AND_TOLD
    assert await intake.items() == []
    (document,) = await intake.flow.documents()
    assert await intake.flow.store.registry.find_document_person(document.id) == person.id
    ((mail, recipient, _),) = intake.operator.seen
    told = parse_incoming(mail)
    assert (told.kind, recipient) == (MailKind.MDN, DOCTOR)
    assert told.reading is not None
    assert told.reading.is_success
    assert told.reading.reader == PFI
    assert told.reading.original_message_id == parse_incoming(raw).message_id


async def test_the_same_mail_read_again_changes_nothing(intake: Intake) -> None:
    await intake.know()
    raw = write(make_order(count=2))
    assert [await intake.take(raw) for _ in range(3)] == [MailFolder.TRAITE] * 3
    # Delivered again by the operator, with other trace fields: same Message-ID, other bytes.
    assert await intake.take(b"Received: from elsewhere\r\n" + raw) is MailFolder.TRAITE
    await intake.work()
    await intake.work()
    assert [one.times for one in intake.filed()] == [1, 1]
    assert len(intake.operator.seen) == 1
    assert len(await intake.flow.documents()) == 2


async def test_a_document_sent_twice_by_its_sender_is_filed_once_and_told_twice(intake: Intake) -> None:
    await intake.know()
    for _ in range(2):
        await intake.take(write(make_order()))
        await intake.work()
    assert [one.times for one in intake.filed()] == [1]
    assert [one[1] for one in await intake.states(Destination.LPS)] == ["delivered", "skipped"]
    assert len(intake.operator.seen) == 2


async def test_several_documents_of_one_patient_make_one_answer(intake: Intake) -> None:
    await intake.know()
    assert await intake.take(write(make_order(count=3))) is MailFolder.TRAITE
    await intake.work()
    assert len(intake.filed()) == 3
    assert len(intake.operator.seen) == 1


async def test_a_replacement_then_a_deletion_follow_the_first_version(intake: Intake) -> None:
    await intake.know()
    await intake.take(write(make_order()))
    await intake.take(write(make_order(version=2, action="C")))
    await intake.work()
    assert [one.state for one in intake.filed()] == [FiledState.REPLACED, FiledState.CURRENT]
    await intake.take(write(make_order(version=2, action="D")))
    await intake.work()
    assert [one.state for one in intake.filed()] == [FiledState.REPLACED, FiledState.DELETED]
    events = [one.message_type.split("^")[1] for one in intake.dpi.state.list_received()[::-1]]
    assert events == ["T02", "T10", "T04"]


@pytest.mark.parametrize(
    ("kind", "code", "folder"),
    [
        (InjectionKind.TAMPERED, "INT-201", MailFolder.ERREUR),
        (InjectionKind.BROKEN_ARCHIVE, "INT-201", MailFolder.ERREUR),
        (InjectionKind.THOUSAND_PARTS, "INT-203", MailFolder.ERREUR),
    ],
)
async def test_a_hostile_mail_is_kept_and_parked(
    intake: Intake, kind: InjectionKind, code: str, folder: MailFolder
) -> None:
    await intake.know()
    raw = write(make_order(kind))
    assert await intake.take(raw) is folder
    await intake.work()
    (item,) = await intake.items()
    assert (item.kind, item.code) == (ItemKind.UNREADABLE, code)
    assert await intake.flow.store.intake.load_file(item.mail_sha256) == raw
    assert intake.filed() == []
    assert intake.operator.seen == []


async def test_an_oversize_mail_is_known_by_its_headers(intake: Intake) -> None:
    folder = await intake.mailbox.take(b"Subject: gros\r\n", DOOR, is_oversize=True)
    (item,) = await intake.items()
    assert (folder, item.code) == (MailFolder.A_CLASSER, "INT-204")


async def test_an_unknown_patient_waits_for_a_person(intake: Intake) -> None:
    assert await intake.take(write(make_order(patient=STRANGER))) is MailFolder.A_CLASSER
    await intake.work()
    (item,) = await intake.items()
    assert (item.kind, item.code, item.details["answer"]) == (ItemKind.DOCUMENT, "INT-224", "902")
    assert item.target == "DPI-SIMULATION@CH"
    assert intake.filed() == []
    assert intake.operator.seen == []


async def test_a_trait_that_differs_stops_the_automatic_way(intake: Intake) -> None:
    await intake.know()
    other = replace(KNOWN, traits=replace(KNOWN.traits, birth_date="19900215"))
    assert await intake.take(write(make_order(patient=other))) is MailFolder.A_CLASSER
    (item,) = await intake.items()
    assert (item.code, item.details["answer"]) == ("INT-226", "904")
    assert "date de naissance" in item.reason
    assert item.person_id is not None


async def test_a_door_without_application_or_not_automatic_waits(intake: Intake) -> None:
    await intake.know()
    await intake.take(write(make_order()), replace(DOOR, routes=()))
    await intake.take(write(make_order(serial=7)), replace(DOOR, is_automatic=False))
    assert [one.code for one in await intake.items()] == ["INT-231", "INT-232"]


async def test_an_identifier_used_for_other_bytes_waits(intake: Intake) -> None:
    await intake.know()
    await intake.take(write(make_order()))
    await intake.take(write(make_order(example="cr_bio")))
    (item,) = await intake.items()
    assert item.code == "INT-230"


async def test_a_pdf_beside_the_documents_waits_and_copies_do_not(intake: Intake) -> None:
    person = await intake.know()
    assert await intake.take(write(make_order(extra_pdf=True))) is MailFolder.A_CLASSER
    await intake.work()
    (item,) = await intake.items()
    assert (item.kind, item.code, item.person_id) == (ItemKind.FILE, "INT-210", person.id)
    assert item.files[0].name == "courrier.pdf"
    assert len(intake.filed()) == 1


async def test_a_pdf_alone_and_a_plain_mail_wait(intake: Intake) -> None:
    await intake.take(write(make_order(InjectionKind.PDF)))
    await intake.take(write(make_order(InjectionKind.PLAIN)))
    assert [(one.kind, one.code) for one in await intake.items()] == [
        (ItemKind.FILE, "INT-210"),
        (ItemKind.MESSAGE, "INT-211"),
    ]


async def test_a_patient_writes_to_the_pharmacy(intake: Intake) -> None:
    person = await intake.know()
    order = make_order(InjectionKind.PATIENT, to=PHARMACY.mailbox)
    assert await intake.take(write(order), PHARMACY) is MailFolder.A_CLASSER
    await intake.take(write(replace(order, is_final=True)), PHARMACY)
    await intake.take(write(replace(order, patient=PATIENTS[1])), PHARMACY)
    first, second, third = await intake.items()
    assert (first.source, first.code, first.person_id) == (ItemSource.PATIENT, "INT-215", person.id)
    assert first.files[0].name == "ordonnance.pdf"
    assert first.details["to_organisation"]
    assert (second.code, second.details["is_final"]) == ("INT-216", True)
    assert (third.code, third.person_id) == ("INT-214", None)


async def test_the_dpi_refuses_and_the_sender_is_told_why(intake: Intake) -> None:
    await intake.know()
    intake.faults.add(
        Fault(service="dpi.documents", kind=FaultKind.REFUSE, code="902", message="Identifiant de patient inconnu")
    )
    raw = write(make_order())
    await intake.take(raw)
    await intake.work()
    assert await intake.states() == [("lps", "refused", "902"), ("feedback", "delivered", "")]
    (item,) = await intake.items()
    assert (item.code, item.kind) == ("INT-240", ItemKind.DOCUMENT)
    assert "902" in item.reason
    told = parse_incoming(intake.operator.seen[0][0])
    assert told.kind is MailKind.MDN
    assert told.reading is not None
    assert (told.reading.is_success, told.reading.error_code) == (False, "902")
    assert told.subject.startswith("[KO Intégration système !][902] XDM/1.0/DDM+")
    assert told.archive == parse_incoming(raw).archive


async def test_an_error_goes_as_an_ordinary_mail_when_no_receipt_was_asked(intake: Intake) -> None:
    await intake.know()
    intake.faults.add(Fault(service="dpi.documents", kind=FaultKind.REFUSE, code="904"))
    await intake.take(write(make_order(wants_mdn=False)))
    await intake.work()
    told = parse_incoming(intake.operator.seen[0][0])
    assert told.kind is MailKind.ERROR_MAIL
    assert told.reading is not None
    assert told.reading.error_code == "904"
    assert told.auto_submitted == "auto-replied"


async def test_no_answer_when_none_was_asked_or_when_it_could_loop(intake: Intake) -> None:
    await intake.know()
    await intake.take(write(make_order(wants_mdn=False)))
    elsewhere = write(make_order(serial=2)).replace(b"Return-Path: <camille", b"Return-Path: <autre")
    await intake.take(elsewhere)
    automatic = write(make_order(serial=3)).replace(b"MIME-Version", b"Auto-Submitted: auto-generated\r\nMIME-Version")
    await intake.take(automatic)
    await intake.work()
    assert len(intake.filed()) == 3
    assert intake.operator.seen == []


async def test_a_busy_dpi_is_asked_again_under_the_same_number(intake: Intake) -> None:
    await intake.know()
    intake.faults.add(Fault(service="dpi.documents", kind=FaultKind.BUSY, remaining=1))
    intake.faults.add(Fault(service="dpi.documents", kind=FaultKind.HANG_UP_AFTER, remaining=1))
    await intake.take(write(make_order()))
    for _ in range(3):
        await intake.work()
        intake.flow.clock.advance(seconds=10)
    await intake.work()
    (filed,) = intake.filed()
    assert filed.times == 2
    (received,) = intake.dpi.state.list_received()
    assert received.times == 2
    assert await intake.states() == DELIVERED_AND_TOLD


async def test_an_invalid_document_is_not_handed_over_where_the_policy_blocks(intake: Intake) -> None:
    await intake.know()
    intake.judge.state, intake.policy = VerdictState.INVALID, ValidationPolicy.BLOCK
    await intake.take(write(make_order()))
    await intake.work()
    assert intake.filed() == []
    (item,) = await intake.items()
    assert item.code == "INT-240"
    told = parse_incoming(intake.operator.seen[0][0])
    assert told.reading is not None
    assert told.reading.error_code == "906"


async def test_an_unknown_application_parks_the_hand_over(intake: Intake) -> None:
    await intake.know()
    other = replace(DOOR.routes[0].target, application="AUTRE")
    await intake.take(write(make_order()), replace(DOOR, routes=(replace(DOOR.routes[0], target=other),)))
    await intake.work()
    assert await intake.states() == [("lps", "parked", "APPLICATION_INCONNUE")]
    assert intake.operator.seen == []


async def test_a_defect_of_ours_parks_the_mail_and_stops_nothing(
    intake: Intake, monkeypatch: pytest.MonkeyPatch
) -> None:
    await intake.know()

    async def fail(*_: object, **__: object) -> None:
        raise KeyError("defect")

    with monkeypatch.context() as broken:
        broken.setattr(intake.flow.store.registry, "find_by_ins", fail)
        assert await intake.take(write(make_order())) is MailFolder.ERREUR
    assert await intake.take(write(make_order(serial=2))) is MailFolder.TRAITE
    assert [one.code for one in await intake.items()] == ["INT-206"]
