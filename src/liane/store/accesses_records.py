"""What the trail of accesses gives back: lines as kept, pages of them, what is asked, what was proved of them."""

from dataclasses import dataclass
from datetime import datetime

from liane.domain.audit.access import AccessAct, AccessEvent, Outcome

LINES_MAX = 500
EXPORT_LINES_MAX = 200_000


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredAccess:
    """One line of the trail. seq: its rank, without a gap. digest: its hash, which holds all the lines before it."""

    seq: int
    digest: bytes
    event: AccessEvent

    @property
    def id(self) -> str:
        """The name of this line outside Liane, the same each time that it is told: its rank and a part of its hash."""
        return f"{self.seq}-{self.digest[:12].hex()}"


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessQuery:
    """What is looked for. who: a part of the name of who acted, or their national identifier; since is in, until out.

    also_persons: identities merged into that of person_id. unit, address, target: exact. session: number of a session.
    """

    who: str = ""
    person_id: int | None = None
    also_persons: tuple[int, ...] = ()
    acts: tuple[AccessAct, ...] = ()
    outcome: Outcome | None = None
    since: datetime | None = None
    until: datetime | None = None
    address: str = ""
    target: str = ""
    unit: str = ""
    session: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessPage:
    """Lines, newest first. cursor: where the next page begins, empty at the end."""

    lines: tuple[StoredAccess, ...]
    cursor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainProof:
    """What a verification found. lines: how many were verified. seq, digest: the end of the chain at that instant.

    broken_seq: the first line that is wrong or missing, None when the chain holds. reason: French, for an auditor.
    """

    at: datetime
    asked_by: str
    lines: int
    seq: int
    digest: bytes
    broken_seq: int | None = None
    reason: str = ""

    @property
    def is_whole(self) -> bool:
        """Tell whether the chain holds."""
        return self.broken_seq is None
