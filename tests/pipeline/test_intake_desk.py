"""What a person decides of an item is made real: filed, sent back, set aside, undone; each act in the journal."""

import io
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from liane.codecs.mssante_mail.receipts import MailKind, parse_incoming
from liane.domain.actors.operator import Operator, Role
from liane.domain.documents.delivery import Destination
from liane.domain.errors import RuleViolation, StaleVersion
from liane.pipeline.intake.desk import Desk, DeskRules, can_be_sent_back
from liane.store.intake_records import IntakeItem, ItemKind, ItemSource, ItemState, NewIntakeFile, NewItem
from liane_sandbox.dpi.shelf import FiledState
from liane_sandbox.faults import Fault, FaultKind
from liane_sandbox.mssante.outside import DOCTOR, STRANGER, InjectionKind
from liane_sandbox.patients import PATIENTS
from tests.pages_kit import pdf_of
from tests.pipeline.flow_kit import Flow
from tests.pipeline.reception_kit import DOOR, KNOWN, Intake, make_order, open_intake, write

pytestmark = pytest.mark.anyio
CLERK = Operator(name="Noé TESTSECRETARIAT", roles=frozenset({Role.SECRETARIAT}))
TYPED = {"type_code": "11488-4", "type_label": "Consultation", "target": "DPI-SIMULATION@CH"}


@pytest.fixture
async def intake(flow: Flow, tmp_path: Path) -> AsyncIterator[Intake]:
    async with open_intake(flow, tmp_path) as opened:
        yield opened


def desk_of(intake: Intake) -> Desk:
    store = intake.flow.store
    return Desk(store, store.registry, store.intake, rules=DeskRules(processing_id="T"), now=intake.flow.clock)


async def file(intake: Intake, item: IntakeItem, person_id: int, **choices: Any) -> IntakeItem:
    return await desk_of(intake).file(item.id, item.version, person_id=person_id, operator=CLERK, choices=choices)


async def test_a_waiting_document_is_filed_and_its_sender_told_only_then(intake: Intake) -> None:
    await intake.take(write(make_order(count=2)), replace(DOOR, is_automatic=False))
    person = await intake.know()
    first, second = await intake.items()
    await file(intake, first, person.id)
    await intake.work()
    assert len(intake.filed()) == 1
    assert intake.operator.seen == []
    done = await file(intake, second, person.id)
    await intake.work()
    assert done.state is ItemState.FILED
    assert done.document_id is not None
    assert len(intake.filed()) == 2
    ((mail, recipient, _),) = intake.operator.seen
    told = parse_incoming(mail)
    assert (told.kind, recipient) == (MailKind.MDN, DOCTOR)
    assert told.reading is not None
    assert told.reading.is_success
    journal = await intake.flow.store.find_events(done.document_id)
    assert f"user:{CLERK.name}" in {event.actor for event in journal}
    assert await intake.flow.store.registry.find_document_person(done.document_id) == person.id


async def test_a_pdf_is_filed_in_the_record_chosen(intake: Intake) -> None:
    person = await intake.know()
    await intake.take(write(make_order(InjectionKind.PDF)))
    (item,) = await intake.items()
    with pytest.raises(RuleViolation) as refused:
        await file(intake, item, person.id, target=TYPED["target"])
    assert refused.value.findings[0].code == "INT-255"
    await file(intake, item, person.id, **TYPED)
    await intake.work()
    (filed,) = intake.filed()
    assert (filed.content_type, filed.ipp, filed.type_code) == ("application/pdf", KNOWN.ipp, "11488-4")
    assert filed.content == await intake.flow.store.intake.load_file(item.files[0].sha256)


async def test_a_file_that_no_mail_brought_is_filed_too(intake: Intake) -> None:
    person = await intake.know()
    number = await intake.flow.store.intake.add_item(
        NewItem(
            dedup_key="x",
            source=ItemSource.FOLDER,
            kind=ItemKind.FILE,
            door="scanner",
            received_at=intake.flow.clock(),
            code="INT-210",
            reason="Numérisation à rattacher.",
            files=(NewIntakeFile(name="a.pdf", media_type="application/pdf", data=b"%PDF-1.4 a"),),
        )
    )
    item = await intake.flow.store.intake.get_item(number)
    with pytest.raises(RuleViolation) as refused:
        await file(intake, item, person.id, type_code="11488-4")
    assert refused.value.findings[0].code == "INT-251"
    await file(intake, item, person.id, **TYPED)
    await intake.work()
    assert [one.content for one in intake.filed()] == [b"%PDF-1.4 a"]
    assert intake.operator.seen == []


async def test_a_file_refused_at_its_arrival_is_never_filed(intake: Intake) -> None:
    """A protected or damaged file goes into no record, whoever asks: nobody could open it there."""
    person = await intake.know()
    store = intake.flow.store.intake
    number = await store.add_item(
        NewItem(
            dedup_key="y",
            source=ItemSource.UPLOAD,
            kind=ItemKind.UNREADABLE,
            door="dépôt",
            received_at=intake.flow.clock(),
            code="INT-105",
            reason="Le PDF est protégé par un mot de passe.",
            remedy="En demander une version sans mot de passe.",
            files=(NewIntakeFile(name="a.pdf", media_type="application/pdf", data=b"%PDF-1.4 /Encrypt"),),
        )
    )
    item = await store.get_item(number)
    with pytest.raises(RuleViolation) as refused:
        await file(intake, item, person.id, **TYPED)
    (finding,) = refused.value.findings
    assert (finding.code, finding.remedy) == ("INT-254", "En demander une version sans mot de passe.")
    assert (await store.get_item(number)).state is ItemState.WAITING
    assert not can_be_sent_back(item), "nobody wrote: there is nobody to answer"


async def test_the_ins_of_another_person_is_never_accepted(intake: Intake) -> None:
    await intake.take(write(make_order(patient=STRANGER)))
    person = await intake.know()
    (item,) = await intake.items()
    with pytest.raises(RuleViolation) as refused:
        await file(intake, item, person.id)
    assert refused.value.findings[0].code == "INT-252"
    assert (await intake.items())[0].state is ItemState.WAITING


async def test_an_item_seen_before_it_changed_or_held_by_another_is_not_decided(intake: Intake) -> None:
    person = await intake.know()
    await intake.take(write(make_order(InjectionKind.PDF)))
    (item,) = await intake.items()
    with pytest.raises(StaleVersion):
        await file(intake, replace(item, version=9), person.id, **TYPED)
    now = intake.flow.clock()
    await intake.flow.store.intake.lock(item.id, by="Autre", at=now, until=now + timedelta(minutes=5))
    with pytest.raises(StaleVersion):
        await file(intake, item, person.id, **TYPED)
    intake.flow.clock.advance(minutes=6)
    await file(intake, item, person.id, **TYPED)
    with pytest.raises(StaleVersion):
        await desk_of(intake).set_aside(item.id, item.version, reason="", operator=CLERK)


async def test_a_refused_document_may_be_handed_over_again(intake: Intake) -> None:
    person = await intake.know()
    intake.faults.add(Fault(service="dpi.documents", kind=FaultKind.REFUSE, code="902", remaining=1))
    await intake.take(write(make_order()))
    await intake.work()
    (item,) = await intake.items()
    await file(intake, item, person.id)
    await intake.work()
    assert len(intake.filed()) == 1
    assert [one[1] for one in await intake.states(Destination.LPS)] == ["refused", "delivered"]
    assert len(intake.operator.seen) == 1, "one receipt a mail, whatever happens next"


async def test_an_item_is_sent_back_with_its_reason(intake: Intake) -> None:
    await intake.take(write(make_order(patient=STRANGER)))
    await intake.take(write(make_order(InjectionKind.PDF, wants_mdn=False)))
    for item in await intake.items():
        assert can_be_sent_back(item)
        await desk_of(intake).send_back(item.id, item.version, reason="Patient non suivi ici", operator=CLERK)
    await intake.work()
    told = [parse_incoming(mail) for mail, _, _ in intake.operator.seen]
    assert {one.kind for one in told} == {MailKind.MDN, MailKind.ERROR_MAIL}
    assert {one.reading.error_code for one in told if one.reading} == {"902", "906"}
    assert await intake.items() == []
    assert intake.filed() == []


async def test_a_patient_is_not_sent_an_error(intake: Intake) -> None:
    await intake.take(write(make_order(InjectionKind.PATIENT)))
    (item,) = await intake.items()
    assert not can_be_sent_back(item)
    with pytest.raises(RuleViolation) as refused:
        await desk_of(intake).send_back(item.id, item.version, reason="non", operator=CLERK)
    assert refused.value.findings[0].code == "INT-257"


async def test_a_decision_is_undone(intake: Intake) -> None:
    person = await intake.know()
    await intake.take(write(make_order(InjectionKind.PDF)))
    (item,) = await intake.items()
    done = await file(intake, item, person.id, **TYPED)
    await intake.work()
    back = await desk_of(intake).reopen(done.id, done.version, reason="mauvais patient", operator=CLERK)
    await intake.work()
    assert back.state is ItemState.WAITING
    assert [one.state for one in intake.filed()] == [FiledState.DELETED]
    aside = await desk_of(intake).set_aside(back.id, back.version, reason="rien", operator=CLERK)
    assert aside.state is ItemState.SET_ASIDE
    assert (await desk_of(intake).reopen(aside.id, aside.version, reason="", operator=CLERK)).version == 5


async def test_a_person_that_nobody_knows_is_not_chosen(intake: Intake) -> None:
    await intake.know()
    other = await intake.know(PATIENTS[1])
    await intake.take(write(make_order(InjectionKind.PDF)))
    (item,) = await intake.items()
    with pytest.raises(LookupError):
        await file(intake, item, 10**9, **TYPED)
    done = await file(intake, item, other.id, **TYPED)
    assert done.person_id == other.id


async def test_a_picture_is_handed_over_as_a_pdf_and_kept_as_it_is(intake: Intake) -> None:
    person = await intake.know()
    buffer = io.BytesIO()
    Image.new("RGB", (300, 400), "white").save(
        buffer, "TIFF", save_all=True, append_images=[Image.new("L", (300, 400))]
    )
    store = intake.flow.store.intake
    number = await store.add_item(
        NewItem(
            dedup_key="tiff",
            source=ItemSource.FOLDER,
            kind=ItemKind.FILE,
            door="scanner",
            received_at=intake.flow.clock(),
            code="INT-210",
            reason="À rattacher.",
            files=(NewIntakeFile(name="scan.tif", media_type="image/tiff", data=buffer.getvalue()),),
        )
    )
    item = await store.get_item(number)
    done = await file(intake, item, person.id, **TYPED)
    await intake.work()
    (filed,) = intake.filed()
    assert filed.state is FiledState.CURRENT
    assert done.document_id is not None
    document, content = await intake.flow.store.load_document(done.document_id)
    assert content.startswith(b"%PDF-1.4")
    assert document.type_code == TYPED["type_code"]
    assert await store.load_file(item.files[0].sha256) == buffer.getvalue()


async def test_a_file_of_several_persons_enters_no_record_whole_unless_a_person_says_it_is_of_one(
    intake: Intake,
) -> None:
    person = await intake.know()
    store = intake.flow.store.intake
    number = await store.add_item(
        NewItem(
            dedup_key="two",
            source=ItemSource.FOLDER,
            kind=ItemKind.FILE,
            door="scanner",
            received_at=intake.flow.clock(),
            code="INT-270",
            reason="À séparer.",
            files=(NewIntakeFile(name="deux.pdf", media_type="application/pdf", data=pdf_of([b"", b""])),),
        )
    )
    births = ("1954-03-12", "1961-11-02")
    documents = [
        {"pages": [page], "fields": {"birth_date": {"value": birth, "page": page, "boxes": []}}}
        for page, birth in enumerate(births, 1)
    ]
    await store.save_reading(number, {"deux.pdf": {"documents": documents}}, person_id=None, reason="À séparer.")
    item = await store.get_item(number)
    with pytest.raises(RuleViolation) as refused:
        await file(intake, item, person.id, **TYPED)
    assert refused.value.findings[0].code == "INT-194"
    done = await file(intake, await store.get_item(number), person.id, **TYPED, whole=True)
    assert done.state is ItemState.FILED
