"""A PDF parted into several, each with some of its pages; nothing else of the file follows them."""

import io
from collections.abc import Sequence

import pikepdf

from liane.codecs.pdf.pages_guard import guard_pdf
from liane.codecs.pdf.pages_limits import PageLimits, corrupt, refuse_number


def part_pdf(data: bytes, groups: Sequence[Sequence[int]], *, limits: PageLimits | None = None) -> tuple[bytes, ...]:
    """Make one PDF for each group of pages, numbered from 1; the same input gives the same bytes.

    Forms, outlines and attached files of the whole are left behind.
    Raises InvalidInput as the guard of PDF files, INT-115 for a page that is not there.
    Rule: intake.md §1.5 (never merge two patients).
    """
    guarded = guard_pdf(data, limits or PageLimits())
    for number in (number for group in groups for number in group):
        if not 1 <= number <= guarded.page_count:
            raise refuse_number(number)
    try:
        with pikepdf.open(io.BytesIO(data)) as whole:
            return tuple(_take(whole, group) for group in groups)
    except pikepdf.PdfError as defect:
        raise corrupt() from defect


def _take(whole: pikepdf.Pdf, group: Sequence[int]) -> bytes:
    with pikepdf.new() as part:
        for number in group:
            part.pages.append(whole.pages[number - 1])
        part.remove_unreferenced_resources()  # what other pages draw, where pages share a dictionary
        out = io.BytesIO()
        part.save(out, deterministic_id=True)
        return out.getvalue()
