"""What joining leaves behind: the link between a joined document and its originals, and what may no longer be undone
one by one. Pure, but for one look at the worklist. Rule: intake.md §1.5, §6.
"""

from liane.domain.errors import Finding, RuleViolation, Severity
from liane.pipeline.intake.ports import Worklist
from liane.store.intake_records import IntakeItem, ItemState

RULE = "intake.md §1.5, §6"


def list_originals(item: IntakeItem) -> tuple[int, ...]:
    """Give the numbers of the items that an item joins, in the order of their pages; none for any other."""
    told = item.details.get("joined_from") or []
    return tuple(one for one in told if isinstance(one, int))


def find_joined(item: IntakeItem) -> int:
    """Give the number of the item that an item was joined into; 0 for none."""
    told = str(item.decision.data.get("joined") or "") if item.decision is not None else ""
    return int(told) if item.state is ItemState.SET_ASIDE and told.isascii() and told.isdigit() else 0


async def check_apart(worklist: Worklist, item: IntakeItem) -> None:
    """Refuse to undo alone a decision that joined documents: they would be there twice. Raises INT-199."""
    if item.decision is not None and item.decision.data.get("unjoined"):
        raise RuleViolation(
            _make("INT-199", "Sa réunion a été défaite : ses originaux attendent.", "Les réunir de nouveau.")
        )
    number = find_joined(item)
    if not number:
        return
    try:
        whole = await worklist.get_item(number)
    except LookupError:
        return
    if whole.state is not ItemState.SET_ASIDE:
        message = f"Ce document est réuni à un autre dans le document n° {number}."
        raise RuleViolation(_make("INT-199", message, "Ouvrir ce document, et défaire la réunion."))


def _make(code: str, message: str, remedy: str) -> Finding:
    return Finding(
        code=code,
        severity=Severity.ERROR,
        location="worklist",
        message=message,
        remedy=remedy,
        layer="intake",
        rule=RULE,
    )
