"""The registry of identities, kept in the store: the one object that the flows of identities use.

What lives here: which connection does what. Writes go one after the other on a connection of their own; reads use
those of the store. Every method commits before it returns. Rule: architecture.md §4; INS/va1.02, va1.25, va1.41.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterable, Sequence
from datetime import datetime
from typing import Any, Protocol

from liane.domain.errors import DuplicateIdentifier, StaleVersion
from liane.domain.identity.ins import INS
from liane.domain.identity.name_rarity import NameRarity
from liane.domain.identity.person import Person
from liane.domain.identity.stays import Stay
from liane.store import registry_duplicates, registry_names, registry_read, registry_search
from liane.store.connection import CROSSED, Connection, Line
from liane.store.journal import Break
from liane.store.lookups import Find
from liane.store.registry_documents import Tying
from liane.store.registry_figures import RegistryFigures
from liane.store.registry_make import Key
from liane.store.registry_queries import RegistryQueries
from liane.store.registry_queues import RegistryQueues
from liane.store.registry_records import PersonHit, PersonQuery, RegistryWrite, RegistryWritten, StoredPersonEvent
from liane.store.registry_write import YIELD_EVERY, Drafted, RegistryBatch, draft_write
from liane.store.values import clean_text

TRIES_MAX = 5
BREAKS_MAX = 1000
KNOWN_NAMES_MAX = 500_000
FRESH_PLANS = {"jit": "off", "plan_cache_mode": "force_custom_plan"}
"""For the connections that write: batches are planned each time, by the size that the tables have then."""
WriteResult = RegistryWritten | StaleVersion | DuplicateIdentifier
"""What became of one act of a batch."""


class Lender(Protocol):
    """Who lends connections for reads, and joins what several flows ask or write at once."""

    def reading(self) -> contextlib.AbstractAsyncContextManager[Connection]:
        """Lend a connection for reads. Raises StorageUnavailable."""
        ...

    async def look_up(self, find: Find, key: Any) -> Any:
        """Ask a question together with those that wait. Raises StorageUnavailable."""
        ...

    async def tie(self, tying: Tying) -> bool:
        """Tie a document to a person, in a group commit. Raises StorageUnavailable."""
        ...


class RegistryWriter:
    """Writes acts on a connection of its own, one transaction at a time."""

    def __init__(self, dsn: str) -> None:
        self._line = Line(dsn, FRESH_PLANS)
        self._known_names: set[str] = set()
        self.notices_made = asyncio.Event()

    async def close(self) -> None:
        """Let the connection go."""
        await self._line.close()

    async def write(self, writes: Sequence[RegistryWrite]) -> list[WriteResult]:
        """Write several acts in one transaction; each is whole or refused, and sees those before it."""
        if not writes:
            return []
        batch: list[Drafted] = []
        for place, write in enumerate(writes):
            if place % YIELD_EVERY == YIELD_EVERY - 1:
                await asyncio.sleep(0)
            batch.append(draft_write(write))
        async with self._line.use() as connection:
            for _ in range(TRIES_MAX - 1):
                try:
                    return await self._write_once(connection, batch)
                except CROSSED:
                    continue
            return await self._write_once(connection, batch)

    async def _write_once(self, connection: Connection, batch: Sequence[Drafted]) -> list[WriteResult]:
        async with connection.transaction():
            tried = RegistryBatch(connection, batch, self._known_names)
            results = await tried.write()
        if len(self._known_names) > KNOWN_NAMES_MAX:
            self._known_names.clear()
        self._known_names |= tried.new_names
        if any(drafted.write.notices for drafted in batch):
            self.notices_made.set()
        return results


class PostgresRegistry(RegistryQueries, RegistryQueues, RegistryFigures):
    """The registry of one process. dsn: that of the store; lender: the store itself."""

    def __init__(self, dsn: str, lender: Lender) -> None:
        self._dsn = dsn
        self._lender = lender
        self._writer = RegistryWriter(dsn)
        self._notice_line = Line(dsn, FRESH_PLANS)
        self._notices_made = self._writer.notices_made

    async def close(self) -> None:
        """Let the registry's own connections go."""
        await self._writer.close()
        await self._notice_line.close()

    @contextlib.asynccontextmanager
    async def _reading(self) -> AsyncIterator[Connection]:
        async with self._lender.reading() as connection:
            yield connection

    # Writing.

    async def write_registry(self, write: RegistryWrite) -> RegistryWritten:
        """Write all of it in one transaction. Raises StaleVersion, DuplicateIdentifier, StorageUnavailable."""
        (result,) = await self._writer.write((write,))
        if isinstance(result, RegistryWritten):
            return result
        raise result

    async def write_registry_many(self, writes: Sequence[RegistryWrite]) -> list[WriteResult]:
        """Write many acts in one transaction; those refused wrote nothing, the others see the ones before them.

        A later act may change a person that an earlier one of the batch changed (its version counts one more), not one
        that the batch creates: their number is not yet known. Raises StorageUnavailable: nothing was written.
        """
        return await self._writer.write(writes)

    # Persons.

    async def get_person(self, person_id: int) -> Person:
        """Load one person, merged or not. Raises LookupError."""
        found = await self.get_persons((person_id,))
        if not found:
            raise LookupError(f"no person {person_id}")
        return found[0]

    async def get_persons(self, person_ids: Sequence[int]) -> list[Person]:
        """Load several, in the order asked; unknown ids are left out."""
        async with self._reading() as connection:
            return await registry_read.get_persons(connection, person_ids)

    async def get_effective_person(self, person_id: int) -> Person:
        """Load the person in force at the end of the merges of one. Raises LookupError."""
        effective = (await self.find_effective((person_id,))).get(person_id)
        if effective is None:
            raise LookupError(f"no person {person_id}")
        return await self.get_person(effective)

    async def find_effective(self, person_ids: Iterable[int]) -> dict[int, int]:
        """By person, the number of the one in force (themselves when not merged); unknown ids are left out."""
        async with self._reading() as connection:
            return await registry_read.find_effective(connection, person_ids)

    async def find_by_identifier(self, domain: str, value: str) -> Person | None:
        """The person in force that holds a local identifier (merges are followed)."""
        found: Person | None = await self._lender.look_up(registry_read.find_each_by_identifier, (domain, value))
        return found

    async def find_many_by_identifiers(self, keys: Iterable[Key]) -> dict[Key, Person]:
        """Persons in force by (domain, value); merges are followed, unknown keys are left out."""
        async with self._reading() as connection:
            return await registry_read.find_many_by_identifiers(connection, keys)

    async def find_by_ins(self, ins: INS) -> list[Person]:
        """Every person in force whose INS in force is this one (more than one: a duplicate)."""
        found: list[Person] = await self._lender.look_up(registry_read.find_each_by_ins, ins)
        return found

    async def find_many_by_ins(self, wanted: Iterable[INS]) -> dict[INS, list[Person]]:
        """Persons in force by INS in force; an empty list where there is none."""
        async with self._reading() as connection:
            return await registry_read.find_many_by_ins(connection, wanted)

    async def find_merged_into(self, person_id: int) -> list[Person]:
        """Persons merged into one, directly or not."""
        async with self._reading() as connection:
            return await registry_read.find_merged_into(connection, person_id)

    async def find_person_events(self, person_id: int) -> list[StoredPersonEvent]:
        """History of a person, oldest first, with that of the persons merged into them."""
        async with self._reading() as connection:
            return await registry_read.find_person_events(connection, person_id)

    async def verify_person(self, person_id: int) -> Break | None:
        """Verify the chain of events of one person; None when it holds. Raises LookupError."""
        async with self._reading() as connection:
            return await registry_read.verify_person(connection, person_id)

    async def search_persons(self, query: PersonQuery, *, limit: int = 20) -> list[PersonHit]:
        """Tolerant search, best first. Rule: INS/va1.02, va1.25, va1.41; ins.md §5.4."""
        async with self._reading() as connection:
            return await registry_search.search_persons(connection, query, limit)

    async def find_duplicate_candidates(self, person: Person, *, limit: int = 50) -> list[Person]:
        """Persons in force worth comparing with one (INS, date with a name by ear, both names), itself left out."""
        return (await self.find_many_duplicate_candidates((person,), limit=limit))[0]

    async def find_many_duplicate_candidates(self, persons: Sequence[Person], *, limit: int = 50) -> list[list[Person]]:
        """The same for several persons at once, in their order."""
        async with self._reading() as connection:
            return await registry_duplicates.find_many_candidates(connection, persons, limit)

    async def refresh_name_counts(self) -> int:
        """Count anew how many persons bear each name (some seconds for 500,000 persons); returns how many names."""
        async with self._reading() as connection:
            return await registry_names.refresh_name_counts(connection)

    async def rebuild_search(self) -> int:
        """Make anew the search of persons whose keys were made in another way; returns how many. Stoppable."""
        async with self._reading() as connection:
            return await registry_names.rebuild_search(connection)

    async def load_name_rarity(self) -> NameRarity:
        """How rare names are here, as last counted."""
        async with self._reading() as connection:
            return await registry_names.load_name_rarity(connection)

    async def verify_all_persons(self) -> tuple[int, list[Break]]:
        """Verify the history of every person; returns how many there are and the first 1000 that do not hold."""
        number, breaks = 0, list[Break]()
        async with self._reading() as connection:
            async for _, wrong in registry_read.verify_all(connection):
                number += 1
                if wrong is not None and len(breaks) < BREAKS_MAX:
                    breaks.append(wrong)
        return number, breaks

    # Documents.

    async def link_document(self, document_id: int, person_id: int, how: str, at: datetime) -> bool:
        """Tie a document to the person it is of; False when it already was tied (to anyone)."""
        return await self._lender.tie(Tying(document_id=document_id, person_id=person_id, how=clean_text(how), at=at))

    # Stays.

    async def find_stays(self, person_id: int) -> list[Stay]:
        """Stays of a person (and of those merged into them), newest first."""
        async with self._reading() as connection:
            return await registry_read.find_stays(connection, person_id)

    async def find_stay(self, *, visit_number: str, visit_domain: str) -> Stay | None:
        """One stay by its number; without a domain, the newest that has it in any."""
        async with self._reading() as connection:
            return await registry_read.find_stay(connection, visit_number, visit_domain)

    async def find_many_stays(self, keys: Iterable[Key]) -> dict[Key, Stay]:
        """Stays by (visit number, its domain); unknown keys are left out."""
        async with self._reading() as connection:
            return await registry_read.find_many_stays(connection, keys)
