"""A ranker of candidates: named features hashed into places, a small net, one packaged file for each question.

What lives here: the hashing, the inference, the file. What must not: the features of any field (``rank_…``), training
(tools/ranking_fit.py, which uses these same functions). A feature is named ``family=word`` or ``family``: the families
are declared by the module that makes the rows, and their fingerprint is held in the card of each model.
Rule: intake.md §7 (rules with layout features and a small trained ranker over candidates).
"""

import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from math import exp
from struct import error as struct_error
from zipfile import BadZipFile
from zlib import crc32
from zlib import error as zlib_error

import numpy as np
import numpy.typing as npt

FEATURES_MAX = 400
"""Features of one candidate that are looked at."""
ROWS_MAX = 2_000
LAYERS_MAX = 4
_PACKAGE = "liane.domain.intake.extract"
_LOGIT_MAX = 30.0
_SCALES = ("slope", "shift", "one_slope", "one_shift")
_BROKEN = (
    OSError, EOFError, KeyError, TypeError, ValueError, IndexError, AttributeError, RuntimeError, OverflowError,
    MemoryError, SyntaxError, BadZipFile, zlib_error, struct_error,
)  # fmt: skip
"""What numpy and zipfile raise over bytes that are no model."""

Floats = npt.NDArray[np.float32]
RowOfFeatures = Mapping[str, float]
"""Named features of one candidate, with their measure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranker:
    """A small net over hashed features.

    layers: weights and bias of each, the first has one row a place, the last one column. slope, shift: make of its last
    value a calibrated log-odds. one_slope, one_shift: the same where one candidate at most is right. card: what it was
    trained on, and its figures on layouts left out.
    """

    layers: tuple[tuple[Floats, Floats], ...]
    slope: float
    shift: float
    card: Mapping[str, object]
    one_slope: float = 1.0
    one_shift: float = 0.0

    @property
    def places(self) -> int:
        """Places that features are hashed into."""
        return int(self.layers[0][0].shape[0])

    def score(self, rows: Sequence[RowOfFeatures]) -> tuple[float, ...]:
        """The probability that each candidate is right, whatever the others are, in their order; 0 past ROWS_MAX."""
        logits = self.slope * self.measure(rows) + self.shift
        scores = tuple(1.0 / (1.0 + exp(-max(-_LOGIT_MAX, min(_LOGIT_MAX, float(logit))))) for logit in logits)
        return scores + (0.0,) * (len(rows) - len(scores))

    def share(self, rows: Sequence[RowOfFeatures]) -> tuple[float, ...]:
        """The probability that each candidate is the right one where there is one at most: they add up to less than 1,
        the rest being that none is.
        """
        return self.share_measures(self.measure(rows)) + (0.0,) * max(0, len(rows) - ROWS_MAX)

    def share_measures(self, measures: npt.NDArray[np.float64]) -> tuple[float, ...]:
        """The same from what ``measure`` gives: of a candidate seen at several places, the greatest."""
        return tuple(map(float, share_out(self.one_slope * measures + self.one_shift)))

    def share_among(
        self, measures: npt.NDArray[np.float64], owners: Sequence[int], nothing: float
    ) -> tuple[float, ...]:
        """The share of each value told at several places, from what ``measure`` gives for the places and for the answer
        that none is right. owners: of each place, the number of its value. The shares of equal values add up.
        """
        logits = self.one_slope * measures + self.one_shift
        return tuple(map(float, share_values(logits, owners, self.one_slope * nothing)))

    def measure(self, rows: Sequence[RowOfFeatures]) -> npt.NDArray[np.float64]:
        """The last value of the net for each of the first ROWS_MAX candidates, not calibrated."""
        if not rows:
            return np.zeros(0)
        values = self._first(rows[:ROWS_MAX])
        for weights, bias in self.layers[1:]:
            values = np.maximum(values, 0.0) @ weights + bias
        return values[:, 0].astype(np.float64)

    def _first(self, rows: Sequence[RowOfFeatures]) -> Floats:
        weights, bias = self.layers[0]
        made = np.empty((len(rows), weights.shape[1]), dtype=np.float32)
        for at, row in enumerate(rows):
            places, measures = hash_row(row, self.places)
            made[at] = measures @ weights[places] + bias
        return made

    def explain(self, row: RowOfFeatures, *, count_max: int = 6) -> tuple[tuple[str, float], ...]:
        """The features that weigh most for or against a candidate, with the log-odds that each one brings."""
        values = self._first([row])[0]
        slopes = np.eye(values.shape[0], dtype=np.float32)
        for weights, bias in self.layers[1:]:
            slopes = (slopes * (values > 0.0)) @ weights
            values = np.maximum(values, 0.0) @ weights + bias
        told = [
            (name, self.slope * measure * float(self.layers[0][0][place_of(name, self.places)] @ slopes[:, 0]))
            for name, measure in list(row.items())[:FEATURES_MAX]
        ]
        return tuple(sorted(told, key=lambda one: (-abs(one[1]), one[0]))[:count_max])


def share_out(logits: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Share one certainty out between candidates and the answer that none is right, whose logit is 0."""
    powers: npt.NDArray[np.float64] = np.exp(np.clip(logits, -_LOGIT_MAX, _LOGIT_MAX))
    return powers / float(1.0 + powers.sum())


def share_values(logits: npt.NDArray[np.float64], owners: Sequence[int], nothing: float) -> npt.NDArray[np.float64]:
    """Share one certainty out between values, whose places add theirs, and the answer that none is right."""
    powers: npt.NDArray[np.float64] = np.exp(np.clip(logits - nothing, -_LOGIT_MAX, _LOGIT_MAX))
    summed = np.bincount(np.asarray(owners, dtype=np.int64), weights=powers) if len(powers) else powers
    return np.asarray(summed / float(1.0 + summed.sum()), dtype=np.float64)


@lru_cache(maxsize=50_000)
def place_of(name: str, places: int) -> int:
    """The place of a feature: CRC-32 of its name in UTF-8, modulo the places."""
    return crc32(name.encode("utf-8")) % places


def hash_row(row: RowOfFeatures, places: int) -> tuple[npt.NDArray[np.int64], Floats]:
    """Places and measures of the features of one candidate, at most FEATURES_MAX."""
    kept = list(row.items())[:FEATURES_MAX]
    at = np.fromiter((place_of(name, places) for name, _ in kept), dtype=np.int64, count=len(kept))
    return at, np.fromiter((measure for _, measure in kept), dtype=np.float32, count=len(kept))


def family_of(name: str) -> str:
    """The family of a feature: what stands before ``=``."""
    return name.partition("=")[0]


def fingerprint(families: Iterable[str]) -> str:
    """Eight hexadecimal digits that change when the families of features do."""
    return f"{crc32(' '.join(sorted(set(families))).encode('utf-8')):08x}"


@cache
def load_ranker(name: str) -> Ranker:
    """Read a packaged model, ``data/<name>.npz``. Raises FileNotFoundError when absent, ValueError when broken."""
    return read_ranker(files(_PACKAGE).joinpath("data", f"{name}.npz").read_bytes())


def render_ranker(ranker: Ranker) -> bytes:
    """Write a model: first layer in whole numbers of eight bits, the others as they are."""
    first, bias = ranker.layers[0]
    scale = np.maximum(np.abs(first).max(axis=0), 1e-9) / 127
    parts = {"first": np.round(first / scale).astype(np.int8), "scale": scale.astype(np.float32), "bias0": bias}
    for at, (weights, shifts) in enumerate(ranker.layers[1:], 1):
        parts[f"weights{at}"] = weights.astype(np.float32)
        parts[f"bias{at}"] = shifts.astype(np.float32)
    card = {**ranker.card, "layers": len(ranker.layers), **{name: getattr(ranker, name) for name in _SCALES}}
    parts["card"] = np.frombuffer(json.dumps(card, ensure_ascii=False, sort_keys=True).encode("utf-8"), dtype=np.uint8)
    out = io.BytesIO()
    np.savez_compressed(out, allow_pickle=False, **parts)
    return out.getvalue()


def read_ranker(data: bytes) -> Ranker:
    """Read a model from its bytes (npz of ``render_ranker``). Raises ValueError when they are no model."""
    try:
        return _read_parts(data)
    except _BROKEN as defect:
        raise ValueError("no model of a ranker") from defect


def _read_parts(data: bytes) -> Ranker:
    with np.load(io.BytesIO(data), allow_pickle=False) as parts:
        card = json.loads(parts["card"].tobytes().decode("utf-8"))
        count = int(card["layers"])
        if not 1 <= count <= LAYERS_MAX:
            raise ValueError("layers")
        layers = [(parts["first"].astype(np.float32) * parts["scale"], parts["bias0"].astype(np.float32))]
        for at in range(1, count):
            layers.append((parts[f"weights{at}"].astype(np.float32), parts[f"bias{at}"].astype(np.float32)))
        if layers[-1][0].shape[1] != 1 or any(one[0].shape[1] != one[1].shape[0] for one in layers):
            raise ValueError("shapes")
        return Ranker(layers=tuple(layers), card=card, **{name: float(card[name]) for name in _SCALES})
