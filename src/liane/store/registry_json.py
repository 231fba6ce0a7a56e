"""Persons and stays as JSON and back: the one pair that knows how their state is kept.

What is empty is left out, so that a state stays small and a field that comes later reads as its default.
"""

import json
from dataclasses import fields
from datetime import datetime
from typing import Any, TypeVar

from liane.domain.identity.ins import INS
from liane.domain.identity.patient import IdentityStatus, PatientIdentifier, PatientTraits
from liane.domain.identity.person import (
    Attribute,
    ComplementaryTraits,
    Consents,
    ConsultationStance,
    FeedingStance,
    FormerINS,
    IdentityProof,
    INSSource,
    Person,
    ProofDocument,
    RegistryINS,
)
from liane.domain.identity.stays import Movement, MovementAction, StayFacts
from liane.store.rights_json import dump_rights, load_rights
from liane.store.values import render_json

Flat = TypeVar("Flat")

_TEXTS: dict[type, tuple[str, ...]] = {
    PatientTraits: tuple(field.name for field in fields(PatientTraits)),
    PatientIdentifier: tuple(field.name for field in fields(PatientIdentifier)),
    ComplementaryTraits: tuple(field.name for field in fields(ComplementaryTraits)),
    INS: tuple(field.name for field in fields(INS)),
    StayFacts: tuple(field.name for field in fields(StayFacts) if field.name != "movement"),
    Movement: tuple(field.name for field in fields(Movement) if field.name not in ("action", "is_historic")),
}
"""The fields that are plain texts, by type."""


def _texts(value: object) -> dict[str, Any]:
    """The texts of a value that are not empty."""
    return {name: text for name in _TEXTS[type(value)] if (text := getattr(value, name))}


def _flat(kind: type[Flat], found: dict[str, Any]) -> Flat:
    """A value made of texts only; those that are mandatory and were empty are given as such."""
    return kind(**{name: found.get(name, "") for name in _TEXTS[kind]})


def _instant(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()


def _read_instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def dump_person(person: Person) -> str:
    """Write a person but for id, version and merged_into, which are columns. Raises ValueError for a naive instant."""
    state: dict[str, Any] = {
        "status": person.status.value,
        "attributes": sorted(attribute.value for attribute in person.attributes),
        "traits": _texts(person.traits),
        "birth_date_uncertain": person.birth_date_uncertain,
        "ins": None if person.ins is None else _dump_ins(person.ins),
        "former_ins": [_dump_former(former) for former in person.former_ins],
        "identifiers": [_texts(identifier) for identifier in person.identifiers],
        "proof": None if person.proof is None else _dump_proof(person.proof),
        "complementary": _texts(person.complementary),
        "consents": _dump_consents(person.consents),
        "rights": dump_rights(person.rights),
        "deceased_on": person.deceased_on,
        "origin": person.origin,
        "created_at": _instant(person.created_at),
        "updated_at": _instant(person.updated_at),
    }
    return render_json({name: value for name, value in state.items() if value})


def load_person(text: str, *, person_id: int, version: int, merged_into: int | None) -> Person:
    """Read a person back."""
    state = json.loads(text)
    return Person(
        id=person_id,
        version=version,
        merged_into=merged_into,
        status=IdentityStatus(state["status"]),
        attributes=frozenset(Attribute(value) for value in state.get("attributes", ())),
        traits=_flat(PatientTraits, state.get("traits", {})),
        birth_date_uncertain=state.get("birth_date_uncertain", False),
        ins=_load_ins(state["ins"]) if "ins" in state else None,
        former_ins=tuple(_load_former(former) for former in state.get("former_ins", ())),
        identifiers=tuple(_flat(PatientIdentifier, identifier) for identifier in state.get("identifiers", ())),
        proof=_load_proof(state["proof"]) if "proof" in state else None,
        complementary=_flat(ComplementaryTraits, state.get("complementary", {})),
        consents=_load_consents(state.get("consents", {})),
        rights=load_rights(state.get("rights", {})),
        deceased_on=state.get("deceased_on", ""),
        origin=state.get("origin", ""),
        created_at=_read_instant(state.get("created_at")),
        updated_at=_read_instant(state.get("updated_at")),
    )


def _dump_ins(held: RegistryINS) -> dict[str, Any]:
    return _texts(held.ins) | {
        "source": held.source.value,
        "retrieved_at": _instant(held.retrieved_at),
        "verified_at": _instant(held.verified_at),
    }


def _load_ins(found: dict[str, Any]) -> RegistryINS:
    return RegistryINS(
        ins=_flat(INS, found),
        source=INSSource(found["source"]),
        retrieved_at=datetime.fromisoformat(found["retrieved_at"]),
        verified_at=_read_instant(found["verified_at"]),
    )


def _dump_former(former: FormerINS) -> dict[str, Any]:
    return _texts(former.ins) | {"start": former.start, "end": former.end, "reason": former.reason}


def _load_former(found: dict[str, Any]) -> FormerINS:
    return FormerINS(ins=_flat(INS, found), start=found["start"], end=found["end"], reason=found["reason"])


def _dump_proof(proof: IdentityProof) -> dict[str, Any]:
    return {
        "document": proof.document.value,
        "checked_by": proof.checked_by,
        "checked_at": _instant(proof.checked_at),
        "valid_until": proof.valid_until,
    }


def _load_proof(found: dict[str, Any]) -> IdentityProof:
    return IdentityProof(
        document=ProofDocument(found["document"]),
        checked_by=found["checked_by"],
        checked_at=datetime.fromisoformat(found["checked_at"]),
        valid_until=found["valid_until"],
    )


_NO_CONSENTS = Consents()


def _dump_consents(consents: Consents) -> dict[str, Any]:
    if consents == _NO_CONSENTS:
        return {}
    return {
        "dmp_status": consents.dmp_status,
        "feeding": consents.feeding.value,
        "feeding_at": consents.feeding_at,
        "consultation": consents.consultation.value,
        "consultation_at": consents.consultation_at,
    }


def _load_consents(found: dict[str, Any]) -> Consents:
    if not found:
        return _NO_CONSENTS
    return Consents(
        dmp_status=found["dmp_status"],
        feeding=FeedingStance(found["feeding"]),
        feeding_at=found["feeding_at"],
        consultation=ConsultationStance(found["consultation"]),
        consultation_at=found["consultation_at"],
    )


def dump_facts(facts: StayFacts) -> str:
    """Write the facts of a stay, its last movement with them."""
    movement = None if facts.movement is None else _dump_movement(facts.movement)
    return render_json(_texts(facts) | ({"movement": movement} if movement else {}))


def load_facts(text: str) -> StayFacts:
    """Read the facts of a stay back."""
    found = json.loads(text)
    movement = _load_movement(found["movement"]) if "movement" in found else None
    return StayFacts(**{name: found.get(name, "") for name in _TEXTS[StayFacts]}, movement=movement)


def dump_movement(movement: Movement) -> str:
    """Write one movement."""
    return render_json(_dump_movement(movement))


def load_movement(text: str) -> Movement:
    """Read one movement back."""
    return _load_movement(json.loads(text))


def _dump_movement(movement: Movement) -> dict[str, Any]:
    return _texts(movement) | {"action": movement.action.value, "is_historic": movement.is_historic}


def _load_movement(found: dict[str, Any]) -> Movement:
    return Movement(
        **{name: found.get(name, "") for name in _TEXTS[Movement]},
        action=MovementAction(found["action"]),
        is_historic=found["is_historic"],
    )
