"""Types that one paper may bear alike, and what they are worth to the certainty of the first."""

from liane.domain.intake.classify.near import load_near, sum_near
from liane.domain.intake.fields import TypeGuess
from liane.domain.terminology.value_sets import get_value_set


def test_near_types_are_of_the_value_set_and_never_of_themselves() -> None:
    known = {code.code for code in get_value_set("JDV_J07").codes}
    for told, others in load_near().items():
        assert {told, *others} <= known
        assert told not in others


def test_a_request_never_stands_for_an_answer_nor_a_prescription_for_a_report() -> None:
    asked = {"55115-0", "96349-6", "75496-0", *(code for code in load_near() if code.startswith("PRESC"))}
    for told, others in load_near().items():
        assert told not in asked or others <= asked
        assert told in asked or told == "57832-8" or not others & asked


def test_what_is_unsure_between_near_types_is_no_doubt_on_the_paper() -> None:
    chances = {"34112-3": 0.5, "11490-0": 0.45, "18748-4": 0.05}
    guess = TypeGuess(code="34112-3", label="", probability=0.5, near=sum_near("34112-3", chances))
    assert abs(guess.certainty - 0.95) < 1e-9
    assert sum_near("18748-4", chances) == 0.0


def test_a_certainty_is_never_over_one() -> None:
    assert TypeGuess(code="34112-3", label="", probability=0.7, near=0.6).certainty == 1.0
    assert TypeGuess(code="34112-3", label="", probability=0.7).certainty == 0.7
