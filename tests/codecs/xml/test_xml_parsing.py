"""Hostile and honest bytes through the one hardened parser."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from liane.codecs.xml import parse_xml, render_xml
from liane.domain.errors import InvalidInput, MalformedMessage

LAUGHS = (
    b'<!DOCTYPE a [<!ENTITY x0 "ha">'
    + b"".join(b'<!ENTITY x%d "%s">' % (i, b"&x%d;" % (i - 1) * 10) for i in range(1, 10))
    + b"]><a>&x9;</a>"
)
QUADRATIC = b'<!DOCTYPE a [<!ENTITY x "' + b"h" * 50_000 + b'">]><a b="' + b"&x;" * 50_000 + b'"/>'


def code_of(data: bytes, **bounds: int) -> str:
    with pytest.raises(MalformedMessage) as caught:
        parse_xml(data, **bounds)
    (finding,) = caught.value.findings
    assert finding.layer == "xml"
    assert finding.message.endswith(".")
    assert finding.remedy
    return finding.code


@pytest.mark.parametrize(
    "data",
    [
        LAUGHS,
        QUADRATIC,
        b'<?xml version="1.0"?>\n<!-- x --><?y z?><!DOCTYPE a SYSTEM "http://192.0.2.1/x.dtd"><a/>',
        b"<!doctype a><a/>",
        b"\xef\xbb\xbf<!DOCTYPE a><a/>",
        "<!DOCTYPE a><a/>".encode("utf-16"),
        "<!DOCTYPE a><a/>".encode("utf-16-le"),
        "<!DOCTYPE a><a/>".encode("utf-16-be"),
    ],
)
def test_a_doctype_is_refused_whatever_its_dress(data: bytes) -> None:
    assert code_of(data) == "XML-002"


@pytest.mark.parametrize("offset", range(-12, 12))
def test_a_doctype_hidden_behind_a_long_prolog_is_refused(offset: int) -> None:
    filler = b"<!--" + b"x" * (65_536 - 7 + offset) + b"-->"
    assert code_of(filler + b"<!DOCTYPE a [<!ENTITY b 'c'>]><a/>") in ("XML-002", "XML-003")


@pytest.mark.parametrize("name", ["UTF-7", "EBCDIC-CP-FR", "UTF-16LE", "nimporte"])
def test_an_encoding_that_could_hide_a_doctype_is_refused(name: str) -> None:
    assert code_of(f'<?xml version="1.0" encoding="{name}"?><a/>'.encode()) == "XML-005"


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "iso-8859-15", "windows-1252"])
def test_the_declared_encoding_is_honoured(codec: str) -> None:
    declared = "utf-8" if codec == "utf-8-sig" else codec
    root = parse_xml(f'<?xml version="1.0" encoding="{declared}"?><a>Hélène Œdème</a>'.encode(codec, "replace"))
    assert (root.text or "").startswith("Hélène")


def test_a_wide_text_that_is_cut_is_refused() -> None:
    assert code_of("<a/>".encode("utf-16")[:-1]) == "XML-005"


def test_a_30_megabyte_text_node_passes() -> None:
    root = parse_xml(b"<a><b>" + b"QUJD" * 7_500_000 + b"</b></a>")
    assert len(root[0].text or "") == 30_000_000


def test_depth_is_bounded_by_the_argument_and_always() -> None:
    assert parse_xml(b"<a>" * 200 + b"</a>" * 200).tag == "a"
    assert code_of(b"<a>" * 201 + b"</a>" * 201) == "XML-004"
    assert code_of(b"<a><a><a/></a></a>", depth_max=2) == "XML-004"
    assert parse_xml(b"<a><a/></a>", depth_max=2).tag == "a"
    assert code_of(b"<a>" * 3_200_000) == "XML-004"


def test_size_is_bounded_by_the_argument() -> None:
    assert parse_xml(b"<a/>", size_bytes_max=4).tag == "a"
    assert code_of(b"<a/> ", size_bytes_max=4) == "XML-001"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "vide"),
        (b"   ", "vide"),
        (b"<a><b></a>", "fermante"),
        (b"<a><b>", "tronqu"),
        (b"<a>\xe9</a>", "encodage"),
        (b"<a>&nbsp;</a>", "entit"),
        (b"<a b='1' b='2'/>", "répété"),
        (b"<a x:b='1'/>", "préfixe"),
        (b"<a/><b/>", "racine"),
        (b"<a>\x01</a>", "interdit"),
    ],
)
def test_the_refusal_says_where_and_why_in_french(data: bytes, words: str) -> None:
    with pytest.raises(MalformedMessage) as caught:
        parse_xml(data)
    (finding,) = caught.value.findings
    assert finding.code == "XML-003"
    assert words in finding.message
    assert "ligne" in finding.location
    assert "colonne" in finding.location


def test_the_refusal_never_quotes_the_document() -> None:
    with pytest.raises(MalformedMessage) as caught:
        parse_xml(b"<a nom='MARTIN'>MARTIN</nom>")
    assert "MARTIN" not in repr(caught.value.findings) + str(caught.value)


@given(st.binary(max_size=400))
def test_any_bytes_give_a_tree_or_a_refusal(data: bytes) -> None:
    try:
        root = parse_xml(data)
    except InvalidInput as caught:
        refusal = caught
    else:
        assert isinstance(root, etree._Element)
        return
    assert refusal.findings


@given(st.text(alphabet=st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), max_size=50))
def test_what_is_rendered_is_read_back(text: str) -> None:
    element = etree.Element("{urn:hl7-org:v3}a", b="1 < 2 & 3")
    element.text = text
    again = parse_xml(render_xml(element))
    assert (again.text or "", again.get("b"), again.tag) == (text, "1 < 2 & 3", element.tag)
