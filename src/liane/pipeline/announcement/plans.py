"""What an act on a held document writes: pure plans, run under the lock of the lineage.

Each plan sees the lineage as it is at that instant and says everything that follows: rows, deliveries let go or
cancelled, mails to send, events. Rule: CRI/va1.02, CRI/va1.03; couloirs.md §5.1; hl7v2.md §4.8; MSS/va1.30, .35.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from liane.domain.documents.announcement import (
    Announcement,
    AnnouncementState,
    FolderVisibility,
    FollowUpAct,
    FollowUpDecision,
    HoldOrigin,
    PatientMail,
    ReleaseMode,
    follow_request,
)
from liane.domain.documents.delivery import DeliveryState, Destination
from liane.domain.documents.request import Recipient, RequestAction, RequestFlags
from liane.domain.errors import Finding, RuleViolation, Severity, StaleVersion
from liane.pipeline.announcement.patient_mails import UNDONE, find_held_mails, mail_again, plan_mail, renew_mails
from liane.store.announcement_records import AnnouncementWrite, LineageDelivery, LineageView, Plan
from liane.store.records import NewDelivery, NewEvent, StoredDocument

LIANE_ACTOR = "liane"
SUPERSEDED_REASON = "Une version plus récente du document l'a remplacé avant l'annonce : le patient ne reçoit qu'elle."
DELETED_REASON = "Document supprimé avant son annonce : le patient ne le reçoit pas."
NO_MAIL_REASON = "L'annonce est faite sans envoi au patient."


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """How a document is let go. recipient: the patient, None when no mail may be sent. actor: as the journal says."""

    mode: ReleaseMode
    at: datetime
    by: str
    actor: str
    identifier: str = ""
    note: str = ""
    recipient: Recipient | None = None


def plan_examination(document: StoredDocument, flags: RequestFlags, at: datetime) -> Plan:
    """Plan what a request just received means for the announcements of its lineage."""

    def plan(view: LineageView) -> AnnouncementWrite:
        decided = follow_request(
            RequestAction(document.action), flags, unique_id=document.unique_id, known=list(view.known)
        )
        match decided.act:
            case FollowUpAct.HOLD:
                return _hold(view, document, decided, at)
            case FollowUpAct.RELEASED_BY_EMITTER:
                return _release_by_emitter(view, document, decided, at)
            case FollowUpAct.CARRY_ON:
                return _carry_on(view, document, decided, at)
            case FollowUpAct.TAKE_BACK:
                return _take_back(view, document, decided, at)
        return AnnouncementWrite()

    return plan


def _new(document: StoredDocument, origin: HoldOrigin, reason: str, at: datetime) -> Announcement:
    return Announcement(
        unique_id=document.unique_id,
        lineage=document.lineage,
        document_id=document.id,
        type_code=document.type_code,
        held_at=at,
        origin=origin,
        reason=reason,
    )


def _hold(view: LineageView, document: StoredDocument, decided: FollowUpDecision, at: datetime) -> AnnouncementWrite:
    rows = [_new(document, decided.origin, decided.reason, at)]
    cancelled: tuple[int, ...] = ()
    previous = decided.previous
    if previous is not None and previous.state is AnnouncementState.WAITING:
        rows.append(_close(previous, AnnouncementState.SUPERSEDED))
        cancelled = find_held_mails(view, previous.unique_id)
    elif previous is not None and previous.visibility is FolderVisibility.TO_DO:
        rows.append(replace(previous, visibility=FolderVisibility.NOT_NEEDED))
    event = _event("announcement.held", at, decided.reason, document.unique_id)
    return AnnouncementWrite(
        rows=tuple(rows), cancelled=cancelled, events=((document.id, event),), reason=SUPERSEDED_REASON
    )


def _close(one: Announcement, state: AnnouncementState) -> Announcement:
    mail = one.mail if one.mail is PatientMail.PLANNED else PatientMail.NONE
    return replace(one, state=state, visibility=FolderVisibility.NOT_NEEDED, mail=mail)


def _release_by_emitter(
    view: LineageView, document: StoredDocument, decided: FollowUpDecision, at: datetime
) -> AnnouncementWrite:
    assert decided.previous is not None
    own = view.of_version(document.unique_id, Destination.MSSANTE_PATIENT)
    closed = _by_emitter(_close(decided.previous, AnnouncementState.RELEASED), at)
    row = replace(
        _new(document, HoldOrigin.VERSION, decided.reason, at),
        state=AnnouncementState.RELEASED,
        visibility=FolderVisibility.NOT_NEEDED,
        mail=PatientMail.PLANNED if own else PatientMail.NONE,
    )
    renewed = renew_mails(view, own, at)
    event = _event("announcement.released", at, decided.reason, document.unique_id)
    return AnnouncementWrite(
        rows=(closed, _by_emitter(row, at)),
        cancelled=(*find_held_mails(view, decided.previous.unique_id), *renewed.cancelled),
        added=renewed.added,
        events=((document.id, event),),
        reason=SUPERSEDED_REASON,
    )


def _by_emitter(one: Announcement, at: datetime) -> Announcement:
    return replace(one, mode=ReleaseMode.EMITTER, released_at=at, released_by="application émettrice")


def _carry_on(
    view: LineageView, document: StoredDocument, decided: FollowUpDecision, at: datetime
) -> AnnouncementWrite:
    previous = decided.previous
    assert previous is not None
    own = view.of_version(document.unique_id, Destination.MSSANTE_PATIENT)
    added: tuple[tuple[int, NewDelivery], ...] = ()
    if not own and previous.mail is PatientMail.PLANNED:
        added = mail_again(view, previous.unique_id, document, RequestAction.REPLACE, at)
    row = replace(
        _new(document, HoldOrigin.VERSION, decided.reason, at),
        state=AnnouncementState.RELEASED,
        visibility=FolderVisibility.NOT_NEEDED,
        mail=PatientMail.PLANNED if own or added else PatientMail.NONE,
        mode=previous.mode,
        released_at=previous.released_at,
        released_by=previous.released_by,
        released_id=previous.released_id,
    )
    rows = [row]
    if previous.visibility is FolderVisibility.TO_DO:
        rows.append(replace(previous, visibility=FolderVisibility.NOT_NEEDED))
    event = _event("announcement.followed", at, decided.reason, document.unique_id)
    return AnnouncementWrite(rows=tuple(rows), added=added, events=((document.id, event),))


def _take_back(
    view: LineageView, document: StoredDocument, decided: FollowUpDecision, at: datetime
) -> AnnouncementWrite:
    own = decided.previous
    assert own is not None
    mails = view.of_version(own.unique_id, Destination.MSSANTE_PATIENT)
    asked = any(one.document_id == document.id for one in mails)
    is_sent = any(one.state is DeliveryState.DELIVERED and one.action != RequestAction.DELETE for one in mails)
    added: tuple[tuple[int, NewDelivery], ...] = ()
    if is_sent and not asked:
        added = mail_again(view, own.unique_id, document, RequestAction.DELETE, at)
    event = _event("announcement.deleted", at, decided.reason, document.unique_id)
    return AnnouncementWrite(
        rows=(_close(own, AnnouncementState.DELETED),),
        cancelled=find_held_mails(view, own.unique_id),
        added=added,
        events=((document.id, event),),
        reason=DELETED_REASON,
    )


def plan_hold(document: StoredDocument, *, reason: str, by: str, actor: str, at: datetime) -> Plan:
    """Plan to hold a document by hand, before it left. Raises RuleViolation ANN-003 when it left, or is leaving."""

    def plan(view: LineageView) -> AnnouncementWrite:
        if view.find(document.unique_id) is not None:
            raise RuleViolation(_KNOWN)
        if document.action == RequestAction.DELETE:
            raise RuleViolation(_DELETION)
        gone = {DeliveryState.DELIVERED, DeliveryState.ASKING}
        ours = [one for one in view.deliveries if one.unique_id == document.unique_id]
        if any(one.state in gone or one.is_leased for one in ours):
            raise RuleViolation(_GONE)
        row = replace(_new(document, HoldOrigin.HAND, reason, at), held_by=by)
        event = _event("announcement.held", at, reason, document.unique_id, actor)
        return AnnouncementWrite(rows=(row,), events=((document.id, event),))

    return plan


def plan_release(document: StoredDocument, version: int | None, release: Release) -> Plan:
    """Plan to let a document go. version: the one seen; None: whatever it is.

    Raises RuleViolation ANN-004 (not held any more), StaleVersion.
    Rule: CRI/va1.03; couloirs.md §5.1.
    """

    def plan(view: LineageView) -> AnnouncementWrite:
        own = view.find(document.unique_id)
        if own is None or own.state is not AnnouncementState.WAITING:
            raise RuleViolation(_NOT_HELD)
        if version is not None and own.version != version:
            raise StaleVersion
        mail = plan_mail(view, own, document, recipient=release.recipient, at=release.at)
        feeds = view.of_version(own.unique_id, Destination.DMP)
        row = replace(
            own,
            state=AnnouncementState.RELEASED,
            visibility=_find_visibility(own, feeds),
            mail=PatientMail.PLANNED if mail.is_planned else PatientMail.NONE,
            mode=release.mode,
            released_at=release.at,
            released_by=release.by,
            released_id=release.identifier,
            note=release.note,
        )
        held_feeds = tuple(one.id for one in view.deliveries if one.is_held and one.destination is Destination.DMP)
        told = release.note or release.mode.value
        event = _event("announcement.released", release.at, told, own.unique_id, release.actor)
        return AnnouncementWrite(
            rows=(row,),
            replayed=(*mail.replayed, *held_feeds),
            cancelled=mail.cancelled,
            added=mail.added,
            events=((document.id, event),),
            actor=release.actor,
            reason=NO_MAIL_REASON if mail.cancelled and not mail.is_planned else release.mode.value,
        )

    return plan


def _find_visibility(own: Announcement, feeds: Sequence[LineageDelivery]) -> FolderVisibility:
    """What remains to do at the DMP: only what was, or may have been, fed hidden."""
    may_be_there = any(one.state not in UNDONE for one in feeds)
    return FolderVisibility.TO_DO if own.fed_hidden and may_be_there else FolderVisibility.NOT_NEEDED


def _event(name: str, at: datetime, reason: str, unique_id: str, actor: str = LIANE_ACTOR) -> NewEvent:
    return NewEvent(name=name, at=at, actor=actor, data={"reason": reason, "unique_id": unique_id})


def _error(code: str, message: str, remedy: str) -> Finding:
    return Finding(
        code=code,
        severity=Severity.ERROR,
        location="annonce",
        message=message,
        remedy=remedy,
        layer="announcement",
        rule="couloirs.md §5.1",
    )


_KNOWN = _error("ANN-001", "Ce document a déjà une annonce.", "Ouvrir la liste « À libérer ».")
_DELETION = _error("ANN-002", "Une suppression ne se retient pas.", "Rien à faire : le document est retiré.")
_GONE = _error(
    "ANN-003",
    "Le document est déjà parti, ou part en ce moment : il ne peut plus être retenu.",
    "Demander à l'émetteur de le supprimer ou de le remplacer par une version invisible au patient.",
)
_NOT_HELD = _error(
    "ANN-004",
    "Ce document n'attend plus d'annonce : quelqu'un l'a libéré, remplacé ou supprimé entre-temps.",
    "Rouvrir la liste « À libérer ».",
)
