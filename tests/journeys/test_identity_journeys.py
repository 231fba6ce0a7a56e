"""What the people of identity-vigilance do at the desk, in a real browser, with a simulated INSi behind."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from liane.codecs.barcode.datamatrix_ins import encode_payload
from liane.codecs.barcode.symbol import render_png
from liane.domain.actors.operator import Operator, Role
from liane.domain.identity.ins import INS
from liane.domain.identity.patient import IdentityStatus
from liane.domain.identity.person import Attribute, Person
from liane.web.security import Credential
from liane_sandbox.faults import FaultKind
from liane_sandbox.pki.folder import PKI
from tests.insi_kit import get_named, make_traits
from tests.journeys.browsing import OpenPage, find_violations, focused, opening, wait_until
from tests.journeys.conftest import run_apart
from tests.pipeline.identity_kit import Patient, make_adt, stay_of
from tests.pki_kit import make_cheap_pki
from tests.postgres import TEMPLATE, copy_database, name_database
from tests.web.desk_kit import OFFICER, Known, traits
from tests.web.served import Served, serve

pytestmark = pytest.mark.journey
READER = Credential(
    operator=Operator(name="Ana TESTLECTURE", roles=frozenset({Role.CONSULTATION})), secret="le-secret-de-lecture"
)
CELL = Credential(operator=OFFICER, secret="le-secret-de-la-cellule")
OPEN = traits("TESTSEJOUR", "LEA", "19900101")
TEST_OID = "1.2.250.1.213.1.4.10"


@pytest.fixture(scope="session")
def pki(tmp_path_factory: pytest.TempPathFactory) -> PKI:
    """The test PKI; TLS reads the true time."""
    return make_cheap_pki(tmp_path_factory.mktemp("desk") / "pki", datetime.now(UTC).replace(microsecond=0))


@pytest.fixture
def desk(browser: Any, postgres_dsn: str, pki: PKI, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Served]:
    """A desk on a registry of its own; marked with ``credentials`` it asks who enters."""
    name = f"desk_{abs(hash(request.node.nodeid)):x}"
    run_apart(postgres_dsn, copy_database(name, TEMPLATE))
    settings = getattr(request, "param", {})
    with serve(name_database(postgres_dsn, name), insi=(pki, tmp_path / "insi.db"), **settings) as running:
        yield running
    run_apart(postgres_dsn, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def open_desk(browser: Any, desk: Served) -> Iterator[OpenPage]:
    """Open pages of the desk."""
    with opening(browser, desk.url) as open_one:
        yield open_one


def get_known(desk: Served) -> Known:
    assert desk.known is not None
    return desk.known


def get_person(desk: Served, number: int) -> Person:
    person: Person = desk.run(desk.store.registry.get_person(number))
    return person


def main_text(page: Any) -> str:
    return str(page.locator("main").inner_text()).replace("\u00a0", " ")


def find_number(page: Any) -> int:
    return int(page.url.split("?")[0].rstrip("/").split("/identites/")[1].split("/")[0])


def list_pages(desk: Served) -> list[str]:
    known = get_known(desk)
    alerts = desk.run(desk.store.registry.find_alerts())
    sheet = f"/identites/{known.qualified}"
    return [
        "/identites",
        "/identites?q=testbrunet",
        "/identites?q=introuvable",
        "/identites/nouvelle?naissance=12/03/1980&sexe=F&nom=testbrunet",
        "/identites/doublons",
        "/identites/alertes",
        *(f"/identites/alertes/{alert.id}" for alert in alerts),
        f"/identites/comparer?a={known.provisional}&b={known.twin}",
        *(f"/identites/{number}" for number in (known.qualified, known.long, known.doubtful, known.proven)),
        *(
            f"{sheet}/{view}"
            for view in ("histoire", "sejours", "documents", "insi", "alertes", "etiquettes", "modifier")
        ),
        f"/identites/{known.provisional}/qualifier",
        f"/identites/{known.doubtful}/qualifier",
        "/identites/lots",
        "/identites/flux",
        "/identites/indicateurs",
    ]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_at_the_desk(open_desk: OpenPage, desk: Served, theme: str) -> None:
    page = open_desk("/identites", color_scheme=theme)
    for path in list_pages(desk):
        page.goto(f"{desk.url}{path}")
        for fold in page.locator("details").all():
            fold.evaluate("fold => { fold.open = true }")
        assert find_violations(page) == [], path


@pytest.mark.parametrize("width", [320, 683])
def test_the_desk_never_scrolls_sideways(open_desk: OpenPage, desk: Served, width: int) -> None:
    page = open_desk("/identites", width=width, height=640)
    for path in list_pages(desk):
        page.goto(f"{desk.url}{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_a_person_is_found_and_opened_with_the_keyboard_alone(open_desk: OpenPage, desk: Served) -> None:
    page = open_desk("/")
    page.keyboard.press("g")
    page.keyboard.press("p")
    page.wait_for_url("**/identites")
    page.keyboard.press("/")
    assert focused(page) == "q"
    page.keyboard.type("testombèlle", delay=15)
    wait_until(page, "document.querySelectorAll('tr[data-row]').length === 1")
    assert focused(page) == "q"
    page.keyboard.press("Escape")
    assert page.locator("#q").input_value() == "testombèlle", "leaving the field keeps what was typed"
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/identites/{get_known(desk).qualified}")
    card = page.locator("section.card").inner_text()
    assert "identité qualifiée" in card
    assert "circule" in card
    page.get_by_role("link", name="Séjours").click()
    assert "Chirurgie" in main_text(page)
    seen = [
        one for one in desk.run(desk.store.registry.find_person_events(find_number(page))) if one.name == "person.seen"
    ]
    assert [one.data["page"] for one in seen] == ["identité", "séjours"]


def test_a_double_entry_is_told_before_the_creation(open_desk: OpenPage, desk: Served) -> None:
    page = open_desk("/identites/nouvelle")
    page.locator("#naissance").fill("12/03/1980")
    page.locator("#nom").fill("Testbrunet")
    page.locator("#prenoms").fill("Alix Marie")
    page.locator("#sexe").select_option("F")
    wait_until(page, "document.querySelectorAll('#controle li').length >= 2")
    assert "TESTBRUNET ALIX MARIE" in page.locator("#controle").inner_text()
    wait_until(page, "document.querySelector('#nom-aide').innerText.includes('sera écrit : TESTBRUNET')")
    page.locator("#lieu").fill("99901")
    page.get_by_role("button", name="Créer l’identité").click()
    page.wait_for_selector(".findings")
    assert "Une identité presque semblable existe déjà." in main_text(page)
    assert page.locator("#nom").input_value() == "Testbrunet", "what was typed is kept"
    page.locator("#motif").fill("jumelle, pièces vues")
    page.get_by_role("button", name="Créer l’identité").click()
    page.wait_for_url("**?fait=cree")
    assert "identité provisoire" in page.locator("section.card").inner_text()
    page.get_by_role("link", name="Histoire").click()
    assert "Motif : jumelle, pièces vues" in main_text(page)


def test_a_person_is_qualified_by_insi_then_a_passport(open_desk: OpenPage, desk: Served) -> None:
    page = open_desk("/identites/nouvelle")
    for name, value in (("naissance", "17/06/1938"), ("nom", "testgenévrier"), ("prenoms", "Odette Simone Lucie")):
        page.locator(f"#{name}").fill(value)
    page.locator("#sexe").select_option("F")
    page.locator("#lieu").fill("99999")
    page.get_by_role("button", name="Créer l’identité").click()
    page.wait_for_url("**?fait=cree")
    number = find_number(page)
    page.get_by_role("link", name="Qualifier").click()
    page.get_by_role("button", name="Interroger INSi par les traits").click()
    page.wait_for_url("**appel=*")
    assert page.locator("table.compare tbody tr").count() == 6
    page.get_by_role("button", name="C’est bien cette personne").click()
    page.wait_for_url("**fait=insi")
    assert get_person(desk, number).status is IdentityStatus.RECUPEREE
    assert "identité récupérée" in page.locator("section.card").inner_text()
    page.locator("#piece").select_option("PA")
    page.locator("#validite").fill("31/12/2031")
    page.get_by_role("button", name="Les traits sont ceux de la pièce").click()
    page.wait_for_url("**fait=piece")
    person = get_person(desk, number)
    assert person.status is IdentityStatus.QUALIFIEE
    assert person.may_circulate
    assert "identité qualifiée" in page.locator("section.card").inner_text()
    page.goto(f"{desk.url}/identites/{number}/insi")
    assert page.locator("tbody tr").count() >= 1
    with page.expect_download() as waiting:
        page.goto(f"{desk.url}/identites/{number}/etiquettes")
        page.get_by_role("button", name="Télécharger le PDF").click()
    assert Path(waiting.value.path()).read_bytes().startswith(b"%PDF")


def test_a_discrepancy_with_insi_is_seen_at_the_character(open_desk: OpenPage, desk: Served) -> None:
    page = open_desk("/identites/nouvelle")
    for name, value in (("naissance", "12/12/1963"), ("nom", "TESTROMARIN"), ("prenoms", "JOAO ANNE")):
        page.locator(f"#{name}").fill(value)
    page.locator("#sexe").select_option("M")
    page.locator("#lieu").fill("99998")
    page.get_by_role("button", name="Créer l’identité").click()
    page.wait_for_url("**?fait=cree")
    number = find_number(page)
    page.goto(f"{desk.url}/identites/{number}/qualifier")
    page.get_by_role("button", name="Interroger INSi par les traits").click()
    page.wait_for_url("**appel=*")
    row = page.locator("tr", has_text="lieu de naissance")
    assert "différent" in row.inner_text()
    assert row.locator("mark.differs").count() >= 1
    page.get_by_role("button", name="Ce n’est pas elle").click()
    page.wait_for_url("**fait=refuse")
    assert get_person(desk, number).status is IdentityStatus.PROVISOIRE


def test_insi_away_keeps_the_question_and_the_status(open_desk: OpenPage, desk: Served) -> None:
    known = get_known(desk)
    assert desk.wire is not None
    desk.wire.on(FaultKind.HANG_UP_BEFORE)
    page = open_desk(f"/identites/{known.provisional}/qualifier")
    page.get_by_role("button", name="Interroger INSi par les traits").click()
    page.wait_for_selector(".notice")
    assert "INSi est indisponible" in page.locator(".lead").inner_text()
    assert "Liane reposera la question" in main_text(page)
    assert page.locator("#piece").count() == 1, "the document may be checked meanwhile"
    assert get_person(desk, known.provisional).status is IdentityStatus.PROVISOIRE
    page.goto(f"{desk.url}/identites/{known.doubtful}/qualifier")
    assert page.get_by_role("button", name="Interroger INSi par les traits").count() == 0
    assert "INSi" in page.locator(".findings").inner_text()


def test_a_double_is_merged_then_given_back(open_desk: OpenPage, desk: Served) -> None:
    known = get_known(desk)
    page = open_desk("/")
    page.keyboard.press("g")
    page.keyboard.press("b")
    page.wait_for_url("**/doublons")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/doublons/*")
    assert page.locator("table.compare").count() == 1
    page.get_by_label(f"garder le n° {known.provisional}").check()
    page.locator("#motif-fusion").fill("même personne, pièce vue")
    page.get_by_role("button", name="Fusionner").click()
    page.wait_for_url(f"**/identites/{known.provisional}?fait=fusion")
    assert get_person(desk, known.twin).merged_into == known.provisional
    page.goto(f"{desk.url}/identites/{known.twin}")
    assert "n’est plus en vigueur" in main_text(page)
    page.locator("#motif-defaire").fill("erreur, deux personnes")
    page.get_by_role("button", name="Rendre cette identité").click()
    page.wait_for_url("**fait=defusion")
    assert get_person(desk, known.twin).merged_into is None
    page.goto(f"{desk.url}/identites/{known.provisional}/histoire")
    text = main_text(page)
    assert "Fusion" in text
    assert "Motif : erreur, deux personnes" in text


def test_a_double_said_apart_is_not_asked_again(open_desk: OpenPage, desk: Served) -> None:
    page = open_desk("/identites/doublons")
    page.locator("[data-open]").first.click()
    page.locator("#motif-decision").fill("jumelles")
    page.get_by_role("button", name="Ce sont deux personnes").click()
    page.wait_for_url("**/doublons?fait=alerte")
    assert "Rien n’attend." in main_text(page)


def test_an_overtaken_act_says_who_changed_what_and_keeps_what_was_typed(open_desk: OpenPage, desk: Served) -> None:
    known = get_known(desk)
    page = open_desk(f"/identites/{known.proven}/modifier")
    page.locator("#nom").fill("TESTVALIDEE")
    page.locator("#motif-modifier").fill("faute de frappe")
    person = get_person(desk, known.proven)
    assert desk.flow is not None
    desk.run(
        desk.flow.registry.set_attribute(
            person.id, person.version, Attribute.HOMONYME, reason="voisine", operator=OFFICER
        )
    )
    page.get_by_role("button", name="Enregistrer").click()
    page.wait_for_selector("text=Modifiée entre-temps")
    text = main_text(page)
    assert "Camille TESTOFFICIER" in text
    assert "homonyme" in text
    assert "TESTVALIDEE" in text, "what was typed is shown"
    page.get_by_role("button", name="Le faire quand même").click()
    page.wait_for_url("**fait=traits")
    assert get_person(desk, known.proven).traits.birth_family == "TESTVALIDEE"


def test_a_scanned_label_fills_the_form_and_is_verified(open_desk: OpenPage, desk: Served, tmp_path: Path) -> None:
    insured = get_named("TESTCHARME")
    ins = INS(matricule=insured.number.matricule, oid=TEST_OID)
    payload = encode_payload(ins, make_traits(insured))
    picture = tmp_path / "etiquette.png"
    picture.write_bytes(render_png(payload))
    page = open_desk("/identites/nouvelle")
    page.locator("#image").set_input_files(str(picture))
    page.get_by_role("button", name="Lire").click()
    page.wait_for_selector("text=candidate")
    assert page.locator("#nom").input_value() == "TESTCHARME"
    page.goto(f"{desk.url}/identites/nouvelle")
    page.locator("#datamatrix").fill(payload.decode().replace("\x1d", "<GS>"))
    page.keyboard.press("Enter")
    page.wait_for_selector("text=candidate")
    assert page.locator("#prenoms").input_value() == insured.givens
    page.get_by_role("button", name="Créer l’identité").click()
    page.wait_for_url("**/qualifier?matricule=*")
    page.get_by_role("button", name="La faire vérifier par INSi").click()
    page.wait_for_url("**fait=verifie")
    assert get_person(desk, find_number(page)).status is IdentityStatus.RECUPEREE


@pytest.mark.parametrize("desk", [{"credentials": (READER, CELL)}], indirect=True)
def test_a_role_opens_what_it_may_and_is_told_what_it_lacks(open_desk: OpenPage, desk: Served) -> None:
    known = get_known(desk)
    signed = {"username": READER.operator.name, "password": READER.secret}
    page = open_desk(f"/identites/{known.provisional}", http_credentials=signed)
    assert "identité provisoire" in page.locator("section.card").inner_text()
    assert page.get_by_role("link", name="Qualifier").count() == 0
    assert "droit « qualifier les identités »" in main_text(page)
    assert page.locator("nav[aria-label=Pages]").get_by_text("Nouvelle identité").count() == 0
    page.goto(f"{desk.url}/identites/{known.provisional}/qualifier")
    assert "Page 403" in main_text(page)
    assert "appeler INSi" in main_text(page)
    page.goto(f"{desk.url}/identites/comparer?a={known.provisional}&b={known.twin}")
    assert page.get_by_role("button", name="Fusionner").count() == 0
    cell = open_desk(
        f"/identites/comparer?a={known.provisional}&b={known.twin}",
        http_credentials={"username": OFFICER.name, "password": CELL.secret},
    )
    assert cell.get_by_role("button", name="Fusionner").count() == 1


def test_the_desk_works_without_script(open_desk: OpenPage, desk: Served) -> None:
    page = open_desk("/identites", java_script_enabled=False)
    page.locator("#q").fill("testvalide")
    page.get_by_role("button", name="Chercher").nth(1).click()
    page.locator("tr[data-row] a").first.click()
    page.wait_for_url(f"**/identites/{get_known(desk).proven}")
    page.goto(f"{desk.url}/identites/nouvelle")
    page.locator("#naissance").fill("12/03/1980")
    page.locator("#nom").fill("testbrunet")
    page.get_by_role("button", name="Vérifier sans créer").click()
    assert page.locator("#controle li").count() >= 2
    assert page.locator("#nom").input_value() == "testbrunet"


def test_a_lot_is_started_and_its_lines_are_shown(open_desk: OpenPage, desk: Served) -> None:
    page = open_desk("/identites/lots")
    page.get_by_role("button", name="Lancer").click()
    page.wait_for_selector("[role=alert]")
    assert "Personne n'est concerné" in main_text(page)
    assert desk.flow is not None
    desk.run(desk.flow.apply(make_adt("A01", Patient(ipp="000078", ins=None, traits=OPEN), *stay_of("V78", "M78"))))
    page.reload()
    page.get_by_label("Chercher l’INS des personnes").check()
    page.get_by_role("button", name="Lancer").click()
    page.wait_for_url("**/lots/*")
    assert "TESTSEJOUR" in main_text(page)
    page.get_by_role("button", name="Mettre en pause").click()
    page.wait_for_url("**fait=pause")
    assert "en pause" in main_text(page)
    page.locator("#motif-lot").fill("essai")
    page.get_by_role("button", name="Annuler ce lot").click()
    page.wait_for_url("**fait=annuler")
    assert "annulé" in main_text(page)


def test_the_indicators_are_exported(open_desk: OpenPage) -> None:
    page = open_desk("/identites/indicateurs?jours=30")
    page.get_by_role("link", name="Exporter par unité et par jour").click()
    assert find_violations(page) == []
    page.evaluate("document.querySelector('main form').noValidate = true")
    page.get_by_role("button", name="Télécharger le fichier").click()
    page.get_by_role("alert").wait_for()
    assert "Le motif est obligatoire" in main_text(page)
    assert find_violations(page) == []
    page.get_by_label("Motif (obligatoire)").fill("Comité d’identitovigilance du trimestre")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Télécharger le fichier").click()
    assert Path(waiting.value.path()).read_text(encoding="utf-8-sig").startswith("jour;code de l'unité")
