"""The index in memory, and the file of persons that it is made from."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liane.domain.errors import InvalidInput, Severity
from liane.domain.identity.phonetics import phonetic_key
from liane.domain.intake.matching.match import IndexPerson, PersonIndex
from liane.domain.intake.matching.memory_index import InMemoryIndex, load_persons, read_persons
from tests.domain.intake.match_kit import ZOE, person

ROW = {
    "record_id": "42",
    "birth_name": "QUÉMENEUR",
    "used_name": None,
    "first_names": "ZOE MARIE",
    "birth_date": "1962-03-15",
    "sex": "F",
    "birth_place": "99901",
    "ins": "2 62 03 99 901 001 12",
    "oid": "1.2.250.1.213.1.4.10",
    "ins_status": "VALI",
    "address": "1 rue des Essais",
}


def ids(persons: object) -> list[str]:
    assert isinstance(persons, list)
    return [one.record_id for one in persons if isinstance(one, IndexPerson)]


def test_every_block_finds_its_person() -> None:
    index: PersonIndex = InMemoryIndex(
        [ZOE, person("W", "DURAND", "JEAN PIERRE", "19500101", "M", used="QUEMENEUR"), person("E", "", "", "")]
    )
    assert ids(index.by_ins(ZOE.ins)) == ["R1"]
    assert ids(index.by_ins("")) == []
    assert ids(index.by_birth_date("19620315")) == ["R1"]
    assert ids(index.by_name(phonetic_key("KEMENEUR"), "")) == ["R1", "W"]
    assert ids(index.by_name(phonetic_key("KEMENEUR"), "MARIE")) == ["R1"]
    assert ids(index.by_name(phonetic_key("DURAN"), "JEAN PIERRE")) == ["W"]
    assert ids(index.by_name(phonetic_key("DURAN"), "LUC")) == []
    assert ids(index.by_identifier("812345")) == ["R1"]
    assert ids(index.by_identifier("00 812345")) == ["R1"]
    assert index.count_name("QUEMENEUR") == 2
    assert index.count_name("NOBODY") == 0
    assert index.size() == 3


def test_limits_are_kept() -> None:
    index = InMemoryIndex(person(f"R{number}", "MARTIN", "JEAN", "19500101", "M") for number in range(50))
    assert len(index.by_birth_date("19500101", limit=7)) == 7
    assert len(index.by_name(phonetic_key("MARTIN"), "JEAN", limit=9)) == 9
    assert index.by_birth_date("19500101", limit=0) == []


def test_the_published_file_is_read() -> None:
    (one,) = load_persons(json.dumps([ROW]))
    assert one.traits.birth_family == "QUÉMENEUR"
    assert (one.traits.birth_given, one.traits.birth_givens) == ("ZOE", "ZOE MARIE")
    assert one.traits.birth_date == "19620315"
    assert one.traits.used_family == ""
    assert one.ins == "262039990100112"
    assert (one.ins_oid, one.ins_status, one.address) == ("1.2.250.1.213.1.4.10", "VALI", "1 rue des Essais")


@pytest.mark.parametrize(
    ("given_names", "first", "whole"),
    [
        ("JEAN-PIERRE MARIE", "JEAN-PIERRE", "JEAN-PIERRE MARIE"),
        ("Jean, Pierre", "Jean", "Jean Pierre"),
        (["JEAN PIERRE", "MARIE"], "JEAN PIERRE", "JEAN PIERRE MARIE"),
        (None, "", ""),
        ([], "", ""),
    ],
)
def test_first_names_as_text_or_list(given_names: object, first: str, whole: str) -> None:
    (one,) = load_persons(json.dumps([ROW | {"first_names": given_names}]))
    assert (one.traits.birth_given, one.traits.birth_givens) == (first, whole)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("nobody", "INT-051"),
        (ROW | {"record_id": ""}, "INT-054"),
        (ROW | {"record_id": ["A"]}, "INT-054"),
    ],
)
def test_a_faulty_line_is_told_in_french_without_its_values(row: object, code: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        load_persons(json.dumps([row]))
    (finding,) = caught.value.findings
    assert finding.code == code
    assert finding.location.startswith("personne 1")
    assert "QUÉMENEUR" not in finding.message
    assert finding.remedy


@pytest.mark.parametrize(
    ("more", "code", "trait"),
    [
        ({"birth_name": ["X"]}, "INT-053", "birth_family"),
        ({"birth_name": "X" * 501}, "INT-053", "birth_family"),
        ({"birth_date": "mars 1962"}, "INT-055", "birth_date"),
        ({"sex": "X"}, "INT-056", "sex"),
    ],
)
def test_a_trait_that_cannot_be_read_counts_as_absent(more: dict[str, object], code: str, trait: str) -> None:
    read = read_persons(json.dumps([ROW | more]))
    assert getattr(read.persons[0].traits, trait) == ""
    assert [one.code for one in read.findings] == [code]
    assert read.findings[0].severity is Severity.WARNING
    assert "QUÉMENEUR" not in read.findings[0].message


@pytest.mark.parametrize(
    ("more", "date", "sex"),
    [
        ({"birth_date": "15/03/1962"}, "19620315", "F"),
        ({"birth_date": "1962-03-15T00:00:00"}, "19620315", "F"),
        ({"birth_date": "1962-03-15 00:00"}, "19620315", "F"),
        ({"birth_date": 19620315}, "19620315", "F"),
        ({"sex": "féminin"}, "19620315", "F"),
        ({"sex": "H"}, "19620315", "M"),
        ({"phone": "0199000000", "nested": {"a": [1]}}, "19620315", "F"),
    ],
)
def test_usual_forms_are_read_and_other_keys_passed_over(more: dict[str, object], date: str, sex: str) -> None:
    read = read_persons(json.dumps([ROW | more]))
    assert read.findings == ()
    assert (read.persons[0].traits.birth_date, read.persons[0].traits.sex) == (date, sex)


def test_a_number_of_record_is_unique_and_faults_are_bounded() -> None:
    with pytest.raises(InvalidInput) as caught:
        load_persons(json.dumps([ROW] * 200))
    assert {one.code for one in caught.value.findings} == {"INT-054"}
    assert len(caught.value.findings) == 50


@pytest.mark.parametrize("data", [b"", b"{}", b"\xff\xfe", b"[" * 100_000, '{"a": 1}', "null", "1"])
def test_what_is_no_list_is_refused(data: bytes | str) -> None:
    with pytest.raises(InvalidInput) as caught:
        load_persons(data)
    assert caught.value.findings[0].code == "INT-050"


json_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*ROW, "x"]), inner, max_size=4),
    max_leaves=12,
)


@given(st.binary(max_size=60) | json_values.map(lambda value: json.dumps(value).encode()))
def test_any_bytes_give_persons_or_a_refusal(data: bytes) -> None:
    try:
        persons = load_persons(data)
    except InvalidInput:
        return
    assert InMemoryIndex(persons).size() == len(persons)


@pytest.mark.parametrize(
    ("line", "givens"),
    [
        ({"first_name": "Cécile", "first_names": ["Anne-Sophie", "Régine"]}, ("Cécile", "Cécile Anne-Sophie Régine")),
        (
            {"first_name": "ANNE SOPHIE", "first_names": ["Anne-Sophie", "Régine"]},
            ("Anne-Sophie", "Anne-Sophie Régine"),
        ),
        ({"first_name": "Anne-Sophie"}, ("Anne-Sophie", "Anne-Sophie")),
        ({"first_name": None, "first_names": "Régine Paule"}, ("Régine", "Régine Paule")),
    ],
)
def test_the_first_name_of_a_line_is_the_first_of_its_list(line: dict[str, object], givens: tuple[str, str]) -> None:
    (person,) = load_persons(json.dumps([{"record_id": "1", **line}]))
    assert (person.traits.birth_given, person.traits.birth_givens) == givens
