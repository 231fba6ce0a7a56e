"""ER7 syntax, on annotated bytes; python-hl7 judges beside us."""

import hl7  # type: ignore[import-untyped]
import pytest

from liane.codecs.hl7v2.charset import Charset
from liane.codecs.hl7v2.er7 import Presence, parse_message
from liane.codecs.hl7v2.rendering import render_message
from liane.domain.errors import MalformedMessage
from tests.codecs.hl7v2.samples import make_mdm, make_oru

MSH = b"MSH|^~\\&|APP|FAC|PFI|CH|20260302||ORU^R01^ORU_R01|42|T|2.5|||||FRA|UNICODE UTF-8\r"


def code_of(data: bytes, **limits: int) -> str:
    with pytest.raises(MalformedMessage) as caught:
        parse_message(data, **limits)
    return caught.value.findings[0].code


@pytest.mark.parametrize("end", [b"\r", b"\n", b"\r\n", b"\n\n", b"\r\n\r\n"])
def test_segment_ends(end: bytes) -> None:
    message = parse_message(make_oru().replace(b"\r", end))
    assert [segment.name for segment in message.segments][:6] == ["MSH", "PID", "PV1", "ORC", "OBR", "OBX"]
    assert render_message(message) == make_oru()


def test_mixed_segment_ends() -> None:
    message = parse_message(MSH + b"PID|1\nPV1|2\r\nORC|3\r\r\nOBR|4  \n \r")
    assert [(s.name, s.component(1)) for s in message.segments[1:]] == [
        ("PID", "1"),
        ("PV1", "2"),
        ("ORC", "3"),
        ("OBR", "4"),
    ]


def test_fields_components_and_repetitions() -> None:
    pid = parse_message(MSH + b"PID|1||A^^^N&1.2.3&ISO^PI~B^^^M&4.5.6&ISO^INS|last").first("PID")
    assert pid is not None
    assert pid.component(3) == "A"
    assert pid.component(3, 4, sub=2) == "1.2.3"
    assert pid.component(3, 4, sub=2, rep=2) == "4.5.6"
    assert pid.component(3, 5, rep=3) == ""
    assert pid.component(3, 99) == ""
    assert pid.repetitions(3) == [b"A^^^N&1.2.3&ISO^PI", b"B^^^M&4.5.6&ISO^INS"]
    assert pid.repetitions(2) == []
    assert pid.component(4) == "last"


def test_msh_numbers_are_those_of_the_standard() -> None:
    msh = parse_message(MSH).segments[0]
    assert msh.field(1) == b"|"
    assert msh.field(2) == b"^~\\&"
    assert msh.component(3) == "APP"
    assert msh.component(9, 3) == "ORU_R01"
    assert msh.field_count() == 18
    assert msh.presence(18) is Presence.VALUED
    assert msh.presence(19) is Presence.ABSENT


def test_absent_empty_and_null_are_three_things() -> None:
    pid = parse_message(MSH + b'PID|1||""| |x').first("PID")
    assert pid is not None
    states = [pid.presence(number) for number in (1, 2, 3, 4, 5, 6)]
    assert states == [
        Presence.VALUED,
        Presence.EMPTY,
        Presence.NULL,
        Presence.EMPTY,
        Presence.VALUED,
        Presence.ABSENT,
    ]
    assert pid.component(3) == ""


def test_has_wants_more_than_delimiters() -> None:
    pid = parse_message(MSH + b"PID|^^^&|~|a").first("PID")
    assert pid is not None
    assert [pid.has(number) for number in (1, 2, 3, 4)] == [False, False, True, False]


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (rb"a\F\b\S\c\T\d\R\e\E\f", "a|b^c&d~e\\f"),
        (rb"line\.br\two", "line\ntwo"),
        (rb"caf\XC3A9\ au lait", "café au lait"),
        (rb"\H\gras\N\ ", "gras"),
        (rb"unknown \Z12\ kept", r"unknown \Z12\ kept"),
        (rb"unfinished \F", r"unfinished \F"),
        (rb"odd \X0\ ", r"odd \X0\ ".strip()),
        (rb"\\", "\\\\"),
    ],
)
def test_escapes(written: bytes, text: str) -> None:
    nte = parse_message(MSH + b"NTE|1||" + written).first("NTE")
    assert nte is not None
    assert nte.component(3) == text


def test_other_delimiters_are_followed() -> None:
    message = parse_message(b"MSH$*@!%$APP$FAC*9$$$$$ORU*R01$7\rPID$1$$A***N%1.2$B!S!C\r")
    assert message.delimiters.field == b"$"
    assert not message.delimiters.is_standard
    assert message.segments[0].component(9, 2) == "R01"
    pid = message.first("PID")
    assert pid is not None
    assert (pid.component(3, 4, sub=2), pid.component(4)) == ("1.2", "B*C")


def test_a_fifth_delimiter_is_let_through() -> None:
    assert parse_message(MSH.replace(b"\\&", b"\\&#")).segments[0].component(3) == "APP"


@pytest.mark.parametrize("head", [b"\xef\xbb\xbf", b"\x0b", b"\r\n ", b""])
def test_what_precedes_msh_is_skipped(head: bytes) -> None:
    assert parse_message(head + MSH).segments[0].component(10) == "42"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "HL7-002"),
        (b"\r\n  \r\n", "HL7-002"),
        (b"PID|1\r", "HL7-002"),
        (b"MSH", "HL7-003"),
        (b"MSH|", "HL7-003"),
        (b"MSH|^~\\", "HL7-003"),
        (b"MSH|^^\\&|A", "HL7-003"),
        (b"MSH|abcd|A", "HL7-003"),
        (b"MSH|^~\\&#%|A", "HL7-003"),
        (b"MSH|^~\\&|A\rune ligne de texte\r", "HL7-004"),
        (b"MSH|^~\\&|A\rPIDX|1\r", "HL7-004"),
        (b"MSH|^~\\&|A\rpid|1\r", "HL7-004"),
        (b"<?xml version='1.0'?><ORU_R01 xmlns='urn:hl7-org:v2xml'/>", "HL7-006"),
    ],
)
def test_what_cannot_be_read(data: bytes, code: str) -> None:
    assert code_of(data) == code


@pytest.mark.parametrize(
    ("data", "words", "remedy"),
    [
        (b"<?xml version='1.0'?><ClinicalDocument xmlns='urn:hl7-org:v3'/>", "CDA seul", "OBX-5 d'un message ORU^R01"),
        (b"<ORU_R01 xmlns='urn:hl7-org:v2xml'/>", "forme XML de HL7 v2", "forme ER7"),
    ],
)
def test_a_bare_cda_is_told_from_the_xml_form(data: bytes, words: str, remedy: str) -> None:
    with pytest.raises(MalformedMessage) as refused:
        parse_message(data)
    (finding,) = refused.value.findings
    assert words in finding.message
    assert remedy in finding.remedy


def test_bounds() -> None:
    assert code_of(MSH + b"PID|1\r", size_bytes_max=50) == "HL7-001"
    assert code_of(MSH + b"NTE|1\r" * 10, segments_max=10) == "HL7-005"
    assert len(parse_message(MSH + b"NTE|1\r" * 9, segments_max=10).segments) == 10


@pytest.mark.parametrize(
    ("declared", "encoding", "charset"),
    [
        (b"UNICODE UTF-8", "utf-8", Charset.UTF_8),
        (b"8859/15", "iso8859-15", Charset.LATIN_9),
        (b"8859/1", "iso8859-1", Charset.LATIN_1),
        (b"", "utf-8", Charset.UTF_8),
        (b"", "iso8859-15", Charset.LATIN_9),
    ],
)
def test_charsets(declared: bytes, encoding: str, charset: Charset) -> None:
    head = MSH.replace(b"UNICODE UTF-8", declared)
    message = parse_message(head + "NTE|1||Éléonore".encode(encoding))
    assert message.charset is charset
    assert message.charset_declared == declared.decode()
    assert message.segments[1].component(3) == "Éléonore"


@pytest.mark.parametrize(("declared", "encoding"), [(b"8859/15", "iso8859-15"), (b"UNICODE UTF-8", "utf-8")])
def test_the_header_itself_is_read_in_the_charset_that_it_names(declared: bytes, encoding: str) -> None:
    written = "MSH|^~\\&|APPLI|CLINIQUE DU PRÉ|PFI|É|20260302141500||ORU^R01^ORU_R01|1|P|2.5|||||FRA|".encode(encoding)
    header = parse_message(written + declared + b"\rNTE|1||x").segments[0]
    assert (header.component(4), header.component(6)) == ("CLINIQUE DU PRÉ", "É")


def test_bytes_outside_the_charset_do_not_break_reading() -> None:
    nte = parse_message(MSH + b"NTE|1||\xe9t\xe9").first("NTE")
    assert nte is not None
    assert nte.component(3) == "\ufffdt\ufffd"


@pytest.mark.parametrize("written", [b"a\x00b", rb"a\X00\b"])
def test_nul_never_passes(written: bytes) -> None:
    nte = parse_message(MSH + b"NTE|1||" + written).first("NTE")
    assert nte is not None
    assert nte.component(3) == "a\ufffdb"


def test_a_large_segment_reads_like_a_small_one() -> None:
    small = parse_message(make_oru())
    padding = b"A" * 10_000
    large = parse_message(make_oru().replace(b"^LN||^TEXT^XML", b"^LN|" + padding + b"|^TEXT^XML"))
    one, other = small.first("OBX"), large.first("OBX")
    assert one is not None
    assert other is not None
    assert (one.is_large, other.is_large) == (False, True)
    for number in (1, 2, 3, 5, 6, 11, 12, 40):
        assert one.field(number) == other.field(number)
        assert one.presence(number) == other.presence(number)
    for segment, message in ((one, small), (other, large)):
        span = segment.component_span(5, 5)
        assert span is not None
        assert message.data[slice(*span)] == segment.field(5).split(b"^")[4]
        assert segment.component_span(5, 6) is None
        assert segment.component_span(99, 1) is None


@pytest.mark.parametrize("padding", [b"", b"|" + b"z" * 10_000])
def test_a_component_is_looked_for_in_the_first_repetition_alone(padding: bytes) -> None:
    obx = parse_message(MSH + b"OBX|a^b~c^d^e|~x^y" + padding).first("OBX")
    assert obx is not None
    assert obx.is_large is bool(padding)
    assert [obx.component(1, number) for number in (1, 2, 3)] == ["a", "b", ""]
    assert [obx.component(2, number) for number in (1, 2)] == ["", ""]
    assert [obx.component(1, number, rep=2) for number in (1, 2, 3)] == ["c", "d", "e"]
    assert obx.component_span(1, 3) is None


def test_occurrences_are_counted() -> None:
    message = parse_message(make_mdm())
    assert [obx.label for obx in message.all("OBX")][:3] == ["OBX", "OBX(2)", "OBX(3)"]
    assert message.first("ZZZ") is None
    assert message.all("ZZZ") == ()


def test_nothing_of_the_patient_is_shown() -> None:
    message = parse_message(make_oru())
    shown = repr(message) + "".join(repr(segment) for segment in message.segments)
    assert "TESTOMBELLE" not in shown
    assert "290029999900129" not in shown


@pytest.mark.parametrize("data", [make_oru(), make_mdm()])
def test_python_hl7_reads_the_same(data: bytes) -> None:
    ours, theirs = parse_message(data), hl7.parse(data.decode())
    assert [segment.name for segment in ours.segments] == [str(segment[0]) for segment in theirs]
    for mine, other in zip(ours.segments, theirs, strict=True):
        assert mine.field_count() == len(other) - 1
        for number in range(1, len(other)):
            assert mine.field(number).decode() == str(other[number])
