"""The official examples: each is read, written again as it was, and has the outcome written here.

Rule: hl7v2.md §10 (quirks), §12.1; the example wins over our reading of the text.
"""

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from liane.codecs.hl7v2.ack import AckCode, parse_ack
from liane.codecs.hl7v2.describe import describe_message
from liane.codecs.hl7v2.er7 import parse_message
from liane.codecs.hl7v2.policy import AcceptancePolicy
from liane.codecs.hl7v2.rendering import render_message
from liane.codecs.hl7v2.request import read_request
from liane.domain.documents.decision import MatriceMode
from liane.domain.documents.request import RecipientKind, RequestAction

pytestmark = pytest.mark.conformance

DOCUMENT = "TRANSMISSION_DOCS_CDA_EN_HL7V2_V2.1"
LPS = "TRANSMISSION_LPS_DOC_CDA_COURRIEL_FROM_MSSANTE_V1.1"
CREATE, REPLACE, DELETE = RequestAction.CREATE, RequestAction.REPLACE, RequestAction.DELETE


class Expected(NamedTuple):
    """What reading gives: findings, action, size of the document, number of recipients, companion CDA."""

    codes: frozenset[str]
    action: RequestAction | None = None
    cda_bytes: int = 0
    recipients: int = 0
    companion: str = ""


MATRIX, BODY, INS = "HL7-094", "HL7-076", "HL7-087"
REQUESTS = {
    "message_ORU_CR_Bio_INIT_N3_SEGUR.hl7": Expected(frozenset({BODY, INS}), CREATE, 217_807, 2),
    "message_ORU_CR_Bio_RPLC_N3_SEGUR.hl7": Expected(frozenset({BODY}), REPLACE, 220_990, 2),
    "message_ORU_CR_Bio_DEL_N3_SEGUR.hl7": Expected(frozenset({BODY}), DELETE, 456_698, 2),
    "message_MDM_CR_Radio_INIT_N1_Base64.er7": Expected(frozenset({MATRIX}), CREATE, 246_117, 1),
    "message_MDM_CR_Radio_INIT_N1.er7": Expected(frozenset({MATRIX}), CREATE, 39, 1),
    "message_MDM_CR_Radio_RPLC_N1.er7": Expected(frozenset({MATRIX}), REPLACE, 246_324, 1),
    "message_MDM_CR_Radio_DEL_N1.er7": Expected(frozenset({MATRIX}), DELETE, 246_326, 1),
    # Messages of the other volet (platform to consumer) and movements: no document requests.
    "message_MDM__LPS_MSS_CR_Radio_INIT_N1.er7": Expected(frozenset({"HL7-017"})),
    "message_MDM__LPS_MSS_CR_Radio_INIT_N1_Base64.er7": Expected(frozenset({"HL7-017"})),
    "message_MDM__LPS_MSS_CR_Radio_RPLC_N1.er7": Expected(frozenset({"HL7-017"})),
    "message_MDM__LPS_MSS_CR_Radio_DEL_N1.er7": Expected(frozenset({"HL7-017"})),
    "admission.er7": Expected(frozenset({"HL7-010"})),
    "sortie.er7": Expected(frozenset({"HL7-010"})),
    "ConsentementConsultation_NonOppositionAlimentation.er7": Expected(frozenset({"HL7-010"})),
    "NonConsentementConsultation_NonOppositionAlimentation.er7": Expected(frozenset({"HL7-010"})),
    "NonConsentementConsultation_OppositionAlimentation.er7": Expected(frozenset({"HL7-010"})),
    "NonRecueillieConsentementConsultation_NonOppositionAlimentation.er7": Expected(frozenset({"HL7-010"})),
    "NonRecueillieConsentementConsultation_NonRecueillieOppositionAlimentation.er7": Expected(frozenset({"HL7-010"})),
    # Published as « RIS », these are CDA documents, not messages.
    "transmission_initiale_cr_imagerie.xml": Expected(frozenset({"HL7-006"})),
    "remplacement_cr_imagerie.xml": Expected(frozenset({"HL7-006"})),
    "suppression_cr_imagerie.xml": Expected(frozenset({"HL7-006"})),
}


def find_messages(corpus_dir: Path) -> list[Path]:
    """Every message of the corpus, and the XML files of the RIS folder."""
    folder = corpus_dir / "hl7v2"
    return [path for path in sorted(folder.rglob("*")) if path.suffix in (".er7", ".hl7") or path.parent.name == "RIS"]


def find_message(corpus_dir: Path, name: str) -> Path:
    return next(path for path in find_messages(corpus_dir) if path.name == name)


def test_every_example_has_an_expected_outcome(corpus_dir: Path) -> None:
    names = {path.name for path in find_messages(corpus_dir)}
    assert names == set(REQUESTS) | {"ack.er7"}


@pytest.mark.parametrize("name", REQUESTS)
def test_the_outcome_of_each_example(corpus_dir: Path, name: str) -> None:
    expected = REQUESTS[name]
    data = find_message(corpus_dir, name).read_bytes()
    result = read_request(data, accepted=AcceptancePolicy.for_test())
    assert {finding.code for finding in result.findings} == expected.codes
    assert result.is_accepted is (expected.action is not None)
    if result.request is None:
        assert expected.action is None
        return
    request = result.request
    assert request.action is expected.action
    assert len(request.cda) == expected.cda_bytes
    assert len(request.recipients) == expected.recipients
    assert request.patient.ins is not None
    assert request.patient.ins.has_valid_key
    assert request.expediteur is not None
    assert request.expediteur.structure is not None


def test_a_strict_matrix_refuses_official_examples(corpus_dir: Path) -> None:
    policy = AcceptancePolicy(matrice_mssante=MatriceMode.STRICT)
    refused = {
        name
        for name, expected in REQUESTS.items()
        if expected.action
        and not read_request(find_message(corpus_dir, name).read_bytes(), accepted=policy).is_accepted
    }
    assert refused == {name for name in REQUESTS if "MDM_CR" in name}


def test_the_guard_on_oids_refuses_official_examples(corpus_dir: Path) -> None:
    policy = AcceptancePolicy(check_oid_against_processing_id=True)
    data = find_message(corpus_dir, "message_ORU_CR_Bio_RPLC_N3_SEGUR.hl7").read_bytes()
    assert "HL7-033" in {finding.code for finding in read_request(data, accepted=policy).findings}


def test_every_message_is_written_again_as_it_was(corpus_dir: Path) -> None:
    for path in find_messages(corpus_dir):
        if path.suffix == ".xml":
            continue
        data = path.read_bytes()
        lines = [line for line in re.split(rb"[\r\n]+", data) if line.strip()]
        assert render_message(parse_message(data)) == b"".join(line + b"\r" for line in lines), path.name


def test_every_message_is_described(corpus_dir: Path) -> None:
    for path in find_messages(corpus_dir):
        if path.suffix == ".xml":
            continue
        segments = describe_message(path.read_bytes())
        unnamed = {f.location for segment in segments for f in segment.fields if not f.name}
        # The ZBE of this example has one delimiter too many: INSERT is in ZBE-5, the nature in ZBE-10.
        assert unnamed == ({"ZBE-10"} if path.name == "sortie.er7" else set()), path.name


@pytest.mark.parametrize("action", ["Transmission_initiale", "Remplacement", "Suppression"])
@pytest.mark.parametrize("volet", [DOCUMENT, LPS])
def test_every_ack_is_read(corpus_dir: Path, volet: str, action: str) -> None:
    paths = [
        path for path in corpus_dir.rglob("ack.er7") if volet in path.parts and path.parent.name.startswith(action)
    ]
    for path in paths:
        ack = parse_ack(path.read_bytes())
        assert (ack.code, ack.request_control_id, ack.version) == (AckCode.AA, "015", "2.6")
    assert paths or (volet, action) == (DOCUMENT, "Transmission_initiale")


def test_the_document_of_a_message_is_its_companion_file(corpus_dir: Path) -> None:
    data = find_message(corpus_dir, "message_MDM_CR_Radio_RPLC_N1.er7")
    result = read_request(data.read_bytes(), accepted=AcceptancePolicy())
    assert result.request is not None
    companion = (data.parent / "CR_Radio_CDAN1_v2.XML").read_bytes()
    assert b"71024000082" in result.request.cda
    assert b"71024000082" in companion
    assert [r.kind for r in result.request.recipients] == [RecipientKind.PROFESSIONAL]
