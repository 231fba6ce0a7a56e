"""``/reception/{id}``: a document that came in, in three panes: the worklist, its pages, what was read."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from liane.domain.actors.operator import Operator, Right
from liane.domain.identity.person import Person
from liane.domain.intake.answers import Audience
from liane.domain.intake.prescriptions import PrescriptionState
from liane.pipeline.intake.desk import can_be_sent_back
from liane.pipeline.intake.doubts import FIRST_PATIENT_MAIL
from liane.pipeline.intake.joined import find_joined, list_originals
from liane.pipeline.intake.lots import lot_of
from liane.pipeline.intake.watched_desk import was_told_wrong
from liane.store.intake_records import IntakeItem, ItemKind, ItemSource, ItemState
from liane.store.registry_records import PersonQuery
from liane.web.console import Console
from liane.web.filters import Filters, read_filters
from liane.web.reception import AWAITED, LOCK_FOR, TO_CREATE, ReceptionRoom, is_held_by_another
from liane.web.rights import check_right, require
from liane.web.routes.acts import ID_MAX
from liane.web.routes.intake_handed import find_handed
from liane.web.routes.intake_joining import find_choice
from liane.web.routes.intake_list import NAMES, PATH, item_query, load_in_force, load_persons, type_labels
from liane.web.routes.intake_outcomes import find_done, open_item
from liane.web.routes.intake_progress import find_told
from liane.web.routes.intake_sheet import describe_pages, find_quarter, list_types, open_sheet
from liane.web.templating import Pages
from liane.web.views.findings import describe_findings
from liane.web.views.intake_answers import describe_form, describe_prescription, describe_thread
from liane.web.views.intake_item import (
    DOCUMENT_FIELDS,
    IDENTITY_FIELDS,
    choose_first,
    describe_candidates,
    describe_fields,
    tell_match,
)
from liane.web.views.intake_list import describe_item_row, describe_state, tell_taken_back
from liane.web.views.intake_prescription import describe_numbers
from liane.web.views.intake_reading import Reading
from liane.web.views.intake_words import KIND_WORDS, RETURN_REASONS, SOURCE_WORDS

ItemNumber = Annotated[int, Path(ge=1, le=ID_MAX)]
BEFORE_MAX = 6
AFTER_MAX = 24
HITS_MAX = 8


class ItemPage:
    """Gathers what the three panes show. Opening an item takes it, for whoever may file it, and is written."""

    def __init__(self, console: Console, room: ReceptionRoom) -> None:
        self._console = console
        self._room = room

    async def take(self, request: Request, item_id: int) -> tuple[IntakeItem, bool]:
        """Load an item and take it; tells also whether the operator may act on it. Raises LookupError, MissingRight."""
        operator, now = check_right(request, Right.SEE_RECEPTION), self._console.now()
        item = await open_item(request, self._room, item_id)
        may_act = operator.may(Right.FILE_DOCUMENTS) and item.state is ItemState.WAITING
        if may_act:
            taken = await self._room.store.lock(item.id, by=operator.name, at=now, until=now + LOCK_FOR)
            item, may_act = (taken, True) if taken is not None else (await self._room.store.get_item(item.id), False)
        if "hx-request" not in request.headers:
            await self._room.record_seen(item, operator=operator, at=now, page="document")
        return item, may_act

    async def list_around(self, item: IntakeItem, filters: Filters, operator: Operator) -> dict[str, Any]:
        """The pane of the worklist: what stands before and after an item."""
        store, now = self._room.store, self._console.now()
        query = replace(item_query(filters, operator), newest_first=False)
        before = await store.list_items(replace(query, before_id=item.id, newest_first=True), limit=BEFORE_MAX)
        after = await store.list_items(replace(query, after_id=item.id), limit=AFTER_MAX)
        lines = [*reversed(before), item, *after]
        persons = await load_persons(self._room, lines)
        rows = [describe_item_row(one, persons, type_labels(), now, query=filters.query) for one in lines]
        return {
            "rows": rows,
            "previous": rows[len(before) - 1].address if before else "",
            "following": rows[len(before) + 1].address if after else "",
            "list_address": filters.address(PATH),
            "number": await store.count_items(query),
        }

    async def answer(self, request: Request, item: IntakeItem, operator: Operator) -> dict[str, Any]:
        """The exchange that a mail belongs to, its prescription, and the form of an answer; nothing for the others."""
        answering = self._room.answering
        if answering is None or not item.mail_sha256:
            return {"lines": (), "prescription": None, "form": None, "numbers": ()}
        thread, to = await answering.load_thread(item), await answering.find_correspondent(item)
        queued = await answering.store.find_prescription(item.id)
        asked = read_state(request.query_params.get("vers", ""))
        is_first = item.code == FIRST_PATIENT_MAIL.code and not thread.replies
        if operator.may(Right.FILE_DOCUMENTS) and "hx-request" not in request.headers:
            await answering.tell_read(item, operator)
        audience = Audience.PATIENT if to.is_patient else Audience.PROFESSIONAL
        form = describe_form(
            to,
            await answering.find_texts(audience),
            seen=thread.replies_number,
            chosen=request.query_params.get("texte", ""),
            state=asked,
            notice=await answering.find_notice() if is_first else "",
        )
        return {
            "lines": describe_thread(thread, item),
            "prescription": describe_prescription(queued, asked) if queued is not None else None,
            "form": form,
            "numbers": describe_numbers(item) if queued is not None else (),
        }

    async def propose(self, request: Request, item: IntakeItem, reading: Reading) -> dict[str, Any]:
        """The records that may be chosen: those proposed, then those that a search gives (``q``).

        None is ticked once a person took the document back and said why: it is not to be filed there again by one key.
        """
        searched = " ".join(request.query_params.get("q", "").split())[:200]
        hits = await self._room.persons.search_persons(PersonQuery(text=searched), limit=HITS_MAX) if searched else []
        decided = item.decision.person_id if item.decision is not None else None
        taken_back = tell_taken_back(item)
        first = None if taken_back else decided or choose_first(reading, item.person_id)
        named = [
            one for one in (*(one.record_id for one in reading.candidates), reading.record_id, item.person_id) if one
        ]
        persons = dict(await load_in_force(self._room, [*named, *([first] if first else [])]))
        proposed = _one_each([*named, *([first] if first else [])], persons)
        shown = {persons[number].id for number in proposed}
        found = {hit.person.id: hit.person for hit in hits if hit.person.id not in shown}
        candidates = describe_candidates(
            reading, persons | found, [*proposed, *found], chosen=first, found=frozenset(found)
        )
        if "hx-request" not in request.headers:
            operator, now = check_right(request, Right.SEE_RECEPTION), self._console.now()
            await self._room.record_persons_seen(sorted(shown), operator=operator, at=now)
        return {
            "candidates": candidates,
            "match": tell_match(reading, candidates),
            "searched_person": searched,
            "hits_number": len(hits),
            "taken_back": taken_back,
            "refused_id": item.person_id if was_told_wrong(item) else None,
        }


def make_router(console: Console, room: ReceptionRoom, pages: Pages) -> APIRouter:
    """Make the route of one document."""
    router = APIRouter(include_in_schema=False, prefix=PATH, dependencies=[require(Right.SEE_RECEPTION)])
    page = ItemPage(console, room)

    @router.get("/{item_id}")
    async def show(request: Request, item_id: ItemNumber) -> Response:
        operator = check_right(request, Right.SEE_RECEPTION)
        item, may_act = await page.take(request, item_id)
        is_held = is_held_by_another(item, operator, console.now())
        sheet = await open_sheet(request, room, item)
        filters = read_filters(request.query_params, *NAMES)
        return await pages.render(
            request,
            "intake/item.html",
            item=item,
            item_state=describe_state(item, is_held=is_held),
            may_act=may_act,
            held_by=item.locked_by if is_held else "",
            sheet=sheet,
            progress=await find_told(room, item.id),
            figures=request.query_params.get("chiffres", "") == "oui",
            quarter=find_quarter(request, item, sheet.file),
            views=describe_pages(request, item, sheet),
            source_word=SOURCE_WORDS[item.source],
            kind_word=KIND_WORDS[item.kind],
            types=list_types(sheet.reading),
            identity_fields=describe_fields(sheet.reading, IDENTITY_FIELDS),
            document_fields=describe_fields(sheet.reading, DOCUMENT_FIELDS),
            reasons=RETURN_REASONS,
            can_return=can_be_sent_back(item),
            can_file=item.kind is not ItemKind.UNREADABLE,
            targets=room.destinations.list_choices(item),
            target=room.find_target(item, sheet.reading.value("doc_type")),
            handed=await find_handed(room, item),
            can_split=sheet.may_be_parted and room.parting is not None,
            starts=sheet.starts,
            queues={"awaited": AWAITED, "to_create": TO_CREATE},
            colleagues=[one for one in await room.find_colleagues() if one != operator.name],
            units=room.units,
            can_take_over=room.memory is not None,
            is_plain_mail=is_plain_mail(item),
            former=item.details.get("former") or {},
            lot=lot_of(item),
            joinable=await find_choice(request, console, room, item, operator) if may_act else None,
            originals=list_originals(item),
            joined_into=find_joined(item),
            findings=describe_findings(item.findings),
            done=await find_done(request, room, console.now()),
            filters=filters,
            **await page.answer(request, item, operator),
            **await page.list_around(item, filters, operator),
            **await page.propose(request, item, sheet.reading),
        )

    return router


def is_plain_mail(item: IntakeItem) -> bool:
    """Tell whether an item is a mail without a document of its own, whose sender may be called unwanted."""
    return item.source is ItemSource.MSSANTE and item.kind in (ItemKind.MESSAGE, ItemKind.FILE) and bool(item.sender)


def read_state(value: str) -> PrescriptionState | None:
    """Read the state of a prescription; None for none."""
    return next((one for one in PrescriptionState if one.value == value), None)


def _one_each(numbers: Sequence[int], persons: Mapping[int, Person]) -> list[int]:
    """Keep each person in force once, first place kept."""
    kept: dict[int, int] = {}
    for number in numbers:
        if number in persons:
            kept.setdefault(persons[number].id, number)
    return list(kept.values())
