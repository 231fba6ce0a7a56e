"""Files joined into one PDF, page after page: PDF as they are, pictures as a PDF/A of theirs. Nothing else follows.

The same files in the same order give the same bytes. Rule: intake.md §1.5, §1.9.
"""

import contextlib
import io
from collections.abc import Sequence
from datetime import datetime

import pikepdf

from liane.codecs.pdf.from_pictures import pictures_as_pdf
from liane.codecs.pdf.pages_guard import guard_pdf
from liane.codecs.pdf.pages_limits import PageLimits, corrupt, refuse_pages

Turned = tuple[bytes, int]
"""A file, and the degrees clockwise by which a person turned its pages."""
PDF_START = b"%PDF-"


def join_files(files: Sequence[Turned], *, title: str, created: datetime, limits: PageLimits | None = None) -> bytes:
    """Make one PDF of the pages of files (PDF, TIFF, JPEG, PNG), in their order, upright as a person turned them.

    title, created: of the pages made of pictures. Raises InvalidInput as the guard of each kind of file, INT-106 when
    they hold too many pages together.
    """
    bounds = limits or PageLimits()
    pieces = [_as_pdf(data, turned, title, created, bounds) for data, turned in files]
    refuse_pages(sum(guard_pdf(data, bounds).page_count for data, _ in pieces), bounds)
    try:
        with contextlib.ExitStack() as opened:
            whole = opened.enter_context(pikepdf.new())
            for data, turned in pieces:
                _append(whole, opened.enter_context(pikepdf.open(io.BytesIO(data))), turned)
            out = io.BytesIO()
            whole.save(out, deterministic_id=True)
            return out.getvalue()
    except pikepdf.PdfError as defect:
        raise corrupt() from defect


def _as_pdf(data: bytes, turned: int, title: str, created: datetime, limits: PageLimits) -> Turned:
    """Give a file as a PDF, with the turn that is left to make."""
    if data.startswith(PDF_START):
        return data, turned % 360
    return pictures_as_pdf(data, title=title, created=created, turned=turned, limits=limits), 0


def _append(whole: pikepdf.Pdf, part: pikepdf.Pdf, turned: int) -> None:
    for page in part.pages:
        whole.pages.append(page)
        if turned:
            whole.pages[-1].rotate(turned, relative=True)
