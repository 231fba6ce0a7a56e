"""A TrueType face, measured and cut down to the glyphs that one document uses.

What lives here: reading the packaged faces and writing the subset that a PDF embeds. What must not: outside bytes
(only packaged files are read here) and PDF syntax.
Rule: ISO 19005-1 6.3.4 and 6.3.5, every font embedded, subset complete for what is shown; OpenType « glyf », « loca ».
"""

import struct
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

_MORE_COMPONENTS = 0x0020
_WORDS = 0x0001
_SCALE, _XY_SCALE, _TWO_BY_TWO = 0x0008, 0x0040, 0x0080
_INSTRUCTIONS = 0x0100
_CHECKSUM_MAGIC = 0xB1B0AFBA
SUBSTITUTE = "\N{REPLACEMENT CHARACTER}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """One face, read once per process. characters: code point to glyph; advances: per glyph, in font units."""

    name: str
    tables: dict[str, bytes]
    units_per_em: int
    bounds: tuple[int, int, int, int]
    ascent: int
    descent: int
    characters: dict[int, int]
    advances: tuple[int, ...]
    offsets: tuple[int, ...]

    def glyph(self, character: str) -> int:
        """The glyph of a character, or that of U+FFFD when the face has none."""
        return self.characters.get(ord(character)) or self.characters.get(ord(SUBSTITUTE), 0)

    def outline(self, glyph: int) -> bytes:
        """The glyph's record of the table « glyf »; empty for a blank."""
        return self.tables["glyf"][self.offsets[glyph] : self.offsets[glyph + 1]]


@cache
def load_face(file_name: str) -> Face:
    """Read a packaged face (``DejaVuSansCondensed.ttf``). Reads a packaged file, nothing else."""
    data = resources.files("liane.codecs.pdf.typography").joinpath(file_name).read_bytes()
    tables = {}
    for index in range(struct.unpack(">H", data[4:6])[0]):
        tag, _, offset, length = struct.unpack(">4sLLL", data[12 + 16 * index : 28 + 16 * index])
        tables[tag.decode("ascii")] = data[offset : offset + length]
    head = tables["head"]
    glyph_count = struct.unpack(">H", tables["maxp"][4:6])[0]
    long_offsets = struct.unpack(">h", head[50:52])[0] == 1
    loca = struct.unpack(f">{glyph_count + 1}{'L' if long_offsets else 'H'}", tables["loca"])
    ascent, descent = struct.unpack(">hh", tables["hhea"][4:8])
    return Face(
        name=file_name.removesuffix(".ttf"),
        tables=tables,
        units_per_em=struct.unpack(">H", head[18:20])[0],
        bounds=struct.unpack(">hhhh", head[36:44]),
        ascent=ascent,
        descent=descent,
        characters=_read_characters(tables["cmap"]),
        advances=_read_advances(tables, glyph_count),
        offsets=loca if long_offsets else tuple(2 * offset for offset in loca),
    )


def _read_advances(tables: dict[str, bytes], glyph_count: int) -> tuple[int, ...]:
    metric_count = int(struct.unpack(">H", tables["hhea"][34:36])[0])
    metrics: tuple[int, ...] = struct.unpack(f">{2 * metric_count}H", tables["hmtx"][: 4 * metric_count])
    advances = metrics[::2]
    return advances + (advances[-1],) * (glyph_count - metric_count)


def _read_characters(cmap: bytes) -> dict[int, int]:
    """The Unicode mapping of the packaged faces, in format 12."""
    characters = {}
    for index in range(struct.unpack(">H", cmap[2:4])[0]):
        platform, encoding, offset = struct.unpack(">HHL", cmap[4 + 8 * index : 12 + 8 * index])
        if (platform, encoding) != (3, 10):
            continue
        group_count = struct.unpack(">L", cmap[offset + 12 : offset + 16])[0]
        for group in range(group_count):
            start = offset + 16 + 12 * group
            first, last, glyph = struct.unpack(">LLL", cmap[start : start + 12])
            characters.update({first + step: glyph + step for step in range(last - first + 1)})
    return characters


@dataclass(slots=True)
class Subset:
    """The part of a face that one document uses; glyphs are renumbered 0, 1, 2… in order of first use."""

    face: Face
    glyphs: list[int] = field(default_factory=lambda: [0])
    texts: list[str] = field(default_factory=lambda: [""])
    widths: dict[str, float] = field(default_factory=dict)
    _numbers: dict[str, int] = field(default_factory=dict)

    def encode(self, text: str) -> bytes:
        """Two bytes per character, as a Type 0 font with Identity-H reads them."""
        numbers = self._numbers
        codes = []
        for character in text:
            number = numbers.get(character)
            if number is None:
                number = numbers[character] = len(self.glyphs)
                self.glyphs.append(self.face.glyph(character))
                self.texts.append(character)
            codes.append(number)
        return struct.pack(f">{len(codes)}H", *codes)

    def measure(self, text: str) -> float:
        """Width of a text in thousandths of the font size."""
        widths = self.widths
        total = 0.0
        for character in text:
            width = widths.get(character)
            if width is None:
                advance = self.face.advances[self.face.glyph(character)]
                width = widths[character] = advance * 1000 / self.face.units_per_em
            total += width
        return total

    def advance(self, number: int) -> int:
        """Advance of a renumbered glyph, in thousandths of the font size."""
        return round(self.face.advances[self.glyphs[number]] * 1000 / self.face.units_per_em)

    def render(self) -> bytes:
        """Write the subset as a TrueType file without hinting; components of composed glyphs come last."""
        records, glyphs = self._outlines()
        loca, glyf = [0], bytearray()
        for record in records:
            glyf += record + b"\0" * (-len(record) % 4)
            loca.append(len(glyf))
        advances = self.face.advances
        hmtx = b"".join(struct.pack(">Hh", advances[glyph], _left_bearing(self.face, glyph)) for glyph in glyphs)
        tables = self.face.tables
        count = len(glyphs)
        return _assemble(
            {
                "glyf": bytes(glyf),
                "head": tables["head"][:8] + b"\0" * 4 + tables["head"][12:50] + struct.pack(">hh", 1, 0),
                "hhea": tables["hhea"][:34] + struct.pack(">H", count),
                "hmtx": hmtx,
                "loca": struct.pack(f">{len(loca)}L", *loca),
                "maxp": tables["maxp"][:4] + struct.pack(">H", count) + tables["maxp"][6:],
            }
        )

    def _outlines(self) -> tuple[list[bytes], list[int]]:
        """Records of the used glyphs, then of their components, which keep arriving while records are made."""
        glyphs = list(self.glyphs)
        numbers: dict[int, int] = {}
        for number, glyph in enumerate(glyphs):
            numbers.setdefault(glyph, number)
        records = []
        for glyph in glyphs:  # the list grows while it is walked
            record = self.face.outline(glyph)
            if record and struct.unpack(">h", record[:2])[0] < 0:
                record = _renumber_components(record, numbers, glyphs)
            elif record:
                record = _strip_instructions(record)
            records.append(record)
        return records, glyphs


def _left_bearing(face: Face, glyph: int) -> int:
    hmtx = face.tables["hmtx"]
    return int(struct.unpack(">h", hmtx[4 * glyph + 2 : 4 * glyph + 4])[0]) if 4 * glyph + 4 <= len(hmtx) else 0


def _strip_instructions(record: bytes) -> bytes:
    end = 10 + 2 * int(struct.unpack(">h", record[:2])[0])
    length = struct.unpack(">H", record[end : end + 2])[0]
    return record[:end] + b"\0\0" + record[end + 2 + length :]


def _renumber_components(record: bytes, numbers: dict[int, int], glyphs: list[int]) -> bytes:
    """Rewrite a composed glyph with the subset's numbers, adding components that were not used by themselves."""
    out = bytearray(record[:10])
    position, flags = 10, _MORE_COMPONENTS
    while flags & _MORE_COMPONENTS:
        flags, component = struct.unpack(">HH", record[position : position + 4])
        if component not in numbers:
            numbers[component] = len(glyphs)
            glyphs.append(component)
        size = 4 + (4 if flags & _WORDS else 2)
        size += 2 if flags & _SCALE else 4 if flags & _XY_SCALE else 8 if flags & _TWO_BY_TWO else 0
        out += struct.pack(">HH", flags & ~_INSTRUCTIONS, numbers[component])
        out += record[position + 4 : position + size]
        position += size
    return bytes(out)


def _assemble(tables: dict[str, bytes]) -> bytes:
    """Write the table directory, the tables and the checksums."""
    count = len(tables)
    power = 1 << (count.bit_length() - 1)
    directory = bytearray(
        struct.pack(">LHHHH", 0x00010000, count, power * 16, power.bit_length() - 1, 16 * (count - power))
    )
    body = bytearray()
    start = 12 + 16 * count
    for tag in sorted(tables):
        table = tables[tag]
        directory += struct.pack(">4sLLL", tag.encode("ascii"), _checksum(table), start + len(body), len(table))
        body += table + b"\0" * (-len(table) % 4)
    file = directory + body
    head = file.index(tables["head"], start)
    adjustment = (_CHECKSUM_MAGIC - _checksum(bytes(file))) & 0xFFFFFFFF
    file[head + 8 : head + 12] = struct.pack(">L", adjustment)
    return bytes(file)


def _checksum(table: bytes) -> int:
    padded = table + b"\0" * (-len(table) % 4)
    words: tuple[int, ...] = struct.unpack(f">{len(padded) // 4}L", padded)
    return sum(words) & 0xFFFFFFFF
