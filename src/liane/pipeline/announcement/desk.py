"""The acts of a professional on held documents: hold one, say that the announcement was made, finish it at the DMP.

Each act is judged by the matrix and written in the trail before it happens. A release is one commit; what remains to do
at the DMP (TD3.3b, which the DMP grants to a professional signed in by Pro Santé Connect alone) stays on a list until
it is done, by whoever has the right and a session.
Rule: CRI/va1.02, CRI/va1.03; couloirs.md §5.1; dmp.md §3.1, §10, §11.1.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

import structlog

from liane.domain.access.matrix import judge_access
from liane.domain.access.situation import PatientSituation
from liane.domain.actors.operator import Operator
from liane.domain.audit.access import AccessAct, AccessEvent, Outcome
from liane.domain.documents.announcement import Announcement, FolderVisibility, ReleaseMode
from liane.domain.documents.decision import is_minor
from liane.domain.documents.delivery import DeliveryState, Destination
from liane.domain.documents.timestamp import PARIS
from liane.domain.errors import AccessDenied, LianeError, RemoteFailure
from liane.domain.identity.person import Person
from liane.pipeline.announcement.patient import find_patient
from liane.pipeline.announcement.plans import Release, plan_hold, plan_release
from liane.pipeline.announcement.rules import Addressee, AnnouncementRules, find_addressee, is_under_secrecy
from liane.pipeline.audit.ports import AccessTrail
from liane.pipeline.identity.ports import RegistryStore
from liane.pipeline.ports import Store
from liane.pipeline.request_json import load_request
from liane.store.announcements import PostgresAnnouncements
from liane.store.records import NewEvent, StoredDocument

log = structlog.get_logger(__name__)
NOTE_CHARS_MAX = 500
NOT_CDA = b""


class Shown(StrEnum):
    """What the DMP says of a document to show."""

    DONE = "done"
    ALREADY = "already"
    GONE = "gone"


class VisibilityLink(Protocol):
    """The DMP as a professional's session reaches it (AIR). Rule: dmp.md §10, TD3.3b."""

    async def show(self, person: Person, operator: Operator, unique_id: str, *, reason: str, address: str) -> Shown:
        """Make a document visible to its patient. Raises AccessDenied or RemoteFailure, worded for a person."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Hand:
    """Who acts and whence. version: the announcement seen, None to take it as it is."""

    operator: Operator
    address: str = ""
    version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseSight:
    """A held document as a release would find it. visibility: what would remain to do at the DMP."""

    announcement: Announcement
    document: StoredDocument
    person: Person | None
    addressee: Addressee
    is_secret: bool


class AnnouncementDesk:
    """The acts. link: None where the DMP is not consulted from here; its lines are then left to the emitters."""

    def __init__(
        self,
        store: Store,
        announcements: PostgresAnnouncements,
        registry: RegistryStore,
        *,
        trail: AccessTrail,
        link: VisibilityLink | None,
        rules: AnnouncementRules,
        now: Callable[[], datetime],
    ) -> None:
        self._store = store
        self.announcements = announcements
        self._registry = registry
        self._trail = trail
        self._link = link
        self.rules = rules
        self._now = now

    @property
    def can_show(self) -> bool:
        """True when the DMP can be reached with a professional's session."""
        return self._link is not None

    async def look(self, unique_id: str) -> ReleaseSight:
        """What a person must see before saying that the announcement was made. Raises LookupError."""
        announcement = await self.announcements.get(unique_id)
        document = await self._store.get_document(announcement.document_id)
        person = await find_patient(self._registry, document.id)
        request = load_request(document.request, NOT_CDA)
        stamp = self._stamp()
        return ReleaseSight(
            announcement=announcement,
            document=document,
            person=person,
            addressee=find_addressee(request, person, self.rules, stamp),
            is_secret=is_under_secrecy(request, person, self.rules, stamp),
        )

    async def hold(self, document_id: int, hand: Hand, *, reason: str) -> None:
        """Hold a document by hand, before it left. Raises AccessDenied, RuleViolation ANN-001 to ANN-003, LookupError.

        Rule: CRI/va1.02.
        """
        document = await self._store.get_document(document_id)
        person = await find_patient(self._registry, document.id)
        await self._open(AccessAct.HOLD, hand, document, person, reason)
        plan = plan_hold(document, reason=reason, by=hand.operator.name, actor=_actor(hand.operator), at=self._now())
        await self.announcements.act(document.lineage, plan, at=self._now())
        log.info("announcement.held", document=document.id)

    async def release(self, unique_id: str, hand: Hand, *, note: str, mails: bool) -> Announcement:
        """Say that the announcement was made: the mail to the patient leaves, the DMP shows the document.

        mails: also mail the patient, when they may be. What the DMP refuses or does not answer stays on the list.
        Raises AccessDenied, RuleViolation ANN-004, StaleVersion, LookupError. Rule: CRI/va1.03; couloirs.md §5.1.
        """
        seen = await self.look(unique_id)
        await self._open(AccessAct.ANNOUNCE, hand, seen.document, seen.person, note, is_secret=seen.is_secret)
        release = Release(
            mode=ReleaseMode.PERSON,
            at=self._now(),
            by=hand.operator.name,
            actor=_actor(hand.operator),
            identifier=hand.operator.identifier,
            note=note[:NOTE_CHARS_MAX],
            recipient=seen.addressee.recipient if mails else None,
        )
        plan = plan_release(seen.document, hand.version, release)
        await self.announcements.act(seen.document.lineage, plan, at=release.at)
        log.info("announcement.released", document=seen.document.id, mode=release.mode.name.lower())
        return await self.show(unique_id, hand)

    async def show(self, unique_id: str, hand: Hand) -> Announcement:
        """Do what remains at the DMP for a released document; what fails is told on its line, to be tried again.

        Raises AccessDenied (right), LookupError.
        """
        announcement = await self.announcements.get(unique_id)
        if announcement.visibility is not FolderVisibility.TO_DO:
            return announcement
        document = await self._store.get_document(announcement.document_id)
        person = await find_patient(self._registry, document.id)
        self._judge(AccessAct.ANNOUNCE, hand.operator, person)
        visibility, told = await self._try_to_show(announcement, document, person, hand)
        if await self.announcements.record_visibility(unique_id, visibility, told):
            name = "announcement.shown" if visibility is not FolderVisibility.TO_DO else "announcement.not_shown"
            data = {"reason": told, "unique_id": unique_id}
            event = NewEvent(name=name, at=self._now(), actor=_actor(hand.operator), data=data)
            await self._store.append_event(document.id, event)
        return await self.announcements.get(unique_id)

    async def _try_to_show(
        self, announcement: Announcement, document: StoredDocument, person: Person | None, hand: Hand
    ) -> tuple[FolderVisibility, str]:
        """Ask the DMP, unless it never had the document or has it not yet."""
        feeds = [
            one
            for request in await self._store.find_documents_by_unique_id(announcement.unique_id)
            for one in await self._store.find_deliveries(request.id)
            if one.destination is Destination.DMP
        ]
        states = {one.state for one in feeds}
        if DeliveryState.DELIVERED not in states:
            if states & {DeliveryState.WAITING, DeliveryState.ASKING, DeliveryState.PARKED}:
                return FolderVisibility.TO_DO, "Le DMP n’a pas encore pris le document."
            return FolderVisibility.NOT_NEEDED, "Le DMP n’a pas ce document."
        if self._link is None:
            return FolderVisibility.TO_DO, _NO_LINK
        if person is None:
            return FolderVisibility.TO_DO, "Le document n’est rattaché à personne au référentiel d’identités."
        reason = announcement.note or "Annonce faite au patient."
        try:
            shown = await self._link.show(
                person, hand.operator, announcement.unique_id, reason=reason, address=hand.address
            )
        except AccessDenied as error:
            return FolderVisibility.TO_DO, str(error)
        except RemoteFailure as error:
            log.warning("announcement.dmp_failed", document=document.id, code=error.code)
            return FolderVisibility.TO_DO, f"Le DMP n’a pas répondu ou a refusé ({error.code})."
        return _AFTER[shown]

    async def _open(
        self,
        act: AccessAct,
        hand: Hand,
        document: StoredDocument,
        person: Person | None,
        reason: str,
        *,
        is_secret: bool = False,
    ) -> None:
        """Judge and trace, before anything happens."""
        event = AccessEvent(
            act=act,
            at=self._now(),
            operator=hand.operator,
            person_id=person.id if person is not None else None,
            target=document.unique_id,
            reason=reason,
            address=hand.address,
        )
        try:
            self._judge(act, hand.operator, person, is_secret=is_secret)
        except LianeError:
            await self._trail.record(_refused(event))
            raise
        await self._trail.record(event)

    def _judge(self, act: AccessAct, operator: Operator, person: Person | None, *, is_secret: bool = False) -> None:
        born = person.traits.birth_date if person is not None else ""
        situation = PatientSituation(
            has_ins=person is not None and person.may_circulate,
            is_minor=is_minor(born, self._stamp(), self.rules.majority_years),
            is_secret=is_secret,
        )
        verdict = judge_access(operator, act, situation)
        if verdict.is_refused:
            raise AccessDenied(verdict.reason)

    def _stamp(self) -> str:
        return self._now().astimezone(PARIS).strftime("%Y%m%d%H%M%S")


def _refused(event: AccessEvent) -> AccessEvent:
    return AccessEvent(
        act=event.act,
        at=event.at,
        operator=event.operator,
        outcome=Outcome.REFUSED,
        person_id=event.person_id,
        target=event.target,
        reason=event.reason,
        address=event.address,
    )


def _actor(operator: Operator) -> str:
    return f"user:{operator.name}"


_NO_LINK = (
    "Ce Liane ne consulte pas le DMP avec Pro Santé Connect : demander à l’émetteur une version visible du document."
)
_AFTER = {
    Shown.DONE: (FolderVisibility.DONE, "Rendu visible au patient."),
    Shown.ALREADY: (FolderVisibility.DONE, "Il était déjà visible du patient."),
    Shown.GONE: (FolderVisibility.NOT_NEEDED, "Le document a été remplacé ou supprimé au DMP."),
}
