"""Thin drawing layer over reportlab: fonts, flowing paragraphs, tables, boxes."""

import io
import unicodedata
from xml.sax.saxutils import escape as esc

from ppf.datamatrix import DataMatrix
from reportlab.graphics.barcode import code128
from reportlab.lib.colors import HexColor, black, white
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen import canvas
from reportlab.platypus import Paragraph, Table, TableStyle


def printable(s, font):
    """Replace what a typeface lacks, as its user would."""
    s = str(s)
    if font == "type":
        for a, b in (("•", "-"), ("²", "2"), ("µ", "u"), ("·", "-")):
            s = s.replace(a, b)
    elif font in ("hand1", "hand2", "hand3"):
        s = s.replace("œ", "oe").replace("Œ", "OE").replace("Ś", "S").replace("ś", "s").replace("ć", "c")
        if font == "hand3":
            s = "".join(c for c in unicodedata.normalize("NFD", s) if not unicodedata.combining(c))
    return s


class Pdf:
    """One document being drawn. y runs downwards from the top of the page."""

    def __init__(self, font="libsans", size=10, page=A4, left=50, right=50, top=40, bottom=50, lead=1.25):
        self.buf = io.BytesIO()
        self.c = canvas.Canvas(self.buf, pagesize=page, invariant=1)
        self.W, self.H = page
        self.font, self.size, self.lead = font, size, lead
        self.left, self.right, self.top, self.bottom = left, right, top, bottom
        self.x, self.w = left, self.W - left - right
        self.y, self.n = top, 1
        self.every, self.cont_top = None, None
        self.ends = []

    def begin(self):
        if self.every:
            self.every(self)
        return self

    def newpage(self):
        self.ends.append(self.y)
        self.c.showPage()
        self.n += 1
        self.y = self.cont_top or self.top
        if self.every:
            self.every(self)

    def need(self, h):
        if self.y + h > self.H - self.bottom:
            self.newpage()

    def finish(self):
        self.ends.append(self.y)
        self.c.showPage()
        self.c.save()
        return self.buf.getvalue()

    def t(self, x, y, s, size=None, b=False, i=False, color=black, align="l", font=None):
        f = (font or self.font) + ("-B" if b else "-I" if i else "")
        size = size or self.size
        self.c.setFont(f, size)
        self.c.setFillColor(HexColor(color) if isinstance(color, str) else color)
        yy = self.H - y - size
        s = printable(s, font or self.font)
        if align == "l":
            self.c.drawString(x, yy, s)
        elif align == "r":
            self.c.drawRightString(x, yy, s)
        else:
            self.c.drawCentredString(x, yy, s)
        self.c.setFillColor(black)
        return pdfmetrics.stringWidth(s, f, size)

    def width(self, s, size=None, b=False, font=None):
        return pdfmetrics.stringWidth(str(s), (font or self.font) + ("-B" if b else ""), size or self.size)

    def _par(self, s, size=None, b=False, align=0, color=None, font=None, indent=0, first=0):
        size = size or self.size
        s = printable(s, font or self.font)
        st = ParagraphStyle(
            "x",
            fontName=(font or self.font) + ("-B" if b else ""),
            fontSize=size,
            leading=size * self.lead,
            alignment=align,
            textColor=HexColor(color) if color else black,
            leftIndent=indent,
            firstLineIndent=first,
        )
        return Paragraph(s, st)

    def at(self, x, y, w, s, **kw):
        """Paragraph at a fixed place; gives the y under it."""
        p = self._par(s, **kw)
        _, h = p.wrap(w, 2000)
        p.drawOn(self.c, x, self.H - y - h)
        return y + h

    def p(self, s, after=5, x=None, w=None, **kw):
        """Flowing paragraph, cut over pages when needed."""
        x, w = x if x is not None else self.x, w or self.w
        p = self._par(s, **kw)
        _, h = p.wrap(w, 2000)
        room = self.H - self.bottom - self.y
        if h > room:
            parts = p.split(w, room) if room > 40 else []
            if parts:
                _, hh = parts[0].wrap(w, 2000)
                parts[0].drawOn(self.c, x, self.H - self.y - hh)
                self.y += hh
                self.newpage()
                p = parts[1] if len(parts) > 1 else None
            else:
                self.newpage()
            if p is None:
                return
            _, h = p.wrap(w, 2000)
        p.drawOn(self.c, x, self.H - self.y - h)
        self.y += h + after

    def line(self, x1=None, y=None, x2=None, y2=None, wd=0.6, color="#000000", dash=None):
        x1 = self.x if x1 is None else x1
        x2 = self.x + self.w if x2 is None else x2
        y = self.y if y is None else y
        self.c.saveState()
        self.c.setLineWidth(wd)
        self.c.setStrokeColor(HexColor(color))
        if dash:
            self.c.setDash(*dash)
        self.c.line(x1, self.H - y, x2, self.H - (y if y2 is None else y2))
        self.c.restoreState()

    def box(self, x, y, w, h, fill=None, stroke="#000000", r=0, wd=0.7):
        self.c.saveState()
        self.c.setLineWidth(wd)
        if fill:
            self.c.setFillColor(HexColor(fill))
        if stroke:
            self.c.setStrokeColor(HexColor(stroke))
        f, s = int(bool(fill)), int(bool(stroke))
        if r:
            self.c.roundRect(x, self.H - y - h, w, h, r, stroke=s, fill=f)
        else:
            self.c.rect(x, self.H - y - h, w, h, stroke=s, fill=f)
        self.c.restoreState()

    def tick(self, x, y, on, label, size=None):
        s = size or self.size
        self.box(x, y + 1, s * 0.8, s * 0.8)
        if on:
            self.line(x + 1, y + 2, x + s * 0.8 - 1, y + s * 0.8, 1.1)
            self.line(x + s * 0.8 - 1, y + 2, x + 1, y + s * 0.8, 1.1)
        self.t(x + s * 1.1, y, label, size=s)

    def table(
        self,
        rows,
        widths,
        head=True,
        size=None,
        grid=True,
        fill="#e6ebf0",
        x=None,
        pad=2.2,
        bold0=False,
        lines=None,
        raw=False,
    ):
        size = size or self.size - 1
        data = []
        for ri, r in enumerate(rows):
            data.append(
                [
                    self._par(c if raw else esc(str(c)), size=size, b=(head and ri == 0) or (bold0 and ci == 0))
                    for ci, c in enumerate(r)
                ]
            )
        st = [
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("TOPPADDING", (0, 0), (-1, -1), pad),
            ("BOTTOMPADDING", (0, 0), (-1, -1), pad),
            ("LEFTPADDING", (0, 0), (-1, -1), 3),
            ("RIGHTPADDING", (0, 0), (-1, -1), 3),
        ]
        if grid:
            st.append(("GRID", (0, 0), (-1, -1), 0.4, HexColor("#555555")))
        if lines:
            st.append(("LINEBELOW", (0, 0), (-1, -1), 0.3, HexColor(lines)))
        if head and fill:
            st.append(("BACKGROUND", (0, 0), (-1, 0), HexColor(fill)))
        x = self.x if x is None else x
        tb = Table(data, colWidths=widths, style=TableStyle(st), repeatRows=1 if head else 0)
        while tb is not None:
            room = self.H - self.bottom - self.y
            _, h = tb.wrap(sum(widths), 3000)
            if h <= room:
                tb.drawOn(self.c, x, self.H - self.y - h)
                self.y += h + 5
                return
            parts = tb.split(sum(widths), room)
            if len(parts) < 2:
                self.newpage()
                continue
            _, h = parts[0].wrap(sum(widths), 3000)
            parts[0].drawOn(self.c, x, self.H - self.y - h)
            self.newpage()
            tb = parts[1]

    def logo(self, rng, x, y, s, col):
        c = self.c
        c.saveState()
        c.setFillColor(HexColor(col))
        c.setStrokeColor(HexColor(col))
        k, base = rng.randrange(5), self.H - y
        if k == 0:
            c.rect(x + s * 0.35, base - s, s * 0.3, s, stroke=0, fill=1)
            c.rect(x, base - s * 0.65, s, s * 0.3, stroke=0, fill=1)
        elif k == 1:
            c.circle(x + s / 2, base - s / 2, s / 2, stroke=0, fill=1)
            c.setFillColor(white)
            c.circle(x + s * 0.62, base - s * 0.42, s * 0.32, stroke=0, fill=1)
        elif k == 2:
            for i in range(3):
                c.rect(x + i * s * 0.36, base - s * (0.4 + 0.3 * i), s * 0.28, s * (0.4 + 0.3 * i), stroke=0, fill=1)
        elif k == 3:
            p = c.beginPath()
            p.moveTo(x + s / 2, base)
            p.lineTo(x + s, base - s * 0.7)
            p.lineTo(x + s * 0.5, base - s)
            p.lineTo(x, base - s * 0.7)
            p.close()
            c.drawPath(p, stroke=0, fill=1)
        else:
            c.setLineWidth(s * 0.1)
            for i in range(3):
                c.circle(x + s / 2, base - s / 2, s * (0.15 + 0.16 * i), stroke=1, fill=0)
        c.restoreState()

    def sign(self, rng, x, y, w=80, color="#1b2a6b"):
        c = self.c
        c.saveState()
        c.setStrokeColor(HexColor(color))
        c.setLineWidth(1)
        p = c.beginPath()
        base = self.H - y
        p.moveTo(x, base - 12)
        for i in range(5):
            dx = w / 5
            p.curveTo(
                x + dx * i + rng.uniform(0, dx),
                base - rng.uniform(-6, 28),
                x + dx * i + rng.uniform(0, dx),
                base - rng.uniform(-6, 28),
                x + dx * (i + 1),
                base - rng.uniform(4, 20),
            )
        c.drawPath(p)
        c.restoreState()

    def datamatrix(self, msg, x, y, size):
        m = DataMatrix(msg).matrix
        k = size / len(m)
        self.c.saveState()
        self.c.setFillColor(black)
        for r, row in enumerate(m):
            for q, v in enumerate(row):
                if v:
                    self.c.rect(x + q * k, self.H - y - (r + 1) * k, k + 0.02, k + 0.02, stroke=0, fill=1)
        self.c.restoreState()

    def bars(self, code, x, y, h=22, w=1):
        b = code128.Code128(code, barHeight=h, barWidth=w)
        b.drawOn(self.c, x - 18, self.H - y - h)
