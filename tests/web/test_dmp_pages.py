"""The pages of a patient's DMP over the simulated DMP: whole without script, painted at once, every refusal worded."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from liane.domain.audit.access import AccessAct, Outcome
from liane.domain.identity.person import ConsultationStance
from liane.web.routes.dmp_document import DRAWN_FOR
from liane_sandbox.dmp.access_book import Opposition
from liane_sandbox.faults import Fault, FaultKind
from liane_sandbox.patients import PATIENTS, SandboxPatient
from tests.web.dmp_kit import AGAIN, CARDIOLOGIST, DOCTOR, FULL, MINOR, SECRETARY, Ground, House, make_ground
from tests.web.test_console_pages import Checker, plain

pytestmark = pytest.mark.anyio
PLAIN = PATIENTS[0]
DOCUMENT = re.compile(r'href="(/dmp/\d+/documents/[^"?]+)[^"]*"[^>]*data-hx-get')
HTMX = {"HX-Request": "true"}


@pytest.fixture(scope="module")
def ground(postgres_dsn: str, tmp_path_factory: pytest.TempPathFactory) -> Ground:
    """What the houses are made from."""
    return make_ground(postgres_dsn, tmp_path_factory.mktemp("dmp-pages"))


@pytest.fixture(scope="module")
async def shared(
    ground: Ground, anyio_backend: object, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[House]:
    """The pages, for tests that change nothing that another looks at."""
    async with ground.build(tmp_path_factory.mktemp("shared")) as opened:
        yield opened


@pytest.fixture
async def house(ground: Ground, tmp_path: Path) -> AsyncIterator[House]:
    """The pages, for a test that changes what is there."""
    async with ground.build(tmp_path) as opened:
        yield opened


def base(house: House, patient: SandboxPatient = FULL) -> str:
    """The address of a patient's DMP."""
    return f"/dmp/{house.number(patient)}"


async def find_documents(house: House, query: str = "liste=oui&periode=tout") -> list[str]:
    """Addresses of the documents of the full DMP, in the order of the list."""
    answer = await house.get(f"{base(house)}?{query}")
    assert answer.status_code == 200
    return DOCUMENT.findall(answer.text)


async def find_titled(house: House, title: str) -> str:
    """The address of the first document of a title."""
    answer = await house.get(f"{base(house)}?liste=oui&periode=tout")
    found = re.search(rf'href="(/dmp/\d+/documents/[^"?]+)[^"]*"[^>]*>{re.escape(title)}<', answer.text)
    assert found is not None, title
    return found.group(1)


async def test_every_page_is_whole_without_script_and_strict(shared: House) -> None:
    root = base(shared)
    letter, biology = await find_titled(shared, "Consultation de cardiologie"), (await find_documents(shared))[0]
    analyte = re.search(
        r'href="(/dmp/\d+/biologie/analyse[^"]+)"', (await shared.get(f"{root}/biologie?liste=oui")).text
    )
    assert analyte is not None
    for path in (
        "/dmp",
        "/dmp?q=testarbouse",
        "/dmp?q=introuvable",
        root,
        f"{root}?liste=oui",
        f"{root}?liste=oui&periode=tout&vue=frise&tri=type&etat=tous",
        f"{root}?liste=oui&visibilite=MASQUE_PS&cadre=AMBULATOIRE&classe=10&du=2020-01-01&au=2026-12-31",
        f"{root}?liste=oui&nouveaux=oui&auteur=personne",
        f"{root}/biologie",
        f"{root}/biologie?liste=oui",
        analyte.group(1).replace("&amp;", "&"),
        f"{root}/acces",
        f"{root}/acces/autorises",
        letter,
        f"{letter}?texte=oui",
        biology,
        f"{base(shared, MINOR)}/acces",
    ):
        answer = await shared.get(path)
        assert answer.status_code == 200, path
        checker = Checker()
        checker.feed(answer.text)
        assert checker.find_faults() == [], path
        assert answer.text.count("<h1") == 1, path
        assert len(answer.content) < 200_000, path


async def test_the_page_is_painted_before_the_dmp_is_asked(house: House) -> None:
    answer = await house.get(base(house))
    assert answer.status_code == 200
    assert "Le DMP est interrogé" in answer.text
    assert 'data-hx-trigger="load"' in answer.text
    assert "Afficher les documents" in answer.text
    assert house.scene.calls == []


async def test_the_list_comes_as_a_fragment_with_the_address_of_its_page(shared: House) -> None:
    answer = await shared.get(f"{base(shared)}/liste?periode=tout", **HTMX)
    assert answer.status_code == 200
    assert "<html" not in answer.text
    assert answer.headers["HX-Push-Url"].startswith(f"{base(shared)}?liste=oui")
    assert 'id="phrase"' in answer.text
    assert 'id="liste"' in answer.text
    without = await shared.get(f"{base(shared)}/liste?periode=tout")
    assert without.status_code == 303
    assert without.headers["location"] == answer.headers["HX-Push-Url"]


async def test_the_first_sentence_says_how_it_stands(house: House) -> None:
    text = plain((await house.get(f"{base(house)}?liste=oui")).text)
    assert "DMP ouvert, accès autorisé 10 documents des 2 dernières années. C’est votre première visite" in text
    assert "Déposés par le patient" in text


async def test_what_is_new_since_the_last_visit_is_counted_by_type_and_filtered(house: House) -> None:
    await house.get(f"{base(house, PLAIN)}?liste=oui")
    house.scene.feed(71, patient=PLAIN)
    house.scene.feed(72, patient=PLAIN)
    answer = await house.get(f"{base(house, PLAIN)}?liste=oui", AGAIN)
    text = plain(answer.text)
    assert "2 nouveaux depuis votre visite" in text
    assert "2 Comptes rendus de biologie" in text
    badge = re.search(r'href="([^"]+nouveaux=oui[^"]+)"><b>2</b>', answer.text)
    assert badge is not None
    assert len(DOCUMENT.findall((await house.get(badge.group(1).replace("&amp;", "&"), AGAIN)).text)) == 2
    only = await house.get(f"{base(house, PLAIN)}?liste=oui&nouveaux=oui", AGAIN)
    assert len(DOCUMENT.findall(only.text)) == 2
    assert plain(only.text).count("nouveau ") >= 2


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("periode=tout", 29),
        ("", 10),
        ("periode=tout&type=11502-2", 12),
        ("periode=tout&type=groupe:biologie", 12),
        ("periode=tout&auteur=testgenet", None),
        ("du=2019-01-01&au=2020-12-31", None),
        ("periode=tout&visibilite=INVISIBLE_PATIENT", None),
        ("periode=tout&etat=tous", None),
    ],
)
async def test_filters_are_asked_of_the_dmp(shared: House, query: str, expected: int | None) -> None:
    found = await find_documents(shared, f"liste=oui&{query}")
    everything = await find_documents(shared, "liste=oui&periode=tout&etat=tous")
    assert set(found) <= set(everything)
    assert found
    if expected is not None:
        assert len(found) == expected
    if "auteur" in query or "visibilite" in query or "du=" in query:
        assert len(found) < len(everything)


async def test_an_unknown_filter_is_no_filter(shared: House) -> None:
    assert (
        len(await find_documents(shared, "liste=oui&periode=hier&type=x&classe=y&etat=z&tri=t&vue=v&visibilite=w"))
        == 10
    )


async def test_a_period_that_ends_before_it_starts_is_said(shared: House) -> None:
    answer = await shared.get(f"{base(shared)}?liste=oui&du=2026-01-02&au=2025-01-02")
    assert "La période demandée se termine avant de commencer." in plain(answer.text)
    assert "DMP-034" in answer.text


async def test_a_structured_document_is_rendered_by_us_and_its_copy_page_by_page(shared: House) -> None:
    path = await find_titled(shared, "Compte rendu d&#39;examens biologiques")
    answer = await shared.get(path)
    assert 'class="cda-document"' in answer.text
    assert "La feuille de style du producteur n’est jamais exécutée" in answer.text
    copy = await shared.get(f"{path}?copie=oui")
    assert f'src="{path}/pages/1/image"' in copy.text
    picture = await shared.get(f"{path}/pages/1/image")
    assert picture.status_code == 200
    assert picture.headers["content-type"] == "image/webp"
    assert (await shared.get(f"{path}/pages/999/image")).status_code == 404
    assert (await shared.get(f"{path}/pages/1/image?taille=immense")).status_code == 404


async def test_the_pages_of_one_reading_are_one_line_of_the_trail(house: House) -> None:
    path = await find_titled(house, "Consultation de cardiologie")
    await house.get(path)

    def count() -> int:
        return sum(line.act is AccessAct.READ_DMP_DOCUMENT for line in house.scene.trail.lines)

    before = count()
    for _ in range(3):
        assert (await house.get(f"{path}/pages/1/image")).status_code == 200
    assert count() == before
    house.scene.pass_time(DRAWN_FOR)
    assert (await house.get(f"{path}/pages/1/image")).status_code == 200
    assert count() == before + 1
    assert (await house.get(f"{path}/pages/1/image", CARDIOLOGIST)).status_code == 200
    assert count() == before + 2


async def test_a_pdf_document_is_shown_by_pages_with_their_words_and_its_exact_bytes(shared: House) -> None:
    path = await find_titled(shared, "Consultation de cardiologie")
    answer = await shared.get(f"{path}?texte=oui")
    text = plain(answer.text)
    assert "origine : DMP" in text
    assert "Texte de la page 1" in text
    assert "SIMULATION" in text
    raw = await shared.get(f"{path}/octets")
    assert raw.headers["content-disposition"].startswith("attachment;")
    assert "sandbox" in raw.headers["content-security-policy"]
    assert b"ClinicalDocument" in raw.content


async def test_a_document_leads_to_its_neighbours_in_the_same_list(shared: House) -> None:
    order = await find_documents(shared, "liste=oui&periode=tout&type=11502-2")
    answer = await shared.get(f"{order[1]}?periode=tout&type=11502-2")
    assert f'rel="prev" href="{order[0]}?' in answer.text
    assert f'rel="next" href="{order[2]}?' in answer.text
    first = await shared.get(f"{order[0]}?periode=tout&type=11502-2")
    assert 'rel="prev"' not in first.text


async def test_a_document_that_is_not_given_is_said_so(shared: House) -> None:
    answer = await shared.get(f"{base(shared)}/documents/1.2.3.4.5")
    assert answer.status_code == 200
    assert "Le DMP ne donne pas (ou plus) accès à ce document." in plain(answer.text)
    assert (await shared.get(f"{base(shared)}/documents/1.2.3.4.5/octets")).status_code == 403


async def test_what_is_hidden_from_the_patient_is_told_and_made_visible_with_a_reason(house: House) -> None:
    path = await find_titled(house, "Scanner thoracique")
    page = await house.get(path)
    assert "Ce document n’est pas visible par le patient." in plain(page.text)
    assert "Rendre visible au patient" in page.text
    refused = await house.post(f"{path}/changer", acte="show_to_patient", motif=" ")
    assert refused.status_code == 422
    assert "Un motif est demandé" in refused.text
    done = await house.post(f"{path}/changer", acte="show_to_patient", motif="annonce faite ce jour")
    assert done.status_code == 303
    after = await house.get(done.headers["location"])
    assert "Le patient voit maintenant ce document." in plain(after.text)
    assert "non visible par le patient" not in plain(after.text)
    assert [line.reason for line in house.scene.trail.lines if line.act is AccessAct.MAKE_VISIBLE][-1] == (
        "annonce faite ce jour"
    )


async def test_one_masks_archives_and_deletes_ones_own_documents_only(house: House) -> None:
    mine = await find_titled(house, "Consultation de cardiologie")
    for act, words in (("mask", "masqué aux professionnels"), ("unmask", "n’est plus masqué"), ("archive", "archivé")):
        done = await house.post(f"{mine}/changer", acte=act, motif="erreur de saisie")
        assert done.status_code == 303, act
        assert words in plain((await house.get(done.headers["location"])).text)
    gone = await house.post(f"{mine}/changer", acte="delete", motif="erreur de patient")
    assert gone.status_code == 303
    assert "Le document est supprimé du DMP." in plain((await house.get(gone.headers["location"])).text)
    assert mine not in await find_documents(house, "liste=oui&periode=tout&frais=oui")
    other = await find_titled(house, "Scanner thoracique")
    refused = await house.post(f"{other}/changer", acte="delete", motif="pas le mien")
    assert refused.status_code == 422
    assert "Vous n'êtes pas l'auteur de ce document" in plain(refused.text)
    assert "pas le mien" in refused.text
    assert (await house.post(f"{other}/changer", acte="exploser", motif="non")).status_code == 400


async def test_documents_are_integrated_once_and_shown_as_such(house: House) -> None:
    paths = await find_documents(house)
    wanted = [path.rpartition("/")[2] for path in paths[:2]]
    first = await house.post(f"{base(house)}/integrer", doc=wanted)
    assert first.status_code == 200
    assert "2 documents à classer dans la réception." in plain(first.text)
    assert not any(f">{one}<" in first.text for one in wanted), (
        "documents are named by their title, not by their number"
    )
    assert plain(first.text).count("acte du ") == 2
    again = await house.post(f"{base(house)}/integrer", doc=wanted)
    assert "2 documents déjà là." in plain(again.text)
    listed = await house.get(f"{base(house)}?liste=oui&periode=tout")
    assert plain(listed.text).count("intégré ") >= 2
    assert (await house.post(f"{base(house)}/integrer")).status_code == 400


async def test_what_changed_since_it_was_integrated_is_signalled(house: House) -> None:
    path = await find_titled(house, "Consultation de cardiologie")
    await house.post(f"{base(house)}/integrer", doc=[path.rpartition("/")[2]])
    quiet = await house.get(f"{base(house)}/suites", **HTMX)
    assert plain(quiet.text) == ""
    await house.post(f"{path}/changer", acte="delete", motif="erreur de patient")
    told = plain((await house.get(f"{base(house)}/suites", **HTMX)).text)
    assert "1 document intégré a changé depuis dans le DMP." in told


async def test_biology_puts_years_together_and_never_mixes_units(shared: House) -> None:
    text = plain((await shared.get(f"{base(shared)}/biologie?liste=oui")).text)
    assert "6 analyses dans 12 comptes rendus de biologie" in text
    fragment = await shared.get(f"{base(shared)}/biologie/resultats", **HTMX)
    assert "<html" not in fragment.text
    assert (await shared.get(f"{base(shared)}/biologie/resultats")).status_code == 303
    units = set()
    for path in re.findall(r'href="(/dmp/\d+/biologie/analyse[^"]+)"', fragment.text):
        page = await shared.get(path.replace("&amp;", "&"))
        assert page.text.count("Courbe en ") == 1
        units |= set(re.findall(r"Courbe en ([^\"]+)", page.text))
        assert "Tableau des résultats" in page.text
        assert "SIMULATION DES" in page.text
    assert {"g/L", "mmol/L"} <= units
    assert (await shared.get(f"{base(shared)}/biologie/analyse?cle=inconnue")).status_code == 404


async def test_each_report_of_biology_is_read_once_while_one_looks_at_it(house: House) -> None:
    def count() -> int:
        return sum(line.act is AccessAct.READ_DMP_DOCUMENT for line in house.scene.trail.lines)

    for _ in range(2):
        await house.get(f"{base(house)}/biologie?liste=oui")
        await house.get(f"{base(house)}/biologie/analyse?cle=2345-7%7C2.16.840.1.113883.6.1%7C")
    assert count() == 12
    path = await find_titled(house, "Consultation de cardiologie")
    await house.post(f"{path}/changer", acte="archive", motif="erreur de saisie")
    await house.get(f"{base(house)}/biologie?liste=oui")
    assert count() == 24


async def test_an_opposition_closes_at_once_and_a_consent_opens_again(house: House) -> None:
    page = await house.get(f"{base(house)}/acces")
    version = re.search(r'name="version" value="(\d+)"', page.text)
    assert version is not None
    done = await house.post(f"{base(house)}/acces/consentement", version=version.group(1), consultation="INC")
    assert done.status_code == 303
    closed = await house.get(f"{base(house)}?liste=oui")
    assert "Le patient s'est opposé à la consultation de son DMP." in plain(closed.text)
    stale = await house.post(f"{base(house)}/acces/consentement", version=version.group(1), consultation="IC")
    assert stale.status_code == 422
    assert "n’a pas été enregistré" in plain(stale.text)
    person = await house.store.registry.get_person(house.number())
    assert person.consents.consultation is ConsultationStance.REFUSED
    again = await house.post(f"{base(house)}/acces/consentement", version=person.version, consultation="IC")
    assert again.status_code == 303
    assert "10 documents" in plain((await house.get(f"{base(house)}?liste=oui")).text)
    assert (await house.post(f"{base(house)}/acces/consentement", version=1, consultation="?")).status_code == 400


async def test_who_is_authorised_is_listed_and_one_withdraws_ones_own(house: House) -> None:
    await house.get(f"{base(house)}?liste=oui")
    assert "TESTMELEZE" in plain((await house.get(f"{base(house)}/acces/autorises")).text)
    assert "Retirer mon autorisation" not in plain((await house.get(f"{base(house)}/acces")).text)
    for state in (
        await house.get(f"{base(house)}/acces/etat", **HTMX),
        await house.get(f"{base(house)}/acces?etat=oui"),
    ):
        assert "Rattaché à Mon espace santé" in plain(state.text)
        assert "dmp-signs.svg" in state.text
        assert "Retirer mon autorisation" in plain(state.text)
    done = await house.post(f"{base(house)}/acces/retirer")
    assert done.headers["location"].endswith("fait=retire")
    assert (await house.post(f"{base(house)}/acces/exploser")).status_code == 404


async def test_break_glass_asks_a_reason_opens_and_says_so_on_every_page(house: House) -> None:
    person = await house.store.registry.get_person(house.number())
    refused = replace(person.consents, consultation=ConsultationStance.REFUSED)
    await house.flow.registry.record_consents(person.id, person.version, refused, operator=SECRETARY)
    without = await house.post(f"{base(house)}/acces/urgence", mode="bris_de_glace", motif="")
    assert without.status_code == 422
    assert "Le bris de glace demande un motif" in plain(without.text)
    straight = await house.get(f"{base(house)}?acces=bris_de_glace&liste=oui")
    assert "Le bris de glace demande un motif" in plain(straight.text)
    done = await house.post(f"{base(house)}/acces/urgence", mode="bris_de_glace", motif="coma, allergies inconnues")
    assert done.status_code == 303
    page = await house.get(done.headers["location"])
    text = plain(page.text)
    assert "Accès en bris de glace" in text
    assert re.search(r"Ouvert en bris de glace : 1\d documents", text)
    assert all("acces=bris_de_glace" in link for link in re.findall(r'href="(/dmp/\d+/documents[^"]+)"', page.text))
    lines = [line for line in house.scene.trail.lines if line.act is AccessAct.BREAK_GLASS]
    assert [line.outcome for line in lines][-1] is Outcome.DONE
    assert lines[-1].reason == "coma, allergies inconnues"
    assert (await house.post(f"{base(house)}/acces/urgence", mode="normal", motif="x" * 9)).status_code == 400


async def test_who_opposed_break_glass_stays_closed(house: House) -> None:
    house.scene.book.oppose(FULL.ins.matricule, Opposition.BREAK_GLASS, is_opposed=True)
    answer = await house.post(f"{base(house)}/acces/urgence", mode="bris_de_glace", motif="coma, allergies inconnues")
    assert answer.status_code == 422
    assert "Le patient s'est opposé au bris de glace dans son DMP." in plain(answer.text)


async def test_a_minor_can_be_seen_in_a_secret_session(shared: House) -> None:
    page = await shared.get(f"{base(shared, MINOR)}/acces")
    assert "Ouvrir en connexion secrète" in page.text
    secret = await shared.get(f"{base(shared, MINOR)}?secrete=oui&liste=oui")
    text = plain(secret.text)
    assert "Connexion secrète." in text
    adult = await shared.get(f"{base(shared)}?secrete=oui&liste=oui")
    assert "La connexion secrète ne concerne que le DMP d'un mineur." in plain(adult.text)


async def test_the_site_of_the_dmp_is_opened_with_the_ins_and_without_a_referrer(shared: House) -> None:
    answer = await shared.get(f"{base(shared)}/web?page=HistoriqueAcces")
    assert answer.status_code == 303
    assert answer.headers["location"] == f"https://dmp.example/AccesDirect/HistoriqueAcces/{FULL.ins.matricule}"
    assert answer.headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize(
    "patient", [one for one in PATIENTS if one.dmp_state.name != "ACTIVE"], ids=lambda one: one.ipp
)
async def test_a_closed_or_absent_dmp_says_so(shared: House, patient: SandboxPatient) -> None:
    answer = await shared.get(f"{base(shared, patient)}?liste=oui")
    text = plain(answer.text)
    assert ("pas de DMP Ce patient n'a pas" in text) != ("DMP fermé Le DMP" in text)
    assert re.search(r"dmp-signs[^#]*#(absent|closed)", answer.text)


async def test_a_silent_dmp_leaves_the_page_and_a_button(house: House) -> None:
    house.scene.faults.add(Fault(kind=FaultKind.HANG_UP_BEFORE, service="dmp.patients"))
    answer = await house.get(f"{base(house)}?liste=oui")
    assert answer.status_code == 200
    text = plain(answer.text)
    assert "Le DMP ne répond pas" in text or "trop longtemps" in text
    assert "Réessayer" in text
    assert "TESTARBOUSE" in text


async def test_only_who_reads_the_dmp_enters(shared: House) -> None:
    number = shared.number()
    for path in ("/dmp", f"/dmp/{number}", f"/dmp/{number}/liste", f"/dmp/{number}/biologie", f"/dmp/{number}/acces"):
        answer = await shared.get(path, SECRETARY)
        assert answer.status_code == 403, path
    assert "DMP du patient" not in (await shared.get("/identites", SECRETARY)).text
    assert "DMP du patient" in (await shared.get("/identites", DOCTOR)).text
    assert (await shared.get("/dmp/999999")).status_code == 404
    assert (await shared.get("/dmp/0")).status_code == 404


async def test_each_reader_has_their_own_opening(house: House) -> None:
    await house.get(f"{base(house)}?liste=oui", DOCTOR)
    asked = len(house.scene.calls)
    await house.get(f"{base(house)}?liste=oui", DOCTOR)
    assert len(house.scene.calls) == asked
    await house.get(f"{base(house)}?liste=oui", CARDIOLOGIST)
    assert len(house.scene.calls) > asked
