"""Reading of pages (intake.md §9): seconds of processor time a page, with the engines of this machine.

Processor time of this process and of the programs that it runs, since the machine may be shared; medians.
"""

import resource
import statistics
from collections.abc import Callable

from liane.codecs.imaging.reading import OCRReaders
from liane.codecs.pdf.pages import read_pages
from liane.codecs.pdf.pages_file import inspect_file, render_page
from liane.codecs.pdf.pages_limits import PageLimits
from liane.connectors.ocr.choice import find_readers
from liane.connectors.ocr.rapid import find_rapid
from tests.pages_kit import LETTER, encode, letter_content, letter_image, pdf_of, scan_pdf, worn

ROUNDS = 5
DIGITAL_PAGES = 20
LINES = [line for place in range(3) for line in LETTER][:28]
"""A full page: about 220 words."""


def spent_s() -> float:
    """Processor seconds of this process and of its children."""
    spent = (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in spent)


def measure_s(work: Callable[[], object], *, pages: int = 1, rounds: int = ROUNDS) -> float:
    """Processor seconds a page, the median of the rounds, after one that loads what must be."""
    work()
    taken = []
    for _ in range(rounds):
        start = spent_s()
        work()
        taken.append((spent_s() - start) / pages)
    return statistics.median(taken)


def run() -> list[tuple[str, float, str]]:
    """Every measure."""
    readers, rapid = find_readers(), find_rapid()
    digital = pdf_of([letter_content(LINES)] * DIGITAL_PAGES)
    long = pdf_of([letter_content(LINES)] * 300)
    clean = scan_pdf(letter_image(dpi=200, lines=LINES))
    poor = encode(worn(letter_image(dpi=150, lines=LINES, skew=1.5)), "JPEG", dpi=150)
    limits = PageLimits()

    def read(data: bytes, engines: OCRReaders) -> Callable[[], object]:
        return lambda: read_pages(data, name="", readers=engines)

    rows = [
        ("born-digital page, text, codes, order", measure_s(read(digital, readers), pages=DIGITAL_PAGES), "s/page"),
        ("guard of a 300-page PDF", measure_s(lambda: inspect_file(long, name="", limits=limits)), "s/file"),
        ("page drawn for the screen, 110 dpi WebP", measure_s(lambda: render_page(clean, 1, 110)), "s/page"),
    ]
    if readers.first is not None:
        first = OCRReaders(first=readers.first)
        name = readers.first.engine.value
        rows += [
            (f"scan at 200 dpi, {name} alone", measure_s(read(clean, first)), "s/page"),
            (f"scan at 200 dpi, {name} and second reader", measure_s(read(clean, readers)), "s/page"),
            (f"poor scan at 150 dpi, {name} and second reader", measure_s(read(poor, readers)), "s/page"),
        ]
    if rapid is not None:
        alone = OCRReaders(first=rapid)
        rows.append(("scan at 200 dpi, rapidocr alone", measure_s(read(clean, alone), rounds=3), "s/page"))
    rows.append(("memory of this process", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, "MiB"))
    return rows
