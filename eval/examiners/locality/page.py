"""Pieces of a page: logos, signatures, boxes, lists, the whole page. No wording of a document."""

from collections.abc import Iterable
from typing import Any

from eval.examiners.locality.context import Ctx
from eval.examiners.locality.professionals import Pro

PLACE = "<!--X-->"
"""Where a sentence about somebody else may stand."""


def page(
    c: Ctx,
    body: str,
    font: str | None = None,
    size: float | None = None,
    margin: str = "16mm 17mm",
    foot: str = "",
    head: str = "",
    head_first: bool = True,
) -> str:
    """The whole page around its body. foot, head: CSS contents; head_first: whether the first page bears the head."""
    font = font or c.sans
    size = size or c.size
    f = f'@bottom-center{{content:{foot};font:7.5pt "{font}";color:#444}}' if foot else ""
    h = f'@top-right{{content:{head};font:8pt "{font}"}}' if head else ""
    first = "" if head_first else "@page:first{@top-right{content:none}}"
    return f"""<html><head><meta charset=utf-8><style>@page{{size:A4;margin:{margin};{f}{h}}}{first}
body{{font-family:"{font}";font-size:{size}pt;line-height:1.33;margin:0}} p{{margin:5pt 0}} table{{border-collapse:collapse}} td,th{{padding:2pt 4pt;vertical-align:top}}
.r{{text-align:right}} .c{{text-align:center}} .sm{{font-size:82%}} .b{{font-weight:bold}} .g{{color:#555}} .bx{{border:1px solid #333;padding:4pt 6pt}}
.grid td,.grid th{{border:0.6pt solid #444}} .w{{width:100%}} .two{{display:flex;justify-content:space-between}} td.l{{color:#333}} td.v{{font-weight:bold}}
h1{{font-size:150%;margin:8pt 0}} h2{{font-size:115%;margin:8pt 0 3pt}}</style></head><body>{body}</body></html>"""


def logo(c: Ctx, mm: int = 18) -> str:
    """A logo that nobody owns."""
    k = c.r.randint(0, 5)
    col = c.color
    s = {
        0: f'<circle cx=50 cy=50 r=44 fill="none" stroke="{col}" stroke-width=8 /><path d="M50 22V78M22 50H78" stroke="{col}" stroke-width=14 />',
        1: f'<path d="M50 8L92 50L50 92L8 50Z" fill="{col}"/><path d="M50 30V70M30 50H70" stroke="white" stroke-width=10 />',
        2: f'<path d="M10 60Q30 10 50 50T90 40" fill="none" stroke="{col}" stroke-width=10 /><circle cx=78 cy=20 r=9 fill="{col}"/>',
        3: f'<rect x=8 y=20 width=36 height=60 fill="{col}"/><rect x=50 y=40 width=42 height=40 fill="{col}" opacity=".5"/>',
        4: f'<path d="M50 90C0 50 15 12 50 34C85 12 100 50 50 90Z" fill="{col}"/>',
        5: f'<path d="M10 80L50 15L90 80Z" fill="none" stroke="{col}" stroke-width=9 /><circle cx=50 cy=60 r=10 fill="{col}"/>',
    }[k]
    return f'<svg style="width:{mm}mm;height:{mm}mm" viewBox="0 0 100 100">{s}</svg>'


def sig(c: Ctx, x: Pro, label: str | None = None) -> str:
    """Signature: a scrawl and the typed name."""
    r = c.r
    pts = " ".join(f"{10 + i * 14 + r.randint(-4, 4)},{r.randint(8, 42)}" for i in range(8))
    scr = (
        f'<svg style="width:34mm;height:12mm" viewBox="0 0 130 50"><polyline points="{pts}" fill="none" stroke="#1b2a6b" stroke-width="1.6"/></svg><br>'
        if c.chance(0.7)
        else ""
    )
    return f"{scr}{c.drname(x) if label is None else label}"


def box(on: Any) -> str:
    """A box, crossed or not."""
    return (
        '<span style="display:inline-block;width:8pt;height:8pt;border:1px solid #000;font:bold 8pt DejaVu Sans;line-height:8pt;text-align:center;vertical-align:middle">'
        + ("x" if on else "&nbsp;")
        + "</span> "
    )


def ul(items: Iterable[str]) -> str:
    """A list."""
    return "<ul style='margin:3pt 0 3pt 14pt;padding:0'>" + "".join(f"<li>{i}</li>" for i in items) + "</ul>"
