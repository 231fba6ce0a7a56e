"""Mother and child on the papers of a birth: told apart by the title and the ages together, and by nothing less; where
both have a record and are named whole, a person says."""

import pytest

from liane.domain.intake.decide.decision import decide
from liane.domain.intake.decide.policy import COMMAND_LINE_POLICY
from liane.domain.intake.extract.document import extract_fields
from liane.domain.intake.matching.match import IndexPerson
from liane.domain.intake.matching.memory_index import InMemoryIndex
from liane.domain.intake.recognise.guided import match
from tests.domain.intake.extract.word_pages import make_page
from tests.domain.intake.match_kit import person

MOTHER = person("M", "DURAND", "NADIA", "19930312", used="LEROY")
CHILD = person("E", "LEROY", "AXEL", "20250601", sex="M")
FATHER = person("P", "LEROY", "KARIM", "19910205", sex="M")
OTHERS = {"INT-003", "INT-019", "INT-044", "INT-046", "INT-144"}
HEAD = "Maternité de Testville\n{title}\nTestville, le 04/06/2025\n"
SHEET = "Enfant : LEROY Axel, né le 01/06/2025, sexe M\n"
HERS = "La mère : Mme LEROY née DURAND Nadia, née le 12/03/1993\n"
REPORT = "Patiente : Mme LEROY née DURAND Nadia, née le 12/03/1993\n"
END = "Dr Anne ESSAI"


def _codes(title: str, text: str, *index: IndexPerson) -> tuple[str | None, set[str]]:
    page = make_page(HEAD.format(title=title) + text + END)
    read = extract_fields([page], received_on="2026-05-04")
    answer = decide(read, [page], match(read, [page], InMemoryIndex(index)), policy=COMMAND_LINE_POLICY)
    return answer.record_id, OTHERS & set(answer.codes)


@pytest.mark.parametrize(
    "title",
    [
        "Compte rendu d'accouchement",
        "SYNTHÈSE D'ACCOUCHEMENT",
        "Accouchement - compte rendu",
        "Synthèse suites de couches – mère",
        "Fiche de post-partum",
    ],
)
@pytest.mark.parametrize(
    "line",
    [
        "Nouveau-né LEROY Axel, garçon, 3400 g\n",
        "Garçon prénommé Axel, né le 01/06/2025. Poids 3400 g.\n",
        "Enfant : LEROY Axel, né le 01/06/2025\n",
    ],
)
def test_the_report_of_a_delivery_is_of_the_mother(title: str, line: str) -> None:
    assert _codes(title, REPORT + line, MOTHER) == ("M", set())
    both = {"INT-044"} if "né le" in line else set()
    assert _codes(title, REPORT + line, MOTHER, CHILD) == ("M", both)


@pytest.mark.parametrize("title", ["Fiche du nouveau-né", "Lettre de sortie du nouveau-né", "EXAMEN DU NOUVEAU-NÉ"])
def test_the_sheet_of_a_newborn_is_of_the_child(title: str) -> None:
    assert _codes(title, SHEET + HERS, CHILD) == ("E", set())
    assert _codes(title, SHEET + HERS, MOTHER, CHILD) == ("E", {"INT-044"})


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Fiche du nouveau-né", SHEET + "Père : LEROY Karim, né le 05/02/1991\nRésultat transmis au père.\n"),
        ("Fiche du nouveau-né", SHEET + "Chambre de Mme DURAND Nadia, née le 12/03/1993\n"),
        ("Compte rendu de consultation", SHEET + HERS),
        ("Compte rendu de consultation", REPORT + "Enfant : LEROY Axel, né le 01/06/2025, a été examiné.\n"),
        ("Compte rendu d'accouchement", REPORT + "Accouche aussi ce jour : PETIT Zoé, née le 02/08/1994\n"),
        ("Compte rendu d'accouchement", REPORT + "Enfant d'une autre : PETIT Zoé, née le 02/01/2025\n"),
    ],
)
def test_anything_else_is_shown(title: str, text: str) -> None:
    assert _codes(title, text, MOTHER, CHILD, FATHER)[1]
