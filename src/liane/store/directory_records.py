"""What is asked of the local copy of the directory, and what it answers."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from liane.domain.directory.entries import (
    DirectoryMailbox,
    DirectoryPractitioner,
    DirectorySituation,
    DirectoryStructure,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectoryQuery:
    """What a person types. words: names, in any order. number: RPPS, IdNatPS, FINESS. place: town or postal code.

    code: profession (TRE_G15) for a person, sector (TRE_R02) for a structure. with_mailbox: only who has an address.
    """

    words: str = ""
    number: str = ""
    place: str = ""
    code: str = ""
    with_mailbox: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SituationEntry:
    """A situation with its structure; None when the structure was not loaded."""

    situation: DirectorySituation
    structure: DirectoryStructure | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonEntry:
    """A professional with their situations."""

    practitioner: DirectoryPractitioner
    situations: tuple[SituationEntry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MailboxOwner:
    """Who holds an address: a professional, one of their situations, or a structure. is_active: still in force."""

    mailbox: DirectoryMailbox
    is_active: bool
    practitioner: DirectoryPractitioner | None = None
    structure: DirectoryStructure | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectoryRun:
    """One load. since: of a delta, the instant from which changes were asked. cursor: the page to go on from."""

    id: int
    source: str
    is_full: bool
    since: datetime | None
    started_at: datetime
    alive_at: datetime
    done_at: datetime | None
    resource: str
    cursor: str
    records: int
    problem: str


def is_stale(as_of: datetime | None, now: datetime, after: timedelta) -> bool:
    """Tell whether a copy of that age is older than is allowed, or not there. Rule: annuaire.md §6-6."""
    return as_of is None or now - as_of > after


@dataclass(frozen=True, slots=True, kw_only=True)
class Freshness:
    """How old the copy is. as_of: start of the last load that ended well, None before the first."""

    as_of: datetime | None
    running: DirectoryRun | None
    last_problem: str
    practitioners: int
    structures: int
    mailboxes: int

    def is_stale(self, now: datetime, after: timedelta) -> bool:
        """Tell whether the copy is older than is allowed, or not there. Rule: annuaire.md §6-6."""
        return is_stale(self.as_of, now, after)
