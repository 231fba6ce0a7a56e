"""The result of an examination goes to who asked for it."""

import pytest

from liane.domain.intake.extract.document import extract_fields, persons_of
from liane.domain.intake.extract.people.professionals import family_key, find_mentions
from liane.domain.intake.fields import FieldName
from tests.domain.intake.extract.word_pages import make_page

RECEIVED_ON = "2026-11-01"
OWN = "Nom : TESTPATIENT\nPrénom : Marie\nNée le : 03/02/1960"
END = "Examen sans particularité.\n\n\n\n\n\nValidé le 03/04/2026 par Dr Anne TESTAUTEUR"


def recipients(text: str) -> list[str]:
    found = extract_fields((make_page(text),), received_on=RECEIVED_ON).fields.get(FieldName.RECIPIENTS)
    return [one.value for one in found.values] if found is not None else []


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Prescripteur : Dr Luc TESTMED", ["Dr Luc TESTMED"]),
        ("Médecin demandeur : Dr Luc TESTMED, Dr Julie TESTDEUX", ["Dr Luc TESTMED", "Dr Julie TESTDEUX"]),
        ("Prescrit par le Dr Luc TESTMED", ["Dr Luc TESTMED"]),
        ("Bilan du 02/04/2026, à la demande du Dr Luc TESTMED", ["Dr Luc TESTMED"]),
        ("Médecin préleveur : Dr Luc TESTMED\nCopie : Dr Julie TESTDEUX", ["Dr Luc TESTMED", "Dr Julie TESTDEUX"]),
        ("Préleveur : Mme Julie TESTIDE", []),
        ("Correspondant      Dr Luc TESTMED", ["Dr Luc TESTMED"]),
        ("Demandé le 02/04/2026 par : Dr Luc TESTMED", ["Dr Luc TESTMED"]),
        ("Demandé par      Dr Luc TESTMED", ["Dr Luc TESTMED"]),
    ],
)
def test_who_asked_for_an_examination_is_written_to(line: str, names: list[str]) -> None:
    text = f"Laboratoire de biologie du Lac\n\n{OWN}\n{line}\n\nRÉSULTATS D'ANALYSES\n\n{END}"
    assert recipients(text) == names


@pytest.mark.parametrize("title", ["ORDONNANCE", "Demande d'imagerie", "Bon de transport", "Fiche de dispensation"])
def test_who_prescribes_on_a_paper_that_asks_is_not(title: str) -> None:
    text = f"CH de Testville\n\n{title}\n\n{OWN}\n\nPrescripteur : Dr Luc TESTMED\n\nIRM du genou\n\n{END}"
    assert recipients(text) == []


def test_who_wrote_the_result_is_not_written_to() -> None:
    text = f"Service d'imagerie\n\nIRM DU GENOU\n\n{OWN}\n\nDemandé par : Dr Anne TESTAUTEUR\n\n{END}"
    assert recipients(text) == []


def test_a_letter_to_somebody_else_is_not_to_who_asked() -> None:
    text = (
        f"Service d'imagerie\n\nIRM DU GENOU\n\n{OWN}\n\nPrescripteur : Dr Luc TESTMED\n"
        f"Destinataire : Dr Julie TESTDEUX\n\n{END}"
    )
    assert recipients(text) == ["Dr Julie TESTDEUX"]


def test_the_head_of_a_column_tells_who_asked() -> None:
    rows = (
        "Réalisé le       Opérateur              Prescripteur",
        "02/04/2026       Dr Anne TESTAUTEUR     Dr Luc TESTMED",
    )
    table = "\n".join(rows)
    assert recipients(f"Échocardiographie\n\n{OWN}\n\n{table}\n\n{END}") == ["Dr Luc TESTMED"]


def test_correspondents_told_beside_the_attending_doctor_are_written_to() -> None:
    text = (
        f"Clinique du Lac\n\nCompte rendu opératoire\n\n{OWN}\n\nMédecins correspondants      Dr Luc TESTMED\n\n{END}"
    )
    assert recipients(text) == ["Dr Luc TESTMED"]


def test_the_attending_doctor_alone_is_not_written_to() -> None:
    assert recipients(f"Imagerie du Lac\n\nIRM\n\n{OWN}\n\nMédecin traitant : Dr Luc TESTMED\n\n{END}") == []


@pytest.mark.parametrize(
    ("text", "families"),
    [
        ("Centre hospitalier René TESTLIEU", []),
        ("Hôpital Marie CURIE", []),
        ("LABM Louis MARTIN", []),
        ("12 rue Jean MOULIN", []),
        ("Biologistes : M. DURAND, G. PETIT, A. MARTIN", ["DURAND", "PETIT", "MARTIN"]),
    ],
)
def test_the_name_of_a_place_is_nobody_s_and_names_of_a_list_are_apart(text: str, families: list[str]) -> None:
    readings, persons = persons_of((make_page(text),), received_on=RECEIVED_ON)
    assert [family_key(one) for one in find_mentions(readings, persons)] == families


@pytest.mark.parametrize(
    "line",
    ["Avis complémentaire demandé au Dr Julie TESTDEUX.", "Pièce adressée au Dr Julie TESTDEUX pour examen."],
)
def test_of_whom_an_opinion_is_asked_is_not_written_to(line: str) -> None:
    text = f"Clinique du Lac\n\nCompte rendu opératoire\n\n{OWN}\n\n{line}\n\n{END}\n\nCopie : Dr Luc TESTMED"
    assert recipients(text) == ["Dr Luc TESTMED"]


@pytest.mark.parametrize(
    "line",
    [
        "Président de séance : Dr Anne TESTCHEF",
        "Responsable de la RCP      Dr Anne TESTCHEF",
        "Coordonnateur de la réunion : Anne TESTCHEF",
    ],
)
def test_who_chairs_a_meeting_answers_for_its_sheet(line: str) -> None:
    others = "Présents : Dr Luc TESTMED (radiologie), Dr Julie TESTDEUX (chirurgie), Dr Paul TESTTROIS (oncologie)"
    people = f"Présenté par : Dr Jean TESTCAS\n{line}"
    text = f"CH de Testville\n\nFICHE RCP\n\n{OWN}\n\n{people}\n\nAvis : surveillance.\n\n{others}"
    found = extract_fields((make_page(text),), received_on=RECEIVED_ON).fields.get(FieldName.AUTHOR_FAMILY)
    assert found is not None
    assert found.chosen.value == "TESTCHEF"


@pytest.mark.parametrize(
    "lines", ["CONSENTEMENT SIGNÉ LE 12/03/2026", "DEMANDE                    : 4412", "Validation du bilan"]
)
def test_a_line_that_is_no_title_asks_for_nothing(lines: str) -> None:
    text = f"Laboratoire du Lac\n\n{OWN}\n{lines}\nPrescripteur : Dr Luc TESTMED\n\nCompte rendu d'examens\n\n{END}"
    assert recipients(text) == ["Dr Luc TESTMED"]
