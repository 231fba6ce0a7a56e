"""The answer of Tesseract: a table of words with their boxes and confidences.

What lives here: its text to words. What must not: the call of the program.
"""

from liane.domain.intake.page import Box, Engine, Word

WORDS_MAX = 20_000
_COLUMNS = 12
_WORD_LEVEL = "5"


def parse_tsv(data: bytes, *, width: int, height: int, left: int = 0, top: int = 0) -> tuple[Word, ...]:
    """Read the words of a TSV answer; lines that cannot be read are passed over, since only words are wanted.

    width, height: pixels of the whole page; left, top: where the part that was read begins in it. Boxes are fractions
    of the whole page; lines and blocks are numbered from 0; confidences 0 to 1.
    """
    words: list[Word] = []
    lines: dict[tuple[str, ...], int] = {}
    blocks: dict[str, int] = {}
    for row in data.decode("utf-8", "replace").split("\n"):
        cells = row.rstrip("\r").split("\t", _COLUMNS - 1)
        if len(cells) < _COLUMNS or cells[0] != _WORD_LEVEL or not cells[11].strip():
            continue
        box = _read_box(cells[6:10], width, height, left, top)
        if box is None or len(words) >= WORDS_MAX:
            continue
        words.append(
            Word(
                text=cells[11].strip(),
                box=box,
                confidence=_confidence(cells[10]),
                engine=Engine.TESSERACT,
                line=lines.setdefault(tuple(cells[1:5]), len(lines)),
                block=blocks.setdefault(cells[2], len(blocks)),
            )
        )
    return tuple(words)


def _read_box(cells: list[str], width: int, height: int, left: int, top: int) -> Box | None:
    try:
        x, y, wide, high = (int(cell) for cell in cells)
    except ValueError:
        return None
    x0, y0 = (x + left) / width, (y + top) / height
    x1, y1 = (x + left + wide) / width, (y + top + high) / height
    if not (0 <= x0 < x1 <= 1.001 and 0 <= y0 < y1 <= 1.001):
        return None
    return Box(x0=x0, y0=y0, x1=min(1.0, x1), y1=min(1.0, y1))


def _confidence(cell: str) -> float:
    try:
        value = float(cell) / 100
    except ValueError:
        return 0.0
    return min(1.0, max(0.0, value)) if value == value else 0.0
