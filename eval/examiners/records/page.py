"""Pieces shared by the layouts: registry, tables, logos, the whole page. No wording of a document."""

from dataclasses import dataclass
from html import escape

LAYOUTS = {}


@dataclass
class Layout:
    name: str
    build: object
    gap: tuple | None  # days between the act and the document, or no act date
    ages: tuple
    sex: str | None
    maternity: bool
    weight: float


def layout(name, gap=None, ages=(1, 99), sex=None, maternity=False, weight=1.0):
    def wrap(func):
        LAYOUTS[name] = Layout(name, func, gap, ages, sex, maternity, weight)
        return func

    return wrap


def kv_table(rows, cls="kv", sep=" :"):
    return f'<table class="{cls}">' + "".join(f"<tr><th>{a}{sep}</th><td>{b}</td></tr>" for a, b in rows) + "</table>"


def kv_lines(rows, sep=" : ", bold=True):
    return "<br>".join(f"{a}{sep}<b>{b}</b>" if bold else f"{a}{sep}{b}" for a, b in rows)


def logo(c, size=60):
    r, h = c.rng, c.hue
    kind = r.randint(0, 5)
    s = size
    if kind == 0:
        inner = f'<rect x="{s * 0.38}" y="{s * 0.1}" width="{s * 0.24}" height="{s * 0.8}" fill="{h}"/><rect x="{s * 0.1}" y="{s * 0.38}" width="{s * 0.8}" height="{s * 0.24}" fill="{h}"/>'
    elif kind == 1:
        inner = f'<circle cx="{s / 2}" cy="{s / 2}" r="{s * 0.42}" fill="none" stroke="{h}" stroke-width="5"/><path d="M{s * 0.2},{s * 0.55} L{s * 0.4},{s * 0.55} L{s * 0.5},{s * 0.25} L{s * 0.6},{s * 0.75} L{s * 0.68},{s * 0.5} L{s * 0.82},{s * 0.5}" fill="none" stroke="{h}" stroke-width="4"/>'
    elif kind == 2:
        inner = "".join(
            f'<path d="M{s * 0.1},{s * (0.3 + 0.2 * i)} Q{s * 0.35},{s * (0.1 + 0.2 * i)} {s * 0.5},{s * (0.3 + 0.2 * i)} T{s * 0.9},{s * (0.3 + 0.2 * i)}" fill="none" stroke="{h}" stroke-width="{6 - i}"/>'
            for i in range(3)
        )
    elif kind == 3:
        inner = f'<polygon points="{s / 2},{s * 0.08} {s * 0.92},{s * 0.85} {s * 0.08},{s * 0.85}" fill="{h}"/><circle cx="{s / 2}" cy="{s * 0.6}" r="{s * 0.14}" fill="#fff"/>'
    elif kind == 4:
        inner = f'<rect width="{s}" height="{s}" rx="{s * 0.2}" fill="{h}"/><path d="M{s * 0.25},{s * 0.7} C{s * 0.1},{s * 0.3} {s * 0.45},{s * 0.2} {s / 2},{s * 0.42} C{s * 0.55},{s * 0.2} {s * 0.9},{s * 0.3} {s * 0.75},{s * 0.7} Q{s / 2},{s * 0.95} {s * 0.25},{s * 0.7}" fill="#fff"/>'
    else:
        inner = "".join(
            f'<circle cx="{s * (0.25 + 0.25 * i)}" cy="{s * (0.65 - 0.2 * (i % 2))}" r="{s * 0.15}" fill="{h}" opacity="{0.5 + 0.2 * i}"/>'
            for i in range(3)
        )
    return f'<svg width="{s}" height="{s}" viewBox="0 0 {s} {s}">{inner}</svg>'


def page(c, body, css="", margin="16mm 16mm 16mm 19mm", header="", footer="", size="A4"):
    """Whole HTML page. `header` and `footer` are running texts; %p stands for the page number."""

    def content(text):
        return (
            'content: "'
            + escape(text, quote=False).replace('"', "'").replace("%p", '" counter(page) " / " counter(pages) "')
            + '";'
        )

    boxes = ""
    if header:
        boxes += f"@top-left {{ {content(header)} font-size:8pt; width:100%; border-bottom:0.2mm solid #888; }}"
    if footer:
        boxes += f"@bottom-center {{ {content(footer)} font-size:7.5pt; width:100%; text-align:center; color:#333; }}"
    return f"""<!doctype html><html lang="fr"><head><meta charset="utf-8"><style>
@page {{ size:{size}; margin:{margin}; {boxes} }}
sup {{ font-size:65%; line-height:0; }} body {{ font-variant-numeric:lining-nums; font-family:'{c.font}','DejaVu Sans'; font-size:{c.size}pt; line-height:1.32; margin:0; color:#111; }}
table {{ border-collapse:collapse; }} th {{ text-align:left; font-weight:normal; vertical-align:top; padding-right:3mm; }} td {{ vertical-align:top; }}
h1,h2,h3 {{ margin:3mm 0 2mm; }} p {{ margin:1.5mm 0; }}
.grid td,.grid th {{ border:0.2mm solid #444; padding:1mm 2mm; }} .two {{ display:flex; justify-content:space-between; }}
{css}</style></head><body>{body}</body></html>"""


def hand(c, text, size=14):
    text = str(text).replace("œ", "oe").replace("’", "'").replace("–", "-")
    return f"""<span style="font-family:'{c.hand}';color:{c.ink};font-size:{size}pt;line-height:1.15">{text}</span>"""
