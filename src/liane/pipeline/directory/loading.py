"""Bring the local copy up to date: changes each night, everything when changes no longer reach back far enough.

A load that stops goes on from its page; a page that the server forgot makes its resource begin again. Records are put
in place of what was there, so that a load run twice changes nothing. Rule: annuaire.md §6.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import TypeVar

import structlog

from liane.codecs.annuaire import fhir_names as names
from liane.codecs.annuaire.extraction import read_activities, read_mailboxes
from liane.codecs.annuaire.fhir_read import SearchPage, read_resources
from liane.domain.directory.entries import DirectoryBatch
from liane.domain.errors import InvalidInput, RemoteFailure, RemoteRefusal
from liane.pipeline.directory.ports import DirectoryCopy, DirectorySource
from liane.store.directory_records import DirectoryRun

log = structlog.get_logger(__name__)
FHIR, EXTRACTION = "fhir", "extraction"
REACH_BACK = timedelta(days=30)
OVERLAP = timedelta(days=1)
"""Changes are asked from the last load minus one day."""
FULL_EVERY = timedelta(days=30)
PAGE_MAX = 1000
PAGES_MAX = 100_000
RESTARTS_MAX = 3
ROWS_AT_ONCE = 1000
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """How a load ended. is_busy: another process was at it, nothing was done."""

    is_full: bool = False
    records: int = 0
    withdrawn: int = 0
    is_busy: bool = False


class DirectoryLoader:
    """Loads the copy. source: None where no API is set, then only extractions are read."""

    def __init__(
        self,
        copy: DirectoryCopy,
        source: DirectorySource | None,
        *,
        now: Callable[[], datetime],
        page_size: int = 500,
    ) -> None:
        self._copy = copy
        self._source = source
        self._now = now
        self._page_size = min(page_size, PAGE_MAX)

    async def run(self, *, is_full: bool = False) -> Loaded:
        """Load what changed, or everything when asked or when it must be.

        Raises RemoteFailure or InvalidInput when the source does not answer right; what was read is kept, and the next
        call goes on from there. Rule: annuaire.md §6-1, §6-2.
        """
        assert self._source is not None, "the settings name the API"
        now = self._now()
        freshness, last_full = await self._copy.find_freshness(), await self._copy.find_last_full()
        since = freshness.as_of - OVERLAP if freshness.as_of is not None else None
        if is_full or since is None or now - since > REACH_BACK or last_full is None or now - last_full > FULL_EVERY:
            since = None
        run = await self._copy.begin(FHIR, is_full=since is None, since=since, at=now)
        if run is None:
            return Loaded(is_busy=True)
        try:
            records = await self._read_all(run, self._source)
        except (RemoteFailure, InvalidInput) as error:
            await self._copy.fail(run, tell_problem(error), self._now())
            raise
        withdrawn = await self._copy.end(run, self._now())
        log.info("directory.loaded", full=run.is_full, records=records, withdrawn=withdrawn)
        return Loaded(is_full=run.is_full, records=records, withdrawn=withdrawn)

    async def _read_all(self, run: DirectoryRun, source: DirectorySource) -> int:
        first = names.RESOURCES.index(run.resource) if run.resource in names.RESOURCES else 0
        records, cursor = run.records, run.cursor
        for resource in names.RESOURCES[first:]:
            records += await self._read_resource(run, source, resource, cursor)
            cursor = ""
        return records

    async def _read_resource(self, run: DirectoryRun, source: DirectorySource, resource: str, cursor: str) -> int:
        """Read every page of one resource, from a cursor when there is one; begin again when it was forgotten."""
        records = 0
        for _ in range(RESTARTS_MAX):
            try:
                page = await self._open(run, source, resource, cursor)
                for _ in range(PAGES_MAX):
                    batch = read_resources(page.resources)
                    at = self._now()
                    await self._copy.keep(run, batch, resource=resource, cursor=page.next_url, at=at)
                    records += len(batch)
                    if not page.next_url:
                        return records
                    page = await source.follow(page.next_url)
            except RemoteRefusal as error:
                if error.code != "cursor":
                    raise
                log.warning("directory.cursor_lost", resource=resource)
                cursor = ""
        raise RemoteRefusal("annuaire", "cursor", "L'annuaire oublie les pages avant qu'elles ne soient lues.")

    async def _open(self, run: DirectoryRun, source: DirectorySource, resource: str, cursor: str) -> SearchPage:
        if cursor:
            return await source.follow(cursor)
        parameters = {"_count": str(self._page_size)}
        if run.since is not None:
            parameters["_lastUpdated"] = f"ge{run.since.isoformat(timespec='seconds')}"
        else:
            parameters["active"] = "true"
        return await source.search(resource, parameters)

    async def read_extraction(self, activities: Iterable[str], mailboxes: Iterable[str] = ()) -> Loaded:
        """Load the open extractions, whole: every row replaces, what is not there is withdrawn.

        activities, mailboxes: lines of text, with their line of names. Raises MalformedMessage. Rule: annuaire.md §6-1.
        """
        run = await self._copy.begin(EXTRACTION, is_full=True, since=None, at=self._now())
        if run is None:
            return Loaded(is_busy=True)
        records = 0
        try:
            for rows in _in_groups(read_activities(activities), ROWS_AT_ONCE):
                batch = DirectoryBatch(
                    practitioners=tuple(row.practitioner for row in rows),
                    situations=tuple(row.situation for row in rows if row.situation is not None),
                    structures=tuple(row.structure for row in rows if row.structure is not None),
                )
                await self._copy.keep(run, batch, resource=EXTRACTION, cursor="", at=self._now())
                records += len(batch)
            for boxes in _in_groups(read_mailboxes(mailboxes), ROWS_AT_ONCE):
                await self._copy.keep_mailboxes([(one.idnps, one.structure_id, one.mailbox) for one in boxes])
        except InvalidInput as error:
            await self._copy.fail(run, tell_problem(error), self._now())
            raise
        withdrawn = await self._copy.end(run, self._now())
        log.info("directory.loaded", full=True, records=records, withdrawn=withdrawn)
        return Loaded(is_full=True, records=records, withdrawn=withdrawn)


def tell_problem(error: RemoteFailure | InvalidInput) -> str:
    """Say in French why a load stopped."""
    if isinstance(error, InvalidInput):
        return " ".join(finding.message for finding in error.findings)
    return error.context or f"L'annuaire ne répond pas comme attendu ({error.code})."


def _in_groups(rows: Iterator[T], size: int) -> Iterator[list[T]]:
    while group := list(islice(rows, size)):
        yield group
