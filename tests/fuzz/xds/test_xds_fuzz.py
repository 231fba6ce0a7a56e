"""Any body gives a value or InvalidInput, for every parser of the registry's messages."""

import contextlib
from collections.abc import Callable
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from liane.codecs.ebxml.parse import parse_registry_objects, parse_submission
from liane.codecs.ebxml.query import parse_query_request, parse_query_response, read_literals, render_query_request
from liane.codecs.ebxml.render import render_submission
from liane.codecs.ebxml.responses import parse_registry_response
from liane.codecs.saml.check import check_vihf
from liane.codecs.saml.vihf import parse_vihf, render_vihf
from liane.codecs.xds.existence import parse_existence_request, render_existence_request
from liane.codecs.xds.existence_answer import parse_existence_answer, render_existence_answer
from liane.codecs.xds.provide import (
    parse_provide_and_register,
    parse_retrieve_request,
    parse_retrieve_response,
    render_retrieve_response,
)
from liane.codecs.xml import parse_xml
from liane.codecs.xmldsig.enveloped import verify_enveloped
from liane.codecs.xmldsig.keys import load_signer
from liane.codecs.xmldsig.lot_verification import verify_lot_signature
from liane.domain.errors import InvalidInput
from tests.codecs.ebxml.ebxml_samples import SUBMISSION
from tests.codecs.ebxml.test_ebxml_query import LIST
from tests.codecs.saml.vihf_samples import NOW, SAMPLE
from tests.codecs.xds.test_xds_existence import ANSWER, REQUEST
from tests.codecs.xds.test_xds_requests import RETRIEVED, feed
from tests.codecs.xmldsig.signing import seal
from tests.codecs.xmldsig.test_xades_lot import DOCUMENTS, LOT
from tests.codecs.xmldsig.test_xades_lot import sign as sign_sample

PARTS = {"a": b"x"}
PARSERS: list[Callable[[etree._Element], object]] = [
    parse_submission,
    parse_registry_objects,
    parse_query_request,
    parse_query_response,
    parse_registry_response,
    parse_existence_request,
    parse_existence_answer,
    parse_retrieve_request,
    parse_vihf,
    verify_enveloped,
    lambda element: parse_provide_and_register(element, PARTS),
    lambda element: parse_retrieve_response(element, PARTS),
    lambda element: check_vihf(element, certificate=None, at=NOW),
]


@cache
def seeds() -> tuple[bytes, ...]:
    signer = load_signer(seal().material)
    answer = render_existence_answer(ANSWER, request=REQUEST, message=("1", "2"), created_at="2026")
    elements = (
        render_submission(SUBMISSION),
        render_query_request(LIST),
        render_existence_request(REQUEST),
        answer,
        render_retrieve_response(RETRIEVED, ("a",)),
        render_vihf(SAMPLE, signer=signer, assertion_id="_1", issued_at=NOW),
    )
    return (*(etree.tostring(element) for element in elements), feed().root)


def parse_all(data: bytes) -> None:
    try:
        root = parse_xml(data)
    except InvalidInput:
        return
    for parser in PARSERS:
        for element in (root, *root.iterchildren(etree.Element)):
            with contextlib.suppress(InvalidInput):
                parser(element)


edits = st.lists(
    st.tuples(
        st.integers(0, 30_000),
        st.integers(0, 30),
        st.one_of(
            st.binary(max_size=6), st.sampled_from([b"", b"<a/>", b"<!--x-->", b'""', b"&#233;", b"^", b"&amp;"])
        ),
    ),
    max_size=3,
)


@given(rank=st.integers(0, 6), cuts=edits)
def test_a_spoiled_message(rank: int, cuts: list[tuple[int, int, bytes]]) -> None:
    data = seeds()[rank]
    for start, length, replacement in cuts:
        begin = start % (len(data) + 1)
        data = data[:begin] + replacement + data[begin + length :]
    parse_all(data)


@given(rank=st.integers(0, 6), victims=st.lists(st.integers(0, 400), min_size=1, max_size=6), what=st.integers(0, 4))
def test_a_message_whose_elements_were_moved_or_emptied(rank: int, victims: list[int], what: int) -> None:
    """Well-formed, so that it reaches the parsers behind the XML reader."""
    root = parse_xml(seeds()[rank])
    elements = list(root.iter(etree.Element))
    for victim in victims:
        element = elements[victim % len(elements)]
        parent = element.getparent()
        if what == 0 and parent is not None:
            parent.remove(element)
        elif what == 1:
            element.text = "^é&<\x85"
        elif what == 2:
            element.attrib.clear()
        elif what == 3:
            element.tag = "autre"
        else:
            for name in element.attrib:
                element.set(name, "^^&")
    parse_all(etree.tostring(root))


@given(cuts=edits)
def test_a_spoiled_lot_signature(cuts: list[tuple[int, int, bytes]]) -> None:
    data = sign_sample()
    for start, length, replacement in cuts:
        begin = start % (len(data) + 1)
        data = data[:begin] + replacement + data[begin + length :]
    verify_lot_signature(data, lot_unique_id=LOT, documents=DOCUMENTS)


@given(st.text(max_size=60))
def test_any_parameter_of_a_query(text: str) -> None:
    assert all(isinstance(value, str) for value in read_literals(text))


def test_the_seeds_are_readable() -> None:
    for seed in seeds():
        parse_all(seed)
    assert len(seeds()) == 7


@pytest.mark.parametrize("data", [b"<a/>", b""])
def test_the_shortest(data: bytes) -> None:
    parse_all(data)
