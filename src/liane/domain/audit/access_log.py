"""The access log that a patient is given: who did what on their data, when; nothing of how Liane works inside."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from liane.domain.audit.access import STEP, AccessAct, AccessEvent, Outcome

FORCED = frozenset({AccessAct.BREAK_GLASS, AccessAct.CENTRE_15})
"""Acts whose reason the patient is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessLogLine:
    """One line. who: as the trail names them. what_they_are: roles and unit, in words. reason: of a forced access.

    act: what was done, with its step where the act has several.
    """

    at: datetime
    who: str
    what_they_are: str
    act: str
    outcome: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessLog:
    """A log to give. patient: names as the registry holds them. identifier: of the record, never an INS.

    is_cut: there were more lines than one log holds.
    """

    patient: str
    born: str
    identifier: str
    establishment: str
    since: datetime | None
    until: datetime | None
    made_at: datetime
    made_by: str
    lines: tuple[AccessLogLine, ...]
    is_cut: bool = False


def describe_access(event: AccessEvent) -> AccessLogLine:
    """Say one access to the patient; addresses of workstations, sessions and numbers of documents are left out.

    Rule: CSP L1111-19 (the patient sees the accesses to their record); RGPD art. 15.
    """
    operator = event.operator
    roles = ", ".join(sorted(role.value for role in operator.roles))
    place = operator.unit
    if not place and operator.situation is not None and operator.situation.structure is not None:
        place = operator.situation.structure.name
    return AccessLogLine(
        at=event.at,
        who=operator.name,
        what_they_are=", ".join(part for part in (roles, place) if part),
        act=", ".join(part for part in (event.act.value, event.detail.get(STEP, "")) if part),
        outcome=event.outcome.value,
        reason=event.reason if event.act in FORCED or event.outcome is Outcome.REFUSED else "",
    )


def describe_accesses(events: Iterable[AccessEvent]) -> tuple[AccessLogLine, ...]:
    """Say accesses to the patient, in their order."""
    return tuple(describe_access(event) for event in events)
