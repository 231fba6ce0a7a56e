"""Makers of domain values for tests: one valid request and header, changed by keyword."""

from dataclasses import replace
from typing import Any

from liane.domain.actors.actor import Author, Professional, Structure
from liane.domain.documents.header import DocumentHeader, DocumentId
from liane.domain.documents.request import (
    DocumentRequest,
    Endpoint,
    Recipient,
    RecipientKind,
    RequestAction,
    RequestFlags,
)
from liane.domain.identity.patient import PatientIdentifier, PatientIdentity, PatientTraits
from liane.domain.terminology.code import Code

MATRICULE = "290029999900129"
TEST_OID = "1.2.250.1.213.1.4.10"
LOCAL_OID = "1.2.250.1.999.2.1"


def make_patient(**changes: Any) -> PatientIdentity:
    """A qualified test identity."""
    patient = PatientIdentity(
        identifiers=(
            PatientIdentifier(value=MATRICULE, oid=TEST_OID, type_code="INS"),
            PatientIdentifier(value="IPP000731", oid=LOCAL_OID, type_code="PI"),
        ),
        traits=PatientTraits(
            birth_family="TESTOMBELLE",
            birth_given="CAMILLE",
            birth_givens="CAMILLE ROSE",
            birth_date="19900214",
            sex="F",
            birth_place="99999",
        ),
        status_codes=frozenset({"VALI"}),
    )
    return replace(patient, **changes)


def make_header(**changes: Any) -> DocumentHeader:
    """A CR-BIO header of that patient."""
    header = DocumentHeader(
        id=DocumentId(root="1.2.250.1.999.1.1.2026.1001"),
        set_id=DocumentId(root="1.2.250.1.999.1.1.2026.1"),
        version=1,
        code=Code(code="11502-2", system="2.16.840.1.113883.6.1", label="CR d'examens biologiques"),
        title="Compte rendu d'examens biologiques",
        creation_time="20260302140000+0100",
        confidentiality=Code(code="N", system="2.16.840.1.113883.5.25"),
        patient=make_patient(status_codes=frozenset()),
    )
    return replace(header, **changes)


PROFESSIONAL = Recipient(kind=RecipientKind.PROFESSIONAL, address="anne.testmedecin@test-exemple.mssante.fr")
PATIENT = Recipient(kind=RecipientKind.PATIENT, address=f"{MATRICULE}@patient.mssante.fr")


def make_request(*, flags: RequestFlags | None = None, **changes: Any) -> DocumentRequest:
    """A request to the DMP, to one professional and to the patient."""
    request = DocumentRequest(
        control_id="SGL-000245",
        message_type="ORU^R01^ORU_R01",
        version="2.5",
        profile="2.1^CISIS_CDA_HL7_V2",
        processing_id="T",
        charset="UNICODE UTF-8",
        sent_at="20260302141500",
        sender=Endpoint(application="SGL-TEST", facility="LABO-FICTIF"),
        receiver=Endpoint(application="LIANE", facility="CH-FICTIF"),
        action=RequestAction.CREATE,
        document_type=Code(code="11502-2", system="LN", label="CR d'examens biologiques"),
        patient=make_patient(),
        expediteur=Author(
            person=Professional(identifier="89990000005", family="TESTBIOLOGISTE", given="PAUL", id_type="RPPS"),
            structure=Structure(identifier="990780017", name="LABO-FICTIF", id_type="FINEG"),
        ),
        recipients=(PROFESSIONAL, PATIENT),
        flags=flags or RequestFlags(dest_dmp=True, dest_mssante_ps=True, dest_mssante_patient=True),
        cda=b"<ClinicalDocument/>",
    )
    return replace(request, **changes)
