"""One file of an item, from its bytes to the documents in it, matched and judged; nothing is kept and nothing is filed.

Heavy steps run in worker processes, a few pages or one document at a time, so that a long file leaves room for others.
Rule: intake.md §1, §9.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from liane.codecs.hl7v2.policy import AcceptancePolicy
from liane.codecs.pdf.pages_read import PagesRead
from liane.domain.errors import Finding, InvalidInput
from liane.domain.intake.extract.surface.reading import References
from liane.domain.intake.fields import ReadDocument
from liane.domain.intake.page import Engine, Page
from liane.pipeline.intake.answering import answer
from liane.pipeline.intake.asked_index import Answers
from liane.pipeline.intake.outside_reading import OutsideEngines
from liane.pipeline.intake.pages import PageReader, Run, Tell
from liane.pipeline.intake.reading_steps import (
    Judged,
    ReadingRules,
    Round,
    Seen,
    Told,
    check_told,
    judge,
    judge_unanswered,
    open_structured,
    part_pages,
    read_group,
)
from liane.pipeline.intake.structured import add_told, is_structured
from liane.store.intake_reading_index import RegistryIndex

ROUNDS_MAX = 8
"""Runs of the matching for one file: three are usual (candidates, their names, their neighbours)."""
PDF_NAME = "document.pdf"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileToRead:
    """One file. names: of the file and of the mail around it. told: what structured data beside it says, by field
    (``details.told`` of its item). received_on: ISO date.
    """

    data: bytes = field(repr=False)
    name: str = field(repr=False)
    names: tuple[str, ...] = field(default=(), repr=False)
    told: Mapping[str, Any] = field(default_factory=dict, repr=False)
    received_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FileSeen:
    """What a file shows. pages: as read, empty for what has none; documents: each with its own pages."""

    pages: tuple[Page, ...]
    documents: tuple[Seen, ...]
    findings: tuple[Finding, ...] = ()

    @property
    def is_scan(self) -> bool:
        """True when a page was read by an optical reader."""
        return any(engine is not Engine.TEXT_LAYER for page in self.pages for engine in page.engines)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReading:
    """Reads files. run: runs a function in a worker process. index: the registry. outside: engines of the site."""

    pages: PageReader
    run: Run
    index: RegistryIndex
    references: References = field(default_factory=References)
    accepted: AcceptancePolicy = field(default_factory=AcceptancePolicy)
    outside: OutsideEngines = field(default_factory=OutsideEngines)

    async def see(self, file: FileToRead, tell: Tell) -> FileSeen:
        """Read a file: structured data first, else its pages. Raises InvalidInput when it may not be read."""
        if is_structured(file.data):
            return await self._see_structured(file, tell)
        read = await self._read_pages(file.data, file.name, tell)
        documents = []
        for own in await self.run(part_pages, read.pages):
            found: ReadDocument = await self.run(read_group, own, file.received_on, self.references, file.names)
            documents.append((await self.outside.add(found, own, file.received_on), own))
        if file.told and len(documents) == 1:
            documents = [(add_told(documents[0][0], file.told), documents[0][1])]
        return FileSeen(pages=read.pages, documents=tuple(documents), findings=read.findings)

    async def judge(self, seen: FileSeen, rules: ReadingRules) -> tuple[Judged, ...]:
        """Match and decide the documents of a file, with as many rounds of questions as it takes.

        Rule: intake.md §4, §5.
        """
        answers = Answers()
        for _ in range(ROUNDS_MAX):
            found: Round = await self.run(judge, seen.documents, answers, rules)
            if not found.missing:
                return found.judged
            answers = answers.joined(await answer(self.index, found.missing))
        last: Round = await self.run(judge_unanswered, seen.documents, answers, rules)
        return last.judged

    async def _see_structured(self, file: FileToRead, tell: Tell) -> FileSeen:
        opened: tuple[Told, ...] = await self.run(open_structured, file.data, self.accepted)
        pages: list[Page] = []
        findings: list[Finding] = []
        documents = []
        for told in opened:
            own = await self._cross_pages(told, tell, findings)
            pages.extend(own)
            read: ReadDocument = await self.run(check_told, told.read, own, file.received_on, self.references)
            documents.append((read, own))
        return FileSeen(pages=tuple(pages), documents=tuple(documents), findings=tuple(findings))

    async def _cross_pages(self, told: Told, tell: Tell, findings: list[Finding]) -> tuple[Page, ...]:
        """Read the PDF that a document encloses; one that cannot be read is told, and checks nothing."""
        if told.pdf is None:
            return ()
        try:
            read = await self._read_pages(told.pdf, PDF_NAME, tell)
        except InvalidInput as error:
            findings.extend(error.findings)
            return ()
        findings.extend(read.findings)
        return read.pages

    async def _read_pages(self, data: bytes, name: str, tell: Tell) -> PagesRead:
        return await self.pages.read(data, name=name, tell=tell)
