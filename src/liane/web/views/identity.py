"""The identity card: a person is shown by the same card on every page, so that nobody is taken for another."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from pydantic import TypeAdapter, ValidationError

from liane.domain.identity.ins import INS, INSAuthority
from liane.domain.identity.patient import PatientIdentity, PatientTraits, find_qualification_defects
from liane.store.records import StoredDocument
from liane.web.french import format_hl7_date
from liane.web.views.states import Shape, State

_IDENTITIES: TypeAdapter[PatientIdentity] = TypeAdapter(PatientIdentity)
_AUTHORITY_WORDS = {
    INSAuthority.NIR: "INS (NIR)",
    INSAuthority.NIA: "INS (NIA)",
    INSAuthority.NIR_TEST: "INS de test",
    INSAuthority.NIR_DEMO: "INS de démonstration",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityCard:
    """What the card shows. born: « née le … » with its place. is_test: the identity is not a real person's."""

    birth_family: str
    given: str
    used: str
    born: str
    sex: str
    birth_place: str
    ins: str
    ins_label: str
    ins_state: State
    ipp: str
    ipp_domain: str
    is_test: bool


def format_ins(matricule: str) -> str:
    """Write a matricule in its groups (sex, year, month, department, commune, order, key)."""
    if len(matricule) != 15:
        return matricule
    cuts = (0, 1, 3, 5, 7, 10, 13, 15)
    return "\u00a0".join(matricule[start:end] for start, end in pairwise(cuts))


def load_identity(values: dict[str, Any]) -> PatientIdentity | None:
    """Read the patient of a stored request; None when its content is no longer kept."""
    try:
        return _IDENTITIES.validate_python(values.get("patient"))
    except ValidationError:
        return None


def describe_identity(document: StoredDocument) -> IdentityCard:
    """Make the card of a document's patient, from the identity of the message, else from the row."""
    identity = load_identity(document.request) or _identity_of_row(document)
    traits, ins, ipp = identity.traits, identity.ins, identity.ipp
    used = " ".join(part for part in (traits.used_family, traits.used_given) if part)
    return IdentityCard(
        birth_family=traits.birth_family or "nom inconnu",
        given=traits.birth_givens or traits.birth_given,
        used=used if traits.used_family and used != f"{traits.birth_family} {traits.birth_given}" else "",
        born=_describe_birth(traits),
        sex={"F": "Féminin", "M": "Masculin", "U": "Sexe inconnu"}.get(traits.sex, traits.sex or "Sexe absent"),
        birth_place=_describe_place(traits.birth_place),
        ins=format_ins(ins.matricule) if ins else "",
        ins_label=describe_authority(ins),
        ins_state=_describe_status(identity),
        ipp=ipp.value if ipp else "",
        ipp_domain=ipp.oid if ipp else "",
        is_test=bool(ins and ins.authority and not ins.authority.is_real),
    )


def _identity_of_row(document: StoredDocument) -> PatientIdentity:
    identifiers = []
    if document.patient_ins:
        identifiers = [{"value": document.patient_ins, "oid": document.patient_ins_oid or "", "type_code": "INS"}]
    return _IDENTITIES.validate_python(
        {
            "identifiers": identifiers,
            "traits": {
                "birth_family": document.patient_label,
                "birth_date": document.patient_birth_date,
                "sex": document.patient_sex,
            },
        }
    )


def _describe_birth(traits: PatientTraits) -> str:
    if not traits.birth_date:
        return "date de naissance absente"
    word = {"F": "née le", "M": "né le"}.get(traits.sex, "né(e) le")
    return f"{word} {format_hl7_date(traits.birth_date)}"


def _describe_place(place: str) -> str:
    if not place:
        return "lieu de naissance absent"
    return "lieu de naissance inconnu (99999)" if place == "99999" else f"lieu de naissance {place}"


def describe_authority(ins: INS | None) -> str:
    """Name an INS by its authority: NIR, NIA, test."""
    if ins is None or ins.authority is None:
        return "INS"
    return _AUTHORITY_WORDS[ins.authority]


def _describe_status(identity: PatientIdentity) -> State:
    defects = find_qualification_defects(identity)
    if not defects:
        return State(shape=Shape.DONE, word="identité qualifiée", meaning="L’INS peut sortir de l’établissement.")
    why = " ; ".join(defects)
    if identity.ins is None:
        return State(shape=Shape.IDLE, word="sans INS", meaning=f"L’identité n’est pas qualifiée : {why}.")
    return State(shape=Shape.TODO, word="identité non qualifiée", meaning=f"L’INS ne sort pas : {why}.")
