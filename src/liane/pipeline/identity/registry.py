"""The acts of the desk on the registry: each one checked, carried out by the state machine, written whole, then told.

One act is one transaction: the persons, the events of their history, the lines of the worklists and the notices to the
subscribers. Nothing is decided on screens. Rule: RNIV 1; ins.md §5; INS/va1.50, INS/va1.60.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from liane.domain.actors.operator import Operator, Right
from liane.domain.errors import AccessDenied, Finding, RuleViolation, Severity, StaleVersion
from liane.domain.identity.changes import (
    AttributeLifted,
    AttributeSet,
    Change,
    ComplementaryChanged,
    ConsentsRecorded,
    DeathRecorded,
    IdentifierAdded,
    IdentifierRetired,
    INSRetrieved,
    INSVerified,
    ProofChecked,
    ProofWithdrawn,
    RightsRecorded,
    TraitsCorrected,
)
from liane.domain.identity.field_changes import FieldChange, find_changes
from liane.domain.identity.ins import INS
from liane.domain.identity.insi import INSiAnswer, check_usable
from liane.domain.identity.lifecycle import apply, merge, unmerge
from liane.domain.identity.patient import IdentityStatus, PatientIdentifier
from liane.domain.identity.person import (
    Attribute,
    ComplementaryTraits,
    Consents,
    IdentityProof,
    INSSource,
    Person,
    ProofDocument,
)
from liane.pipeline.identity.alerts import APPLY_ANYWAY, verification_alert
from liane.pipeline.identity.application import close_duplicates
from liane.pipeline.identity.creation import PersonDraft, PersonFinder, check_draft, make_person, refuse_known
from liane.pipeline.identity.linking import PairJudge
from liane.pipeline.identity.notices import Changed, NoticeWriter
from liane.pipeline.identity.ports import RegistryStore
from liane.pipeline.identity.rules import RegistryRules
from liane.store.registry_records import (
    Alert,
    AlertDecision,
    AlertKind,
    NewAlert,
    PersonEvent,
    PersonHit,
    RegistryWrite,
)

OnChanged = Callable[[tuple[int, ...]], Awaitable[None]]
NO_ALERTS: tuple[NewAlert, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Act:
    """Who does what, and why. data: further facts for the history. call_id: the INSi call behind it, 0 for none."""

    operator: Operator
    right: Right
    reason: str = ""
    is_open_to_follower: bool = False
    data: tuple[tuple[str, Any], ...] = ()
    call_id: int = 0


class DeskStore(RegistryStore, Protocol):
    """The registry, with what the acts on the worklists need."""

    async def get_alert(self, alert_id: int) -> Alert:
        """One line of a worklist. Raises LookupError."""
        ...

    async def put_back_messages(self, message_ids: Sequence[int]) -> int:
        """Have failed identity messages applied again, each at its old place."""
        ...


class Registry:
    """The registry as the desk uses it. on_changed: told, after each commit, which persons changed.

    Every act checks the right of the operator (AccessDenied), the version seen (StaleVersion) and the state machine
    (RuleViolation), and returns the person as kept. draw_ipp: gives a number of IPP, never twice the same.
    """

    def __init__(
        self,
        store: DeskStore,
        *,
        rules: RegistryRules,
        judge: PairJudge,
        draw_ipp: Callable[[], Awaitable[int]],
        now: Callable[[], datetime],
        new_id: Callable[[], str],
    ) -> None:
        self._store = store
        self.rules = rules
        self._finder = PersonFinder(store, judge)
        self._draw_ipp = draw_ipp
        self._now = now
        self._new_id = new_id
        self._listeners: list[OnChanged] = []

    def on_changed(self, listener: OnChanged) -> None:
        """Have a listener told of the persons that changed, after each commit."""
        self._listeners.append(listener)

    async def tell_changed(self, person_ids: Sequence[int]) -> None:
        """Tell the listeners."""
        for listener in self._listeners:
            await listener(tuple(person_ids))

    # Search and creation.

    async def look_before_creating(self, draft: PersonDraft) -> list[PersonHit]:
        """Persons that may already be the one of a draft, the likeliest first. Rule: ins.md §5.4; INS/va1.41."""
        return await self._finder.find(draft)

    async def create(self, draft: PersonDraft, *, operator: Operator, reason: str = "") -> Person:
        """Create a person, provisoire. reason: why they are not the one that looks like them.

        Raises RuleViolation: traits missing or ill written, somebody already there (RID-004, RID-005), follower.
        Rule: RNIV 1, création; INS/va1.21, INS/va1.43 (provisoire by default).
        """
        act = _Act(operator=operator, right=Right.CREATE_PERSONS, reason=reason)
        self._check(act)
        findings = check_draft(draft)
        if findings:
            raise RuleViolation(*findings)
        hits = await self._finder.find(draft)
        refuse_known(hits, reason)
        local, at = self.rules.local_domain, self._now()
        ipp = await self._draw_ipp() if local is not None else 0
        person = make_person(draft, operator=operator, at=at, local=local, ipp=ipp)
        slot = Changed(before=None, after=person, index=0)
        alike = [hit.person.id for hit in hits]
        event = self._event("person.created", slot, act, at, {"status": person.status.value, "alike": alike})
        notices = NoticeWriter(self.rules, at=at, new_id=self._new_id).tell((slot,))
        return await self._write(RegistryWrite(persons=(person,), events=(event,), notices=notices))

    # Traits and attributes.

    async def correct_traits(
        self, person_id: int, version: int, change: TraitsCorrected, *, reason: str, operator: Operator
    ) -> Person:
        """Correct traits by hand. Rule: INS/va1.47, INS/va1.48; ins.md §5.1."""
        act = _Act(operator=operator, right=Right.CREATE_PERSONS, reason=_required(reason))
        return await self._change(person_id, version, change, act)

    async def change_complementary(
        self, person_id: int, version: int, complementary: ComplementaryTraits, *, operator: Operator
    ) -> Person:
        """Change the complementary traits."""
        act = _Act(operator=operator, right=Right.CREATE_PERSONS)
        return await self._change(person_id, version, ComplementaryChanged(complementary=complementary), act)

    async def set_attribute(
        self, person_id: int, version: int, attribute: Attribute, *, reason: str, operator: Operator
    ) -> Person:
        """Set homonyme, douteux or fictif. Rule: RNIV 1; INS/va1.44; ins.md §5.2."""
        act = _Act(operator=operator, right=Right.CREATE_PERSONS, reason=_required(reason))
        return await self._change(person_id, version, AttributeSet(attribute=attribute), act)

    async def lift_attribute(
        self, person_id: int, version: int, attribute: Attribute, *, reason: str, operator: Operator
    ) -> Person:
        """Lift an attribute after check. Rule: ins.md §5.2."""
        act = _Act(operator=operator, right=Right.QUALIFY, reason=_required(reason))
        return await self._change(person_id, version, AttributeLifted(attribute=attribute), act)

    async def record_death(
        self, person_id: int, version: int, on: str, *, operator: Operator, reason: str = ""
    ) -> Person:
        """Record a death (``yyyyMMdd``), or take its record back (empty)."""
        act = _Act(operator=operator, right=Right.CREATE_PERSONS, reason=reason)
        return await self._change(person_id, version, DeathRecorded(on=on), act)

    async def record_consents(self, person_id: int, version: int, consents: Consents, *, operator: Operator) -> Person:
        """Record the patient's choices on the DMP. Rule: DMP/CONF.09; CSP R1111-47."""
        act = _Act(operator=operator, right=Right.RECORD_CONSENT, is_open_to_follower=True)
        return await self._change(person_id, version, ConsentsRecorded(consents=consents), act)

    async def record_rights(
        self, person_id: int, version: int, change: RightsRecorded, *, operator: Operator
    ) -> Person:
        """Record what the patient was told and decided. Rule: DMP/CONF.06, DMP/CONF.09; MSS/va1.20, MSS/va1.22."""
        act = _Act(operator=operator, right=Right.RECORD_CONSENT, is_open_to_follower=True)
        return await self._change(person_id, version, change, act)

    # Proof of identity and INS.

    async def record_proof(
        self, person_id: int, version: int, document: ProofDocument, *, valid_until: str = "", operator: Operator
    ) -> Person:
        """Record that a document of high confidence was checked. Rule: RNIV 1; INS/va1.45, INS/va1.54; ins.md §5.3."""
        proof = IdentityProof(
            document=document, checked_by=operator.name, checked_at=self._now(), valid_until=valid_until
        )
        act = _Act(operator=operator, right=Right.QUALIFY)
        return await self._change(person_id, version, ProofChecked(proof=proof), act)

    async def withdraw_proof(self, person_id: int, version: int, *, reason: str, operator: Operator) -> Person:
        """Say that the check no longer stands."""
        act = _Act(operator=operator, right=Right.QUALIFY, reason=_required(reason))
        return await self._change(person_id, version, ProofWithdrawn(), act)

    async def accept_insi_answer(
        self,
        person_id: int,
        version: int,
        answer: INSiAnswer,
        *,
        source: INSSource,
        operator: Operator,
        call_id: int = 0,
    ) -> Person:
        """Accept the one identity that INSi gave: its INS and traits replace those held, byte for byte.

        Raises RuleViolation when the answer shows no one or cannot be used, or its authority is not accepted here; the
        mapping of the test platforms is written in the history. Rule: INS/va1.28, va1.31, va1.38; ins.md §3, §6.6.
        """
        unusable = [one for one in check_usable(answer) if one.severity is Severity.ERROR]
        if answer.ins is None or answer.traits is None or not answer.is_match or unusable:
            raise RuleViolation(*unusable or (_NO_ANSWER,))
        ins = self.rules.oids.take(answer.ins)
        data: tuple[tuple[str, Any], ...] = (("means", source.value), ("call_id", call_id))
        if ins != answer.ins:
            data += (("oid_mapped", {"from": answer.ins.oid, "to": ins.oid}),)
        change = INSRetrieved(ins=ins, traits=answer.traits, source=source, former=answer.former)
        act = _Act(operator=operator, right=Right.QUALIFY, data=data, call_id=call_id)
        return await self._change(person_id, version, change, act)

    async def record_verification(
        self, person_id: int, version: int, ins: INS, *, is_ok: bool, operator: Operator, call_id: int = 0
    ) -> Person:
        """Record what INSi said of an INS held or received. A KO takes it out of circulation and warns the cell.

        A follower records it too: a KO stops its own sendings, an OK renews the date of an INS in force, and no status
        rises but by the flow. Rule: INS/va1.05 to va1.08, va1.13, va1.57; ins.md §6.9.
        """
        act = _Act(
            operator=operator,
            right=Right.CALL_INSI,
            is_open_to_follower=True,
            data=(("call_id", call_id), ("is_ok", is_ok)),
            call_id=call_id,
        )
        self._check(act)
        person = await self._load(person_id, version)
        taken = self.rules.oids.take(ins)
        if self.rules.is_follower and is_ok and person.status is not IdentityStatus.QUALIFIEE:
            return await self._note("person.ins_verified", person, act)
        failed = verification_alert(person.id, self._now(), was_qualified=person.may_circulate)
        alerts = NO_ALERTS if is_ok else (failed,)
        return await self._apply(person, INSVerified(ins=taken, is_ok=is_ok), act, alerts)

    # Identifiers, merge.

    async def add_identifier(
        self, person_id: int, version: int, identifier: PatientIdentifier, *, reason: str, operator: Operator
    ) -> Person:
        """Tie a number of another domain to a person (link). Raises DuplicateIdentifier when it is somebody else's."""
        act = _Act(operator=operator, right=Right.MERGE, reason=_required(reason))
        return await self._change(person_id, version, IdentifierAdded(identifier=identifier), act)

    async def retire_identifier(
        self, person_id: int, version: int, identifier: PatientIdentifier, *, reason: str, operator: Operator
    ) -> Person:
        """Say that a number is no longer this person's (unlink)."""
        act = _Act(operator=operator, right=Right.MERGE, reason=_required(reason))
        return await self._change(person_id, version, IdentifierRetired(identifier=identifier), act)

    async def merge(
        self, kept_id: int, kept_version: int, retired_id: int, retired_version: int, *, reason: str, operator: Operator
    ) -> Person:
        """Retire one identity in favour of another. Returns the one kept.

        Documents, stays and deliveries follow through the pointer of the one retired; subscribers get A40.
        Rule: RNIV, fusion; PAM FR 2.11, A40; ins.md §5.4.
        """
        act = _Act(operator=operator, right=Right.MERGE, reason=_required(reason))
        self._check(act)
        first, second = await self._load(kept_id, kept_version), await self._load(retired_id, retired_version)
        at = self._now()
        merged = merge(first, second, at=at)
        inherited = [[one.field, one.before, one.after] for one in merged.inherited]
        slots = (Changed(before=first, after=merged.kept), Changed(before=second, after=merged.retired))
        events = (
            self._event("person.merged", slots[0], act, at, {"other": second.id, "inherited": inherited}),
            self._event("person.merged_into", slots[1], act, at, {"other": first.id}),
        )
        found = await self._store.find_alerts(kinds=(AlertKind.DUPLICATE,), person_id=second.id)
        writer = NoticeWriter(self.rules, at=at, new_id=self._new_id)
        return await self._write(
            RegistryWrite(
                persons=(merged.kept, merged.retired),
                events=events,
                closed_alerts=close_duplicates(found, first.id, second.id, actor=operator.name, at=at),
                notices=(*writer.tell(slots[:1]), *writer.tell_merge(merged.kept, second)),
            )
        )

    async def unmerge(self, retired_id: int, *, reason: str, operator: Operator) -> Person:
        """Give back its life to an identity merged by mistake. Returns it.

        PAM France has no message for it (A37 is left out): subscribers get A28 of the one given back, and A31 of the
        other when it changes. Rule: RNIV, fusion; ins.md §5.4; hl7v2.md §8.1.
        """
        act = _Act(operator=operator, right=Right.MERGE, reason=_required(reason))
        self._check(act)
        retired = await self._store.get_person(retired_id)
        if retired.merged_into is None:
            raise RuleViolation(_NOT_MERGED)
        kept, at = await self._store.get_person(retired.merged_into), self._now()
        undone = unmerge(kept, retired, at=at, inherited=await self._find_inherited(kept.id, retired.id))
        slots = (Changed(before=retired, after=undone.retired), Changed(before=kept, after=undone.kept))
        written = slots if undone.kept != kept else slots[:1]
        events = (
            self._event("person.unmerged", slots[0], act, at, {"other": kept.id}),
            self._event("person.unmerged_from", slots[1], act, at, {"other": retired.id}),
        )
        writer = NoticeWriter(self.rules, at=at, new_id=self._new_id)
        born = Changed(before=None, after=undone.retired)
        return await self._write(
            RegistryWrite(
                persons=tuple(one.after for one in written),
                events=events,
                notices=(*writer.tell((born,)), *writer.tell(written[1:])),
            ),
            also=(kept.id,),
        )

    async def _find_inherited(self, kept_id: int, retired_id: int) -> tuple[FieldChange, ...]:
        """What the merge gave to the one kept, as its history says."""
        events = await self._store.find_person_events(kept_id)
        merges = [one for one in events if one.name == "person.merged" and one.data.get("other") == retired_id]
        told = merges[-1].data.get("inherited", ()) if merges else ()
        return tuple(FieldChange(field=name, before=before, after=after) for name, before, after in told)

    # Worklists and subscribers.

    async def decide_alert(self, alert_id: int, decision: str, *, reason: str, operator: Operator) -> None:
        """Close a line of a worklist. Raises StaleVersion when it is closed already, LookupError.

        A collision decided ``appliquer`` (APPLY_ANYWAY) has its message applied after all; two persons decided
        ``distincts`` or ``homonymes`` (APART) are not suspected again.
        """
        act = _Act(operator=operator, right=Right.MERGE, reason=_required(reason), is_open_to_follower=True)
        self._check(act)
        alert = await self._store.get_alert(alert_id)
        made = AlertDecision(alert_id=alert_id, decision=decision, reason=reason, actor=operator.name, at=self._now())
        await self._store.write_registry(RegistryWrite(closed_alerts=(made,)))
        if alert.kind is AlertKind.COLLISION and decision == APPLY_ANYWAY and alert.message_id is not None:
            await self._store.put_back_messages((alert.message_id,))

    async def tell_again(self, person_id: int, subscriber: str, *, operator: Operator) -> Person:
        """Send how a person is now to one subscriber (A31), after it refused a notice."""
        act = _Act(
            operator=operator, right=Right.CREATE_PERSONS, is_open_to_follower=True, data=(("subscriber", subscriber),)
        )
        self._check(act)
        person = await self._store.get_person(person_id)
        return await self._note("person.told_again", person, act, subscriber=subscriber)

    # One act.

    def _check(self, act: _Act) -> None:
        """Refuse who may not, and what a follower leaves to its référentiel.

        Rule: INS/va1.50 (habilitations); ins.md §1 (a follower changes no status by itself).
        """
        if not act.operator.may(act.right):
            raise AccessDenied(act.right.value)
        if self.rules.is_follower and not act.is_open_to_follower:
            raise RuleViolation(_FOLLOWER)

    async def _load(self, person_id: int, version: int) -> Person:
        person = await self._store.get_person(person_id)
        if person.version != version:
            raise StaleVersion(person_id)
        return person

    async def _change(self, person_id: int, version: int, change: Change, act: _Act) -> Person:
        self._check(act)
        return await self._apply(await self._load(person_id, version), change, act)

    async def _apply(
        self, person: Person, change: Change, act: _Act, alerts: tuple[NewAlert, ...] = NO_ALERTS
    ) -> Person:
        at = self._now()
        applied = apply(person, change, at=at, actor=act.operator.name)
        slot = Changed(before=person, after=applied.person)
        warnings = {"warnings": [one.code for one in applied.warnings]} if applied.warnings else {}
        event = self._event(applied.event, slot, act, at, warnings)
        notices = NoticeWriter(self.rules, at=at, new_id=self._new_id).tell((slot,))
        calls = (act.call_id,) if act.call_id else ()
        return await self._write(
            RegistryWrite(persons=(slot.after,), events=(event,), alerts=alerts, notices=notices, call_ids=calls)
        )

    async def _note(self, name: str, person: Person, act: _Act, *, subscriber: str = "") -> Person:
        """Write an event that changes nothing of the person."""
        at = self._now()
        event = self._event(name, Changed(before=person, after=person), act, at, {})
        notices = NoticeWriter(self.rules, at=at, new_id=self._new_id).tell_again(person, subscriber)
        await self._store.write_registry(RegistryWrite(events=(event,), notices=notices if subscriber else ()))
        return person

    def _event(self, name: str, slot: Changed, act: _Act, at: datetime, data: dict[str, Any]) -> PersonEvent:
        changes = [] if slot.before is None else find_changes(slot.before, slot.after)
        said = {"changes": [[one.field, one.before, one.after] for one in changes]} if changes else {}
        reason = {"reason": act.reason} if act.reason else {}
        return PersonEvent(
            name=name,
            at=at,
            actor=act.operator.name,
            data={**said, **reason, **dict(act.data), **data},
            person_id=slot.after.id,
            person_index=slot.index,
        )

    async def _write(self, write: RegistryWrite, *, also: tuple[int, ...] = ()) -> Person:
        written = await self._store.write_registry(write)
        await self.tell_changed(tuple(dict.fromkeys((*written.person_ids, *also))))
        return await self._store.get_person(written.person_ids[0])


def _required(reason: str) -> str:
    """Give the reason, or refuse an act without one."""
    if not reason.strip():
        raise RuleViolation(_NO_REASON)
    return reason.strip()


def _refusal(code: str, message: str, remedy: str, rule: str) -> Finding:
    return Finding(
        code=code, severity=Severity.ERROR, location="", message=message, remedy=remedy, layer="registry", rule=rule
    )


_FOLLOWER = _refusal(
    "RID-001",
    "Ce Liane suit un référentiel d'identités : les identités ne se modifient que là-bas.",
    "Faire la modification dans le référentiel ; elle arrivera ici par le flux d'identités.",
    "ins.md §1; INS/va1.13",
)
_NO_REASON = _refusal("RID-003", "Cet acte demande un motif.", "Écrire pourquoi.", "RNIV 1; ins.md §5.1")
_NO_ANSWER = _refusal(
    "RID-011",
    "La réponse d'INSi ne désigne pas une personne : il n'y a rien à accepter.",
    "Compléter les traits et interroger INSi de nouveau.",
    "ins.md §6.6",
)
_NOT_MERGED = _refusal(
    "RID-012",
    "Cette identité n'est pas fusionnée.",
    "Rouvrir la fiche : la fusion a peut-être déjà été défaite.",
    "RNIV, fusion",
)
