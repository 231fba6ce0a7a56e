"""Fit a ranker of dates on whole documents: the answer is one value told at any of its places, or none.

A net weighs every place of every date, and the answer « none » by features of the document; the mentions of one value
add their shares, and the likelihood of the right answer of the document is what is learnt. Words are hidden at random,
anew at each pass. Figures and calibration are of hands left out: the layouts of one hand, and pages made from them, are
judged by nets that saw none of them (tools/ranking_fit.py leaves out layouts alone, whose words others share).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from liane.domain.intake.extract.surface.ranking import (
    Ranker,
    RowOfFeatures,
    family_of,
    fingerprint,
    hash_row,
    share_values,
)

Array = npt.NDArray[np.float64]
Floats = npt.NDArray[np.float32]
Whole = npt.NDArray[np.int64]
Layers = tuple[tuple[Floats, Floats], ...]
SURE = (0.5, 0.6, 0.7, 0.8, 0.9)
BETAS = (0.9, 0.999)
MAKERS = ("examined", "spoiled")
"""Kinds of questions on pages of makers of test documents, as they are and with reading errors."""
GROUP, SHARE_MIN = 25, 0.4


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One document: its printed dates, one row a place, with their values; the right ones, empty when none is.

    nothing: features of the answer « none ». hand: who made its layout, left out together. weight: in the training; 0
    for one that is neither taught nor counted. kind: for the figures.
    """

    rows: tuple[RowOfFeatures, ...]
    values: tuple[str, ...]
    wanted: tuple[str, ...]
    nothing: RowOfFeatures
    hand: str
    group: str
    weight: float = 1.0
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """How to fit. hide: share of the words of a row that are hidden; hide_all: share of rows that lose them all.

    silence: what an invented date counts beside one that is missed, in the calibration. seen_min: places of features
    that fewer rows taught stay silent. small: share of the greatest weight of a unit under which one is dropped.
    """

    places: int = 2**14
    units: int = 20
    nets: int = 2
    hidden: frozenset[str] = frozenset()
    hide: float = 0.4
    hide_all: float = 0.25
    epochs: int = 8
    batch: int = 48
    rate: float = 2e-3
    decay: float = 1e-4
    seed: int = 7
    silence: float = 1.0
    seen_min: int = 3
    small: float = 0.02


class Rows:
    """Every row of some questions, hashed once; the row of « none » ends each question."""

    def __init__(self, questions: Sequence[Question], lesson: Lesson) -> None:
        self.places = lesson.places
        parts: list[Whole] = []
        hidden: list[npt.NDArray[np.bool_]] = []
        right: list[bool] = []
        starts = [0]
        for one in questions:
            has = any(value in one.wanted for value in one.values)
            for row, is_right in (
                *zip(one.rows, (value in one.wanted for value in one.values), strict=True),
                (one.nothing, not has),
            ):
                at, _ = hash_row(row, lesson.places)
                parts.append(at)
                hidden.append(
                    np.fromiter((family_of(name) in lesson.hidden for name in row), bool, len(row))[: len(at)]
                )
                right.append(is_right)
            starts.append(len(right))
        self.starts = np.array(starts)
        self.right = np.array(right)
        self.at = np.concatenate(parts)
        self.is_word = np.concatenate(hidden)
        self.ends = np.concatenate([[0], np.cumsum([len(part) for part in parts])])

    def of(self, questions: Whole) -> Whole:
        """The rows of some questions, in order."""
        return np.concatenate([np.arange(self.starts[one], self.starts[one + 1]) for one in questions])

    def matrix(self, rows: Whole, dice: np.random.Generator | None = None, lesson: Lesson | None = None) -> csr_matrix:
        """Their features, words hidden at random when dice are given."""
        sizes = self.ends[rows + 1] - self.ends[rows]
        bounds = np.concatenate([[0], np.cumsum(sizes)])
        picked = np.arange(bounds[-1]) + np.repeat(self.ends[rows] - bounds[:-1], sizes)
        data = np.ones(len(picked), np.float32)
        if dice is not None and lesson is not None:
            share = np.where(dice.random(len(rows)) < lesson.hide_all, 1.0, lesson.hide)
            data[self.is_word[picked] & (dice.random(len(picked)) < np.repeat(share, sizes))] = 0.0
        return csr_matrix((data, self.at[picked], bounds), shape=(len(rows), self.places))


def fit_net(rows: Rows, taught: Whole, weights: Array, lesson: Lesson, seed: int) -> Layers:
    """One net from the questions taught. weights: of every question."""
    dice = np.random.default_rng(seed)
    values = [
        dice.normal(0.0, 0.05, (rows.places, lesson.units)).astype(np.float32),
        np.zeros(lesson.units, np.float32),
        dice.normal(0.0, 0.3, (lesson.units, 1)).astype(np.float32),
        np.zeros(1, np.float32),
    ]
    seen = np.zeros(rows.places, np.int64)
    for row in rows.of(taught):
        seen[rows.at[rows.ends[row] : rows.ends[row + 1]]] += 1
    used = (seen >= lesson.seen_min).astype(np.float32)[:, None]
    means, squares = ([np.zeros_like(one) for one in values] for _ in range(2))
    steps = lesson.epochs * -(-len(taught) // lesson.batch)
    step = 0
    for _ in range(lesson.epochs):
        order = dice.permutation(taught)
        for first in range(0, len(order), lesson.batch):
            step += 1
            slopes = _slopes(rows, order[first : first + lesson.batch], weights, values, lesson, dice)
            rate = lesson.rate * (1.0 - 0.9 * step / steps)
            for value, slope, mean, square in zip(values, slopes, means, squares, strict=True):
                mean += (1 - BETAS[0]) * (slope - mean)
                square += (1 - BETAS[1]) * (slope * slope - square)
                value -= rate * (mean / (1 - BETAS[0] ** step)) / (np.sqrt(square / (1 - BETAS[1] ** step)) + 1e-8)
    return (drop_small(values[0] * used, lesson.small), values[1]), (values[2], values[3])


def drop_small(weights: Floats, share: float) -> Floats:
    """The weights without those under a share of the greatest of their unit: a packaged file holds SIZE_MAX bytes."""
    return np.where(np.abs(weights) < share * np.abs(weights).max(axis=0), np.float32(0.0), weights)


def _slopes(
    rows: Rows, some: Whole, weights: Array, values: Sequence[Floats], lesson: Lesson, dice: np.random.Generator
) -> list[Floats]:
    """Of minus the log-likelihood of the right answers of some questions, by each weight of the net."""
    first, bias, last, shift = values
    at = rows.of(some)
    matrix = rows.matrix(at, dice, lesson)
    hidden = np.maximum(matrix @ first + bias, 0.0)
    measures = (hidden @ last + shift)[:, 0].astype(np.float64)
    wrong = np.zeros(len(at), np.float32)
    start = 0
    for one in some:
        end = start + int(rows.starts[one + 1] - rows.starts[one])
        powers = np.exp(measures[start:end] - measures[start:end].max())
        wanted = powers * rows.right[at[start:end]]
        wrong[start:end] = weights[one] * (powers / powers.sum() - wanted / max(float(wanted.sum()), 1e-12))
        start = end
    wrong /= len(some)
    under = (wrong[:, None] * last[:, 0]) * (hidden > 0)
    return [
        matrix.T @ under + lesson.decay * first,
        under.sum(axis=0),
        hidden.T @ wrong[:, None] + lesson.decay * last,
        np.array([wrong.sum()], np.float32),
    ]


def fit_nets(rows: Rows, taught: Whole, weights: Array, lesson: Lesson) -> Ranker:
    """The mean of a few nets as one ranker, not calibrated."""
    nets = [fit_net(rows, taught, weights, lesson, lesson.seed + at) for at in range(lesson.nets)]
    layers: Layers = (
        (np.hstack([net[0][0] for net in nets]), np.hstack([net[0][1] for net in nets])),
        (np.vstack([net[1][0] for net in nets]) / np.float32(len(nets)), np.mean([net[1][1] for net in nets], axis=0)),
    )
    return Ranker(layers=layers, slope=1.0, shift=0.0, card={})


def leave_out(rows: Rows, questions: Sequence[Question], lesson: Lesson, folds: Iterable[Iterable[str]]) -> list[Array]:
    """What rankers that saw nothing of a hand give for each row of its questions. folds: hands left out together."""
    hands, weights = np.array([one.hand for one in questions]), np.array([one.weight for one in questions])
    out: list[Array] = [np.zeros(0)] * len(questions)
    for fold in folds:
        is_left = np.isin(hands, list(fold))
        ranker = fit_nets(rows, np.flatnonzero(~is_left & (weights > 0)), weights, lesson)
        for one in np.flatnonzero(is_left):
            out[one] = ranker.measure([*questions[one].rows, questions[one].nothing])
    return out


def answer(question: Question, measures: Array, slope: float, shift: float) -> Mapping[str, float]:
    """The share of each value of a question."""
    names = list(dict.fromkeys(question.values))
    owners = [names.index(value) for value in question.values]
    return dict(zip(names, share_values(slope * measures[:-1] + shift, owners, slope * measures[-1]), strict=True))


def fit_scale(questions: Sequence[Question], measures: Sequence[Array], silence: float) -> tuple[float, float]:
    """Slope and shift that make the right answers of questions left out likeliest. silence: weight of « none »."""
    counted = [at for at, one in enumerate(questions) if one.weight > 0]

    def loss(scale: npt.NDArray[np.float64]) -> float:
        lost = 0.0
        for at in counted:
            one, shares = questions[at], answer(questions[at], measures[at], float(scale[0]), float(scale[1]))
            told = sum(shares[value] for value in shares if value in one.wanted)
            right = told if told else 1.0 - sum(shares.values())
            cost = one.weight if one.wanted else silence * one.weight
            lost -= cost * float(np.log(max(1e-6, right)))
        return lost / len(counted)

    best = minimize(loss, np.array([0.6, 0.0]), bounds=[(0.05, 5.0), (-6.0, 6.0)], method="L-BFGS-B")
    return float(best.x[0]), float(best.x[1])


def describe(
    asked: Iterable[tuple[Question, Mapping[str, float]]], *, share_min: float = SHARE_MIN
) -> dict[str, object]:
    """Figures by document: right, wrong and missed among those that print the date, invented among the others; and how
    often a date is right by its share, with the part of the right ones under 0.7.
    """
    having = lacking = right = wrong = invented = low = 0
    told: dict[str, list[bool]] = {}
    for one, shares in asked:
        best = max(shares, key=shares.__getitem__, default="")
        share = shares.get(best, 0.0)
        is_right, is_chosen = best in one.wanted, bool(share >= share_min)
        if one.wanted:
            having, right, wrong = having + 1, right + (is_chosen and is_right), wrong + (is_chosen and not is_right)
            low += is_chosen and is_right and share < 0.7
        else:
            lacking, invented = lacking + 1, invented + is_chosen
        for bound in SURE:
            if share >= bound:
                told.setdefault(str(bound), []).append(is_right)
    return {
        "having": having,
        "right": round(right / max(1, having), 4),
        "wrong": round(wrong / max(1, having), 4),
        "missed": round((having - right - wrong) / max(1, having), 4),
        "lacking": lacking,
        "invented": round(invented / max(1, lacking), 4),
        "right_under_0.7": round(low / max(1, right), 4),
        "right_from": {bound: f"{sum(ones)}/{len(ones)}" for bound, ones in sorted(told.items())},
    }


def fit_dates(
    questions: Sequence[Question],
    lesson: Lesson,
    folds: Sequence[Sequence[str]],
    *,
    families: Iterable[str],
    card: Mapping[str, object],
) -> Ranker:
    """A calibrated ranker with its figures on hands left out, by kind of question. card: more words for the card.

    Raises ValueError for a feature whose family is not declared.
    """
    known = set(families)
    strange = {family_of(name) for one in questions for row in (*one.rows, one.nothing) for name in row} - known
    if strange:
        raise ValueError(f"undeclared families: {sorted(strange)}")
    rows = Rows(questions, lesson)
    measures = leave_out(rows, questions, lesson, folds)
    slope, shift = fit_scale(questions, measures, lesson.silence)
    judged = [(one, answer(one, some, slope, shift)) for one, some in zip(questions, measures, strict=True)]
    weights = np.array([one.weight for one in questions])
    ranker = fit_nets(rows, np.flatnonzero(weights > 0), weights, lesson)
    made = {
        **card,
        "date": datetime.now(UTC).date().isoformat(),
        "families": fingerprint(known),
        "documents": len(questions),
        "candidates": sum(len(set(one.values)) for one in questions),
        "groups": len({one.group for one in questions}),
        "hands": len({one.hand for one in questions}),
        "numpy": np.__version__,
        "left_out": dict(_by_kind(judged)),
        "reliability_on_makers_left_out": reliability((one, shares) for one, shares in judged if one.kind in MAKERS),
    }
    return Ranker(layers=ranker.layers, slope=1.0, shift=0.0, one_slope=slope, one_shift=shift, card=made)


def reliability(asked: Iterable[tuple[Question, Mapping[str, float]]]) -> list[list[float]]:
    """Of the likeliest value of each question, by groups of GROUP: its mean share, how many, how many are right."""
    told = []
    for one, shares in asked:
        best = max(shares, key=shares.__getitem__, default="")
        if one.weight > 0 and shares.get(best, 0.0) >= SHARE_MIN:
            told.append((shares[best], best in one.wanted))
    told.sort()
    groups = [told[at : at + GROUP] for at in range(0, len(told), GROUP)]
    return [
        [round(sum(share for share, _ in some) / len(some), 4), len(some), sum(is_right for _, is_right in some)]
        for some in groups
    ]


def _by_kind(judged: Sequence[tuple[Question, Mapping[str, float]]]) -> Iterator[tuple[str, dict[str, object]]]:
    for kind in sorted({one.kind for one, _ in judged}):
        yield kind, describe((one, shares) for one, shares in judged if one.kind == kind)
