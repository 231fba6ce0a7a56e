"""Documents held until their announcement, on a page: what, whose, since when, what remains to do, in words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from liane.domain.documents.announcement import (
    Announcement,
    AnnouncementState,
    FolderVisibility,
    PatientMail,
    ReleaseDelays,
    ReleaseMode,
)
from liane.store.announcement_records import ListedAnnouncement
from liane.store.records import StoredDocument
from liane.web.french import count_of
from liane.web.views.states import Shape, State

STATES = {
    AnnouncementState.WAITING: State(
        shape=Shape.TODO, word="à libérer", meaning="Le patient ne voit pas ce document : l’annonce n’est pas faite."
    ),
    AnnouncementState.RELEASED: State(shape=Shape.DONE, word="libéré"),
    AnnouncementState.SUPERSEDED: State(shape=Shape.IDLE, word="remplacé avant l’annonce"),
    AnnouncementState.DELETED: State(shape=Shape.IDLE, word="supprimé"),
}
VISIBILITIES = {
    FolderVisibility.HIDDEN: State(shape=Shape.PROGRESS, word="invisible au patient"),
    FolderVisibility.TO_DO: State(
        shape=Shape.TODO, word="à rendre visible", meaning="Seul un professionnel connecté peut le demander au DMP."
    ),
    FolderVisibility.DONE: State(shape=Shape.DONE, word="visible du patient"),
    FolderVisibility.NOT_NEEDED: State(shape=Shape.IDLE, word="rien à faire au DMP"),
}
MAILS = {
    PatientMail.HELD: State(shape=Shape.PROGRESS, word="pas de courriel avant l’annonce"),
    PatientMail.PLANNED: State(shape=Shape.DONE, word="courriel au patient confié à l’envoi"),
    PatientMail.NONE: State(shape=Shape.IDLE, word="pas de courriel au patient"),
}
MODES = {
    ReleaseMode.NONE: "",
    ReleaseMode.PERSON: "annonce faite",
    ReleaseMode.DELAY: "délai de l’établissement",
    ReleaseMode.EMITTER: "version visible envoyée par l’émetteur",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnouncementRow:
    """One line. due: when it leaves by itself, None when it never does. is_late: that instant has passed."""

    document_id: int
    address: str
    title: str
    patient: str
    born: str
    person: str
    author: str
    sender: str
    state: State
    origin: str
    reason: str
    since: datetime
    due: datetime | None
    is_late: bool
    visibility: State
    visibility_note: str
    mail: State
    mode: str
    released_at: datetime | None
    released_by: str
    note: str
    version: int


def describe_announcement(listed: ListedAnnouncement, delays: ReleaseDelays, now: datetime) -> AnnouncementRow:
    """Describe one line."""
    one, document = listed.announcement, listed.document
    due = delays.find_due(one.type_code, one.held_at) if one.state is AnnouncementState.WAITING else None
    return AnnouncementRow(
        document_id=document.id,
        address=f"/a-liberer/{document.id}",
        title=document.title or document.type_label or "Document sans titre",
        patient=document.patient_label or "patient inconnu",
        born=document.patient_birth_date,
        person=f"/identites/{listed.person_id}" if listed.person_id else "",
        author=find_author(document.request),
        sender=str(_sender(document.request)),
        state=STATES[one.state],
        origin=one.origin.value,
        reason=one.reason,
        since=one.held_at,
        due=due,
        is_late=due is not None and due <= now,
        visibility=_tell_visibility(one),
        visibility_note=one.visibility_note,
        mail=MAILS[one.mail],
        mode=MODES[one.mode],
        released_at=one.released_at,
        released_by=one.released_by,
        note=one.note,
        version=one.version,
    )


def _tell_visibility(one: Announcement) -> State:
    if one.visibility is FolderVisibility.HIDDEN and not one.fed_hidden:
        return State(shape=Shape.IDLE, word="pas encore envoyé au DMP")
    return VISIBILITIES[one.visibility]


def find_author(request: dict[str, Any]) -> str:
    """Say who sent the document, as the message names them; the unit after the name."""
    sent_by = request.get("expediteur") or {}
    person, structure = sent_by.get("person") or {}, sent_by.get("structure") or {}
    name = f"{person.get('family', '')} {person.get('given', '')}".strip()
    return ", ".join(part for part in (name, str(structure.get("name", ""))) if part)


def _sender(request: dict[str, Any]) -> str:
    sender = request.get("sender") or {}
    return f"{sender.get('application', '')}@{sender.get('facility', '')}"


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldableRow:
    """A document that may still be held."""

    document_id: int
    title: str
    patient: str
    born: str
    author: str
    received_at: datetime


def describe_holdable(document: StoredDocument) -> HoldableRow:
    """Describe a document that has not left."""
    return HoldableRow(
        document_id=document.id,
        title=document.title or document.type_label or "Document sans titre",
        patient=document.patient_label or "patient inconnu",
        born=document.patient_birth_date,
        author=find_author(document.request),
        received_at=document.received_at,
    )


def tell_announcements(counts: dict[str, int]) -> str:
    """Say in one sentence where things stand."""
    waiting, to_show = counts["waiting"], counts["to_show"]
    if not waiting and not to_show:
        return "Aucun document n’attend d’être annoncé à son patient."
    parts = []
    if waiting:
        one, many = "document attend d’être annoncé à son patient", "documents attendent d’être annoncés à leur patient"
        parts.append(count_of(waiting, one, many))
    if to_show:
        parts.append(count_of(to_show, "document annoncé reste", "documents annoncés restent") + " à montrer au DMP")
    return " ; ".join(parts).capitalize() + "."
