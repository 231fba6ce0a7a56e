"""The access log of a patient: shown to who may give it, and given, each time traced.

Rule: CSP L1111-19; RGPD art. 12, art. 15.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from liane.domain.access.matrix import judge_access
from liane.domain.access.situation import PatientSituation
from liane.domain.audit.access import AccessAct, AccessEvent, Outcome
from liane.domain.audit.access_log import AccessLog, describe_accesses
from liane.domain.errors import AccessDenied
from liane.domain.identity.birth_date import show
from liane.domain.identity.person import Person
from liane.pipeline.announcement.desk import Hand
from liane.pipeline.audit.ports import AccessTrail
from liane.pipeline.identity.ports import RegistryStore
from liane.store.accesses import PostgresAccesses
from liane.store.accesses_records import AccessPage, AccessQuery

LINES_MAX = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """When. since is in, until out; None: without bound."""

    since: datetime | None = None
    until: datetime | None = None


class AccessLogDesk:
    """Reads the trail for patients. trail: where giving it is written; accesses: where it is read."""

    def __init__(
        self,
        registry: RegistryStore,
        accesses: PostgresAccesses,
        *,
        trail: AccessTrail,
        establishment: str,
        now: Callable[[], datetime],
    ) -> None:
        self._registry = registry
        self._accesses = accesses
        self._trail = trail
        self._establishment = establishment
        self._now = now

    async def list(self, person: Person, period: Period, *, cursor: str = "", limit: int = 50) -> AccessPage:
        """A page of the accesses, newest first; those of the identities merged into this one too."""
        return await self._accesses.of_person(
            person.id, period.since, period.until, cursor, also=await self._find_merged(person), limit=limit
        )

    async def give(self, person: Person, period: Period, hand: Hand, *, reason: str) -> AccessLog:
        """Make the log to give to the patient; that it was given is traced first, and is its first line.

        Raises AccessDenied, StorageUnavailable.
        """
        at = self._now()
        event = AccessEvent(
            act=AccessAct.GIVE_ACCESS_LOG,
            at=at,
            operator=hand.operator,
            person_id=person.id,
            reason=reason,
            address=hand.address,
        )
        verdict = judge_access(hand.operator, event.act, PatientSituation())
        if verdict.is_refused:
            await self._trail.record(replace(event, outcome=Outcome.REFUSED))
            raise AccessDenied(verdict.reason)
        await self._trail.record(event)
        query = AccessQuery(
            person_id=person.id,
            also_persons=tuple(await self._find_merged(person)),
            since=period.since,
            until=period.until,
        )
        found = [line.event async for line in self._accesses.walk(query, lines_max=LINES_MAX + 1)]
        traits = person.traits
        return AccessLog(
            patient=f"{traits.birth_family} {traits.birth_givens or traits.birth_given}".strip(),
            born=show(traits.birth_date),
            identifier=", ".join(one.value for one in person.identifiers) or f"n° {person.id}",
            establishment=self._establishment,
            since=period.since,
            until=period.until,
            made_at=at,
            made_by=hand.operator.name,
            lines=describe_accesses(found[:LINES_MAX]),
            is_cut=len(found) > LINES_MAX,
        )

    async def _find_merged(self, person: Person) -> Sequence[int]:
        return [one.id for one in await self._registry.find_merged_into(person.id)]
