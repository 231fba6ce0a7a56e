"""The sequence of searches by traits (ins.md §6.7), and what may be made of an answer."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liane.domain.errors import Severity
from liane.domain.identity.ins import INS
from liane.domain.identity.insi import (
    GIVENS_MAX,
    INSiAnswer,
    INSiQuery,
    Step,
    Stop,
    check_usable,
    compare_answer,
    search_plan,
)
from tests.domain.identity.persons import OWN_INS, TRAITS, make_person, make_traits

PLACE = TRAITS.birth_place
Call = tuple[tuple[str, ...], str]


def play(givens: tuple[str, ...], codes: list[str], **traits: str) -> tuple[list[Call], Stop]:
    """Play a plan against the codes answered, in order; 01 once they are used up."""
    plan = search_plan(make_traits(**traits), givens)
    history: list[Step] = []
    while isinstance(query := plan.next_step(history), INSiQuery):
        history.append(Step(query=query, code=codes[len(history)] if len(history) < len(codes) else "01"))
        assert len(history) <= GIVENS_MAX + 3
    return [(step.query.givens, step.query.birth_place) for step in history], query


PLAYS: list[tuple[tuple[str, ...], list[str], list[Call], bool]] = [
    (("A",), ["00"], [(("A",), "")], True),
    (("A", "B", "C"), ["01", "01", "00"], [(("A",), ""), (("B",), ""), (("C",), "")], True),
    (("A", "B"), ["01", "01", "00"], [(("A",), ""), (("B",), ""), (("A", "B"), "")], True),
    (("A", "B"), ["01", "01", "01"], [(("A",), ""), (("B",), ""), (("A", "B"), "")], False),
    (("A",), ["01"], [(("A",), "")], False),
    (("A",), ["03"], [(("A",), "")], False),
    (("A", "B"), ["02", "00"], [(("A",), ""), (("A", "B"), "")], True),
    (("A", "B"), ["02", "02", "00"], [(("A",), ""), (("A", "B"), ""), (("A", "B"), PLACE)], True),
    (
        ("A", "B"),
        ["02", "01", "01", "00"],
        [(("A",), ""), (("A", "B"), ""), (("A", "B"), PLACE), (("A",), PLACE)],
        True,
    ),
    (("A",), ["02", "00"], [(("A",), ""), (("A",), PLACE)], True),
    (("A",), ["02", "02"], [(("A",), ""), (("A",), PLACE)], False),
    (
        ("A", "B"),
        ["01", "02", "01", "01", "01"],
        [(("A",), ""), (("B",), ""), (("A", "B"), ""), (("A", "B"), PLACE), (("B",), PLACE)],
        False,
    ),
    (("A", "B"), ["siram_100"], [(("A",), "")], False),
    (("A", "B"), ["01", "insi_102"], [(("A",), ""), (("B",), "")], False),
    (("A", "A"), ["01", "01"], [(("A",), ""), (("A", "A"), "")], False),
]


@pytest.mark.parametrize(("givens", "codes", "calls", "is_match"), PLAYS)
def test_sequence(givens: tuple[str, ...], codes: list[str], calls: list[Call], is_match: bool) -> None:
    made, stop = play(givens, codes)
    assert made == calls
    assert stop.is_match is is_match
    assert stop.reason


def test_an_unknown_place_is_not_sent() -> None:
    assert play(("A",), ["02"], birth_place="99999")[0] == [(("A",), "")]


def test_the_list_of_the_traits_serves_when_nothing_is_typed() -> None:
    assert search_plan(TRAITS).givens == ("CAMILLE", "ROSE")


@pytest.mark.parametrize(
    "changes",
    [{"sex": ""}, {"sex": "U"}, {"birth_date": ""}, {"birth_family": ""}, {"birth_given": "", "birth_givens": ""}],
)
def test_without_enough_nothing_is_asked(changes: dict[str, str]) -> None:
    stop = search_plan(make_traits(**changes)).next_step([])
    assert isinstance(stop, Stop)
    assert not stop.is_match


@given(
    st.lists(st.sampled_from("ABCDEF"), min_size=1, max_size=20),
    st.lists(st.sampled_from(["00", "01", "02", "03", "fault"]), max_size=30),
)
def test_no_query_is_made_twice_and_it_ends(givens: list[str], codes: list[str]) -> None:
    made, stop = play(tuple(givens), codes)
    assert len(set(made)) == len(made)
    assert stop.is_match is ("00" in codes[: len(made)])
    used = codes[: len(made)]
    assert all(code in ("01", "02", "03") for code in used[:-1])


ANSWER = INSiAnswer(code="00", label="OK", ins=OWN_INS, traits=TRAITS)


@pytest.mark.parametrize(
    ("answer", "codes"),
    [
        (ANSWER, []),
        (replace(ANSWER, traits=make_traits(birth_date="19620000")), []),
        (replace(ANSWER, traits=make_traits(birth_place="")), []),
        (replace(ANSWER, ins=None), ["IDV-301"]),
        (replace(ANSWER, ins=INS(matricule=OWN_INS.matricule, oid="1.2.250.1.213.1.4.2")), ["IDV-301"]),
        (replace(ANSWER, ins=INS(matricule=OWN_INS.matricule[:13] + "00", oid=OWN_INS.oid)), ["IDV-302"]),
        (replace(ANSWER, traits=make_traits(birth_family="")), ["IDV-303"]),
        (replace(ANSWER, traits=make_traits(birth_given="", birth_givens="")), ["IDV-304"]),
        (replace(ANSWER, traits=make_traits(birth_date="1962")), ["IDV-305"]),
        (replace(ANSWER, traits=make_traits(birth_date="1962-11-15")), ["IDV-305"]),
        (replace(ANSWER, traits=make_traits(birth_date="00001115")), ["IDV-305"]),
        (replace(ANSWER, traits=None), ["IDV-303", "IDV-304", "IDV-305"]),
    ],
)
def test_usable(answer: INSiAnswer, codes: list[str]) -> None:
    findings = check_usable(answer)
    assert [finding.code for finding in findings] == codes
    warnings = [finding.code for finding in findings if finding.severity is Severity.WARNING]
    assert set(warnings) <= {"IDV-302"}


def test_only_a_match_is_compared() -> None:
    assert len(compare_answer(make_person(), ANSWER)) == 6
    assert compare_answer(make_person(), replace(ANSWER, code="02")) == ()
    assert compare_answer(make_person(), INSiAnswer(code="01")) == ()
