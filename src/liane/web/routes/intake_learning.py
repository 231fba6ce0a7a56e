"""``/reception/apprentissage``: what was learnt from what people file, and how to undo it. Rule: intake.md §8."""

from typing import Any, TypeVar

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from liane.domain.actors.operator import Operator, Right
from liane.domain.audit.access import AccessAct, AccessEvent
from liane.domain.intake.learn.lessons import LessonState
from liane.pipeline.intake.learning import SHADOW_MIN
from liane.store.intake_models import ModelShelf, ModelState
from liane.web.console import Console
from liane.web.reasons import setting_dependencies
from liane.web.reception import ReceptionRoom
from liane.web.rights import check_right, require
from liane.web.routes.intake_list import PATH, type_labels
from liane.web.routes.intake_outcomes import read_plain_form
from liane.web.templating import Pages
from liane.web.views.intake_learning import (
    describe_lessons,
    describe_models,
    describe_orders,
    describe_thresholds,
    is_proven,
    tell_learning,
)

T = TypeVar("T")
LEARNING = f"{PATH}/apprentissage"
REASON_CHARS_MIN, REASON_CHARS_MAX = 5, 300
DONE = {
    "ecartee": "L’habitude est écartée : elle ne change plus rien et ne sera pas réapprise.",
    "rendue": "L’habitude pourra être réapprise.",
    "service": "Le modèle est en service ; il vaut pour ce qui sera lu à partir de maintenant.",
    "retire": "Le modèle est retiré : celui d’avant reprend.",
}
LESSON_ACTS = {"ecarter": (LessonState.REFUSED, "ecartee"), "rendre": (LessonState.FORGOTTEN, "rendue")}
MODEL_ACTS = {"service": (ModelState.IN_FORCE, "service"), "retirer": (ModelState.RETIRED, "retire")}


def make_router(console: Console, room: ReceptionRoom, pages: Pages) -> APIRouter:
    """Make the routes of the learning; none where nothing is learnt."""
    router = APIRouter(include_in_schema=False, prefix=LEARNING, dependencies=[require(Right.SEE_RECEPTION)])
    store = room.learnt
    if store is None:
        return router

    @router.get("")
    async def show(request: Request) -> Response:
        rows = describe_lessons(await store.list_lessons(), type_labels())
        models = describe_models(await store.types.list_all(), shadow_min=SHADOW_MIN)
        orders = describe_orders(await store.ranking.models.list_all(), shadow_min=SHADOW_MIN)
        thresholds = describe_thresholds(await store.thresholds.models.list_all())
        return await pages.render(
            request,
            "intake/learning.html",
            thresholds=thresholds,
            lessons=rows,
            models=models,
            orders=orders,
            sentence=tell_learning(rows, models, orders),
            done=DONE.get(request.query_params.get("fait", "")),
            shadow_min=SHADOW_MIN,
        )

    settings = setting_dependencies(console, Right.LEARN)

    @router.post("/habitudes/{lesson_id}", dependencies=settings)
    async def change_lesson(request: Request, lesson_id: int) -> Response:
        operator, form = check_right(request, Right.LEARN), await read_plain_form(request)
        state, told = _find_act(form, LESSON_ACTS)
        reason = _read_reason(form)
        await _trace(console, room, operator, target=f"habitude {lesson_id}", reason=reason)
        await store.set_lesson(lesson_id, state, by=operator.name, reason=reason, at=console.now())
        return RedirectResponse(f"{LEARNING}?fait={told}", status_code=303)

    async def change(
        request: Request, shelf: ModelShelf[Any], model_id: int, subject: str, *, needs_proof: bool = True
    ) -> Response:
        operator, form = check_right(request, Right.LEARN), await read_plain_form(request)
        state, told = _find_act(form, MODEL_ACTS)
        reason = _read_reason(form)
        if state is ModelState.IN_FORCE and not await _may_promote(shelf, model_id, needs_proof=needs_proof):
            raise HTTPException(400)
        await _trace(console, room, operator, target=f"{subject} {model_id}", reason=reason)
        await shelf.set_state(model_id, state, by=operator.name, reason=reason, at=console.now())
        return RedirectResponse(f"{LEARNING}?fait={told}", status_code=303)

    @router.post("/modeles/{model_id}", dependencies=settings)
    async def change_model(request: Request, model_id: int) -> Response:
        return await change(request, store.types, model_id, "modèle de types")

    @router.post("/ordres/{model_id}", dependencies=settings)
    async def change_order(request: Request, model_id: int) -> Response:
        return await change(request, store.ranking.models, model_id, "ordre des dossiers")

    @router.post("/seuils/{model_id}", dependencies=settings)
    async def change_thresholds(request: Request, model_id: int) -> Response:
        return await change(request, store.thresholds.models, model_id, "seuils", needs_proof=False)

    return router


async def _may_promote(shelf: ModelShelf[Any], model_id: int, *, needs_proof: bool) -> bool:
    """Tell whether a model may be put in force: one that changes proposals has proved itself in shadow.

    Rule: intake.md §8 (promoted only if better).
    """
    known = next((one for one in await shelf.list_all() if one.id == model_id), None)
    if known is None or known.state is not ModelState.SHADOW:
        return False
    return not needs_proof or is_proven(known, SHADOW_MIN)


def _find_act(form: dict[str, str], acts: dict[str, tuple[T, str]]) -> tuple[T, str]:
    act = acts.get(form.get("acte", ""))
    if act is None:
        raise HTTPException(400)
    return act


def _read_reason(form: dict[str, str]) -> str:
    reason = " ".join(form.get("motif", "").split())[:REASON_CHARS_MAX]
    if len(reason) < REASON_CHARS_MIN:
        raise HTTPException(400)
    return reason


async def _trace(console: Console, room: ReceptionRoom, operator: Operator, *, target: str, reason: str) -> None:
    """Write the act before it is done."""
    event = AccessEvent(act=AccessAct.CHANGE_SETTING, at=console.now(), operator=operator, target=target, reason=reason)
    if room.trail is not None:
        await room.trail.record(event)
