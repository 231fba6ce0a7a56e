"""Train the rankers of persons (rank_author.npz, rank_recipient.npz) and say what they are worth on layouts left out.

Data: hand-made and random layouts of the splits that may be seen, as words and misread words; pages of many manners
(tools/person_pages*.py); templates and documents written by hand, printed by Chromium when it is there; documents
that the examiners print, of those that may be learnt from. Folds are over layouts and examiners, never documents.

``python -m tools.train_persons [--each 6] [--report]``: --report writes nothing, and only prints the figures.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from eval.freehand import load_freehand, make_freehand
from eval.generate import ANY, TrueDocument, layouts_of, make_file
from eval.outside import load_templates, make_outside, open_printer
from eval.people import fold
from eval.running import RECEIVED_ON, page_reader
from eval.types import FORMER, GIVEN, LATE, SEEN

import liane.domain.intake.extract
from liane.domain.intake.extract.document import persons_of
from liane.domain.intake.extract.people import person_features
from liane.domain.intake.extract.people.person_features import describe_mentions
from liane.domain.intake.extract.people.persons import Person
from liane.domain.intake.extract.people.professionals import family_key, find_mentions
from liane.domain.intake.extract.people.rank_persons import AUTHOR_MODEL, CHOSEN_MIN, RECIPIENT_MODEL, group_mentions
from liane.domain.intake.extract.surface.ranking import Ranker
from liane.domain.intake.fields import Role
from liane.domain.intake.page import Page
from tools.examined_pages import TAUGHT, copies_of, load_copies
from tools.person_pages import PersonPage, make_page
from tools.person_pages_forms import make_form_page
from tools.person_pages_kinds import make_kind_page
from tools.person_pages_lab import make_lab_page
from tools.person_pages_meeting import make_meeting_page
from tools.person_pages_team import make_team_page
from tools.person_pages_terse import make_terse_page
from tools.person_pages_unsigned import make_unsigned_page
from tools.ranking_fit import RankedRow, Recipe, fit_ranker, write_ranker

DATA = Path(liane.domain.intake.extract.__file__).parent / "data"
RANDOM_GROUPS = 240
MAKERS: tuple[tuple[Callable[..., PersonPage], int], ...] = (
    (make_page, 350), (make_lab_page, 150), (make_team_page, 120), (make_kind_page, 250), (make_form_page, 450),
    (make_unsigned_page, 500), (make_terse_page, 700), (make_meeting_page, 120),
)  # fmt: skip
"""Makers of pages, and how many groups of each."""
SILENT = (make_lab_page, make_team_page, make_meeting_page)
"""Makers whose pages say nothing of addressees."""
KINDS = ("modele", "libre", "hasard", "personnes", "labo", "equipe", "genre", "fiche", "sans", "bref",
         "reunion", "examen")  # fmt: skip
"""Beginnings of the names of groups that figures are told by; every other one is a layout of its own."""
RECIPE = Recipe(
    hidden=person_features.WORD_FAMILIES | person_features.RULE_FAMILIES, epochs=6, folds=3, weight_decay=0.1, hide=0.4,
    nets=2,
)  # fmt: skip
LACKING_SHARE = 0.1
"""Share of documents without author that the answer « nobody » is set for: the training draws more of them."""
FREEHAND_COPIES = 4
"""Copies of a document written by hand, all but the first misread: few, and the nearest to real ones."""
Wanted = tuple[str, ...] | None
"""Family names that a page prints in a role, folded; None: not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One document: its mentions, their rows, whether each is the author and an addressee (None: not known)."""

    group: str
    mentions: Sequence[Person]
    rows: Sequence[dict[str, float]]
    authors: Wanted
    recipients: Wanted
    given: str = ""

    def labels(self, role: Role) -> list[bool] | None:
        """The label of each mention for a role; None when the truth is silent."""
        wanted = self.authors if role is Role.AUTHOR else self.recipients
        if wanted is None:
            return None
        return [family_key(one) in wanted and (role is not Role.AUTHOR or self._may_be(one)) for one in self.mentions]

    def _may_be(self, person: Person) -> bool:
        given = fold(person.name.given.raw) if person.name.given is not None else ""
        return not (given and self.given) or given[0] == self.given[0]


def make_sample(pages: Sequence[Page], group: str, authors: Wanted, recipients: Wanted, given: str = "") -> Sample:
    """Find the mentions of some pages, as reading does."""
    readings, persons = persons_of(pages, received_on=RECEIVED_ON)
    mentions = find_mentions(readings, persons)
    rows = describe_mentions(readings, mentions)
    return Sample(group=group, mentions=mentions, rows=rows, authors=authors, recipients=recipients, given=given)


def of_truth(pages: Sequence[Page], group: str, truth: TrueDocument) -> Sample:
    """A sample from the truth of an evaluation document."""
    author, given, to = (truth.fields[name] for name in ("author_family", "author_given", "recipients"))
    kept = tuple(page for page in pages if page.number in truth.pages)
    return make_sample(kept, group, _wanted(author), _wanted(to), "" if ANY in given or not given else fold(given[0]))


def _wanted(values: tuple[str, ...]) -> Wanted:
    return None if ANY in values else tuple(fold(one) for one in values)


def _layout_samples(names: Iterable[str], seeds: Sequence[int], grade: str, *, split: str = SEEN) -> Iterator[Sample]:
    for number, name in enumerate(names):
        for seed in seeds:
            file = make_file(seed * 1000 + number, grade=grade, split=split, layout=name)
            if file.words is not None:
                yield from (of_truth(file.words.pages, name, one) for one in file.documents)


def _person_samples(
    make: Callable[..., PersonPage], groups: Iterable[int], seeds: Sequence[int], *, is_misread: bool
) -> Iterator[Sample]:
    """Pages of one maker."""
    for group in groups:
        for seed in seeds:
            page = make(seed, group, is_misread=is_misread)
            authors = tuple(fold(one.family) for one in (page.author, *page.cosigners) if one is not None)
            to = tuple(fold(one.family) for one in page.recipients) if make not in SILENT else None
            given = fold(page.author.given) if page.author and not page.cosigners else ""
            yield make_sample(page.pages, page.group, authors, to, given)


def _template_samples(each: int) -> Iterator[Sample]:
    """Templates that may be learnt from, printed by Chromium; none, and a word about it, when it is absent."""
    read = page_reader()
    try:
        with open_printer() as printer:
            for template in load_templates():
                for seed in range(40_000, 40_000 + (0 if template.is_kept else each)):
                    file = make_outside(seed, template, printer)
                    yield of_truth(read(file.data, file.name).pages, f"modele-{template.name}", file.documents[0])
    except LookupError as absent:
        print(f"modèles sautés : {absent}", file=sys.stderr)


def _freehand_samples() -> Iterator[Sample]:
    """Documents written by hand that may be learnt from, printed by Chromium, and the same misread; none without it."""
    read = page_reader()
    try:
        with open_printer() as printer:
            for one in load_freehand():
                if one.is_kept:
                    continue
                file = make_freehand(one, printer)
                for told in copies_of(read(file.data, file.name).pages, FREEHAND_COPIES, one.name):
                    yield of_truth(told, f"libre-{one.number:03d}", file.documents[0])
    except LookupError as absent:
        print(f"documents écrits à la main sautés : {absent}", file=sys.stderr)


def _examined_samples() -> Iterator[Sample]:
    """Documents of the examiners that may be learnt from, each of these left out whole.

    Their authors alone teach: learnt with their addressees, who prescribes or asks was told to be written to.
    """
    for name in TAUGHT:
        for pages, truth in load_copies(name):
            yield replace(of_truth(pages, f"examen-{name}", truth), recipients=None)


def make_samples(each: int) -> list[Sample]:
    """Every sample. each: documents of each hand-made layout, as words; half as many misread."""
    drawn = [f"hasard-{group:03d}" for group in range(1, RANDOM_GROUPS + 1)]
    few = max(2, each // 4)
    samples = [*_examined_samples(), *_template_samples(max(3, each // 2)), *_freehand_samples()]
    for split in (SEEN, FORMER, GIVEN, LATE):
        hand = [one.name for one in layouts_of(split)]
        samples += _layout_samples(hand, range(300, 300 + each), "words", split=split)
        samples += _layout_samples(hand, range(400, 400 + each // 2), "misread", split=split)
    samples += _layout_samples(drawn, range(500, 500 + few), "words")
    samples += _layout_samples(drawn, range(600, 600 + few // 2), "misread")
    for make, count in MAKERS:
        samples += _person_samples(make, range(count), range(few), is_misread=False)
        samples += _person_samples(make, range(count), range(100, 100 + few // 2), is_misread=True)
    return samples


def rows_of(samples: Sequence[Sample], role: Role) -> list[RankedRow]:
    """Labelled rows of a role; those of one person are places of one candidate, whose name begins its value."""
    rows = []
    for number, sample in enumerate(samples):
        owners = group_mentions(sample.mentions)
        for at, label in enumerate(sample.labels(role) or ()):
            value = f"{family_key(sample.mentions[at])}#{owners[at] if role is Role.AUTHOR else ''}"
            row = RankedRow(features=sample.rows[at], label=label, group=sample.group, document=number, value=value)
            rows.append(row)
    return rows


def judge(samples: Sequence[Sample], chosen: Sequence[set[str]], role: Role) -> dict[str, Counter[str]]:
    """Right, wrong, missed, invented documents by kind of group; chosen: family names by sample."""
    counts: dict[str, Counter[str]] = {}
    for sample, got in zip(samples, chosen, strict=True):
        wanted = sample.authors if role is Role.AUTHOR else sample.recipients
        if wanted is None:
            continue
        kind = sample.group.split("-")[0]
        kind = kind if kind in KINDS else "main"
        is_right = got == set(wanted) or (
            role is Role.AUTHOR and bool(got) and got <= set(wanted)
        )  # one of two signers
        what = "right" if is_right else "missed" if not got else "wrong" if wanted else "invented"
        counts.setdefault(kind, Counter())[what] += 1
        counts.setdefault("tout", Counter())[what] += 1
    return counts


def choose(
    samples: Sequence[Sample], rows: Sequence[RankedRow], logits: Sequence[float], ranker: Ranker, role: Role
) -> list[set[str]]:
    """Family names chosen for each sample: the best one for an author, every one above the threshold for addressees.

    logits: calibrated, of each candidate (document and family name) in the order of the rows.
    """
    chosen: list[set[str]] = [set() for _ in samples]
    by_document: dict[int, dict[str, float]] = {}
    for (number, family), logit in zip(dict.fromkeys((one.document, one.value) for one in rows), logits, strict=True):
        by_document.setdefault(number, {})[family] = (logit - ranker.shift) / ranker.slope
    for number, measures in by_document.items():
        values = np.array(list(measures.values()))
        shares = ranker.share_measures(values)
        if role is Role.RECIPIENT:
            chosen[number] = {
                one.partition("#")[0]
                for one, value in measures.items()
                if ranker.slope * value + ranker.shift >= CHOSEN_MIN
            }
        elif max(shares) >= 1 / (1 + np.exp(-CHOSEN_MIN)):
            chosen[number] = {list(measures)[int(np.argmax(shares))].partition("#")[0]}
    return chosen


def by_rules(samples: Sequence[Sample], role: Role) -> list[set[str]]:
    """What the rules alone choose."""
    return [
        {family_key(one) for one in sample.mentions if one.role is role} if role is Role.RECIPIENT
        else {family_key(one) for one in [one for one in sample.mentions if one.role is role][:1]}
        for sample in samples
    ]  # fmt: skip


def set_prior(ranker: Ranker, rows: Sequence[RankedRow]) -> Ranker:
    """The same ranker, its answer « nobody » as likely as in LACKING_SHARE of documents, whatever the training has."""
    answers: dict[int, bool] = {}
    for one in rows:
        answers[one.document] = answers.get(one.document, False) or one.label
    having = sum(answers.values())
    shift = float(np.log((1 - LACKING_SHARE) / LACKING_SHARE) - np.log(having / max(1, len(answers) - having)))
    return replace(ranker, one_shift=round(ranker.one_shift + shift, 4))


def main() -> int:
    """Train, tell, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--each", type=int, default=6)
    parser.add_argument("--report", action="store_true")
    asked = parser.parse_args()
    samples = make_samples(asked.each)
    for role, model, what in (
        (Role.AUTHOR, AUTHOR_MODEL, "this mention names the author of the document"),
        (Role.RECIPIENT, RECIPIENT_MODEL, "this mention names an addressee of the document"),
    ):
        rows = rows_of(samples, role)
        data = (
            "hand-made and random layouts, templates, documents written by hand; pages of persons, laboratories, "
            "teams, forms, short messages and other kinds, some signed by nobody; for authors printed documents of "
            f"the examiners {', '.join(TAUGHT)}; words and misread words"
        )
        recipe = replace(RECIPE, adds=role is Role.AUTHOR)
        ranker, logits = fit_ranker(rows, recipe, families=person_features.FAMILIES, what=what, data=data)
        if role is Role.AUTHOR:
            ranker = set_prior(ranker, rows)
        before, after = by_rules(samples, role), choose(samples, rows, list(logits), ranker, role)
        for kind, counts in judge(samples, after, role).items():
            print(f"{model} {kind}: rules {dict(judge(samples, before, role)[kind])} ranker {dict(counts)}")
        if not asked.report:
            print(f"{write_ranker(ranker, DATA / f'{model}.npz')} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
