"""The packaged model of types, adapted to one establishment by what its people filed: a correction of its weights.

It is trained on some of the corrections and measured on others, that it never sees; it is proposed only when it is
better there. Identity is not its business: no record is ever proposed by it. Rule: intake.md §8 (promoted only if
better on a frozen set and no worse on wrong patient).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from liane.domain.intake.classify.model import TypeModel, count_features
from liane.domain.intake.fields import TypeGuess
from liane.domain.intake.learn.frozen import EXAMPLES_MIN, FROZEN_MIN, GAIN_MIN, is_frozen
from liane.domain.intake.page import Page

EPOCHS = 12
RATE = 0.5
DECAY = 0.02
Features = Sequence[tuple[int, float]]
Row = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeExample:
    """One document that a person filed: the weights of its words, and the type chosen."""

    item_id: int
    features: tuple[tuple[int, float], ...]
    code: str

    @property
    def is_frozen(self) -> bool:
        """Tell whether this document only measures."""
        return is_frozen(self.item_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Adaptation:
    """Corrections of the packaged weights: by place of a feature, one number per type; and one per type alone."""

    codes: tuple[str, ...]
    rows: Mapping[int, Row]
    bias: Row


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeFigures:
    """How well types are found on the frozen documents."""

    documents: int
    right: int

    @property
    def share(self) -> float:
        """Share found right; 0 of nothing."""
        return self.right / self.documents if self.documents else 0.0


def vectorise(pages: Sequence[Page], model: TypeModel) -> tuple[tuple[int, float], ...]:
    """The words of a document as places in the model with their counts."""
    counts = count_features(pages)
    return tuple((place, count) for name, count in counts.items() if (place := model.features.get(name)) is not None)


def score(features: Features, model: TypeModel, adaptation: Adaptation | None) -> Row:
    """Scores of each type of the model by the words of a document; zeros when no word is known."""
    if not features:
        return np.zeros(len(model.codes), dtype=np.float32)
    places, values = _weigh(features, model)
    logits: Row = (values @ model.weights[places] + model.bias).astype(np.float32)
    if adaptation is not None and adaptation.codes == model.codes:
        logits = logits + adaptation.bias
        for place, value in zip(places, values, strict=True):
            row = adaptation.rows.get(int(place))
            if row is not None:
                logits = logits + value * row
    return logits


def _weigh(features: Features, model: TypeModel) -> tuple[npt.NDArray[np.int64], Row]:
    places = np.asarray([place for place, _ in features], dtype=np.int64)
    counts = np.asarray([count for _, count in features], dtype=np.float32)
    values: Row = ((1.0 + np.log(np.maximum(counts, 1e-6))) * model.idf[places]).astype(np.float32)
    return places, (values / max(1e-9, float(np.linalg.norm(values)))).astype(np.float32)


def train(model: TypeModel, examples: Sequence[TypeExample]) -> Adaptation | None:
    """Fit a correction on the examples that are not frozen; None when there are too few, or of no known type.

    Gradient steps of a multinomial logistic regression around the packaged weights, drawn back to them at each pass.
    The same examples give the same correction.
    """
    known = {code: place for place, code in enumerate(model.codes)}
    usable = [one for one in examples if not one.is_frozen and one.code in known and one.features]
    if len(usable) < EXAMPLES_MIN:
        return None
    bias = np.zeros(len(model.codes), dtype=np.float32)
    rows: dict[int, Row] = {}
    prepared = [(*_weigh(one.features, model), known[one.code]) for one in sorted(usable, key=lambda one: one.item_id)]
    for epoch in range(EPOCHS):
        rate = RATE / (1 + epoch)
        for places, values, wanted in prepared:
            logits = values @ model.weights[places] + model.bias + bias
            for place, value in zip(places, values, strict=True):
                row = rows.get(int(place))
                if row is not None:
                    logits = logits + value * row
            chances = np.exp(logits - logits.max())
            step = -(chances / chances.sum())
            step[wanted] += 1.0
            step = (rate * step).astype(np.float32)
            bias += 0.1 * step
            for place, value in zip(places, values, strict=True):
                key = int(place)
                rows[key] = rows.get(key, np.zeros_like(bias)) + value * step
        for key in rows:
            rows[key] = rows[key] * (1 - DECAY)
        bias *= 1 - DECAY
    return Adaptation(codes=model.codes, rows=rows, bias=bias)


def measure(model: TypeModel, adaptation: Adaptation | None, examples: Sequence[TypeExample]) -> TypeFigures:
    """Count the frozen documents whose type comes first, by their words alone."""
    frozen = [one for one in examples if one.is_frozen and one.features and one.code in model.codes]
    right = sum(model.codes[int(np.argmax(score(one.features, model, adaptation)))] == one.code for one in frozen)
    return TypeFigures(documents=len(frozen), right=right)


def is_better(before: TypeFigures, after: TypeFigures) -> bool:
    """Tell whether an adaptation may be proposed: enough frozen documents, a gain that shows. Rule: intake.md §8."""
    return after.documents >= FROZEN_MIN and after.share >= before.share + GAIN_MIN


def rerank(
    types: Sequence[TypeGuess], features: Features, model: TypeModel, adaptation: Adaptation
) -> tuple[TypeGuess, ...]:
    """Weigh the types of a document anew: each guess moves by what the adaptation changes of its score."""
    if not types or not features or adaptation.codes != model.codes:
        return tuple(types)
    plain, adapted = score(features, model, None), score(features, model, adaptation)
    change = {code: float(adapted[place] - plain[place]) for place, code in enumerate(model.codes)}
    best = int(np.argmax(adapted))
    guesses = list(types)
    if model.codes[best] not in {one.code for one in guesses}:
        guesses.append(TypeGuess(code=model.codes[best], label="", probability=min(one.probability for one in guesses)))
    weights = np.asarray([np.log(max(one.probability, 1e-6)) + change.get(one.code, 0.0) for one in guesses])
    chances = np.exp(weights - weights.max())
    chances /= chances.sum()
    ranked = sorted(zip(guesses, chances, strict=True), key=lambda pair: (-pair[1], pair[0].code))
    return tuple(TypeGuess(code=one.code, label=one.label, probability=float(chance)) for one, chance in ranked)
