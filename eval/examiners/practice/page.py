"""Pieces of a page: faces, tables, logos, signatures, the whole page. No wording of a document."""

from html import escape

# fmt: off
SANS = ["Liberation Sans", "Carlito", "DejaVu Sans Condensed", "Open Sans", "Roboto", "Lato", "Cantarell", "Go", "Roboto Condensed", "FreeSans"]
SERIF = ["Liberation Serif", "Caladea", "FreeSerif", "DejaVu Serif Condensed", "Vollkorn"]
MONO = ["Liberation Mono", "DejaVu Sans Mono", "FreeMono", "Courier Prime"]
HAND = ["DkgHandwriting", "Comic Neue", "Humor Sans"]
# fmt: on


def table(pairs, cls="kv", cols=1, sep=" :"):
    """Labels and values, some pairs a row."""
    cells = [f"<td class=l>{escape(k)}{sep}</td><td class=v>{escape(v)}</td>" for k, v in pairs]
    rows = ["<tr>" + "".join(cells[i : i + cols]) + "</tr>" for i in range(0, len(cells), cols)]
    return f"<table class={cls}>{''.join(rows)}</table>"


def logo(rng, color, size=46):
    """A logo that nobody owns."""
    shapes = [
        f'<circle cx="50" cy="50" r="44" fill="{color}"/><path d="M42 22h16v20h20v16H58v20H42V58H22V42h20z" fill="#fff"/>',
        f'<path d="M50 4 L94 92 H6z" fill="{color}"/><circle cx="50" cy="64" r="15" fill="#fff"/>',
        f'<rect x="6" y="6" width="40" height="88" fill="{color}"/><rect x="54" y="30" width="40" height="64" fill="{color}" opacity=".55"/>',
        f'<path d="M5 70 Q30 10 50 50 T95 30 V92 H5z" fill="{color}"/><circle cx="76" cy="20" r="12" fill="#e8a33d"/>',
        f'<circle cx="36" cy="50" r="30" fill="none" stroke="{color}" stroke-width="9"/><circle cx="64" cy="50" r="30" fill="none" stroke="#999" stroke-width="9"/>',
        f'<path d="M50 90 C0 50 14 8 50 32 C86 8 100 50 50 90z" fill="{color}"/><path d="M20 50h18l8-18 10 34 8-16h18" stroke="#fff" stroke-width="5" fill="none"/>',
    ]
    return f'<svg width="{size}" height="{size}" viewBox="0 0 100 100">{rng.choice(shapes)}</svg>'


def signature(rng):
    """A signature."""
    x, pts = 0, "M0 30"
    for _ in range(rng.randint(6, 10)):
        pts += f" Q{x + rng.randint(-6, 22)} {rng.randint(0, 60)} {x + rng.randint(8, 20)} {rng.randint(12, 48)}"
        x += rng.randint(9, 17)
    return f'<svg width="34mm" height="13mm" viewBox="-10 -6 170 74"><path d="{pts}" fill="none" stroke="#1a2a6b" stroke-width="1.8"/></svg>'


def page(
    body,
    css="",
    font="Liberation Sans",
    size=10,
    margin="14mm 16mm 16mm 18mm",
    foot="",
    head="",
    number=None,
    paper="A4",
):
    """The whole page around its body."""
    boxes = ""
    if number:
        boxes += f'@bottom-right{{content:"{number}";font:7.5pt "{font}"}}'
    if foot:
        text = foot.replace('"', "'").replace("\n", "\\A ")
        boxes += f'@bottom-center{{content:"{text}";font:7pt "{font}";color:#444;white-space:pre-wrap;text-align:center;width:78%}}'
    first = ""
    if head:
        text = head.replace('"', "'")
        boxes += f'@top-left{{content:"{text}";font:8pt "{font}";color:#333;width:90%;vertical-align:bottom;padding-bottom:2mm}}'
        first = "@page:first{@top-left{content:none}}"
    return (
        f"<!doctype html><meta charset=utf-8><style>@page{{size:{paper};margin:{margin};{boxes}}}{first}"
        f'body{{font:{size}pt/1.32 "{font}","DejaVu Sans";margin:0;color:#111}}table{{border-collapse:collapse}}td,th{{vertical-align:top;padding:1px 4px;text-align:left}}'
        f"h1{{font-size:1.35em;margin:8px 0}}h2{{font-size:1.08em;margin:9px 0 3px}}p{{margin:0 0 6px;text-align:justify}}.r{{text-align:right}}.c{{text-align:center}}"
        f".box{{border:1px solid #333;padding:5px 8px}}.s{{font-size:.82em}}.l{{color:#333}}.v{{font-weight:bold}}.flex{{display:flex;justify-content:space-between}}"
        f".g td,.g th{{border:.6px solid #555;padding:2px 5px}}.res td{{padding:1.5px 5px}}.hand{{font-family:DkgHandwriting;color:#15327a;font-size:1.3em}}{css}</style>{body}"
    )
