"""A second person with a birth date on the pages: shown, unless a doctor, a relative told, or the patient."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liane.domain.intake.decide.decision import decide
from liane.domain.intake.decide.policy import COMMAND_LINE_POLICY
from liane.domain.intake.decide.second import find_triples
from liane.domain.intake.extract.document import extract_fields
from liane.domain.intake.matching.memory_index import InMemoryIndex
from liane.domain.intake.outcome import IntakeDecision
from liane.domain.intake.recognise.guided import match
from tests.domain.intake.extract.word_pages import make_page
from tests.domain.intake.match_kit import person

KNOWN = person("A", "MARTIN", "JULIE ANNE", "19510312")
HEAD = "CHU de Testville\nTestville, le 04/06/2025\nCompte rendu de consultation\n"
OWN = "Patiente : Madame MARTIN Julie, née le 12/03/1951\n"


def _decide(text: str) -> IntakeDecision:
    page = make_page(HEAD + text)
    read = extract_fields([page], received_on="2026-05-04")
    return decide(read, [page], match(read, [page], InMemoryIndex((KNOWN,))), policy=COMMAND_LINE_POLICY)


@pytest.mark.parametrize(
    "line",
    [
        "Receveur : MARTIN Mila, née le 29/01/1993",
        "Ordonnance de : LE GOFF Françoise (22/05/1974)",
        "Après M. DURAND Paul, né le 02/03/1949, que je suis depuis dix ans",
        "Annule le compte rendu au nom de DURAND Paul, 02/03/1949",
        "DURAND PAUL né(e) le : 02/03/1949",
        "Paul DURAND - 2 mars 1949",
        "Retiré par : Madame DURAND Lyana, née le 18/02/1962",
        "MARTIN Louise, née le 12/03/1951",
        "MADAME Odile Durand née le 02/03/1949",
        "Nom Paul DURAND DN 02.03.1949 S. M",
    ],
)
def test_another_person_with_a_birth_date_is_shown(line: str) -> None:
    assert "INT-046" in _decide(OWN + line).codes


@pytest.mark.parametrize(
    "line",
    [
        "Personne de confiance : DURAND Paul (conjoint), né le 02/03/1949",
        "Personne à prévenir : DURAND Paul, né le 02/03/1949, tél. 06 99 00 00 00",
        "DURAND Paul (père), né le 02/03/1929",
        "Dr DURAND Paul, 02/03/2019",
        "Docteur Paul DURAND, le 02/03/2019",
        "MARTIN Julie, née le 12/03/1951",
        "Anne MARTIN (12/03/1951)",
        "MADAME Julie Martin née le 12/03/1951",
        "Nom Julie MARTIN DN 12.03.1951 S. F",
        "IRM Cérébrale (12/03/2019)",
        "Vu avec DURAND Paul, 03/06/2025",
        "Scanner du 02/03/2019",
        "Code INSEE naissance 70995",
        "Prénoms de naissance : Julie Anne   Dr Paul DURAND\nDate de naissance : 12/03/1951",
    ],
)
def test_the_person_of_the_record_doctors_and_relatives_told_in_full_may_stand(line: str) -> None:
    assert "INT-046" not in _decide(OWN + line).codes


@pytest.mark.parametrize("born", ["02/03/1949", "02/12/2024", "02/03/2026"])
def test_somebody_who_comes_for_a_patient_without_a_record_is_not_the_patient(born: str) -> None:
    """Their papers were seen; the patient has a bare date: an adult's, a baby's, one read as the document's day."""
    page = make_page(
        "Pharmacie des Halles 04/06/2025\nPrésenté par Mme MARTIN Julie (pièce d'identité vue, née le 12/03/1951)\n"
        f"Délivré pour DURAND Paul, {born}\nVentoline : deux bouffées"
    )
    read = extract_fields([page], received_on="2026-05-04")
    found = decide(read, [page], match(read, [page], InMemoryIndex((KNOWN,))), policy=COMMAND_LINE_POLICY)
    assert {"INT-046", "INT-009"} & set(found.codes)  # a second person, or nobody of the index


def test_triples_of_a_line() -> None:
    (one, two) = find_triples("Donneur : LE BRIS Véronique, né(e) le 26/03/1996 ; Receveur : LE BRIS MILA (29/01/1993)")
    assert (one.family, one.given, one.date, one.is_told) == ("LE BRIS", "Véronique", "19960326", True)
    assert (two.family, two.given, two.date, two.is_told) == ("LE BRIS", "MILA", "19930129", False)


@given(st.text(max_size=300))
def test_any_line_gives_triples_or_none(line: str) -> None:
    assert all(one.family and one.given and len(one.date) == 8 for one in find_triples(line))


@pytest.mark.parametrize(
    "line",
    [
        "Après Mme MARTIN Julie, j'ai vu son oncle PETIT Guy, né le\n19/10/1985.",
        "Madame MARTIN Julie accompagne son oncle PETIT Guy, né le 19\noctobre 1985.",
        "J'ai vu PETIT Guy, né le 39/10/1985.",
    ],
)
def test_somebody_whose_birth_date_goes_over_a_line_or_is_broken_is_seen(line: str) -> None:
    assert "INT-046" in _decide(OWN + line).codes


@pytest.mark.parametrize(
    "line",
    [
        "Julie Anne DDN : 12/03/1951",
        "PRENOM Julie\nNé(e) le 12/03/1951",
        "Compte rendu antérieur signé par Mme le Dr Lyna VENET (04/10/1981).",
        "Avis de Pr Lyna VENET (04/10/1981)",
        "Personne de confiance : PETIT Guy (oncle), né le 19/10/1985",
    ],
)
def test_a_label_a_doctor_and_a_contact_are_no_second_patient(line: str) -> None:
    assert "INT-046" not in _decide(OWN + line).codes
