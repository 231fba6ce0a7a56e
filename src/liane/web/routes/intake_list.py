"""``/reception``: the worklist of what comes in, with its filters; oldest first."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from liane.domain.actors.operator import Operator, Right
from liane.domain.identity.person import Person
from liane.domain.terminology.value_sets import get_value_set
from liane.store.intake_records import IntakeItem, ItemKind, ItemQuery, ItemSource, ItemState
from liane.web.console import Console
from liane.web.filters import Filters, read_filters
from liane.web.french import count_of
from liane.web.reception import AWAITED, TO_CREATE, ReceptionRoom, find_units
from liane.web.rights import check_right, require
from liane.web.routes.intake_outcomes import find_done, read_id
from liane.web.templating import Pages
from liane.web.views.intake_list import brief_readings_of, describe_item_row, find_proposed, tell_worklist
from liane.web.views.intake_progress import mark_reading
from liane.web.views.intake_words import KIND_WORDS, SOURCE_WORDS, STATE_WORDS

PATH = "/reception"
NAMES = ("etat", "source", "genre", "unite", "a")
MINE = "moi"
QUEUES = ((MINE, "à moi"), ("personne", "à personne"), (AWAITED, "patient attendu"), (TO_CREATE, "création demandée"))


@cache
def type_labels() -> dict[str, str]:
    """Labels of the types of documents, by code (JDV_J07)."""
    return {one.code: one.label for one in get_value_set("JDV_J07").codes}


def item_query(filters: Filters, operator: Operator) -> ItemQuery:
    """What the list asks of the store: the filters, within the units that the operator may see."""
    states = tuple(one for one in ItemState if one.value == filters["etat"]) or (ItemState.WAITING,)
    allowed = find_units(operator)
    wanted = (filters["unite"],) if filters["unite"] and (not allowed or filters["unite"] in allowed) else allowed
    assigned = {MINE: operator.name, "personne": ""}.get(filters["a"], filters["a"] or None)
    return ItemQuery(
        states=states,
        sources=tuple(one for one in ItemSource if one.value == filters["source"]),
        kinds=tuple(one for one in ItemKind if one.value == filters["genre"]),
        units=wanted,
        assigned_to=assigned,
        newest_first=states != (ItemState.WAITING,),
    )


async def load_persons(room: ReceptionRoom, items: Iterable[IntakeItem]) -> Mapping[int, Person]:
    """Load the persons in force that items are thought to be of, by the number that each item names."""
    named = {number for item in items if (number := find_proposed(item, brief_readings_of(item)))}
    return await load_in_force(room, named)


async def load_in_force(room: ReceptionRoom, numbers: Iterable[int]) -> Mapping[int, Person]:
    """Load the persons in force for some numbers; a merged one gives the one that was kept."""
    named = sorted(set(numbers))
    if not named:
        return {}
    effective = await room.persons.find_effective(named)
    found = {person.id: person for person in await room.persons.get_persons(sorted(set(effective.values())))}
    return {number: found[effective[number]] for number in named if effective.get(number) in found}


def make_router(console: Console, room: ReceptionRoom, pages: Pages) -> APIRouter:
    """Make the route of the worklist."""
    router = APIRouter(include_in_schema=False, dependencies=[require(Right.SEE_RECEPTION)])

    @router.get(PATH)
    async def show(request: Request) -> Response:
        operator = check_right(request, Right.SEE_RECEPTION)
        filters = read_filters(request.query_params, *NAMES)
        query = item_query(filters, operator)
        after = read_id(request.query_params.get("apres", ""))
        size, now = console.settings.page_size, console.now()
        placed = replace(query, before_id=after) if query.newest_first else replace(query, after_id=after)
        found = await room.store.list_items(placed, limit=size + 1)
        lines = found[:size]
        persons = await load_persons(room, lines)
        rows = [describe_item_row(one, persons, type_labels(), now, query=filters.query) for one in lines]
        rows = mark_reading(rows, await room.find_progress([one.id for one in lines]))
        number = await room.store.count_items(query)
        oldest = lines[0] if lines and after is None and not query.newest_first else None
        if oldest is None and number:
            oldest = (await room.store.list_items(replace(query, newest_first=False), limit=1))[0]
        return await pages.render(
            request,
            "intake/list.html",
            rows=rows,
            filters=filters,
            is_first=after is None,
            is_filtered=not filters.is_empty,
            sentence=tell_worklist(number, oldest, now, is_filtered=not filters.is_empty)
            if query.states == (ItemState.WAITING,)
            else _tell_other(query.states[0], number),
            first=filters.address(PATH) if after is not None else "",
            following=filters.address(PATH, apres=str(lines[-1].id)) if len(found) > size else "",
            here=filters.address(PATH),
            is_waiting=query.states == (ItemState.WAITING,),
            done=await find_done(request, room, console.now()),
            **_choices(operator),
        )

    return router


def _tell_other(state: ItemState, number: int) -> str:
    shown = {
        ItemState.FILED: ("document intégré", "documents intégrés"),
        ItemState.SENT_BACK: ("document renvoyé", "documents renvoyés"),
        ItemState.SET_ASIDE: ("document mis de côté", "documents mis de côté"),
    }
    return f"{count_of(number, *shown[state])}, le dernier d’abord."


def _choices(operator: Operator) -> dict[str, Any]:
    return {
        "states": tuple((one.value, STATE_WORDS[one].word) for one in ItemState),
        "sources": tuple((one.value, word) for one, word in SOURCE_WORDS.items()),
        "kinds": tuple((one.value, word) for one, word in KIND_WORDS.items()),
        "queues": QUEUES,
        "own_unit": operator.unit if find_units(operator) else "",
    }
