"""A frame in a record system of another site: a window and a number open it, for one context; what attackers try."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from liane.pipeline.signin.vault import digest
from tests.conftest import ROOT
from tests.signin_kit import BIOLOGIST
from tests.web.dmp_kit import Ground, make_ground
from tests.web.frame_kit import COOKIE, FRAMED, HOST, SITE, FramedHouse, open_framed
from tests.web.test_console_pages import Checker, plain

pytestmark = pytest.mark.anyio


@pytest.fixture(scope="module")
def ground(postgres_dsn: str, tmp_path_factory: pytest.TempPathFactory) -> Ground:
    """What the house is made from."""
    return make_ground(postgres_dsn, tmp_path_factory.mktemp("dmp-frames"))


@pytest.fixture
async def framed(ground: Ground, tmp_path: Path) -> AsyncIterator[FramedHouse]:
    """The pages, framed; a house for each test, since some withdraw what others need."""
    async with open_framed(ground, tmp_path) as opened:
        yield opened


def cookie_of(client: httpx.AsyncClient) -> str:
    return str(client.cookies.get(COOKIE, ""))


def token_of(text: str) -> str:
    return text.partition('name="jeton" value="')[2].partition('"')[0]


async def test_a_window_and_a_number_open_the_patient_in_the_frame(framed: FramedHouse) -> None:
    async with framed.browse() as browser:
        frame_id, number = await framed.begin(browser, await framed.call())
        waited = await browser.look(f"/contexte/cadre/{frame_id}")
        assert f"/contexte/fenetre/{frame_id}" in waited.text
        assert f"frame-ancestors {SITE}" in waited.headers["content-security-policy"]
        away = await browser.window.get(f"/contexte/fenetre/{frame_id}")
        assert away.headers["location"] == f"/connexion?suite=%2Fcontexte%2Ffenetre%2F{frame_id}"
        await framed.sign_in(browser)
        asked = await browser.window.get(f"/contexte/fenetre/{frame_id}")
        assert "« DPI des Tilleuls » demande à montrer" in plain(asked.text)
        assert "TESTARBOUSE" not in asked.text
        assert number not in asked.text
        assert "frame-ancestors 'none'" in asked.headers["content-security-policy"]
        done = await browser.act(f"/contexte/fenetre/{frame_id}", nombre=f" {number[:2]} {number[2:]} ")
        assert "C’est fait" in plain(done.text)
        before = cookie_of(browser.frame)
        opened = await browser.look(f"/contexte/cadre/{frame_id}")
        page = await browser.look(opened.headers["location"] + "?liste=oui")
        assert "TESTARBOUSE ANGE PIERRE" in plain(page.text)
        assert "10 documents" in plain(page.text)
        checker = Checker()
        checker.feed(page.text)
        assert checker.find_faults() == []
        assert cookie_of(browser.frame) not in ("", before)
        lines = await framed.house.store.accesses.following(0, limit=500)
        steps = [one.event.detail.get("étape") for one in lines if one.event.target.startswith("contexte")]
        assert steps[-1] == "ouverture dans un cadre"


async def test_the_cookie_of_a_frame_is_tied_to_its_place(framed: FramedHouse) -> None:
    async with framed.browse() as browser:
        answer = await browser.look(await framed.call())
        (line,) = answer.headers.get_list("set-cookie")
        for part in ("__Host-liane-cadre=", "Secure", "HttpOnly", "SameSite=None", "Partitioned", "Path=/"):
            assert part in line
        assert "Domain" not in line


async def test_the_cookie_of_a_frame_opens_its_context_and_nothing_else(framed: FramedHouse) -> None:
    """Every route of the house that reads, then some that act: nothing knows the frame but the pages of its context."""
    async with framed.browse() as browser:
        base = await framed.open(browser)
        assert (await browser.look(base)).status_code == 200
        table = (ROOT / "tests" / "security" / "routes.txt").read_text(encoding="utf-8").splitlines()
        tried = 0
        for line in table:
            method, path = line.partition(" : ")[0].split()
            if path.startswith(("/connexion", "/static", "/contexte")):
                continue
            wanted = path
            for name in ("person_id", "document_id", "item_id", "number", "delivery_id", "message_id"):
                wanted = wanted.replace(f"{{{name}}}", "1")
            answer = await browser.frame.request(
                method, wanted.replace("{", "").replace("}", ""), headers=FRAMED | {"Origin": HOST}
            )
            tried += 1
            assert answer.status_code in (401, 303), (line, answer.status_code)
            if answer.status_code == 303:
                assert answer.headers["location"].startswith("/connexion"), line
            assert "TESTARBOUSE" not in answer.text
        assert tried > 150
        for path in ("/connexion/sessions", "/connexion/situation", "/connexion/confirmer"):
            answer = await browser.look(path)
            assert answer.status_code == 303, path
            assert answer.headers["location"].startswith("/connexion"), path


async def test_a_frame_shows_one_patient_of_one_person(framed: FramedHouse) -> None:
    async with framed.browse() as browser, framed.browse() as other:
        first = await framed.open(browser)
        second = await framed.open(other, BIOLOGIST)
        for client, path in ((browser, second), (other, first)):
            closed = await client.look(path)
            assert (closed.status_code, closed.headers["location"]) == (303, "/contexte/termine?motif=fin")
        assert "Rouvrez le DMP" in plain((await browser.look("/contexte/termine?motif=fin")).text)
        stolen = await other.frame.get(first, headers=FRAMED | {"Cookie": f"{COOKIE}={cookie_of(other.frame)}"})
        assert stolen.status_code == 303


async def test_the_next_patient_opens_without_a_window_and_ends_the_former(framed: FramedHouse) -> None:
    async with framed.browse() as browser:
        first = await framed.open(browser)
        former = cookie_of(browser.frame)
        address = await framed.call()
        ready = await browser.look((await browser.look(address)).headers["location"])
        second = ready.headers["location"]
        assert second.startswith("/contexte/")
        assert "/cadre/" not in second
        assert (await browser.look(second)).status_code == 200
        assert (await browser.look(first)).status_code == 303
        browser.frame.cookies.clear()
        replay = await browser.frame.get(second, headers=FRAMED | {"Cookie": f"{COOKIE}={former}"})
        assert replay.status_code == 303


async def test_an_address_read_by_another_browser_waits_for_a_number_that_nobody_gives(framed: FramedHouse) -> None:
    """The thief begins the frame; the professional, lured to the window, does not see the number."""
    async with framed.browse() as thief, framed.browse() as browser:
        frame_id, number = await framed.begin(thief, await framed.call())
        await framed.sign_in(browser)
        wrong = f"{(int(number) + 1) % 10_000:04d}"
        for left in (2, 1):
            answer = await browser.act(f"/contexte/fenetre/{frame_id}", nombre=wrong)
            assert answer.status_code == 422, left
            assert "Ce n’est pas le nombre que votre logiciel affiche." in plain(answer.text)
        assert (await browser.act(f"/contexte/fenetre/{frame_id}", nombre=wrong)).status_code == 403
        assert (await browser.act(f"/contexte/fenetre/{frame_id}", nombre=number)).status_code == 403
        assert (await thief.look(f"/contexte/cadre/{frame_id}")).status_code == 403
        lines = await framed.house.store.accesses.following(0, limit=1000)
        assert sum(one.event.detail.get("motif") == "CTX-013" for one in lines) == 3


async def test_what_was_used_is_worth_nothing(framed: FramedHouse) -> None:
    async with framed.browse() as browser, framed.browse() as other:
        address = await framed.call()
        frame_id, number = await framed.begin(browser, address)
        waiting = cookie_of(browser.frame)
        await framed.sign_in(browser)
        again = await other.look((await other.look(address)).headers["location"])
        assert again.status_code == 403
        assert (await browser.window.get(address)).status_code == 403
        assert (await other.look(f"/contexte/cadre/{frame_id}")).status_code == 403
        await browser.act(f"/contexte/fenetre/{frame_id}", nombre=number)
        assert (await browser.act(f"/contexte/fenetre/{frame_id}", nombre=number)).status_code == 403
        opened = (await browser.look(f"/contexte/cadre/{frame_id}")).headers["location"]
        fixed = {"Cookie": f"{COOKIE}={waiting}"}
        assert (await other.frame.get(opened, headers=FRAMED | fixed)).status_code == 303
        assert (await other.frame.get(f"/contexte/cadre/{frame_id}", headers=FRAMED | fixed)).status_code == 403


async def test_another_professional_voids_the_frame(framed: FramedHouse) -> None:
    async with framed.browse() as browser:
        frame_id, number = await framed.begin(browser, await framed.call())
        await framed.sign_in(browser, BIOLOGIST)
        refused = await browser.act(f"/contexte/fenetre/{frame_id}", nombre=number)
        assert refused.status_code == 403
        assert "pour un autre professionnel" in plain(refused.text)
        assert (await browser.look(f"/contexte/cadre/{frame_id}")).status_code == 403


async def test_signing_out_or_changing_the_situation_closes_the_frame(framed: FramedHouse) -> None:
    async with framed.browse() as browser:
        base = await framed.open(browser)
        session = (await framed.bench.parts.sessions.list_open(framed.bench.visitor.session or "899900000037"))[0]
        offered = framed.bench.parts.sessions.list_situations(session)
        other = next(one.key for one in offered if one.key != session.situation_key)
        await browser.act("/connexion/situation", situation=other)
        assert (await browser.look(base)).headers["location"] == "/contexte/termine?motif=fin"
        await browser.act("/connexion/situation", situation=session.situation_key)
        assert (await browser.look(base)).status_code == 200
        await browser.act("/deconnexion")
        assert (await browser.look(base)).headers["location"] == "/contexte/termine?motif=fin"
        part = await browser.frame.get(f"{base}/liste", headers={"HX-Request": "true", "Sec-Fetch-Dest": "empty"})
        assert part.headers["hx-redirect"] == "/contexte/termine?motif=fin"


async def test_a_form_of_the_frame_needs_its_token_and_our_origin(framed: FramedHouse) -> None:
    async with framed.browse() as browser:
        base = await framed.open(browser)
        listed = await browser.look(f"{base}?liste=oui")
        token = token_of(listed.text)
        assert len(token) == 64
        assert listed.text.count('method="post"') == listed.text.count('name="jeton"')
        acts = ("/integrer", "/documents/1.2.3/changer", "/acces/retirer", "/acces/consentement", "/quitter")
        for path in acts:
            for given in ({}, {"jeton": ""}, {"jeton": token[:-1] + "x"}):
                answer = await browser.post(f"{base}{path}", motif="essai", **given)
                assert answer.status_code == 403, path
                assert "Cet acte ne vient pas de la page du patient" in plain(answer.text), path
            for origin in (SITE, "null", "https://evil.example", "http://liane.test"):
                answer = await browser.post(f"{base}{path}", origin=origin, jeton=token)
                assert answer.status_code == 403, (path, origin)
        bare = await browser.frame.post(f"{base}/quitter", data={"jeton": token})
        assert bare.status_code == 403
        assert (await browser.post(f"{base}/quitter", jeton=token)).headers["location"] == "/contexte/termine"


async def test_what_was_typed_in_a_frame_is_kept_when_the_session_ends(framed: FramedHouse) -> None:
    """The reason comes back in the window that confirmed the frame, to the same person; nobody sends it from there."""
    async with framed.browse() as browser, framed.browse() as other:
        base = await framed.open(browser)
        token = token_of((await browser.look(f"{base}?liste=oui")).text)
        await browser.act("/deconnexion")
        asked = {"mode": "bris_de_glace", "motif": "trouvé inconscient, sans proche"}
        unheld = await browser.post(f"{base}/acces/urgence", **asked, jeton=token[:-1] + "x")
        assert unheld.headers["location"] == "/contexte/termine?motif=fin"
        sent = await browser.post(f"{base}/acces/urgence", **asked, jeton=token)
        assert sent.status_code == 303
        over = await browser.look(sent.headers["location"])
        assert "est gardé une heure" in plain(over.text)
        assert "inconscient" not in over.text
        kept = over.text.partition('class="button main" href="')[2].partition('"')[0]
        assert kept.startswith("/connexion/reprise/")
        first = await browser.window.get(kept)
        assert first.headers["location"] == f"/connexion?garde={kept.rpartition('/')[2]}&motif=garde"
        await framed.sign_in(browser)
        await framed.sign_in(other)
        shown = await browser.window.get(kept)
        assert "trouvé inconscient, sans proche" in shown.text
        assert "refermé avec votre session" in plain(shown.text)
        assert 'action="/contexte' not in shown.text
        assert token not in shown.text
        assert (await other.window.get(kept)).status_code == 404


@pytest.mark.parametrize("act", ["mask", "unmask", "show_to_patient", "archive", "delete"])
async def test_what_changes_a_dmp_is_ended_in_a_window(framed: FramedHouse, act: str) -> None:
    """Clickjacking: a click stolen in the frame changes nothing; the window shows what is sent."""
    async with framed.browse() as browser:
        base = await framed.open(browser)
        listed = await browser.look(f"{base}?liste=oui")
        document = listed.text.partition(f'data-open href="{base}/documents/')[2].partition("?")[0].partition('"')[0]
        sent = framed.house.scene.calls.count("UpdateDocumentSet")
        path = f"{base}/documents/{document}/changer"
        asked = await browser.post(path, acte=act, motif="demande du patient", jeton=token_of(listed.text))
        assert asked.status_code == 409
        assert framed.house.scene.calls.count("UpdateDocumentSet") == sent
        assert 'target="_blank"' in asked.text
        window = asked.text.partition('class="button main" href="')[2].partition('"')[0]
        assert (await browser.look(window)).status_code == 303
        shown = await browser.window.get(window)
        assert "demande du patient" in shown.text
        assert f'action="{path}"' in shown.text
        assert "jeton" not in shown.text


async def test_an_authorisation_is_withdrawn_from_a_window_too(framed: FramedHouse) -> None:
    async with framed.browse() as browser:
        base = await framed.open(browser)
        token = token_of((await browser.look(f"{base}?liste=oui")).text)
        for path in ("/acces/retirer", "/acces/autoriser", "/acces/consentement"):
            asked = await browser.post(f"{base}{path}", jeton=token)
            assert asked.status_code == 409, path
            assert "/connexion/reprise/" in asked.text, path


async def test_an_emergency_from_a_frame_is_ended_in_a_window(framed: FramedHouse) -> None:
    async with framed.browse() as browser:
        base = await framed.open(browser)
        token = token_of((await browser.look(f"{base}?liste=oui")).text)
        fields = {"mode": "bris_de_glace", "motif": "patient inconscient"}
        asked = await browser.post(f"{base}/acces/urgence", jeton=token, **fields)
        assert asked.status_code == 409
        assert "Terminer dans une fenêtre" in plain(asked.text)


async def test_a_browser_that_keeps_no_cookie_there_is_told_and_the_address_still_opens(framed: FramedHouse) -> None:
    async with framed.browse() as browser:
        address = await framed.call()
        await browser.look(address)
        browser.frame.cookies.clear()
        told = await browser.look(f"{address}?cadre=1")
        assert told.status_code == 200
        assert "Ouvrir dans une fenêtre" in plain(told.text)
        assert f'href="{address}"' in told.text
        await framed.sign_in(browser)
        opened = await browser.window.get(address)
        assert opened.status_code == 303
        assert (await browser.window.get(opened.headers["location"])).status_code == 200


async def test_a_frame_waits_ten_minutes(ground: Ground, tmp_path: Path) -> None:
    async with open_framed(ground, tmp_path) as framed, framed.browse() as browser:
        clock = framed.house.scene.clock
        frame_id, number = await framed.begin(browser, await framed.call())
        clock[0] += timedelta(minutes=9)
        assert (await browser.look(f"/contexte/cadre/{frame_id}")).status_code == 200
        clock[0] += timedelta(minutes=2)
        assert (await browser.look(f"/contexte/cadre/{frame_id}")).status_code == 403
        await framed.sign_in(browser)
        assert (await browser.act(f"/contexte/fenetre/{frame_id}", nombre=number)).status_code == 403


async def test_nothing_that_opens_a_frame_is_in_the_database(framed: FramedHouse) -> None:
    async with framed.browse() as browser:
        await framed.open(browser)
        held = cookie_of(browser.frame)
        async with framed.house.store.reading() as connection:
            rows = await connection.fetch("SELECT secret, row_to_json(f)::text AS shown FROM context_frames f")
        assert digest(held) in [bytes(row["secret"]) for row in rows]
        assert not any(held in row["shown"] for row in rows)
