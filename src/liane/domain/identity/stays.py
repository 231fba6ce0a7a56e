"""Stays and movements of a person, as PAM France tells them: to attach documents, and to know the end of a stay."""

from dataclasses import dataclass
from enum import StrEnum


class MovementAction(StrEnum):
    """ZBE-4. Rule: PAM FR 2.11, ZBE; hl7v2.md §8.3."""

    INSERT = "INSERT"
    UPDATE = "UPDATE"
    CANCEL = "CANCEL"


class StayState(StrEnum):
    """Where a stay stands."""

    PLANNED = "prévu"
    OPEN = "en cours"
    CLOSED = "terminé"
    CANCELLED = "annulé"


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """One movement (ZBE). Timestamps are HL7. unit codes: XON-10 of ZBE-7 and ZBE-8, PV1-3.1 for accommodation."""

    id: str
    id_domain: str
    event: str
    action: MovementAction
    start: str
    is_historic: bool = False
    original_event: str = ""
    medical_unit: str = ""
    medical_unit_label: str = ""
    care_unit: str = ""
    care_unit_label: str = ""
    accommodation_unit: str = ""
    nature: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StayFacts:
    """What one message says of a stay: PV1, PID-18 and its movement. Empty string: not said.

    visit_number, visit_domain: PV1-19; account_number, account_domain: PID-18; patient_class: PV1-2.
    """

    visit_number: str
    visit_domain: str = ""
    account_number: str = ""
    account_domain: str = ""
    patient_class: str = ""
    admitted: str = ""
    discharged: str = ""
    attending_doctor: str = ""
    movement: Movement | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """One stay of the registry, with its movements in order. id: 0 before it is kept."""

    person_id: int
    facts: StayFacts
    state: StayState
    movements: tuple[Movement, ...] = ()
    id: int = 0
