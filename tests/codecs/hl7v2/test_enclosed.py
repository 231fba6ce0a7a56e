"""Messages that carry a file to be filed here: what is read of them, what refuses them, any bytes."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liane.codecs.hl7v2.enclosed import (
    FILES_MAX,
    EnclosedAction,
    EnclosedMessage,
    EnclosedRead,
    is_taken,
    read_enclosed,
)
from liane.codecs.hl7v2.envelope import read_envelope
from liane.codecs.hl7v2.er7 import parse_message
from liane.domain.errors import InvalidInput
from liane.domain.intake.fields import FieldName
from liane.domain.intake.told import dump_told

PDF = b"%PDF-1.7 imaginary"
TYPES = frozenset({"11502-2", "18748-4"})
MSH = "MSH|^~\\&|LABO|CH|LIANE|CH|20261120101500||{kind}|M42|T|2.5|||||FRA|UNICODE UTF-8"
PID = (
    "PID|1||000003^^^CH&1.2.250.1.999.7&ISO^PI~290029999900129^^^ASIP-SANTE-INS-NIR&1.2.250.1.213.1.4.10&ISO^INS||"
    "TESTNOM^ANNE^ANNE MARIE^^^^L~TESTUSAGE^ANNE^^^^^D||19900201|F|||^^^^^^BDL^^99999|||||||||||||||||||||VALI"
)
PV1 = "PV1|1|I|UF12^^^CH||||||||||||||||VN77^^^CH^VN"
OBR = "OBR|1|P1|F1|11502-2^CR d'examens biologiques^LN|||20261119|||||||||||||||20261120"
TXA = "TXA|1|CN|TEXT|20261118||20261120|||810000000010^TESTAUTEUR^ELODIE^^^^^^^^^^RPPS|||DOC1|DOC0||||LA"
ED = "OBX|{rank}|ED|11502-2^Compte rendu: biologie^LN||^application^PDF^Base64^{data}||||||F"


def obx(data: bytes = PDF, rank: int = 1) -> str:
    return ED.format(rank=rank, data=base64.b64encode(data).decode())


def read(*segments: str, kind: str = "ORU^R01^ORU_R01") -> EnclosedRead:
    text = "\r".join((MSH.format(kind=kind), *segments)) + "\r"
    return read_enclosed(parse_message(text.encode()), type_codes=TYPES)


def get(*segments: str, kind: str = "ORU^R01^ORU_R01") -> EnclosedMessage:
    content = read(*segments, kind=kind).content
    assert content is not None
    return content


def test_a_result_tells_its_patient_its_type_its_dates_and_gives_its_file() -> None:
    found = get(PID, PV1, OBR, obx())
    assert [(one.name, one.data, one.location) for one in found.files] == [("Compte rendu_ biologie.pdf", PDF, "OBX-5")]
    assert (found.action, found.document_id, found.type_code, found.ward) == (
        EnclosedAction.CREATE,
        "F1",
        "11502-2",
        "UF12",
    )
    told = dump_told(found.told)
    assert {name: one["value"] for name, one in told.items()} == {
        "birth_name": "TESTNOM",
        "used_name": "TESTUSAGE",
        "first_name": "ANNE",
        "first_names": "ANNE MARIE",
        "birth_date": "1990-02-01",
        "sex": "F",
        "birth_place": "99999",
        "ins": "290029999900129",
        "ins_oid": "1.2.250.1.213.1.4.10",
        "ipp": "000003",
        "doc_type": "11502-2",
        "title": "CR d'examens biologiques",
        "doc_date": "2026-11-20",
        "act_date": "2026-11-19",
        "episode": "VN77",
    }
    assert told["birth_date"] == {"value": "1990-02-01", "element": "PID-7", "source": "message HL7"}


def test_a_letter_tells_its_author_and_what_it_replaces() -> None:
    found = get(PID, PV1, TXA, obx(), kind="MDM^T10^MDM_T02")
    assert (found.action, found.document_id, found.replaced_id) == (EnclosedAction.REPLACE, "DOC1", "DOC0")
    told = {name: found.told.get(FieldName(name)) for name in ("author_family", "author_given", "author_rpps")}
    assert told == {"author_family": "TESTAUTEUR", "author_given": "ELODIE", "author_rpps": "10000000010"}
    assert (found.told.get(FieldName.DOC_DATE), found.told.get(FieldName.ACT_DATE)) == ("2026-11-20", "2026-11-18")


@pytest.mark.parametrize(
    ("carrier", "expected"),
    [
        ("OBX|1|ED|PDF||F^AP^PDF^Base64^{b64}||||||F", PDF),
        ("OBX|1|ED|PDF||^application^pdf^base64^{bare}||||||F", PDF),
        ("OBX|1|ED|PDF||^application^PDF^Hex^{hex}||||||F", PDF),
        ("OBX|1|ED|CDA||^text^XML^A^<ClinicalDocument/>||||||F", b"<ClinicalDocument/>"),
    ],
)
def test_files_are_decoded_as_applications_write_them(carrier: str, expected: bytes) -> None:
    b64 = base64.b64encode(PDF).decode()
    segment = carrier.format(b64=b64, bare=b64.rstrip("="), hex=PDF.hex())
    assert [one.data for one in get(PID, OBR, segment).files] == [expected]


@pytest.mark.parametrize(
    ("segments", "codes"),
    [
        ((OBR, obx()), ["INT-130"]),
        ((PID, OBR), ["INT-131"]),
        ((PID, OBR, "OBX|1|TX|11502-2||un texte||||||F"), ["INT-131"]),
        ((PID, OBR, ED.format(rank=1, data="***")), ["INT-132"]),
        ((PID, OBR, "OBX|1|ED|PDF||^application^PDF^rot13^AAAA||||||F"), ["INT-132"]),
        ((PID, OBR, *(obx(rank=rank) for rank in range(1, FILES_MAX + 2))), ["INT-133"]),
        ((PID, OBR, "OBX|1|RP|PDF||https://ailleurs/1.pdf^^application^PDF||||||F"), ["INT-134"]),
    ],
)
def test_what_refuses_a_message_is_told(segments: tuple[str, ...], codes: list[str]) -> None:
    found = read(*segments)
    assert found.content is None
    assert [one.code for one in found.findings] == codes
    assert all(one.remedy for one in found.findings)


@pytest.mark.parametrize(
    ("kind", "extra"), [("MDM^T04^MDM_T02", ""), ("MDM^T11^MDM_T01", ""), ("ORU^R01^ORU_R01", "ORC|CA|P1")]
)
def test_a_cancellation_needs_no_file(kind: str, extra: str) -> None:
    found = get(*(one for one in (PID, extra, TXA) if one), kind=kind)
    assert (found.action, found.document_id, found.files) == (EnclosedAction.CANCEL, "DOC1", ())


def test_only_results_and_documents_outside_the_volet_are_taken() -> None:
    def taken(kind: str, profile: str = "") -> bool:
        text = MSH.format(kind=kind) + (f"|||{profile}" if profile else "") + "\r"
        return is_taken(read_envelope(parse_message(text.encode())))

    assert taken("ORU^R01^ORU_R01")
    assert taken("MDM^T02^MDM_T02", "1.1^CISIS_CDA_HL7_LPS")
    assert not taken("MDM^T02^MDM_T02", "2.1^CISIS_CDA_HL7_V2")
    assert not taken("ADT^A01^ADT_A01")


@given(st.data())
def test_any_spoiled_message_is_read_or_refused(data: st.DataObject) -> None:
    message = bytearray("\r".join((MSH.format(kind="MDM^T02"), PID, PV1, OBR, TXA, obx(), obx(rank=2))).encode())
    for _ in range(data.draw(st.integers(0, 8))):
        position = data.draw(st.integers(0, len(message) - 1))
        message[position : position + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=6))
    try:
        found = read_enclosed(parse_message(bytes(message)), type_codes=TYPES)
    except InvalidInput:
        return
    assert found.content is not None or found.findings
