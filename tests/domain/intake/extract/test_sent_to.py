"""Words that settle whether a paper is sent to the doctor they name: labels, sentences, the report of an emergency."""

import pytest

from liane.domain.intake.extract.document import extract_fields
from liane.domain.intake.fields import FieldName
from tests.domain.intake.extract.word_pages import make_page

HEAD = """CENTRE HOSPITALIER DE TESTVILLE
Service de médecine

Patiente : Mme TESTPATIENT Marie, née le 12/03/1960
"""
FOOT = """

Bien confraternellement,

Dr Anne TESTAUTEUR
"""


def recipients(text: str) -> list[str]:
    document = extract_fields((make_page(text),), received_on="2026-11-01")
    found = document.fields.get(FieldName.RECIPIENTS)
    return [one.value for one in found.values] if found is not None else []


@pytest.mark.parametrize(
    "line",
    [
        "Adressé à : Dr Paul TESTMED",
        "À l'attention du : Docteur P. TESTMED",
        "Remise au patient et envoyée à : Dr Paul TESTMED (médecin traitant)",
        "Synthèse adressée au Dr Paul TESTMED le 14/03/2026.",
        "Document transmis au médecin traitant : Dr Paul TESTMED.",
        "Le docteur Paul TESTMED reçoit un double de ce courrier.",
    ],
)
def test_who_is_told_to_be_sent_the_paper_is_an_addressee(line: str) -> None:
    assert [one.split(" ")[-1] for one in recipients(f"{HEAD}\n{line}\n{FOOT}")] == ["TESTMED"]


@pytest.mark.parametrize(
    "line",
    [
        "Ces résultats ont déjà été discutés avec le Dr Paul TESTMED lors de la visite.",
        "Le Dr Paul TESTMED avait proposé une surveillance simple pendant un an.",
        "Elle garde une raideur de la hanche depuis son opération à Testbourg (Dr TESTMED).",
        "Nous avons sollicité un avis spécialisé auprès du Dr Paul TESTMED pour la suite.",
    ],
)
def test_who_is_named_in_a_sentence_that_sends_them_nothing_is_no_addressee(line: str) -> None:
    assert recipients(f"{HEAD}\nCher confrère,\n\n{line}\n{FOOT}") == []


def test_the_family_doctor_is_written_to_by_the_report_of_an_emergency_that_names_nobody_else() -> None:
    passage = (
        f"{HEAD}\nCOMPTE RENDU DE PASSAGE AUX URGENCES\n\nMédecin traitant : Dr Paul TESTMED\n\nMotif : malaise\n{FOOT}"
    )
    assert [one.split(" ")[-1] for one in recipients(passage)] == ["TESTMED"]
    told = passage.replace("Motif", "Destinataire : Dr Luc TESTDEUX\nMotif")
    assert [one.split(" ")[-1] for one in recipients(told)] == ["TESTDEUX"]
    sheet = passage.replace("COMPTE RENDU DE PASSAGE AUX URGENCES", "FICHE DE TRANSFERT VERS LES URGENCES")
    assert recipients(sheet) == []


def test_a_house_named_after_somebody_is_no_addressee() -> None:
    block = ("Docteur Paul TESTMED", "Centre de santé Louise Michel", "56100 TESTVILLE")
    lines = "\n".join(f"{' ' * 44}{line}" for line in block)
    assert [one.split(" ")[-1] for one in recipients(f"{HEAD}\n{lines}\n\nCher confrère,\n{FOOT}")] == ["TESTMED"]


def test_doctors_in_the_column_under_the_label_are_addressees() -> None:
    gap = " " * 30
    lines = (
        f"TESTPATIENT Marie{gap}À l'attention de",
        f"née le 12/03/1960{gap}Docteur Paul TESTMED",
        f"3 rue des Essais {gap}Docteur Luc TESTDEUX",
    )
    assert [one.split(" ")[-1] for one in recipients("\n".join(lines) + f"\n\nMotif de la visite : suivi\n{FOOT}")] == [
        "TESTMED",
        "TESTDEUX",
    ]


def test_who_did_what_a_dated_row_tells_is_no_addressee() -> None:
    rows = "\n".join(
        f"{day:02}/04/2025     Rappel DTP     Lot B{day}9M     Dr {name}"
        for day, name in ((8, "TESTMED"), (9, "TESTDEUX"), (11, "TESTMED"))
    )
    assert recipients(f"{HEAD}\nRELEVÉ DES VACCINATIONS\n\n{rows}\n\nDocument certifié par Dr Anne TESTAUTEUR\n") == []


def test_a_specimen_sent_to_a_laboratory_sends_it_no_report() -> None:
    text = "La pièce opératoire a été adressée le jour même au laboratoire du Dr Paul TESTMED."
    assert recipients(f"{HEAD}\nCompte rendu opératoire\n\n{text}\n{FOOT}") == []


def test_an_author_whose_name_a_box_holds_whole_is_no_addressee() -> None:
    box = "Médecin traitant\nNom     TESTAUTEUR Anne\nRPPS    10001234567\n\nTraitement : aucun\n"
    assert (
        recipients(f"{HEAD}\nSYNTHÈSE MÉDICALE\n\n{box}\nSynthèse rédigée par Dr Anne TESTAUTEUR, le 09/03/2026.\n")
        == []
    )


@pytest.mark.parametrize("title", ["OOCTEUR", "D0CTEUR", "Docieur", "Docteu r", "Doct."])
def test_a_title_misread_is_that_of_a_doctor(title: str) -> None:
    assert recipients(f"{HEAD}\nAdressé à : {title} Paul TESTMED\n{FOOT}") == [f"{title} Paul TESTMED"]


def test_a_block_of_address_under_a_long_notice_is_no_sentence() -> None:
    notice = "Prise de rendez-vous en ligne – images à consulter sur le portail pendant deux ans, code au dos"
    head = "CENTRE HOSPITALIER DE TESTVILLE\nService de médecine\n\n\n\n\n\n\nTestville, le 14/03/2026"
    text = f"{head}\n{notice}\nDr TESTMED Paul\n3 rue des Essais\n99000 TESTVILLE\n"
    assert recipients(f"{text}\nPatiente : Mme TESTPATIENT Marie, née le 12/03/1960\n\nCher confrère,\n{FOOT}") == [
        "Dr TESTMED Paul"
    ]


def test_the_one_doctor_who_heads_a_block_of_address_of_a_letter_is_its_addressee() -> None:
    gap = " " * 44
    lines = (
        "COURRIER" + "\n" * 9,
        f"Docteur Anne TESTAUTEUR{gap}Testville, le 14/03/2026",
        "Médecine générale",
        "Centre de santé du Test",
        f"12 rue des Essais      {gap}Docteur Paul TESTMED",
        f"99000 TESTVILLE        {gap}Chirurgie viscérale",
        "Tél. 02 99 00 00 01",
    )
    body = (
        "Monsieur et cher confrère,\n\nMerci de recevoir Mme TESTPATIENT Marie, née le 12/03/1960, pour une hernie.\n"
        "L'échographie du 2 mars, demandée par le\nDocteur TESTDEUX, montre une lésion simple de petite taille.\n"
    )
    text = "\n".join(lines) + f"\n\n{body}\nAvec mes remerciements.\n\nDocteur Anne TESTAUTEUR\n"
    assert [one.split(" ")[-1] for one in recipients(text)] == ["TESTMED"]


def test_a_doctor_alone_at_the_right_of_the_head_is_written_to_by_who_signs() -> None:
    gap = " " * 20
    head = f"Docteur Anne TESTAUTEUR\nChirurgien-dentiste\n3 rue des Essais 75000 TESTVILLE{gap}Docteur Paul TESTMED\n"
    body = "Bilan dentaire\n\nPatiente : Mme TESTPATIENT Marie, née le 12/03/1960\n\nUne racine est à extraire.\n"
    assert [one.split(" ")[-1] for one in recipients(f"{head}\n{body}\nDr Anne TESTAUTEUR")] == ["TESTMED"]
    other = head + f"{' ' * 52}RPPS 10001234567\n"
    assert recipients(f"{other}\n{body}\nDr Anne TESTAUTEUR") == []


@pytest.mark.parametrize(
    "lines",
    [
        "Adressé par : médecin traitant Dr Paul TESTMED",
        "Opérateur : Dr Luc TESTDEUX Aide : Dr Jean TESTTROIS Anesthésiste :\nDocteur TESTMED",
        "Madame TESTPATIENT a vu en consultation au mois de septembre dernier le Docteur\n"
        "TESTMED, qui propose une intervention.",
    ],
)
def test_who_sent_the_patient_helped_or_was_seen_gets_no_report_of_a_passage(lines: str) -> None:
    assert (
        recipients(f"{HEAD}\nRÉSUMÉ DE PASSAGE AUX URGENCES\n\n{lines}\n\nMédecin responsable : Dr Anne TESTAUTEUR")
        == []
    )


def test_a_sentence_of_an_examination_makes_no_result_to_send() -> None:
    lines = "Adressé par : Dr Paul TESTMED\n\nMOTIF\nL'échographie faite en ville ne montre pas d'anomalie du rein."
    assert recipients(f"{HEAD}\nCOMPTE RENDU D'HOSPITALISATION\n\n{lines}\n\nDr Anne TESTAUTEUR") == []


def test_a_paper_is_sent_by_any_means() -> None:
    line = "Compte rendu envoyé par messagerie sécurisée au Dr Paul TESTMED"
    assert [one.split(" ")[-1] for one in recipients(f"{HEAD}\n{line}\n{FOOT}")] == ["TESTMED"]


@pytest.mark.parametrize(
    "line",
    [
        "Compte rendu partagé avec le Dr Luc RIVET, Clinique du Lac",
        "Document partagé avec : Docteur Luc RIVET",
        "Partagé avec Dr Luc RIVET",
    ],
)
def test_with_whom_a_paper_is_shared_is_written_to(line: str) -> None:
    text = "Téléconsultation\nPatient : MARTIN Paule née le 02/08/1954\nDr Lise TESTAUTEUR (RPPS 10000000009)\n\n"
    text += "Examen normal.\n\n" + line
    assert any("RIVET" in one for one in recipients(text))


@pytest.mark.parametrize(
    ("title", "is_sent"), [("LETTRE DE LIAISON À LA SORTIE", True), ("ORDONNANCE DE SORTIE", False)]
)
def test_the_letter_of_who_leaves_goes_to_the_family_doctor_of_its_frame(title: str, is_sent: bool) -> None:
    text = (
        f"SMR du Lac\n7 rue du Four 99100 Testville\n{title}\nNOM : MARTIN\nPrénom : Paule\nNé(e) le : 02/08/1954\n"
        "Date d'entrée 28/09/2026    Sortie le 18/10/2026\nMédecin traitant    Dr RIVET Luc\n"
        "Médecin responsable    Dr TESTAUTEUR Lise\n1. Motif\nPneumopathie"
    )
    assert any("RIVET" in one for one in recipients(text)) == is_sent


@pytest.mark.parametrize("name", ["Dr RIVET", "Docteur Luc RIVET"])
def test_who_stands_over_the_copies_in_the_head_is_written_to_first(name: str) -> None:
    text = (
        "CH de Testville\nService de médecine\nChef de service\n"
        f"Dr Paul DUMAS                          {name}\n"
        "RPPS 10000000009                       12 rue du Four, 99100 Testville\n"
        "Dr Anne TESTAUTEUR                     Copie : Dr Jean MOREAU, Clinique du Lac\n\n"
        "Cher confrère,\n\nPatiente : Mme MARTIN Paule née le 02/08/1954, vue ce jour.\n\n"
        "Bien confraternellement,\n\nDr Anne TESTAUTEUR"
    )
    told = recipients(text)
    assert len(told) == 2
    assert "RIVET" in told[0]
    assert "MOREAU" in told[1]


def test_what_holds_no_vowel_is_nobody() -> None:
    text = "Mme MARTIN Paule née le 02/08/1954\n\nCopie : Dr CC BR\n\nExamen normal.\n\nDr Anne TESTAUTEUR"
    assert recipients(text) == []
