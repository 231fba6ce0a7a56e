"""Train the rankers of the document date and of the act date; write extract/data/date_document.npz and date_act.npz.

Layouts that may be seen, made by hand and drawn at random, as words and with reading errors, and templates printed by
a browser. The figures in the cards are of layouts left out. Usage: python -m tools.train_dates [--count 5000]
"""

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from pathlib import Path
from random import Random

from eval.generate import ANY, TrueDocument, make_file
from eval.outside import load_templates, make_outside, open_printer
from eval.running import RECEIVED_ON, page_reader
from eval.types import SEEN

from liane.domain.intake.extract.document import dates_of
from liane.domain.intake.extract.rank_dates import ACT_MODEL, DOCUMENT_MODEL, FAMILIES, HIDDEN_FAMILIES
from liane.domain.intake.extract.ranking import Ranker
from liane.domain.intake.page import Page
from tools.date_pages import vary
from tools.ranking_fit import RankedRow, Recipe, best_places, fit_layers, fit_ranker, mean_of, measure_all, write_ranker

TARGET = Path(__file__).resolve().parent.parent / "src/liane/domain/intake/extract/data"
FIRST_SEED = 600_000
RANDOM = "hasard-*"
VARIED_SHARE = 0.35
VARIED_FIRST = 1_000_000_000
WITHOUT_OTHER_ACTS = "(mean of two nets, one taught without pages of other acts)"
HEADS = {DOCUMENT_MODEL: "doc_date", ACT_MODEL: "act_date"}
RECIPE = Recipe(hidden=HIDDEN_FAMILIES)


@dataclass(frozen=True, slots=True)
class Example:
    """One document as read, with its truth. number: of the document, over all."""

    pages: tuple[Page, ...]
    truth: TrueDocument
    number: int


def made_examples(seed: int, layout: str) -> Iterator[Example]:
    """The documents of one file; one file of four has reading errors. layout: pattern of names, empty for those made by
    hand.
    """
    file = make_file(seed, grade="misread" if seed % 4 == 0 else "words", split=SEEN, layout=layout)
    read = file.words.pages if file.words is not None else ()
    for at, one in enumerate(file.documents):
        yield Example(tuple(read[number - 1] for number in one.pages), one, seed * 10 + at)


def printed_examples(each: int) -> Iterator[Example]:
    """Documents of the templates that a browser prints and that may be learnt from; none when there is no browser."""
    read_pages = page_reader()
    try:
        with open_printer() as printer:
            for place, template in enumerate(one for one in load_templates() if not one.is_kept):
                for seed in range(each):
                    file = make_outside(FIRST_SEED + seed, template, printer)
                    (truth,) = file.documents
                    yield Example(read_pages(file.data, file.name).pages, truth, -1 - place * 1000 - seed)
    except LookupError as absent:
        print(f"sans gabarits imprimés : {absent}", file=sys.stderr)


def varied(example: Example) -> Iterator[Example]:
    """One of three documents again, with fewer lines and other acts told (``date_pages``)."""
    dice = Random(f"varied-{example.number}")
    fields = example.truth.fields
    written, act = fields["doc_date"], fields["act_date"]
    if dice.random() > VARIED_SHARE or not written or ANY in written:
        return
    told = None if not act or ANY in act else date.fromisoformat(act[0])
    pages = vary(example.pages, code=example.truth.code, act=told, written=date.fromisoformat(written[0]), dice=dice)
    yield replace(example, pages=pages, number=VARIED_FIRST + example.number)


def rows_of(example: Example) -> dict[str, list[RankedRow]]:
    """Rows of each head, one a place: none where the page leaves the answer open."""
    candidates, says_today = dates_of(example.pages, received_on=RECEIVED_ON)
    rows: dict[str, list[RankedRow]] = {}
    for model, name in HEADS.items():
        wanted = example.truth.fields[name]
        is_open = ANY in wanted and (name == "doc_date" or says_today)
        rows[model] = [
            RankedRow(
                features=place.features,
                label=one.iso in wanted,
                group=example.truth.layout,
                document=example.number,
                value=one.iso,
            )
            for one in candidates
            for place in one.places
            if not is_open
        ]
    return rows


def settle_places(rows: list[RankedRow]) -> list[RankedRow]:
    """Of the places of a right value, one teaches: which says it is the document's or the act's is not in the truth.

    A first ranker learns from all; that place is taught where it sees the right value best. The others are judged only.
    """
    first = measure_all(fit_layers(rows, replace(RECIPE, copies=1, epochs=5)), (one.features for one in rows))
    best = set(best_places(rows, first))
    return [one if not one.label or at in best else replace(one, is_taught=False) for at, one in enumerate(rows)]


def gather(count: int, made: int, each: int) -> dict[str, list[RankedRow]]:
    """Every row of both heads. count: files of layouts drawn at random; made: of those made by hand; each: documents of
    each printed template.
    """
    rows: dict[str, list[RankedRow]] = {model: [] for model in HEADS}
    examples = (
        *((one for seed in range(FIRST_SEED, FIRST_SEED + count) for one in made_examples(seed, RANDOM)),),
        *((one for seed in range(2 * FIRST_SEED, 2 * FIRST_SEED + made) for one in made_examples(seed, "")),),
        printed_examples(each),
    )
    for one in chain.from_iterable((one, *varied(one)) for one in chain.from_iterable(examples)):
        for model, found in rows_of(one).items():
            rows[model].extend(found)
    return rows


def main() -> None:
    """Train and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=5000, help="files of layouts drawn at random")
    parser.add_argument("--made", type=int, default=1500, help="files of the layouts made by hand")
    parser.add_argument("--each", type=int, default=8, help="documents of each printed template")
    parser.add_argument("--target", type=Path, default=TARGET)
    asked = parser.parse_args()
    data = (
        f"{asked.count} files of layouts drawn at random and {asked.made} of the layouts made by hand, one of four "
        f"with reading errors, {asked.each} documents of each template printed by a browser, one of three again with "
        "fewer lines and other acts told (own text, fictitious persons)"
    )
    for model, rows in gather(asked.count, asked.made, asked.each).items():
        what = f"which printed date is the {HEADS[model].replace('_', ' ')}"
        ranker, _ = fit_ranker(settle_places(rows), RECIPE, families=FAMILIES, what=what, data=data)
        if model == ACT_MODEL:
            ranker = mean_of(fit_plain(rows, data), add_words(ranker, WITHOUT_OTHER_ACTS))
        size = write_ranker(ranker, asked.target / f"{model}.npz")
        print(json.dumps({"model": model, "bytes": size, **ranker.card}, ensure_ascii=False, indent=1))


def fit_plain(rows: list[RankedRow], data: str) -> Ranker:
    """A ranker of acts taught without the pages where other acts are told: it knows stays told in other words."""
    plain = settle_places([one for one in rows if one.document < VARIED_FIRST])
    return fit_ranker(plain, RECIPE, families=FAMILIES, what="act date", data=data)[0]


def add_words(ranker: Ranker, words: str) -> Ranker:
    """The ranker with words added to what its card says it is."""
    return replace(ranker, card={**ranker.card, "what": f"{ranker.card['what']} {words}"})


if __name__ == "__main__":
    main()
