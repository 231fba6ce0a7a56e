"""The FHIR façade of the DMP: ITI-66, ITI-67, ITI-68 and PATCH under the rights of who asks. Mounted on ``/fhir``.

Every answer but a document is ``application/fhir+json``; every failure an OperationOutcome. Rule: dmp.md §13.
"""

import json
from collections.abc import Awaitable, Callable
from datetime import UTC, timedelta
from typing import Any
from urllib.parse import unquote, urlencode

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from liane.api.clock import Clock
from liane.api.dmp_desk import DMPDesk, Wrong, describe_failure
from liane.api.reception import read_body
from liane.codecs.fhir_pdsm.capability import render_capability
from liane.codecs.fhir_pdsm.patch import PATCH_BYTES_MAX, read_patch
from liane.codecs.fhir_pdsm.resources import (
    Resource,
    Subject,
    find_id,
    render_document,
    render_lot,
    render_outcome,
    render_searchset,
)
from liane.codecs.fhir_pdsm.search import Asked, parse_patient, parse_search
from liane.domain.dmp.changes import DocumentChange
from liane.domain.dmp.document import DMPDocument, DocumentState
from liane.domain.dmp.filters import DMPFilters
from liane.domain.errors import LianeError
from liane.pipeline.dmp_consultation.ports import Folder

MEDIA_TYPE = "application/fhir+json"
PATCH_TYPES = frozenset({"application/json-patch+json", "application/json"})
REASON_HEADER = "x-motif"
LOTS_FROM = timedelta(days=730)
_EVERY = DMPFilters(states=(DocumentState.APPROVED, DocumentState.ARCHIVED, DocumentState.OBSOLETE))
_STATUS = {"FHIR-001": 400, "FHIR-002": 400, "FHIR-003": 405}
"""What FHIR answers to a wrong search, and to a change that it does not know. Rule: dmp.md §13."""
Handler = Callable[[Request], Awaitable[Response]]


def create_fhir(desk: DMPDesk, *, now: Clock, version: str) -> Starlette:
    """Make the façade. version: of Liane, for its CapabilityStatement."""
    facade = _Facade(desk, now=now, version=version)
    return Starlette(
        routes=[
            Route("/metadata", _guard(facade.tell_capability), methods=["GET"]),
            Route("/DocumentReference", _guard(facade.search_documents), methods=["GET"]),
            Route("/DocumentReference/{id}", _guard(facade.read_document), methods=["GET"]),
            Route("/DocumentReference/{id}", _guard(facade.patch_document), methods=["PATCH"]),
            Route("/List", _guard(facade.search_lots), methods=["GET"]),
            Route("/Binary/{id}", _guard(facade.read_binary), methods=["GET"]),
        ],
        exception_handlers={HTTPException: _answer_http},
    )


def _answer(resource: Resource, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    body = json.dumps(resource, ensure_ascii=False).encode()
    return Response(body, status_code=status, media_type=MEDIA_TYPE, headers=headers)


def _answer_wrong(wrong: Wrong) -> Response:
    text = f"{wrong.message} {wrong.remedy}".strip()
    status = _STATUS.get(wrong.code, wrong.status)
    return _answer(render_outcome("error", wrong.kind, text, detail=wrong.code), status, dict(wrong.headers))


async def _answer_http(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    kind = "not-supported" if error.status_code == 405 else "not-found" if error.status_code == 404 else "invalid"
    text = {404: "Cette ressource n'existe pas ici.", 405: "Cette interaction n'existe pas ici."}.get(error.status_code)
    outcome = render_outcome("error", kind, text or "Cette demande n'est pas acceptée.")
    return _answer(outcome, error.status_code, dict(error.headers or {}))


def _guard(handler: Handler) -> Handler:
    """Answer what goes wrong as an OperationOutcome."""

    async def handle(request: Request) -> Response:
        try:
            return await handler(request)
        except (LianeError, LookupError) as error:
            wrong = describe_failure(error)
            return _answer_wrong(wrong)

    return handle


class _Facade:
    """The interactions."""

    def __init__(self, desk: DMPDesk, *, now: Clock, version: str) -> None:
        self._desk = desk
        self._now = now
        self._version = version

    async def tell_capability(self, _: Request) -> Response:
        """``/metadata``."""
        published = self._now().astimezone(UTC).strftime("%Y-%m-%d")
        return _answer(render_capability(version=self._version, published=published))

    async def search_documents(self, request: Request) -> Response:
        """ITI-67."""
        asked = parse_search(request.query_params.multi_items())
        folder = await self._desk.open(request, person_id=asked.person_id, ins=asked.ins)
        listing = await self._desk.service.list(folder, asked.filters)
        page = listing.documents[asked.offset : asked.offset + asked.count]
        subject = _subject(folder)
        resources = [render_document(one, subject) for one in page]
        links = _links(request, asked, len(listing.documents))
        return _answer(render_searchset(resources, total=len(listing.documents), links=links))

    async def search_lots(self, request: Request) -> Response:
        """ITI-66. Without a date, the lots of two years."""
        asked = parse_search(request.query_params.multi_items())
        folder = await self._desk.open(request, person_id=asked.person_id, ins=asked.ins)
        since = asked.filters.created_from or self._now() - LOTS_FROM
        until = asked.filters.created_before
        found = await self._desk.service.lots(folder, since)
        lots = [one for one in found if until is None or one.submitted_at is None or one.submitted_at < until]
        page = lots[asked.offset : asked.offset + asked.count]
        resources = [render_lot(one, _subject(folder)) for one in page]
        return _answer(render_searchset(resources, total=len(lots), links=_links(request, asked, len(lots))))

    async def read_document(self, request: Request) -> Response:
        """One DocumentReference, of a patient that the query names."""
        folder = await self._open_named(request)
        document = await self._find(folder, request.path_params["id"])
        return _answer(render_document(document, _subject(folder)), headers=_tag(document))

    async def patch_document(self, request: Request) -> Response:
        """TD3.3: one change; its reason is in ``X-Motif``, percent-encoded.

        The deletion (``status`` to ``entered-in-error``) wants a fresh proof of identity.
        """
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() not in PATCH_TYPES:
            raise HTTPException(415)
        body = await read_body(request, PATCH_BYTES_MAX)
        folder = await self._open_named(request)
        document = await self._find(folder, request.path_params["id"])
        wanted = request.headers.get("if-match")
        if wanted is not None and wanted != _tag(document)["ETag"]:
            outcome = render_outcome("error", "conflict", "La fiche a changé depuis : la relire, puis recommencer.")
            return _answer(outcome, 412)
        change = read_patch(body, render_document(document, _subject(folder)))
        reason = unquote(request.headers.get(REASON_HEADER, ""))
        if change is DocumentChange.DELETE:
            changed = await self._desk.delete(request, folder, document.unique_id, reason)
        else:
            changed = await self._desk.service.change(folder, document.unique_id, change, reason)
        return _answer(render_document(changed, _subject(folder)), headers=_tag(changed))

    async def read_binary(self, request: Request) -> Response:
        """ITI-68: the exact bytes of a document, as a file to keep."""
        folder = await self._open_named(request)
        content = await self._desk.service.read(folder, request.path_params["id"])
        headers = {
            "Content-Disposition": "attachment",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
        }
        return Response(content.data, media_type=content.media_type, headers=headers)

    async def _open_named(self, request: Request) -> Folder:
        groups: dict[str, list[str]] = {}
        for name, value in request.query_params.multi_items():
            groups.setdefault(name, []).append(value)
        person_id, ins = parse_patient(groups)
        return await self._desk.open(request, person_id=person_id, ins=ins)

    async def _find(self, folder: Folder, identifier: str) -> DMPDocument:
        listing = await self._desk.service.list(folder, _EVERY)
        for document in listing.documents:
            if find_id(document) == identifier:
                return document
        raise LookupError("no such fiche")


def _subject(folder: Folder) -> Subject:
    return Subject(number=folder.person.id, ins=folder.ins)


def _tag(document: DMPDocument) -> dict[str, str]:
    return {"ETag": f'W/"{document.version or "1"}"'}


def _links(request: Request, asked: Asked, total: int) -> list[tuple[str, str]]:
    """The addresses of this page, of the next and of the one before. Rule: FHIR R4 §3.1.1.5 (paging)."""
    given = [(name, value) for name, value in request.query_params.multi_items() if name not in ("_offset", "_count")]

    def address(offset: int) -> str:
        query: list[tuple[str, Any]] = [*given, ("_count", asked.count), ("_offset", offset)]
        return f"{request.url.path.rpartition('/')[2]}?{urlencode(query)}"

    links = [("self", address(asked.offset))]
    if asked.count and asked.offset + asked.count < total:
        links.append(("next", address(asked.offset + asked.count)))
    if asked.offset > 0:
        links.append(("previous", address(max(0, asked.offset - asked.count))))
    return links
