"""TD0.2: the published request, the answer read wherever its parts stand, and each line of the decision table."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from liane.codecs.xds.existence import (
    Authorization,
    Consultation,
    ExistenceAnswer,
    ExistenceRequest,
    decide_access,
    parse_existence_request,
    render_existence_request,
)
from liane.codecs.xds.existence_answer import parse_existence_answer, render_existence_answer
from liane.codecs.xml import parse_xml
from liane.codecs.xmldsig.algorithms import canonicalize
from liane.domain.errors import MalformedMessage
from liane.domain.identity.patient import PatientIdentifier, PatientTraits
from tests.codecs.saml.vihf_samples import PATIENT

REQUEST = ExistenceRequest(
    ins=PATIENT,
    message=("1.2.250.1.999.1.1.9999.1.1", "3f2c0c3e-2a90-4a51-8d2e-57f1c9a4c001"),
    query=("1.2.250.1.999.1.1.9999.2", "87d5fd8f-0000-4000-8000-0402bf850d25"),
    created_at="20260302091400",
    sender_oid="1.2.250.1.999.1.1.9999",
    sender_name="PFI-EXEMPLE",
    processing_code="D",
)
ANSWER = ExistenceAnswer(
    acknowledgement="AA",
    response="OK",
    status="active",
    authorization=Authorization.VALIDE,
    is_medecin_traitant=False,
    is_mes_attached=True,
    has_web_account=False,
    identifiers=(PatientIdentifier(value=PATIENT.matricule, oid=PATIENT.oid, type_code="NH"),),
    traits=PatientTraits(
        birth_family="KERVELLA", birth_given="MAELLE", birth_date="19850512", sex="F", used_family="NON RENSEIGNE"
    ),
)
NONE = ExistenceAnswer(acknowledgement="AA", response="NF")
CLOSED = replace(
    ANSWER, status="terminated", closing=("20250101", "FERMETURE_DEMANDE_PATIENT", "À la demande du patient")
)
REFUSED = ExistenceAnswer(acknowledgement="AE", details=(("DMPInvalide", "Matricule inconnu"), ("X", "")))


def bare(element: etree._Element) -> bytes:
    for one in element.iter():
        one.text = one.text if one.text and one.text.strip() else None
        one.tail = None
    return canonicalize(element, is_exclusive=True)


@pytest.mark.conformance
def test_the_request_of_the_specification(spec_dir: Path) -> None:
    """dmp.md §7.1, element by element."""
    blocks = re.findall(r"```xml\n(.*?)```", (spec_dir / "dmp.md").read_text(), re.DOTALL)
    example = parse_xml(next(one for one in blocks if one.startswith("<PRPA_IN201307UV02")).encode())
    assert parse_existence_request(example) == REQUEST
    assert bare(render_existence_request(REQUEST)) == bare(example)


def travel(answer: ExistenceAnswer) -> ExistenceAnswer:
    root = render_existence_answer(answer, request=REQUEST, message=("1.2", "r"), created_at="20260302091401")
    return parse_existence_answer(parse_xml(etree.tostring(root)))


@pytest.mark.parametrize("answer", [ANSWER, NONE, CLOSED, REFUSED, replace(ANSWER, is_medecin_traitant=None)])
def test_answers_survive(answer: ExistenceAnswer) -> None:
    assert travel(answer) == answer


def test_the_answer_names_the_request() -> None:
    root = render_existence_answer(ANSWER, request=REQUEST, message=("1.2", "r"), created_at="20260302091401")
    target = root.find(".//{urn:hl7-org:v3}targetMessage/{urn:hl7-org:v3}id")
    assert target is not None
    assert (target.get("root"), target.get("extension")) == REQUEST.message


def test_attention_lines_are_read_wherever_they_stand() -> None:
    root = render_existence_answer(ANSWER, request=REQUEST, message=("1.2", "r"), created_at="2026")
    process = root.find("{urn:hl7-org:v3}controlActProcess")
    assert process is not None
    for line in root.findall("{urn:hl7-org:v3}attentionLine"):
        process.append(line)
    assert parse_existence_answer(root) == ANSWER


@pytest.mark.parametrize(
    ("answer", "may_feed", "consultation"),
    [
        (NONE, False, Consultation.REFUSED),
        (CLOSED, False, Consultation.REFUSED),
        (replace(ANSWER, authorization="NON_EXISTE"), True, Consultation.NEEDS_AUTHORIZATION),
        (replace(ANSWER, authorization="EXPIRE"), True, Consultation.NEEDS_AUTHORIZATION),
        (replace(ANSWER, authorization="INTERDIT"), True, Consultation.REFUSED),
        (replace(ANSWER, authorization="VALIDE"), True, Consultation.ALLOWED),
        (replace(ANSWER, authorization="valide"), True, Consultation.ALLOWED),
        (replace(ANSWER, authorization=""), True, Consultation.REFUSED),
        (replace(ANSWER, response="OK", status=""), False, Consultation.REFUSED),
    ],
)
def test_the_decision_table(answer: ExistenceAnswer, may_feed: bool, consultation: Consultation) -> None:
    """dmp.md §7.2, line by line."""
    access = decide_access(answer)
    assert (access.may_feed, access.consultation) == (may_feed, consultation)


def test_traits_of_the_dmp_are_not_shown_in_logs() -> None:
    assert "KERVELLA" not in repr(ANSWER)


@pytest.mark.parametrize("data", [b"<a/>", b'<PRPA_IN201307UV02 xmlns="urn:hl7-org:v3"/>'])
def test_another_request_is_refused(data: bytes) -> None:
    with pytest.raises(MalformedMessage, match="XDS-040"):
        parse_existence_request(parse_xml(data))


@pytest.mark.parametrize("data", [b"<a/>", b'<PRPA_IN201308UV02 xmlns="urn:hl7-org:v3"/>'])
def test_another_answer_is_refused(data: bytes) -> None:
    with pytest.raises(MalformedMessage, match="XDS-041"):
        parse_existence_answer(parse_xml(data))
