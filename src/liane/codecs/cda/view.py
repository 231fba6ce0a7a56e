"""A document on a screen: its header and narrative as safe HTML, or its source folded.

What lives here: HTML made element by element from values, every word escaped. What must not: the document's own
stylesheet, links, styles or identifiers, which never reach the page.
Rule: cda.md §2 « Nothing active may be executed from a received document »; §7.
"""

from html import escape

from lxml import etree

from liane.codecs.cda.elements import child
from liane.codecs.cda.header import ParsedDocument, read_document
from liane.codecs.cda.narrative import Block, Cell, ListBlock, Media, Paragraph, Section, Span, Table, read_sections
from liane.codecs.cda.summary import summarise_header
from liane.codecs.xml import parse_xml
from liane.domain.documents.header import BodyForm

HEADING_LEVEL_FIRST = 3
HEADING_LEVEL_LAST = 6
SOURCE_VALUE_LENGTH_MAX = 200
SOURCE_BYTES_MAX = 8 * 1024 * 1024


def render_html(data: bytes) -> str:
    """A French HTML fragment: a card for the header, then the narrative; for an N1, what the body is.

    The fragment holds only elements and classes written here (``cda-…``); no attribute value comes from the document
    but numbers. Raises as ``read_document``.
    """
    return render_document(read_document(data))


def render_document(document: ParsedDocument) -> str:
    """As ``render_html``, for a document already read."""
    header = document.header
    rows = "".join(
        f"<dt>{escape(label)}</dt><dd>{escape(value)}</dd>" for label, value in summarise_header(header).rows
    )
    title = escape(header.title or header.code.label or header.code.code)
    body = _n1_body(document) if header.form is BodyForm.N1 else _sections(read_sections(document.root))
    return (
        f'<article class="cda-document"><header class="cda-header"><h2>{title}</h2>'
        f'<dl class="cda-card">{rows}</dl></header>{body}</article>'
    )


def _n1_body(document: ParsedDocument) -> str:
    text = child(document.root, "component", "nonXMLBody", "text")
    encoded = "".join((text.text or "").split()) if text is not None else ""
    size = len(encoded) * 3 // 4 - encoded[-2:].count("=")
    kind = {"application/pdf": "PDF", "text/plain": "texte", "text/rtf": "RTF"}.get(
        document.header.media_type, document.header.media_type or "inconnu"
    )
    return (
        '<section class="cda-body"><p>Document non structuré (N1). Son contenu est un fichier '
        f"{escape(kind)} de {size} octets, à télécharger.</p></section>"
    )


def _sections(sections: tuple[Section, ...], level: int = HEADING_LEVEL_FIRST) -> str:
    return "".join(_section(section, level) for section in sections)


def _section(section: Section, level: int) -> str:
    heading = f"<h{level}>{escape(section.title)}</h{level}>" if section.title else ""
    notes = "".join(f"<li>{escape(note)}</li>" for note in section.notes)
    foot = f'<ol class="cda-notes">{notes}</ol>' if notes else ""
    inner = _sections(section.sections, min(level + 1, HEADING_LEVEL_LAST))
    return f'<section class="cda-section">{heading}{_blocks(section.blocks)}{foot}{inner}</section>'


def _blocks(blocks: tuple[Block, ...]) -> str:
    return "".join(_block(block) for block in blocks)


def _block(block: Block) -> str:
    if isinstance(block, Paragraph):
        caption = f"<strong>{escape(block.caption)}</strong> " if block.caption else ""
        return f"<p>{caption}{_spans(block.spans)}</p>"
    if isinstance(block, ListBlock):
        tag = "ol" if block.is_ordered else "ul"
        caption = f'<p class="cda-caption">{escape(block.caption)}</p>' if block.caption else ""
        return f"{caption}<{tag}>{''.join(f'<li>{_blocks(item)}</li>' for item in block.items)}</{tag}>"
    if isinstance(block, Media):
        return f'<p class="cda-media">{_media_words(block)}</p>'
    return _table(block)


def _media_words(media: Media) -> str:
    if media.media_type == "application/pdf":
        return "Fichier PDF joint au document, non affiché ici."
    return "Élément multimédia non affiché."


def _table(table: Table) -> str:
    caption = f"<caption>{escape(table.caption)}</caption>" if table.caption else ""
    head = "".join(_row(row) for row in table.head)
    body = "".join(_row(row) for row in table.body)
    thead = f"<thead>{head}</thead>" if head else ""
    return f'<div class="cda-table"><table>{caption}{thead}<tbody>{body}</tbody></table></div>'


def _row(row: tuple[Cell, ...]) -> str:
    return f"<tr>{''.join(_cell(cell) for cell in row)}</tr>"


def _cell(cell: Cell) -> str:
    tag = "th" if cell.is_heading else "td"
    spans = "".join(
        f' {name}="{count}"' for name, count in (("colspan", cell.colspan), ("rowspan", cell.rowspan)) if count > 1
    )
    return f"<{tag}{spans}>{_cell_content(cell.blocks)}</{tag}>"


def _cell_content(blocks: tuple[Block, ...]) -> str:
    """The content of a cell; a lone paragraph needs no element of its own."""
    if len(blocks) == 1 and isinstance(blocks[0], Paragraph) and not blocks[0].caption:
        return _spans(blocks[0].spans)
    return _blocks(blocks)


def _spans(spans: tuple[Span, ...]) -> str:
    return "".join(_span(span) for span in spans)


def _span(span: Span) -> str:
    if span.text == "\n":
        return "<br>"
    html = escape(span.text)
    for tag, is_wanted in (
        ("strong", span.is_bold),
        ("em", span.is_italic),
        ("u", span.is_underlined),
        (span.position, bool(span.position)),
    ):
        if is_wanted:
            html = f"<{tag}>{html}</{tag}>"
    return html


def render_source(data: bytes) -> str:
    """The source of a document, indented, long values cut to SOURCE_VALUE_LENGTH_MAX characters: text, not HTML.

    Raises MalformedMessage when the bytes are no XML or are larger than SOURCE_BYTES_MAX once shortened.
    """
    root = parse_xml(data)
    for element in root.iter():
        if element.text and len(element.text) > SOURCE_VALUE_LENGTH_MAX:
            kept = element.text.strip()[:60]
            element.text = f"{kept}… ({len(element.text)} caractères)"
        elif element.text and not element.text.strip() and len(element):
            element.text = None
        if element.tail and not element.tail.strip():
            element.tail = None
    etree.indent(root, "  ")
    text: str = etree.tostring(root, encoding="unicode")
    return text[:SOURCE_BYTES_MAX]
