"""The reading of what comes in, put together: its own worker processes, the engines of this machine, the service."""

import asyncio
import hashlib
import os
import resource
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from importlib.resources import files
from typing import Any

import structlog

from liane.codecs.hl7v2.policy import AcceptancePolicy
from liane.codecs.imaging.reading import OCRReaders
from liane.connectors.ocr.choice import find_readers
from liane.domain.errors import StorageUnavailable
from liane.domain.intake.modes import ModeRule, join_rules
from liane.domain.terminology.value_sets import get_value_set
from liane.pipeline.intake.automatic_filing import AutomaticFilings
from liane.pipeline.intake.file_reading import FileReading
from liane.pipeline.intake.learning import Learning, LearningWork
from liane.pipeline.intake.outside_reading import OutsideEngines
from liane.pipeline.intake.pages import PageReader
from liane.pipeline.intake.ports import IntakeDesk
from liane.pipeline.intake.reading_service import ReadingLimits, ReadingParts, ReadingService
from liane.pipeline.intake.watched_desk import WatchedDesk
from liane.store.intake_automatic_mails import AutomaticMails
from liane.store.intake_automation import PostgresAutomation
from liane.store.intake_learning import LearningStore
from liane.store.intake_reading_index import RegistryIndex
from liane.store.intake_readings import PostgresReadings
from liane.store.postgres_store import PostgresStore
from liane.wiring.clock import utc_now
from liane.wiring.destinations import make_destinations
from liane.wiring.intake_settings import IntakeSettings
from liane.wiring.reading_engines import make_engines
from liane.wiring.settings import Environment, Settings
from liane.wiring.version import VERSION
from liane.wiring.workers import WorkerDied, WorkerPool

log = structlog.get_logger(__name__)
MAILS_POLL_S = 5.0
NICENESS = 10
"""How much the reading gives way to the deliveries of the same machine."""
MEGABYTE = 1024 * 1024
_contained: list[bool] = []


def find_page_readers() -> OCRReaders:
    """Choose the OCR engines of this machine. Rule: intake.md §7."""
    return find_readers()


def run_contained(
    memory_bytes_max: int, niceness: int, function: Callable[..., Any], arguments: tuple[Any, ...]
) -> Any:
    """Run in a worker that gives way to others and may not take more memory than told. Rule: intake.md §9."""
    if not _contained:
        _contained.append(True)
        os.environ["OMP_THREAD_LIMIT"] = "1"
        os.nice(niceness)
        resource.setrlimit(resource.RLIMIT_DATA, (memory_bytes_max, memory_bytes_max))
    return function(*arguments)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingPool:
    """The worker processes of the reading, apart from those of the deliveries: a scan never makes a document wait."""

    pool: WorkerPool
    memory_bytes_max: int
    niceness: int = NICENESS

    async def run(self, function: Callable[..., Any], /, *arguments: Any) -> Any:
        """Run a function in a worker; raises what it raises, WorkerDied when two workers died of it."""
        return await self.pool.run(run_contained, self.memory_bytes_max, self.niceness, function, arguments)


def watch_desk(desk: IntakeDesk, automation: PostgresAutomation, store: PostgresStore) -> WatchedDesk:
    """Have what persons do at the desk told to the surveillance of automatic filings."""
    return WatchedDesk(desk=desk, watch=automation, find_effective=store.registry.find_effective, now=utc_now)


class ReadingServices:
    """The reading of one node. automation: the surveillance of what is filed without a person, wherever pages are."""

    def __init__(self, settings: Settings, store: PostgresStore, *, accepted: AcceptancePolicy) -> None:
        self._settings = settings
        self._store = store
        self._accepted = accepted
        self.automation = PostgresAutomation(store)
        self.readings = PostgresReadings(store)
        self.learnt = LearningStore(store)
        self._pool: WorkerPool | None = None

    @property
    def declared(self) -> tuple[ModeRule, ...]:
        """The modes that the settings declare."""
        return tuple(one.rule for one in self._settings.intake.modes)

    async def load_rules(self) -> Sequence[ModeRule]:
        """The modes in force: those of the settings, under those that administrators set."""
        return join_rules(self.declared, [one.rule for one in await self.automation.load_modes()])

    async def find_stopped(self) -> frozenset[str]:
        """The sources where automation is off."""
        return (await self.automation.load_watch()).stopped

    def make_service(self, desk: IntakeDesk) -> ReadingService:
        """Give the service, on worker processes of its own. desk: through which documents are filed."""
        intake, store = self._settings.intake, self._store
        self._pool = WorkerPool(intake.workers)
        pool = ReadingPool(pool=self._pool, memory_bytes_max=intake.memory_mb_max * MEGABYTE)
        readers = find_page_readers()
        engines = make_engines(intake.engines, run=pool.run)
        pages = PageReader(run=pool.run, died=WorkerDied, readers=readers, page_s=intake.page_s_max)
        return ReadingService(
            ReadingParts(
                queue=self.readings,
                worklist=store.intake,
                registry=store.registry,
                reading=FileReading(
                    pages=pages,
                    run=pool.run,
                    index=RegistryIndex(store, now=utc_now),
                    accepted=self._accepted,
                    outside=engines,
                ),
                filings=AutomaticFilings(
                    worklist=store.intake,
                    desk=desk,
                    queue=self.readings,
                    watch=self.automation,
                    rules=self.load_rules,
                    type_labels={one.code: one.label for one in get_value_set("JDV_J07").codes},
                    destinations=make_destinations(self._settings),
                    now=utc_now,
                ),
                rules=self.load_rules,
                stopped=self.find_stopped,
                now=utc_now,
                is_production=self._settings.environment is Environment.PRODUCTION,
                learning=Learning(self.learnt, run=pool.run, now=utc_now) if intake.learning else None,
                versions=tell_versions(readers) | name_engines(engines),
            ),
            make_limits(intake),
        )

    async def learn(self) -> None:
        """Take what persons decide into account until cancelled; nothing where the settings say so."""
        if self._settings.intake.learning and self._pool is not None:
            await LearningWork(self.learnt, run=self._pool.run, now=utc_now).run()

    async def watch_mails(self) -> None:
        """Tell the surveillance, until cancelled, of what mails brought and nobody decided of."""
        mails = AutomaticMails(self._store)
        while True:
            try:
                await mails.adopt(utc_now())
            except StorageUnavailable:
                log.warning("reading.storage_unavailable")
            await asyncio.sleep(MAILS_POLL_S)

    async def close(self) -> None:
        """End the workers."""
        if self._pool is not None:
            await self._pool.close()

    def warm(self) -> Awaitable[None]:
        """Start the workers."""
        assert self._pool is not None
        return self._pool.warm()


def make_limits(intake: IntakeSettings) -> ReadingLimits:
    """Say the bounds of the service."""
    return ReadingLimits(
        jobs_max=intake.jobs_max,
        attempts_max=intake.attempts_max,
        lease=timedelta(seconds=intake.lease_s),
        poll_s=intake.poll_s,
        file_s_max=intake.file_s_max,
    )


def tell_versions(readers: OCRReaders) -> dict[str, str]:
    """Say what reads: this release, its engines and its model of types. Rule: intake.md §1 (version of what ran)."""
    engines = {one.engine.value: one.version for one in (readers.first, readers.second) if one is not None}
    return {"liane": VERSION, "types": _digest_types(), **engines}


def name_engines(engines: OutsideEngines) -> dict[str, str]:
    """Say which engines of the site are asked, in their order."""
    return {f"moteur {rank}": one.engine.name for rank, one in enumerate(engines.engines, 1)}


def _digest_types() -> str:
    """Name the model of types by its bytes."""
    data = files("liane.domain.intake.classify").joinpath("data/types.npz").read_bytes()
    return hashlib.sha256(data).hexdigest()[:12]
