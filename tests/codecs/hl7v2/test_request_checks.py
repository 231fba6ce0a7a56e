"""Every check of a document request: the bytes that trip it, its code, what the sender reads in the ack.

One line per finding of the codec; a finding without a line fails ``test_every_code_has_its_line``.
Rule: hl7v2.md §2.1, one negative test per row.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import NamedTuple

import pytest

from liane.codecs.hl7v2.ack import AckCode, parse_ack, render_ack
from liane.codecs.hl7v2.codes import PAM, PDQ, Condition, HL7Code
from liane.codecs.hl7v2.policy import AcceptancePolicy
from liane.domain.documents.decision import MatriceMode
from liane.domain.errors import Severity
from tests.codecs.hl7v2.samples import (
    ENCODED,
    INS,
    OTHER_INS,
    PATIENT,
    PID,
    PROFESSIONAL,
    SENDER,
    append_segment,
    codes,
    drop_segment,
    insert_segment,
    make_mdm,
    make_oru,
    read,
    set_field,
)

AT = datetime(2026, 3, 2, 13, 15, 1, tzinfo=UTC)
ORU, MDM = make_oru(), make_mdm()
TEST_OID, REAL_OID = "1.2.250.1.213.1.4.10", "1.2.250.1.213.1.4.8"


def change(number: int, old: str, new: str, segment: str = "PID", message: bytes = ORU) -> bytes:
    """Replace a text in one field."""
    lines = message.split(b"\r")
    index = next(index for index, line in enumerate(lines) if line.startswith(segment.encode()))
    fields = lines[index].split(b"|")
    assert old.encode() in fields[number]
    fields[number] = fields[number].replace(old.encode(), new.encode())
    lines[index] = b"|".join(fields)
    return b"\r".join(lines)


class Row(NamedTuple):
    """One spoiled message. location: ERR-2; None when the finding is a warning."""

    code: HL7Code
    message: bytes
    location: str | None
    settings: Mapping[str, object] = MappingProxyType({})


PRODUCTION = {"processing_ids": frozenset({"P"})}
STRICT = {"matrice_mssante": MatriceMode.STRICT}
COPY_OF_DOCUMENT = f"OBX|2|ED|11502-2^CR^LN||^TEXT^XML^Base64^{ENCODED}||||||F"
OTHER_DOCUMENT = f"OBX|2|ED|18748-4^CR^LN||^TEXT^XML^Base64^{ENCODED}||||||F"
BODY = "OBX|12|ED|CORPSMAIL_PS^Corps^MetaDMPMSS||^TEXT^^Base64^"

ROWS = [
    # The message as a whole
    Row(HL7Code.TOO_LARGE, ORU, "", {"size_bytes_max": 100}),
    Row(HL7Code.NO_MSH, b"PID|1\r", "MSH^1"),
    Row(HL7Code.BAD_DELIMITERS, b"MSH|abcd|\r", "MSH^1^2"),
    Row(HL7Code.UNREADABLE_SEGMENT, append_segment(ORU, "du texte"), ""),
    Row(HL7Code.TOO_MANY_SEGMENTS, ORU, "", {"segments_max": 5}),
    Row(HL7Code.XML_FORM, b"<ORU_R01/>", ""),
    Row(HL7Code.UNKNOWN_CHARSET, make_oru(charset="CP1252"), "MSH^1^18"),
    Row(HL7Code.CHARSET_NOT_RESPECTED, ORU.replace("é".encode(), b"\xe9"), "MSH^1^18"),
    Row(HL7Code.CHARSET_ABSENT, make_oru(charset=""), None),
    # MSH
    Row(HL7Code.MESSAGE_TYPE, set_field(ORU, "MSH", 9, "OUL^R22^OUL_R22"), "MSH^1^9^1^1"),
    Row(HL7Code.MESSAGE_TYPE, set_field(ORU, "MSH", 9, ""), "MSH^1^9^1^1"),
    Row(HL7Code.EVENT, set_field(MDM, "MSH", 9, "MDM^T11^MDM_T02"), "MSH^1^9^1^2"),
    Row(HL7Code.EVENT, set_field(ORU, "MSH", 9, "ORU^T02^ORU_R01"), "MSH^1^9^1^2"),
    Row(HL7Code.STRUCTURE, set_field(ORU, "MSH", 9, "ORU^R01"), None),
    Row(HL7Code.VERSION, set_field(ORU, "MSH", 12, "2.6"), "MSH^1^12"),
    Row(HL7Code.VERSION, set_field(MDM, "MSH", 12, "2.5"), "MSH^1^12"),
    Row(HL7Code.PROCESSING_ID, ORU, "MSH^1^11", PRODUCTION),
    Row(HL7Code.PROCESSING_ID, set_field(ORU, "MSH", 11, "X"), "MSH^1^11"),
    *(Row(HL7Code.MSH_FIELD_MISSING, set_field(ORU, "MSH", n, ""), f"MSH^1^{n}") for n in (3, 4, 5, 6, 7, 10, 11, 12)),
    Row(HL7Code.MSH_FIELD_MISSING, set_field(ORU, "MSH", 21, ""), "MSH^1^21"),
    Row(HL7Code.COUNTRY, set_field(ORU, "MSH", 17, ""), None),
    Row(HL7Code.PROFILE_UNKNOWN, set_field(ORU, "MSH", 21, "1.1^CISIS_CDA_HL7_LPS"), "MSH^1^21"),
    Row(HL7Code.PROFILE_UNKNOWN, set_field(ORU, "MSH", 21, "3.0^CISIS_CDA_HL7_V2"), "MSH^1^21"),
    Row(HL7Code.PROFILE_OLD, set_field(ORU, "MSH", 21, "2.0^CISIS_CDA_HL7_V2"), None),
    Row(HL7Code.MSH_FIELD_FORM, set_field(ORU, "MSH", 10, "9" * 200), "MSH^1^10"),
    Row(HL7Code.MSH_FIELD_FORM, set_field(ORU, "MSH", 7, "hier"), "MSH^1^7"),
    # Structure
    *(Row(HL7Code.SEGMENT_MISSING, drop_segment(ORU, name), f"{name}^1") for name in ("PID", "ORC", "OBR")),
    *(
        Row(HL7Code.SEGMENT_MISSING, drop_segment(MDM, name), f"{name}^1")
        for name in ("EVN", "PID", "PV1", "ORC", "OBR", "TXA")
    ),
    Row(HL7Code.SEGMENT_MISSING, drop_segment(ORU, "OBX"), "OBX^1"),
    Row(HL7Code.SEGMENT_ORDER, insert_segment(drop_segment(ORU, "ORC"), "ORC|NW", before="PID"), "PID^1"),
    Row(HL7Code.SEGMENT_REPEATED, insert_segment(MDM, "ORC|NW", before="OBR"), "ORC^2"),
    Row(HL7Code.SEGMENT_REPEATED, insert_segment(ORU, "MSH|^~\\&|A", before="PID"), "MSH^2"),
    Row(HL7Code.SEVERAL_PATIENTS, insert_segment(ORU, PID, before="ORC"), "PID^2"),
    Row(HL7Code.PARTICIPANT_MISPLACED, insert_segment(ORU, SENDER, before="OBX"), "PRT^1"),
    Row(HL7Code.PARTICIPANT_MISPLACED, append_segment(ORU, PROFESSIONAL), "PRT^5"),
    Row(HL7Code.EVN_FIELD_MISSING, set_field(MDM, "EVN", 2, ""), "EVN^1^2"),
    # PID, PV1
    Row(HL7Code.PATIENT_FIELD_MISSING, set_field(ORU, "PID", 3, ""), "PID^1^3"),
    Row(HL7Code.PATIENT_FIELD_MISSING, set_field(ORU, "PID", 5, ""), "PID^1^5"),
    Row(HL7Code.PATIENT_FIELD_MISSING, set_field(ORU, "PID", 5, "TESTOMBELLE^CAMILLE^^^^^D"), "PID^1^5"),
    Row(HL7Code.IDENTIFIER_INCOMPLETE, change(3, "CH-FICTIF&1.2.250.1.999.2.1&ISO", ""), "PID^1^3^1"),
    Row(HL7Code.INS_OID_REFUSED, ORU, "PID^1^3", {"ins_oids": frozenset({REAL_OID})}),
    Row(
        HL7Code.INS_OID_AGAINST_PROCESSING,
        set_field(ORU, "MSH", 11, "P"),
        "PID^1^3",
        {"check_oid_against_processing_id": True},
    ),
    Row(
        HL7Code.INS_OID_AGAINST_PROCESSING,
        change(3, TEST_OID, REAL_OID),
        "PID^1^3",
        {"check_oid_against_processing_id": True},
    ),
    Row(HL7Code.INS_OID_UNKNOWN, change(3, TEST_OID, "1.2.250.1.213.1.4.2"), None),
    Row(HL7Code.INS_KEY, change(3, INS, INS[:13] + "30"), None),
    Row(HL7Code.INS_KEY, change(3, INS, f"27707{INS}"), "PID^1^3"),
    Row(HL7Code.INS_NOT_QUALIFIED, change(3, INS, INS[:13] + "30"), "PID^1^3"),
    Row(HL7Code.INS_NOT_QUALIFIED, set_field(ORU, "PID", 32, "PROV"), "PID^1^3"),
    Row(HL7Code.INS_NOT_QUALIFIED, set_field(ORU, "PID", 32, "VALI~DOUT"), "PID^1^3"),
    Row(HL7Code.INS_NOT_QUALIFIED, set_field(ORU, "PID", 11, ""), "PID^1^3"),
    Row(
        HL7Code.INS_WITHOUT_VALI,
        set_field(make_oru(DESTDMP="N", DESTMSSANTEPAT="N"), "PID", 32, "PROV"),
        None,
    ),
    Row(
        HL7Code.SEVERAL_INS,
        change(3, "IPP000731^^^CH-FICTIF&1.2.250.1.999.2.1&ISO^PI", f"{OTHER_INS}^^^N&{TEST_OID}&ISO^INS"),
        "PID^1^3",
    ),
    Row(HL7Code.BIRTH_DATE, set_field(ORU, "PID", 7, "14/02/1990"), "PID^1^7"),
    Row(HL7Code.TOO_MANY_IDENTIFIERS, change(3, "IPP000731", "~".join(["A^^^B&1.2&ISO"] * 100)), "PID^1^3"),
    Row(HL7Code.SEX, set_field(ORU, "PID", 8, "X"), "PID^1^8"),
    Row(HL7Code.IDENTITY_STATUS, set_field(ORU, "PID", 32, "VALI~QUAL"), None),
    Row(HL7Code.IDENTITY_STATUS_ABSENT, set_field(ORU, "PID", 32, ""), None),
    Row(HL7Code.NAME_TYPE, set_field(ORU, "PID", 5, "TESTOMBELLE^CAMILLE^CAMILLE ROSE"), None),
    Row(HL7Code.VISIT_FIELD_MISSING, set_field(ORU, "PV1", 2, ""), "PV1^1^2"),
    Row(HL7Code.VISIT_FIELD_MISSING, set_field(ORU, "PV1", 19, ""), "PV1^1^19"),
    Row(HL7Code.PATIENT_CLASS, set_field(ORU, "PV1", 2, "Z"), "PV1^1^2"),
    # ORC, OBR, TXA, document OBX
    Row(HL7Code.ORDER_FIELD_MISSING, set_field(ORU, "ORC", 1, ""), "ORC^1^1"),
    Row(HL7Code.ORDER_FIELD_MISSING, set_field(ORU, "OBR", 4, ""), "OBR^1^4"),
    Row(HL7Code.ORDER_FIELD_MISSING, set_field(MDM, "TXA", 2, ""), "TXA^1^2"),
    Row(HL7Code.ORDER_CONTROL, set_field(ORU, "ORC", 1, "XX"), "ORC^1^1"),
    Row(HL7Code.ORDER_CONTROL, set_field(ORU, "ORC", 1, "SC"), "ORC^1^1"),
    Row(HL7Code.RESULT_STATUS, set_field(ORU, "OBX", 11, "P"), "OBX^1^11"),
    Row(HL7Code.ACTION_INCOHERENT, set_field(ORU, "ORC", 1, "RO"), "ORC^1^1"),
    Row(HL7Code.ACTION_INCOHERENT, insert_segment(ORU, "ORC|CA", before="OBX"), "ORC^1^1"),
    Row(HL7Code.DOCUMENT_TYPE, ORU, "OBR^1^4^1^1", {"document_type_codes": frozenset({"18748-4"})}),
    Row(HL7Code.DOCUMENT_TYPE_INCOHERENT, set_field(ORU, "OBX", 3, "18748-4^CR^LN"), "OBX^1^3"),
    Row(HL7Code.DOCUMENT_TYPE_INCOHERENT, set_field(MDM, "TXA", 2, "11502-2"), "TXA^1^2"),
    Row(HL7Code.CODING_SYSTEM, set_field(ORU, "OBR", 4, "11502-2^CR"), None),
    Row(HL7Code.DOCUMENT_ID_MISSING, set_field(MDM, "TXA", 12, ""), "TXA^1^12"),
    Row(
        HL7Code.DOCUMENT_ID_MISSING, set_field(make_mdm(event="T10", order="RO", status="C"), "TXA", 13, ""), "TXA^1^13"
    ),
    Row(HL7Code.TXA_VALUE, set_field(MDM, "TXA", 17, "XX"), None),
    Row(HL7Code.DOCUMENT_FIELD_MISSING, set_field(ORU, "OBX", 11, ""), "OBX^1^11"),
    Row(HL7Code.DOCUMENT_FIELD_MISSING, set_field(ORU, "OBX", 3, ""), "OBX^1^3"),
    Row(HL7Code.DOCUMENT_FIELD_MISSING, set_field(ORU, "OBX", 5, "^TEXT^XML^Base64^"), "OBX^1^5^1^5"),
    Row(HL7Code.DOCUMENT_DATA_TYPE, set_field(ORU, "OBX", 2, "TX"), "OBX^1^2"),
    Row(HL7Code.DOCUMENT_DATA_TYPE, set_field(ORU, "OBX", 5, f"^TEXT^PDF^Base64^{ENCODED}"), "OBX^1^5^1^3"),
    Row(HL7Code.DOCUMENT_UNDECODABLE, set_field(ORU, "OBX", 5, "^TEXT^XML^Base64^é*!"), "OBX^1^5^1^5"),
    Row(HL7Code.DOCUMENT_UNDECODABLE, set_field(ORU, "OBX", 5, "^TEXT^XML^Base64^PHhtb"), "OBX^1^5^1^5"),
    Row(HL7Code.SEVERAL_DOCUMENTS, insert_segment(ORU, OTHER_DOCUMENT, before="OBX", occurrence=2), "OBX^2"),
    Row(
        HL7Code.SEVERAL_DOCUMENTS,
        insert_segment(MDM, OTHER_DOCUMENT, before="OBX", occurrence=2),
        "OBX^2",
    ),
    Row(HL7Code.SECOND_INSTANCE_IGNORED, insert_segment(ORU, COPY_OF_DOCUMENT, before="OBX", occurrence=2), None),
    # Metadata
    *(Row(HL7Code.FLAG_MISSING, drop_segment(ORU, "OBX", occurrence=n), "OBX^1^3") for n in range(2, 12)),
    Row(HL7Code.FLAG_REPEATED, append_segment(ORU, "OBX|12|CE|DESTDMP^x^MetaDMPMSS||Y||||||F"), "OBX^12^3"),
    Row(HL7Code.FLAG_VALUE, set_field(ORU, "OBX", 5, "O", occurrence=7), "OBX^7^5"),
    Row(
        HL7Code.FLAG_ORDER,
        append_segment(
            drop_segment(ORU, "OBX", occurrence=2),
            "OBX|11|CE|MASQUE_PS^x^MetaDMPMSS||N^^expandedYes-NoIndicator||||||F",
        ),
        "OBX^11^3",
    ),
    Row(HL7Code.FLAG_UNKNOWN, append_segment(ORU, "OBX|12|CE|DESTDPM^x^MetaDMPMSS||Y||||||F"), "OBX^12^3"),
    Row(HL7Code.FLAG_UNKNOWN, append_segment(ORU, "OBX|12|CE|DESTDPM||Y||||||F"), "OBX^12^3"),
    Row(HL7Code.FLAG_FORM, set_field(ORU, "OBX", 3, "DESTDMP^Destinataire DMP", occurrence=7), None),
    Row(HL7Code.BODY_DROPPED, append_segment(ORU, BODY + "A" * 93 + "||||||F"), None),
    Row(HL7Code.OBSERVATION_IGNORED, append_segment(ORU, "OBX|12|NM|8867-4^x^LN||72||||||F"), None),
    # Participants
    Row(HL7Code.SENDER_MISSING, drop_segment(ORU, "PRT", occurrence=1), "PRT"),
    Row(HL7Code.SENDER_INCOMPLETE, set_field(ORU, "PRT", 5, ""), "PRT"),
    Row(HL7Code.SENDER_INCOMPLETE, set_field(ORU, "PRT", 8, ""), "PRT"),
    Row(HL7Code.PARTICIPATION, set_field(ORU, "PRT", 4, "AUT^Author^participation", occurrence=4), None),
    Row(HL7Code.PARTICIPANT_REPEATED, insert_segment(ORU, SENDER, before="PRT", occurrence=2), "PRT^2^4"),
    Row(HL7Code.ADDRESS_MISSING, set_field(ORU, "PRT", 15, "^^X.400^", occurrence=2), "PRT^2^15^1^4"),
    Row(HL7Code.ADDRESS_INVALID, set_field(ORU, "PRT", 15, "^^X.400^anne@", occurrence=2), "PRT^2^15^1^4"),
    Row(HL7Code.PARTICIPANT_FORM, set_field(ORU, "PRT", 2, "AD", occurrence=2), None),
    Row(HL7Code.PARTICIPANT_FORM, set_field(ORU, "PRT", 5, "", occurrence=2), None),
    Row(
        HL7Code.PATIENT_RECIPIENT_INS, ORU.replace(PATIENT.encode(), PATIENT.replace(INS, f"27707{INS}").encode()), None
    ),
    Row(
        HL7Code.PATIENT_RECIPIENT_OTHER,
        ORU.replace(PATIENT.encode(), PATIENT.replace(INS, OTHER_INS).encode()),
        "PRT^3^5^1^1",
    ),
    Row(HL7Code.TOO_MANY_RECIPIENTS, ORU, "PRT^1", {"recipients_max": 1}),
    # Decision rules of MSSanté
    Row(HL7Code.NO_DESTINATION, make_oru(DESTDMP="N", DESTMSSANTEPS="N", DESTMSSANTEPAT="N"), "OBX"),
    Row(HL7Code.PS_RECIPIENT_MISSING, drop_segment(ORU, "PRT", occurrence=2), "PRT"),
    Row(HL7Code.PATIENT_RECIPIENT_MISSING, drop_segment(ORU, "PRT", occurrence=3), "PRT"),
    Row(HL7Code.PATIENT_INVISIBLE, make_oru(INVISIBLE_PATIENT="Y"), "OBX"),
    Row(HL7Code.OUTSIDE_MATRIX, make_oru(MASQUE_PS="Y"), "OBX", STRICT),
    Row(HL7Code.OUTSIDE_MATRIX, make_oru(MASQUE_PS="Y"), None),
]


def name(row: Row) -> str:
    return f"{row.code.code}-{row.code.name}"


@pytest.mark.parametrize("message", [ORU, MDM], ids=["ORU", "MDM"])
def test_the_samples_are_right(message: bytes) -> None:
    result = read(message, **STRICT)
    assert result.findings == ()
    assert result.is_accepted


@pytest.mark.parametrize("row", ROWS, ids=name)
def test_a_spoiled_message_is_told(row: Row) -> None:
    result = read(row.message, **row.settings)
    found = [finding for finding in result.findings if finding.code == row.code.code]
    assert found, codes(result)
    is_warning = row.location is None
    assert {finding.severity for finding in found} == {Severity.WARNING if is_warning else Severity.ERROR}
    assert all(finding.message and finding.rule and finding.layer == "hl7v2" for finding in found)
    assert all(INS not in finding.message + finding.location + finding.remedy for finding in result.findings)
    if is_warning:
        return
    assert not result.is_accepted
    ack = parse_ack(render_ack(result.envelope, code=AckCode.AE, findings=result.findings, control_id="PFI-1", at=AT))
    errors = [error for error in ack.errors if error.location == row.location]
    assert row.code.condition.value in {error.condition for error in errors}, ack.errors
    if row.code.condition is Condition.APPLICATION:
        assert row.code.code in {error.application_code for error in errors}
    else:
        assert all(error.application_code == "" for error in errors if error.condition != "207")


def test_every_code_has_its_line() -> None:
    unused = {HL7Code.UNAVAILABLE}  # an answer of ours, tested with the acks
    of_identities = {code for code in HL7Code if code.value.text in (PAM, PDQ)}  # tested with the ADT and the queries
    assert {row.code for row in ROWS} == set(HL7Code) - unused - of_identities


def test_codes_are_unique() -> None:
    assert len({member.code for member in HL7Code}) == len(HL7Code)


def test_every_finding_is_told_at_once() -> None:
    message = set_field(set_field(set_field(ORU, "MSH", 12, "2.3"), "PID", 8, "X"), "ORC", 1, "RO")
    message = drop_segment(message, "OBX", occurrence=7)
    expected = {HL7Code.VERSION, HL7Code.SEX, HL7Code.ACTION_INCOHERENT, HL7Code.FLAG_MISSING}
    assert {member.code for member in expected} <= codes(read(message))


def test_errors_come_first() -> None:
    result = read(make_oru(charset="", INVISIBLE_PATIENT="Y"))
    severities = [finding.severity for finding in result.findings]
    assert severities == sorted(severities, key=lambda severity: severity is not Severity.ERROR)


Builder = Callable[[], AcceptancePolicy]


@pytest.mark.parametrize(
    ("make", "processing_id", "oid", "is_accepted"),
    [
        (AcceptancePolicy.for_production, "P", REAL_OID, True),
        (AcceptancePolicy.for_production, "P", TEST_OID, False),
        (AcceptancePolicy.for_production, "T", REAL_OID, False),
        (AcceptancePolicy.for_test, "P", TEST_OID, True),
        (AcceptancePolicy.for_test, "T", TEST_OID, True),
        (AcceptancePolicy.for_test, "T", REAL_OID, False),
    ],
)
def test_environments(make: Builder, processing_id: str, oid: str, is_accepted: bool) -> None:
    message = set_field(change(3, TEST_OID, oid), "MSH", 11, processing_id)
    policy = make()
    fields = {name: getattr(policy, name) for name in policy.__slots__}
    assert read(message, **fields).is_accepted is is_accepted
