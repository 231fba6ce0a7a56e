"""``/documents/{id}…``: one document, its timeline, its verdict, its versions."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from liane.store.records import StoredDocument, StoredMessage
from liane.web.console import Console
from liane.web.french import format_exact, format_size
from liane.web.queries import find_versions, load_verdict
from liane.web.routes.acts import ID_MAX, describe_done
from liane.web.templating import Pages
from liane.web.views.identity import describe_identity
from liane.web.views.timeline import describe_stages, describe_timeline, tell_document
from liane.web.views.verdict import describe_verdict
from liane.web.views.versions import describe_versions

DocumentNumber = Annotated[int, Path(ge=1, le=ID_MAX)]
TABS = (
    ("", "Histoire"),
    ("/cda", "Document"),
    ("/message", "Message reçu"),
    ("/accuse", "Accusé rendu"),
    ("/verdict", "Verdict"),
    ("/versions", "Versions"),
)


async def load_frame(console: Console, document_id: int) -> dict[str, Any]:
    """Load what every view of a document shows above itself. Raises LookupError."""
    document = await console.store.get_document(document_id)
    deliveries = await console.store.find_deliveries(document_id)
    now = console.now()
    base = f"/documents/{document_id}"
    return {
        "document": document,
        "deliveries": deliveries,
        "card": describe_identity(document),
        "stages": describe_stages(document, deliveries, now),
        "sentence": tell_document(deliveries, now),
        "tabs": [{"address": base + end, "name": name} for end, name in TABS],
    }


def make_router(console: Console, pages: Pages) -> APIRouter:
    """Make the routes of one document."""
    router = APIRouter(include_in_schema=False, prefix="/documents/{document_id}")
    store = console.store

    @router.get("")
    async def show_story(request: Request, document_id: DocumentNumber) -> Response:
        frame = await load_frame(console, document_id)
        document: StoredDocument = frame["document"]
        message = await _find_message(console, document.message_id)
        events = await store.find_events(document_id)
        rows = describe_timeline(document, message, events, frame["deliveries"], console.now())
        facts = _describe_facts(document, message)
        return await pages.render(
            request, "document.html", rows=rows, facts=facts, done=describe_done(request), **frame
        )

    @router.get("/verdict")
    async def show_verdict(request: Request, document_id: DocumentNumber) -> Response:
        frame = await load_frame(console, document_id)
        verdict = describe_verdict(frame["document"].verdict, await load_verdict(store, document_id))
        return await pages.render(request, "verdict.html", verdict=verdict, **frame)

    @router.get("/versions")
    async def show_versions(request: Request, document_id: DocumentNumber) -> Response:
        frame = await load_frame(console, document_id)
        versions = describe_versions(await find_versions(store, frame["document"].lineage))
        return await pages.render(request, "versions.html", versions=versions, **frame)

    return router


async def _find_message(console: Console, message_id: int) -> StoredMessage | None:
    try:
        return await console.store.get_message(message_id)
    except LookupError:
        return None


def _describe_facts(document: StoredDocument, message: StoredMessage | None) -> tuple[tuple[str, str], ...]:
    rows = [
        ("Identifiant", document.unique_id),
        ("Lignée", document.lineage),
        ("Remplace", document.replaces or ""),
        ("Type", f"{document.type_label} ({document.type_code})"),
        ("Forme", f"{document.form}, {format_size(document.body_size_bytes)}"),
        ("Émetteur", message.sender if message else ""),
        ("N° de message", message.control_id if message else ""),
        ("Reçu", format_exact(document.received_at)),
        ("Empreinte SHA-256", document.body_sha256),
    ]
    return tuple((label, value) for label, value in rows if value)
