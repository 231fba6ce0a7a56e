"""The DMP by the API in plain JSON, so that an editor does without SOAP and without FHIR. Rule: dmp.md §7 to §11."""

from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, FastAPI, Path, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import JSONResponse, Response

from liane.api import proofs
from liane.api.clock import Clock
from liane.api.dmp_desk import DMPDesk, describe_failure
from liane.api.fhir import create_fhir
from liane.api.problems import MEDIA_TYPE
from liane.api.schemas import ID_MAX, problem_answers
from liane.domain.dmp.changes import DocumentChange
from liane.domain.dmp.document import DMPDocument, DocumentState
from liane.domain.dmp.filters import DMPFilters
from liane.domain.dmp.folder import AccessMode
from liane.domain.errors import LianeError
from liane.domain.terminology.code import Code
from liane.domain.terminology.value_sets import get_value_set
from liane.pipeline.dmp_consultation.ports import Folder

UNIQUE_ID_PATTERN = r"^[0-9A-Za-z.^\-]+$"
UNIQUE_ID = Annotated[str, Path(max_length=128, pattern=UNIQUE_ID_PATTERN, description="uniqueId du document")]
Number = Annotated[int, Path(ge=1, le=ID_MAX, description="Numéro de la personne")]
_BYTES: dict[str, Any] = {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}
_CHANGES = {
    "mask": DocumentChange.MASK,
    "unmask": DocumentChange.UNMASK,
    "show_to_patient": DocumentChange.SHOW_TO_PATIENT,
    "show_to_representatives": DocumentChange.SHOW_TO_REPRESENTATIVES,
    "archive": DocumentChange.ARCHIVE,
    "unarchive": DocumentChange.UNARCHIVE,
}
_FAILURES: dict[int | str, dict[str, Any]] = {
    **problem_answers(404, 422, 503),
    401: {
        "description": "Preuve d'identité trop ancienne (RFC 9470)",
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        "headers": {"WWW-Authenticate": {"schema": {"type": "string"}}},
    },
    403: {"description": "Accès refusé", "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}},
    502: {"description": "Refus du DMP", "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}},
}


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, from_attributes=True)


class CodeShape(_Shape):
    """A code, its system (OID) and its label."""

    code: str
    system: str
    label: str


class AuthorShape(_Shape):
    """An author of a document."""

    name: str
    identifier: str
    specialty: str
    structure: str
    structure_id: str


class DocumentShape(_Shape):
    """One document of a DMP. is_new: deposited by others since the last visit."""

    unique_id: str
    entry_uuid: str
    logical_id: str
    version: str
    state: DocumentState
    visibility: list[str]
    title: str
    type: CodeShape
    class_: CodeShape = Field(serialization_alias="class")
    format: CodeShape
    practice_setting: CodeShape
    authors: list[AuthorShape]
    created_at: datetime | None
    act_started_at: datetime | None
    act_ended_at: datetime | None
    media_type: str
    size: int | None
    references: list[str]
    is_new: bool
    is_changed: bool
    is_mine: bool
    is_by_patient: bool
    warnings: list[str]

    @classmethod
    def of(cls, document: DMPDocument) -> "DocumentShape":
        """Make the shape of a document."""
        shape = {name: getattr(document, name) for name in cls.model_fields if name != "visibility"}
        return cls.model_validate({**shape, "visibility": sorted(document.visibility)}, from_attributes=True)


class FolderShape(_Shape):
    """A DMP opened. until: what was read serves again until then, in the same session."""

    person_id: int
    state: str
    opened_at: datetime
    until: datetime
    previous_visit: datetime | None


class ListingShape(_Shape):
    """Documents, newest act first."""

    folder: FolderShape
    documents: list[DocumentShape]
    total: int
    new_counts: dict[str, int]
    is_cached: bool
    is_partial: bool
    read_at: datetime


class ChangeAsked(_Shape):
    """One change, with its reason for the trail. A deletion wants a fresh proof of identity."""

    change: Literal["mask", "unmask", "show_to_patient", "show_to_representatives", "archive", "unarchive", "delete"]
    reason: Annotated[str, Field(min_length=3, max_length=500, pattern=r"\S")]


class EmergencyAsked(_Shape):
    """An opening without the patient's agreement, with why: a fresh proof of identity is wanted."""

    access: Literal["bris_de_glace", "centre_15"]
    reason: Annotated[str, Field(min_length=5, max_length=500, pattern=r"\S")]


class IntegrationAsked(_Shape):
    """Documents to integrate in the record system."""

    unique_ids: Annotated[
        list[Annotated[str, Field(min_length=1, max_length=128, pattern=UNIQUE_ID_PATTERN)]],
        Field(min_length=1, max_length=50),
    ]


class IntegratedShape(_Shape):
    """What became of one document asked for."""

    unique_id: str
    state: str
    item_id: int
    reason: str


class ListQuery(_Shape):
    """What to list. type_code, class_code: codes of the value sets of the DMP. fresh: ask the DMP again."""

    type_code: Annotated[list[str], Field(max_length=50)] = []
    class_code: Annotated[list[str], Field(max_length=50)] = []
    author: Annotated[str, Field(max_length=100)] = ""
    state: Annotated[list[DocumentState], Field(max_length=4)] = []
    act_from: datetime | None = None
    act_before: datetime | None = None
    secret: bool = False
    fresh: bool = False
    offset: Annotated[int, Field(ge=0, le=10_000)] = 0
    limit: Annotated[int, Field(ge=1, le=200)] = 100


def make_router(desk: DMPDesk) -> APIRouter:
    """Make the routes. Whoever serves them asks the right to read the DMP first; the rest is judged by the service."""
    router = APIRouter(prefix="/v1/dmp", tags=["dmp"], responses=_FAILURES)

    @router.get("/{person_id}/documents", summary="Documents du DMP", operation_id="listDMPDocuments")
    async def list_documents(request: Request, person_id: Number, asked: Annotated[ListQuery, Query()]) -> Any:
        try:
            folder = await desk.open(request, person_id=person_id, is_secret=asked.secret)
            listing = await desk.service.list(folder, make_filters(asked), is_fresh=asked.fresh)
        except (LianeError, LookupError) as error:
            return _answer_wrong(error)
        return ListingShape(
            folder=_describe_folder(folder),
            documents=[DocumentShape.of(one) for one in listing.documents[asked.offset : asked.offset + asked.limit]],
            total=len(listing.documents),
            new_counts=dict(listing.new_counts),
            is_cached=listing.is_cached,
            is_partial=listing.is_partial,
            read_at=listing.read_at,
        )

    @router.get(
        "/{person_id}/documents/{unique_id}/content",
        summary="Octets exacts d'un document du DMP",
        operation_id="readDMPDocument",
        response_class=Response,
        responses={200: _BYTES},
    )
    async def read_document(request: Request, person_id: Number, unique_id: UNIQUE_ID) -> Response:
        try:
            content = await desk.service.read(await desk.open(request, person_id=person_id), unique_id)
        except (LianeError, LookupError) as error:
            return _answer_wrong(error)
        headers = {
            "Content-Disposition": 'attachment; filename="document-dmp"',
            "X-Content-Type-Options": "nosniff",
            "X-DMP-Media-Type": content.media_type.encode("latin-1", "replace").decode("latin-1"),
        }
        return Response(content.data, media_type="application/octet-stream", headers=headers)

    _add_acts(router, desk)
    return router


def _add_acts(router: APIRouter, desk: DMPDesk) -> None:
    """Add the routes that act."""

    @router.post(
        "/{person_id}/documents/{unique_id}/changes",
        summary="Masquer, démasquer, rendre visible, archiver, désarchiver, supprimer",
        operation_id="changeDMPDocument",
        response_model=DocumentShape,
    )
    async def change_document(request: Request, person_id: Number, unique_id: UNIQUE_ID, asked: ChangeAsked) -> Any:
        try:
            folder = await desk.open(request, person_id=person_id)
            if asked.change == "delete":
                changed = await desk.delete(request, folder, unique_id, asked.reason)
            else:
                changed = await desk.service.change(folder, unique_id, _CHANGES[asked.change], asked.reason)
        except (LianeError, LookupError) as error:
            return _answer_wrong(error)
        return DocumentShape.of(changed)

    @router.post(
        "/{person_id}/emergencies",
        summary="Ouvrir le DMP en urgence (bris de glace, centre de régulation)",
        operation_id="openDMPUrgently",
        status_code=201,
        response_model=FolderShape,
    )
    async def open_urgently(request: Request, person_id: Number, asked: EmergencyAsked) -> Any:
        try:
            folder = await desk.open_urgently(request, person_id, AccessMode(asked.access), asked.reason)
        except (LianeError, LookupError) as error:
            return _answer_wrong(error)
        return _describe_folder(folder)

    @router.post(
        "/{person_id}/integrations",
        summary="Intégrer des documents au DPI",
        operation_id="integrateDMPDocuments",
        response_model=list[IntegratedShape],
    )
    async def integrate_documents(request: Request, person_id: Number, asked: IntegrationAsked) -> Any:
        try:
            folder = await desk.open(request, person_id=person_id)
            done = await desk.service.integrate(folder, asked.unique_ids)
        except (LianeError, LookupError) as error:
            return _answer_wrong(error)
        return [IntegratedShape.model_validate(one) for one in done]


def _describe_folder(folder: Folder) -> FolderShape:
    return FolderShape(
        person_id=folder.person.id,
        state=folder.facts.sign.value,
        opened_at=folder.opened_at,
        until=folder.until,
        previous_visit=folder.previous_visit,
    )


def add_facades(api: FastAPI, desk: DMPDesk, *, now: Clock, version: str) -> None:
    """Add both façades of the DMP to the API: ``/v1/dmp`` and ``/fhir``; proofs where they can be given.

    version: of Liane.
    """
    api.include_router(make_router(desk))
    if desk.proofs is not None and desk.proofs.has_phone:
        api.include_router(proofs.make_router(desk.proofs))
    api.mount("/fhir", create_fhir(desk, now=now, version=version))


def make_filters(asked: ListQuery) -> DMPFilters:
    """Say a query as filters; a code is looked for in its list, whatever its system."""
    return DMPFilters(
        states=tuple(asked.state) or DMPFilters().states,
        types=_find_codes("JDV_J66", asked.type_code),
        classes=_find_codes("JDV_J57", asked.class_code),
        author=asked.author,
        act_started_from=_aware(asked.act_from),
        act_started_before=_aware(asked.act_before),
    )


def _find_codes(name: str, codes: list[str]) -> tuple[Code, ...]:
    known = get_value_set(name)
    return tuple(known.find(code) or Code(code=code) for code in codes)


def _aware(at: datetime | None) -> datetime | None:
    """An instant without offset is taken as universal time."""
    return at.replace(tzinfo=UTC) if at is not None and at.tzinfo is None else at


def _answer_wrong(error: Exception) -> JSONResponse:
    """A problem that says why, in French, and what to do. Rule: RFC 9457."""
    wrong = describe_failure(error)
    body: dict[str, Any] = {
        "type": f"urn:liane:problem:dmp-{wrong.kind}",
        "title": wrong.message,
        "status": wrong.status,
        "detail": wrong.remedy or wrong.message,
        "errors": [{"where": "dmp", "why": wrong.code or wrong.kind, "message": wrong.message, "remedy": wrong.remedy}],
    }
    return JSONResponse(body, status_code=wrong.status, media_type=MEDIA_TYPE, headers=dict(wrong.headers))
