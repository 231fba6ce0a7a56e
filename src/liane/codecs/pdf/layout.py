"""Lines and tables down the pages: headings kept with what follows, headers repeated, page numbers.

What lives here: where things fall. What must not: what they say (see ``rendering``) and PDF syntax (see ``writer``).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from liane.codecs.cda.narrative import Block, Cell, Paragraph, Span, Table
from liane.codecs.pdf.lines import Line, Setter, clean_text
from liane.codecs.pdf.writer import Canvas

MARGIN = 42.0
FOOTER = 30.0
BODY_SIZE = 9.0
LEADING = 1.32
CELL_PADDING = 3.0
LABEL_WIDTH = 105.0
LINE_STEP = BODY_SIZE * LEADING
ROWS_MAX = 20_000
COLUMNS_MAX = 60


class Flow:
    """Writes blocks one under the other, opening pages when needed. footer: small words at the foot of each page."""

    def __init__(self, canvas: Canvas, *, footer: str, running_title: str = "") -> None:
        self.canvas = canvas
        self.footer = clean_text(footer)
        self.running_title = clean_text(running_title)
        self.setter = Setter(canvas=canvas, size=BODY_SIZE)
        self.width = canvas.width - 2 * MARGIN
        self.bottom = canvas.height - MARGIN - FOOTER
        self.y = 0.0
        self._open_page()

    def _open_page(self) -> None:
        self.canvas.add_page()
        self.y = MARGIN
        if self.running_title and len(self.canvas.pages) > 1:
            self.canvas.text(MARGIN, self.y + 6, self.running_title, 7.5, grey=0.35)
            self.y += 16

    def _need(self, height: float) -> None:
        if self.y + height > self.bottom:
            self._open_page()

    def space(self, height: float) -> None:
        """Leave room, unless at the top of a page."""
        if self.y > MARGIN:
            self.y += height

    def heading(self, text: str, level: int) -> None:
        """A title, kept with at least two lines of what follows."""
        size = {1: 15.0, 2: 11.5, 3: 10.0}.get(level, BODY_SIZE)
        setter = Setter(canvas=self.canvas, size=size)
        lines = list(setter.lines((_text(text, is_bold=True),), self.width))
        self.space(size * 0.8)
        self._need(len(lines) * size * LEADING + 2 * BODY_SIZE * LEADING)
        for line in lines:
            self._draw(line, MARGIN, size)
        if level == 2:
            self.canvas.line(MARGIN, self.y + 1, MARGIN + self.width, width=0.8, grey=0.3)
            self.y += 4
        self.y += 2

    def blocks(self, blocks: Iterable[Block], *, size: float = BODY_SIZE) -> None:
        """Paragraphs and lists as lines, tables as tables."""
        setter = Setter(canvas=self.canvas, size=size)
        for block in blocks:
            if isinstance(block, Table):
                self.table(block)
            else:
                for line in setter.lines((block,), self.width):
                    self._need(size * LEADING)
                    self._draw(line, MARGIN, size)
            self.y += 3

    def pairs(self, rows: Iterable[tuple[str, str]]) -> None:
        """Labels in a column, their values beside them."""
        for label, value in rows:
            lines = list(self.setter.lines((_text(value),), self.width - LABEL_WIDTH))
            self._need(LINE_STEP)
            self._draw(Line(runs=((clean_text(label), True),)), MARGIN, BODY_SIZE)
            self.y -= LINE_STEP
            for line in lines:
                self._need(LINE_STEP)
                self._draw(line, MARGIN + LABEL_WIDTH, BODY_SIZE)
            self.y += 1.5

    def banner(self, text: str) -> None:
        """A line that nobody can miss, on a grey ground."""
        self._need(24)
        self.canvas.box(MARGIN, self.y, self.width, 20, grey=0.88)
        self.canvas.text(MARGIN + 6, self.y + 14, clean_text(text), 10.5, is_bold=True)
        self.y += 26

    def _draw(self, line: Line, x: float, size: float) -> None:
        self.y += size * LEADING
        draw_line(self.canvas, line, x, self.y - size * 0.3, size)

    def table(self, table: Table) -> None:
        """A table; heading rows come back on each page, rows longer than a page are cut between lines."""
        if table.caption:
            self.blocks((_text(table.caption, is_bold=True),))
        rows = (*table.head, *table.body)[:ROWS_MAX]
        widths = column_widths(self.setter, rows, self.width)
        if not widths:
            return
        heads = _place(self.setter, table.head, widths)
        for row in heads:
            self._row(row, widths, ())
        for row in _place(self.setter, table.body[:ROWS_MAX], widths):
            self._row(row, widths, heads)
        self.y += 4

    def _row(self, row: list["_Placed"], widths: list[float], heads: Sequence[list["_Placed"]]) -> None:
        """Draw one row, in several pieces when the page ends."""
        for cell in row:
            cell.rows_left -= 1
        is_fresh = False
        while True:
            wanted = _wanted_lines(row)
            room = int((self.bottom - self.y - 2 * CELL_PADDING) / LINE_STEP)
            if room < min(wanted, 3) and not is_fresh:
                self._open_page()
                self._repeat(heads, widths)
                is_fresh = True
                continue
            count = max(1, min(wanted, room))
            self._piece(row, widths, count)
            if count >= wanted:
                return
            is_fresh = False

    def _repeat(self, heads: Sequence[list["_Placed"]], widths: list[float]) -> None:
        """Draw the heading rows again, unless they would fill the page."""
        for cell in {id(cell): cell for row in heads for cell in row}.values():
            cell.drawn = 0
        heights = [_wanted_lines(row) * LINE_STEP + 2 * CELL_PADDING for row in heads]
        if sum(heights) < (self.bottom - self.y) / 2:
            for row in heads:
                self._piece(row, widths, _wanted_lines(row))

    def _piece(self, row: list["_Placed"], widths: list[float], count: int) -> None:
        """Draw count lines of each cell of a row, its heading grounds and the rules below it."""
        height = count * LINE_STEP + 2 * CELL_PADDING
        for cell in row:
            x, width = cell.place(widths)
            if cell.is_heading:
                self.canvas.box(x, self.y, width, height, grey=0.93)
            for index, line in enumerate(cell.take(count)):
                baseline = self.y + CELL_PADDING + (index + 1) * LINE_STEP - BODY_SIZE * 0.3
                draw_line(self.canvas, line, x + CELL_PADDING, baseline, BODY_SIZE)
        self.y += height
        for cell in row:
            if cell.rows_left <= 0:
                x, width = cell.place(widths)
                self.canvas.line(x, self.y, x + width)

    def finish(self) -> None:
        """Write the foot of every page, now that their number is known."""
        total = len(self.canvas.pages)
        y = self.canvas.height - MARGIN
        for page in range(total):
            number = f"Page {page + 1} / {total}"
            right = MARGIN + self.width - self.canvas.face(False).measure(number) * 7.5 / 1000
            self.canvas.text_on(page, (MARGIN, y), self.footer, 7.5, grey=0.35)
            self.canvas.text_on(page, (right, y), number, 7.5, grey=0.35)


@dataclass(slots=True, kw_only=True)
class _Placed:
    """A cell in its columns, with the lines that remain to be drawn over the rows that it spans."""

    lines: list[Line]
    column: int
    columns: int
    is_heading: bool
    rows_left: int
    drawn: int = 0

    def place(self, widths: list[float]) -> tuple[float, float]:
        """Left edge and width, in points."""
        return MARGIN + sum(widths[: self.column]), sum(widths[self.column : self.column + self.columns])

    def take(self, count: int) -> list[Line]:
        """The next lines, at most count."""
        taken = self.lines[self.drawn : self.drawn + count]
        self.drawn += len(taken)
        return taken


def _wanted_lines(row: Sequence[_Placed]) -> int:
    """Lines that a row must hold: all that remain of the cells that end there."""
    return max((len(cell.lines) - cell.drawn for cell in row if cell.rows_left <= 0), default=1) or 1


def _place(setter: Setter, rows: Sequence[tuple[Cell, ...]], widths: list[float]) -> list[list[_Placed]]:
    """Put each cell in its columns; a cell that spans rows appears in each of them.

    The same object stands in every row that it spans, so that its lines run on from one to the next.
    """
    placed: list[list[_Placed]] = []
    spanning: list[tuple[_Placed, int]] = []
    for row in rows:
        taken = {column for cell, _ in spanning for column in range(cell.column, cell.column + cell.columns)}
        here = [cell for cell, _ in spanning]
        spanning = [(cell, left - 1) for cell, left in spanning if left > 1]
        column = 0
        for cell in row:
            while column in taken:
                column += 1
            columns = min(cell.colspan, len(widths) - column)
            if columns <= 0:
                break
            width = sum(widths[column : column + columns]) - 2 * CELL_PADDING
            lines = list(setter.lines(cell.blocks, width, is_bold=cell.is_heading))
            one = _Placed(
                lines=lines, column=column, columns=columns, is_heading=cell.is_heading, rows_left=cell.rowspan
            )
            here.append(one)
            if cell.rowspan > 1:
                spanning.append((one, cell.rowspan - 1))
            column += columns
        placed.append(here)
    return placed


def column_widths(setter: Setter, rows: Sequence[tuple[Cell, ...]], width: float) -> list[float]:
    """Share the width between columns: what their longest word needs, then in proportion to their text."""
    count = min(max((sum(cell.colspan for cell in row) for row in rows), default=0), COLUMNS_MAX)
    if count == 0:
        return []
    least, wish = [0.0] * count, [1.0] * count
    for row in rows:
        column = 0
        for cell in row:
            if cell.colspan == 1 and column < count:
                word, line = setter.natural_width(cell.blocks, is_bold=cell.is_heading)
                least[column] = max(least[column], word + 2 * CELL_PADDING)
                wish[column] = max(wish[column], line + 2 * CELL_PADDING)
            column += cell.colspan
    share = width / count
    least = [min(value, max(share, 60.0)) for value in least]
    scale = min(1.0, width / max(sum(least), 1.0))
    least = [value * scale for value in least]
    spare = width - sum(least)
    wanted = [max(wish[index] - least[index], 0.1) for index in range(count)]
    total = sum(wanted)
    return [least[index] + spare * wanted[index] / total for index in range(count)]


def draw_line(canvas: Canvas, line: Line, x: float, baseline: float, size: float) -> None:
    """Draw the runs of a line one after the other."""
    x += line.indent
    for text, is_bold in line.runs:
        if text:
            canvas.text(x, baseline, text, size, is_bold=is_bold)
            x += canvas.face(is_bold).measure(text) * size / 1000


def _text(text: str, *, is_bold: bool = False) -> Block:
    return Paragraph(spans=(Span(text=text, is_bold=is_bold),))
