"""Files read in real worker processes: order of the pages, fair turns, an end to what hangs."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from liane.codecs.imaging.reading import OCRReaders
from liane.domain.errors import InvalidInput
from liane.pipeline.intake.pages import PAGES_PER_CALL_MAX, PageReader, share_pages
from liane.wiring.workers import WorkerDied, WorkerPool
from tests.pages_kit import letter_pdf, pdf_of, show


@asynccontextmanager
async def open_reader(*, size: int = 1, page_s: float = 30.0, guard_s: float = 30.0) -> AsyncIterator[PageReader]:
    """A reader over real workers, without an engine."""
    pool = WorkerPool(size)
    try:
        yield PageReader(run=pool.run, died=WorkerDied, readers=OCRReaders(), page_s=page_s, guard_s=guard_s)
    finally:
        await pool.close()


def numbered(count: int) -> bytes:
    """A file whose pages tell their number."""
    return pdf_of([show(f"Page {number}", 60, 700) for number in range(1, count + 1)])


def test_pages_come_in_order_and_a_long_file_leaves_room_for_a_short_one() -> None:
    async def play() -> None:
        async with open_reader() as reader:
            long = asyncio.create_task(reader.read(numbered(40), name="long.pdf"))
            short = asyncio.create_task(reader.read(letter_pdf(), name="court.pdf"))
            await asyncio.wait([long, short], return_when=asyncio.FIRST_COMPLETED)
            assert short.done()
            assert not long.done()
            assert [page.text for page in (await long).pages] == [f"Page {number}" for number in range(1, 41)]

    asyncio.run(play())


def test_refusals_and_findings_come_back_whole() -> None:
    async def play() -> None:
        async with open_reader() as reader:
            with pytest.raises(InvalidInput, match="INT-101"):
                await reader.read(b"", name="vide.pdf")
            result = await reader.read(letter_pdf(), name="courrier.jpg")
            assert [finding.code for finding in result.findings] == ["INT-120"]
            assert (await reader.render(letter_pdf(), 1, dpi=24))[8:12] == b"WEBP"
            assert await reader.reread(letter_pdf(), result.pages[0], []) is result.pages[0]

    asyncio.run(play())


def test_a_file_that_takes_too_long_is_refused_and_the_next_is_read() -> None:
    async def play() -> None:
        async with open_reader(guard_s=0.001, page_s=0.001) as hurried:
            with pytest.raises(InvalidInput, match="INT-116"):
                await hurried.inspect(numbered(200), name="a.pdf")
            patient = PageReader(run=hurried.run, died=WorkerDied, readers=OCRReaders())
            assert len((await patient.read(letter_pdf(), name="a.pdf")).pages) == 1

    asyncio.run(play())


def test_pages_are_shared_by_the_weight_of_the_file() -> None:
    assert list(share_pages(3, 1000)) == [(1,), (2,), (3,)]
    assert list(share_pages(3, 9 * 1024 * 1024)) == [(1, 2, 3)]
    assert max(len(part) for part in share_pages(300, 64 * 1024 * 1024)) == PAGES_PER_CALL_MAX
    assert sorted(number for part in share_pages(300, 64 * 1024 * 1024) for number in part) == list(range(1, 301))
