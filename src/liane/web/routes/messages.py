"""``/messages``: the messages that were refused or could not be read, with every finding and their bytes."""

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from liane.store.records import StoredMessage
from liane.web.console import Console
from liane.web.filters import OUTCOME_CHOICES, message_filter, read_filters
from liane.web.french import format_size
from liane.web.routes.cursors import read_page
from liane.web.routes.document import DocumentNumber
from liane.web.routes.downloads import answer_download, describe_bytes
from liane.web.templating import Pages
from liane.web.views.findings import describe_findings
from liane.web.views.lists import describe_message_row, name_message, tell_list, tell_refused
from liane.web.views.states import MESSAGE_WORDS, Shape, State

TABS = (("", "Constats"), ("/octets-recus", "Message reçu"), ("/accuse", "Accusé rendu"))


def make_router(console: Console, pages: Pages) -> APIRouter:
    """Make the routes of the refused messages."""
    router = APIRouter(include_in_schema=False, prefix="/messages")
    store = console.store

    @router.get("")
    async def show_list(request: Request) -> Response:
        filters = read_filters(request.query_params, "q", "reponse")
        wanted, limit = message_filter(filters), console.settings.page_size
        page = await read_page(request, lambda cursor: store.find_refused_messages(wanted, cursor=cursor, limit=limit))
        rows = tuple(describe_message_row(message) for message in page.lines)
        return await pages.render(
            request,
            "messages.html",
            rows=rows,
            filters=filters,
            outcomes=OUTCOME_CHOICES,
            is_filtered=not filters.is_empty,
            is_first=page.is_first,
            first="" if page.is_first else filters.address("/messages"),
            following=filters.address("/messages", apres=page.next_cursor) if page.next_cursor else "",
            sentence=tell_list(
                len(rows),
                ("message refusé", "messages refusés"),
                is_filtered=not filters.is_empty,
                has_more=bool(page.next_cursor),
                is_first=page.is_first,
            ),
        )

    @router.get("/{document_id}")
    async def show_findings(request: Request, document_id: DocumentNumber) -> Response:
        message = await store.get_message(document_id)
        return await pages.render(request, "message.html", view="findings", **_frame(message))

    @router.get("/{document_id}/octets-recus")
    async def show_raw(request: Request, document_id: DocumentNumber) -> Response:
        message = await store.get_message(document_id)
        values = await describe_bytes(request, await store.load_message_raw(document_id), "", message.errors)
        return await pages.render(request, "message.html", view="body", **values, **_frame(message))

    @router.get("/{document_id}/accuse")
    async def show_ack(request: Request, document_id: DocumentNumber) -> Response:
        message = await store.get_message(document_id)
        values = await describe_bytes(request, message.ack)
        return await pages.render(request, "message.html", view="body", **values, **_frame(message))

    @router.get("/{document_id}/octets-recus/octets")
    async def download_raw(request: Request, document_id: DocumentNumber) -> Response:
        return await answer_download(request, await store.load_message_raw(document_id), f"message-{document_id}")

    @router.get("/{document_id}/accuse/octets")
    async def download_ack(request: Request, document_id: DocumentNumber) -> Response:
        message = await store.get_message(document_id)
        return await answer_download(request, message.ack, f"accuse-{document_id}")

    return router


def _frame(message: StoredMessage) -> dict[str, Any]:
    findings = describe_findings(message.errors)
    facts = (
        ("Émetteur", message.sender.strip("@")),
        ("Destinataire", message.receiver.strip("@")),
        ("N° de message", message.control_id),
        ("Canal", message.channel),
        ("Traitement (MSH-11)", message.processing_id),
        ("Taille", format_size(message.raw_size_bytes)),
    )
    base = f"/messages/{message.id}"
    return {
        "message": message,
        "name": name_message(message),
        "findings": findings,
        "sentence": tell_refused(message, findings),
        "answer": MESSAGE_WORDS.get(message.outcome, State(shape=Shape.IDLE, word=message.outcome)),
        "facts": tuple((label, value) for label, value in facts if value),
        "tabs": [{"address": base + end, "name": name} for end, name in TABS],
    }
