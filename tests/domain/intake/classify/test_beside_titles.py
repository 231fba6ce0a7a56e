"""A title that shares its line: beside a house, after a label or a logo, said backwards; what only looks so is none."""

import pytest

from liane.domain.intake.classify.beside_titles import find_beside, find_labelled, find_turned
from liane.domain.intake.classify.clear_titles import find_clear_title
from liane.domain.intake.classify.openings import find_calling
from liane.domain.intake.classify.ranking import rank_types
from liane.domain.intake.classify.titles import outline_page
from liane.domain.intake.classify.tokens import Line, tokenise
from liane.domain.intake.page import Box
from tests.domain.intake.extract.word_pages import make_page

OWNER = "Madame ORVAULT Solange née le 03/02/1951"
REMOTE = """Connexion de 10:12 à 10:30
Motif
Toux depuis une semaine
Avis
Bronchite simple
Prescription
Sirop simple le soir"""
DOSES = """Prednisone 20 mg : deux comprimés le matin pendant cinq jours
Oméprazole 20 mg : un comprimé le soir"""


def line_of(text: str) -> Line:
    return Line(tokens=tokenise(text), box=Box(x0=0.1, y0=0.05, x1=0.9, y1=0.06), height=1.0, text=text)


def types_of(text: str) -> frozenset[str]:
    found = find_clear_title(outline_page(make_page(text)))
    return found.types if found is not None else frozenset()


@pytest.mark.parametrize(
    "line",
    [
        "vite-un-doc.fr Compte rendu de téléconsultation",
        "Cabinet des Saules      Compte rendu de téléconsultation",
        "Cabinet des Saules – Résumé de votre téléconsultation",
        "Type de document : téléconsultation",
        "Nature du document : compte rendu de téléconsultation",
        "Synthèse de votre téléconsultation n° 4471",
    ],
)
def test_a_title_that_shares_its_line_is_one(line: str) -> None:
    text = f"{line}\n\n{OWNER}\n{REMOTE}"
    assert "85208-7" in types_of(text)
    assert rank_types([make_page(text)])[0].code == "85208-7"


@pytest.mark.parametrize(
    "line",
    [
        "Pièce jointe : compte rendu de téléconsultation",
        "Voir le Compte rendu de téléconsultation",
        "Menu      Compte rendu opératoire      Compte rendu de téléconsultation",
        "Copie - Compte rendu de téléconsultation",
    ],
)
def test_a_line_that_speaks_of_other_papers_is_no_title(line: str) -> None:
    assert types_of(f"{line}\n\n{OWNER}\nTout va bien.") == frozenset()


def test_what_stands_after_a_label_of_the_paper() -> None:
    assert find_labelled(line_of("Type de document : Ordonnance")) == "Ordonnance"
    assert find_labelled(line_of("Motif : Ordonnance")) == ""
    assert list(find_beside(line_of("Titre : Lettre de liaison"))) == [("LETTRE", "LIAISON")]


def test_a_title_said_backwards_is_turned() -> None:
    assert find_turned(line_of("Personne de confiance – formulaire")) == ("FORMULAIRE", "PERSONNE", "CONFIANCE")
    assert find_turned(line_of("Dossier n° 4521 – demande déposée")) == ()
    assert find_turned(line_of("Objet : ordonnance")) == ()


def test_no_title_stands_below_the_heading_of_a_text() -> None:
    told = types_of(f"Cabinet des Saules\n\n{OWNER}\nAntécédents\nAsthme\nAvis\nRien de grave")
    assert told == frozenset()
    assert "57833-6" in types_of(f"Clinique des Saules\n\n{OWNER}\nOrdonnance\n{DOSES}")


def test_a_subject_that_the_letter_cannot_be_is_what_it_quotes() -> None:
    said = "J'ai vu ce jour votre patiente en consultation pour une toux."
    letter = f"Cabinet des Saules\n{OWNER}\n\nObjet : convocation\n\nChère consœur,\n{said}"
    found = find_calling(outline_page(make_page(letter)))
    assert found is not None
    assert "11488-4" in found.types


@pytest.mark.parametrize(
    ("title", "codes"),
    [
        ("Carnet d'auto-surveillance de la tension", {"29274-8"}),
        ("Mes glycémies", {"29274-8"}),
        ("Extrait du dossier pharmaceutique", {"60593-1"}),
        ("Historique des délivrances", {"60593-1"}),
        ("Administration en hôpital de jour", {"80565-5"}),
        ("Certificat médical de situation", {"89601-9"}),
        ("Compte rendu de naissance - enfant", {"57075-4"}),
        ("Formulaire : personne de confiance", {"EXPPAT_1"}),
        ("Synthèse du passage", {"15507-7"}),
        ("Synthèse de fin de prise en charge", {"34133-9", "11490-0"}),
        ("Note médicale de transfert", {"18761-7"}),
        ("Transfert médicalisé – note médicale", {"18761-7"}),
        ("Volet médical du protocole de soins", {"PROT_ALD"}),
    ],
)
def test_what_papers_are_titled(title: str, codes: set[str]) -> None:
    found = find_clear_title(outline_page(make_page(f"Hôpital du Lac\n\n{title}\n\n{OWNER}")))
    assert found is not None
    assert codes <= found.types
    assert codes & found.named


def test_an_opinion_is_no_appointment() -> None:
    assert "56446-8" not in types_of(f"Hôpital du Lac\n{OWNER}\n\nObjet : Avis – consultation de cardiologie")


@pytest.mark.parametrize(
    ("said", "code", "not_code"),
    [
        ("Je vous remercie de m'avoir confié Madame Orvault pour une lésion du dos.", "11488-4", "60568-3"),
        (
            "Merci de nous avoir adressé Madame Orvault, hospitalisée du 3 au 9 mars 2026 pour une chute.",
            "34112-3",
            "11488-4",
        ),
    ],
)
def test_thanks_for_a_patient_tell_of_a_visit_or_of_a_stay(said: str, code: str, not_code: str) -> None:
    found = find_calling(outline_page(make_page(f"Dermatologie du Lac\n{OWNER}\n\nCher confrère,\n{said}")))
    assert found is not None
    assert code in found.types
    assert not_code not in found.types
    assert "11506-3" not in found.types or code == "34112-3"


@pytest.mark.parametrize("owner", ["ORVAULT Solange, veuve PINEL   IPP 4471201", "D.N. 03/02/1951 (75 ans)"])
def test_the_sender_s_head_ends_where_the_patient_is_told(owner: str) -> None:
    body = f"Hôpital du Lac - URGENCES\n{owner}\nChute dans l'escalier, plaie suturée.\nRetour à domicile."
    page = make_page(f"{body}\nFINESS 690001234")
    assert outline_page(page).context <= {0, 4}
