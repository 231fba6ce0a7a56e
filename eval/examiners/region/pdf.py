"""A thin drawing layer over fpdf2 with absolute placement (millimetres)."""

import math
import unicodedata

from fpdf import FPDF
from ppf.datamatrix import DataMatrix

F = "/usr/share/fonts/truetype/"
FAMILIES = {
    "carlito": ("crosextra/Carlito-Regular", "crosextra/Carlito-Bold", "crosextra/Carlito-Italic"),
    "caladea": ("crosextra/Caladea-Regular", "crosextra/Caladea-Bold", "crosextra/Caladea-Italic"),
    "arial": (
        "liberation/LiberationSans-Regular",
        "liberation/LiberationSans-Bold",
        "liberation/LiberationSans-Italic",
    ),
    "times": (
        "liberation/LiberationSerif-Regular",
        "liberation/LiberationSerif-Bold",
        "liberation/LiberationSerif-Italic",
    ),
    "courier": (
        "liberation/LiberationMono-Regular",
        "liberation/LiberationMono-Bold",
        "liberation/LiberationMono-Italic",
    ),
    "narrow": (
        "liberation/LiberationSansNarrow-Regular",
        "liberation/LiberationSansNarrow-Bold",
        "liberation/LiberationSansNarrow-Italic",
    ),
    "dejavu": ("dejavu/DejaVuSans", "dejavu/DejaVuSans-Bold", "dejavu/DejaVuSans-Oblique"),
    "dejacond": ("dejavu/DejaVuSansCondensed", "dejavu/DejaVuSansCondensed-Bold", "dejavu/DejaVuSansCondensed-Oblique"),
    "dejaserif": ("dejavu/DejaVuSerif", "dejavu/DejaVuSerif-Bold", "dejavu/DejaVuSerif-Italic"),
    "lato": ("lato/Lato-Regular", "lato/Lato-Bold", "lato/Lato-Italic"),
    "opensans": ("open-sans/OpenSans-Regular", "open-sans/OpenSans-Bold", "open-sans/OpenSans-Italic"),
    "roboto": (
        "roboto/unhinted/RobotoTTF/Roboto-Regular",
        "roboto/unhinted/RobotoTTF/Roboto-Bold",
        "roboto/unhinted/RobotoTTF/Roboto-Italic",
    ),
    "robotoc": (
        "roboto/unhinted/RobotoCondensed-Regular",
        "roboto/unhinted/RobotoCondensed-Bold",
        "roboto/unhinted/RobotoCondensed-Italic",
    ),
    "freesans": ("freefont/FreeSans", "freefont/FreeSansBold", "freefont/FreeSansOblique"),
    "typew": ("gnutypewriter/GNUTypewriter",) * 3,
    "mono2": ("dejavu/DejaVuSansMono", "dejavu/DejaVuSansMono-Bold", "dejavu/DejaVuSansMono"),
    "hand": ("humor-sans/Humor-Sans",) * 3,
}
SANS = ["carlito", "arial", "dejavu", "dejacond", "lato", "opensans", "roboto", "freesans", "narrow"]
SERIF = ["times", "caladea", "dejaserif", "times"]
ANY = SANS + SERIF + ["carlito", "arial", "times"]
INK = {
    "black": (0, 0, 0),
    "grey": (110, 110, 110),
    "blue": (25, 60, 130),
    "green": (20, 100, 80),
    "red": (170, 30, 40),
    "teal": (0, 110, 130),
    "pen": (20, 30, 120),
    "white": (255, 255, 255),
    "violet": (90, 40, 120),
}


class Pdf(FPDF):
    """Pages of one document. Lengths in millimetres from the top left."""

    def __init__(self, font="arial", size=10, landscape=False, fmt="A4"):
        super().__init__(orientation="L" if landscape else "P", unit="mm", format=fmt)
        self.set_auto_page_break(False)
        self.set_margin(0)
        self.c_margin = 0
        self._loaded = set()
        self.base = font
        self.size = size
        self.add_page()

    def font(self, fam=None, style="", size=None):
        fam = fam or self.base
        fam_key = fam + "_f"
        if (fam, style) not in self._loaded:  # each style is read from disk only when it is used
            self.add_font(fam_key, style, F + FAMILIES[fam]["BI".find(style) + 1 if style else 0] + ".ttf")
            self._loaded.add((fam, style))
        self.set_font(fam_key, style, size or self.size)

    def ink(self, col="black"):
        self.set_text_color(*INK.get(col, col) if isinstance(col, str) else col)

    def t(self, x, y, s, size=None, b="", fam=None, col="black", al="L"):
        """One line of text, y being the base line."""
        self.font(fam, b, size)
        self.ink(col)
        if fam == "hand":  # the hand-written font has no accents
            s = "".join(ch for ch in unicodedata.normalize("NFD", s) if not unicodedata.combining(ch))
        w = self.get_string_width(s)
        self.text(x - (w if al == "R" else w / 2 if al == "C" else 0), y, s)
        self.ink()
        return x + w if al == "L" else x

    def tw(self, s, size=None, b="", fam=None):
        self.font(fam, b, size)
        return self.get_string_width(s)

    def wrap(self, s, w, size=None, b="", fam=None):
        self.font(fam, b, size)
        out = []
        for part in s.split("\n"):
            line = ""
            for word in part.split(" "):
                nxt = f"{line} {word}" if line else word
                if self.get_string_width(nxt) <= w or not line:
                    line = nxt
                else:
                    out.append(line)
                    line = word
            out.append(line)
        return out

    def para(self, x, y, w, s, size=None, b="", fam=None, lead=1.25, al="L", col="black"):
        """A wrapped paragraph; y is the top; gives the y under it."""
        size = size or self.size
        lh = size * 0.3528 * lead
        for line in self.wrap(s, w, size, b, fam):
            xx = x + (w / 2 if al == "C" else w if al == "R" else 0)
            self.t(xx, y + lh * 0.78, line, size, b, fam, col, al)
            y += lh
        return y

    def hl(self, x, y, w, col="black", th=0.2):
        self.set_draw_color(*INK[col])
        self.set_line_width(th)
        self.line(x, y, x + w, y)
        self.set_draw_color(0)

    def box(self, x, y, w, h, col="black", th=0.2, fill=None, rnd=False):
        self.set_draw_color(*INK[col])
        self.set_line_width(th)
        if fill:
            self.set_fill_color(*fill)
        self.rect(x, y, w, h, style="DF" if fill else "D", round_corners=rnd, corner_radius=2)
        self.set_draw_color(0)

    def band(self, x, y, w, h, rgb):
        self.set_fill_color(*rgb)
        self.rect(x, y, w, h, style="F")

    def kv(
        self,
        x,
        y,
        pairs,
        lw=38,
        size=None,
        lab="",
        val="B",
        sep=" :",
        step=None,
        fam=None,
        vfam=None,
        w=None,
        vcol="black",
    ):
        size = size or self.size
        step = step or size * 0.3528 * 1.45
        for k, v in pairs:
            self.t(x, y, k + sep, size, lab, fam)
            vx = x + (lw if lw else self.tw(k + sep + " ", size, lab, fam))
            if lw and self.tw(k + sep, size, lab, fam) > lw - 1:
                vx = x + self.tw(k + sep, size, lab, fam) + 1.5
            if w and self.tw(v, size, val, vfam) > x + w - vx:
                for i, line in enumerate(self.wrap(v, x + w - vx, size, val, vfam)):
                    if i:
                        y += step
                    self.t(vx, y, line, size, val, vfam, vcol)
            else:
                self.t(vx, y, v, size, val, vfam, vcol)
            y += step
        return y

    def grid(
        self, x, y, cols, rows, size=None, head=True, h=None, lines=True, fill=(230, 230, 235), bold=(), vfam=None
    ):
        """A ruled table; cols are widths."""
        size = size or self.size
        lh = size * 0.3528 * 1.3
        for i, row in enumerate(rows):
            st = "B" if head and i == 0 else ""
            cells = [
                self.wrap(str(s), w - 2, size, st or ("B" if j in bold else ""))
                for j, (s, w) in enumerate(zip(row, cols, strict=False))
            ]
            hh = max(h or 0, max(len(cc) for cc in cells) * lh + 1.4)
            xx = x
            for j, (cc, w) in enumerate(zip(cells, cols, strict=False)):
                if lines:
                    self.box(xx, y, w, hh, fill=fill if st and fill else None, col="grey")
                for k, line in enumerate(cc):
                    self.t(
                        xx + 1,
                        y + 0.9 + lh * (k + 0.75),
                        line,
                        size,
                        st or ("B" if j in bold else ""),
                        vfam if i or not head else None,
                    )
                xx += w
            y += hh
        return y

    def logo(self, x, y, s, kind, col="teal"):
        c = INK[col]
        self.set_fill_color(*c)
        self.set_draw_color(*c)
        if kind == 0:
            self.rect(x + s * 0.35, y, s * 0.3, s, style="F")
            self.rect(x, y + s * 0.35, s, s * 0.3, style="F")
        elif kind == 1:
            self.ellipse(x, y, s, s, style="F")
            self.set_fill_color(255, 255, 255)
            self.ellipse(x + s * 0.25, y + s * 0.15, s * 0.6, s * 0.6, style="F")
        elif kind == 2:
            for i in range(4):
                self.set_line_width(0.9)
                self.arc(x + i * s * 0.1, y + i * s * 0.1, s - i * s * 0.2, 200, 340, s - i * s * 0.2)
        elif kind == 3:
            self.polygon([(x, y + s), (x + s / 2, y), (x + s, y + s)], style="F")
            self.set_fill_color(255, 255, 255)
            self.rect(x + s * 0.4, y + s * 0.6, s * 0.2, s * 0.4, style="F")
        elif kind == 4:
            for i in range(3):
                self.rect(x + i * s * 0.36, y + (2 - i) * s * 0.25, s * 0.28, s - (2 - i) * s * 0.25, style="F")
        else:
            self.set_line_width(0.8)
            pts = [
                (x + i * s / 12, y + s / 2 + s * 0.3 * math.sin(i * 1.3) * (1 if 3 < i < 9 else 0.2)) for i in range(13)
            ]
            self.polyline(pts)
        self.set_draw_color(0)
        self.set_line_width(0.2)

    def sign(self, x, y, r, w=32, col=(20, 30, 110)):
        """A scribbled signature."""
        self.set_draw_color(*col)
        self.set_line_width(0.35)
        a, ph = r.uniform(2, 4), r.uniform(0, 6)
        pts = [
            (x + i * w / 40, y + a * math.sin(i * r.uniform(0.55, 0.6) + ph) * (1 - i / 50) + r.uniform(-0.4, 0.4))
            for i in range(40)
        ]
        self.polyline(pts)
        self.line(x - 2, y + 4, x + w, y + 2)
        self.set_draw_color(0)

    def stamp(self, x, y, lines, col="blue", ang=4, size=8):
        with self.rotation(ang, x, y):
            w = max(self.tw(s, size, "B") for s in lines) + 4
            h = len(lines) * size * 0.45 + 3
            self.box(x, y, w, h, col=col, th=0.5)
            for i, s in enumerate(lines):
                self.t(x + 2, y + 1 + (i + 0.75) * size * 0.45, s, size, "B", col=col)

    def dm(self, x, y, mm, text):
        """An ECC200 symbol drawn as squares."""
        m = DataMatrix(text).matrix
        u = mm / len(m)
        self.set_fill_color(0, 0, 0)
        for j, row in enumerate(m):
            i = 0
            while i < len(row):
                if row[i]:
                    k = i
                    while k < len(row) and row[k]:
                        k += 1
                    self.rect(x + i * u, y + j * u, (k - i) * u + 0.005, u + 0.005, style="F")
                    i = k
                else:
                    i += 1

    def bars(self, x, y, r, w=34, h=7):
        """Decorative bar code of no meaning."""
        self.set_fill_color(0, 0, 0)
        xx = x
        while xx < x + w:
            b = r.choice([0.25, 0.25, 0.5, 0.75])
            self.rect(xx, y, b, h, style="F")
            xx += b + r.choice([0.25, 0.5, 0.75])

    def tick(self, x, y, on, s=3.2):
        self.box(x, y - s + 0.4, s, s)
        if on:
            self.set_line_width(0.4)
            self.line(x + 0.5, y - s + 0.9, x + s - 0.5, y - 0.1)
            self.line(x + 0.5, y - 0.1, x + s - 0.5, y - s + 0.9)
            self.set_line_width(0.2)


class Flow:
    """Text that runs from page to page, with a running head drawn by a function."""

    def __init__(self, pdf, x, y, w, bottom=275, head=None, top=28):
        self.p, self.x, self.y, self.w, self.bottom, self.head, self.top = pdf, x, y, w, bottom, head, top

    def need(self, h):
        if self.y + h > self.bottom:
            self.p.add_page()
            self.y = self.top
            if self.head:
                self.head(self.p.page)

    def para(self, s, size=None, b="", gap=2, lead=1.25, ind=0, fam=None):
        size = size or self.p.size
        lh = size * 0.3528 * lead
        for line in self.p.wrap(s, self.w - ind, size, b, fam):
            self.need(lh)
            self.p.t(self.x + ind, self.y + lh * 0.78, line, size, b, fam)
            self.y += lh
        self.y += gap

    def head_(self, s, size=None, ul=False, col="black"):
        self.need(14)
        size = size or self.p.size
        self.p.t(self.x, self.y + size * 0.33, s, size, "B", col=col)
        self.y += size * 0.3528 * 1.4
        if ul:
            self.p.hl(self.x, self.y - 0.3, self.w, th=0.15)
            self.y += 1
