"""What the parts of one file say of one another: a doubt about one keeps the others from being filed without a person.

What lives here: which parts hang together although they were cut, and what follows for their decisions. What must not:
the cuts (``split``), the conditions on one document (``decide``).
Rule: intake.md §1.5 (in doubt, a split is shown), §5.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations, pairwise
from typing import NamedTuple

from liane.domain.intake.decide.facts import Reason
from liane.domain.intake.matching.match import Matching
from liane.domain.intake.outcome import IntakeAction, IntakeDecision
from liane.domain.intake.page import Page
from liane.domain.intake.split import begins_inside, says_it_follows

TORN = frozenset(
    {"INT-003", "INT-004", "INT-005", "INT-006", "INT-007", "INT-011", "INT-012", "INT-013", "INT-017", "INT-018",
     "INT-019", "INT-022", "INT-025", "INT-026", "INT-027", "INT-028", "INT-030", "INT-031", "INT-044", "INT-045",
     "INT-046", "INT-047", "INT-142", "INT-144", "INT-145", "INT-146", "INT-147"}
)  # fmt: skip
"""Doubts that say that somebody else may be meant."""
LOST = TORN | {"INT-001", "INT-009", "INT-010", "INT-020", "INT-023", "INT-024", "INT-029", "INT-034"}
"""And those that leave open who is meant."""


DOUBT = Reason(code="INT-143", message="Une autre partie de ce fichier laisse un doute sur la personne dont il s'agit.")
MIXED = Reason(
    code="INT-148", message="Les parties de ce fichier ne sont pas toutes du même patient : la coupure est à confirmer."
)


class Part(NamedTuple):
    """One document of a file: its pages, the records found, what was decided of it alone."""

    pages: Sequence[Page]
    matching: Matching
    decision: IntakeDecision


def hold_parts(parts: Sequence[Part]) -> tuple[IntakeDecision, ...]:
    """The decisions, those filed without a click held back where a part they hang together with is in doubt.

    Two parts hang together where the second says that it follows the first, or where the records found for the one in
    doubt hold that of the other. A part that begins with « page 2/2 » and follows no « page 1/2 » tells that the
    pages are in disorder: another part may hold one of them. A file whose parts are not all of one record is shown
    whole: where it is cut is for a person to confirm. Rule: intake.md §1.5, §5 (several patients, never automatic).
    """
    held: set[int] = set()
    if any(begins_inside(two.pages) and not says_it_follows(one.pages, two.pages) for one, two in pairwise(parts)):
        held |= {place for place, part in enumerate(parts) if part.decision.action is IntakeAction.AUTO}
    for one, other in combinations(range(len(parts)), 2):
        for mine, yours in ((one, other), (other, one)):
            if parts[mine].decision.action is IntakeAction.AUTO and _keeps_back(parts, mine, yours):
                held.add(mine)
    mixed = len({part.decision.record_id for part in parts}) > 1
    return tuple(
        _hold(part.decision, DOUBT if place in held else MIXED)
        if part.decision.action is IntakeAction.AUTO and (place in held or mixed)
        else part.decision
        for place, part in enumerate(parts)
    )


def _keeps_back(parts: Sequence[Part], mine: int, yours: int) -> bool:
    doubts = set(parts[yours].decision.codes)
    record = parts[mine].decision.record_id
    if doubts & TORN and any(one.person.record_id == record for one in parts[yours].matching.matches):
        return True
    if abs(mine - yours) != 1 or (not doubts & LOST and parts[yours].decision.record_id == record):
        return False
    before, after = (parts[place].pages for place in sorted((mine, yours)))
    return says_it_follows(before, after)


def _hold(decision: IntakeDecision, reason: Reason) -> IntakeDecision:
    return replace(decision, action=IntakeAction.REVIEW, reason=reason.message, codes=(*decision.codes, reason.code))
