"""``POST /v1/intake/files``: a file put down by another software, for a person to file or, later, by itself.

The answer says where it waits; a file that is refused is kept all the same, with its reason.
"""

from typing import Annotated, Any, Protocol

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from liane.api.reception import read_body
from liane.api.schemas import problem_answers
from liane.domain.errors import Finding, InvalidInput

FILE_BYTES_MAX = 64 * 1024 * 1024


class TakeFile(Protocol):
    """Keeps a file and puts it on the worklist: (item, SHA-256, whether it was known, why it is refused)."""

    async def __call__(
        self, name: str, data: bytes, *, unit: str, sender: str
    ) -> tuple[int, str, bool, tuple[Finding, ...]]:
        """Do it; when this returns, the file is durable. Raises StorageUnavailable."""
        ...


class DepositedFile(BaseModel):
    """A file put down."""

    item: int = Field(description="Numéro de l'élément dans la liste de travail")
    sha256: str = Field(description="Empreinte du fichier")
    known: bool = Field(description="Vrai quand ce même fichier avait déjà été déposé")


_ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {"description": "Déjà déposé", "model": DepositedFile},
    201: {"description": "Déposé", "model": DepositedFile},
    **problem_answers(413, 422, 503),
}
_BODY = {"requestBody": {"required": True, "content": {"application/octet-stream": {"schema": {"type": "string"}}}}}


def make_router(take: TakeFile) -> APIRouter:
    """Make the door. take: keeps the file and puts it on the worklist."""
    router = APIRouter(tags=["réception"])

    @router.post(
        "/v1/intake/files",
        summary="Déposer un fichier (PDF, TIFF, JPEG, PNG ou CDA)",
        description="Le fichier est gardé tel quel, puis mis dans la liste de travail. Refusé, il est gardé aussi.",
        operation_id="depositFile",
        response_class=Response,
        responses=_ANSWERS,
        openapi_extra=_BODY,
    )
    async def deposit_file(
        request: Request,
        name: Annotated[str, Query(min_length=1, max_length=200, description="Nom du fichier")],
        unit: Annotated[str, Query(max_length=64, description="Unité à qui le montrer")] = "",
        sender: Annotated[str, Query(max_length=200, description="Logiciel qui dépose")] = "",
    ) -> Response:
        data = await read_body(request, FILE_BYTES_MAX)
        if not data:
            raise HTTPException(422)
        item, sha256, is_known, findings = await take(name, data, unit=unit, sender=sender)
        if findings:
            raise InvalidInput(*findings)
        shown = DepositedFile(item=item, sha256=sha256, known=is_known)
        return JSONResponse(shown.model_dump(), status_code=200 if is_known else 201)

    return router
