"""What every page of bytes shares: opening what is inside, describing off the event loop, downloads that never run."""

import asyncio
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from starlette.responses import Response

from liane.web.security import DOWNLOAD_POLICY
from liane.web.views.bodies import name_file, recognise_body
from liane.web.views.body_view import describe_body
from liane.web.views.nesting import open_steps


async def describe_bytes(
    request: Request, data: bytes, media_type: str = "", findings: Iterable[Mapping[str, Any]] = ()
) -> dict[str, Any]:
    """Give what ``body.html`` shows. The query ``dans`` (repeated) opens what is inside. Raises LookupError."""
    steps = request.query_params.getlist("dans")

    def describe() -> dict[str, Any]:
        inner, kind = open_steps(data, media_type, steps)
        return {"body": describe_body(inner, kind, () if steps else findings)}

    values = await asyncio.to_thread(describe)
    query = urlencode([("dans", step) for step in steps])
    path = request.url.path
    outer = urlencode([("dans", step) for step in steps[:-1]])
    return values | {
        "download": f"{path}/octets?{query}" if query else f"{path}/octets",
        "inside": f"{path}?{query}&dans=" if query else f"{path}?dans=",
        "outside": (f"{path}?{outer}" if outer else path) if steps else "",
    }


async def answer_download(request: Request, data: bytes, stem: str, media_type: str = "") -> Response:
    """Answer with exact bytes, opened as the page was, as a file to keep."""
    inner, kind = await asyncio.to_thread(open_steps, data, media_type, request.query_params.getlist("dans"))
    name, safe_type = name_file(recognise_body(inner, kind), stem)
    return make_download(inner, name, safe_type)


def make_download(data: bytes, name: str, media_type: str) -> Response:
    """Make an answer that a browser saves and never shows nor runs. name: ASCII, without quotes.

    Rule: cda.md §2 « Nothing active may be executed from a received document ».
    """
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Content-Security-Policy": DOWNLOAD_POLICY,
        "X-Content-Type-Options": "nosniff",
    }
    return Response(data, media_type=media_type, headers=headers)
