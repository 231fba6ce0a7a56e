"""The adaptation of the model of types: better on what it never saw, the same each time, nothing without enough."""

from dataclasses import replace

import numpy as np

from liane.domain.intake.classify.model import TypeModel, sign_of
from liane.domain.intake.fields import TypeGuess
from liane.domain.intake.learn.frozen import EXAMPLES_MIN
from liane.domain.intake.learn.type_adaptation import (
    TypeExample,
    TypeFigures,
    is_better,
    measure,
    rerank,
    score,
    train,
)
from liane.store.intake_learning import read_adaptation, write_adaptation

CODES = ("A", "B", "C")
SIGNS = [sign_of(f"w{place}") for place in range(6)]
MODEL = TypeModel(
    codes=CODES,
    features={f"w{place}": place for place in range(6)},
    idf=np.ones(6, dtype=np.float32),
    weights=np.asarray([[2, 0, 0], [0, 2, 0], [0, 0, 2], [0, 0, 0], [0, 0, 0], [0, 0, 0]], dtype=np.float32),
    bias=np.zeros(3, dtype=np.float32),
    word_factor=1.0,
    title_factor=1.0,
    floor=-10.0,
    card={},
)
HOUSE = [TypeExample(item_id=number, features=((SIGNS[0], 1.0), (SIGNS[3], 3.0)), code="B") for number in range(80)]
PLAIN = [TypeExample(item_id=number, features=((SIGNS[0], 2.0),), code="A") for number in range(100, 160)]
"""In this house, documents that say word 3 are B although word 0 says A."""


def test_what_the_house_calls_otherwise_is_learnt_and_the_rest_stays_right() -> None:
    examples = [*HOUSE, *PLAIN]
    made = train(MODEL, examples)
    assert made is not None
    before, after = measure(MODEL, None, examples), measure(MODEL, made, examples)
    assert 0 < before.share < 1.0
    assert after.share == 1.0
    assert is_better(before, after)
    assert CODES[int(score(PLAIN[0].features, MODEL, made).argmax())] == "A"


def test_the_same_examples_give_the_same_adaptation_and_it_is_kept_whole() -> None:
    first, second = train(MODEL, HOUSE), train(MODEL, list(reversed(HOUSE)))
    assert first is not None
    assert second is not None
    assert np.array_equal(first.bias, second.bias)
    back = read_adaptation(write_adaptation(first))
    assert back.codes == first.codes
    assert all(np.allclose(back.rows[place], row, atol=2e-2) for place, row in first.rows.items())


def test_frozen_documents_are_never_trained_on() -> None:
    frozen = [one for one in HOUSE if one.is_frozen]
    assert frozen
    assert train(MODEL, frozen * 30) is None


def test_too_few_examples_or_unknown_types_make_nothing() -> None:
    assert train(MODEL, HOUSE[: EXAMPLES_MIN // 2]) is None
    strange = [TypeExample(item_id=one.item_id, features=one.features, code="Z") for one in HOUSE]
    assert train(MODEL, strange) is None


def test_no_gain_or_too_small_a_measure_promotes_nothing() -> None:
    assert not is_better(TypeFigures(documents=50, right=40), TypeFigures(documents=50, right=40))
    assert not is_better(TypeFigures(documents=3, right=1), TypeFigures(documents=3, right=3))
    assert is_better(TypeFigures(documents=50, right=40), TypeFigures(documents=50, right=42))


def test_guesses_are_weighed_anew_by_what_changes_alone() -> None:
    made = train(MODEL, [*HOUSE, *PLAIN])
    assert made is not None
    guesses = (TypeGuess(code="A", label="a", probability=0.8), TypeGuess(code="C", label="c", probability=0.2))
    changed = rerank(guesses, HOUSE[0].features, MODEL, made)
    assert changed[0].code == "B"
    assert abs(sum(one.probability for one in changed) - 1.0) < 1e-6
    assert rerank(guesses, (), MODEL, made) == guesses


def test_what_was_learnt_beside_one_model_is_not_worth_beside_another() -> None:
    made = train(MODEL, [*HOUSE, *PLAIN])
    assert made is not None
    moved = {f"w{5 - place}": place for place in range(6)}
    other = replace(MODEL, features=moved, bias=np.asarray([0.0, 0.5, 0.0], dtype=np.float32))
    guesses = (TypeGuess(code="A", label="a", probability=0.8), TypeGuess(code="C", label="c", probability=0.2))
    kept = read_adaptation(write_adaptation(made))
    assert kept.corrects(MODEL)
    assert not kept.corrects(other)
    assert rerank(guesses, HOUSE[0].features, other, kept) == guesses
    assert np.array_equal(score(HOUSE[0].features, other, kept), score(HOUSE[0].features, other, None))


def test_examples_outlive_the_model_that_read_them() -> None:
    moved = replace(MODEL, features={f"w{5 - place}": place for place in range(6)}, weights=MODEL.weights[::-1].copy())
    there, here = score(HOUSE[0].features, moved, None), score(HOUSE[0].features, MODEL, None)
    assert np.allclose(there, here)
    assert train(moved, [*HOUSE, *PLAIN]) is not None


def test_examples_kept_by_place_are_left_out() -> None:
    old = [replace(one, features=((0, 1.0), (3, 3.0))) for one in HOUSE]
    assert train(MODEL, old) is None
    assert measure(MODEL, None, old).documents == 0
    assert not score(old[0].features, MODEL, None).any()
