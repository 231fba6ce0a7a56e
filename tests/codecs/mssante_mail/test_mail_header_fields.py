"""Header fields: what is written is read back, by us and by the standard library; any text is safe."""

import email
import email.header
import email.policy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liane.codecs.mssante_mail.header_fields import (
    clean_text,
    decode_base64,
    decode_words,
    decode_xtext,
    encode_xtext,
    find_addresses,
    is_address,
    parse_addresses,
    parse_parameters,
    render_address_field,
    render_parameter,
    render_text_field,
)
from liane.codecs.mssante_mail.mime import parse_fields

NAMES = [
    "XDM/1.0/DDM+LETTRE DE LIAISON LECLERCQ-DUBUS MARTINE 15/11/1962",
    "XDM/1.0/DDM+CR D'HOSPITALISATION D'ARC--LOINTAIN ÉLOÏSE 01/02/1990",
    "XDM/1.0/DDM+" + "CR D'EXAMENS BIOLOGIQUES ÉTENDUS " * 8 + "TESTŒUVRE ANAÏS 31/12/2000",
    "XDM/1.0/DDM+" + "X" * 1200,
    "deux  espaces   gardés é  fin",
    "=?utf-8?B?bm9u?= pris au mot",
    "",
]


def read_subject(field: bytes) -> str:
    message = email.message_from_bytes(field + b"\r\n", policy=email.policy.default)
    return str(message["subject"])


@pytest.mark.parametrize("subject", NAMES)
def test_subject_is_folded_and_decoded_equal(subject: str) -> None:
    field = render_text_field("Subject", subject)
    assert field.isascii()
    assert all(len(line) <= 998 for line in field.split(b"\r\n"))
    assert decode_words(parse_fields(field).get("subject")) == clean_text(subject)
    if len(subject) < 900:
        assert all(len(line) <= 78 for line in field.split(b"\r\n"))
        assert read_subject(field) == clean_text(subject)


def test_plain_prefix_stays_readable_in_the_source() -> None:
    assert render_text_field("Subject", NAMES[1]).startswith(
        b"Subject: XDM/1.0/DDM+CR D'HOSPITALISATION D'ARC--LOINTAIN"
    )


@given(st.text(max_size=300))
def test_any_text_makes_one_field_and_comes_back(text: str) -> None:
    field = render_text_field("Subject", text)
    assert field.endswith(b"\r\n")
    assert all(line.startswith(b" ") for line in field[:-2].split(b"\r\n")[1:])
    expected = clean_text(text).encode("utf-8", "replace").decode()
    assert decode_words(parse_fields(field).get("subject")) == expected


@given(st.text(max_size=80), st.sampled_from(["a.b@c.fr", "x_y-z@ch-exemple.mssante.fr"]))
def test_any_label_makes_one_mailbox(label: str, address: str) -> None:
    field = render_address_field("From", [(label, address)])
    found = parse_addresses(parse_fields(field).get("from"))
    assert [one for _, one in found] == [address]


@pytest.mark.parametrize(
    "label", ["CH EXEMPLE - CARDIOLOGIE", 'Dr "Z", Élodie', "Dr_Camille_DESCHAMPS_Cabinet", "a\\b, c", "É" * 20]
)
def test_labels_are_read_by_us_and_by_the_standard_library(label: str) -> None:
    field = render_address_field("From", [(label, "a@b.fr"), ("", "c@d.fr")])
    assert parse_addresses(parse_fields(field).get("from")) == ((label, "a@b.fr"), ("", "c@d.fr"))
    header = email.message_from_bytes(field + b"\r\n", policy=email.policy.default)["from"]
    assert [(one.display_name, one.addr_spec) for one in header.addresses] == [(label, "a@b.fr"), ("", "c@d.fr")]


def test_long_label_is_cut_into_words_without_a_gap() -> None:
    field = render_address_field("From", [("É" * 60, "a@b.fr")])
    assert parse_addresses(parse_fields(field).get("from")) == (("É" * 60, "a@b.fr"),)
    legacy = email.message_from_bytes(field + b"\r\n")["from"]
    assert str(email.header.make_header(email.header.decode_header(legacy))) == f"{'É' * 60} <a@b.fr>"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("=?utf-8?B?w4k=?= =?utf-8?B?TE8=?=", "ÉLO"),
        ("=?UTF-8?B?w?= =?UTF-8?B?4k=?=", "\ufffd"),
        ("=?iso-8859-1?Q?=C9LO=CFSE_LECLERCQ?= 01/01/2000", "ÉLOÏSE LECLERCQ 01/01/2000"),
        ("=?utf-8?q?a?=  b =?utf-8?q?c?=", "a  b c"),
        ("=?inconnu?B?w4k=?=", "É"),
        ("=?utf-8?B?!!!?=", ""),
        ("sans rien", "sans rien"),
    ],
)
def test_words_of_other_emitters(value: str, expected: str) -> None:
    if expected == "\ufffd":
        assert isinstance(decode_words(value), str)
    else:
        assert decode_words(value) == expected


@given(st.text(max_size=400))
def test_decoding_never_fails(text: str) -> None:
    assert isinstance(decode_words(text), str)
    assert isinstance(parse_addresses(text), tuple)
    assert isinstance(parse_parameters(text)[1], dict)
    assert isinstance(decode_xtext(text), str)


@given(st.binary(max_size=400))
def test_base64_decoding_never_fails(data: bytes) -> None:
    assert isinstance(decode_base64(data), bytes)


@given(st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=126), max_size=100))
def test_xtext_comes_back(value: str) -> None:
    encoded = encode_xtext(value)
    assert "=" not in encoded
    assert " " not in encoded
    assert decode_xtext(encoded) == value


@pytest.mark.parametrize("name", ["20260311_CR_TEST.pdf", 'd\'été "entre" guillemets.pdf', "back\\slash.pdf", "é" * 80])
def test_file_names_are_read_by_us_and_by_the_standard_library(name: str) -> None:
    value = "attachment;\r\n " + render_parameter("filename", name)
    assert parse_parameters(value.replace("\r\n", ""))[1]["filename"] == name
    part = email.message_from_string(f"Content-Disposition: {value}\r\n\r\n", policy=email.policy.default)
    assert part.get_filename() == name


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("multipart/mixed; boundary=b1", "b1"),
        ('multipart/mixed;\tBoundary="a;b\\"c"; x=y', 'a;b"c'),
        ("multipart/mixed; boundary*0=ab; boundary*1=cd", "abcd"),
        ("multipart/mixed; boundary*=utf-8''%41b", "Ab"),
        ("multipart/mixed", ""),
    ],
)
def test_parameters_of_other_emitters(value: str, expected: str) -> None:
    head, parameters = parse_parameters(value)
    assert head == "multipart/mixed"
    assert parameters.get("boundary", "") == expected


@pytest.mark.parametrize(
    ("value", "is_good"),
    [
        ("camille.deschamps@cabinet-exemple.mssante.fr", True),
        ("290029999900129@patient.mssante.fr", True),
        ("a@b.fr\r\nRCPT TO:<x@y.fr>", False),
        ("a b@c.fr", False),
        ("<a@b.fr>", False),
        ("é@b.fr", False),
        ("", False),
        ("a@", False),
        ("a@b.fr\n", False),
    ],
)
def test_addresses(value: str, is_good: bool) -> None:
    assert is_address(value) is is_good


def test_addresses_are_found_in_free_text() -> None:
    text = "Destinataire : 290029999900129@patient.mssante.fr. Voir a@b.fr, a@b.fr"
    assert find_addresses(text) == ("290029999900129@patient.mssante.fr", "a@b.fr")
