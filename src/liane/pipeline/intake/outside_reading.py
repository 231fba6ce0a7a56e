"""Engines of the site asked about a document, in the order of the settings, each within its time; one that fails is
left out and the reading goes on.

Rule: intake.md §7 (configured in order, each with a time limit; the result says which ones ran).
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Protocol

import structlog

from liane.domain.errors import InvalidInput, RemoteUnavailable
from liane.domain.intake.fields import ReadDocument
from liane.domain.intake.outside import EngineSaid, weigh_engine
from liane.domain.intake.page import Page
from liane.domain.terminology.value_sets import get_value_set

log = structlog.get_logger(__name__)
ENGINES_MAX = 4


class FieldEngine(Protocol):
    """Proposes values for a document. name: with its version or model."""

    @property
    def name(self) -> str:
        """Name and version."""
        ...

    async def propose(self, pages: Sequence[Page]) -> EngineSaid:
        """Quote the values of a document's fields. Raises RemoteUnavailable."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class TimedEngine:
    """An engine and the seconds that it may take for a document."""

    engine: FieldEngine
    seconds_max: float


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideEngines:
    """The engines of a site. died: what a worker raises when it ended before it answered."""

    engines: tuple[TimedEngine, ...] = ()
    died: type[Exception] = RemoteUnavailable

    async def add(self, read: ReadDocument, pages: Sequence[Page], received_on: str) -> ReadDocument:
        """Ask every engine about a document and add what it proposes. Never raises for what an engine does."""
        for one in self.engines[:ENGINES_MAX]:
            try:
                async with asyncio.timeout(one.seconds_max):
                    said = await one.engine.propose(pages)
            except TimeoutError:
                log.warning("reading.engine_failed", engine=one.engine.name, code="timeout")
                continue
            except (RemoteUnavailable, InvalidInput, self.died) as error:
                code = error.code if isinstance(error, RemoteUnavailable) else type(error).__name__
                log.warning("reading.engine_failed", engine=one.engine.name, code=code)
                continue
            read = weigh_engine(read, pages, said, received_on=received_on, labels=_labels())
            if read.outside is not None:
                log.info("reading.engine_read", engine=one.engine.name, dropped=read.outside.dropped)
        return read


@cache
def _labels() -> dict[str, str]:
    return {one.code: one.label for one in get_value_set("JDV_J07").codes}
