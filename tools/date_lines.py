"""Lines of words laid on a page, for pages made to train rankers."""

from liane.domain.intake.page import Box, Word

CHAR, HEIGHT = 0.0095, 0.012


def lay_line(text: str, left: float, *, top: float = 0.0, column: float = 0.2, line: int = 0) -> list[Word]:
    """Words of a line; columns are parted by tabulations. left, top, column: in shares of the page."""
    words: list[Word] = []
    for place, cell in enumerate(text.split("\t")):
        x = left + column * place
        for part in cell.split():
            width = CHAR * len(part)
            box = Box(x0=min(0.985, x), x1=min(0.99, x + width), y0=top, y1=top + HEIGHT)
            words.append(Word(text=part, box=box, line=line))
            x += width + 0.007
    return words
