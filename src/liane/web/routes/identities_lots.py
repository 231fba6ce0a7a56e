"""``/identites/lots``: lots of INSi, their progress and the end of each line; to start, pause, resume or cancel one."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from liane.domain.actors.operator import Operator, Right
from liane.domain.errors import ConfigurationError, RuleViolation
from liane.pipeline.identity.insi_lots import INSiLots
from liane.store.insi_records import LineState, Lot, LotKind, LotLine, LotState
from liane.web.console import Console
from liane.web.desk import Desk
from liane.web.french import count_of
from liane.web.reasons import Exports
from liane.web.rights import check_right, require
from liane.web.routes.acts import Done
from liane.web.routes.identities_acts import choose
from liane.web.routes.identities_outcomes import read_form, read_reason
from liane.web.routes.identities_person import PersonNumber
from liane.web.templating import Pages
from liane.web.views.findings import as_mapping, describe_findings
from liane.web.views.identities_card import PersonCard, describe_person
from liane.web.views.identities_csv import make_csv_answer, render_csv
from liane.web.views.states import Shape, State

PATH = "/identites/lots"
LINES = "/{person_id}/lignes.csv"
LINES_MAX = 100
EXPORT_MAX = 100_000
KIND_WORDS = {
    LotKind.VERIFICATION: "Vérifier de nouveau les INS dont la vérification est ancienne",
    LotKind.RETRIEVAL: "Chercher l’INS des personnes prises en charge qui n’en ont pas",
}
STATE_WORDS = {
    LotState.RUNNING: State(shape=Shape.PROGRESS, word="en cours"),
    LotState.PAUSED: State(shape=Shape.TODO, word="en pause"),
    LotState.DONE: State(shape=Shape.DONE, word="terminé"),
    LotState.CANCELLED: State(shape=Shape.IDLE, word="annulé"),
}
LINE_WORDS = {
    LineState.WAITING: State(shape=Shape.IDLE, word="à faire"),
    LineState.DEPOSITED: State(shape=Shape.PROGRESS, word="déposée chez INSi"),
    LineState.OK: State(shape=Shape.DONE, word="INS confirmée"),
    LineState.KO: State(shape=Shape.REFUSED, word="INS non confirmée"),
    LineState.FOUND: State(shape=Shape.TODO, word="trouvée, à accepter"),
    LineState.NONE: State(shape=Shape.TODO, word="aucune identité trouvée"),
    LineState.SEVERAL: State(shape=Shape.TODO, word="plusieurs identités"),
    LineState.FAILED: State(shape=Shape.REFUSED, word="erreur d’INSi"),
    LineState.LEFT_OUT: State(shape=Shape.IDLE, word="écartée"),
}
DONE = {
    "pause": Done(kind="done", text="Le lot est en pause après sa ligne en cours."),
    "reprendre": Done(kind="done", text="Le lot reprend."),
    "annuler": Done(kind="done", text="Le lot est annulé ; ses lignes faites le restent."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LotRow:
    """One lot with its progress."""

    id: int
    address: str
    label: str
    kind: str
    state: State
    asked_by: str
    asked_at: datetime
    done: int
    total: int
    counts: tuple[tuple[str, State, int], ...]
    trouble: str
    reason: str
    can_pause: bool
    can_resume: bool
    is_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LineRow:
    """One line of a lot. next: where to go for this person."""

    rank: int
    card: PersonCard | None
    state: State
    code: str
    ended_at: datetime | None
    next: str


def describe_lot(lot: Lot) -> LotRow:
    """Describe a lot."""
    is_open = lot.state in (LotState.RUNNING, LotState.PAUSED)
    return LotRow(
        id=lot.id,
        address=f"{PATH}/{lot.id}",
        label=lot.label,
        kind=KIND_WORDS[lot.kind],
        state=STATE_WORDS[lot.state],
        asked_by=lot.asked_by,
        asked_at=lot.asked_at,
        done=lot.done,
        total=lot.total,
        counts=tuple((one.value, LINE_WORDS[one], lot.counts[one]) for one in LineState if lot.counts.get(one)),
        trouble=lot.trouble if is_open else "",
        reason=lot.reason,
        can_pause=lot.state is LotState.RUNNING,
        can_resume=lot.state is LotState.PAUSED,
        is_open=is_open,
    )


def tell_lot(lot: Lot) -> str:
    """Say how far a lot went."""
    told = f"{count_of(lot.done, 'ligne faite', 'lignes faites')} sur {lot.total}"
    calling = lot.counts.get(LineState.FOUND, 0) + lot.counts.get(LineState.KO, 0)
    return f"{told}, {count_of(calling, 'demande une décision', 'demandent une décision')}." if calling else f"{told}."


class Lots:
    """The pages of the lots."""

    def __init__(self, console: Console, desk: Desk, pages: Pages) -> None:
        self._console = console
        self._desk = desk
        self._pages = pages

    @property
    def acts(self) -> INSiLots:
        """The acts on lots. Raises HTTPException 404 when this Liane has no INSi."""
        if self._desk.lots is None:
            raise HTTPException(404)
        return self._desk.lots

    async def show_all(self, request: Request, operator: Operator, *, status: int = 200, **more: Any) -> Response:
        """Answer with the list, and how many persons each kind of lot would hold."""
        lots, candidates = [], []
        if self._desk.lots is not None:
            lots = await self.acts.find(operator=operator)
            for kind in LotKind:
                number = len(await self.acts.find_candidates(kind))
                candidates.append((kind.value, KIND_WORDS[kind], number))
        return await self._pages.render(
            request,
            "identities/lots.html",
            status=status,
            rows=[describe_lot(lot) for lot in lots],
            candidates=candidates,
            insi=self._desk.lots is not None,
            is_follower=self._desk.registry.rules.is_follower,
            **({"findings": (), "failure": ""} | more),
        )

    async def show_one(self, request: Request, lot_id: int, operator: Operator) -> Response:
        """Answer with one lot and a page of its lines. ``etat`` filters, ``apres`` goes on."""
        lot = await self.acts.get(lot_id, operator=operator)
        states = self._read_states(request)
        after = request.query_params.get("apres", "")
        rank = int(after) if after.isdigit() and len(after) < 9 else -1
        lines = await self.acts.find_lines(lot_id, operator=operator, states=states, after=rank, limit=LINES_MAX + 1)
        shown = lines[:LINES_MAX]
        state = states[0].value if states else ""
        following = f"{PATH}/{lot_id}?etat={state}&apres={shown[-1].rank}" if len(lines) > LINES_MAX else ""
        return await self._pages.render(
            request,
            "identities/lot.html",
            lot=describe_lot(lot),
            sentence=tell_lot(lot),
            rows=await self._describe_lines(shown),
            chosen=state,
            following=following,
            done=DONE.get(request.query_params.get("fait", "")),
        )

    def _read_states(self, request: Request) -> tuple[LineState, ...]:
        wanted = request.query_params.get("etat", "")
        return tuple(one for one in LineState if one.value == wanted)

    async def _describe_lines(self, lines: list[LotLine]) -> list[LineRow]:
        persons = {one.id: one for one in await self._desk.store.get_persons([line.person_id for line in lines])}
        rows = []
        for line in lines:
            person = persons.get(line.person_id)
            address = f"/identites/{line.person_id}"
            is_found = line.state is LineState.FOUND and line.call_id is not None
            rows.append(
                LineRow(
                    rank=line.rank,
                    card=describe_person(person) if person else None,
                    state=LINE_WORDS[line.state],
                    code=line.code,
                    ended_at=line.ended_at,
                    next=f"{address}/qualifier?appel={line.call_id}" if is_found else address,
                )
            )
        return rows

    async def create(self, request: Request, operator: Operator, form: dict[str, str]) -> Response:
        """Start a lot, or say why not."""
        kind, label = choose(LotKind, form.get("genre", "")), " ".join(form.get("nom", "").split())[:120]
        try:
            lot = await self.acts.create(kind, operator=operator, label=label)
        except RuleViolation as error:
            findings = describe_findings(as_mapping(one) for one in error.findings)
            return await self.show_all(request, operator, status=422, findings=findings)
        except ConfigurationError as error:
            return await self.show_all(request, operator, status=422, failure=str(error))
        return RedirectResponse(f"{PATH}/{lot.id}", status_code=303)

    async def change(self, lot_id: int, act: str, operator: Operator, reason: str) -> Response:
        """Pause, resume or cancel."""
        if act == "pause":
            await self.acts.pause(lot_id, operator=operator, reason=reason)
        elif act == "reprendre":
            await self.acts.resume(lot_id, operator=operator)
        elif act == "annuler" and reason:
            await self.acts.cancel(lot_id, operator=operator, reason=reason)
        else:
            raise HTTPException(400)
        return RedirectResponse(f"{PATH}/{lot_id}?fait={act}", status_code=303)


def make_router(console: Console, desk: Desk, pages: Pages) -> APIRouter:
    """Make the routes of the lots."""
    router = APIRouter(
        include_in_schema=False, prefix=PATH, dependencies=[require(Right.CALL_INSI), require(Right.QUALIFY)]
    )
    lots = Lots(console, desk, pages)

    @router.get("")
    async def show(request: Request) -> Response:
        return await lots.show_all(request, check_right(request, Right.CALL_INSI))

    @router.post("")
    async def create(request: Request) -> Response:
        return await lots.create(request, check_right(request, Right.QUALIFY), await read_form(request))

    @router.get("/{person_id}")
    async def show_one(request: Request, person_id: PersonNumber) -> Response:
        return await lots.show_one(request, person_id, check_right(request, Right.CALL_INSI))

    exports = Exports(console, pages)

    @exports.add(router, LINES, "les lignes de ce lot", right=Right.EXPORT_PERSONS)
    async def export(request: Request, person_id: PersonNumber) -> Response:
        operator = check_right(request, Right.EXPORT_PERSONS)
        lines = await lots.acts.find_lines(person_id, operator=operator, limit=EXPORT_MAX)
        head = ("rang", "identité", "état", "code", "appel INSi", "finie")
        rows = ((one.rank, one.person_id, one.state.value, one.code, one.call_id, one.ended_at) for one in lines)
        return make_csv_answer(render_csv(head, rows), f"lot-{person_id}.csv")

    @router.post("/{person_id}/{act}")
    async def change(request: Request, person_id: PersonNumber, act: str) -> Response:
        operator = check_right(request, Right.QUALIFY)
        form = await read_form(request)
        try:
            return await lots.change(person_id, act, operator, read_reason(form))
        except RuleViolation:
            return RedirectResponse(f"{PATH}/{person_id}", status_code=303)

    return router
