"""The symbol of a payload: square DataMatrix ECC200, as modules, SVG for pages, PNG for anything else.

Rule: « Datamatrix INS » v2.2 (ECC200, square, quiet zone of one module at least); ISO/IEC 16022; ins.md §9.
"""

import io
from functools import lru_cache

from PIL import Image

from liane.domain.errors import Finding, RuleViolation, Severity

PAYLOAD_BYTES_MAX = 1_000
QUIET_MODULES = 2
MODULE_PIXELS_MAX = 40
Modules = tuple[tuple[bool, ...], ...]


@lru_cache(maxsize=16)
def modules(payload: bytes) -> Modules:
    """Encode a payload as rows of modules, True for a dark one, without quiet zone.

    Raises RuleViolation DTM-020 when the payload is empty or passes PAYLOAD_BYTES_MAX.
    """
    if not 0 < len(payload) <= PAYLOAD_BYTES_MAX:
        raise RuleViolation(
            Finding(
                code="DTM-020",
                severity=Severity.ERROR,
                location="datamatrix",
                message=f"Le contenu d'un code doit avoir de 1 à {PAYLOAD_BYTES_MAX} octets.",
                remedy="Réduire le contenu du code.",
                layer="datamatrix",
                rule="ISO/IEC 16022; ins.md §9",
            )
        )
    import zxingcpp

    barcode = zxingcpp.create_barcode(payload, zxingcpp.BarcodeFormat.DataMatrix, force_square=True)
    pixels = memoryview(barcode.to_image(scale=1, add_quiet_zones=False))  # type: ignore[arg-type]
    height, width = pixels.shape  # type: ignore[misc]
    values = pixels.tobytes()
    return tuple(tuple(values[row * width + column] < 128 for column in range(width)) for row in range(height))


def find_runs(rows: Modules) -> tuple[tuple[int, int, int], ...]:
    """The dark runs of each row as (column, row, length): what a drawing needs, far fewer than modules."""
    runs = []
    for number, row in enumerate(rows):
        start = -1
        for column, is_dark in enumerate((*row, False)):
            if is_dark and start < 0:
                start = column
            elif not is_dark and start >= 0:
                runs.append((start, number, column - start))
                start = -1
    return tuple(runs)


def render_svg(payload: bytes, *, title: str = "INS à scanner") -> str:
    """Draw the symbol with its quiet zone as an SVG element for a page; its size is the page's to give.

    One unit is one module. No script, no style, no outside reference. Raises as ``modules``.
    """
    rows = modules(payload)
    side = len(rows) + 2 * QUIET_MODULES
    path = "".join(
        f"M{column + QUIET_MODULES} {row + QUIET_MODULES}h{length}v1h-{length}z"
        for column, row, length in find_runs(rows)
    )
    label = title.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" role="img" aria-label="{label}" '
        f'shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{side}v{side}H0z"/>'
        f'<path fill="#000" d="{path}"/></svg>'
    )


def render_png(payload: bytes, *, module_pixels: int = 8) -> bytes:
    """Draw the symbol with its quiet zone as a black and white PNG, module_pixels (1 to MODULE_PIXELS_MAX) a side.

    Raises as ``modules``, ValueError for another size.
    """
    if not 1 <= module_pixels <= MODULE_PIXELS_MAX:
        raise ValueError("module_pixels is out of bounds")
    rows = modules(payload)
    side = len(rows) + 2 * QUIET_MODULES
    image = Image.new("1", (side, side), 1)
    for column, row, length in find_runs(rows):
        for step in range(length):
            image.putpixel((column + step + QUIET_MODULES, row + QUIET_MODULES), 0)
    out = io.BytesIO()
    image.resize((side * module_pixels, side * module_pixels), Image.Resampling.NEAREST).save(out, "PNG", optimize=True)
    return out.getvalue()
