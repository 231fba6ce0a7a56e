"""The examiner: when a person of the registry changes, look again at their documents.

Those that wait are tried again (the gate judges them anew); those that left under an identity that no longer holds
become lines of a worklist, with what to do and why. Durable: a change is examined until it is marked, whatever stops
meanwhile.
Rule: hl7v2.md §8.5; architecture.md §4; ins.md §5.1.
"""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime

import structlog

from liane.domain.documents.follow_up import FollowUp, propose_follow_up
from liane.domain.errors import StorageUnavailable
from liane.domain.identity.ins import INS
from liane.domain.identity.patient import PatientTraits
from liane.domain.identity.person import Person
from liane.pipeline.identity.identify import digest_identifier
from liane.pipeline.identity.ports import RegistryStore
from liane.pipeline.ports import Store
from liane.store.registry_records import AlertKind, NewAlert, RegistryWrite
from liane.store.registry_watch import RegistryWatch, SentDelivery

log = structlog.get_logger(__name__)
BATCH_MAX = 200
IDLE_PAUSE_S = 5.0
RELEASE_REASON = "L'identité du patient a changé : l'envoi est jugé de nouveau."


def keys_of(person: Person) -> list[str]:
    """The digests under which waiting documents may name this person: the INS, each local number."""
    keys = [digest_identifier(i.value, i.oid) for i in person.identifiers]
    if person.ins is not None:
        keys.append(digest_identifier(person.ins.ins.matricule, person.ins.ins.oid))
    return keys


class Examiner:
    """Examines persons that changed, oldest change first. ``wake`` spares the wait for the next round."""

    def __init__(
        self, store: Store, registry: RegistryStore, watch: RegistryWatch, *, now: Callable[[], datetime]
    ) -> None:
        self._store = store
        self._registry = registry
        self._watch = watch
        self._now = now
        self._woken = asyncio.Event()

    def wake(self) -> None:
        """Look soon: somebody just changed."""
        self._woken.set()

    async def run(self) -> None:
        """Work until cancelled; survives a store that goes away and comes back."""
        while True:
            self._woken.clear()
            try:
                examined = await self.examine()
            except StorageUnavailable:
                log.warning("examiner.storage_unavailable")
                examined = 0
            if examined < BATCH_MAX:
                try:
                    await asyncio.wait_for(self._woken.wait(), IDLE_PAUSE_S)
                except TimeoutError:
                    continue

    async def examine(self) -> int:
        """Examine one batch; returns how many persons it held."""
        batch = await self._watch.next_to_examine(limit=BATCH_MAX)
        if batch:
            await self._release([person_id for person_id, _ in batch])
            for person_id, _ in batch:
                await self._follow_up(person_id)
            await self._watch.mark_examined(batch)
        return len(batch)

    async def _release(self, person_ids: Sequence[int]) -> None:
        """Try again what waits for these persons; the gate holds again what may still not leave."""
        family = await self._watch.find_family(person_ids)
        persons = await self._registry.get_persons(family)
        keys = [key for person in persons for key in keys_of(person)]
        last = 0
        while held := await self._watch.find_held(family, keys, after=last):
            await self._store.change_deliveries(
                held, act="replay", actor="liane", reason=RELEASE_REASON, now=self._now()
            )
            log.info("examiner.released", deliveries=len(held))
            last = held[-1]

    async def _follow_up(self, person_id: int) -> None:
        family = await self._watch.find_family([person_id])
        sent = await self._watch.find_sent(family)
        if not sent:
            return
        person = await self._in_force(person_id)
        proposals: dict[int, tuple[FollowUp, SentDelivery]] = {}
        for delivery in sent:
            proposal = _propose(person, delivery)
            if proposal is not None:
                proposals.setdefault(delivery.document_id, (proposal, delivery))
        if proposals:
            alerts = tuple(self._alert(person, *found) for found in proposals.values())
            await self._registry.write_registry(RegistryWrite(alerts=alerts))

    async def _in_force(self, person_id: int) -> Person:
        person = await self._registry.get_person(person_id)
        while person.merged_into is not None:
            person = await self._registry.get_person(person.merged_into)
        return person

    def _alert(self, person: Person, proposal: FollowUp, delivery: SentDelivery) -> NewAlert:
        return NewAlert(
            kind=AlertKind.FOLLOW_UP,
            at=self._now(),
            person_id=person.id,
            document_id=delivery.document_id,
            evidence={"proposal": proposal.proposal.value, "code": proposal.code, "reason": proposal.reason},
            dedup_key=f"follow|{delivery.document_id}|{proposal.code}",
        )


def _propose(person: Person, delivery: SentDelivery) -> FollowUp | None:
    sent_ins = None
    if delivery.patient_ins and delivery.patient_ins_oid:
        sent_ins = INS(matricule=delivery.patient_ins, oid=delivery.patient_ins_oid)
    traits = delivery.request.get("patient", {}).get("traits", {})
    known = {name: str(traits.get(name, "")) for name in _TRAITS}
    return propose_follow_up(person, sent_ins=sent_ins, sent_traits=PatientTraits(**known))


_TRAITS = ("birth_family", "birth_given", "birth_givens", "birth_date", "sex", "birth_place")
