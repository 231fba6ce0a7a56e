"""Fit a ranker of candidates (domain/intake/extract/surface/ranking.py) and say what it is worth on layouts left out.

Rows of features, labels and groups in, a packaged model out. Words are hidden at random while it learns (``hidden``:
the families of features that hold them), so that place and neighbours carry weight too. The figures, and the
calibration, are of k folds over groups: a layout that a fold is judged on taught it nothing.
"""

import random
import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import numpy.typing as npt
import sklearn
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from sklearn.neural_network import MLPClassifier

from liane.domain.intake.extract.surface.ranking import (
    ROWS_MAX,
    Ranker,
    RowOfFeatures,
    family_of,
    fingerprint,
    hash_row,
    render_ranker,
    share_out,
)

SIZE_MAX = 400_000
"""Bytes of a packaged model."""
ADDED_STEPS = 4
"""Rounds in which the slope and the measures that follow from it settle."""
LOGIT_MAX = 30.0
"""Log-odds beyond which nothing is surer, as ``share_out`` has it."""
Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class RankedRow:
    """One candidate of one document. label: is it the one; group: its layout; document: rows of one share it.

    value: rows of one document with the same one are places of one candidate, as good as the best of them; empty: a
    candidate of its own. is_taught: False for one that is judged and teaches nothing.
    """

    features: RowOfFeatures
    label: bool
    group: str
    document: int
    value: str = ""
    is_taught: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """How to fit. places: of the hashing, a power of two. units: of the hidden layer, 0 for none. hidden: families of
    features that hold words; hide: share of the words that copies lose; hide_all: share of copies that lose them all.
    adds: where one candidate at most is right, the shares of its places add up, instead of the best alone.
    nets: from seeds that follow, whose mean is the ranker: they err less together.
    """

    places: int = 2**14
    units: int = 24
    hidden: frozenset[str] = frozenset()
    hide: float = 0.3
    hide_all: float = 0.15
    copies: int = 2
    epochs: int = 12
    weight_decay: float = 0.03
    folds: int = 5
    seed: int = 7
    adds: bool = False
    nets: int = 1


def hide_words(row: RowOfFeatures, recipe: Recipe, dice: random.Random) -> dict[str, float]:
    """A copy of a row without some of its words."""
    share = 1.0 if dice.random() < recipe.hide_all else recipe.hide
    return {
        name: measure for name, measure in row.items() if family_of(name) not in recipe.hidden or dice.random() >= share
    }


def to_matrix(rows: Sequence[RowOfFeatures], places: int) -> csr_matrix:
    """Rows of hashed features."""
    columns, values, starts = [], [], [0]
    for row in rows:
        at, measures = hash_row(row, places)
        columns.append(at)
        values.append(measures)
        starts.append(starts[-1] + len(at))
    flat = np.concatenate(columns) if columns else np.zeros(0, dtype=np.int64)
    data = np.concatenate(values) if values else np.zeros(0, dtype=np.float32)
    return csr_matrix((data, flat, np.array(starts)), shape=(len(rows), places), dtype=np.float32)


def fit_layers(rows: Sequence[RankedRow], recipe: Recipe) -> Ranker:
    """One ranker, not calibrated, from rows and copies of them with words hidden."""
    dice = random.Random(recipe.seed)
    copies = [
        one.features if copy == 0 else hide_words(one.features, recipe, dice)
        for copy in range(recipe.copies)
        for one in rows
    ]
    labels = np.array([one.label for one in rows] * recipe.copies, dtype=int)
    matrix = to_matrix(copies, recipe.places)
    if not recipe.units:
        linear = LogisticRegression(C=1.0, max_iter=300).fit(matrix, labels)
        layers = ((linear.coef_.T.astype(np.float32), linear.intercept_.astype(np.float32)),)
    else:
        net = MLPClassifier(
            hidden_layer_sizes=(recipe.units,),
            alpha=recipe.weight_decay,
            batch_size=min(256, len(copies)),
            learning_rate_init=2e-3,
            max_iter=recipe.epochs,
            random_state=recipe.seed,
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)
            net.fit(matrix, labels)
        used = np.zeros((recipe.places, 1), dtype=np.float32)
        used[np.unique(matrix.indices)] = 1.0  # a place that nothing taught stays silent
        first = net.coefs_[0].astype(np.float32) * used
        layers = (
            (first, net.intercepts_[0].astype(np.float32)),
            (net.coefs_[1].astype(np.float32), net.intercepts_[1].astype(np.float32)),
        )
    return Ranker(layers=layers, slope=1.0, shift=0.0, card={})


def measure_all(ranker: Ranker, rows: Iterable[RowOfFeatures]) -> Array:
    """What the net of a ranker gives, not calibrated, for any number of rows."""
    batch = list(rows)
    parts = [ranker.measure(batch[start : start + ROWS_MAX]) for start in range(0, len(batch), ROWS_MAX)]
    return np.concatenate(parts) if parts else np.zeros(0)


def cross_validate(rows: Sequence[RankedRow], recipe: Recipe) -> Array:
    """What a ranker that saw no row of its group gives for each row, not calibrated."""
    groups = [one.group for one in rows]
    out = np.zeros(len(rows))
    for train, test in GroupKFold(recipe.folds, shuffle=True, random_state=recipe.seed).split(rows, groups=groups):
        ranker = fit_layers([rows[at] for at in train if rows[at].is_taught], recipe)
        out[test] = measure_all(ranker, (rows[at].features for at in test))
    return out


def fit_ranker(
    rows: Sequence[RankedRow], recipe: Recipe, *, families: Iterable[str], what: str, data: str
) -> tuple[Ranker, Array]:
    """A calibrated ranker with its card, and the calibrated log-odds of every candidate left out. families: of the
    rows' features; those of each row are checked. what, data: for the card.
    """
    known = set(families)
    strange = {family_of(name) for one in rows for name in one.features} - known
    if strange:
        raise ValueError(f"undeclared families: {sorted(strange)}")
    recipes = [replace(recipe, seed=recipe.seed + at) for at in range(recipe.nets)]
    every = np.mean([cross_validate(rows, one) for one in recipes], axis=0)
    fitted = mean_of([fit_layers([one for one in rows if one.is_taught], recipe) for recipe in recipes])
    best = best_places(rows, every)
    if recipe.adds:
        one_slope, one_shift = fit_added(rows, every)
        rows, left_out = [rows[at] for at in best], add_places(rows, every, one_slope)
    else:
        rows, left_out = [rows[at] for at in best], every[best]
        one_slope, one_shift = fit_shares(rows, left_out)
    labels = np.array([one.label for one in rows], dtype=int)
    platt = LogisticRegression(C=1e6).fit(left_out.reshape(-1, 1), labels)
    slope, shift = float(platt.coef_[0, 0]), float(platt.intercept_[0])
    calibrated = slope * left_out + shift
    card = {
        "what": what,
        "data": data,
        "date": datetime.now(UTC).date().isoformat(),
        "families": fingerprint(known),
        "candidates": len(rows),
        "documents": len({one.document for one in rows}),
        "groups": len({one.group for one in rows}),
        "right": int(labels.sum()),
        "scikit_learn": sklearn.__version__,
        "left_out": describe(rows, calibrated),
        "left_out_one": describe(rows, share_logits(rows, one_slope * left_out + one_shift)),
    }
    ranker = Ranker(layers=fitted.layers, slope=slope, shift=shift, one_slope=one_slope, one_shift=one_shift, card=card)
    return ranker, calibrated


def mean_of(rankers: Sequence[Ranker]) -> Ranker:
    """One ranker, not calibrated, that measures the mean of what some do, each with a hidden layer of the same places.

    One alone is given back as it is.
    """
    if len(rankers) == 1:
        return rankers[0]
    (first, bias), (last, shift) = (
        tuple(zip(*(ranker.layers[depth] for ranker in rankers), strict=True)) for depth in (0, 1)
    )
    share = np.float32(1 / len(rankers))
    joined = ((np.hstack(first), np.hstack(bias)), (np.vstack(last) * share, np.sum(shift, axis=0) * share))
    return replace(rankers[0], layers=joined)


def best_places(rows: Sequence[RankedRow], measures: Array) -> list[int]:
    """The place in ``rows`` of the best place of each candidate, in the order of the candidates."""
    best: dict[tuple[int, str], int] = {}
    for at, one in enumerate(rows):
        key = (one.document, one.value or f"#{at}")
        if key not in best or measures[at] > measures[best[key]]:
            best[key] = at
    return list(best.values())


def add_places(rows: Sequence[RankedRow], measures: Array, slope: float) -> Array:
    """One measure for each candidate, in the order of ``best_places``: its places give their shares together."""
    places: dict[tuple[int, str], list[int]] = {}
    for at, one in enumerate(rows):
        places.setdefault((one.document, one.value or f"#{at}"), []).append(at)
    return np.array([np.logaddexp.reduce(slope * measures[some]) / slope for some in places.values()])


def fit_added(rows: Sequence[RankedRow], measures: Array) -> tuple[float, float]:
    """Slope and shift of ``fit_shares`` where the shares of the places of a candidate add up."""
    candidates = [rows[at] for at in best_places(rows, measures)]
    slope, shift = fit_shares(candidates, add_places(rows, measures, 1.0))
    for _ in range(ADDED_STEPS):
        added = add_places(rows, measures, slope)
        slope, shift = fit_shares(candidates, added)
    return slope, shift


def places_by_document(rows: Sequence[RankedRow]) -> list[list[int]]:
    """The places in ``rows`` of the candidates of each document."""
    places: dict[int, list[int]] = {}
    for at, one in enumerate(rows):
        places.setdefault(one.document, []).append(at)
    return list(places.values())


def fit_shares(rows: Sequence[RankedRow], measures: Array) -> tuple[float, float]:
    """Slope and shift that make ``share_out`` likeliest, where one candidate of a document at most is right."""
    documents = np.unique([one.document for one in rows], return_inverse=True)[1]
    labels = np.array([one.label for one in rows], dtype=float)
    has_right = np.bincount(documents, weights=labels) > 0

    def loss(values: npt.NDArray[np.float64]) -> float:
        powers = np.exp(np.clip(values[0] * measures + values[1], -LOGIT_MAX, LOGIT_MAX))
        every = 1.0 + np.bincount(documents, weights=powers)
        right = np.where(has_right, np.bincount(documents, weights=powers * labels), 1.0) / every
        return -float(np.log(np.maximum(1e-9, right)).mean())

    best = minimize(loss, np.array([1.0, 0.0]), bounds=[(0.05, 5.0), (-6.0, 6.0)], method="L-BFGS-B")
    return float(best.x[0]), float(best.x[1])


def share_logits(rows: Sequence[RankedRow], logits: Array) -> Array:
    """Log-odds of the share of each candidate among those of its document."""
    shares = np.zeros(len(rows))
    for places in places_by_document(rows):
        shares[places] = share_out(logits[places])
    clipped = np.clip(shares, 1e-9, 1 - 1e-9)
    return np.log(clipped / (1 - clipped))


def choose_best(rows: Sequence[RankedRow], logits: Array, *, logit_min: float = 0.0) -> dict[int, int | None]:
    """By document, the place in ``rows`` of the candidate chosen; None below ``logit_min``."""
    best: dict[int, int | None] = {one.document: None for one in rows}
    for at, one in enumerate(rows):
        held = best[one.document]
        if logits[at] >= logit_min and (held is None or logits[at] > logits[held]):
            best[one.document] = at
    return best


def describe(rows: Sequence[RankedRow], logits: Array) -> Mapping[str, float]:
    """Figures by document: right, wrong and missed among those that hold the answer; invented among the others."""
    answers: dict[int, bool] = {}
    for one in rows:
        answers[one.document] = answers.get(one.document, False) or one.label
    best = choose_best(rows, logits)
    having = [document for document, has in answers.items() if has]
    lacking = [document for document, has in answers.items() if not has]
    chosen = {document: at for document, at in best.items() if at is not None}

    def share(documents: Sequence[int], is_so: Callable[[int], bool]) -> float:
        return round(sum(map(is_so, documents)) / max(1, len(documents)), 4)

    return {
        "having": len(having),
        "right": share(having, lambda one: one in chosen and rows[chosen[one]].label),
        "wrong": share(having, lambda one: one in chosen and not rows[chosen[one]].label),
        "missed": share(having, lambda one: one not in chosen),
        "lacking": len(lacking),
        "invented": share(lacking, lambda one: one in chosen),
    }


def write_ranker(ranker: Ranker, target: Path) -> int:
    """Write the packaged file; its size in bytes. Raises ValueError past SIZE_MAX."""
    data = render_ranker(ranker)
    if len(data) > SIZE_MAX:
        raise ValueError(f"{len(data)} bytes, at most {SIZE_MAX}")
    target.write_bytes(data)
    return len(data)
