"""``/identites/comparer``: two persons side by side, the evidence per trait, and the merge that a person decides."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from liane.domain.actors.operator import Right
from liane.domain.identity.comparison import compare_traits
from liane.domain.identity.linkage import score_pair
from liane.domain.identity.person import Person
from liane.store.registry_records import Alert, AlertKind
from liane.web.console import Console
from liane.web.desk import Desk
from liane.web.french import count_of
from liane.web.freshness import FRESH_MINUTES, require_fresh
from liane.web.rights import check_right, require
from liane.web.routes.identities_outcomes import (
    Attempt,
    Outcomes,
    read_form,
    read_number,
    read_reason,
    read_version,
)
from liane.web.templating import Pages
from liane.web.views.identities_alerts import Evidence, describe_weight, show_probability
from liane.web.views.identities_card import PersonCard, describe_person
from liane.web.views.identities_compare import ComparedRow, compare_texts, describe_comparison, tell_comparison
from liane.web.views.identities_sheet import tell_hl7
from liane.web.views.identities_words import STAY_WORDS
from liane.web.views.identity import format_ins
from liane.web.views.states import State

STAYS_SHOWN_MAX = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the two persons: what is known beside the traits."""

    card: PersonCard
    version: int
    identifiers: tuple[tuple[str, str], ...]
    stays: tuple[tuple[str, State], ...]
    stays_number: int
    documents_number: str


def make_router(console: Console, desk: Desk, pages: Pages) -> APIRouter:
    """Make the routes of the comparison and of the merge."""
    router = APIRouter(include_in_schema=False, prefix="/identites/comparer", dependencies=[require(Right.SEE_PERSONS)])
    outcomes = Outcomes(console, desk, pages)

    @router.get("")
    async def show(request: Request) -> Response:
        actor = check_right(request, Right.SEE_PERSONS)
        first, second = (read_number(request.query_params.get(name, "").strip()) for name in ("a", "b"))
        persons = await desk.store.get_persons([first, second])
        if len(persons) < 2 or first == second:
            raise HTTPException(404)
        await desk.record_seen(first, second, operator=actor, at=console.now(), page="comparer")
        alerts = await desk.store.find_alerts(kinds=(AlertKind.DUPLICATE,), person_id=first)
        alert = next((one for one in alerts if {one.person_id, one.other_id} == {first, second}), None)
        return await pages.render(
            request, "identities/compare.html", **await describe_pair(console, desk, persons, alert)
        )

    @router.post("/fusion", dependencies=[require_fresh(FRESH_MINUTES)])
    async def merge(request: Request) -> Response:
        operator = check_right(request, Right.MERGE)
        form = await read_form(request)
        first, _, second = form.get("paire", "").partition("-")
        kept, retired = read_number(first), read_number(second)
        if kept == retired:
            raise HTTPException(400)
        versions = {number: read_version(form, f"version-{number}") for number in (kept, retired)}
        back = f"/identites/comparer?a={kept}&b={retired}"
        work = partial(
            desk.registry.merge,
            kept,
            versions[kept],
            retired,
            versions[retired],
            reason=read_reason(form),
            operator=operator,
        )
        attempt = Attempt(person_id=kept, back=back, again="", form=form)
        answer = await outcomes.finish(request, attempt, work, "fusion")
        return RedirectResponse(f"/identites/{kept}?fait=fusion", 303) if answer.status_code == 303 else answer

    return router


async def describe_pair(console: Console, desk: Desk, persons: list[Person], alert: Alert | None) -> dict[str, Any]:
    """Describe two persons side by side."""
    one, other = persons
    comparisons = compare_traits(one.traits, other.traits)
    score = score_pair(one, other)
    evidence = tuple(
        Evidence(text=trait.text_fr, state=describe_weight(trait.weight)[0], weight=describe_weight(trait.weight)[1])
        for trait in score.evidence
    )
    return {
        "sides": [await _describe_side(desk, person) for person in persons],
        "rows": (*describe_comparison(comparisons), *_compare_further(one, other)),
        "told": tell_comparison(comparisons),
        "evidence": evidence,
        "percent": show_probability(score.probability),
        "match": score.match.value,
        "alert": alert,
        "can_merge": one.merged_into is None and other.merged_into is None,
        "is_follower": desk.registry.rules.is_follower,
        "seen": console.now().isoformat(),
    }


def _compare_further(one: Person, other: Person) -> tuple[ComparedRow, ...]:
    """What is no strict trait, yet helps to tell two persons apart."""

    def join(*parts: str) -> str:
        return " ".join(part for part in parts if part)

    rows = []
    for label, ours, theirs in (
        (
            "nom utilisé",
            join(one.traits.used_family, one.traits.used_given),
            join(other.traits.used_family, other.traits.used_given),
        ),
        ("INS", *(format_ins(person.ins.ins.matricule) if person.ins else "" for person in (one, other))),
        (
            "adresse",
            *(join(p.complementary.address, p.complementary.postal_code, p.complementary.city) for p in (one, other)),
        ),
        ("téléphone", one.complementary.phone, other.complementary.phone),
        ("courriel", one.complementary.email, other.complementary.email),
    ):
        if ours or theirs:
            rows.append(compare_texts(label, ours, theirs))
    return tuple(rows)


async def _describe_side(desk: Desk, person: Person) -> Side:
    stays = await desk.store.find_stays(person.id)
    documents = await desk.store.find_documents_of_person(person.id)
    shown = [
        (f"{stay.facts.visit_number}, {tell_hl7(stay.facts.admitted) or 'sans date'}", STAY_WORDS[stay.state])
        for stay in stays[:STAYS_SHOWN_MAX]
    ]
    return Side(
        card=describe_person(person),
        version=person.version,
        identifiers=tuple((one.value, one.namespace or one.oid) for one in person.identifiers),
        stays=tuple(shown),
        stays_number=len(stays),
        documents_number=count_of(len(documents), "document"),
    )
