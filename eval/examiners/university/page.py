"""Pieces of a page: its sheet, tables, emblems, signatures, boxes. No wording of a document."""

from collections.abc import Iterable, Sequence

from eval.examiners.university.context import Ctx


def page(
    c: Ctx,
    css: str,
    body: str,
    *,
    font: str | None = None,
    margin: str = "15mm 17mm",
    size: float | None = None,
    more: str = "",
) -> str:
    """The whole page around its body. more: what else its sheet says of itself."""
    font = font or c.sans
    return (
        f"<html lang='fr'><head><meta charset='utf-8'><style>@page{{size:A4;margin:{margin};{more}}}"
        f"body{{font-family:'{font}';font-size:{size or c.size}pt;line-height:1.3;margin:0;color:#111}}"
        "table{border-collapse:collapse}td,th{vertical-align:top;text-align:left}p{margin:0 0 1.6mm}"
        "h1,h2,h3{margin:0 0 2mm;line-height:1.15}"
        ".r{text-align:right}.c{text-align:center}.s{font-size:82%}.xs{font-size:72%}"
        f".hand{{font-family:'{c.hand}';color:#15256e;font-size:115%}}{css}</style></head><body>{body}</body></html>"
    )


def table(rows: Iterable[Iterable[str]], cls: str = "", head: Sequence[str] | None = None) -> str:
    """A table with or without a head."""
    first = "<tr>" + "".join(f"<th>{cell}</th>" for cell in head) + "</tr>" if head else ""
    lines = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f'<table class="{cls}" style="">{first}{lines}</table>'


def kv(pairs: Iterable[tuple[str, str]], *, sep: str = " :", cols: int = 1) -> str:
    """Labels and values in a table."""
    cells = [f"<td class=k>{label}{sep}</td><td class=v>{value}</td>" for label, value in pairs]
    rows = [cells[at : at + cols] for at in range(0, len(cells), cols)]
    return '<table class="kv">' + "".join("<tr>" + "".join(row) + "</tr>" for row in rows) + "</table>"


def logo(c: Ctx, mm: int = 16) -> str:
    """An emblem that nobody owns."""
    col = c.color if c.color != "#000" else "#335"
    shapes = (
        f'<circle cx="20" cy="20" r="18" fill="{col}"/><path d="M17 8h6v9h9v6h-9v9h-6v-9h-9v-6h9z" fill="#fff"/>',
        f'<path d="M2 34 L20 4 L38 34z" fill="none" stroke="{col}" stroke-width="4"/>'
        f'<circle cx="20" cy="25" r="5" fill="{col}"/>',
        f'<rect x="2" y="2" width="36" height="36" rx="8" fill="{col}"/>'
        '<path d="M6 26q7-14 14 0t14 0" stroke="#fff" stroke-width="3" fill="none"/>',
        f'<path d="M20 36C2 22 6 6 20 14 34 6 38 22 20 36z" fill="{col}"/>',
        f'<rect x="3" y="16" width="10" height="20" fill="{col}"/>'
        f'<rect x="15" y="8" width="10" height="28" fill="{col}" opacity=".7"/>'
        f'<rect x="27" y="2" width="10" height="34" fill="{col}" opacity=".45"/>',
    )
    drawn = shapes[c.r.randint(0, 4)]
    return f'<svg style="width:{mm}mm;height:{mm}mm" viewBox="0 0 40 40">{drawn}</svg>'


def seal(c: Ctx) -> str:
    """A scribbled signature."""
    points = " ".join(f"{x} {c.r.randint(4, 22)}" for x in range(4, 70, 6))
    return (
        f'<svg style="width:34mm;height:10mm" viewBox="0 0 76 26"><polyline points="{points}" fill="none" '
        'stroke="#223a8c" stroke-width="1.3"/></svg>'
    )


def box(c: Ctx, is_ticked: bool | None = None) -> str:
    """A box ticked or not, by chance when not said."""
    return "☒" if (c.chance(0.4) if is_ticked is None else is_ticked) else "☐"
