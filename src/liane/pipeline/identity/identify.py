"""Find whose a document is: the person of the registry that its identifiers name, never its traits alone.

A document is tied once to a person and stays so; a merge later leads to the kept identity.
Rule: architecture.md §4; ins.md §5.4; hl7v2.md §8.5.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from liane.domain.errors import DuplicateIdentifier, Finding, Severity
from liane.domain.identity.changes import ToldByFlow
from liane.domain.identity.lifecycle import apply
from liane.domain.identity.patient import PatientIdentifier, PatientIdentity
from liane.domain.identity.person import Person
from liane.pipeline.identity.ports import RegistryStore
from liane.store.registry_records import PersonEvent, RegistryWrite

IPP_TYPE = "PI"
REGISTER_TRIES_MAX = 3


class UnknownPatient(StrEnum):
    """What to do with a document whose patient the registry does not know.

    ``register``: keep the identity of the message as a new person; for sites where no flow of identities comes.
    ``wait``: hold the document until the référentiel d'identités tells of the person.
    """

    REGISTER = "register"
    WAIT = "wait"


@dataclass(frozen=True, slots=True, kw_only=True)
class Identified:
    """Whose a document is. person: None when nobody is known. conflicts: what opposes its identifiers.

    other: the second person, when the identifiers name two.
    """

    person: Person | None
    conflicts: tuple[Finding, ...] = ()
    other: Person | None = None


def local_identifiers(patient: PatientIdentity) -> tuple[PatientIdentifier, ...]:
    """The identifiers that may name a person here: those of a patient (PI) with a domain, the INS apart."""
    return tuple(i for i in patient.identifiers if not i.is_ins and i.type_code in (IPP_TYPE, "") and i.oid and i.value)


def digest_identifier(value: str, domain: str) -> str:
    """Key of one identifier, which does not carry it."""
    return hashlib.sha256(f"{value}^{domain}".encode()).hexdigest()[:32]


async def identify(store: RegistryStore, patient: PatientIdentity) -> Identified:
    """Find the person that the identifiers of a message name; two different ones are a conflict, never a choice."""
    by_number: dict[int, Person] = {}
    for identifier in local_identifiers(patient):
        found = await store.find_by_identifier(identifier.oid, identifier.value)
        if found is not None:
            by_number[found.id] = found
    if len(by_number) > 1:
        first, second = list(by_number.values())[:2]
        return Identified(person=first, other=second, conflicts=(_TWO_NUMBERS,))
    by_ins = await store.find_by_ins(patient.ins) if patient.ins is not None else []
    known = next(iter(by_number.values()), None)
    if known is not None:
        others = [person for person in by_ins if person.id != known.id]
        if by_ins and known.id not in {person.id for person in by_ins}:
            return Identified(person=known, other=others[0], conflicts=(_NUMBER_AGAINST_INS,))
        return Identified(person=known)
    if len(by_ins) > 1:
        return Identified(person=by_ins[0], other=by_ins[1], conflicts=(_INS_OF_TWO,))
    if by_ins and _holds_another_number(by_ins[0], patient):
        return Identified(person=by_ins[0], conflicts=(_OTHER_NUMBER,))
    return Identified(person=by_ins[0] if by_ins else None)


def _holds_another_number(person: Person, patient: PatientIdentity) -> bool:
    """Tell whether the person is numbered otherwise in a domain that the message numbers."""
    held: dict[str, set[str]] = {}
    for identifier in person.identifiers:
        held.setdefault(identifier.oid, set()).add(identifier.value)
    return any(i.oid in held and i.value not in held[i.oid] for i in local_identifiers(patient))


async def register_from_document(
    store: RegistryStore, patient: PatientIdentity, *, origin: str, now: Callable[[], datetime]
) -> Person | None:
    """Keep the identity of a document's message as a new person; None when it names nobody (no identifier).

    Someone else may register the same person at the same time: then theirs is taken.
    """
    kept = PatientIdentity(
        identifiers=tuple(i for i in patient.identifiers if i.is_ins or i in local_identifiers(patient)),
        traits=patient.traits,
        status_codes=patient.status_codes,
    )
    if not kept.identifiers:
        return None
    for _ in range(REGISTER_TRIES_MAX):
        at = now()
        applied = apply(Person(origin=origin, created_at=at), ToldByFlow(identity=kept), at=at, actor=origin)
        event = PersonEvent(
            name="person.created",
            at=at,
            actor=origin,
            person_index=0,
            data={"means": "message d'un document", "status": applied.person.status.value},
        )
        try:
            written = await store.write_registry(RegistryWrite(persons=(applied.person,), events=(event,)))
        except DuplicateIdentifier:
            found = await identify(store, kept)
            if found.person is not None:
                return found.person
            continue
        return await store.get_person(written.person_ids[0])
    return None


def _conflict(code: str, message: str, remedy: str, *, location: str = "PID-3") -> Finding:
    return Finding(
        code=code,
        severity=Severity.ERROR,
        location=location,
        message=message,
        remedy=remedy,
        layer="identity",
        rule="RNIV; ins.md §5.4; architecture.md §4",
    )


_TWO_NUMBERS = _conflict(
    "IDV-150",
    "Les numéros locaux du message désignent deux personnes différentes.",
    "Comparer les deux identités : les fusionner si c'est la même personne, sinon corriger l'émetteur.",
)
_NUMBER_AGAINST_INS = _conflict(
    "IDV-151",
    "Le numéro local et l'INS du message désignent deux personnes différentes.",
    "Comparer les deux identités : doublon à fusionner, ou INS mal attribué à corriger.",
)
_INS_OF_TWO = _conflict(
    "IDV-152",
    "Deux identités du référentiel portent l'INS du message.",
    "Traiter le doublon : fusionner les deux identités, ou retirer l'INS mal attribué.",
)
_OTHER_NUMBER = _conflict(
    "IDV-153",
    "La personne qui porte cet INS a un autre numéro dans le domaine du message.",
    "Vérifier s'il s'agit d'un doublon ; attendre la fusion ou le changement de numéro de l'application d'identités.",
)
STAY_OF_ANOTHER = _conflict(
    "IDV-154",
    "Le numéro de venue du document est celui d'un séjour d'une autre personne.",
    "Vérifier de qui est ce document : corriger la venue ou le patient dans l'application émettrice, puis renvoyer.",
    location="PV1-19",
)
