"""A form drawn with fpdf2: fields, combs, boxes, a hand."""

import datetime as dt
from pathlib import Path

from fpdf import FPDF

from eval.examiners.town.kit import pairs


def _find(name):
    return min(Path("/usr/share/fonts").rglob(name))


HANDS = [("DancingScript-Regular.otf", 1.08), ("ComicNeue-Italic.otf", 0.86), ("ComicNeue-Regular.otf", 0.88)]


class Form(FPDF):
    """A printed form with a hand to fill it. Lengths in millimetres from the top left."""

    def __init__(self, size="A4", orient="P", hand=0):
        super().__init__(orient, "mm", size)
        lib = "/usr/share/fonts/truetype/liberation/Liberation"
        for fam, base in (
            ("sans", lib + "Sans"),
            ("serif", lib + "Serif"),
            ("mono", lib + "Mono"),
            ("narrow", lib + "SansNarrow"),
        ):
            self.add_font(fam, "", base + "-Regular.ttf")
            self.add_font(fam, "B", base + "-Bold.ttf")
        hand, self.hand_scale = HANDS[hand % len(HANDS)]
        self.add_font("hand", "", _find(hand))
        self.set_auto_page_break(False)
        self.set_creation_date(dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
        self.add_page()

    def t(self, x, y, s, font="sans", size=9, style="", color=(0, 0, 0)):
        self.set_font(font, style, size * (self.hand_scale if font == "hand" else 1))
        self.set_text_color(*color)
        self.text(x, y, str(s))

    def block(self, x, y, w, s, font="sans", size=9.5, style="", lh=4.6, align="L", color=(0, 0, 0)):
        self.set_font(font, style, size * (self.hand_scale if font == "hand" else 1))
        self.set_text_color(*color)
        self.set_xy(x, y)
        self.multi_cell(w, lh, str(s), align=align)
        return self.get_y()

    def comb(self, x, y, s, n=None, step=5, h=6, font="mono", size=11, gaps=()):
        """One character a box; an extra gap after the given positions."""
        n = n or len(s)
        self.set_draw_color(120)
        for i in range(n):
            self.rect(x, y, step, h)
            if i < len(s) and s[i] != " ":
                self.t(x + step / 2 - 1.1, y + h - 1.6, s[i], font, size)
            x += step + (2.5 if i + 1 in gaps else 0)
        return x

    def box(self, x, y, checked, label, size=8.5):
        self.set_draw_color(60)
        self.rect(x, y - 3, 3.2, 3.2)
        if checked:
            self.t(x + 0.5, y - 0.2, "X", "sans", 9, "B")
        self.t(x + 5, y, label, "sans", size)

    def head(self, x, y, w, s, fill=(40, 70, 130)):
        self.set_fill_color(*fill)
        self.rect(x, y, w, 6, "F")
        self.t(x + 2, y + 4.3, s, "sans", 9, "B", (255, 255, 255))


FORM_TRAPS = (
    "absent",
    "dob_digit",
    "dob_swapped",
    "namesake_same_day",
    "father_son",
    "ins_badkey",
    "ins_other",
    "no_dob",
    "relative_full",
    "filename_other",
)


def short(c, n):
    return c[:n]


def comb_identity(ctx, f, y, ink=(10, 10, 90)):
    """Cerfa-like identity: names on dotted lines, birth date in boxes."""
    for k, v in pairs(ctx, sex=False, ins=False):
        if k and v == ctx.bd() and v:
            continue
        f.t(14, y, k, "sans", 8.5)
        f.t(70, y, v, "sans", 10.5, "B", ink)
        f.set_draw_color(150)
        f.line(68, y + 1.2, 196, y + 1.2)
        y += 7.5
    if ctx.bd():
        f.t(14, y + 2, ctx.pick("Date de naissance", "Né(e) le", "Date de naissance (JJMMAAAA)"), "sans", 8.5)
        f.comb(70, y - 2.5, ctx.dob.strftime("%d%m%Y"), gaps=(2, 4))
        y += 9
    n = ctx.ins("tight")
    if n:
        f.t(14, y + 2, ctx.pick("N° d'immatriculation (INS)", "Matricule INS", "INS"), "sans", 8.5)
        f.comb(70, y - 2.5, n, gaps=(1, 3, 5, 7, 10, 13), step=5)
        y += 9
    return y
