"""The tree of a message: bounds held, odd structures read, nothing lost."""

import email
import email.policy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liane.codecs.mssante_mail import mime
from liane.codecs.mssante_mail.mime import Part, parse_mime, split_message
from liane.domain.errors import MalformedMessage

MIXED = (
    b"Content-Type: multipart/mixed; boundary=b\r\n\r\nprologue\r\n"
    b"--b\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    b"=E9t=E9\r\n"
    b"--b\r\nContent-Disposition: attachment; filename=a.bin\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    b"AAEC\r\n\r\n--b--\r\nepilogue"
)


def leaves(part: Part) -> list[bytes]:
    return [one.decode() for one in part.walk() if not one.children]


def test_a_mixed_message() -> None:
    root = parse_mime(MIXED)
    assert leaves(root) == [b"\xe9t\xe9", b"\x00\x01\x02"]
    assert root.children[0].decode_text() == "été"
    assert root.children[1].file_name == "a.bin"
    assert root.children[1].is_attachment


def test_line_ends_without_carriage_return() -> None:
    assert leaves(parse_mime(MIXED.replace(b"\r\n", b"\n"))) == [b"\xe9t\xe9", b"\x00\x01\x02"]


def test_missing_end_keeps_the_last_part() -> None:
    assert leaves(parse_mime(MIXED.split(b"--b--")[0]))[1] == b"\x00\x01\x02"


def test_boundary_that_begins_another_one() -> None:
    raw = b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\none\n--bc\nstill one\n--b--\n"
    assert leaves(parse_mime(raw)) == [b"one\n--bc\nstill one"]


def test_empty_parts_and_repeated_delimiters() -> None:
    raw = b"Content-Type: multipart/mixed; boundary=b\n\n--b\n--b\n\n--b--"
    assert [one.body for one in parse_mime(raw).children] == [b"", b""]


def test_message_inside_a_message_is_not_entered_by_walk() -> None:
    raw = b"Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: message/rfc822\n\nSubject: x\n\nin\n--b--"
    root = parse_mime(raw)
    assert [one.media_type for one in root.walk()] == ["multipart/mixed", "message/rfc822"]
    assert root.children[0].children[0].fields.get("subject") == "x"


def test_multipart_without_boundary_is_a_leaf() -> None:
    assert parse_mime(b"Content-Type: multipart/mixed\n\n--b\n\nx").body == b"--b\n\nx"


def test_message_without_header() -> None:
    assert split_message(b"\r\ncorps") == (b"", b"corps")
    assert split_message(b"Subject: x") == (b"Subject: x", b"")


def test_unknown_charset_is_read_as_utf8() -> None:
    assert parse_mime("Content-Type: text/plain; charset=rot13\n\nété".encode()).decode_text() == "été"


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"a" * (mime.SIZE_BYTES_MAX + 1), "MSS-100"),
        (b"X: " + b"a" * (mime.HEADER_BYTES_MAX + 10), "MSS-101"),
        (b"X: y\n" * (mime.FIELDS_MAX + 1), "MSS-102"),
        (b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * (mime.PARTS_MAX + 5), "MSS-103"),
        (
            b"".join(
                b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (level, level)
                for level in range(mime.DEPTH_MAX + 3)
            ),
            "MSS-104",
        ),
    ],
)
def test_bounds(raw: bytes, code: str) -> None:
    with pytest.raises(MalformedMessage) as caught:
        parse_mime(raw)
    assert caught.value.findings[0].code == code


@given(st.lists(st.binary(max_size=80), min_size=1, max_size=5))
def test_same_leaves_as_the_standard_library(bodies: list[bytes]) -> None:
    parts = b"".join(
        b"--=_b\r\nContent-Type: application/x\r\nContent-Transfer-Encoding: base64\r\n\r\n" + encode(body) + b"\r\n"
        for body in bodies
    )
    raw = b'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="=_b"\r\n\r\n' + parts + b"--=_b--\r\n"
    judge = email.message_from_bytes(raw, policy=email.policy.default)
    assert leaves(parse_mime(raw)) == [one.get_payload(decode=True) for one in judge.iter_parts()] == bodies


def encode(body: bytes) -> bytes:
    import base64

    return base64.b64encode(body)
