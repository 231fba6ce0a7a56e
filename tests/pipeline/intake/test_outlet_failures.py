"""A folder on a full, read-only or absent disk, a FHIR server that is down, refuses or is lost: held, said, retried."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from liane.domain.documents.delivery import DeliveryState
from liane.domain.errors import RemoteUnavailable
from liane.pipeline.outlet_failures import tell_outlet_failure
from liane_sandbox.dpi.fhir_door import SERVICE
from liane_sandbox.faults import Fault, FaultKind
from tests.disks import fill, remount, share, small_disk, unshare
from tests.pipeline.flow_kit import Flow
from tests.pipeline.intake.test_folder_outlet import again, files_of, hand_over, one_received, opened
from tests.pipeline.reception_kit import Intake, make_order, make_outlets, open_intake, write

pytestmark = pytest.mark.anyio


async def held(intake: Intake) -> tuple[str, str]:
    """The cause of what waits: its code, its message and its remedy."""
    waiting = await hand_over(intake)
    assert waiting.state is DeliveryState.WAITING
    assert waiting.cause is not None
    return waiting.cause.code, f"{waiting.cause.message} {waiting.cause.remedy}"


@asynccontextmanager
async def open_fhir(flow: Flow, folder: Path) -> AsyncIterator[Intake]:
    async with open_intake(flow, folder) as intake:
        await intake.outlets.close()
        intake.outlets = make_outlets(flow, fhir=intake.dpi.fhir_url, timeout_s=0.5)
        try:
            yield intake
        finally:
            await intake.outlets.close()


@pytest.mark.parametrize("how", ["full", "read-only"])
async def test_a_disk_that_takes_nothing_is_told_and_tried_again(flow: Flow, tmp_path: Path, how: str) -> None:
    async with opened(flow, tmp_path) as (intake, drop):
        with small_disk(drop, size="4m"):
            filler = fill(drop, 0) if how == "full" else None
            if filler is None:
                remount(drop, "ro")
            await one_received(intake)
            code, words = await held(intake)
            assert code == ("DISQUE_PLEIN" if how == "full" else "LECTURE_SEULE")
            assert ("Libérer de la place" if how == "full" else "en écriture") in words
            assert not list(drop.glob("LP*"))
            if filler is None:
                remount(drop, "rw")
            else:
                filler.unlink()
            await again(intake, minutes=40)
            assert len(list(drop.glob("LP*"))) == 2


async def test_a_share_that_goes_away_holds_what_comes_and_loses_nothing(flow: Flow, tmp_path: Path) -> None:
    source = tmp_path / "partage"
    source.mkdir()
    async with opened(flow, tmp_path, acks="none") as (intake, drop):
        share(source, drop)
        try:
            await intake.outlets.tidy()
            await one_received(intake)
            assert (await hand_over(intake)).state is DeliveryState.DELIVERED
            unshare(drop)
            await intake.take(write(make_order(serial=2)))
            await intake.work()
            code, words = await held(intake)
            assert code == "DOSSIER_AUTRE"
            assert "Remonter le partage" in words
            assert list(drop.iterdir()) == [], "what no application reads is written nowhere"
            share(source, drop)
            await again(intake, minutes=40)
            assert (await hand_over(intake)).state is DeliveryState.DELIVERED
            assert len([one for one in files_of(drop) if one.endswith(".json")]) == 2
        finally:
            unshare(drop)


@pytest.mark.parametrize("kind", [FaultKind.FAULT, FaultKind.BUSY])
async def test_a_server_in_trouble_is_told_and_tried_again(flow: Flow, tmp_path: Path, kind: FaultKind) -> None:
    async with open_fhir(flow, tmp_path) as intake:
        intake.faults.add(Fault(service=SERVICE, kind=kind))
        await one_received(intake)
        code, words = await held(intake)
        assert code == ("HTTP_429" if kind is FaultKind.BUSY else "HTTP_503")
        assert ("demande d'attendre" if kind is FaultKind.BUSY else "en panne") in words
        intake.faults.clear()
        await again(intake, minutes=40)
        assert (await hand_over(intake)).state is DeliveryState.DELIVERED
        (filed,) = intake.filed()
        assert filed.times == 1


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("HTTP_401", "jeton"),
        ("HTTP_403", "certificat"),
        ("HTTP_404", "applications.fhir"),
        ("HTTP_409", "attendre"),
        ("HTTP_302", "adresse finale"),
        ("HTTP_500", "en panne"),
    ],
)
def test_each_answer_of_a_server_has_its_remedy(code: str, words: str) -> None:
    told = tell_outlet_failure(RemoteUnavailable("lps", code))
    assert told is not None
    assert words in f"{told.message} {told.remedy}"


@pytest.mark.parametrize(
    "error",
    [RemoteUnavailable("dmp", "HTTP_503"), RemoteUnavailable("lps", "AR"), RemoteUnavailable("lps", "HTTP_²")],
)
def test_other_remotes_keep_their_own_words(error: RemoteUnavailable) -> None:
    assert tell_outlet_failure(error) is None
