"""The ranker of candidates: what it learns, what its file keeps, what it refuses."""

import random
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from liane.domain.intake.extract.surface.ranking import (
    FEATURES_MAX,
    ROWS_MAX,
    Ranker,
    family_of,
    fingerprint,
    hash_row,
    read_ranker,
    render_ranker,
)
from tools.ranking_fit import RankedRow, Recipe, best_places, describe, fit_ranker, hide_words, mean_of, write_ranker

FAMILIES = ("word", "place", "alone")
RECIPE = Recipe(places=2**9, units=6, hidden=frozenset({"word"}), copies=2, epochs=12, folds=3)


def make_rows(count: int = 150) -> list[RankedRow]:
    """Documents of three candidates: the right one stands at the top and, most often, after « ECRIT »."""
    dice = random.Random(3)
    rows = []
    for document in range(count):
        right = dice.randrange(3)
        for at in range(3):
            word = "ECRIT" if (at == right) != (dice.random() < 0.1) else dice.choice(("NE", "VU", "RECU"))
            features = {f"word={word}": 1.0, f"place={'top' if at == right else 'low'}": 1.0, "alone": 1.0}
            rows.append(RankedRow(features=features, label=at == right, group=f"g{document % 7}", document=document))
    return rows


@pytest.fixture(scope="module")
def ranker() -> Ranker:
    """A ranker of those rows."""
    return fit_ranker(make_rows(), RECIPE, families=FAMILIES, what="test", data="rows made here")[0]


def test_place_carries_when_the_word_is_hidden(ranker: Ranker) -> None:
    """A word never seen, at the right place, beats the same word elsewhere."""
    top, low = ranker.score([{"word=NOTE": 1.0, "place=top": 1.0}, {"word=NOTE": 1.0, "place=low": 1.0}])
    assert top > 0.8 > 0.2 > low


def test_figures_are_of_groups_left_out(ranker: Ranker) -> None:
    """The card tells what was learnt from, and figures by document."""
    figures = ranker.card["left_out"]
    assert isinstance(figures, dict)
    assert figures["right"] > 0.97
    assert ranker.card["groups"] == 7
    assert ranker.card["families"] == fingerprint(FAMILIES)
    assert {"data", "date", "candidates", "scikit_learn"} <= set(ranker.card)


def test_file_keeps_the_scores(ranker: Ranker) -> None:
    """Written and read again, scores stay within the rounding of the weights, and the same bytes come out."""
    rows = [one.features for one in make_rows(20)]
    again = read_ranker(render_ranker(ranker))
    assert again.score(rows) == pytest.approx(ranker.score(rows), abs=0.05)
    assert read_ranker(render_ranker(again)).score(rows) == pytest.approx(again.score(rows), abs=1e-5)


def test_same_rows_give_the_same_model() -> None:
    """Nothing is drawn that a seed does not hold."""
    first, second = (fit_ranker(make_rows(40), RECIPE, families=FAMILIES, what="", data="")[0] for _ in range(2))
    assert all(np.array_equal(one[0], two[0]) for one, two in zip(first.layers, second.layers, strict=True))


def test_undeclared_features_are_refused() -> None:
    """A feature whose family the module does not declare stops the training."""
    with pytest.raises(ValueError, match="alone"):
        fit_ranker(make_rows(10), RECIPE, families=("word", "place"), what="", data="")


def test_explained_features_add_up(ranker: Ranker) -> None:
    """With a hidden layer as without, what features bring differs as the log-odds do."""
    row = {"word=ECRIT": 1.0, "place=top": 1.0, "alone": 1.0}
    told = dict(ranker.explain(row))
    assert set(told) == set(row)
    assert told["place=top"] > 0
    (linear,) = (
        Ranker(layers=((np.array([[2.0]] * 4, np.float32), np.zeros(1, np.float32)),), slope=1.0, shift=0.0, card={}),
    )
    assert linear.explain({"alone": 0.5}) == (("alone", 1.0),)


def test_shares_leave_room_for_none(ranker: Ranker) -> None:
    """Where one at most is right, two equal candidates share; none being right keeps its part."""
    row = {"word=ECRIT": 1.0, "place=top": 1.0}
    one, two = ranker.share([row])[0], ranker.share([row, row])
    assert one > 0.9
    assert two[0] == two[1] < 0.5
    assert ranker.share([]) == ()


def test_a_candidate_is_as_good_as_its_best_place() -> None:
    """Rows of one value are places of one candidate; a row that is not taught is judged all the same."""
    rows = [
        RankedRow(features={"place=top": 1.0}, label=True, group="a", document=1, value="x"),
        RankedRow(features={"place=low": 1.0}, label=True, group="a", document=1, value="x", is_taught=False),
        RankedRow(features={"place=low": 1.0}, label=False, group="a", document=1),
        RankedRow(features={"place=low": 1.0}, label=False, group="a", document=2, value="x"),
    ]
    assert best_places(rows, np.array([0.0, 2.0, 1.0, 1.0])) == [1, 2, 3]


def test_what_is_not_taught_teaches_nothing() -> None:
    """Wrong labels on rows that are not taught change no weight."""
    rows = make_rows(40)
    noise = [replace(one, label=not one.label, is_taught=False) for one in rows]
    first, second = (fit_ranker(some, RECIPE, families=FAMILIES, what="", data="")[0] for some in (rows, rows + noise))
    assert all(np.array_equal(one[0], two[0]) for one, two in zip(first.layers, second.layers, strict=True))


def test_the_mean_of_two_rankers(ranker: Ranker) -> None:
    """Measures halfway between those of the two; the mean of one and itself is itself."""
    other = fit_ranker(make_rows(60), RECIPE, families=FAMILIES, what="", data="")[0]
    row = {"word=ECRIT": 1.0, "place=low": 1.0}
    halfway = (float(ranker.measure([row])[0]) + float(other.measure([row])[0])) / 2
    assert float(mean_of([ranker, other]).measure([row])[0]) == pytest.approx(halfway, abs=1e-4)
    assert mean_of([ranker, ranker]).score([row]) == pytest.approx(ranker.score([row]), abs=1e-5)
    assert mean_of([ranker]) is ranker


def test_two_nets_are_told_by_what_both_say_of_groups_left_out() -> None:
    """A recipe of two nets gives one ranker, twice as wide, whose card is of the mean."""
    both = fit_ranker(make_rows(60), replace(RECIPE, nets=2), families=FAMILIES, what="", data="")[0]
    assert both.layers[0][0].shape[1] == 2 * RECIPE.units
    figures = both.card["left_out"]
    assert isinstance(figures, dict)
    assert figures["right"] > 0.9


def test_nothing_to_rank(ranker: Ranker) -> None:
    """No candidate, no score; a candidate without features has one."""
    assert ranker.score([]) == ()
    assert len(ranker.score([{}])) == 1


def test_bounds(ranker: Ranker) -> None:
    """Features and candidates past their bounds are not looked at."""
    places, _ = hash_row({f"word={at}": 1.0 for at in range(FEATURES_MAX + 50)}, 64)
    assert len(places) == FEATURES_MAX
    scores = ranker.score([{"alone": 1.0}] * (ROWS_MAX + 2))
    assert scores[-2:] == (0.0, 0.0)
    assert scores[0] > 0.0


def test_hidden_words_alone_are_hidden() -> None:
    """Places stay, whatever is hidden."""
    recipe = Recipe(hidden=frozenset({"word"}), hide_all=1.0)
    assert hide_words({"word=A": 1.0, "place=top": 1.0}, recipe, random.Random(1)) == {"place=top": 1.0}


def test_invented_and_missed_are_counted() -> None:
    """A document without an answer where one is chosen is invented; one with an answer and none chosen is missed."""
    rows = [
        RankedRow(features={}, label=True, group="a", document=1),
        RankedRow(features={}, label=False, group="a", document=2),
    ]
    assert describe(rows, np.array([-1.0, 1.0])) == {
        "having": 1, "right": 0.0, "wrong": 0.0, "missed": 1.0, "lacking": 1, "invented": 1.0,
    }  # fmt: skip


def test_families() -> None:
    """The family is what stands before the first sign of equality; the fingerprint knows no order."""
    assert family_of("before1=LE=") == "before1"
    assert fingerprint(("a", "b")) == fingerprint(("b", "a", "a")) != fingerprint(("a",))


def test_size_is_bounded(ranker: Ranker, tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """A model too large to be packaged is not written."""
    monkeypatch.setattr("tools.ranking_fit.SIZE_MAX", 10)
    with pytest.raises(ValueError, match="at most 10"):
        write_ranker(ranker, tmp_path / "x.npz")  # type: ignore[operator]


@given(st.binary(max_size=400))
def test_any_bytes_are_a_model_or_an_error(data: bytes) -> None:
    """No bytes make the reader fail otherwise."""
    with pytest.raises(ValueError, match="no model"):
        read_ranker(data)


@given(st.integers(0, 3_000), st.integers(0, 255))
def test_a_broken_model_is_a_model_or_an_error(place: int, value: int) -> None:
    """One byte of a real model changed."""
    layers = (
        (np.ones((8, 2), np.float32), np.zeros(2, np.float32)),
        (np.ones((2, 1), np.float32), np.zeros(1, np.float32)),
    )
    data = bytearray(render_ranker(Ranker(layers=layers, slope=1.0, shift=0.0, card={"what": "test"})))
    data[place % len(data)] = value
    try:
        ranker = read_ranker(bytes(data))
    except ValueError as error:
        ranker = None
        told = str(error)
    assert isinstance(ranker, Ranker) or "no model" in told


def test_shares_of_equal_values_add_up() -> None:
    """Two places of one value have together the share of one place twice as likely; « none » keeps its part."""
    single = Ranker(layers=((np.zeros((8, 1), np.float32), np.zeros(1, np.float32)),), slope=1.0, shift=0.0, card={})
    two, other = single.share_among(np.array([0.0, 0.0, 0.0]), [0, 0, 1], 0.0)
    assert (two, other) == pytest.approx((0.5, 0.25))
    assert single.share_among(np.zeros(0), [], 0.0) == ()
    assert sum(single.share_among(np.array([90.0, -90.0]), [0, 1], 2.0)) < 1.0 + 1e-9
