"""A document handed over by FHIR: what is sent, and every answer read as taken, refused, or to be tried again."""

import base64
import hashlib
import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liane.codecs.fhir_pdsm.provide import ENTRIES, find_current, find_handed, name_entry, render_provide_bundle
from liane.codecs.fhir_pdsm.provide_answer import (
    Standing,
    read_patch_answer,
    read_provide_answer,
    read_search_answer,
)
from liane_sandbox.dpi.fhir_checks import WrongBundle, read_transaction
from tests.codecs.handed_kit import PATIENT, make_handed

TAKEN = {
    "resourceType": "Bundle",
    "type": "transaction-response",
    "entry": [{"response": {"status": "201 Created"}}] * ENTRIES,
}


def bundle_of(**changes: Any) -> dict[str, Any]:
    bundle: dict[str, Any] = json.loads(render_provide_bundle(make_handed(**changes)))
    return bundle


def test_the_transaction_is_a_lot_a_fiche_and_the_exact_bytes() -> None:
    one = make_handed()
    lot, fiche, binary = (entry["resource"] for entry in bundle_of()["entry"])
    assert base64.b64decode(binary["data"]) == one.content
    attachment = fiche["content"][0]["attachment"]
    assert base64.b64decode(attachment["hash"]) == hashlib.sha1(one.content, usedforsecurity=False).digest()
    assert attachment["size"] == len(one.content)
    assert fiche["masterIdentifier"] == {"system": "urn:oid:1.2.250.1.999.7", "value": "DOC2"}
    assert fiche["subject"]["identifier"]["value"] == "IPP000731"
    assert fiche["relatesTo"][0]["target"]["reference"] == (
        "DocumentReference?identifier=urn:oid:1.2.250.1.999.7|DOC1&status=current"
    )
    assert [one["coding"][0]["code"] for one in fiche["securityLabel"]] == ["N", "MASQUE_PS"]
    assert fiche["context"]["period"]["start"] == "2026-02-13T08:30:00+00:00"
    assert lot["entry"][0]["item"]["reference"] == bundle_of()["entry"][1]["fullUrl"]
    assert fiche["contained"][0]["birthDate"] == "1990-02-14"


def test_the_ins_goes_only_with_an_identity_that_may_show_it() -> None:
    assert "290029999900129" in json.dumps(bundle_of())
    assert "290029999900129" not in json.dumps(bundle_of(patient=replace(PATIENT, ins=None)))


def test_a_repetition_is_told_by_the_same_condition_and_another_document_by_another() -> None:
    one = make_handed()
    condition = bundle_of()["entry"][1]["request"]["ifNoneExist"]
    assert condition == find_handed(one)
    assert render_provide_bundle(one) == render_provide_bundle(make_handed())
    others = (make_handed(content=b"%PDF autre"), make_handed(unique_id="1.2.3"), make_handed(number="LP000000000043"))
    assert len({name_entry(each, "fiche") for each in (one, *others)}) == 4


@pytest.mark.parametrize(
    ("written", "birth_date"),
    [("19900214", "1990-02-14"), ("19900200", "1990-02"), ("19900000", "1990"), ("19901400", "1990"), ("", None)],
)
def test_a_lunar_date_is_no_more_precise_than_it_is(written: str, birth_date: str | None) -> None:
    patient = replace(PATIENT, traits=replace(PATIENT.traits, birth_date=written))
    assert bundle_of(patient=patient)["entry"][1]["resource"]["contained"][0].get("birthDate") == birth_date


@given(st.text(min_size=1, max_size=40), st.text(max_size=40), st.text(max_size=20))
def test_any_words_make_a_transaction_that_is_right(title: str, name: str, extension: str) -> None:
    traits = replace(PATIENT.traits, birth_family=name or "X")
    one = make_handed(
        title=title, patient=replace(PATIENT, traits=traits), unique_id=f"1.2.3^{extension}" if extension else "1.2.3"
    )
    told = read_transaction(render_provide_bundle(one))
    assert told.content == one.content


@given(st.text(max_size=40))
def test_no_identifier_changes_the_question(extension: str) -> None:
    question = find_current(f"1.2.3^{extension}" if extension else "1.2.3")
    assert question.count("&") == 1
    assert question.endswith("&status=current")
    assert question.isascii()
    assert question.count("|") == 1


@given(st.binary(max_size=300))
def test_the_simulated_server_refuses_whatever_is_no_transaction(body: bytes) -> None:
    with pytest.raises(WrongBundle):
        read_transaction(body)


@pytest.mark.parametrize("spoiled", ["hash", "empty", "condition", "order"])
def test_the_simulated_server_sees_what_is_wrong(spoiled: str) -> None:
    bundle = bundle_of()
    if spoiled == "hash":
        bundle["entry"][1]["resource"]["content"][0]["attachment"]["hash"] = "AAAA"
    elif spoiled == "empty":
        bundle["entry"][1]["resource"]["description"] = ""
    elif spoiled == "condition":
        bundle["entry"][1]["request"]["ifNoneExist"] = "identifier=x|y"
    else:
        bundle["entry"].reverse()
    with pytest.raises(WrongBundle):
        read_transaction(json.dumps(bundle).encode())


def outcome(**issue: Any) -> bytes:
    return json.dumps({"resourceType": "OperationOutcome", "issue": [{"severity": "error", **issue}]}).encode()


CODED = outcome(code="processing", details={"coding": [{"code": "904"}], "text": "Sexe différent"})


@pytest.mark.parametrize(
    ("status", "body", "standing", "code"),
    [
        (200, json.dumps(TAKEN).encode(), Standing.TAKEN, "200"),
        (200, json.dumps({**TAKEN, "entry": TAKEN["entry"][:2]}).encode(), Standing.UNCLEAR, "REPONSE_ILLISIBLE"),
        (200, b"<html>", Standing.UNCLEAR, "REPONSE_ILLISIBLE"),
        (200, b"", Standing.UNCLEAR, "REPONSE_ILLISIBLE"),
        (422, CODED, Standing.REFUSED, "904"),
        (400, outcome(code="not-found", expression=["DocumentReference.subject"]), Standing.REFUSED, "902"),
        (412, outcome(code="processing", expression=["DocumentReference.relatesTo[0]"]), Standing.REFUSED, "900"),
        (400, b"", Standing.REFUSED, "906"),
        (404, outcome(code="not-found", diagnostics="pas de serveur"), Standing.REFUSED, "906"),
        (404, b"<html>", Standing.AGAIN, "HTTP_404"),
        (302, b"", Standing.AGAIN, "HTTP_302"),
        *((status, CODED, Standing.AGAIN, f"HTTP_{status}") for status in (401, 403, 408, 409, 425, 429, 500, 503)),
    ],
)
def test_an_answer_is_taken_refused_or_to_try_again(status: int, body: bytes, standing: Standing, code: str) -> None:
    read = read_provide_answer(status, body, entries=ENTRIES)
    assert (read.standing, read.code) == (standing, code)


def test_an_entry_that_failed_refuses_with_its_words() -> None:
    entries = [*TAKEN["entry"][:2], {"response": {"status": "422", "outcome": json.loads(CODED)}}]
    read = read_provide_answer(200, json.dumps({**TAKEN, "entry": entries}).encode(), entries=ENTRIES)
    assert (read.standing, read.code, read.words) == (Standing.REFUSED, "904", "Sexe différent")


def test_a_deletion_that_finds_nothing_is_a_wrong_version_unless_it_was_asked_before() -> None:
    assert read_patch_answer(404, b"", was_asked_before=False).code == "900"
    assert read_patch_answer(404, b"", was_asked_before=True).standing is Standing.TAKEN
    assert read_patch_answer(503, b"", was_asked_before=True).standing is Standing.AGAIN
    assert read_patch_answer(200, b"", was_asked_before=False).standing is Standing.TAKEN


@pytest.mark.parametrize(
    ("status", "bundle", "found"),
    [
        (
            200,
            {"resourceType": "Bundle", "total": 1, "entry": [{"resource": {"resourceType": "DocumentReference"}}]},
            True,
        ),
        (200, {"resourceType": "Bundle", "total": 0}, False),
        (200, {"resourceType": "Bundle"}, False),
        (404, {"resourceType": "OperationOutcome"}, None),
        (200, {"resourceType": "OperationOutcome"}, None),
    ],
)
def test_a_search_says_whether_it_was_handed_over(status: int, bundle: dict[str, Any], found: bool | None) -> None:
    assert read_search_answer(status, json.dumps(bundle).encode()) is found


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["resourceType", "type", "entry", "response", "status", "outcome", "issue", "details", "total"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(
    st.integers(min_value=100, max_value=599),
    st.binary(max_size=200) | ANY_JSON.map(lambda one: json.dumps(one).encode()),
)
def test_any_answer_gives_a_value(status: int, body: bytes) -> None:
    read_search_answer(status, body)
    assert read_patch_answer(status, body, was_asked_before=False).code
    read = read_provide_answer(status, body, entries=ENTRIES)
    assert len(read.words) <= 300
    if read.standing is Standing.TAKEN:
        assert 200 <= status < 300
