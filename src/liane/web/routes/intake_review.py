"""``/reception/relecture``: the blind review of what was integrated alone.

Whoever reviews sees the pages, names the patient, and learns only then what had been chosen.

Rule: intake.md §5 (2 % random sample, blind review, one confirmed wrong filing stops the source).
"""

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from liane.domain.actors.operator import Operator, Right
from liane.store.intake_automation import AutomaticFiling, Review
from liane.store.intake_records import IntakeItem
from liane.store.registry_records import PersonQuery
from liane.web.automation import AutomationRoom
from liane.web.console import Console
from liane.web.french import count_of
from liane.web.reception import ReceptionRoom, find_units, may_see
from liane.web.rights import check_right, require
from liane.web.routes.intake_item import ItemNumber
from liane.web.routes.intake_list import PATH
from liane.web.routes.intake_outcomes import lead, read_plain_form, require_id
from liane.web.routes.intake_quality import DONE
from liane.web.routes.intake_sheet import Sheet, describe_pages, find_quarter, open_sheet
from liane.web.templating import Pages
from liane.web.views.identities_card import describe_person
from liane.web.views.intake_quality import tell_source
from liane.web.views.intake_reading import Reading

REVIEW = f"{PATH}/relecture"
LISTED_MAX = 100
HITS_MAX = 8


class BlindReview:
    """The documents drawn, shown without what was chosen of them."""

    def __init__(self, console: Console, room: ReceptionRoom) -> None:
        self._console = console
        self._room = room

    def get_automation(self) -> AutomationRoom:
        """The surveillance. Raises HTTPException 404 where nothing is read."""
        if self._room.automation is None:
            raise HTTPException(404)
        return self._room.automation

    async def open(self, item_id: int, operator: Operator) -> tuple[IntakeItem, AutomaticFiling]:
        """Load a document drawn that nobody reviewed yet, of a unit that the operator sees. Raises LookupError."""
        filing = await self.get_automation().store.get_filing(item_id)
        item = await self._room.store.get_item(item_id)
        if filing.review is not Review.WAITING or not may_see(operator, item):
            raise LookupError("nothing to review")
        return item, filing

    async def is_same(self, one: int, other: int) -> bool:
        """Tell whether two numbers name one person, merges followed."""
        effective = await self._room.persons.find_effective((one, other))
        return effective.get(one, one) == effective.get(other, other)

    async def answer(self, filing: AutomaticFiling, person_id: int, operator: Operator) -> bool:
        """Keep whom a person names; returns whether what had been chosen was wrong. Raises LookupError."""
        await self._room.persons.get_person(person_id)
        is_wrong = not await self.is_same(filing.person_id, person_id)
        await self.get_automation().store.record_review(
            filing.item_id, answered=person_id, is_wrong=is_wrong, by=operator.name, at=self._console.now()
        )
        return is_wrong


def make_router(console: Console, room: ReceptionRoom, pages: Pages) -> APIRouter:
    """Make the routes of the blind review."""
    router = APIRouter(include_in_schema=False, dependencies=[require(Right.FILE_DOCUMENTS)])
    review = BlindReview(console, room)

    @router.get(REVIEW)
    async def list_drawn(request: Request) -> Response:
        operator = check_right(request, Right.FILE_DOCUMENTS)
        found = await review.get_automation().store.list_to_review(find_units(operator), limit=LISTED_MAX)
        rows = [(one.item_id, one.filed_at, tell_source(one.source)) for one in found]
        told = count_of(len(rows), "document tiré au sort est à relire", "documents tirés au sort sont à relire")
        return await pages.render(
            request,
            "intake/reviews.html",
            rows=rows,
            sentence=f"{told}." if rows else "Rien n’est à relire.",
            done=DONE.get(request.query_params.get("fait", ""), ""),
            is_wrong=request.query_params.get("fait", "") == "erreur",
            wrong=request.query_params.get("objet", "") if request.query_params.get("objet", "").isdigit() else "",
        )

    @router.get(f"{REVIEW}/{{item_id}}")
    async def show(request: Request, item_id: ItemNumber) -> Response:
        operator = check_right(request, Right.FILE_DOCUMENTS)
        item, _ = await review.open(item_id, operator)
        sheet = _hide(await open_sheet(request, room, item))
        searched = " ".join(request.query_params.get("q", "").split())[:200]
        hits = await room.persons.search_persons(PersonQuery(text=searched), limit=HITS_MAX) if searched else []
        await room.record_seen(item, operator=operator, at=console.now(), page="relecture à l’aveugle")
        if hits:
            await room.record_persons_seen([hit.person.id for hit in hits], operator=operator, at=console.now())
        return await pages.render(
            request,
            "intake/review.html",
            item=item,
            sheet=sheet,
            quarter=find_quarter(request),
            views=describe_pages(request, item, sheet),
            searched=searched,
            hits=[describe_person(hit.person) for hit in hits],
        )

    @router.post(f"{REVIEW}/{{item_id}}")
    async def answer(request: Request, item_id: ItemNumber) -> Response:
        operator = check_right(request, Right.FILE_DOCUMENTS)
        _, filing = await review.open(item_id, operator)
        form = await read_plain_form(request)
        is_wrong = await review.answer(filing, require_id(form.get("personne", "")), operator)
        return lead(REVIEW, fait="erreur", objet=str(item_id)) if is_wrong else lead(REVIEW, fait="relu")

    return router


def _hide(sheet: Sheet) -> Sheet:
    """Take what was read off a file: only its pages are shown, upright."""
    return Sheet(
        file=sheet.file,
        rank=sheet.rank,
        pages=sheet.pages,
        findings=sheet.findings,
        readings=tuple(_keep_pages(one) for one in sheet.readings),
        part=sheet.part,
        is_pdf=sheet.is_pdf,
    )


def _keep_pages(reading: Reading) -> Reading:
    return Reading(pages=reading.pages, rotations=reading.rotations)
