"""Every rule of the decision, by table."""

from dataclasses import replace
from typing import Any

import pytest

from liane.domain.documents.decision import DecisionRules, decide, is_minor
from liane.domain.documents.delivery import DecisionOutcome, Destination
from liane.domain.documents.header import DocumentId
from liane.domain.documents.request import Recipient, RecipientKind, RequestAction, RequestFlags
from liane.domain.identity.patient import PatientIdentifier, PatientTraits
from liane.domain.terminology.code import Code
from tests.domain.makers import MATRICULE, PATIENT, make_header, make_patient, make_request

RULES = DecisionRules(dmp_type_codes=frozenset({"11502-2", "18748-4"}))
ALL = {"dest_dmp": True, "dest_mssante_ps": True, "dest_mssante_patient": True}
MINOR = PatientTraits(birth_family="X", birth_given="Y", birth_date="20150101", sex="F", birth_place="99999")


def codes(request: Any, header: Any = None, rules: DecisionRules = RULES) -> set[str]:
    return {finding.code for finding in decide(request, header or make_header(), rules).findings}


def test_a_plain_request_goes_everywhere() -> None:
    decided = decide(make_request(), make_header(), RULES)
    assert decided.findings == ()
    assert [d.destination for d in decided.deliveries] == [
        Destination.DMP,
        Destination.MSSANTE_PS,
        Destination.MSSANTE_PATIENT,
    ]
    assert all(decision.reason and decision.rule for decision in decided.decisions)


@pytest.mark.parametrize(
    ("flags", "expected"),
    [
        ({}, {"DEC-001"}),
        ({"dest_dmp": True, "masque_ps": True, "invisible_patient": True}, {"DEC-020"}),
        ({"dest_dmp": True, "masque_ps": True}, set()),
        ({"dest_dmp": True, "invisible_patient": True}, set()),
        ({"dest_mssante_patient": True, "invisible_patient": True}, {"DEC-042"}),
        ({"dest_mssante_patient": True, "masque_ps": True}, set()),
        ({"dest_dmp": True, "connexion_secrete": True}, set()),
    ],
)
def test_flags(flags: dict[str, bool], expected: set[str]) -> None:
    assert codes(make_request(flags=RequestFlags(**flags))) == expected


@pytest.mark.parametrize(
    ("status", "flags", "expected"),
    [
        ({"PROV"}, {"dest_dmp": True}, {"DEC-010"}),
        ({"VALI", "DOUT"}, {"dest_dmp": True}, {"DEC-010"}),
        ({"VALI", "FICT"}, {"dest_mssante_patient": True}, {"DEC-010"}),
        ({"PROV"}, {"dest_mssante_ps": True}, {"DEC-011"}),
    ],
)
def test_an_identity_that_is_not_qualified_closes_dmp_and_patient(
    status: set[str], flags: dict[str, bool], expected: set[str]
) -> None:
    request = make_request(flags=RequestFlags(**flags), patient=make_patient(status_codes=frozenset(status)))
    assert codes(request) == expected


def test_without_any_ins_professionals_may_still_be_written_to() -> None:
    patient = make_patient(
        status_codes=frozenset({"PROV"}), identifiers=(PatientIdentifier(value="1", oid="1.2", type_code="PI"),)
    )
    header = make_header(patient=patient)
    assert codes(make_request(flags=RequestFlags(dest_mssante_ps=True), patient=patient), header) == set()


def test_the_dmp_needs_a_sender_with_its_structure() -> None:
    request = make_request()
    assert codes(replace(request, expediteur=None)) == {"DEC-030"}
    assert request.expediteur is not None
    assert codes(replace(request, expediteur=replace(request.expediteur, structure=None))) == {"DEC-031"}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"code": Code(code="XXX")}, "DEC-032"),
        ({"id": DocumentId(root="1.2.3", extension="4")}, "DEC-033"),
        ({"confidentiality": Code(code="R")}, "DEC-034"),
    ],
)
def test_the_dmp_refuses_some_documents(changes: dict[str, Any], expected: str) -> None:
    assert codes(make_request(), make_header(**changes)) == {expected}
    professionals = make_request(flags=RequestFlags(dest_mssante_ps=True))
    assert codes(professionals, make_header(**changes)) == set()


def test_each_mail_kind_needs_its_recipient() -> None:
    assert codes(make_request(recipients=(PATIENT,))) == {"DEC-040"}
    assert "DEC-041" in codes(make_request(recipients=()))


@pytest.mark.parametrize("flag", ["invisible_rep_legaux", "connexion_secrete"])
def test_nothing_secret_is_mailed_to_a_minor(flag: str) -> None:
    request = make_request(
        patient=make_patient(traits=MINOR), flags=RequestFlags(dest_mssante_patient=True, **{flag: True})
    )
    assert codes(request) == {"DEC-043"}


def test_secret_connexion_of_a_minor_forces_invisibility() -> None:
    flags = RequestFlags(dest_dmp=True, connexion_secrete=True)
    minor = make_request(patient=make_patient(traits=MINOR), flags=flags)
    decided = decide(minor, make_header(), RULES)
    assert not decided.findings
    assert decided.flags.invisible_rep_legaux
    assert not decide(make_request(flags=flags), make_header(), RULES).flags.invisible_rep_legaux


def test_secret_connexion_of_a_minor_is_refused_without_invisibility_where_the_site_says_so() -> None:
    flags = RequestFlags(dest_dmp=True, connexion_secrete=True)
    minor = make_request(patient=make_patient(traits=MINOR), flags=flags)
    strict = replace(RULES, secrecy_is_forced=False)
    assert {finding.code for finding in decide(minor, make_header(), strict).findings} == {"DEC-021"}
    hidden = replace(minor, flags=replace(flags, invisible_rep_legaux=True))
    assert codes(hidden) == set()
    adult = decide(make_request(flags=flags), make_header(), RULES)
    assert [d.outcome for d in adult.decisions if d.subject == "connexion_secrete"] == [DecisionOutcome.WARNED]


def test_the_patient_address_is_computed_never_copied() -> None:
    wrong = Recipient(kind=RecipientKind.PATIENT, address="123456789012345@patient.mssante.fr")
    decided = decide(
        make_request(recipients=(wrong,), flags=RequestFlags(dest_mssante_patient=True)), make_header(), RULES
    )
    assert [d.recipient.address for d in decided.deliveries if d.recipient] == [f"{MATRICULE}@patient.mssante.fr"]
    assert any(d.outcome is DecisionOutcome.WARNED and d.subject == "mssante_patient" for d in decided.decisions)


def test_a_recipient_named_twice_receives_once() -> None:
    twice = Recipient(kind=RecipientKind.PROFESSIONAL, address="Anne.TestMedecin@test-exemple.mssante.fr")
    request = make_request(recipients=(*make_request().recipients, twice), flags=RequestFlags(dest_mssante_ps=True))
    assert len(decide(request, make_header(), RULES).deliveries) == 1


@pytest.mark.parametrize("action", list(RequestAction))
def test_every_delivery_carries_the_action(action: RequestAction) -> None:
    decided = decide(make_request(action=action), make_header(), RULES)
    assert {delivery.action for delivery in decided.deliveries} == {action}


@pytest.mark.parametrize(
    ("birth", "at", "expected"),
    [
        ("20080302", "20260302120000+0100", False),
        ("20080303", "20260302120000+0100", True),
        ("", "20260302", False),
        ("20080303", "", False),
        ("2008", "20260302", False),
    ],
)
def test_minority(birth: str, at: str, expected: bool) -> None:
    assert is_minor(birth, at) is expected
