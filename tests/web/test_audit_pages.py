"""The pages of the audit: found, proved, exported, justified, concluded; only by those who may, and always traced."""

import csv
import io
import json
import re
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

from liane.codecs.xml import parse_xml
from liane.domain.actors.operator import Role
from liane.domain.audit.access import AccessAct, AccessEvent, Outcome
from liane.domain.audit.anomalies import AnomalyThresholds
from liane.domain.security.certificates import CertificateKind, WatchedCertificate
from liane.pipeline.audit.examine import READER, Examiner
from liane.store.accesses_anomalies import AnomalyState
from liane.store.accesses_records import AccessQuery
from liane.store.postgres_store import PostgresStore
from liane.web.app import create_app
from liane.web.audit_room import AuditRoom
from liane.web.console import ConsoleSettings
from tests.security.house_kit import CREDENTIALS, HOST, OPERATORS, sign
from tests.web.filled_store import NOW, make_status
from tests.web.test_console_pages import Checker, plain

pytestmark = pytest.mark.anyio
AUDITOR, CLERK, DOCTOR = OPERATORS[Role.AUDIT], OPERATORS[Role.SECRETARIAT], OPERATORS[Role.CLINICIEN]
CERTIFICATES = (
    WatchedCertificate(
        setting="dmp.tls.certificate",
        usage="TLS vers le DMP (ORG_AUTH_CLI)",
        kind=CertificateKind.OWN,
        subject="CN=lps.simulation",
        issuer="CN=IGC de test",
        fingerprint="ab" * 32,
        key="RSA 2048 bits",
        starts_at=NOW - timedelta(days=400),
        ends_at=NOW + timedelta(days=12),
    ),
    WatchedCertificate(setting="mllp.tls.certificate", usage="Porte MLLP", kind=CertificateKind.OWN, problem="Absent."),
)


def open_pages(store: PostgresStore, **room: Any) -> httpx.AsyncClient:
    audit = AuditRoom(trail=store.accesses, read_certificates=lambda: CERTIFICATES, **room)
    settings = ConsoleSettings(allowed_hosts=("liane.test",), credentials=CREDENTIALS, page_size=10, audit=audit)
    app = create_app(store=store, status=make_status(), now=lambda: NOW, settings=settings)
    transport = httpx.ASGITransport(app, client=("192.0.2.7", 4321))
    return httpx.AsyncClient(transport=transport, base_url=HOST)


@pytest.fixture
async def pages(store: PostgresStore) -> AsyncIterator[httpx.AsyncClient]:
    async with open_pages(store) as client:
        yield client


async def fill(store: PostgresStore, count: int = 12) -> None:
    for number in range(count):
        event = AccessEvent(
            act=AccessAct.SEE_PERSON,
            at=NOW - timedelta(minutes=count - number),
            operator=CLERK if number % 2 else DOCTOR,
            person_id=number % 3 + 1,
            target=f"/identites/{number % 3 + 1}",
            address="192.0.2.9",
        )
        await store.accesses.record(event)
    forced = AccessEvent(
        act=AccessAct.BREAK_GLASS, at=NOW, operator=DOCTOR, person_id=2, reason="=Urgence", target="/dmp/2"
    )
    await store.accesses.record(forced)


async def find_anomaly(store: PostgresStore) -> int:
    """Have the trail examined; returns the number of the forced access."""
    await store.accesses.readers.declare(READER, from_end=False)
    examiner = Examiner(
        store.accesses,
        store.registry,
        store,
        thresholds=AnomalyThresholds(),
        owner=UUID(int=1),
        now=lambda: NOW,
    )
    await examiner.run_once()
    (found,) = await store.accesses.anomalies.find()
    return found.id


async def test_every_page_is_whole_and_strict(pages: httpx.AsyncClient, store: PostgresStore) -> None:
    await fill(store)
    number = await find_anomaly(store)
    await store.accesses.verify(NOW)
    for path in (
        "/audit",
        "/audit?qui=secretariat&acte=SEE_PERSON&issue=DONE&du=2026-11-22&au=2026-11-22&adresse=192.0.2.9",
        "/audit?qui=personne-de-ce-nom",
        "/audit/lignes/13",
        "/audit/chaine",
        "/audit/chaine?ligne=3&empreinte=" + "0" * 64,
        "/audit/examiner",
        "/audit/examiner?tout=oui",
        f"/audit/examiner/{number}",
        "/mes-acces",
    ):
        answer = await pages.get(path, headers=sign(Role.AUDIT))
        assert answer.status_code == 200, path
        checker = Checker()
        checker.feed(answer.text)
        assert checker.find_faults() == [], path
        assert answer.text.count("<h1") == 1, path
    answer = await pages.get("/certificats", headers=sign(Role.INTEGRATION))
    checker = Checker()
    checker.feed(answer.text)
    assert checker.find_faults() == []


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.AUDIT])
async def test_nobody_else_reads_the_trail(pages: httpx.AsyncClient, store: PostgresStore, role: Role) -> None:
    await fill(store, 1)
    for path in ("/audit", "/audit/lignes/1", "/audit/chaine", "/audit/examiner", "/audit/export/csv"):
        assert (await pages.get(path, headers=sign(role))).status_code == 403, path
    answer = await pages.get("/api/fhir/AuditEvent", headers=sign(role))
    assert answer.status_code == 403
    assert answer.json()["resourceType"] == "OperationOutcome"
    refused = await store.accesses.search(AccessQuery(outcome=Outcome.REFUSED, acts=(AccessAct.SEE_AUDIT,)))
    assert len(refused.lines) == 6


async def test_lines_are_listed_by_pages_and_looking_is_written(pages: httpx.AsyncClient, store: PostgresStore) -> None:
    await fill(store, 25)
    answer = await pages.get("/audit", headers=sign(Role.AUDIT))
    assert answer.text.count("data-row") == 10
    (looked,) = await store.accesses.following(26, limit=5)
    assert (looked.event.act, looked.event.operator.name) == (AccessAct.SEE_AUDIT, AUDITOR.name)
    assert looked.event.address == "192.0.2.7"
    following = re.search(r'href="([^"]+)" rel="next"', answer.text)
    assert following is not None
    second = await pages.get(following[1].replace("&amp;", "&"), headers=sign(Role.AUDIT))
    assert "Revenir au début" in second.text
    asked = await pages.get("/audit?personne=2&acte=BREAK_GLASS", headers=sign(Role.AUDIT))
    assert asked.text.count("data-row") == 1
    (*_, last) = await store.accesses.following(27, limit=5)
    assert last.event.detail == {"personne": "2", "acte": "BREAK_GLASS"}
    assert (await pages.get("/audit?apres=faux", headers=sign(Role.AUDIT))).status_code == 404


async def test_a_line_shows_its_proof_and_an_edit(pages: httpx.AsyncClient, store: PostgresStore) -> None:
    await fill(store, 3)
    good = plain((await pages.get("/audit/lignes/2", headers=sign(Role.AUDIT))).text)
    assert "Cette ligne correspond à son empreinte" in good
    async with store.writing() as connection:
        await connection.execute("SET LOCAL session_replication_role = replica")
        await connection.execute("UPDATE accesses SET operator = 'Quelqu’un d’autre' WHERE seq = 2")
    assert "ne correspond pas" in plain((await pages.get("/audit/lignes/2", headers=sign(Role.AUDIT))).text)
    answer = await pages.post("/audit/chaine", headers=sign(Role.AUDIT))
    assert answer.status_code == 303
    page = plain((await pages.get("/audit/chaine", headers=sign(Role.AUDIT))).text)
    assert "la chaîne est ROMPUE à la ligne 2" in page
    assert AUDITOR.name in page
    assert "modifiée hors de Liane" in (await pages.get("/audit", headers=sign(Role.AUDIT))).text


async def test_a_noted_print_is_compared(pages: httpx.AsyncClient, store: PostgresStore) -> None:
    await fill(store, 3)
    noted = (await store.accesses.get(2)).digest.hex()

    async def compare(line: str, value: str) -> str:
        answer = await pages.get("/audit/chaine", params={"ligne": line, "empreinte": value}, headers=sign(Role.AUDIT))
        return plain(answer.text)

    assert "identique" in await compare("2", noted.upper())
    assert "différente" in await compare("2", "0" * 64)
    assert "absente" in await compare("999", noted)
    assert "illisible" in await compare("deux", noted)


async def export(pages: httpx.AsyncClient, path: str) -> httpx.Response:
    """Ask a file, with a reason."""
    headers = sign(Role.AUDIT) | {"Sec-Fetch-Site": "same-origin"}
    return await pages.post(path, data={"motif": "revue trimestrielle"}, headers=headers)


async def test_exports_hold_every_line_in_three_forms(pages: httpx.AsyncClient, store: PostgresStore) -> None:
    await fill(store, 12)
    assert "content-disposition" not in (await pages.get("/audit/export/csv", headers=sign(Role.AUDIT))).headers
    for form in ("csv", "fhir", "atna"):
        answer = await export(pages, f"/audit/export/{form}?acte=BREAK_GLASS")
        assert answer.status_code == 200
        assert "attachment" in answer.headers["content-disposition"]
    table = (await export(pages, "/audit/export/csv?qui=essai&acte=BREAK_GLASS")).text
    rows = list(csv.reader(io.StringIO(table.removeprefix("﻿")), delimiter=";"))
    assert len(rows) == 2
    assert rows[1][11] == "'=Urgence", "no formula"
    whole = (await export(pages, "/audit/export/fhir")).text
    resources = [json.loads(line) for line in whole.splitlines()]
    assert len(resources) == 13 + 5, "the trail, and the exports themselves"
    root = parse_xml((await export(pages, "/audit/export/atna?acte=EXPORT")).content)
    assert [child.tag for child in root] == ["AuditMessage"] * 6
    assert (await export(pages, "/audit/export/pdf")).status_code == 400
    empty = await export(pages, "/audit/export/csv?qui=personne-de-ce-nom")
    assert len(empty.text.splitlines()) == 1


async def test_a_forced_access_is_justified_by_who_did_it_and_concluded_by_another(
    pages: httpx.AsyncClient, store: PostgresStore
) -> None:
    await fill(store)
    number = await find_anomaly(store)
    path, desk = f"/audit/examiner/{number}", store.accesses.anomalies
    assert "Rien ne vous est demandé" in (await pages.get("/mes-acces", headers=sign(Role.CLINICIEN))).text
    await pages.post(path, data={"version": 1, "acte": "demander"}, headers=sign(Role.AUDIT))
    assert (await desk.get(number)).state is AnomalyState.ASKED
    stale = await pages.post(path, data={"version": 1, "acte": "demander"}, headers=sign(Role.AUDIT))
    assert stale.headers["location"].endswith("depasse=oui")
    own = await pages.get("/mes-acces", headers=sign(Role.CLINICIEN))
    assert "1 de vos accès attend votre justification" in plain(own.text)
    answer = {"version": 2, "justification": "Patient inconscient."}
    assert (await pages.post(f"/mes-acces/{number}", data=answer, headers=sign(Role.SECRETARIAT))).status_code == 404
    assert (
        await pages.post(f"/mes-acces/{number}", data={"version": 2}, headers=sign(Role.CLINICIEN))
    ).status_code == 400
    await pages.post(f"/mes-acces/{number}", data=answer, headers=sign(Role.CLINICIEN))
    assert "Patient inconscient." in (await pages.get(path, headers=sign(Role.AUDIT))).text
    assert (await pages.post(path, data={"version": 3, "acte": "breach"}, headers=sign(Role.AUDIT))).status_code == 400
    done = {"version": 3, "acte": "legitimate", "conclusion": "Conforme."}
    await pages.post(path, data=done, headers=sign(Role.AUDIT))
    assert await desk.count_open() == 0
    assert "Rien à examiner" in (await pages.get("/audit/examiner", headers=sign(Role.AUDIT))).text


async def test_nobody_judges_their_own_access(pages: httpx.AsyncClient, store: PostgresStore) -> None:
    forced = AccessEvent(act=AccessAct.USE_BREAK_GLASS_ACCOUNT, at=NOW, operator=AUDITOR)
    await store.accesses.record(forced)
    number = await find_anomaly(store)
    done = {"version": 1, "acte": "legitimate", "conclusion": "Conforme."}
    answer = await pages.post(f"/audit/examiner/{number}", data=done, headers=sign(Role.AUDIT))
    assert answer.status_code == 403
    assert (
        "quelqu’un d’autre doit l’examiner"
        in (await pages.get(f"/audit/examiner/{number}", headers=sign(Role.AUDIT))).text
    )


async def test_the_fhir_door_pages_filters_and_refuses(pages: httpx.AsyncClient, store: PostgresStore) -> None:
    await fill(store, 12)
    path = "/api/fhir/AuditEvent"

    async def ask(**parameters: Any) -> httpx.Response:
        return await pages.get(path, params=parameters, headers=sign(Role.AUDIT))

    first = await ask(_count=5, date="ge2026-11-22")
    assert first.headers["content-type"] == "application/fhir+json"
    bundle = first.json()
    assert len(bundle["entry"]) == 5
    (following,) = [link["url"] for link in bundle["link"] if link["relation"] == "next"]
    second = (await pages.get(following, headers=sign(Role.AUDIT))).json()
    assert {one["resource"]["id"] for one in bundle["entry"]}.isdisjoint(
        one["resource"]["id"] for one in second["entry"]
    )
    found = (await ask(entity="Patient|2", outcome="0", agent=DOCTOR.identifier)).json()
    assert {one["resource"]["agent"][0]["who"]["identifier"]["value"] for one in found["entry"]} == {DOCTOR.identifier}
    one = found["entry"][0]["resource"]
    assert (await pages.get(f"{path}/{one['id']}", headers=sign(Role.AUDIT))).json() == one
    assert (await pages.get(f"{path}/1-00", headers=sign(Role.AUDIT))).status_code == 404
    for wrong in ({"date": "hier"}, {"date": "ge2026-99-99"}, {"_count": "x"}, {"couleur": "bleu"}, {"_page": "faux"}):
        answer = await ask(**wrong)
        assert answer.status_code == 400, wrong
        assert answer.json()["resourceType"] == "OperationOutcome"
    assert (await ask(_count=0)).json()["entry"] == []
    (*_, last) = await store.accesses.following(13, limit=100)
    assert last.event.act is AccessAct.SEE_AUDIT


async def test_certificates_are_told_worst_first(pages: httpx.AsyncClient) -> None:
    text = plain((await pages.get("/certificats", headers=sign(Role.INTEGRATION))).text)
    assert "2 certificats demandent une action." in text
    assert text.index("illisible") < text.index("à renouveler")
    assert "12 jours" in text
    assert (await pages.get("/certificats", headers=sign(Role.SECRETARIAT))).status_code == 403


async def test_a_prover_is_told_who_asks(store: PostgresStore) -> None:
    asked: list[str] = []

    async def prove(who: str) -> None:
        asked.append(who)

    async with open_pages(store, prove=prove) as client:
        await client.post("/audit/chaine", headers=sign(Role.AUDIT))
    assert asked == [AUDITOR.name]
