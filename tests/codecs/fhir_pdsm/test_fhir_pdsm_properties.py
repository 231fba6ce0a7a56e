"""Searches and patches of outside: any text gives a value or a refusal."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from liane.codecs.fhir_pdsm.patch import read_patch
from liane.codecs.fhir_pdsm.resources import Subject, render_document
from liane.codecs.fhir_pdsm.search import parse_search
from liane.domain.dmp.changes import DocumentChange
from liane.domain.dmp.document import DMPDocument, Visibility
from liane.domain.errors import InvalidInput
from liane.domain.identity.ins import INS
from liane.domain.terminology.code import Code

NAMES = st.sampled_from(
    [
        "patient",
        "patient.identifier",
        "type",
        "category",
        "date",
        "creation",
        "period-end",
        "status",
        "isArchived",
        "_count",
        "_offset",
        "security-label",
        "event",
        "related",
        "author.family",
        "format",
        "x",
    ]
)
VALUES = st.one_of(st.text(max_size=20), st.from_regex(r"(ge|lt)?[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?", fullmatch=True))
SUBJECT = Subject(number=1, ins=INS(matricule="290029999900129", oid="1.2.250.1.213.1.4.10"))
RESOURCE = render_document(
    DMPDocument(
        unique_id="1.2.3",
        entry_uuid="urn:uuid:0b8f8a0e-15b1-11f1-9d35-0242ac120002",
        type=Code(code="11502-2", system="2.16.840.1.113883.6.1"),
        visibility=frozenset({Visibility.INVISIBLE_PATIENT}),
        hash="00",
    ),
    SUBJECT,
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["coding", "code", "url", "a"]), inner),
    max_leaves=5,
)
OPERATIONS = st.lists(
    st.fixed_dictionaries(
        {
            "op": st.sampled_from(["add", "remove", "replace", "test", "move", "copy"]),
            "path": st.sampled_from(
                [
                    "/securityLabel",
                    "/securityLabel/0",
                    "/securityLabel/1",
                    "/securityLabel/-",
                    "/extension/0",
                    "/extension/0/valueBoolean",
                    "/status",
                    "",
                    "/securityLabel/9/x",
                ]
            ),
            "value": JSON,
        }
    ),
    max_size=4,
)


_POSSIBLE = {*DocumentChange, "FHIR-002", "FHIR-003"} - {DocumentChange.DELETE}


def _ask(body: bytes) -> str:
    """The change that a patch asks, or the code of its refusal."""
    try:
        return read_patch(body, RESOURCE)
    except InvalidInput as refused:
        return refused.findings[0].code


@given(parameters=st.lists(st.tuples(NAMES, VALUES), max_size=6))
def test_any_search_gives_filters_or_a_refusal(parameters: list[tuple[str, str]]) -> None:
    asked, refused = None, ""
    try:
        asked = parse_search([("patient", "1"), *parameters])
    except InvalidInput as error:
        refused = error.findings[0].code
    assert (asked is None) == (refused == "FHIR-001")
    assert asked is None or (asked.person_id or asked.ins)
    assert asked is None or 0 <= asked.count <= 200


@given(operations=OPERATIONS)
def test_any_patch_gives_a_change_or_a_refusal(operations: list[dict[str, Any]]) -> None:
    before = json.dumps(RESOURCE)
    assert _ask(json.dumps(operations).encode()) in _POSSIBLE
    assert json.dumps(RESOURCE) == before, "the resource itself is left as it was"


@given(body=st.binary(max_size=200))
def test_any_bytes_give_a_change_or_a_refusal(body: bytes) -> None:
    assert _ask(body) in _POSSIBLE


def test_nothing_empty_is_written() -> None:
    """FHIR R4 §2.1.13: an element is absent or has a value."""

    def check(value: Any) -> None:
        assert value not in ("", None, [], {})
        for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            check(inner)

    check(RESOURCE)
    assert RESOURCE["content"][0]["attachment"]["hash"] == "AA=="
