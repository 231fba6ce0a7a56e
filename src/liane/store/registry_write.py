"""Write the registry: many acts in one transaction, each of them whole or not at all.

The persons concerned are locked first, in the order of their numbers; then each act is tried on what was read, one
after the other, so that an act sees those before it in the batch. What another process does at the same moment to the
same identifiers makes the unique index refuse the whole: it is then done again.
"""

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

from liane.domain.errors import DuplicateIdentifier, StaleVersion
from liane.domain.identity.person import Person
from liane.domain.identity.stays import Stay
from liane.store.connection import Connection
from liane.store.journal import START, Draft
from liane.store.registry_flush import RegistryRows
from liane.store.registry_make import (
    Key,
    digest_search,
    draft_person_event,
    find_keys,
    make_alert_row,
    make_event_rows,
    make_identifier_rows,
    make_notice_row,
    make_person_row,
    make_search_row,
    make_stay_key,
    make_stay_rows,
    name_lane,
)
from liane.store.registry_records import AlertKind, NewAlert, RegistryWrite, RegistryWritten
from liane.store.registry_rows import (
    IdentifierRow,
)
from liane.store.registry_sql import FAMILIES, LOCK_PERSONS, READ_STATE
from liane.store.rows import ChainRow

Refusal = StaleVersion | DuplicateIdentifier
YIELD_EVERY = 16
"""Acts prepared between two breaths of the loop: an acknowledgement never waits for a whole batch."""


class Drafted(NamedTuple):
    """One write with all the work done that needs no database."""

    write: RegistryWrite
    keys: tuple[tuple[Key, ...], ...]
    events: tuple[Draft, ...]
    stay_keys: tuple[Key, ...]


def draft_write(write: RegistryWrite) -> Drafted:
    """Fold, hash and write as JSON. Raises ValueError for an event, alert, notice or stay that names no person.

    A creation asked is of nobody yet.
    """
    named = [*(event.person_id for event in write.events)]
    named += [alert.person_id for alert in write.alerts if alert.kind is not AlertKind.CREATION]
    named += [*(notice.person_id for notice in write.notices), *(stay.person_id for stay in write.stays)]
    if 0 in named and not write.persons:
        raise ValueError("an event, an alert, a notice or a stay is somebody's")
    return Drafted(
        write=write,
        keys=tuple(find_keys(person.identifiers) for person in write.persons),
        events=tuple(draft_person_event(event) for event in write.events),
        stay_keys=tuple(make_stay_key(stay) for stay in write.stays),
    )


@dataclass(slots=True)
class _Head:
    """What is locked of one person: version, chain of events, who they were merged into."""

    version: int
    chain: ChainRow
    merged_into: int | None
    searched: bytes


class RegistryBatch:
    """One try at writing a batch, inside the caller's transaction. known_names: words surely in ``person_names``."""

    def __init__(self, connection: Connection, batch: Sequence[Drafted], known_names: set[str]) -> None:
        self._connection = connection
        self._batch = batch
        self._known_names = known_names
        self._rows = RegistryRows()
        self._heads: dict[int, _Head] = {}
        self._before: dict[int, set[IdentifierRow]] = {}
        self._now: dict[int, set[IdentifierRow]] = {}
        self._owners: dict[Key, int] = {}
        self._families: dict[int, int | None] = {}
        self._pending: set[int] = set()
        self._open_alerts: dict[int, int] = {}
        self._stay_ids: dict[Key, int] = {}
        self._open_lanes: set[str] = set()
        self._ids: Iterator[int] = iter(())

    @property
    def new_names(self) -> set[str]:
        """The words that this batch wrote into ``person_names``; surely there once it is committed."""
        return self._rows.names

    async def write(self) -> list[RegistryWritten | Refusal]:
        """Write what can be; returns, for each write, its numbers or why it was refused."""
        await self._read()
        results: list[RegistryWritten | Refusal] = []
        for place, drafted in enumerate(self._batch):
            if place % YIELD_EVERY == YIELD_EVERY - 1:
                await asyncio.sleep(0)
            results.append(self._try(drafted))
        chains = {number: head.chain for number, head in self._heads.items()}
        made = await self._rows.flush(self._connection, chains, self._before, self._now)
        return [_without_known_alerts(result, made) for result in results]

    # What is read first.

    async def _read(self) -> None:
        writes = [drafted.write for drafted in self._batch]
        persons = {person.id for write in writes for person in write.persons}
        persons |= {event.person_id for write in writes for event in write.events}
        for row in await self._connection.fetch(LOCK_PERSONS, sorted(persons - {0})):
            chain = ChainRow(row["id"], row["events_seq"], row["events_hash"])
            self._heads[row["id"]] = _Head(row["version"], chain, row["merged_into"], row["searched"])
        claimed = sorted({key for drafted in self._batch for keys in drafted.keys for key in keys})
        stay_keys = sorted({key for drafted in self._batch for key in drafted.stay_keys if key[0]})
        found = await self._connection.fetchrow(
            READ_STATE,
            sum(_count_numbers(write) for write in writes),
            [domain for domain, _ in claimed],
            [value for _, value in claimed],
            sorted(self._heads),
            [write.applied_message_id for write in writes if write.applied_message_id is not None],
            [decision.alert_id for write in writes for decision in write.closed_alerts],
            [number for number, _ in stay_keys],
            [domain for _, domain in stay_keys],
        )
        self._ids = iter(found["ids"])
        self._owners = {(row[0], row[1]): row[2] for row in found["owners"]}
        for row in found["held"]:
            self._before.setdefault(row[0], set()).add(IdentifierRow(*row))
        self._now = {person: set(rows) for person, rows in self._before.items()}
        for rows in self._before.values():
            self._owners.update({(row.domain, row.value): row.person_id for row in rows if row.kind == "local"})
        self._pending = set(found["pending"])
        self._open_alerts = {row[0]: row[1] for row in found["alerts"]}
        self._stay_ids = {(row[0], row[1]): row[2] for row in found["stays"]}
        await self._read_families()

    async def _read_families(self) -> None:
        """Know who was merged into whom, where a claim meets another owner."""
        wanted: set[int] = set()
        for drafted in self._batch:
            written = {person.id for person in drafted.write.persons}
            owners = {owner for keys in drafted.keys for key in keys if (owner := self._owners.get(key)) is not None}
            if owners - written:
                wanted |= owners | written
        if wanted:
            wanted |= {head.merged_into for head in self._heads.values() if head.merged_into is not None}
            found = await self._connection.fetch(FAMILIES, sorted(wanted))
            self._families = {row["id"]: row["merged_into"] for row in found}

    # One write, tried on what is known so far.

    def _try(self, drafted: Drafted) -> RegistryWritten | Refusal:
        write = drafted.write
        refusal = self._find_staleness(write)
        if refusal is not None:
            return refusal
        try:
            held = self._share_identifiers(drafted)
        except DuplicateIdentifier as error:
            return error
        ids = tuple(person.id or next(self._ids) for person in write.persons)
        self._add_events(drafted, ids)
        for place, person in enumerate(write.persons):
            self._add_person(ids[place], person, held[place])
        stay_ids = tuple(
            self._add_stay(stay, key, ids) for stay, key in zip(write.stays, drafted.stay_keys, strict=True)
        )
        alert_ids = tuple(self._add_alerts(write, ids))
        self._add_notices(write, ids)
        self._rows.decisions += write.closed_alerts
        for decision in write.closed_alerts:
            del self._open_alerts[decision.alert_id]
        if write.applied_message_id is not None:
            self._pending.discard(write.applied_message_id)
            self._rows.applied.append((write.applied_message_id, write.failure, _dated(write)))
        if ids:
            self._rows.calls += [(call, ids[0]) for call in write.call_ids]
        return RegistryWritten(person_ids=ids, stay_ids=stay_ids, alert_ids=alert_ids)

    def _find_staleness(self, write: RegistryWrite) -> StaleVersion | None:
        for person in write.persons:
            head = self._heads.get(person.id)
            if person.id and (head is None or head.version != person.version):
                return StaleVersion(person.id)
        for event in write.events:
            if event.person_id and event.person_id not in self._heads:
                return StaleVersion(event.person_id)
        if write.applied_message_id is not None and write.applied_message_id not in self._pending:
            return StaleVersion(0)
        if any(decision.alert_id not in self._open_alerts for decision in write.closed_alerts):
            return StaleVersion(0)
        for stay in write.stays:
            if stay.id and self._stay_ids.get(make_stay_key(stay), stay.id) != stay.id:
                return StaleVersion(stay.person_id)
        return None

    def _share_identifiers(self, drafted: Drafted) -> list[list[Key]]:
        """Say which local identifiers each person of a write will hold. Raises DuplicateIdentifier.

        What two persons of one family (merged) both bear is held by the one in force, else stays where it is.
        """
        write = drafted.write
        merged = {person.id: person.merged_into for person in write.persons if person.id}
        written = set(merged)
        taken: dict[Key, int] = {}
        held: list[list[Key]] = [[] for _ in write.persons]
        order = sorted(range(len(write.persons)), key=lambda place: write.persons[place].merged_into is not None)
        for place in order:
            person = write.persons[place]
            mark = person.id or -1 - place
            for key in drafted.keys[place]:
                owner = taken.get(key)
                if owner is None:
                    owner = self._owners.get(key)
                    owner = None if owner in written else owner
                if owner is None:
                    taken[key] = mark
                    held[place].append(key)
                elif owner < 0 or self._find_root(owner, merged) != self._find_root(mark, merged):
                    raise DuplicateIdentifier(max(self._find_root(owner, merged), 0))
        return held

    def _find_root(self, person_id: int, merged: dict[int, int | None]) -> int:
        """Follow the merges, those of this write first."""
        seen = {person_id}
        while True:
            if person_id in merged:
                target = merged[person_id]
            elif person_id in self._heads:
                target = self._heads[person_id].merged_into
            else:
                target = self._families.get(person_id)
            if target is None or target in seen:
                return person_id
            seen.add(target)
            person_id = target

    def _add_events(self, drafted: Drafted, ids: tuple[int, ...]) -> None:
        for event, draft in zip(drafted.write.events, drafted.events, strict=True):
            person_id = event.person_id or ids[event.person_index or 0]
            head = self._heads.get(person_id)
            if head is None:
                head = self._heads[person_id] = _Head(0, START._replace(chain=person_id), None, b"")
            made, head.chain = make_event_rows(head.chain, (draft,), (next(self._ids),))
            self._rows.events += made
            self._rows.heads.add(person_id)

    def _add_person(self, person_id: int, person: Person, held: Iterable[Key]) -> None:
        head = self._heads.get(person_id)
        if head is None:
            head = self._heads[person_id] = _Head(0, START._replace(chain=person_id), None, b"")
        searched = digest_search(person)
        if searched != head.searched:
            self._rows.searches[person_id], names = make_search_row(person_id, person)
            self._rows.names |= names - self._known_names
        self._rows.persons[person_id] = make_person_row(person_id, person, head.chain, searched)
        head.version, head.merged_into, head.searched = person.version + 1, person.merged_into, searched
        before = self._now.get(person_id, set())
        now = set(make_identifier_rows(person_id, person, held))
        for gone in before - now:
            if gone.kind == "local" and self._owners.get((gone.domain, gone.value)) == person_id:
                del self._owners[(gone.domain, gone.value)]
        for new in now:
            if new.kind == "local":
                self._owners[(new.domain, new.value)] = person_id
        self._now[person_id] = now

    def _add_stay(self, stay: Stay, key: Key, ids: tuple[int, ...]) -> int:
        number = stay.id or self._stay_ids.get(key) or next(self._ids)
        if key[0]:
            self._stay_ids[key] = number
        row, movements = make_stay_rows(stay, number, stay.person_id or ids[0])
        self._rows.stays[number] = row
        self._rows.movements[number] = movements
        return number

    def _add_alerts(self, write: RegistryWrite, ids: tuple[int, ...]) -> Iterator[int]:
        for alert in write.alerts:
            number = next(self._ids)
            self._rows.alerts.append(make_alert_row(alert, number, _find_person(alert, ids)))
            yield number

    def _add_notices(self, write: RegistryWrite, ids: tuple[int, ...]) -> None:
        for notice in write.notices:
            person_id = notice.person_id or ids[notice.person_index or 0]
            lane = name_lane(notice, person_id)
            row = make_notice_row(notice, next(self._ids), person_id, lane=lane, is_behind=lane in self._open_lanes)
            self._open_lanes.add(lane)
            self._rows.notices.append(row)


def _find_person(alert: NewAlert, ids: Sequence[int]) -> int:
    """Give the person of an alert; 0 for the creation of somebody who is not known yet."""
    if alert.kind is AlertKind.CREATION and alert.person_index is None:
        return alert.person_id
    return alert.person_id or ids[alert.person_index or 0]


def _without_known_alerts(result: RegistryWritten | Refusal, made: set[int]) -> RegistryWritten | Refusal:
    """Say None for the alerts that were open already."""
    if not isinstance(result, RegistryWritten) or not result.alert_ids:
        return result
    alert_ids = tuple(number if number in made else None for number in result.alert_ids)
    return RegistryWritten(person_ids=result.person_ids, stay_ids=result.stay_ids, alert_ids=alert_ids)


def _count_numbers(write: RegistryWrite) -> int:
    return len(write.persons) + len(write.events) + len(write.alerts) + len(write.notices) + len(write.stays)


def _dated(write: RegistryWrite) -> datetime | None:
    """When a write happened, by its first event or alert; None when it says no instant."""
    dates = [event.at for event in write.events] + [alert.at for alert in write.alerts]
    return dates[0].astimezone(UTC) if dates else None
