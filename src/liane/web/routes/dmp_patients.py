"""``/dmp/mes-patients``: the patients on whose DMP who reads is authorised; those known here lead to their page."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from liane.codecs.xds.habilitations import DateType
from liane.domain.actors.operator import Right
from liane.pipeline.dmp_consultation.patients import AuthorisedPatient, PatientsAsked
from liane.web.console import Console
from liane.web.dmp_room import DMPRoom
from liane.web.filters import read_filters
from liane.web.rights import check_right, require
from liane.web.routes.dmp_visit import ROOM, Reader
from liane.web.templating import Pages
from liane.web.tracing import find_whence
from liane.web.views.identities_card import PersonCard, describe_person
from liane.web.views.identity import format_ins

PERIODS = {"7": "depuis 7 jours", "30": "depuis 30 jours", "90": "depuis 3 mois", "365": "depuis un an"}
DEFAULT_PERIOD = "30"
KINDS = {
    DateType.LAST_AUTHORIZATION.value: "autorisation donnée",
    DateType.LAST_DOCUMENT.value: "document déposé",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientRow:
    """One DMP. card: None when nobody here has this INS; then its number is all that is shown [RG_0320]."""

    card: PersonCard | None
    matricule: str
    is_medecin_traitant: bool
    accessed_at: datetime | None
    added_at: datetime | None


def make_router(console: Console, room: DMPRoom, reader: Reader, pages: Pages) -> APIRouter:
    """Make the route of the list. Rule: dmp.md §7.3 (TD0.4, startDate, dateType)."""
    router = APIRouter(include_in_schema=False, prefix=ROOM, dependencies=[require(Right.READ_DMP)])

    @router.get("/mes-patients")
    async def show(request: Request) -> Response:
        operator = check_right(request, Right.READ_DMP)
        filters = read_filters(request.query_params, "depuis", "selon")
        period = filters["depuis"] if filters["depuis"] in PERIODS else DEFAULT_PERIOD
        kind = DateType(filters["selon"]) if filters["selon"] in KINDS else DateType.LAST_AUTHORIZATION
        asked = PatientsAsked(since=console.now() - timedelta(days=int(period)), date_type=kind)
        address = find_whence().address

        async def work() -> Any:
            return await _describe(room, await room.consultation.patients(operator, asked, address=address))

        return await pages.render(
            request,
            "dmp/patients.html",
            outcome=await reader.attempt(work),
            periods=PERIODS,
            kinds=KINDS,
            period=period,
            kind=kind.value,
        )

    return router


async def _describe(room: DMPRoom, patients: tuple[AuthorisedPatient, ...]) -> tuple[PatientRow, ...]:
    known = await room.persons.find_many_by_ins({one.ins for one in patients}) if patients else {}
    rows = []
    for one in patients:
        persons = known.get(one.ins, [])
        rows.append(
            PatientRow(
                card=describe_person(persons[0]) if persons else None,
                matricule=format_ins(one.ins.matricule),
                is_medecin_traitant=one.is_medecin_traitant,
                accessed_at=one.accessed_at,
                added_at=one.added_at,
            )
        )
    return tuple(rows)
