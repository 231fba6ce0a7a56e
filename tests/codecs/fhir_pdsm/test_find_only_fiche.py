"""The one fiche that a search finds, from whatever a server answers."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liane.codecs.fhir_pdsm.provide_answer import find_only_fiche


def found(*resources: Any) -> bytes:
    return json.dumps({"resourceType": "Bundle", "entry": [{"resource": one} for one in resources]}).encode()


FICHE = {"resourceType": "DocumentReference", "id": "a-1.b"}


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (200, found(FICHE), "a-1.b"),
        (200, found(FICHE, {"resourceType": "OperationOutcome"}), "a-1.b"),
        (200, found(FICHE, {**FICHE, "id": "c"}), ""),
        (200, found(), ""),
        (200, found({**FICHE, "id": "../Patient/1"}), ""),
        (200, found({**FICHE, "id": 12}), ""),
        (404, found(FICHE), ""),
        (200, b"{", ""),
    ],
)
def test_one_fiche_alone_is_named(status: int, body: bytes, expected: str) -> None:
    assert find_only_fiche(status, body) == expected


@given(st.integers(100, 599), st.binary(max_size=200))
def test_any_answer_gives_a_value(status: int, body: bytes) -> None:
    assert isinstance(find_only_fiche(status, body), str)
