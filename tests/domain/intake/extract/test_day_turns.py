"""Turns in which a day is told: a web page printed, a visit at the end of a line, a request, what a doctor validated;
and a purpose that is nobody.
"""

import pytest

from liane.domain.intake.extract.document import extract_fields
from liane.domain.intake.fields import FieldName
from tests.domain.intake.extract.word_pages import make_page


def told(text: str, name: FieldName) -> list[str]:
    found = extract_fields((make_page(text),), received_on="2026-11-02").fields.get(name)
    return [one.value for one in found.values] if found is not None else []


@pytest.mark.parametrize("said", ["Statut : Validé", "Validé", "État : validé le"])
def test_what_a_screen_printed_says_was_validated_is_its_day(said: str) -> None:
    text = f"""14/10/2026 09:12   Imagerie du Plateau - Espace correspondants
Nom   TARDIVEL
Prénom   Odile
Née le   06/02/1957
Radiographie du poignet droit
Acte du 08/10/2026   {said} 09/10/2026 18:02   Radiologue : Dr Paule VIGIER
Pas de lésion osseuse récente.
https://images.plateau.example/cr/5521 1/1"""
    assert told(text, FieldName.DOC_DATE) == ["2026-10-09"]


def test_the_visit_at_the_end_of_a_sentence_is_no_day_of_a_letter() -> None:
    text = """FICHE PATIENT REMARQUABLE
Nom de naissance : TARDIVEL   Prénom : Odile
Date de naissance : 06/02/1957
Le traitement est connu de la famille. La dernière visite a été faite par le docteur R.
VIGIER le 11 mai 2025.
Rédacteur : Docteur Line HARAND - mise à jour le 21 septembre 2026"""
    assert told(text, FieldName.DOC_DATE) == ["2026-09-21"]


def test_the_day_of_a_request_is_that_of_the_form_that_asks() -> None:
    text = """DEMANDE UNIQUE D'ENTRÉE EN RÉSIDENCE POUR PERSONNES ÂGÉES DÉPENDANTES - PREMIER VOLET
Nom   TARDIVEL
Prénom   Odile
Née le   06/02/1937
Téléphone   04 11 22 33 44
Date de la demande : 30/09/2026
Signature"""
    assert told(text, FieldName.DOC_DATE) == ["2026-09-30"]


@pytest.mark.parametrize(
    "title", ["Historique des délivrances", "Extrait du dossier pharmaceutique", "RÉSUMÉ DU DOSSIER MÉDICAL"]
)
@pytest.mark.parametrize("printed", ["Imprimé le 30/09/2026", "Imprimé le : 30/09/2026 à 11:02"])
def test_an_extract_of_a_record_is_of_the_day_of_its_print(title: str, printed: str) -> None:
    text = f"""Pharmacie du Plateau      {printed}
{title}
Nom   TARDIVEL
Prénom   Odile
Née le   06/02/1957
18/09/2026   Bisoprolol 2,5 mg   2   Dr VIGIER
02/08/2026   Paracétamol 1 g   1   Dr HARAND
11/07/2026   Ramipril 5 mg   1   Dr HARAND"""
    assert told(text, FieldName.DOC_DATE) == ["2026-09-30"]


def test_a_letter_that_is_printed_keeps_its_own_day() -> None:
    text = """Cabinet du Plateau      Imprimé le 30/09/2026
Valmont, le 18 septembre 2026
Nom   TARDIVEL   Prénom   Odile   Née le   06/02/1957
Relevé de vaccinations à jour. Cher confrère, merci de revoir cette patiente.
Dr Line HARAND"""
    assert told(text, FieldName.DOC_DATE) == ["2026-09-18"]


@pytest.mark.parametrize("cause", ["Occlusion", "Luxation", "Extraction"])
def test_a_purpose_is_no_addressee(cause: str) -> None:
    text = f"""CLINIQUE DU PLATEAU
Nom   TARDIVEL
Prénom   Odile
Née le   06/02/1957
À l'attention du Dr Paule VIGIER
Chère consœur,
Mme TARDIVEL a été prise en charge le 7 octobre 2026 pour : {cause} de
la veille, sous anesthésie locale.
Fait le 8 octobre 2026
Dr Line HARAND"""
    assert told(text, FieldName.RECIPIENTS) == ["Dr Paule VIGIER"]


@pytest.mark.parametrize("said", ["Le 03/03/2026   Signature et cachet", "Le 03/03/2026 Cachet et signature :"])
def test_the_day_before_the_place_of_a_signature_is_that_of_the_form(said: str) -> None:
    text = f"""Prescription médicale de transport
Nom de naissance : TARDIVEL   Prénom : Odile
Date de naissance : 06/02/1957
Justification : hôpital de jour à partir du 05/03/2026 ; affection reconnue le 15/03/2025.
{said}"""
    assert told(text, FieldName.DOC_DATE)[:1] == ["2026-03-03"]
