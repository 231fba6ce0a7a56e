"""``/identites/doublons`` and ``/identites/alertes``: the worklists, one alert with its evidence, and its decision."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from liane.domain.actors.operator import Operator, Right
from liane.domain.errors import StaleVersion
from liane.domain.identity.person import Person
from liane.store.registry_records import Alert, AlertKind
from liane.web.console import Console
from liane.web.desk import Desk
from liane.web.reasons import Exports
from liane.web.rights import check_right, require
from liane.web.routes.cursors import read_page
from liane.web.routes.identities_compare import describe_pair
from liane.web.routes.identities_outcomes import describe_outcome, read_form, read_reason, redirect
from liane.web.routes.identities_person import PersonNumber
from liane.web.templating import Pages
from liane.web.views.identities_alerts import describe_alert, describe_alerts, find_address, tell_alerts
from liane.web.views.identities_csv import alerts_csv, make_csv_answer
from liane.web.views.identities_words import ALERT_WORDS

EXPORT_MAX = 1000
DUPLICATES = "/identites/doublons"
ALERTS = "/identites/alertes"
OTHERS = tuple(kind for kind in AlertKind if kind is not AlertKind.DUPLICATE)
DECISIONS = frozenset({"distincts", "homonymes", "classer", "corriger", "supprimer", "appliquer"})


async def load_persons(desk: Desk, alerts: Sequence[Alert]) -> dict[int, Person]:
    """Load the persons that alerts name."""
    named = {number for alert in alerts for number in (alert.person_id, alert.other_id) if number}
    return {person.id: person for person in await desk.store.get_persons(sorted(named))}


class Worklists:
    """The lists and the page of one alert."""

    def __init__(self, console: Console, desk: Desk, pages: Pages) -> None:
        self._console = console
        self._desk = desk
        self._pages = pages

    async def show(self, request: Request, kinds: Sequence[AlertKind], path: str, noun: tuple[str, str]) -> Response:
        """Answer with a list. ``tout=oui`` shows those decided too."""
        is_open = request.query_params.get("tout", "") != "oui"
        size = self._console.settings.page_size
        page = await read_page(
            request,
            lambda cursor: self._desk.store.list_alerts(kinds=kinds, only_open=is_open, cursor=cursor, limit=size),
        )
        rows = describe_alerts(page.lines, await load_persons(self._desk, page.lines))
        kind = request.query_params.get("genre", "")
        query = {name: value for name, value in (("genre", kind), ("tout", "" if is_open else "oui")) if value}
        counts = await self._desk.store.count_open_alerts()
        total = sum(counts.get(one, 0) for one in kinds)
        return await self._pages.render(
            request,
            "identities/alerts.html",
            rows=rows,
            name="Doublons" if path == DUPLICATES else "Alertes et suites à donner",
            here=path,
            kinds=[(one.value, ALERT_WORDS[one].word, counts.get(one, 0)) for one in OTHERS if one in ALERT_WORDS],
            kind=kind,
            is_open=is_open,
            first="" if page.is_first else _address(path, query),
            following=_address(path, query | {"apres": page.next_cursor}) if page.next_cursor else "",
            export=_address(f"{path}.csv", query),
            sentence=tell_alerts(total if is_open else len(rows), noun, has_more=False, is_open=is_open),
            done=describe_outcome(request),
        )

    async def export(self, request: Request, kinds: Sequence[AlertKind], name: str) -> Response:
        """Answer with a list as a file."""
        is_open = request.query_params.get("tout", "") != "oui"
        page = await self._desk.store.list_alerts(kinds=kinds, only_open=is_open, limit=EXPORT_MAX)
        return make_csv_answer(alerts_csv(describe_alerts(page.lines, {})), name)

    async def show_one(self, request: Request, alert: Alert) -> Response:
        """Answer with one alert: a pair side by side, else the person and what the alert says."""
        actor = check_right(request, Right.SEE_PERSONS)
        persons = await load_persons(self._desk, (alert,))
        if persons:
            await self._desk.record_seen(*persons, operator=actor, at=self._console.now(), page="alerte")
        pair = [persons[number] for number in (alert.person_id, alert.other_id or 0) if number in persons]
        values: dict[str, Any] = {"sides": (), "alert": alert}
        if len(pair) == 2:
            values = await describe_pair(self._console, self._desk, pair, alert)
        row = describe_alert(alert, persons)
        return await self._pages.render(
            request,
            "identities/alert.html",
            row=row,
            list_path=DUPLICATES if alert.kind is AlertKind.DUPLICATE else ALERTS,
            can_take_back=self._desk.follow_ups is not None and alert.kind is AlertKind.FOLLOW_UP,
            following=await self._find_next(alert),
            done=describe_outcome(request),
            **values,
        )

    async def _find_next(self, alert: Alert) -> str:
        """The next open alert of the same kind, so that a worklist is gone through without coming back to it."""
        alerts = await self._desk.store.find_alerts(kinds=(alert.kind,), limit=100)
        older = [one for one in alerts if (one.at, one.id) < (alert.at, alert.id)]
        others = [one for one in alerts if one.id != alert.id]
        following = (older or others)[:1]
        return find_address(following[0]) if following else ""

    async def decide(self, alert: Alert, decision: str, reason: str, operator: Operator) -> None:
        """Close an alert; a follow-up that takes a document back also asks its deletion. Raises StaleVersion."""
        follow_ups = self._desk.follow_ups
        if decision == "supprimer":
            if follow_ups is None or alert.document_id is None or alert.kind is not AlertKind.FOLLOW_UP:
                raise HTTPException(400)
            await follow_ups.take_back(alert.id, alert.document_id, reason=reason, operator=operator)
            return
        await self._desk.registry.decide_alert(alert.id, decision, reason=reason, operator=operator)


def _address(path: str, query: dict[str, str]) -> str:
    return f"{path}?{urlencode(query)}" if query else path


def find_kinds(request: Request) -> tuple[AlertKind, ...]:
    """Read which kinds a list shows; all but the duplicates when none is named."""
    kind = request.query_params.get("genre", "")
    return tuple(one for one in OTHERS if one.value == kind) or OTHERS


def make_router(console: Console, desk: Desk, pages: Pages) -> APIRouter:
    """Make the routes of the worklists."""
    router = APIRouter(include_in_schema=False, dependencies=[require(Right.SEE_PERSONS)])
    lists = Worklists(console, desk, pages)
    exports = Exports(console, pages)

    @router.get(DUPLICATES)
    async def show_duplicates(request: Request) -> Response:
        return await lists.show(request, (AlertKind.DUPLICATE,), DUPLICATES, ("doublon présumé", "doublons présumés"))

    @router.get(ALERTS)
    async def show_alerts(request: Request) -> Response:
        return await lists.show(request, find_kinds(request), ALERTS, ("alerte", "alertes"))

    @exports.add(router, f"{DUPLICATES}.csv", "les doublons", right=Right.EXPORT_PERSONS)
    async def export_duplicates(request: Request) -> Response:
        return await lists.export(request, (AlertKind.DUPLICATE,), "doublons.csv")

    @exports.add(router, f"{ALERTS}.csv", "les alertes", right=Right.EXPORT_PERSONS)
    async def export_alerts(request: Request) -> Response:
        return await lists.export(request, find_kinds(request), "alertes.csv")

    @router.get(DUPLICATES + "/{person_id}")
    @router.get(ALERTS + "/{person_id}")
    async def show_one(request: Request, person_id: PersonNumber) -> Response:
        return await lists.show_one(request, await desk.store.get_alert(person_id))

    @router.post(DUPLICATES + "/{person_id}")
    @router.post(ALERTS + "/{person_id}")
    async def decide(request: Request, person_id: PersonNumber) -> Response:
        operator = check_right(request, Right.MERGE)
        form = await read_form(request)
        alert = await desk.store.get_alert(person_id)
        decision, reason = form.get("decision", ""), read_reason(form)
        following = form.get("suite", "")
        if decision == "plus tard":
            return RedirectResponse(following if _is_alert(following) else _list_of(alert), status_code=303)
        if decision not in DECISIONS or not reason:
            raise HTTPException(400)
        try:
            await lists.decide(alert, decision, reason, operator)
        except StaleVersion:
            return RedirectResponse(find_address(alert), status_code=303)
        return redirect(following if _is_alert(following) else _list_of(alert), "alerte")

    return router


def _is_alert(path: str) -> bool:
    return any(
        path.startswith(f"{start}/") and path.removeprefix(f"{start}/").isdigit() for start in (ALERTS, DUPLICATES)
    )


def _list_of(alert: Alert) -> str:
    return DUPLICATES if alert.kind is AlertKind.DUPLICATE else ALERTS
