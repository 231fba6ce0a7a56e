"""Identity on pages read by eye: labels a sign of which was misread, values beside them, names in a phrase."""

import pytest

from liane.domain.intake.extract.document import extract_fields
from liane.domain.intake.fields import FieldName, Role
from liane.domain.intake.page import Engine
from tests.domain.intake.extract.word_pages import make_page

HEAD = "HÔPITAL DE FAUXBOURG\nService de pneumologie\nDr Odile CARMET\n\n"
FOOT = "\n\nÉtat stable, même traitement.\nLe 03/05/2026\nDr Odile CARMET"
NAMES = ("birth_name", "used_name", "first_name", "birth_date")


def _read(text: str, engine: Engine = Engine.TESSERACT) -> list[str | None]:
    page = make_page(f"{HEAD}{text}{FOOT}", engine=engine, confidence=0.95)
    fields = extract_fields([page], received_on="2026-05-04").fields
    return [fields[FieldName(name)].chosen.value if FieldName(name) in fields else None for name in NAMES]


@pytest.mark.parametrize(
    "text",
    [
        "NOM NAÏISS.   : PASCAL\nPRENOM   : ODETTE\nNE(E) LE   : 30/11/1948",
        "NOM NAIISSANCE : PASCAL\nPRENOM : ODETTE\nNE(E) LE : 30/11/1948",
        "Nom de naissance :   PASCAL\nPrénom :   Odette\nNéle) le :   30.11.1948 (77 ans)",
        "Nom de naissance : PASCAL\nPrénom : Odette\nNéle} le 30/11/1948",
        "Nom de naissance : PASCAL\nPrénom : Odette\nNé{e) le : 30/11/1948",
        "Nom (naissance) : PASCAL   Prénomis! : ODETTE, JEANNE, PAULE   Naissance : 30/11/1948   Genre : F",
        "Nom de naissance   + PASCAL\nPrénom   5. ODETTE\nDate naiss.   30/11/1948",
        "Mon nom de naissance   PASCAL\nMes prénoms   Odette Jeanne\nNé(e) le   30 novembre 1948",
        "NOM de   PASCAL\nnaissance\nPrénom   Odette\nNé(e) le   30/11/1948",
    ],
)
def test_labels_of_a_scan_are_read_in_spite_of_a_sign(text: str) -> None:
    assert _read(text) == ["PASCAL", None, "ODETTE", "1948-11-30"]


@pytest.mark.parametrize("day", ["10", "11", "12", "15", "18", "19", "30"])
def test_a_day_after_a_label_is_no_word_of_it(day: str) -> None:
    text = f"Nom de naissance : PASCAL Prénom : Odette Naissance : {day}/11/1948 IPP : 32545394"
    assert _read(text) == ["PASCAL", None, "ODETTE", f"1948-11-{day}"]


@pytest.mark.parametrize(
    "text",
    [
        "J'ai vu ce jour Mme VIDAL Odette, née DES ORMES (née le 30/11/1948).",
        "Madame VIDAL Odette née DES ORMES, née le 30/11/1948, va mieux.",
        "Mme VIDAL née DES ORMES Odette, née le 30/11/1948, va mieux.",
    ],
)
def test_a_birth_name_of_two_words_the_first_an_article(text: str) -> None:
    assert _read(text) == ["DES ORMES", "VIDAL", "ODETTE", "1948-11-30"]


@pytest.mark.parametrize(
    "text",
    [
        "Retour de consultation pour PASCAL nom d'usage VIDAL Odette, née le 30/11/1948, vue ce jour.",
        "Objet : Consultation   PASCAL nom d'usage VIDAL Odette\nJe revois PASCAL nom d'usage VIDAL Odette, "
        "date de naissance : 30/11/1948",
        "Mme VIDAL nom de naissance PASCAL Odette, née le 30/11/1948, va mieux.",
        "Patient(e)   Prénom   Née le   Genre\nVIDAL née PASCAL   Odette   30/11/1948   Féminin",
    ],
)
def test_both_family_names_in_words(text: str) -> None:
    assert _read(text) == ["PASCAL", "VIDAL", "ODETTE", "1948-11-30"]


def test_the_future_mother_is_the_patient() -> None:
    text = "Future mère : Madame VIDAL-PASCAL Odette (née PASCAL), DDN 30.11.1998 - Terme 22 SA"
    assert _read(text) == ["PASCAL", "VIDAL-PASCAL", "ODETTE", "1998-11-30"]


@pytest.mark.parametrize("label", ["Sexe adm.", "Sexe (M/F)", "Sexe adm", "SEXE ADM."])
def test_the_sex_of_the_administration(label: str) -> None:
    text = f"Nom de naissance : PASCAL\nPrénom : Odette\nNée le : 30/11/1948\n{label} : Féminin"
    fields = extract_fields([make_page(f"{HEAD}{text}{FOOT}")], received_on="2026-05-04").fields
    assert fields[FieldName.SEX].chosen.value == "F"


def test_first_names_over_a_birth_date_are_nobody_else() -> None:
    text = "Nom de naissance   PASCAL\nPrénom(s)   ODETTE, DENISE, ROSE\nDate de naissance   30/11/1948"
    text = "Nom de naissance PASCAL\nPrénom(s)     ODETTE, DENISE, ROSE\nDate de naissance 30/11/1948"
    read = extract_fields([make_page(f"{HEAD}{text}{FOOT}")], received_on="2026-05-04")
    told = [one for one in read.mentions if one.role is Role.PATIENT and one.family and one.given]
    assert not told


@pytest.mark.parametrize(
    "text",
    [
        "Nom : Madame Odette Pascal, née le 30/11/1948",
        "Nom (naissance) : PASCAL   Prénom : ODETTE   DDN : 30 /   Sexe adm. :\n"
        "                                             11 / 1948   Femme",
        "Nom de naissance : PASCAL\nPrénom : Odette\nDate de naissance (JJMMAAAA) :   30 111948",
        "Nom de naissance : PASCAL\nPrénom : Odette\nDate de naissance (JJMMAAAA) :   3011 1948",
    ],
)
def test_dates_and_names_that_a_form_breaks(text: str) -> None:
    assert _read(text) == ["PASCAL", None, "ODETTE", "1948-11-30"]


@pytest.mark.parametrize("rest", ["64 11 65 993 297 18.", "2 64 11 65 993 297 1", "264116599329711 est noté."])
def test_an_ins_misread_under_its_label_is_a_doubt(rest: str) -> None:
    text = f"Mme PASCAL Odette - 30/11/1948 a été hospitalisée dans notre service pour une toux. INS\n{rest}"
    page = make_page(f"{HEAD}{text}{FOOT}", engine=Engine.TESSERACT, confidence=0.95)
    told = extract_fields([page], received_on="2026-05-04").candidates[FieldName.INS]
    assert told
    assert not any(one.is_checked for one in told)


def test_a_label_of_first_names_cut_before_its_last_word_is_none_of_a_birth() -> None:
    text = (
        "Nom de famille (de naissance) : PASCAL | Nom marital / d'usage : VIDAL | Prénom(s) de l'acte de\n"
        "naissance : ODETTE, JEANNE | Date de naissance : 30/11/1948 | Sexe (M/F) : Femme"
    )
    assert _read(text, Engine.TEXT_LAYER) == ["PASCAL", "VIDAL", "ODETTE", "1948-11-30"]
