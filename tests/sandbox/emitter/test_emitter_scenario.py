"""What the simulated application sends: right messages pass every check, each mistake is the one it says."""

import pytest

from liane.codecs.cda.header import read_document
from liane.codecs.hl7v2.policy import AcceptancePolicy
from liane.codecs.hl7v2.request import ReadResult, read_request
from liane.domain.documents.coherence import check_same_document, check_same_patient
from liane.domain.documents.request import RecipientKind, RequestAction, RequestFlags
from liane.domain.errors import InvalidInput, Severity
from liane_sandbox.emitter.example_documents import make_example
from liane_sandbox.emitter.examples.facts import make_facts
from liane_sandbox.emitter.scenario import (
    MISTAKE_NAMES,
    UNKNOWN_MAILBOX,
    Mistake,
    SendingFacts,
    make_message,
    make_patient_recipient,
    make_request,
)
from liane_sandbox.patients import PATIENTS

EVERYONE = RequestFlags(dest_dmp=True, dest_mssante_ps=True, dest_mssante_patient=True, ack_reception=True)
KINDS = ("cr_bio", "cr_img", "cr_img_v2", "lettre_liaison")
POLICY = AcceptancePolicy.for_test()


def document_of(kind: str, patient: int = 0) -> bytes:
    return make_example(kind, facts=make_facts(PATIENTS[patient], 7, version=2 if kind.endswith("v2") else 1))


def facts_of(kind: str, action: RequestAction | None = None, flags: RequestFlags = EVERYONE) -> SendingFacts:
    right = RequestAction.REPLACE if kind.endswith("v2") else RequestAction.CREATE
    return SendingFacts(control_id="DEMO-1", sent_at="20260302141500", action=action or right, flags=flags)


def all_errors(result: ReadResult) -> set[str]:
    """Errors of the message, then of its coherence with the document."""
    findings = list(result.findings)
    if result.request is not None:
        header = read_document(result.request.cda).header
        findings += check_same_patient(result.request.patient, header.patient)
        findings += check_same_document(result.request, header)
    return {finding.code for finding in findings if finding.severity is Severity.ERROR}


@pytest.mark.parametrize("patient", range(len(PATIENTS)))
@pytest.mark.parametrize("kind", KINDS)
def test_a_right_message_passes_every_check(kind: str, patient: int) -> None:
    cda, facts = document_of(kind, patient), facts_of(kind)
    result = read_request(make_message(cda, facts), accepted=POLICY)
    assert all_errors(result) == set()
    assert result.findings == ()
    assert result.request == make_request(cda, facts)


@pytest.mark.parametrize("kind", ["cr_img_v2", "cr_bio"])
def test_a_deletion(kind: str) -> None:
    result = read_request(make_message(document_of(kind), facts_of(kind, RequestAction.DELETE)), accepted=POLICY)
    assert all_errors(result) == set()
    assert result.request is not None
    assert result.request.action is RequestAction.DELETE


def test_the_form_suits_the_document() -> None:
    forms = {kind: make_request(document_of(kind), facts_of(kind)) for kind in KINDS}
    assert {kind: (r.message_type, r.sender.application) for kind, r in forms.items()} == {
        "cr_bio": ("ORU^R01^ORU_R01", "SGL-SIMULATION"),
        "cr_img": ("MDM^T02^MDM_T02", "RIS-SIMULATION"),
        "cr_img_v2": ("MDM^T10^MDM_T02", "RIS-SIMULATION"),
        "lettre_liaison": ("MDM^T02^MDM_T02", "DPI-SIMULATION"),
    }


def test_recipients_follow_the_flags() -> None:
    cda = document_of("cr_bio")
    kinds = [recipient.kind for recipient in make_request(cda, facts_of("cr_bio")).recipients]
    assert kinds == [RecipientKind.PROFESSIONAL, RecipientKind.PATIENT]
    assert make_request(cda, facts_of("cr_bio", flags=RequestFlags(dest_dmp=True))).recipients == ()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("mistake", "code"),
    [
        (Mistake.BAD_INS_KEY, "HL7-036"),
        (Mistake.NO_SENDER, "HL7-080"),
        (Mistake.INCOHERENT_ACTION, "HL7-053"),
        (Mistake.OTHER_PATIENT, "COH-001"),
        (Mistake.NOT_QUALIFIED, "HL7-036"),
        (Mistake.PATIENT_COPY_OF_INVISIBLE, "HL7-093"),
        (Mistake.NO_DESTINATION, "HL7-090"),
    ],
)
def test_each_mistake_is_the_one_it_says(kind: str, mistake: Mistake, code: str) -> None:
    result = read_request(make_message(document_of(kind), facts_of(kind), mistake), accepted=POLICY)
    errors = all_errors(result)
    assert code in errors
    expected = {code, "COH-002", "COH-006", "HL7-088"} if mistake is Mistake.OTHER_PATIENT else {code}
    assert errors <= expected


def test_an_unknown_mailbox_is_a_right_message() -> None:
    message = make_message(
        document_of("cr_img"), facts_of("cr_img", flags=RequestFlags(dest_mssante_ps=True)), Mistake.UNKNOWN_MAILBOX
    )
    result = read_request(message, accepted=POLICY)
    assert all_errors(result) == set()
    assert result.request is not None
    assert [recipient.address for recipient in result.request.recipients] == [UNKNOWN_MAILBOX]


def test_a_broken_document_passes_the_message_checks_alone() -> None:
    result = read_request(
        make_message(document_of("cr_bio"), facts_of("cr_bio"), Mistake.BROKEN_DOCUMENT), accepted=POLICY
    )
    assert result.is_accepted
    assert result.request is not None
    with pytest.raises(InvalidInput):
        read_document(result.request.cda)


def test_every_mistake_has_its_name() -> None:
    assert set(MISTAKE_NAMES) == set(Mistake)


def test_a_patient_without_ins_has_no_mailbox() -> None:
    request = make_request(document_of("cr_bio"), facts_of("cr_bio"))
    anonymous = type(request.patient)(identifiers=request.patient.identifiers[1:])
    with pytest.raises(ValueError, match="INS"):
        make_patient_recipient(anonymous)


def test_bytes_that_are_no_cda_make_no_request() -> None:
    with pytest.raises(InvalidInput):
        make_request(b"<x/>", facts_of("cr_bio"))
