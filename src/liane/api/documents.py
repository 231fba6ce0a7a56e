"""Documents by the API: search, story, exact bytes."""

from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from starlette.responses import Response

from liane.api.lists import read_list
from liane.api.schemas import (
    ID_MAX,
    Delivery,
    Document,
    DocumentItem,
    DocumentList,
    DocumentQuery,
    Event,
    Message,
    Story,
    problem_answers,
)
from liane.store.page_records import DocumentFilter, DocumentLine
from liane.store.postgres_store import PostgresStore

Number = Annotated[int, Path(ge=1, le=ID_MAX, description="Numéro interne")]
BYTES: dict[str, Any] = {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}


def make_router(store: PostgresStore) -> APIRouter:
    """Make the routes of the documents."""
    router = APIRouter(prefix="/v1/documents", tags=["documents"])

    @router.get(
        "", summary="Chercher des documents", operation_id="searchDocuments", responses=problem_answers(400, 422, 503)
    )
    async def search_documents(asked: Annotated[DocumentQuery, Query()]) -> DocumentList:
        page = await read_list(store.search_documents(_filter(asked), cursor=asked.cursor or None, limit=asked.limit))
        return DocumentList(items=[_item(line) for line in page.lines], next_cursor=page.next_cursor)

    @router.get(
        "/{document_id}",
        summary="Histoire d'un document",
        operation_id="getDocument",
        responses=problem_answers(404, 503),
    )
    async def get_document(document_id: Number) -> Story:
        story = await store.get_document_story(document_id)
        return Story(
            document=Document.of(story.line.document),
            decisions=story.line.document.decisions,
            message=Message.model_validate(story.message),
            deliveries=[Delivery.model_validate(delivery) for delivery in story.line.deliveries],
            events=[Event.model_validate(event) for event in story.events],
        )

    @router.get(
        "/{document_id}/content",
        summary="Octets exacts du document (CDA)",
        operation_id="getDocumentContent",
        response_class=Response,
        responses={200: BYTES, **problem_answers(404, 503)},
    )
    async def get_content(document_id: Number) -> Response:
        return _attach(await store.load_document_body(document_id), f"document-{document_id}.xml")

    @router.get(
        "/{document_id}/message",
        summary="Octets exacts du message reçu",
        operation_id="getDocumentMessage",
        response_class=Response,
        responses={200: BYTES, **problem_answers(404, 503)},
    )
    async def get_message(document_id: Number) -> Response:
        document = await store.get_document(document_id)
        return _attach(await store.load_message_raw(document.message_id), f"message-{document_id}.hl7")

    return router


def _filter(asked: DocumentQuery) -> DocumentFilter:
    return DocumentFilter(
        text=asked.q,
        state=asked.state,
        type_code=asked.type_code,
        sender=asked.sender,
        recipient=asked.recipient,
        unique_id=asked.unique_id,
        control_id=asked.control_id,
        received_from=_aware(asked.received_from),
        received_before=_aware(asked.received_before),
    )


def _aware(at: datetime | None) -> datetime | None:
    """An instant without offset is taken as universal time."""
    return at.replace(tzinfo=UTC) if at is not None and at.tzinfo is None else at


def _item(line: DocumentLine) -> DocumentItem:
    return DocumentItem(
        document=Document.of(line.document),
        sender=line.sender,
        control_id=line.control_id,
        deliveries=[Delivery.model_validate(delivery) for delivery in line.deliveries],
    )


def _attach(data: bytes, name: str) -> Response:
    """Answer exact bytes as a file to keep, never of a type that a browser runs."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return Response(data, media_type="application/octet-stream", headers=headers)
