"""``/identites/attente``: the documents that wait for an identity, by person, with what has to be done of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from fastapi import APIRouter, Request
from starlette.responses import Response

from liane.domain.actors.operator import Right
from liane.domain.identity.person import Person
from liane.store.registry_watch import HeldDelivery, RegistryWatch
from liane.web.console import Console
from liane.web.desk import Desk
from liane.web.filters import read_filters
from liane.web.french import count_of
from liane.web.rights import require
from liane.web.routes.acts import describe_done
from liane.web.templating import Pages
from liane.web.views.identities_card import PersonCard, describe_person
from liane.web.views.states import DESTINATION_WORDS

PATH = "/identites/attente"
CAUSE_WORDS = {
    "identity.not_qualified": "identité non qualifiée",
    "identity.unknown": "patient inconnu",
    "identity.discordance": "discordance",
    "identity.stance_not_collected": "position non recueillie",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingRow:
    """One delivery that waits. card: the person in force, None when nobody is known. next_step: (address, words)."""

    id: int
    document: str
    title: str
    destination: str
    sender: str
    patient: str
    card: PersonCard | None
    cause: str
    message: str
    remedy: str
    since: datetime
    next_step: tuple[str, str] | None


def find_next_step(held: HeldDelivery, person: Person | None) -> tuple[str, str] | None:
    """Say which page lets the document go."""
    if person is None:
        return "/identites/nouvelle", "Chercher ou créer l’identité"
    address = f"/identites/{person.id}"
    steps = {
        "identity.not_qualified": (f"{address}/qualifier", "Qualifier l’identité"),
        "identity.discordance": (f"{address}/alertes", "Comparer les identités"),
        "identity.stance_not_collected": (address, "Recueillir la position du patient"),
    }
    return steps.get(held.code)


def describe_waiting(held: HeldDelivery, persons: dict[int, Person]) -> WaitingRow:
    """Describe one delivery that waits."""
    person = persons.get(held.person_id)
    place = DESTINATION_WORDS[held.destination]
    return WaitingRow(
        id=held.id,
        document=f"/documents/{held.document_id}",
        title=held.type_label,
        destination=f"{place} {held.recipient}".strip(),
        sender=held.sender,
        patient=held.patient_label,
        card=describe_person(person) if person else None,
        cause=CAUSE_WORDS.get(held.code, held.code),
        message=held.message,
        remedy=held.remedy,
        since=held.since,
        next_step=find_next_step(held, person),
    )


def tell_waiting(counts: dict[str, int]) -> str:
    """Say in one sentence what waits."""
    total = sum(counts.values())
    if not total:
        return "Aucun document n’attend une identité."
    parts = [f"{number} pour « {CAUSE_WORDS.get(code, code)} »" for code, number in sorted(counts.items())]
    return f"{count_of(total, 'envoi attend', 'envois attendent')} une identité : {', '.join(parts)}."


async def load_in_force(desk: Desk, rows: Sequence[HeldDelivery]) -> dict[int, Person]:
    """Load the person in force of each row, under the number that the row names."""
    named = sorted({row.person_id for row in rows if row.person_id})
    effective = await desk.store.find_effective(named)
    found = {person.id: person for person in await desk.store.get_persons(sorted(set(effective.values())))}
    return {number: found[effective[number]] for number in named if effective.get(number) in found}


def make_router(console: Console, desk: Desk, pages: Pages) -> APIRouter:
    """Make the route of the waiting list."""
    router = APIRouter(include_in_schema=False, dependencies=[require(Right.SEE_PERSONS)])
    watch = RegistryWatch(console.store)

    @router.get(PATH)
    async def show(request: Request) -> Response:
        filters = read_filters(request.query_params, "cause")
        code = filters["cause"] if filters["cause"] in CAUSE_WORDS else ""
        after = request.query_params.get("apres", "")
        start = int(after) if after.isdigit() and len(after) < 19 else 0
        size = console.settings.page_size
        found = await watch.list_held(code=code, after=start, limit=size + 1)
        lines = found[:size]
        counts = await watch.count_held()
        persons = await load_in_force(desk, lines)
        return await pages.render(
            request,
            "identities/waiting.html",
            rows=[describe_waiting(line, persons) for line in lines],
            causes=[(value, word, counts.get(value, 0)) for value, word in CAUSE_WORDS.items()],
            cause=code,
            sentence=tell_waiting(counts),
            first=filters.address(PATH) if start else "",
            following=filters.address(PATH, apres=str(lines[-1].id)) if len(found) > size else "",
            done=describe_done(request),
        )

    return router
