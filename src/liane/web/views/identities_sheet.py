"""The sheet of a person, section by section, and the sentence above it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from liane.domain.identity.birth_date import show
from liane.domain.identity.patient import IdentityStatus, PatientIdentifier
from liane.domain.identity.person import Attribute, Person
from liane.domain.identity.stays import Movement, MovementAction, Stay
from liane.store.registry_records import Alert, INSiCall
from liane.web.french import count_of, format_instant
from liane.web.views.identities_card import tell_birth, tell_place
from liane.web.views.identities_words import (
    CONSULTATION_WORDS,
    DMP_WORDS,
    FEEDING_WORDS,
    PROOF_WORDS,
    SEX_WORDS,
    SOURCE_WORDS,
    STAY_WORDS,
    describe_call_outcome,
)
from liane.web.views.identity import describe_authority, format_ins
from liane.web.views.states import State

Facts = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentifierRow:
    """One number of a person, with what the form that retires it sends back."""

    value: str
    domain: str
    name: str
    type_code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StayRow:
    """One stay with its movements."""

    id: int
    number: str
    domain: str
    account: str
    state: State
    unit: str
    admitted: str
    discharged: str
    doctor: str
    movements: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CallRow:
    """One call of INSi. person: address of the person, or empty."""

    id: int
    at: datetime
    operation: str
    actor: str
    code: str
    label: str
    state: State
    duration_ms: int
    message_id: str
    person: str


def tell_person(person: Person, alerts: Sequence[Alert], *, is_verification_due: bool = False) -> str:
    """Say where a person stands, and what is to be done."""
    if person.merged_into is not None:
        return "Cette identité n’est plus en vigueur : elle a été fusionnée dans une autre."
    told = _tell_status(person)
    if is_verification_due:
        told += " Sa dernière vérification est ancienne : la refaire auprès d’INSi."
    if alerts:
        verb = "attend" if len(alerts) == 1 else "attendent"
        told += f" {count_of(len(alerts), 'alerte')} {verb} une décision."
    return told


def _tell_status(person: Person) -> str:
    if Attribute.FICTIF in person.attributes:
        return "Identité fictive : rien n’est demandé à INSi et rien ne sort."
    if Attribute.DOUTEUX in person.attributes:
        return "Identité douteuse : tout est arrêté jusqu’à ce que le doute soit levé."
    return {
        IdentityStatus.PROVISOIRE: "Identité provisoire : interroger INSi et contrôler une pièce d’identité.",
        IdentityStatus.RECUPEREE: "INS obtenue d’INSi : il reste à contrôler une pièce d’identité.",
        IdentityStatus.VALIDEE: "Pièce d’identité contrôlée : il reste à obtenir l’INS auprès d’INSi.",
        IdentityStatus.QUALIFIEE: "Identité qualifiée : son INS circule avec ses documents.",
    }[person.status]


def describe_traits(person: Person) -> Facts:
    """The strict traits, the used names second."""
    traits = person.traits
    return (
        ("Nom de naissance", traits.birth_family or "absent"),
        ("Prénom(s) de naissance", traits.birth_givens or traits.birth_given or "absent"),
        ("Premier prénom", traits.birth_given or "absent"),
        ("Naissance", tell_birth(traits, is_uncertain=person.birth_date_uncertain)),
        ("Sexe", SEX_WORDS.get(traits.sex, traits.sex)),
        ("Lieu", tell_place(traits.birth_place).removeprefix("lieu de naissance ")),
        ("Nom utilisé", traits.used_family or "non renseigné"),
        ("Prénom utilisé", traits.used_given or "non renseigné"),
    )


def describe_contact(person: Person) -> Facts:
    """The complementary traits that are there."""
    contact = person.complementary
    town = " ".join(part for part in (contact.postal_code, contact.city) if part)
    rows = (
        ("Adresse", contact.address),
        ("Commune", town),
        ("Pays", contact.country),
        ("Téléphone", contact.phone),
        ("Courriel", contact.email),
    )
    return tuple((label, value) for label, value in rows if value)


def describe_ins(person: Person, now: datetime) -> Facts:
    """The INS in force: matricule, authority, where and when it came; empty without any."""
    held = person.ins
    if held is None:
        return ()
    rows = (
        ("Matricule", format_ins(held.ins.matricule)),
        ("Nature", describe_authority(held.ins)),
        ("OID", held.ins.oid),
        ("Obtenue par", SOURCE_WORDS[held.source]),
        ("Obtenue", format_instant(held.retrieved_at, now)),
        ("Vérifiée", format_instant(held.verified_at, now) if held.verified_at else "jamais"),
    )
    return tuple(row for row in rows if row[1])


def describe_former_ins(person: Person) -> tuple[Facts, ...]:
    """The former matricules."""
    return tuple(
        tuple(
            row
            for row in (
                ("Matricule", format_ins(former.ins.matricule)),
                ("OID", former.ins.oid),
                ("Du", show(former.start)),
                ("Au", show(former.end)),
                ("Raison", former.reason),
            )
            if row[1]
        )
        for former in person.former_ins
    )


def describe_proof(person: Person, now: datetime) -> Facts:
    """The check of a document; empty without any."""
    proof = person.proof
    if proof is None:
        return ()
    rows = (
        ("Pièce", PROOF_WORDS[proof.document]),
        ("Contrôlée", format_instant(proof.checked_at, now)),
        ("Par", proof.checked_by),
        ("Valable jusqu’au", show(proof.valid_until)),
    )
    return tuple(row for row in rows if row[1])


def describe_consents(person: Person) -> tuple[tuple[str, State, str], ...]:
    """What the patient said of the DMP: label, state, when."""
    consents = person.consents
    return (
        ("État du DMP", DMP_WORDS.get(consents.dmp_status, DMP_WORDS[""]), ""),
        ("Alimentation", FEEDING_WORDS[consents.feeding], tell_hl7(consents.feeding_at)),
        ("Consultation", CONSULTATION_WORDS[consents.consultation], tell_hl7(consents.consultation_at)),
    )


def describe_identifiers(identifiers: Iterable[PatientIdentifier]) -> tuple[IdentifierRow, ...]:
    """The local numbers, by domain."""
    rows = [
        IdentifierRow(value=one.value, domain=one.oid, name=one.namespace, type_code=one.type_code)
        for one in identifiers
    ]
    return tuple(sorted(rows, key=lambda row: (row.name or row.domain, row.value)))


def describe_stays(stays: Iterable[Stay]) -> tuple[StayRow, ...]:
    """The stays with their movements in force, the newest movement first."""
    return tuple(_describe_stay(stay) for stay in stays)


def _describe_stay(stay: Stay) -> StayRow:
    facts = stay.facts
    in_force = [movement for movement in stay.movements if movement.action is not MovementAction.CANCEL]
    return StayRow(
        id=stay.id,
        number=facts.visit_number,
        domain=facts.visit_domain,
        account=facts.account_number,
        state=STAY_WORDS[stay.state],
        unit=_name_unit(in_force[-1]) if in_force else "",
        admitted=tell_hl7(facts.admitted),
        discharged=tell_hl7(facts.discharged),
        doctor=facts.attending_doctor,
        movements=tuple(
            (tell_hl7(one.start), MOVEMENT_WORDS.get(one.event, one.event), _name_unit(one)) for one in in_force[::-1]
        ),
    )


MOVEMENT_WORDS = {
    "A01": "admission",
    "A02": "changement d’unité",
    "A03": "sortie",
    "A04": "consultation externe",
    "A05": "préadmission",
    "A06": "passage en hospitalisation",
    "A07": "passage en externe",
    "A14": "admission prévue",
    "A15": "mutation prévue",
    "A16": "sortie prévue",
    "A21": "permission, départ",
    "A22": "permission, retour",
    "A54": "changement de médecin",
}


def _name_unit(movement: Movement) -> str:
    named = movement.medical_unit_label or movement.care_unit_label
    return named or movement.medical_unit or movement.care_unit or movement.accommodation_unit


def tell_hl7(value: str) -> str:
    """Write an HL7 timestamp for a French reader: ``12/03/2026 à 8 h 15``; what is no timestamp stays as it is."""
    day = show(value[:8]) if value[:8].isdigit() and len(value) >= 8 else value
    hours = value[8:12]
    return f"{day} à {int(hours[:2])} h {hours[2:]}" if len(hours) == 4 and hours.isdigit() else day


def describe_calls(calls: Iterable[INSiCall]) -> tuple[CallRow, ...]:
    """The calls of INSi, as journalled."""
    return tuple(
        CallRow(
            id=call.id,
            at=call.at,
            operation=call.operation,
            actor=call.actor.removeprefix("user:"),
            code=call.code,
            label=call.label,
            state=describe_call_outcome(call.outcome),
            duration_ms=call.duration_ms,
            message_id=call.message_id,
            person=f"/identites/{call.person_id}" if call.person_id else "",
        )
        for call in calls
    )
