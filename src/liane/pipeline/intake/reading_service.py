"""The reading of what comes in, as a service: claims files, reads them in the workers, keeps what was read, and lets go
alone what may. Several nodes share the work; a crash has it done again; what fails too often is left to a person.

Rule: intake.md §1 (stages), §5, §9 (a restart loses nothing, a long file does not block others).
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from liane.domain.documents.timestamp import PARIS
from liane.domain.errors import Finding, InvalidInput, Severity, StorageUnavailable
from liane.domain.identity.person import Person
from liane.domain.intake.modes import ModeRule, name_source
from liane.pipeline.identity.ports import RegistryStore
from liane.pipeline.intake.automatic_filing import AutomaticFilings
from liane.pipeline.intake.file_reading import FileReading, FileToRead
from liane.pipeline.intake.learning import Learning, Taught, hold_back
from liane.pipeline.intake.ports import Worklist
from liane.pipeline.intake.reading_outcome import FileRead, conclude, find_candidate
from liane.pipeline.intake.reading_steps import ReadingRules
from liane.pipeline.milestones import Milestone, reach
from liane.store.intake_readings import ClaimedReading, PostgresReadings, ReadingState
from liane.store.intake_records import IntakeFile, IntakeItem, ItemState

log = structlog.get_logger(__name__)
FILES_MAX = 20
"""Files of one item that are read; a person opens the others."""
TIMED_OUT = "INT-116"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingLimits:
    """Bounds of the service. lease: how long a file is ours without a sign. poll_s: pause when nothing is due.

    file_s_max: seconds that one file may take, pages and matching together.
    """

    jobs_max: int = 4
    attempts_max: int = 3
    lease: timedelta = timedelta(seconds=60)
    poll_s: float = 0.5
    retry_after: timedelta = timedelta(seconds=10)
    file_s_max: float = 3600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingParts:
    """What the service needs. rules: the modes in force; stopped: sources where automation is off.

    versions: what runs, for the trace. learning: None where nothing is learnt. clock: seconds that only go up.
    """

    queue: PostgresReadings
    worklist: Worklist
    registry: RegistryStore
    reading: FileReading
    filings: AutomaticFilings
    rules: Callable[[], Awaitable[Sequence[ModeRule]]]
    stopped: Callable[[], Awaitable[frozenset[str]]]
    now: Callable[[], datetime]
    is_production: bool
    learning: Learning | None = None
    versions: Mapping[str, str] = field(default_factory=dict)
    clock: Callable[[], float] = time.monotonic


class ReadingService:
    """Reads what comes in for as long as the node lives."""

    def __init__(self, parts: ReadingParts, limits: ReadingLimits | None = None) -> None:
        self._parts = parts
        self._limits = limits or ReadingLimits()
        self._jobs: set[asyncio.Task[None]] = set()
        self._freed = asyncio.Event()

    async def run(self) -> None:
        """Work until cancelled; an absent store is waited for."""
        try:
            while True:
                try:
                    begun = await self._begin()
                except StorageUnavailable:
                    log.warning("reading.storage_unavailable")
                    begun = 0
                if not begun:
                    await self._wait()
        finally:
            await self._stop()

    async def run_until_empty(self) -> None:
        """Work until nothing is due and nothing is being read."""
        while await self._begin() or self._jobs:
            if self._jobs:
                await asyncio.wait(self._jobs, return_when=asyncio.FIRST_COMPLETED)

    async def _begin(self) -> int:
        """Claim as much as there is room for; returns how many."""
        room = self._limits.jobs_max - len(self._jobs)
        if room <= 0:
            return 0
        claimed = await self._parts.queue.claim(limit=room, now=self._parts.now(), lease=self._limits.lease)
        for one in claimed:
            task = asyncio.create_task(self._do(one))
            self._jobs.add(task)
            task.add_done_callback(self._end)
        return len(claimed)

    def _end(self, task: asyncio.Task[None]) -> None:
        self._jobs.discard(task)
        self._freed.set()

    async def _wait(self) -> None:
        """Return when a place is freed, or after the pause."""
        self._freed.clear()
        try:
            await asyncio.wait_for(self._freed.wait(), self._limits.poll_s)
        except TimeoutError:
            return

    async def _stop(self) -> None:
        for task in self._jobs:
            task.cancel()
        await asyncio.gather(*self._jobs, return_exceptions=True)

    # One item.

    async def _do(self, claimed: ClaimedReading) -> None:
        """Do one piece of work to its end, whatever it holds; a defect of ours never stops the others."""
        parts = self._parts
        keeping = asyncio.create_task(self._keep_lease(claimed))
        try:
            reach(Milestone.READING_CLAIMED)
            if claimed.state is ReadingState.FILING:
                await parts.filings.file(claimed)
            else:
                async with asyncio.timeout(self._limits.file_s_max):
                    await self._read(claimed)
        except asyncio.CancelledError:
            await parts.queue.give_back(claimed, due=parts.now())
            raise
        except StorageUnavailable:
            log.warning("reading.storage_unavailable", item=claimed.item_id)
        except LookupError:
            await self._refuse(claimed, _GONE)
        except Exception as error:  # a defect, or a worker that died of it
            log.exception("reading.failed", item=claimed.item_id, attempt=claimed.attempts, error=type(error).__name__)
            await self._put_off(claimed)
        finally:
            keeping.cancel()
            await asyncio.gather(keeping, return_exceptions=True)

    async def _keep_lease(self, claimed: ClaimedReading) -> None:
        while True:
            await asyncio.sleep(self._limits.lease.total_seconds() / 3)
            try:
                await self._tell(claimed, 0, 0)
            except StorageUnavailable:
                log.warning("reading.storage_unavailable", item=claimed.item_id)

    async def _tell(self, claimed: ClaimedReading, done: int, total: int) -> None:
        await self._parts.queue.tell(claimed, done=done, total=total, until=self._parts.now() + self._limits.lease)

    async def _put_off(self, claimed: ClaimedReading) -> None:
        """Try again later, or leave it to a person when it was tried enough."""
        try:
            if claimed.attempts >= self._limits.attempts_max and claimed.state is ReadingState.WAITING:
                await self._refuse(claimed, _failed(claimed.attempts))
            else:
                await self._parts.queue.put_off(claimed, due=self._parts.now() + self._limits.retry_after)
        except StorageUnavailable:
            log.warning("reading.storage_unavailable", item=claimed.item_id)

    async def _read(self, claimed: ClaimedReading) -> None:
        parts = self._parts
        item = await parts.worklist.get_item(claimed.item_id)
        if item.state is not ItemState.WAITING:
            await parts.queue.end_filing(claimed)
            return
        if claimed.attempts > self._limits.attempts_max:
            await self._refuse(claimed, _failed(claimed.attempts - 1))
            return
        source = name_source(item.source.value, item.door)
        order = await parts.learning.find_order() if parts.learning is not None else None
        site = await parts.learning.find_thresholds() if parts.learning is not None else None
        learnt = {"ordre": order, "seuils": site}
        versions = dict(parts.versions) | {name: str(one.id) for name, one in learnt.items() if one is not None}
        rules = ReadingRules(
            source=source,
            rules=tuple(await parts.rules()),
            stopped=await parts.stopped(),
            is_production=parts.is_production,
            order=order.adaptation if order is not None else None,
            site=site.adaptation if site is not None else None,
        )
        files = [await self._read_file(claimed, item, file, rules) for file in item.files[:FILES_MAX]]
        if any(_is_overrun(file) for file in files) and claimed.attempts < self._limits.attempts_max:
            await self._put_off(claimed)
            return
        reach(Milestone.READING_DONE)
        concluded = conclude(item, files, source=source, person=await self._find_person(files), versions=versions)
        await parts.queue.save(claimed, concluded.kept, parts.now())
        reach(Milestone.READING_SAVED)
        log.info(
            "item.read",
            item=item.id,
            pages=concluded.kept.pages,
            duration_ms=concluded.kept.duration_ms,
            state=concluded.kept.state.value,
        )

    async def _read_file(
        self, claimed: ClaimedReading, item: IntakeItem, file: IntakeFile, rules: ReadingRules
    ) -> FileRead:
        """Read and judge one file; one that may not be read is refused with its reason."""
        parts = self._parts
        data = await parts.worklist.load_file(file.sha256)
        begun = parts.clock()
        wanted = FileToRead(
            data=data,
            name=file.name,
            names=tuple(dict.fromkeys((file.name, item.subject))),
            told=item.details.get("told") or {},
            received_on=item.received_at.astimezone(PARIS).date().isoformat(),
        )

        async def tell(done: int, total: int) -> None:
            await self._tell(claimed, done, total)

        try:
            seen = await parts.reading.see(wanted, tell)
        except InvalidInput as error:
            return FileRead(file=file, refusal=error.findings, seconds=parts.clock() - begun)
        taught = Taught(seen=seen)
        if parts.learning is not None and len(item.files) == 1:
            taught = await parts.learning.teach(item.id, item.sender, seen)
        judged = await parts.reading.judge(taught.seen, rules)
        judged = hold_back(judged, is_changed=taught.is_changed)
        return FileRead(file=file, seen=taught.seen, judged=judged, seconds=parts.clock() - begun)

    async def _find_person(self, files: Sequence[FileRead]) -> Person | None:
        """The person proposed for the only document there is, as the registry has them."""
        judged = [one for file in files for one in file.judged]
        number = find_candidate(judged[0]) if len(judged) == 1 else None
        return await self._parts.registry.get_person(number) if number is not None else None

    async def _refuse(self, claimed: ClaimedReading, finding: Finding) -> None:
        """Leave an item to a person, with the reason; its files stay kept."""
        parts = self._parts
        try:
            item = await parts.worklist.get_item(claimed.item_id)
        except LookupError:
            await parts.queue.end_filing(claimed)
            return
        refused = [FileRead(file=file, refusal=(finding,)) for file in item.files[:1]]
        source = name_source(item.source.value, item.door)
        concluded = conclude(item, refused, source=source, person=None, versions=dict(parts.versions))
        await parts.queue.save(claimed, concluded.kept, parts.now())


def _is_overrun(file: FileRead) -> bool:
    """Tell whether a worker ended on a file before it answered: perhaps the fault of the machine, worth another try."""
    return any(finding.code == TIMED_OUT for finding in file.refusal)


def _failed(attempts: int) -> Finding:
    return Finding(
        code="INT-276",
        severity=Severity.ERROR,
        location="fichier",
        message=f"La lecture de ce fichier a échoué {attempts} fois.",
        remedy="L'ouvrir et l'intégrer à la main ; signaler l'échec à l'exploitation. Il est gardé tel que reçu.",
        layer="intake",
        rule="intake.md §9",
    )


_GONE = Finding(
    code="INT-277",
    severity=Severity.ERROR,
    location="fichier",
    message="Ce fichier n'est plus gardé : il ne peut plus être lu.",
    remedy="Le demander de nouveau à son expéditeur.",
    layer="intake",
    rule="architecture.md §3",
)
