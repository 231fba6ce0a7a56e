"""``/identites/{id}…``: the sheet of a person and its views; each opening is written in the audit."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from liane.domain.actors.operator import Right
from liane.domain.identity.lifecycle import check_insi_allowed
from liane.domain.identity.person import Attribute, Person
from liane.store.page_records import DocumentFilter
from liane.store.registry_records import Alert
from liane.web.console import Console
from liane.web.desk import Desk
from liane.web.rights import check_right, require
from liane.web.routes.acts import ID_MAX
from liane.web.routes.identities_outcomes import describe_outcome
from liane.web.templating import Pages
from liane.web.views.episodes import describe_episodes
from liane.web.views.identities_alerts import describe_alerts
from liane.web.views.identities_card import describe_person
from liane.web.views.identities_history import describe_history
from liane.web.views.identities_sheet import (
    describe_calls,
    describe_consents,
    describe_contact,
    describe_former_ins,
    describe_identifiers,
    describe_ins,
    describe_proof,
    describe_traits,
    tell_person,
)
from liane.web.views.identities_words import ATTRIBUTE_WORDS, CONSULTATION_WORDS, DMP_WORDS, FEEDING_WORDS
from liane.web.views.lists import describe_document_row

PersonNumber = Annotated[int, Path(ge=1, le=ID_MAX)]
TABS = (
    ("", "Identité"),
    ("/histoire", "Histoire"),
    ("/sejours", "Séjours"),
    ("/documents", "Documents"),
    ("/insi", "Appels INSi"),
    ("/alertes", "Alertes"),
)
DOCUMENTS_MAX = 30
TIED_MAX = 500
CALLS_MAX = 200


class Sheets:
    """Loads a person and what every view of the sheet shows above itself."""

    def __init__(self, console: Console, desk: Desk) -> None:
        self._console = console
        self._desk = desk

    async def open(self, request: Request, person_id: int, page: str) -> tuple[Person, dict[str, Any]]:
        """Load, and write who looked. Raises LookupError, MissingRight."""
        actor = check_right(request, Right.SEE_PERSONS)
        now = self._console.now()
        person = await self._desk.store.get_person(person_id)
        await self._desk.record_seen(person.id, operator=actor, at=now, page=page)
        alerts = await self._desk.store.find_alerts(person_id=person.id)
        return person, self.frame(person, alerts) | {"done": describe_outcome(request)}

    def frame(self, person: Person, alerts: list[Alert]) -> dict[str, Any]:
        """What stands above every view."""
        now, rules = self._console.now(), self._desk.registry.rules
        base = f"/identites/{person.id}"
        counts = {"/alertes": len(alerts)}
        return {
            "person": person,
            "card": describe_person(person),
            "alerts": alerts,
            "sentence": tell_person(person, alerts, is_verification_due=rules.is_verification_due(person, now)),
            "tabs": [{"address": base + end, "name": name, "count": counts.get(end, 0)} for end, name in TABS],
            "is_follower": rules.is_follower,
            "seen": now.isoformat(),
        }


def make_router(console: Console, desk: Desk, pages: Pages) -> APIRouter:
    """Make the routes of the sheet."""
    router = APIRouter(
        include_in_schema=False, prefix="/identites/{person_id}", dependencies=[require(Right.SEE_PERSONS)]
    )
    sheets = Sheets(console, desk)
    store = desk.store

    @router.get("")
    async def show(request: Request, person_id: PersonNumber) -> Response:
        person, frame = await sheets.open(request, person_id, "identité")
        return await pages.render(
            request,
            "identities/person.html",
            merged=[describe_person(one) for one in await store.find_merged_into(person.id)],
            **frame,
            **_describe_sections(console, desk, person),
        )

    @router.get("/histoire")
    async def show_history(request: Request, person_id: PersonNumber) -> Response:
        person, frame = await sheets.open(request, person_id, "histoire")
        rows = describe_history(await store.find_person_events(person.id), person.id, console.now())
        return await pages.render(request, "identities/history.html", rows=rows, **frame)

    @router.get("/sejours")
    async def show_stays(request: Request, person_id: PersonNumber) -> Response:
        person, frame = await sheets.open(request, person_id, "séjours")
        documents = await store.find_tied_documents(person.id, limit=TIED_MAX + 1)
        rows, loose = describe_episodes(await store.find_stays(person.id), documents[:TIED_MAX])
        has_more = len(documents) > TIED_MAX
        told: dict[str, Any] = {"rows": rows, "loose": loose, "has_more": has_more, "documents_max": TIED_MAX}
        return await pages.render(request, "identities/stays.html", **told, **frame)

    @router.get("/documents")
    async def show_documents(request: Request, person_id: PersonNumber) -> Response:
        person, frame = await sheets.open(request, person_id, "documents")
        ids = await store.find_documents_of_person(person.id, limit=DOCUMENTS_MAX + 1)
        rows = []
        for document_id in ids[:DOCUMENTS_MAX]:
            page = await console.store.search_documents(DocumentFilter(document_id=document_id), limit=1)
            rows += [describe_document_row(line, console.now()) for line in page.lines]
        has_more = len(ids) > DOCUMENTS_MAX
        return await pages.render(request, "identities/person_documents.html", rows=rows, has_more=has_more, **frame)

    @router.get("/insi")
    async def show_calls(request: Request, person_id: PersonNumber) -> Response:
        person, frame = await sheets.open(request, person_id, "appels INSi")
        rows = describe_calls(await store.find_insi_calls(person_id=person.id, limit=CALLS_MAX))
        return await pages.render(request, "identities/calls.html", rows=rows, **frame)

    @router.get("/alertes")
    async def show_alerts(request: Request, person_id: PersonNumber) -> Response:
        person, frame = await sheets.open(request, person_id, "alertes")
        alerts = await store.find_alerts(person_id=person.id, only_open=False)
        named = {number for alert in alerts for number in (alert.person_id, alert.other_id) if number}
        persons = {one.id: one for one in await store.get_persons(sorted(named))}
        rows = describe_alerts(alerts, persons)
        return await pages.render(request, "identities/person_alerts.html", rows=rows, **frame)

    return router


def _describe_sections(console: Console, desk: Desk, person: Person) -> dict[str, Any]:
    now = console.now()
    held = person.attributes
    return {
        "traits": describe_traits(person),
        "contact": describe_contact(person),
        "ins": describe_ins(person, now),
        "former_ins": describe_former_ins(person),
        "proof": describe_proof(person, now),
        "consents": describe_consents(person),
        "identifiers": describe_identifiers(person.identifiers),
        "attributes_held": [(one.value, ATTRIBUTE_WORDS[one].word) for one in Attribute if one in held],
        "attributes_free": [(one.value, ATTRIBUTE_WORDS[one].word) for one in Attribute if one not in held],
        "feedings": [(stance.value, state.word) for stance, state in FEEDING_WORDS.items()],
        "consultations": [(stance.value, state.word) for stance, state in CONSULTATION_WORDS.items()],
        "dmp_statuses": [(code, state.word) for code, state in DMP_WORDS.items()],
        "insi_refusals": check_insi_allowed(person),
        "subscribers": [one.name for one in desk.registry.rules.subscribers],
    }
