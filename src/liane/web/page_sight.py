"""The pages of what came in, for eyes: pictures, words with their places, words of a zone. Nothing of a file ever runs.

Pictures are drawn by workers from files that passed the guard, and kept a while in memory within written bounds.
"""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from liane.codecs.pdf.copies import document_as_pdf
from liane.codecs.pdf.pages_read import FileFacts
from liane.domain.intake.page import Box, Page, Word
from liane.pipeline.intake.pages import PageReader
from liane.web.views.bodies import BodyKind, recognise_body

Key = TypeVar("Key")
Value = TypeVar("Value")
PICTURES_BYTES_MAX = 48 * 1024 * 1024
FILES_MAX = 200
PAGES_MAX = 400
NEAR = 0.35
"""Share of a word that must lie in a drawn rectangle for the word to be meant."""


@dataclass(slots=True)
class PageSight:
    """Shows the pages of files known by their hash. reader: reads and draws in worker processes."""

    reader: PageReader
    _pictures: OrderedDict[tuple[str, int, int, int], bytes] = field(default_factory=OrderedDict, repr=False)
    _size_bytes: int = 0
    _facts: OrderedDict[str, FileFacts] = field(default_factory=OrderedDict, repr=False)
    _pages: OrderedDict[tuple[str, int], Page] = field(default_factory=OrderedDict, repr=False)

    async def make_printable(self, data: bytes) -> bytes:
        """Give what is drawn of a file: of a CDA, the PDF that it carries or the one made of it.

        Raises InvalidInput when it cannot be read.
        """
        if recognise_body(data) is not BodyKind.CDA:
            return data
        copy = await self.reader.run(document_as_pdf, data)
        return copy.data

    async def inspect(self, sha256: str, data: bytes) -> FileFacts:
        """Tell the kind of a file and how many pages it has. Raises InvalidInput INT-101 to INT-116."""
        found = self._facts.get(sha256)
        if found is None:
            found = await self.reader.inspect(await self.make_printable(data), name="")
            _keep(self._facts, sha256, found, FILES_MAX)
        return found

    async def draw(self, sha256: str, data: bytes, number: int, *, dpi: int, rotation: int = 0) -> bytes:
        """Draw one page as WEBP. rotation: quarters of a turn, in degrees clockwise. Raises InvalidInput."""
        key = (sha256, number, dpi, rotation)
        found = self._pictures.get(key)
        if found is not None:
            self._pictures.move_to_end(key)
            return found
        printable = await self.make_printable(data)
        picture = await self.reader.render(printable, number, dpi=dpi, rotation=rotation)
        if key not in self._pictures:
            self._size_bytes += len(picture)
        self._pictures[key] = picture
        while self._size_bytes > PICTURES_BYTES_MAX and len(self._pictures) > 1:
            _, dropped = self._pictures.popitem(last=False)
            self._size_bytes -= len(dropped)
        return picture

    def recall(self, sha256: str, number: int) -> Page | None:
        """Give a page already read, if it still is in memory."""
        return self._pages.get((sha256, number))

    async def read_words(self, sha256: str, data: bytes, number: int) -> Page:
        """Read the words of one page. Raises InvalidInput."""
        found = self.recall(sha256, number)
        if found is not None:
            return found
        facts = await self.inspect(sha256, data)
        page = await self.reader.read_page(await self.make_printable(data), facts=facts, number=number)
        _keep(self._pages, (sha256, number), page, PAGES_MAX)
        return page

    async def read_zone(self, sha256: str, data: bytes, number: int, zone: Box) -> tuple[str, bool]:
        """Read what a rectangle holds: its words as known; those of a scan are read again, the surer reading is kept.

        Returns the text and whether the zone was read again. Raises InvalidInput.
        """
        page = await self.read_words(sha256, data, number)
        first = find_words(page.words, zone)
        if first and not _is_picture(page):
            return join_words(first), False
        again = await self.reader.reread(await self.make_printable(data), page, [zone])
        second = find_words(again.second[len(page.second) :], zone)
        return join_words(max(first, second, key=_mean_confidence)), True


def _is_picture(page: Page) -> bool:
    return page.quality.dpi > 0


def find_words(words: Sequence[Word], zone: Box) -> tuple[Word, ...]:
    """Give the words that lie in a zone, in reading order."""
    return tuple(word for word in words if _share(word.box, zone) >= NEAR)


def join_words(words: Sequence[Word]) -> str:
    """Write words as one line."""
    return " ".join(word.text for word in words)


def _mean_confidence(words: Sequence[Word]) -> float:
    return sum(word.confidence for word in words) / len(words) if words else 0.0


def _share(word: Box, zone: Box) -> float:
    """How much of a word lies in a zone: 0 to 1."""
    width = min(word.x1, zone.x1) - max(word.x0, zone.x0)
    height = min(word.y1, zone.y1) - max(word.y0, zone.y0)
    surface = (word.x1 - word.x0) * word.height
    return width * height / surface if width > 0 and height > 0 and surface > 0 else 0.0


def _keep(memory: OrderedDict[Key, Value], key: Key, value: Value, number_max: int) -> None:
    memory[key] = value
    while len(memory) > number_max:
        memory.popitem(last=False)
