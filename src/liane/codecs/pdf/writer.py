"""Pages of text, lines and JPEG images to the bytes of a PDF/A-1b file, always the same for the same content.

What lives here: PDF syntax and the obligations of PDF/A-1b. What must not: what a page says (see ``layout``).
Rule: ISO 19005-1 (PDF/A-1b), PDF 1.4: fonts embedded with CIDSet, output intent sRGB, XMP not compressed and equal to
the information dictionary, no transparency, no object stream; peers.md §7.
"""

import hashlib
import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from importlib import resources
from xml.sax.saxutils import escape

from liane.codecs.pdf.pictures import Picture
from liane.codecs.pdf.truetype import Subset, load_face

PRODUCER = "Liane"
PAGES_MAX = 2_000
REGULAR_FACE = "DejaVuSansCondensed.ttf"
BOLD_FACE = "DejaVuSansCondensed-Bold.ttf"


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """What the file says of itself. created: aware instant, the document's own, never the clock's."""

    title: str
    author: str = ""
    created: datetime
    language: str = "fr-FR"


@dataclass(slots=True)
class Canvas:
    """The pages being written. Lengths are points; y grows downward from the top of the page."""

    width: float = 595.28
    height: float = 841.89
    regular: Subset = field(default_factory=lambda: Subset(load_face(REGULAR_FACE)))
    bold: Subset = field(default_factory=lambda: Subset(load_face(BOLD_FACE)))
    pages: list[bytearray] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)

    def face(self, is_bold: bool) -> Subset:
        """The face that a run of text uses."""
        return self.bold if is_bold else self.regular

    def add_page(self) -> None:
        """Open a page; what follows is drawn on it. Raises ValueError past PAGES_MAX."""
        if len(self.pages) >= PAGES_MAX:
            raise ValueError(f"more than {PAGES_MAX} pages")
        self.pages.append(bytearray())

    def text(self, x: float, y: float, text: str, size: float, *, is_bold: bool = False, grey: float = 0.0) -> None:
        """Write one line of text with its baseline at y, on the last page."""
        self.text_on(len(self.pages) - 1, (x, y), text, size, is_bold=is_bold, grey=grey)

    def text_on(
        self, page: int, at: tuple[float, float], text: str, size: float, *, is_bold: bool = False, grey: float = 0.0
    ) -> None:
        """Write one line of text on a page already made (totals of pages)."""
        font = b"/F2" if is_bold else b"/F1"
        codes = self.face(is_bold).encode(text).hex().encode("ascii")
        self.pages[page] += b"%.3g g BT %b %.4g Tf %.2f %.2f Td <%b> Tj ET\n" % (
            grey,
            font,
            size,
            at[0],
            self.height - at[1],
            codes,
        )

    def line(self, x1: float, y: float, x2: float, *, width: float = 0.5, grey: float = 0.7) -> None:
        """Draw a horizontal rule."""
        self.pages[-1] += b"%.3g G %.3g w %.2f %.2f m %.2f %.2f l S\n" % (
            grey,
            width,
            x1,
            self.height - y,
            x2,
            self.height - y,
        )

    def box(self, x: float, y: float, width: float, height: float, *, grey: float = 0.95) -> None:
        """Fill a rectangle whose upper left corner is (x, y)."""
        self.pages[-1] += b"%.3g g %.2f %.2f %.2f %.2f re f\n" % (grey, x, self.height - y - height, width, height)

    def boxes(self, rectangles: Iterable[tuple[float, float, float, float]], *, grey: float = 0.0) -> None:
        """Fill rectangles (x, y, width, height) as one shape: where two touch, no light line shows between them."""
        parts = [
            b"%.3f %.3f %.3f %.3f re" % (x, self.height - y - height, width, height)
            for x, y, width, height in rectangles
        ]
        if parts:
            self.pages[-1] += b"%.3g g " % grey + b" ".join(parts) + b" f\n"

    def picture(self, picture: Picture, x: float, y: float, width: float, height: float) -> None:
        """Draw a picture whose upper left corner is (x, y)."""
        if picture not in self.pictures:
            self.pictures.append(picture)
        self.pages[-1] += b"q %.2f 0 0 %.2f %.2f %.2f cm /I%d Do Q\n" % (
            width,
            height,
            x,
            self.height - y - height,
            self.pictures.index(picture) + 1,
        )

    def render(self, description: Description) -> bytes:
        """Write the file."""
        return _File(self, description).render()


@cache
def _colour_profile() -> bytes:
    data = resources.files("liane.codecs.pdf.typography").joinpath("sRGB2014.icc").read_bytes()
    return zlib.compress(data, 9)


def _string(text: str) -> bytes:
    """A text string in UTF-16, hexadecimal."""
    return b"<" + (b"\xfe\xff" + text.encode("utf-16-be", "replace")).hex().encode("ascii") + b">"


def _stream(data: bytes, entries: bytes = b"", *, is_compressed: bool = True) -> bytes:
    if is_compressed:
        data = zlib.compress(data, 6)
        entries += b"/Filter/FlateDecode"
    return b"<<%b/Length %d>>\nstream\n%b\nendstream" % (entries, len(data), data)


class _File:
    """Objects in order; object numbers start at 1 and are their place in the list."""

    def __init__(self, canvas: Canvas, description: Description) -> None:
        self.canvas = canvas
        self.description = description
        self.objects: list[bytes] = []

    def _add(self, body: bytes) -> int:
        self.objects.append(body)
        return len(self.objects)

    def render(self) -> bytes:
        description = self.description
        pages_number, fonts = self._add(b""), []
        for name, subset in ((b"/F1", self.canvas.regular), (b"/F2", self.canvas.bold)):
            if len(subset.glyphs) > 1:
                fonts.append(b"%b %d 0 R" % (name, self._add_font(subset)))
        images = [
            b"/I%d %d 0 R" % (number, self._add_picture(picture))
            for number, picture in enumerate(self.canvas.pictures, start=1)
        ]
        images_entry = b"/XObject<<%b>>" % b" ".join(images) if images else b""
        resources_entry = b"/Resources<</Font<<%b>>%b>>" % (b" ".join(fonts), images_entry)
        kids = []
        for content in self.canvas.pages:
            content_number = self._add(_stream(bytes(content)))
            box = b"[0 0 %.2f %.2f]" % (self.canvas.width, self.canvas.height)
            kids.append(
                self._add(
                    b"<</Type/Page/Parent %d 0 R/MediaBox%b%b/Contents %d 0 R>>"
                    % (pages_number, box, resources_entry, content_number)
                )
            )
        self.objects[pages_number - 1] = b"<</Type/Pages/Kids[%b]/Count %d>>" % (
            b" ".join(b"%d 0 R" % kid for kid in kids),
            len(kids),
        )
        metadata = self._add(_stream(_xmp(description), b"/Type/Metadata/Subtype/XML", is_compressed=False))
        profile = self._add(
            b"<</N 3/Filter/FlateDecode/Length %d>>\nstream\n%b\nendstream"
            % (len(_colour_profile()), _colour_profile())
        )
        intent = (
            b"[<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB IEC61966-2.1)"
            b"/Info(sRGB IEC61966-2.1)/DestOutputProfile %d 0 R>>]" % profile
        )
        catalog = self._add(
            b"<</Type/Catalog/Pages %d 0 R/Metadata %d 0 R/OutputIntents%b/Lang%b"
            b"/ViewerPreferences<</DisplayDocTitle true>>>>"
            % (pages_number, metadata, intent, _string(description.language))
        )
        return self._assemble(catalog, self._add(_information(description)))

    def _add_picture(self, picture: Picture) -> int:
        return self._add(
            b"<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/%b/BitsPerComponent 8/Filter%b/Length %d>>\n"
            b"stream\n%b\nendstream"
            % (
                picture.width,
                picture.height,
                b"DeviceGray" if picture.is_grey else b"DeviceRGB",
                picture.encoding.encode("ascii"),
                len(picture.data),
                picture.data,
            )
        )

    def _add_font(self, subset: Subset) -> int:
        face = subset.face
        program = subset.render()
        glyph_count = struct.unpack(">H", program[_table_offset(program, b"maxp") + 4 :][:2])[0]
        name = b"/" + _tag(subset.texts) + b"+" + face.name.encode("ascii")
        file = self._add(_stream(program, b"/Length1 %d" % len(program)))
        cid_set = self._add(_stream(_all_ones(glyph_count)))
        scale = 1000 / face.units_per_em
        bounds = b" ".join(b"%d" % round(value * scale) for value in face.bounds)
        descriptor = self._add(
            b"<</Type/FontDescriptor/FontName%b/Flags 4/FontBBox[%b]/ItalicAngle 0/Ascent %d/Descent %d/CapHeight %d"
            b"/StemV %d/FontFile2 %d 0 R/CIDSet %d 0 R>>"
            % (
                name,
                bounds,
                round(face.ascent * scale),
                round(face.descent * scale),
                729,
                140 if "Bold" in face.name else 80,
                file,
                cid_set,
            )
        )
        widths = b" ".join(b"%d" % subset.advance(number) for number in range(len(subset.glyphs)))
        descendant = self._add(
            b"<</Type/Font/Subtype/CIDFontType2/BaseFont%b/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
            b"/Supplement 0>>/FontDescriptor %d 0 R/CIDToGIDMap/Identity/DW 600/W[0[%b]]>>" % (name, descriptor, widths)
        )
        to_unicode = self._add(_stream(_to_unicode(subset.texts)))
        return self._add(
            b"<</Type/Font/Subtype/Type0/BaseFont%b/Encoding/Identity-H/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>"
            % (name, descendant, to_unicode)
        )

    def _assemble(self, catalog: int, information: int) -> bytes:
        out = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
        offsets = []
        for number, body in enumerate(self.objects, start=1):
            offsets.append(len(out))
            out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
        identifier = hashlib.sha256(out).hexdigest()[:32].encode("ascii")
        start = len(out)
        out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(offsets) + 1)
        out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
        out += b"trailer\n<</Size %d/Root %d 0 R/Info %d 0 R/ID[<%b><%b>]>>\nstartxref\n%d\n%%%%EOF\n" % (
            len(offsets) + 1,
            catalog,
            information,
            identifier,
            identifier,
            start,
        )
        return bytes(out)


def _table_offset(program: bytes, tag: bytes) -> int:
    entry = program.index(tag, 12)
    return int(struct.unpack(">L", program[entry + 8 : entry + 12])[0])


def _tag(texts: list[str]) -> bytes:
    """Six capitals that tell one subset from another."""
    digest = hashlib.sha256("".join(texts).encode("utf-8", "replace")).digest()
    return bytes(65 + byte % 26 for byte in digest[:6])


def _all_ones(count: int) -> bytes:
    """The CIDSet of a font whose every glyph is used: one bit each, highest bit first."""
    full, rest = divmod(count, 8)
    return b"\xff" * full + (bytes([0xFF << (8 - rest) & 0xFF]) if rest else b"")


def _to_unicode(texts: list[str]) -> bytes:
    lines = [
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def",
        b"/CMapName/Adobe-Identity-UCS def /CMapType 2 def",
        b"1 begincodespacerange <0000><FFFF> endcodespacerange",
    ]
    entries = [
        b"<%04X><%b>" % (number, text.encode("utf-16-be", "replace").hex().upper().encode("ascii"))
        for number, text in enumerate(texts)
        if text
    ]
    for start in range(0, len(entries), 100):
        chunk = entries[start : start + 100]
        lines += [b"%d beginbfchar" % len(chunk), *chunk, b"endbfchar"]
    return b"\n".join([*lines, b"endcmap CMapName currentdict /CMap defineresource pop end end"])


def _information(description: Description) -> bytes:
    zone = description.created.strftime("%z")
    stamp = description.created.strftime("D:%Y%m%d%H%M%S") + f"{zone[:3]}'{zone[3:5]}'"
    author = b"/Author%b" % _string(description.author) if description.author else b""
    date = b"(" + stamp.encode("ascii") + b")"
    return b"<</Title%b%b/Producer%b/CreationDate%b/ModDate%b>>" % (
        _string(description.title),
        author,
        _string(PRODUCER),
        date,
        date,
    )


def _xmp(description: Description) -> bytes:
    """The XMP packet; each namespace on its own Description, as old readers want it."""
    zone = description.created.strftime("%z")
    date = description.created.strftime("%Y-%m-%dT%H:%M:%S") + f"{zone[:3]}:{zone[3:5]}"
    title = escape(description.title)
    creator = f"<dc:creator><rdf:Seq><rdf:li>{escape(description.author)}</rdf:li></rdf:Seq></dc:creator>"
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title><rdf:Alt><rdf:li \
xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>{creator if description.author else ""}</rdf:Description>
<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/"><xmp:CreateDate>{date}</xmp:CreateDate>\
<xmp:ModifyDate>{date}</xmp:ModifyDate></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"><pdf:Producer>{PRODUCER}</pdf:Producer>\
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"><pdfaid:part>1</pdfaid:part>\
<pdfaid:conformance>B</pdfaid:conformance></rdf:Description>
</rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>""".encode()
