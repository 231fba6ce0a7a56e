"""``/documents/{id}/cda``, ``/message``, ``/accuse``, ``/corps/{sha256}``: the bytes of a document at each stage."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from liane.codecs.pdf.copies import document_as_pdf
from liane.domain.errors import InvalidInput
from liane.store.page_records import DocumentStory
from liane.web.console import Console
from liane.web.routes.document import DocumentNumber, load_frame
from liane.web.routes.downloads import answer_download, describe_bytes, make_download
from liane.web.templating import Pages

Hash = Annotated[str, Path(pattern="^[0-9a-f]{64}$")]
StageName = Literal["cda", "message", "accuse"]
STAGE_TITLES: dict[StageName, str] = {
    "cda": "Le document",
    "message": "Le message, tel que reçu",
    "accuse": "L’accusé rendu à l’émetteur",
}
STAGE_NOTES: dict[StageName, str] = {"cda": "Rendu par Liane, jamais par la feuille de style du document."}


@dataclass(frozen=True, slots=True, kw_only=True)
class StageBytes:
    """The bytes of one stage, with what a check said of them."""

    data: bytes
    findings: Sequence[Mapping[str, Any]] = ()


async def _load_stage(console: Console, document_id: int, stage: StageName) -> StageBytes:
    """Load the bytes of one stage. Raises LookupError, also when they are no longer kept."""
    store = console.store
    if stage == "cda":
        return StageBytes(data=await store.load_document_body(document_id))
    message = await store.get_message((await store.get_document(document_id)).message_id)
    if stage == "accuse":
        return StageBytes(data=message.ack)
    return StageBytes(data=await store.load_message_raw(message.id), findings=message.errors)


def _find_media_type(story: DocumentStory, sha256: str) -> str:
    """Give the media type of a body that this document's journal or receipts name. Raises LookupError for any other."""
    for event in story.events:
        if event.body_sha256 == sha256:
            return event.media_type
    if any(receipt.sha256 == sha256 for receipt in story.receipts):
        return "message/rfc822"
    raise LookupError("no event of this document keeps this body")


def make_router(console: Console, pages: Pages) -> APIRouter:
    """Make the routes of the bytes of a document."""
    router = APIRouter(include_in_schema=False, prefix="/documents/{document_id}")

    @router.get("/pdf")
    async def download_pdf(document_id: DocumentNumber) -> Response:
        data = await console.store.load_document_body(document_id)
        try:
            copy = await asyncio.to_thread(document_as_pdf, data)
        except InvalidInput as error:
            raise LookupError("no PDF can be made") from error
        return make_download(copy.data, f"document-{document_id}.pdf", "application/octet-stream")

    @router.get("/corps/{sha256}")
    async def show_body(request: Request, document_id: DocumentNumber, sha256: Hash) -> Response:
        story, frame = await load_frame(console, document_id)
        media_type = _find_media_type(story, sha256)
        values = await describe_bytes(request, await console.store.load_body(sha256), media_type)
        return await pages.render(
            request, "document_body.html", body_title="Octets échangés", body_note="", **values, **frame
        )

    @router.get("/corps/{sha256}/octets")
    async def download_body(request: Request, document_id: DocumentNumber, sha256: Hash) -> Response:
        media_type = _find_media_type(await console.store.get_document_story(document_id), sha256)
        return await answer_download(request, await console.store.load_body(sha256), f"corps-{sha256[:12]}", media_type)

    @router.get("/{stage}")
    async def show_stage(request: Request, document_id: DocumentNumber, stage: StageName) -> Response:
        loaded = await _load_stage(console, document_id, stage)
        values = await describe_bytes(request, loaded.data, findings=loaded.findings)
        if stage == "cda":
            values["links"] = [{"address": f"/documents/{document_id}/pdf", "name": "Télécharger la copie PDF"}]
        title, note = STAGE_TITLES[stage], STAGE_NOTES.get(stage, "")
        _, frame = await load_frame(console, document_id)
        return await pages.render(request, "document_body.html", body_title=title, body_note=note, **values, **frame)

    @router.get("/{stage}/octets")
    async def download_stage(request: Request, document_id: DocumentNumber, stage: StageName) -> Response:
        loaded = await _load_stage(console, document_id, stage)
        return await answer_download(request, loaded.data, f"{stage}-{document_id}")

    return router
