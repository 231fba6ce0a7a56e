"""Train the model of types on every bank of words, drawn in the layouts that may be seen, on documents written whole,
on those of the examiners that may be learnt from, and on the labels of JDV_J07; write classify/data/types.npz with its
card.

First each bank is left out in turn: what a model says of words that it never read gives the card's figures, the factors
of words and titles, and what the calibration of types rests on. ``--bench`` stops there and writes nothing.
Usage: python -m tools.train_types [--bench] [--banks second,third] [--count 4] [--cache FILE]
"""

import argparse
import io
import json
import pickle
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt
from eval.types import load_types

from tools.examined_pages import TAUGHT as EXAMINED
from tools.type_examined import asked_of_examined, taught_by_examined
from tools.type_examples import Example, asked_of, label_examples, taught_by
from tools.type_fit import (
    CODES,
    FLOOR,
    Array,
    Fitted,
    Material,
    Recipe,
    Table,
    count_rows,
    fit,
    fit_factors,
    join,
    judge,
    leave_out,
    tell_figures,
    widen,
)
from tools.type_freehand import HALVES, asked_of_half, taught_by_half
from tools.type_words import load_banks
from tools.type_written import BANK as WRITTEN
from tools.type_written import asked_of_written, taught_by_written

TARGET = Path(__file__).resolve().parent.parent / "src/liane/domain/intake/classify/data/types.npz"
SIZE_MAX = 1_600_000
"""Bytes of the packaged model."""
BINS = 40
"""Of the reliability on words never read, kept in the card for the calibration."""
LEFT_OUT = ("third", "late", *HALVES, WRITTEN, *EXAMINED)
"""Banks that are left out unless others are asked for: a training for each."""
TITLE_SHARE_MIN = 0.155
"""Least factor of titles for one of words: in banks a text was written for its type, and tells more than real ones."""
_USUAL = frozenset(CODES.index(kind.code) for kind in load_types())


def gather(count: int, letters: int, apart: Sequence[str]) -> Material:
    """Draw and count the documents of every bank, and those written by hand. count: of each type of eval/, half as many
    of each other one; apart: the banks of which documents are asked too.
    """
    vocabulary: dict[str, int] = {}
    taught, asked = {}, {}
    for bank in (*EXAMINED, *HALVES, WRITTEN, *load_banks()):
        taught[bank] = count_rows(_teach(bank, count, letters), vocabulary)
        print(f"{bank}: {len(taught[bank].codes)} rows to learn", flush=True)
        if bank in apart:
            asked[bank] = count_rows(_ask(bank, count), vocabulary)
    others = count_rows(label_examples(), vocabulary)
    return Material(taught=taught, asked=asked, others=others, names=list(vocabulary))


def _teach(bank: str, count: int, letters: int) -> Iterator[Example]:
    if bank in EXAMINED:
        return taught_by_examined(bank)
    if bank in HALVES:
        return taught_by_half(bank)
    if bank == WRITTEN:
        return taught_by_written()
    return taught_by(bank, count=count, rare=count // 2, letters=letters, half=0, context=0)


def _ask(bank: str, count: int) -> Iterator[Example]:
    if bank in EXAMINED:
        return asked_of_examined(bank)
    if bank in HALVES:
        return asked_of_half(bank)
    if bank == WRITTEN:
        return asked_of_written()
    return asked_of(bank, count=max(1, count // 2), rare=max(1, count // 4), half=1)


def is_usual(table: Table) -> npt.NDArray[np.bool_]:
    """The rows of types that eval/ knows: those whose near codes are told."""
    return np.isin(table.codes, list(_USUAL))


def measure(said: Mapping[str, Array], material: Material) -> tuple[dict[str, dict[str, float]], list[list[float]]]:
    """Figures of each bank left out, with factors fitted on the other banks; and the reliability of all together, other
    types counting a third as much as the usual ones.
    """
    figures, sure, right = {}, [], []
    for bank, logs in said.items():
        table = material.asked[bank]
        usual = is_usual(table)
        fitted_on = [name for name in said if name != bank] or [bank]
        factors = _factors(said, material, fitted_on)
        certainty, is_right = judge(logs, table, factors)
        figures[bank] = tell_figures(certainty[usual], is_right[usual], table.kinds[usual])
        rare = ~usual & (table.kinds == "words")
        if rare.any():
            figures[bank]["other_types"] = round(float(is_right[rare].mean()), 4)
        sure.append(certainty[usual | rare])
        right.append(is_right[usual | rare])
    return figures, _reliability(np.concatenate(sure), np.concatenate(right))


def _factors(said: Mapping[str, Array], material: Material, banks: Sequence[str]) -> tuple[float, float]:
    rows = {bank: is_usual(material.asked[bank]) for bank in banks}
    size = len(material.names)
    table = join([widen(material.asked[bank], size).pick(rows[bank]) for bank in banks])
    word, title = fit_factors(np.concatenate([said[bank][rows[bank]] for bank in banks]), table)
    return word, max(title, TITLE_SHARE_MIN * word)


def _reliability(sure: Array, is_right: npt.NDArray[np.bool_]) -> list[list[float]]:
    """[mean probability, documents, right] of each slice of probabilities that holds some."""
    place = np.minimum((sure * BINS).astype(int), BINS - 1)
    return [
        [round(float(sure[place == at].mean()), 4), int((place == at).sum()), int(is_right[place == at].sum())]
        for at in range(BINS)
        if (place == at).any()
    ]


def show(figures: Mapping[str, Mapping[str, float]]) -> None:
    """Print the figures by bank, and their mean."""
    columns = ["words", "misread", "surrounded", "untitled", "other_types", "calibration_error", *(f"{what}_{least}"
               for least in (0.6, 0.7, 0.8) for what in ("sure", "wrong_when_sure"))]  # fmt: skip
    print(f"{'':10}" + " ".join(f"{name[:5] + name[-5:]:>10}" for name in columns))
    for bank, row in figures.items():
        print(f"{bank:10}" + " ".join(f"{row.get(name, float('nan')):10.3f}" for name in columns))
    means = [np.nanmean([row.get(name, np.nan) for row in figures.values()]) for name in columns]
    print(f"{'mean':10}" + " ".join(f"{one:10.3f}" for one in means), flush=True)


def pack(model: Fitted, names: Sequence[str], card: Mapping[str, object]) -> bytes:
    """The bytes of the packaged model: weights in eighths of bits by code. Raises ValueError over SIZE_MAX."""
    scale = np.maximum(np.abs(model.weights).max(axis=0), 1e-6) / 127
    out = io.BytesIO()
    np.savez_compressed(
        out,
        features=np.frombuffer("\n".join(names[place] for place in model.places).encode(), dtype=np.uint8),
        idf=model.idf.astype(np.float16),
        weights=np.round(model.weights / scale).astype(np.int8),
        scale=scale.astype(np.float32),
        bias=model.bias.astype(np.float32),
        card=np.frombuffer(json.dumps(card, ensure_ascii=False).encode(), dtype=np.uint8),
    )
    data = out.getvalue()
    if len(data) > SIZE_MAX:
        raise ValueError(f"the model takes {len(data)} bytes")
    return data


def main() -> None:
    """Judge, train and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=4, help="documents of each usual type and bank")
    parser.add_argument("--letters", type=int, default=1, help="letters of each type and fold made of phrases alone")
    parser.add_argument("--target", type=Path, default=TARGET)
    parser.add_argument("--bench", action="store_true", help="leave banks out, write no model")
    parser.add_argument("--banks", default=",".join(LEFT_OUT), help="those to leave out, all when empty")
    parser.add_argument("--cache", type=Path, default=None, help="file of counted features, made when absent")
    parser.add_argument("--features", type=int, default=Recipe().features_max)
    parser.add_argument("--cost", type=float, default=Recipe().cost)
    parser.add_argument("--rounds", type=int, default=Recipe().rounds)
    asked = parser.parse_args()
    recipe = Recipe(features_max=asked.features, cost=asked.cost, rounds=asked.rounds)
    banks = tuple(filter(None, asked.banks.split(","))) or (*EXAMINED, *HALVES, WRITTEN, *load_banks())
    material = _load(asked.cache, asked, banks)
    names = material.names
    fit_one = partial(fit, names=names, recipe=recipe)
    said = leave_out(material.taught, material.asked, material.others, fit_one, names, banks)
    figures, reliability = measure(said, material)
    show(figures)
    if asked.bench:
        return
    word, title = _factors(said, material, list(said))
    whole = [table.pick(table.kinds != "misread") for table in material.asked.values()]
    model = fit(join([*material.taught.values(), *whole, widen(material.others, len(names))]), names, recipe)
    card = {
        "what": "linear model of the types of JDV_J07 by words, characters, forms, concepts, and acts of titles; "
        "letterheads apart",
        "date": datetime.now(UTC).date().isoformat(),
        "data": f"{asked.count} documents of each of {len(_USUAL)} types and half as many of each other one, from each "
        f"bank of words ({', '.join(material.taught)}), in layouts of eval/ that may be seen and random ones, also "
        "worn, misread, without titles, in letterheads of anybody; letters of phrases; documents written by hand or "
        f"whole; printed documents of the examiners {', '.join(EXAMINED)}; JDV_J07 labels",
        "examples": int(sum(len(table.codes) for table in material.taught.values())),
        "types_with_documents": len(load_types()),
        "recipe": f"{recipe.features_max} features, cost {recipe.cost}, {recipe.rounds} rounds",
        "figures_by_bank_left_out": figures,
        "reliability_on_banks_left_out": reliability,
        "codes": list(model.codes),
        "word_factor": word,
        "title_factor": title,
        "floor": FLOOR,
    }
    data = pack(model, names, card)
    asked.target.write_bytes(data)
    print(f"{len(model.places)} features, {len(model.codes)} types, factors {word:.2f} {title:.2f}, {len(data)} bytes")


def _load(cache: Path | None, asked: argparse.Namespace, apart: Sequence[str]) -> Material:
    """The material, from a file of our own making when there is one."""
    if cache is not None and cache.exists():
        with cache.open("rb") as file:
            kept = pickle.load(file)
        if isinstance(kept, Material):
            return kept
    material = gather(asked.count, asked.letters, apart)
    if cache is not None:
        with cache.open("wb") as file:
            pickle.dump(material, file)
    return material


if __name__ == "__main__":
    main()
