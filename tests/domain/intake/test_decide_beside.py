"""Whoever stands beside the patient on an ordinary page, and is no second patient: staff, teams, contacts, devices.

Each turn that may stand has its counterpart, a word away, that must still be shown.
"""

import pytest

from liane.domain.intake.decide.decision import decide
from liane.domain.intake.decide.policy import COMMAND_LINE_POLICY
from liane.domain.intake.extract.document import extract_fields
from liane.domain.intake.matching.memory_index import InMemoryIndex
from liane.domain.intake.page import Engine
from liane.domain.intake.recognise.guided import match
from tests.domain.intake.extract.word_pages import make_page
from tests.domain.intake.match_kit import person

INDEX = InMemoryIndex(
    (
        person("A", "MARTIN", "JULIE", "19510312"),
        person("B", "DE LA FONTAINE", "ROSE", "19440609"),
        person("C", "DURAND", "PAUL", "19490302"),
    )
)
HEAD = "CHU de Testville\nTestville, le 04/06/2025\nCompte rendu de consultation\n"
OWN = "Patiente : Madame MARTIN Julie, née le 12/03/1951\n"
BODY = "\nExamen clinique rassurant.\nSuite du traitement inchangée.\nDr Anne ESSAI"
OTHERS = frozenset({"INT-003", "INT-030", "INT-044", "INT-046", "INT-144", "INT-145", "INT-146"})


def _codes(text: str, *, is_scan: bool = False) -> frozenset[str]:
    engine = Engine.TESSERACT if is_scan else Engine.TEXT_LAYER
    page = make_page(text, engine=engine, confidence=0.96 if is_scan else 1.0)
    read = extract_fields([page], received_on="2026-05-04")
    decided = decide(read, [page], match(read, [page], INDEX), policy=COMMAND_LINE_POLICY)
    return frozenset(decided.codes) & OTHERS


@pytest.mark.parametrize(
    "line",
    [
        "Opticienne : Karine LEROY",
        "Audioprothésiste : LEROY Paul",
        "Podologue Paul LEROY",
        "Personne à prévenir : DURAND Paul (parent), né le 02/03/1949",
        "Personne de confiance : DURAND Paul (fils aîné), né le 02/03/1949 - tél. 02 99 12 34 56",
        "Contact : DURAND Paul (enfant), né le 02.03.1949",
        "Personne à contacter : DURAND Paul (petit-neveu), né le 02/03/1949",
        "Prélèvement de la veine saphène, greffon inversé puis anastomosé.",
        "Pontage par prélèvement saphène gauche, veine inversée.",
        "Arrivée : 14:05   Tri : 3   IOA Mme Sandrine",
        "IAO : Mme Sandrine",
    ],
)
def test_nobody_else_is_the_patient(line: str) -> None:
    assert not _codes(HEAD + OWN + line + BODY)


@pytest.mark.parametrize(
    "line",
    [
        "Audiogramme LEROY Paul",
        "Client : LEROY Paul",
        "DURAND Paul (parent), né le 02/03/1949",
        "Cas signalé : DURAND Paul (enfant), né le 02/03/1949",
        "Contact : DURAND Paul (enfant), né le 02/03/1949, hospitalisé ce jour",
        "Prélèvements du jour probablement inversés entre deux patientes.",
        "Étiquette du flacon sans doute intervertie.",
        "Tube et étiquette inversés.",
        "Tri : 3   Vue avec Mme LEROY Sandrine, née le 01/02/1990",
    ],
)
def test_a_word_away_it_is_shown(line: str) -> None:
    assert _codes(HEAD + OWN + line + BODY)


@pytest.mark.parametrize(
    "team",
    [
        "Emma LEROY\nCharles PETIT\nAnne LAMBERT",
        "Dr LEROY Emma\nDr PETIT Charles\nROUSSEL Anne\nLAMBERT Alice / GARNIER Marie",
    ],
)
def test_a_team_one_under_the_other_at_the_head_is_no_patient(team: str) -> None:
    assert not _codes(f"Service d'oncologie\n{team}\n" + HEAD + OWN + BODY)


@pytest.mark.parametrize(
    "lines",
    [
        "LEROY Emma\nMARTIN Julie\nPETIT Charles",
        "Emma LEROY\nCharles PETIT",
        "Emma LEROY\nCharles PETIT\nAnne LAMBERT, chambre 12",
    ],
)
def test_a_list_of_patients_is_shown(lines: str) -> None:
    text = "\n".join(f"{count}. Repos, hydratation et surveillance." for count in range(1, 25))
    assert _codes(f"{HEAD}{OWN}{text}\n{lines}\n{text}{BODY}")


def test_doctors_one_under_the_other_may_stand_anywhere() -> None:
    text = "\n".join(f"{count}. Repos, hydratation et surveillance." for count in range(1, 25))
    assert not _codes(f"{HEAD}{OWN}{text}\nDr Emma LEROY\nDr Charles PETIT\nAnne LAMBERT\n{text}{BODY}")
    assert _codes(f"{HEAD}{OWN}{text}\nDr Emma LEROY\nCharles PETIT\nAnne LAMBERT\n{text}{BODY}")


@pytest.mark.parametrize("line", ["Je revois Mme De La Fontaine ce jour.", "M. Le Dantec, infirmier, passe le soir."])
def test_a_family_name_that_particles_begin_is_read_whole(line: str) -> None:
    own = "Patiente : Madame DE LA FONTAINE Rose, née le 09/06/1944\n"
    assert "INT-144" not in _codes(HEAD + own + line + BODY)
    assert "INT-144" in _codes(HEAD + own + "Je revois Mme Le Dantec ce jour." + BODY)


@pytest.mark.parametrize("title", ["Évaluation de plaie", "Fiche de surveillance", "Bilan d'autonomie"])
def test_whoever_a_title_leads_is_the_patient(title: str) -> None:
    own = "Mme MARTIN Julie\nnée le 12/03/1951"
    assert "INT-145" not in _codes(f"SSIAD de Testville\n{title} {own}\nle 04/06/2025{BODY}")
    assert "INT-145" in _codes(f"SSIAD de Testville\n{title} remplie par {own}\nle 04/06/2025{BODY}")


def test_the_future_mother_of_a_visit_is_the_patient() -> None:
    assert not _codes(f"Sage-femme\nVisite du 04/06/2025\nFuture mère : MARTIN Julie, née le 12/03/1951{BODY}")


@pytest.mark.parametrize("heading", ["REPRÉSENTANT / CONTACT", "Personne de confiance ou proche", "CONTACT ET FAMILLE"])
def test_boxes_under_a_heading_of_two_words_are_of_somebody_beside(heading: str) -> None:
    boxes = "Nom : MARTIN\nPrénom : Julie\nNée le : 12/03/1951\nAdresse : 3 rue du Lac, 99000 Testville\n"
    beside = f"{heading}\nNom : LEROY Prénom : Sylvain - lien : neveu - Tél. 02 99 12 34 56\n"
    assert not _codes(f"Demande d'admission\nPERSONNE CONCERNÉE\n{boxes}{beside}Date : 04/06/2025")


@pytest.mark.parametrize(
    "line",
    [
        "CLINIQUE DE LA FONTAINE Séjour n° 66012047",
        "Appareil : AC-40 (étalonné le 20/09/2023)\nAudiomètre AD-229 (révisé 11/02/2023)",
        "Prescription du Docteur Paul LEROY (13/07/2023)",
        "Père : Henri LEROY, né en 1984, 02 99 12 34 56",
        "Testville Testard-ENR-056 v4 - mise à jour 01/2022",
        "Revoir avec le Pr Jean-\nMarc LEROY le 31 décembre 2028",
    ],
)
def test_figures_of_other_things_are_no_lost_birth(line: str) -> None:
    assert "INT-046" not in _codes(HEAD + OWN + line + BODY, is_scan=True)


@pytest.mark.parametrize(
    "line",
    [
        "LEROY (soeur 20/09/1953), prélevée aussi",
        "Prélèvement de Paul LEROY (13/07/1953)",
        "Vu avec LEROY Henri (père, 12/03/l94S)",
    ],
)
def test_what_is_left_of_a_birth_date_is_still_shown(line: str) -> None:
    assert "INT-046" in _codes(HEAD + OWN + line + BODY, is_scan=True)
