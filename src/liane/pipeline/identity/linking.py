"""Which persons may be one: each person created or changed is compared with those worth it, right after.

Apart from the application of messages, so that it never slows it: what waits to be compared is kept by the store.
Rule: RNIV 1 (doublons, homonymes); ins.md §5.4.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from liane.domain.errors import StorageUnavailable
from liane.domain.identity.linkage import (
    DEFAULT_RARITY,
    REVIEW_MIN,
    Match,
    NameRarity,
    PairScore,
    prepare,
    score_candidates,
    weigh,
)
from liane.domain.identity.person import Attribute, Person
from liane.pipeline.identity.alerts import duplicate_alert
from liane.pipeline.identity.ports import RegistryStore
from liane.store.registry_records import NewAlert, RegistryWrite

log = structlog.get_logger(__name__)

BATCH_MAX = 100
ALERTS_PER_PERSON_MAX = 20
RARITY_FOR = timedelta(hours=1)
"""How long the counts of names serve before they are read again."""


async def load_default_rarity() -> NameRarity:
    """The rarity of names in the country at large."""
    return DEFAULT_RARITY


class PairJudge:
    """Scores pairs with the rarity of their names in this registry, as last counted.

    load_rarity: reads the counts. now: clock; without one they are read once.
    """

    possible_from = 0.5
    """Probability from which a person is shown as perhaps the same."""

    def __init__(
        self,
        load_rarity: Callable[[], Awaitable[NameRarity]] = load_default_rarity,
        *,
        now: Callable[[], datetime] | None = None,
    ) -> None:
        self._load_rarity = load_rarity
        self._now = now
        self._rarity = DEFAULT_RARITY
        self._read_at: datetime | None = None
        self._is_read = False

    async def _find_rarity(self) -> NameRarity:
        now = self._now() if self._now is not None else None
        is_old = now is not None and (self._read_at is None or now - self._read_at >= RARITY_FOR)
        if is_old or not self._is_read:
            self._rarity, self._read_at, self._is_read = await self._load_rarity(), now, True
        return self._rarity

    async def score(self, one: Person, other: Person) -> PairScore:
        """Score one pair, with its evidence."""
        rarity = await self._find_rarity()
        return score_candidates(prepare(one, rarity), prepare(other, rarity))

    async def find_alike(self, person: Person, others: Sequence[Person]) -> list[tuple[Person, PairScore]]:
        """The persons among some that may be this one, the likeliest first."""
        rarity = await self._find_rarity()
        ready = prepare(person, rarity)
        alike = []
        for other in others:
            candidate = prepare(other, rarity)
            weight, match = weigh(ready, candidate)
            if match is not Match.DISTINCT and weight >= REVIEW_MIN:
                alike.append((other, score_candidates(ready, candidate)))
        return sorted(alike, key=lambda pair: -pair[1].weight)


class LinkingQueue(Protocol):
    """The persons that wait to be compared."""

    async def next_unlinked(self, *, limit: int) -> list[tuple[int, int]]:
        """(person, mark) of those that wait, oldest first."""
        ...

    async def end_unlinked(self, done: Sequence[tuple[int, int]]) -> None:
        """They were compared; one that changed since keeps waiting (its mark is another)."""
        ...


class LinkingStore(RegistryStore, Protocol):
    """The registry, with what many comparisons at once need."""

    async def find_many_duplicate_candidates(self, persons: Sequence[Person], *, limit: int = 50) -> list[list[Person]]:
        """Persons in force worth comparing with each of several, in their order."""
        ...


class DuplicateWatch:
    """Compares the persons that changed, batch after batch."""

    def __init__(
        self, store: LinkingStore, queue: LinkingQueue, judge: PairJudge, *, now: Callable[[], datetime]
    ) -> None:
        self._store = store
        self._queue = queue
        self._judge = judge
        self._now = now

    async def compare_some(self, *, limit: int = BATCH_MAX) -> int:
        """Compare those that wait, limit at most; returns how many were."""
        waiting = await self._queue.next_unlinked(limit=limit)
        if not waiting:
            return 0
        known = await self._store.get_persons([person_id for person_id, _ in waiting])
        persons = [one for one in known if one.merged_into is None and Attribute.FICTIF not in one.attributes]
        found = await self._store.find_many_duplicate_candidates(persons) if persons else []
        for person, candidates in zip(persons, found, strict=True):
            await asyncio.sleep(0)
            await self._compare(person, candidates)
        await self._queue.end_unlinked(waiting)
        return len(waiting)

    async def _compare(self, person: Person, candidates: Sequence[Person]) -> None:
        others = [other for other in candidates if Attribute.FICTIF not in other.attributes]
        alike = await self._judge.find_alike(person, others)
        alerts: list[NewAlert] = []
        decided = await self._find_decided(person.id) if alike else frozenset()
        for other, score in alike[:ALERTS_PER_PERSON_MAX]:
            if other.id not in decided:
                alerts.append(duplicate_alert(person.id, other.id, score, self._now()))
        if alerts:
            await self._store.write_registry(RegistryWrite(alerts=tuple(alerts)))

    async def _find_decided(self, person_id: int) -> frozenset[int]:
        """Persons already held by somebody to be another than this one."""
        known = await self._store.find_alerts(person_id=person_id, only_open=False)
        apart = [alert for alert in known if alert.decision in APART]
        return frozenset(
            number for alert in apart for number in (alert.person_id, alert.other_id) if number is not None
        ) - {person_id}

    async def run_once(self) -> int:
        """Compare what waits; 0 when the store is not available."""
        try:
            return await self.compare_some()
        except StorageUnavailable:
            log.warning("identities.linking_storage_unavailable")
            return 0


APART = frozenset({"distincts", "homonymes"})
"""Decisions that say that two persons are two: the pair is not suspected again."""
