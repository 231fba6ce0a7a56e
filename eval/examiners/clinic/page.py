"""What every page shares: the registry of layouts, faces, written dates, bar codes, the common rules. No person is known here."""

import base64

from eval.examiners.common.vocabulary import DAYS, MONTHS
from eval.examiners.common.words import words

LAYOUTS = {}

# fmt: off
SANS = ["Liberation Sans", "Carlito", "Roboto", "Open Sans", "Lato", "DejaVu Sans Condensed", "FreeSans", "Noto Sans", "Go"]
SERIF = ["Liberation Serif", "Caladea", "Noto Serif", "FreeSerif", "DejaVu Serif Condensed", "EB Garamond"]
MONO = ["Liberation Mono", "Courier Prime", "DejaVu Sans Mono", "FreeMono", "Go Mono"]
HAND = ["Dancing Script", "Humor Sans", "Tomson Talks", "Kaushan Script", "Comic Neue", "DkgHandwriting", "DkgHandwriting"]
TYPED = ["GNUTypewriter", "Courier Prime", "FreeMono"]

C39 = dict(zip("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-. *", words("""000110100 100100001 001100001 101100000 000110001 100110000 001110000
000100101 100100100 001100100 100001001 001001001 101001000 000011001 100011000 001011000 000001101 100001100 001001100 000011100
100000011 001000011 101000010 000010011 100010010 001010010 000000111 100000110 001000110 000010110 110000001 011000001 111000000
010010001 110010000 011010000 010000101 110000100 011000100 010010100"""), strict=True))
# fmt: on


def layout(fn):
    """Register a layout: it gives a page and writes the truth in the context."""
    LAYOUTS[fn.__name__] = fn
    return fn


def date(day, style):
    """One calendar day in a written form."""
    one = "1er" if day.day == 1 else str(day.day)
    return {
        "num": f"{day:%d/%m/%Y}",
        "dot": f"{day:%d.%m.%Y}",
        "dash": f"{day:%d-%m-%Y}",
        "iso": f"{day:%Y-%m-%d}",
        "long": f"{one} {MONTHS[day.month - 1]} {day.year}",
        "wide": f"{day:%d / %m / %Y}",
        "mon": f"{day.day:02d}-{MONTHS[day.month - 1].upper()}-{day.year}",
        "full": f"{DAYS[day.weekday()]} {one} {MONTHS[day.month - 1]} {day.year}",
    }[style]


def img(svg, css=""):
    """A drawing as an image of the page."""
    return f'<img style="{css}" src="data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}">'


def code39(text, height="9mm", width="48mm"):
    """A bar code."""
    x, bars = 0, []
    for ch in f"*{text}*":
        for i, wide in enumerate(C39[ch]):
            w = 3 if wide == "1" else 1
            if i % 2 == 0:
                bars.append(f'<rect x="{x}" y="0" width="{w}" height="30"/>')
            x += w
        x += 1
    return img(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {x} 30" width="{x}" height="30" preserveAspectRatio="none">{"".join(bars)}</svg>',
        f"width:{width};height:{height}",
    )
