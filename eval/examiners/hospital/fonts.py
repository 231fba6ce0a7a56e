"""Fonts of the hospital's documents: free ones of Debian packages. One that is not installed changes what is drawn."""

import sys
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

ROOT = Path("/usr/share/fonts/truetype")
FACES = ("", "-B", "-I")
# fmt: off
FAMILIES = {
    "libsans": ("liberation/LiberationSans-Regular", "liberation/LiberationSans-Bold", "liberation/LiberationSans-Italic"),
    "libserif": ("liberation/LiberationSerif-Regular", "liberation/LiberationSerif-Bold", "liberation/LiberationSerif-Italic"),
    "libnarrow": ("liberation/LiberationSansNarrow-Regular", "liberation/LiberationSansNarrow-Bold", "liberation/LiberationSansNarrow-Italic"),
    "libmono": ("liberation/LiberationMono-Regular", "liberation/LiberationMono-Bold", "liberation/LiberationMono-Italic"),
    "dejavu": ("dejavu/DejaVuSans", "dejavu/DejaVuSans-Bold", "dejavu/DejaVuSans-Oblique"),
    "dejacond": ("dejavu/DejaVuSansCondensed", "dejavu/DejaVuSansCondensed-Bold", "dejavu/DejaVuSansCondensed-Oblique"),
    "dejaserif": ("dejavu/DejaVuSerif", "dejavu/DejaVuSerif-Bold", "dejavu/DejaVuSerif-Italic"),
    "dejamono": ("dejavu/DejaVuSansMono", "dejavu/DejaVuSansMono-Bold", "dejavu/DejaVuSansMono-Oblique"),
    "lato": ("lato/Lato-Regular", "lato/Lato-Bold", "lato/Lato-Italic"),
    "carlito": ("crosextra/Carlito-Regular", "crosextra/Carlito-Bold", "crosextra/Carlito-Italic"),
    "caladea": ("crosextra/Caladea-Regular", "crosextra/Caladea-Bold", "crosextra/Caladea-Italic"),
    "freemono": ("freefont/FreeMono", "freefont/FreeMonoBold", "freefont/FreeMonoOblique"),
    "freeserif": ("freefont/FreeSerif", "freefont/FreeSerifBold", "freefont/FreeSerifItalic"),
    "noto": ("noto/NotoSans-Regular", "noto/NotoSans-Bold", "noto/NotoSans-Italic"),
    "notoserif": ("noto/NotoSerif-Regular", "noto/NotoSerif-Bold", "noto/NotoSerif-Italic"),
    "roboto": ("roboto/unhinted/RobotoTTF/Roboto-Regular", "roboto/unhinted/RobotoTTF/Roboto-Bold", "roboto/unhinted/RobotoTTF/Roboto-Italic"),
    "opensans": ("open-sans/OpenSans-Regular", "open-sans/OpenSans-Bold", "open-sans/OpenSans-Italic"),
    "type": ("gnutypewriter/GNUTypewriter",) * 3,
    "hand1": ("breip/Breip",) * 3,
    "hand3": ("humor-sans/Humor-Sans",) * 3,
    "hand2": ("ecolier-court/Ecolier-court",) * 3,
}
# fmt: on


def _register() -> set[str]:
    """Make the installed families known; tells which."""
    found = set()
    for name, faces in FAMILIES.items():
        if not (ROOT / f"{faces[0]}.ttf").exists():
            print(f"fonte absente : {faces[0]}, le tirage sera autre", file=sys.stderr)
            continue
        for suffix, face in zip(FACES, faces, strict=True):
            pdfmetrics.registerFont(TTFont(name + suffix, ROOT / f"{face}.ttf"))
        pdfmetrics.registerFontFamily(name, normal=name, bold=name + "-B", italic=name + "-I", boldItalic=name + "-B")
        found.add(name)
    return found


FOUND = _register()
SANS = [
    name
    for name in ("libsans", "dejavu", "dejacond", "lato", "carlito", "noto", "roboto", "opensans", "libnarrow")
    if name in FOUND
]
SERIF = [name for name in ("libserif", "dejaserif", "caladea", "freeserif", "notoserif") if name in FOUND]
MONO = [name for name in ("libmono", "dejamono", "freemono", "type") if name in FOUND]
