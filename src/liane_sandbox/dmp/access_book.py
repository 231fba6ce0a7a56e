"""Who may consult whose simulated DMP: authorisations, médecins traitants, blocked actors, patients' oppositions.

What lives here: rows and their meaning. What a session may do with them: ``rights``. Rule: dmp.md §7.2, §7.3, §11.1.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from liane.codecs.xds.existence import Authorization
from liane_sandbox.dmp.state import DMPState

AUTHORIZED_DAYS = 365
"""How long an authorisation lasts without any act; the national duration is not in a public text (unverified)."""
PERSON_OID, STRUCTURE_OID = "1.2.250.1.71.4.2.1", "1.2.250.1.71.4.2.2"


class Opposition(StrEnum):
    """What a patient refuses in an emergency. Rule: dmp.md §7.2, TD1.3a."""

    BREAK_GLASS = "OPPOSITION_BRIS_DE_GLACE"
    CENTRE_15 = "OPPOSITION_ACCES_URGENCE"


class ActorMode(StrEnum):
    """``mode`` of one line of TD1.6. Rule: dmp.md §7.3."""

    ACTIVE = "ACTIVE"
    FORBIDDEN = "INTERDITE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who consults: a person, or a structure for staff who are no professionals of health."""

    identifier: str
    is_structure: bool = False
    name: str = ""
    specialty: str = ""

    @property
    def oid(self) -> str:
        """Authority of the identifier. Rule: dmp.md §7.3, nationalIdType."""
        return STRUCTURE_OID if self.is_structure else PERSON_OID


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """One line of the book. started_at, last_action_at: ISO 8601."""

    ins: str
    actor: Actor
    mode: ActorMode
    is_medecin_traitant: bool
    started_at: str
    last_action_at: str


class AccessBook:
    """The book of one simulated DMP, in its state."""

    def __init__(self, state: DMPState) -> None:
        self._state = state

    def find(self, ins: str, actor: Actor) -> Grant | None:
        """The line of an actor on a patient's DMP."""
        rows = self._state.rows(
            "SELECT ins, actor, is_structure, name, specialty, mode, is_mt, started_at, last_action_at FROM grants "
            "WHERE ins = ? AND actor = ?",
            (ins, actor.identifier),
        )
        return _read(rows[0]) if rows else None

    def judge(self, ins: str, actor: Actor, at: datetime) -> Authorization:
        """What TD0.2 says of an actor. Rule: dmp.md §7.2, AUTORISATION."""
        grant = self.find(ins, actor)
        if grant is None:
            return Authorization.NON_EXISTE
        if grant.mode is ActorMode.FORBIDDEN:
            return Authorization.INTERDIT
        last = datetime.fromisoformat(grant.last_action_at)
        return Authorization.EXPIRE if last + timedelta(days=AUTHORIZED_DAYS) < at else Authorization.VALIDE

    def grant(self, ins: str, actor: Actor, at: datetime, *, is_medecin_traitant: bool | None = None) -> None:
        """Authorise, or renew. is_medecin_traitant None: as it was."""
        former = self.find(ins, actor)
        is_mt = is_medecin_traitant
        if is_mt is None:
            is_mt = former is not None and former.is_medecin_traitant
        started = former.started_at if former is not None and former.mode is ActorMode.ACTIVE else at.isoformat()
        self._write(ins, actor, ActorMode.ACTIVE, is_mt, started, at)

    def block(self, ins: str, actor: Actor, at: datetime) -> None:
        """The patient forbids an actor to consult."""
        self._write(ins, actor, ActorMode.FORBIDDEN, False, at.isoformat(), at)

    def remove(self, ins: str, actor: Actor) -> bool:
        """Withdraw an authorisation; False when there was none. A block stays: only the patient lifts it."""
        former = self.find(ins, actor)
        if former is None or former.mode is ActorMode.FORBIDDEN:
            return False
        self._state.run("DELETE FROM grants WHERE ins = ? AND actor = ?", (ins, actor.identifier))
        return True

    def touch(self, ins: str, actor: Actor, at: datetime) -> None:
        """Note that an actor used its authorisation: it lasts from now."""
        self._state.run(
            "UPDATE grants SET last_action_at = ? WHERE ins = ? AND actor = ? AND mode = 'ACTIVE'",
            (at.isoformat(), ins, actor.identifier),
        )

    def is_medecin_traitant(self, ins: str, actor: Actor) -> bool:
        """Tell whether an actor is the médecin traitant of a patient in the DMP."""
        grant = self.find(ins, actor)
        return grant is not None and grant.is_medecin_traitant

    def list_actors(self, ins: str) -> list[Grant]:
        """Every line of a patient, by name."""
        rows = self._state.rows(
            "SELECT ins, actor, is_structure, name, specialty, mode, is_mt, started_at, last_action_at FROM grants "
            "WHERE ins = ? ORDER BY name, actor",
            (ins,),
        )
        return [_read(row) for row in rows]

    def list_patients(self, actor: Actor, since: str) -> list[Grant]:
        """The lines of an actor in force, authorised since an instant (ISO 8601, or the start of one)."""
        rows = self._state.rows(
            "SELECT ins, actor, is_structure, name, specialty, mode, is_mt, started_at, last_action_at FROM grants "
            "WHERE actor = ? AND mode = 'ACTIVE' AND started_at >= ? ORDER BY started_at DESC",
            (actor.identifier, since),
        )
        return [_read(row) for row in rows]

    def oppose(self, ins: str, opposition: Opposition, *, is_opposed: bool) -> None:
        """Record (or lift) an opposition of a patient."""
        self._state.run("DELETE FROM oppositions WHERE ins = ? AND kind = ?", (ins, opposition.value))
        if is_opposed:
            self._state.run("INSERT INTO oppositions (ins, kind) VALUES (?, ?)", (ins, opposition.value))

    def opposes(self, ins: str, opposition: Opposition) -> bool:
        """Tell whether a patient refuses a mode of access."""
        rows = self._state.rows("SELECT 1 FROM oppositions WHERE ins = ? AND kind = ?", (ins, opposition.value))
        return bool(rows)

    def _write(self, ins: str, actor: Actor, mode: ActorMode, is_mt: bool, started_at: str, at: datetime) -> None:
        self._state.run(
            "INSERT OR REPLACE INTO grants (ins, actor, is_structure, name, specialty, mode, is_mt, started_at, "
            "last_action_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                ins,
                actor.identifier,
                int(actor.is_structure),
                actor.name,
                actor.specialty,
                mode.value,
                int(is_mt),
                started_at,
                at.isoformat(),
            ),
        )


def _read(row: tuple[object, ...]) -> Grant:
    ins, actor, is_structure, name, specialty, mode, is_mt, started_at, last_action_at = row
    return Grant(
        ins=str(ins),
        actor=Actor(identifier=str(actor), is_structure=bool(is_structure), name=str(name), specialty=str(specialty)),
        mode=ActorMode(str(mode)),
        is_medecin_traitant=bool(is_mt),
        started_at=str(started_at),
        last_action_at=str(last_action_at),
    )
