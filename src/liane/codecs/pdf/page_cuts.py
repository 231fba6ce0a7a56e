"""Papers that lay together on one page, each as a PDF of its own: what lay beside it is cut off, never hidden under it.

The page is drawn and the picture cropped: no byte of another paper, no text behind the page, nothing of the file goes
along. The same input gives the same bytes. Rule: intake.md §1.5 (never merge two patients), §1.9.
"""

import io
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import datetime

import pikepdf
from PIL import Image, ImageChops

from liane.codecs.pdf.from_pictures import A4_PT, QUARTERS, pack_image, pictures_as_pdf
from liane.codecs.pdf.pages_file import inspect_file, render_page
from liane.codecs.pdf.pages_limits import FileKind, PageLimits, corrupt, refuse_number
from liane.codecs.pdf.pages_read import PageCut
from liane.codecs.pdf.writer import Canvas, Description
from liane.domain.intake.page import Box

CUT_DPI = 300
_GREY_SPREAD = 12
"""Levels by which the colours of a grey picture may part, for what JPEG does to it."""


def cut_pages(
    data: bytes,
    groups: Sequence[Sequence[PageCut]],
    *,
    title: str,
    created: datetime,
    turned: int = 0,
    limits: PageLimits | None = None,
) -> tuple[bytes, ...]:
    """Make one PDF for each group of whole pages and of papers cut out of a page.

    turned: degrees clockwise by which a person turned the file. Papers come out upright, as they were read. Raises
    InvalidInput as ``inspect_file`` does, INT-115 for a page that is not there.
    """
    bounds = limits or PageLimits()
    facts = inspect_file(data, name="", limits=bounds)
    for cut in (cut for group in groups for cut in group):
        if not 1 <= cut.page <= facts.page_count:
            raise refuse_number(cut.page)
    told = Description(title=title, created=created)
    is_pdf = facts.kind is FileKind.PDF
    return tuple(_make(data, group, told, turned, bounds, is_pdf=is_pdf) for group in groups)


def _make(
    data: bytes, group: Sequence[PageCut], told: Description, turned: int, limits: PageLimits, *, is_pdf: bool
) -> bytes:
    if len(group) == 1 and group[0].region is not None:
        return _draw(data, group[0], group[0].region, told, turned, limits)
    try:
        with ExitStack() as opened, pikepdf.new() as part:
            for cut in group:
                own, place = data, cut.page - 1
                if cut.region is not None:
                    own, place = _draw(data, cut, cut.region, told, turned, limits), 0
                elif not is_pdf:
                    own, place = _whole(data, cut.page, told, turned, limits), 0
                part.pages.append(opened.enter_context(pikepdf.open(io.BytesIO(own))).pages[place])
            part.remove_unreferenced_resources()  # pictures of other pages, where pages share what they draw from
            out = io.BytesIO()
            part.save(out, deterministic_id=True)
            return out.getvalue()
    except pikepdf.PdfError as defect:
        raise corrupt() from defect


def _whole(data: bytes, page: int, told: Description, turned: int, limits: PageLimits) -> bytes:
    return pictures_as_pdf(data, title=told.title, created=told.created, turned=turned, pages=(page,), limits=limits)


def _draw(data: bytes, cut: PageCut, region: Box, told: Description, turned: int, limits: PageLimits) -> bytes:
    """Draw one paper alone, at the size that it has on an A4 page."""
    drawn = render_page(data, cut.page, CUT_DPI, rotation=cut.rotation, form="PNG", limits=limits)
    with Image.open(io.BytesIO(drawn), formats=("PNG",)) as page:
        sheet = A4_PT if page.height >= page.width else A4_PT[::-1]
        scale = min(sheet[0] / page.width, sheet[1] / page.height)
        image = page.convert("RGB").crop(find_pixels(region, page.width, page.height))
    quarter = QUARTERS.get(turned % 360)
    paper = _in_grey(image.transpose(quarter) if quarter is not None else image)
    canvas = Canvas(width=paper.width * scale, height=paper.height * scale)
    canvas.add_page()
    canvas.picture(pack_image(paper), 0, 0, canvas.width, canvas.height)
    return canvas.render(told)


def find_pixels(region: Box, width: int, height: int) -> tuple[int, int, int, int]:
    """The pixels of a region: left, top, right, bottom; two regions that meet share none."""
    left, top = round(region.x0 * width), round(region.y0 * height)
    return left, top, max(left + 1, round(region.x1 * width)), max(top + 1, round(region.y1 * height))


def _in_grey(image: Image.Image) -> Image.Image:
    """The picture in grey when it shows no colour."""
    red, green, blue = image.split()
    spread = max(_spread(red, green), _spread(green, blue))
    return image.convert("L") if spread <= _GREY_SPREAD else image


def _spread(one: Image.Image, other: Image.Image) -> int:
    return int(ImageChops.difference(one, other).getextrema()[1])  # type: ignore[arg-type]
