"""The order of the records proposed, adapted to one establishment by what its people chose: a correction, in bits, of
what each trait weighs.

It is trained on some of the decisions and measured on others, that it never sees; it is proposed only when it puts the
right record first more often there, and names a wrong patient no more often. It may put another record first; a
document whose first record it changed is always shown to a person, and an INS that agrees is never overruled.
Rule: intake.md §4 (log-odds per trait), §8 (promoted only if better on a frozen set and no worse on wrong patient).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import exp2

from liane.domain.intake.learn.frozen import EXAMPLES_MIN, FROZEN_MIN, GAIN_MIN, is_frozen
from liane.domain.intake.matching.match import Agreement, TraitMatch
from liane.domain.intake.matching.score import ScoredRecord, to_probabilities
from liane.domain.intake.matching.score_evidence import MatchTrait

CORRECTION_BITS_MAX = 3.0
"""No trait is ever weighed more than this away from what it is everywhere."""
NAMED_MIN = 0.5
"""A record likelier than this is named as the patient's; named wrongly, it is a wrong patient."""
NOBODY = -1
EPOCHS = 30
RATE = 0.4
DECAY = 0.02
SETTLED = f"{MatchTrait.INS.value}|{Agreement.AGREES.value}"
ADAPTED = frozenset(
    trait.value
    for trait in MatchTrait
    if trait not in (MatchTrait.INS, MatchTrait.TWINS, MatchTrait.NAMESAKES, MatchTrait.LEARNT)
)
"""Traits whose weight may be corrected: the INS and what relatives share are weighed the same everywhere."""
TEXT = "poids des traits ajustés d'après les choix de la réception"


@dataclass(frozen=True, slots=True, kw_only=True)
class RankedRecord:
    """One record proposed: its score in bits, and how each trait compares (``trait|agreement``)."""

    score: float
    cells: tuple[str, ...]

    @property
    def is_settled(self) -> bool:
        """True when the INS of the document is the record's own."""
        return SETTLED in self.cells


@dataclass(frozen=True, slots=True, kw_only=True)
class RankExample:
    """One document that a person filed: the records proposed, best first, and the place of the one chosen.

    chosen: ``NOBODY`` when the person chose a record that was not proposed.
    """

    item_id: int
    records: tuple[RankedRecord, ...]
    chosen: int

    @property
    def is_frozen(self) -> bool:
        """Tell whether this document only measures."""
        return is_frozen(self.item_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class RankAdaptation:
    """Corrections of the weights, in bits, by ``trait|agreement``."""

    bits: Mapping[str, float] = field(default_factory=dict)

    def correct(self, record: RankedRecord) -> float:
        """The bits to add to the score of a record."""
        return sum(self.bits.get(cell, 0.0) for cell in record.cells)


@dataclass(frozen=True, slots=True, kw_only=True)
class RankFigures:
    """How records are ordered on the frozen documents. wrong: another patient than the one chosen was named."""

    documents: int
    right: int
    wrong: int

    @property
    def share(self) -> float:
        """Share whose right record comes first; 0 of nothing."""
        return self.right / self.documents if self.documents else 0.0


def name_cell(trait: str, agreement: str) -> str:
    """Name how one trait compares; empty for a trait that is weighed the same everywhere and settles nothing."""
    cell = f"{trait}|{agreement}"
    return cell if trait in ADAPTED or cell == SETTLED else ""


def describe(scored: ScoredRecord) -> RankedRecord:
    """Keep of a record what its order depends on."""
    cells = (name_cell(one.trait, one.agreement.value) for one in scored.evidence)
    return RankedRecord(score=scored.score, cells=tuple(cell for cell in cells if cell))


def correct_scores(records: Sequence[RankedRecord], adaptation: RankAdaptation | None) -> list[float] | None:
    """The scores corrected; None when the same record stays first, and nothing then changes.

    A first record whose INS is that of the document stays first.
    """
    if adaptation is None or len(records) < 2 or records[0].is_settled:
        return None
    scores = [one.score + adaptation.correct(one) for one in records]
    return scores if max(scores) > scores[0] else None


def reorder(scored: Sequence[ScoredRecord], adaptation: RankAdaptation | None) -> tuple[list[ScoredRecord], bool]:
    """Order the records found, best first, as the house chooses; True when another one comes first.

    The correction is one more line of the evidence, so that a score stays the sum of what is shown.
    """
    corrected = correct_scores([describe(one) for one in scored], adaptation)
    if corrected is None:
        return list(scored), False
    changed = []
    for one, score in zip(scored, corrected, strict=True):
        weight = score - one.score
        line = TraitMatch(trait=MatchTrait.LEARNT.value, agreement=Agreement.CLOSE, weight=weight, text=TEXT)
        changed.append(replace(one, score=score, evidence=(*one.evidence, line)))
    return sorted(changed, key=lambda one: (-one.score, one.person.record_id)), True


def train(examples: Sequence[RankExample]) -> RankAdaptation | None:
    """Fit a correction on the examples that are not frozen; None when there are too few.

    Gradient steps of a conditional logistic regression around the weights of everywhere, drawn back to them at each
    pass. The same examples give the same correction.
    """
    usable = [one for one in examples if not one.is_frozen and one.chosen != NOBODY and len(one.records) > 1]
    kept = [one for one in examples if not one.is_frozen]
    if len(kept) < EXAMPLES_MIN or not usable:
        return None
    usable.sort(key=lambda one: one.item_id)
    bits: dict[str, float] = {}
    for epoch in range(EPOCHS):
        for one in usable:
            _step(bits, one, RATE / (1 + epoch))
        for cell, value in bits.items():
            bits[cell] = max(-CORRECTION_BITS_MAX, min(CORRECTION_BITS_MAX, value * (1 - DECAY)))
    return RankAdaptation(bits=bits)


def _step(bits: dict[str, float], example: RankExample, rate: float) -> None:
    """Draw the record chosen above the others by what they do not share."""
    scores = [one.score + sum(bits.get(cell, 0.0) for cell in one.cells) for one in example.records]
    highest = max(scores)
    odds = [exp2(one - highest) for one in scores]
    total = sum(odds)
    for place, (record, chance) in enumerate(zip(example.records, odds, strict=True)):
        push = rate * ((1.0 if place == example.chosen else 0.0) - chance / total)
        for cell in record.cells:
            if cell != SETTLED:
                bits[cell] = bits.get(cell, 0.0) + push


def find_first(example: RankExample, adaptation: RankAdaptation | None, size: int) -> tuple[int, bool]:
    """The place of the record that comes first, and whether it is named as the patient's. size: of the index."""
    scores = correct_scores(example.records, adaptation) or [one.score for one in example.records]
    first = max(range(len(scores)), key=lambda place: (scores[place], -place))
    return first, to_probabilities(scores, size)[first] > NAMED_MIN


def is_right(example: RankExample, adaptation: RankAdaptation | None, size: int) -> bool:
    """Tell whether the record that a person chose comes first."""
    return find_first(example, adaptation, size)[0] == example.chosen


def is_wrong(example: RankExample, adaptation: RankAdaptation | None, size: int) -> bool:
    """Tell whether another patient than the one chosen is named."""
    first, is_named = find_first(example, adaptation, size)
    return is_named and first != example.chosen


def measure(adaptation: RankAdaptation | None, examples: Sequence[RankExample], size: int) -> RankFigures:
    """Count what an adaptation does of the frozen documents. size: of the index."""
    frozen = [one for one in examples if one.is_frozen and one.records]
    return RankFigures(
        documents=len(frozen),
        right=sum(is_right(one, adaptation, size) for one in frozen),
        wrong=sum(is_wrong(one, adaptation, size) for one in frozen),
    )


def is_better(before: RankFigures, after: RankFigures) -> bool:
    """Tell whether an adaptation may be proposed: enough frozen documents, a gain that shows, no more wrong patients.

    Rule: intake.md §8.
    """
    return after.documents >= FROZEN_MIN and after.share >= before.share + GAIN_MIN and after.wrong <= before.wrong
