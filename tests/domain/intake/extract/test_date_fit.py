"""Fitting a ranker of dates on whole documents: values told at several places, and documents that answer none."""

import random
from dataclasses import replace

import numpy as np
import pytest

from liane.domain.intake.extract.surface.ranking import Ranker, read_ranker, render_ranker
from tools.date_fit import GROUP, Lesson, Question, Rows, answer, describe, drop_small, fit_dates, reliability

FAMILIES = ("word", "place", "none")
LESSON = Lesson(places=2**9, units=6, nets=1, hidden=frozenset({"word"}), epochs=14, batch=12, rate=1e-2)
HANDS = ("a", "b", "c")
CARD = {"what": "test", "data": "rows made here"}


def make_questions(count: int = 180) -> list[Question]:
    """Documents of two values: the right one stands twice at the top, the other after a word; one of four has none."""
    dice = random.Random(5)
    made = []
    for number in range(count):
        is_told = number % 4 != 0
        top = {"place=top": 1.0, f"word={dice.choice(('ECRIT', 'FAIT'))}": 1.0}
        low = {"place=low": 1.0, f"word={dice.choice(('NE', 'VU', 'ECRIT'))}": 1.0}
        rows = (top, low, top) if is_told else (low, low)
        values = ("x", "y", "x") if is_told else ("y", "z")
        wanted = ("x",) if is_told else ()
        hand = HANDS[number % 3]
        made.append(Question(rows=rows, values=values, wanted=wanted, nothing={"none": 1.0}, hand=hand, group=hand))
    return made


def fit(questions: list[Question]) -> Ranker:
    """A ranker of those questions."""
    return fit_dates(questions, LESSON, [(hand,) for hand in HANDS], families=FAMILIES, card=CARD)


@pytest.fixture(scope="module")
def ranker() -> Ranker:
    """A ranker of those documents."""
    return fit(make_questions())


def shares(ranker: Ranker, question: Question) -> dict[str, float]:
    """The share of each value."""
    measures = ranker.measure([*question.rows, question.nothing])
    return dict(answer(question, measures, ranker.one_slope, ranker.one_shift))


def test_values_and_silence_are_learnt(ranker: Ranker) -> None:
    """The value at the top is chosen; where nothing stands at the top, none is."""
    told, silent = make_questions()[1], make_questions()[0]
    assert shares(ranker, told)["x"] > 0.9
    assert max(shares(ranker, silent).values()) < 0.2


def test_a_second_mention_raises_the_share(ranker: Ranker) -> None:
    """Mentions of one value add; the same row told of another value divides."""
    row, low = {"place=top": 1.0}, {"place=low": 1.0}
    once = replace(make_questions()[1], rows=(row, low), values=("x", "y"))
    twice = replace(once, rows=(row, row, low), values=("x", "x", "y"))
    apart = replace(once, rows=(row, row, low), values=("x", "w", "y"))
    assert shares(ranker, twice)["x"] > shares(ranker, once)["x"] > shares(ranker, apart)["x"]
    assert shares(ranker, apart)["x"] < 0.5


def test_the_card_tells_hands_left_out(ranker: Ranker) -> None:
    """Figures by kind, and how often a date is right by its share."""
    figures = ranker.card["left_out"]
    assert isinstance(figures, dict)
    assert figures[""]["right"] > 0.95
    assert figures[""]["invented"] < 0.1
    assert set(figures[""]["right_from"]) <= {"0.5", "0.6", "0.7", "0.8", "0.9"}
    assert ranker.card["hands"] == 3


def test_a_question_of_no_weight_teaches_nothing() -> None:
    """Wrong answers of questions without weight change no layer."""
    right = make_questions(60)
    noise = [replace(one, wanted=("y",), weight=0.0) for one in right]
    first, second = fit(right), fit([*right, *noise])
    assert all(np.array_equal(one[0], two[0]) for one, two in zip(first.layers, second.layers, strict=True))


def test_same_questions_give_the_same_model() -> None:
    """Nothing is drawn that a seed does not hold; the file keeps the shares."""
    first, second = (fit(make_questions(40)) for _ in range(2))
    assert all(np.array_equal(one[0], two[0]) for one, two in zip(first.layers, second.layers, strict=True))
    again = read_ranker(render_ranker(first))
    assert shares(again, make_questions()[1]) == pytest.approx(shares(first, make_questions()[1]), abs=0.02)


def test_undeclared_families_are_refused() -> None:
    """A feature whose family the module does not declare stops the training."""
    with pytest.raises(ValueError, match="place"):
        fit_dates(make_questions(12), LESSON, [HANDS], families=("word", "none"), card=CARD)


def test_hidden_words_leave_the_place() -> None:
    """With every word hidden, the features of the place are all that is left of a row, and « none » keeps its own."""
    rows = Rows(make_questions(2), LESSON)
    hiding = replace(LESSON, hide=1.0, hide_all=1.0)
    every = rows.of(np.array([0, 1]))
    assert rows.matrix(every).sum(axis=1).A1.tolist() == [2, 2, 1, 2, 2, 2, 1]
    assert rows.matrix(every, np.random.default_rng(1), hiding).sum(axis=1).A1.tolist() == [1, 1, 1, 1, 1, 1, 1]


def test_figures_count_what_is_invented() -> None:
    """Of documents that print no date, those that get one; of right dates, those held for less than 0.7."""
    told, silent = make_questions()[1], make_questions()[0]
    figures = describe([(told, {"x": 0.6}), (told, {"x": 0.9}), (told, {"y": 0.5}), (silent, {"y": 0.5}), (silent, {})])
    assert (figures["right"], figures["wrong"], figures["missed"]) == (0.6667, 0.3333, 0.0)
    assert (figures["lacking"], figures["invented"], figures["right_under_0.7"]) == (2, 0.5, 0.5)
    assert figures["right_from"] == {"0.5": "2/4", "0.6": "2/2", "0.7": "1/1", "0.8": "1/1", "0.9": "1/1"}


def test_small_weights_are_dropped_by_unit() -> None:
    """A weight is small beside the greatest of its own unit."""
    weights = np.array([[1.0, 0.1], [-0.01, -0.01], [0.05, 0.001]], np.float32)
    kept = drop_small(weights, 0.02)
    assert kept.tolist() == np.array([[1.0, 0.1], [0.0, -0.01], [0.05, 0.0]], np.float32).tolist()


def test_what_was_said_is_told_by_groups_the_least_sure_first() -> None:
    """Groups hold mean shares, counts and right answers; a question that is only judged is not counted."""
    one = make_questions(8)[1]
    sure = [(one, {"x": 0.9, "y": 0.1})] * GROUP
    doubtful = [(one, {"x": 0.2, "y": 0.5})] * GROUP
    judged = (replace(one, weight=0.0), {"x": 0.9})
    assert reliability([*sure, judged, *doubtful]) == [[0.5, GROUP, 0], [0.9, GROUP, GROUP]]


def test_the_card_tells_what_was_said_of_pages_of_makers() -> None:
    """Pages of makers alone, each judged by nets that saw nothing of its hand."""
    questions = [replace(one, kind="examined" if at % 2 else "words") for at, one in enumerate(make_questions(240))]
    told = fit(questions).card["reliability_on_makers_left_out"]
    assert isinstance(told, list)
    assert 0 < sum(count for _, count, _ in told) <= 120
