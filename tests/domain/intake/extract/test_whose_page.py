"""Whose a page is: newborn beside a mother, a patient after weak words, staff beside a date, boxes read askew."""

from dataclasses import replace

import pytest

from liane.domain.intake.extract.document import extract_fields
from liane.domain.intake.fields import FieldName, Role
from liane.domain.intake.page import Engine, Page
from tests.domain.intake.extract.word_pages import make_page

NAMES = ("birth_name", "used_name", "first_name", "birth_date")


def _fields(page: Page) -> list[str | None]:
    fields = extract_fields([page], received_on="2026-05-04").fields
    return [fields[FieldName(name)].chosen.value if FieldName(name) in fields else None for name in NAMES]


def test_a_sheet_of_the_newborn_is_the_childs() -> None:
    text = (
        "HÔPITAL DE FAUXBOURG               FICHE DU NOUVEAU-NÉ\n"
        "Suites de couches - Unité mère enfant\n\n"
        "La mère                Mme VIDAL née PASCAL Odette, née le 14/03/2000\n\n"
        "Identité de l'enfant   Nom de famille :     VIDAL\n"
        "                       Prénom :             Robin\n"
        "                       D. de naissance :    28/04/2026 (4 jours)\n\n"
        "Accouchement par césarienne."
    )
    assert _fields(make_page(text)) == ["VIDAL", None, "ROBIN", "2026-04-28"]


def test_the_report_of_a_birth_stays_the_mothers() -> None:
    text = (
        "HÔPITAL DE FAUXBOURG               COMPTE RENDU D'ACCOUCHEMENT\n"
        "Suites de couches\n\n"
        "Mère                   Mme VIDAL née PASCAL Odette, née le 14/03/2000\n\n"
        "Nouveau-né             VIDAL Robin, né le 28/04/2026\n"
    )
    assert _fields(make_page(text)) == ["PASCAL", "VIDAL", "ODETTE", "2000-03-14"]


@pytest.mark.parametrize(
    "said",
    [
        "certifie que la présence d'un tiers est\nnécessaire auprès de M. VIDAL Robin, né le 14/03/1950, en sortie.",
        "atteste que M. Robin VIDAL, né le 14/03/1950, est apte au sport.",
    ],
)
def test_whom_a_certificate_is_for_is_the_patient(said: str) -> None:
    text = (
        f"Dr Rémi CASTAN\nMédecin généraliste\n\nCERTIFICAT\n\nJe soussigné, Docteur Rémi CASTAN, {said}\nLe 03/05/2026"
    )
    assert _fields(make_page(text)) == ["VIDAL", None, "ROBIN", "1950-03-14"]


def test_a_value_half_a_line_over_its_label_on_a_scan() -> None:
    page = make_page(
        "NOM :           VIDAL\nPrénoms :       Robin\nNé(e) le :      14/03/1950",
        engine=Engine.TESSERACT,
        confidence=0.95,
    )
    words = tuple(
        replace(word, box=replace(word.box, y0=word.box.y0 - 0.007, y1=word.box.y1 - 0.007), line=90)
        if word.text == "VIDAL"
        else word
        for word in page.words
    )
    assert _fields(replace(page, words=words)) == ["VIDAL", None, "ROBIN", "1950-03-14"]


@pytest.mark.parametrize("name", ["FRANCE", "DES OSIERS"])
def test_a_doctor_named_as_a_word_that_is_elsewhere_no_name(name: str) -> None:
    page = make_page(f"CENTRE DE SANTÉ\n\nNom : VIDAL   Prénom : Robin\n\nBilan normal.\n\nDr Jean-Michel {name}")
    fields = extract_fields([page], received_on="2026-05-04").fields
    assert fields[FieldName.AUTHOR_FAMILY].chosen.value == name


@pytest.mark.parametrize(
    "line",
    ["IOA          17:01 - Mme Tessier, tri 2", "Aide         M. Paul TESSIER", "Secrétariat médical\nMme Tessier"],
)
def test_staff_at_the_head_of_a_row_is_nobodys_patient(line: str) -> None:
    page = make_page(f"PASSAGE AUX URGENCES\n\nNom : VIDAL   Prénom : Robin\nNé le 14/03/1950\n\n{line}\n\nRetour.")
    mentions = extract_fields([page], received_on="2026-05-04").mentions
    assert all(one.role is not Role.PATIENT for one in mentions if one.family and one.family.value == "TESSIER")


def test_the_newborn_of_a_birth_whose_boxes_name_the_mother_is_a_relative() -> None:
    text = (
        "COMPTE RENDU D'ACCOUCHEMENT\n\nPatiente\nNom :          VIDAL\nPrénom :       Odette\n"
        "Née le :       14/03/2000\n\nA accouché le 28/04/2026\n\nNouveau-né     PASCAL Robin\nPoids          3200 g"
    )
    read = extract_fields([make_page(text)], received_on="2026-05-04")
    assert [one.role for one in read.mentions if one.given and one.given.value == "ROBIN"] == [Role.RELATIVE]
    assert read.fields[FieldName.BIRTH_NAME].chosen.value == "VIDAL"


def test_the_boxes_under_the_heading_of_the_mother_are_the_patients_of_a_delivery() -> None:
    text = (
        "COMPTE RENDU D'ACCOUCHEMENT\nMaternité de Testville\n\nMère\nNom : VIDAL\nPrénom : Odette\n"
        "Né(e) le : 14/03/2000\nIPP : 90001\n\nAdmission le 28/04/2026 pour contractions.\n\n"
        "Nouveau-né\nVIDAL Robin, sexe masculin, né le 28/04/2026. Poids 3200 g.\nPère : M. PASCAL Jean."
    )
    assert _fields(make_page(text)) == ["VIDAL", None, "ODETTE", "2000-03-14"]


def test_the_boxes_of_the_mother_on_the_sheet_of_a_child_are_hers() -> None:
    text = (
        "FICHE DU NOUVEAU-NÉ\nMaternité de Testville\n\nMère\nNom : VIDAL\nPrénom : Odette\nNé(e) le : 14/03/2000\n\n"
        "Nouveau-né\nNom : VIDAL\nPrénom : Robin\nNé le : 28/04/2026"
    )
    assert _fields(make_page(text)) == ["VIDAL", None, "ROBIN", "2026-04-28"]


def test_the_boxes_of_the_mother_in_two_columns_are_of_one_person() -> None:
    text = (
        "COMPTE RENDU D'ACCOUCHEMENT\nMaternité de Testville\n\nMÈRE\nNom de naissance VIDAL       Nom utilisé PASCAL\n"
        "Prénoms Odette Rose       DDN 14/03/2000\nDomicile 3 rue du Test, 99999 Testville\n\n"
        "Accouchement : le 28/04/2026 à 13 h 38.\nENFANT : prénom Robin, sexe masculin, né le 28/04/2026, poids 3200 g."
    )
    assert _fields(make_page(text)) == ["VIDAL", "PASCAL", "ODETTE", "2000-03-14"]
