"""The chain of accesses: how a line becomes a row, how it is hashed with the line before it, how the chain is verified.

No SQL and no connection here. Rule: architecture.md §3 (chained by hash so that a quiet edit shows).
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from liane.domain.actors.actor import STRUCTURE_OID, Structure
from liane.domain.actors.operator import Operator, Role, SignInMeans
from liane.domain.actors.professional import Situation
from liane.domain.audit.access import AccessAct, AccessEvent, Outcome
from liane.store.accesses_records import StoredAccess
from liane.store.values import clean_text, month_of, render_json

FORMAT = 1
START_HASH = bytes(32)
DETAILS_MAX = 20
DETAIL_CHARS_MAX = 300
REASON_CHARS_MAX = 1000
COLUMNS = (
    "month, seq, at, act, outcome, operator, identifier, roles, unit, means, situation, session, person_id, target, "
    "reason, address, detail, hash"
)


class AccessRow(NamedTuple):
    """One row of ``accesses``, its columns in their order."""

    month: date
    seq: int
    at: datetime
    act: str
    outcome: str
    operator: str
    identifier: str
    roles: str
    unit: str
    means: str
    situation: str
    session: str
    person_id: int | None
    target: str
    reason: str
    address: str
    detail: str
    hash: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The end of the chain. month: that of the last line."""

    seq: int
    digest: bytes
    month: date


def draft_access(event: AccessEvent) -> AccessRow:
    """Make a line storable; its rank and its hash come when it is chained. Raises ValueError for a naive instant."""
    operator = event.operator
    detail = {
        clean_text(key): clean_text(value, DETAIL_CHARS_MAX) for key, value in [*event.detail.items()][:DETAILS_MAX]
    }
    return AccessRow(
        month=month_of(event.at),
        seq=0,
        at=event.at.astimezone(UTC),
        act=event.act.name,
        outcome=event.outcome.name,
        operator=clean_text(operator.name),
        identifier=clean_text(operator.identifier),
        roles=",".join(sorted(role.value for role in operator.roles)),
        unit=clean_text(operator.unit),
        means=operator.means.name,
        situation=render_json(_write_situation(operator.situation)),
        session=clean_text(operator.session),
        person_id=event.person_id,
        target=clean_text(event.target),
        reason=clean_text(event.reason, REASON_CHARS_MAX),
        address=clean_text(event.address),
        detail=render_json(detail),
        hash=b"",
    )


def hash_access(previous: bytes, row: AccessRow) -> bytes:
    """Hash a line with the hash before it; every column is in, its own hash excepted."""
    fields = (
        FORMAT,
        row.month.isoformat(),
        row.seq,
        row.at.astimezone(UTC).isoformat(timespec="microseconds"),
        *row[3:-1],
    )
    return hashlib.sha256(previous + render_json(fields).encode()).digest()


def chain_accesses(head: Head, drafts: Iterable[AccessRow]) -> tuple[list[AccessRow], Head]:
    """Append drafts to the chain, whose head is held; returns the rows and the new head.

    A line told late (another node's clock) is filed in the month of the line before it: months never go back.
    """
    rows = []
    for draft in drafts:
        row = draft._replace(seq=head.seq + 1, month=max(draft.month, head.month))
        row = row._replace(hash=hash_access(head.digest, row))
        rows.append(row)
        head = Head(seq=row.seq, digest=row.hash, month=row.month)
    return rows, head


@dataclass(slots=True)
class Verifier:
    """Verifies the chain part by part, oldest first. seq, digest: the last line that holds."""

    seq: int
    digest: bytes
    lines: int = 0
    broken_seq: int | None = None
    reason: str = ""

    def feed(self, rows: Sequence[AccessRow]) -> bool:
        """Verify the lines that follow; False as soon as one does not hold."""
        for row in rows:
            if row.seq != self.seq + 1:
                return self._break(self.seq + 1, f"La ligne {self.seq + 1} manque.")
            if hash_access(self.digest, row) != row.hash:
                return self._break(row.seq, f"La ligne {row.seq} a été modifiée, ou une ligne avant elle remplacée.")
            self.seq, self.digest = row.seq, row.hash
            self.lines += 1
        return True

    def finish(self, head: Head) -> None:
        """Compare with the head of the chain, once every line was given."""
        if self.broken_seq is None and (head.seq, head.digest) != (self.seq, self.digest):
            self._break(self.seq + 1, "La fin de la piste a été coupée, ou son empreinte modifiée.")

    def _break(self, seq: int, reason: str) -> bool:
        self.broken_seq, self.reason = seq, reason
        return False


def read_access(row: Mapping[str, Any]) -> StoredAccess:
    """Give back a line as it was recorded."""
    operator = Operator(
        name=row["operator"],
        roles=frozenset(Role(role) for role in row["roles"].split(",") if role),
        unit=row["unit"],
        identifier=row["identifier"],
        means=SignInMeans[row["means"]],
        situation=_read_situation(json.loads(row["situation"])),
        session=row["session"],
    )
    event = AccessEvent(
        act=AccessAct[row["act"]],
        at=row["at"],
        operator=operator,
        outcome=Outcome[row["outcome"]],
        person_id=row["person_id"],
        target=row["target"],
        reason=row["reason"],
        address=row["address"],
        detail=json.loads(row["detail"]),
    )
    return StoredAccess(seq=row["seq"], digest=row["hash"], event=event)


def _write_situation(situation: Situation | None) -> dict[str, str] | None:
    if situation is None:
        return None
    structure = situation.structure
    return {
        "profession": situation.profession,
        "specialty": situation.specialty,
        "sector": situation.sector,
        "mode": situation.exercise_mode,
        "key": situation.key,
        "structure": structure.identifier if structure else "",
        "structure_oid": structure.oid if structure else "",
        "structure_name": structure.name if structure else "",
    }


def _read_situation(kept: dict[str, str] | None) -> Situation | None:
    if kept is None:
        return None
    structure = None
    if kept["structure"]:
        oid = kept["structure_oid"] or STRUCTURE_OID
        structure = Structure(identifier=kept["structure"], oid=oid, name=kept["structure_name"])
    return Situation(
        profession=kept["profession"],
        specialty=kept["specialty"],
        sector=kept["sector"],
        structure=structure,
        exercise_mode=kept["mode"],
        key=kept["key"],
    )
