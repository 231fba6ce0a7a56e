"""``POST /reception/{id}/repondre``, ``/reception/textes``: answers in the thread of a mail, and the texts proposed."""

from functools import partial

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from liane.domain.actors.operator import Right
from liane.domain.intake.answers import BODY_CHARS_MAX, KEYS_MAX, load_texts
from liane.pipeline.intake.replies import SUBJECT_CHARS_MAX, NewReply
from liane.web.answering import Answering
from liane.web.console import Console
from liane.web.reasons import setting_dependencies
from liane.web.reception import ReceptionRoom
from liane.web.rights import check_right, require
from liane.web.routes.intake_acts import ItemActs
from liane.web.routes.intake_item import ItemNumber
from liane.web.routes.intake_list import PATH
from liane.web.routes.intake_outcomes import ItemOutcomes, lead, read_id
from liane.web.templating import Pages

TEXTS = f"{PATH}/textes"


def read_reply(form: dict[str, str]) -> NewReply:
    """Read an answer typed. Raises HTTPException 400 when it is far too long."""
    body = form.get("reponse", "").replace("\r\n", "\n")
    if len(body) > 2 * BODY_CHARS_MAX:
        raise HTTPException(400)
    return NewReply(
        body=body,
        subject=form.get("objet", "")[:SUBJECT_CHARS_MAX],
        closes=form.get("fin", "") == "oui",
        seen=read_id(form.get("vues", "")) or 0,
        insists=form.get("insister", "") == "oui",
    )


def make_router(console: Console, room: ReceptionRoom, pages: Pages) -> APIRouter:
    """Make the routes of answers; there are none where this Liane sends no mail."""
    router = APIRouter(include_in_schema=False, prefix=PATH, dependencies=[require(Right.FILE_DOCUMENTS)])
    acts, outcomes = ItemActs(console, room), ItemOutcomes(console, room, pages)

    def open_answering() -> Answering:
        if room.answering is None:
            raise HTTPException(404)
        return room.answering

    @router.get("/textes")
    async def show_texts(request: Request) -> Response:
        own = await open_answering().store.load_texts()
        return await pages.render(
            request,
            "intake/texts.html",
            texts=load_texts(),
            own=own,
            structure=open_answering().structure,
            body_max=BODY_CHARS_MAX,
            is_saved=request.query_params.get("fait", "") == "texte",
        )

    wording = setting_dependencies(console, Right.ADMINISTER, "texte proposé pour les réponses")

    @router.post("/textes", dependencies=wording)
    async def save_text(request: Request) -> Response:
        operator = check_right(request, Right.ADMINISTER)
        form = await request.form(max_files=0, max_fields=KEYS_MAX)
        key, body = str(form.get("cle", "")), str(form.get("texte", "")).replace("\r\n", "\n").strip()
        known = {one.key: one for one in load_texts()}
        if key not in known or len(body) > BODY_CHARS_MAX:
            raise HTTPException(400)
        is_own = bool(body) and body != known[key].body and form.get("acte", "") != "revenir"
        await open_answering().store.save_text(key, body if is_own else None, by=operator.name, at=console.now())
        return lead(TEXTS, fait="texte")

    @router.post("/{item_id}/repondre")
    async def reply(request: Request, item_id: ItemNumber) -> Response:
        item, operator, form = await acts.open(request, item_id)
        work = partial(open_answering().desk.reply, item.id, read_reply(form), operator=operator)
        return await outcomes.finish(request, item, work, done="repondu", back=f"{PATH}/{item.id}")

    return router
