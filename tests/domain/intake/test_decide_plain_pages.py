"""Pages of one patient that words of a form, of a list or of a sentence made look like those of two; and of two."""

import pytest

from liane.domain.intake.decide.decision import decide
from liane.domain.intake.decide.policy import COMMAND_LINE_POLICY
from liane.domain.intake.extract.document import extract_fields
from liane.domain.intake.matching.marks import read_dates
from liane.domain.intake.matching.memory_index import InMemoryIndex
from liane.domain.intake.page import Engine
from liane.domain.intake.recognise.guided import match
from tests.domain.intake.extract.word_pages import make_page
from tests.domain.intake.match_kit import person

INDEX = InMemoryIndex(
    (
        person("A", "MARTIN", "JULIE ANNE", "19510312"),
        person("B", "DOS SANTOS", "MARIE", "19340218"),
        person("C", "LACOMBE", "DIDIER", "19490302", sex="M"),
        person("D", "N'GUESSAN", "ROSE", "19441209"),
    )
)
HEAD = "CHU de Testville\nTestville, le 04/06/2025\nCompte rendu de consultation\n"
BODY = "\nExamen clinique rassurant.\nSuite du traitement inchangée.\nDr Anne ESSAI"
OTHERS = frozenset({"INT-003", "INT-030", "INT-044", "INT-046", "INT-144", "INT-145"})
"""Two patients, another person, the patient told aside."""


def _codes(text: str, *, is_scan: bool = False) -> frozenset[str]:
    engine = Engine.TESSERACT if is_scan else Engine.TEXT_LAYER
    page = make_page(HEAD + text + BODY, engine=engine, confidence=0.96 if is_scan else 1.0)
    read = extract_fields([page], received_on="2026-05-04")
    return frozenset(decide(read, [page], match(read, [page], INDEX), policy=COMMAND_LINE_POLICY).codes)


@pytest.mark.parametrize(
    "text",
    [
        "Mme DOS SANTOS-RIBEIRO Marie, née DOS SANTOS née le 18/02/1934",
        "Nom de naissance : DOS SANTOS   Prénom : Marie\nNée le : 18-FÉVRIER-1934",
        "Nom de naissance : MARTIN   Née le : 12-MARS-1951\nPrénom : Julie",
        "Docteur Luc ESSAI   Prénom(s) : JULIE, ANNE\nPNEUMOLOGIE   Née le : 12/03/1951\nNom de naissance : MARTIN",
        "Patiente : MARTIN Julie, née le 12/03/1951\nBiologistes : Luc ESSAI, Anne LENOIR, Paul\nDURAND, Franck HEBERT",
        "Pour : Madame N'GUESSAN épouse DURAND Rose — née le 09/12/1944",
        "Nous attendons le retour de M. LACOMBE Didier, né le 02/03/1949, hospitalisé dans votre service.",
        "J'ai vu en consultation le 30.05.2025 Monsieur Didier LACOMBE, né le 02.03.1949, pour un suivi.",
        "Ci-dessous les constantes demandées pour M. LACOMBE Didier, né le 02/03/1949 : pouls 80.",
        "Patiente : MARTIN Julie, née le 12/03/1951\n"
        "Retour préparé avec la famille lors d'un entretien en présence de la cadre de\nsanté Mme DURAND.",
        "Patiente : MARTIN Julie, née le 12/03/1951\nIBODE / IBO : Mme DURAND",
    ],
)
def test_one_patient_is_seen(text: str) -> None:
    assert not _codes(text) & OTHERS


@pytest.mark.parametrize(
    "text",
    [
        "Patiente : MARTIN Julie, née le 12/03/1951\nAvis : Dr Luc ESSAI (10003456789), Dr Anne LENOIR (10003456797)",
        "Nom de naissance : MARTIN   Prénom : Julie\nMédecin   Dr Luc BERNE   Identité nationale   260031299901234\n"
        "Née le 12/03/1951",
        "DOSSIER MÉDICAL Imprimé le 03/08/2026\nPatiente : MARTIN Julie, née le 12/03/1951",
        "Nom de naissance MARTIN\nPrénom Julie   Née le 12/03/1951\nINS-TEST Vue le 01/08/2025",
        "Bénéficiaire   Né(e) le   N° INS / INSEE\nMARTIN Julie   12.03.1951   100   100",
    ],
)
def test_numbers_of_persons_are_no_lost_dates(text: str) -> None:
    assert "INT-046" not in _codes(text, is_scan=True)


@pytest.mark.parametrize(
    "line",
    [
        "Accompagnée de DURAND Paul, né le 08-OCTOBRE-1969, hospitalisé ce jour",
        "Pour mémoire : DURAND Paul, né le 1969/10/08",
        "Concerne aussi DURAND Paul, né le 8.octobre.1969",
        "Nous attendons M. LACOMBE Didier, né le 02/03/1949, hospitalisé dans votre service.",
        "DOS SANTOS Marie, née le 18-FÉVRIER-1934",
        "Prénom : Paul   PNEUMOLOGIE   Né le : 02/03/1949",
    ],
)
def test_another_person_is_still_shown(line: str) -> None:
    assert _codes(f"Patiente : Madame MARTIN Julie, née le 12/03/1951\n{line}") & OTHERS


@pytest.mark.parametrize(
    "line",
    [
        "Son mari, M. LACOMBE Didier, né le 02/03/1949, hospitalisé dans votre service, l'accompagne.",
        "Courrier adressé par M. LACOMBE Didier, né le 02/03/1949.",
    ],
)
def test_the_person_told_aside_is_still_shown(line: str) -> None:
    assert _codes(line) & (OTHERS | {"INT-010"})


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("né le 08-OCTOBRE-1969", "19691008"),
        ("né le 8.oct.1969", "19691008"),
        ("né le 08 - AOÛT - 1969", "19690808"),
        ("né le 1969- 10-08", "19691008"),
        ("né le 1969/10/08", "19691008"),
        ("né le 1er-mars-1969", "19690301"),
    ],
)
def test_dates_whose_parts_other_signs_part_are_seen(text: str, value: str) -> None:
    assert [one for _, one, _ in read_dates(text)] == [value]


@pytest.mark.parametrize("text", ["OID 1.2.250.1.213.1.4.8", "article L. 1111-6", "10-1969"])
def test_other_figures_are_no_dates(text: str) -> None:
    assert not list(read_dates(text))


def test_the_hour_of_arrival_after_a_birth_name_is_no_birth() -> None:
    text = "Nom naiss.: MARTIN   Arrivée: 18/04/2025 11:17\nPrénom: Julie\nDate de naissance: 12/03/1951"
    assert not _codes(text) & {"INT-018", "INT-019"}


@pytest.mark.parametrize(
    ("second", "is_shown"),
    [
        ("12/03/1951", False),
        ("12/03/1451", False),
        ("12/1451", False),
        ("12/03/1957", True),
        ("13/02/1951", True),
        ("illisible", True),
    ],
)
def test_a_second_reading_that_is_nobodys_birth_contradicts_no_sure_one(second: str, *, is_shown: bool) -> None:
    text = "Nom de naissance : MARTIN   Prénom : Julie\nNée le : {}   Sexe : F"
    page = make_page(
        HEAD + text.format("12/03/1951") + BODY,
        engine=Engine.TESSERACT,
        confidence=0.96,
        second=HEAD + text.format(second.ljust(10)) + BODY,
    )
    read = extract_fields([page], received_on="2026-05-04")
    codes = decide(read, [page], match(read, [page], INDEX), policy=COMMAND_LINE_POLICY).codes
    assert ("INT-035" in codes) is is_shown
