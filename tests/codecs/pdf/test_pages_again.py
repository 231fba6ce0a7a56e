"""What is read a second time on a scanned page: lines passed over, guesses; by readers that see what they are told."""

from dataclasses import dataclass, field, replace

import numpy as np
from PIL import Image, ImageDraw

from liane.codecs.imaging.picture import Picture
from liane.codecs.imaging.reading import Grey, OCRReaders
from liane.codecs.pdf.pages_limits import PageLimits
from liane.codecs.pdf.pages_scan import ScanRead, read_scan
from liane.domain.intake.page import Box, Engine, Word
from tests.pages_kit import font

WIDTH, HEIGHT, DPI = 1654, 2339, 200
LINES = {
    "Clinique du Pré Vert, service de chirurgie": 300,
    "Nom de naissance : DUVERNAY": 500,
    "Prénom : Solène Marie": 700,
    "Opérateur : Yannick TESTOLIVE, anesthésiste : Firmin TESTCHARME": 900,
    "Indication : gonarthrose évoluée, échec du traitement médical": 1100,
    "Intervention : arthroplastie totale du genou droit, sans incident": 1300,
}
SIZE = 40


@dataclass(slots=True)
class Reader:
    """Gives the words that it knows, those of the zone it is asked for; zones: what it was asked."""

    engine: Engine
    words: list[Word]
    version: str = "1"
    zones: list[Box | None] = field(default_factory=list)

    def read(self, image: Grey, *, dpi: int, zone: Box | None = None) -> tuple[Word, ...]:
        """The words whose middle lies in the zone."""
        self.zones.append(zone)
        if zone is None:
            return tuple(self.words)
        return tuple(
            word
            for word in self.words
            if zone.x0 <= word.box.middle[0] <= zone.x1 and zone.y0 <= word.box.middle[1] <= zone.y1
        )


def draw_page() -> tuple[Picture, list[Word]]:
    """A page of some lines, and its words."""
    image = Image.new("L", (WIDTH, HEIGHT), 255)
    pen, words = ImageDraw.Draw(image), []
    for line, top in LINES.items():
        left = 150.0
        for text in line.split():
            pen.text((left, top), text, font=font(SIZE), fill=0)
            right = left + pen.textlength(text, font=font(SIZE))
            box = Box(x0=left / WIDTH, y0=top / HEIGHT, x1=right / WIDTH, y1=(top + 1.1 * SIZE) / HEIGHT)
            words.append(Word(text=text, box=box, confidence=0.95, engine=Engine.TESSERACT))
            left = right + 14
    return Picture(grey=np.asarray(image), dpi=DPI), words


def read(first: Reader, second: Reader | None, picture: Picture) -> ScanRead:
    return read_scan(picture, number=1, readers=OCRReaders(first=first, second=second), limits=PageLimits())


def word_of(words: list[Word], known: str) -> Word:
    """The word of the page that reads so."""
    return next(word for word in words if word.text == known)


def test_words_that_the_first_reader_passed_over_are_asked_of_the_second() -> None:
    picture, words = draw_page()
    first = Reader(engine=Engine.TESSERACT, words=[word for word in words if word.text not in ("Solène", "Marie")])
    cut = replace(word_of(words, "Prénom"), text="Prénom:Sol", engine=Engine.RAPIDOCR)
    wanting = [replace(word_of(words, text), engine=Engine.RAPIDOCR) for text in ("Solène", "Marie")]
    second = Reader(engine=Engine.RAPIDOCR, words=[*wanting, cut])
    lines = " | ".join(line for line in _lines(read(first, second, picture)))
    assert "Prénom : Solène Marie" in lines
    assert "Prénom:Sol" not in lines


def test_what_the_second_reader_only_guesses_there_is_left_out() -> None:
    picture, words = draw_page()
    first = Reader(engine=Engine.TESSERACT, words=[word for word in words if word.text not in ("Solène", "Marie")])
    second = Reader(
        engine=Engine.RAPIDOCR,
        words=[replace(word_of(words, "Solène"), text="S0Iene", confidence=0.4, engine=Engine.RAPIDOCR)],
    )
    assert not any("S0Iene" in line for line in _lines(read(first, second, picture)))


def test_a_guess_gives_its_place_to_a_sure_reading_and_both_are_kept_to_be_compared() -> None:
    picture, words = draw_page()
    guess = replace(word_of(words, "DUVERNAY"), text="DLVEPNAV", confidence=0.2)
    first = Reader(engine=Engine.TESSERACT, words=[guess if word.text == "DUVERNAY" else word for word in words])
    second = Reader(engine=Engine.RAPIDOCR, words=[replace(word_of(words, "DUVERNAY"), engine=Engine.RAPIDOCR)])
    answer = read(first, second, picture)
    assert "Nom de naissance : DUVERNAY" in _lines(answer)
    assert [word.text for word in answer.second] == ["DLVEPNAV"]


def test_a_guess_stays_when_the_second_reader_is_no_surer() -> None:
    picture, words = draw_page()
    guess = replace(word_of(words, "DUVERNAY"), text="DLVEPNAV", confidence=0.2)
    first = Reader(engine=Engine.TESSERACT, words=[guess if word.text == "DUVERNAY" else word for word in words])
    second = Reader(
        engine=Engine.RAPIDOCR, words=[replace(word_of(words, "DUVERNAY"), confidence=0.6, engine=Engine.RAPIDOCR)]
    )
    answer = read(first, second, picture)
    assert "Nom de naissance : DLVEPNAV" in _lines(answer)
    assert [word.text for word in answer.second] == ["DUVERNAY"]


def test_a_heap_over_two_lines_is_read_again() -> None:
    picture, words = draw_page()
    marie = word_of(words, "Marie")
    tall = Box(x0=marie.box.x0, y0=marie.box.y0 - 0.015, x1=marie.box.x1, y1=marie.box.y1 + 0.015)
    names = [word_of(words, "Solène"), marie]
    heap = replace(word_of(words, "Marie"), text="aies", confidence=0.3, box=tall)
    first = Reader(engine=Engine.TESSERACT, words=[*(word for word in words if word not in names), heap])
    second = Reader(engine=Engine.RAPIDOCR, words=names)
    lines = _lines(read(first, second, picture))
    assert "Prénom : Solène Marie" in lines
    assert not any("aies" in line for line in lines)


def _lines(answer: ScanRead) -> list[str]:
    lines: dict[int, list[str]] = {}
    for word in answer.words:
        lines.setdefault(word.line, []).append(word.text)
    return [" ".join(line) for line in lines.values()]
