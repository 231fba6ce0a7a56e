"""A lot: documents that a person filed together, found again by its name, and undone as one act.

Each document keeps its own rules: what cannot be undone any more is told by its name, the rest is undone.
Rule: intake.md §5 (every filing can be undone), §6 (bulk, still listing each).
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from liane.domain.actors.operator import Operator
from liane.domain.errors import Finding, InvalidInput, Severity, StaleVersion
from liane.pipeline.intake.ports import IntakeDesk, Worklist
from liane.store.intake_records import IntakeItem, ItemQuery, ItemState

LOT_MAX = 50
"""How many items are filed, and undone, together."""
EVERY_STATE = tuple(ItemState)


def name_lot() -> str:
    """Name a new lot: 32 hexadecimal digits, never the same twice."""
    return uuid.uuid4().hex


def lot_of(item: IntakeItem) -> str:
    """Give the name of the lot that an item was filed with, or undone from; empty for none."""
    return str(item.decision.data.get("lot") or "") if item.decision is not None else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LotLine:
    """One item of a lot, as it stands. obstacle: why its filing cannot be undone, or was not; None when it was."""

    item: IntakeItem
    obstacle: Finding | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """A lot as somebody sees it. hidden: how many of its documents are of units that they may not see."""

    name: str
    lines: tuple[LotLine, ...]
    hidden: int = 0

    @property
    def undoable(self) -> tuple[IntakeItem, ...]:
        """Those whose filing can be undone."""
        return tuple(line.item for line in self.lines if line.obstacle is None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lots:
    """Finds lots and undoes them. units: of the operator, empty for all."""

    worklist: Worklist
    desk: IntakeDesk

    async def load(self, name: str, units: Sequence[str]) -> Lot:
        """Load a lot, in the order of its items. Raises LookupError when nothing of it may be seen."""
        query = ItemQuery(states=EVERY_STATE, lot=name)
        items = await self.worklist.list_items(query)
        seen = [item for item in items if not units or item.unit in units]
        if not name or not seen:
            raise LookupError("no such lot")
        lines = tuple(LotLine(item=item, obstacle=find_obstacle(item, name)) for item in seen)
        return Lot(name=name, lines=lines, hidden=len(items) - len(seen))

    async def undo(
        self, name: str, asked: Mapping[int, int], *, units: Sequence[str], reason: str, operator: Operator
    ) -> tuple[LotLine, ...]:
        """Undo the filing of items of a lot. asked: by item, the version that was seen; empty for all as they stand.

        One line for each: undone, or still as it was with its reason. Raises LookupError, StorageUnavailable.
        Rule: intake.md §5, §6.
        """
        versions = dict(asked) or {one.id: one.version for one in (await self.load(name, units)).undoable}
        return tuple(
            [
                await self._undo_one(number, version, name, units=units, reason=reason, operator=operator)
                for number, version in list(versions.items())[:LOT_MAX]
            ]
        )

    async def _undo_one(
        self, number: int, version: int, name: str, *, units: Sequence[str], reason: str, operator: Operator
    ) -> LotLine:
        item = await self.worklist.get_item(number)
        if units and item.unit not in units:
            raise LookupError("of another unit")
        obstacle = find_obstacle(item, name)
        if obstacle is not None:
            return LotLine(item=item, obstacle=obstacle)
        try:
            return LotLine(item=await self.desk.reopen(number, version, reason=reason, operator=operator))
        except StaleVersion:
            return LotLine(item=await self.worklist.get_item(number), obstacle=_CHANGED)
        except InvalidInput as error:
            return LotLine(item=item, obstacle=error.findings[0])
        except LookupError:
            return LotLine(item=item, obstacle=_GONE)


def find_obstacle(item: IntakeItem, name: str) -> Finding | None:
    """Tell why the filing of an item of a lot cannot be undone with the others; None when it can."""
    if lot_of(item) != name:
        return _DECIDED_AGAIN
    return None if item.state is ItemState.FILED else _UNDONE


def _make(code: str, message: str, remedy: str) -> Finding:
    return Finding(
        code=code,
        severity=Severity.ERROR,
        location="worklist",
        message=message,
        remedy=remedy,
        layer="intake",
        rule="intake.md §5, §6",
    )


_UNDONE = _make("INT-281", "Son intégration a déjà été annulée.", "Rien : il attend de nouveau dans la bannette.")
_DECIDED_AGAIN = _make(
    "INT-282", "Il a été décidé de nouveau depuis, hors de ce lot.", "L'ouvrir : cette décision s'annule à part."
)
_CHANGED = _make("INT-283", "Il a changé depuis que le lot a été affiché.", "Rouvrir le lot pour voir où il en est.")
_GONE = _make(
    "INT-284",
    "Son document n'est plus gardé : Liane ne peut plus le faire retirer.",
    "Le retirer dans le logiciel de l'établissement.",
)
