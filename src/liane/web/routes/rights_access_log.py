"""``/identites/{id}/acces``: who accessed a patient's data, and the log that the patient is given."""

from datetime import datetime, time, timedelta

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from liane.codecs.pdf.access_log import render_access_log
from liane.domain.actors.operator import Right
from liane.domain.audit.access import AccessAct, AccessEvent
from liane.domain.audit.access_log import AccessLog
from liane.domain.documents.timestamp import PARIS
from liane.pipeline.announcement.access_log import Period
from liane.pipeline.announcement.desk import Hand
from liane.web.console import Console
from liane.web.desk import Desk
from liane.web.filters import Filters, read_filters
from liane.web.reasons import ReasonWords, require_reason
from liane.web.rights import check_right, require
from liane.web.rights_room import RightsRoom
from liane.web.routes.identities_outcomes import read_form, read_reason
from liane.web.routes.identities_person import PersonNumber, Sheets
from liane.web.templating import Pages
from liane.web.tracing import find_whence
from liane.web.views.identities_csv import make_csv_answer, render_csv
from liane.web.views.rights import describe_stored, tell_accesses

HEAD = ("quand", "qui", "fonction et lieu", "acte", "issue", "motif")


def read_period(values: Filters) -> Period:
    """Read the days typed, both included; a day that cannot be read counts as absent."""
    since, until = _read_day(values["du"]), _read_day(values["au"])
    return Period(since=since, until=until + timedelta(days=1) if until is not None else None)


def _read_day(text: str) -> datetime | None:
    try:
        return datetime.combine(datetime.strptime(text, "%Y-%m-%d").date(), time(), tzinfo=PARIS)  # noqa: DTZ007
    except ValueError:
        return None


def render_log_csv(log: AccessLog) -> str:
    """The log as a table."""
    rows = ((one.at, one.who, one.what_they_are, one.act, one.outcome, one.reason) for one in log.lines)
    return render_csv(HEAD, rows)


GIVING_WORDS = ReasonWords(
    title="Établir le relevé des accès",
    hint="Qui le demande, comment et quand. Le motif est gardé dans la piste d’audit.",
    button="Établir le relevé",
)


def make_router(console: Console, desk: Desk, room: RightsRoom, pages: Pages) -> APIRouter:
    """Make the routes of the access log of one person."""
    router = APIRouter(
        include_in_schema=False, prefix="/identites/{person_id}/acces", dependencies=[require(Right.GIVE_ACCESS_LOG)]
    )
    sheets = Sheets(console, desk)
    banner = "SIMULATION : aucune personne réelle" if console.settings.is_simulation else ""

    @router.get("")
    async def show(request: Request, person_id: PersonNumber) -> Response:
        person, frame = await sheets.open(request, person_id, "accès")
        filters = read_filters(request.query_params, "du", "au")
        cursor = request.query_params.get("apres", "")[:200]
        try:
            page = await room.accesses.list(
                person, read_period(filters), cursor=cursor, limit=console.settings.page_size
            )
        except ValueError as error:
            raise HTTPException(400) from error
        seen = AccessEvent(
            act=AccessAct.SEE_AUDIT,
            at=console.now(),
            operator=check_right(request, Right.GIVE_ACCESS_LOG),
            person_id=person.id,
            target=request.url.path,
            address=find_whence().address,
        )
        await console.store.accesses.record(seen)
        path = request.url.path
        values = {
            "rows": [describe_stored(one) for one in page.lines],
            "sentence": tell_accesses(len(page.lines), has_more=bool(page.cursor)),
            "filters": filters,
            "is_secret": person.rights.asks_secrecy and room.rights.is_minor(person),
            "first": filters.address(path) if cursor else "",
            "following": filters.address(path, apres=page.cursor) if page.cursor else "",
        }
        return await pages.render(request, "rights/accesses.html", **(frame | values))

    @router.post("/releve", dependencies=[require_reason(AccessAct.GIVE_ACCESS_LOG, GIVING_WORDS)])
    async def give(request: Request, person_id: PersonNumber) -> Response:
        operator = check_right(request, Right.GIVE_ACCESS_LOG)
        form = await read_form(request)
        if form.get("forme") not in ("pdf", "csv"):
            raise HTTPException(400)
        reason = read_reason(form)
        person = await desk.store.get_person(person_id)
        hand = Hand(operator=operator, address=find_whence().address)
        period = read_period(Filters(values={name: form.get(name, "") for name in ("du", "au")}))
        log = await room.accesses.give(person, period, hand, reason=reason)
        if form["forme"] == "csv":
            return make_csv_answer(render_log_csv(log), f"releve-acces-{person.id}.csv")
        headers = {"Content-Disposition": f'attachment; filename="releve-acces-{person.id}.pdf"'}
        return Response(render_access_log(log, banner=banner), media_type="application/pdf", headers=headers)

    return router
