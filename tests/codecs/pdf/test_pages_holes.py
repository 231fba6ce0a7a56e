"""What was passed over behind the label of an identity: where it is looked for, what is kept of it."""

from dataclasses import replace

import numpy as np
import pytest

from liane.codecs.imaging.reading import Grey, OCRReaders
from liane.codecs.pdf.pages_holes import HOLES_MAX, UPPER_HALF, find_holes, lacks_birth
from liane.codecs.pdf.pages_layer import Points
from liane.codecs.pdf.pages_limits import PageLimits
from liane.codecs.pdf.pages_scan import read_scan
from liane.domain.intake.page import Box, Engine, Word
from tests.codecs.pdf.test_pages_again import Reader, _lines, draw_page, read, word_of
from tests.codecs.pdf.test_pages_doubt import HEIGHT, WIDTH, lay


def marks(*places: tuple[int, int]) -> Points:
    """Marks in no word: the middle of the sign at a column of a row."""
    return np.array([(WIDTH * (at + 0.5), 0.03 * row + HEIGHT / 2) for at, row in places], dtype=np.float64)


def test_the_hole_between_a_label_and_an_age_is_read_again_with_its_label() -> None:
    words = [*lay("Monsieur LEROUX", 1), *lay("né le", 2), *lay("(61 ans)", 2, at=17)]
    (zone,) = find_holes(words, marks((7, 2), (8, 2), (10, 2), (12, 2)))
    assert zone.y0 < 0.06 < 0.07 < zone.y1
    assert zone.x0 == 0.0
    assert zone.x1 == pytest.approx(WIDTH * 25)


def test_a_label_and_nothing_read_behind_it_is_a_hole_where_something_is_drawn() -> None:
    words = [*lay("Nom :", 1), *lay("Prénom : Urbain", 2)]
    (zone,) = find_holes(words, marks((7, 1), (10, 1)))
    assert zone.x0 < WIDTH
    assert WIDTH * 10.5 < zone.x1 < WIDTH * 20
    assert zone.y1 < 0.06


@pytest.mark.parametrize(
    ("text", "unread"),
    [
        ("Nom :", []),
        ("Nom :", [(30, 1)]),
        ("Nom :", [(12, 1), (60, 1)]),
        ("Nom :", [(8, 3), (9, 3)]),
        ("Motif :", [(9, 1), (10, 1)]),
    ],
)
def test_there_is_no_hole_without_marks_on_the_line_of_a_label(text: str, unread: list[tuple[int, int]]) -> None:
    assert find_holes(lay(text, 1), marks(*unread).reshape(-1, 2)) == []


def test_a_page_without_words_has_no_hole() -> None:
    assert find_holes([], marks((1, 1), (2, 1))) == []


def test_holes_have_a_bound_and_those_with_most_marks_come_first() -> None:
    words = [word for row in range(9) for word in lay("Nom :", row)]
    unread = marks(*((7 + place, row) for row in range(9) for place in range(row + 2)))
    zones = find_holes(words, unread)
    assert len(zones) == HOLES_MAX
    assert zones[0].y0 < 0.24 < zones[0].y1


def test_a_word_stretched_over_what_it_did_not_read_makes_the_place_no_higher() -> None:
    tall = replace(lay("patient", 2)[0], box=Box(x0=0.0, x1=0.07, y0=0.03, y1=0.1))
    words = [*lay("Suivi de pansements", 1), tall, *lay("Médecin traitant", 4)]
    (zone,) = find_holes(words, np.array([(0.1, 0.065), (0.12, 0.066)]))
    assert 0.045 < zone.y0 < zone.y1 < 0.09


@pytest.mark.parametrize(
    ("lines", "lacks"),
    [
        (["Mme LEROUX, née le 3 mai 1961"], False),
        (["NOM  Prénom  Date de naissance", "LEROUX", "Jeanne 03/05/1961"], False),
        (["Patiente : LEROUX 1961-05-03"], False),
        (["Né(e) le 0 3 0 5 1 9 6 1"], False),
        (["Prélèvement du 03/05/2024", "Nom : LEROUX", "Prénom : Jeanne"], True),
        (["NOM", "LEROUX", "Sexe : F"], True),
        (["Compte rendu du 03/05/2024"], True),
    ],
)
def test_a_birth_is_a_day_on_the_line_of_an_identity_or_just_under_it(lines: list[str], *, lacks: bool) -> None:
    words = [word for row, line in enumerate(lines) for word in lay(line.replace("  ", " "), row)]
    assert lacks_birth(words) is lacks


def test_a_birth_may_stand_in_another_column() -> None:
    labels = [*lay("Nom", 1), *lay("Naissance", 2), *lay("Adresse", 3), *lay("Employeur", 4), *lay("Motif", 5)]
    values = [replace(word, line=9) for word in lay("03/05/1961", 2, at=30)]
    assert not lacks_birth([*labels, *values])
    assert lacks_birth([*labels, *(replace(word, line=9) for word in lay("03/05/1961", 5, at=30))])


@pytest.mark.parametrize(("number", "zones"), [(1, 1), (2, 0)])
def test_the_first_page_on_which_nobody_is_born_is_read_again_down_to_its_middle(number: int, zones: int) -> None:
    picture, words = draw_page()
    first, second = Reader(engine=Engine.TESSERACT, words=words), Reader(engine=Engine.RAPIDOCR, words=[])
    read_scan(picture, number=number, readers=OCRReaders(first=first, second=second), limits=PageLimits())
    assert second.zones == [UPPER_HALF] * zones


def test_the_page_of_somebody_born_is_not() -> None:
    picture, words = draw_page()
    born = replace(word_of(words, "Marie"), text="12/03/1960")
    first = Reader(engine=Engine.TESSERACT, words=[*(word for word in words if word.text != "Marie"), born])
    second = Reader(engine=Engine.RAPIDOCR, words=[])
    read(first, second, picture)
    assert second.zones == []


def test_a_name_passed_over_behind_its_label_is_put_on_its_line() -> None:
    picture, words = draw_page()
    first = Reader(engine=Engine.TESSERACT, words=[word for word in words if word.text != "Marie"])
    label = replace(word_of(words, "Prénom"), text="Prénom:", engine=Engine.RAPIDOCR)
    wanting = replace(word_of(words, "Marie"), confidence=0.7, engine=Engine.RAPIDOCR)
    second = Reader(engine=Engine.RAPIDOCR, words=[label, wanting])
    answer = read(first, second, picture)
    assert "Prénom : Solène Marie" in _lines(answer)
    assert second.zones[0] is not None
    assert second.zones[0].height < 3 * wanting.box.height


def test_what_is_only_guessed_in_a_hole_is_left_out() -> None:
    picture, words = draw_page()
    first = Reader(engine=Engine.TESSERACT, words=[word for word in words if word.text != "Marie"])
    guess = replace(word_of(words, "Marie"), text="Mnaie", confidence=0.3, engine=Engine.RAPIDOCR)
    assert "Prénom : Solène" in _lines(read(first, Reader(engine=Engine.RAPIDOCR, words=[guess]), picture))


def test_the_first_reader_is_asked_again_where_it_is_alone() -> None:
    picture, words = draw_page()
    marie = word_of(words, "Marie")

    class Alone(Reader):
        """Sees a name in a zone that it did not see on the page."""

        def read(self, image: Grey, *, dpi: int, zone: Box | None = None) -> tuple[Word, ...]:
            """All words but one on the page, that one in a zone."""
            return tuple(word for word in self.words if (word == marie) == (zone is not None))

    answer = read(Alone(engine=Engine.TESSERACT, words=words), None, picture)
    assert "Prénom : Solène Marie" in _lines(answer)
