"""``/documents``: the search."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from liane.web.console import Console
from liane.web.filters import STATE_CHOICES, document_filter, read_filters
from liane.web.routes.acts import describe_done
from liane.web.routes.cursors import read_page
from liane.web.templating import Pages
from liane.web.views.lists import describe_document_row, tell_list

NAMES = ("q", "etat", "type", "emetteur", "destinataire", "du", "au")


def make_router(console: Console, pages: Pages) -> APIRouter:
    """Make the route of the search."""
    router = APIRouter(include_in_schema=False)

    @router.get("/documents")
    async def show(request: Request) -> Response:
        filters = read_filters(request.query_params, *NAMES)
        limit = console.settings.page_size

        page = await read_page(
            request,
            lambda cursor: console.store.search_documents(document_filter(filters), cursor=cursor, limit=limit),
        )
        now = console.now()
        rows = tuple(describe_document_row(line, now) for line in page.lines)
        is_first = page.is_first
        return await pages.render(
            request,
            "documents.html",
            rows=rows,
            filters=filters,
            searched=filters["q"],
            states=STATE_CHOICES,
            is_filtered=not filters.is_empty,
            is_first=is_first,
            here=filters.address("/documents", apres=page.cursor),
            first="" if is_first else filters.address("/documents"),
            following=filters.address("/documents", apres=page.next_cursor) if page.next_cursor else "",
            sentence=tell_list(
                len(rows),
                ("document", "documents"),
                is_filtered=not filters.is_empty,
                has_more=bool(page.next_cursor),
                is_first=is_first,
            ),
            done=describe_done(request),
        )

    return router
