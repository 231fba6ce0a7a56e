"""Stored queries and registry answers."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from liane.codecs.ebxml import query as query_module
from liane.codecs.ebxml.metadata import RegistryObjects, Slot
from liane.codecs.ebxml.names import AvailabilityStatus, ResponseStatus, StoredQuery
from liane.codecs.ebxml.query import (
    OBJECT_REF,
    AdhocQueryRequest,
    AdhocQueryResponse,
    parse_query_request,
    parse_query_response,
    quote,
    quote_codes,
    quote_list,
    read_literals,
    render_query_request,
    render_query_response,
)
from liane.codecs.ebxml.responses import (
    RegistryError,
    RegistryResponse,
    parse_registry_response,
    render_registry_response,
)
from liane.codecs.xml import parse_xml
from liane.domain.errors import MalformedMessage
from liane.domain.terminology.code import Code
from tests.codecs.ebxml.ebxml_samples import ENTRY

LIST = AdhocQueryRequest(
    query=StoredQuery.FIND_DOCUMENTS,
    parameters=(
        Slot(name="$XDSDocumentEntryPatientId", values=("'285059999900131^^^&1.2.250.1.213.1.4.10&ISO^NH'",)),
        Slot(
            name="$XDSDocumentEntryStatus",
            values=("('urn:oasis:names:tc:ebxml-regrep:StatusType:Approved')",),
        ),
        Slot(name="$XDSDocumentEntryServiceStartTimeFrom", values=("20240302000000",)),
        Slot(name="$XDSDocumentEntryTypeCode", values=("('11488-4^^2.16.840.1.113883.6.1')",)),
    ),
)


def examples(spec_dir: Path) -> list[str]:
    return re.findall(r"```xml\n(.*?)```", (spec_dir / "dmp.md").read_text(), re.DOTALL)


@pytest.mark.conformance
def test_the_query_of_the_specification_is_read_and_written(spec_dir: Path) -> None:
    """dmp.md §8."""
    example = next(one for one in examples(spec_dir) if one.startswith("<query:AdhocQueryRequest"))
    assert parse_query_request(parse_xml(example.encode())) == LIST
    assert parse_query_request(parse_xml(etree.tostring(render_query_request(LIST)))) == LIST


@pytest.mark.conformance
def test_the_answer_of_the_specification_is_read(spec_dir: Path) -> None:
    """dmp.md §8."""
    example = next(one for one in examples(spec_dir) if one.startswith("<query:AdhocQueryResponse"))
    answer = parse_query_response(parse_xml(example.encode()))
    (entry,) = answer.objects.entries
    assert answer.response.is_success
    assert answer.total == 1
    assert entry.entry_uuid == entry.lid == "urn:uuid:0b8f8a0e-15b1-11f1-9d35-0242ac120002"
    assert entry.version == "1"
    assert entry.status == AvailabilityStatus.APPROVED
    assert entry.repository_unique_id == "1.2.250.1.213.4.1.1.1.2"
    assert entry.unique_id == ENTRY.unique_id


@pytest.mark.conformance
def test_the_failure_of_the_specification_is_read(spec_dir: Path) -> None:
    """dmp.md §6.4."""
    example = next(one for one in examples(spec_dir) if one.startswith("<rs:RegistryResponse"))
    response = parse_registry_response(parse_xml(example.encode()))
    assert not response.is_success
    assert response.first_error == RegistryError(
        code="XDSRepositoryMetadataError", context="hash does not match document Document01", location="Document01"
    )


RESPONSES = [
    RegistryResponse(status=ResponseStatus.SUCCESS),
    RegistryResponse(status=ResponseStatus.SUCCESS, errors=(RegistryError(code="W", is_warning=True),)),
    RegistryResponse(
        status=ResponseStatus.FAILURE,
        errors=(
            RegistryError(code="W", is_warning=True),
            RegistryError(code="XDSRegistryBusy", context="réessayez", location="registre"),
        ),
    ),
    RegistryResponse(status=ResponseStatus.PARTIAL_SUCCESS, errors=(RegistryError(code="XDSDocumentUniqueIdError"),)),
]


@pytest.mark.parametrize("response", RESPONSES)
def test_responses_survive(response: RegistryResponse) -> None:
    assert parse_registry_response(parse_xml(etree.tostring(render_registry_response(response)))) == response
    answer = AdhocQueryResponse(response=response, objects=RegistryObjects(references=("urn:uuid:1",)), total=1)
    assert parse_query_response(parse_xml(etree.tostring(render_query_response(answer)))) == answer


def test_the_first_true_error_speaks_first() -> None:
    assert RESPONSES[2].first_error.code == "XDSRegistryBusy"
    assert RESPONSES[1].first_error.code == "W"
    assert RESPONSES[0].first_error.code == ""


def test_an_empty_list_is_a_success_of_zero() -> None:
    """dmp.md §8 « Empty result »."""
    answer = AdhocQueryResponse(response=RESPONSES[0], objects=RegistryObjects(), total=0)
    root = render_query_response(answer)
    assert root.get("totalResultCount") == "0"
    assert parse_query_response(root) == answer


@given(st.lists(st.text(st.characters(exclude_categories=["C"]), max_size=20).filter(bool), max_size=5))
def test_any_values_survive_in_a_list(values: list[str]) -> None:
    assert read_literals(quote_list(values)) == tuple(values)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("'a'", ("a",)),
        ("('a','b')", ("a", "b")),
        ("( 'a' , 'b' )", ("a", "b")),
        ("'l''hopital'", ("l'hopital",)),
        ("20240302", ("20240302",)),
        ("('20240302')", ("20240302",)),
        ("", ()),
        ("()", ()),
        ("('a", ("a",)),
    ],
)
def test_reading_literals(text: str, values: tuple[str, ...]) -> None:
    assert read_literals(text) == values


def test_quoting() -> None:
    """dmp.md §8, §14.1-7: apostrophes doubled, codes with their scheme."""
    assert quote("l'autre") == "'l''autre'"
    assert quote("a\x00b\ud800\uffff") == "'a b  '", "what XML cannot carry"
    assert quote_codes([Code(code="34133-9", system="2.16.840.1.113883.6.1")]) == "('34133-9^^2.16.840.1.113883.6.1')"


def test_several_slots_are_an_and_of_ors() -> None:
    """dmp.md §8."""
    request = AdhocQueryRequest(
        query="q",
        parameters=(Slot(name="$x", values=("('a','b')", "('c')")), Slot(name="$x", values=("'d'",))),
        return_type=OBJECT_REF,
    )
    reread = parse_query_request(parse_xml(etree.tostring(render_query_request(request))))
    assert reread == request
    assert reread.values("$x") == (("a", "b", "c"), ("d",))
    assert reread.first("$x") == "a"
    assert reread.first("$y") == ""


def test_what_is_no_query_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(MalformedMessage, match="XDS-020"):
        parse_query_request(parse_xml(b"<a/>"))
    with pytest.raises(MalformedMessage, match="XDS-022"):
        parse_query_response(parse_xml(b"<a status='x'/>"))
    with pytest.raises(MalformedMessage, match="XDS-010"):
        parse_registry_response(parse_xml(b"<a/>"))
    with pytest.raises(MalformedMessage, match="XDS-011"):
        parse_registry_response(render_registry_response(RegistryResponse(status="")))
    monkeypatch.setattr(query_module, "PARAMETERS_MAX", 3)
    with pytest.raises(MalformedMessage, match="XDS-021"):
        parse_query_request(render_query_request(LIST))
