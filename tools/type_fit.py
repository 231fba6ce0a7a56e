"""Fit the linear model of types, and judge a recipe on banks of words that its model never read.

Rows of counted features in, weights out. The figures that count are those of banks left out, one after the other.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

import numpy as np
import numpy.typing as npt
import scipy.linalg
from scipy.optimize import minimize
from scipy.sparse import csr_matrix, diags, vstack

from liane.domain.intake.calibration import find_calibration_error
from liane.domain.intake.classify.clear_titles import ClearTitle, weigh_title
from liane.domain.intake.classify.model import TRUSTED_WORDS, count_features
from liane.domain.intake.classify.near import load_near
from liane.domain.intake.classify.openings import find_calling
from liane.domain.intake.classify.titles import outline_page, score_titles
from liane.domain.terminology.value_sets import get_value_set
from tools.type_examples import Example
from tools.type_words import accepted_codes

CODES = tuple(code.code for code in get_value_set("JDV_J07").codes)
AT = {code: place for place, code in enumerate(CODES)}
FLOOR = -9.0
COUNT_MIN = 0.3
BLOCK = 500
"""Rows multiplied at a time."""
LEARNT, LEARNT_OF = 3, 5
"""Rows of so many that a model learns which is only judged."""
SURE = (0.5, 0.6, 0.7, 0.8, 0.9)
GRAMS = "gram"
Array = npt.NDArray[np.float32]


def family_of(name: str) -> str:
    """The family of a feature."""
    return name[0] if name[0].islower() else GRAMS


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """How a model is fitted. features_max: kept; cost: inverse of the regularisation; rounds: of the optimiser;
    seen_min: documents that a feature is found in; boosts: weight of a family of features, by its first letter, GRAMS
    for characters: one word is thirty of them, so that they would outweigh what the title says that the document does.
    """

    features_max: int = 30_000
    cost: float = 5.0
    rounds: int = 25
    seen_min: int = 3
    boosts: Mapping[str, float] = field(
        default_factory=lambda: {
            "c": 2.5, "t": 2.5, "y": 0.7, "z": 0.7, GRAMS: 0.5, "q": 2.0, "a": 4.0, "x": 2.0, "s": 2.0,
        }
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Examples as rows: counts of features (columns of one vocabulary), scores of titles, place of the code, weight;
    accepted: whether each code (column) counts as right; heads: the clear title of each, if any.
    """

    counts: csr_matrix
    titles: Array
    codes: npt.NDArray[np.int64]
    weights: Array
    kinds: npt.NDArray[np.str_]
    accepted: npt.NDArray[np.bool_]
    heads: tuple[ClearTitle | None, ...]

    def pick(self, rows: npt.NDArray[np.bool_]) -> "Table":
        """Some of the rows."""
        return Table(
            counts=self.counts[rows],
            titles=self.titles[rows],
            codes=self.codes[rows],
            weights=self.weights[rows],
            kinds=self.kinds[rows],
            accepted=self.accepted[rows],
            heads=tuple(head for head, is_kept in zip(self.heads, rows, strict=True) if is_kept),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """A model before it is packed: its features by place of the vocabulary, their weight in a row, its codes."""

    places: npt.NDArray[np.int64]
    idf: Array
    codes: tuple[str, ...]
    weights: Array
    bias: Array


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """What is learnt from and asked, by bank; others: labels and official examples; names: of the features' places."""

    taught: dict[str, Table]
    asked: dict[str, Table]
    others: Table
    names: list[str]


def count_rows(examples: Iterable[Example], vocabulary: dict[str, int]) -> Table:
    """Count the features of examples as the inference does; new ones are added to the vocabulary."""
    starts, places, values = [0], [], []
    titles: list[dict[str, float]] = []
    told: list[tuple[int, float, str]] = []
    right: list[frozenset[str]] = []
    heads: list[ClearTitle | None] = []
    known = accepted_codes()
    for one in examples:
        first = outline_page(one.pages[0])
        heads.append(find_calling(first))
        for name, count in count_features(one.pages, first).items():
            places.append(vocabulary.setdefault(name, len(vocabulary)))
            values.append(count)
        starts.append(len(places))
        titles.append(score_titles(one.pages, first))
        told.append((AT[one.code], one.weight, one.kind))
        right.append(known[one.code] | one.near)
    scores = np.zeros((len(told), len(CODES)), dtype=np.float32)
    for row, found in enumerate(titles):
        for code, value in found.items():
            scores[row, AT[code]] = value
    shape = (len(told), max(places, default=0) + 1)
    return Table(
        counts=csr_matrix((np.asarray(values, dtype=np.float32), places, starts), shape=shape),
        titles=scores,
        codes=np.array([one[0] for one in told]),
        weights=np.array([one[1] for one in told], dtype=np.float32),
        kinds=np.array([one[2] for one in told]),
        accepted=np.array([[code in codes for code in CODES] for codes in right], dtype=np.bool_),
        heads=tuple(heads),
    )


def widen(table: Table, size: int) -> Table:
    """The same rows over a vocabulary that has grown since."""
    counts = csr_matrix((table.counts.data, table.counts.indices, table.counts.indptr), (len(table.codes), size))
    return replace(table, counts=counts)


def join(tables: Sequence[Table]) -> Table:
    """The rows of several tables of one vocabulary."""
    size = max(one.counts.shape[1] for one in tables)
    wide = [widen(one, size) for one in tables]
    return Table(
        counts=vstack([one.counts for one in wide]).tocsr(),
        titles=np.concatenate([one.titles for one in wide]),
        codes=np.concatenate([one.codes for one in wide]),
        weights=np.concatenate([one.weights for one in wide]),
        kinds=np.concatenate([one.kinds for one in wide]),
        accepted=np.concatenate([one.accepted for one in wide]),
        heads=tuple(head for one in wide for head in one.heads),
    )


def choose_features(table: Table, recipe: Recipe) -> tuple[npt.NDArray[np.int64], Array]:
    """Places of the features that tell most of one type, and how rare each is."""
    found = table.counts.copy()
    found.data = np.ones_like(found.data)
    rows = np.arange(len(table.codes))
    by_code = csr_matrix((np.ones(len(rows), dtype=np.float32), (table.codes, rows)), (len(CODES), len(rows)))
    totals = np.asarray(by_code.sum(axis=1)).ravel()
    shares = diags(1 / np.maximum(totals, 1)) @ (by_code @ found).tocsr()
    seen = np.asarray(found.sum(axis=0)).ravel()
    telling = shares.max(axis=0).toarray().ravel() - np.asarray(shares.sum(axis=0)).ravel() / max(1, (totals > 0).sum())
    telling[seen < recipe.seen_min] = -1.0
    order = np.argsort(-telling, kind="stable")[: recipe.features_max]
    kept = np.sort(order[telling[order] > 0])
    idf = np.log((1 + len(rows)) / (1 + seen[kept])) + 1
    return kept, idf.astype(np.float32)


def scale_rows(counts: csr_matrix, places: npt.NDArray[np.int64], idf: Array) -> csr_matrix:
    """Rows as the inference weighs them: logarithm of counts, rarity, length one."""
    rows = counts[:, places].astype(np.float32)
    rows.data = 1 + np.log(np.maximum(rows.data, COUNT_MIN))
    rows = rows @ diags(idf)
    lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    return (diags(1 / np.maximum(lengths, 1e-9)) @ rows).tocsr().astype(np.float32)


def fit(table: Table, names: Sequence[str], recipe: Recipe) -> Fitted:
    """Fit a multinomial logistic regression. names: of the vocabulary's places.

    Solved among the rows, which are fewer than the features: with K the products of rows and K = L Lᵀ, the regression
    on the rows of L is the same one, and the weights of features come back by the rows.
    """
    places, idf = choose_features(table, recipe)
    idf = idf * np.array([recipe.boosts.get(family_of(names[place]), 1.0) for place in places], dtype=np.float32)
    rows = scale_rows(table.counts, places, idf)
    products = _multiply(rows)
    products[np.diag_indices_from(products)] += 1e-3
    lower = scipy.linalg.cholesky(products, lower=True, overwrite_a=True, check_finite=False)
    known, right = np.unique(table.codes, return_inverse=True)
    inner, bias = _regress(np.ascontiguousarray(lower), right, len(known), table.weights, recipe)
    by_row = scipy.linalg.solve_triangular(lower, inner, lower=True, trans="T", check_finite=False)
    return Fitted(
        places=places,
        idf=idf,
        codes=tuple(CODES[place] for place in known),
        weights=np.asarray(rows.T @ by_row, dtype=np.float32),
        bias=bias,
    )


def _multiply(rows: csr_matrix) -> Array:
    """The products of every two rows, each reckoned once."""
    count = rows.shape[0]
    products = np.zeros((count, count), dtype=np.float32)
    for start in range(0, count, BLOCK):
        part = (rows[start : start + BLOCK] @ rows[start:].T).toarray()
        products[start : start + BLOCK, start:] = part
        products[start:, start : start + BLOCK] = part.T
    return products


def _regress(
    rows: Array, right: npt.NDArray[np.int64], classes: int, weights: Array, recipe: Recipe
) -> tuple[Array, Array]:
    count = len(right)
    turned = np.ascontiguousarray(rows.T)
    at = np.arange(count)

    def step(values: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
        flat = values.astype(np.float32)
        inner, bias = flat[: count * classes].reshape(count, classes), flat[count * classes :]
        logits = rows @ inner + bias
        logits -= logits.max(axis=1, keepdims=True)
        shares = np.exp(logits)
        total = shares.sum(axis=1, keepdims=True)
        loss = float((weights * (np.log(total[:, 0]) - logits[at, right])).sum())
        shares /= total
        shares[at, right] -= 1.0
        shares *= weights[:, None]
        slope = np.concatenate([(turned @ shares + inner / recipe.cost).ravel(), shares.sum(axis=0)])
        return loss + float((inner * inner).sum()) / (2 * recipe.cost), slope.astype(np.float64)

    start = np.zeros(count * classes + classes)
    found = minimize(step, start, jac=True, method="L-BFGS-B", options={"maxiter": recipe.rounds, "maxcor": 6})
    flat = found.x.astype(np.float32)
    return flat[: count * classes].reshape(count, classes), flat[count * classes :]


def say(model: Fitted, table: Table, names: Sequence[str]) -> Array:
    """Logarithms of the probabilities of every code by the words alone, as the inference gives them."""
    rows = scale_rows(table.counts, model.places, model.idf)
    logits = np.asarray(rows @ model.weights) + model.bias
    logits -= logits.max(axis=1, keepdims=True)
    logits -= np.log(np.exp(logits).sum(axis=1, keepdims=True))
    words = model.places[[names[place][0] == "w" and " " not in names[place] for place in model.places]]
    known = np.asarray((table.counts[:, words] > 0).sum(axis=1)).ravel()
    logits *= np.minimum(1.0, known / TRUSTED_WORDS)[:, None]
    said = np.full((len(table.codes), len(CODES)), FLOOR, dtype=np.float32)
    said[:, [AT[code] for code in model.codes]] = np.maximum(logits, FLOOR)
    return said


def fit_factors(said: Array, table: Table) -> tuple[float, float]:
    """Factors of words and titles that make probabilities honest on these rows."""
    rows = np.arange(len(table.codes))

    def loss(values: npt.NDArray[np.float64]) -> float:
        logits = values[0] * said + values[1] * table.titles
        logits = logits - logits.max(axis=1, keepdims=True)
        return float(np.mean(np.log(np.exp(logits).sum(axis=1)) - logits[rows, table.codes]))

    best = minimize(loss, np.array([2.0, 0.5]), bounds=[(0.05, 6.0), (0.0, 4.0)], method="L-BFGS-B")
    return float(best.x[0]), float(best.x[1])


def judge(said: Array, table: Table, factors: tuple[float, float]) -> tuple[Array, npt.NDArray[np.bool_]]:
    """How sure the first type of each row is, as ``rank_types`` tells it, and whether it counts as right."""
    logits = _raise_titled(factors[0] * said + factors[1] * table.titles, table.heads)
    shares = np.exp(logits - logits.max(axis=1, keepdims=True))
    shares /= shares.sum(axis=1, keepdims=True)
    tops = shares.argmax(axis=1)
    rows = np.arange(len(tops))
    sure = np.minimum(1.0, (shares @ _stands_for())[rows, tops])
    return sure.astype(np.float32), table.accepted[rows, tops]


def _raise_titled(logits: Array, heads: Sequence[ClearTitle | None]) -> Array:
    """The log-odds, with what clear titles say."""
    raised = logits.copy()
    for row, head in enumerate(heads):
        if head is not None:
            told = weigh_title(dict(zip(CODES, map(float, logits[row]), strict=True)), head)
            raised[row] = list(told.values())
    return raised


@cache
def _stands_for() -> Array:
    """1 where the code of a column is as good an answer as that of the row."""
    table = np.eye(len(CODES), dtype=np.float32)
    for told, others in load_near().items():
        for other in others:
            table[AT[other], AT[told]] = 1.0
    return table


def tell_figures(sure: Array, is_right: npt.NDArray[np.bool_], kinds: npt.NDArray[np.str_]) -> dict[str, float]:
    """Right by kind; share and errors over each probability, and calibration error, of documents with their titles."""
    figures = {kind: float(is_right[kinds == kind].mean()) for kind in sorted(set(kinds))}
    whole = kinds != "untitled"
    said, right = sure[whole], is_right[whole]
    figures["calibration_error"] = find_calibration_error([float(one) for one in said], [bool(one) for one in right])
    for least in SURE:
        over = said >= least
        figures[f"sure_{least}"] = float(over.mean())
        figures[f"wrong_when_sure_{least}"] = float(1 - right[over].mean()) if over.any() else 0.0
    return {name: round(value, 4) for name, value in figures.items()}


def leave_out(
    taught: Mapping[str, Table], asked: Mapping[str, Table], others: Table, fit_one: Callable[[Table], Fitted],
    names: Sequence[str], banks: Sequence[str] = (),
) -> dict[str, Array]:  # fmt: skip
    """What models say of the rows asked of each bank, the bank left out of what each learnt: three rows of five of the
    others, so that what they say is rather too unsure.
    """
    said = {}
    for bank in banks or tuple(asked):
        learnt = join([*(table for name, table in taught.items() if name != bank), others])
        model = fit_one(learnt.pick(np.arange(len(learnt.codes)) % LEARNT_OF < LEARNT))
        said[bank] = say(model, widen(asked[bank], len(names)), names)
        print(f"{bank} left out", flush=True)
    return said
