"""A document handed over by a folder: a real store, a real disk, an application that takes, answers or keeps silent."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from liane.codecs.outlet_folder.manifest import parse_manifest
from liane.domain.actors.operator import Operator, Role
from liane.domain.documents.delivery import DeliveryState, Destination
from liane.domain.documents.request import RequestAction
from liane.pipeline.intake.desk import Desk, DeskRules
from liane.store.intake_records import IntakeItem
from liane.store.records import StoredDelivery
from liane_sandbox.mssante.outside import InjectionKind
from tests.pipeline.flow_kit import Flow
from tests.pipeline.reception_kit import DOOR, KNOWN, Intake, make_order, make_outlets, open_intake, write

pytestmark = pytest.mark.anyio
CLERK = Operator(name="Noé TESTSECRETARIAT", roles=frozenset({Role.SECRETARIAT}))
TYPED = {"type_code": "11488-4", "type_label": "Consultation", "target": "DPI-SIMULATION@CH"}


@asynccontextmanager
async def opened(flow: Flow, folder: Path, **door: Any) -> AsyncIterator[tuple[Intake, Path]]:
    drop = folder / "remise"
    drop.mkdir()
    async with open_intake(flow, folder, {"folder": drop, **door}) as intake:
        yield intake, drop


async def one_received(intake: Intake) -> None:
    await intake.know()
    await intake.take(write(make_order()))
    await intake.work()


def desk_of(intake: Intake) -> Desk:
    store = intake.flow.store
    return Desk(store, store.registry, store.intake, rules=DeskRules(processing_id="T"), now=intake.flow.clock)


async def filed_by_hand(intake: Intake) -> IntakeItem:
    """A PDF of a mail that a person files, handed over."""
    person = await intake.know()
    await intake.take(write(make_order(InjectionKind.PDF)))
    (item,) = await intake.items()
    choices = {**TYPED, "document_date": "20260214"}
    await desk_of(intake).file(item.id, item.version, person_id=person.id, operator=CLERK, choices=choices)
    await intake.work()
    return item


async def hand_over(intake: Intake) -> StoredDelivery:
    return [one for one in await intake.deliveries() if one.destination is Destination.LPS][-1]


async def again(intake: Intake, **delay: float) -> None:
    intake.flow.clock.advance(**(delay or {"minutes": 2}))
    await intake.work()


def files_of(drop: Path) -> list[str]:
    return sorted(one.name for one in drop.iterdir() if one.is_file())


def manifest_of(drop: Path, number: int = -1) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(sorted(drop.glob("*.json"))[number].read_bytes())
    return read


async def test_written_is_delivered_where_no_answer_is_asked(flow: Flow, tmp_path: Path) -> None:
    async with opened(flow, tmp_path, acks="none") as (intake, drop):
        await one_received(intake)
        delivery = await hand_over(intake)
        name = f"LP{delivery.id:012d}"
        assert delivery.state is DeliveryState.DELIVERED
        assert files_of(drop) == [f"{name}.json", f"{name}.xml"]
        read = parse_manifest((drop / f"{name}.json").read_bytes())
        (document,) = await flow.documents()
        assert (read.action, read.unique_id, read.ipp) == (RequestAction.CREATE, document.unique_id, KNOWN.ipp)
        assert read.sha256 == document.body_sha256
        assert read.fields["patient"]["ins"]["matricule"] == KNOWN.ins.matricule
        assert {"lps.sent", "lps.acknowledged"} <= set(await flow.names(document))


async def test_an_answer_is_awaited_and_nothing_is_written_twice(flow: Flow, tmp_path: Path) -> None:
    async with opened(flow, tmp_path) as (intake, drop):
        await one_received(intake)
        waiting = await hand_over(intake)
        assert (waiting.state, waiting.attempts) == (DeliveryState.ASKING, 1)
        assert waiting.cause is not None
        assert waiting.cause.code == "ACQUITTEMENT_ATTENDU"
        for name in files_of(drop):
            (drop / name).unlink()  # taken away before any answer
        await again(intake)
        assert files_of(drop) == []
        assert (await hand_over(intake)).attempts == 1
        (drop / f"LP{waiting.id:012d}.ok").write_bytes(b"")
        await again(intake)
        assert (await hand_over(intake)).state is DeliveryState.DELIVERED
        (document,) = await flow.documents()
        assert [name for name in await flow.names(document) if name.startswith("lps.")] == [
            "lps.sent",
            "lps.acknowledged",
        ]
        assert len(intake.operator.seen) == 1, "the sender of the mail is told once"


async def test_a_refusal_calls_a_person_with_the_words_of_the_application(flow: Flow, tmp_path: Path) -> None:
    async with opened(flow, tmp_path) as (intake, drop):
        await one_received(intake)
        delivery = await hand_over(intake)
        (drop / f"LP{delivery.id:012d}.ko").write_text("902\nAucun dossier à ce numéro.\n", encoding="utf-8")
        await again(intake)
        refused = await hand_over(intake)
        assert refused.state is DeliveryState.REFUSED
        assert refused.cause is not None
        assert refused.cause.code == "902"
        (item,) = await intake.items()
        assert item.code == "INT-240"
        assert "902" in item.reason


async def test_who_insists_after_a_refusal_has_it_written_anew(flow: Flow, tmp_path: Path) -> None:
    async with opened(flow, tmp_path) as (intake, drop):
        await filed_by_hand(intake)
        delivery = await hand_over(intake)
        name = f"LP{delivery.id:012d}"
        (drop / f"{name}.ko").write_text("Trop tôt", encoding="utf-8")
        (drop / f"{name}.json").unlink()
        await again(intake)
        refused = await hand_over(intake)
        assert refused.cause is not None
        assert (refused.cause.code, "Trop tôt" in refused.cause.message) == ("906", True)
        flow.clock.advance(minutes=5)
        await flow.store.change_deliveries(
            [delivery.id], act="replay", actor="user:test", reason="encore", now=flow.clock()
        )
        await intake.work()
        assert files_of(drop) == [f"{name}.json", f"{name}.pdf"]
        assert (await hand_over(intake)).state is DeliveryState.ASKING
        (drop / f"{name}.ok").touch()
        await again(intake)
        assert (await hand_over(intake)).state is DeliveryState.DELIVERED


async def test_silence_for_too_long_stops_and_a_replay_still_writes_nothing(flow: Flow, tmp_path: Path) -> None:
    async with opened(flow, tmp_path, ack_wait_h=1) as (intake, drop):
        await one_received(intake)
        for name in files_of(drop):
            (drop / name).unlink()
        await again(intake, hours=2)
        stopped = await hand_over(intake)
        assert stopped.state is DeliveryState.PARKED
        await flow.store.change_deliveries(
            [stopped.id], act="replay", actor="user:test", reason="encore", now=flow.clock()
        )
        await intake.work()
        assert files_of(drop) == []


async def test_one_silent_answer_holds_no_other_patient_back(flow: Flow, tmp_path: Path) -> None:
    async with opened(flow, tmp_path) as (intake, drop):
        await one_received(intake)
        for _ in range(8):
            await again(intake)
        assert len(files_of(drop)) == 2
        assert await flow.store.find_incidents(only_open=True) == []


async def test_what_is_undone_is_withdrawn_even_when_no_answer_ever_came(flow: Flow, tmp_path: Path) -> None:
    async with opened(flow, tmp_path, ack_wait_h=1) as (intake, drop):
        await intake.take(write(make_order()), replace(DOOR, is_automatic=False))
        person = await intake.know()
        (item,) = await intake.items()
        desk = desk_of(intake)
        filed = await desk.file(
            item.id, item.version, person_id=person.id, operator=CLERK, choices={"target": str(TYPED["target"])}
        )
        await intake.work()
        await again(intake, hours=2)
        assert (await hand_over(intake)).state is DeliveryState.PARKED
        await desk.reopen(filed.id, filed.version, reason="mauvais patient", operator=CLERK)
        await intake.work()
        await again(intake)
        told = manifest_of(drop)
        assert told["action"] == "supprimer"
        assert "fichier" not in told["document"]
        assert told["document"]["identifiant"] == (await flow.documents())[0].unique_id


async def test_a_pdf_filed_by_hand_goes_with_its_date(flow: Flow, tmp_path: Path) -> None:
    async with opened(flow, tmp_path, acks="none") as (intake, drop):
        item = await filed_by_hand(intake)
        told = manifest_of(drop)
        assert told["document"]["date"] == "2026-02-14"
        assert told["document"]["type"]["code"] == "11488-4"
        (pdf,) = drop.glob("*.pdf")
        assert pdf.read_bytes() == await flow.store.intake.load_file(item.files[0].sha256)
        assert told["document"]["fichier"]["nom"] == pdf.name


@pytest.mark.parametrize("how", ["absent", "file", "link"])
async def test_a_folder_that_cannot_be_written_waits_with_a_cause_in_french(
    flow: Flow, tmp_path: Path, how: str
) -> None:
    async with opened(flow, tmp_path) as (intake, drop):
        if how == "link":
            elsewhere = tmp_path / "ailleurs"
            elsewhere.mkdir()
            (drop / ".liane").symlink_to(elsewhere)
        else:
            drop.rmdir()
        if how == "file":
            drop.write_bytes(b"")
        await one_received(intake)
        waiting = await hand_over(intake)
        assert waiting.state is DeliveryState.WAITING
        assert waiting.cause is not None
        assert waiting.cause.message.endswith(".")
        assert waiting.cause.code == ("LIEN" if how == "link" else "DOSSIER_ABSENT")
        if how == "link":
            (drop / ".liane").unlink()
            assert list(elsewhere.iterdir()) == []
        else:
            drop.unlink(missing_ok=True)
            drop.mkdir()
        await again(intake)
        assert len(files_of(drop)) == 2


async def test_an_unknown_application_is_parked(flow: Flow, tmp_path: Path) -> None:
    async with opened(flow, tmp_path) as (intake, _):
        await intake.know()
        await intake.take(write(make_order()))
        intake.outlets = make_outlets(flow, folder=tmp_path)
        intake.outlets._outlets.clear()
        await intake.work()
        parked = await hand_over(intake)
        assert parked.cause is not None
        assert (parked.state, parked.cause.code) == (DeliveryState.PARKED, "APPLICATION_INCONNUE")
