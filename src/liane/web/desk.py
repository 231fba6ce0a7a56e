"""What the room « Identités » is given: the registry as kept, the acts of the people who work there, who saw what."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from liane.domain.actors.operator import Operator
from liane.pipeline.audit.ports import AccessTrail
from liane.pipeline.identity.follow_ups import FollowUps
from liane.pipeline.identity.insi_calls import INSiDesk
from liane.pipeline.identity.insi_lots import INSiLots
from liane.pipeline.identity.registry import Registry
from liane.store.registry import PostgresRegistry
from liane.store.registry_records import AlertKind, PersonEvent, RegistryWrite
from liane.store.registry_watch import RegistryWatch
from liane.web.scans import Scanner
from liane.web.tracing import tell_persons_seen

SEEN = "person.seen"


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The registry of identities behind the pages. What is None is not there: its pages say so, or are hidden."""

    store: PostgresRegistry
    registry: Registry
    follow_ups: FollowUps | None = None
    insi: INSiDesk | None = None
    lots: INSiLots | None = None
    scanner: Scanner | None = None
    circulation: RegistryWatch | None = None
    trail: AccessTrail | None = None

    async def count_work(self) -> dict[str, int]:
        """Count what waits for a person: the figures beside the names of the worklists."""
        counts = await self.store.count_open_alerts()
        duplicates = counts.pop(AlertKind.DUPLICATE, 0)
        held = await self.circulation.count_held() if self.circulation is not None else {}
        return {"duplicates": duplicates, "alerts": sum(counts.values()), "held": sum(held.values())}

    async def record_seen(
        self, *person_ids: int, operator: Operator, at: datetime, page: str, data: Mapping[str, Any] | None = None
    ) -> None:
        """Write that somebody consulted persons: who, when, which page. It is audited, not shown in the history.

        Rule: INS/va1.50, RNIV 1 (traceability of access); CSP L1110-4.
        """
        events = tuple(
            PersonEvent(
                name=SEEN,
                at=at,
                actor=operator.name,
                person_id=person_id,
                data={"page": page, "unit": operator.unit, **(data or {})},
            )
            for person_id in dict.fromkeys(person_ids)
        )
        await self.store.write_registry(RegistryWrite(events=events))
        if self.trail is not None:
            told = tell_persons_seen(person_ids, operator=operator, at=at, page=page)
            await asyncio.gather(*(self.trail.record(event) for event in told))
