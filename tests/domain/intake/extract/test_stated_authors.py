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


PROSE = [
    "Le Dr Luc TESTDEUX l'a revue en juin et propose une simple surveillance de la lésion.",
    "Une ponction avait été faite au mois de mars, sans complication notable, dans le service, par le\nDr Testdeux. "
    "Les suites ont été simples.",
    "Le prélèvement a été relu au laboratoire voisin par le Docteur Luc TESTDEUX la semaine dernière.",
]


@pytest.mark.parametrize("line", PROSE)
def test_whom_the_body_names_in_a_sentence_does_not_write_the_page(line: str) -> None:
    head = f"CENTRE HOSPITALIER DE TESTVILLE\nService de médecine\n\nCOMPTE RENDU DE CONSULTATION\n\n{PATIENT}\n"
    assert author(f"{head}\n{BODY}\n{line}\n\n") is None
    assert author(f"{head}\n{BODY}\n{line}\n\nDr Anne TESTAUTEUR") == "TESTAUTEUR"


@pytest.mark.parametrize(
    "lines",
    [
        "Sage-femme : Paule TESTAIDE\nDr Anne TESTAUTEUR",
        "Nom et prénom du médecin : TESTAUTEUR Anne",
        "L'infirmière coordinatrice, TESTAUTEUR Anne le 13 décembre 2025",
        "Docteur Anne TESTAUTEUR\nFrappe : CL - imprimé le 04/05/2026",
        "Dr TESTAUTEUR\nSecrétariat : Mme TESTAIDE",
        "Paule TESTAIDE               Dr Anne TESTAUTEUR\nInterne                      Praticien hospitalier",
        "Rédigé par : Paule TESTAIDE (interne)\nSous la responsabilité du Dr Anne TESTAUTEUR",
        "Destinataires :\nDr Luc TESTDEUX\nDr Jean TESTTROIS\n\n"
        "Signé électroniquement le 04/05/2026 par Dr Anne TESTAUTEUR",
    ],
)
def test_who_stands_alone_at_the_foot_signs(lines: str) -> None:
    head = f"CENTRE HOSPITALIER DE TESTVILLE\nMaternité\n\nCOMPTE RENDU\n\n{PATIENT}\n"
    assert author(f"{head}\n{BODY}\n\n{lines}") == "TESTAUTEUR"


def test_the_anaesthetist_helps_at_an_operation_and_the_surgeon_is_only_told_in_a_sheet_of_anaesthesia() -> None:
    names = "Chirurgien : {}   Anesthésiste : {}"
    operated = names.format("Dr Anne TESTAUTEUR", "Dr Luc TESTDEUX")
    assert author(f"COMPTE RENDU OPÉRATOIRE\n\n{PATIENT}\n\n{operated}\n\n{BODY}") == "TESTAUTEUR"
    asleep = names.format("Dr Luc TESTDEUX", "Dr Anne TESTAUTEUR")
    assert author(f"CONSULTATION D'ANESTHÉSIE\n\n{PATIENT}\n\n{asleep}\n\n{BODY}") == "TESTAUTEUR"
    seen = f"ÉVALUATION PRÉ-ANESTHÉSIQUE\n\n{PATIENT}\n\nOpérateur / date     Dr Luc TESTDEUX, le 06/10/2026"
    assert author(f"{seen}\n\n{BODY}\nVisite à faire la veille.     Visa     Dr Anne TESTAUTEUR") == "TESTAUTEUR"


def test_the_one_name_of_a_letterhead_writes_what_nobody_signs() -> None:
    head = "Anne TESTAUTEUR\nOrthophoniste\n3 rue des Essais - 75000 TESTVILLE\n"
    told = "À l'attention du Dr Paul TESTMED"
    text = f"{head}\n{told}\n\nBilan orthophonique\n\n{PATIENT}\n\n{BODY}\nSon conjoint a été opéré par le Dr Testdeux."
    assert author(text) == "TESTAUTEUR"


def test_a_first_name_in_a_box_for_family_names_is_parted_from_it() -> None:
    text = f"PRESCRIPTION DE TRANSPORT\n\n{PATIENT}\n\nPrescripteur\nNom : Dr Boris DE TESTAUTEUR\nRPPS : 10001234567\n"
    assert author(text) == "DE TESTAUTEUR"


@pytest.mark.parametrize("told", ["Fiche mise à jour le 29 juillet 2025 par le", "Information donnée par le"])
def test_a_sentence_that_tells_who_writes_is_believed(told: str) -> None:
    assert (
        author(f"FICHE DE LIAISON\n\n{PATIENT}\n\nMobilité : marche seule\n\n{told} Dr Anne TESTAUTEUR") == "TESTAUTEUR"
    )


PAPER = (
    "Officine du Test\n7 rue du Four 99100 Testville\n{title}\nNom : MARTIN\nPrénom : Paule\nNé(e) le : 02/08/1954\n"
)


@pytest.mark.parametrize(
    ("line", "family"),
    [
        (
            "Vaccin administré le 16/10/2026 par Lise TESTAUTEUR, pharmacienne. Surveillance un quart d'heure",
            "TESTAUTEUR",
        ),
        ("Dose injectée le 16.10.2026 par Lise TESTAUTEUR, docteur en pharmacie.", "TESTAUTEUR"),
        ("Soin réalisé par Lise TESTAUTEUR, infirmière libérale", "TESTAUTEUR"),
    ],
)
def test_who_did_what_a_paper_attests_wrote_it(line: str, family: str) -> None:
    text = PAPER.format(title="Attestation de vaccination") + line + "\nMédecin traitant : Docteur Luc RIVET."
    assert author(text) == family


MEETING = (
    "Réunion de concertation pluridisciplinaire\nNom : MARTIN\nPrénom : Paule\nNé(e) le : 02/08/1954\n{lines}\n"
    "Participants : Dr Luc RIVET (chirurgie), Dr Jean MOREAU (oncologie)\nProposition : surveillance.\n{end}"
)


@pytest.mark.parametrize(
    ("lines", "end", "family"),
    [
        ("Coordonnateur : Dr Luc RIVET\nMédecin présentant le dossier : Dr Lise TESTAUTEUR", "", "RIVET"),
        ("Animatrice : Dr Anne DUMAS\nMédecin référent : Dr Lise TESTAUTEUR", "", "DUMAS"),
        ("Coordonnateur : Dr Luc RIVET", "Compte rendu validé le 14/11/2026 - Dr Lise TESTAUTEUR", "TESTAUTEUR"),
        ("Coordonnateur RCP : Dr Luc RIVET", "Fiche signée le 14 novembre 2026 : Dr Lise TESTAUTEUR", "TESTAUTEUR"),
    ],
)
def test_who_validates_the_sheet_of_a_meeting_comes_before_who_chairs_it(lines: str, end: str, family: str) -> None:
    assert author(MEETING.format(lines=lines, end=end)) == family


def test_who_receives_the_patient_did_not_write_the_sheet_of_the_rescue() -> None:
    text = (
        "SAMU du Test\nFiche d'intervention\nPatient : MARTIN Paule née le 02/08/1954\nBilan : douleur thoracique.\n"
        "Transport vers la Clinique du Lac - médecin receveur : Dr RIVET\nMédecin du SMUR : Dr Lise TESTAUTEUR"
    )
    assert author(text) == "TESTAUTEUR"


@pytest.mark.parametrize("sign", ["-", "–", "·"])
def test_a_name_and_its_number_after_a_sign_on_the_line_of_the_act_write_it(sign: str) -> None:
    text = (
        "Plateforme de soins\nPatient : MARTIN Paule née le 02/08/1954\nCompte rendu\n"
        f"Effectuée le lundi 9 novembre 2026 à 17:48, dix minutes {sign} Dr Lise TESTAUTEUR (RPPS 10000000017)\n"
        "Motif\nfatigue depuis un mois\nDocument partagé avec : Dr Luc RIVET"
    )
    assert author(text) == "TESTAUTEUR"
