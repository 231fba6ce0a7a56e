"""The page of the simulated Annuaire Santé: what it shows, and what an engineer does to it."""

import asyncio
from pathlib import Path

import httpx

from liane_sandbox.annuaire.population import DOCTOR_MAILBOX, DRAWN_DOMAIN
from liane_sandbox.running import SandboxOptions, start_sandbox
from liane_sandbox.web.app import create_app
from tests.pki_kit import make_cheap_pki


def test_records_are_shown_withdrawn_and_brought_back(tmp_path: Path) -> None:
    async def whole() -> None:
        make_cheap_pki(tmp_path / "kept" / "pki")
        sandbox = await start_sandbox(SandboxOptions(folder=tmp_path / "kept", platform_port=9))
        try:
            transport = httpx.ASGITransport(app=create_app(sandbox), raise_app_exceptions=True)
            async with httpx.AsyncClient(
                transport=transport, base_url="http://127.0.0.1", headers={"Origin": "http://127.0.0.1"}
            ) as browser:
                page = (await browser.get("/annuaire?q=deschamps")).text
                assert DOCTOR_MAILBOX in page
                assert page.count("SIMULATION") >= 3
                assert "liste rouge</span>" in (await browser.get("/annuaire?q=testrouge")).text
                (doctor,) = [
                    one
                    for one in sandbox.annuaire.service.state.list_all("Practitioner")
                    if any(box["value"] == DOCTOR_MAILBOX for box in one.get("telecom", []))
                ]
                where = {"genre": "Practitioner", "cle": doctor["id"]}
                await browser.post("/annuaire/agir", data=where | {"acte": "retirer"})
                assert "retiré</span>" in (await browser.get("/annuaire?q=deschamps")).text
                await browser.post("/annuaire/agir", data=where | {"acte": "adresse", "adresse": DOCTOR_MAILBOX})
                assert DOCTOR_MAILBOX not in (await browser.get("/annuaire?q=deschamps")).text
                assert (await browser.post("/annuaire/agir", data={"acte": "inconnu"})).status_code == 422
                missing = where | {"acte": "retirer", "cle": "personne"}
                assert (await browser.post("/annuaire/agir", data=missing)).status_code == 404
                await browser.post("/annuaire/agir", data={"acte": "quota"})
                assert "levé" in (await browser.get("/annuaire")).text
                await sandbox.reset()
                assert DOCTOR_MAILBOX in (await browser.get("/annuaire?q=deschamps")).text
                assert DRAWN_DOMAIN in (await browser.get("/annuaire")).text
        finally:
            await sandbox.stop()

    asyncio.run(whole())
