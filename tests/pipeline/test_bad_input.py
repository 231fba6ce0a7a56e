"""Bad input over a real socket: a clear error, the bytes kept, and a service that goes on."""

import asyncio
import base64
import io
import itertools
import re
import zipfile
from collections.abc import AsyncIterator
from dataclasses import dataclass

import asyncpg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liane.codecs.xdm.container import FILES_MAX
from liane.codecs.xdm.reading import read_xdm
from liane.domain.errors import MalformedMessage
from tests.pipeline.flow_kit import OTHER_PATIENT, make_cda, make_order
from tests.pipeline.node_kit import END, FRAME_BYTES_MAX, START, Door, open_door
from tests.postgres import TEMPLATE, copy_database, name_database

pytestmark = pytest.mark.anyio
CDA = make_cda()
BASE64 = base64.b64encode(CDA)
GOOD = make_order(CDA)
LINES = GOOD.split(b"\r")
_numbers = itertools.count(1)


def embed(cda: bytes) -> bytes:
    """The good message around another document."""
    assert BASE64 in GOOD
    return GOOD.replace(BASE64, base64.b64encode(cda))


def change(before: bytes, after: bytes) -> bytes:
    """The good message with one change."""
    assert before in GOOD
    return GOOD.replace(before, after, 1)


def without(segment: bytes) -> bytes:
    """The good message without some segments."""
    left = [line for line in LINES if not line.startswith(segment)]
    assert len(left) < len(LINES)
    return b"\r".join(left)


def with_second_target(cda: bytes, other: bytes) -> bytes:
    """A document with the patient of another one beside its own."""
    found = re.search(rb"<recordTarget>.*?</recordTarget>", other, re.DOTALL)
    assert found is not None
    return cda.replace(b"</recordTarget>", b"</recordTarget>" + found.group(), 1)


BOMB = b'<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
ENTITY = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
PARAMETER = b'<!DOCTYPE a [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x.dtd"> %x;]>'


@dataclass(frozen=True, slots=True)
class Case:
    """A message, the code that must be found, where (ERR-2), and ERR-3."""

    message: bytes
    code: str
    location: str = "OBX^1^5"
    condition: str = "207"


MESSAGES: dict[str, Case] = {
    "nothing at all": Case(b"", "HL7-002", "MSH^1", "100"),
    "blank lines": Case(b"\r\r", "HL7-002", "MSH^1", "100"),
    "no MSH": Case(b"ZZZ|1\r", "HL7-002", "MSH^1", "100"),
    "XML": Case(b"<ORU_R01 xmlns='urn:hl7-org:v2xml'/>", "HL7-006", "", "199"),
    "MSH alone": Case(LINES[0] + b"\r", "HL7-020", "PID^1", "100"),
    "UTF-16": Case(GOOD.decode().encode("utf-16"), "HL7-002", "MSH^1", "100"),
    "another encoding than announced": Case(
        GOOD.decode().encode("iso-8859-15", "replace"), "HL7-008", "MSH^1^18", "102"
    ),
    "unknown charset": Case(change(b"UNICODE UTF-8", b"KOI8-R"), "HL7-007", "MSH^1^18", "103"),
    "NUL in a code": Case(change(b"\rORC|NW", b"\rORC|N\x00W"), "HL7-051", "ORC^1^1", "103"),
    "unknown event": Case(change(b"ORU^R01^ORU_R01", b"ORU^R99^ORU_R01"), "HL7-011", "MSH^1^9^1^2", "201"),
    "event of another message": Case(change(b"ORU^R01^ORU_R01", b"MDM^T01^MDM_T02"), "HL7-011", "MSH^1^9^1^2", "201"),
    "unknown message": Case(change(b"ORU^R01^ORU_R01", b"SIU^S12^SIU_S12"), "HL7-010", "MSH^1^9^1^1", "200"),
    "unknown version": Case(change(b"|T|2.5|", b"|T|2.3|"), "HL7-013", "MSH^1^12", "203"),
    "unknown processing": Case(change(b"|T|2.5|", b"|X|2.5|"), "HL7-014", "MSH^1^11", "202"),
    "no PID": Case(without(b"PID"), "HL7-020", "PID^1", "100"),
    "no ORC": Case(without(b"ORC"), "HL7-020", "ORC^1", "100"),
    "no OBR": Case(without(b"OBR"), "HL7-020", "OBR^1", "100"),
    "no OBX": Case(without(b"OBX"), "HL7-020", "OBX^1", "100"),
    "no metadata": Case(without(b"OBX|2|"), "HL7-070", "OBX^1^3", "101"),
    "no PRT": Case(without(b"PRT"), "HL7-080", "PRT"),
    "two PID": Case(change(LINES[1], LINES[1] + b"\r" + LINES[1]), "HL7-023", "PID^2", "198"),
    "no document": Case(change(BASE64, b""), "HL7-060", "OBX^1^5^1^5", "101"),
    "no base64": Case(change(BASE64, b"****"), "HL7-062", "OBX^1^5^1^5"),
    "a sentence": Case(embed(b"Ceci n'est pas un CDA."), "XML-003"),
    "cut XML": Case(embed(CDA[:20_000]), "XML-003"),
    "XML bomb": Case(embed(BOMB + b"<ClinicalDocument xmlns='urn:hl7-org:v3'>&c;</ClinicalDocument>"), "XML-002"),
    "external entity": Case(
        embed(ENTITY + b"<ClinicalDocument xmlns='urn:hl7-org:v3'>&x;</ClinicalDocument>"), "XML-002"
    ),
    "parameter entity": Case(embed(PARAMETER + b"<ClinicalDocument xmlns='urn:hl7-org:v3'/>"), "XML-002"),
    "deep XML": Case(embed(b"<a>" * 5_000 + b"</a>" * 5_000), "XML-004"),
    "odd XML encoding": Case(embed(b'<?xml version="1.0" encoding="utf-7"?><a/>'), "XML-005"),
    "another XML": Case(embed(b"<html/>"), "CDA-001"),
    "two documents": Case(embed(b"<r>" + CDA.split(b"?>", 1)[1] * 2 + b"</r>"), "CDA-002"),
    "another patient": Case(embed(make_cda(patient=OTHER_PATIENT)), "COH-001", "PID^1^3"),
}


@pytest.fixture(scope="module")
async def door(postgres_dsn: str, anyio_backend: object) -> AsyncIterator[Door]:
    """One node for all: what one sender does wrong must not harm the next."""
    name = f"bad_input_{next(_numbers)}"
    server = await asyncpg.connect(postgres_dsn)
    await server.execute(copy_database(name, TEMPLATE))
    async with open_door(name_database(postgres_dsn, name)) as opened:
        yield opened
    await server.execute(f"DROP DATABASE {name} WITH (FORCE)")
    await server.close()


async def assert_alive(door: Door) -> None:
    """A right message is still taken."""
    ack = await door.send(make_order(CDA, f"ALIVE-{next(_numbers)}"))
    assert ack.code.value == "AA"


@pytest.mark.parametrize("name", list(MESSAGES))
async def test_a_message_that_cannot_be_taken_is_answered_and_kept(door: Door, name: str) -> None:
    case = MESSAGES[name]
    ack = await door.send(case.message)
    assert ack.code.value == "AE"
    assert (case.condition, case.location) in [(error.condition, error.location) for error in ack.errors]
    assert all(error.user_message for error in ack.errors)
    _, outcome, codes, raw = (await door.kept())[-1]
    assert (outcome, raw) == ("AE", case.message)
    assert case.code in codes
    await assert_alive(door)


async def test_a_document_of_two_patients_is_refused(door: Door) -> None:
    two = with_second_target(make_cda(77), make_cda(77, patient=OTHER_PATIENT))
    assert (await door.send(embed(two))).code.value == "AE"


async def test_nothing_outside_was_read_for_a_document(door: Door) -> None:
    for prologue in (ENTITY, PARAMETER):
        ack = await door.send(embed(prologue + b"<ClinicalDocument xmlns='urn:hl7-org:v3'>&x;</ClinicalDocument>"))
        assert "DOCTYPE" in ack.errors[0].user_message


@pytest.mark.parametrize(
    ("data", "code", "answer"),
    [
        (START + GOOD[:500], "MLLP-003", "AR"),
        (START + GOOD, "MLLP-003", "AR"),
        (START + GOOD + END[:1], "MLLP-003", "AR"),
        (b"GET / HTTP/1.1\r\nHost: liane\r\n\r\n", "MLLP-001", ""),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", "MLLP-001", ""),
    ],
    ids=["cut", "no end", "half an end", "HTTP", "TLS"],
)
async def test_bytes_that_are_no_frame_are_kept(door: Door, data: bytes, code: str, answer: str) -> None:
    acks = await door.write(data, answers=1, hangs_up=True)
    assert [ack.code.value for ack in acks] == ([answer] if answer else [])
    kind, outcome, codes, raw = (await door.kept())[-1]
    assert (kind, outcome, codes) == ("illisible", "none", [code])
    assert raw in data
    assert len(raw) > 10
    await assert_alive(door)


async def test_a_frame_too_large_is_cut_short_and_answered(door: Door) -> None:
    data = START + GOOD + b"x" * (FRAME_BYTES_MAX + 200_000) + END
    (ack,) = await door.write(data)
    assert (ack.code.value, ack.errors[0].application_code) == ("AE", "MLLP-002")
    _, outcome, codes, raw = (await door.kept())[-1]
    assert (outcome, codes) == ("none", ["MLLP-002"])
    assert data[1:].startswith(raw)
    assert FRAME_BYTES_MAX <= len(raw) <= FRAME_BYTES_MAX + 200_000
    await assert_alive(door)


async def test_a_bad_message_does_not_harm_its_neighbours_on_one_connection(door: Door) -> None:
    number = next(_numbers)
    orders = [make_order(CDA, f"N{number}-{rank}") for rank in range(2)]
    stream = b"".join(START + message + END for message in (orders[0], MESSAGES["XML bomb"].message, orders[1]))
    acks = await door.write(stream, answers=3)
    assert [ack.code.value for ack in acks] == ["AA", "AE", "AA"]
    assert [ack.request_control_id for ack in acks][::2] == [f"N{number}-0", f"N{number}-1"]


async def test_many_bad_senders_at_once_do_not_stop_a_good_one(door: Door) -> None:
    bad = [START + case.message + END for case in MESSAGES.values()]
    cut = [START + GOOD[: 1_000 * rank] for rank in range(1, 9)]
    senders = [door.write(data) for data in bad] + [door.write(data, hangs_up=True) for data in cut]
    answers = await asyncio.gather(*senders, assert_alive(door))
    codes = [ack.code.value for acks in answers[: len(bad)] if acks is not None for ack in acks]
    assert codes == ["AE"] * len(bad)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.integers(0, len(GOOD)), length=st.integers(0, 400), noise=st.binary(max_size=60))
async def test_any_spoiled_message_is_answered(door: Door, at: int, length: int, noise: bytes) -> None:
    noise = noise.replace(START, b"").replace(END[:1], b"")
    spoiled = GOOD[:at] + noise + GOOD[at + length :]
    ack = await door.send(spoiled)
    assert ack.code.value in ("AA", "AE")
    assert (await door.kept())[-1][3] == spoiled or ack.code.value == "AA"


# -- archives ----------------------------------------------------------------------------------------------------------


def zip_of(files: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", compression) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return written.getvalue()


@pytest.mark.parametrize(
    ("archive", "code"),
    [
        (zip_of({"IHE_XDM/SUBSET01/METADATA.XML": b" " * 40_000_000}), "XDM-007"),
        (zip_of({f"F{n}": b"" for n in range(FILES_MAX + 1)}), "XDM-003"),
        (zip_of({"../../etc/cron.d/x": b"x"}), "XDM-004"),
        (zip_of({"/etc/passwd": b"x"}), "XDM-004"),
        (zip_of({"README.TXT": b"x"}), "XDM-010"),
        (zip_of({"IHE_XDM/SUBSET01/METADATA.XML": BOMB + b"<a>&c;</a>"}), "XML-002"),
        (b"PK\x03\x04 not an archive", "XDM-002"),
        (zip_of({"A": b"abc" * 1_000})[:-30], "XDM-002"),
        (b"", "XDM-002"),
    ],
    ids=["bomb", "crowd", "climbing", "absolute", "no metadata", "XML bomb", "not a ZIP", "cut", "empty"],
)
def test_an_archive_that_is_dangerous_or_broken_is_refused(archive: bytes, code: str) -> None:
    with pytest.raises(MalformedMessage) as refused:
        read_xdm(archive)
    assert [finding.code for finding in refused.value.findings] == [code]
    assert refused.value.findings[0].message
