"""Fit the calibration of each field, of the type and of the record, on layouts that built no rule and give no figure.

Writes src/liane/domain/intake/data/calibrations.json: one card for each, with its data, date and counts.
Usage: python -m tools.train_calibration [--count 3000] [--only doc_type]. Rule: intake.md §5 (measured calibration).
"""

import argparse
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from eval.__main__ import BATCH, measure
from eval.generate import make_file
from eval.scores import Scores
from eval.types import FITTING

from liane.domain.intake.calibration import find_calibration_error, fit_isotonic, render_card
from liane.domain.intake.classify.model import load_model
from liane.domain.intake.classify.ranking import rank_types
from liane.domain.intake.page import Page
from tools.type_examples import behead

TARGET = Path(__file__).resolve().parent.parent / "src/liane/domain/intake/data/calibrations.json"
FIRST_SEED = 800_000
GRADES = ("words", "misread")
SAMPLES_MIN = 200
LEFT_OUT = ("record",)
"""The probability of a record is the matcher's own: documents whose patient has no record are no sample of it."""


def add_types(count: int, scores: Scores) -> None:
    """Types of the same layouts, read, misread, without the lines that name them, where models err most; and of banks
    of words that a model never learnt from, as the card of the packaged one tells: those of these layouts are too like.
    """
    told = load_model().card["reliability_on_banks_left_out"]
    for said, documents, right in told if isinstance(told, list) else ():
        scores.reliability["doc_type"] += [(said, at < right) for at in range(documents)]
    for grade in GRADES:
        for seed in range(FIRST_SEED, FIRST_SEED + count):
            file = make_file(seed, grade=grade, split=FITTING)
            read = file.words.pages if file.words is not None else ()
            for one in file.documents:
                pages = [read[number - 1] for number in one.pages]
                _add_type(pages, one.fields["doc_type"], scores)
                if grade == "words":
                    _add_type([behead(page) for page in pages], one.fields["doc_type"], scores)


def _add_type(pages: Sequence[Page], truth: Sequence[str], scores: Scores) -> None:
    guesses = rank_types(pages)
    if guesses:
        scores.reliability["doc_type"].append((guesses[0].probability, guesses[0].code in truth))


def add_fields(count: int, index_size: int, scores: Scores) -> None:
    """What the whole reading says of each field of the same layouts, read and misread."""
    for grade in GRADES:
        for first in range(FIRST_SEED, FIRST_SEED + count, BATCH):
            seeds = range(first, min(first + BATCH, FIRST_SEED + count))
            measure([make_file(seed, grade=grade, split=FITTING) for seed in seeds], index_size, scores)
    scores.reliability.pop("doc_type", None)


def main() -> None:
    """Fit and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=3000, help="documents of each kind of reading")
    parser.add_argument("--index", type=int, default=20_000)
    parser.add_argument("--only", default="", help="fit this field alone and keep the other cards")
    asked = parser.parse_args()
    scores = Scores()
    if asked.only != "doc_type":
        add_fields(asked.count, asked.index, scores)
    add_types(asked.count, scores)
    data = (
        f"{asked.count} documents as words and {asked.count} misread, of the layouts of eval/ kept for calibrations "
        "(types: also without titles, and banks of words left out)"
    )
    date = datetime.now(UTC).date().isoformat()
    cards = {card["name"]: card for card in json.loads(TARGET.read_text(encoding="utf-8"))} if asked.only else {}
    for name, points in sorted(scores.reliability.items()):
        if len(points) < SAMPLES_MIN or name in LEFT_OUT or asked.only not in ("", name):
            continue
        said, right = [one[0] for one in points], [one[1] for one in points]
        card = fit_isotonic(name, said, right, data=data, date=date)
        cards[name] = json.loads(render_card(card))
        before = find_calibration_error(said, right)
        after = find_calibration_error([card.apply(one) for one in said], right)
        print(f"{name:20} {len(points):6} samples, {sum(right) / len(right):.3f} right, {before:.3f} -> {after:.3f}")
    TARGET.write_text(
        json.dumps([cards[name] for name in sorted(cards)], ensure_ascii=False, indent=0, sort_keys=True) + "\n",
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
