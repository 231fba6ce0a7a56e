"""When to ask the DMP whether a patient has one before feeding it, and what its answer means (TD0.2).

A folder known to be open is remembered for a while, in memory: each question costs a signed exchange. A folder that is
absent or closed is not remembered: the answer may change the same day, and a person who replays deserves a fresh one.
Rule: dmp.md §6.1, §7.2.
"""

from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from liane.domain.documents.delivery import Cause, CauseClass
from liane.domain.identity.ins import INS

FOLDERS_MAX = 50_000


NoteStatus = Callable[[INS, str], Awaitable[None]]
"""Keeps on the identity what TD0.2 said of a folder: ``open``, ``closed``, ``absent``. It never raises."""


async def forget_status(ins: INS, state: str) -> None:
    """Keep nothing: where there is no registry to tell."""


class ExistenceCheck(StrEnum):
    """When the DMP is asked: never, before the first feed of a patient (then remembered), before each feed."""

    NEVER = "never"
    FIRST_FEED = "first_feed"
    ALWAYS = "always"


class Folder(StrEnum):
    """What the DMP says of a patient's folder."""

    OPEN = "open"
    CLOSED = "closed"
    ABSENT = "absent"


@dataclass(slots=True, kw_only=True)
class OpenFolders:
    """The folders known to be open, for kept_for after each proof; the oldest proofs leave when folders_max is reached.

    note: told each answer of the DMP. Lost at a restart: the only price is one more question per patient.
    """

    check: ExistenceCheck = ExistenceCheck.FIRST_FEED
    kept_for: timedelta = timedelta(hours=24)
    folders_max: int = FOLDERS_MAX
    note: NoteStatus = forget_status
    _until: "OrderedDict[tuple[str, str], datetime]" = field(default_factory=OrderedDict, repr=False)

    def must_ask(self, ins: INS, now: datetime) -> bool:
        """Tell whether the DMP must be asked before this feed."""
        if self.check is not ExistenceCheck.FIRST_FEED:
            return self.check is ExistenceCheck.ALWAYS
        until = self._until.get((ins.oid, ins.matricule))
        return until is None or now >= until

    def learn(self, ins: INS, now: datetime) -> None:
        """Remember that this folder was open just now: the DMP said so, or took a document."""
        key = (ins.oid, ins.matricule)
        self._until[key] = now + self.kept_for
        self._until.move_to_end(key)
        while len(self._until) > self.folders_max:
            self._until.popitem(last=False)

    def forget(self, ins: INS) -> None:
        """Ask again next time: the DMP just said otherwise."""
        self._until.pop((ins.oid, ins.matricule), None)


UNKNOWN_PATIENT = "XDSUnknownPatientId"
"""Code told to the emitter: the one that the DMP itself answers to such a feed. Rule: dmp.md §12.3; hl7v2.md §6."""
NO_FOLDER: dict[Folder, Cause] = {
    Folder.ABSENT: Cause(
        cause_class=CauseClass.REFUSED,
        code=UNKNOWN_PATIENT,
        message="Le patient n'a pas de DMP (test d'existence : aucun dossier pour cet INS) : rien n'est envoyé.",
        remedy="Vérifier l'INS ; si le patient s'y est opposé, lui remettre le document autrement.",
    ),
    Folder.CLOSED: Cause(
        cause_class=CauseClass.REFUSED,
        code=UNKNOWN_PATIENT,
        message="Le DMP du patient est fermé (test d'existence) : rien n'est envoyé.",
        remedy="Remettre le document autrement ; rejouer si le patient fait rouvrir son DMP.",
    ),
}
