"""Pages whose only whole identity is that of somebody beside the patient: a parent, who writes, who is insured.

They are of three goes of turns of phrase, written before the rules that read them. The record is always that of the one
person told with a birth date; the patient is named with none, or by a first name, or not at all.
"""

from dataclasses import replace

import pytest

from liane.domain.intake.decide.decision import decide
from liane.domain.intake.decide.policy import COMMAND_LINE_POLICY
from liane.domain.intake.extract.document import extract_fields
from liane.domain.intake.matching.memory_index import InMemoryIndex
from liane.domain.intake.page import Engine, Page
from liane.domain.intake.recognise.guided import match
from tests.domain.intake.extract.word_pages import make_page
from tests.domain.intake.match_kit import person

INDEX = InMemoryIndex((person("A", "MARTIN", "JULIE ANNE", "19810312"),))
HEAD = "CHU de Testville\nTestville, le 04/06/2025\nCompte rendu de consultation\n"
BODY = "\nExamen clinique rassurant.\nSuite du traitement inchangée.\nDr Anne ESSAI"
WHO = "MARTIN Julie, née le 12/03/1981"
NO_PERSON = {"INT-036", "INT-037"}
"""The type and the date of so short a page are not asked."""
BESIDE = (
    f"Examen du premier jour\nMaman {WHO}\nApgar 10/10, poids 3410 g",
    f"FEUILLE DE SURVEILLANCE DU NOUVEAU-NÉ\n{WHO}\nPoids de naissance : 3120 g",
    f"Chambre 12, berceau\n{WHO}\nPérimètre crânien 35 cm, réflexes archaïques présents",
    f"Oto-émissions de l'enfant\n{WHO}\nOreille droite présente, oreille gauche présente",
    f"Né ce jour de {WHO}, à terme, cri immédiat.",
    f"Sortie du couple mère-enfant\n{WHO}\nPoids de sortie : 3050 g",
    f"Bilirubine transcutanée du nouveau-né, maman {WHO}",
    f"Certificat pour enfant malade : la présence de {WHO} est nécessaire auprès de Karim.",
    f"Personne amenant l'enfant : {WHO}",
    "Nom : MARTIN   Prénom : Julie\nNée le : 12/03/1981\nagissant en qualité de mère de Didier MARTIN",
    f"{WHO}, s'est présentée avec son fils Didier pour une plaie du front.",
    f"{WHO}, vient avec Rose, 6 ans, qui présente une otite.",
    "Votre époux, GUERIN Marcel, sort ce jour.\nMadame Julie MARTIN\nNée le 12/03/1981",
    f"{WHO}, est l'épouse de GUERIN Marcel, hospitalisé dans le service.",
    f"{WHO}, fille du patient, a été reçue.",
    f"{WHO}, souhaite que son mari GUERIN Marcel soit revu.",
    f"{WHO}, nous signale que MARTIN Léo ne prend plus son traitement.",
    f"Cas index : {WHO}\nApparenté testé : GUERIN Zoé",
    f"Patient source : {WHO}\nAgent exposé : GUERIN Zoé",
    f"Receveur : {WHO}\nDonneur intrafamilial : MARTIN Gérard",
    f"Variant familial identifié chez {WHO}, recherché chez MARTIN Fabrice.",
    f"Hébergé chez {WHO}",
    f"Remis en main propre à {WHO} pour GUERIN Étienne",
    f"Fille référente : {WHO}",
    f"Mon père, MARTIN Gérard, ne mange plus. {WHO}",
    "Coordonnées de l'entourage\nNom   Prénom   Né(e) le   Lien\nMARTIN   Julie   12/03/1981   soeur",
    "Coordonnées des parents\nMARTIN Julie\n12/03/1981",
    f"Ayant droit : Mathilde\nAssurée principale : {WHO}",
    "Nom de l'assuré(e) : MARTIN   Prénom : Julie   Né(e) le : 12/03/1981\nPersonne recevant les soins : MARTIN Gérard",
    f"Désignation de la personne de confiance\nJe soussigné MARTIN Gabriel\ndésigne {WHO}",
    f"Demandeur : {WHO}\nDossier demandé : MARTIN Monique",
    f"Attestation d'accompagnement : Mme {WHO} accompagnait MARTIN Étienne.",
    f"Ordonnance\n{WHO}\nparacétamol sirop pour Étienne, 12 kg",
    f"Auteur de l'appel au 15 : Mme {WHO}",
    f"Nom et prénom de la personne interrogée : Mme {WHO}",
    f"Assurance scolaire au nom de {WHO} - élève Inès MARTIN",
    f"Don d'organe : accord recueilli auprès de {WHO} pour MARTIN Marcel",
    "Qualité du signataire : conjoint\nNom : MARTIN   Prénom : Julie   Né(e) le : 12/03/1981",
    f"Discussion menée en présence de\n{WHO}",
    f"Mme {WHO}, sa fille aînée, passe chaque soir.",
    f"Mme {WHO}, amène Pascal pour le rappel du tétanos.",
    f"Mme {WHO}, ramène son fils ce matin.",
    f"Mme {WHO}, dit sa fatigue devant l'état de son mari.",
    f"Personne ressource de la résidente : Mme {WHO}",
    f"Proche référent du patient : {WHO}",
)
TWO = (
    "Rédigé pour le compte de OLIVIER Thomas",
    "Conclusion : MARTIN Marcel, 48 ans, présente une anémie.",
    "Résultat : MARTIN Manon - groupe A positif",
    "Alias DUMONT Pascal",
    "Ne concerne pas Julie MARTIN mais GUERIN Rémi.",
    "Née le 12/05/1987 selon la carte d'identité",
    "DDN rectifiée : 12/05/1987",
    "Sa sœur Anne GUERIN a été opérée. Patient : Anne GUERIN",
)
MAY_BE_FILED = (
    f"Pour {WHO}",
    f"Objet : avis {WHO}",
    f"Fibroscopie gastrique - Mme {WHO}",
    f"Merci de t'occuper de {WHO}.",
    f"Secrétariat de Neurologie\n{WHO}",
    f"J'ai examiné ce jour {WHO}, en présence de\nsa fille Anne.",
    f"Je certifie que l'état de santé de\nMadame {WHO} justifie un arrêt.",
    f"{WHO}\nAssuré(e) : MARTIN Gérard (père)",
    f"Patient : {WHO}\nAssuré : le même",
    f"{WHO}\nSon mari, retraité, est présent.",
    f"{WHO}, amenée par les pompiers pour une chute.",
    f"Patiente : {WHO}, amenée hier pour une chute.",
    f"{WHO}\nVit avec ses deux enfants. Un mineur doit être accompagné.",
)


def _doubts(text: str) -> set[str]:
    page = make_page(HEAD + text + BODY)
    read = extract_fields([page], received_on="2026-05-04")
    answer = decide(read, [page], match(read, [page], INDEX), policy=COMMAND_LINE_POLICY)
    return set(answer.codes) - NO_PERSON


@pytest.mark.parametrize("text", BESIDE)
def test_a_page_whose_only_whole_identity_is_of_somebody_beside_the_patient_is_shown(text: str) -> None:
    assert _doubts(text)


@pytest.mark.parametrize("line", TWO)
def test_another_person_or_date_told_beside_the_patient_is_shown(line: str) -> None:
    assert _doubts(f"Patiente : {WHO}\n{line}")


@pytest.mark.parametrize("text", MAY_BE_FILED)
def test_a_patient_told_alone_or_after_words_of_care_is_no_bystander(text: str) -> None:
    assert not _doubts(text)


@pytest.mark.parametrize(
    "line",
    [
        "avis Docteur LAM du 12/06/2023",
        "EHPAD Sainte-Anne - 120 rue de la Gare - 22200 Testville",
        "Douleur EVA 1/10",
        "Copie : LE BRIS (RPPS 10003456789), Testville.",
    ],
)
def test_a_doctor_an_address_a_score_are_no_birth_date_that_a_reader_lost(line: str) -> None:
    text = f"{HEAD}Patiente : {WHO}\n{line}{BODY}"
    page = make_page(text, engine=Engine.TESSERACT, confidence=0.97)
    read = extract_fields([page], received_on="2026-05-04")
    answer = decide(read, [page], match(read, [page], INDEX), policy=COMMAND_LINE_POLICY)
    assert "INT-046" not in answer.codes


def _read_twice(value: str, *, first: float, second: float) -> set[str]:
    """What is decided where another reader saw the patient otherwise. first, second: how sure each is."""
    text = HEAD + "Patiente : MARTIN Julie\nNée le : 12/03/1981" + BODY
    page: Page = make_page(text, engine=Engine.RAPIDOCR, confidence=first)
    at = {"Julle": "Julie", "12/03/1931": "12/03/1981"}[value]
    box = next(word.box for word in page.words if word.text == at)
    other = tuple(replace(word, text=value, box=box, confidence=second) for word in page.words[:1])
    page = replace(page, second=other)
    read = extract_fields([page], received_on="2026-05-04")
    return set(decide(read, [page], match(read, [page], INDEX), policy=COMMAND_LINE_POLICY).codes)


def test_what_the_other_reader_only_guessed_contradicts_no_sure_reading() -> None:
    assert "INT-035" not in _read_twice("Julle", first=0.98, second=0.2)
    assert "INT-035" not in _read_twice("12/03/1931", first=0.98, second=0.05)


@pytest.mark.parametrize(
    ("value", "first", "second"),
    [("Julle", 0.98, 0.4), ("Julle", 0.7, 0.2), ("12/03/1931", 0.98, 0.2), ("12/03/1931", 0.7, 0.05)],
)
def test_another_reading_that_is_no_guess_or_beside_an_unsure_one_is_shown(
    value: str, first: float, second: float
) -> None:
    assert "INT-035" in _read_twice(value, first=first, second=second)


@pytest.mark.parametrize(
    ("value", "printed", "is_shown"),
    [
        ("12", "12 mars 1981", False),
        ("12 1981", "12 mars 1981", False),
        ("12 mors 1981", "12 mars 1981", False),
        ("12 mai 1981", "12 mars 1981", True),
        ("13", "12 mars 1981", True),
        ("1981 12", "12 mars 1981", True),
        ("12 juil 1981", "12 juin 1981", True),
        ("12 juim 1981", "12 juin 1981", True),
        ("12 juinn 1981", "12 juin 1981", False),
    ],
)
def test_a_part_read_alike_and_a_month_that_is_none_contradict_no_sure_reading(
    value: str, printed: str, *, is_shown: bool
) -> None:
    text = HEAD + f"Patiente : MARTIN Julie\nNée le : {printed}" + BODY
    page: Page = make_page(text, engine=Engine.TESSERACT, confidence=0.98)
    boxes = [word.box for word in page.words if word.text in printed.split()]
    place = boxes[0].union(boxes[-1])
    second = (replace(page.words[0], text=value, box=place, confidence=0.9, engine=Engine.RAPIDOCR),)
    page = replace(page, second=second)
    read = extract_fields([page], received_on="2026-05-04")
    codes = decide(read, [page], match(read, [page], INDEX), policy=COMMAND_LINE_POLICY).codes
    assert ("INT-035" in codes) is is_shown
