"""``/documents/{id}…``: one document, its timeline, its verdict, its versions."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from pydantic import TypeAdapter
from starlette.responses import Response

from liane.domain.documents.episode import find_episode
from liane.domain.documents.request import Stay
from liane.store.page_records import DocumentStory
from liane.store.records import StoredDocument, StoredMessage
from liane.web.console import Console
from liane.web.french import format_exact, format_size
from liane.web.routes.acts import ID_MAX, describe_done
from liane.web.templating import Pages
from liane.web.views.episodes import tell_episode
from liane.web.views.identity import describe_identity
from liane.web.views.timeline import describe_receipts, describe_stages, describe_timeline, tell_document
from liane.web.views.verdict import describe_verdict, find_verdict
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


async def load_frame(console: Console, document_id: int) -> tuple[DocumentStory, dict[str, Any]]:
    """Load a document and what every view of it shows above itself. Raises LookupError."""
    story = await console.store.get_document_story(document_id)
    document, deliveries = story.line.document, story.line.deliveries
    now = console.now()
    base = f"/documents/{document_id}"
    person_id = await console.desk.store.find_document_person(document_id) if console.desk is not None else None
    return story, {
        "document": document,
        "card": describe_identity(document),
        "person": f"/identites/{person_id}" if person_id else "",
        "stages": describe_stages(document, deliveries, now),
        "sentence": tell_document(deliveries, now),
        "tabs": [{"address": base + end, "name": name} for end, name in TABS],
    }


async def find_document_episode(console: Console, document: StoredDocument) -> tuple[str, str]:
    """Give the stay of a document in words and the address where it is shown; empty when it belongs to none."""
    if console.desk is None:
        return "", ""
    store = console.desk.store
    tied = await store.find_document_person(document.id)
    told = TypeAdapter(Stay).validate_python(document.request.get("stay") or {})
    if tied is None or not (told.visit_number or told.account_number):
        return "", ""
    person = await store.get_effective_person(tied)
    episode = find_episode(told, await store.find_stays(person.id))
    if episode is None:
        return "", ""
    return tell_episode(episode), f"/identites/{person.id}/sejours#sejour-{episode.stay.id}"


def make_router(console: Console, pages: Pages) -> APIRouter:
    """Make the routes of one document."""
    router = APIRouter(include_in_schema=False, prefix="/documents/{document_id}")

    @router.get("")
    async def show_story(request: Request, document_id: DocumentNumber) -> Response:
        story, frame = await load_frame(console, document_id)
        document, deliveries = story.line.document, story.line.deliveries
        return await pages.render(
            request,
            "document.html",
            rows=describe_timeline(document, story.message, story.events, deliveries, console.now()),
            receipts=describe_receipts(story.receipts),
            facts=_describe_facts(document, story.message),
            episode=await find_document_episode(console, document),
            done=describe_done(request),
            **frame,
        )

    @router.get("/verdict")
    async def show_verdict(request: Request, document_id: DocumentNumber) -> Response:
        story, frame = await load_frame(console, document_id)
        verdict = describe_verdict(story.line.document.verdict, find_verdict(story.events))
        return await pages.render(request, "verdict.html", verdict=verdict, **frame)

    @router.get("/versions")
    async def show_versions(request: Request, document_id: DocumentNumber) -> Response:
        story, frame = await load_frame(console, document_id)
        return await pages.render(request, "versions.html", versions=describe_versions(story.versions), **frame)

    return router


def _describe_facts(document: StoredDocument, message: StoredMessage) -> tuple[tuple[str, str], ...]:
    rows = [
        ("Identifiant", document.unique_id),
        ("Lignée", document.lineage),
        ("Remplace", document.replaces or ""),
        ("Type", f"{document.type_label} ({document.type_code})"),
        ("Forme", f"{document.form}, {format_size(document.body_size_bytes)}"),
        ("Émetteur", message.sender),
        ("N° de message", message.control_id),
        ("Reçu", format_exact(document.received_at)),
        ("Empreinte SHA-256", document.body_sha256),
    ]
    return tuple((label, value) for label, value in rows if value)
