"""The figures of what comes in: what became of it, how long it took, why people looked, what filed itself. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from liane.domain.intake.decide.policy import ANY, FilingMode
from liane.domain.intake.modes import ModeRule
from liane.domain.intake.sampling import AutomationWatch, SourceWatch
from liane.store.intake_automation import ModeSet
from liane.store.intake_automation_figures import OutcomeCount, PeriodFigures, ReadingTime, ShadowCount
from liane.store.intake_records import IntakeItem, ItemSource
from liane.web.french import NBSP, count_of, format_count, format_duration
from liane.web.views.intake_item import FIELD_LABELS
from liane.web.views.intake_words import SOURCE_WORDS
from liane.web.views.states import Shape, State

MODE_WORDS = {
    FilingMode.MANUAL: "manuel : rien n’est proposé",
    FilingMode.PROPOSAL: "proposition : une personne confirme",
    FilingMode.AUTOMATIC: "automatique : intégré seul quand tout concorde",
}
SHADOW_WORD = "à blanc : rien n’est intégré seul, Liane compare"
BOUND_TOLD_FROM = 2
"""Below one in two, a bound says nothing: too few filings were looked at again."""
_SECOND_MS = 1000.0


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeRow:
    """What became of one type from one source. share: of those filed, how many without a person."""

    source: str
    type_label: str
    alone: int
    two_clicks: int
    by_hand: int
    refused: int
    waiting: int
    share: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeRow:
    """How long readings took, in words."""

    name: str
    files: int
    pages: int
    page_p50: str
    page_p95: str
    file_p50: str
    file_p95: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchRow:
    """The surveillance of one source filed without a click. bound: upper bound of the error, at 95 %.

    item_id: the document that stopped it, 0 when it goes on. released: the last release, in words.
    """

    source: str
    name: str
    state: State
    filed: str
    reviewed: str
    wrong: str
    bound: str
    item_id: int
    released: str
    is_stopped: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ModeRow:
    """How documents of a source and a type are filed, and who says so."""

    source: str
    type_label: str
    mode: str
    by: str
    at: datetime | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShadowRow:
    """What automation would have filed, compared with what people did."""

    source: str
    would_file: int
    same: int
    other: int
    state: State


def tell_source(source: str) -> str:
    """Name a source in words: its kind, and which one."""
    if source in (ANY, ""):
        return "toutes les sources"
    kind, _, door = source.partition(":")
    words = {one.value: word for one, word in SOURCE_WORDS.items()}
    return f"{words.get(kind, kind)}{f' « {door} »' if door else ''}"


def describe_outcomes(figures: PeriodFigures, labels: Mapping[str, str]) -> tuple[OutcomeRow, ...]:
    """Describe each source and type, the most frequent first. Rule: MSS/UX.16."""
    return tuple(_describe_outcome(one, labels) for one in figures.outcomes)


def _describe_outcome(one: OutcomeCount, labels: Mapping[str, str]) -> OutcomeRow:
    return OutcomeRow(
        source=tell_source(one.source),
        type_label=labels.get(one.type_code, one.type_code) or "type non reconnu",
        alone=one.alone,
        two_clicks=one.two_clicks,
        by_hand=one.by_hand,
        refused=one.refused,
        waiting=one.waiting,
        share=_share(one.alone, one.alone + one.two_clicks + one.by_hand),
    )


def sum_outcomes(rows: Sequence[OutcomeRow]) -> OutcomeRow:
    """Sum every row."""
    alone, two, hand = (sum(getattr(row, name) for row in rows) for name in ("alone", "two_clicks", "by_hand"))
    return OutcomeRow(
        source="Toutes",
        type_label="Tous",
        alone=alone,
        two_clicks=two,
        by_hand=hand,
        refused=sum(row.refused for row in rows),
        waiting=sum(row.waiting for row in rows),
        share=_share(alone, alone + two + hand),
    )


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f}{NBSP}%" if whole else ""


def describe_times(figures: PeriodFigures) -> tuple[TimeRow, ...]:
    """Describe how long readings took, files of text and scans apart. Rule: intake.md §9."""
    return tuple(_describe_time(one) for one in figures.times)


def _describe_time(one: ReadingTime) -> TimeRow:
    return TimeRow(
        name="numérisations" if one.is_scan else "PDF avec texte, documents structurés",
        files=one.files,
        pages=one.pages,
        page_p50=tell_seconds(one.page_p50),
        page_p95=tell_seconds(one.page_p95),
        file_p50=tell_seconds(one.file_p50),
        file_p95=tell_seconds(one.file_p95),
    )


def tell_seconds(milliseconds: float) -> str:
    """Write a short duration: ``0,25 s``, ``12 s``."""
    seconds = milliseconds / _SECOND_MS
    written = f"{seconds:.0f}" if seconds >= 10 else f"{seconds:.2f}".replace(".", ",")
    return f"{written}{NBSP}s"


def tell_delay(items: Iterable[IntakeItem]) -> str:
    """Say the median time from reception to decision; empty for nothing decided."""
    waits = [(one.decision.at - one.received_at).total_seconds() for one in items if one.decision is not None]
    return format_duration(timedelta(seconds=median(waits))) if waits else ""


def describe_delays(items: Sequence[IntakeItem]) -> tuple[tuple[str, str], ...]:
    """Say the median time from reception to decision of each kind of door."""
    told = ((SOURCE_WORDS[source], tell_delay(one for one in items if one.source is source)) for source in ItemSource)
    return tuple((name, delay) for name, delay in told if delay)


def count_corrections(items: Iterable[IntakeItem]) -> tuple[tuple[str, int], ...]:
    """Count the fields that people corrected when they filed, the most corrected first."""
    counter: Counter[str] = Counter()
    for one in items:
        if one.decision is not None:
            counter.update(name for name in one.decision.data.get("corrections", {}) if name in FIELD_LABELS)
    return tuple((FIELD_LABELS[name], number) for name, number in counter.most_common())


def describe_watches(watch: AutomationWatch) -> tuple[WatchRow, ...]:
    """Describe the surveillance of each source. Rule: intake.md §5 (bound and stops shown)."""
    return tuple(_describe_watch(one) for _, one in sorted(watch.sources.items()))


def _describe_watch(one: SourceWatch) -> WatchRow:
    state = State(shape=Shape.DONE, word="en marche")
    if one.is_stopped:
        state = State(shape=Shape.REFUSED, word="arrêté", meaning="Une erreur de patient a été confirmée.")
    return WatchRow(
        source=one.source,
        name=tell_source(one.source),
        state=state,
        filed=format_count(one.filed),
        reviewed=format_count(one.reviewed),
        wrong=format_count(one.wrong),
        bound=tell_bound(one.upper_bound, one.reviewed),
        item_id=int(one.stopped_document or 0),
        released=f"rétabli par {one.released_by} : {one.release_reason}" if one.released_by else "",
        is_stopped=one.is_stopped,
    )


def tell_bound(bound: float, reviewed: int) -> str:
    """Say an upper bound as a person reads it: one in so many."""
    if not reviewed:
        return "rien n’est encore relu"
    one_in = int(1 / bound) if bound > 0 else 0
    return f"moins de 1 sur {format_count(one_in)}" if one_in >= BOUND_TOLD_FROM else "trop peu de relectures"


def describe_modes(
    declared: Sequence[ModeRule], decided: Sequence[ModeSet], labels: Mapping[str, str]
) -> tuple[ModeRow, ...]:
    """Describe the rules in force: those that administrators set, then those of the settings that still hold."""
    replaced = {(one.rule.source, one.rule.type_code) for one in decided}
    rows = [_mode_row(one.rule, labels, by=one.by, at=one.at, reason=one.reason) for one in decided]
    rows += [_mode_row(one, labels) for one in declared if (one.source, one.type_code) not in replaced]
    return tuple(rows)


def _mode_row(
    rule: ModeRule, labels: Mapping[str, str], *, by: str = "réglages", at: datetime | None = None, reason: str = ""
) -> ModeRow:
    is_shadow = rule.is_shadow and rule.mode is FilingMode.AUTOMATIC
    return ModeRow(
        source=tell_source(rule.source),
        type_label="tous les types" if rule.type_code == ANY else labels.get(rule.type_code, rule.type_code),
        mode=SHADOW_WORD if is_shadow else MODE_WORDS[rule.mode],
        by=by,
        at=at,
        reason=reason,
    )


def describe_shadows(shadows: Sequence[ShadowCount]) -> tuple[ShadowRow, ...]:
    """Describe what automation would have done beside what people did. Rule: intake.md §5 (shadow mode)."""
    return tuple(
        ShadowRow(
            source=tell_source(one.source),
            would_file=one.would_file,
            same=one.same,
            other=one.other,
            state=_judge_shadow(one),
        )
        for one in shadows
    )


def _judge_shadow(one: ShadowCount) -> State:
    if one.other:
        return State(shape=Shape.REFUSED, word="à examiner", meaning="Une personne a choisi un autre dossier.")
    if one.same:
        return State(shape=Shape.DONE, word="concorde")
    return State(shape=Shape.IDLE, word="pas encore comparé")


def tell_quality(rows: Sequence[OutcomeRow], days: int) -> str:
    """Say in one sentence how the reception goes."""
    total = sum_outcomes(rows)
    filed = total.alone + total.two_clicks + total.by_hand
    if not filed:
        return f"Rien n’a été intégré depuis {days} jours ; {format_count(total.waiting)} en attente."
    alone = f", dont {count_of(total.alone, 'seul')}" if total.alone else ""
    told = count_of(filed, "document intégré", "documents intégrés")
    return f"{told} en {days} jours{alone} ; {format_count(total.waiting)} en attente."


def is_recent(item: IntakeItem, since: datetime) -> bool:
    """Tell whether an item was decided since an instant."""
    return item.decision is not None and item.decision.at >= since
