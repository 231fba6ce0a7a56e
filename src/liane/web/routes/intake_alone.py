"""``/reception/seuls``: what was integrated without a person and that nobody of the service looked at yet.

Rule: MSS/UX.07 (list of the documents integrated automatically and not read).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from liane.domain.actors.operator import Right
from liane.domain.identity.person import Person
from liane.store.intake_automation import AutomaticFiling
from liane.web.automation import AutomationRoom
from liane.web.console import Console
from liane.web.french import count_of
from liane.web.reception import ReceptionRoom, find_units
from liane.web.rights import check_right, require
from liane.web.routes.intake_list import PATH, load_in_force, type_labels
from liane.web.routes.intake_outcomes import lead, read_id
from liane.web.routes.intake_quality import DONE
from liane.web.templating import Pages
from liane.web.views.identities_card import PersonCard, describe_person
from liane.web.views.intake_quality import tell_source

ALONE = f"{PATH}/seuls"
LISTED_MAX = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class AloneRow:
    """One document that went alone. address: where it is seen."""

    number: int
    address: str
    person: PersonCard | None
    type_label: str
    source: str
    filed_at: datetime
    is_sampled: bool


def describe_alone(filings: Sequence[AutomaticFiling], persons: dict[int, Person]) -> tuple[AloneRow, ...]:
    """Describe what went alone; a document of a mail, which never was an item, is seen with its mail."""
    labels = type_labels()
    rows = []
    for one in filings:
        is_mail = one.item_id == one.document_id
        person = persons.get(one.person_id)
        rows.append(
            AloneRow(
                number=one.item_id,
                address=f"{ALONE if is_mail else PATH}/{one.item_id}",
                person=describe_person(person) if person else None,
                type_label=labels.get(one.type_code, "") or "type non précisé",
                source=tell_source(one.source),
                filed_at=one.filed_at,
                is_sampled=one.is_sampled,
            )
        )
    return tuple(rows)


def tell_alone(number: int) -> str:
    """Say in one sentence what nobody looked at yet."""
    if not number:
        return "Tout ce qui s’est intégré seul a été vu."
    if number >= LISTED_MAX:
        return f"Au moins {count_of(number, 'document')} se sont intégrés seuls et n’ont pas encore été vus."
    if number == 1:
        return "Un document s’est intégré seul et n’a pas encore été vu."
    return f"{count_of(number, 'document')} se sont intégrés seuls et n’ont pas encore été vus."


def make_router(console: Console, room: ReceptionRoom, pages: Pages) -> APIRouter:
    """Make the routes of what went alone."""
    router = APIRouter(include_in_schema=False, dependencies=[require(Right.FILE_DOCUMENTS)])

    def get_automation() -> AutomationRoom:
        if room.automation is None:
            raise HTTPException(404)
        return room.automation

    @router.get(ALONE)
    async def show(request: Request) -> Response:
        operator = check_right(request, Right.FILE_DOCUMENTS)
        found = await get_automation().store.list_unseen(find_units(operator), limit=LISTED_MAX)
        persons = dict(await load_in_force(room, {one.person_id for one in found if one.person_id}))
        rows = describe_alone(found, persons)
        done = DONE.get(request.query_params.get("fait", ""), "")
        return await pages.render(request, "intake/alone.html", rows=rows, sentence=tell_alone(len(rows)), done=done)

    @router.post(f"{ALONE}/vus")
    async def mark(request: Request) -> Response:
        operator = check_right(request, Right.FILE_DOCUMENTS)
        form = await request.form(max_files=0, max_fields=LISTED_MAX + 1)
        asked = {number for value in form.getlist("objet") if (number := read_id(str(value))) is not None}
        store = get_automation().store
        allowed = {one.item_id for one in await store.list_unseen(find_units(operator), limit=LISTED_MAX)}
        if not asked:
            raise HTTPException(400)
        await store.mark_seen(sorted(asked & allowed), by=operator.name, at=console.now())
        return lead(ALONE, fait="vu")

    return router
