"""``/a-liberer/{document}``: one held document and its acts: « annonce faite », finish at the DMP, hold by hand."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from liane.domain.actors.operator import Operator, Right
from liane.domain.audit.access import AccessAct, AccessEvent
from liane.domain.documents.announcement import AnnouncementState, FolderVisibility
from liane.pipeline.announcement.desk import AnnouncementDesk, Hand
from liane.store.announcement_records import ListedAnnouncement
from liane.web.console import Console
from liane.web.reasons import ReasonWords, require_reason
from liane.web.rights import check_right, require
from liane.web.rights_room import RightsRoom
from liane.web.routes.announcements_list import PATH
from liane.web.routes.announcements_outcomes import describe_outcome, finish
from liane.web.routes.document import DocumentNumber
from liane.web.routes.identities_outcomes import read_form, read_reason, read_version
from liane.web.templating import Pages
from liane.web.tracing import find_whence
from liane.web.views.announcements import describe_announcement
from liane.web.views.identities_card import describe_person
from liane.web.views.identity import describe_identity

NOTE_CHARS_MAX = 500


async def find_unique_id(desk: AnnouncementDesk, document_id: int) -> str:
    """Find the version that a request carries. Raises LookupError when it has no announcement."""
    found = await desk.announcements.find_by_document(document_id)
    if found is None:
        raise LookupError(f"document {document_id} is not held")
    return found.unique_id


def make_hand(operator: Operator, version: int | None = None) -> Hand:
    """Say who acts, and whence."""
    return Hand(operator=operator, address=find_whence().address, version=version)


class Item:
    """The page of one held document, and its acts."""

    def __init__(self, console: Console, room: RightsRoom, pages: Pages) -> None:
        self._console = console
        self._desk = room.announcements
        self._pages = pages

    async def show(self, request: Request, document_id: DocumentNumber) -> Response:
        """Show where it is, and what may be done; that somebody looked is traced."""
        operator = check_right(request, Right.ANNOUNCE)
        desk, now = self._desk, self._console.now()
        sight = await desk.look(await find_unique_id(desk, document_id))
        person_id = sight.person.id if sight.person is not None else None
        seen = AccessEvent(
            act=AccessAct.SEE_DOCUMENT,
            at=now,
            operator=operator,
            person_id=person_id,
            target=sight.document.unique_id,
            address=find_whence().address,
        )
        await self._console.store.accesses.record(seen)
        listed = ListedAnnouncement(announcement=sight.announcement, document=sight.document, person_id=person_id)
        return await self._pages.render(
            request,
            "announcements/item.html",
            row=describe_announcement(listed, desk.rules.delays, now),
            card=describe_person(sight.person) if sight.person is not None else None,
            identity=describe_identity(sight.document),
            is_waiting=sight.announcement.state is AnnouncementState.WAITING,
            is_to_show=sight.announcement.visibility is FolderVisibility.TO_DO,
            may_mail=sight.addressee.recipient is not None,
            no_mail=sight.addressee.reason,
            is_secret=sight.is_secret,
            can_show=desk.can_show,
            done=describe_outcome(request),
        )

    async def release(self, request: Request, document_id: DocumentNumber) -> Response:
        """« Annonce faite »."""
        operator = check_right(request, Right.ANNOUNCE)
        form = await read_form(request)
        hand = make_hand(operator, read_version(form))
        note = " ".join(form.get("note", "").split())[:NOTE_CHARS_MAX]

        async def work() -> str:
            unique_id = await find_unique_id(self._desk, document_id)
            done = await self._desk.release(unique_id, hand, note=note, mails=form.get("courriel") == "oui")
            is_left = done.visibility is FolderVisibility.TO_DO
            return f"{PATH}/{document_id}?fait={'reste' if is_left else 'libere'}"

        back = f"{PATH}/{document_id}"
        return await finish(request, self._pages, work, back=back, title="Annonce non enregistrée")

    async def make_visible(self, request: Request, document_id: DocumentNumber) -> Response:
        """Ask the DMP once more to show a released document."""
        hand = make_hand(check_right(request, Right.ANNOUNCE))

        async def work() -> str:
            done = await self._desk.show(await find_unique_id(self._desk, document_id), hand)
            is_left = done.visibility is FolderVisibility.TO_DO
            return f"{PATH}/{document_id}?fait={'reste' if is_left else 'visible'}"

        return await finish(request, self._pages, work, back=f"{PATH}/{document_id}", title="Visibilité inchangée")

    async def hold(self, request: Request, document_id: DocumentNumber) -> Response:
        """Hold a document by hand."""
        hand = make_hand(check_right(request, Right.ANNOUNCE))
        reason = read_reason(await read_form(request))

        async def work() -> str:
            await self._desk.hold(document_id, hand, reason=reason)
            return f"{PATH}/{document_id}?fait=retenu"

        return await finish(request, self._pages, work, back=f"{PATH}?liste=retenir", title="Document non retenu")


HOLD_WORDS = ReasonWords(
    title="Retenir un document jusqu’à l’annonce",
    hint="Ce qui doit être annoncé au patient, et par qui. Le motif est gardé dans la trace.",
    button="Retenir",
)


def make_router(console: Console, room: RightsRoom, pages: Pages) -> APIRouter:
    """Make the routes of one held document."""
    router = APIRouter(
        include_in_schema=False, prefix=f"{PATH}/{{document_id}}", dependencies=[require(Right.ANNOUNCE)]
    )
    item = Item(console, room, pages)
    router.get("")(item.show)
    router.post("/annonce")(item.release)
    router.post("/visibilite")(item.make_visible)
    router.post("/retenir", dependencies=[require_reason(AccessAct.HOLD, HOLD_WORDS)])(item.hold)
    return router
