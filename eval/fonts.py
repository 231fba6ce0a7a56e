"""The fonts documents are written with: free ones of Debian packages, named with the package that brings each.

A font that is not installed is passed over with a word on the error stream: figures need the whole list.
"""

import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

ROOT = Path("/usr/share/fonts")


@dataclass(frozen=True, slots=True)
class Family:
    """One family: name, manner, files under ROOT, Debian package. held: only in layouts held out."""

    name: str
    manner: str
    regular: str
    bold: str
    package: str
    held: bool = False


FAMILIES = (
    Family("LiberationSans", "sans", "truetype/liberation/LiberationSans-Regular.ttf", "truetype/liberation/LiberationSans-Bold.ttf", "fonts-liberation"),
    Family("LiberationSerif", "serif", "truetype/liberation/LiberationSerif-Regular.ttf", "truetype/liberation/LiberationSerif-Bold.ttf", "fonts-liberation"),
    Family("LiberationMono", "mono", "truetype/liberation/LiberationMono-Regular.ttf", "truetype/liberation/LiberationMono-Bold.ttf", "fonts-liberation"),
    Family("LiberationNarrow", "sans", "truetype/liberation/LiberationSansNarrow-Regular.ttf", "truetype/liberation/LiberationSansNarrow-Bold.ttf", "fonts-liberation", True),
    Family("DejaVuSans", "sans", "truetype/dejavu/DejaVuSans.ttf", "truetype/dejavu/DejaVuSans-Bold.ttf", "fonts-dejavu-core"),
    Family("DejaVuSerif", "serif", "truetype/dejavu/DejaVuSerif.ttf", "truetype/dejavu/DejaVuSerif-Bold.ttf", "fonts-dejavu-core", True),
    Family("Carlito", "sans", "truetype/crosextra/Carlito-Regular.ttf", "truetype/crosextra/Carlito-Bold.ttf", "fonts-crosextra-carlito"),
    Family("Caladea", "serif", "truetype/crosextra/Caladea-Regular.ttf", "truetype/crosextra/Caladea-Bold.ttf", "fonts-crosextra-caladea", True),
    Family("FreeSans", "sans", "truetype/freefont/FreeSans.ttf", "truetype/freefont/FreeSansBold.ttf", "fonts-freefont-ttf"),
    Family("FreeMono", "mono", "truetype/freefont/FreeMono.ttf", "truetype/freefont/FreeMonoBold.ttf", "fonts-freefont-ttf", True),
    Family("Lato", "sans", "truetype/lato/Lato-Regular.ttf", "truetype/lato/Lato-Bold.ttf", "fonts-lato", True),
    Family("OpenSans", "sans", "truetype/open-sans/OpenSans-Regular.ttf", "truetype/open-sans/OpenSans-Bold.ttf", "fonts-open-sans", True),
    Family("Roboto", "sans", "truetype/roboto/unhinted/RobotoTTF/Roboto-Regular.ttf", "truetype/roboto/unhinted/RobotoTTF/Roboto-Bold.ttf", "fonts-roboto-unhinted"),
    Family("NotoSans", "sans", "truetype/noto/NotoSans-Regular.ttf", "truetype/noto/NotoSans-Bold.ttf", "fonts-noto-core", True),
    Family("Vollkorn", "serif", "truetype/vollkorn/Vollkorn-Regular.ttf", "truetype/vollkorn/Vollkorn-Bold.ttf", "fonts-vollkorn", True),
    Family("GoMono", "mono", "fonts-go/Go-Mono.ttf", "fonts-go/Go-Mono-Bold.ttf", "fonts-go"),
    Family("GNUTypewriter", "typewriter", "truetype/gnutypewriter/GNUTypewriter.ttf", "truetype/gnutypewriter/GNUTypewriter.ttf", "fonts-gnutypewriter"),
    Family("DotGothic16", "dots", "truetype/dotgothic16/DotGothic16-Regular.ttf", "truetype/dotgothic16/DotGothic16-Regular.ttf", "fonts-dotgothic16", True),
    Family("Breip", "hand", "truetype/breip/Breip.ttf", "truetype/breip/Breip.ttf", "fonts-breip"),
    Family("Ecolier", "hand", "truetype/ecolier-court/Ecolier-court.ttf", "truetype/ecolier-court/Ecolier-court.ttf", "fonts-ecolier-court", True),
)  # fmt: skip
NEEDED = "éèàçêôûïÉÈÀÇ«»°'’-/0123456789"


@cache
def available(manner: str, *, is_held: bool) -> tuple[str, ...]:
    """Names of the installed families of a manner; layouts held out also have fonts of their own."""
    names = [f.name for f in FAMILIES if f.manner == manner and (is_held or not f.held) and _register(f)]
    return tuple(names) or ("Helvetica",)


@cache
def _register(family: Family) -> bool:
    try:
        for suffix, path in (("", family.regular), ("-Bold", family.bold)):
            pdfmetrics.registerFont(TTFont(family.name + suffix, ROOT / path))
    except Exception as defect:
        print(f"fonte absente : {family.name} (paquet {family.package}) : {defect}", file=sys.stderr)
        return False
    face = pdfmetrics.getFont(family.name).face
    missing = [c for c in NEEDED if ord(c) not in face.charToGlyph]
    if missing:
        print(f"fonte sans {''.join(missing)} : {family.name}", file=sys.stderr)
    return "é" not in missing and "0" not in missing
