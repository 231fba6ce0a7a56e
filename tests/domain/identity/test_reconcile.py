"""A document against the person of the registry: what refuses, what warns, what is only said."""

import pytest

from liane.domain.errors import Severity
from liane.domain.identity.patient import PatientIdentity, PatientTraits
from liane.domain.identity.person import FormerINS, INSSource, Person, RegistryINS
from liane.domain.identity.reconcile import find_person_conflicts
from liane.domain.identity.standing import Standing
from tests.domain.identity.persons import NOW, OTHER_INS, OWN_INS, TRAITS, make_identity, make_person, make_traits

QUALIFIED = make_person(Standing.QUALIFIEE)
WITH_INS = make_identity("VALI", ins=OWN_INS)
FORMER = (FormerINS(ins=OTHER_INS, end="20250101"),)
CANDIDATE = RegistryINS(ins=OWN_INS, source=INSSource.FLUX, retrieved_at=NOW)


def with_traits(**changes: str) -> PatientIdentity:
    return make_identity("VALI", ins=OWN_INS, traits=make_traits(**changes))


@pytest.mark.parametrize(
    ("patient", "person", "expected"),
    [
        (WITH_INS, QUALIFIED, []),
        (make_identity("VALI"), QUALIFIED, []),
        (make_identity(), make_person(), []),
        (make_identity("VALI", ins=OTHER_INS), QUALIFIED, ["IDV-101 error PID-3"]),
        (make_identity("VALI", ins=OTHER_INS), make_person(Standing.RECUPEREE), ["IDV-101 error PID-3"]),
        (WITH_INS, make_person(), ["IDV-104 error PID-3"]),
        (WITH_INS, make_person(Standing.VALIDEE), ["IDV-104 error PID-3"]),
        (WITH_INS, make_person(Standing.RECUPEREE), ["IDV-104 error PID-3"]),
        (WITH_INS, make_person(ins=CANDIDATE), ["IDV-104 error PID-3"]),
        (
            make_identity("VALI", ins=OTHER_INS),
            make_person(Standing.QUALIFIEE, former_ins=FORMER),
            ["IDV-106 warning PID-3"],
        ),
        (make_identity("VALI", ins=OTHER_INS), make_person(former_ins=FORMER), ["IDV-106 error PID-3"]),
        (make_identity(), make_person(merged_into=4), ["IDV-103 error PID-3"]),
        (make_identity(), make_person(Standing.DOUTEUSE), ["IDV-105 error PID-32"]),
        (make_identity(), make_person(Standing.FICTIVE), ["IDV-105 error PID-32"]),
        (with_traits(birth_family="AUTRETEST"), QUALIFIED, ["IDV-102 error PID-5.1"]),
        (
            with_traits(birth_family="TEST-OMBELLE"),
            make_person(Standing.QUALIFIEE, traits=make_traits(birth_family="TEST OMBELLE")),
            [],
        ),
        (with_traits(birth_givens="CAMILLE JEANNE"), QUALIFIED, ["IDV-102 error PID-5.3"]),
        (with_traits(birth_givens="CAMILLE"), QUALIFIED, []),
        (with_traits(birth_given=""), QUALIFIED, []),
        (
            with_traits(birth_given="PAULE", birth_givens="PAULE"),
            QUALIFIED,
            ["IDV-102 error PID-5.2", "IDV-102 error PID-5.3"],
        ),
        (with_traits(birth_date="19900215"), QUALIFIED, ["IDV-102 error PID-7"]),
        (with_traits(birth_date="19900200"), QUALIFIED, ["IDV-102 error PID-7"]),
        (with_traits(sex="M"), QUALIFIED, ["IDV-102 error PID-8"]),
        (with_traits(sex="U"), QUALIFIED, []),
        (with_traits(birth_place="75056"), QUALIFIED, ["IDV-102 error PID-11"]),
        (with_traits(birth_place=""), QUALIFIED, ["IDV-107 info PID-11"]),
        (with_traits(birth_date=""), QUALIFIED, ["IDV-107 info PID-7"]),
        (WITH_INS, make_person(Standing.QUALIFIEE, traits=make_traits(birth_place="")), []),
        (with_traits(used_family="AUTRE"), QUALIFIED, []),
    ],
)
def test_conflicts(patient: PatientIdentity, person: Person, expected: list[str]) -> None:
    findings = find_person_conflicts(patient, person)
    assert [f"{one.code} {one.severity.value} {one.location}" for one in findings] == expected


def test_every_conflict_is_told_at_once_in_words_without_any_value() -> None:
    other = PatientTraits(
        birth_family="AUTRETEST",
        birth_given="PAULE",
        birth_givens="PAULE",
        birth_date="19510607",
        sex="M",
        birth_place="75056",
    )
    findings = find_person_conflicts(
        make_identity("VALI", ins=OTHER_INS, traits=other), make_person(Standing.QUALIFIEE, merged_into=5)
    )
    assert [one.code for one in findings] == ["IDV-103", "IDV-101"] + ["IDV-102"] * 6
    assert all(one.severity is Severity.ERROR and one.remedy and one.rule for one in findings)
    said = " ".join(one.message + one.remedy for one in findings)
    for value in ("AUTRETEST", "PAULE", "1951", OTHER_INS.matricule, TRAITS.birth_family, OWN_INS.matricule):
        assert value not in said
