"""The heavy work on files, as functions that cost nothing to name: a node names them to its worker processes.

What opens PDF and pictures (pdfium, pikepdf, OpenCV, zxing) is imported when they are called, thus in workers alone: it
weighs more in memory than the node itself, and foreign code that reads hostile bytes has no business there. What they
do, take and raise is said where they are written.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from liane.codecs.imaging.reading import OCREngine, OCRReaders
from liane.codecs.pdf.pages_limits import PageLimits
from liane.codecs.pdf.pages_read import FileFacts, PageCut, PagesRead
from liane.domain.intake.page import Box, Page


def inspect_file(data: bytes, *, name: str, limits: PageLimits) -> FileFacts:
    """As ``pages_file.inspect_file``."""
    from liane.codecs.pdf import pages_file

    return pages_file.inspect_file(data, name=name, limits=limits)


def read_pages(
    data: bytes,
    *,
    name: str,
    readers: OCRReaders,
    limits: PageLimits | None = None,
    numbers: Iterable[int] | None = None,
    facts: FileFacts | None = None,
) -> PagesRead:
    """As ``pages.read_pages``."""
    from liane.codecs.pdf import pages

    return pages.read_pages(data, name=name, readers=readers, limits=limits, numbers=numbers, facts=facts)


def read_zones(
    data: bytes, *, page: Page, zones: Sequence[Box], reader: OCREngine, limits: PageLimits | None = None
) -> Page:
    """As ``pages.read_zones``."""
    from liane.codecs.pdf import pages

    return pages.read_zones(data, page=page, zones=zones, reader=reader, limits=limits)


def render_page(
    data: bytes, number: int, dpi: int, *, rotation: int = 0, form: str = "WEBP", limits: PageLimits | None = None
) -> bytes:
    """As ``pages_file.render_page``."""
    from liane.codecs.pdf import pages_file

    return pages_file.render_page(data, number, dpi, rotation=rotation, form=form, limits=limits)


def part_pdf(data: bytes, groups: Sequence[Sequence[int]]) -> tuple[bytes, ...]:
    """As ``page_groups.part_pdf``."""
    from liane.codecs.pdf import page_groups

    return page_groups.part_pdf(data, groups)


def part_pictures(
    data: bytes, groups: Sequence[Sequence[int]], title: str, created: datetime, turned: int = 0
) -> tuple[bytes, ...]:
    """As ``from_pictures.part_pictures``."""
    from liane.codecs.pdf import from_pictures

    return from_pictures.part_pictures(data, groups, title, created, turned)


def cut_pages(
    data: bytes, groups: Sequence[Sequence[PageCut]], title: str, created: datetime, turned: int = 0
) -> tuple[bytes, ...]:
    """As ``page_cuts.cut_pages``."""
    from liane.codecs.pdf import page_cuts

    return page_cuts.cut_pages(data, groups, title=title, created=created, turned=turned)


def pictures_as_pdf(data: bytes, *, title: str, created: datetime, turned: int = 0) -> bytes:
    """As ``from_pictures.pictures_as_pdf``, for all the pages."""
    from liane.codecs.pdf import from_pictures

    return from_pictures.pictures_as_pdf(data, title=title, created=created, turned=turned)


def join_files(files: Sequence[tuple[bytes, int]], title: str, created: datetime) -> bytes:
    """As ``joined_files.join_files``."""
    from liane.codecs.pdf import joined_files

    return joined_files.join_files(files, title=title, created=created)
