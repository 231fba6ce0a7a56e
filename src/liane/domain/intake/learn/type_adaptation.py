"""The packaged model of types, adapted to one establishment by what its people filed: a correction of its weights.

It is trained on some of the corrections and measured on others, that it never sees; it is proposed only when it is
better there. Identity is not its business: no record is ever proposed by it. Rule: intake.md §8 (promoted only if
better on a frozen set and no worse on wrong patient).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
import numpy.typing as npt

from liane.domain.intake.classify.model import TypeModel, count_features, sign_of
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
    """One document that a person filed: the weights of its words by ``sign_of``, and the type chosen."""

    item_id: int
    features: tuple[tuple[int, float], ...]
    code: str

    @property
    def is_frozen(self) -> bool:
        """Tell whether this document only measures."""
        return is_frozen(self.item_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Adaptation:
    """Corrections of the packaged weights: by sign of a feature, one number per type; and one per type alone.

    model: fingerprint of the packaged weights that they correct; they are worth nothing beside others.
    """

    codes: tuple[str, ...]
    rows: Mapping[int, Row]
    bias: Row
    model: int = 0

    def corrects(self, model: TypeModel) -> bool:
        """Tell whether these are corrections of that model. A new packaged model asks for a new training."""
        return self.codes == model.codes and self.model == fingerprint(model)


def fingerprint(model: TypeModel) -> int:
    """A number that tells the weights of a model from those of another."""
    return crc32(model.bias.tobytes(), crc32("\n".join(model.codes).encode()))


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
    """The words of a document that the model knows, as signs with their counts."""
    counts = count_features(pages)
    return tuple((sign_of(name), count) for name, count in counts.items() if name in model.features)


def score(features: Features, model: TypeModel, adaptation: Adaptation | None) -> Row:
    """Scores of each type of the model by the words of a document; zeros when no word is known."""
    signs, places, values = _weigh(features, model)
    if not signs:
        return np.zeros(len(model.codes), dtype=np.float32)
    logits: Row = (values @ model.weights[places] + model.bias).astype(np.float32)
    if adaptation is not None and adaptation.corrects(model):
        logits = logits + adaptation.bias
        for sign, value in zip(signs, values, strict=True):
            row = adaptation.rows.get(sign)
            if row is not None:
                logits = logits + value * row
    return logits


def _weigh(features: Features, model: TypeModel) -> tuple[tuple[int, ...], npt.NDArray[np.int64], Row]:
    """Signs that the model knows, their places, their weights; those of another model are left out."""
    known = [(sign, model.signs[sign], count) for sign, count in features if sign in model.signs]
    places = np.asarray([place for _, place, _ in known], dtype=np.int64)
    counts = np.asarray([count for _, _, count in known], dtype=np.float32)
    values: Row = ((1.0 + np.log(np.maximum(counts, 1e-6))) * model.idf[places]).astype(np.float32)
    weights = (values / max(1e-9, float(np.linalg.norm(values)))).astype(np.float32)
    return tuple(sign for sign, _, _ in known), places, weights


def train(model: TypeModel, examples: Sequence[TypeExample]) -> Adaptation | None:
    """Fit a correction on the examples that are not frozen; None when there are too few, or of no known type.

    Gradient steps of a multinomial logistic regression around the packaged weights, drawn back to them at each pass.
    The same examples give the same correction.
    """
    known = {code: place for place, code in enumerate(model.codes)}
    usable = [one for one in examples if not one.is_frozen and one.code in known and _is_read(one, model)]
    if len(usable) < EXAMPLES_MIN:
        return None
    bias = np.zeros(len(model.codes), dtype=np.float32)
    rows: dict[int, Row] = {}
    prepared = [(*_weigh(one.features, model), known[one.code]) for one in sorted(usable, key=lambda one: one.item_id)]
    for epoch in range(EPOCHS):
        rate = RATE / (1 + epoch)
        for signs, places, values, wanted in prepared:
            logits = values @ model.weights[places] + model.bias + bias
            for sign, value in zip(signs, values, strict=True):
                row = rows.get(sign)
                if row is not None:
                    logits = logits + value * row
            chances = np.exp(logits - logits.max())
            step = -(chances / chances.sum())
            step[wanted] += 1.0
            step = (rate * step).astype(np.float32)
            bias += 0.1 * step
            for sign, value in zip(signs, values, strict=True):
                rows[sign] = rows.get(sign, np.zeros_like(bias)) + value * step
        for sign in rows:
            rows[sign] = rows[sign] * (1 - DECAY)
        bias *= 1 - DECAY
    return Adaptation(codes=model.codes, rows=rows, bias=bias, model=fingerprint(model))


def _is_read(example: TypeExample, model: TypeModel) -> bool:
    """Tell whether an example holds a word of this model: those kept by place, in former versions, hold none."""
    return any(sign in model.signs for sign, _ in example.features)


def measure(model: TypeModel, adaptation: Adaptation | None, examples: Sequence[TypeExample]) -> TypeFigures:
    """Count the frozen documents whose type comes first, by their words alone."""
    frozen = [one for one in examples if one.is_frozen and one.code in model.codes and _is_read(one, model)]
    right = sum(model.codes[int(np.argmax(score(one.features, model, adaptation)))] == one.code for one in frozen)
    return TypeFigures(documents=len(frozen), right=right)


def is_better(before: TypeFigures, after: TypeFigures) -> bool:
    """Tell whether an adaptation may be proposed: enough frozen documents, a gain that shows. Rule: intake.md §8."""
    return after.documents >= FROZEN_MIN and after.share >= before.share + GAIN_MIN


def rerank(
    types: Sequence[TypeGuess], features: Features, model: TypeModel, adaptation: Adaptation
) -> tuple[TypeGuess, ...]:
    """Weigh the types of a document anew: each guess moves by what the adaptation changes of its score."""
    if not types or not features or not adaptation.corrects(model):
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
