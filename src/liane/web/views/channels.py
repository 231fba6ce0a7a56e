"""Channels on a page: open or closed by a person, and what went through them today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from liane.pipeline.channels import CHANNEL_OF
from liane.store.page_records import Channel
from liane.web.french import count_of, format_instant, join_french
from liane.web.views.states import Shape, State
from liane.web.views.timeline import describe_actor
from liane.web.views.today import TodayFigures

RUNNING = State(shape=Shape.DONE, word="ouvert")
PAUSED = State(shape=Shape.TODO, word="suspendu")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelRow:
    """One channel. why: who closed or opened it, when and for what. passed, refused: today. waiting: outgoing only."""

    name: str
    label: str
    direction: str
    state: State
    is_paused: bool
    why: str
    passed: int
    refused: int
    waiting: int | None
    last_at: datetime | None
    last: str


def describe_channels(channels: Sequence[Channel], figures: TodayFigures, now: datetime) -> tuple[ChannelRow, ...]:
    """Describe channels: the closed ones first, then those that receive."""
    ordered = sorted(channels, key=lambda channel: (channel.state != "paused", channel.direction != "in", channel.name))
    return tuple(_describe(channel, figures, now) for channel in ordered)


def _describe(channel: Channel, figures: TodayFigures, now: datetime) -> ChannelRow:
    is_paused, is_incoming = channel.state == "paused", channel.direction == "in"
    served = [destination for destination, name in CHANNEL_OF.items() if name == channel.name]
    return ChannelRow(
        name=channel.name,
        label=channel.label,
        direction="entrant" if is_incoming else "sortant",
        state=PAUSED if is_paused else RUNNING,
        is_paused=is_paused,
        why=_tell_act(channel, is_paused, now),
        passed=channel.received_today - channel.refused_today
        if is_incoming
        else sum(figures.delivered.get(destination, 0) for destination in served),
        refused=channel.refused_today
        if is_incoming
        else sum(figures.refused.get(destination, 0) for destination in served),
        waiting=None if is_incoming else sum(figures.waiting.get(destination, 0) for destination in served),
        last_at=channel.last_received_at,
        last="aucun depuis sept jours" if is_incoming else "",
    )


def _tell_act(channel: Channel, is_paused: bool, now: datetime) -> str:
    if not channel.reason:
        return ""
    act = "Suspendu" if is_paused else "Repris"
    return f"{act} par {describe_actor(channel.actor)}, {format_instant(channel.changed_at, now)} : {channel.reason}"


def tell_channels(channels: Sequence[Channel]) -> str:
    """Say whether every door is open."""
    closed = [channel.label for channel in channels if channel.state == "paused"]
    if not channels:
        return "Aucun canal n’est déclaré."
    if not closed:
        return f"{count_of(len(channels), 'canal est ouvert', 'canaux sont ouverts')} ; aucun n’est suspendu."
    verb = "est suspendu" if len(closed) == 1 else "sont suspendus"
    return f"{join_french(closed)} {verb} : ce qui passe par là attend, rien n’est perdu."
