"""The administrative application, the DPI, and mails from outside, as JSON."""

from fastapi import APIRouter, HTTPException
from starlette.responses import Response

from liane_sandbox.dpi.doors import FHIR, FOLDER
from liane_sandbox.web.api import Limit, Running, Values, download
from liane_sandbox.web.injection import inject
from liane_sandbox.web.reception import Row, summarise_filed, summarise_received, tell

router = APIRouter(prefix="/api")


@router.post("/gam/send")
async def gam_send(values: Values, sandbox: Running) -> Row:
    """Tell an identity: ``event``, ``ins``, ``ipp``, ``status``, ``visit``, ``feeding``, ``former_ipp``, ``traits``…"""
    try:
        return await tell(sandbox, values)
    except ValueError as error:
        raise HTTPException(422, str(error)) from error


@router.get("/dpi/received")
def dpi_received(sandbox: Running, limit: Limit = 100) -> list[Row]:
    """List what the DPI was sent, newest first."""
    return [summarise_received(one) for one in sandbox.dpi.state.list_received(limit=limit)]


@router.get("/dpi/received/{message_id}")
def dpi_message(message_id: int, sandbox: Running) -> Response:
    """Give the bytes of a message that the DPI was sent."""
    for one in sandbox.dpi.state.list_received(limit=500):
        if one.id == message_id and one.sender in (FHIR, FOLDER):
            return download(one.message, "application/json", f"message-{message_id}.json")
        if one.id == message_id:
            return download(one.message, "application/hl7-v2", f"message-{message_id}.hl7")
    raise HTTPException(404, "ce message n'existe pas dans le bac à sable")


@router.get("/dpi/documents")
def dpi_documents(sandbox: Running, ipp: str = "", limit: Limit = 100) -> list[Row]:
    """List the documents that the DPI holds, newest first; of one record when ``ipp`` names it."""
    return [summarise_filed(one) for one in sandbox.dpi.state.shelf.list_documents(ipp=ipp, limit=limit)]


@router.get("/dpi/documents/{document_id}")
def dpi_document(document_id: int, sandbox: Running) -> Response:
    """Give the bytes of a document that the DPI holds."""
    for one in sandbox.dpi.state.shelf.list_documents(limit=500):
        if one.id == document_id:
            suffix = "pdf" if one.content_type == "application/pdf" else "xml"
            return download(one.content, one.content_type, f"document-{document_id}.{suffix}")
    raise HTTPException(404, "ce document n'existe pas dans le bac à sable")


@router.post("/mssante/inject")
def mssante_inject(values: Values, sandbox: Running) -> Row:
    """Have someone outside write to a mailbox: ``kind``, ``ins``, ``to``, ``example``, ``serial``, ``version``…"""
    try:
        return inject(sandbox, values)
    except ValueError as error:
        raise HTTPException(422, str(error)) from error
