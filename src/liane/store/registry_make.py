"""From values to rows of the registry: persons, identifiers, stays, alerts, notices. No SQL and no decision here."""

import hashlib
from collections.abc import Iterable
from datetime import UTC

from liane.domain.identity.patient import PatientIdentifier
from liane.domain.identity.person import Person
from liane.domain.identity.stays import Movement, MovementAction, Stay
from liane.store.bodies import compress
from liane.store.journal import Draft, chain_events, draft_event
from liane.store.records import NewEvent
from liane.store.registry_json import dump_facts, dump_movement, dump_person
from liane.store.registry_keys import SEARCH_FORM, fold_identifier, make_keys
from liane.store.registry_records import NewAlert, NewNotice, PersonEvent
from liane.store.registry_rows import (
    AlertRow,
    IdentifierRow,
    MovementRow,
    NoticeRow,
    PersonEventRow,
    PersonRow,
    SearchRow,
    StayRow,
)
from liane.store.rows import ChainRow, EventRow
from liane.store.values import clean_text, render_json

BOUND_CHARS = 200
DETAIL_CHARS_MAX = 2000
Key = tuple[str, str]
"""A local identifier: (domain, value)."""


def bound(text: str) -> str:
    """Make a text fit in an index: past 200 characters, its end is replaced by its digest, so that it still differs."""
    text = clean_text(text, len(text))
    if len(text) <= BOUND_CHARS:
        return text
    digest = hashlib.sha256(text.encode()).hexdigest()
    return f"{text[: BOUND_CHARS - len(digest) - 1]}…{digest}"


def make_key(domain: str, value: str) -> Key:
    """The key of a local identifier."""
    return bound(domain), bound(value)


def find_keys(identifiers: Iterable[PatientIdentifier]) -> tuple[Key, ...]:
    """The keys of the local identifiers among these, each once."""
    return tuple(
        dict.fromkeys(
            make_key(identifier.oid or identifier.namespace, identifier.value)
            for identifier in identifiers
            if identifier.value and not identifier.is_ins
        )
    )


def make_identifier_rows(person_id: int, person: Person, held: Iterable[Key]) -> list[IdentifierRow]:
    """All that a person is known by. held: the local identifiers that are theirs."""
    rows = [IdentifierRow(person_id, "local", *key, fold_identifier(key[1])) for key in held]
    seen: set[Key] = set()
    if person.ins is not None:
        key = (bound(person.ins.ins.oid), bound(person.ins.ins.matricule))
        seen.add(key)
        rows.append(IdentifierRow(person_id, "ins", *key, fold_identifier(key[1])))
    for former in person.former_ins:
        key = (bound(former.ins.oid), bound(former.ins.matricule))
        if key not in seen:
            seen.add(key)
            rows.append(IdentifierRow(person_id, "former", *key, fold_identifier(key[1])))
    return rows


def digest_search(person: Person) -> bytes:
    """A digest of what the search keeps of a person: while it stays, so does their row of ``person_search``."""
    traits = person.traits
    parts = (
        str(SEARCH_FORM),
        str(person.merged_into is None),
        traits.birth_family,
        traits.birth_given,
        traits.birth_givens,
        traits.birth_date,
        traits.sex,
        traits.used_family,
        traits.used_given,
    )
    return hashlib.blake2b("\x00".join(parts).encode("utf-8", "surrogatepass"), digest_size=12).digest()


def make_person_row(person_id: int, person: Person, head: ChainRow, searched: bytes) -> PersonRow:
    """The row of a person in its new state; head: of its chain of events, this write's own included."""
    verified_at = None
    if person.ins is not None:
        verified_at = (person.ins.verified_at or person.ins.retrieved_at).astimezone(UTC)
    return PersonRow(
        id=person_id,
        version=person.version + 1,
        status=person.status.value,
        merged_into=person.merged_into,
        verified_at=verified_at,
        events_seq=head.seq,
        events_hash=head.hash,
        state=dump_person(person),
        searched=searched,
    )


def make_search_row(person_id: int, person: Person) -> tuple[SearchRow, frozenset[str]]:
    """What the search keeps of a person, and the words of their names."""
    made = make_keys(person.traits)
    row = SearchRow(
        person_id=person_id,
        in_force=person.merged_into is None,
        sex=clean_text(person.traits.sex, 10),
        birth_date=clean_text(person.traits.birth_date, 10),
        families=clean_text(made.families),
        givens=clean_text(made.givens),
        keys=[clean_text(key) for key in made.keys],
        blocks=[clean_text(block) for block in made.blocks],
    )
    return row, made.names


def draft_person_event(event: PersonEvent) -> Draft:
    """Make an event storable; the message that caused it takes the place of a delivery."""
    new = NewEvent(name=event.name, at=event.at, actor=event.actor, data=event.data, delivery_id=event.message_id)
    return draft_event(new)


def make_event_rows(
    head: ChainRow, drafts: Iterable[Draft], numbers: Iterable[int]
) -> tuple[list[PersonEventRow], ChainRow]:
    """Append events to a person's chain, whose head is held; returns the rows and the new head."""
    rows, head = chain_events(head, drafts)
    made = [
        PersonEventRow(number, row.chain, row.seq, row.name, row.actor, row.at, row.data, row.delivery_id, row.hash)
        for row, number in zip(rows, numbers, strict=False)
    ]
    return made, head


def as_journal_row(row: PersonEventRow) -> EventRow:
    """A person's event in the form in which the journal was hashed."""
    return EventRow(
        month=row.at.date().replace(day=1),
        id=row.id,
        chain=row.person_id,
        seq=row.seq,
        delivery_id=row.message_id,
        name=row.name,
        actor=row.actor,
        at=row.at,
        data=row.data,
        body_sha256=None,
        media_type="",
        hash=row.hash,
    )


def make_alert_row(alert: NewAlert, number: int, person_id: int) -> AlertRow:
    """The row of a new alert."""
    return AlertRow(
        id=number,
        kind=alert.kind.value,
        at=alert.at,
        person_id=person_id,
        other_id=alert.other_id,
        document_id=alert.document_id,
        message_id=alert.message_id,
        score=alert.score,
        evidence=render_json(alert.evidence),
        dedup_key=bound(alert.dedup_key),
        decision="",
        decided_by="",
        decided_at=None,
        reason="",
    )


def name_lane(notice: NewNotice, person_id: int) -> str:
    """The lane of a new notice; one that ends with ``|`` is completed by the person, whose number was not yet known."""
    return bound(f"{notice.lane}{person_id}" if notice.lane.endswith("|") else notice.lane)


def make_notice_row(notice: NewNotice, number: int, person_id: int, *, lane: str, is_behind: bool) -> NoticeRow:
    """The row of a new notice. is_behind: another of this batch comes before it in its lane."""
    encoding, content = compress(notice.message)
    return NoticeRow(
        id=number,
        subscriber=clean_text(notice.subscriber),
        event=clean_text(notice.event),
        control_id=clean_text(notice.control_id),
        person_id=person_id,
        lane=lane,
        encoding=int(encoding),
        message=content,
        state="waiting",
        attempts=0,
        created_at=notice.due,
        not_before=notice.due,
        due=notice.due,
        behind=is_behind,
        token=None,
        done_at=None,
        cause="",
        detail="",
        answer=b"",
    )


def make_stay_key(stay: Stay) -> Key:
    """The key of a stay: (visit number, its domain); a stay without a number has none of its own."""
    return bound(stay.facts.visit_number), bound(stay.facts.visit_domain)


def make_stay_rows(stay: Stay, number: int, person_id: int) -> tuple[StayRow, list[MovementRow]]:
    """The row of a stay and those of its movements."""
    facts = stay.facts
    unit, label = find_unit((*stay.movements, *((facts.movement,) if facts.movement else ())))
    row = StayRow(
        id=number,
        person_id=person_id,
        visit_domain=bound(facts.visit_domain),
        visit_number=bound(facts.visit_number),
        account_domain=bound(facts.account_domain),
        account_number=bound(facts.account_number),
        state=stay.state.value,
        unit=bound(unit),
        unit_label=clean_text(label),
        admitted=clean_text(facts.admitted, 30),
        discharged=clean_text(facts.discharged, 30),
        facts=dump_facts(facts),
    )
    movements = [
        MovementRow(number, place, bound(movement.id_domain), bound(movement.id), dump_movement(movement))
        for place, movement in enumerate(stay.movements)
    ]
    return row, movements


def find_unit(movements: Iterable[Movement]) -> tuple[str, str]:
    """Code and label of the unit where a stay now is: that of its last movement in force that names one."""
    unit, label = "", ""
    for movement in movements:
        if movement.action is MovementAction.CANCEL:
            continue
        found = (
            (movement.medical_unit, movement.medical_unit_label),
            (movement.care_unit, movement.care_unit_label),
            (movement.accommodation_unit, ""),
        )
        unit, label = next((pair for pair in found if pair[0]), (unit, label))
    return unit, label
