"""The INS key, Corsica included, and what makes an identity « qualifiée »."""

from dataclasses import replace

import pytest

from liane.domain.identity.ins import INS, INSAuthority, compute_ins_key
from liane.domain.identity.patient import PatientIdentifier, find_qualification_defects, is_ins_qualifiee
from tests.domain.makers import TEST_OID, make_patient


@pytest.mark.parametrize(
    ("matricule", "expected"),
    [
        ("290029999900129", True),
        ("279035121518989", True),
        ("290029999900128", False),
        ("27707279035121518989", False),
        ("", False),
        ("29002999990012A", False),
        ("²90029999900129", False),
    ],
)
def test_key(matricule: str, expected: bool) -> None:
    assert INS(matricule=matricule, oid=TEST_OID).has_valid_key is expected


@pytest.mark.parametrize(("department", "digits"), [("2A", "19"), ("2B", "18"), ("2a", "19")])
def test_corsica_counts_as_digits(department: str, digits: str) -> None:
    assert compute_ins_key(f"18502{department}004001") == compute_ins_key(f"18502{digits}004001")


def test_authorities() -> None:
    assert INS(matricule="", oid=TEST_OID).authority is INSAuthority.NIR_TEST
    assert INS(matricule="", oid="1.2.3").authority is None
    assert not INSAuthority.NIR_TEST.is_real
    assert INSAuthority.NIA.is_real
    assert INSAuthority.NIA.namespace == "ASIP-SANTE-INS-NIA"


def test_an_ins_never_shows_its_matricule() -> None:
    patient = make_patient()
    assert "290029999900129" not in f"{patient!r} {patient.ins!r}"
    assert "TESTOMBELLE" not in repr(patient)


def test_a_qualified_identity() -> None:
    assert is_ins_qualifiee(make_patient())


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"status_codes": frozenset[str]()}, "VALI"),
        ({"status_codes": frozenset({"VALI", "DOUT"})}, "DOUT"),
        ({"status_codes": frozenset({"VALI", "INVA"})}, "INVA"),
        ({"identifiers": (PatientIdentifier(value="1", oid="1.2.3", type_code="PI"),)}, "INS"),
        ({"identifiers": (PatientIdentifier(value="290029999900128", oid=TEST_OID),)}, "clé"),
    ],
)
def test_each_defect_disqualifies(change: dict[str, object], word: str) -> None:
    patient = replace(make_patient(), **change)  # type: ignore[arg-type]
    assert word in " ".join(find_qualification_defects(patient))


@pytest.mark.parametrize("trait", ["birth_family", "birth_date", "sex", "birth_place"])
def test_each_strict_trait_is_needed(trait: str) -> None:
    patient = make_patient()
    poorer = replace(patient, traits=replace(patient.traits, **{trait: ""}))
    assert not is_ins_qualifiee(poorer)
