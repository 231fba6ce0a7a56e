"""Keep on the identity what the DMP last said of a patient's folder (TD0.2), written by Liane only when it changes.

It informs screens and subscribers (ZFA-1); it never decides a feed or an opening, which ask the DMP.
"""

from dataclasses import replace
from typing import Protocol

import structlog

from liane.domain.actors.operator import LIANE, Operator
from liane.domain.errors import LianeError, StaleVersion
from liane.domain.identity.ins import INS
from liane.domain.identity.person import Consents, Person

log = structlog.get_logger(__name__)
TRIES_MAX = 3
STATUSES = {"open": "ACTIF", "closed": "FERME", "absent": "INEXISTANT"}


class ConsentRecorder(Protocol):
    """The act of the registry."""

    async def record_consents(self, person_id: int, version: int, consents: Consents, *, operator: Operator) -> Person:
        """Record the state of the DMP and the patient's choices."""
        ...


class PersonsByINS(Protocol):
    """The registry, read."""

    async def find_by_ins(self, ins: INS) -> list[Person]:
        """Every person in force whose INS in force is this one."""
        ...


class DMPStatusKeeper:
    """Writes what TD0.2 answered on the identities of that INS. Rule: dmp.md §7.2; hl7v2.md §8.4 (ZFA-1)."""

    def __init__(self, registry: ConsentRecorder, persons: PersonsByINS) -> None:
        self._registry = registry
        self._persons = persons

    async def note(self, ins: INS, state: str) -> None:
        """Keep a state: ``open``, ``closed`` or ``absent``. Never raises: an act on a DMP does not fail for this.

        Who changed the identity meanwhile wins; the state is then compared with theirs, and written if it differs.
        """
        status = STATUSES[state]
        for _ in range(TRIES_MAX):
            try:
                await self._write(ins, status)
            except StaleVersion:
                continue  # several documents of one patient ask at once: most often the same answer is kept by then
            except LianeError as error:
                log.warning("dmp.status_not_kept", error=type(error).__name__)
            return
        log.warning("dmp.status_not_kept", error=StaleVersion.__name__)

    async def _write(self, ins: INS, status: str) -> None:
        for person in await self._persons.find_by_ins(ins):
            if person.consents.dmp_status != status:
                consents = replace(person.consents, dmp_status=status)
                await self._registry.record_consents(person.id, person.version, consents, operator=LIANE)
