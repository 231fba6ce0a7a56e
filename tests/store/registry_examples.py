"""Persons, acts and messages for the tests of the registry: fictitious, small, each told apart by its number."""

from datetime import UTC, datetime, timedelta
from typing import Any

from liane.domain.identity.ins import INS, compute_ins_key
from liane.domain.identity.patient import IdentityStatus, PatientIdentifier, PatientTraits
from liane.domain.identity.person import IdentityProof, INSSource, Person, ProofDocument, RegistryINS
from liane.domain.identity.stays import Movement, MovementAction, Stay, StayFacts, StayState
from liane.store.records import Acceptance, NewMessage
from liane.store.registry_records import NewNotice, PersonEvent, RegistryWrite

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
IPP = "1.2.250.1.999.1"
TEST_OID = "1.2.250.1.213.1.4.10"


def ipp(number: int, domain: str = IPP) -> PatientIdentifier:
    """An IPP of the test domain."""
    return PatientIdentifier(value=f"IPP{number:06d}", oid=domain, type_code="PI")


def ins(number: int = 1, first: str = "2") -> INS:
    """A test INS with a valid key, born in a commune that does not exist."""
    digits = f"{first}791299{number:06d}"[:13]
    return INS(matricule=digits + compute_ins_key(digits), oid=TEST_OID)


def traits(**values: Any) -> PatientTraits:
    """The traits of nobody."""
    fields: dict[str, Any] = {
        "birth_family": "PATIENT-TEST",
        "birth_given": "DOMINIQUE",
        "birth_givens": "DOMINIQUE MARIE",
        "birth_date": "19791215",
        "sex": "F",
        "birth_place": "99999",
    }
    return PatientTraits(**(fields | values))


def person(number: int = 1, **values: Any) -> Person:
    """A new person with one IPP."""
    fields: dict[str, Any] = {
        "traits": traits(),
        "identifiers": (ipp(number),),
        "origin": "GAM@CH",
        "created_at": NOW,
        "updated_at": NOW,
    }
    return Person(**(fields | values))


def qualified(number: int = 1, **values: Any) -> Person:
    """A new person whose identity is qualified."""
    fields: dict[str, Any] = {
        "status": IdentityStatus.QUALIFIEE,
        "ins": RegistryINS(ins=ins(number), source=INSSource.INSI_TRAITS, retrieved_at=NOW, verified_at=NOW),
        "proof": IdentityProof(document=ProofDocument.CN, checked_by="user:accueil", checked_at=NOW),
    }
    return person(number, **(fields | values))


def event(name: str = "person.created", **values: Any) -> PersonEvent:
    """An event about the first person of its act."""
    fields: dict[str, Any] = {"at": NOW, "actor": "user:test", "data": {"reason": "essai"}}
    return PersonEvent(name=name, **(fields | values))


def creation(made: Person, **values: Any) -> RegistryWrite:
    """The act that creates one person."""
    return RegistryWrite(**({"persons": (made,), "events": (event(),)} | values))


def notice(number: int = 1, **values: Any) -> NewNotice:
    """A message to tell a subscriber."""
    fields: dict[str, Any] = {
        "subscriber": "SGL",
        "event": "A28",
        "control_id": f"N{number}",
        "message": b"MSH|^~\\&|LIANE|CH|SGL|LABO|\r" * 60,
        "lane": f"SGL|{number}",
        "due": NOW,
    }
    return NewNotice(**(fields | values))


def movement(number: int = 1, **values: Any) -> Movement:
    """One movement into a unit."""
    fields: dict[str, Any] = {
        "id": f"M{number}",
        "id_domain": IPP,
        "event": "A01",
        "action": MovementAction.INSERT,
        "start": f"202611{number:02d}080000",
        "medical_unit": "3001",
        "medical_unit_label": "Cardiologie",
    }
    return Movement(**(fields | values))


def stay(person_id: int, number: int = 1, **values: Any) -> Stay:
    """An open stay with one movement."""
    moved = values.pop("movements", (movement(),))
    facts: dict[str, Any] = {
        "visit_number": f"V{number:06d}",
        "visit_domain": IPP,
        "patient_class": "I",
        "admitted": "20261101080000",
        "movement": moved[-1] if moved else None,
    }
    fields: dict[str, Any] = {
        "person_id": person_id,
        "facts": StayFacts(**(facts | values.pop("facts", {}))),
        "state": StayState.OPEN,
        "movements": moved,
    }
    return Stay(**(fields | values))


def adt(number: int = 1, **values: Any) -> Acceptance:
    """An identity message as the reception keeps it."""
    raw = f"MSH|^~\\&|GAM|CH|LIANE|CH|20261122||ADT^A28|{number}|P|2.5\r".encode() + b"PID|1||123\r" * 20
    fields: dict[str, Any] = {
        "channel": "identités",
        "kind": "ADT^A28",
        "control_id": f"ADT{number}",
        "sender": "GAM@CH",
        "receiver": "LIANE@CH",
        "processing_id": "T",
        "received_at": NOW + timedelta(milliseconds=number),
        "raw": raw,
        "embedded": None,
        "dedup_key": f"GAM@CH|{number}",
        "outcome": "AA",
        "ack": b"MSH|ack",
    }
    return Acceptance(message=NewMessage(**(fields | values)))
