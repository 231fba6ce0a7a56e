"""The desk, watched: what a person does of a document filed without one tells whether that filing was right.

Undone because the patient is wrong, or filed again for somebody else: the filing was wrong, and its source stops.
Rule: intake.md §5 (one confirmed wrong filing turns automation off for that source until released by a named person).
"""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from liane.domain.actors.operator import LIANE, Operator
from liane.pipeline.intake.ports import IntakeDesk
from liane.store.intake_automation import AutomaticFiling
from liane.store.intake_records import DecisionAct, IntakeItem, ItemState

WRONG_PATIENT = "Mauvais patient"
"""The reason that says so, chosen by whoever undoes; a precision may follow it."""


def was_told_wrong(item: IntakeItem) -> bool:
    """True when an item waits again because a person said that it was filed in the wrong record.

    That record, still the one its reading names, is then nobody's proposal. Rule: intake.md §5, §6.
    """
    made = item.decision
    is_undone = item.state is ItemState.WAITING and made is not None and made.act is DecisionAct.REOPEN
    return is_undone and made is not None and made.reason.startswith(WRONG_PATIENT)


class Watch(Protocol):
    """What is known of the filings without a person."""

    async def find_filing(self, item_id: int) -> AutomaticFiling | None:
        """The automatic filing of an item; None when there was none."""
        ...

    async def record_review(self, item_id: int, *, answered: int | None, is_wrong: bool, by: str, at: datetime) -> bool:
        """Keep what a person found; a wrong filing stops its source."""
        ...

    async def record_undone(self, item_id: int, *, by: str, at: datetime) -> None:
        """Say that a person took an automatic filing back."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedDesk:
    """Implements ``IntakeDesk`` over another. find_effective: by person, the one in force (merges followed)."""

    desk: IntakeDesk
    watch: Watch
    find_effective: Callable[[Iterable[int]], Awaitable[dict[int, int]]]
    now: Callable[[], datetime]

    async def file(
        self, item_id: int, version: int, *, person_id: int, operator: Operator, choices: dict[str, Any]
    ) -> IntakeItem:
        """File an item; for somebody else than automation had chosen, that choice was wrong."""
        done = await self.desk.file(item_id, version, person_id=person_id, operator=operator, choices=choices)
        if operator.name != LIANE.name:
            filing = await self.watch.find_filing(item_id)
            if filing is not None and not await self._is_same(filing.person_id, person_id):
                await self._tell_wrong(item_id, person_id, operator)
        return done

    async def send_back(self, item_id: int, version: int, *, reason: str, operator: Operator) -> IntakeItem:
        """Send an item back to its sender."""
        return await self.desk.send_back(item_id, version, reason=reason, operator=operator)

    async def set_aside(self, item_id: int, version: int, *, reason: str, operator: Operator) -> IntakeItem:
        """Take an item off the list without filing it."""
        return await self.desk.set_aside(item_id, version, reason=reason, operator=operator)

    async def reopen(self, item_id: int, version: int, *, reason: str, operator: Operator) -> IntakeItem:
        """Undo a decision; that of a filing without a person is told to its surveillance.

        The surveillance is told first: a document taken back is then never one that nobody counted.
        """
        filing = await self.watch.find_filing(item_id)
        if filing is not None and filing.undone_at is None:
            if reason.startswith(WRONG_PATIENT):
                await self._tell_wrong(item_id, None, operator)
            await self.watch.record_undone(item_id, by=operator.name, at=self.now())
        return await self.desk.reopen(item_id, version, reason=reason, operator=operator)

    async def _is_same(self, one: int, other: int) -> bool:
        effective = await self.find_effective((one, other))
        return effective.get(one, one) == effective.get(other, other)

    async def _tell_wrong(self, item_id: int, answered: int | None, operator: Operator) -> None:
        await self.watch.record_review(item_id, answered=answered, is_wrong=True, by=operator.name, at=self.now())
