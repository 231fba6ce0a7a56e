"""A page being drawn: text, boxes, tables, codes; points from the top left of an A4 page. Same calls, same bytes."""

import io
from collections.abc import Sequence
from random import Random

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from eval.fonts import available
from eval.people import Person
from eval.words import WordCanvas
from liane.codecs.barcode.datamatrix_ins import encode_payload
from liane.codecs.barcode.symbol import find_runs, modules
from liane.domain.identity.ins import INS
from liane.domain.identity.patient import PatientTraits

WIDTH, HEIGHT = A4
MARGIN = 48.0


class Sheet:
    """Pages of one document on a canvas that may hold several documents. y: where the next line goes."""

    def __init__(
        self, canvas: Canvas | WordCanvas, rng: Random, *, manner: str, is_held: bool, size: float = 0
    ) -> None:
        """Choose the font of the manner; size in points, drawn when 0."""
        self.canvas, self.rng = canvas, rng
        self.font = rng.choice(available(manner, is_held=is_held))
        self.size = size or rng.choice((9.5, 10, 10.5, 11))
        self.grain = rng.choice(("line", "line", "word"))
        self.y = MARGIN
        self.left, self.right = MARGIN, WIDTH - MARGIN
        self.pages = 1
        self.bottom = HEIGHT - 70
        self.on_new_page: list[object] = []

    def face(self, bold: bool) -> str:
        """Name of the face."""
        if self.font == "Helvetica":
            return "Helvetica-Bold" if bold else "Helvetica"
        return f"{self.font}-Bold" if bold else self.font

    def width(self, text: str, size: float = 0, *, bold: bool = False) -> float:
        """Width in points."""
        return float(pdfmetrics.stringWidth(text, self.face(bold), size or self.size))

    def text(self, x: float, y: float, text: str, *, size: float = 0, bold: bool = False, align: str = "l") -> None:
        """Write one line whose top is y."""
        size = size or self.size
        width = self.width(text, size, bold=bold)
        x -= width if align == "r" else width / 2 if align == "c" else 0
        self.canvas.setFont(self.face(bold), size)
        base = HEIGHT - y - size * 0.85
        if self.grain == "line":
            self.canvas.drawString(x, base, text)
            return
        space = self.width(" ", size, bold=bold)
        for word in text.split(" "):
            if word:
                self.canvas.drawString(x, base, word)
            x += self.width(word, size, bold=bold) + space

    def write(self, text: str, *, size: float = 0, bold: bool = False, x: float = 0, gap: float = 1.35) -> None:
        """Write one line at the cursor and go down."""
        size = size or self.size
        self.need(size * gap)
        self.text(x or self.left, self.y, text, size=size, bold=bold)
        self.y += size * gap

    def wrap(self, text: str, width: float, size: float = 0, *, bold: bool = False) -> list[str]:
        """Break a text into lines."""
        lines, line = [], ""
        for word in text.split():
            longer = f"{line} {word}".strip()
            if line and self.width(longer, size, bold=bold) > width:
                lines.append(line)
                line = word
            else:
                line = longer
        return [*lines, line] if line else lines

    def paragraph(self, text: str, *, x: float = 0, width: float = 0, size: float = 0, bold: bool = False) -> None:
        """Write a paragraph at the cursor."""
        x = x or self.left
        for line in self.wrap(text, width or self.right - x, size, bold=bold):
            self.write(line, x=x, size=size, bold=bold)

    def need(self, height: float) -> None:
        """Begin a page when too little room is left."""
        if self.y + height > self.bottom:
            self.new_page()

    def new_page(self) -> None:
        """End this page and begin another of the same document."""
        self.canvas.showPage()
        self.pages += 1
        self.y = MARGIN
        for draw in self.on_new_page:
            draw(self)  # type: ignore[operator]

    def space(self, height: float) -> None:
        """Go down."""
        self.y += height

    def rule(self, x0: float, y: float, x1: float, *, width: float = 0.6) -> None:
        """A horizontal line."""
        self.canvas.setLineWidth(width)
        self.canvas.line(x0, HEIGHT - y, x1, HEIGHT - y)

    def box(self, x: float, y: float, width: float, height: float, *, grey: float | None = None) -> None:
        """A rectangle, filled with a light grey when asked."""
        self.canvas.setLineWidth(0.6)
        if grey is not None:
            self.canvas.setFillGray(grey)
        self.canvas.rect(x, HEIGHT - y - height, width, height, fill=int(grey is not None))
        self.canvas.setFillGray(0)

    def comb(self, x: float, y: float, text: str, *, cell: float = 14, size: float = 11) -> None:
        """One box a character, as on official forms."""
        for number, letter in enumerate(text):
            self.box(x + number * cell, y, cell, cell + 3)
            if letter.strip():
                self.text(x + (number + 0.5) * cell, y + 3, letter, size=size, align="c")

    def table(self, x: float, widths: Sequence[float], rows: Sequence[Sequence[str]], *, lined: bool = True) -> None:
        """A table at the cursor whose first row is the head."""
        height = self.size * 1.6
        for number, row in enumerate(rows):
            self.need(height)
            at = x
            for text, width in zip(row, widths, strict=True):
                if lined:
                    self.box(at, self.y, width, height, grey=0.92 if number == 0 else None)
                size = min(self.size, self.size * (width - 6) / max(1.0, self.width(text, bold=number == 0)))
                self.text(at + 3, self.y + height * 0.2, text, bold=number == 0, size=size)
                at += width
            self.y += height

    def matrix(self, person: Person, x: float, y: float, side: float) -> None:
        """The INS datamatrix of a person."""
        if isinstance(self.canvas, WordCanvas):
            self.canvas.symbol(datamatrix_payload(person), x, y, side)
            return
        rows = modules(datamatrix_payload(person))
        cell = side / len(rows)
        for column, row, length in find_runs(rows):
            self.canvas.rect(x + column * cell, HEIGHT - y - (row + 1) * cell, length * cell, cell, fill=1, stroke=0)

    def bars(self, x: float, y: float, value: str) -> None:
        """A linear code."""
        from reportlab.graphics.barcode.code128 import Code128

        Code128(value, barHeight=22, barWidth=0.9).drawOn(self.canvas, x, HEIGHT - y - 22)


def datamatrix_payload(person: Person) -> bytes:
    """Payload of the INS datamatrix."""
    from eval.people import TEST_OID, fold

    traits = PatientTraits(
        birth_family=fold(person.birth_name),
        birth_given=fold(person.first_name),
        birth_givens=" ".join(fold(name).replace(" ", "-") for name in person.first_names),
        birth_date=f"{person.birth_date:%Y%m%d}",
        sex=person.sex,
        birth_place=person.birth_place,
    )
    return encode_payload(INS(matricule=person.ins, oid=TEST_OID), traits)


def open_canvas() -> tuple[Canvas, io.BytesIO]:
    """A canvas whose bytes depend on its calls alone."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1, pageCompression=1)
    canvas.setTitle("Document")
    return canvas, buffer
