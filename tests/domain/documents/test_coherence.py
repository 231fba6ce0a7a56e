"""Message and document must speak of the same patient and of the same document."""

from dataclasses import replace
from typing import Any

import pytest

from liane.domain.documents.coherence import check_same_document, check_same_patient
from liane.domain.documents.header import DocumentId
from liane.domain.documents.request import RequestAction
from liane.domain.errors import Severity
from liane.domain.identity.patient import PatientIdentifier
from liane.domain.terminology.code import Code
from tests.domain.makers import LOCAL_OID, TEST_OID, make_header, make_patient, make_request

INS = PatientIdentifier(value="290029999900129", oid=TEST_OID)
OTHER_INS = PatientIdentifier(value="214019999900349", oid=TEST_OID)
IPP = PatientIdentifier(value="IPP000731", oid=LOCAL_OID)
OTHER_IPP = PatientIdentifier(value="IPP000732", oid=LOCAL_OID)
FOREIGN_IPP = PatientIdentifier(value="X", oid="1.2.3")


@pytest.mark.parametrize(
    ("message", "document", "errors", "warnings"),
    [
        ((INS, IPP), (INS, IPP), set(), set()),
        ((INS,), (INS, IPP), set(), {"COH-005"}),
        ((INS, IPP), (OTHER_INS, IPP), {"COH-001"}, set()),
        ((INS, IPP), (INS, OTHER_IPP), {"COH-002"}, set()),
        ((IPP,), (INS, IPP), {"COH-003"}, set()),
        ((INS, IPP), (IPP,), set(), {"COH-003"}),
        ((IPP,), (FOREIGN_IPP,), {"COH-004"}, {"COH-005"}),
        ((INS,), (IPP,), {"COH-004"}, {"COH-003", "COH-005"}),
    ],
)
def test_identifiers(
    message: tuple[PatientIdentifier, ...],
    document: tuple[PatientIdentifier, ...],
    errors: set[str],
    warnings: set[str],
) -> None:
    findings = check_same_patient(make_patient(identifiers=message), make_patient(identifiers=document))
    assert {f.code for f in findings if f.severity is Severity.ERROR} == errors
    assert {f.code for f in findings if f.severity is Severity.WARNING} == warnings


def test_another_birth_date_refuses_and_another_spelling_warns() -> None:
    patient = make_patient()
    other = replace(patient, traits=replace(patient.traits, birth_date="19900215", birth_family="TEST-OMBELLE"))
    findings = {f.code: f.severity for f in check_same_patient(patient, other)}
    assert findings == {"COH-006": Severity.ERROR, "COH-007": Severity.WARNING}


def test_no_patient_data_in_findings() -> None:
    findings = check_same_patient(
        make_patient(identifiers=(INS, IPP)), make_patient(identifiers=(OTHER_INS, OTHER_IPP))
    )
    text = " ".join(f"{f.message} {f.remedy} {f.location}" for f in findings)
    assert not any(i.value in text for i in (INS, OTHER_INS, IPP, OTHER_IPP))


@pytest.mark.parametrize(
    ("request_changes", "header_changes", "expected"),
    [
        ({}, {}, set()),
        ({"document_id": DocumentId(root="9.9")}, {}, {"COH-010"}),
        ({"action": RequestAction.REPLACE}, {}, {"COH-011"}),
        (
            {"action": RequestAction.REPLACE, "replaced_id": DocumentId(root="1.1")},
            {"replaces": DocumentId(root="1.2")},
            {"COH-012"},
        ),
        ({"action": RequestAction.REPLACE}, {"replaces": DocumentId(root="1.2")}, set()),
        ({}, {"replaces": DocumentId(root="1.2")}, {"COH-013"}),
        ({"action": RequestAction.DELETE}, {"replaces": DocumentId(root="1.2")}, set()),
        ({"document_type": Code(code="18748-4")}, {}, {"COH-014"}),
    ],
)
def test_documents(request_changes: dict[str, Any], header_changes: dict[str, Any], expected: set[str]) -> None:
    findings = check_same_document(make_request(**request_changes), make_header(**header_changes))
    assert {finding.code for finding in findings} == expected
