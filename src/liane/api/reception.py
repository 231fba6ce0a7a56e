"""``POST /v1/messages/hl7v2``: the HTTP door of HL7 v2, with the same flow behind it as the MLLP door.

The body answered is always the acknowledgement; the status says the same for who reads no HL7.
"""

import re
from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from liane.api.schemas import problem_answers

Accept = Callable[[bytes, str], Awaitable[bytes]]
MESSAGE_BYTES_MAX = 64 * 1024 * 1024
MEDIA_TYPES = frozenset({"x-application/hl7-v2+er7", "application/hl7-v2", "application/hl7-v2+er7", "text/plain"})
ACK_MEDIA_TYPE = "x-application/hl7-v2+er7"
STATUS_OF_ACK = {b"AA": 200, b"AE": 422, b"AR": 507}
_MSA = re.compile(rb"[\r\n]MSA.(A[AER])")
_ACK_CONTENT = {ACK_MEDIA_TYPE: {"schema": {"type": "string", "description": "Accusé HL7 v2 (ACK)"}}}
_ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {"description": "AA : pris en charge", "content": _ACK_CONTENT},
    422: {"description": "AE : à corriger avant renvoi", "content": _ACK_CONTENT},
    507: {"description": "AR : à renvoyer plus tard", "content": _ACK_CONTENT},
    **problem_answers(413, 415),
}


async def read_body(request: Request, size_bytes_max: int = MESSAGE_BYTES_MAX) -> bytes:
    """Read a body within a bound. Raises HTTPException 413 as soon as it is passed."""
    announced = request.headers.get("content-length", "0")
    if announced.isdigit() and int(announced) > size_bytes_max:
        raise HTTPException(413)
    received = bytearray()
    async for chunk in request.stream():
        received += chunk
        if len(received) > size_bytes_max:
            raise HTTPException(413)
    return bytes(received)


def status_of_ack(ack: bytes) -> int:
    """Give the HTTP status that says what an acknowledgement says: AA 200, AE 422, AR 507.

    Rule: hl7v2.md §2.1.
    """
    found = _MSA.search(ack)
    return STATUS_OF_ACK.get(found.group(1), 500) if found else 500


def make_router(accept: Accept) -> APIRouter:
    """Make the door. accept: the receiving flow; it returns the acknowledgement once the message is durable."""
    router = APIRouter(tags=["messages"])

    @router.post(
        "/v1/messages/hl7v2",
        summary="Déposer un message HL7 v2 (ER7)",
        description="Même traitement que par MLLP. L'accusé part une fois le message conservé.",
        operation_id="submitMessage",
        response_class=Response,
        responses=_ANSWERS,
        openapi_extra={
            "requestBody": {
                "required": True,
                "content": {kind: {"schema": {"type": "string"}} for kind in sorted(MEDIA_TYPES)},
            }
        },
    )
    async def submit_message(request: Request) -> Response:
        kind = request.headers.get("content-type", "text/plain").partition(";")[0].strip().lower()
        if kind not in MEDIA_TYPES:
            raise HTTPException(415)
        raw = await read_body(request)
        peer = f"http:{request.client.host}" if request.client else "http"
        ack = await accept(raw, peer)
        return Response(ack, status_code=status_of_ack(ack), media_type=ACK_MEDIA_TYPE)

    return router
