"""Lines and tables down the pages: headings kept with what follows, headers repeated, page numbers.

What lives here: where things fall. What must not: what they say (see ``rendering``) and PDF syntax (see ``writer``).
"""

from collections.abc import Iterable, Mapping

from liane.codecs.cda.narrative import Block, Paragraph, Span, Table
from liane.codecs.pdf.lines import Line, Setter, clean_text, find_medias
from liane.codecs.pdf.pictures import Picture
from liane.codecs.pdf.tables import CELL_PADDING, LEADING, Grid, PlacedRow, make_grid, wanted_lines
from liane.codecs.pdf.writer import Canvas

MARGIN = 42.0
FOOTER = 30.0
BODY_SIZE = 9.0
LABEL_WIDTH = 105.0
POINTS_PER_PIXEL = 0.75
PICTURE_SHARE_MAX = 0.6
LINE_STEP = BODY_SIZE * LEADING


class Flow:
    """Writes blocks one under the other, opening pages when needed.

    footer: small words at the foot of each page. pictures: by the reference that the narrative gives.
    """

    def __init__(
        self, canvas: Canvas, *, footer: str, running_title: str = "", pictures: Mapping[str, Picture] | None = None
    ) -> None:
        self.pictures = pictures or {}
        self.canvas = canvas
        self.footer = clean_text(footer)
        self.running_title = clean_text(running_title)
        self.setter = Setter(canvas=canvas, size=BODY_SIZE, drawn=self.pictures)
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
        """Paragraphs and lists as lines, tables as tables, pictures below the block that shows them."""
        setter = Setter(canvas=self.canvas, size=size, drawn=self.pictures)
        for block in blocks:
            medias = [media for media in find_medias(block) if media.reference in self.pictures]
            if isinstance(block, Table):
                self.table(block)
            elif block not in medias:
                for line in setter.lines((block,), self.width):
                    self._need(size * LEADING)
                    self._draw(line, MARGIN, size)
            for media in medias:
                self.picture(self.pictures[media.reference])
            self.y += 3

    def picture(self, picture: Picture) -> None:
        """A picture at its natural size, reduced to the column and to PICTURE_SHARE_MAX of the page's height."""
        height_max = (self.bottom - MARGIN) * PICTURE_SHARE_MAX
        width, height = picture.width * POINTS_PER_PIXEL, picture.height * POINTS_PER_PIXEL
        scale = min(1.0, self.width / width, height_max / height)
        self._need(height * scale + 4)
        self.canvas.picture(picture, MARGIN, self.y + 2, width * scale, height * scale)
        self.y += height * scale + 4

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
        grid = make_grid(self.setter, table, self.width)
        if grid is None:
            return
        for row in grid.head:
            self._row(grid, row, repeats_head=False)
        for row in grid.body:
            self._row(grid, row, repeats_head=True)
        self.y += 4

    def _row(self, grid: Grid, row: PlacedRow, *, repeats_head: bool) -> None:
        """Draw one row, in several pieces when the page ends."""
        for cell in row:
            cell.rows_left -= 1
        is_fresh = False
        while True:
            wanted = wanted_lines(row)
            room = int((self.bottom - self.y - 2 * CELL_PADDING) / grid.step)
            if room < min(wanted, 3) and not is_fresh:
                self._open_page()
                if repeats_head:
                    self._repeat_head(grid)
                is_fresh = True
                continue
            count = max(1, min(wanted, room))
            self._piece(grid, row, count)
            if count >= wanted:
                return
            is_fresh = False

    def _repeat_head(self, grid: Grid) -> None:
        """Draw the heading rows again, unless they would fill half of the page."""
        for row in grid.head:
            for cell in row:
                cell.drawn = 0
        if sum(grid.height(wanted_lines(row)) for row in grid.head) < (self.bottom - self.y) / 2:
            for row in grid.head:
                self._piece(grid, row, wanted_lines(row))

    def _piece(self, grid: Grid, row: PlacedRow, count: int) -> None:
        """Draw count lines of each cell of a row, its heading grounds and the rules below it."""
        height = grid.height(count)
        for cell in row:
            if cell.is_heading:
                self.canvas.box(MARGIN + cell.x, self.y, cell.width, height, grey=0.93)
            for index, line in enumerate(cell.take(count)):
                baseline = self.y + CELL_PADDING + (index + 1) * grid.step - grid.size * 0.3
                draw_line(self.canvas, line, MARGIN + cell.x + CELL_PADDING, baseline, grid.size)
        self.y += height
        for cell in row:
            if cell.rows_left <= 0:
                self.canvas.line(MARGIN + cell.x, self.y, MARGIN + cell.x + cell.width)

    def finish(self) -> None:
        """Write the foot of every page, now that their number is known."""
        total = len(self.canvas.pages)
        y = self.canvas.height - MARGIN
        for page in range(total):
            number = f"Page {page + 1} / {total}"
            right = MARGIN + self.width - self.canvas.face(False).measure(number) * 7.5 / 1000
            self.canvas.text_on(page, (MARGIN, y), self.footer, 7.5, grey=0.35)
            self.canvas.text_on(page, (right, y), number, 7.5, grey=0.35)


def draw_line(canvas: Canvas, line: Line, x: float, baseline: float, size: float) -> None:
    """Draw the runs of a line one after the other."""
    x += line.indent
    for text, is_bold in line.runs:
        if text:
            canvas.text(x, baseline, text, size, is_bold=is_bold)
            x += canvas.face(is_bold).measure(text) * size / 1000


def _text(text: str, *, is_bold: bool = False) -> Block:
    return Paragraph(spans=(Span(text=text, is_bold=is_bold),))
