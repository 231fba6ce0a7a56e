"""``/v1/intake/items``: the worklist of what comes in, for another software to show and to decide, as a person would.

The same desk, rights, units, locks and journal as the pages: a decision names who took it, and the version it was read
in.
Rule: intake.md §6 (everything reachable by API too; only the units the person may see; each view is logged).
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, Protocol

from fastapi import APIRouter, Depends, Path, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException
from starlette.responses import Response

from liane.api.clock import Clock
from liane.api.dmp_desk import find_caller
from liane.api.problems import make_problem
from liane.api.schemas import ID_MAX, problem_answers
from liane.domain.actors.operator import Operator, Right
from liane.domain.audit.access import AccessAct, AccessEvent
from liane.domain.errors import StaleVersion
from liane.domain.terminology.value_sets import get_value_set
from liane.pipeline.intake.papers import find_papers, find_starts, names_several_people
from liane.pipeline.intake.ports import IntakeDesk, Worklist
from liane.pipeline.intake.refused_record import hide_refused
from liane.store.intake_records import IntakeFile, IntakeItem, ItemQuery, ItemSource, ItemState
from liane.store.records import NewEvent

SEEN = "item.seen"
LIST_MAX = 100
CUTS_MAX = 1000
PAGE_MAX = 100_000
Number = Annotated[int, Path(ge=1, le=ID_MAX, description="Numéro de l'élément")]
Digest = Annotated[str, Path(pattern=r"^[0-9a-f]{64}$", description="Empreinte SHA-256 du fichier")]
Reason = Annotated[str, Field(min_length=3, max_length=300, pattern=r"\S")]
Version = Annotated[int, Field(ge=1, le=2**31 - 1)]
_BYTES: dict[str, Any] = {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}


class ItemStore(Worklist, Protocol):
    """The worklist, and the journal of its items."""

    async def append_item_event(self, item_id: int, event: NewEvent) -> None:
        """Journal one act on an item."""
        ...


class Trail(Protocol):
    """Where accesses are told."""

    async def record(self, event: AccessEvent) -> None:
        """Append one line."""
        ...


class Cutter(Protocol):
    """Parts a file; see ``pipeline.intake.parting.Parting``."""

    async def part(
        self,
        item_id: int,
        version: int,
        *,
        file: IntakeFile,
        page_count: int,
        starts: Sequence[int],
        operator: Operator,
        papers: Sequence[int] = (),
    ) -> list[int]:
        """Make one item of each part, the whole set aside; returns the new items. Raises as ``Parting.part``."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class WorklistParts:
    """What the routes work with. count_pages: guards a file and tells its pages. Raises InvalidInput INT-101 to 116."""

    store: ItemStore
    desk: IntakeDesk
    parting: Cutter
    count_pages: Callable[[bytes], Awaitable[int]]
    trail: Trail
    now: Clock


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, from_attributes=True)


class FileShape(_Shape):
    """A file of an item."""

    name: str
    media_type: str
    size_bytes: int
    sha256: str


class ItemShape(_Shape):
    """One item. version: to give back with a decision. reason, remedy: why a person must look, and what to do."""

    id: int
    version: int
    state: ItemState
    source: ItemSource
    door: str
    received_at: datetime
    code: str
    reason: str
    remedy: str
    sender: str
    subject: str
    unit: str
    assigned_to: str
    locked_by: str
    person_id: int | None
    document_id: int | None
    files: list[FileShape]


class FileCuts(_Shape):
    """Where a file seems to hold several documents, by what was read: what the page of the item proposes to part.

    starts: pages where a new document begins. papers: pages that hold several papers (refused whole: INT-193).
    has_several_people: its documents are of several persons (refused whole: INT-194).
    """

    file: str
    starts: list[int]
    papers: list[int]
    has_several_people: bool


class ItemDetail(ItemShape):
    """One item with what was read of its files (schema of ``docs/intake.schema.json``), by name of file.

    cuts: of each file that seems to hold several documents.
    """

    reading: dict[str, Any] | None
    findings: list[dict[str, Any]]
    cuts: list[FileCuts] = []


class ItemList(_Shape):
    """Items, oldest first. after: number to ask the next ones with, null at the end."""

    items: list[ItemShape]
    after: int | None


class FilingAsked(_Shape):
    """File an item in the record of a person. document_date: of the document. target: ``application@établissement``.

    lot: name that several filings bear, chosen by the caller (32 hexadecimal digits), to undo them as one act.
    whole: a person saw that a page read as several papers is one paper, or that all the pages of a file read as several
    persons' are of this one; without it, such a file is refused (INT-193, INT-194). It is written with the decision.
    """

    version: Version
    person_id: Annotated[int, Field(ge=1, le=ID_MAX)]
    type_code: Annotated[str, Field(max_length=40)]
    document_date: date | None = None
    title: Annotated[str, Field(max_length=200)] = ""
    target: Annotated[str, Field(max_length=200)] = ""
    file: Annotated[str, Field(max_length=64)] = ""
    whole: bool = False
    lot: Annotated[str, Field(pattern=r"^([0-9a-f]{32})?$")] = ""


class PartingAsked(_Shape):
    """Part a file into several documents. file: its SHA-256, where the item has several.

    starts: pages where a new document begins. papers: pages whose papers become a document each, as they were read.
    """

    version: Version
    file: Annotated[str, Field(pattern=r"^([0-9a-f]{64})?$")] = ""
    starts: Annotated[list[Annotated[int, Field(ge=2, le=PAGE_MAX)]], Field(max_length=CUTS_MAX)] = []
    papers: Annotated[list[Annotated[int, Field(ge=1, le=PAGE_MAX)]], Field(max_length=CUTS_MAX)] = []


class PartedShape(_Shape):
    """What a parting made. item: the whole, set aside and kept. parts: the new items, in the order of the pages."""

    item: ItemShape
    parts: list[int]


class DecisionAsked(_Shape):
    """Another decision, with its reason: said to the sender of what is sent back, written in the journal otherwise."""

    version: Version
    reason: Reason


Act = Callable[..., Awaitable[IntakeItem]]
_DENIED = problem_answers(403, 404, 503)
_DECIDED = problem_answers(403, 404, 409, 422, 503)


class Rooms:
    """What the routes of the worklist share: who asks, what they may see, what is told of it."""

    def __init__(self, parts: WorklistParts) -> None:
        self._parts = parts

    def caller(self, request: Request, right: Right) -> Operator:
        """Who asks. Raises HTTPException 403 without the right."""
        operator = find_caller(request)
        if not operator.may(right):
            raise HTTPException(403)
        return operator

    async def open(self, item_id: int, operator: Operator) -> IntakeItem:
        """Load an item of a unit that the operator may see. Raises LookupError."""
        item = await self._parts.store.get_item(item_id)
        units = find_units(operator)
        if units and item.unit not in units:
            raise LookupError("of another unit")
        return item

    async def tell_seen(self, request: Request, item: IntakeItem, operator: Operator, what: str) -> None:
        """Write that somebody looked at an item: in its journal, and in the trail of accesses."""
        at = self._parts.now()
        data = {"page": what, "unit": operator.unit}
        event = NewEvent(name=SEEN, at=at, actor=f"user:{operator.name}", data=data)
        await self._parts.store.append_item_event(item.id, event)
        await self._parts.trail.record(
            AccessEvent(
                act=AccessAct.SEE_DOCUMENT,
                at=at,
                operator=operator,
                person_id=item.person_id,
                target=f"/api/v1/intake/items/{item.id}",
                address=request.client.host if request.client is not None else "",
                detail={"page": what},
            )
        )

    async def decide(self, request: Request, item_id: int, act: Act, version: int, **values: Any) -> Any:
        """Take a decision of a person; one on a version that is no more is a conflict."""
        operator = self.caller(request, Right.FILE_DOCUMENTS)
        item = await self.open(item_id, operator)
        try:
            done = await act(item.id, version, operator=operator, **values)
        except StaleVersion:
            return make_problem(request, 409)
        return show_item(done)


def find_units(operator: Operator) -> tuple[str, ...]:
    """The units whose items an operator may see, that of no unit with their own; empty for all. Rule: intake.md §6."""
    return () if operator.may(Right.SEE_ALL_UNITS) or not operator.unit else (operator.unit, "")


def make_router(parts: WorklistParts) -> APIRouter:
    """Make the routes. Whoever serves them asks the right to see the reception first."""
    router = APIRouter(prefix="/v1/intake/items", tags=["réception"])
    rooms = Rooms(parts)

    @router.get("", summary="Bannette", operation_id="listIntakeItems", responses=problem_answers(403, 422, 503))
    async def list_items(
        request: Request,
        state: ItemState = ItemState.WAITING,
        source: ItemSource | None = None,
        unit: Annotated[str, Query(max_length=64)] = "",
        after: Annotated[int | None, Query(ge=1, le=ID_MAX)] = None,
        limit: Annotated[int, Query(ge=1, le=LIST_MAX)] = 50,
    ) -> ItemList:
        operator = rooms.caller(request, Right.SEE_RECEPTION)
        query = ItemQuery(
            states=(state,),
            sources=(source,) if source is not None else (),
            units=_choose_units(operator, unit),
            after_id=after,
        )
        found = await parts.store.list_items(query, limit=limit + 1)
        shown = found[:limit]
        return ItemList(items=[show_item(one) for one in shown], after=shown[-1].id if len(found) > limit else None)

    @router.get("/{item_id}", summary="Un élément", operation_id="getIntakeItem", responses=_DENIED)
    async def get_item(request: Request, item_id: Number) -> ItemDetail:
        operator = rooms.caller(request, Right.SEE_RECEPTION)
        item = await rooms.open(item_id, operator)
        await rooms.tell_seen(request, item, operator, "document")
        return ItemDetail.model_validate(hide_refused(item)).model_copy(update={"cuts": find_cuts(item)})

    _add_bytes(router, rooms, parts)
    _add_acts(router, rooms, parts.desk)
    _add_parting(router, rooms, parts)
    return router


def _add_bytes(router: APIRouter, rooms: Rooms, parts: WorklistParts) -> None:
    """Add the exact bytes: of the files, and of the mail that brought them."""

    async def send_bytes(request: Request, item: IntakeItem, sha256: str, operator: Operator, what: str) -> Response:
        data = await parts.store.load_file(sha256)
        await rooms.tell_seen(request, item, operator, what)
        headers = {
            "Content-Disposition": f'attachment; filename="{sha256[:16]}"',
            "X-Content-Type-Options": "nosniff",
        }
        return Response(data, media_type="application/octet-stream", headers=headers)

    @router.get(
        "/{item_id}/files/{sha256}",
        summary="Octets exacts d'un fichier",
        operation_id="getIntakeFile",
        response_class=Response,
        responses={200: _BYTES, **_DENIED},
    )
    async def get_file(request: Request, item_id: Number, sha256: Digest) -> Response:
        operator = rooms.caller(request, Right.SEE_RECEPTION)
        item = await rooms.open(item_id, operator)
        if sha256 not in {one.sha256 for one in item.files}:
            raise LookupError("no such file")
        return await send_bytes(request, item, sha256, operator, "fichier")

    @router.get(
        "/{item_id}/mail",
        summary="Octets exacts du courriel qui l'a apporté",
        operation_id="getIntakeMail",
        response_class=Response,
        responses={200: _BYTES, **_DENIED},
    )
    async def get_mail(request: Request, item_id: Number) -> Response:
        operator = rooms.caller(request, Right.SEE_RECEPTION)
        item = await rooms.open(item_id, operator)
        if not item.mail_sha256:
            raise LookupError("no mail")
        return await send_bytes(request, item, item.mail_sha256, operator, "courriel")


def require_right(right: Right) -> Any:
    """Refuse whoever lacks a right before anything of the request is judged."""

    def check(request: Request) -> None:
        if not find_caller(request).may(right):
            raise HTTPException(403)

    return Depends(check)


def _add_acts(router: APIRouter, rooms: Rooms, desk: IntakeDesk) -> None:
    """Add the decisions of a person."""

    @router.post(
        "/{item_id}/file",
        summary="Intégrer dans un dossier",
        operation_id="fileIntakeItem",
        response_model=ItemShape,
        responses=_DECIDED,
        dependencies=[require_right(Right.FILE_DOCUMENTS)],
    )
    async def file(request: Request, item_id: Number, asked: FilingAsked) -> Any:
        label = find_label(asked.type_code)
        if label is None:
            return make_problem(request, 422, [{"where": "body.type_code", "why": "JDV_J07"}])
        told = {
            "type_code": asked.type_code,
            "type_label": label,
            "document_date": asked.document_date.strftime("%Y%m%d") if asked.document_date else "",
            "title": asked.title,
            "target": asked.target,
            "file": asked.file,
            "whole": asked.whole,
            "lot": asked.lot,
        }
        choices = {name: value for name, value in told.items() if value}
        return await rooms.decide(
            request, item_id, desk.file, asked.version, person_id=asked.person_id, choices=choices
        )

    acts: Sequence[tuple[str, Act, str, str]] = (
        ("send-back", desk.send_back, "Renvoyer à l'expéditeur", "sendBackIntakeItem"),
        ("set-aside", desk.set_aside, "Mettre de côté", "setAsideIntakeItem"),
        ("reopen", desk.reopen, "Annuler la décision", "reopenIntakeItem"),
    )
    for name, act, summary, operation in acts:
        router.post(
            f"/{{item_id}}/{name}",
            summary=summary,
            operation_id=operation,
            response_model=ItemShape,
            responses=_DECIDED,
            dependencies=[require_right(Right.FILE_DOCUMENTS)],
        )(_make_act(rooms, act))


def _add_parting(router: APIRouter, rooms: Rooms, parts: WorklistParts) -> None:
    """Add the parting of a file that holds several documents. Rule: intake.md §1.5, §6 (everything by API too)."""

    @router.post(
        "/{item_id}/part",
        summary="Séparer un fichier en plusieurs documents",
        description="Un élément naît de chaque partie, le fichier entier est mis de côté et gardé. Redemandé, rien ne "
        "naît deux fois. Refus : INT-191 (rien à séparer), INT-101 à INT-116 (fichier illisible).",
        operation_id="partIntakeItem",
        response_model=PartedShape,
        responses=_DECIDED,
        dependencies=[require_right(Right.FILE_DOCUMENTS)],
    )
    async def part(request: Request, item_id: Number, asked: PartingAsked) -> Any:
        operator = rooms.caller(request, Right.FILE_DOCUMENTS)
        item = await rooms.open(item_id, operator)
        named = [one for one in item.files if asked.file in ("", one.sha256)]
        if len(named) != 1:
            return make_problem(request, 422, [{"where": "body.file", "why": "unknown" if asked.file else "missing"}])
        page_count = await parts.count_pages(await parts.store.load_file(named[0].sha256))
        try:
            numbers = await parts.parting.part(
                item.id,
                asked.version,
                file=named[0],
                page_count=page_count,
                starts=asked.starts,
                papers=asked.papers,
                operator=operator,
            )
        except StaleVersion:
            return make_problem(request, 409)
        whole = await parts.store.get_item(item.id)
        return PartedShape(item=show_item(whole), parts=numbers)


def _make_act(rooms: Rooms, act: Act) -> Callable[..., Awaitable[Any]]:
    async def decide(request: Request, item_id: Number, asked: DecisionAsked) -> Any:
        return await rooms.decide(request, item_id, act, asked.version, reason=asked.reason.strip())

    return decide


def _choose_units(operator: Operator, unit: str) -> tuple[str, ...]:
    allowed = find_units(operator)
    return (unit,) if unit and (not allowed or unit in allowed) else allowed


def show_item(item: IntakeItem) -> ItemShape:
    """Make the shape of an item."""
    return ItemShape.model_validate(hide_refused(item))


def find_cuts(item: IntakeItem) -> list[FileCuts]:
    """Tell of each file of an item where it seems to hold several documents; nothing of the others."""
    cuts = [
        FileCuts(
            file=one.sha256,
            starts=find_starts(item, one),
            papers=sorted(find_papers(item, one)),
            has_several_people=names_several_people(item, one),
        )
        for one in item.files
    ]
    return [one for one in cuts if one.starts or one.papers or one.has_several_people]


def find_label(type_code: str) -> str | None:
    """The label of a type of document (JDV_J07); None for no such type."""
    return next((one.label for one in get_value_set("JDV_J07").codes if one.code == type_code), None)
