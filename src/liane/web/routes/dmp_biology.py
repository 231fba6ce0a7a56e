"""``…/biologie``: the results of the structured reports of a DMP, put together in tables and curves over time."""

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from liane.codecs.cda.results import read_report
from liane.domain.biology.result import BiologyReport
from liane.domain.biology.series import History, follow, gather
from liane.domain.dmp.document import DMPDocument
from liane.domain.dmp.filters import DMPFilters
from liane.domain.errors import InvalidInput, LianeError, StorageUnavailable
from liane.domain.terminology.value_sets import get_value_set
from liane.pipeline.dmp_consultation.ports import Folder
from liane.web.dmp_room import DMPRoom
from liane.web.routes.dmp_document import DRAWN_FOR, DRAWN_MAX, Previews, document_path
from liane.web.routes.dmp_list import HTMX
from liane.web.routes.dmp_visit import YES, Outcome, Reader, Resolve, Visit
from liane.web.templating import Pages
from liane.web.views.dmp_biology import describe_analyte, describe_overview

BIOLOGY_GROUP = "biologie"
RAPID_TEST = "96173-0"
READ_AT_ONCE_MAX = 4
KEY_CHARS_MAX = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Reports:
    """The reports read. unread: those that could not be; plain: those without structured results; older: not read."""

    read: tuple[tuple[DMPDocument, BiologyReport], ...]
    unread: int
    plain: int
    older: int


class Biology:
    """Reads the biology reports of a DMP: once for an opening and a few minutes, each one line of the trail."""

    def __init__(self, room: DMPRoom, reader: Reader, previews: Previews) -> None:
        self._room = room
        self._reader = reader
        self._previews = previews
        self._kept: OrderedDict[tuple[str, int], tuple[datetime, Reports]] = OrderedDict()
        groups = room.consultation.rules.groups
        codes = next((group.type_codes for group in groups if group.key == BIOLOGY_GROUP), frozenset({"11502-2"}))
        self._types = tuple(code for code in get_value_set("JDV_J66").codes if code.code in codes | {RAPID_TEST})

    async def read(self, visit: Visit) -> Reports:
        """Open, list every biology report whatever its date, read the newest ones. Raises as the service."""
        service, number = self._room.consultation, self._room.rules.reports_max
        folder = await self._reader.open(visit)
        key, at = (folder.key, self._previews.changes), self._previews.now()
        kept = self._kept.get(key)
        if kept is not None and at - kept[0] < DRAWN_FOR:
            return kept[1]
        listing = await service.list(folder, DMPFilters(types=self._types))
        gate = asyncio.Semaphore(READ_AT_ONCE_MAX)
        wanted = listing.documents[:number]
        found = await asyncio.gather(*(self._read_one(gate, folder, document) for document in wanted))
        read = [(one, report) for one, report in zip(wanted, found, strict=True) if report is not None]
        reports = Reports(
            read=tuple((one, report) for one, report in read if report.results),
            unread=len(wanted) - len(read),
            plain=sum(not report.results for _, report in read),
            older=len(listing.documents) - len(wanted),
        )
        if not reports.unread:
            self._kept[key] = (at, reports)
        while len(self._kept) > DRAWN_MAX:
            self._kept.popitem(last=False)
        return reports

    async def _read_one(self, gate: asyncio.Semaphore, folder: Folder, document: DMPDocument) -> BiologyReport | None:
        async with gate:
            try:
                content = await self._room.consultation.read(folder, document.unique_id)
                return await asyncio.to_thread(read_report, content.data)
            except StorageUnavailable:
                raise
            except InvalidInput:
                return BiologyReport(document_id=document.unique_id, results=())
            except LianeError:
                return None

    async def load(self, visit: Visit) -> Outcome:
        """The overview: the outcome holds an Overview."""

        async def work() -> Any:
            reports = await self.read(visit)
            histories = await asyncio.to_thread(put_together, [report for _, report in reports.read])
            return describe_overview(
                histories,
                links=_links(visit, reports.read),
                address=lambda key: visit.address("/biologie/analyse", cle=key, liste=YES),
                reports=len(reports.read),
                missing=(reports.unread, reports.plain, reports.older),
            )

        return await self._reader.attempt(work)

    async def load_analyte(self, visit: Visit, key: str, unit: str) -> Outcome:
        """One analyte: the outcome holds an AnalyteView, or None when this DMP has no such results."""

        async def work() -> Any:
            reports = await self.read(visit)
            wanted = [one for _, report in reports.read for one in report.results if one.analyte.key == key]
            if not wanted:
                return None
            return describe_analyte(follow(wanted, unit=unit), links=_links(visit, reports.read))

        return await self._reader.attempt(work)


def put_together(reports: Sequence[BiologyReport]) -> tuple[History, ...]:
    """One history per analyte, in order of the newest report."""
    return gather(result for report in reports for result in report.results)


def _links(visit: Visit, reports: Sequence[tuple[DMPDocument, BiologyReport]]) -> dict[str, str]:
    return {report.document_id: visit.address(document_path(document.unique_id)) for document, report in reports}


def add_routes(router: APIRouter, resolve: Resolve, biology: Biology, reader: Reader, pages: Pages) -> None:
    """Add the routes of biology. Rule: DMP/UX.17 (biology); BIO/va1.01 to BIO/va1.05."""

    @router.get("/biologie")
    async def show(request: Request, visit: Annotated[Visit, Depends(resolve)]) -> Response:
        is_inline = request.query_params.get("liste") == YES
        outcome = await biology.load(visit) if is_inline else None
        return await pages.render(request, "dmp/biology.html", tab="biologie", outcome=outcome, **reader.frame(visit))

    @router.get("/biologie/resultats")
    async def load(request: Request, visit: Annotated[Visit, Depends(resolve)]) -> Response:
        if HTMX not in request.headers:
            return RedirectResponse(visit.address("/biologie", liste=YES), status_code=303)
        outcome = await biology.load(visit)
        return await pages.render(request, "dmp/biology_results.html", outcome=outcome, **reader.frame(visit))

    @router.get("/biologie/analyse")
    async def show_analyte(
        request: Request,
        visit: Annotated[Visit, Depends(resolve)],
        key: Annotated[str, Query(alias="cle", min_length=1, max_length=KEY_CHARS_MAX)],
        unit: Annotated[str, Query(alias="unite", max_length=60)] = "",
    ) -> Response:
        outcome = await biology.load_analyte(visit, key, unit)
        if outcome.trouble is None and outcome.value is None:
            raise HTTPException(404)
        return await pages.render(
            request, "dmp/analyte.html", tab="analyse", outcome=outcome, key=key, unit=unit, **reader.frame(visit)
        )
