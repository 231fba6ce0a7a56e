"""Values whose signs the text itself parts with bars, brackets or strokes."""

import pytest

from liane.domain.intake.extract.document import extract_fields
from liane.domain.intake.extract.surface.parted_signs import open_parted
from liane.domain.intake.fields import FieldName
from tests.domain.intake.extract.word_pages import lay_words, make_page

NAMES = ("birth_name", "first_name", "birth_date")
WHOLE = ["VIDAL", "ODETTE", "1948-11-30"]


def _read(text: str) -> list[str | None]:
    fields = extract_fields([make_page(f"{text}\n\nBilan de contrôle.")], received_on="2026-05-04").fields
    return [fields[FieldName(name)].chosen.value if FieldName(name) in fields else None for name in NAMES]


@pytest.mark.parametrize(
    "text",
    [
        "Nom de naissance : |V|I|D|A|L|\nPrénom : |O|D|E|T|T|E|\nDate de naissance : |3|0|/|1|1|/|1|9|4|8|",
        "Nom de naissance : | V | I | D | A | L |\nPrénom : | O | D | E | T | T | E |\n"
        "Date de naissance : | 3 | 0 | 1 | 1 | 1 | 9 | 4 | 8 |",
        "NOM [V][I][D][A][L]\nPRÉNOM [O][D][E][T][T][E]\nNÉ(E) LE [3][0][1][1][1][9][4][8]",
        "Nom de naissance : V_I_D_A_L\nPrénom : O_D_E_T_T_E\nNée le : 30 _ 11 _ 1948",
        "Nom : VIDAL   Prénom : Odette\nDate de naissance : 30|11|1948",
        "Nom : VIDAL   Prénom : Odette\nDate de naissance : |30|11|1948|",
        "Nom : VIDAL   Prénom : Odette\nDate de naissance : 30 | 11 | 1948",
        "Nom : [VIDAL]   Prénom : [Odette]   Né(e) le : [30/11/1948]",
    ],
)
def test_marks_between_signs_are_no_part_of_a_value(text: str) -> None:
    assert _read(text) == WHOLE


def test_an_empty_box_is_a_blank() -> None:
    assert _read("Nom de naissance | L | E |  | G | A | L | L |\nPrénom : |Y|A|N|N|")[:2] == ["LE GALL", "YANN"]


@pytest.mark.parametrize(
    "line", ["Sexe |M|F|", "Poids 70 kg | Taille 170 cm", "A | bilan | B", "[x] oui [ ] non", "M|F"]
)
def test_other_marks_stay(line: str) -> None:
    assert [word.text for word in open_parted(lay_words(line))] == line.split()


def test_a_word_made_of_boxes_covers_them() -> None:
    words = lay_words("| V | I | D | A | L |")
    (made,) = open_parted(words)
    assert (made.text, made.box.x0, made.box.x1) == ("VIDAL", words[1].box.x0, words[-2].box.x1)
