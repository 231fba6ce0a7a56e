"""Forms with one box for each letter: which words are one value, and which stay words."""

import pytest

from liane.domain.intake.extract.surface.combs import find_combs
from liane.domain.intake.page import Box, Word

WIDTH, HEIGHT, LINE = 595.0, 842.0, 12.3
ASPECT = WIDTH / HEIGHT
PITCH = 11.2
CAPITAL = 7.4


def word(text: str, left: float, width: float) -> Word:
    box = Box(x0=left / WIDTH, y0=0.2, x1=(left + width) / WIDTH, y1=0.2 + LINE / HEIGHT)
    return Word(text=text, box=box)


def boxes(*pieces: str, start: float = 60.0) -> list[Word]:
    """Words of letters one box apart; an empty piece is an empty box."""
    words, left = [], start
    for piece in pieces:
        if piece:
            words.append(word(piece, left - CAPITAL / 2, PITCH * (len(piece) - 1) + CAPITAL))
        left += PITCH * max(1, len(piece))
    return words


def prose(*texts: str, start: float = 60.0) -> list[Word]:
    """Words as type sets them: letters close together, a space between words."""
    words, left = [], start
    for text in texts:
        words.append(word(text, left, CAPITAL * len(text)))
        left += CAPITAL * len(text) + 3.1
    return words


def joined(words: list[Word]) -> str:
    combs = find_combs(words, ASPECT)
    text = ""
    for one in words:
        glue = "" if not text or id(one) in combs.glued else " "
        text += glue + one.text
    return text


@pytest.mark.parametrize(
    ("pieces", "value"),
    [
        (tuple("DUPONT"), "DUPONT"),
        (tuple("ROY"), "ROY"),
        (("D", "'", "ARTOI", "S"), "D'ARTOIS"),
        (("MAR", "T", "I", "NEZ"), "MARTINEZ"),
        (("TH", "I", "", "H", "O", "A"), "THI HOA"),
        ((*tuple("LE"), "", *tuple("GOFF")), "LE GOFF"),
        (tuple("12031954"), "12031954"),
        (tuple("Marguerite"), "Marguerite"),
        (tuple("Léa"), "Léa"),
        ((*"23", "", *"décembre", "", *"1941"), "23 décembre 1941"),
    ],
)
def test_letters_one_box_apart_are_one_value(pieces: tuple[str, ...], value: str) -> None:
    assert joined(boxes(*pieces)) == value


@pytest.mark.parametrize(
    "texts",
    [
        ("MME", "A", "ROY"),
        ("DR", "J", "MARTIN"),
        ("SERVICE", "A", "B"),
        ("NOM", "DE", "NAISSANCE"),
        ("1", "2", "3"),
        ("LOT", "A", "12"),
        ("de", "9", "h", "à", "1", "h", "et", "y"),
        ("il", "y", "a", "à", "x"),
    ],
)
def test_words_of_a_sentence_stay_words(texts: tuple[str, ...]) -> None:
    assert joined(prose(*texts)) == " ".join(texts)


def test_a_label_before_the_boxes_is_no_part_of_the_value() -> None:
    words = [*prose("PRENOM"), *boxes(*"LOUISE", start=130)]
    assert joined(words) == "PRENOM LOUISE"


def test_a_short_label_just_before_figures_in_boxes_is_no_part_of_the_number() -> None:
    words = [*prose("INS"), *boxes(*"254039999301238", start=92)]
    assert joined(words) == "INS 254039999301238"


def day_boxes(*groups: str, gap: float) -> list[Word]:
    """One figure in each box, the groups ``gap`` boxes further apart."""
    words: list[Word] = []
    start = 60.0
    for group in groups:
        words += boxes(*group, start=start)
        start += PITCH * (len(group) + gap)
    return words


@pytest.mark.parametrize("gap", [0.5, 0.8, 1.5])
@pytest.mark.parametrize("groups", [("03", "11", "1963"), ("11", "11", "1911"), ("25", "02", "51")])
def test_the_boxes_of_a_day_in_three_groups_are_three_numbers(groups: tuple[str, ...], gap: float) -> None:
    assert joined(day_boxes(*groups, gap=gap)) == " ".join(groups)


def test_figures_at_other_steps_are_no_day() -> None:
    assert joined(day_boxes("031", "1", "1963", gap=0.5)) != "03 11 1963"
