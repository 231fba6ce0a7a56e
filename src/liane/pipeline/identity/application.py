"""What one identity message makes of the registry: a decision on values alone, written by the applier in one go.

Nothing is ever lost: what cannot be applied becomes a line of a worklist, with the message kept; what is out of order
is applied and told. Rule: PAM FR 2.11; hl7v2.md §8; RNIV 1.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from liane.domain.errors import Finding, RuleViolation, Severity, has_errors
from liane.domain.identity.changes import IdentifierRetired
from liane.domain.identity.field_changes import find_changes
from liane.domain.identity.lifecycle import apply, merge
from liane.domain.identity.linkage import detect_overlay
from liane.domain.identity.messages import IdentityAction, IdentityMessage
from liane.domain.identity.patient import IdentityStatus, PatientIdentity
from liane.domain.identity.person import Person
from liane.domain.identity.reconcile import find_person_conflicts
from liane.domain.identity.stays import Stay
from liane.pipeline.identity import alerts as lines
from liane.pipeline.identity.dossier import record_movement
from liane.pipeline.identity.identify import UnknownPatient, local_identifiers
from liane.pipeline.identity.notices import Changed, NoticeWriter
from liane.pipeline.identity.rules import RegistryRules
from liane.store.registry_records import Alert, AlertDecision, AlertKind, NewAlert, PersonEvent, RegistryWrite

Key = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What the store knows of what a message names.

    holders: by (domain, value) of a local identifier, the person in force. stays: by (visit number, domain). owners: by
    stay, the person in force. accounts: stays of the person of MRG-1 (A44). alerts: open ones of the persons (A40).
    """

    holders: Mapping[Key, Person] = field(default_factory=dict)
    stays: Mapping[Key, Stay] = field(default_factory=dict)
    owners: Mapping[int, int] = field(default_factory=dict)
    accounts: Sequence[Stay] = ()
    alerts: Sequence[Alert] = ()


class _Refused(Exception):
    """The message cannot be applied. failure: why, in French; alert: its line, when a known person is concerned."""

    def __init__(self, failure: str, alert: NewAlert | None = None) -> None:
        self.failure = failure
        self.alert = alert
        super().__init__("refused")


class MessageApplication:
    """Applies one message to what was found. is_forced: a person decided to apply it although traits change wholly."""

    def __init__(
        self,
        rules: RegistryRules,
        message_id: int,
        message: IdentityMessage,
        found: Found,
        *,
        at: datetime,
        new_id: Callable[[], str],
        is_forced: bool = False,
    ) -> None:
        self._rules = rules
        self._message_id = message_id
        self._message = message
        self._found = found
        self._at = at
        self._is_forced = is_forced
        self._may_alter = rules.may_alter(message.sender)
        self._actor = f"emitter:{message.sender}"
        self._notices = NoticeWriter(rules, at=at, new_id=new_id, teller=message.sender)
        self._changed: list[Changed] = []
        self._events: list[PersonEvent] = []
        self._alerts: list[NewAlert] = []
        self._stays: list[Stay] = []
        self._merged: list[tuple[Person, Person]] = []
        self._closed: list[AlertDecision] = []
        self._is_held = False
        self._failure = ""

    def plan(self) -> RegistryWrite:
        """Say everything to write; a message that cannot be applied writes why, and its alert."""
        try:
            self._plan()
        except _Refused as refused:
            alerts = (refused.alert,) if refused.alert else ()
            return RegistryWrite(alerts=alerts, applied_message_id=self._message_id, failure=refused.failure)
        except RuleViolation as violation:
            failure = " ".join(finding.message for finding in violation.findings)
            return RegistryWrite(applied_message_id=self._message_id, failure=failure or UNEXPLAINED)
        merged = tuple(n for kept, retired in self._merged for n in self._notices.tell_merge(kept, retired))
        told = [one for one in self._changed if one.after.merged_into is None]
        return RegistryWrite(
            persons=tuple(one.after for one in self._changed),
            events=tuple(self._events),
            alerts=tuple(self._alerts),
            closed_alerts=tuple(self._closed),
            notices=(*self._notices.tell(told), *merged),
            stays=tuple(self._stays),
            applied_message_id=self._message_id,
            failure=HELD if self._is_held else self._failure,
        )

    @property
    def is_held(self) -> bool:
        """True when the traits were not applied because they would make another person of this one."""
        return self._is_held

    def _plan(self) -> None:
        action = self._message.action
        if action is not IdentityAction.STAY and not self._may_alter:
            self._attach()
        elif action is IdentityAction.MERGE:
            self._merge()
        elif action is IdentityAction.CHANGE_IDENTIFIER:
            self._change_identifier()
        elif action is IdentityAction.MOVE_ACCOUNT:
            self._move_account()
        else:
            self._tell_person()

    # Whose message it is.

    def _resolve(self, patient: PatientIdentity) -> Person | None:
        """The person that the identifiers name. Raises _Refused when they name two."""
        held = {}
        for identifier in local_identifiers(patient):
            holder = self._found.holders.get((identifier.oid, identifier.value))
            if holder is not None:
                held[holder.id] = holder
        if len(held) > 1:
            first, second = list(held.values())[:2]
            raise self._refuse_two(first, second, "Les identifiants du message sont ceux de deux personnes.")
        return next(iter(held.values()), None)

    def _refuse_two(self, first: Person, second: Person, message: str) -> _Refused:
        alert = lines.collision_alert(first.id, second.id, self._at, message_id=self._message_id, message=message)
        return _Refused(message, alert)

    # Identity.

    def _tell_person(self) -> None:
        person = self._resolve(self._message.told.identity)
        if person is None:
            slot = self._create()
        elif self._may_alter:
            slot = self._update(person)
        else:
            self._compare(person)
            slot = Changed(before=person, after=person)
        self._record_stay(slot)

    def _attach(self) -> None:
        """Take an identity message of one who may not alter identities: compare who is known, make who is not."""
        person = self._resolve(self._message.told.identity)
        if person is not None:
            self._compare(person)
        elif self._message.action in (IdentityAction.CREATE, IdentityAction.UPDATE):
            self._create()
        else:
            raise self._fail("RID-021", "Cette application n'est pas autorisée à modifier les identités.")

    def _create(self) -> Changed:
        told = self._message.told
        if not self._may_alter:
            if self._rules.unknown_patient is UnknownPatient.WAIT:
                raise self._fail("RID-022", "Le patient est inconnu, et cette application ne peut pas le créer.")
            told = replace(told, from_other_domain=True)
        if not told.identity.identifiers:
            raise self._fail("RID-023", "Le message ne porte aucun identifiant de patient utilisable.")
        fresh = Person(origin=self._message.sender, created_at=self._at)
        applied = apply(fresh, told, at=self._at, actor=self._actor)
        slot = Changed(before=None, after=applied.person, index=len(self._changed))
        self._changed.append(slot)
        data = {"status": applied.person.status.value, "warnings": [one.code for one in applied.warnings]}
        self._note("person.created", slot, data)
        self._warn(slot, applied.warnings)
        return slot

    def _update(self, person: Person, *, name: str = "") -> Changed:
        told = self._message.told
        told = replace(told, identity=self._without_held(told.identity, person))
        applied = apply(person, told, at=self._at, actor=self._actor)
        after = applied.person
        overlay = detect_overlay(person, after) if after.traits != person.traits and not self._is_forced else None
        if overlay is not None:
            is_held = person.status is not IdentityStatus.PROVISOIRE
            self._alerts.append(
                lines.overlay_alert(person.id, overlay, self._at, message_id=self._message_id, is_held=is_held)
            )
            if is_held:
                self._is_held = True
                return Changed(before=person, after=person)
        slot = Changed(before=person, after=after)
        if applied.changed:
            self._changed.append(slot)
            self._note(name or applied.event, slot, {"warnings": [one.code for one in applied.warnings]})
        self._warn(slot, applied.warnings)
        return slot

    def _without_held(self, identity: PatientIdentity, person: Person) -> PatientIdentity:
        """Leave out the identifiers that an identity merged into this person still holds."""
        own = {(one.oid, one.value) for one in person.identifiers}
        kept = tuple(
            one
            for one in identity.identifiers
            if (one.oid, one.value) in own or (one.oid, one.value) not in self._found.holders
        )
        return replace(identity, identifiers=kept)

    def _compare(self, person: Person) -> None:
        conflicts = find_person_conflicts(self._message.told.identity, person)
        if has_errors(conflicts):
            self._alerts.append(
                lines.discordance_alert(
                    person.id,
                    self._at,
                    message_id=self._message_id,
                    findings=conflicts,
                    sender=self._message.sender,
                )
            )

    def _warn(self, slot: Changed, warnings: Sequence[Finding]) -> None:
        told = [one for one in warnings if one.code in _UNATTESTED]
        if told:
            self._alerts.append(
                lines.unattested_ins_alert(
                    slot.after.id,
                    self._at,
                    person_index=slot.index,
                    message_id=self._message_id,
                    message=told[0].message,
                )
            )

    def _merge(self) -> None:
        """Retire the identity of MRG-1 in favour of that of PID. Rule: PAM FR 2.11, A40; hl7v2.md §8.2, §8.5."""
        assert self._message.previous is not None
        kept = self._resolve(self._message.told.identity)
        retired = self._resolve(self._message.previous)
        if retired is None:
            self._tell_person()
            return
        if kept is None:
            self._rename(retired, name="person.identifier_changed")
            return
        slot = self._update(kept)
        if kept.id == retired.id:
            return
        if self._is_held:
            return
        try:
            merged = merge(slot.after, retired, at=self._at)
        except RuleViolation as violation:
            told = " ".join(finding.message for finding in violation.findings)
            raise self._refuse_two(kept, retired, told) from violation
        self._changed = [one for one in self._changed if one is not slot]
        before = Changed(before=kept, after=merged.kept)
        after = Changed(before=retired, after=merged.retired)
        self._changed += [before, after]
        data = {
            "inherited": [[one.field, one.before, one.after] for one in merged.inherited],
            "warnings": [one.code for one in merged.warnings],
        }
        self._note("person.merged", before, {**data, "other": retired.id})
        self._note("person.merged_into", after, {"other": kept.id})
        self._merged.append((merged.kept, retired))
        self._closed += close_duplicates(self._found.alerts, kept.id, retired.id, actor=self._actor, at=self._at)

    def _change_identifier(self) -> None:
        """Replace an identifier. Rule: PAM FR 2.11, A47; hl7v2.md §8.2."""
        assert self._message.previous is not None
        known = self._resolve(self._message.previous)
        other = self._resolve(self._message.told.identity)
        if known is not None and other is not None and known.id != other.id:
            raise self._refuse_two(known, other, "Le nouvel identifiant est déjà celui d'une autre personne.")
        person = known or other
        if person is None:
            self._create()
            return
        self._rename(person, name="person.identifier_changed")

    def _rename(self, person: Person, *, name: str) -> None:
        """Retire the identifiers of MRG-1 that PID-3 no longer shows, then take what PID says."""
        assert self._message.previous is not None
        told = {(one.oid, one.value) for one in self._message.told.identity.identifiers}
        domains = {oid for oid, _ in told}
        renamed = person
        for identifier in local_identifiers(self._message.previous):
            key = (identifier.oid, identifier.value)
            held = next((one for one in renamed.identifiers if (one.oid, one.value) == key), None)
            if held is not None and key not in told and identifier.oid in domains:
                renamed = apply(renamed, IdentifierRetired(identifier=held), at=self._at, actor=self._actor).person
        before = len(self._changed)
        slot = self._update(renamed, name=name)
        if self._is_held:
            return
        if len(self._changed) > before:
            del self._changed[before:], self._events[-1]
        if find_changes(person, slot.after):
            whole = Changed(before=person, after=slot.after)
            self._changed.append(whole)
            self._note(name, whole, {})

    def _move_account(self) -> None:
        """Move the stays of a dossier from the wrong patient to the right one.

        Rule: PAM FR 2.11, A44; hl7v2.md §8.2.
        """
        assert self._message.previous is not None
        wrong = self._resolve(self._message.previous)
        right = self._resolve(self._message.told.identity)
        if right is None:
            raise self._fail("RID-024", "Le patient à qui revient le dossier est inconnu.")
        moved = [stay for stay in self._found.accounts if stay.facts.account_number == self._message.account]
        if wrong is None or not moved:
            raise self._fail("RID-025", "Le dossier à déplacer est inconnu chez ce patient.", person=right)
        if wrong.id == right.id:
            return
        self._stays += [replace(stay, person_id=right.id) for stay in moved]
        visits = [stay.facts.visit_number for stay in moved]
        for one, other in ((right, wrong), (wrong, right)):
            self._note("person.account_moved", Changed(before=one, after=one), {"visits": visits, "other": other.id})

    # Stays.

    def _record_stay(self, slot: Changed) -> None:
        facts = self._message.stay
        if facts is None:
            return
        if not facts.visit_number:
            self._deviate(slot, (_NO_VISIT_NUMBER,))
            return
        known = self._found.stays.get((facts.visit_number, facts.visit_domain))
        if known is not None and self._found.owners.get(known.id, known.person_id) != slot.after.id:
            self._alerts.append(
                lines.collision_alert(
                    self._found.owners.get(known.id, known.person_id),
                    slot.after.id or None,
                    self._at,
                    message_id=self._message_id,
                    message="Ce numéro de venue est déjà celui d'une autre personne : le séjour n'est pas modifié.",
                )
            )
            self._failure = "Le numéro de venue du message est déjà celui d'une autre personne (collision)."
            return
        changed = record_movement(known, facts, person_id=slot.after.id, trigger=self._message.trigger)
        if not changed.is_same:
            self._stays.append(changed.stay)
            movement = facts.movement
            data = {
                "visit": facts.visit_number,
                "event": self._message.event,
                "action": movement.action.value if movement else "",
                "state": changed.stay.state.value,
            }
            self._note("person.stay", replace(slot, before=slot.after), data)
        self._deviate(slot, changed.deviations)

    def _deviate(self, slot: Changed, deviations: Sequence[Finding]) -> None:
        if deviations:
            self._alerts.append(
                lines.movement_alert(
                    slot.after.id,
                    self._at,
                    person_index=slot.index,
                    message_id=self._message_id,
                    findings=deviations,
                )
            )

    # The history.

    def _note(self, name: str, slot: Changed, data: Mapping[str, object]) -> None:
        before = slot.before
        changes = () if before is None or before is slot.after else find_changes(before, slot.after)
        said = {"changes": [[one.field, one.before, one.after] for one in changes], "event": self._message.event}
        self._events.append(
            PersonEvent(
                name=name,
                at=self._at,
                actor=self._actor,
                data={**said, "control_id": self._message.control_id, **data},
                person_id=slot.after.id,
                person_index=slot.index,
                message_id=self._message_id,
            )
        )

    def _fail(self, code: str, message: str, *, person: Person | None = None) -> _Refused:
        finding = Finding(
            code=code,
            severity=Severity.ERROR,
            location="PID-3",
            message=message,
            remedy="Vérifier le réglage identity.sources, ou corriger dans l'application de gestion des malades.",
            layer="registry",
            rule="PAM FR 2.11; hl7v2.md §8.2",
        )
        if person is None:
            return _Refused(f"{message} ({code})")
        alert = lines.failed_alert(self._at, message_id=self._message_id, findings=(finding,), person_id=person.id)
        return _Refused(f"{message} ({code})", alert)


HELD = "Les traits du message désignent une autre personne : le message attend une décision (collision)."
UNEXPLAINED = "Le message ne peut pas être appliqué."
_UNATTESTED = frozenset({"IDV-020", "IDV-021", "IDV-022"})
_NO_VISIT_NUMBER = Finding(
    code="PAM-109",
    severity=Severity.WARNING,
    location="PV1-19",
    message="Le séjour n'a pas de numéro de venue : il n'est pas suivi.",
    remedy="Émettre le numéro de venue en PV1-19.",
    layer="registry",
    rule="hl7v2.md §8.3",
)


def close_duplicates(
    alerts: Sequence[Alert], first: int, second: int, *, actor: str, at: datetime
) -> tuple[AlertDecision, ...]:
    """Close the lines that suspected two persons to be one, once they are merged."""
    pair = {first, second}
    return tuple(
        AlertDecision(alert_id=one.id, decision="fusionner", reason="Identités fusionnées.", actor=actor, at=at)
        for one in alerts
        if one.kind is AlertKind.DUPLICATE and {one.person_id, one.other_id} == pair
    )
