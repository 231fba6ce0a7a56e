"""The steps of the reading that run in worker processes: parting, fields and types, matching against known answers, and
the decision. Plain functions of values that travel; the pages themselves are read by ``pages.PageReader``.

Rule: intake.md §1 (every stage is a plain function), §9 (OCR in worker processes).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from liane.codecs.hl7v2.policy import AcceptancePolicy
from liane.domain.intake.decide.decision import decide
from liane.domain.intake.decide.parts import Part, hold_parts
from liane.domain.intake.extract.surface.reading import References
from liane.domain.intake.fields import ReadDocument
from liane.domain.intake.learn.record_ranking import RankAdaptation
from liane.domain.intake.learn.thresholds import SiteThresholds
from liane.domain.intake.matching.match import Matching
from liane.domain.intake.modes import ModeRule, find_rule, find_type, make_open_policy, make_policy
from liane.domain.intake.outcome import IntakeDecision, IntakeDocument
from liane.domain.intake.page import Page
from liane.domain.intake.papers import place_on_sheet
from liane.domain.intake.recognise.fields import recognise_fields
from liane.domain.intake.recognise.guided import match
from liane.domain.intake.split import part_documents
from liane.pipeline.intake.asked_index import Answers, AskedIndex, Question
from liane.pipeline.intake.reader import cross_check, describe_pages
from liane.pipeline.intake.structured import describe_structured, read_structured


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One structured document: what it says of itself, and the PDF that it encloses, None when none."""

    read: ReadDocument
    pdf: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingRules:
    """What the hospital allows for the source in hand. rules: every mode; stopped: sources turned off; order: what was
    learnt of the order of the records; site: certainties measured on site.
    """

    source: str
    rules: tuple[ModeRule, ...] = ()
    stopped: frozenset[str] = frozenset()
    is_production: bool = True
    order: RankAdaptation | None = None
    site: SiteThresholds | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One document matched and decided under its rule. would_file: what automation would do were it allowed."""

    document: IntakeDocument
    rule: ModeRule
    open_decision: IntakeDecision


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One run of the matching: what is missing to answer it, else the documents judged."""

    missing: tuple[Question, ...]
    judged: tuple[Judged, ...]


Seen = tuple[ReadDocument, tuple[Page, ...]]
"""One document as read, with its pages."""


def part_pages(pages: Sequence[Page]) -> tuple[tuple[Page, ...], ...]:
    """The pages of each document of a file. Rule: intake.md §1.5."""
    return part_documents(pages)


def read_group(pages: Sequence[Page], received_on: str, references: References, names: tuple[str, ...]) -> ReadDocument:
    """Read the pages of one document. names: of its file and of its mail. Rule: intake.md §1.6, §1.7."""
    return describe_pages(pages, received_on, references, names=names)


def open_structured(data: bytes, accepted: AcceptancePolicy) -> tuple[Told, ...]:
    """Read what a structured file says of its documents. Raises InvalidInput. Rule: intake.md §1.2."""
    return tuple(Told(read=describe_structured(one), pdf=one.pdf) for one in read_structured(data, accepted))


def check_told(read: ReadDocument, pages: Sequence[Page], received_on: str, references: References) -> ReadDocument:
    """Set what the pages say beside what structured data told. Rule: intake.md §1.2 (cross-check)."""
    return cross_check(read, pages, received_on, references)


def judge(seen: Sequence[Seen], answers: Answers, rules: ReadingRules) -> Round:
    """Match and decide every document with the answers known; what is missing is told, and nothing is then judged."""
    index = AskedIndex(answers)
    matchings = [match(read, pages, index, rules.order) for read, pages in seen]
    if index.missing:
        return Round(missing=index.missing, judged=())
    pairs = zip(seen, matchings, strict=True)
    judged = [_judge(read, pages, matching, rules) for (read, pages), matching in pairs]
    return Round(missing=(), judged=_hold(judged, seen))


def judge_unanswered(seen: Sequence[Seen], answers: Answers, rules: ReadingRules) -> Round:
    """Judge with the answers known, whatever is missing: whoever is proposed then never goes without a person."""
    index = AskedIndex(answers)
    judged = []
    for read, pages in seen:
        matching = replace(match(read, pages, index, rules.order), neighbours=None)
        judged.append(_judge(read, pages, matching, rules))
    return Round(missing=(), judged=tuple(judged))


def _hold(judged: Sequence[Judged], seen: Sequence[Seen]) -> tuple[Judged, ...]:
    """Set what the parts of a file say of one another against what was decided of each alone, openly too."""
    own = [
        Part(pages, one.document.matching, one.document.decision) for (_, pages), one in zip(seen, judged, strict=True)
    ]
    opened = [part._replace(decision=one.open_decision) for part, one in zip(own, judged, strict=True)]
    decided = zip(judged, hold_parts(own), hold_parts(opened), strict=True)
    return tuple(
        replace(one, document=replace(one.document, decision=decision), open_decision=everywhere)
        for one, decision, everywhere in decided
    )


def _judge(read: ReadDocument, pages: Sequence[Page], matching: Matching, rules: ReadingRules) -> Judged:
    rule = find_rule(rules.rules, rules.source, find_type(read))
    policy = make_policy(rule, rules.source, stopped=rules.stopped, is_production=rules.is_production, site=rules.site)
    decision = decide(read, pages, matching, policy=policy, source=rules.source)
    everywhere = make_open_policy(is_production=rules.is_production, site=rules.site)
    recognised = place_on_sheet(recognise_fields(read, pages, matching), pages)
    return Judged(
        document=IntakeDocument(read=recognised, matching=matching, decision=decision),
        rule=rule,
        open_decision=decide(read, pages, matching, policy=everywhere, source=rules.source),
    )
