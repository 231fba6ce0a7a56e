"""The narrative of a structured document as values: what a professional must be able to read.

What lives here: sections, paragraphs, lists, tables, notes and references to media, read from ``section/text``. What
must not: how they are shown (see ``view`` and the PDF codec), and any stylesheet of the document, which is never run.
Rule: CDA R2 narrative block (StrucDocText); cda.md §2 « Nothing active may be executed ».
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from liane.codecs.cda.elements import NAMESPACE, child, children, text_of, value_of

_V3 = f"{{{NAMESPACE}}}"
_INLINE = frozenset({"content", "sub", "sup", "br", "linkHtml", "footnote", "footnoteRef"})
_ROW_GROUPS = ("thead", "tbody", "tfoot")
SPAN_MAX = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A run of text of one style; a line break is a span of ``\\n``. position: ``""``, ``sub`` or ``sup``."""

    text: str
    is_bold: bool = False
    is_italic: bool = False
    is_underlined: bool = False
    position: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph, or the loose text between two blocks."""

    spans: tuple[Span, ...]
    caption: str = ""

    @property
    def text(self) -> str:
        """The words, without style."""
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """A picture or a file shown here. reference: ID of the ``observationMedia``; media_type: empty when unknown."""

    reference: str
    media_type: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListBlock:
    """A list; each item is a sequence of blocks."""

    items: tuple[tuple["Block", ...], ...]
    is_ordered: bool = False
    caption: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell of a table. colspan, rowspan: at least 1, at most SPAN_MAX."""

    blocks: tuple["Block", ...]
    is_heading: bool = False
    colspan: int = 1
    rowspan: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table: rows of the heading, to be repeated on each page, then the others."""

    head: tuple[tuple[Cell, ...], ...]
    body: tuple[tuple[Cell, ...], ...]
    caption: str = ""


Block = Paragraph | ListBlock | Table | Media


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A section with its narrative and its sub-sections. notes: texts of the footnotes, numbered from 1."""

    title: str
    blocks: tuple[Block, ...] = ()
    notes: tuple[str, ...] = ()
    sections: tuple["Section", ...] = ()


def read_sections(root: etree._Element) -> tuple[Section, ...]:
    """The sections of a structured body, in order; none for a document without a structured body.

    root: the ClinicalDocument element. Nesting is bounded by the depth that the XML parser accepts.
    """
    media_types = {
        media.get("ID", ""): value_of(child(media, "value"), "mediaType")
        for media in root.iter(f"{_V3}observationMedia")
    }
    body = child(root, "component", "structuredBody")
    return tuple(_sections_of(body, media_types))


def _sections_of(parent: etree._Element | None, media_types: dict[str, str]) -> Iterator[Section]:
    for component in children(parent, "component"):
        for section in children(component, "section"):
            reader = _Reader(media_types)
            text = child(section, "text")
            yield Section(
                title=text_of(child(section, "title")) or value_of(child(section, "code"), "displayName"),
                blocks=tuple(reader.read(text)) if text is not None else (),
                notes=tuple(reader.notes),
                sections=tuple(_sections_of(section, media_types)),
            )


@dataclass(slots=True)
class _Reader:
    """Reads one narrative; holds its footnotes, numbered in order of first sight."""

    media_types: dict[str, str]
    notes: list[str] = field(default_factory=list)
    note_numbers: dict[str, int] = field(default_factory=dict)

    def read(self, element: etree._Element) -> Iterator[Block]:
        """The blocks of a mixed content: runs of inline content become paragraphs."""
        pending: list[Span] = [Span(text=element.text or "")]
        for one in element:
            name = _local_name(one)
            if name in _INLINE and not _holds_block(one):
                pending.extend(self._inline(one, Span(text="")))
            elif name:
                yield from _paragraph(pending)
                pending = []
                yield from self._block(one, name)
            pending.append(Span(text=one.tail or ""))
        yield from _paragraph(pending)

    def _block(self, element: etree._Element, name: str) -> Iterator[Block]:
        if name == "paragraph":
            yield from self._captioned(element)
        elif name == "list":
            items = tuple(tuple(self.read(item)) for item in children(element, "item"))
            is_ordered = element.get("listType") == "ordered"
            yield ListBlock(items=items, is_ordered=is_ordered, caption=text_of(child(element, "caption")))
        elif name == "table":
            yield self._table(element)
        elif name == "renderMultiMedia":
            for reference in element.get("referencedObject", "").split():
                yield Media(reference=reference, media_type=self.media_types.get(reference, ""))
        elif name != "caption":
            yield from self.read(element)

    def _captioned(self, element: etree._Element) -> Iterator[Block]:
        caption = text_of(child(element, "caption"))
        for block in self.read(element):
            if caption and isinstance(block, Paragraph):
                yield Paragraph(spans=block.spans, caption=caption)
                caption = ""
            else:
                yield block

    def _table(self, element: etree._Element) -> Table:
        head: list[tuple[Cell, ...]] = []
        body = [self._row(row) for row in children(element, "tr")]
        for name in _ROW_GROUPS:
            for group in children(element, name):
                rows = [self._row(row) for row in children(group, "tr")]
                (head if name == "thead" else body).extend(rows)
        return Table(head=tuple(head), body=tuple(body), caption=text_of(child(element, "caption")))

    def _row(self, row: etree._Element) -> tuple[Cell, ...]:
        return tuple(
            Cell(
                blocks=tuple(self.read(cell)),
                is_heading=_local_name(cell) == "th",
                colspan=_span_of(cell.get("colspan", "")),
                rowspan=_span_of(cell.get("rowspan", "")),
            )
            for cell in row
            if _local_name(cell) in ("th", "td")
        )

    def _inline(self, element: etree._Element, style: Span) -> Iterator[Span]:
        """The spans of an inline element, styles inherited; its tail belongs to the caller."""
        name = _local_name(element)
        if name == "br":
            yield Span(text="\n")
            return
        if name in ("footnote", "footnoteRef"):
            yield Span(text=f"[{self._note_number(element, name)}]", position="sup")
            return
        style = _styled(element, name, style)
        yield _with_text(style, element.text or _address_of(element, name))
        for one in element:
            if _local_name(one):
                yield from self._inline(one, style)
            yield _with_text(style, one.tail or "")

    def _note_number(self, element: etree._Element, name: str) -> int:
        key = element.get("ID" if name == "footnote" else "IDREF", "") or f"#{len(self.note_numbers)}"
        number = self.note_numbers.get(key)
        if number is None:
            self.notes.append("")
            number = self.note_numbers[key] = len(self.notes)
        if name == "footnote":
            self.notes[number - 1] = text_of(element)
        return number


def _local_name(element: etree._Element) -> str:
    """Name without namespace; empty for a comment or a processing instruction."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _address_of(element: etree._Element, name: str) -> str:
    """Where a link without words leads; shown as text, never as a link."""
    return element.get("href", "") if name == "linkHtml" and len(element) == 0 else ""


def _holds_block(element: etree._Element) -> bool:
    """True when an inline element wraps a block, as some producers write."""
    return any(_local_name(one) not in _INLINE for one in element.iterdescendants() if _local_name(one))


def _styled(element: etree._Element, name: str, style: Span) -> Span:
    codes = element.get("styleCode", "").lower().split()
    return Span(
        text="",
        is_bold=style.is_bold or "bold" in codes,
        is_italic=style.is_italic or "italics" in codes or "emphasis" in codes,
        is_underlined=style.is_underlined or "underline" in codes,
        position=name if name in ("sub", "sup") else style.position,
    )


def _with_text(style: Span, text: str) -> Span:
    return Span(
        text=text,
        is_bold=style.is_bold,
        is_italic=style.is_italic,
        is_underlined=style.is_underlined,
        position=style.position,
    )


def _span_of(value: str) -> int:
    return min(max(int(value), 1), SPAN_MAX) if value.isascii() and value.isdigit() and len(value) <= 4 else 1


def _paragraph(pending: list[Span]) -> Iterator[Paragraph]:
    """One paragraph of the pending spans, white space collapsed; none when they are blank."""
    spans: list[Span] = []
    ends_blank = True
    for span in pending:
        text = span.text
        if text != "\n":
            text = " ".join(f"|{text}|".split())[1:-1]
            text = text.removeprefix(" ") if ends_blank else text
        if text:
            ends_blank = text[-1] in " \n"
            spans.append(_with_text(span, text))
    while spans and not spans[-1].text.strip():
        spans.pop()
    if spans:
        yield Paragraph(spans=tuple(spans))
