"""A record system opens a patient for a professional: the call, the one-time address, the framed pages, the end."""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from liane.domain.actors.operator import Operator
from liane.domain.dmp.preload import PreloadRules
from liane.domain.errors import ConfigurationError
from liane.pipeline.dmp_consultation.preloading import Preloader
from liane.web.dmp_room import check_origins
from tests.web.dmp_kit import (
    AGAIN,
    CARDIOLOGIST,
    DOCTOR,
    DPI,
    FRAME,
    FULL,
    SECRETARY,
    Ground,
    House,
    make_ground,
    secret_of,
)
from tests.web.test_console_pages import Checker, plain
from tests.web.test_rights import basic

pytestmark = pytest.mark.anyio
DOMAIN = "1.2.250.1.999.7"
INS = {"matricule": FULL.ins.matricule, "oid": FULL.ins.oid}
BY_IPP = {"ipp": FULL.ipp, "domaine": DOMAIN}


@pytest.fixture(scope="module")
def ground(postgres_dsn: str, tmp_path_factory: pytest.TempPathFactory) -> Ground:
    """What the house is made from."""
    return make_ground(postgres_dsn, tmp_path_factory.mktemp("dmp-contexts"))


@pytest.fixture(scope="module")
async def house(
    ground: Ground, anyio_backend: object, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[House]:
    """The pages."""
    folder: Path = tmp_path_factory.mktemp("house")
    async with ground.build(folder) as opened:
        yield opened


def body(patient: dict[str, Any] | None = None, *, who: Operator = DOCTOR, **more: Any) -> dict[str, Any]:
    """A call as a record system writes it."""
    return {"patient": patient or BY_IPP, "professionnel": who.identifier, "motif": "séjour 24000006", **more}


async def issue(house: House, **more: Any) -> tuple[str, str]:
    """Call; gives the path of the address and the number of the context."""
    answer = await house.call(body(**more))
    assert answer.status_code == 201, answer.text
    given = answer.json()
    assert given["adresse"].startswith("http://liane.test/contexte/ouvrir/")
    return given["adresse"].removeprefix("http://liane.test"), given["identifiant"]


@pytest.mark.parametrize("patient", [BY_IPP, {"ins": INS}])
async def test_a_call_opens_the_patient_for_its_professional(house: House, patient: dict[str, Any]) -> None:
    address, number = await issue(house, patient=patient)
    opened = await house.get(address)
    assert (opened.status_code, opened.headers["location"]) == (303, f"/contexte/{number}")
    page = await house.get(f"/contexte/{number}?liste=oui")
    assert page.status_code == 200
    text = plain(page.text)
    assert "TESTARBOUSE ANGE PIERRE" in text
    assert "10 documents" in text
    assert "Quitter ce patient" in text
    assert DPI.name in text
    assert "Doublons" not in text
    assert f"/dmp/{house.number()}" not in page.text
    checker = Checker()
    checker.feed(page.text)
    assert checker.find_faults() == []


async def test_every_page_of_a_context_stays_in_it(house: House) -> None:
    address, number = await issue(house)
    await house.get(address)
    root = f"/contexte/{number}"
    listed = await house.get(f"{root}?liste=oui")
    links = re.findall(r'(?:href|action|hx-get|src)="(/[^"]*)"', listed.text)
    assert {link.split("?")[0].split("/")[1] for link in links} <= {"contexte", "static", "reception"}
    document = next(link for link in links if "/documents/" in link)
    for path in (root, f"{root}/acces", f"{root}/biologie?liste=oui", document):
        answer = await house.get(path.replace("&amp;", "&"))
        assert answer.status_code == 200, path
        assert "TESTARBOUSE" in answer.text, path
        assert answer.text.count("<h1") == 1, path


async def test_the_frame_is_open_to_declared_origins_and_only_there(house: House) -> None:
    address, number = await issue(house)
    opened = await house.get(address)
    page = await house.get(f"/contexte/{number}")
    for answer in (opened, page, await house.get("/contexte/inconnu")):
        assert f"frame-ancestors {FRAME}" in answer.headers["content-security-policy"]
        assert "script-src 'self'" in answer.headers["content-security-policy"]
        assert "x-frame-options" not in answer.headers
    for path in (f"/dmp/{house.number()}", "/dmp", "/identites"):
        answer = await house.get(path)
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"], path
        assert answer.headers["x-frame-options"] == "DENY", path


async def test_the_address_opens_once_and_for_nobody_else(house: House) -> None:
    address, _ = await issue(house)
    assert (await house.get(address)).status_code == 303
    again = await house.get(address)
    assert again.status_code == 403
    assert "elle ne sert qu’une fois" in plain(again.text)
    other, number = await issue(house)
    refused = await house.get(other, CARDIOLOGIST)
    assert refused.status_code == 403
    assert "pour un autre professionnel" in plain(refused.text)
    assert (await house.get(other)).status_code == 403
    assert (await house.get(f"/contexte/{number}", CARDIOLOGIST)).status_code == 403


async def test_a_context_is_not_taken_over_by_another_session(house: House) -> None:
    address, number = await issue(house)
    await house.get(address)
    for who in (AGAIN, CARDIOLOGIST, SECRETARY):
        for path in ("", "/acces", "/biologie", "/liste", "/documents/1.2.3/octets", "/documents/1.2.3/pages/1/image"):
            assert (await house.get(f"/contexte/{number}{path}", who)).status_code == 403, (who.name, path)
        assert (await house.post(f"/contexte/{number}/integrer", who, doc="1.2.3")).status_code == 403
        assert (await house.post(f"/contexte/{number}/acces/retirer", who)).status_code == 403
        assert (await house.post(f"/contexte/{number}/quitter", who)).status_code == 403
    assert (await house.get(f"/contexte/{number}")).status_code == 200


async def test_who_is_not_signed_in_nationally_is_sent_to_sign_in_and_the_address_still_opens(house: House) -> None:
    address, number = await issue(house)
    away = await house.get(address, SECRETARY)
    assert away.status_code == 303
    assert away.headers["location"] == f"/connexion?suite={address.replace('/', '%2F')}"
    assert (await house.get(address)).headers["location"] == f"/contexte/{number}"


async def test_leaving_ends_the_context(house: House) -> None:
    address, number = await issue(house)
    await house.get(address)
    left = await house.post(f"/contexte/{number}/quitter")
    assert (left.status_code, left.headers["location"]) == (303, "/contexte/termine")
    over = await house.get("/contexte/termine")
    assert "Ce patient est refermé." in plain(over.text)
    assert (await house.get(f"/contexte/{number}")).status_code == 403


async def test_the_record_system_ends_what_it_opened(house: House) -> None:
    address, number = await issue(house)
    await house.get(address)

    async def close(who: Operator) -> httpx.Response:
        return await house.client.delete(f"/api/v1/contexte/{number}", headers=basic(who.name, secret_of(who)))

    assert (await close(DOCTOR)).status_code == 403
    assert (await close(DPI)).status_code == 204
    assert (await close(DPI)).status_code == 404
    assert (await house.get(f"/contexte/{number}")).status_code == 403


@pytest.mark.parametrize("who", [DOCTOR, SECRETARY])
async def test_only_a_record_system_calls(house: House, who: Operator) -> None:
    answer = await house.call(body(), who)
    assert answer.status_code == 403
    assert answer.headers["content-type"].startswith("application/problem+json")


async def test_a_record_system_does_nothing_else(house: House) -> None:
    for path in ("/dmp", f"/dmp/{house.number()}", "/identites", "/", "/api/v1/documents", "/metrics"):
        assert (await house.get(path, DPI)).status_code in (403, 404), path


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        (body({"ipp": "inconnu", "domaine": DOMAIN}), "CTX-003"),
        (body({"ipp": FULL.ipp}), "CTX-002"),
        (body({"ins": INS, "ipp": FULL.ipp, "domaine": DOMAIN}), "CTX-002"),
        (body() | {"professionnel": "compte-service"}, "CTX-001"),
        (body() | {"acces": "bris_de_glace"}, "acces"),
        ({"patient": BY_IPP}, "professionnel"),
        ({}, "patient"),
    ],
)
async def test_a_call_that_says_too_little_or_too_much_is_refused(
    house: House, sent: dict[str, Any], code: str
) -> None:
    answer = await house.call(sent)
    assert answer.status_code == 422
    assert code in answer.text
    assert FULL.ins.matricule not in answer.text


def test_origins_are_whole_and_safe() -> None:
    assert check_origins(("https://dpi.example", "https://dpi.example:8443", "http://127.0.0.1:9000")) != ()
    for wrong in (
        "*",
        "http://dpi.example",
        "https://dpi.example/",
        "https://dpi.example/page",
        "https://*.example",
        "dpi.example",
        "https://a b",
        "https://x;script-src *",
        "https://user@dpi.example",
        "",
    ):
        with pytest.raises(ConfigurationError):
            check_origins((wrong,))
    with pytest.raises(ConfigurationError):
        check_origins(tuple(f"https://dpi-{rank}.example" for rank in range(21)))


async def test_what_the_record_system_opens_is_read_ahead_and_what_a_search_finds_is_not(
    ground: Ground, tmp_path: Path
) -> None:
    """DMP/UX.34: the context says who has the patient in charge; nobody is in a stay here."""
    async with ground.build(tmp_path) as house:
        service, scene = house.scene.service, house.scene
        rules = PreloadRules(is_on=True, documents_max=3)
        service._preloader = Preloader(service._shop, rules, house.store.registry)
        await house.get(f"/dmp/{house.number()}?liste=oui")
        await service.settle()
        assert [line for line in scene.trail.lines if line.detail.get("source") == "préchargement"] == []
        address, number = await issue(house, who=CARDIOLOGIST)
        await house.get(address, CARDIOLOGIST)
        await house.get(f"/contexte/{number}?liste=oui", CARDIOLOGIST)
        await service.settle()
        ahead = [line for line in scene.trail.lines if line.detail.get("source") == "préchargement"]
        assert [line.operator.identifier for line in ahead] == [CARDIOLOGIST.identifier] * 3
        sent = scene.calls.count("RetrieveDocumentSet")
        seen = await house.get(f"/contexte/{number}/documents/{ahead[0].target}", CARDIOLOGIST)
        assert seen.status_code == 200
        assert scene.calls.count("RetrieveDocumentSet") == sent
