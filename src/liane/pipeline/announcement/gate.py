"""The gate of announcements: before each sending, hide from the patient what was not announced to them.

A held document feeds the DMP invisible to the patient; its mail to the patient waits. What is not held passes as it is.
Rule: CRI/va1.02; couloirs.md §5.1; hl7v2.md §4.8 (never mailed while invisible); dmp.md §11.3.
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime

from liane.domain.documents.announcement import Announcement, AnnouncementState, PatientMail
from liane.domain.documents.delivery import Cause, CauseClass, DeliveryState, Destination
from liane.domain.documents.request import DocumentRequest, RequestAction
from liane.store.announcement_records import HELD_KEY
from liane.store.announcements import PostgresAnnouncements
from liane.store.records import ClaimedDelivery, DeliveryOutcome, NewEvent, StoredDocument

WATCHED = frozenset({Destination.DMP, Destination.MSSANTE_PS, Destination.MSSANTE_PATIENT})
HELD_CODE = "announcement.waiting"


class AnnouncementGate:
    """Judges each delivery by the announcements of its lineage.

    examine: looks at a request that the reception just kept, so that no delivery outruns it. may_cumulate: the DMP
    takes a document both masked and invisible.
    """

    def __init__(
        self,
        announcements: PostgresAnnouncements,
        *,
        examine: Callable[[int], Awaitable[None]],
        may_cumulate: bool,
        now: Callable[[], datetime],
    ) -> None:
        self._announcements = announcements
        self._examine = examine
        self._may_cumulate = may_cumulate
        self._now = now

    async def check(
        self, claimed: ClaimedDelivery, document: StoredDocument, request: DocumentRequest
    ) -> DeliveryOutcome | DocumentRequest:
        """Return the outcome of a delivery that must wait or is not due, else the request with its visibility."""
        if claimed.destination not in WATCHED:
            return request
        look = await self._announcements.look(document.lineage, document.id)
        if look.is_pending:
            await self._examine(document.id)
            look = await self._announcements.look(document.lineage, document.id)
        own = next((one for one in look.known if one.unique_id == document.unique_id), None)
        if own is None:
            return request
        if claimed.action == RequestAction.DELETE:
            return self._pass_deletion(claimed, request, own)
        is_waiting = any(one.state is AnnouncementState.WAITING for one in look.known)
        if own.state is AnnouncementState.WAITING or (own.state is AnnouncementState.SUPERSEDED and is_waiting):
            return await self._hide(claimed, request, own)
        if own.state in (AnnouncementState.SUPERSEDED, AnnouncementState.DELETED):
            is_patient = claimed.destination is Destination.MSSANTE_PATIENT
            return self._skip(_OVERTAKEN) if is_patient else request
        return replace(request, flags=replace(request.flags, invisible_patient=False))

    def _pass_deletion(
        self, claimed: ClaimedDelivery, request: DocumentRequest, own: Announcement
    ) -> DeliveryOutcome | DocumentRequest:
        """A deletion goes everywhere but to a patient who never received the document."""
        is_patient = claimed.destination is Destination.MSSANTE_PATIENT
        return self._skip(_NEVER_RECEIVED) if is_patient and own.mail is not PatientMail.PLANNED else request

    async def _hide(
        self, claimed: ClaimedDelivery, request: DocumentRequest, own: Announcement
    ) -> DeliveryOutcome | DocumentRequest:
        if claimed.destination is Destination.MSSANTE_PATIENT:
            if own.state is AnnouncementState.SUPERSEDED:
                return self._skip(_OVERTAKEN)
            return self._hold(claimed, own)
        if claimed.destination is Destination.DMP:
            if request.flags.masque_ps and not self._may_cumulate:
                return self._hold(claimed, own)
            if not await self._announcements.mark_fed_hidden(own.unique_id):
                return request
        return replace(request, flags=replace(request.flags, invisible_patient=True))

    def _skip(self, reason: str) -> DeliveryOutcome:
        event = NewEvent(name="delivery.skipped", at=self._now(), data={"reason": reason})
        return DeliveryOutcome(state=DeliveryState.SKIPPED, events=(event,), is_attempt=False)

    def _hold(self, claimed: ClaimedDelivery, own: Announcement) -> DeliveryOutcome:
        """Stop a delivery until the announcement; one whose last attempt ended unknown will ask before it sends."""
        is_unknown = claimed.state is DeliveryState.ASKING
        cause = Cause(
            cause_class=CauseClass.OUTCOME_UNKNOWN if is_unknown else CauseClass.POLICY,
            code=HELD_CODE,
            message="Le document attend d'être annoncé au patient.",
            remedy="Rien à faire ici : « annonce faite », dans la liste « À libérer », le laisse partir.",
        )
        data = {"code": cause.code, "message": cause.message, "remedy": cause.remedy}
        return DeliveryOutcome(
            state=DeliveryState.PARKED,
            cause=cause,
            plan_patch={HELD_KEY: own.unique_id},
            events=(NewEvent(name="delivery.held_for_announcement", at=self._now(), data=data),),
            is_attempt=False,
        )


_OVERTAKEN = "Une version plus récente remplace celle-ci, ou le document a été supprimé, avant son annonce."
_NEVER_RECEIVED = "Le patient n'a jamais reçu ce document : il n'y a rien à lui retirer."
