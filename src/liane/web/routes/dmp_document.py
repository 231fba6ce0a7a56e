"""``…/documents/{unique_id}``: one document of a DMP, alone or beside its list: narrative, pages, exact bytes, acts."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, Path, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from liane.domain.errors import InvalidInput
from liane.pipeline.dmp_consultation.ports import DMPContent, Folder
from liane.web.dmp_filters import read_dmp_filters
from liane.web.dmp_room import DMPRoom
from liane.web.filters import Filters
from liane.web.page_sight import join_words
from liane.web.routes.dmp_list import Lists
from liane.web.routes.dmp_outcomes import describe_done
from liane.web.routes.dmp_visit import YES, Outcome, Reader, Resolve, Visit
from liane.web.routes.downloads import make_download
from liane.web.templating import Pages
from liane.web.views.bodies import name_file, recognise_body
from liane.web.views.dmp_list import describe_row, sort_rows
from liane.web.views.dmp_preview import Manner, Preview, make_preview
from liane.web.views.dmp_words import CHANGE_EFFECTS, CHANGE_WORDS
from liane.web.views.findings import as_mapping, describe_findings

UNIQUE_ID_CHARS_MAX = 200
PAGES_SHOWN_MAX = 60
WORDS_PAGES_MAX = 20
DRAWN_MAX = 16
DRAWN_FOR = timedelta(minutes=3)
DPI = {"": 120, "large": 220}
UniqueId = Annotated[str, Path(min_length=1, max_length=UNIQUE_ID_CHARS_MAX)]
PageNumber = Annotated[int, Path(ge=1, le=5000)]


def document_path(unique_id: str) -> str:
    """The path of a document under the base of a visit."""
    return f"/documents/{quote(unique_id, safe='')}"


class Previews:
    """Reads a document of a visit and makes what is shown of it. changes: counts the documents that changed here."""

    def __init__(self, room: DMPRoom, reader: Reader, now: Callable[[], datetime]) -> None:
        self.room = room
        self.reader = reader
        self.now = now
        self.changes = 0
        self._drawn: OrderedDict[tuple[str, str], tuple[datetime, Preview]] = OrderedDict()

    async def read(self, visit: Visit, unique_id: str) -> tuple[Folder, DMPContent]:
        """Open the DMP and read a document. Raises as the service."""
        folder = await self.reader.open(visit)
        return folder, await self.room.consultation.read(folder, unique_id)

    async def load(self, visit: Visit, unique_id: str, *, has_words: bool) -> Outcome:
        """Read a document and describe it; the outcome holds what the templates show."""

        async def work() -> dict[str, Any]:
            folder, content = await self.read(visit, unique_id)
            preview = await asyncio.to_thread(make_preview, content.data, content.media_type)
            self._keep(folder, unique_id, preview)
            sheets = await self._list_pages(preview, has_words=has_words)
            preview = sheets.pop("preview", preview)
            changes = self.room.consultation.find_changes(folder, content.document)
            return {
                "document": content.document,
                "row": describe_row(content.document),
                "warnings": content.document.warnings,
                "preview": preview,
                "changes": [(one.name.lower(), CHANGE_WORDS[one], CHANGE_EFFECTS[one]) for one in changes],
                "size": len(content.data),
                "is_cached": content.is_cached,
                **sheets,
            }

        return await self.reader.attempt(work)

    async def find_drawn(self, visit: Visit, unique_id: str) -> Preview:
        """What is drawn page by page of a document being read: one reading, one line of the trail, however many pages.

        The opening is asked each time; past DRAWN_FOR, or in another opening, the document is read again, and traced.
        """
        folder = await self.reader.open(visit)
        kept = self._drawn.get((folder.key, unique_id))
        if kept is not None and self.now() - kept[0] < DRAWN_FOR:
            return kept[1]
        content = await self.room.consultation.read(folder, unique_id)
        preview = await asyncio.to_thread(make_preview, content.data, content.media_type)
        self._keep(folder, unique_id, preview)
        return preview

    def _keep(self, folder: Folder, unique_id: str, preview: Preview) -> None:
        self._drawn[(folder.key, unique_id)] = (self.now(), preview)
        self._drawn.move_to_end((folder.key, unique_id))
        while len(self._drawn) > DRAWN_MAX:
            self._drawn.popitem(last=False)

    def forget(self, unique_id: str) -> None:
        """Forget what is drawn of a document that changed."""
        self.changes += 1
        for key in [key for key in self._drawn if key[1] == unique_id]:
            del self._drawn[key]

    async def _list_pages(self, preview: Preview, *, has_words: bool) -> dict[str, Any]:
        """Count the pages to draw; a file that the guard refuses is said so, and can still be downloaded."""
        if not preview.paged:
            return {"page_numbers": (), "pages_more": 0, "words": {}}
        sight = self.room.sight
        try:
            facts = await sight.inspect(preview.sha256, preview.paged)
            numbers = range(1, min(facts.page_count, PAGES_SHOWN_MAX) + 1)
            words = {}
            for number in numbers[:WORDS_PAGES_MAX] if has_words else ():
                page = await sight.read_words(preview.sha256, preview.paged, number)
                words[number] = join_words(page.words)
        except InvalidInput as error:
            problems = describe_findings(as_mapping(finding) for finding in error.findings)
            manner = preview.manner if preview.manner is Manner.NARRATIVE else Manner.NONE
            told = replace(preview, manner=manner, paged=b"", has_copy=False, problems=problems)
            return {"preview": told, "page_numbers": (), "pages_more": 0, "words": {}}
        return {
            "page_numbers": tuple(numbers),
            "pages_more": facts.page_count - len(numbers),
            "words": words,
        }


def add_routes(router: APIRouter, resolve: Resolve, lists: Lists, previews: Previews, pages: Pages) -> None:
    """Add the pages of one document."""
    reader = previews.reader

    @router.get("/documents/{unique_id}")
    async def show(request: Request, visit: Annotated[Visit, Depends(resolve)], unique_id: UniqueId) -> Response:
        filters = read_dmp_filters(request.query_params)
        outcome = await previews.load(visit, unique_id, has_words=_wants_words(request))
        before, after = await _find_around(lists, visit, filters, unique_id) if outcome.value else ("", "")
        return await pages.render(
            request,
            "dmp/document.html",
            tab="document",
            outcome=outcome,
            filters=filters,
            unique_id=unique_id,
            here=document_path(unique_id),
            done=describe_done(request),
            has_copy_shown=request.query_params.get("copie") == YES,
            previous=before,
            following=after,
            **reader.frame(visit),
        )

    @router.get("/documents/{unique_id}/apercu")
    async def show_beside(request: Request, visit: Annotated[Visit, Depends(resolve)], unique_id: UniqueId) -> Response:
        outcome = await previews.load(visit, unique_id, has_words=_wants_words(request))
        return await pages.render(
            request,
            "dmp/beside.html",
            outcome=outcome,
            filters=read_dmp_filters(request.query_params),
            unique_id=unique_id,
            here=document_path(unique_id),
            has_copy_shown=request.query_params.get("copie") == YES,
            **reader.frame(visit),
        )


def add_bytes(router: APIRouter, resolve: Resolve, previews: Previews) -> None:
    """Add the pictures of pages and the exact bytes."""
    sight = previews.room.sight

    @router.get("/documents/{unique_id}/pages/{number}/image")
    async def draw(
        visit: Annotated[Visit, Depends(resolve)], unique_id: UniqueId, number: PageNumber, taille: str = ""
    ) -> Response:
        if taille not in DPI:
            raise HTTPException(404)
        preview = await previews.find_drawn(visit, unique_id)
        if not preview.paged:
            raise HTTPException(404)
        try:
            picture = await sight.draw(preview.sha256, preview.paged, number, dpi=DPI[taille])
        except InvalidInput as error:
            raise HTTPException(404) from error
        return Response(picture, media_type="image/webp")

    @router.get("/documents/{unique_id}/octets")
    async def download(visit: Annotated[Visit, Depends(resolve)], unique_id: UniqueId) -> Response:
        _, content = await previews.read(visit, unique_id)
        stem = "document-dmp-" + "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in unique_id)[:80]
        name, media_type = name_file(recognise_body(content.data, content.media_type), stem)
        return make_download(content.data, name, media_type)


def _wants_words(request: Request) -> bool:
    return request.query_params.get("texte") == YES


async def _find_around(lists: Lists, visit: Visit, filters: Filters, unique_id: str) -> tuple[str, str]:
    """Addresses of the documents before and after this one in the list of these filters, read a moment ago."""

    async def work() -> list[str]:
        _, listing, _ = await lists.read(visit, filters)
        rows = sort_rows((describe_row(one) for one in listing.documents), filters["tri"])
        return [row.unique_id for row in sorted(rows, key=lambda row: row.is_by_patient)]

    outcome = await lists.reader.attempt(work)
    order: list[str] = outcome.value or []
    if unique_id not in order:
        return "", ""
    place = order.index(unique_id)
    around = (order[place - 1] if place else "", order[place + 1] if place + 1 < len(order) else "")
    first, last = (visit.address(document_path(one), **filters.values) if one else "" for one in around)
    return first, last
