"""How a paper opens says what it is: a request, a visit, a stay, a list of what is to be done."""

import pytest

from liane.domain.intake.classify.openings import find_calling, find_opening
from liane.domain.intake.classify.ranking import rank_types
from liane.domain.intake.classify.titles import outline_page
from tests.domain.intake.extract.word_pages import make_page

HEAD = """Docteur Agathe PELLERIN
Médecine générale
4 rue du Pré 69990 VALMONT   Tél. 04 99 11 22 33

Valmont, le 6 février 2026

Docteur Yann COUDERT
"""
REST = """Antécédents : cardiopathie ischémique, hypertension traitée, prothèse de hanche.
À l'examen, tension à 13/8, auscultation régulière, pas d'œdème des membres inférieurs.
L'échographie montre une fraction d'éjection à 55 % et des pressions de remplissage normales.
Traitement actuel : bisoprolol 2,5 mg le matin, apixaban 5 mg matin et soir.
Bien confraternellement,
Docteur Agathe PELLERIN"""
REQUEST, VISIT, STAY = "96349-6", "11488-4", "34112-3"


def types_of(text: str) -> frozenset[str]:
    found = find_opening(outline_page(make_page(text)))
    return frozenset() if found is None else found.types


@pytest.mark.parametrize(
    ("opening", "asked", "met", "stayed"),
    [
        ("Merci de recevoir Madame Odile VARENNE pour le suivi de sa valvulopathie.", 1, 0, 0),
        ("Merci de bien vouloir examiner Madame VARENNE, qui se plaint de vertiges.", 1, 0, 0),
        ("Je vous remercie par avance de recevoir Madame Varenne.", 1, 0, 0),
        ("Pourriez-vous revoir Madame Varenne, opérée chez vous l'an dernier ?", 1, 0, 0),
        ("Peux-tu voir Madame Varenne pour une lésion de la jambe ?", 1, 0, 0),
        ("Je me permets de vous adresser Madame Varenne pour des palpitations.", 1, 0, 0),
        ("Je te confie Madame Varenne pour la pose d'une chambre implantable.", 1, 0, 0),
        ("Je sollicite votre avis au sujet de Madame Varenne.", 1, 0, 0),
        ("Je vous serais reconnaissante de bien vouloir recevoir Madame Varenne.", 1, 0, 0),
        ("J'ai reçu en consultation le 6 février Madame Odile VARENNE.", 0, 1, 0),
        ("J’ai revu ce jour Madame Varenne, un an après son opération.", 0, 1, 0),
        ("Madame Varenne a été vue en consultation pour des douleurs.", 0, 1, 0),
        ("Je vous remercie de m'avoir adressé Madame Varenne que j'ai vue ce jour.", 0, 1, 0),
        ("J'ai examiné ce matin Madame Varenne et je vous l'adresse pour avis.", 1, 1, 0),
        ("Madame Varenne a été hospitalisée du 2 au 5 février pour un malaise.", 0, 0, 1),
        ("Votre patiente a séjourné dans notre service du 2 au 5 février.", 0, 0, 1),
        ("Merci de recevoir Madame Varenne, qui a été hospitalisée en janvier.", 1, 0, 0),
        ("Je vous adresse le compte rendu de Madame Varenne.", 0, 0, 0),
        ("Je vous adresse ci-joint les résultats de Madame Varenne.", 0, 0, 0),
        ("Madame Varenne va bien et poursuit son traitement.", 0, 0, 0),
    ],
)
@pytest.mark.parametrize("greeting", ["Cher confrère,", "Bonjour,", "Chère amie,"])
def test_a_letter_is_what_it_opens_with(greeting: str, opening: str, asked: int, met: int, stayed: int) -> None:
    types = types_of(f"{HEAD}\n{greeting}\n{opening}\n{REST}")
    assert [REQUEST in types, VISIT in types, STAY in types] == [asked, met, stayed]


def test_a_request_that_quotes_examinations_is_a_request() -> None:
    page = make_page(f"{HEAD}\nCher confrère,\nMerci de recevoir Madame Odile VARENNE pour avis.\n{REST}")
    told = rank_types([page])[0]
    assert told.code == REQUEST
    assert told.certainty > 0.8


@pytest.mark.parametrize(
    "line",
    ["Faire pratiquer au laboratoire :", "Prélèvement à effectuer à domicile", "Prière de doser à jeun :"],
)
def test_a_list_of_what_is_to_be_done_is_no_list_of_results(line: str) -> None:
    page = make_page(f"{HEAD}\nMadame VARENNE Odile née le 03/04/1950\n\n{line}\n- NFS, plaquettes\n- ferritine")
    assert types_of(page_text(line))
    told = rank_types([page])[0]
    assert told.code in {"PRESC-BIO", "PRESC-INF", "57833-6", "57828-6", "57832-8"}


def page_text(line: str) -> str:
    return f"{HEAD}\nMadame VARENNE Odile née le 03/04/1950\n\n{line}\n- NFS, plaquettes\n- ferritine"


@pytest.mark.parametrize(
    "text",
    [
        "Examen de ce jour : auscultation normale, tension satisfaisante, abdomen souple, marche aisée, aucun œdème",
        "L'examen du jour retrouve une auscultation normale.",
    ],
)
def test_what_is_to_be_done_at_the_end_of_a_report_says_nothing(text: str) -> None:
    assert not types_of(f"{HEAD}\n{text}\nBilan à faire au laboratoire")


def test_a_clear_title_comes_first() -> None:
    page = make_page(f"Compte rendu opératoire\n{HEAD}\nCher confrère,\nJ'ai revu ce jour Madame Varenne.\n{REST}")
    found = find_calling(outline_page(page))
    assert found is not None
    assert "34874-8" in found.types
