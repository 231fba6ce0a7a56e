"""Fit the calibration of each field, of the type and of the record, on layouts that built no rule and give no figure.

Writes src/liane/domain/intake/data/calibrations.json: one card for each, with its data, date and counts.
Usage: python -m tools.train_calibration [--count 3000] [--only doc_type,doc_date]. Rule: intake.md §5 (calibration).
"""

import argparse
import json
from datetime import UTC, datetime
from pathlib import Path

from eval.__main__ import BATCH, measure
from eval.generate import make_file
from eval.scores import Scores
from eval.types import FITTING

from liane.domain.intake.calibration import find_calibration_error, fit_isotonic, render_card
from liane.domain.intake.classify.model import load_model
from liane.domain.intake.extract.dating.rank_dates import ACT_MODEL, DOCUMENT_MODEL
from liane.domain.intake.extract.surface.ranking import load_ranker

TARGET = Path(__file__).resolve().parent.parent / "src/liane/domain/intake/data/calibrations.json"
FIRST_SEED = 800_000
GRADES = ("words", "misread")
SAMPLES_MIN = 200
TYPE = "doc_type"
MAKERS = "; printed pages of makers of test documents, each judged by a ranker that learnt none of them"
DATES = {"doc_date": DOCUMENT_MODEL, "act_date": ACT_MODEL}
LEFT_OUT = ("record",)
"""The probability of a record is the matcher's own: documents whose patient has no record are no sample of it."""


def add_types(scores: Scores) -> None:
    """What models said of banks of words that they never learnt from, by the card of the packaged one: the words of
    these layouts are too like those learnt.
    """
    told = load_model().card["reliability_on_banks_left_out"]
    for said, documents, right in told if isinstance(told, list) else ():
        scores.reliability[TYPE] += [(said, at < right) for at in range(documents)]


def add_dates(scores: Scores) -> None:
    """What rankers of dates said of the pages of makers that they never learnt from, by the cards of the packaged ones:
    the layouts kept for calibrations are read too well to tell what a doubtful date is worth.
    """
    for name, model in DATES.items():
        told = load_ranker(model).card.get("reliability_on_makers_left_out")
        for said, documents, right in told if isinstance(told, list) else ():
            scores.reliability[name] += [(said, at < right) for at in range(documents)]


def add_fields(count: int, index_size: int, scores: Scores) -> None:
    """What the whole reading says of each field of the same layouts, read and misread."""
    for grade in GRADES:
        for first in range(FIRST_SEED, FIRST_SEED + count, BATCH):
            seeds = range(first, min(first + BATCH, FIRST_SEED + count))
            measure([make_file(seed, grade=grade, split=FITTING) for seed in seeds], index_size, scores)
    scores.reliability.pop(TYPE, None)


def main() -> None:
    """Fit and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=3000, help="documents of each kind of reading")
    parser.add_argument("--index", type=int, default=20_000)
    parser.add_argument("--only", default="", help="fit these fields alone and keep the other cards")
    asked = parser.parse_args()
    only = set(filter(None, asked.only.split(",")))
    scores = Scores()
    if only != {TYPE}:
        add_fields(asked.count, asked.index, scores)
    add_types(scores)
    if only != {TYPE}:
        add_dates(scores)
    data = f"{asked.count} documents as words and {asked.count} misread, of the layouts of eval/ kept for calibrations"
    words = "documents of each bank of words left out of what a model learnt, read, misread and without titles"
    date = datetime.now(UTC).date().isoformat()
    cards = {card["name"]: card for card in json.loads(TARGET.read_text(encoding="utf-8"))} if only else {}
    for name, points in sorted(scores.reliability.items()):
        if len(points) < SAMPLES_MIN or name in LEFT_OUT or (only and name not in only):
            continue
        said, right = [one[0] for one in points], [one[1] for one in points]
        made_from = words if name == TYPE else f"{data}{MAKERS}" if name in DATES else data
        card = fit_isotonic(name, said, right, data=made_from, date=date)
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
