"""The simulated DPI files what it is handed over, and refuses with each code of the volet (900 to 906)."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from liane.codecs.cda.header import parse_header
from liane.codecs.hl7v2.er7 import parse_message
from liane.codecs.hl7v2.lps_build import CarryingMail, LPSTransmission, render_lps_transmission
from liane.domain.documents.request import DocumentRequest, Endpoint, RequestAction, RequestFlags
from liane.domain.identity.patient import PatientIdentifier
from liane.pipeline.intake.incoming import render_type, vouch
from liane_sandbox.dpi.doors import ARCHIVED_TYPES
from liane_sandbox.dpi.filing import Filing
from liane_sandbox.dpi.shelf import FiledState
from liane_sandbox.dpi.state import DPIState
from liane_sandbox.mssante.outside import DOCTOR, STRANGER, Injection, InjectionKind, make_documents
from liane_sandbox.patients import PATIENTS, SandboxPatient

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
CREATE, REPLACE, DELETE = RequestAction.CREATE, RequestAction.REPLACE, RequestAction.DELETE


@pytest.fixture
def state(tmp_path: Path) -> DPIState:
    return DPIState(tmp_path / "dpi.sqlite3")


def make(
    action: RequestAction = CREATE, version: int = 1, patient: SandboxPatient = PATIENTS[0], sender: str = DOCTOR
) -> LPSTransmission:
    (cda,) = make_documents(Injection(kind=InjectionKind.XDM, patient=patient, version=version))
    header = parse_header(cda)
    request = DocumentRequest(
        control_id="",
        message_type="",
        version="2.6",
        profile="",
        processing_id="T",
        charset="UNICODE UTF-8",
        sent_at="20260302090000",
        sender=Endpoint(application="MSSANTE", facility="b"),
        receiver=Endpoint(application="DPI", facility="CH"),
        action=action,
        document_type=render_type(header.code),
        document_id=header.id,
        replaced_id=header.replaces if action is REPLACE else None,
        patient=vouch(header.patient),
        flags=RequestFlags(),
        cda=cda,
    )
    return LPSTransmission(
        control_id="1",
        sender=Endpoint(application="LIANE", facility="CH"),
        receiver=request.receiver,
        processing_id="T",
        sent_at="20260302090000",
        request=request,
        mail=CarryingMail(message_id="a@b.fr", subject="XDM/1.0/DDM+x", sender_address=sender, recipient="r@b.fr"),
    )


def take(state: DPIState, one: LPSTransmission) -> list[str]:
    return [found.code for found in Filing(state.shelf).take(parse_message(render_lps_transmission(one)), AT)]


def change(one: LPSTransmission, **changes: object) -> LPSTransmission:
    return replace(one, request=replace(one.request, **changes))  # type: ignore[arg-type]


def test_a_life_of_versions(state: DPIState) -> None:
    steps = [make(), make(), make(REPLACE, 2), make(DELETE, 2), make(DELETE, 2)]
    assert [take(state, step) for step in steps] == [[]] * 5
    held = state.shelf.list_documents(ipp=PATIENTS[0].ipp)
    assert [(one.state, one.times) for one in held] == [(FiledState.DELETED, 1), (FiledState.REPLACED, 2)]


def test_a_version_that_is_not_the_latest_is_refused(state: DPIState) -> None:
    assert take(state, make(REPLACE, 2)) == ["900"]
    assert take(state, make(DELETE)) == ["900"]
    assert take(state, make()) == []
    assert take(state, make(REPLACE, 2)) == []
    assert take(state, make(DELETE)) == ["900"]


def test_another_organisation_may_not_replace_nor_delete(state: DPIState) -> None:
    take(state, make())
    stranger = "autre@officine.simulation.mssante.fr"
    assert take(state, make(REPLACE, 2, sender=stranger)) == ["901"]
    assert take(state, make(DELETE, sender=stranger)) == ["901"]


def test_identities_that_do_not_fit_are_refused(state: DPIState) -> None:
    one = make()
    patient = one.request.patient
    local = PatientIdentifier(value="INCONNU", oid="1.2.3.4", type_code="PI")
    assert take(state, make(patient=STRANGER)) == ["902"]
    assert take(state, change(one, patient=replace(patient, identifiers=(local,)))) == ["903"]
    born = replace(patient.traits, birth_date="19900215")
    assert take(state, change(one, patient=replace(patient, traits=born))) == ["904"]
    nowhere = replace(patient.traits, birth_place="")
    assert take(state, change(one, patient=replace(patient, traits=nowhere))) == ["905"]
    assert take(state, change(one, cda=make(patient=PATIENTS[1]).request.cda)) == ["904"]
    assert state.shelf.list_documents() == []


def test_what_is_no_document_is_refused(state: DPIState) -> None:
    one = make()
    assert take(state, change(one, cda=b"<x/>")) == ["906"]
    assert take(state, change(one, document_id=None)) == ["906"]
    take(state, one)
    other = one.request.cda.replace(b"<title>", b"<title> ", 1)
    assert take(state, change(one, cda=other)) == ["906"]


def test_a_cda_that_no_mail_brought_is_filed_outside_the_profile_of_mails(state: DPIState) -> None:
    one = make()
    deposited = replace(one, mail=replace(one.mail, sender_address="", recipient="dossier numérisé"))
    message = render_lps_transmission(deposited)
    assert b"CISIS_CDA_HL7_LPS" not in message
    assert b"PRT|" not in message, "a door is no address"
    assert take(state, deposited) == []
    (held,) = state.shelf.list_documents()
    assert (held.content, held.sender) == (one.request.cda, "")


def test_a_pdf_goes_to_the_record_of_its_number(state: DPIState) -> None:
    own = tuple(i for i in PATIENTS[0].identity.identifiers if not i.is_ins)
    one = change(make(), cda=b"%PDF-1.4", patient=replace(PATIENTS[0].identity, identifiers=own))
    pdf = replace(one, media_type="application/pdf", mail=replace(one.mail, sender_address=""))
    assert take(state, pdf) == []
    (held,) = state.shelf.list_documents()
    assert (held.content_type, held.content, held.ipp) == ("application/pdf", b"%PDF-1.4", PATIENTS[0].ipp)


def test_a_prescription_is_of_a_type_that_the_archive_takes() -> None:
    (cda,) = make_documents(Injection(kind=InjectionKind.XDM, patient=PATIENTS[0], example="ordonnance"))
    assert parse_header(cda).code.code in ARCHIVED_TYPES
