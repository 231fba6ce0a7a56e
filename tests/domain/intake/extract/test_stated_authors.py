"""Words that settle who wrote a page: under the closing formula, beside the one RPPS, after « rempli par »."""

import pytest

from liane.domain.intake.extract.document import extract_fields
from liane.domain.intake.fields import FieldName
from tests.domain.intake.extract.word_pages import make_page

PATIENT = "Patiente : Mme TESTPATIENT Marie, née le 12/03/1960"
BODY = "\n".join(["L'examen est sans particularité ce jour et le traitement est poursuivi."] * 6)


def author(*texts: str) -> str | None:
    pages = tuple(make_page(text, number=number) for number, text in enumerate(texts, 1))
    found = extract_fields(pages, received_on="2026-11-01").fields.get(FieldName.AUTHOR_FAMILY)
    return found.chosen.value if found is not None else None


def test_a_doctor_under_the_closing_formula_signs_though_a_page_of_notices_follows() -> None:
    head = f"Psychiatrie adulte\nMédecin chef : Dr Luc TESTCHEF\n\n{PATIENT}\n\nCher confrère,\n\n{BODY}\n"
    notices = "Les informations recueillies font l'objet d'un traitement destiné à la prise en charge."
    assert author(f"{head}\nBien confraternellement.\nDr TESTAUTEUR Anne\nPsychiatre", notices) == "TESTAUTEUR"


def test_the_formula_that_ends_a_page_is_signed_on_the_next() -> None:
    head = f"Pédiatrie{' ' * 40}Pr Testchef\n\n{PATIENT}\n\nCher collègue,\n\n{BODY}\n\nTrès cordialement à vous."
    assert author(head, "Dr Anne TESTAUTEUR\nPédiatre\n\nHoraires du secrétariat : de 9 h à 17 h.") == "TESTAUTEUR"


@pytest.mark.parametrize(
    "lines",
    [
        "Anesthésiste : Dr Anne TESTAUTEUR\nRPPS : 10001234567\nChirurgien : Dr Luc TESTDEUX",
        "Motif : chute. Médecin traitant : Dr Luc TESTDEUX, prévenu : oui\n"
        "Rempli par : Mme Anne TESTAUTEUR, infirmière",
    ],
)
def test_the_one_number_and_who_filled_the_sheet_tell_the_author(lines: str) -> None:
    assert author(f"FICHE DE CONSULTATION\n\n{PATIENT}\n\n{lines}\n\n{BODY}") == "TESTAUTEUR"


def test_who_handled_the_machine_is_no_author() -> None:
    text = f"SCANNER DES SINUS\n\n{PATIENT}\n\n{BODY}\n\nCompte rendu validé le 27/09/2025 - manipulateur : A. TESTAIDE"
    assert author(text) != "TESTAIDE"
