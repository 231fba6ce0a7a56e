"""MTOM: what we write, and what real peers write."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from liane.codecs.soap import mtom
from liane.codecs.soap.mtom import (
    Part,
    decode_percent,
    encode_percent,
    parse_media_type,
    parse_multipart,
    render_multipart,
    resolve_content,
)
from liane.codecs.soap.names import XOP
from liane.codecs.xml import parse_xml
from liane.domain.errors import MalformedMessage

XML_TYPE = 'multipart/related; type="application/xop+xml"; boundary="b1"; start="<root@x>"'


def include(href: str) -> etree._Element:
    return parse_xml(f'<d><i:Include xmlns:i="{XOP}" href="{href}"/></d>'.encode())


def test_what_is_written_is_read_back_byte_for_byte() -> None:
    document = bytes(range(256)) + b"\r\n--b1\r\n--b1x\r\n"
    content_type, chunks = render_multipart(
        b"<root/>",
        [
            Part(content_id="d 1@x", media_type="text/xml", content=document),
            Part(content_id="e", media_type="a/b", content=b""),
        ],
        boundary="limite",
        root_id="root@x",
        action="urn:a",
    )
    message = parse_multipart(content_type, b"".join(chunks))
    assert message.root == b"<root/>"
    assert message.parts == {"d 1@x": document, "e": b""}


def test_the_document_is_not_copied() -> None:
    document = b"x" * 1000
    _, chunks = render_multipart(
        b"<r/>", [Part(content_id="d", media_type="a/b", content=document)], boundary="b", root_id="r"
    )
    assert any(chunk is document for chunk in chunks)


def test_the_content_type_is_that_of_the_specification() -> None:
    """dmp.md §6.4."""
    content_type, _ = render_multipart(b"", [], boundary="MIME_b7d0", root_id="root@pfi.example", action="urn:a")
    assert content_type == (
        'multipart/related; type="application/xop+xml"; start="<root@pfi.example>"; '
        'start-info="application/soap+xml"; boundary="MIME_b7d0"; action="urn:a"'
    )


def test_root_last_unquoted_parameters_preamble_epilogue_and_folded_headers() -> None:
    body = (
        b"preambule ignore\r\n--b1  \r\nContent-ID: <doc@x>\r\nContent-Type: text/xml;\r\n charset=utf-8\r\n\r\n<cda/>"
        b"\r\n--b1\r\ncontent-id:<root@x>\r\n\r\n<env/>\r\n--b1--\r\nepilogue"
    )
    message = parse_multipart("Multipart/Related;boundary=b1;start=<root@x>; type=application/xop+xml", body)
    assert (message.root, message.parts) == (b"<env/>", {"doc@x": b"<cda/>"})


def test_the_first_part_is_the_root_without_start() -> None:
    body = b"--b1\n\n<env/>\n--b1\nContent-ID: <d>\n\nx\n--b1--"
    message = parse_multipart("multipart/related; boundary=b1", body)
    assert (message.root, message.parts) == (b"<env/>", {"d": b"x"})


def test_a_base64_part_is_decoded_whatever_its_case_and_line_breaks() -> None:
    body = (
        b"--b1\r\nContent-ID: <root@x>\r\n\r\n<e/>\r\n--b1\r\nContent-ID: <d>\r\n"
        b"Content-Transfer-Encoding: BASE64\r\n\r\nAAEC\r\nAw==\r\n--b1--"
    )
    assert parse_multipart(XML_TYPE, body).parts == {"d": b"\x00\x01\x02\x03"}


def test_a_bare_envelope_is_a_message_without_parts() -> None:
    message = parse_multipart('application/soap+xml; charset=UTF-8; action="urn:a"', b"<e/>")
    assert (message.root, dict(message.parts)) == (b"<e/>", {})


def test_a_line_that_only_begins_like_a_delimiter_is_content() -> None:
    body = b"--b1\r\nContent-ID: <root@x>\r\n\r\na\r\n--b1bis\r\nx--b1\r\n b\r\n--b1--"
    assert parse_multipart(XML_TYPE, body).root == b"a\r\n--b1bis\r\nx--b1\r\n b"


NAMED = b"--b1\r\nContent-ID: <d>\r\n"
ROOT = b"--b1\r\nContent-ID: <root@x>\r\n\r\n<e/>\r\n"


@pytest.mark.parametrize(
    ("content_type", "body", "code"),
    [
        ("text/html", b"<html>", "MTOM-002"),
        ("", b"", "MTOM-002"),
        ("multipart/related", b"", "MTOM-002"),
        (f"multipart/related; boundary={'x' * 201}", b"", "MTOM-002"),
        (XML_TYPE, b"", "MTOM-004"),
        (XML_TYPE, ROOT, "MTOM-004"),
        (XML_TYPE, ROOT + b"--b1\r\nContent-ID: <d>\r\n\r\ncoupe", "MTOM-004"),
        (XML_TYPE, b"--b1\r\nsans fin d'en-tetes\r\n--b1--", "MTOM-004"),
        (XML_TYPE, b"--b1\r\nA: " + b"x" * 20_000 + b"\r\n\r\n<e/>\r\n--b1--", "MTOM-004"),
        (XML_TYPE, b"--b1--", "MTOM-006"),
        (XML_TYPE, ROOT.replace(b"root", b"autre") + b"--b1--", "MTOM-006"),
        (XML_TYPE, ROOT + ROOT + b"--b1--", "MTOM-007"),
        (XML_TYPE, ROOT + 2 * b"--b1\r\nContent-ID: <d>\r\n\r\nx\r\n" + b"--b1--", "MTOM-007"),
        (
            XML_TYPE,
            ROOT + NAMED + b"Content-Transfer-Encoding: x-zip\r\n\r\nx\r\n--b1--",
            "MTOM-005",
        ),
        (
            XML_TYPE,
            ROOT + NAMED + b"Content-Transfer-Encoding: base64\r\n\r\n?\r\n--b1--",
            "MTOM-005",
        ),
        (XML_TYPE, ROOT + 200 * b"--b1\r\n\r\nx\r\n" + b"--b1--", "MTOM-003"),
    ],
)
def test_what_cannot_be_read_says_why(content_type: str, body: bytes, code: str) -> None:
    with pytest.raises(MalformedMessage, match=code):
        parse_multipart(content_type, body)


def test_a_message_above_the_bound_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mtom, "MESSAGE_BYTES_MAX", 10)
    with pytest.raises(MalformedMessage, match="MTOM-001"):
        parse_multipart("text/xml", b"x" * 11)


@pytest.mark.parametrize("href", ["cid:doc%40x", "cid:doc@x", "CID:doc%40x"])
def test_references_are_url_decoded(href: str) -> None:
    assert resolve_content(include(href), {"doc@x": b"1"}) == b"1"


def test_a_reference_written_encoded_in_the_part_itself_is_found() -> None:
    assert resolve_content(include("cid:doc%40x"), {"doc%40x": b"1"}) == b"1"


@pytest.mark.parametrize("href", ["cid:autre", "http://doc@x", "", "cid:"])
def test_a_reference_to_nothing_is_refused(href: str) -> None:
    with pytest.raises(MalformedMessage, match="MTOM-008"):
        resolve_content(include(href), {"doc@x": b"1", "": b"2"})


def test_inline_base64_replaces_an_attachment() -> None:
    assert resolve_content(parse_xml(b"<d> AAE\nC </d>"), {}) == b"\x00\x01\x02"
    with pytest.raises(MalformedMessage, match="MTOM-005"):
        resolve_content(parse_xml("<d>été</d>".encode()), {})


def test_media_types_and_their_parameters() -> None:
    kind, parameters = parse_media_type('Text/XML ; Charset = UTF-8; x="a;b=\\"c"; empty=""; charset=autre')
    assert kind == "text/xml"
    assert parameters == {"charset": "UTF-8", "x": 'a;b="c', "empty": ""}


@given(st.text(max_size=30).filter(lambda text: not any("\ud800" <= one <= "\udfff" for one in text)))
def test_any_content_id_survives_the_reference(identifier: str) -> None:
    encoded = encode_percent(identifier)
    assert encoded.isascii()
    assert decode_percent(encoded) == identifier


@given(
    contents=st.lists(st.binary(max_size=200), max_size=4),
    root=st.binary(max_size=50),
)
def test_any_contents_survive(contents: list[bytes], root: bytes) -> None:
    """The boundary is chosen so that no content holds it, as a random one is."""
    parts = [Part(content_id=f"p{rank}", media_type="a/b", content=content) for rank, content in enumerate(contents)]
    content_type, chunks = render_multipart(root, parts, boundary="=_un-delimiteur-improbable", root_id="racine")
    message = parse_multipart(content_type, b"".join(chunks))
    assert message.root == root
    assert message.parts == {part.content_id: part.content for part in parts}
