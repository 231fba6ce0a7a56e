"""``/reception/qualite``: what became of what came in, how it was read, what files itself and under which watch."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from liane.domain.actors.operator import Operator, Right
from liane.domain.audit.access import AccessAct, AccessEvent
from liane.domain.errors import InvalidInput
from liane.domain.intake.decide.policy import ANY, FilingMode
from liane.domain.intake.modes import SOURCE_CHARS_MAX, ModeRule, name_source
from liane.domain.intake.sampling import REASON_CHARS_MIN
from liane.store.intake_records import ItemQuery, ItemSource, ItemState
from liane.web.automation import AutomationRoom
from liane.web.console import Console
from liane.web.reasons import setting_dependencies
from liane.web.reception import ReceptionRoom, find_units
from liane.web.rights import check_right, require
from liane.web.routes.intake_list import PATH, type_labels
from liane.web.routes.intake_outcomes import lead, read_plain_form
from liane.web.templating import Pages
from liane.web.views.findings import as_mapping, describe_findings
from liane.web.views.intake_quality import (
    MODE_WORDS,
    SHADOW_WORD,
    count_corrections,
    describe_delays,
    describe_modes,
    describe_outcomes,
    describe_shadows,
    describe_times,
    describe_watches,
    is_recent,
    sum_outcomes,
    tell_delay,
    tell_quality,
    tell_seconds,
    tell_source,
)

QUALITY = f"{PATH}/qualite"
PERIODS = (7, 30, 90, 365)
DAYS = 30
DECIDED_MAX = 500
SHADOW = "a_blanc"
DONE_STATES = tuple(state for state in ItemState if state is not ItemState.WAITING)
DONE = {
    "mode": "Le mode est changé ; il vaut pour ce qui sera lu à partir de maintenant.",
    "retabli": "L’intégration sans un clic est rétablie pour cette source.",
    "relu": "La relecture est enregistrée.",
    "erreur": "L’erreur est enregistrée : cette source n’intègre plus rien seule.",
    "vu": "C’est noté comme vu.",
}


def find_period(request: Request) -> int:
    """Read the period asked (``jours``), among those offered."""
    asked = request.query_params.get("jours", "")
    return int(asked) if asked in {str(one) for one in PERIODS} else DAYS


class QualityPage:
    """Gathers the figures of a period, and does what an administrator asks."""

    def __init__(self, console: Console, room: ReceptionRoom) -> None:
        self._console = console
        self._room = room

    def get_automation(self) -> AutomationRoom:
        """The surveillance. Raises HTTPException 404 where nothing is read."""
        if self._room.automation is None:
            raise HTTPException(404)
        return self._room.automation

    async def gather(self, operator: Operator, days: int) -> dict[str, Any]:
        """Everything that the page shows."""
        units, now = find_units(operator), self._console.now()
        since = now - timedelta(days=days)
        query = ItemQuery(states=DONE_STATES, units=units, newest_first=True)
        found = await self._room.store.list_decisions(query, limit=DECIDED_MAX)
        decided = [one for one in found if is_recent(one, since)]
        shown: dict[str, Any] = {
            "days": days,
            "periods": PERIODS,
            "delay": tell_delay(decided),
            "delays": describe_delays(decided),
            "is_cut": len(found) == DECIDED_MAX,
            "corrections": count_corrections(decided),
            "is_automatic": self._room.automation is not None,
            **dict.fromkeys(("outcomes", "times", "reasons", "shadows", "watches"), ()),
            "worked": "",
        }
        if self._room.automation is not None:
            shown |= await self._gather_automation(self._room.automation, since, units)
        return shown

    async def _gather_automation(
        self, automation: AutomationRoom, since: datetime, units: tuple[str, ...]
    ) -> dict[str, Any]:
        now, labels = self._console.now(), type_labels()
        figures = await automation.figures.count(since=since, until=now + timedelta(seconds=1), units=units)
        rows = describe_outcomes(figures, labels)
        return {
            "outcomes": rows,
            "total": sum_outcomes(rows),
            "times": describe_times(figures),
            "reasons": figures.reasons,
            "shadows": describe_shadows(figures.shadows),
            "worked": tell_seconds(figures.worked_ms) if figures.worked_ms is not None else "",
            "watches": describe_watches(await automation.store.load_watch()),
            "modes": describe_modes(automation.declared, await automation.store.load_modes(), labels),
            "mode_choices": (*((one.value, word) for one, word in MODE_WORDS.items()), (SHADOW, SHADOW_WORD)),
            "source_choices": await list_sources(automation),
            "type_choices": sorted(labels.items(), key=lambda pair: pair[1].casefold()),
            "to_review": len(await automation.store.list_to_review(units)),
            "unseen": len(await automation.store.list_unseen(units, limit=500)),
        }

    async def tell(self, operator: Operator, target: str, reason: str) -> None:
        """Write an act of administration to the trail. Rule: architecture.md §3."""
        if self._room.trail is not None:
            await self._room.trail.record(
                AccessEvent(
                    act=AccessAct.CHANGE_SETTING,
                    at=self._console.now(),
                    operator=operator,
                    target=target,
                    reason=reason,
                )
            )


async def list_sources(automation: AutomationRoom) -> list[tuple[str, str]]:
    """The sources that a mode may be set for: all, each kind of door, and each door that something came by."""
    doors = [name_source(kind, door) for kind, door in await automation.figures.list_doors()]
    names = [ANY, *(one.value for one in ItemSource if one is not ItemSource.PATIENT), *doors]
    return [(name, tell_source(name)) for name in dict.fromkeys(names) if not name.startswith("patient")]


def read_mode(form: Mapping[str, str], sources: Mapping[str, str]) -> ModeRule:
    """Read the mode that a form sets. Raises HTTPException 400."""
    source, code, mode = (form.get(name, "") for name in ("source", "type", "mode"))
    is_known = source in sources and (code == ANY or code in type_labels()) and len(source) <= SOURCE_CHARS_MAX
    if not is_known or mode not in {*(one.value for one in FilingMode), SHADOW}:
        raise HTTPException(400)
    chosen = FilingMode.AUTOMATIC if mode == SHADOW else FilingMode(mode)
    return ModeRule(source=source, type_code=code, mode=chosen, is_shadow=mode == SHADOW)


def read_reason(form: Mapping[str, str]) -> str:
    """Read why an administrator acts. Raises HTTPException 400 when it says too little."""
    reason = " ".join(form.get("motif", "").split())
    if len(reason) < REASON_CHARS_MIN:
        raise HTTPException(400)
    return reason[:300]


def make_router(console: Console, room: ReceptionRoom, pages: Pages) -> APIRouter:
    """Make the routes of the figures, of the modes and of the releases."""
    router = APIRouter(include_in_schema=False, dependencies=[require(Right.SEE_RECEPTION)])
    page = QualityPage(console, room)

    async def show(request: Request, *, status: int = 200, findings: object = ()) -> Response:
        operator, days = check_right(request, Right.SEE_RECEPTION), find_period(request)
        shown = await page.gather(operator, days)
        return await pages.render(
            request,
            "intake/quality.html",
            status=status,
            sentence=tell_quality(shown["outcomes"], days),
            done=DONE.get(request.query_params.get("fait", ""), ""),
            findings=findings,
            **shown,
        )

    @router.get(QUALITY)
    async def show_figures(request: Request) -> Response:
        return await show(request)

    @router.post(f"{QUALITY}/modes", dependencies=setting_dependencies(console, Right.ADMINISTER))
    async def set_mode(request: Request) -> Response:
        operator, automation = check_right(request, Right.ADMINISTER), page.get_automation()
        form = await read_plain_form(request)
        rule = read_mode(form, dict(await list_sources(automation)))
        reason = read_reason(form)
        await page.tell(operator, f"mode d’intégration : {rule.source}, {rule.type_code}, {form['mode']}", reason)
        await automation.store.set_mode(rule, by=operator.name, reason=reason, at=console.now())
        return lead(QUALITY, fait="mode")

    @router.post(f"{QUALITY}/reprise", dependencies=setting_dependencies(console, Right.ADMINISTER))
    async def release(request: Request) -> Response:
        operator, automation = check_right(request, Right.ADMINISTER), page.get_automation()
        form = await read_plain_form(request)
        source, reason = form.get("source", ""), " ".join(form.get("motif", "").split())
        if source not in (await automation.store.load_watch()).stopped:
            raise HTTPException(400)
        await page.tell(operator, f"reprise de l’intégration sans un clic : {source}", reason)
        try:
            await automation.store.release(source, by=operator.name, reason=reason, at=console.now())
        except InvalidInput as error:
            told = describe_findings(as_mapping(finding) for finding in error.findings)
            return await show(request, status=422, findings=told)
        return lead(QUALITY, fait="retabli")

    return router
