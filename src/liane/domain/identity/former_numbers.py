"""The INS of the past of a person: what leaves force goes to the history, and nothing ever leaves the history."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from liane.domain.identity.ins import INS
from liane.domain.identity.person import FormerINS, Person


def keep_former(person: Person, *former: FormerINS) -> Person:
    """Add numbers to the history of a person, each once. Rule: ins.md §4.4 (INSHISTO)."""
    kept = list(person.former_ins)
    for one in former:
        if one not in kept:
            kept.append(one)
    return replace(person, former_ins=tuple(kept)) if len(kept) > len(person.former_ins) else person


def retire_ins(person: Person, *, at: datetime, reason: str) -> Person:
    """Take the INS in force (or received) out of the identity; it goes to the history with the day and the reason."""
    if person.ins is None:
        return person
    start = person.ins.retrieved_at.strftime("%Y%m%d")
    former = FormerINS(ins=person.ins.ins, start=start, end=at.strftime("%Y%m%d"), reason=reason)
    return replace(keep_former(person, former), ins=None)


def leave_out(former: Iterable[FormerINS], ins: INS) -> tuple[FormerINS, ...]:
    """The history told by INSi without the number in force, that INSi sometimes repeats in it (ins.md §6.6)."""
    return tuple(one for one in former if one.ins != ins)
