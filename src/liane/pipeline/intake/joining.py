"""Two items that are one document (the pages of one letter, scanned as two files), joined by a person; and undone.

One item is made of both, read anew, and always for a person to look at; the originals are set aside, kept and linked.
What lives here: what may be joined. What must not: the joining of the files (``codecs.pdf.joined_files``).
Rule: intake.md §1.5 (never merge two patients), §6.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from liane.codecs.pdf.apart import join_files
from liane.domain.actors.operator import Operator
from liane.domain.errors import Finding, RuleViolation, Severity, StaleVersion
from liane.pipeline.intake.desk import PICTURE_STARTS, TITLE_CHARS_MAX
from liane.pipeline.intake.joined import RULE, list_originals
from liane.pipeline.intake.pages import Run
from liane.pipeline.intake.papers import name_strangers
from liane.pipeline.intake.ports import Worklist
from liane.pipeline.intake.refused_record import hide_refused
from liane.pipeline.intake.watched_desk import was_told_wrong
from liane.store.intake_records import (
    DecisionAct,
    IntakeDecisionMade,
    IntakeItem,
    ItemKind,
    ItemSource,
    ItemState,
    NewIntakeFile,
    NewItem,
)
from liane.store.records import NewEvent

OTHER_PATIENT = "Ces deux documents nomment deux patients."
TAKEN_BACK = "L'un des deux a été retiré d'un mauvais dossier."
UNREAD = "L'un des deux n'a pas encore été lu : rien ne dit qu'ils sont du même patient."
REASON_CHARS_MAX = 500
PDF_START = b"%PDF-"


class Joins(Protocol):
    """The store of joins; see ``store.intake_joins.PostgresJoins``."""

    async def join(
        self, item: NewItem, parts: Sequence[tuple[int, int]], decision: IntakeDecisionMade, event: NewEvent
    ) -> int:
        """Keep the joined item and set its parts aside, or nothing. Raises StaleVersion."""
        ...

    async def undo(self, joined: tuple[int, int], parts: Sequence[int], decision: IntakeDecisionMade) -> None:
        """Set a joined item aside and have its parts wait again, or nothing. Raises StaleVersion."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """An item at the version that somebody saw."""

    id: int
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Joining:
    """Joins items. run: runs a function in a worker process."""

    worklist: Worklist
    joins: Joins
    run: Run
    now: Callable[[], datetime]

    async def join(
        self, item: Seen, other: Seen, *, is_first: bool, operator: Operator, is_same_patient: bool = False
    ) -> int:
        """Join an item in hand to another that waits; returns the new item. is_first: its pages come before.

        is_same_patient: a person says that both are of one patient, though two are read, or one was not read yet.
        Raises LookupError, StaleVersion for the item in hand, RuleViolation INT-196 to INT-198, InvalidInput INT-101 to
        INT-115.
        """
        mine, theirs = await self.worklist.get_item(item.id), await self.worklist.get_item(other.id)
        if mine.version != item.version or find_fault(mine, operator, self.now()):
            raise StaleVersion
        self._check_other(mine, theirs, other, operator)
        doubt = find_doubt(mine, theirs)
        if doubt and not is_same_patient:
            message = f"Rien n'est réuni sans qu'une personne le dise. {doubt}"
            raise RuleViolation(_make("INT-196", message, _SAY_SO))
        first, second = (mine, theirs) if is_first else (theirs, mine)
        made = _make_joined(first, second, await self._join_files(first, second), doubt)
        decision = IntakeDecisionMade(
            act=DecisionAct.SET_ASIDE,
            actor=operator.name,
            at=self.now(),
            reason=f"Réunis : n° {first.id}, puis n° {second.id}.",
        )
        told = {"parts": [first.id, second.id], "doubt": doubt}
        event = NewEvent(name="item.joined", at=self.now(), actor=f"user:{operator.name}", data=told)
        return await self.joins.join(made, [(one.id, one.version) for one in (mine, theirs)], decision, event)

    async def undo(self, item: Seen, *, reason: str, operator: Operator) -> tuple[int, ...]:
        """Undo a join: the joined item is set aside, the originals wait again; returns them.

        Raises LookupError, StaleVersion, RuleViolation INT-197 for an item that joins nothing.
        """
        whole = await self.worklist.get_item(item.id)
        originals = list_originals(whole)
        if not originals:
            raise RuleViolation(_make("INT-197", "Ce document n'en réunit pas d'autres.", "Rien n'est à défaire."))
        if whole.version != item.version or find_fault(whole, operator, self.now()):
            raise StaleVersion
        decision = IntakeDecisionMade(
            act=DecisionAct.SET_ASIDE, actor=operator.name, at=self.now(), reason=reason[:REASON_CHARS_MAX]
        )
        await self.joins.undo((whole.id, whole.version), originals, decision)
        return originals

    def _check_other(self, mine: IntakeItem, theirs: IntakeItem, seen: Seen, operator: Operator) -> None:
        """Refuse what cannot be joined, saying which of the two and why. Raises RuleViolation INT-197, INT-198."""
        if mine.id == theirs.id or not all(may_be_joined(one) for one in (mine, theirs)):
            raise RuleViolation(_make("INT-197", _NOT_JOINABLE, _CHOOSE_FILES))
        fault = find_fault(theirs, operator, self.now())
        if fault or theirs.version != seen.version:
            message = f"L'autre document, n° {theirs.id}, {fault or 'a changé depuis que vous l’avez choisi'}."
            raise RuleViolation(_make("INT-198", message, "S'entendre avec qui l'a en main, ou le choisir de nouveau."))

    async def _join_files(self, first: IntakeItem, second: IntakeItem) -> bytes:
        files = []
        for item in (first, second):
            file = item.files[0]
            data = await self.worklist.load_file(file.sha256)
            if not data.startswith((PDF_START, *PICTURE_STARTS)):
                raise RuleViolation(_make("INT-197", _NOT_JOINABLE, _CHOOSE_FILES))
            files.append((data, item.turns.get(file.sha256, 0)))
        title = (first.subject or first.files[0].name or "Document")[:TITLE_CHARS_MAX]
        return bytes(await self.run(join_files, files, title, first.received_at))


def may_be_joined(item: IntakeItem) -> bool:
    """Tell whether an item is one file that a person may join to another.

    What a patient sends stays with its message: its answer and its prescription follow it. Rule: mssante.md §7.
    """
    return item.kind is ItemKind.FILE and len(item.files) == 1 and item.source is not ItemSource.PATIENT


def find_fault(item: IntakeItem, operator: Operator, now: datetime) -> str:
    """Say why an item cannot be decided by somebody now, in French; empty when it can."""
    if item.state is not ItemState.WAITING:
        return "n'attend plus"
    until = item.locked_until
    if item.locked_by not in ("", operator.name) and until is not None and until >= now:
        return f"est à l'écran de {item.locked_by}"
    return ""


def find_doubt(one: IntakeItem, other: IntakeItem) -> str:
    """Say why two items may be of two patients, in French; empty when nothing says so."""
    if name_strangers(hide_refused(one), hide_refused(other)):
        return OTHER_PATIENT
    if any(was_told_wrong(item) for item in (one, other)):
        return TAKEN_BACK
    return "" if one.reading is not None and other.reading is not None else UNREAD


def _make_joined(first: IntakeItem, second: IntakeItem, data: bytes, doubt: str) -> NewItem:
    persons = {one.person_id for one in (first, second)} - {None}
    stem = first.files[0].name.rpartition(".")[0] or first.files[0].name or "document"
    is_one_mail = bool(first.mail_sha256) and first.mail_sha256 == second.mail_sha256
    reason = f"{_JOINED.message} {_WAS[doubt]}".strip()
    return NewItem(
        dedup_key=f"join:{first.id}@{first.version}+{second.id}@{second.version}",
        source=first.source,
        kind=ItemKind.FILE,
        door=first.door,
        received_at=min(first.received_at, second.received_at),
        code=_JOINED.code,
        reason=reason,
        remedy=_JOINED.remedy,
        sender=first.sender,
        sender_label=first.sender_label,
        subject=first.subject,
        message_id=first.message_id if is_one_mail else "",
        mail_sha256=first.mail_sha256 if is_one_mail else "",
        files=(NewIntakeFile(name=f"{stem} (réuni).pdf", media_type="application/pdf", data=data),),
        person_id=persons.pop() if len(persons) == 1 and not doubt else None,
        unit=first.unit or second.unit,
        target=first.target or second.target,
        details=_join_details(first, second, is_one_mail=is_one_mail),
    )


def _join_details(first: IntakeItem, second: IntakeItem, *, is_one_mail: bool) -> dict[str, Any]:
    """What is kept around both: the masking of either; the mail that brought both; what was told, unless it differs."""
    masking = [code for one in (first, second) for code in one.details.get("masking") or ()]
    told = [one.details["told"] for one in (first, second) if one.details.get("told")]
    details: dict[str, Any] = {"joined_from": [first.id, second.id], "masking": list(dict.fromkeys(masking))}
    if told and all(one == told[0] for one in told):
        details["told"] = told[0]
    if is_one_mail:
        details |= {name: first.details[name] for name in ("mail", "answer") if name in first.details}
    return details


def _make(code: str, message: str, remedy: str, *, severity: Severity = Severity.ERROR) -> Finding:
    return Finding(
        code=code, severity=severity, location="worklist", message=message, remedy=remedy, layer="intake", rule=RULE
    )


_JOINED = _make(
    "INT-195",
    "Ce document réunit deux fichiers.",
    "Vérifier que toutes ses pages sont du même patient, puis l'intégrer comme les autres.",
    severity=Severity.INFO,
)
_WAS = {
    "": "",
    OTHER_PATIENT: "Ils nommaient deux patients : une personne a dit que c'était le même.",
    TAKEN_BACK: "L'un avait été retiré d'un mauvais dossier : une personne a dit qu'ils sont du même patient.",
    UNREAD: "L'un n'avait pas été lu : une personne a dit qu'ils sont du même patient.",
}
_SAY_SO = "Ne les réunir que si une personne dit qu'ils sont du même patient : le cocher."
_NOT_JOINABLE = "Ces deux éléments ne se réunissent pas."
_CHOOSE_FILES = "Choisir deux éléments différents, chacun d'un seul fichier PDF ou image, qu'aucun patient n'a envoyé."
