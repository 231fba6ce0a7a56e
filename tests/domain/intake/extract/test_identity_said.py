"""An identity told in one line or sentence, in every order of its words: drawn from a grammar, each one read whole."""

from random import Random

import pytest

from liane.domain.identity.lexis import fold_name
from liane.domain.intake.extract.document import extract_fields
from liane.domain.intake.fields import FieldName
from liane.domain.intake.page import Engine
from tests.domain.intake.extract.word_pages import make_page

RECEIVED = "2026-05-04"
HEADS = (
    "CENTRE HOSPITALIER DE TESTVILLE\nService de cardiologie\n12 rue des Lilas - 75000 TESTVILLE\n",
    "Docteur Paul MERCIER\nMédecine générale\n3 place du Marché - 75000 TESTVILLE\nRPPS 10003456789\n",
    "Laboratoire de biologie des Ormes\n4 avenue Foch\n75000 TESTVILLE\n",
)
LEADS = (
    "", "Patient : ", "Concerne : ", "Objet : ", "Bénéficiaire : ", "Identité : ", "Assuré(e) : ", "Résidente : ",
    "Je soussignée, ", "J'ai reçu en consultation ", "Je certifie avoir examiné ce jour ", "Votre patiente, ",
    "Pour : ",
)  # fmt: skip
CIVILITIES = ("Mme ", "Madame ", "Mme. ")
NAMES = (
    "{used} (née {birth}) {given}",
    "{used} née {birth} {given}",
    "{given} {used} née {birth}",
    "{used} {given} (née {birth})",
    "{used} {given}, née {birth}",
    "{used} {given} - née {birth}",
    "{used} (nom de naissance : {birth}) {given}",
    "{used} {given} (nom de naissance : {birth})",
    "{used} {given} (nom de jeune fille : {birth})",
    "{used} {given} (NN : {birth})",
    "{used} née {birth}, prénom {given}",
    "{birth} épouse {used} {given}",
    "{birth} (ép. {used}) {given}",
    "{birth} {given}, épouse {used}",
    "{birth} {given} (nom d'usage : {used})",
    "{birth} veuve {used} {given}",
)
BIRTHS = (
    ", née le {day}", " (née le {day})", " - DDN {day}", " DDN : {day}", " née le {day} (66 ans)", "\nnée le {day}",
    ", 66 ans, née le {day}", "\nNé(e) le : {day}", "\nDate de naissance : {day}", " née le\n{day}",
    " - Née le : {day}",
)  # fmt: skip
DAYS = ("12/03/1960", "12.03.1960", "12-03-1960", "12 mars 1960", "12 MARS 1960", "1960-03-12", "12 / 03 / 1960")
WANTED = {"birth_name": "MARTIN", "used_name": "DUPONT", "first_name": "MARIE", "birth_date": "1960-03-12"}
TITLED = ("Dupont", "Martin")
CAPITALS = ("DUPONT", "MARTIN")


def _read(text: str, engine: Engine = Engine.TEXT_LAYER) -> dict[str, str | None]:
    read = extract_fields([make_page(text, engine=engine, confidence=0.93)], received_on=RECEIVED)
    return {name: field.chosen.value if (field := read.fields.get(FieldName(name))) else None for name in WANTED}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("lead", LEADS)
def test_every_turn_is_read(lead: str, name: str) -> None:
    dice = Random(f"{lead}{name}")
    for used, birth in (CAPITALS, TITLED):
        said = name.format(used=used, birth=birth, given="Marie")
        day = dice.choice(BIRTHS).format(day=dice.choice(DAYS))
        text = f"{dice.choice(HEADS)}\n{lead}{dice.choice(CIVILITIES)}{said}{day}\nMotif : bilan de fatigue.\n"
        assert _read(text) == WANTED, text


@pytest.mark.parametrize(
    "line",
    [
        "MmeDUPONT née MARTIN Marie, née le 12/03/1960",
        "Madarne DUPONT née MARTIN Marie, née le 12/03/1960",
        "Mme DUPONT(née MARTIN) Marie, néele 12/03/1960",
        "Mme DUPONT néeMARTIN Marie, née le12/03/1960",
        "Mme DUPONT (née MARTIN).Marie née le 12/03/1960",
        "Mme DUPONT (nom de naissancc : MARTIN) Marie née le 12/03/1960",
        "Mme DUPONT (née MART1N) Marie, née le 12/03/1960",
        "Mme DUPONT Marie née MARTIN Née le 12/03/1960",
        "Mme DUPONT née MARTIN,prénom Marie, née le 12/03/1960",
    ],
)
def test_every_turn_is_read_as_an_optical_reader_gives_it(line: str) -> None:
    assert _read(f"{HEADS[0]}\n{line}\nMotif : bilan.\n", Engine.TESSERACT) == WANTED


@pytest.mark.parametrize(
    "line",
    [
        "Mme DUPONT Marie Néc le 12/03/1960",
        "MmeDUPONT Marie, née le 12/03/1960",
        "Pour : DUPONT Marie\nDate de naissance : 12/03/1960",
        "Pour : Marie DUPONT (66 ans, 12/03/1960)",
    ],
)
def test_one_name_only(line: str) -> None:
    wanted = {"birth_name": "DUPONT", "used_name": None, "first_name": "MARIE", "birth_date": "1960-03-12"}
    assert _read(f"{HEADS[0]}\n{line}\nMotif : bilan.\n", Engine.TESSERACT) == wanted


PERSONS = (
    ("LE GOFF", "DUPONT", "Anne-Marie"),
    ("DE LA TOUR", "BERNARD", "Chantal"),
    ("EL AMRANI", "BENALI", "Fatima"),
    ("N'DIAYE", "TRAORÉ", "Aminata"),
    ("D'HAUTEVILLE", "MOREAU", "Éléonore"),
    ("DUPONT-LEROY", "GARCIA", "Marie-Thérèse"),
    ("BEN SALAH", "HADDAD", "Leïla"),
    ("DOS SANTOS", "PEREIRA", "Luísa"),
    ("OUEDRAOGO", "COULIBALY", "Aïssata"),
)


@pytest.mark.parametrize("person", PERSONS)
@pytest.mark.parametrize("name", NAMES)
def test_names_of_two_words_and_more(name: str, person: tuple[str, str, str]) -> None:
    birth, used, given = person
    line = f"Patiente : Mme {name.format(birth=birth, used=used, given=given)}, née le 12/03/1960"
    read = extract_fields([make_page(f"{HEADS[0]}\n{line}\nMotif : bilan.\n")], received_on=RECEIVED).fields
    told = [fold_name(read[FieldName(one)].chosen.value) for one in ("birth_name", "used_name", "first_name")]
    assert told == [fold_name(birth), fold_name(used), fold_name(given)]


def test_words_of_a_text_layer_stay_as_they_were_typed() -> None:
    assert _read(f"{HEADS[0]}\nPatient : MmeDUPONT Marie, née le 12/03/1960\n")["birth_name"] != "DUPONT"


@pytest.mark.parametrize("word", ["Patient(e)", "Né(e)", "Nom(s)", "M.R.I.", "jean.dupont@testville.example", "1,5mg"])
def test_words_that_are_one_are_not_parted(word: str) -> None:
    from liane.domain.intake.extract.surface.glued_words import part_glued

    (page_word,) = make_page(word, engine=Engine.TESSERACT).words
    assert part_glued([page_word]) == [page_word]


SECONDS = (
    "Concerne également : Mme DUVAL Anne, née le 05/07/1971",
    "Autre patient : DUVAL Paul, né le 05/07/1971",
    "Patient suivant : M. DUVAL Paul, né le 05/07/1971, même conduite à tenir",
    "2e patient : M. DUVAL Paul, né le 05/07/1971",
    "Vu également ce jour : M. DUVAL Paul, né le 05/07/1971",
    "Idem pour Mme DUVAL Anne née le 05/07/1971",
    "Et pour M. DUVAL Paul, né le 05/07/1971 : même traitement",
)
PAGES = (
    "Merci de recevoir Mme Sylvie MARTIN, DDN : 06/11/1954, pour avis.\n{second}\nElle conduit encore.\n",
    "Identification du patient\nNom de naissance   MARTIN\nPrénom   Sylvie\nDate de naissance   06/11/1954\n{second}\n",
    "Mme MARTIN Sylvie\nNée le 06/11/1954\nPrélèvement du 03/05/2026\n{second}\nGlycémie 0,95 g/L\n",
)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("second", SECONDS)
def test_whoever_is_told_beside_the_patient_is_not_the_one_of_the_page_but_is_told(second: str, page: str) -> None:
    read = extract_fields([make_page(f"{HEADS[0]}\n{page.format(second=second)}")], received_on=RECEIVED)
    names = ("birth_name", "first_name", "birth_date")
    assert [read.fields[FieldName(one)].chosen.value for one in names] == ["MARTIN", "SYLVIE", "1954-11-06"]
    assert read.several_patients


def test_a_dash_before_another_label_is_no_name() -> None:
    boxes = "Nom de naissance : MARTIN\nNom d'usage : - Cas index : oui\nPrénom : Marie\nNée le : 12/03/1960\n"
    assert _read(f"{HEADS[0]}\n{boxes}") == {**WANTED, "used_name": None}
