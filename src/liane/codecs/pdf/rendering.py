"""A CDA made readable by anyone: its header and its narrative as a PDF/A-1b.

What lives here: which words of the document go on the pages, in French. What must not: PDF syntax, placement.
Rule: MSSanté ECO.2.1.5 (mssante.md §4.3): the PDF is produced from the CDA.
"""

from collections.abc import Mapping
from datetime import UTC, datetime

from liane.codecs.cda.header import ParsedDocument, read_document
from liane.codecs.cda.narrative import Paragraph, Section, Span, read_sections
from liane.codecs.cda.summary import summarise_header
from liane.codecs.pdf.layout import BODY_SIZE, Flow
from liane.codecs.pdf.lines import clean_text
from liane.codecs.pdf.pictures import Picture, read_pictures
from liane.codecs.pdf.writer import Canvas, Description
from liane.domain.documents.header import DocumentHeader
from liane.domain.documents.timestamp import PARIS, parse_timestamp

HEADING_LEVEL_MAX = 4
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def render_pdf(data: bytes) -> bytes:
    """Make a PDF/A-1b of the header and narrative of a CDA, N3 (an N1 gives its header and one line of explanation).

    The same bytes always give the same file: its date is that of the document. Raises as ``read_document``.
    """
    return render_document(read_document(data))


def render_document(document: ParsedDocument) -> bytes:
    """As ``render_pdf``, for a document already read."""
    return render_sections(document.header, read_sections(document.root), pictures=read_pictures(document.root))


def render_sections(
    header: DocumentHeader,
    sections: tuple[Section, ...],
    *,
    banner: str = "",
    pictures: Mapping[str, Picture] | None = None,
) -> bytes:
    """Make a PDF/A-1b of a header and of sections.

    banner: words shown at the top of the first page. pictures: by the reference that the sections give.
    """
    canvas = Canvas()
    title = header.title or header.code.label or header.code.code
    summary = summarise_header(header)
    flow = Flow(
        canvas,
        footer=f"{title} – {summary.created}",
        running_title=f"{summary.patient} – {title}",
        pictures=pictures,
    )
    if banner:
        flow.banner(banner)
    flow.heading(title, 1)
    flow.pairs(summary.rows)
    for section in sections:
        _write_section(flow, section, 2)
    if not sections:
        flow.space(6)
        flow.blocks((Paragraph(spans=(Span(text="Ce document ne comporte pas de texte structuré."),)),))
    flow.finish()
    return canvas.render(
        Description(
            title=clean_text(title),
            author=clean_text(summary.author),
            created=(parse_timestamp(header.creation_time) or _EPOCH).astimezone(PARIS),
        )
    )


def _write_section(flow: Flow, section: Section, level: int) -> None:
    if section.title:
        flow.heading(section.title, min(level, HEADING_LEVEL_MAX))
    flow.blocks(section.blocks)
    for number, note in enumerate(section.notes, start=1):
        flow.blocks((Paragraph(spans=(Span(text=f"[{number}] {note}"),)),), size=BODY_SIZE - 1)
    for inner in section.sections:
        _write_section(flow, inner, level + 1)
