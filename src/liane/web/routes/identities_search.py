"""``/identites``: the tolerant search of persons, and its export."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.responses import Response

from liane.domain.actors.operator import Right
from liane.domain.errors import RuleViolation
from liane.domain.identity.birth_date import parse_known
from liane.domain.identity.patient import IdentityStatus
from liane.store.registry_records import AlertKind, PersonHit, PersonQuery
from liane.web.console import Console
from liane.web.desk import Desk
from liane.web.filters import Filters, read_filters
from liane.web.french import count_of
from liane.web.reasons import Exports
from liane.web.rights import check_right, require
from liane.web.routes.identities_outcomes import describe_outcome
from liane.web.templating import Pages
from liane.web.views.identities_card import PersonCard, describe_person
from liane.web.views.identities_csv import make_csv_answer, persons_csv
from liane.web.views.identities_words import ALERT_WORDS, STATUS_WORDS

NAMES = ("q", "naissance", "sexe", "statut", "fusionnees")
STATUSES = tuple((status.value, state.word) for status, state in STATUS_WORDS.items())
SEXES = (("F", "féminin"), ("M", "masculin"), ("U", "indéterminé"))
EXPORT_MAX = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class HitRow:
    """One person found. why: what matched, in words."""

    card: PersonCard
    why: tuple[str, ...]


def describe_hits(hits: list[PersonHit]) -> tuple[HitRow, ...]:
    """Describe persons found, in their order."""
    return tuple(HitRow(card=describe_person(hit.person), why=hit.why) for hit in hits)


def person_query(filters: Filters, today_year: int) -> PersonQuery:
    """What the list asks of the registry; a date that cannot be read counts as text. Rule: ins.md §5.4."""
    text, date = filters["q"], ""
    if filters["naissance"]:
        try:
            date = parse_known(filters["naissance"], today_year)
        except RuleViolation:
            text = f"{text} {filters['naissance']}".strip()
    return PersonQuery(
        text=text,
        birth_date=date,
        sex=filters["sexe"] if filters["sexe"] in dict(SEXES) else "",
        status=filters["statut"] if filters["statut"] in {status.value for status in IdentityStatus} else "",
        include_merged=bool(filters["fusionnees"]),
    )


def make_router(console: Console, desk: Desk, pages: Pages) -> APIRouter:
    """Make the routes of the search."""
    router = APIRouter(include_in_schema=False, prefix="/identites", dependencies=[require(Right.SEE_PERSONS)])

    @router.get("")
    async def show(request: Request) -> Response:
        filters = read_filters(request.query_params, *NAMES)
        is_asked = any(filters[name] for name in NAMES if name != "fusionnees")
        hits: list[PersonHit] = []
        if is_asked:
            query = person_query(filters, console.now().year)
            hits = await desk.store.search_persons(query, limit=console.settings.page_size)
        rows = describe_hits(hits)
        typed = {"naissance": filters["naissance"], "sexe": filters["sexe"]}
        return await pages.render(
            request,
            "identities/search.html",
            rows=rows,
            has_why=any(row.why for row in rows),
            filters=filters,
            searched=filters["q"],
            statuses=STATUSES,
            sexes=SEXES,
            is_filtered=is_asked,
            has_more=len(rows) == console.settings.page_size,
            create=f"/identites/nouvelle?{urlencode({name: value for name, value in typed.items() if value})}",
            export=filters.address("/identites/export.csv") if is_asked else "",
            sentence=_tell(len(rows), is_asked=is_asked, has_more=len(rows) == console.settings.page_size),
            work=await _count_work(desk) if not is_asked else (),
            done=describe_outcome(request),
        )

    exports = Exports(console, pages)

    @exports.add(router, "/export.csv", "les identités trouvées", right=Right.EXPORT_PERSONS)
    async def export(request: Request) -> Response:
        actor = check_right(request, Right.EXPORT_PERSONS)
        filters = read_filters(request.query_params, *NAMES)
        query = person_query(filters, console.now().year)
        hits = await desk.store.search_persons(query, limit=EXPORT_MAX)
        persons = [hit.person for hit in hits]
        if persons:
            seen = (person.id for person in persons)
            await desk.record_seen(*seen, operator=actor, at=console.now(), page="export")
        return make_csv_answer(persons_csv(persons), "identites.csv")

    return router


def _tell(number: int, *, is_asked: bool, has_more: bool) -> str:
    if not is_asked:
        return "Chercher une personne par sa date de naissance, son nom, son INS ou son IPP."
    if not number:
        return "Personne ne correspond à cette recherche."
    start = "Au moins " if has_more else ""
    return f"{start}{count_of(number, 'personne correspond', 'personnes correspondent')}, la plus proche d’abord."


async def _count_work(desk: Desk) -> tuple[dict[str, Any], ...]:
    """The figures of the worklists: what waits for a person."""
    counts = await desk.store.count_open_alerts()
    items = []
    for kind, number in counts.items():
        path = (
            "/identites/doublons"
            if kind is AlertKind.DUPLICATE
            else f"/identites/alertes?{urlencode({'genre': kind.value})}"
        )
        items.append({"address": path, "number": number, "state": ALERT_WORDS.get(kind)})
    return tuple(item for item in items if item["state"])
