"""The two tables of the volet, exhaustively: the action told three times, and the MSSanté matrix."""

from dataclasses import replace
from itertools import product

import pytest

from liane.codecs.hl7v2.collector import Findings
from liane.codecs.hl7v2.delivery_rules import check_delivery_rules, is_in_matrix
from liane.codecs.hl7v2.participants import Participants
from liane.codecs.hl7v2.policy import AcceptancePolicy
from liane.domain.documents.decision import MatriceMode
from liane.domain.documents.request import RequestAction, RequestFlags
from liane.domain.errors import Severity
from tests.codecs.hl7v2.samples import codes, make_mdm, make_oru, read

RIGHT = {
    ("NW", "F", "T02"): RequestAction.CREATE,
    ("RO", "C", "T10"): RequestAction.REPLACE,
    ("CA", "D", "T04"): RequestAction.DELETE,
}


@pytest.mark.parametrize(("order", "status"), [*product(("NW", "RO", "CA"), ("F", "C", "D"))])
def test_orc_and_obx_agree_in_an_oru(order: str, status: str) -> None:
    result = read(make_oru(order=order, status=status))
    action = next((a for (o, s, _), a in RIGHT.items() if (o, s) == (order, status)), None)
    assert (result.request.action if result.request else None) is action
    assert ("HL7-053" in codes(result)) is (action is None)


@pytest.mark.parametrize(
    ("order", "status", "event"), [*product(("NW", "RO", "CA"), ("F", "C", "D"), ("T02", "T10", "T04"))]
)
def test_orc_obx_and_event_agree_in_an_mdm(order: str, status: str, event: str) -> None:
    result = read(make_mdm(order=order, status=status, event=event))
    action = RIGHT.get((order, status, event))
    assert (result.request.action if result.request else None) is action
    assert ("HL7-053" in codes(result)) is (action is None)
    assert result.is_accepted is (action is not None)


# The matrix of the volet, one line per line of hl7v2.md §4.9, in the order of FLAGS; None: either.
FLAGS = (
    "masque_ps",
    "invisible_patient",
    "invisible_rep_legaux",
    "connexion_secrete",
    "dest_dmp",
    "dest_mssante_ps",
    "dest_mssante_patient",
)
MATRIX = (
    (False, False, False, None, None, True, True),
    (False, True, False, None, None, True, False),
    (None, False, None, False, False, False, True),
)
COMBINATIONS = list(product((False, True), repeat=len(FLAGS)))


def is_listed(values: tuple[bool, ...]) -> bool:
    return any(all(wanted in (None, value) for wanted, value in zip(line, values, strict=True)) for line in MATRIX)


def test_the_matrix_lists_twelve_combinations() -> None:
    assert len(COMBINATIONS) == 128
    assert sum(map(is_listed, COMBINATIONS)) == 12


@pytest.mark.parametrize("mode", list(MatriceMode))
def test_every_combination_of_flags(mode: MatriceMode) -> None:
    sample = read(make_oru()).request
    assert sample is not None
    participants = Participants(expediteur=sample.expediteur, recipients=sample.recipients)
    for values in COMBINATIONS:
        flags = RequestFlags(**dict(zip(FLAGS, values, strict=True)))
        findings = Findings()
        check_delivery_rules(
            flags, participants, sample.patient, accepted=AcceptancePolicy(matrice_mssante=mode), findings=findings
        )
        found = {finding.code: finding.severity for finding in findings.as_tuple()}
        asks_mail = flags.dest_mssante_ps or flags.dest_mssante_patient
        expected: dict[str, Severity] = {}
        if not (asks_mail or flags.dest_dmp):
            expected["HL7-090"] = Severity.ERROR
        if flags.dest_mssante_patient and flags.invisible_patient:
            expected["HL7-093"] = Severity.ERROR
        if asks_mail and not is_listed(values):
            expected["HL7-094"] = Severity.ERROR if mode is MatriceMode.STRICT else Severity.WARNING
        assert found == expected, values
        assert is_in_matrix(flags) is (is_listed(values) or not asks_mail)


@pytest.mark.parametrize("mode", list(MatriceMode))
@pytest.mark.parametrize("with_sender", [True, False])
@pytest.mark.parametrize("with_recipients", [True, False])
@pytest.mark.parametrize("is_qualified", [True, False])
def test_every_combination_without_its_means(
    mode: MatriceMode, with_sender: bool, with_recipients: bool, is_qualified: bool
) -> None:
    sample = read(make_oru()).request
    assert sample is not None
    participants = Participants(
        expediteur=sample.expediteur if with_sender else None,
        recipients=sample.recipients if with_recipients else (),
    )
    patient = sample.patient if is_qualified else replace(sample.patient, status_codes=frozenset({"PROV"}))
    for values in COMBINATIONS:
        flags = RequestFlags(**dict(zip(FLAGS, values, strict=True)))
        findings = Findings()
        check_delivery_rules(
            flags, participants, patient, accepted=AcceptancePolicy(matrice_mssante=mode), findings=findings
        )
        found = {finding.code for finding in findings.as_tuple() if finding.severity is Severity.ERROR}
        assert ("HL7-080" in found) is (flags.dest_dmp and not with_sender)
        assert ("HL7-091" in found) is (flags.dest_mssante_ps and not with_recipients)
        assert ("HL7-092" in found) is (flags.dest_mssante_patient and not with_recipients)
        assert ("HL7-036" in found) is ((flags.dest_dmp or flags.dest_mssante_patient) and not is_qualified)


@pytest.mark.parametrize(("waits", "carries_ins"), [(True, True), (True, False), (False, True), (False, False)])
def test_an_identity_not_yet_qualified_may_wait_when_its_ins_is_told(waits: bool, carries_ins: bool) -> None:
    sample = read(make_oru()).request
    assert sample is not None
    participants = Participants(expediteur=sample.expediteur, recipients=sample.recipients)
    identifiers = tuple(i for i in sample.patient.identifiers if carries_ins or not i.is_ins)
    patient = replace(sample.patient, identifiers=identifiers, status_codes=frozenset({"PROV"}))
    flags, findings = replace(sample.flags, dest_dmp=True), Findings()
    accepted = AcceptancePolicy(unqualified_waits=waits)
    check_delivery_rules(flags, participants, patient, accepted=accepted, findings=findings)
    refused = {finding.code for finding in findings.as_tuple() if finding.severity is Severity.ERROR}
    assert ("HL7-036" in refused) is not (waits and carries_ins)


def test_the_matrix_can_be_made_strict_in_a_whole_message() -> None:
    message = make_oru(DESTMSSANTEPAT="N")
    lenient, strict = read(message), read(message, matrice_mssante=MatriceMode.STRICT)
    assert (lenient.is_accepted, strict.is_accepted) == (True, False)
    assert codes(lenient) == codes(strict) == {"HL7-094"}
