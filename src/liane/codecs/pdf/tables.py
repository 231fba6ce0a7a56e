"""The grid of a table: size of its letters, widths of its columns, place of each cell, lines of each row.

What lives here: measures. What must not: pages (see ``layout``).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from liane.codecs.cda.narrative import Cell, Table
from liane.codecs.pdf.lines import Line, Setter

CELL_PADDING = 3.0
LEADING = 1.32
ROWS_MAX = 20_000
COLUMNS_MAX = 60
SIZES = (9.0, 8.0, 7.0, 6.0)
"""Sizes tried in turn until no word has to be cut; the last is kept if none fits."""

WORD_SHARE_MAX = 0.4
"""A word may claim at most this share of the table's width, so that one long code does not starve the others."""

Rows = Sequence[tuple[Cell, ...]]


@dataclass(slots=True, kw_only=True)
class PlacedCell:
    """A cell in its columns, with the lines that remain to be drawn over the rows that it spans."""

    lines: list[Line]
    x: float
    width: float
    is_heading: bool
    rows_left: int
    drawn: int = 0

    def take(self, count: int) -> list[Line]:
        """The next lines, at most count."""
        taken = self.lines[self.drawn : self.drawn + count]
        self.drawn += len(taken)
        return taken


PlacedRow = list[PlacedCell]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table ready to be drawn. size: of its letters, in points. The same cell stands in each row that it spans."""

    size: float
    head: list[PlacedRow]
    body: list[PlacedRow]

    @property
    def step(self) -> float:
        """From one baseline to the next, in points."""
        return self.size * LEADING

    def height(self, line_count: int) -> float:
        """Height of a row of so many lines, in points."""
        return line_count * self.step + 2 * CELL_PADDING


def wanted_lines(row: PlacedRow) -> int:
    """Lines that a row must hold: all that remain of the cells that end there, and at least one."""
    return max((len(cell.lines) - cell.drawn for cell in row if cell.rows_left <= 0), default=1) or 1


def make_grid(setter: Setter, table: Table, width: float) -> Grid | None:
    """Measure a table for a width in points; None when it has no column. Rows past ROWS_MAX are left out."""
    rows = (*table.head, *table.body)[:ROWS_MAX]
    count = min(max((sum(cell.colspan for cell in row) for row in rows), default=0), COLUMNS_MAX)
    if count == 0:
        return None
    measures = _measure(setter, rows, count)
    for size in SIZES:
        least, wish = _needs(measures, count, width, size / setter.size)
        if sum(least) <= width:
            break
    sized = Setter(canvas=setter.canvas, size=size, drawn=setter.drawn)
    widths = _share(least, wish, width)
    return Grid(
        size=size,
        head=list(_place(sized, table.head[:ROWS_MAX], widths)),
        body=list(_place(sized, table.body[:ROWS_MAX], widths)),
    )


def _columns(row: tuple[Cell, ...], count: int, taken: Sequence[bool] = ()) -> Iterator[tuple[Cell, int, int]]:
    """Each cell with its first column and its number of columns; columns taken from above are skipped."""
    column = 0
    for cell in row:
        while column < len(taken) and taken[column]:
            column += 1
        columns = min(cell.colspan, count - column)
        if columns <= 0:
            return
        yield cell, column, columns
        column += columns


def _walk(rows: Rows, count: int) -> Iterator[tuple[int, Cell, int, int]]:
    """Every cell of every row: (row number, cell, first column, number of columns)."""
    covered = [0] * count
    for index, row in enumerate(rows):
        taken = [left > 0 for left in covered]
        covered = [max(0, left - 1) for left in covered]
        for cell, column, columns in _columns(row, count, taken):
            yield index, cell, column, columns
            for one in range(column, column + columns):
                covered[one] = max(covered[one], cell.rowspan - 1)


def _measure(setter: Setter, rows: Rows, count: int) -> list[tuple[int, int, float, float]]:
    """For each cell: first column, number of columns, width of its longest word, width of its text on one line."""
    return [
        (column, columns, *setter.natural_width(cell.blocks, is_bold=cell.is_heading))
        for _, cell, column, columns in _walk(rows, count)
    ]


def _needs(
    measures: list[tuple[int, int, float, float]], count: int, width: float, scale: float
) -> tuple[list[float], list[float]]:
    """For each column, the width that its words need and the width that its text would like.

    scale: widths are proportional to the size of the letters. A cell over several columns asks each for its share.
    """
    least, wish = [0.0] * count, [1.0] * count
    for column, columns, word, line in measures:
        needed = min(word * scale + 2 * CELL_PADDING, width * WORD_SHARE_MAX) / columns
        wanted = (line * scale + 2 * CELL_PADDING) / columns
        for one in range(column, column + columns):
            least[one] = max(least[one], needed)
            wish[one] = max(wish[one], wanted)
    return least, wish


def _share(least: list[float], wish: list[float], width: float) -> list[float]:
    """Share the width: what the words need, then in proportion to what the texts would still like."""
    scale = min(1.0, width / max(sum(least), 1.0))
    floor = [value * scale for value in least]
    spare = max(0.0, width - sum(floor))
    wanted = [max(wish[index] - floor[index], 0.1) for index in range(len(floor))]
    total = sum(wanted)
    return [floor[index] + spare * wanted[index] / total for index in range(len(floor))]


def _place(setter: Setter, rows: Rows, widths: list[float]) -> Iterator[PlacedRow]:
    """The rows with their cells in place; a cell that spans rows is repeated, and never past the last one."""
    placed: list[PlacedRow] = [[] for _ in rows]
    for index, cell, column, columns in _walk(rows, len(widths)):
        width = sum(widths[column : column + columns])
        rowspan = min(cell.rowspan, len(rows) - index)
        one = PlacedCell(
            lines=list(setter.lines(cell.blocks, width - 2 * CELL_PADDING, is_bold=cell.is_heading)),
            x=sum(widths[:column]),
            width=width,
            is_heading=cell.is_heading,
            rows_left=rowspan,
        )
        for row in placed[index : index + rowspan]:
            row.append(one)
    return iter(placed)
