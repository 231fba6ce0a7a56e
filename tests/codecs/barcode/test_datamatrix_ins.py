"""The payload of a datamatrix INS: three forms byte for byte, what readers do to it, what is refused."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liane.codecs.barcode.datamatrix_ins import HEADER, encode_payload, looks_like_ins, read_payload
from liane.domain.errors import InvalidInput, MalformedMessage, RuleViolation
from liane.domain.identity.ins import INS, compute_ins_key
from liane.domain.identity.patient import PatientTraits

NIR, NIA, TEST = "1.2.250.1.213.1.4.8", "1.2.250.1.213.1.4.9", "1.2.250.1.213.1.4.10"
EXAMPLES = [
    (
        INS(matricule="262119999900190", oid=TEST),
        PatientTraits(
            birth_family="LECLERCQ-DUBUS",
            birth_given="MARTINE",
            birth_givens="MARTINE ODILE",
            birth_date="19621115",
            sex="F",
            birth_place="99999",
        ),
        b"IS010000000000000000000000S1262119999900190S21.2.250.1.213.1.4.10S3MARTINE ODILE\x1dS4LECLERCQ-DUBUS\x1d"
        b"S5FS615-11-1962S799999",
        120,
    ),
    (
        INS(matricule="190039999900195", oid=NIR),
        PatientTraits(
            birth_family="DE L'ETANG",
            birth_given="ANGE",
            birth_givens="ANGE",
            birth_date="19900331",
            sex="M",
            birth_place="99999",
        ),
        b"IS010000000000000000000000S1190039999900195S21.2.250.1.213.1.4.8\x1dS3ANGE\x1dS4DE L'ETANG\x1d"
        b"S5MS631-03-1990S799999",
        107,
    ),
    (
        INS(matricule="724019999900187", oid=NIA),
        PatientTraits(birth_family="N'DIAYE", birth_given="NOE", birth_givens="NOE", birth_date="20240117", sex="M"),
        b"IS010000000000000000000000S1724019999900187S21.2.250.1.213.1.4.9\x1dS3NOE\x1dS4N'DIAYE\x1dS5MS617-01-2024",
        96,
    ),
]
INS_1, TRAITS_1, PAYLOAD_1, _ = EXAMPLES[0]


@pytest.mark.parametrize(("ins", "traits", "payload", "size"), EXAMPLES)
def test_the_examples_are_written_byte_for_byte_and_read_back(
    ins: INS, traits: PatientTraits, payload: bytes, size: int
) -> None:
    assert encode_payload(ins, traits) == payload
    assert len(payload) == size
    read = read_payload(payload, is_production=True)
    assert (read.ins, read.traits, read.findings) == (ins, traits, ())


@pytest.mark.parametrize("prefix", ["]d2", "]d1", "]d7", "\x1d", "]d2\x1d", "\xe8", "\r\n "])
@pytest.mark.parametrize("suffix", ["", "\r\n", "\t", "\x1d"])
def test_what_a_scanner_adds_is_dropped(prefix: str, suffix: str) -> None:
    assert read_payload(prefix + PAYLOAD_1.decode() + suffix, is_production=True).traits == TRAITS_1


@pytest.mark.parametrize("written", ["<GS>", "\u241d", "[GS]", "{GS}", "^]", "\\x1d"])
def test_a_usual_substitute_of_gs_is_understood(written: str) -> None:
    text = PAYLOAD_1.decode().replace("\x1d", written)
    assert read_payload(text, is_production=True).traits == TRAITS_1


@pytest.mark.parametrize("written", ["|", "#", "§", "~GS~"])
def test_a_configured_substitute_of_gs_is_understood(written: str) -> None:
    text = PAYLOAD_1.decode().replace("\x1d", written)
    assert read_payload(text, separator=written, is_production=True).traits == TRAITS_1
    with pytest.raises(InvalidInput):
        read_payload(text, is_production=True)


@pytest.mark.parametrize(
    "fields",
    [
        "S799999S615-11-1962S5FS4LECLERCQ-DUBUS\x1dS3MARTINE ODILE\x1dS21.2.250.1.213.1.4.10S1262119999900190",
        "S4LECLERCQ-DUBUS\x1dS1262119999900190S5FS21.2.250.1.213.1.4.10\x1dS615-11-1962S799999S3MARTINE ODILE",
    ],
)
def test_fields_come_in_any_order(fields: str) -> None:
    read = read_payload(HEADER + fields, is_production=True)
    assert (read.ins, read.traits) == (INS_1, TRAITS_1)


def test_a_full_name_has_no_separator() -> None:
    traits = replace(TRAITS_1, birth_givens="A" * 100, birth_given="A" * 100, birth_family="B" * 100)
    payload = encode_payload(INS_1, traits)
    assert b"\x1d" not in payload
    assert read_payload(payload, is_production=True).traits == traits
    assert len(encode_payload(replace(INS_1, oid=NIR), traits)) == len(HEADER) + 17 + 22 + 102 + 102 + 3 + 12 + 7


def test_a_corsican_and_a_lunar_date_are_carried() -> None:
    ins = INS(matricule="185062A99904975", oid=TEST)
    traits = replace(TRAITS_1, birth_date="19850600")
    read = read_payload(encode_payload(ins, traits), is_production=False)
    assert (read.ins, read.traits.birth_date) == (ins, "19850600")


BODY = PAYLOAD_1.decode()[26:]
REFUSED = [
    ("DTM-001", MalformedMessage, HEADER + BODY + "A" * 600),
    ("DTM-002", MalformedMessage, "]d2" + "DC04FR0000011E6C1E6C"),
    ("DTM-002", MalformedMessage, ""),
    ("DTM-002", MalformedMessage, "ISàé" + HEADER[2:]),
    ("DTM-003", MalformedMessage, "IS02" + HEADER[4:] + BODY),
    ("DTM-004", MalformedMessage, HEADER[:-1] + "1" + BODY),
    ("DTM-005", MalformedMessage, HEADER + BODY + "S8XXXXX"),
    ("DTM-006", MalformedMessage, HEADER + BODY + "S5F"),
    ("DTM-007", MalformedMessage, HEADER + BODY.replace("S5F", "")),
    ("DTM-007", MalformedMessage, HEADER),
    ("DTM-008", RuleViolation, HEADER + BODY.replace("S5F", "S5I")),
    ("DTM-009", RuleViolation, HEADER + BODY.replace("15-11-1962", "1962-11-15")),
    ("DTM-009", RuleViolation, HEADER + BODY.replace("MARTINE", "Martine")),
    ("DTM-009", RuleViolation, HEADER + BODY.replace("S799999", "S79999")),
    ("DTM-010", RuleViolation, HEADER + BODY.replace("213.1.4.10", "213.1.4.12")),
    ("DTM-011", RuleViolation, HEADER + BODY.replace("213.1.4.10", "213.1.4.8\x1d")),
    ("DTM-012", RuleViolation, HEADER + BODY.replace("900190", "900191")),
]


@pytest.mark.parametrize(("code", "error", "text"), REFUSED)
def test_what_is_no_worthy_payload_is_refused(code: str, error: type[InvalidInput], text: str) -> None:
    with pytest.raises(error) as caught:
        read_payload(text, allowed_oids={TEST}, is_production=True)
    findings = caught.value.findings
    if text.startswith("ISà"):
        code = "DTM-003"
    assert code in {finding.code for finding in findings}
    assert all(finding.message and finding.remedy and finding.rule for finding in findings)
    assert all("MARTINE" not in finding.message and "2621199" not in finding.message for finding in findings)


def test_a_wrong_key_is_only_told_outside_production() -> None:
    read = read_payload(HEADER + BODY.replace("900190", "900191"), is_production=False)
    assert [finding.code for finding in read.findings] == ["DTM-012"]


@pytest.mark.parametrize(
    ("ins", "changes", "code"),
    [
        (INS_1, {"sex": "I"}, "DTM-008"),
        (INS_1, {"sex": "U"}, "DTM-009"),
        (INS_1, {"birth_givens": "", "birth_given": ""}, "DTM-009"),
        (INS_1, {"birth_family": "É"}, "DTM-009"),
        (INS_1, {"birth_family": "B" * 101}, "DTM-009"),
        (INS_1, {"birth_date": "1962"}, "DTM-009"),
        (replace(INS_1, oid="1.2.3"), {}, "DTM-010"),
        (replace(INS_1, matricule="262119999900191"), {}, "DTM-012"),
    ],
)
def test_what_cannot_stand_in_a_symbol_is_not_written(ins: INS, changes: dict[str, str], code: str) -> None:
    with pytest.raises(RuleViolation) as caught:
        encode_payload(ins, replace(TRAITS_1, **changes))
    assert code in {finding.code for finding in caught.value.findings}


def test_digits_are_ascii() -> None:
    with pytest.raises(InvalidInput):
        read_payload(HEADER + BODY.replace("S799999", "S7٥٩٣٥٠"), is_production=False)


def test_a_code_is_told_from_another() -> None:
    assert looks_like_ins(PAYLOAD_1)
    assert looks_like_ins("]d2" + PAYLOAD_1.decode())
    assert not looks_like_ins(b"DC04FR0000")


parts = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=1, max_size=9)
names = st.tuples(st.lists(parts, min_size=1, max_size=4), st.sampled_from("-' ")).map(
    lambda drawn: drawn[1].join(drawn[0])
)


@given(
    number=st.integers(10**11, 10**12 - 1),
    oid=st.sampled_from([NIR, NIA, TEST, "1.2.250.1.213.1.4.11"]),
    family=names,
    givens=names,
    date=st.dates(),
    sex=st.sampled_from("MF"),
    place=st.from_regex(r"([0-9]{5}|2[AB][0-9]{3})?", fullmatch=True),
)
def test_what_is_written_is_read(
    number: int, oid: str, family: str, givens: str, date: object, sex: str, place: str
) -> None:
    digits = f"1{number}"
    traits = PatientTraits(
        birth_family=family,
        birth_given=givens.split(" ")[0],
        birth_givens=givens,
        birth_date=f"{date:%Y%m%d}".zfill(8),
        sex=sex,
        birth_place=place,
    )
    ins = INS(matricule=digits + compute_ins_key(digits), oid=oid)
    read = read_payload(encode_payload(ins, traits), is_production=True)
    assert (read.ins, read.traits) == (ins, traits)
