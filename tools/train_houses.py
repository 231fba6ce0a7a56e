"""Train the ranker of houses (rank_house.npz) and say what it is worth on layouts left out.

Data: hand-made and random layouts of the splits that may be seen, as words and misread words; pages of many letterheads
(tools/house_pages.py); templates and documents written by hand, printed by Chromium when it is there. Folds are over
layouts, never documents.

``python -m tools.train_houses [--each 4] [--report]``: --report writes nothing, and only prints the figures.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from eval.freehand import load_freehand, make_freehand
from eval.generate import ANY, TrueDocument, layouts_of, make_file
from eval.outside import load_templates, make_outside, open_printer
from eval.people import fold
from eval.running import RECEIVED_ON, page_reader
from eval.types import FORMER, GIVEN, LATE, SEEN

from liane.domain.intake.extract.document import CHOSEN_MIN, persons_of
from liane.domain.intake.extract.origin import house_features
from liane.domain.intake.extract.origin.house_features import describe_houses
from liane.domain.intake.extract.origin.houses import find_houses
from liane.domain.intake.extract.origin.origin_fields import structure_fields
from liane.domain.intake.extract.origin.rank_houses import HOUSE_MODEL
from liane.domain.intake.extract.surface.ranking import Ranker
from liane.domain.intake.page import Page
from tools.examined_pages import copies_of
from tools.house_pages import make_house_page
from tools.ranking_fit import RankedRow, Recipe, fit_ranker, write_ranker
from tools.train_persons import DATA

RANDOM_GROUPS = 160
HOUSE_GROUPS = 800
FREEHAND_COPIES = 4
KINDS = ("modele", "libre", "hasard", "maison")
RECIPE = Recipe(
    hidden=house_features.WORD_FAMILIES | house_features.RULE_FAMILIES, epochs=6, folds=3, weight_decay=0.1, hide=0.4,
    adds=True,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One document: the names of its candidates, folded, their rows, and the names that are right (none: no house)."""

    group: str
    keys: Sequence[str]
    rows: Sequence[dict[str, float]]
    wanted: tuple[str, ...]


def make_sample(pages: Sequence[Page], group: str, wanted: Sequence[str]) -> Sample:
    """The candidates of some pages, as reading finds them."""
    readings, _ = persons_of(pages, received_on=RECEIVED_ON)
    houses = find_houses(readings, [one for reading in readings for one in structure_fields(reading)])
    keys = [fold(one.value) for one in houses]
    return Sample(group=group, keys=keys, rows=describe_houses(readings, houses), wanted=tuple(map(fold, wanted)))


def _of_truth(pages: Sequence[Page], group: str, truth: TrueDocument) -> Iterator[Sample]:
    names = truth.fields["structure_name"]
    if ANY not in names:
        yield make_sample([page for page in pages if page.number in truth.pages], group, names)


def _layout_samples(split: str, names: Sequence[str], seeds: Sequence[int], grade: str) -> Iterator[Sample]:
    for number, name in enumerate(names):
        for seed in seeds:
            file = make_file(seed * 1000 + number, grade=grade, split=split, layout=name)
            if file.words is not None:
                for one in file.documents:
                    yield from _of_truth(file.words.pages, name, one)


def _printed_samples(each: int) -> Iterator[Sample]:
    """Templates and documents written by hand that may be learnt from, printed by Chromium; none without it."""
    read = page_reader()
    try:
        with open_printer() as printer:
            for template in load_templates():
                for seed in range(41_000, 41_000 + (0 if template.is_kept else each)):
                    file = make_outside(seed, template, printer)
                    yield from _of_truth(read(file.data, file.name).pages, f"modele-{template.name}", file.documents[0])
            for one in load_freehand():
                if not one.is_kept:
                    file = make_freehand(one, printer)
                    for told in copies_of(read(file.data, file.name).pages, FREEHAND_COPIES, one.name):
                        yield from _of_truth(told, f"libre-{one.number:03d}", file.documents[0])
    except LookupError as absent:
        print(f"pages imprimées sautées : {absent}", file=sys.stderr)


def make_samples(each: int) -> list[Sample]:
    """Every sample. each: documents of each hand-made layout, as words; half as many misread."""
    samples = list(_printed_samples(max(2, each // 2)))
    for split in (SEEN, FORMER, GIVEN, LATE):
        hand = [one.name for one in layouts_of(split)]
        samples += _layout_samples(split, hand, range(300, 300 + each), "words")
        samples += _layout_samples(split, hand, range(400, 400 + each // 2), "misread")
    drawn = [f"hasard-{group:03d}" for group in range(1, RANDOM_GROUPS + 1)]
    samples += _layout_samples(SEEN, drawn, range(500, 501), "words")
    for group in range(HOUSE_GROUPS):
        for seed in range(2):
            page = make_house_page(seed, group, is_misread=group % 4 == 0)
            samples.append(make_sample(page.pages, page.group, page.names))
    return samples


def rows_of(samples: Sequence[Sample]) -> list[RankedRow]:
    """Labelled rows; equal names of a document are places of one candidate."""
    return [
        RankedRow(features=row, label=key in sample.wanted, group=sample.group, document=number, value=key)
        for number, sample in enumerate(samples)
        for key, row in zip(sample.keys, sample.rows, strict=True)
    ]


def judge(samples: Sequence[Sample], shares: dict[tuple[int, str], float]) -> dict[str, Counter[str]]:
    """Right, wrong, missed, invented documents by kind of group. shares: of each name of each document."""
    best: dict[int, tuple[float, str]] = {}
    by_document: dict[int, dict[str, float]] = {}
    for (number, key), share in shares.items():
        by_document.setdefault(number, {})[key] = share
        best[number] = max(best.get(number, (0.0, "")), (share, key))
    counts: dict[str, Counter[str]] = {}
    for number, sample in enumerate(samples):
        _, got = best.get(number, (0.0, ""))
        joined = sum(one for key, one in by_document.get(number, {}).items() if key in got or got in key)
        got = got if joined >= CHOSEN_MIN else ""
        if sample.wanted:
            what = "right" if got in sample.wanted else "wrong" if got else "missed"
        else:
            what = "invented" if got else "right"
        kind = sample.group.split("-")[0]
        counts.setdefault(kind if kind in KINDS else "main", Counter())[what] += 1
    return counts


def main() -> int:
    """Train, tell, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--each", type=int, default=4)
    parser.add_argument("--report", action="store_true")
    asked = parser.parse_args()
    samples = make_samples(asked.each)
    rows = rows_of(samples)
    ranker, logits = fit_ranker(
        rows, RECIPE, families=house_features.FAMILIES, what="this text is the name of the house a document comes from",
        data="hand-made and random layouts, templates, documents written by hand, letterheads; words and misread",
    )  # fmt: skip
    for kind, counts in judge(samples, shares_of(rows, logits, ranker)).items():
        print(f"{HOUSE_MODEL} {kind}: {dict(counts)}")
    if not asked.report:
        print(f"{write_ranker(ranker, DATA / f'{HOUSE_MODEL}.npz')} bytes")
    return 0


def shares_of(rows: Sequence[RankedRow], logits: Sequence[float], ranker: Ranker) -> dict[tuple[int, str], float]:
    """The share of each name among those of its document. logits: calibrated, of each candidate left out."""
    measures: dict[int, dict[str, float]] = {}
    for (number, key), logit in zip(dict.fromkeys((one.document, one.value) for one in rows), logits, strict=True):
        measures.setdefault(number, {})[key] = (logit - ranker.shift) / ranker.slope
    return {
        (number, key): share
        for number, some in measures.items()
        for key, share in zip(some, ranker.share_measures(np.array(list(some.values()))), strict=True)
    }


if __name__ == "__main__":
    sys.exit(main())
