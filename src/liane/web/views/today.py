"""Aujourd'hui: one sentence that says where things stand, then what is stuck and why, then the figures."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from liane.domain.documents.delivery import DeliveryState, Destination
from liane.domain.documents.timestamp import PARIS
from liane.pipeline.outcomes import tell_watched
from liane.store.page_records import StuckCount, TodaySummary
from liane.store.records import Incident
from liane.web.french import NBSP, count_of, format_since
from liane.web.views.charts import Chart, draw_day, scale_of
from liane.web.views.incidents import address_of_remote, name_remote, tell_silence
from liane.web.views.states import CAUSE_WORDS, DESTINATION_WORDS, WAITING_STATES, Shape, State

INCIDENTS_TOLD_MAX = 2
SHOWN_DESTINATIONS = (
    Destination.DMP,
    Destination.MSSANTE_PS,
    Destination.MSSANTE_PATIENT,
    Destination.LPS,
    Destination.ZAM,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TodayFigures:
    """The counts of the store as the page uses them. Hours are local; delivered: today; the others: of any age."""

    received: int
    messages_refused: int
    received_by_hour: Mapping[int, int]
    delivered_by_hour: Mapping[int, int]
    refused_by_hour: Mapping[int, int]
    delivered: Mapping[Destination, int]
    waiting: Mapping[Destination, int]
    parked: Mapping[Destination, int]
    refused: Mapping[Destination, int]
    stuck: tuple[StuckCount, ...]


def count_today(summary: TodaySummary) -> TodayFigures:
    """Sort the counts of the store by what the page says of them; ``WATCH`` is no delivery to a person."""
    received: Counter[int] = Counter()
    refused: Counter[int] = Counter()
    for arrived in summary.received:
        (received if arrived.outcome == "AA" else refused)[_local_hour(arrived.hour)] += arrived.number
    delivered_by_hour: Counter[int] = Counter()
    delivered: Counter[Destination] = Counter()
    for done in summary.done:
        if done.state is DeliveryState.DELIVERED and done.destination is not Destination.WATCH:
            delivered_by_hour[_local_hour(done.hour)] += done.number
            delivered[done.destination] += done.number
    waiting: Counter[Destination] = Counter()
    for opened in summary.open:
        if opened.state in WAITING_STATES and opened.destination is not Destination.WATCH:
            waiting[opened.destination] += opened.number
    stuck = tuple(group for group in summary.stuck if group.destination is not Destination.WATCH)
    return TodayFigures(
        received=received.total(),
        messages_refused=refused.total(),
        received_by_hour=received,
        delivered_by_hour=delivered_by_hour,
        refused_by_hour=refused,
        delivered=delivered,
        waiting=waiting,
        parked=_count_stuck(stuck, DeliveryState.PARKED),
        refused=_count_stuck(stuck, DeliveryState.REFUSED),
        stuck=stuck,
    )


def _local_hour(at: datetime) -> int:
    return at.astimezone(PARIS).hour


def _count_stuck(stuck: tuple[StuckCount, ...], state: DeliveryState) -> Counter[Destination]:
    counted: Counter[Destination] = Counter()
    for group in stuck:
        if group.state is state:
            counted[group.destination] += group.number
    return counted


@dataclass(frozen=True, slots=True, kw_only=True)
class StuckRow:
    """One cause on the page. address: the deliveries that it stops."""

    state: State
    title: str
    message: str
    remedy: str
    number: int
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One number that leads to its list. state: shown instead of the name when set."""

    number: int
    name: str
    address: str
    state: State | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hour:
    """One row of the table behind the charts."""

    label: str
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One number of the table of destinations."""

    number: int
    address: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DestinationRow:
    """One destination."""

    name: str
    state: State
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TodayView:
    """The whole page."""

    sentence: str
    stuck: tuple[StuckRow, ...]
    figures: tuple[Figure, ...]
    charts: tuple[Chart, ...]
    hours: tuple[Hour, ...]
    destinations: tuple[DestinationRow, ...]


def describe_today(figures: TodayFigures, incidents: Sequence[Incident], now: datetime) -> TodayView:
    """Describe the day. incidents: the open ones."""
    charts = _draw(figures, now)
    return TodayView(
        sentence=tell_today(figures, incidents, now),
        stuck=_describe_stuck(figures, incidents, now),
        figures=_describe_figures(figures),
        charts=charts,
        hours=_describe_hours(charts),
        destinations=tuple(_describe_destination(d, figures, incidents, now) for d in SHOWN_DESTINATIONS),
    )


def tell_today(figures: TodayFigures, incidents: Sequence[Incident], now: datetime) -> str:
    """Say where things stand: received, what needs a person, who does not answer."""
    clauses = [
        f"{count_of(figures.received, 'document reçu', 'documents reçus')} aujourd’hui"
        if figures.received
        else "aucun document reçu aujourd’hui"
    ]
    parked, refused = sum(figures.parked.values()), sum(figures.refused.values())
    if parked:
        clauses.append(count_of(parked, "livraison attend une décision", "livraisons attendent une décision"))
    if refused:
        clauses.append(count_of(refused, "livraison est refusée", "livraisons sont refusées"))
    if figures.messages_refused:
        clauses.append(count_of(figures.messages_refused, "message refusé", "messages refusés"))
    clauses.extend(tell_silence(incident, now) for incident in incidents[:INCIDENTS_TOLD_MAX])
    if len(incidents) > INCIDENTS_TOLD_MAX:
        more = len(incidents) - INCIDENTS_TOLD_MAX
        clauses.append(count_of(more, "autre service est muet", "autres services sont muets"))
    if len(clauses) == 1:
        waiting = sum(figures.waiting.values())
        clauses.append(
            f"{count_of(waiting, 'livraison est en cours', 'livraisons sont en cours')} et tout répond"
            if waiting
            else "rien n’attend et tout répond"
        )
    text = ", ".join(clauses)
    return f"{text[0].upper()}{text[1:]}."


def _title_of(incident: Incident) -> str:
    watched = tell_watched(incident.remote)
    return f"{watched[0].upper()}{watched[1:]}" if watched else f"{name_remote(incident.remote)} ne répond pas"


def _describe_stuck(figures: TodayFigures, incidents: Sequence[Incident], now: datetime) -> tuple[StuckRow, ...]:
    rows = [
        StuckRow(
            state=State(shape=Shape.TODO, word="à examiner")
            if tell_watched(incident.remote)
            else State(shape=Shape.PROGRESS, word="attend le service"),
            title=_title_of(incident),
            message=f"{incident.message} {tell_since(incident, now)}",
            remedy=incident.remedy,
            number=incident.waiting,
            address=address_of_remote(incident.remote),
        )
        for incident in incidents
    ]
    for group in sorted(figures.stuck, key=lambda group: -group.number):
        is_parked = group.state is DeliveryState.PARKED
        query = {"etat": group.state.value, "destination": group.destination.value, "cause": group.cause_code}
        rows.append(
            StuckRow(
                state=State(
                    shape=Shape.TODO if is_parked else Shape.REFUSED, word="à traiter" if is_parked else "refusées"
                ),
                title=_name_cause(group),
                message=group.message,
                remedy=group.remedy,
                number=group.number,
                address=f"/livraisons?{urlencode(query)}",
            )
        )
    return tuple(rows)


def _name_cause(group: StuckCount) -> str:
    word = CAUSE_WORDS[group.cause_class] if group.cause_class else "Cause inconnue"
    return f"{DESTINATION_WORDS[group.destination]} : {word[0].lower()}{word[1:]}"


def tell_since(incident: Incident, now: datetime) -> str:
    """Say since when, as a sentence of its own."""
    return f"Depuis {format_since(incident.opened_at, now)}."


def _describe_figures(figures: TodayFigures) -> tuple[Figure, ...]:
    words = (
        (sum(figures.delivered.values()), State(shape=Shape.DONE, word="livraisons remises"), "delivered"),
        (sum(figures.waiting.values()), State(shape=Shape.PROGRESS, word="en cours"), "waiting"),
        (sum(figures.parked.values()), State(shape=Shape.TODO, word="à traiter"), "parked"),
        (sum(figures.refused.values()), State(shape=Shape.REFUSED, word="refusées"), "refused"),
    )
    received = Figure(number=figures.received, name="documents reçus", address="/documents")
    rows = [Figure(number=n, name=s.word, address=f"/livraisons?etat={value}", state=s) for n, s, value in words]
    refused = State(shape=Shape.REFUSED, word="messages refusés")
    return (
        received,
        *rows,
        Figure(number=figures.messages_refused, name=refused.word, address="/messages", state=refused),
    )


def _draw(figures: TodayFigures, now: datetime) -> tuple[Chart, ...]:
    hour = now.astimezone(PARIS).hour
    flows = (figures.received_by_hour, figures.delivered_by_hour)
    top = scale_of(flows)
    return (
        draw_day("Documents reçus", "document", figures.received_by_hour, hour_now=hour, scale_max=top),
        draw_day("Livraisons remises", "livraison", figures.delivered_by_hour, hour_now=hour, scale_max=top),
        draw_day(
            "Messages refusés",
            "message",
            figures.refused_by_hour,
            hour_now=hour,
            scale_max=scale_of((figures.refused_by_hour,)),
            mark="todo",
        ),
    )


def _describe_hours(charts: tuple[Chart, ...]) -> tuple[Hour, ...]:
    rows = zip(*(chart.values for chart in charts), strict=True)
    return tuple(Hour(label=f"{hour}{NBSP}h", values=tuple(values)) for hour, values in enumerate(rows) if any(values))


def _describe_destination(
    destination: Destination, figures: TodayFigures, incidents: Sequence[Incident], now: datetime
) -> DestinationRow:
    name = DESTINATION_WORDS[destination]
    counts = (
        ("remises", "delivered", figures.delivered.get(destination, 0)),
        ("en attente", "waiting", figures.waiting.get(destination, 0)),
        ("à traiter", "parked", figures.parked.get(destination, 0)),
        ("refusées", "refused", figures.refused.get(destination, 0)),
    )
    cells = tuple(
        Cell(
            number=number,
            address=f"/livraisons?{urlencode({'etat': value, 'destination': destination.value})}",
            label=f"{name} : {count_of(number, 'livraison')}, {word}",
        )
        for word, value, number in counts
    )
    return DestinationRow(name=name, state=_state_of(destination, figures, incidents, now), cells=cells)


def _state_of(destination: Destination, figures: TodayFigures, incidents: Sequence[Incident], now: datetime) -> State:
    silent = [incident for incident in incidents if destination in destinations_of(incident.remote)]
    if silent:
        return State(shape=Shape.TODO, word="ne répond pas", meaning=tell_since(silent[0], now))
    if figures.waiting.get(destination, 0):
        return State(shape=Shape.PROGRESS, word="en cours")
    if figures.delivered.get(destination, 0):
        return State(shape=Shape.DONE, word="à jour")
    return State(shape=Shape.IDLE, word="rien aujourd’hui")


def destinations_of(remote: str) -> tuple[Destination, ...]:
    """Give the destinations that one remote party serves."""
    key = remote.partition(":")[0]
    return {
        "dmp": (Destination.DMP,),
        "mssante": (Destination.MSSANTE_PS, Destination.MSSANTE_PATIENT),
        "zam": (Destination.ZAM,),
        "lps": (Destination.LPS,),
    }.get(key, ())
