"""What may be read of a DMP before its reader asks for it: for whom, which documents, how many, for how long.

Values and rules only. Reading ahead is an access like another: it is made in the name of the reader, and traced.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from liane.domain.actors.operator import Operator
from liane.domain.dmp.document import DMPDocument, DocumentState
from liane.domain.identity.stays import MovementAction, Stay, StayState

DOCUMENTS_MAX = 50
DOCUMENT_BYTES_MAX = 8 * 1024 * 1024
"""A larger document is only read when somebody asks for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PreloadRules:
    """What the establishment sets. is_on: false unless it does.

    types: type codes; empty for any. depth: how old an act may be. documents_max: of one opening, the newest acts
    first. kept_for: how long a document read ahead serves, its opening never outlived. Rule: DMP/UX.34.
    """

    is_on: bool = False
    types: frozenset[str] = frozenset()
    depth: timedelta = timedelta(days=365)
    documents_max: int = 10
    kept_for: timedelta = timedelta(minutes=30)

    def __post_init__(self) -> None:
        if not 0 < self.documents_max <= DOCUMENTS_MAX:
            raise ValueError(f"documents_max is from 1 to {DOCUMENTS_MAX}")


def is_in_charge(stays: Iterable[Stay], operator: Operator) -> bool:
    """Tell whether a reader has a patient in charge: a stay in progress, in the unit in which they work.

    The attending doctor of a stay is told by name only, and a name never gives a right.
    Rule: DMP/UX.34; couloirs.md §2.4.
    """
    unit = operator.unit.strip().casefold()
    return bool(unit) and any(unit in _name_units(stay) for stay in stays if stay.state is StayState.OPEN)


def _name_units(stay: Stay) -> frozenset[str]:
    """The codes and the names of the units of the last movement of a stay."""
    told = [one for one in stay.movements if one.action is not MovementAction.CANCEL]
    if not told:
        return frozenset()
    last = told[-1]
    names = (last.medical_unit, last.medical_unit_label, last.care_unit, last.care_unit_label)
    return frozenset(name.strip().casefold() for name in names if name.strip())


def choose_documents(documents: Iterable[DMPDocument], rules: PreloadRules, at: datetime) -> tuple[DMPDocument, ...]:
    """Choose what is read ahead of a list: in force, of the types asked, recent, not too large, the newest first.

    Rule: DMP/UX.34 (criteria: typeCode, date).
    """
    chosen = [
        one
        for one in documents
        if one.state is DocumentState.APPROVED
        and (not rules.types or one.type.code in rules.types)
        and one.date is not None
        and one.date >= at - rules.depth
        and (one.size is None or one.size <= DOCUMENT_BYTES_MAX)
    ]
    chosen.sort(key=lambda one: (one.date or at, one.unique_id), reverse=True)
    return tuple(chosen[: rules.documents_max])
