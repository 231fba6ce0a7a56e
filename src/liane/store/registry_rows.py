"""The rows of the registry as tuples, columns in the order of their tables (see ``rows``)."""

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID


class PersonRow(NamedTuple):
    """One row of ``persons``."""

    id: int
    version: int
    status: str
    merged_into: int | None
    verified_at: datetime | None
    events_seq: int
    events_hash: bytes
    state: str
    searched: bytes


class IdentifierRow(NamedTuple):
    """One row of ``person_identifiers``."""

    person_id: int
    kind: str
    domain: str
    value: str
    folded: str


class SearchRow(NamedTuple):
    """One row of ``person_search``."""

    person_id: int
    in_force: bool
    sex: str
    birth_date: str
    families: str
    givens: str
    keys: list[str]
    blocks: list[str]


class NameRow(NamedTuple):
    """One row of ``person_names``."""

    name: str
    near: list[str]
    families: int
    givens: int


class PersonEventRow(NamedTuple):
    """One row of ``person_events``."""

    id: int
    person_id: int
    seq: int
    name: str
    actor: str
    at: datetime
    data: str
    message_id: int | None
    hash: bytes


class AlertRow(NamedTuple):
    """One row of ``alerts``."""

    id: int
    kind: str
    at: datetime
    person_id: int
    other_id: int | None
    document_id: int | None
    message_id: int | None
    score: float
    evidence: str
    dedup_key: str
    decision: str
    decided_by: str
    decided_at: datetime | None
    reason: str


class NoticeRow(NamedTuple):
    """One row of ``notices``."""

    id: int
    subscriber: str
    event: str
    control_id: str
    person_id: int
    lane: str
    encoding: int
    message: bytes
    state: str
    attempts: int
    created_at: datetime
    not_before: datetime
    due: datetime
    behind: bool
    token: UUID | None
    done_at: datetime | None
    cause: str
    detail: str
    answer: bytes


class StayRow(NamedTuple):
    """One row of ``stays``."""

    id: int
    person_id: int
    visit_domain: str
    visit_number: str
    account_domain: str
    account_number: str
    state: str
    unit: str
    unit_label: str
    admitted: str
    discharged: str
    facts: str


class MovementRow(NamedTuple):
    """One row of ``movements``."""

    stay_id: int
    position: int
    domain: str
    number: str
    facts: str


class IdentityMessageRow(NamedTuple):
    """One row of ``identity_messages``."""

    position: int
    message_id: int
    month: date
    state: str
    error: str
    ended_at: datetime | None
