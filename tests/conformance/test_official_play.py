"""Every official HL7 v2 sample, played whole: what must come of it is written down here, sample by sample.

A sample that is not in the tables fails, and so does a table line without its sample. The order of ``EXPECTATIONS`` is
the order of the play: a replacement needs its first version, a deletion what it deletes.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from liane.codecs.cda.header import read_document
from tests.conformance.official_play import Play, play
from tests.conftest import ROOT

pytestmark = pytest.mark.conformance

VOLET = "vague-2/Trans_Doc-CDA-HL7V2/TRANSMISSION_DOCS_CDA_EN_HL7V2_V2.1"
LPS = "vague-2/Trans_LPS_CDA_MSSanté/TRANSMISSION_LPS_DOC_CDA_COURRIEL_FROM_MSSANTE_V1.1"
CONSENT = "vague-2/Consentement_DMP_PAMFR"
DOCTOR = "adam.hoda@test-ci-sis.mssante.fr"
PATIENT = "279035121518989@patient.mssante.fr"
INS = "279035121518989"
BIO_1, BIO_REPLACED, BIO_2 = "1.2.250.1.213.1.1.9", "1.2.250.1.213.1.1.12", "1.2.250.1.213.1.1.13"
RADIO = "1.2.250.1.71.4.2.2.120456789.7102400008"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What must be understood of a document."""

    id: str
    type: str
    level: str
    action: str
    version: int | None = None
    replaces: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What must come of one sample.

    errors: (ERR-3, ERR-2, ERR-5) of each ERR. decisions: (subject, outcome). deliveries: (to, outcome, recipient,
    code). zam: (event, positive, recipient), sorted.
    """

    ack: str
    errors: tuple[tuple[str, str, str], ...] = ()
    document: Document | None = None
    decisions: tuple[tuple[str, str], ...] = ()
    deliveries: tuple[tuple[str, str, str, str], ...] = ()
    zam: tuple[tuple[str, bool, str], ...] = ()


TAKEN = Expected(ack="AA")
"""Movements and consents of PAM France: taken, then applied to the registry (see ``test_pam_messages``)."""
UNSUPPORTED_TYPE = Expected(ack="AE", errors=(("200", "MSH^1^9^1^1", ""),))
"""Acknowledgements are no document request (hl7v2.md §2.1: 200 unsupported message type)."""
OTHER_PROFILE = Expected(ack="AE", errors=(("103", "MSH^1^21", ""),))
"""Messages of the volet « Transmission au LPS »: they go from the platform to a consumer, never to the platform."""
NOT_ER7 = Expected(ack="AE", errors=(("199", "", ""),))
"""A CDA sent alone: no MSH, so no field to point to."""

_ALL_YES = (
    ("identity", "accepted"),
    ("visibility", "accepted"),
    ("dmp", "accepted"),
    ("mssante_ps", "accepted"),
    ("mssante_patient", "accepted"),
)
_RADIO_DECISIONS = (
    ("identity", "accepted"),
    ("visibility", "accepted"),
    ("connexion_secrete", "warned"),
    ("dmp", "accepted"),
    ("mssante_ps", "accepted"),
    ("mssante_patient", "not_asked"),
)
_RADIO_FIRST_DECISIONS = (*_RADIO_DECISIONS[:3], ("announcement", "accepted"), *_RADIO_DECISIONS[3:])
"""The first report is invisible to the patient: it is held until its announcement (CRI/va1.02)."""
_RADIO_DELIVERIES = (("dmp", "delivered", "", ""), ("mssante_ps", "delivered", DOCTOR, ""))

EXPECTATIONS: dict[str, Expected] = {
    "sgl/admission.er7": TAKEN,
    "sgl/sortie.er7": TAKEN,
    f"{CONSENT}/ConsentementConsultation_NonOppositionAlimentation.er7": TAKEN,
    f"{CONSENT}/NonConsentementConsultation_NonOppositionAlimentation.er7": TAKEN,
    f"{CONSENT}/NonConsentementConsultation_OppositionAlimentation.er7": TAKEN,
    f"{CONSENT}/NonRecueillieConsentementConsultation_NonOppositionAlimentation.er7": TAKEN,
    f"{CONSENT}/NonRecueillieConsentementConsultation_NonRecueillieOppositionAlimentation.er7": TAKEN,
    # published as messages, they are bare CDA documents
    "vague-2/RIS/transmission_initiale_cr_imagerie.xml": NOT_ER7,
    "vague-2/RIS/remplacement_cr_imagerie.xml": NOT_ER7,
    "vague-2/RIS/suppression_cr_imagerie.xml": NOT_ER7,
    f"{LPS}/Transmission_initiale_MDM/message_MDM__LPS_MSS_CR_Radio_INIT_N1.er7": OTHER_PROFILE,
    f"{LPS}/Transmission_initiale_MDM/message_MDM__LPS_MSS_CR_Radio_INIT_N1_Base64.er7": OTHER_PROFILE,
    f"{LPS}/Transmission_initiale_MDM/ack.er7": UNSUPPORTED_TYPE,
    f"{LPS}/Remplacement_MDM/message_MDM__LPS_MSS_CR_Radio_RPLC_N1.er7": OTHER_PROFILE,
    f"{LPS}/Remplacement_MDM/ack.er7": UNSUPPORTED_TYPE,
    f"{LPS}/Suppression_MDM/message_MDM__LPS_MSS_CR_Radio_DEL_N1.er7": OTHER_PROFILE,
    f"{LPS}/Suppression_MDM/ack.er7": UNSUPPORTED_TYPE,
    # the patient's address of the message is not that of the INS: the computed one is used, with a warning
    f"{VOLET}/ORU/Transmission_initiale_ORU/message_ORU_CR_Bio_INIT_N3_SEGUR.hl7": Expected(
        ack="AA",
        document=Document(id=BIO_1, type="11502-2", level="N3", action="create", version=1),
        decisions=(*_ALL_YES[:4], ("mssante_patient", "warned"), _ALL_YES[4]),
        deliveries=(
            ("dmp", "delivered", "", ""),
            ("mssante_ps", "delivered", DOCTOR, ""),
            ("mssante_patient", "delivered", PATIENT, ""),
        ),
        zam=(
            ("Z01", True, ""),
            ("Z02", True, PATIENT),
            ("Z02", True, DOCTOR),
            ("Z03", True, PATIENT),
            ("Z03", True, DOCTOR),
        ),
    ),
    # it replaces …1.12, which no sample creates: the DMP cannot; the mails can
    f"{VOLET}/ORU/Remplacement_ORU/message_ORU_CR_Bio_RPLC_N3_SEGUR.hl7": Expected(
        ack="AA",
        document=Document(id=BIO_2, type="11502-2", level="N3", action="replace", version=2, replaces=BIO_REPLACED),
        decisions=_ALL_YES,
        deliveries=(
            ("dmp", "refused", "", "UnresolvedReferenceException"),
            ("mssante_ps", "delivered", DOCTOR, ""),
            ("mssante_patient", "delivered", PATIENT, ""),
        ),
    ),
    # its CDA is another patient's (INS, numbers and birth date): nothing of it may leave
    f"{VOLET}/ORU/Suppression_ORU/message_ORU_CR_Bio_DEL_N3_SEGUR.hl7": Expected(
        ack="AE",
        errors=(
            ("207", "PID^1^3", "COH-001"),
            ("207", "PID^1^3", "COH-004"),
            ("207", "PID^1^7", "COH-006"),
        ),
        document=Document(
            id=BIO_REPLACED,
            type="11502-2",
            level="N1",
            action="delete",
            version=2,
            replaces="1.2.250.1.213.1.1.10",
        ),
        decisions=_ALL_YES,
        deliveries=(
            ("dmp", "refused", "", "COH-001"),
            ("mssante_ps", "refused", "", "COH-001"),
            ("mssante_patient", "refused", "", "COH-001"),
        ),
    ),
    # a sentence instead of a CDA
    f"{VOLET}/MDM/Transmission_initiale_MDM/message_MDM_CR_Radio_INIT_N1.er7": Expected(
        ack="AE",
        errors=(("207", "OBX^1^5", "XML-003"),),
        deliveries=(("dmp", "refused", "", "XML-003"), ("mssante_ps", "refused", "", "XML-003")),
    ),
    f"{VOLET}/MDM/Transmission_initiale_MDM/message_MDM_CR_Radio_INIT_N1_Base64.er7": Expected(
        ack="AA",
        document=Document(id=f"{RADIO}1", type="18748-4", level="N1", action="create", version=1),
        decisions=_RADIO_FIRST_DECISIONS,
        deliveries=_RADIO_DELIVERIES,
    ),
    f"{VOLET}/MDM/Remplacement_MDM/message_MDM_CR_Radio_RPLC_N1.er7": Expected(
        ack="AA",
        document=Document(
            id=f"{RADIO}2", type="18748-4", level="N1", action="replace", version=2, replaces=f"{RADIO}1"
        ),
        decisions=_RADIO_DECISIONS,
        deliveries=_RADIO_DELIVERIES,
    ),
    f"{VOLET}/MDM/Remplacement_MDM/ack.er7": UNSUPPORTED_TYPE,
    f"{VOLET}/MDM/Suppression_MDM/message_MDM_CR_Radio_DEL_N1.er7": Expected(
        ack="AA",
        document=Document(id=f"{RADIO}2", type="18748-4", level="N1", action="delete", version=2, replaces=f"{RADIO}1"),
        decisions=_RADIO_DECISIONS,
        deliveries=_RADIO_DELIVERIES,
    ),
    f"{VOLET}/MDM/Suppression_MDM/ack.er7": UNSUPPORTED_TYPE,
}
NAMES = list(EXPECTATIONS)
ACCEPTED = [name for name in NAMES if EXPECTATIONS[name].ack == "AA"]
KEPT = [name for name in ACCEPTED if EXPECTATIONS[name].document is not None]

COMPANIONS: dict[str, tuple[str, str]] = {
    f"{VOLET}/ORU/Transmission_initiale_ORU/SEGUR_CR-BIO_2023.01_Electrophorese.xml": (BIO_REPLACED, "N3"),
    f"{VOLET}/ORU/Remplacement_ORU/SEGUR_CR_Bio_CDA_Niv3_v2.xml": (BIO_2, "N3"),
    f"{VOLET}/ORU/Suppression_ORU/SEGUR_CR_Bio_CDA_Niv3_v2.xml": (BIO_2, "N3"),
    f"{VOLET}/MDM/Transmission_initiale_MDM/CR_Radio_CDAN1_v1.XML": (f"{RADIO}1", "N1"),
    f"{VOLET}/MDM/Remplacement_MDM/CR_Radio_CDAN1_v2.XML": (f"{RADIO}2", "N1"),
    f"{VOLET}/MDM/Suppression_MDM/CR_Radio_CDAN1_v2.XML": (f"{RADIO}2", "N1"),
    f"{LPS}/Transmission_initiale_MDM/CR_Radio_CDAN1_v1.XML": (f"{RADIO}1", "N1"),
    f"{LPS}/Remplacement_MDM/CR_Radio_CDAN1_v2.XML": (f"{RADIO}2", "N1"),
    f"{LPS}/Suppression_MDM/CR_Radio_CDAN1_v2.XML": (f"{RADIO}2", "N1"),
}
"""Documents published beside the messages: (id, level)."""


@pytest.fixture(scope="session")
def official(corpus_dir: Path) -> Play:
    return play(NAMES, corpus_dir / "hl7v2")


def short(name: str) -> str:
    return "/".join(name.split("/")[-2:])


def test_no_sample_is_forgotten(corpus_dir: Path) -> None:
    folder = corpus_dir / "hl7v2"
    found = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file() and p.suffix != ".md"}
    assert found == set(EXPECTATIONS) | set(COMPANIONS)


@pytest.mark.parametrize("name", NAMES, ids=short)
def test_acknowledgement(official: Play, name: str) -> None:
    expected, ack = EXPECTATIONS[name], official.message(NAMES.index(name))["ack"]
    errors = tuple((error["code"], error["location"], error["application_code"]) for error in ack["errors"])
    assert (ack["code"], errors) == (expected.ack, expected.errors)
    assert all(error["severity"] == "E" and len(error["text"]) > 40 for error in ack["errors"])


@pytest.mark.parametrize("name", NAMES, ids=short)
def test_understanding(official: Play, name: str) -> None:
    expected, found = EXPECTATIONS[name].document, official.message(NAMES.index(name))["document"]
    if expected is None:
        assert found is None
        return
    assert found["patient_ins"] == INS
    assert Document(**{field: found[field] for field in Document.__slots__}) == expected


@pytest.mark.parametrize("name", NAMES, ids=short)
def test_decisions(official: Play, name: str) -> None:
    decisions = official.message(NAMES.index(name))["decisions"]
    assert tuple((one["subject"], one["outcome"]) for one in decisions) == EXPECTATIONS[name].decisions
    assert all(one["reason"] and one["rule"] for one in decisions)


@pytest.mark.parametrize("name", NAMES, ids=short)
def test_deliveries(official: Play, name: str) -> None:
    expected, message = EXPECTATIONS[name], official.message(NAMES.index(name))
    deliveries = message["deliveries"]
    found = tuple((one["to"], one["outcome"], one["recipient"], one["code"]) for one in deliveries)
    assert found == expected.deliveries
    assert all(one["action"] == message["document"]["action"] for one in deliveries if message["document"])
    assert all(one["attempts"] == (1 if expected.ack == "AA" else 0) for one in deliveries)
    assert all(one["reason"] and (one["remedy"] or one["outcome"] == "delivered") for one in deliveries)


@pytest.mark.parametrize("name", NAMES, ids=short)
def test_way_home(official: Play, name: str) -> None:
    zam = official.message(NAMES.index(name))["zam"]
    found = sorted((one["event"], one["positive"], one["recipient"]) for one in zam)
    assert found == sorted(EXPECTATIONS[name].zam)
    assert all(one["outcome"] == "delivered" for one in zam)


def test_the_dmp_holds_each_document_once_in_its_last_state(official: Play) -> None:
    fiches = [fiche for fiche in official.report["dmp"] if not fiche["is_signature"]]
    assert sorted((fiche["unique_id"], fiche["status"]) for fiche in fiches) == [
        (BIO_1, "Approved"),
        (f"{RADIO}1", "Deprecated"),
        (f"{RADIO}2", "Deleted"),
    ]
    assert {fiche["patient"] for fiche in fiches} == {INS}


def test_the_mailboxes_hold_one_mail_per_delivery(official: Play) -> None:
    received = official.report["mailboxes"]
    assert {mail["folder"] for mail in received} == {"INBOX"}
    wanted = [
        delivery[2]
        for expected in EXPECTATIONS.values()
        for delivery in expected.deliveries
        if delivery[0].startswith("mssante") and delivery[1] == "delivered"
    ]
    assert sorted(mail["mailbox"] for mail in received) == sorted(wanted)
    assert all(mail["kind"] == "xdm" and not mail["lint"] for mail in received)


def test_what_was_received_can_be_given_back_to_the_byte(official: Play) -> None:
    assert sorted(official.stored_raws) == sorted(one.raw for one in official.played)
    assert all(one.raw in raw for one, raw in zip(official.played, official.raws, strict=True))


@pytest.mark.parametrize("name", ACCEPTED, ids=short)
def test_a_second_sending_gets_the_first_acknowledgement(official: Play, name: str) -> None:
    assert official.again[ACCEPTED.index(name)] == official.played[NAMES.index(name)].answer


def test_a_second_sending_changes_nothing(official: Play) -> None:
    assert [name for name, one in zip(NAMES, official.played, strict=True) if one.document is not None] == KEPT
    before, after = official.counts[:3], official.counts[3:]
    assert before == after


def test_the_account_follows_its_schema(official: Play) -> None:
    schema: dict[str, Any] = json.loads((ROOT / "docs" / "rehearse.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    errors = [error.message for error in jsonschema.Draft202012Validator(schema).iter_errors(official.report)]
    assert errors == []


@pytest.mark.parametrize("name", [n for n in NAMES if n.startswith(VOLET) and n.endswith("ack.er7")], ids=short)
def test_our_acknowledgements_have_the_form_of_the_official_ones(official: Play, corpus_dir: Path, name: str) -> None:
    theirs = (corpus_dir / "hl7v2" / name).read_text(encoding="utf-8").split("\n")
    request = next(n for n in KEPT if n.startswith(name.rpartition("/")[0]))
    ours = official.played[NAMES.index(request)].answer.decode().split("\r")
    positions = (3, 5, 8, 10, 11, 16, 17)  # MSH-4, 6, 9, 11, 12, 17, 18
    for position in positions:
        assert ours[0].split("|")[position] == theirs[0].split("|")[position]
    assert ours[1].split("|")[:3] == theirs[1].strip().split("|")[:3]


@pytest.mark.parametrize("name", list(COMPANIONS), ids=short)
def test_companion_documents_are_read(corpus_dir: Path, name: str) -> None:
    header = read_document((corpus_dir / "hl7v2" / name).read_bytes()).header
    assert (header.id.xds, header.form.value) == COMPANIONS[name]
