"""Makers of persons of the registry for tests, changed by keyword. All fictitious, test INS."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from liane.domain.identity.ins import INS, compute_ins_key
from liane.domain.identity.patient import IdentityStatus, PatientIdentifier, PatientIdentity, PatientTraits
from liane.domain.identity.person import (
    Attribute,
    IdentityProof,
    INSSource,
    Person,
    ProofDocument,
    RegistryINS,
)
from liane.domain.identity.standing import Standing

TEST_OID = "1.2.250.1.213.1.4.10"
NIA_OID = "1.2.250.1.213.1.4.9"
LOCAL_OID = "1.2.250.1.999.2.1"
NOW = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
ACTOR = "Anne TESTACCUEIL"
TRAITS = PatientTraits(
    birth_family="TESTOMBELLE",
    birth_given="CAMILLE",
    birth_givens="CAMILLE ROSE",
    birth_date="19900214",
    sex="F",
    birth_place="99100",
    used_family="DUTEST",
)


def make_ins(number: str = "2900299999001", oid: str = TEST_OID) -> INS:
    """A test INS, its key computed."""
    return INS(matricule=number + compute_ins_key(number), oid=oid)


OWN_INS = make_ins()
OTHER_INS = make_ins("2900299999002")
PROOF = IdentityProof(document=ProofDocument.CN, checked_by=ACTOR, checked_at=NOW)
IPP = PatientIdentifier(value="IPP000731", oid=LOCAL_OID, type_code="PI")


def make_traits(**changes: str) -> PatientTraits:
    """The traits of the test person, changed by keyword."""
    return replace(TRAITS, **changes)


def make_person(standing: Standing = Standing.PROVISOIRE, **changes: Any) -> Person:
    """A person at a standing, whole: INS, check and attribute as the standing wants them."""
    has_ins = standing.locks_traits
    has_proof = standing in (Standing.VALIDEE, Standing.QUALIFIEE)
    attributes = {Standing.DOUTEUSE: {Attribute.DOUTEUX}, Standing.FICTIVE: {Attribute.FICTIF}}.get(standing, set())
    person = Person(
        id=1,
        version=3,
        status=standing.status,
        attributes=frozenset(attributes),
        traits=TRAITS,
        ins=RegistryINS(ins=OWN_INS, source=INSSource.INSI_TRAITS, retrieved_at=NOW, verified_at=NOW)
        if has_ins
        else None,
        proof=PROOF if has_proof else None,
        identifiers=(IPP,),
        origin=ACTOR,
        created_at=NOW,
        updated_at=NOW,
    )
    return replace(person, **changes)


def make_identity(
    *codes: str, ins: INS | None = None, traits: PatientTraits = TRAITS, ipp: PatientIdentifier | None = IPP
) -> PatientIdentity:
    """A PID: status codes, an INS or none."""
    identifiers = [] if ipp is None else [ipp]
    if ins is not None:
        identifiers.append(PatientIdentifier(value=ins.matricule, oid=ins.oid, type_code="INS"))
    return PatientIdentity(identifiers=tuple(identifiers), traits=traits, status_codes=frozenset(codes))


def is_sound(person: Person) -> bool:
    """What must hold of any person, whatever happened to them."""
    forced = person.attributes & {Attribute.DOUTEUX, Attribute.FICTIF}
    has_ins = person.ins is not None
    if person.status in (IdentityStatus.RECUPEREE, IdentityStatus.QUALIFIEE) and not has_ins:
        return False
    if person.status is IdentityStatus.QUALIFIEE and person.traits.missing_strict_traits():
        return False
    if forced and (has_ins or person.proof or person.status is not IdentityStatus.PROVISOIRE):
        return False
    if {Attribute.FICTIF, Attribute.HOMONYME} <= person.attributes or len(forced) > 1:
        return False
    return person.proof is None or person.status in (IdentityStatus.VALIDEE, IdentityStatus.QUALIFIEE)
