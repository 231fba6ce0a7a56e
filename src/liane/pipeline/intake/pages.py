"""Files read in worker processes, a few pages at a time, so that a long file never keeps others waiting.

What lives here: the pace, the time limits and the gathering. What must not: the reading itself (``codecs.pdf.pages``).
"""

import asyncio
import faulthandler
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol, TypeVar

from liane.codecs.imaging.reading import OCRReaders
from liane.codecs.pdf.apart import inspect_file, read_pages, read_zones, render_page
from liane.codecs.pdf.pages_limits import PageLimits, corrupt, refuse
from liane.codecs.pdf.pages_read import FileFacts, PagesRead
from liane.domain.errors import Finding, InvalidInput
from liane.domain.intake.page import Box, Page

Result = TypeVar("Result")
Tell = Callable[[int, int], Awaitable[None]]
PAGES_PER_CALL_MAX = 4
CALLS_PER_FILE_MAX = 2
"""Calls of one file that run or wait in the workers; the places left are for other files."""
GUARD_S_MAX = 60.0
PAGE_S_MAX = 60.0
_MEGABYTES_PER_PAGE = 4 * 1024 * 1024


class Run(Protocol):
    """Runs a function in a worker process (``WorkerPool.run``)."""

    def __call__(self, function: Callable[..., Result], /, *arguments: Any) -> Coroutine[Any, Any, Result]:
        """Run it; raises what the function raises."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class PageReader:
    """Reads files in workers. run: of the pool; died: what it raises when a worker ended before it answered; guard_s:
    seconds that a call may take to open a file; page_s: and for each page.

    A worker that passes its time limit ends itself, also when it is caught in foreign code; the file is then refused.
    """

    run: Run
    died: type[Exception]
    readers: OCRReaders
    limits: PageLimits = field(default_factory=PageLimits)
    guard_s: float = GUARD_S_MAX
    page_s: float = PAGE_S_MAX

    async def inspect(self, data: bytes, *, name: str) -> FileFacts:
        """Guard a file: kind, number of pages. Raises InvalidInput INT-101 to INT-116."""
        return await self._call(self.guard_s, inspect_file, data, name=name, limits=self.limits)

    async def read(self, data: bytes, *, name: str, tell: Tell | None = None) -> PagesRead:
        """Read a whole file. tell: called as it goes, with the pages done and how many there are.

        Raises InvalidInput INT-101 to INT-116. Rule: intake.md §1.3, §9.
        """
        facts = await self.inspect(data, name=name)
        if tell is not None:
            await tell(0, facts.page_count)
        pages: list[Page] = []
        findings: list[Finding] = list(facts.findings)
        async for part in self.stream(data, facts=facts):
            pages.extend(part.pages)
            findings.extend(part.findings)
            if tell is not None:
                await tell(len(pages), facts.page_count)
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
                waiting.append(asyncio.create_task(self._read(data, facts, numbers)))
                if len(waiting) >= CALLS_PER_FILE_MAX:
                    yield await waiting.pop(0)
            while waiting:
                yield await waiting.pop(0)
        finally:
            for task in waiting:
                task.cancel()

    async def read_page(self, data: bytes, *, facts: FileFacts, number: int) -> Page:
        """Read one page of an inspected file, from 1. Raises InvalidInput INT-101 to INT-116."""
        read = await self._read(data, facts, (number,))
        return read.pages[0]

    async def reread(self, data: bytes, page: Page, zones: Sequence[Box]) -> Page:
        """Read zones of a page again with the second reader, else with the first: key fields, a rectangle drawn."""
        reader = self.readers.second or self.readers.first
        if reader is None or not zones:
            return page
        seconds = self.guard_s + self.page_s
        return await self._call(
            seconds, read_zones, data, page=page, zones=tuple(zones), reader=reader, limits=self.limits
        )

    async def render(self, data: bytes, number: int, *, dpi: int, rotation: int = 0, form: str = "WEBP") -> bytes:
        """Draw a page for the screen, as ``render_page`` does."""
        seconds = self.guard_s + self.page_s
        return await self._call(
            seconds, render_page, data, number, dpi, rotation=rotation, form=form, limits=self.limits
        )

    async def _read(self, data: bytes, facts: FileFacts, numbers: tuple[int, ...]) -> PagesRead:
        seconds = self.guard_s + self.page_s * len(numbers)
        return await self._call(
            seconds,
            read_pages,
            data,
            name="",
            readers=self.readers,
            limits=self.limits,
            numbers=numbers,
            facts=facts,
        )

    async def _call(self, seconds: float, function: Callable[..., Result], /, *arguments: Any, **named: Any) -> Result:
        try:
            return await self.run(run_within, seconds, function, arguments, named)
        except self.died as defect:
            raise refuse_overrun() from defect


def refuse_overrun() -> InvalidInput:
    """Make the refusal of a file that ends whoever reads it, or passes its time. Rule: intake.md §9."""
    return refuse(
        "INT-116",
        "La lecture du fichier a dépassé le temps ou la mémoire permis.",
        "Demander à l'expéditeur un PDF ordinaire, ou imprimer le document et le numériser.",
    )


def share_pages(count: int, size_bytes: int) -> Iterator[tuple[int, ...]]:
    """Share the pages of a file between calls: one at a time when they are light, up to PAGES_PER_CALL_MAX when the
    file is heavy, since it travels with each call.
    """
    step = min(PAGES_PER_CALL_MAX, max(1, -(-size_bytes // _MEGABYTES_PER_PAGE)))
    for start in range(1, count + 1, step):
        yield tuple(range(start, min(start + step, count + 1)))


def run_within(
    seconds: float, function: Callable[..., Result], arguments: tuple[Any, ...], named: dict[str, Any]
) -> Result:
    """Run a function in a worker, which ends itself past its time, whatever code it is caught in."""
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        faulthandler.dump_traceback_later(seconds, exit=True, file=nowhere)
        try:
            return function(*arguments, **named)
        finally:
            faulthandler.cancel_dump_traceback_later()
