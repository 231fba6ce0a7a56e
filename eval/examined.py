"""What an examiner counts: its truth and the JSON of ``liane intake read`` in, figures out. Pure.

The conventions of an examiner: names without accents, hyphens or case; recipients compared by their family names; a
type is right when it is one of those accepted; a field left out of the truth is not scored, one that is null must not
be read. A document whose pages were not found together counts as not filed, and its fields are not scored.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from eval.people import fold
from eval.scores import Tally

FIELDS = (
    "birth_date", "ins", "birth_name", "first_name", "used_name", "first_names", "sex", "doc_type", "doc_date", "act_date",
    "author_family", "author_given", "author_rpps", "recipients", "structure_name", "structure_finess", "episode",
)  # fmt: skip
NUMBERS = frozenset({"ins", "author_rpps", "structure_finess", "episode"})
AUTO = "auto"


@dataclass(slots=True)
class Examined:
    """Figures of one grade. filed: documents of the truth filed without a click, by whichever answer holds a page."""

    fields: dict[str, Tally] = field(default_factory=lambda: {name: Tally() for name in FIELDS})
    first_record: Tally = field(default_factory=Tally)
    splits: Tally = field(default_factory=Tally)
    files: int = 0
    documents: int = 0
    unread: int = 0
    allowed: int = 0
    allowed_filed: int = 0
    filed: int = 0
    wrong_patient: int = 0
    forbidden: int = 0
    forbidden_filed: int = 0


@dataclass(frozen=True, slots=True)
class Note:
    """One thing that went wrong, for who may read it."""

    layout: str
    file: str
    what: str
    truth: object
    answer: object

    def __str__(self) -> str:
        return " | ".join(str(one) for one in (self.layout, self.file, self.what, self.truth, self.answer))


def score(
    truth: Mapping[str, Mapping[str, Any]], answers: Mapping[str, Mapping[str, Any]]
) -> tuple[dict[str, Examined], list[Note]]:
    """Figures by grade, and what went wrong."""
    results: dict[str, Examined] = defaultdict(Examined)
    notes: list[Note] = []
    for name, file in truth.items():
        figures = results[file["grade"]]
        figures.files += 1

        def note(what: str, wanted: object, got: object, layout: str = file["layout"], name: str = name) -> None:
            notes.append(Note(layout, name, what, wanted, got))

        found = answers.get(name, {}).get("documents")
        if found is None:
            figures.unread += 1
            note("unread", None, None)
            found = []
        _count_split(figures, file["documents"], found, note)
        for document, answer in _pair(file["documents"], found):
            _count_document(figures, document, answer, found, note)
    return dict(results), notes


Noted = Callable[[str, object, object], None]


def _pair(
    truths: Sequence[Mapping[str, Any]], found: Sequence[Mapping[str, Any]]
) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any] | None]]:
    """Each true document with the answer of the same pages; papers of one page, whose pages are the same, in order."""
    left = list(found)
    for truth in truths:
        answer = next((one for one in left if one["pages"] == truth["pages"]), None)
        if answer is not None:
            left.remove(answer)
        yield truth, answer


def _count_split(
    figures: Examined, truths: Sequence[Mapping[str, Any]], found: Sequence[Mapping[str, Any]], note: Noted
) -> None:
    if len(truths) == 1 and len(found) <= 1:
        return
    wanted, got = [one["pages"] for one in truths], [one["pages"] for one in found]
    figures.splits.printed += 1
    figures.splits.exact += wanted == got
    if wanted != got:
        note("split", wanted, got)


def _count_document(
    figures: Examined,
    truth: Mapping[str, Any],
    answer: Mapping[str, Any] | None,
    found: Sequence[Mapping[str, Any]],
    note: Noted,
) -> None:
    figures.documents += 1
    _count_filing(figures, truth, found, note)
    if truth["may_auto"]:
        figures.allowed += 1
        is_filed = answer is not None and answer["action"] == AUTO and answer["record_id"] == truth["record_id"]
        figures.allowed_filed += is_filed
        if not is_filed:
            note("not filed", truth["trap"], answer and answer["reason"])
    else:
        figures.forbidden += 1
    if answer is None:
        return
    if truth.get("record_id") and not truth["trap"]:
        _count_record(figures.first_record, truth["record_id"], answer, note)
    for name in FIELDS:
        if name in truth["fields"]:
            _count_field(figures.fields[name], name, truth["fields"][name], value_of(answer, name), note)


def _count_filing(figures: Examined, truth: Mapping[str, Any], found: Sequence[Mapping[str, Any]], note: Noted) -> None:
    for one in found:
        if one["action"] != AUTO or not set(one["pages"]) & set(truth["pages"]):
            continue
        figures.filed += 1
        if one["record_id"] != truth.get("record_id"):  # where two records fit alike none is told: any is wrong
            figures.wrong_patient += 1
            note("WRONG PATIENT", truth.get("record_id"), one["record_id"])
        elif not truth["may_auto"]:
            figures.forbidden_filed += 1
            note("MUST BE SHOWN", truth["trap"], one["reason"])


def _count_record(tally: Tally, wanted: str, answer: Mapping[str, Any], note: Noted) -> None:
    proposed = answer["candidates"][0]["record_id"] if answer["candidates"] else answer["record_id"]
    tally.printed += 1
    tally.exact += proposed == wanted
    if proposed != wanted:
        note("record", wanted, proposed)


def _count_field(tally: Tally, name: str, wanted: Any, got: Any, note: Noted) -> None:
    if not wanted:
        tally.absent += 1
        if got:
            tally.invented += 1
            note(f"invented {name}", None, got)
        return
    tally.printed += 1
    if not got:
        tally.missed += 1
        note(f"missed {name}", wanted, None)
    elif is_right(name, wanted, got):
        tally.exact += 1
    else:
        tally.wrong += 1
        note(f"wrong {name}", wanted, got)


def value_of(answer: Mapping[str, Any], name: str) -> Any:
    """The value read of a field, None when nothing was."""
    found = answer["fields"].get(name)
    return found and found["value"]


def is_right(name: str, wanted: Any, got: Any) -> bool:
    """Whether a value read is the one of the truth, by the conventions of the examiners."""
    if name == "doc_type":
        return got in (wanted if isinstance(wanted, list) else [wanted])
    if name == "recipients":
        return _are_recipients(wanted, got)
    if name == "first_names":
        return fold(_joined(wanted)) == fold(_joined(got))
    accepted = wanted if isinstance(wanted, list) else [wanted]
    if name == "structure_name":
        return any(fold(one) in fold(got) or fold(got) in fold(one) for one in accepted)
    if name in NUMBERS:
        return any(_bare(one) == _bare(got) for one in accepted)
    return any(fold(one) == fold(got) for one in accepted)


def _are_recipients(wanted: Sequence[str], got: Any) -> bool:
    """As many as wanted, each family among the words of one that was read."""
    families = {fold(one) for one in wanted}
    read = [set(fold(one).split()) for one in (got if isinstance(got, list) else re.split(r"[;,]", got))]
    return len(read) == len(families) and all(any(set(one.split()) <= words for words in read) for one in families)


def _joined(names: str | Sequence[str]) -> str:
    return names if isinstance(names, str) else " ".join(names)


def _bare(number: object) -> str:
    return re.sub(r"\W", "", str(number)).upper()
