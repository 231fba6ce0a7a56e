"""Datamatrix of the INS, bars, boxes."""

import random

from ppf.datamatrix import DataMatrix

from .names import plain
from .people import OID, Person

GROUP = "\x1d"


def ins_message(who: Person) -> str:
    """Return the text of the datamatrix that holds an INS identity."""
    firsts = " ".join(plain(name) for name in who.first_names)
    return (
        f"IS010000000000000000000000S1{who.number}S2{OID}{GROUP}S3{firsts}{GROUP}S4{plain(who.birth_name)}{GROUP}"
        f"S5{who.sex}S6{who.birth_date.strftime('%d-%m-%Y')}S7{who.birth_place}"
    )


def datamatrix_svg(message: str, size: float) -> str:
    """Draw a datamatrix of this size in millimetres."""
    rows = DataMatrix(message, codecs=["ascii"]).matrix
    count = len(rows)
    cells = "".join(f"M{x},{y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    return (
        f"<svg style='width:{size}mm;height:{size}mm' viewBox='-2 -2 {count + 4} {count + 4}' "
        f"shape-rendering='crispEdges'><path d='{cells}' fill='#000'/></svg>"
    )


def bars(rng: random.Random, width: float = 40, height: float = 8) -> str:
    """Draw a bar code without meaning."""
    x, parts = 0.0, []
    while x < width:
        thick = rng.choice([0.3, 0.3, 0.6, 0.9])
        parts.append(f"<rect x='{x:.1f}' y='0' width='{thick}' height='{height}'/>")
        x += thick + rng.choice([0.3, 0.6, 0.9])
    return f"<svg style='width:{width}mm;height:{height}mm' viewBox='0 0 {width} {height}'>{''.join(parts)}</svg>"


def box(ticked: bool) -> str:
    """Draw a box to tick."""
    return "☒" if ticked else "☐"


def dots(text: str, width: int) -> str:
    """Return the text on a dotted line of this width in millimetres."""
    return (
        f"<span style='display:inline-block;min-width:{width}mm;border-bottom:0.25mm dotted #555'>"
        f"{text or '&nbsp;'}</span>"
    )
