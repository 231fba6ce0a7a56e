"""Channels on a page: open or closed by a person, and what went through them today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from liane.store.page_records import Channel
from liane.web.french import count_of, format_count, format_instant, join_french
from liane.web.views.states import Shape, State
from liane.web.views.timeline import describe_actor

RUNNING = State(shape=Shape.DONE, word="ouvert")
PAUSED = State(shape=Shape.TODO, word="suspendu")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelRow:
    """One channel. why: who closed it, when and for what."""

    name: str
    label: str
    state: State
    is_paused: bool
    why: str
    facts: tuple[tuple[str, str], ...]


def describe_channels(channels: Sequence[Channel], now: datetime) -> tuple[ChannelRow, ...]:
    """Describe channels: the closed ones first, then those that receive."""
    ordered = sorted(channels, key=lambda channel: (channel.state != "paused", channel.direction != "in", channel.name))
    return tuple(_describe(channel, now) for channel in ordered)


def _describe(channel: Channel, now: datetime) -> ChannelRow:
    is_paused = channel.state == "paused"
    why = ""
    if channel.reason:
        act = "Suspendu" if is_paused else "Repris"
        why = f"{act} par {describe_actor(channel.actor)}, {format_instant(channel.changed_at, now)} : {channel.reason}"
    return ChannelRow(
        name=channel.name,
        label=channel.label,
        state=PAUSED if is_paused else RUNNING,
        is_paused=is_paused,
        why=why,
        facts=_facts(channel, now),
    )


def _facts(channel: Channel, now: datetime) -> tuple[tuple[str, str], ...]:
    if channel.direction != "in":
        return (("Sens", "sortant"),)
    last = format_instant(channel.last_received_at, now) if channel.last_received_at else "aucun depuis sept jours"
    return (
        ("Sens", "entrant"),
        ("Reçus aujourd’hui", format_count(channel.received_today)),
        ("Dont refusés", format_count(channel.refused_today)),
        ("Dernier message", last),
    )


def tell_channels(channels: Sequence[Channel]) -> str:
    """Say whether every door is open."""
    closed = [channel.label for channel in channels if channel.state == "paused"]
    if not channels:
        return "Aucun canal n’est déclaré."
    if not closed:
        return f"{count_of(len(channels), 'canal est ouvert', 'canaux sont ouverts')} ; aucun n’est suspendu."
    verb = "est suspendu" if len(closed) == 1 else "sont suspendus"
    return f"{join_french(closed)} {verb} : ce qui passe par là attend, rien n’est perdu."
