"""What is counted: fields, records, filings, splits, calibration. Pure: truths and answers in, figures out."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from eval.case import Filing
from eval.generate import ANY, TrueDocument, TrueFile
from eval.people import fold
from liane.domain.intake.fields import PUBLISHED_FIELDS, FieldName
from liane.domain.intake.outcome import IntakeAction, IntakeDocument

RECORD_SKIPPED = frozenset({"namesake", "duplicate", "two_patients", "other_sticker", "other_ins"})
"""Traps where no record is the right one to propose first."""
EXAMPLES_MAX = 5000
BINS = 10


@dataclass(slots=True)
class Tally:
    """Outcomes of one field. printed: values to find; exact, wrong, missed among them; invented: values where nothing
    is printed, among ``absent``.
    """

    printed: int = 0
    exact: int = 0
    wrong: int = 0
    missed: int = 0
    absent: int = 0
    invented: int = 0

    @property
    def rate(self) -> float | None:
        """Share of printed values read exactly."""
        return self.exact / self.printed if self.printed else None

    def add(self, truth: Sequence[str], value: str | None, *, is_name: bool) -> str:
        """Count one document; tells what happened."""
        if ANY in truth:
            return ""
        if not truth:
            self.absent += 1
            self.invented += value is not None
            return "invented" if value is not None else ""
        self.printed += 1
        if value is None:
            self.missed += 1
            return "missed"
        wanted = {fold(one) for one in truth} if is_name else set(truth)
        if (fold(value) if is_name else value) in wanted:
            self.exact += 1
            return ""
        self.wrong += 1
        return "wrong"


@dataclass(slots=True)
class Scores:
    """Figures of one grade."""

    fields: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    together: Tally = field(default_factory=Tally)
    not_swapped: Tally = field(default_factory=Tally)
    first_record: Tally = field(default_factory=Tally)
    documents: int = 0
    files: int = 0
    pages: int = 0
    seconds: float = 0.0
    slowest: list[float] = field(default_factory=list)
    allowed: int = 0
    allowed_filed: int = 0
    filed: int = 0
    wrong_patient: int = 0
    forbidden: int = 0
    forbidden_filed: int = 0
    splits: Tally = field(default_factory=Tally)
    several: Tally = field(default_factory=Tally)
    merged: int = 0
    reliability: dict[str, list[tuple[float, bool]]] = field(default_factory=lambda: defaultdict(list))
    codes: Counter[str] = field(default_factory=Counter)
    by_layout: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    examples: list[dict[str, object]] = field(default_factory=list)

    def note(self, **facts: object) -> None:
        """Keep an example of a failure (fictitious persons)."""
        if len(self.examples) < EXAMPLES_MAX:
            self.examples.append(facts)


def count_file(scores: Scores, file: TrueFile, answers: Sequence[IntakeDocument], seconds: float, pages: int) -> None:
    """Add one file."""
    scores.files += 1
    scores.pages += pages
    scores.seconds += seconds
    scores.slowest.append(seconds / max(1, pages))
    groups = {tuple(sorted(answer.read.pages)) for answer in answers}
    truths = {document.pages for document in file.documents}
    is_right = groups == truths
    tally = scores.several if len(truths) > 1 else scores.splits
    tally.printed += 1
    tally.exact += is_right
    if not is_right:
        scores.note(kind="split", seed=file.seed, truth=sorted(truths), got=sorted(groups))
    for answer in answers:
        owners = [one for one in file.documents if set(one.pages) & set(answer.read.pages)]
        scores.merged += len({one.record_id or one.trap for one in owners}) > 1 and len(owners) > 1
        _count_filing(scores, file, answer, owners)
    for document in file.documents:
        best = max(answers, key=lambda one: len(set(one.read.pages) & set(document.pages)), default=None)
        if best is not None:
            count_document(scores, file, document, best)


def _count_filing(scores: Scores, file: TrueFile, answer: IntakeDocument, owners: Sequence[TrueDocument]) -> None:
    if answer.decision.action is not IntakeAction.AUTO:
        return
    scores.filed += 1
    record = answer.decision.record_id
    if any(one.record_id != record for one in owners) or not owners:
        scores.wrong_patient += 1
        scores.note(kind="WRONG PATIENT", seed=file.seed, trap=[one.trap for one in owners], got=record)
    if any(one.filing is Filing.FORBIDDEN for one in owners):
        scores.forbidden_filed += 1
        scores.note(kind="MUST BE SHOWN", seed=file.seed, reason=[one.reason for one in owners], got=record)


def count_document(scores: Scores, file: TrueFile, truth: TrueDocument, answer: IntakeDocument) -> None:
    """Add one document."""
    scores.documents += 1
    scores.by_layout[truth.layout]["documents"] += 1
    values = {name: _value(answer, name) for name in PUBLISHED_FIELDS}
    for name in PUBLISHED_FIELDS:
        wanted = truth.fields.get(name.value, (ANY,))
        what = _count_field(scores, name, wanted, values[name], answer)
        if what:
            scores.by_layout[truth.layout][f"{name.value} {what}"] += 1
            scores.note(kind=what, field=name.value, seed=file.seed, layout=truth.layout, trap=truth.trap, truth=list(wanted), got=values[name])  # fmt: skip
    _count_names(scores, truth, values)
    _count_record(scores, file, truth, answer)


def _count_field(
    scores: Scores, name: FieldName, wanted: Sequence[str], value: str | None, answer: IntakeDocument
) -> str:
    tally = scores.fields[name.value]
    if name is FieldName.RECIPIENTS:
        return _count_recipients(tally, wanted, answer)
    what = tally.add(wanted, value, is_name=name.value.endswith(("name", "names", "family", "given")))
    if value is not None and ANY not in wanted:
        confidence = answer.read.fields[name].chosen.confidence
        scores.reliability[name.value].append((confidence, not what))
    return what


def _count_recipients(tally: Tally, wanted: Sequence[str], answer: IntakeDocument) -> str:
    if ANY in wanted:
        return ""
    found = answer.read.fields.get(FieldName.RECIPIENTS)
    texts = [fold(one.value) for one in (found.values or (found.chosen,))] if found else []
    tally.printed += 1
    if all(any(fold(name) in text for text in texts) for name in wanted) and len(texts) == len(wanted):
        tally.exact += 1
        return ""
    tally.missed += not texts
    tally.wrong += bool(texts)
    return "wrong" if texts else "missed"


def _count_names(scores: Scores, truth: TrueDocument, values: dict[FieldName, str | None]) -> None:
    birth, first, used = (truth.fields[name] for name in ("birth_name", "first_name", "used_name"))
    if ANY in birth or ANY in first or ANY in used:
        return
    if birth and first:
        scores.together.printed += 1
        scores.together.exact += fold(values[FieldName.BIRTH_NAME] or "") == fold(birth[0]) and fold(
            values[FieldName.FIRST_NAME] or ""
        ) == fold(first[0])
    if used:
        scores.not_swapped.printed += 1
        is_swapped = fold(values[FieldName.BIRTH_NAME] or "") == fold(used[0]) or (
            bool(birth) and fold(values[FieldName.USED_NAME] or "") == fold(birth[0])
        )
        scores.not_swapped.exact += not is_swapped


def _count_record(scores: Scores, file: TrueFile, truth: TrueDocument, answer: IntakeDocument) -> None:
    proposed = answer.matching.matches[0].person.record_id if answer.matching.matches else None
    if truth.record_id and truth.trap not in RECORD_SKIPPED:
        scores.first_record.printed += 1
        scores.first_record.exact += proposed == truth.record_id
        if proposed != truth.record_id:
            scores.note(kind="record", seed=file.seed, layout=truth.layout, trap=truth.trap, truth=truth.record_id, got=proposed)  # fmt: skip
        if answer.matching.matches:
            scores.reliability["record"].append((answer.matching.matches[0].probability, proposed == truth.record_id))
    is_filed = answer.decision.action is IntakeAction.AUTO
    if truth.filing is Filing.ALLOWED:
        scores.allowed += 1
        scores.allowed_filed += is_filed and answer.decision.record_id == truth.record_id
        if not is_filed:
            scores.codes.update(answer.decision.codes)
            scores.note(kind="not filed", seed=file.seed, layout=truth.layout, trap=truth.trap, codes=list(answer.decision.codes))  # fmt: skip
    elif truth.filing is Filing.FORBIDDEN:
        scores.forbidden += 1


def _value(answer: IntakeDocument, name: FieldName) -> str | None:
    found = answer.read.fields.get(name)
    return found.chosen.value if found else None


def calibration_error(points: Iterable[tuple[float, bool]]) -> float | None:
    """Expected calibration error over BINS bins."""
    points = list(points)
    if not points:
        return None
    edges = [number / BINS for number in range(BINS + 1)]
    error = 0.0
    for low, high in pairwise(edges):
        some = [one for one in points if low <= one[0] < high or (high == 1.0 and one[0] >= 1.0)]
        if some:
            error += abs(sum(p for p, _ in some) - sum(right for _, right in some)) / len(points)
    return error


def upper_bound(errors: int, count: int) -> float | None:
    """Upper bound at 95 % of a rate (exact binomial, by bisection). Zero errors of n: about 3/n. Rule: intake.md §5."""
    if count == 0:
        return None
    low, high = errors / count, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        if _at_most(errors, count, middle) > 0.05:
            low = middle
        else:
            high = middle
    return high


def _at_most(errors: int, count: int, rate: float) -> float:
    term = (1 - rate) ** count
    total = term
    for number in range(1, errors + 1):
        term *= (count - number + 1) / number * rate / max(1e-300, 1 - rate)
        total += term
    return total
