"""``/identites/{id}/….csv``: what the sheet of a person shows, as files; who looked at it, for the auditor."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from liane.domain.actors.operator import Right
from liane.web.console import Console
from liane.web.desk import SEEN, Desk
from liane.web.reasons import Exports
from liane.web.rights import require
from liane.web.routes.identities_person import CALLS_MAX, PersonNumber, Sheets
from liane.web.templating import Pages
from liane.web.views.identities_csv import calls_csv, consultations_csv, history_csv, make_csv_answer
from liane.web.views.identities_history import describe_history


def make_router(console: Console, desk: Desk, pages: Pages) -> APIRouter:
    """Make the routes of the exports."""
    router = APIRouter(
        include_in_schema=False, prefix="/identites/{person_id}", dependencies=[require(Right.SEE_PERSONS)]
    )
    sheets = Sheets(console, desk)
    store = desk.store
    exports = Exports(console, pages)

    @exports.add(router, "/histoire.csv", "l’histoire de cette identité", right=Right.EXPORT_PERSONS)
    async def export_history(request: Request, person_id: PersonNumber) -> Response:
        person, _ = await sheets.open(request, person_id, "export de l'histoire")
        rows = describe_history(await store.find_person_events(person.id), person.id, console.now())
        return make_csv_answer(history_csv(rows), f"identite-{person.id}-histoire.csv")

    @exports.add(router, "/consultations.csv", "qui a consulté cette identité", right=Right.SEE_AUDIT)
    async def export_consultations(person_id: PersonNumber) -> Response:
        events = [event for event in await store.find_person_events(person_id) if event.name == SEEN]
        return make_csv_answer(consultations_csv(events), f"identite-{person_id}-consultations.csv")

    @exports.add(router, "/insi.csv", "les appels INSi de cette identité", right=Right.EXPORT_PERSONS)
    async def export_calls(request: Request, person_id: PersonNumber) -> Response:
        person, _ = await sheets.open(request, person_id, "export des appels INSi")
        calls = await store.find_insi_calls(person_id=person.id, limit=CALLS_MAX)
        return make_csv_answer(calls_csv(calls), f"identite-{person.id}-insi.csv")

    return router
