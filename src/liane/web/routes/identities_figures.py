"""``/identites/indicateurs``: the rate of qualified INS by unit and day, doubles, answers of INSi; the same as CSV."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from fastapi import APIRouter, Request
from starlette.responses import Response

from liane.domain.actors.operator import Right
from liane.domain.documents.timestamp import PARIS
from liane.store.identity_figures import DayCount, IdentityFigures, UnitCount
from liane.store.registry_records import AlertKind
from liane.web.console import Console
from liane.web.desk import Desk
from liane.web.reasons import Exports
from liane.web.rights import require
from liane.web.templating import Pages
from liane.web.views.identities_csv import make_csv_answer, render_csv
from liane.web.views.identities_figures import (
    describe_statuses,
    draw_counts,
    draw_units,
    list_days,
    list_units,
    tell_figures,
)

PERIODS = (7, 14, 30, 90)
PERIOD_DEFAULT = 14
CALL_CHARTS = (
    ("INSi : une identité trouvée", ("trouvée",), ""),
    ("INSi : aucune ou plusieurs", ("aucune", "plusieurs"), "todo"),
    ("INSi : vérifications confirmées", ("OK",), ""),
    ("INSi : non confirmées, erreurs, pannes", ("KO", "erreur", "indisponible"), "todo"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """The days that are counted, today the last."""

    days: int
    first: date
    after: date

    def bounds(self) -> tuple[datetime, datetime]:
        """The first instant, and the one after the last."""
        return tuple(datetime.combine(day, time(), tzinfo=PARIS) for day in (self.first, self.after))  # type: ignore[return-value]


def read_period(request: Request, today: date) -> Period:
    """Read how many days are asked for (``jours``); two weeks otherwise."""
    typed = request.query_params.get("jours", "")
    days = int(typed) if typed in {str(one) for one in PERIODS} else PERIOD_DEFAULT
    return Period(days=days, first=today - timedelta(days=days - 1), after=today + timedelta(days=1))


def make_router(console: Console, desk: Desk, pages: Pages) -> APIRouter:
    """Make the routes of the indicators."""
    router = APIRouter(
        include_in_schema=False, prefix="/identites/indicateurs", dependencies=[require(Right.SEE_PERSONS)]
    )
    figures = IdentityFigures(console.store)

    @router.get("")
    async def show(request: Request) -> Response:
        period = read_period(request, console.now().astimezone(PARIS).date())
        statuses = await figures.count_statuses()
        admitted = await figures.count_admitted(period.first, period.after)
        alerts = await figures.count_alerts(*period.bounds())
        calls = await figures.count_calls(*period.bounds())
        days = list_days(period.first, period.after)
        doubles = draw_counts("Doublons présumés", alerts, {AlertKind.DUPLICATE.value: ""}, days, mark="todo")
        return await pages.render(
            request,
            "identities/figures.html",
            sentence=tell_figures(statuses, admitted, period.days),
            statuses=describe_statuses(statuses),
            units=draw_units(admitted, days),
            rows=list_units(await figures.count_present(), admitted),
            charts=(
                doubles,
                *(
                    draw_counts(title, calls, dict.fromkeys(kinds, ""), days, mark=mark)
                    for title, kinds, mark in CALL_CHARTS
                ),
            ),
            period=period.days,
            periods=PERIODS,
            days=_list_table(days, alerts, calls),
        )

    exports = Exports(console, pages)

    @exports.add(router, ".csv", "les indicateurs d’identité", right=Right.EXPORT_PERSONS)
    async def export(request: Request) -> Response:
        period = read_period(request, console.now().astimezone(PARIS).date())
        admitted = await figures.count_admitted(period.first, period.after)
        return make_csv_answer(_units_csv(admitted), "indicateurs-identites.csv")

    return router


def _list_table(days: tuple[date, ...], alerts: list[DayCount], calls: list[DayCount]) -> tuple[tuple[str, ...], ...]:
    """The charts as rows: day, doubles, then each group of answers; the newest day first."""
    rows = []
    for day in reversed(days):
        doubles = sum(one.number for one in alerts if one.day == day and one.kind == AlertKind.DUPLICATE)
        groups = [
            sum(one.number for one in calls if one.day == day and one.kind in kinds) for _, kinds, _ in CALL_CHARTS
        ]
        rows.append((f"{day:%d/%m/%Y}", str(doubles), *(str(number) for number in groups)))
    return tuple(rows)


def _units_csv(admitted: list[UnitCount]) -> str:
    head = ("jour", "code de l'unité", "unité", "personnes admises", "identités qualifiées", "taux (%)")
    rows = (
        (
            f"{one.day:%Y-%m-%d}" if one.day else "",
            one.unit,
            one.label,
            one.persons,
            one.qualified,
            round(100 * one.qualified / one.persons, 1) if one.persons else "",
        )
        for one in admitted
    )
    return render_csv(head, rows)
