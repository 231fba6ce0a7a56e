"""``/dmp``: find the patient whose DMP is to be read."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from liane.domain.actors.operator import Right
from liane.store.registry_records import PersonHit
from liane.web.console import Console
from liane.web.dmp_room import DMPRoom
from liane.web.filters import read_filters
from liane.web.french import count_of
from liane.web.rights import require
from liane.web.routes.dmp_visit import ROOM
from liane.web.routes.identities_search import describe_hits, person_query
from liane.web.templating import Pages

NAMES = ("q", "naissance", "sexe", "statut", "fusionnees")


def make_router(console: Console, room: DMPRoom, pages: Pages) -> APIRouter:
    """Make the route of the search."""
    router = APIRouter(include_in_schema=False, prefix=ROOM, dependencies=[require(Right.READ_DMP)])

    @router.get("")
    async def show(request: Request) -> Response:
        filters = read_filters(request.query_params, *NAMES)
        hits: list[PersonHit] = []
        is_asked = bool(filters["q"] or filters["naissance"])
        if is_asked:
            query = person_query(filters, console.now().year)
            hits = await room.persons.search_persons(query, limit=console.settings.page_size)
        rows = describe_hits(hits)
        return await pages.render(
            request,
            "dmp/search.html",
            rows=rows,
            filters=filters,
            is_asked=is_asked,
            has_more=len(rows) == console.settings.page_size,
            sentence=_tell(len(rows), is_asked=is_asked),
        )

    return router


def _tell(number: int, *, is_asked: bool) -> str:
    if not is_asked:
        return "Chercher le patient dont vous voulez consulter le DMP."
    if not number:
        return "Personne ne correspond à cette recherche."
    return f"{count_of(number, 'personne correspond', 'personnes correspondent')} : ouvrir la bonne."
