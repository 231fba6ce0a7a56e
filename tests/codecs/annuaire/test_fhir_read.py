"""Resources of the Annuaire Santé read into records, in every form of a mailbox that is published."""

import contextlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liane.codecs.annuaire import fhir_names as names
from liane.codecs.annuaire.fhir_read import read_bundle, read_problem, read_resources
from liane.domain.directory.entries import MailboxKind, order_mailboxes
from liane.domain.errors import MalformedMessage
from liane.domain.intake.extract.surface.numbers import luhn_is_right

SPEC_PERSON: dict[str, Any] = {
    "resourceType": "Practitioner",
    "id": "003-3719500",
    "active": True,
    "meta": {"lastUpdated": "2026-02-11T02:10:00.000+01:00"},
    "identifier": [
        {"use": "official", "system": "urn:oid:1.2.250.1.71.4.2.1", "value": "899900090012"},
        {"use": "official", "system": "https://rpps.esante.gouv.fr", "value": "99900090012"},
    ],
    "name": [{"use": "usual", "prefix": ["MME"], "family": "DESCHAMPS", "given": ["Camille"]}],
    "qualification": [
        {
            "code": {
                "coding": [
                    {"system": names.table_url(names.PROFESSION), "code": "10"},
                    {"system": names.table_url(names.CATEGORY), "code": "C"},
                ]
            }
        },
        {"code": {"coding": [{"system": names.table_url("TRE_R38-SpecialiteOrdinale"), "code": "SM26"}]}},
    ],
}


CORSICAN = next(f"2A000001{key}" for key in range(10) if luhn_is_right(f"20000001{key}"))


def mailbox(address: str, *facts: dict[str, Any], mss: bool = True, **more: Any) -> dict[str, Any]:
    extensions: list[dict[str, Any]] = []
    if mss:
        extensions.append({"url": names.EMAIL_TYPE, "valueCoding": {"code": "MSSANTE"}})
    if facts:
        extensions.append({"url": names.MAILBOX, "extension": list(facts)})
    return {"system": "email", "value": address, "extension": extensions, **more}


def kind_as(form: str, code: str) -> dict[str, Any]:
    concept = {"coding": [{"system": names.table_url(names.MAILBOX_TYPES), "code": code}]}
    return {"url": "type", form: concept if form == "valueCodeableConcept" else code}


def test_a_professional_of_the_documentation_is_read_whole() -> None:
    (person,) = read_resources([SPEC_PERSON]).practitioners
    assert (person.key, person.idnps, person.rpps) == ("003-3719500", "899900090012", "99900090012")
    assert (person.family, person.given, person.civility) == ("DESCHAMPS", "Camille", "MME")
    assert (person.profession, person.category, person.specialties) == ("10", "C", ("SM26",))
    assert person.updated_at is not None


@pytest.mark.parametrize("form", ["valueCodeableConcept", "valueCode"])
@pytest.mark.parametrize("code", list(MailboxKind))
def test_the_kind_of_a_mailbox_is_read_in_each_published_form(form: str, code: MailboxKind) -> None:
    resource = SPEC_PERSON | {"telecom": [mailbox("A@b.mssante.fr", kind_as(form, code.value))]}
    (box,) = read_resources([resource]).practitioners[0].mailboxes
    assert (box.address, box.kind) == ("a@b.mssante.fr", code)


def test_an_unlisted_mailbox_and_an_ordinary_address_are_never_read() -> None:
    hidden = mailbox("x@y.mssante.fr", kind_as("valueCode", "PER"), {"url": "listeRouge", "valueBoolean": True})
    telecom = [hidden, mailbox("x@ordinaire.fr", mss=False), {"system": "phone", "value": "01"}]
    assert read_resources([SPEC_PERSON | {"telecom": telecom}]).practitioners[0].mailboxes == ()


def test_mailboxes_are_offered_by_rank_then_personal_before_organisation() -> None:
    telecom = [
        mailbox("org@y.fr", kind_as("valueCode", "ORG")),
        mailbox("per@y.fr", kind_as("valueCode", "PER")),
        mailbox("app@y.fr", kind_as("valueCode", "APP")),
        mailbox("first@y.fr", kind_as("valueCode", "ORG"), rank=1),
    ]
    (person,) = read_resources([SPEC_PERSON | {"telecom": telecom}]).practitioners
    assert [one.address for one in order_mailboxes(person.mailboxes)] == ["first@y.fr", "per@y.fr", "org@y.fr"]


def test_a_situation_keeps_its_own_number_apart_from_an_rpps() -> None:
    resource = {
        "resourceType": "PractitionerRole",
        "id": "005-1",
        "identifier": [{"system": names.RPPS, "value": "1001500032"}],
        "practitioner": {"reference": "Practitioner/003-1"},
        "organization": {"reference": "https://autre.example/fhir/v2/Organization/001-1"},
        "code": [{"coding": [{"system": names.table_url(names.MODE), "code": "L"}]}],
    }
    (situation,) = read_resources([resource]).situations
    assert (situation.identifier, situation.practitioner, situation.structure) == ("1001500032", "003-1", "001-1")
    assert situation.mode == "L"


@pytest.mark.parametrize(
    ("finess", "is_odd"), [("750900011", False), ("750900012", True), ("0B0152872", False), (CORSICAN, False)]
)
def test_the_key_of_a_finess_only_warns_and_a_test_one_has_none(finess: str, is_odd: bool) -> None:
    resource = {"resourceType": "Organization", "id": "1", "identifier": [{"system": names.FINESS, "value": finess}]}
    batch = read_resources([resource])
    assert batch.structures[0].finess == finess
    assert [finding.code for finding in batch.findings] == (["DIR-011"] if is_odd else [])


def test_a_bundle_gives_its_resources_and_the_link_as_written() -> None:
    bundle = {
        "resourceType": "Bundle",
        "type": "searchset",
        "total": 1,
        "link": [{"relation": "next", "url": "https://h/fhir/v2/_page?id=7"}],
        "entry": [{"resource": SPEC_PERSON}, {"search": {"mode": "outcome"}}],
    }
    page = read_bundle(json.dumps(bundle).encode())
    assert (len(page.resources), page.next_url, page.total) == (1, "https://h/fhir/v2/_page?id=7", 1)


@given(st.binary(max_size=300))
def test_any_bytes_are_a_page_or_a_refusal(data: bytes) -> None:
    with contextlib.suppress(MalformedMessage):
        assert all(isinstance(one, dict) for one in read_bundle(data).resources)
    assert isinstance(read_problem(data), str)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(list(SPEC_PERSON)), inner, max_size=4),
    max_leaves=12,
)


@given(
    st.sampled_from(["Practitioner", "PractitionerRole", "Organization", "Device"]),
    st.dictionaries(
        st.sampled_from(
            ["identifier", "name", "telecom", "code", "type", "address", "partOf", "qualification", "meta"]
        ),
        JSON,
        max_size=6,
    ),
)
def test_odd_resources_are_read_without_losing_the_others(kind: str, values: dict[str, Any]) -> None:
    batch = read_resources([values | {"resourceType": kind, "id": "1"}, SPEC_PERSON])
    assert "003-3719500" in {person.key for person in batch.practitioners}
