"""``/annuaire…``: professionals, structures and MSSanté addresses of the local copy of the Annuaire Santé."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from starlette.responses import RedirectResponse, Response

from liane.domain.actors.operator import Right
from liane.store.directory_records import DirectoryQuery
from liane.web.console import Console
from liane.web.directory_room import DirectoryRoom
from liane.web.filters import read_filters
from liane.web.french import count_of
from liane.web.reasons import setting_dependencies
from liane.web.rights import require
from liane.web.templating import Pages
from liane.web.views.directory import (
    describe_answer,
    describe_person,
    describe_structure,
    list_professions,
    list_sectors,
    tell_freshness,
    tell_profession,
)

NAMES = ("q", "numero", "lieu", "profession", "secteur", "genre", "joignable", "adresse")
KEY_CHARS_MAX = 200
Key = Annotated[str, Path(max_length=KEY_CHARS_MAX)]


class DirectoryPages:
    """What the pages of the directory are made of."""

    def __init__(self, console: Console, room: DirectoryRoom) -> None:
        self._console = console
        self._room = room

    async def frame(self) -> dict[str, Any]:
        """What every page says of the copy."""
        freshness = await self._room.copy.find_freshness()
        told, is_stale = tell_freshness(freshness, self._console.now(), self._room.stale_after)
        return {
            "freshness": told,
            "is_stale": is_stale,
            "problem": freshness.last_problem,
            "running": freshness.running,
            "can_load": self._room.ask_load is not None,
        }

    async def search(self, request: Request) -> dict[str, Any]:
        """What the search found, and whose an address is when one is asked."""
        filters, limit = read_filters(request.query_params, *NAMES), self._console.settings.page_size
        is_structure = filters["genre"] == "structures"
        query = DirectoryQuery(
            words=filters["q"],
            number=filters["numero"].replace(" ", ""),
            place=filters["lieu"],
            code=filters["secteur"] if is_structure else filters["profession"],
            with_mailbox=bool(filters["joignable"]),
        )
        is_asked = bool(query.words or query.number or query.place or query.code)
        copy, address = self._room.copy, filters["adresse"].strip().lower()
        people = [] if is_structure or not is_asked else await copy.search_people(query, limit=limit)
        places = await copy.search_structures(query, limit=limit) if is_structure and is_asked else []
        number = len(people) + len(places)
        return {
            "people": [describe_person(one) for one in people],
            "places": [describe_structure(one) for one in places],
            "answer": describe_answer(address, await self._room.book.check(address)) if "@" in address else None,
            "filters": filters,
            "is_structure": is_structure,
            "is_asked": is_asked,
            "sentence": _tell(number, is_asked=is_asked, has_more=number == limit, is_structure=is_structure),
        }


def make_router(console: Console, room: DirectoryRoom, pages: Pages) -> APIRouter:
    """Make the routes of the directory."""
    router = APIRouter(include_in_schema=False, prefix="/annuaire", dependencies=[require(Right.SEE_DIRECTORY)])
    parts = DirectoryPages(console, room)

    @router.get("")
    async def show(request: Request) -> Response:
        found, frame = await parts.search(request), await parts.frame()
        choices: dict[str, Any] = {"professions": list_professions(), "sectors": list_sectors()}
        return await pages.render(request, "directory/search.html", **found, **frame, **choices)

    @router.get("/professionnels/{key}")
    async def show_person(request: Request, key: Key) -> Response:
        person = describe_person(await room.copy.get_person(key))
        return await pages.render(request, "directory/person.html", person=person, **await parts.frame())

    @router.get("/structures/{key}")
    async def show_structure(request: Request, key: Key) -> Response:
        place, people = await room.copy.get_structure(key)
        professions = {one.key: tell_profession(one) for one in people}
        told: dict[str, Any] = {"place": describe_structure(place), "people": people, "professions": professions}
        return await pages.render(request, "directory/structure.html", **told, **await parts.frame())

    loading = setting_dependencies(console, Right.ADMINISTER, "rechargement de l’annuaire")

    @router.post("/recharger", dependencies=loading)
    async def load(request: Request) -> Response:
        if room.ask_load is not None:
            room.ask_load()
        return RedirectResponse("/annuaire", status_code=303)

    return router


def _tell(number: int, *, is_asked: bool, has_more: bool, is_structure: bool) -> str:
    if not is_asked:
        return "Chercher un professionnel, une structure ou le titulaire d’une adresse MSSanté."
    names = ("structure",) if is_structure else ("professionnel",)
    if not number:
        return f"Aucun{'e' if is_structure else ''} {names[0]} ne correspond dans la copie locale de l’annuaire."
    return f"{'Au moins ' if has_more else ''}{count_of(number, *names)}, le nom le plus proche d’abord."
