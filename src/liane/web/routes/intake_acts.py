"""``POST /reception/{id}/…``: what a person decides of a document that came in, and who holds it meanwhile."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from liane.domain.actors.operator import Operator, Right
from liane.domain.errors import Finding, RuleViolation, Severity
from liane.pipeline.intake.watched_desk import WRONG_PATIENT
from liane.store.intake_records import IntakeItem, ItemState
from liane.web.console import Console
from liane.web.filters import read_filters
from liane.web.reception import ReceptionRoom, is_held_by_another
from liane.web.rights import check_right, require
from liane.web.routes.intake_item import ItemNumber
from liane.web.routes.intake_list import NAMES, PATH, item_query, type_labels
from liane.web.routes.intake_outcomes import (
    ItemOutcomes,
    find_undo_left,
    open_item,
    read_plain_form,
    read_why,
    require_id,
)
from liane.web.templating import Pages
from liane.web.views.intake_item import DATES, FIELD_LABELS, describe_fields
from liane.web.views.intake_list import readings_of
from liane.web.views.intake_words import UNDONE_AT_ONCE

VALUE_CHARS_MAX = 400
LOOK_AHEAD_MAX = 40
_NO_DAY = Finding(
    code="INT-259",
    severity=Severity.ERROR,
    location="worklist",
    message="Une date saisie n'existe pas.",
    remedy="Revenir au document et l'écrire jour, mois, année : 24/11/2026.",
    layer="intake",
    rule="intake.md §6",
)


def read_date(text: str) -> str:
    """Read a day typed (``24/11/2026``, ``2026-11-24``, ``20261124``) as ISO; empty for nothing typed.

    Raises RuleViolation INT-259 for no day.
    """
    cleaned = text.strip().replace(".", "/").replace(" ", "/")
    if not cleaned:
        return ""
    parts = cleaned.split("/")
    digits = cleaned.replace("-", "")
    if len(parts) == 3:
        digits = f"{parts[2]:0>4}{parts[1]:0>2}{parts[0]:0>2}"
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8])).isoformat()
    except ValueError as error:
        raise RuleViolation(_NO_DAY) from error


def read_choices(form: Mapping[str, str], item: IntakeItem, target: str) -> dict[str, Any]:
    """Read what the form of an item says of its document. target: where it goes. Raises HTTPException, RuleViolation.

    ``corrections`` holds each value that a person changed, with what had been read: what learning starts from.
    """
    code = form.get("doc_type", "")
    if code and code not in type_labels():
        raise HTTPException(400)
    typed = {
        name: " ".join(form[name].split())[:VALUE_CHARS_MAX]
        for name in FIELD_LABELS
        if name in form and name != "doc_type"
    }
    typed |= {name: read_date(typed[name]) for name in ("doc_date", "act_date") if name in typed}
    choices: dict[str, Any] = {
        "type_code": code,
        "type_label": type_labels().get(code, ""),
        "document_date": typed.get("doc_date", "").replace("-", ""),
        "title": typed.get("title", ""),
        "file": form.get("fichier", "") if form.get("fichier") in {one.sha256 for one in item.files} else "",
        "fields": typed,
        "target": target,
        "whole": form.get("entier") == "oui",
    }
    readings = readings_of(item)
    if len(readings) == 1:
        choices["corrections"] = find_corrections(item, typed | {"doc_type": code})
    return {name: value for name, value in choices.items() if value}


def find_corrections(item: IntakeItem, typed: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Give the values that a person changed: by field, what was read and what stands now."""
    reading = readings_of(item)[0]
    shown = {one.name: one.value for one in describe_fields(reading, FIELD_LABELS.items())}
    changed = {}
    for name, value in typed.items():
        before = reading.value(name) if name in DATES else shown.get(name, "")
        if value != before and not (name == "birth_date" and value == shown.get(name)):
            changed[name] = {"read": before, "kept": value}
    return changed


class ItemActs:
    """What the routes of the acts share: the item in hand, and where one goes after it."""

    def __init__(self, console: Console, room: ReceptionRoom) -> None:
        self._console = console
        self._room = room

    async def open(self, request: Request, item_id: int) -> tuple[IntakeItem, Operator, dict[str, str]]:
        """Load the item, who acts, and what was typed. Raises LookupError, MissingRight."""
        operator = check_right(request, Right.FILE_DOCUMENTS)
        return await open_item(request, self._room, item_id), operator, await read_plain_form(request)

    async def find_next(self, request: Request, item: IntakeItem, operator: Operator) -> str:
        """Give the next document that waits and that nobody else holds, in the list one came from; else the list."""
        filters = read_filters(request.query_params, *NAMES)
        query = replace(item_query(filters, operator), states=(ItemState.WAITING,), newest_first=False)
        for placed in (replace(query, after_id=item.id), replace(query, before_id=item.id)):
            for one in await self._room.store.list_items(placed, limit=LOOK_AHEAD_MAX):
                if not is_held_by_another(one, operator, self._console.now()):
                    return filters.address(f"{PATH}/{one.id}")
        return filters.address(PATH)


def make_router(console: Console, room: ReceptionRoom, pages: Pages) -> APIRouter:
    """Make the routes of the acts."""
    router = APIRouter(
        include_in_schema=False, prefix=f"{PATH}/{{item_id}}", dependencies=[require(Right.FILE_DOCUMENTS)]
    )
    acts, outcomes = ItemActs(console, room), ItemOutcomes(console, room, pages)

    @router.post("/integrer")
    async def file(request: Request, item_id: ItemNumber) -> Response:
        item, operator, form = await acts.open(request, item_id)
        version, person_id = require_id(form.get("version", "")), require_id(form.get("personne", ""))
        chosen, code = form.get("application", ""), form.get("doc_type", "")
        target = chosen if chosen in room.destinations.list_choices(item) else room.find_target(item, code)

        async def work() -> IntakeItem:
            choices = read_choices(form, item, target)
            return await room.desk.file(item.id, version, person_id=person_id, operator=operator, choices=choices)

        back = await acts.find_next(request, item, operator)
        return await outcomes.finish(request, item, work, done="integre", back=back)

    @router.post("/renvoyer")
    async def send_back(request: Request, item_id: ItemNumber) -> Response:
        item, operator, form = await acts.open(request, item_id)
        version, reason = require_id(form.get("version", "")), read_why(form, "motif", "precision")
        work = partial(room.desk.send_back, item.id, version, reason=reason, operator=operator)
        back = await acts.find_next(request, item, operator)
        return await outcomes.finish(request, item, work, done="renvoye", back=back)

    @router.post("/ecarter")
    async def set_aside(request: Request, item_id: ItemNumber) -> Response:
        item, operator, form = await acts.open(request, item_id)
        version, reason = require_id(form.get("version", "")), read_why(form)
        work = partial(room.desk.set_aside, item.id, version, reason=reason, operator=operator)
        back = await acts.find_next(request, item, operator)
        return await outcomes.finish(request, item, work, done="ecarte", back=back)

    @router.post("/reprendre")
    async def reopen(request: Request, item_id: ItemNumber) -> Response:
        item, operator, form = await acts.open(request, item_id)
        version = require_id(form.get("version", ""))
        is_at_once = find_undo_left(item, operator, console.now()) > 0
        reason = UNDONE_AT_ONCE if is_at_once and not form.get("motif") else read_why(form)
        if form.get("patient") == "mauvais":
            reason = f"{WRONG_PATIENT} : {reason}"
        work = partial(room.desk.reopen, item.id, version, reason=reason, operator=operator)
        return await outcomes.finish(request, item, work, done="repris", back=f"{PATH}/{item.id}")

    return router
