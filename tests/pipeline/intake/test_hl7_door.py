"""Applications whose documents come in: kept before they are acknowledged, once, on the worklist with their data."""

import json
from dataclasses import replace
from typing import Any

import pytest

from liane.codecs.cda.header import read_document
from liane.codecs.hl7v2.ack import Ack, parse_ack
from liane.codecs.hl7v2.enclosed import VOLET
from liane.codecs.hl7v2.policy import AcceptancePolicy
from liane.codecs.pdf.copies import parsed_document_as_pdf
from liane.domain.documents.request import Endpoint
from liane.pipeline.channels import INCOMING, ChannelGuard
from liane.pipeline.identity.identify import register_from_document
from liane.pipeline.identity.rules import TEST_OIDS
from liane.pipeline.intake.deposits import DepositFlow
from liane.pipeline.intake.doors import MailDoor, Route
from liane.pipeline.intake.hl7_door import HL7Door, HL7DoorParts, HL7Source
from liane.store.intake_records import IntakeItem, ItemKind, ItemQuery, ItemSource
from tests.pipeline.flow_kit import PATIENT, Flow, build_here, make_cda
from tests.pipeline.intake.exports import make_export

pytestmark = pytest.mark.anyio
DOOR = MailDoor(mailbox="hl7:LABO@CH", unit="3435", routes=(Route(target=Endpoint(application="DPI", facility="CH")),))
LABO = HL7Source(application="LABO", facility="*", door=DOOR)
POLICY = replace(
    AcceptancePolicy.for_test(), document_type_codes=frozenset({"11502-2"}), processing_ids=frozenset({"T"})
)


def make_door(flow: Flow, source: HL7Source = LABO) -> HL7Door:
    store = flow.store
    deposits = DepositFlow(store.intake, store.registry, run=build_here, now=flow.clock, allowed_oids=TEST_OIDS)
    parts = HL7DoorParts(
        store=store,
        worklist=store.intake,
        registry=store.registry,
        deposits=deposits,
        channels=ChannelGuard(store, now=flow.clock),
        policy=POLICY,
        run=build_here,
        now=flow.clock,
        new_id=lambda: "ACK1",
    )
    return HL7Door(parts, (source,))


def make_message(*files: bytes, **told: str) -> bytes:
    return make_export(*files, patient=PATIENT, **told)


def make_pdf(serial: int = 1) -> bytes:
    return parsed_document_as_pdf(read_document(make_cda(serial))).data


async def accept(flow: Flow, raw: bytes, source: HL7Source = LABO) -> Ack | None:
    answer = await make_door(flow, source).accept(raw, "10.0.0.1")
    flow.clock.advance(seconds=1)
    return parse_ack(answer) if answer is not None else None


async def items(flow: Flow) -> list[IntakeItem]:
    return await flow.store.intake.list_items(ItemQuery())


async def find_message(flow: Flow) -> Any:
    async with flow.store.reading() as connection:
        (row,) = await connection.fetch("SELECT * FROM messages")
    return row


async def know(flow: Flow) -> int:
    person = await register_from_document(flow.store.registry, PATIENT.identity, origin="GAM@CH", now=flow.clock)
    assert person is not None
    return person.id


async def test_a_pdf_becomes_an_item_with_its_data_and_its_person(flow: Flow) -> None:
    person_id = await know(flow)
    ack = await accept(flow, make_message(make_pdf()))
    assert ack is not None
    assert (ack.code, ack.request_control_id) == ("AA", "M1")
    (item,) = await items(flow)
    assert (item.source, item.kind, item.code, item.unit) == (ItemSource.HL7, ItemKind.FILE, "INT-233", "3435")
    assert (item.person_id, item.target, item.sender) == (person_id, "DPI@CH", "LABO@CH")
    assert item.details["told"]["doc_type"]["element"] == "OBR-4"
    assert item.details["hl7"]["document_id"] == item.message_id == "F1"
    assert await flow.store.intake.load_file(item.files[0].sha256) == make_pdf()
    message = await find_message(flow)
    assert (message["outcome"], message["control_id"], message["kind"]) == ("AA", "M1", "ORU^R01^ORU_R01")


async def test_a_message_sent_again_adds_nothing_and_gets_its_first_answer(flow: Flow) -> None:
    first = await make_door(flow).accept(make_message(make_pdf()), "")
    flow.clock.advance(minutes=3)
    again = await make_door(flow).accept(make_message(make_pdf()), "")
    assert again == first
    assert len(await items(flow)) == 1
    await accept(flow, make_message(make_pdf(), control_id="M2"))
    assert len(await items(flow)) == 1, "same document, same bytes, same patient"
    await accept(flow, make_message(make_pdf(), control_id="M3", document="F2"))
    assert len(await items(flow)) == 2


async def test_others_keep_their_way(flow: Flow) -> None:
    assert await accept(flow, make_message(make_pdf(), sender="SGL")) is None
    assert await accept(flow, make_message(make_cda(), kind="MDM^T02", profile=f"2.1^{VOLET}")) is None
    assert await accept(flow, make_message(kind="ADT^A01^ADT_A01")) is None
    assert await accept(flow, b"\x00") is None
    assert await items(flow) == []


async def test_an_unknown_patient_waits_for_a_person(flow: Flow) -> None:
    await accept(flow, make_message(make_pdf()))
    (item,) = await items(flow)
    assert (item.code, item.person_id) == ("INT-224", None)


async def test_a_cda_says_itself_whose_it_is_and_its_copy_is_left_out(flow: Flow) -> None:
    person_id = await know(flow)
    await accept(flow, make_message(make_cda(), make_pdf(2)))
    (found,) = await items(flow)
    assert (found.kind, found.person_id) == (ItemKind.DOCUMENT, person_id)
    assert found.details["document"]["type_code"] == "11502-2"


async def test_what_cannot_be_taken_is_refused_with_every_reason_and_kept(flow: Flow) -> None:
    ack = await accept(flow, make_message(mode="P"))
    assert ack is not None
    assert ack.code == "AE"
    assert len(ack.errors) == 2
    message = await find_message(flow)
    assert [one["code"] for one in json.loads(message["errors"])] == ["INT-131", "INT-136"]
    assert await items(flow) == []


async def test_a_file_that_may_not_be_opened_is_kept_and_shown(flow: Flow) -> None:
    ack = await accept(flow, make_message(b"MZ\x90\x00 program"))
    assert ack is not None
    assert ack.code == "AA"
    (item,) = await items(flow)
    assert (item.kind, item.code) == (ItemKind.UNREADABLE, "INT-103")


async def test_a_cancellation_names_what_it_cancels(flow: Flow) -> None:
    await accept(flow, make_message(make_pdf()))
    await accept(flow, make_message(order="CA", control_id="M2"))
    first, cancel = await items(flow)
    assert (cancel.kind, cancel.code) == (ItemKind.MESSAGE, "INT-234")
    assert cancel.details["former"] == {"items": [first.id], "waiting": [first.id], "filed": []}


async def test_the_unit_may_be_that_of_the_stay(flow: Flow) -> None:
    await accept(flow, make_message(make_pdf()), replace(LABO, ward_is_unit=True))
    (item,) = await items(flow)
    assert item.unit == "UF12"


async def test_a_paused_reception_keeps_nothing_and_says_so(flow: Flow) -> None:
    await flow.store.declare_channel(INCOMING, label="Réception", direction="in", at=flow.clock())
    await flow.store.set_channel_state(INCOMING, "paused", actor="user:x", reason="essai", at=flow.clock())
    ack = await accept(flow, make_message(make_pdf()))
    assert ack is not None
    assert ack.code == "AR"
    assert await items(flow) == []
