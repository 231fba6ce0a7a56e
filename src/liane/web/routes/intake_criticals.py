"""``/reception/critiques``: documents that came in with results that the laboratory calls critical, not seen yet.

Rule: MSS/UX.18; BIO/va1.01; couloirs.md §2.6.
"""

from dataclasses import dataclass
from datetime import datetime

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from liane.domain.actors.operator import Right
from liane.domain.identity.person import Person
from liane.store.criticals import CriticalReading, PostgresCriticals
from liane.web.console import Console
from liane.web.french import count_of
from liane.web.reception import ReceptionRoom, find_units
from liane.web.rights import check_right, require
from liane.web.routes.intake_list import PATH, load_in_force
from liane.web.routes.intake_outcomes import lead, read_id
from liane.web.templating import Pages
from liane.web.views.identities_card import PersonCard, describe_person

CRITICALS = f"{PATH}/critiques"
LISTED_MAX = 100
DONE = {"vu": "C’est noté : quelqu’un les connaît."}


@dataclass(frozen=True, slots=True, kw_only=True)
class CriticalRow:
    """One document. address: where it is seen, empty when one may not see it there."""

    number: int
    address: str
    person: PersonCard | None
    results: str
    found_at: datetime


def describe_critical(reading: CriticalReading, person: Person | None, *, may_see_flows: bool) -> CriticalRow:
    """Describe one document; one that a mail brought and that went alone is seen among the flows, for who may."""
    address = f"{PATH}/{reading.item_id}" if reading.is_item else ""
    if not reading.is_item and may_see_flows:
        address = f"/documents/{reading.item_id}"
    return CriticalRow(
        number=reading.item_id,
        address=address,
        person=describe_person(person) if person is not None else None,
        results=count_of(reading.number, "résultat dit critique", "résultats dits critiques"),
        found_at=reading.found_at,
    )


def tell_criticals(number: int) -> str:
    """Say in one sentence what nobody saw yet."""
    if not number:
        return "Aucun résultat critique n’attend."
    if number >= LISTED_MAX:
        return f"Au moins {count_of(number, 'document')} disent un résultat critique : les lire sans attendre."
    if number == 1:
        return "Un document dit un résultat critique : le lire sans attendre."
    return f"{count_of(number, 'document')} disent un résultat critique : les lire sans attendre."


def make_router(console: Console, room: ReceptionRoom, pages: Pages) -> APIRouter:
    """Make the routes."""
    router = APIRouter(include_in_schema=False, dependencies=[require(Right.SEE_RECEPTION)])
    store = PostgresCriticals(console.store)

    @router.get(CRITICALS)
    async def show(request: Request) -> Response:
        operator = check_right(request, Right.SEE_RECEPTION)
        found = await store.list_open(find_units(operator), limit=LISTED_MAX)
        persons = await load_in_force(room, {one.person_id for one in found if one.person_id})
        may_see_flows = operator.may(Right.SEE_FLOWS)
        rows = [describe_critical(one, persons.get(one.person_id or 0), may_see_flows=may_see_flows) for one in found]
        done = DONE.get(request.query_params.get("fait", ""), "")
        return await pages.render(
            request, "intake/criticals.html", rows=rows, sentence=tell_criticals(len(rows)), done=done
        )

    @router.post(f"{CRITICALS}/vus")
    async def mark(request: Request) -> Response:
        operator = check_right(request, Right.FILE_DOCUMENTS)
        form = await request.form(max_files=0, max_fields=LISTED_MAX + 1)
        asked = {number for value in form.getlist("objet") if (number := read_id(str(value))) is not None}
        if not asked:
            raise HTTPException(400)
        allowed = {one.item_id for one in await store.list_open(find_units(operator), limit=LISTED_MAX)}
        await store.mark_seen(sorted(asked & allowed), by=operator.name, at=console.now())
        return lead(CRITICALS, fait="vu")

    return router
