"""PDQ: a question read, refused or answered, page by page."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liane.codecs.hl7v2.ack import AckCode, parse_ack
from liane.codecs.hl7v2.codes import PDQ, HL7Code
from liane.codecs.hl7v2.er7 import Message, parse_message
from liane.codecs.hl7v2.patient import read_patient
from liane.codecs.hl7v2.pdq import (
    RECORDS_MAX,
    AnswerPage,
    DemographicsQuery,
    QueryReadResult,
    read_query,
    render_answer,
)
from liane.codecs.hl7v2.policy import AcceptancePolicy
from liane.domain.errors import Severity
from liane.domain.identity.patient import IdentityStatus, PatientIdentifier
from tests.codecs.hl7v2.adt_samples import put
from tests.codecs.hl7v2.test_adt_build import OLD, PERSON

AT = datetime(2026, 3, 2, 13, 15, tzinfo=UTC)
DOMAIN = "1.2.250.1.999.2.1"
MSH = "MSH|^~\\&|DPI-TEST|CH-FICTIF|LIANE|CH-FICTIF|20260302141500||QBP^Q22^QBP_Q21|DPI-1|T|2.5|||||FRA|UNICODE UTF-8\r"
QUESTION = (
    f"{MSH}QPD|IHE PDQ Query|TAG-1|@PID.5.1^TESTOMB*~@PID.5.2^CAMILLE~@PID.7^19620000~@PID.8^f~@PID.11.5^99000|||||"
    f"^^^CH-FICTIF&{DOMAIN}&ISO\rRCP|I|20^RD\rDSC|suite-2|I\r"
).encode()
CANCEL = f"{MSH.replace('QBP^Q22^QBP_Q21', 'QCN^J01^QCN_J01')}QID|TAG-1|IHE PDQ Query\r".encode()


def read(raw: bytes, known: frozenset[str] | None = None) -> QueryReadResult:
    """Read with the policy of a test environment."""
    return read_query(raw, accepted=AcceptancePolicy.for_test(), known_domains=known)


def answer(raw: bytes, page: AnswerPage = AnswerPage(), known: frozenset[str] | None = None) -> Message:  # noqa: B008
    """The answer, parsed."""
    return parse_message(render_answer(read(raw, known), page, control_id="LIANE-1", at=AT))


def test_a_question_is_read_whole() -> None:
    result = read(QUESTION)
    assert result.findings == ()
    assert result.query == DemographicsQuery(
        tag="TAG-1",
        family="TESTOMB*",
        given="CAMILLE",
        birth_date="19620000",
        sex="F",
        postal_code="99000",
        domains=(DOMAIN,),
        limit=20,
        continuation="suite-2",
    )
    assert "TESTOMB" not in repr(result)


def test_the_answer_shows_persons_and_the_next_page() -> None:
    page = AnswerPage(persons=(PERSON, replace(PERSON, identifiers=(OLD,))), total=31, left=10, continuation="suite-3")
    raw = render_answer(read(QUESTION), page, control_id="LIANE-1", at=AT)
    assert parse_ack(raw).code is AckCode.AA
    message = parse_message(raw)
    assert [one.name for one in message.segments] == ["MSH", "MSA", "QAK", "QPD", "PID", "DSC"]
    msh, qak, pid = message.segments[0], message.segments[2], message.segments[4]
    assert msh.field(9) == b"RSP^K22^RSP_K21"
    assert (msh.field(3), msh.field(5)) == (b"LIANE", b"DPI-TEST")
    assert [qak.component(number) for number in range(1, 7)] == ["TAG-1", "OK", "IHE PDQ Query", "31", "1", "10"]
    assert message.segments[3].raw == QUESTION.split(b"\r")[1]
    told = read_patient(message, pid)
    assert [one.value for one in told.identifiers] == ["IPP000731"], "only the domain asked for"
    assert told.traits == PERSON.traits
    assert b"290029999900129" not in raw
    assert b"214019999900349" not in raw
    assert message.segments[5].component(1) == "suite-3"


@pytest.mark.parametrize(("status", "count"), [(IdentityStatus.QUALIFIEE, 1), (IdentityStatus.VALIDEE, 0)])
def test_the_ins_is_told_of_a_qualified_person_alone(status: IdentityStatus, count: int) -> None:
    question = put(QUESTION, "QPD", 8, "")
    page = AnswerPage(persons=(replace(PERSON, status=status),), total=1)
    raw = render_answer(read(question), page, control_id="1", at=AT)
    assert raw.count(b"290029999900129") == count
    assert raw.count(b"214019999900349") == count


def test_nobody_found_is_said() -> None:
    message = answer(QUESTION)
    assert message.segments[2].component(2) == "NF"
    assert [one.name for one in message.segments] == ["MSH", "MSA", "QAK", "QPD"]


def test_a_cancel_is_acknowledged() -> None:
    result = read(CANCEL)
    assert result.query == DemographicsQuery(tag="TAG-1", is_cancel=True)
    ack = parse_ack(render_answer(result, AnswerPage(), control_id="1", at=AT))
    assert (ack.code, ack.event) == (AckCode.AA, "J01")


REFUSED = [
    (HL7Code.QUERY_FIELD_MISSING, put(QUESTION, "QPD", 2, ""), "QPD^1^2", "101"),
    (HL7Code.QUERY_FIELD_MISSING, CANCEL.replace(b"QID|TAG-1", b"QID|"), "QID^1^1", "101"),
    (HL7Code.QUERY_PARAMETER, put(QUESTION, "QPD", 3, "@PID.19^1"), "QPD^1^3", "103"),
    (HL7Code.QUERY_EMPTY, put(QUESTION, "QPD", 3, "@PID.5.1^"), "QPD^1^3", "101"),
    (HL7Code.QUERY_DOMAIN, put(QUESTION, "QPD", 8, f"^^^&{DOMAIN}&ISO~^^^&1.2.3&ISO"), "QPD^1^8^2", "204"),
    (HL7Code.QUERY_LIMIT, put(QUESTION, "RCP", 2, "dix^RD"), "RCP^1^2", "102"),
    (HL7Code.MESSAGE_TYPE, put(QUESTION, "MSH", 9, "ADT^A28^ADT_A05"), "MSH^1^9^1^1", "200"),
    (HL7Code.EVENT, put(QUESTION, "MSH", 9, "QBP^Q23^QBP_Q21"), "MSH^1^9^1^2", "201"),
    (HL7Code.VERSION, put(QUESTION, "MSH", 12, "2.3"), "MSH^1^12", "203"),
    (HL7Code.NO_MSH, b"", "MSH^1", "100"),
]


@pytest.mark.parametrize(("code", "raw", "location", "condition"), REFUSED, ids=lambda one: getattr(one, "name", None))
def test_a_wrong_question_is_refused_without_any_person(
    code: HL7Code, raw: bytes, location: str, condition: str
) -> None:
    result = read(raw, frozenset({DOMAIN}))
    assert not result.is_accepted
    found = [finding for finding in result.findings if finding.code == code.code]
    assert found
    assert all(finding.remedy and finding.message for finding in found)
    page = AnswerPage(persons=(PERSON,), total=1)
    message = render_answer(result, page, control_id="1", at=AT)
    ack = parse_ack(message)
    assert ack.code is AckCode.AE
    assert condition in {error.condition for error in ack.errors if location.startswith(error.location)}
    assert b"TESTOMBELLE" not in message
    qak = parse_message(message).first("QAK")
    assert qak is None or qak.component(2) == "AE"


def test_another_name_of_query_is_only_told() -> None:
    result = read(put(QUESTION, "QPD", 1, "Q22"))
    assert result.is_accepted
    assert [(one.code, one.severity) for one in result.findings] == [(HL7Code.QUERY_NAME.code, Severity.WARNING)]


def test_every_code_of_queries_has_its_line() -> None:
    tested = {code for code, *_ in REFUSED} | {HL7Code.QUERY_NAME}
    assert tested >= {code for code in HL7Code if code.value.text == PDQ}


@pytest.mark.parametrize(("limit", "expected"), [("", RECORDS_MAX), ("5", 5), ("5000^RD", RECORDS_MAX)])
def test_a_page_is_bounded(limit: str, expected: int) -> None:
    query = read(put(QUESTION, "RCP", 2, limit)).query
    assert query is not None
    assert query.limit == expected


def test_the_echo_keeps_the_character_set_of_the_answer() -> None:
    latin = put(put(QUESTION, "MSH", 18, "8859/1"), "QPD", 3, "@PID.5.1^X").replace(b"^X", b"^\xc9T")
    result = read(latin)
    assert result.query is not None
    assert result.query.family == "ÉT"
    raw = render_answer(result, AnswerPage(), control_id="1", at=AT)
    assert raw.decode("utf-8").split("\r")[3] == "QPD|IHE PDQ Query|TAG-1"


def test_identifiers_are_searched_with_their_domain() -> None:
    query = read(put(QUESTION, "QPD", 3, f"@PID.3.1^IPP1~@PID.3.4.2^{DOMAIN}~@PID.18.1^NDA1~@PID.11.3^VILLE")).query
    assert query is not None
    assert (query.identifier, query.identifier_domain, query.account, query.city) == ("IPP1", DOMAIN, "NDA1", "VILLE")
    assert PatientIdentifier(value="IPP1", oid=DOMAIN).is_ins is False


@given(
    st.sampled_from((QUESTION, CANCEL)),
    st.lists(st.tuples(st.integers(0, 400), st.integers(0, 40), st.binary(max_size=6)), max_size=5),
)
def test_any_bytes_get_an_answer_that_others_can_read(seed: bytes, edits: list[tuple[int, int, bytes]]) -> None:
    data = bytearray(seed)
    for start, length, word in edits:
        data[start : start + length] = word
    result = read(bytes(data))
    assert result.query is not None or result.findings
    page = AnswerPage(persons=(PERSON,), total=1)
    ack = parse_ack(render_answer(result, page, control_id="1", at=AT))
    assert (ack.code is AckCode.AA) is result.is_accepted
