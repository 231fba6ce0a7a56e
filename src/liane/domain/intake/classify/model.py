"""The linear model of words: n-grams of a document weighed for each type; read from one small packaged file.

What lives here: features and inference. What must not: training (tools/train_types.py uses these same features).
"""

import io
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from liane.domain.intake.classify.tokens import lines_of
from liane.domain.intake.page import Page

TOP_SHARE = 1 / 3
TOP_WEIGHT = 3.0
TOKENS_COUNTED_MAX = 1_200
_DIGITS = str.maketrans("0123456789", "##########")


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeModel:
    """Weights by feature and type. weights: features × codes; card: what it was made from, and its figures."""

    codes: tuple[str, ...]
    features: Mapping[str, int]
    idf: npt.NDArray[np.float32]
    weights: npt.NDArray[np.float32]
    bias: npt.NDArray[np.float32]
    word_factor: float
    title_factor: float
    floor: float
    card: Mapping[str, object]

    def score(self, pages: Sequence[Page]) -> dict[str, float]:
        """Logarithm of the probability of each type by the words of a document."""
        places: list[int] = []
        counts: list[float] = []
        for name, count in count_features(pages).items():
            place = self.features.get(name)
            if place is not None:
                places.append(place)
                counts.append(count)
        if not places:
            return {}
        values = (1.0 + np.log(np.asarray(counts, dtype=np.float32))) * self.idf[places]
        values /= max(1e-9, float(np.linalg.norm(values)))
        logits = values @ self.weights[places] + self.bias
        logits -= logits.max()
        logs = logits - np.log(np.exp(logits).sum())
        return {code: float(value) for code, value in zip(self.codes, logs, strict=True)}


def count_features(pages: Sequence[Page]) -> dict[str, float]:
    """Count word 1-2-grams and character 3-5-grams of the words; the top of the first page weighs TOP_WEIGHT.

    Rule: intake.md §7 (TF-IDF, first page's top third weighted).
    """
    counts: defaultdict[str, float] = defaultdict(float)
    seen = 0
    for number, page in enumerate(pages):
        for line in lines_of(page):
            weight = TOP_WEIGHT if number == 0 and line.box.y0 < TOP_SHARE else 1.0
            words = [word.translate(_DIGITS) for word in line.tokens]
            for word in words:
                counts["w" + word] += weight
                for gram in _grams(word):
                    counts[gram] += weight
            for first, second in pairwise(words):
                counts[f"w{first} {second}"] += weight
            seen += len(words)
            if seen > TOKENS_COUNTED_MAX:
                return counts
    return counts


@lru_cache(maxsize=20_000)
def _grams(word: str) -> tuple[str, ...]:
    padded = f"_{word}_"
    return tuple(padded[at : at + size] for size in (3, 4, 5) for at in range(len(padded) - size + 1))


@cache
def load_model() -> TypeModel:
    """Read the packaged model."""
    data = files("liane.domain.intake.classify").joinpath("data", "types.npz").read_bytes()
    return read_model(data)


def read_model(data: bytes) -> TypeModel:
    """Read a model from its bytes (npz: ``features`` UTF-8 lines, ``idf``, ``weights`` int8 with ``scale``, ``bias``,
    ``card`` JSON). Raises ValueError when they are no model.
    """
    try:
        return _read_parts(data)
    except (OSError, EOFError, KeyError, TypeError, ValueError, BadZipFile) as defect:
        raise ValueError("no model of types") from defect


def _read_parts(data: bytes) -> TypeModel:
    with np.load(io.BytesIO(data), allow_pickle=False) as parts:
        card = json.loads(parts["card"].tobytes().decode("utf-8"))
        names = parts["features"].tobytes().decode("utf-8").split("\n")
        weights = parts["weights"].astype(np.float32) * parts["scale"].astype(np.float32)
        return TypeModel(
            codes=tuple(card["codes"]),
            features={name: place for place, name in enumerate(names)},
            idf=parts["idf"].astype(np.float32),
            weights=weights,
            bias=parts["bias"].astype(np.float32),
            word_factor=float(card["word_factor"]),
            title_factor=float(card["title_factor"]),
            floor=float(card["floor"]),
            card=card,
        )
