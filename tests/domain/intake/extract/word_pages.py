"""Short pages of words laid out from text: one line a row, three spaces or more part two cells."""

import re

from liane.domain.intake.page import Box, Engine, Page, PageSymbol, Word

CHAR, LINE, LEFT, TOP = 0.009, 0.016, 0.06, 0.04


def lay_words(
    text: str, *, engine: Engine = Engine.TEXT_LAYER, confidence: float = 1.0, top: float = TOP
) -> tuple[Word, ...]:
    """The words of some lines, as a fixed-width printer would put them on an A4 page."""
    words: list[Word] = []
    for line, content in enumerate(text.strip("\n").split("\n")):
        for match in re.finditer(r"\S+", content):
            box = Box(
                x0=LEFT + CHAR * match.start(),
                x1=LEFT + CHAR * match.end(),
                y0=top + LINE * line,
                y1=top + LINE * line + 0.011,
            )
            words.append(Word(text=match.group(), box=box, confidence=confidence, engine=engine, line=line))
    return tuple(words)


def lay_cells(
    cells: tuple[tuple[float, float, str], ...],
    *,
    engine: Engine = Engine.TEXT_LAYER,
    confidence: float = 0.95,
    char: float = 0.0085,
) -> tuple[Word, ...]:
    """The words of texts laid at a place each: x, y, text."""
    words: list[Word] = []
    for line, (left, top, text) in enumerate(cells):
        at = left
        for word in text.split(" "):
            box = Box(x0=at, y0=top, x1=at + char * len(word), y1=top + 0.012)
            words.append(Word(text=word, box=box, confidence=confidence, engine=engine, line=line, block=0))
            at += char * (len(word) + 1)
    return tuple(words)


def make_page(
    text: str,
    *,
    number: int = 1,
    engine: Engine = Engine.TEXT_LAYER,
    confidence: float = 1.0,
    second: str = "",
    symbols: tuple[PageSymbol, ...] = (),
) -> Page:
    """A page of these lines. second: the same lines as another reader saw them."""
    return Page(
        number=number,
        width_pt=595,
        height_pt=842,
        words=lay_words(text, engine=engine, confidence=confidence),
        second=lay_words(second, engine=Engine.RAPIDOCR) if second else (),
        symbols=symbols,
        engines=(engine,),
    )
