"""Names that a page parts: one label for both family names, names cut by the end of a line, objects of mails."""

import pytest

from liane.domain.intake.extract.document import extract_fields
from liane.domain.intake.fields import FieldName
from tests.domain.intake.extract.word_pages import make_page

HEAD = "HÔPITAL DE FAUXBOURG\nService de pneumologie\nDr Odile CARMET\n\n"
FOOT = "\n\nÉtat stable, même traitement.\nLe 03/05/2026\nDr Odile CARMET"
NAMES = ("birth_name", "used_name", "first_name", "birth_date")


def _read(text: str) -> list[str | None]:
    fields = extract_fields([make_page(f"{HEAD}{text}{FOOT}")], received_on="2026-05-04").fields
    return [fields[FieldName(name)].chosen.value if FieldName(name) in fields else None for name in NAMES]


BOTH = ["PASCAL", "VIDAL", "ODETTE", "1948-11-30"]


@pytest.mark.parametrize(
    "line",
    [
        "Nom d'usage/de naissance : VIDAL / PASCAL",
        "Nom d'usage / Nom de naissance : VIDAL / PASCAL",
        "Nom de naissance / d'usage : PASCAL / VIDAL",
        "Nom de naissance (nom d'usage) : PASCAL (VIDAL)",
        "Nom d'usage (naissance) : VIDAL (PASCAL)",
        "Nom usuel - Nom de naissance : VIDAL - PASCAL",
        "Nom utilisé et nom de naissance : VIDAL / PASCAL",
        "Noms (naissance/usage) : PASCAL / VIDAL",
        "Nom (d'usage / de naissance) : VIDAL / PASCAL",
        "Nom de naissance et d'usage : PASCAL - VIDAL",
        "Nom de naissance, nom marital : PASCAL, VIDAL",
        "Nom de naissance – nom d'usage    PASCAL – VIDAL",
        "Nom de naissance / nom d'usage\nPASCAL / VIDAL",
    ],
)
def test_one_label_for_both_names_is_read_in_its_order(line: str) -> None:
    assert _read(f"{line}\nPrénom : Odette\nNée le : 30/11/1948") == BOTH


def test_one_label_for_both_names_and_the_first_names() -> None:
    text = "NOM D'USAGE (NOM DE NAISSANCE) Prénom : VIDAL (PASCAL) Odette\nNée le : 30/11/1948"
    assert _read(text) == BOTH


@pytest.mark.parametrize("name", ["VIDAL", "VIDAL-PASCAL", "LE GALL"])
def test_one_label_for_both_names_that_holds_one(name: str) -> None:
    read = _read(f"Nom de naissance/d'usage : {name}\nPrénom : Odette\nNée le : 30/11/1948")
    assert read == [name, None, "ODETTE", "1948-11-30"]


def test_two_words_for_a_used_name_are_no_label_for_both() -> None:
    text = "Nom marital ou d'usage : VIDAL   Nom de naissance : PASCAL\nPrénom : Odette\nNée le : 30/11/1948"
    assert _read(text) == BOTH


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Patiente : VIDAL\nOdette, née le 30/11/1948", ["VIDAL", None, "ODETTE", "1948-11-30"]),
        ("Bilan de la patiente VIDAL\nOdette née PASCAL le 30/11/1948, pour une toux.", BOTH),
        (
            "Objet : suite du bilan de la patiente Odette\nVIDAL, née le 30/11/1948",
            ["VIDAL", None, "ODETTE", "1948-11-30"],
        ),
        ("Je certifie avoir examiné ce jour Madame Odette VIDAL née\nPASCAL le 30/11/1948.", BOTH),
        ("Je certifie avoir examiné ce jour Madame Odette\nVIDAL née PASCAL le 30/11/1948.", BOTH),
    ],
)
def test_a_name_that_the_end_of_a_line_cuts(text: str, wanted: list[str | None]) -> None:
    assert _read(text) == wanted


@pytest.mark.parametrize("sign", ["-", "–", "|", ":"])
def test_a_name_between_the_dashes_of_an_object_line(sign: str) -> None:
    text = f"Objet : Bilan annuel - Cardiologie {sign} VIDAL Odette - 30.11.1948\nBonjour,"
    assert _read(text) == ["VIDAL", None, "ODETTE", "1948-11-30"]


def test_a_date_under_nee_le_is_of_whom_the_line_above_names() -> None:
    text = (
        "Équipe médicale\n"
        "Dr Rémi CASTAN                          Réf. : Mme PASCAL Odette, ép. VIDAL née le\n"
        "Secrétariat médical\n"
        "Mme Tessier                             30/11/1948 à Fauxbourg\n"
    )
    assert _read(text) == BOTH


def test_the_name_of_a_pupil_does_not_begin_with_pupil() -> None:
    assert _read("L'élève Robin VIDAL, né le 30/11/2018, est en CE1")[0:3] == ["VIDAL", None, "ROBIN"]


def test_a_box_of_girl_or_boy_tells_the_sex() -> None:
    page = make_page("L'enfant\nNom : VIDAL\nPrénom : Robin\nFille / garçon    garçon\nNé(e) le : 30/11/2018")
    fields = extract_fields([page], received_on="2026-05-04").fields
    assert fields[FieldName.SEX].chosen.value == "M"


@pytest.mark.parametrize("label", ["NOM", "Nom de naissance", "Nom de famille"])
def test_a_family_name_that_begins_as_an_article(label: str) -> None:
    assert _read(f"{label} :    DES OSIERS\nPrénom :    Odette\nNée le :    30/11/1948")[0] == "DES OSIERS"


def test_whom_a_result_is_sent_to_rules_no_box_of_another_column() -> None:
    text = (
        "Transmis à : Rémi CASTAN                NOM            VIDAL\n"
        "Demande 4412                            Prénom         Odette\n"
        "                                        Né(e) le       30/11/1948\n"
    )
    assert _read(text) == ["VIDAL", None, "ODETTE", "1948-11-30"]


def test_first_names_in_a_box_under_a_patient_named_without() -> None:
    text = "Patient(e) :    VIDAL née PASCAL\nPrénoms de naissance :    ODETTE, RENÉE\nNée le :    30/11/1948"
    assert _read(text) == BOTH


def test_a_list_of_biologists_over_the_boxes_has_no_birth_date() -> None:
    text = (
        "Biologistes médicaux : R. CASTAN, O. CARMET, P. TESSIER, L. ROUVE\n\n"
        "Nom de naissance :      VIDAL\nPrénom(s) :             ODETTE\nNaissance :             30/11/1948\n"
    )
    assert _read(text) == ["VIDAL", None, "ODETTE", "1948-11-30"]


@pytest.mark.parametrize(
    "text",
    [
        "Objet : Échocardiographie - VIDAL Odette - 30.11.1948",
        "Objet : Lettre de liaison de sortie - VIDAL Odette, nom de naissance PASCAL - 30/11/1948",
    ],
)
def test_an_old_date_after_the_name_of_an_object_line_is_that_of_the_birth(text: str) -> None:
    assert _read(f"{text}\nBonjour,")[2:] == ["ODETTE", "1948-11-30"]


def test_a_date_after_the_name_of_an_object_line_near_others_is_no_birth() -> None:
    text = (
        "Objet : Échocardiographie - VIDAL Odette - 30.11.2018\nExamen fait le 30/11/2018\nCompte rendu du 02/12/2018"
    )
    assert _read(text)[3] is None


def test_girl_as_an_answer_is_no_label_of_a_relative() -> None:
    page = make_page("L'enfant\nNom : VIDAL\nPrénom : Odette\nFille / garçon    fille\nNé(e) le : 30/11/2018")
    fields = extract_fields([page], received_on="2026-05-04").fields
    assert fields[FieldName.SEX].chosen.value == "F"


def test_the_names_of_a_device_are_parted_by_a_sign() -> None:
    assert _read("Patient: VIDAL^ODETTE   DOB: 30/11/1948   Sex: F") == ["VIDAL", None, "ODETTE", "1948-11-30"]


def test_names_told_by_brackets_after_them() -> None:
    assert _read("PASCAL (nom de naissance) VIDAL (nom d'usage) Odette née le 30/11/1948") == BOTH
