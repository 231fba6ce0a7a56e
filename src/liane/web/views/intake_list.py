"""The rows of the worklist of what comes in, and the sentence above it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from liane.domain.identity.person import Person
from liane.pipeline.intake.watched_desk import was_told_wrong
from liane.store.intake_records import DecisionAct, IntakeItem, ItemState
from liane.web.french import NBSP, count_of, format_duration, format_size
from liane.web.views.identities_card import PersonCard, describe_person
from liane.web.views.intake_reading import Reading, read_briefly, read_documents
from liane.web.views.intake_words import KIND_WORDS, SOURCE_WORDS, STATE_WORDS, UNDONE_AT_ONCE
from liane.web.views.states import Shape, State


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemRow:
    """One item of the worklist. age: since its reception, in words. held_by: who has it on screen, empty for nobody.

    type_label: what kind of document it seems to be. is_ready: one person and one type are proposed.
    """

    id: int
    version: int
    address: str
    state: State
    kind: str
    title: str
    source: str
    sender: str
    unit: str
    reason: str
    age: str
    received_at: datetime
    assigned_to: str
    held_by: str
    person: PersonCard | None
    type_code: str
    type_label: str
    is_ready: bool
    files: str


def find_proposed(item: IntakeItem, readings: Sequence[Reading]) -> int | None:
    """Give the person that an item is thought to be of; nobody once a person said that it was the wrong one."""
    if was_told_wrong(item):
        return None
    if item.decision is not None and item.decision.person_id:
        return item.decision.person_id
    if item.person_id is not None:
        return item.person_id
    return readings[0].record_id if len(readings) == 1 else None


def tell_taken_back(item: IntakeItem) -> str:
    """Give the reason for which a person undid the decision on an item that waits again; empty when it was a slip."""
    made = item.decision
    if item.state is not ItemState.WAITING or made is None or made.act is not DecisionAct.REOPEN:
        return ""
    return "" if made.reason == UNDONE_AT_ONCE else made.reason


def readings_of(item: IntakeItem) -> tuple[Reading, ...]:
    """Give what was read of the first file of an item."""
    return read_documents(item.reading, item.files[0].name if item.files else "")


def brief_readings_of(item: IntakeItem) -> tuple[Reading, ...]:
    """Give the type and the record proposed of what was read of the first file of an item."""
    return read_briefly(item.reading, item.files[0].name if item.files else "")


def describe_item_row(
    item: IntakeItem, persons: Mapping[int, Person], labels: Mapping[str, str], now: datetime, *, query: str = ""
) -> ItemRow:
    """Describe one item. persons: by the number that the item names. labels: of the types of documents, by code."""
    readings = brief_readings_of(item)
    proposed = find_proposed(item, readings)
    person = persons.get(proposed) if proposed else None
    type_code = readings[0].value("doc_type") if len(readings) == 1 else ""
    is_held = bool(item.locked_by) and item.locked_until is not None and item.locked_until >= now
    first = item.files[0].name if item.files else ""
    return ItemRow(
        id=item.id,
        version=item.version,
        address=f"/reception/{item.id}{f'?{query}' if query else ''}",
        state=describe_state(item, is_held=is_held),
        kind=KIND_WORDS[item.kind],
        title=labels.get(type_code, "") or item.subject or first or KIND_WORDS[item.kind],
        source=SOURCE_WORDS[item.source],
        sender=item.sender_label or item.sender or item.door,
        unit=item.unit,
        reason=item.reason,
        age=format_duration(now - item.received_at),
        received_at=item.received_at,
        assigned_to=item.assigned_to,
        held_by=item.locked_by if is_held else "",
        person=describe_person(person) if person else None,
        type_code=type_code,
        type_label=labels.get(type_code, ""),
        is_ready=bool(person and type_code and item.state is ItemState.WAITING),
        files=tell_files(item),
    )


def describe_state(item: IntakeItem, *, is_held: bool) -> State:
    """Say where an item stands; one that somebody has on screen is in hand."""
    if is_held and item.state is ItemState.WAITING:
        return State(shape=Shape.PROGRESS, word="ouvert", meaning=f"{item.locked_by} l’a à l’écran.")
    return STATE_WORDS[item.state]


def tell_files(item: IntakeItem) -> str:
    """Say how many files an item holds, unless it is one, and their weight."""
    if not item.files:
        return "aucun fichier"
    weight = format_size(sum(file.size_bytes for file in item.files))
    return weight if len(item.files) == 1 else f"{count_of(len(item.files), 'fichier')}, {weight}"


def tell_worklist(number: int, oldest: IntakeItem | None, now: datetime, *, is_filtered: bool) -> str:
    """Say in one sentence what waits."""
    if not number or oldest is None:
        return (
            "Rien ne correspond à ces filtres." if is_filtered else "Rien n’attend : tout ce qui est arrivé est traité."
        )
    age = format_duration(now - oldest.received_at)
    if number == 1:
        return f"Un document attend une décision depuis {age}."
    return f"{count_of(number, 'document')} attendent une décision{NBSP}; le plus ancien depuis {age}."


def tell_homogeneous(rows: Sequence[ItemRow]) -> str:
    """Say what several items have in common, or why they may not be filed together; empty when they may not."""
    if len({row.person.id for row in rows if row.person}) == 1 and all(row.person for row in rows):
        return "même patient"
    if len({row.type_code for row in rows}) == 1 and rows[0].type_code:
        return "même type"
    return ""
