"""The rows of INSi as values: questions that wait for the téléservice, lots and their lines. No SQL, no decision."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class QuestionKind(StrEnum):
    """What was asked while INSi was away."""

    TRAITS = "traits"
    CARD = "carte"
    VERIFICATION = "vérification"


class LotKind(StrEnum):
    """What a lot does."""

    VERIFICATION = "vérification"
    RETRIEVAL = "récupération"


class LotState(StrEnum):
    """Where a lot stands."""

    RUNNING = "en cours"
    PAUSED = "en pause"
    DONE = "terminé"
    CANCELLED = "annulé"


class LineState(StrEnum):
    """Where a line of a lot stands; all but the first two are ends."""

    WAITING = "à faire"
    DEPOSITED = "déposée"
    OK = "OK"
    KO = "KO"
    FOUND = "trouvée"
    NONE = "aucune"
    SEVERAL = "plusieurs"
    FAILED = "erreur"
    LEFT_OUT = "écartée"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewQuestion:
    """A question to ask later. question: JSON; holds traits, never shown in a log."""

    kind: QuestionKind
    person_id: int
    asked_by: str
    asked_at: datetime
    question: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingQuestion:
    """A question that waits, leased to who claimed it."""

    id: int
    kind: QuestionKind
    person_id: int
    asked_by: str
    asked_at: datetime
    attempts: int
    question: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """One lot. counts: lines by state. trouble: French, why it does not go on for now; empty when it does."""

    id: int
    kind: LotKind
    label: str
    asked_by: str
    asked_at: datetime
    state: LotState
    reason: str = ""
    trouble: str = ""
    failures: int = 0
    ended_at: datetime | None = None
    counts: Mapping[LineState, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """How many lines."""
        return sum(self.counts.values())

    @property
    def done(self) -> int:
        """How many lines have an end."""
        return self.total - self.counts.get(LineState.WAITING, 0) - self.counts.get(LineState.DEPOSITED, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class LotLine:
    """One line. matricule, oid: what was sent to be verified, empty before. deposit: number given by INSi.

    place: of the line in that deposit.
    """

    lot_id: int
    rank: int
    person_id: int
    state: LineState
    matricule: str = field(default="", repr=False)
    oid: str = ""
    deposit: str = ""
    place: int = 0
    code: str = ""
    call_id: int | None = None
    ended_at: datetime | None = None
