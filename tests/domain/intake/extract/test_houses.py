"""Lines that may name a house: their parts, those cut in two, and the one that is chosen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liane.domain.intake.extract.document import extract_fields, persons_of
from liane.domain.intake.extract.origin.house_features import FAMILIES, describe_houses
from liane.domain.intake.extract.origin.houses import HOUSES_MAX, find_houses
from liane.domain.intake.extract.origin.rank_houses import HOUSE_MODEL, share_houses
from liane.domain.intake.extract.surface.ranking import family_of, fingerprint, load_ranker
from liane.domain.intake.fields import FieldName
from tests.domain.intake.extract.word_pages import make_page

BODY = """

Compte rendu de consultation

Patient : MARTIN Paul, né le 03/02/1960

Examen sans particularité.

Dr Anne TESTAUTEUR
"""


def names_of(text: str) -> set[str]:
    readings, _ = persons_of((make_page(text),), received_on="2026-11-01")
    return {one.value for one in find_houses(readings, ())}


def house_of(text: str) -> str | None:
    found = extract_fields((make_page(text),), received_on="2026-11-01").fields.get(FieldName.STRUCTURE_NAME)
    return found.chosen.value if found is not None else None


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("CHU Val-Test — Réanimation polyvalente", "CHU Val-Test"),
        ("Test'Air — assistance à domicile ☎ 02 99 33 10 10", "Test'Air"),
        ("Dorothée TESTAUTEUR · cabinet des Glycines · 06 99 74 00 11", "cabinet des Glycines"),
        ("Cabinet de la Tour, 12 rue des Lilas 99000 Testville", "Cabinet de la Tour"),
        ("ETABLISSEMENT...........: Hôpital privé de Belcombe", "Hôpital privé de Belcombe"),
        ("Dossier d'anesthésie Clinique du Test", "Clinique du Test"),
        ("Rédacteur : Dr TEST Magali — EMSP du Test — RPPS 89970780014", "EMSP du Test"),
    ],
)
def test_a_part_of_a_line_is_a_candidate(line: str, name: str) -> None:
    assert name in names_of(line + BODY)


def test_a_name_goes_on_under_its_line() -> None:
    assert "Centre hospitalier de Testville-le-Vieux" in names_of("Centre hospitalier\nde Testville-le-Vieux" + BODY)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            "Clinique Sainte-Test\nService de cardiologie\n12 rue des Lilas\n99000 Testville\nTél. 02 99 33 10 10",
            "Clinique Sainte-Test",
        ),
        ("CHU Val-Test — Réanimation polyvalente", "CHU Val-Test"),
        ("Polyclinique de Testville - Hémodialyse", "Polyclinique de Testville"),
        ("TESTLAC Santé, 12 rue du Lac 99000 Testville", "TESTLAC Santé"),
        ("TESTLAC – Association pour le suivi", "TESTLAC – Association pour le suivi"),
        ("Groupe d'imagerie de Testville\n12 rue du Lac 99000 Testville", "Groupe d'imagerie de Testville"),
        ("Test'Bio Vallon\n12 rue du Lac 99000 Testville", "Test'Bio Vallon"),
        ("Biologie Marie Test\n12 rue du Lac 99000 Testville", "Biologie Marie Test"),
        ("Nouvelle Clinique du Test | Fax 01 02 03 04 05", "Nouvelle Clinique du Test"),
        ("Centre hospitalier du Test COMPTE RENDU D'ACCOUCHEMENT", "Centre hospitalier du Test"),
    ],
)
def test_the_house_of_a_letterhead(text: str, name: str) -> None:
    assert house_of(text + BODY) == name


def test_a_doctor_alone_is_no_house() -> None:
    assert house_of("Docteur Anne TESTAUTEUR\nCardiologue\n12 rue des Lilas\n99000 Testville" + BODY) is None


def test_features_are_declared_and_the_model_is_of_them() -> None:
    readings, _ = persons_of((make_page("CHU Val-Test — Réanimation, 12 rue du Lac" + BODY),), received_on="2026-11-01")
    rows = describe_houses(readings, find_houses(readings, ()))
    assert {family_of(name) for row in rows for name in row} <= FAMILIES
    assert load_ranker(HOUSE_MODEL).card["families"] == fingerprint(FAMILIES)


def test_shares_add_up_to_one_at_most() -> None:
    readings, _ = persons_of((make_page("CHU Val-Test — Réanimation, 12 rue du Lac" + BODY),), received_on="2026-11-01")
    shares = share_houses(readings, find_houses(readings, ()))
    assert 0.0 < sum(shares.values()) <= 1.0 + 1e-9
    assert share_houses(readings, ()) == {}


@given(
    st.lists(
        st.sampled_from(
            ("CHU", "—", "Clinique", ",", "de", "(", "…", ":", "Dr", "12", "rue", "\n", "A" * 300, "le", "Tél.", "@x")
        )
    )
)
def test_any_words_give_a_bounded_number(words: list[str]) -> None:
    readings, _ = persons_of((make_page(" ".join(["Page", *words])),), received_on="2026-11-01")
    houses = find_houses(readings, ())
    assert len(houses) <= HOUSES_MAX
    assert all(one.value and one.key for one in houses)
    assert len(describe_houses(readings, houses)) == len(houses)


def test_a_line_without_end_has_few_candidates() -> None:
    assert len(names_of("Clinique " + "A, " * 14_000)) <= HOUSES_MAX


@pytest.mark.parametrize("line", ["Messagerie sécurisée", "Boîte de réception", "Boîte de", "SECRÉTARIAT M ÉDICAL"])
def test_what_a_mail_or_a_stamp_says_is_no_house(line: str) -> None:
    assert line not in names_of(line + BODY)


def test_the_house_under_the_name_of_who_writes_is_theirs_wherever_it_stands() -> None:
    rows = "\n".join(f"Rubrique {number} : sans objet" for number in range(14))
    form = (
        "AVIS D'ARRÊT DE TRAVAIL\n\nNom de naissance : TESTPATIENT\nPrénom : Marie\nDate de naissance : 12/03/1960\n"
        f"{rows}\n\nLe praticien\nDr Anne TESTAUTEUR\nMaison de santé du Test\n42 rue des Essais 99000 TESTVILLE\n"
        "RPPS 10001234567\nDate : 20/10/2026   Signature :\n"
    )
    notices = "\n".join(["Le salarié adresse les volets à sa caisse dans les deux jours."] * 9)
    assert house_of(form + notices) == "Maison de santé du Test"


HEADED = "Centre de rééducation du Test-Lac\n12 rue des Essais - 99000 TESTVILLE\n"


@pytest.mark.parametrize(
    "text",
    [
        f"De: Hopital Prive du Fax 03-04-26 10h31 Page 1 sur 2\n{HEADED}",
        f"VU LE 14/02/2026\n{HEADED}",
        f"PROJET DE SOINS INDIVIDUALISÉ\n{HEADED}",
        f"{HEADED}\nTransfert vers : Clinique du Bout\n",
        "DEMANDE D'ADMISSION\nDemandeur : Centre de rééducation du Test-Lac\n"
        "Établissement sollicité : Clinique du Bout (Testbourg)\n",
        "Paule TESTAUTEUR\nOrthophoniste - Centre de rééducation du Test-Lac\n12 rue des Essais - 99000 TESTVILLE\n",
    ],
)
def test_the_named_house_of_the_letterhead_sends_not_the_fax_nor_where_the_patient_goes(text: str) -> None:
    assert house_of(text + BODY) == "Centre de rééducation du Test-Lac"


def test_the_words_for_a_laboratory_under_its_brand_name_no_second_house() -> None:
    head = "SELAS Biolab Testville\nLaboratoire de biologie médicale multi-sites\n3 rue des Essais\n"
    assert house_of(head + BODY) == "SELAS Biolab Testville"


LETTER = """

Cher confrère,

J'ai vu ce jour Mme Paule MARTIN, née le 03/02/1960.
Examen sans particularité.

Dr Anne TESTAUTEUR
"""


@pytest.mark.parametrize(
    "head",
    [
        "{house}\n7 rue du Four\n99100 Testville\n\n                                        Docteur Luc RIVET\n"
        "                                        Service de chirurgie\n"
        "                                        Clinique des Bruyères",
        "Dr Anne TESTAUTEUR\nMédecin du travail\n{house}\n7 rue du Four - 99100 Testville\n\n"
        "À : Dr Luc RIVET, Clinique des Bruyères",
        "{house} - 99100 Testville - Tél. 09 99 11 22 33\n\nCopie : Dr Luc RIVET, Clinique des Bruyères",
    ],
)
@pytest.mark.parametrize("house", ["Vision du Marais", "Prévention Travail Ouest", "ACP Val-de-Test", "Néphrotest Sud"])
def test_the_first_line_over_an_address_writes_and_the_house_of_an_addressee_does_not(head: str, house: str) -> None:
    assert house_of(head.format(house=house) + LETTER) == house


def test_a_house_that_only_addressees_have_is_none_of_who_writes() -> None:
    head = "Dr Anne TESTAUTEUR\nMédecine générale\n7 rue du Four\n99100 Testville\n\n"
    to = (
        "                                        Dr Luc RIVET\n                                        CHU de Testbourg"
    )
    assert house_of(head + to + LETTER) is None


def test_the_logo_of_a_form_yields_to_the_practice_of_who_signs() -> None:
    head = "l'Assurance Maladie          prescription médicale de transport\n\n"
    signed = "Prescripteur : Dr Anne TESTAUTEUR, Cabinet médical des Pins, 7 rue du Four 99100 Testville\n"
    assert house_of(head + signed + LETTER) == "Cabinet médical des Pins"


def test_a_server_of_results_is_of_the_house_that_its_title_names_and_a_menu_names_none() -> None:
    head = "Serveur de résultats - Clinique des Bruyères\nLaboratoire de chimie > Dossiers > Résultat\n"
    assert house_of(head + LETTER) == "Clinique des Bruyères"


@pytest.mark.parametrize(
    "head",
    [
        "Compte rendu opératoire\n7 rue du Four 99100 Testville\n",
        "Docteur Anne TESTAUTEUR\nMédecine générale\n7 rue du Four 99100 Testville\n",
        "Espace professionnel\n7 rue du Four 99100 Testville\n",
        "Messagerie de santé\ncontact@test.example\n",
    ],
)
def test_a_paper_a_person_or_a_mail_over_an_address_is_no_house(head: str) -> None:
    assert house_of(head + LETTER) is None


def test_the_names_of_the_patient_at_the_foot_are_no_house() -> None:
    text = (
        "Vision du Marais\n7 rue du Four 99100 Testville\n"
        + LETTER
        + "\n" * 30
        + "MARTIN – Demande du 14/10/2026 Page 1/1"
    )
    assert house_of(text) == "Vision du Marais"


def test_the_words_of_the_machine_that_faxed_are_no_house() -> None:
    line = "14/10/2026 09:12     0299000000     CABINET DU NORD     PAGE 01/01\n"
    text = "Podologie du Marais, 7 rue du Four, 99100 Testville\n" + BODY + "\n" * 20
    assert house_of(line + text) == house_of(text)


def test_a_page_of_results_is_of_the_house_that_its_head_names() -> None:
    assert house_of("Espace résultats - Centre d'imagerie du Marais" + BODY) == "Centre d'imagerie du Marais"
