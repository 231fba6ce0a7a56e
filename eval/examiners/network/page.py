"""Pieces of a page: faces, handwriting, tables, logos, signatures, the whole page. No wording of a document."""

from html import escape

# fmt: off
FONTS = ["Liberation Sans", "Liberation Serif", "Carlito", "Caladea", "DejaVu Sans", "Open Sans", "Lato", "Roboto", "Noto Sans", "Cantarell", "EB Garamond",
         "Liberation Sans Narrow", "Vollkorn", "FreeSans", "FreeSerif", "DejaVu Sans Condensed", "Roboto Condensed", "Comic Neue"]
HANDS = ["Breip", "DkgHandwriting", "Comic Neue", "Humor Sans", "Klee One", "Breip", "DkgHandwriting", "Comic Neue", "DkgHandwriting", "Breip", "Klee One"]
# fmt: on
"""Handwriting of Debian packages. One that is not installed is drawn in the face that the system gives instead."""
HAND_SIZE = {"Humor Sans": 1.05, "Breip": 1.3, "DkgHandwriting": 1.25, "Comic Neue": 1.1, "Klee One": 1.1}
INK = ["#16308a", "#1b2a6b", "#111", "#222a55", "#0b3d91", "#26262a"]


def esc(s):
    """As text of a page."""
    return escape(str(s))


def _margin_box(place, content, font, more=""):
    """A line in the margin of every page, of a CSS content."""
    if not content:
        return ""
    return f"@{place}{{content:{content};font:{font};color:#333;white-space:pre-wrap;{more}}}"


class Drawing:
    """What a page is made of, for a context that draws its dice, face, ink, colour and options."""

    # -- handwriting
    def h(self, s, scale=1.0):
        """Written by hand."""
        s = str(s).replace("œ", "oe").replace("Œ", "OE")
        fs = HAND_SIZE[self.hand] * scale
        rot, dy = self.r.uniform(-1.1, 1.1), self.r.uniform(-1.5, 1.2)
        return f"<span class=h style=\"font-family:'{self.hand}';font-size:{fs:.2f}em;color:{self.ink};transform:rotate({rot:.2f}deg) translateY({dy:.1f}px)\">{esc(s)}</span>"

    def w(self, s):
        """Print by hand or not, according to the layout."""
        return self.h(s) if self.hw else esc(s)

    def hp(self, text):
        """A handwritten paragraph, word groups kept on their own slightly uneven lines."""
        words, out, cur = text.split(), [], ""
        for wd in words:
            if len(cur) + len(wd) > self.r.randint(48, 62):
                out.append(cur)
                cur = wd
            else:
                cur = (cur + " " + wd).strip()
        out.append(cur)
        return "<br>".join(self.h(line) for line in out if line)

    def combs(self, s):
        """One character a box, as on forms."""
        return (
            "<span class=cb>"
            + "".join(f"<span class=cell>{self.h(ch, 0.9) if self.hw else esc(ch)}</span>" for ch in s)
            + "</span>"
        )

    def kv(self, rows, cls="kv", sep=" : "):
        """Labels and values, one a line."""
        return (
            f"<div class={cls}>"
            + "".join(f"<div><span class=k>{esc(a)}{sep}</span><b>{self.w(v)}</b></div>" for a, v in rows)
            + "</div>"
        )

    def kvtable(self, rows, cols=2, cls="grid"):
        """Labels and values in a table."""
        cells = [f"<td class=k>{esc(a)}</td><td><b>{self.w(v)}</b></td>" for a, v in rows]
        while len(cells) % cols:
            cells.append("<td></td><td></td>")
        return (
            f"<table class={cls}>"
            + "".join("<tr>" + "".join(cells[i : i + cols]) + "</tr>" for i in range(0, len(cells), cols))
            + "</table>"
        )

    def logo(self, size=46):
        """A logo that nobody owns."""
        c = self.color
        c2 = self.pick("#e07b39", "#7fb069", "#f2b134", "#9bb7d4", "#c94f4f")
        k = self.n(0, 5)
        inner = [
            f"<circle cx=25 cy=25 r=22 fill='{c}'/><path d='M22 10h6v12h12v6H28v12h-6V28H10v-6h12z' fill='white'/>",
            f"<rect x=3 y=3 width=44 height=44 rx=9 fill='{c}'/><path d='M10 30q15-25 30 0' stroke='{c2}' stroke-width=5 fill=none />",
            f"<path d='M25 4L46 44H4z' fill='{c}'/><circle cx=25 cy=32 r=7 fill='{c2}'/>",
            f"<path d='M4 25q10-22 21 0t21 0' stroke='{c}' stroke-width=6 fill=none /><path d='M4 36q10-22 21 0t21 0' stroke='{c2}' stroke-width=4 fill=none />",
            f"<circle cx=17 cy=20 r=13 fill='{c}'/><circle cx=33 cy=20 r=13 fill='{c2}' opacity=.8 /><circle cx=25 cy=34 r=13 fill='#888' opacity=.6 />",
            f"<path d='M25 45C5 30 2 18 10 10c7-6 14 0 15 5 1-5 8-11 15-5 8 8 5 20-15 35z' fill='{c}'/>",
        ][k]
        return f"<svg width={size} height={size} viewBox='0 0 50 50'>{inner}</svg>"

    def stamp(self, lines, style=""):
        """A stamp of an office."""
        rot = self.r.uniform(-8, 8)
        col = self.pick("#2b3f9c", "#333", "#7a1c5a", "#1b2a6b")
        pos = style or f"right:{self.n(12, 40)}mm;bottom:{self.n(22, 45)}mm"
        return (
            f'<div class=stamp style="{pos};color:{col};border-color:{col};transform:rotate({rot:.1f}deg)">'
            + "<br>".join(esc(line) for line in lines)
            + "</div>"
        )

    def scrawl(self, w=110):
        """A signature."""
        pts = " ".join(f"q{self.n(4, 14)} {self.n(-26, 22)} {self.n(8, 16)} {self.n(-8, 8)}" for _ in range(7))
        return f"<svg width={w} height=38 viewBox='0 0 130 44'><path d='M6 24 {pts}' stroke='{self.ink}' stroke-width=1.6 fill=none /></svg>"

    def page(
        self, body, size="A4", margin="16mm 17mm 16mm 17mm", fs=10.5, css="", head="", foot="", font=None, lh=1.32
    ):
        """The whole page around its body."""
        if self.o.get("sticker"):
            body += (
                f"<div class=osk style='right:{self.n(8, 20)}mm;top:{self.n(60, 120)}mm;transform:rotate({self.r.uniform(-4, 4):.1f}deg)'>"
                + self.label_of(self.o["sticker"])
                + "</div>"
            )
        font = font or self.font
        boxes = _margin_box("top-left", head, f"8pt '{font}'") + _margin_box(
            "bottom-center", foot, f"7.5pt '{font}'", "text-align:center"
        )
        base = f"""body{{font-family:'{font}';font-size:{fs}pt;line-height:{lh};color:#111;margin:0}}
p{{margin:0 0 .55em 0;text-align:justify}} h1{{font-size:1.35em;margin:.5em 0;text-align:center}} h2{{font-size:1.06em;margin:.75em 0 .25em 0;color:{self.color}}}
table{{border-collapse:collapse;width:100%;margin:.4em 0}} td,th{{padding:1.2mm 1.8mm;vertical-align:top;text-align:left}} .b td,.b th{{border:.6pt solid #555}} .b th{{background:#eee;font-weight:bold}}
.grid td{{border:.5pt solid #888;padding:1mm 1.6mm}} .k{{color:#444;font-weight:normal}} .r{{text-align:right}} .c{{text-align:center}} .s{{font-size:.82em}} .xs{{font-size:.72em}}
.box{{border:.8pt solid #333;padding:2mm 3mm;margin:2mm 0}} .fl{{display:flex;justify-content:space-between}} .stk{{border:.6pt solid #777;border-radius:1.5mm;padding:1.5mm 2.5mm;font-family:'Liberation Sans';font-size:8.5pt;line-height:1.25;width:62mm;background:#fff}}
.osk{{position:absolute}} .stamp{{position:absolute;border:1.3pt solid;padding:1.5mm 3mm;font:bold 8.5pt 'Liberation Sans';text-align:center;opacity:.75}} .h{{display:inline-block;white-space:pre-wrap}}
.dot{{border-bottom:.7pt dotted #555;display:inline-block;min-width:30mm}} .cb{{white-space:nowrap}} .cell{{display:inline-block;width:4.6mm;height:6mm;border:.5pt solid #777;text-align:center;margin-right:-.5pt}} .dm{{font-size:6.5pt;text-align:center;width:24mm}} .dm img{{width:20mm}}
.rel{{margin-top:.5em}} ul{{margin:.2em 0 .5em 0}} .two{{column-count:2;column-gap:8mm}} .kv div{{margin:.3mm 0}}"""
        if "148mm" not in size and self.ch(0.25):
            body = f"<div style='height:{self.n(4, 26)}mm'></div>" + body
        css = "body{font-variant-numeric:lining-nums}" + css
        return f"<html lang=fr><head><meta charset=utf-8><style>@page{{size:{size};margin:{margin};{boxes}}}{base}{css}</style></head><body>{body}</body></html>"
