"""The label of an INS that nothing follows, told from a number that no reader saw."""

from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image, ImageDraw

from liane.codecs.imaging.picture import Picture
from liane.codecs.imaging.reading import Grey, OCRReaders
from liane.codecs.pdf.pages_empty import find_empty_labels
from liane.codecs.pdf.pages_limits import PageLimits
from liane.codecs.pdf.pages_scan import read_scan
from liane.domain.intake.page import Box, Engine, Word
from tests.codecs.pdf.test_pages_again import DPI, HEIGHT, SIZE, WIDTH, Reader, draw_page
from tests.pages_kit import font

TOP, LEFT = 900, 150
NUMBER = "2 75 03 63 220 105 27"
Pen = ImageDraw.ImageDraw


def nothing(pen: Pen) -> None:
    """Leave the paper as it is."""


def write(text: str, *, at: tuple[float, float], fill: int = 0) -> Callable[[Pen], None]:
    """Ink that no reader read. at: in heights of a letter, from the corner of the label."""
    return lambda pen: pen.text((LEFT + at[0] * SIZE, TOP + at[1] * SIZE), text, font=font(SIZE), fill=fill)


def frame(pen: Pen) -> None:
    """A box beside the label, and the line under the row."""
    pen.rectangle((LEFT + 3 * SIZE, TOP - 0.3 * SIZE, LEFT + 20 * SIZE, TOP + 1.4 * SIZE), outline=0, width=2)
    pen.line((LEFT, TOP + 1.8 * SIZE, LEFT + 30 * SIZE, TOP + 1.8 * SIZE), fill=0, width=2)


def comb(pen: Pen) -> None:
    """Fifteen boxes, one for each sign of a number."""
    for place in range(15):
        left = LEFT + (3 + 1.2 * place) * SIZE
        pen.rectangle((left, TOP - 0.2 * SIZE, left + 1.2 * SIZE, TOP + 1.3 * SIZE), outline=0, width=2)


def leader(pen: Pen) -> None:
    """Dots to write on."""
    for place in range(40):
        left, top = LEFT + 3 * SIZE + place * 12, TOP + SIZE
        pen.ellipse((left, top, left + 4, top + 4), fill=0)


def draw(*drawn: Callable[[Pen], None]) -> Grey:
    """A page that bears the label of an INS and what is drawn."""
    image = Image.new("L", (WIDTH, HEIGHT), 255)
    pen = ImageDraw.Draw(image)
    pen.text((LEFT, TOP), "INS :", font=font(SIZE), fill=0)
    for one in drawn:
        one(pen)
    return np.asarray(image)


def word(text: str, *, at: tuple[float, float] = (0, 0), line: int = 3, confidence: float = 0.9) -> Word:
    """A word read at a place, told as ``write`` does."""
    left, top = LEFT + at[0] * SIZE, TOP + at[1] * SIZE
    box = Box(
        x0=left / WIDTH, y0=top / HEIGHT, x1=(left + 0.6 * SIZE * len(text)) / WIDTH, y1=(top + 1.1 * SIZE) / HEIGHT
    )
    return Word(text=text, box=box, confidence=confidence, engine=Engine.TESSERACT, line=line)


LABEL = [word("INS"), word(":", at=(2.1, 0))]


@pytest.mark.parametrize("drawn", [nothing, frame, comb, leader, write("-", at=(4, 0))])
def test_a_label_with_an_empty_box_behind_it_is_an_empty_label(drawn: Callable[[Pen], None]) -> None:
    (place,) = find_empty_labels(draw(drawn), LABEL)
    assert place.x0 == LABEL[0].box.x0
    assert place.x1 == LABEL[1].box.x1


@pytest.mark.parametrize(
    "drawn",
    [
        (write(NUMBER, at=(4, 0)),),
        (write(NUMBER, at=(4, 0), fill=150),),
        (frame, write(NUMBER, at=(4, 0))),
        (comb, write("2  7  5  0  3  6  3  2", at=(3.3, 0))),
        (write(NUMBER, at=(0, 1.6)),),
        (write(NUMBER, at=(15, 0.1)),),
    ],
)
def test_a_label_that_ink_follows_is_none(drawn: tuple[Callable[[Pen], None], ...]) -> None:
    assert find_empty_labels(draw(*drawn), LABEL) == ()


def test_what_was_read_under_it_is_no_ink_unless_it_may_be_what_is_left_of_a_number() -> None:
    under = write("Prénom : Solène", at=(0, 1.6))
    assert find_empty_labels(draw(under), [*LABEL, word("Prénom : Solène", at=(0, 1.6), line=4)])
    number = write(NUMBER, at=(0, 1.6))
    assert not find_empty_labels(draw(number), [*LABEL, word("27S 03 63 22O", at=(0, 1.6), line=4)])
    assert not find_empty_labels(draw(under), [*LABEL, word("Prenem", at=(0, 1.6), line=4, confidence=0.3)])


def test_figures_of_the_next_column_may_be_its_number_and_words_are_not() -> None:
    number = [*LABEL, word("27S 03 63 22O", at=(12, 0), line=4)]
    assert not find_empty_labels(draw(write(NUMBER, at=(12, 0))), number)
    words = [*LABEL, word("Sexe F", at=(12, 0), line=4)]
    assert find_empty_labels(draw(write("Sexe F", at=(12, 0))), words)


@pytest.mark.parametrize("text", ["Nom", "INS 2", "INSEE", "Instructions"])
def test_other_lines_are_no_label_of_an_ins(text: str) -> None:
    assert find_empty_labels(draw(), [word(text)]) == ()


def test_a_page_that_is_read_tells_its_empty_labels() -> None:
    picture, words = draw_page()
    first = Reader(engine=Engine.TESSERACT, words=words)
    read = read_scan(picture, number=2, readers=OCRReaders(first=first, second=None), limits=PageLimits())
    assert read.empty_labels == ()
    labelled = Reader(engine=Engine.TESSERACT, words=LABEL)
    blank = Picture(grey=draw(frame), dpi=DPI)
    read = read_scan(blank, number=2, readers=OCRReaders(first=labelled, second=None), limits=PageLimits())
    assert len(read.empty_labels) == 1
