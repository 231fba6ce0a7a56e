"""What leaves for INSi: byte for byte the example of the specification, valid by schema, nothing malformed."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from liane.codecs.insi.exchange import LPSIdentity
from liane.codecs.insi.names import Operation
from liane.codecs.insi.request import (
    check_query,
    render_search_by_card,
    render_search_by_traits,
    show_date,
)
from liane.codecs.insi.verification import (
    LOT_LINES_MAX,
    VerificationQuery,
    render_collect,
    render_deposit,
    render_verification,
)
from liane.domain.errors import RuleViolation
from liane.domain.identity.ins import INS
from liane.domain.identity.insi import Beneficiary, INSiQuery
from liane.domain.identity.patient import PatientTraits
from liane_sandbox.insi.door import load_schema
from tests.insi_kit import make_context

SOAP = "{http://www.w3.org/2003/05/soap-envelope}"
SPEC_LPS = LPSIdentity(
    idam="GV99999999", name="PFI-DEMO", version="1.0.0", instance="d5a1f6c8-0a1e-4d7b-b7e4-6d3a54f0a1aa"
)
SPEC_CONTEXT = make_context(at=datetime(2026, 3, 12, 8, 15, 30, 120_000, tzinfo=UTC), sender="1750900011", lps=SPEC_LPS)
MARTINE = PatientTraits(
    birth_family="LECLERCQ-DUBUS",
    birth_given="MARTINE",
    birth_givens="MARTINE ODILE",
    birth_date="19621115",
    sex="F",
    birth_place="59350",
)


def read_example(spec_dir: Path, section: str) -> bytes:
    """The XML block of a section, white space between elements removed."""
    text = (spec_dir / "ins.md").read_text(encoding="utf-8").partition(f"### {section} ")[2]
    block = text.partition("```xml\n")[2].partition("```")[0]
    return re.sub(rb"\s+(xmlns)", rb" \1", re.sub(rb">\s+<", b"><", block.strip().encode()))


def test_search_by_traits_is_the_example(spec_dir: Path) -> None:
    query = INSiQuery(traits=MARTINE, givens=("MARTINE",), birth_place="59350")
    request = render_search_by_traits(query, SPEC_CONTEXT)
    assert request.content == read_example(spec_dir, "6.4")
    action = "urn:ServiceIdentiteCertifiee:1.0.0:rechercherInsAvecTraitsIdentite"
    assert request.content_type == f'application/soap+xml; charset=utf-8; action="{action}"'
    assert request.message_id == "6c0d8d3e-6a2b-4d50-a5b2-2a7a1b6f7c21"


def test_search_by_card_has_the_body_of_the_example(spec_dir: Path) -> None:
    example = etree.fromstring(read_example(spec_dir, "6.5"))
    numbers = ["".join(one.itertext()) for one in example[:2]]
    card = Beneficiary(nir=numbers[0], holder_nir=numbers[1], family="LECLERCQ-DUBUS", birth_date="19621115", rank="1")
    request = render_search_by_card(card, SPEC_CONTEXT)
    assert read_example(spec_dir, "6.5") in request.content
    assert (
        b"<wsa:Action>urn:ServiceIdentiteCertifiee:1.0.0:rechercherInsAvecCarteVitale</wsa:Action>" in request.content
    )


def validate(content: bytes) -> None:
    """Judge the header blocks and the body by the schemas of the service."""
    root = etree.fromstring(content)
    header, body = root.find(f"{SOAP}Header"), root.find(f"{SOAP}Body")
    assert header is not None
    assert body is not None
    schemas = {"ContexteBAM": "ctxbam", "ContexteLPS": "ctxlps", "RECSANSVITALE": "recsans", "RECVITALE": "recvit"}
    judged = []
    for element in (*header, *body):
        name = etree.QName(element).localname
        if name in schemas:
            load_schema(schemas[name]).assertValid(element)
            judged.append(name)
    assert judged[:2] == ["ContexteBAM", "ContexteLPS"]
    assert len(judged) == 3


WORD = st.text(alphabet="ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=1, max_size=12)
NAME = st.lists(WORD, min_size=1, max_size=4).flatmap(
    lambda words: st.sampled_from(["-", " ", "'"]).map(lambda separator: separator.join(words))
)
DATE = st.from_regex(r"[0-9]{8}", fullmatch=True) | st.from_regex(r"[0-9]{4}", fullmatch=True)


@given(
    family=NAME, givens=st.lists(NAME, min_size=1, max_size=5), date=DATE, place=st.sampled_from(["", "2A999", "99350"])
)
def test_whatever_may_leave_is_valid(family: str, givens: list[str], date: str, place: str) -> None:
    """§11.1-4: header and body validate."""
    traits = PatientTraits(birth_family=family, birth_date=date, sex="M")
    query = INSiQuery(traits=traits, givens=tuple(givens), birth_place=place)
    validate(render_search_by_traits(query, make_context()).content)


@given(st.text(max_size=40), st.lists(st.text(max_size=40), max_size=4), st.text(max_size=9), st.text(max_size=2))
def test_any_traits_are_refused_or_written_well(family: str, givens: list[str], date: str, sex: str) -> None:
    query = INSiQuery(traits=PatientTraits(birth_family=family, birth_date=date, sex=sex), givens=tuple(givens))
    if check_query(query):
        with pytest.raises(RuleViolation):
            render_search_by_traits(query, make_context())
    else:
        validate(render_search_by_traits(query, make_context()).content)


@pytest.mark.parametrize(
    ("changes", "givens", "place", "codes"),
    [
        ({"birth_family": ""}, ("MARTINE",), "", ["INSI-001"]),
        ({"birth_family": "Leclercq"}, ("MARTINE",), "", ["INSI-001"]),
        ({"birth_family": "-MARTIN"}, ("MARTINE",), "", ["INSI-001"]),
        ({"birth_family": "A" * 101}, ("MARTINE",), "", ["INSI-001"]),
        ({"birth_family": "LECLERCQ--DUBUS"}, ("MARTINE",), "", []),
        ({"birth_family": "'ARCON"}, ("MARTINE",), "", []),
        ({}, (), "", ["INSI-002"]),
        ({}, ("MARIE--ODILE",), "", ["INSI-002"]),
        ({}, ("ÉLOÏSE",), "", ["INSI-002"]),
        ({"sex": "I"}, ("MARTINE",), "", ["INSI-003"]),
        ({"birth_date": ""}, ("MARTINE",), "", ["INSI-004"]),
        ({"birth_date": "1962-11-15"}, ("MARTINE",), "", ["INSI-004"]),
        ({}, ("MARTINE",), "5935", ["INSI-005"]),
        ({"birth_family": "", "sex": "", "birth_date": "x"}, (), "?", [f"INSI-00{n}" for n in range(1, 6)]),
    ],
)
def test_what_insi_would_refuse_is_told_at_once(
    changes: dict[str, str], givens: tuple[str, ...], place: str, codes: list[str]
) -> None:
    values = {"birth_family": "LECLERCQ", "birth_date": "19621115", "sex": "F"} | changes
    found = check_query(INSiQuery(traits=PatientTraits(**values), givens=givens, birth_place=place))
    assert [one.code for one in found] == codes
    assert all(one.message and one.remedy for one in found)


@pytest.mark.parametrize(
    ("value", "shown"),
    [("19621115", "1962-11-15"), ("19620000", "1962-00-00"), ("1962", "1962-00-00"), ("196211", "1962-11-00")],
)
def test_lunar_dates_are_sent_as_known(value: str, shown: str) -> None:
    assert show_date(value) == shown


@pytest.mark.parametrize(
    ("card", "codes"),
    [
        (Beneficiary(birth_date="19621115"), ["INSI-007"]),
        (Beneficiary(nir="290029999900129"), ["INSI-007"]),
        (Beneficiary(nir="29002999990012", birth_date="19900214"), ["INSI-006"]),
        (Beneficiary(holder_nir="X" * 15, birth_date="19900214"), ["INSI-006"]),
    ],
)
def test_a_card_that_says_too_little_is_refused(card: Beneficiary, codes: list[str]) -> None:
    with pytest.raises(RuleViolation) as caught:
        render_search_by_card(card, make_context())
    assert [one.code for one in caught.value.findings] == codes


def test_an_empty_part_of_a_card_has_no_element() -> None:
    card = Beneficiary(holder_nir="186012999900129", birth_date="20180303", rank="2")
    request = render_search_by_card(card, make_context())
    validate(request.content)
    assert b"MatriculeIndividu" not in request.content
    assert b"NomNaissance" not in request.content


QUERY = VerificationQuery(ins=INS(matricule="290029999900129", oid="1.2.250.1.213.1.4.8"), traits=MARTINE)


def test_the_stand_in_says_what_it_is_on_the_wire() -> None:
    """§11.2-8: a visible « not the national contract »."""
    for request, operation in (
        (render_verification(QUERY, make_context()), Operation.VERIFY),
        (render_deposit([QUERY] * 2, make_context()), Operation.DEPOSIT_LOT),
        (render_collect("SIM-1", make_context()), Operation.COLLECT_LOT),
    ):
        assert request.operation is operation
        assert operation.is_stand_in
        assert b"pas le contrat national" in request.content
    assert not Operation.SEARCH_BY_TRAITS.is_stand_in


def test_a_lot_has_its_bounds() -> None:
    for count in (0, LOT_LINES_MAX + 1):
        with pytest.raises(ValueError, match="lines"):
            render_deposit([QUERY] * count, make_context())


def test_a_verification_needs_writable_traits() -> None:
    wrong = VerificationQuery(ins=INS(matricule="29002", oid="x"), traits=PatientTraits(birth_family="é"))
    with pytest.raises(RuleViolation) as caught:
        render_verification(wrong, make_context())
    assert [one.code for one in caught.value.findings] == ["INSI-001", "INSI-003", "INSI-004", "INSI-006"]
