"""What the store keeps of the documents held until their announcement, as values. No SQL and no decision here."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from liane.domain.documents.announcement import (
    Announcement,
    AnnouncementState,
    FolderVisibility,
    HoldOrigin,
    PatientMail,
    ReleaseMode,
)
from liane.domain.documents.delivery import DeliveryState, Destination
from liane.store.records import NewDelivery, NewEvent, StoredDocument

HELD_KEY = "announcement"
"""Key of the plan of a delivery that waits for an announcement; its value: the uniqueId."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineageDelivery:
    """One delivery of a lineage to the DMP or to the patient. is_held: it waits for the announcement.

    is_leased: a worker is at it now. recipient_plan: the recipient as its plan holds it.
    """

    id: int
    document_id: int
    unique_id: str
    destination: Destination
    action: str
    recipient: str
    state: DeliveryState
    is_held: bool
    is_leased: bool
    recipient_plan: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class LineageView:
    """A lineage at one instant, under its lock. known: its announcements, oldest first."""

    lineage: str
    known: Sequence[Announcement]
    deliveries: Sequence[LineageDelivery]

    def find(self, unique_id: str) -> Announcement | None:
        """The announcement of one version."""
        return next((one for one in self.known if one.unique_id == unique_id), None)

    def of_version(self, unique_id: str, destination: Destination) -> tuple[LineageDelivery, ...]:
        """The deliveries of one version to one destination."""
        return tuple(one for one in self.deliveries if one.unique_id == unique_id and one.destination is destination)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnouncementWrite:
    """All that one act writes, in one transaction.

    rows: announcements, new or changed. replayed, cancelled: deliveries. added, events: with the document that each one
    belongs to. reason: why deliveries are replayed or cancelled. actor: who acts, as the journal names them.
    """

    rows: tuple[Announcement, ...] = ()
    replayed: tuple[int, ...] = ()
    cancelled: tuple[int, ...] = ()
    added: tuple[tuple[int, NewDelivery], ...] = ()
    events: tuple[tuple[int, NewEvent], ...] = ()
    actor: str = "liane"
    reason: str = ""


Plan = Callable[[LineageView], AnnouncementWrite]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedAnnouncement:
    """One line of a worklist: an announcement with what names its document and its person."""

    announcement: Announcement
    document: StoredDocument
    person_id: int | None


def read_announcement(row: Any) -> Announcement:
    """Make an announcement of its row."""
    return Announcement(
        unique_id=row["unique_id"],
        lineage=row["lineage"],
        document_id=row["document_id"],
        type_code=row["type_code"],
        held_at=row["held_at"],
        origin=HoldOrigin[row["origin"].upper()],
        reason=row["reason"],
        held_by=row["held_by"],
        state=AnnouncementState[row["state"].upper()],
        fed_hidden=row["fed_hidden"],
        visibility=FolderVisibility[row["visibility"].upper()],
        visibility_note=row["visibility_note"],
        mail=PatientMail[row["mail"].upper()],
        mode=ReleaseMode[row["mode"].upper()],
        released_at=row["released_at"],
        released_by=row["released_by"],
        released_id=row["released_id"],
        note=row["note"],
        version=row["version"],
    )


def write_announcement(one: Announcement) -> tuple[Any, ...]:
    """The columns of an announcement, in the order of the table but for its version."""
    return (
        one.unique_id,
        one.lineage,
        one.document_id,
        one.type_code,
        one.held_at,
        one.origin.name.lower(),
        one.reason,
        one.held_by,
        one.state.name.lower(),
        one.fed_hidden,
        one.visibility.name.lower(),
        one.visibility_note,
        one.mail.name.lower(),
        one.mode.name.lower(),
        one.released_at,
        one.released_by,
        one.released_id,
        one.note,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class DueQuery:
    """Which documents are released by their delay. days: by type; default_days: for the others, None for never."""

    days: dict[str, int | None]
    default_days: int | None
    now: datetime
    limit: int
