"""A prescription that a patient sends to the pharmacy: its states, and which may follow which. Values only.

The order is a request to prepare, not a dispensation. Rule: couloirs.md §7 (« ordonnance reçue »); mssante.md §8.
"""

from enum import StrEnum


class PrescriptionState(StrEnum):
    """Where a prescription stands.

    ``INCOMPLETE``: the patient is asked for something. ``REFUSED``, ``GIVEN``: over.
    """

    RECEIVED = "received"
    TO_PREPARE = "to_prepare"
    READY = "ready"
    INCOMPLETE = "incomplete"
    REFUSED = "refused"
    GIVEN = "given"


OPEN_STATES = (
    PrescriptionState.RECEIVED,
    PrescriptionState.TO_PREPARE,
    PrescriptionState.INCOMPLETE,
    PrescriptionState.READY,
)
FOLLOWING: dict[PrescriptionState, tuple[PrescriptionState, ...]] = {
    PrescriptionState.RECEIVED: (
        PrescriptionState.TO_PREPARE,
        PrescriptionState.READY,
        PrescriptionState.INCOMPLETE,
        PrescriptionState.REFUSED,
    ),
    PrescriptionState.TO_PREPARE: (
        PrescriptionState.READY,
        PrescriptionState.INCOMPLETE,
        PrescriptionState.REFUSED,
        PrescriptionState.RECEIVED,
    ),
    PrescriptionState.INCOMPLETE: (
        PrescriptionState.TO_PREPARE,
        PrescriptionState.READY,
        PrescriptionState.REFUSED,
    ),
    PrescriptionState.READY: (
        PrescriptionState.GIVEN,
        PrescriptionState.TO_PREPARE,
        PrescriptionState.INCOMPLETE,
        PrescriptionState.REFUSED,
    ),
    PrescriptionState.REFUSED: (PrescriptionState.RECEIVED,),
    PrescriptionState.GIVEN: (PrescriptionState.READY,),
}
"""States that a person may choose from each, the likeliest first; what is over may be taken up again."""


def may_follow(before: PrescriptionState, after: PrescriptionState) -> bool:
    """Tell whether a state may follow another."""
    return after in FOLLOWING[before]
