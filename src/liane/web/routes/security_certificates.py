"""``/certificats``: every certificate of the settings: what it is for, until when, whether its chain holds."""

import asyncio

from fastapi import APIRouter, Request
from starlette.responses import Response

from liane.domain.actors.operator import Right
from liane.web.audit_room import AuditRoom
from liane.web.console import Console
from liane.web.rights import require
from liane.web.templating import Pages
from liane.web.views.certificates import describe_certificates, tell_certificates


def make_router(console: Console, room: AuditRoom, pages: Pages) -> APIRouter:
    """Make the route of the certificates."""
    router = APIRouter(include_in_schema=False, dependencies=[require(Right.SEE_FLOWS)])

    @router.get("/certificats")
    async def show(request: Request) -> Response:
        read = await asyncio.to_thread(room.read_certificates)
        lines = describe_certificates(read, room.expiry, console.now())
        return await pages.render(
            request,
            "security/certificates.html",
            rows=lines,
            sentence=tell_certificates(lines),
            soon_days=room.expiry.soon.days,
            urgent_days=room.expiry.urgent.days,
        )

    return router
