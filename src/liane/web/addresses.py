"""Refuses addresses that hold a control character: no page and no identifier has one, and a line feed passes by routes.

A page is told so by a sentence, a program by a problem, a client of FHIR by an OperationOutcome. Rule: RFC 3986 §2;
RFC 9457; dmp.md §13.
"""

import json
import re

from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from liane.codecs.fhir_pdsm.resources import render_outcome

TEXT = "Cette adresse n’existe pas."
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


class PlainAddresses:
    """Stands before every route."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, or answer 404."""
        if scope["type"] == "http" and _CONTROL.search(scope["path"]):
            await _answer(scope["path"])(scope, receive, send)
            return
        await self._app(scope, receive, send)


def _answer(path: str) -> Response:
    if path.startswith("/api/fhir/"):
        body = json.dumps(render_outcome("error", "not-found", TEXT), ensure_ascii=False)
        return Response(body, status_code=404, media_type="application/fhir+json")
    if path.startswith("/api/"):
        problem = {"type": "urn:liane:problem:not-found", "title": "Introuvable", "status": 404, "detail": TEXT}
        return Response(json.dumps(problem, ensure_ascii=False), status_code=404, media_type="application/problem+json")
    return PlainTextResponse(TEXT, status_code=404)
