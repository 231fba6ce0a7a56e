"""Files read in worker processes, a few pages at a time, so that a long file never keeps others waiting.

What lives here: the pace, the time limits and the gathering. What must not: the reading itself (``codecs.pdf.pages``).
"""

import asyncio
import faulthandler
import os
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from liane.codecs.imaging.reading import OCREngine, OCRReaders
from liane.codecs.pdf.pages import PagesRead, read_pages, read_zones
from liane.codecs.pdf.pages_file import FileFacts, inspect_file, render_page
from liane.codecs.pdf.pages_guard import PageLimits, corrupt, refuse
from liane.domain.errors import Finding
from liane.domain.intake.page import Box, Page

Result = TypeVar("Result")
PAGES_PER_CALL_MAX = 4
CALLS_PER_FILE_MAX = 2
"""Calls of one file that run or wait in the workers; the places left are for other files."""
GUARD_S_MAX = 60.0
PAGE_S_MAX = 60.0
RENDER_S_MAX = 30.0
_MEGABYTES_PER_PAGE = 4 * 1024 * 1024


class Run(Protocol):
    """Runs a function in a worker process (``WorkerPool.run``)."""

    def __call__(self, function: Callable[..., Result], /, *arguments: Any) -> Coroutine[Any, Any, Result]:
        """Run it; raises what the function raises."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class PageReader:
    """Reads files in workers. run: of the pool; died: what it raises when a worker ended before it answered.

    A worker that passes its time limit ends itself, also when it is caught in foreign code; the file is then refused.
    """

    run: Run
    died: type[Exception]
    readers: OCRReaders
    limits: PageLimits = field(default_factory=PageLimits)

    async def inspect(self, data: bytes, *, name: str) -> FileFacts:
        """Guard a file: kind, number of pages. Raises InvalidInput INT-101 to INT-116."""
        return await self._call(_inspect, data, name, self.limits)

    async def read(self, data: bytes, *, name: str) -> PagesRead:
        """Read a whole file. Raises InvalidInput INT-101 to INT-116. Rule: intake.md §1.3, §9."""
        facts = await self.inspect(data, name=name)
        pages: list[Page] = []
        findings: list[Finding] = list(facts.findings)
        async for part in self.stream(data, facts=facts):
            pages.extend(part.pages)
            findings.extend(part.findings)
        if sum(finding.code == "INT-127" for finding in findings) == facts.page_count:
            raise corrupt()
        return PagesRead(kind=facts.kind, pages=tuple(pages), findings=tuple(findings))

    async def stream(self, data: bytes, *, facts: FileFacts) -> AsyncIterator[PagesRead]:
        """Give the pages of an inspected file in order, some at a time, as soon as they are read.

        At most CALLS_PER_FILE_MAX calls of the file are with the workers at once.
        """
        waiting: list[asyncio.Task[PagesRead]] = []
        try:
            for numbers in share_pages(facts.page_count, len(data)):
                call = self._call(_read, data, facts, numbers, self.readers, self.limits)
                waiting.append(asyncio.create_task(call))
                if len(waiting) >= CALLS_PER_FILE_MAX:
                    yield await waiting.pop(0)
            while waiting:
                yield await waiting.pop(0)
        finally:
            for task in waiting:
                task.cancel()

    async def reread(self, data: bytes, page: Page, zones: Sequence[Box]) -> Page:
        """Read zones of a page again with the second reader, else with the first: key fields, a rectangle drawn."""
        reader = self.readers.second or self.readers.first
        if reader is None or not zones:
            return page
        return await self._call(_reread, data, page, tuple(zones), reader, self.limits)

    async def render(self, data: bytes, number: int, *, dpi: int, rotation: int = 0, form: str = "WEBP") -> bytes:
        """Draw a page for the screen, as ``render_page`` does."""
        return await self._call(_render, data, number, dpi, rotation, form, self.limits)

    async def _call(self, function: Callable[..., Result], *arguments: Any) -> Result:
        try:
            return await self.run(function, *arguments)
        except self.died as defect:
            raise refuse(
                "INT-116",
                "La lecture du fichier a dépassé le temps ou la mémoire permis.",
                "Demander à l'expéditeur un PDF ordinaire, ou imprimer le document et le numériser.",
            ) from defect


def share_pages(count: int, size_bytes: int) -> Iterator[tuple[int, ...]]:
    """Share the pages of a file between calls: one at a time when they are light, up to PAGES_PER_CALL_MAX when the
    file is heavy, since it travels with each call.
    """
    step = min(PAGES_PER_CALL_MAX, max(1, -(-size_bytes // _MEGABYTES_PER_PAGE)))
    for start in range(1, count + 1, step):
        yield tuple(range(start, min(start + step, count + 1)))


@contextmanager
def _ends_within(seconds: float) -> Iterator[None]:
    """End this worker when it takes longer, whatever code it is caught in."""
    with open(os.devnull, "w") as nowhere:  # noqa: PTH123 - a file number is what is wanted
        faulthandler.dump_traceback_later(seconds, exit=True, file=nowhere)
        try:
            yield
        finally:
            faulthandler.cancel_dump_traceback_later()


def _inspect(data: bytes, name: str, limits: PageLimits) -> FileFacts:
    with _ends_within(GUARD_S_MAX):
        return inspect_file(data, name=name, limits=limits)


def _read(
    data: bytes, facts: FileFacts, numbers: tuple[int, ...], readers: OCRReaders, limits: PageLimits
) -> PagesRead:
    with _ends_within(GUARD_S_MAX + PAGE_S_MAX * len(numbers)):
        return read_pages(data, name="", readers=readers, limits=limits, numbers=numbers, facts=facts)


def _reread(data: bytes, page: Page, zones: tuple[Box, ...], reader: OCREngine, limits: PageLimits) -> Page:
    with _ends_within(GUARD_S_MAX + PAGE_S_MAX):
        return read_zones(data, page=page, zones=zones, reader=reader, limits=limits)


def _render(data: bytes, number: int, dpi: int, rotation: int, form: str, limits: PageLimits) -> bytes:
    with _ends_within(GUARD_S_MAX + RENDER_S_MAX):
        return render_page(data, number, dpi, rotation=rotation, form=form, limits=limits)
