"""``make eval``: the reading of documents of our own, by the pipeline of ``liane intake read``, on layouts held out.

Prints the table of intake.md §10 by grade of picture. Exit 1 when a document was filed without a click in the wrong
record, or when one that must be shown was filed.
"""

import argparse
import json
import sys
import time
from pathlib import Path

from eval.browser import BrowserCounts, count_browser, describe_relations
from eval.generate import GRADES, TrueFile, make_file, make_index
from eval.report import as_json, describe_machine, print_table
from eval.running import RECEIVED_ON, make_tools, tools_for
from eval.scores import Scores, count_file
from eval.types import FITTING, FORMER, GIVEN, HELD, LATE, SEEN
from eval.words import GRADES as WORD_GRADES
from liane.pipeline.intake.reader import read_file

ALL_GRADES = (*GRADES, *WORD_GRADES)
SIZES = {"digital": 120, "scan": 20, "poor": 10, "words": 600, "misread": 400}
FULL = {"digital": 1500, "scan": 300, "poor": 100, "words": 20_000, "misread": 10_000}
BROWSER, BROWSER_FULL = 2, 8
"""Documents of each template and of each page of two persons, printed by Chromium."""
BATCH = 500
"""Files made and read together: those of a batch share an index."""


def measure(files: list[TrueFile], index_size: int, scores: Scores) -> None:
    """Read every file as the command does and count."""
    tools = make_tools(make_index(files, size=index_size))
    for number, file in enumerate(files, 1):
        start = time.perf_counter()
        read = read_file(file.data, name=file.name, received_on=RECEIVED_ON, tools=tools_for(file, tools))
        seconds = time.perf_counter() - start
        count_file(scores, file, read.documents, seconds, len(read.pages))
        if sys.stderr.isatty():
            print(f"\r{number}/{len(files)}", end="", file=sys.stderr)


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--full", action="store_true", help="the size of published figures")
    parser.add_argument("--split", choices=(SEEN, HELD, FITTING, FORMER, GIVEN, LATE), default=HELD)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--index", type=int, default=20_000, help="persons in the index")
    parser.add_argument("--trap", default="")
    parser.add_argument("--layout", default="", help="pattern of the names of layouts")
    parser.add_argument("--json", type=Path, help="also write the figures, with examples of failures")
    parser.add_argument("--browser", type=int, help="documents of each template and relation kept aside (0: none)")
    for grade in ALL_GRADES:
        parser.add_argument(f"--{grade}", type=int, help=f"documents (grade {grade})")
    asked = parser.parse_args()
    sizes = FULL if asked.full else SIZES
    results: dict[str, Scores] = {}
    for grade in ALL_GRADES:
        size = getattr(asked, grade)
        count = sizes[grade] if size is None else size
        for first in range(asked.seed, asked.seed + count, BATCH):
            seeds = range(first, min(first + BATCH, asked.seed + count))
            files = [
                make_file(seed, grade=grade, split=asked.split, trap=asked.trap, layout=asked.layout) for seed in seeds
            ]
            measure(files, asked.index, results.setdefault(grade, Scores()))
    name = "mises en page tenues à part" if asked.split == HELD else "mises en page vues"
    print_table(results, f"Liane, réception de documents, {name}, {describe_machine()}")
    counted = _count_browser(asked)
    if counted is not None:
        results["templates"] = counted.templates
        print_table({"templates": counted.templates}, "Liane, documents composés par un navigateur, tenus à part")
        print(describe_relations(counted))
    if asked.json:
        asked.json.write_text(json.dumps(as_json(results), ensure_ascii=False, indent=1), encoding="utf-8")
    is_faulty = any(scores.wrong_patient or scores.forbidden_filed for scores in results.values())
    return int(is_faulty or (counted is not None and counted.is_faulty))


def _count_browser(asked: argparse.Namespace) -> BrowserCounts | None:
    """The documents that Chromium prints: counted with the layouts held out, unless a trap or a layout is asked for."""
    each = asked.browser
    if each is None:
        each = BROWSER_FULL if asked.full else BROWSER
    if not each or asked.split != HELD or asked.trap or asked.layout:
        return None
    return count_browser(templates=each, relations=each, seed=asked.seed, index_size=asked.index)


if __name__ == "__main__":
    sys.exit(main())
