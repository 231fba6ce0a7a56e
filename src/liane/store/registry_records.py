"""The rows of the registry of identities as values. No SQL and no decision here."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from liane.domain.identity.person import Person
from liane.domain.identity.stays import Stay


class AlertKind(StrEnum):
    """Kinds of lines in the worklists of identity-vigilance."""

    DUPLICATE = "doublon"
    COLLISION = "collision"
    DISCORDANCE = "discordance"
    INS_WITHOUT_VALIDATION = "INS sans validation"
    VERIFICATION_FAILED = "vérification en échec"
    MESSAGE_FAILED = "message d'identité en échec"
    MOVEMENT = "mouvement hors séquence"
    INSI_ANSWER = "réponse d'INSi à examiner"
    FOLLOW_UP = "suite à donner à un document envoyé"
    CREATION = "création d'identité demandée"


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonEvent:
    """One event of a person's history. name: ``person.created``, ``person.ins_retrieved``, ``person.merged``…

    data: small JSON with the former and the new value of what changed, the means and the reason; no document content.
    message_id: the message that caused it. person_index: position in ``RegistryWrite.persons`` for a new person.
    """

    name: str
    at: datetime
    actor: str
    data: dict[str, Any] = field(default_factory=dict)
    person_id: int = 0
    person_index: int | None = None
    message_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAlert:
    """One line for a worklist. evidence: JSON (per trait). dedup_key: unique among open alerts.

    person_index, other_index: position in ``RegistryWrite.persons`` when the id is not yet known.
    """

    kind: AlertKind
    at: datetime
    person_id: int = 0
    person_index: int | None = None
    other_id: int | None = None
    document_id: int | None = None
    message_id: int | None = None
    score: float = 0.0
    evidence: dict[str, Any] = field(default_factory=dict)
    dedup_key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """One line of a worklist. decision: empty while open (``fusionner``, ``distincts``, ``classer``…)."""

    id: int
    kind: AlertKind
    at: datetime
    person_id: int
    other_id: int | None
    document_id: int | None
    message_id: int | None
    score: float
    evidence: dict[str, Any]
    decision: str = ""
    decided_by: str = ""
    decided_at: datetime | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertDecision:
    """How a person closes an alert."""

    alert_id: int
    decision: str
    reason: str
    actor: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NewNotice:
    """One PAM message to send to a subscriber. lane: order is kept inside it (subscriber + person)."""

    subscriber: str
    event: str
    control_id: str
    message: bytes
    lane: str
    due: datetime
    person_id: int = 0
    person_index: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistryWrite:
    """Everything that one act writes, in one transaction, or nothing.

    persons: new state of each person (id 0: inserted; else updated when the stored version equals ``version``, and the
    stored one becomes version + 1; the writer does the counting). Raises StaleVersion when another act came first,
    DuplicateIdentifier when an identifier in force belongs to someone else. stays: inserted or updated by id.
    applied_message_id: the identity message that this write applies; it is then no longer pending (it must be: else
    StaleVersion). failure: French, why that message could not be applied; it is then « failed », not « applied ».
    call_ids: INSi calls to tie to the first person. Where a person is meant and none is named (id 0, no index), it is
    the first person of the write. A new stay whose number is known updates the known one.
    """

    persons: tuple[Person, ...] = ()
    events: tuple[PersonEvent, ...] = ()
    alerts: tuple[NewAlert, ...] = ()
    closed_alerts: tuple[AlertDecision, ...] = ()
    notices: tuple[NewNotice, ...] = ()
    stays: tuple[Stay, ...] = ()
    applied_message_id: int | None = None
    failure: str = ""
    call_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistryWritten:
    """Ids given: of each person of the write, in order; of each stay; of each new alert (None: already open)."""

    person_ids: tuple[int, ...]
    stay_ids: tuple[int, ...] = ()
    alert_ids: tuple[int | None, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredPersonEvent:
    """One event of a person's history, as kept: position in its chain and hash of the chain up to it."""

    id: int
    person_id: int
    name: str
    at: datetime
    actor: str
    data: dict[str, Any]
    message_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonQuery:
    """A search. text: what was typed, all criteria mixed (names, date in any French form, INS, IPP, visit number).

    Structured fields narrow further; empty: any. birth_date: ``yyyyMMdd``, its parts may be ``00``.
    """

    text: str = ""
    family: str = ""
    given: str = ""
    birth_date: str = ""
    sex: str = ""
    matricule: str = ""
    identifier: str = ""
    status: str = ""
    include_merged: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonHit:
    """One person found. score: 0 to 1. why: French, what matched (« nom à une lettre près », « date inversée »)."""

    person: Person
    score: float
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class INSiCall:
    """One call of INSi, as journalled. No trait in clear outside ``request`` and ``answer`` (kept like bytes).

    operation: ``recherche par traits``, ``recherche par carte Vitale``, ``vérification``, ``dépôt de lot``,
    ``collecte de lot``. code: CodeCR, or the fault's code; outcome: ``trouvée``, ``aucune``, ``plusieurs``, ``OK``,
    ``KO``, ``erreur``, ``indisponible``.
    """

    at: datetime
    operation: str
    actor: str
    certificate: str
    message_id: str
    code: str
    label: str
    outcome: str
    duration_ms: int
    person_id: int | None = None
    lot_id: int | None = None
    request: bytes = b""
    answer: bytes = b""
    id: int = 0


class NoticeState(StrEnum):
    """Where a notice stands. PARKED: set aside until a person decides; its lane waits behind it."""

    WAITING = "waiting"
    PARKED = "parked"
    SENT = "sent"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimedNotice:
    """A notice leased to this worker. token fences its end. attempts: those that ended before this one."""

    id: int
    token: str
    subscriber: str
    event: str
    control_id: str
    person_id: int
    lane: str
    message: bytes
    attempts: int
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A notice as a page shows it. due: None when it is not next (done, set aside, or behind another of its lane)."""

    id: int
    subscriber: str
    event: str
    control_id: str
    person_id: int
    state: NoticeState
    attempts: int
    created_at: datetime
    due: datetime | None
    is_behind: bool
    done_at: datetime | None
    cause: str
    detail: str
    message: bytes
    answer: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeCount:
    """How many notices of one subscriber stand in one open state, and since when."""

    subscriber: str
    state: NoticeState
    number: int
    oldest_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FailedMessage:
    """An identity message that could not be applied. error: French."""

    message_id: int
    error: str
    at: datetime
    kind: str
    control_id: str
    sender: str
    received_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRate:
    """Persons whose stay is open in one unit, and how many of them are qualified. unit: empty when not told."""

    unit: str
    label: str
    persons: int
    qualified: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DayRate:
    """Stays that began one day (``yyyyMMdd``), and how many are those of persons qualified as of now."""

    day: str
    stays: int
    qualified: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DuplicateCount:
    """Suspected duplicates of one day: found, or closed by one decision. day: its first instant."""

    day: datetime
    decision: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class INSiCount:
    """Answers of INSi of one day, by operation and code. day: its first instant."""

    day: datetime
    operation: str
    code: str
    outcome: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UnqualifiedLine:
    """A person not qualified whose stay is open."""

    person: Person
    stay_id: int
    visit_number: str
    unit: str
    unit_label: str
    admitted: str
