"""Composing the mail of a document: who may receive it, how it is named, what it says."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from liane.codecs.mssante_mail.compose import (
    DocumentMail,
    MailSender,
    check_document_mail,
    compose_document_mail,
    compose_pdf_name,
    compose_subject,
    patient_address,
)
from liane.codecs.mssante_mail.receipts import XDM_SUBJECT
from liane.domain.documents.header import ServiceEvent
from liane.domain.documents.request import Recipient, RecipientKind, RequestAction, RequestFlags
from liane.domain.errors import ConfigurationError, RuleViolation, Severity
from liane.domain.identity.ins import INS
from liane.domain.identity.patient import PatientIdentifier
from tests.domain.makers import MATRICULE, PATIENT, PROFESSIONAL, TEST_OID, make_header, make_patient

SENDER = MailSender(address="pfi@ch-exemple.mssante.fr", label="CH EXEMPLE", nil="000000-PFI-DEMO")
AT = datetime(2026, 3, 12, 9, 31, tzinfo=UTC)
BASE = DocumentMail(
    action=RequestAction.CREATE,
    documents=(make_header(),),
    patient=make_patient(),
    recipient=PROFESSIONAL,
    flags=RequestFlags(ack_reception=True, ack_lecture=True),
    archive=b"PK",
    pdfs=(b"%PDF",),
)


def compose(**changes: object):  # type: ignore[no-untyped-def]
    return compose_document_mail(replace(BASE, **changes), SENDER, message_id="1@b.fr", date=AT)  # type: ignore[arg-type]


def codes(**changes: object) -> set[str]:
    return {one.code for one in check_document_mail(replace(BASE, **changes))}  # type: ignore[arg-type]


def test_subject_and_names() -> None:
    mail = compose()
    assert mail.subject == "XDM/1.0/DDM+CR d'examens biologiques TESTOMBELLE CAMILLE 14/02/1990"
    assert XDM_SUBJECT.match(mail.subject)
    assert [one.name for one in mail.attachments] == [
        "IHE_XDM.zip",
        "20260302_CR d'examens biologiques_TESTOMBELLE_CAMILLE.pdf",
    ]


def test_headers() -> None:
    mail = compose(reply_to="secretariat@ch-exemple.mssante.fr")
    assert mail.code_cda == ("11502-2",)
    assert mail.ins_qualifiee is True
    assert mail.nil == SENDER.nil
    assert mail.read_receipt_to == SENDER.address
    assert mail.return_receipt_to == SENDER.address
    assert mail.reply_to is not None
    assert mail.reply_to.address == "secretariat@ch-exemple.mssante.fr"
    assert not mail.no_reply


def test_nothing_is_asked_that_the_emitter_did_not_ask() -> None:
    mail = compose(flags=RequestFlags())
    assert (mail.read_receipt_to, mail.return_receipt_to, mail.reply_to) == ("", "", None)


def test_unqualified_identity_reaches_professionals_with_ins_n() -> None:
    assert compose(patient=make_patient(status_codes=frozenset({"PROV"}))).ins_qualifiee is False


def test_patient_mail() -> None:
    mail = compose(recipient=PATIENT, flags=RequestFlags(patient_may_reply=False))
    assert mail.no_reply
    assert "Il n'est pas possible d'y répondre." in mail.body
    assert "qui vous concerne" in mail.body


def test_professionals_never_get_fin() -> None:
    assert not compose(flags=RequestFlags(patient_may_reply=False)).no_reply


@pytest.mark.parametrize(
    ("action", "recipient", "words"),
    [
        (RequestAction.REPLACE, PROFESSIONAL, "ANNULE ET REMPLACE"),
        (RequestAction.REPLACE, PATIENT, "ANNULE ET REMPLACE"),
        (RequestAction.DELETE, PROFESSIONAL, "À SUPPRIMER"),
        (RequestAction.DELETE, PATIENT, "À SUPPRIMER"),
    ],
)
def test_replacement_and_deletion_say_so_whatever_the_text(
    action: RequestAction, recipient: Recipient, words: str
) -> None:
    for body in ("", "Texte de l'émetteur."):
        mail = compose(action=action, recipient=recipient, body=body)
        assert mail.body.startswith(words)
        assert body in mail.body


def test_default_texts_say_nothing_of_health() -> None:
    body = compose().body
    assert "biolog" not in body
    assert "TESTOMBELLE" not in body
    assert "généré automatiquement par CH EXEMPLE" in body


def test_two_patients_are_refused() -> None:
    other = make_patient(
        identifiers=(PatientIdentifier(value="170039999900207", oid=TEST_OID, type_code="INS"),),
        status_codes=frozenset(),
    )
    with pytest.raises(RuleViolation) as caught:
        compose(documents=(make_header(), make_header(patient=other)), pdfs=(b"%PDF", b"%PDF"))
    assert [one.code for one in caught.value.findings if one.severity is Severity.ERROR] == ["MSS-001"]


def test_two_patients_of_one_domain_are_refused() -> None:
    patient = make_patient()
    other = replace(
        patient,
        identifiers=(patient.identifiers[0], replace(patient.identifiers[1], value="IPP000999")),
        status_codes=frozenset(),
    )
    assert codes(documents=(make_header(patient=other),)) == {"MSS-001"}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"patient": make_patient(status_codes=frozenset({"PROV"}))}, {"MSS-002"}),
        ({"patient": make_patient(status_codes=frozenset({"VALI", "DOUT"}))}, {"MSS-002"}),
        ({"flags": RequestFlags(invisible_patient=True)}, {"MSS-003"}),
        ({"recipient": replace(PATIENT, address="170039999900207@patient.mssante.fr")}, {"MSS-005"}),
        ({"recipient": replace(PATIENT, address="a b@patient.mssante.fr")}, {"MSS-005", "MSS-007"}),
        ({"flags": RequestFlags(invisible_rep_legaux=True)}, set()),
    ],
)
def test_patient_mail_refusals(changes: dict[str, object], expected: set[str]) -> None:
    assert codes(**{"recipient": PATIENT, **changes}) == expected


def test_patient_rules_hold_for_a_patient_address_under_another_kind() -> None:
    disguised = Recipient(kind=RecipientKind.PROFESSIONAL, address=PATIENT.address)
    assert codes(recipient=disguised, flags=RequestFlags(invisible_patient=True)) == {"MSS-003"}


@pytest.mark.parametrize("flag", ["invisible_rep_legaux", "connexion_secrete"])
def test_minor_is_protected_from_the_eyes_of_others(flag: str) -> None:
    child = replace(make_patient(), traits=replace(make_patient().traits, birth_date="20120214"))
    document = make_header(patient=replace(child, status_codes=frozenset()))
    changes = {"patient": child, "documents": (document,), "recipient": PATIENT}
    assert codes(**changes, flags=RequestFlags(**{flag: True})) == {"MSS-004"}
    assert codes(**changes, flags=RequestFlags()) == set()


@pytest.mark.parametrize("changes", [{"documents": ()}, {"archive": b""}])
def test_nothing_to_send_is_refused(changes: dict[str, object]) -> None:
    assert "MSS-006" in codes(**changes)


@pytest.mark.parametrize("address", ["", "x", "a@b.fr\r\nDATA", "é@b.fr"])
def test_bad_addresses_are_refused(address: str) -> None:
    assert "MSS-007" in codes(recipient=replace(PROFESSIONAL, address=address))
    if address:
        assert "MSS-007" in codes(reply_to=address)


def test_missing_pdf_is_a_warning() -> None:
    findings = check_document_mail(replace(BASE, pdfs=()))
    assert [(one.code, one.severity) for one in findings] == [("MSS-008", Severity.WARNING)]
    assert len(compose(pdfs=()).attachments) == 1


@pytest.mark.parametrize("sender", [replace(SENDER, nil=""), replace(SENDER, address="x")])
def test_no_product_reference_no_mail(sender: MailSender) -> None:
    with pytest.raises(ConfigurationError):
        compose_document_mail(BASE, sender, message_id="1@b.fr", date=AT)


def test_pdf_names() -> None:
    label = "Compte rendu d'opération / étendu : " * 10
    patient = replace(make_patient(), traits=replace(make_patient().traits, birth_family="d'Arc--Lointain"))
    header = make_header(
        code=replace(make_header().code, label=label), service_events=(ServiceEvent(start="20260311083000+0100"),)
    )
    name = compose_pdf_name(header, patient, "D2026/0042")
    assert name.startswith("20260311_Compte rendu d'opération _ étendu _ ")
    assert name.endswith("_D'ARC--LOINTAIN_CAMILLE_D2026_0042.pdf")
    assert len(name.encode()) <= 160


def test_two_documents_have_two_names() -> None:
    mail = compose(documents=(make_header(), make_header()), pdfs=(b"1", b"2"))
    names = [one.name for one in mail.attachments]
    assert len(set(names)) == 3
    assert mail.code_cda == ("11502-2",)


def test_subject_of_a_patient_without_birth_date() -> None:
    patient = replace(make_patient(), traits=replace(make_patient().traits, birth_date=""))
    assert compose_subject(make_header(), patient) == "XDM/1.0/DDM+CR d'examens biologiques TESTOMBELLE CAMILLE"


def test_patient_address() -> None:
    assert patient_address(INS(matricule=MATRICULE, oid=TEST_OID)) == f"{MATRICULE}@patient.mssante.fr"


def test_nothing_identifying_in_repr() -> None:
    mail = compose(recipient=PATIENT)
    for value in (BASE, mail, mail.to, mail.attachments):
        assert MATRICULE not in repr(value)
        assert "TESTOMBELLE" not in repr(value)
