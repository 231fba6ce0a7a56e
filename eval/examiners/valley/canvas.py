"""A small drawing board over reportlab, for forms drawn by coordinates."""

import io
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

ROOT = Path("/usr/share/fonts/truetype")
FILES = {
    "sans": "LiberationSans-Regular.ttf",
    "sansb": "LiberationSans-Bold.ttf",
    "serif": "LiberationSerif-Regular.ttf",
    "serifb": "LiberationSerif-Bold.ttf",
    "mono": "LiberationMono-Regular.ttf",
    "monob": "LiberationMono-Bold.ttf",
    "narrow": "LiberationSansNarrow-Regular.ttf",
    "carlito": "Carlito-Regular.ttf",
    "carlitob": "Carlito-Bold.ttf",
    "deja": "DejaVuSans.ttf",
    "dkg": "dkg.ttf",
}


def ready(font: str) -> str:
    """Register the font once and return its name; a missing one is replaced."""
    if font not in pdfmetrics.getRegisteredFontNames():
        found = sorted(ROOT.rglob(FILES[font]))
        if not found:
            return ready("sansb" if font.endswith("b") else "sans")
        pdfmetrics.registerFont(TTFont(font, str(found[0])))
    return font


class Board:
    """A page on which one writes at places given in millimetres from the top left."""

    def __init__(self, size: tuple[float, float] = A4, font: str = "sans") -> None:
        self.out = io.BytesIO()
        self.size, self.font = size, font
        self.canvas = Canvas(self.out, pagesize=size, invariant=1)

    def text(
        self, x: float, y: float, text: str, pt: float = 10, font: str = "", color: str = "#000", align: str = "left"
    ) -> None:
        """Write one line."""
        name = ready(font or self.font)
        self.canvas.setFont(name, pt)
        self.canvas.setFillColor(color)
        place = (x * mm, self.size[1] - y * mm)
        {"left": self.canvas.drawString, "right": self.canvas.drawRightString, "center": self.canvas.drawCentredString}[
            align
        ](*place, text)

    def flow(
        self, x: float, y: float, width: float, text: str, pt: float = 10, font: str = "", step: float = 0
    ) -> float:
        """Write a paragraph and return where the next may begin."""
        name = ready(font or self.font)
        step = step or pt * 0.47
        for block in text.split("\n"):
            line = ""
            for word in block.split(" "):
                longer = f"{line} {word}".strip()
                if pdfmetrics.stringWidth(longer, name, pt) > width * mm and line:
                    self.text(x, y, line, pt, name)
                    y, line = y + step, word
                else:
                    line = longer
            self.text(x, y, line, pt, name)
            y += step
        return y

    def line(self, x1: float, y1: float, x2: float, y2: float, width: float = 0.5, color: str = "#000") -> None:
        """Draw a line."""
        self.canvas.setStrokeColor(color)
        self.canvas.setLineWidth(width)
        self.canvas.line(x1 * mm, self.size[1] - y1 * mm, x2 * mm, self.size[1] - y2 * mm)

    def rect(
        self, x: float, y: float, w: float, h: float, fill: str = "", width: float = 0.6, color: str = "#000"
    ) -> None:
        """Draw a rectangle; y is its top."""
        self.canvas.setStrokeColor(color)
        self.canvas.setLineWidth(width)
        if fill:
            self.canvas.setFillColor(fill)
        self.canvas.rect(
            x * mm, self.size[1] - (y + h) * mm, w * mm, h * mm, fill=1 if fill else 0, stroke=1 if width else 0
        )

    def tick(self, x: float, y: float, on: bool, size: float = 3) -> None:
        """Draw a box, ticked or not; y is its base."""
        self.rect(x, y - size, size, size)
        if on:
            self.line(x, y, x + size, y - size, 1)
            self.line(x, y - size, x + size, y, 1)

    def wave(self, x: float, y: float, points: list[float], width: float = 30) -> None:
        """Draw a signature through these heights."""
        self.canvas.setStrokeColor("#203080")
        self.canvas.setLineWidth(1)
        path = self.canvas.beginPath()
        path.moveTo(x * mm, self.size[1] - y * mm)
        step = width / max(1, len(points))
        for rank, up in enumerate(points, 1):
            x2, y2 = x + rank * step, y - up
            path.curveTo(
                (x2 - step) * mm,
                self.size[1] - (y2 - 6) * mm,
                (x2 - step / 2) * mm,
                self.size[1] - (y2 + 5) * mm,
                x2 * mm,
                self.size[1] - y2 * mm,
            )
        self.canvas.drawPath(path)

    def page(self) -> None:
        """Begin another page."""
        self.canvas.showPage()

    def done(self) -> bytes:
        """Return the PDF."""
        self.canvas.save()
        return self.out.getvalue()
