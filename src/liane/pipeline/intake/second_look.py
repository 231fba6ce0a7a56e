"""The second look: documents of sensitive types are filed only when two different persons chose the same record.

The first one's choice is kept on the item, which waits on; the second one's act files it, and both are in the trace.
Nothing of these types is filed without a person. Rule: intake.md §6 (second look on sensitive types).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from liane.domain.actors.operator import LIANE, Operator
from liane.domain.errors import Finding, RuleViolation, Severity
from liane.pipeline.intake.ports import IntakeDesk, Worklist
from liane.store.intake_desk import PostgresIntakeDesk
from liane.store.intake_records import IntakeItem

ANY_TYPE = "*"
AGREED = ("type_code", "target", "file")
"""What must be chosen the same by both, beside the person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondLookDesk:
    """Implements ``IntakeDesk`` over another. types: codes of the sensitive types, ``*`` for all; empty for none."""

    desk: IntakeDesk
    worklist: Worklist
    memory: PostgresIntakeDesk
    types: frozenset[str]
    now: Callable[[], datetime]

    async def file(
        self, item_id: int, version: int, *, person_id: int, operator: Operator, choices: dict[str, Any]
    ) -> IntakeItem:
        """File an item, or keep the choice of a first person; the item returned then still waits.

        Raises what the other raises, and RuleViolation INT-267 for what is filed without a person.
        """
        item = await self.worklist.get_item(item_id)
        if not self._is_sensitive(item, choices):
            return await self.desk.file(item_id, version, person_id=person_id, operator=operator, choices=choices)
        if operator.name == LIANE.name:
            raise RuleViolation(_TWO_PERSONS)
        first = item.proposal or {}
        if first.get("by") not in (None, operator.name) and _agree(first, person_id, choices):
            seen = {"by": first["by"], "at": first["at"]}
            return await self.desk.file(
                item_id, version, person_id=person_id, operator=operator, choices={**choices, "first_look": seen}
            )
        at = self.now()
        proposal = {"by": operator.name, "at": at.isoformat(), "person": person_id, "choices": dict(choices)}
        return await self.memory.propose(item_id, version, proposal, by=operator.name, at=at)

    async def send_back(self, item_id: int, version: int, *, reason: str, operator: Operator) -> IntakeItem:
        """Send an item back to its sender."""
        return await self.desk.send_back(item_id, version, reason=reason, operator=operator)

    async def set_aside(self, item_id: int, version: int, *, reason: str, operator: Operator) -> IntakeItem:
        """Take an item off the list without filing it."""
        return await self.desk.set_aside(item_id, version, reason=reason, operator=operator)

    async def reopen(self, item_id: int, version: int, *, reason: str, operator: Operator) -> IntakeItem:
        """Undo a decision; the two looks start again."""
        return await self.desk.reopen(item_id, version, reason=reason, operator=operator)

    def _is_sensitive(self, item: IntakeItem, choices: Mapping[str, Any]) -> bool:
        told = (item.details.get("document") or {}).get("type_code", "")
        return ANY_TYPE in self.types or bool(self.types & {str(choices.get("type_code") or ""), str(told)} - {""})


def _agree(first: Mapping[str, Any], person_id: int, choices: Mapping[str, Any]) -> bool:
    """Tell whether two persons chose the same record and the same document."""
    before: Mapping[str, Any] = first.get("choices") or {}
    return first.get("person") == person_id and all(before.get(name) == choices.get(name) for name in AGREED)


_TWO_PERSONS = Finding(
    code="INT-267",
    severity=Severity.ERROR,
    location="worklist",
    message="Un document de ce type demande l'accord de deux personnes : il n'est pas intégré sans elles.",
    remedy="Vérifier le patient, puis intégrer ; une seconde personne confirmera.",
    layer="intake",
    rule="intake.md §6",
)
