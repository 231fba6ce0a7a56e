"""Whom to tell that an identity changed, and by which message: the notices written with the change itself.

A notice leaves only when what a subscriber may see changed, and never goes back to the application that told of it.
Rule: INS/va1.60 (propagate the change of a strict trait), INS/va1.53, INS/va1.59 (INS only when it may circulate); PAM
FR 2.11, ITI-30; hl7v2.md §8.2.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from liane.codecs.hl7v2.adt_build import build_adt
from liane.domain.identity.patient import PatientIdentifier, PatientIdentity
from liane.domain.identity.person import Consents, Person
from liane.pipeline.identity.rules import RegistryRules, Subscriber
from liane.store.registry_records import NewNotice

NO_TELLER = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """One person before and after an act. before: None when new; index: position in the write when new."""

    before: Person | None
    after: Person
    index: int | None = None


class NoticeWriter:
    """Makes the notices of one act. teller: ``application@facility`` of who told, empty for the desk."""

    def __init__(
        self, rules: RegistryRules, *, at: datetime, new_id: Callable[[], str], teller: str = NO_TELLER
    ) -> None:
        self._rules = rules
        self._at = at
        self._new_id = new_id
        self._teller = teller

    def tell(self, changed: Iterable[Changed]) -> tuple[NewNotice, ...]:
        """Tell of persons created or changed."""
        return tuple(notice for one in changed for notice in self._tell_one(one))

    def tell_merge(self, kept: Person, retired: Person) -> tuple[NewNotice, ...]:
        """Tell that one identity was retired in favour of another (A40)."""
        previous = _previous(identifier for identifier in retired.identifiers)
        if not previous.identifiers:
            return ()
        previous = replace(previous, traits=retired.traits)
        return self._write("A40", Changed(before=kept, after=kept), previous)

    def tell_again(self, person: Person, subscriber: str) -> tuple[NewNotice, ...]:
        """Tell one subscriber how a person is now (A31), at the demand of somebody."""
        asked = [one for one in self._rules.subscribers if one.name == subscriber]
        return tuple(self._write_one("A31", one, Changed(before=person, after=person), None) for one in asked)

    def _tell_one(self, changed: Changed) -> tuple[NewNotice, ...]:
        before, after = changed.before, changed.after
        if before is None:
            return self._write("A28", changed, None)
        if _view(before) == _view(after):
            return ()
        replaced = _replaced_identifiers(before, after)
        notices = self._write("A47", changed, _previous(replaced)) if replaced else ()
        if not replaced or _view(before)[1:] != _view(after)[1:]:
            notices += self._write("A31", changed, None)
        return notices

    def _write(self, event: str, changed: Changed, previous: PatientIdentity | None) -> tuple[NewNotice, ...]:
        return tuple(
            self._write_one(event, subscriber, changed, previous)
            for subscriber in self._rules.subscribers
            if event in subscriber.events and subscriber.name != self._teller
        )

    def _write_one(
        self, event: str, subscriber: Subscriber, changed: Changed, previous: PatientIdentity | None
    ) -> NewNotice:
        control_id = self._new_id()
        message = build_adt(
            event,
            changed.after,
            previous=previous,
            sender=self._rules.own,
            receiver=subscriber.endpoint,
            control_id=control_id,
            at=self._at,
            processing_id=self._rules.processing_id,
        )
        return NewNotice(
            subscriber=subscriber.name,
            event=event,
            control_id=control_id,
            message=message,
            lane=f"{subscriber.name}|",
            due=self._at,
            person_id=changed.after.id,
            person_index=changed.index,
        )


def _view(person: Person) -> tuple[object, ...]:
    """What a subscriber may see of a person: identifiers first, then the rest."""
    shown = person.circulating_identity
    return (
        frozenset((one.oid, one.value, one.type_code) for one in shown.identifiers),
        shown.traits,
        shown.status_codes,
        person.birth_date_uncertain,
        person.complementary,
        person.deceased_on,
        _told_consents(person.consents),
    )


def _told_consents(consents: Consents) -> tuple[str, ...]:
    return (consents.dmp_status, consents.feeding.value, consents.consultation.value)


def _replaced_identifiers(before: Person, after: Person) -> tuple[PatientIdentifier, ...]:
    """The identifiers whose domain now numbers the person otherwise: what A47 says in MRG-1."""
    now = {(one.oid, one.value) for one in after.circulating_identity.identifiers}
    former = {(one.oid, one.value) for one in before.circulating_identity.identifiers}
    domains = {_domain(oid) for oid, value in now - former}
    gone = (one for one in before.circulating_identity.identifiers if (one.oid, one.value) not in now)
    return tuple(one for one in gone if _domain(one.oid) in domains)


def _domain(oid: str) -> str:
    """Every authority of the INS numbers in one domain: a NIA is replaced by a NIR."""
    return "INS" if PatientIdentifier(value="", oid=oid).is_ins else oid


def _previous(identifiers: Iterable[PatientIdentifier]) -> PatientIdentity:
    return PatientIdentity(identifiers=tuple(identifiers))
