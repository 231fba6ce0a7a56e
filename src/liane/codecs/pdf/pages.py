"""From the bytes of a file to its pages as words with boxes, whatever it is made of.

What lives here: the order of the steps for a page. What must not: the steps themselves, nor any reading engine.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from liane.codecs.imaging.picture import Picture
from liane.codecs.imaging.reading import OCRReaders
from liane.codecs.pdf.pages_codes import CODE_DPI, RETRY_DPI, find_suspects, find_symbols, search_crops
from liane.codecs.pdf.pages_file import OpenFile, draw_page, inspect_file, opened, opened_page, size_pt
from liane.codecs.pdf.pages_guard import FileKind, PageLimits
from liane.codecs.pdf.pages_order import order_words
from liane.codecs.pdf.pages_text import PageHandle, read_layer
from liane.domain.errors import Finding
from liane.domain.intake.page import Engine, Page, PageSymbol, Word


@dataclass(frozen=True, slots=True, kw_only=True)
class PagesRead:
    """The pages of a file, in order, and what to tell a person (warnings; refusals are raised)."""

    kind: FileKind
    pages: tuple[Page, ...]
    findings: tuple[Finding, ...] = ()


def read_pages(
    data: bytes,
    *,
    name: str,
    readers: OCRReaders,
    limits: PageLimits | None = None,
    numbers: Iterable[int] | None = None,
) -> PagesRead:
    """Read the pages of a file: PDF, TIFF, JPEG or PNG.

    name: of the file, for its extension alone. numbers: the pages wanted, from 1; all of them when None.
    Raises InvalidInput INT-101 to INT-115. Rule: intake.md §1.3, §1.4.
    """
    bounds = limits or PageLimits()
    facts = inspect_file(data, name=name, limits=bounds)
    pages: list[Page] = []
    findings = list(facts.findings)
    with opened(data, facts, bounds) as file:
        for number in range(1, file.page_count + 1) if numbers is None else numbers:
            page, told = _read_page(file, number, readers)
            pages.append(page)
            findings.extend(told)
    return PagesRead(kind=facts.kind, pages=tuple(pages), findings=tuple(findings))


def _read_page(file: OpenFile, number: int, readers: OCRReaders) -> tuple[Page, tuple[Finding, ...]]:
    with opened_page(file, number) as handle:
        width, height = size_pt(handle)
        layer = read_layer(handle.raw)
        picture = draw_page(handle, dpi=CODE_DPI, limits=file.limits)
        symbols = _find_codes(handle, picture, file.limits)
    words = tuple(Word(text=word.text, box=word.box) for word in layer.words if word.is_visible)
    page = Page(
        number=number,
        width_pt=width,
        height_pt=height,
        words=order_words(words, width_pt=width, height_pt=height),
        symbols=symbols,
        engines=(Engine.TEXT_LAYER,),
    )
    return page, ()


def _find_codes(handle: PageHandle, picture: Picture, limits: PageLimits) -> tuple[PageSymbol, ...]:
    found = find_symbols(picture.grey)
    suspects = find_suspects(picture.grey, picture.dpi, found)
    if not suspects:
        return found
    finer = draw_page(handle, dpi=RETRY_DPI, limits=limits)
    return found + search_crops(finer.grey, suspects)
