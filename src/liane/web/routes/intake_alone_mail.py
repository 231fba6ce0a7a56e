"""``/reception/seuls/{n}``: a document that a mail brought and that went alone, with the mail as it came.

For whoever may see what comes in within their units, without the right to see the flows. Each view is told to the
trail. Rule: MSS/UX.07 (what was integrated automatically is read); intake.md §6 (only the units the person may see).
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from liane.codecs.pdf.copies import document_as_pdf
from liane.domain.actors.operator import Operator, Right
from liane.domain.errors import InvalidInput
from liane.store.intake_automation import AutomaticFiling
from liane.web.automation import AutomationRoom
from liane.web.console import Console
from liane.web.reception import WHOLE, ReceptionRoom, find_units
from liane.web.rights import check_right, require
from liane.web.routes.downloads import answer_download, describe_bytes, make_download
from liane.web.routes.intake_alone import ALONE
from liane.web.routes.intake_item import ItemNumber
from liane.web.routes.intake_list import load_in_force, type_labels
from liane.web.templating import Pages
from liane.web.tracing import tell_item_seen
from liane.web.views.identities_card import describe_person
from liane.web.views.mail import MailView, describe_mail


@dataclass(frozen=True, slots=True, kw_only=True)
class MailDocument:
    """A document of a mail that went alone. mail: what its hand-over keeps of the mail."""

    filing: AutomaticFiling
    mail: Mapping[str, Any]
    operator: Operator


class MailDoor:
    """Opens what mails brought for those who may see it, and writes who did."""

    def __init__(self, console: Console, room: ReceptionRoom) -> None:
        self._console = console
        self._room = room

    async def open(self, request: Request, number: int, page: str) -> MailDocument:
        """Load a filing of a mail. page: what of it is seen, in French. Raises LookupError, MissingRight."""
        operator = check_right(request, Right.SEE_RECEPTION)
        automation = self._find_automation()
        filing = await automation.store.get_filing(number)
        units = find_units(operator)
        if filing.item_id != filing.document_id or (units and filing.unit not in units):
            raise LookupError("an item, or of another unit")
        deliveries = await self._room.hand_overs(filing.document_id) if self._room.hand_overs is not None else ()
        mails = [one.plan["mail"] for one in deliveries if isinstance(one.plan.get("mail"), Mapping)]
        at = self._console.now()
        if page == WHOLE:
            await automation.store.mark_seen([number], by=operator.name, at=at)
        if self._room.trail is not None:
            person_id = filing.person_id or None
            await self._room.trail.record(tell_item_seen(person_id, operator=operator, at=at, page=page))
        return MailDocument(filing=filing, mail=mails[0] if mails else {}, operator=operator)

    def _find_automation(self) -> AutomationRoom:
        if self._room.automation is None:
            raise LookupError("nothing goes alone here")
        return self._room.automation

    async def load_mail(self, one: MailDocument) -> bytes:
        """Load the mail as it came. Raises LookupError, also when it is no longer kept."""
        return await self._room.store.load_file(str(one.mail.get("sha256") or ""))

    async def describe(self, one: MailDocument) -> MailView | None:
        """Describe the mail; None when it is no longer kept, or cannot be read."""
        try:
            return await asyncio.to_thread(describe_mail, await self.load_mail(one))
        except (LookupError, InvalidInput):
            return None


def make_router(console: Console, room: ReceptionRoom, pages: Pages) -> APIRouter:
    """Make the routes of what mails brought and that went alone."""
    router = APIRouter(
        include_in_schema=False, prefix=f"{ALONE}/{{number}}", dependencies=[require(Right.SEE_RECEPTION)]
    )
    door = MailDoor(console, room)

    @router.get("")
    async def show(request: Request, number: ItemNumber) -> Response:
        one = await door.open(request, number, WHOLE)
        values = await describe_bytes(request, await console.store.load_document_body(one.filing.document_id))
        persons = await load_in_force(room, [one.filing.person_id] if one.filing.person_id else [])
        person = persons.get(one.filing.person_id)
        return await pages.render(
            request,
            "intake/alone_mail.html",
            filing=one.filing,
            base=f"{ALONE}/{number}",
            person=describe_person(person) if person is not None else None,
            type_label=type_labels().get(one.filing.type_code, "") or "Document sans type",
            told=one.mail,
            mail=await door.describe(one),
            links=[{"address": f"{ALONE}/{number}/pdf", "name": "Télécharger la copie PDF"}],
            **values,
        )

    @router.get("/pdf")
    async def download_pdf(request: Request, number: ItemNumber) -> Response:
        one = await door.open(request, number, "copie PDF")
        data = await console.store.load_document_body(one.filing.document_id)
        try:
            copy = await asyncio.to_thread(document_as_pdf, data)
        except InvalidInput as error:
            raise LookupError("no PDF can be made") from error
        return make_download(copy.data, f"document-{number}.pdf", "application/octet-stream")

    @router.get("/octets")
    async def download(request: Request, number: ItemNumber) -> Response:
        one = await door.open(request, number, "téléchargement")
        data = await console.store.load_document_body(one.filing.document_id)
        return await answer_download(request, data, f"document-{number}")

    @router.get("/courriel")
    async def show_mail(request: Request, number: ItemNumber) -> Response:
        one = await door.open(request, number, "courriel")
        values = await describe_bytes(request, await door.load_mail(one), "message/rfc822")
        return await pages.render(request, "intake/alone_mail_whole.html", base=f"{ALONE}/{number}", **values)

    @router.get("/courriel/octets")
    async def download_mail(request: Request, number: ItemNumber) -> Response:
        one = await door.open(request, number, "courriel, téléchargement")
        return await answer_download(request, await door.load_mail(one), f"courriel-{number}", "message/rfc822")

    return router
