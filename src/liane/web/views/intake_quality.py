"""The figures of what comes in: what became of it, how long it waited, what people corrected, what filed itself."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from liane.domain.intake.sampling import AutomationWatch, SourceWatch
from liane.store.intake_records import IntakeItem, ItemSource, ItemState
from liane.web.french import format_count, format_duration
from liane.web.views.intake_item import FIELD_LABELS
from liane.web.views.intake_words import SOURCE_WORDS, STATE_WORDS
from liane.web.views.states import Shape, State


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    """What became of what came by one door. delay: median time from reception to decision, in words."""

    name: str
    counts: tuple[tuple[State, int], ...]
    delay: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchRow:
    """The surveillance of one source filed without a click. bound: upper bound of the error, at 95 %."""

    name: str
    state: State
    filed: str
    reviewed: str
    wrong: str
    bound: str


def describe_sources(
    counts: Mapping[ItemSource, Mapping[ItemState, int]], decided: Sequence[IntakeItem]
) -> tuple[SourceRow, ...]:
    """Describe each door by which something came."""
    return tuple(
        SourceRow(
            name=SOURCE_WORDS[source],
            counts=tuple((STATE_WORDS[state], by_state.get(state, 0)) for state in ItemState),
            delay=tell_delay(one for one in decided if one.source is source),
        )
        for source, by_state in counts.items()
        if sum(by_state.values())
    )


def tell_delay(items: Iterable[IntakeItem]) -> str:
    """Say the median time from reception to decision; empty for nothing decided."""
    waits = [(one.decision.at - one.received_at).total_seconds() for one in items if one.decision is not None]
    return format_duration(timedelta(seconds=median(waits))) if waits else ""


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
        name=one.source,
        state=state,
        filed=format_count(one.filed),
        reviewed=format_count(one.reviewed),
        wrong=format_count(one.wrong),
        bound=tell_bound(one.upper_bound, one.reviewed),
    )


def tell_bound(bound: float, reviewed: int) -> str:
    """Say an upper bound as a person reads it: one in so many."""
    if not reviewed:
        return "rien n’est encore relu"
    return f"moins de 1 sur {format_count(max(1, int(1 / bound)))}" if bound > 0 else "aucune erreur possible"


def tell_quality(waiting: int, decided: int, days: int) -> str:
    """Say in one sentence how the reception goes."""
    if not decided:
        return f"Rien n’a été décidé depuis {days} jours ; {format_count(waiting)} en attente."
    return f"{format_count(decided)} décisions en {days} jours, {format_count(waiting)} en attente."


def is_recent(item: IntakeItem, since: datetime) -> bool:
    """Tell whether an item was decided since an instant."""
    return item.decision is not None and item.decision.at >= since
