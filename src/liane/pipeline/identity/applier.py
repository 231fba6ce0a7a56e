"""Apply the identity messages in the order in which they were accepted, many at a time, by one node for the whole site.

Order is kept per person: messages that name the same person, identifier or stay go in waves, one transaction each, the
others together. A message that cannot be applied says why and never stops those behind it.
Rule: architecture.md §3 (order per patient, never globally); PAM FR 2.11; hl7v2.md §8.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import structlog

from liane.codecs.hl7v2.adt_read import read_adt
from liane.codecs.hl7v2.policy import AcceptancePolicy
from liane.domain.errors import DuplicateIdentifier, StaleVersion, StorageUnavailable
from liane.domain.identity.messages import IdentityAction, IdentityMessage
from liane.domain.identity.person import Person
from liane.domain.identity.stays import Stay
from liane.pipeline.identity.alerts import APPLY_ANYWAY, collision_alert, overlay_key
from liane.pipeline.identity.application import UNEXPLAINED, Found, Key, MessageApplication
from liane.pipeline.identity.identify import local_identifiers
from liane.pipeline.identity.ports import RegistryStore
from liane.pipeline.identity.rules import RegistryRules
from liane.pipeline.milestones import Milestone, reach
from liane.store.registry_records import Alert, AlertKind, RegistryWrite, RegistryWritten

log = structlog.get_logger(__name__)

TASK = "application des identités"
BATCH_MAX = 200
WAVES_MAX = 400
YIELD_EVERY = 8
"""Messages read between two breaths of the loop: an acknowledgement never waits for a whole batch."""
TAKE_OVER_S = 1.0
POLL_S = 0.25
AFTER_DEFECT_S = 5.0
NO_BYTES = "Le message n'est plus conservé : il n'a pas pu être appliqué."
BUG = "Une erreur interne a empêché d'appliquer le message ; consulter le journal du service, puis le remettre en file."


class ApplierStore(RegistryStore, Protocol):
    """The registry, with what many messages at once need."""

    def alone(self, task: str) -> AbstractAsyncContextManager[bool]:
        """Hold a task while inside; False when another node holds it."""
        ...

    async def write_registry_many(
        self, writes: Sequence[RegistryWrite]
    ) -> list[RegistryWritten | StaleVersion | DuplicateIdentifier]:
        """Write many acts in one transaction; those refused wrote nothing."""
        ...

    async def find_many_by_identifiers(self, keys: Iterable[Key]) -> dict[Key, Person]:
        """Persons in force by (domain, value)."""
        ...

    async def find_many_stays(self, keys: Iterable[Key]) -> dict[Key, Stay]:
        """Stays by (visit number, domain)."""
        ...

    async def find_effective(self, person_ids: Iterable[int]) -> dict[int, int]:
        """By person, the number of the one in force."""
        ...

    async def find_alerts_by_key(self, dedup_keys: Sequence[str]) -> dict[str, Alert]:
        """By key, the newest alert, open or decided."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One message to apply, and what it names. message: None when it can no longer be read."""

    id: int
    message: IdentityMessage | None
    identifiers: tuple[Key, ...] = ()
    stay: Key | None = None
    failure: str = ""


class Applier:
    """Applies what waits, for as long as this node holds the task.

    on_changed: told of the persons that changed, after each commit. between: work done when nothing waits; returns how
    much it did.
    """

    def __init__(
        self,
        store: ApplierStore,
        *,
        rules: RegistryRules,
        policy: AcceptancePolicy,
        on_changed: Callable[[Sequence[int]], Awaitable[None]],
        between: Callable[[], Awaitable[int]],
        now: Callable[[], datetime],
        new_id: Callable[[], str],
    ) -> None:
        self._store = store
        self._rules = rules
        self._policy = policy
        self._on_changed = on_changed
        self._between = between
        self._now = now
        self._new_id = new_id
        self._wake = asyncio.Event()
        self._is_stopping = False

    def wake(self) -> None:
        """Say that a message was accepted."""
        self._wake.set()

    async def run(self) -> None:
        """Work until stopped; survives a store that goes away, takes over when the node that held the task dies."""
        while not self._is_stopping:
            try:
                async with self._store.alone(TASK) as is_held:
                    if is_held:
                        await self._work()
            except StorageUnavailable:
                log.warning("identities.storage_unavailable")
            except Exception:
                log.exception("identities.application_stopped")
                await asyncio.sleep(AFTER_DEFECT_S)
            if not self._is_stopping:
                await asyncio.sleep(TAKE_OVER_S)

    async def stop(self) -> None:
        """End after the batch in hand."""
        self._is_stopping = True
        self._wake.set()

    async def _work(self) -> None:
        while not self._is_stopping:
            self._wake.clear()
            if await self.apply_some():
                continue
            if await self._between():
                continue
            try:
                await asyncio.wait_for(self._wake.wait(), POLL_S)
            except TimeoutError:
                continue

    async def apply_some(self, *, limit: int = BATCH_MAX) -> int:
        """Apply the oldest messages that wait, limit at most; returns how many were taken."""
        pending = await self._store.next_pending_messages(limit=limit)
        waiting = [one async for one in self._read(pending)]
        for _ in range(WAVES_MAX):
            if not waiting:
                break
            waiting = await self._apply_wave(waiting)
        return len(pending)

    async def _read(self, pending: Sequence[tuple[int, bytes]]) -> AsyncIterator[Waiting]:
        for rank, (message_id, raw) in enumerate(pending):
            if rank % YIELD_EVERY == 0:
                await asyncio.sleep(0)
            yield self._read_one(message_id, raw)

    def _read_one(self, message_id: int, raw: bytes) -> Waiting:
        message = read_adt(raw, accepted=self._policy).message if raw else None
        if message is None:
            return Waiting(id=message_id, message=None, failure=UNEXPLAINED if raw else NO_BYTES)
        named = [message.told.identity, *((message.previous,) if message.previous else ())]
        keys = tuple(dict.fromkeys((one.oid, one.value) for patient in named for one in local_identifiers(patient)))
        facts = message.stay
        stay = (facts.visit_number, facts.visit_domain) if facts and facts.visit_number else None
        return Waiting(id=message_id, message=message, identifiers=keys, stay=stay)

    async def _apply_wave(self, waiting: Sequence[Waiting]) -> list[Waiting]:
        """Apply every message that nothing before it concerns; returns those that must wait for them."""
        found = await self._find(waiting)
        wave, later = pick_wave(waiting, found.holders)
        writes = []
        for rank, one in enumerate(wave):
            if rank % YIELD_EVERY == 0:
                await asyncio.sleep(0)
            writes.append(await self._plan(one, found))
        again, changed = await self._write(wave, writes)
        reach(Milestone.IDENTITY_APPLIED)
        if changed:
            await self._on_changed(tuple(dict.fromkeys(changed)))
        return sorted((*again, *later), key=lambda one: one.id) if again else later

    async def _find(self, waiting: Sequence[Waiting]) -> Found:
        holders = await self._store.find_many_by_identifiers({key for one in waiting for key in one.identifiers})
        stays = await self._store.find_many_stays({one.stay for one in waiting if one.stay is not None})
        owners = await self._store.find_effective({stay.person_id for stay in stays.values()}) if stays else {}
        return Found(
            holders=holders,
            stays=stays,
            owners={stay.id: owners.get(stay.person_id, stay.person_id) for stay in stays.values()},
        )

    async def _plan(self, one: Waiting, found: Found) -> RegistryWrite:
        """Decide what one message writes; a defect of ours is told on the message, the others go on."""
        if one.message is None:
            return RegistryWrite(applied_message_id=one.id, failure=one.failure)
        try:
            found = await self._find_more(one.message, found)
            application = self._apply(one, found)
            write = application.plan()
            if application.is_held and await self._is_forced(one.id):
                write = self._apply(one, found, is_forced=True).plan()
            return write
        except StorageUnavailable:
            raise
        except Exception:
            log.exception("identities.message_not_applied", message_id=one.id)
            return RegistryWrite(applied_message_id=one.id, failure=BUG)

    def _apply(self, one: Waiting, found: Found, *, is_forced: bool = False) -> MessageApplication:
        assert one.message is not None
        return MessageApplication(
            self._rules, one.id, one.message, found, at=self._now(), new_id=self._new_id, is_forced=is_forced
        )

    async def _is_forced(self, message_id: int) -> bool:
        key = overlay_key(message_id)
        known = (await self._store.find_alerts_by_key((key,))).get(key)
        return known is not None and known.decision == APPLY_ANYWAY

    async def _find_more(self, message: IdentityMessage, found: Found) -> Found:
        """What only a merge or a moved account needs: rare, so asked one by one."""
        if message.action not in (IdentityAction.MERGE, IdentityAction.MOVE_ACCOUNT) or message.previous is None:
            return found
        keys = [(one.oid, one.value) for one in local_identifiers(message.previous)]
        holder = next((found.holders[key] for key in keys if key in found.holders), None)
        if holder is None:
            return found
        if message.action is IdentityAction.MERGE:
            alerts = await self._store.find_alerts(kinds=(AlertKind.DUPLICATE,), person_id=holder.id)
            return Found(holders=found.holders, stays=found.stays, owners=found.owners, alerts=alerts)
        accounts = await self._store.find_stays(holder.id)
        return Found(holders=found.holders, stays=found.stays, owners=found.owners, accounts=accounts)

    async def _write(self, wave: Sequence[Waiting], writes: Sequence[RegistryWrite]) -> tuple[list[Waiting], list[int]]:
        """Write a wave; returns those to plan again, because a person changed meanwhile, and who changed."""
        try:
            results = await self._store.write_registry_many(writes)
        except StorageUnavailable:
            raise
        except Exception:
            log.exception("identities.batch_refused", messages=len(writes))
            results = [await self._write_alone(write) for write in writes]
        again: list[Waiting] = []
        changed: list[int] = []
        for one, write, result in zip(wave, writes, results, strict=True):
            if isinstance(result, RegistryWritten):
                changed += result.person_ids
                changed += [stay.person_id for stay in write.stays if stay.person_id]
            elif isinstance(result, DuplicateIdentifier):
                await self._tell_collision(one, write, result.owner_id)
            elif result.person_id:
                again.append(one)
        return again, changed

    async def _write_alone(self, write: RegistryWrite) -> RegistryWritten | StaleVersion | DuplicateIdentifier:
        try:
            return (await self._store.write_registry_many((write,)))[0]
        except StorageUnavailable:
            raise
        except Exception:
            log.exception("identities.message_not_written", message_id=write.applied_message_id)
            failed = RegistryWrite(applied_message_id=write.applied_message_id, failure=BUG)
            return (await self._store.write_registry_many((failed,)))[0]

    async def _tell_collision(self, one: Waiting, write: RegistryWrite, owner_id: int) -> None:
        """Say that a message claims an identifier that is somebody else's."""
        text = "Un identifiant du message est déjà celui d'une autre personne."
        claimer = next((person.id for person in write.persons if person.id), 0)
        about = owner_id or claimer
        alerts = (
            (collision_alert(about, claimer or None, self._now(), message_id=one.id, message=text),) if about else ()
        )
        await self._store.write_registry_many((RegistryWrite(alerts=alerts, applied_message_id=one.id, failure=text),))

    async def applied_before(self, message_id: int) -> bool:
        """Tell whether every identity message accepted before a message has been applied (or has failed).

        Rule: « first the identity »: a document is judged after the messages of identity that came before it.
        """
        oldest = await self._store.oldest_pending_message()
        return oldest is None or oldest > message_id


def pick_wave(waiting: Sequence[Waiting], holders: Mapping[Key, Person]) -> tuple[list[Waiting], list[Waiting]]:
    """Split messages, in order: those that share nothing with one before them, and those that must wait for it.

    Two messages share something when they name the same identifier, the same person under two identifiers, or the same
    stay.
    """
    taken: set[object] = set()
    wave: list[Waiting] = []
    later: list[Waiting] = []
    for one in waiting:
        keys = set(_keys_of(one, holders))
        (later if keys & taken else wave).append(one)
        taken |= keys
    return wave, later


def _keys_of(one: Waiting, holders: Mapping[Key, Person]) -> Iterator[object]:
    for key in one.identifiers:
        yield key
        if key in holders:
            yield holders[key].id
    if one.stay is not None:
        yield ("stay", *one.stay)
