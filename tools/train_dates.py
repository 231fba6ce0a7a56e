"""Train the rankers of the document date and of the act date; write extract/data/date_document.npz and date_act.npz.

Layouts that may be seen, made by hand and drawn at random, as words and with reading errors, templates printed by a
browser, documents of the examiners that may be learnt from; the same pages with fewer lines and other acts, with dates
told in other words elsewhere or left out; and pages like those of style sheets. The figures in the cards are of hands
left out.
Usage: python -m tools.train_dates [--count 3000]
"""

import argparse
import json
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from pathlib import Path
from random import Random
from sys import intern
from zlib import crc32

from eval.freehand import load_freehand, make_freehand
from eval.generate import ANY, TrueDocument, make_file
from eval.layouts_fifth import FIFTH_LAYOUTS
from eval.layouts_fourth import FOURTH_LAYOUTS
from eval.layouts_held import GIVEN_LAYOUTS, LATE_LAYOUTS
from eval.layouts_mixed import MIXED_LAYOUTS
from eval.layouts_random import PREFIX
from eval.layouts_second import SECOND_LAYOUTS
from eval.layouts_seen import SEEN_LAYOUTS
from eval.layouts_sixth import SIXTH_LAYOUTS
from eval.layouts_third import THIRD_LAYOUTS
from eval.outside import load_templates, make_outside, open_printer
from eval.running import RECEIVED_ON, page_reader
from eval.types import FORMER, GIVEN, LATE, SEEN

from liane.domain.intake.extract.dating.rank_dates import (
    ACT_MODEL,
    DOCUMENT_MODEL,
    FAMILIES,
    HIDDEN_FAMILIES,
    DateCandidate,
    nothing_features,
)
from liane.domain.intake.extract.document import dates_of
from liane.domain.intake.extract.surface.ranking import RowOfFeatures
from liane.domain.intake.page import Page
from tools.date_fit import Lesson, Question, fit_dates
from tools.date_moves import move_act, move_date, tells_another
from tools.date_pages import kind_of, vary
from tools.date_sheets import make_sheet
from tools.examined_pages import TAUGHT, Examined, load_examined
from tools.ranking_fit import write_ranker
from tools.type_examples import spoil

TARGET = Path(__file__).resolve().parent.parent / "src/liane/domain/intake/extract/data"
FIRST_SEED = 600_000
RANDOM = f"{PREFIX}*"
VARIED_SHARE, MOVED_SHARE = 0.35, 0.6
FREEHAND_TIMES = 4
"""Each document written whole by hand is taken so often, with other changes made to it."""
VARIED_FIRST, MOVED_FIRST = 1_000_000_000, 2_000_000_000
HEADS = {DOCUMENT_MODEL: "doc_date", ACT_MODEL: "act_date"}
LESSONS = {
    DOCUMENT_MODEL: Lesson(hidden=HIDDEN_FAMILIES, silence=7.0),  # makers print a date nearly always: silence is rare
    ACT_MODEL: Lesson(hidden=HIDDEN_FAMILIES, silence=2.0),
}
HANDS = {
    layout.name: hand
    for hand, layouts in {
        "first": SEEN_LAYOUTS, "second": SECOND_LAYOUTS, "third": THIRD_LAYOUTS, "fourth": FOURTH_LAYOUTS,
        "fifth": FIFTH_LAYOUTS, "sixth": SIXTH_LAYOUTS, "mixed": MIXED_LAYOUTS,
        "given": GIVEN_LAYOUTS, "late": LATE_LAYOUTS,
    }.items()
    for layout in layouts
}  # fmt: skip
FOLDS = (("first", "fifth", "written-0", "hospital", "correspondents", "university"),
         ("second", "mixed", "third", "fourth", "printed", "town", "practice"),
         ("random-0", "sheet-0", "written-1", "region", "network", "city"),
         ("random-1", "sheet-1", "written-2", "mailroom", "records", "department"),
         ("sixth", "given", "late", "clinic", "locality"))  # fmt: skip
"""Hands left out together; layouts drawn at random, and style sheets, by halves; documents written whole, by thirds;
each examiner is a hand.
"""
_WRITTEN = re.compile(r"([0-9]+)-")
EXAMINED_TIMES = 2
EXAMINED_FIRST = 10_000_000
SILENT_WEIGHT, MADE_WEIGHT = 0.8, 0.6


@dataclass(frozen=True, slots=True)
class Example:
    """One document as read, with its truth. number: of the document, over all. made: from another one, how. is_frank:
    an act that its truth leaves open may be printed; where others leave it open, it is not.
    """

    pages: tuple[Page, ...]
    truth: TrueDocument
    number: int
    made: str = ""
    is_frank: bool = False
    received_on: str = RECEIVED_ON


def made_examples(seed: int, layout: str, split: str = SEEN) -> Iterator[Example]:
    """The documents of one file; one file of four has reading errors. layout: pattern of names, empty for those made by
    hand. split: FORMER for layouts that were held out once.
    """
    file = make_file(seed, grade="misread" if seed % 4 == 0 else "words", split=split, layout=layout)
    read = file.words.pages if file.words is not None else ()
    for at, one in enumerate(file.documents):
        yield Example(tuple(read[number - 1] for number in one.pages), one, seed * 10 + at)


def printed_examples(each: int) -> Iterator[Example]:
    """Documents that a browser prints and that may be learnt from, of templates and written whole by hand; none when
    there is no browser.
    """
    read_pages = page_reader()
    try:
        with open_printer() as printer:
            for place, template in enumerate(one for one in load_templates() if not one.is_kept):
                for seed in range(each):
                    file = make_outside(FIRST_SEED + seed, template, printer)
                    (truth,) = file.documents
                    yield Example(read_pages(file.data, file.name).pages, truth, -1 - place * 1000 - seed)
            for one in (one for one in load_freehand() if not one.is_kept):
                file = make_freehand(one, printer)
                pages = read_pages(file.data, file.name).pages
                for again in range(FREEHAND_TIMES):
                    yield Example(pages, file.documents[0], -1_000_000 - one.number * 1000 - again, "", is_frank=True)
    except LookupError as absent:
        print(f"sans gabarits imprimés : {absent}", file=sys.stderr)


def examined_examples(documents: Sequence[Examined], first: int) -> Iterator[Example]:
    """Documents of an examiner, each with reading errors once more. first: number of the first one."""
    for one in documents:
        truth = one.as_truth()
        for again in range(EXAMINED_TIMES):
            number = -first - one.number * 10 - again
            dice = Random(f"spoiled-{number}")
            pages = tuple(spoil(page, dice) for page in one.pages) if again else one.pages
            yield Example(pages, truth, number, "spoiled" if again else "examined", True, one.received_on)


def varied(example: Example) -> Iterator[Example]:
    """One of three documents again, with fewer lines and other acts told (``date_pages``)."""
    dice = Random(f"varied-{example.number}")
    fields = example.truth.fields
    written, act = fields["doc_date"], fields["act_date"]
    if dice.random() > VARIED_SHARE or not written or ANY in written:
        return
    told = None if not act or ANY in act else date.fromisoformat(act[0])
    pages = vary(example.pages, code=example.truth.code, act=told, written=date.fromisoformat(written[0]), dice=dice)
    yield replace(example, pages=pages, number=VARIED_FIRST + example.number, made="varied")


def moved(example: Example) -> Iterator[Example]:
    """Most documents again, with the act, the document's date or both told elsewhere, or left out (``date_moves``)."""
    dice = Random(f"moved-{example.number}")
    fields = example.truth.fields
    told, acts = fields["doc_date"], fields["act_date"]
    if dice.random() > MOVED_SHARE or not told or ANY in told:
        return
    act = "" if not acts or ANY in acts else acts[0]
    pages, written, kind = example.pages, date.fromisoformat(told[0]), kind_of(example.truth.code)
    if act and kind and dice.random() < 0.6:
        day = date.fromisoformat(act)
        pages = move_act(pages, kind=kind, act=day, written=written, received_on=example.received_on, dice=dice)
    is_written = True
    if dice.random() < 0.7:
        made = move_date(
            pages, code=example.truth.code, written=written, act=act, received_on=example.received_on, dice=dice
        )
        pages, is_written = made.pages, made.is_written
        if not is_written and tells_another(pages, act, example.received_on):
            return  # an edition or a validation is told: whether it is the document's is not known
    silent = (ANY,) if act else ()  # an act told alone leaves the document's date open
    truth = replace(example.truth, fields={**fields, "doc_date": told if is_written else silent})
    yield replace(example, pages=pages, truth=truth, number=MOVED_FIRST + example.number, made="moved")


def hand_of(layout: str) -> str:
    """Who made a layout: a hand, an examiner, the browser, a half of those drawn at random, a third of what is written
    whole.
    """
    written = _WRITTEN.match(layout)
    if written is not None:
        return f"written-{int(written[1]) // 2 % 3}"
    examiner = layout.partition(":")[0]
    if examiner in TAUGHT:
        return examiner
    if layout.startswith(PREFIX):
        return f"random-{crc32(layout.encode()) % 2}"
    return HANDS.get(layout, "printed")


def questions_of(example: Example) -> Iterator[tuple[str, Question]]:
    """The question of each head that the page does not leave open.

    A page that tells an act and no date of its own leaves the document's open: it is only judged (« act alone »).
    """
    candidates, says_today = dates_of(example.pages, received_on=example.received_on)
    layout = example.truth.layout
    is_misread = (
        example.number // 10 % 4 == 0 and not example.made and not hand_of(layout).startswith(("printed", "written"))
    )
    for model, name in HEADS.items():
        wanted = example.truth.fields[name]
        is_open = ANY in wanted
        if is_open and name == "act_date" and (says_today or example.is_frank):
            continue
        is_judged = is_open and name == "doc_date"
        is_whole = example.made in ("", "examined")
        weight = 0.0 if is_judged else 1.0 if is_whole else MADE_WEIGHT if wanted else SILENT_WEIGHT
        yield (
            model,
            Question(
                rows=features_of(candidates),
                values=tuple(one.iso for one in candidates for _ in one.places),
                wanted=() if is_open else wanted,
                nothing=nothing_features(candidates),
                hand=hand_of(layout),
                group=layout,
                weight=weight,
                kind="act alone" if is_judged else example.made or ("misread" if is_misread else "words"),
            ),
        )


def features_of(candidates: Sequence[DateCandidate]) -> tuple[RowOfFeatures, ...]:
    """The features of each place; names are kept once for all documents."""
    return tuple(
        {intern(name): measure for name, measure in place.features.items()}
        for one in candidates
        for place in one.places
    )


def sheet_questions(count: int) -> Iterator[Question]:
    """Pages like those of style sheets: the document's date alone is known."""
    for seed in range(count):
        sheet = make_sheet(seed)
        candidates, _ = dates_of(sheet.pages, received_on=RECEIVED_ON)
        yield Question(
            rows=features_of(candidates),
            values=tuple(one.iso for one in candidates for _ in one.places),
            wanted=(sheet.written.isoformat(),),
            nothing=nothing_features(candidates),
            hand=f"sheet-{crc32(sheet.group.encode()) % 2}",
            group=sheet.group,
            weight=MADE_WEIGHT,
            kind="sheet",
        )


def gather(count: int, made: int, former: int, each: int, sheets: int) -> dict[str, list[Question]]:
    """Every question of both heads. count: files of layouts drawn at random; made: of those made by hand; former: of
    each lot of those held out once; each: documents of each printed template; sheets: pages like those of style sheets.
    """
    asked: dict[str, list[Question]] = {model: [] for model in HEADS}
    examples = (
        *((one for seed in range(FIRST_SEED, FIRST_SEED + count) for one in made_examples(seed, RANDOM)),),
        *((one for seed in range(2 * FIRST_SEED, 2 * FIRST_SEED + made) for one in made_examples(seed, "")),),
        *(
            (one for seed in range(first, first + former) for one in made_examples(seed, "", split))
            for split, first in ((FORMER, 3 * FIRST_SEED), (GIVEN, 4 * FIRST_SEED), (LATE, 5 * FIRST_SEED))
        ),
        printed_examples(each),
        *(examined_examples(load_examined(name), EXAMINED_FIRST * at) for at, name in enumerate(TAUGHT, 1)),
    )
    for one in chain.from_iterable((one, *varied(one), *moved(one)) for one in chain.from_iterable(examples)):
        for model, question in questions_of(one):
            asked[model].append(question)
    asked[DOCUMENT_MODEL].extend(sheet_questions(sheets))
    return asked


def main() -> None:
    """Train and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=3000, help="files of layouts drawn at random")
    parser.add_argument("--made", type=int, default=1500, help="files of the layouts made by hand")
    parser.add_argument("--former", type=int, default=600, help="files of each lot of layouts held out once")
    parser.add_argument("--each", type=int, default=8, help="documents of each printed template")
    parser.add_argument("--sheets", type=int, default=900, help="documents like those of style sheets")
    parser.add_argument("--target", type=Path, default=TARGET)
    asked = parser.parse_args()
    data = (
        f"{asked.count} files of layouts drawn at random and {asked.made + 3 * asked.former} of layouts made by hand, "
        f"one of four with reading errors, {asked.each} documents of each template printed by a browser, pages written "
        f"whole, printed documents of the examiners {', '.join(TAUGHT)}; one of three again with fewer lines and other "
        "acts told, most again with dates told elsewhere or left "
        f"out; for the document's date {asked.sheets} like those of style sheets (own text, fictitious persons)"
    )
    for model, questions in gather(asked.count, asked.made, asked.former, asked.each, asked.sheets).items():
        card = {"what": f"which printed date is the {HEADS[model].replace('_', ' ')}", "data": data}
        ranker = fit_dates(questions, LESSONS[model], FOLDS, families=FAMILIES, card=card)
        size = write_ranker(ranker, asked.target / f"{model}.npz")
        print(json.dumps({"model": model, "bytes": size, **ranker.card}, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
