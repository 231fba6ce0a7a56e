"""The stays of a person: what one movement does to one stay. Pure; a deviation is told, never a loss.

The movements of a stay are kept whole, cancelled ones too (their action is then ``CANCEL``): the state, the dates and
the class of the stay are derived from those in force, in their order.
"""

from dataclasses import dataclass, replace

from liane.domain.errors import Finding, Severity
from liane.domain.identity.stays import Movement, MovementAction, Stay, StayFacts, StayState

MOVEMENTS_MAX = 2_000
PLANNING = frozenset({"A05", "A14"})
OPENING = frozenset({"A01", "A04", "A06", "A07"})
CLOSING = frozenset({"A03"})
PENDING = frozenset({"A15", "A16"})
CANCELS = {
    "A11": ("A01", "A04"),
    "A38": ("A05",),
    "A27": ("A14",),
    "A12": ("A02",),
    "A13": ("A03",),
    "A25": ("A16",),
    "A26": ("A15",),
    "A52": ("A21",),
    "A53": ("A22",),
    "A55": ("A54",),
}
"""What each event of cancellation cancels. Rule: PAM FR 2.11; hl7v2.md §8.2."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StayChange:
    """A stay after a movement, and what was out of order in it. is_same: nothing changed (the same told twice)."""

    stay: Stay
    deviations: tuple[Finding, ...] = ()
    is_same: bool = False


def record_movement(stay: Stay | None, facts: StayFacts, *, person_id: int, trigger: str) -> StayChange:
    """Apply what one message says of a stay; stay: as kept, None when this is the first that is heard of it.

    trigger: the event that counts (ZBE-6 under Z99). Rule: PAM FR 2.11, ZBE; hl7v2.md §8.2, §8.3 (INSERT only at the
    end, CANCEL only the current movement, UPDATE any): a deviation is told, the movement is kept all the same.
    """
    known = stay or Stay(person_id=person_id, facts=_without_movement(facts), state=StayState.OPEN)
    movement = facts.movement or _make_movement(facts, trigger)
    if movement is None:
        merged = replace(known, facts=_merge_facts(known.facts, facts))
        return StayChange(stay=merged, is_same=stay is not None and merged == stay)
    movement = replace(movement, event=_name_event(movement, trigger))
    moved, deviations = _MOVES[movement.action](known, movement)
    if len(moved) > MOVEMENTS_MAX:
        return StayChange(stay=known, deviations=(_tell("PAM-105", "Le séjour compte trop de mouvements."),))
    changed = _derive(known, facts, moved)
    return StayChange(stay=changed, deviations=deviations, is_same=stay is not None and changed == stay)


def _make_movement(facts: StayFacts, trigger: str) -> Movement | None:
    """Make the movement of a message without ZBE out of its event; None when the event moves nobody."""
    if trigger not in PLANNING | OPENING | CLOSING and trigger not in CANCELS:
        return None
    cancels = trigger in CANCELS
    start = facts.discharged if trigger in CLOSING else facts.admitted
    action = MovementAction.CANCEL if cancels else MovementAction.INSERT
    return Movement(id="", id_domain="", event=trigger, action=action, start=start)


def _name_event(movement: Movement, trigger: str) -> str:
    """The event that a movement inserts, corrects or cancels: never the event of the cancellation itself."""
    if movement.action is MovementAction.INSERT:
        return trigger or movement.event
    return movement.original_event or trigger or movement.event


def _insert(stay: Stay, movement: Movement) -> tuple[tuple[Movement, ...], tuple[Finding, ...]]:
    same = _find(stay, movement)
    if same is not None and _is_retold(stay.movements[same], movement):
        return stay.movements, ()
    deviations = []
    if same is not None:
        deviations.append(_tell("PAM-101", "Ce numéro de mouvement a déjà servi dans ce séjour."))
    current = _current(stay)
    if current is not None and not movement.is_historic and _is_before(movement.start, stay.movements[current].start):
        deviations.append(_tell("PAM-102", "Le mouvement inséré n'est pas le dernier du séjour."))
    if stay.state is StayState.CLOSED and movement.event not in PENDING | CLOSING and not movement.is_historic:
        deviations.append(_tell("PAM-106", "Un mouvement arrive après la sortie."))
    return (*stay.movements, movement), tuple(deviations)


def _update(stay: Stay, movement: Movement) -> tuple[tuple[Movement, ...], tuple[Finding, ...]]:
    place = _find(stay, movement)
    if place is None:
        kept = replace(movement, action=MovementAction.INSERT)
        return (*stay.movements, kept), (_tell("PAM-103", "La modification porte sur un mouvement inconnu."),)
    before = stay.movements[place]
    if before.action is MovementAction.CANCEL:
        return stay.movements, (_tell("PAM-107", "La modification porte sur un mouvement annulé."),)
    after = replace(movement, action=before.action, event=movement.event or before.event)
    return (*stay.movements[:place], after, *stay.movements[place + 1 :]), ()


def _cancel(stay: Stay, movement: Movement) -> tuple[tuple[Movement, ...], tuple[Finding, ...]]:
    place = _find(stay, movement)
    if place is None:
        place = _find_cancelled(stay, movement)
    if place is None:
        return stay.movements, (_tell("PAM-104", "L'annulation porte sur un mouvement inconnu."),)
    deviations: tuple[Finding, ...] = ()
    if place != _current(stay) and stay.movements[place].action is not MovementAction.CANCEL:
        deviations = (_tell("PAM-108", "L'annulation ne porte pas sur le mouvement en cours."),)
    cancelled = replace(stay.movements[place], action=MovementAction.CANCEL)
    return (*stay.movements[:place], cancelled, *stay.movements[place + 1 :]), deviations


_MOVES = {MovementAction.INSERT: _insert, MovementAction.UPDATE: _update, MovementAction.CANCEL: _cancel}


def _find(stay: Stay, movement: Movement) -> int | None:
    """Place of the movement that has this number, the latest first."""
    if not movement.id:
        return None
    places = range(len(stay.movements) - 1, -1, -1)
    wanted = (movement.id, movement.id_domain)
    return next((n for n in places if (stay.movements[n].id, stay.movements[n].id_domain) == wanted), None)


def _find_cancelled(stay: Stay, movement: Movement) -> int | None:
    """Place of what a cancellation without a known number means: the latest movement in force of its kind."""
    wanted = CANCELS.get(movement.event, (movement.event,))
    places = range(len(stay.movements) - 1, -1, -1)
    return next((n for n in places if _is_in_force(stay.movements[n]) and stay.movements[n].event in wanted), None)


def _current(stay: Stay) -> int | None:
    """Place of the current movement: the last one in force that is no historic correction."""
    places = range(len(stay.movements) - 1, -1, -1)
    return next((n for n in places if _is_in_force(stay.movements[n]) and not stay.movements[n].is_historic), None)


def _is_in_force(movement: Movement) -> bool:
    return movement.action is not MovementAction.CANCEL


def _is_retold(kept: Movement, movement: Movement) -> bool:
    return _is_in_force(kept) and (kept.event, kept.start) == (movement.event, movement.start)


def _is_before(start: str, other: str) -> bool:
    """Compare two HL7 timestamps at the precision of the shorter one; an absent one is never before."""
    first, second = start[:14], other[:14]
    shared = min(len(first), len(second))
    return shared >= 8 and first[:shared] < second[:shared]


def _derive(stay: Stay, facts: StayFacts, movements: tuple[Movement, ...]) -> Stay:
    """Say where a stay stands after its movements, in the order in which they were told."""
    told = _merge_facts(stay.facts, facts)
    in_force = [movement for movement in movements if _is_in_force(movement)]
    state, admitted, discharged = StayState.CANCELLED, "", ""
    for movement in in_force:
        if movement.event in CLOSING:
            state, discharged = StayState.CLOSED, movement.start
        elif movement.event in PLANNING:
            state = StayState.PLANNED if state in (StayState.CANCELLED, StayState.PLANNED) else state
        elif movement.event not in PENDING and not movement.is_historic:
            state = StayState.CLOSED if state is StayState.CLOSED else StayState.OPEN
        if movement.event in OPENING and not admitted:
            admitted = movement.start
    if not movements:
        state = stay.state
    told = replace(
        told,
        admitted=facts.admitted or stay.facts.admitted or admitted,
        discharged=(facts.discharged or discharged) if state is StayState.CLOSED else "",
        movement=None,
    )
    return replace(stay, facts=told, state=state, movements=movements)


def _merge_facts(kept: StayFacts, told: StayFacts) -> StayFacts:
    """Take what a message says, keep what it does not say."""
    names = ("account_number", "account_domain", "patient_class", "admitted", "discharged", "attending_doctor")
    said = {name: value for name in names if (value := getattr(told, name))}
    return replace(kept, **said, movement=None)


def _without_movement(facts: StayFacts) -> StayFacts:
    return replace(facts, movement=None)


def _tell(code: str, message: str) -> Finding:
    return Finding(
        code=code,
        severity=Severity.WARNING,
        location="ZBE",
        message=message,
        remedy="Vérifier les mouvements de ce séjour dans l'application de gestion des malades.",
        layer="registry",
        rule="PAM FR 2.11, ZBE; hl7v2.md §8.3",
    )
