"""``/identites/{id}/droits``: what a patient was told, what they accept and refuse, who represents them."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from liane.domain.actors.operator import Right
from liane.domain.identity.person import ConsultationStance, FeedingStance
from liane.domain.identity.rights import (
    NAME_CHARS_MAX,
    REPRESENTATIVES_MAX,
    InformationMeans,
    Representative,
    RepresentativeLink,
)
from liane.pipeline.announcement.desk import Hand
from liane.pipeline.announcement.patient_rights import RightsAsked
from liane.web.console import Console
from liane.web.desk import Desk
from liane.web.rights import check_right, require
from liane.web.rights_room import RightsRoom
from liane.web.routes.announcements_outcomes import describe_outcome, finish
from liane.web.routes.identities_acts import choose
from liane.web.routes.identities_outcomes import read_form, read_reason, read_version
from liane.web.routes.identities_person import PersonNumber, Sheets
from liane.web.templating import Pages
from liane.web.tracing import find_whence
from liane.web.views.identities_history import describe_history
from liane.web.views.identities_words import CONSULTATION_WORDS, FEEDING_WORDS
from liane.web.views.rights import LINKS, MEANS, describe_rights, tell_rights

HISTORY = frozenset({"person.rights_recorded", "person.consents_recorded"})


def read_asked(form: Mapping[str, str]) -> RightsAsked:
    """Read what was collected. Raises HTTPException 400 for a choice that does not exist."""
    means = form.get("information", "")
    if means and means.upper() not in InformationMeans.__members__:
        raise HTTPException(400)
    return RightsAsked(
        information=InformationMeans[means.upper()] if means else None,
        feeding=choose(FeedingStance, form.get("alimentation", "")),
        consultation=choose(ConsultationStance, form.get("consultation", "")),
        refuses_patient_mail=form.get("courriel-patient") == "refuse",
        refuses_professional_mail=form.get("courriel-pro") == "refuse",
        asks_secrecy=form.get("secret") == "oui",
        representatives=tuple(read_representatives(form)),
    )


def read_representatives(form: Mapping[str, str]) -> list[Representative]:
    """Read the representatives typed; a line without a name is none."""
    found = []
    for rank in range(REPRESENTATIVES_MAX):
        family = " ".join(form.get(f"rep-nom-{rank}", "").split())[:NAME_CHARS_MAX]
        given = " ".join(form.get(f"rep-prenom-{rank}", "").split())[:NAME_CHARS_MAX]
        link = form.get(f"rep-lien-{rank}", "").upper()
        if family and link in RepresentativeLink.__members__:
            found.append(Representative(family=family, given=given, link=RepresentativeLink[link]))
    return found


def make_router(console: Console, desk: Desk, room: RightsRoom, pages: Pages) -> APIRouter:
    """Make the routes of the rights of one person."""
    router = APIRouter(
        include_in_schema=False, prefix="/identites/{person_id}/droits", dependencies=[require(Right.SEE_PERSONS)]
    )
    sheets = Sheets(console, desk)

    @router.get("")
    async def show(request: Request, person_id: PersonNumber) -> Response:
        person, frame = await sheets.open(request, person_id, "droits")
        is_minor = room.rights.is_minor(person)
        events = [one for one in await desk.store.find_person_events(person.id) if one.name in HISTORY]
        held = person.rights.representatives
        values: dict[str, Any] = {
            "sentence": tell_rights(person),
            "rows": describe_rights(person, is_minor=is_minor),
            "representatives": [(one.family, one.given, one.link.name.lower(), one.link.value) for one in held],
            "free_lines": max(1, min(2, REPRESENTATIVES_MAX - len(held))),
            "links": LINKS,
            "means": MEANS,
            "feedings": [(stance.value, words.word) for stance, words in FEEDING_WORDS.items()],
            "consultations": [(stance.value, words.word) for stance, words in CONSULTATION_WORDS.items()],
            "is_minor": is_minor,
            "history": describe_history(events, person.id, console.now()),
        }
        return await pages.render(
            request, "rights/person.html", **(frame | values | {"done": describe_outcome(request)})
        )

    @router.post("")
    async def record(request: Request, person_id: PersonNumber) -> Response:
        operator = check_right(request, Right.RECORD_CONSENT)
        form = await read_form(request)
        asked, version = read_asked(form), read_version(form)
        hand = Hand(operator=operator, address=find_whence().address)
        address = f"/identites/{person_id}/droits"

        async def work() -> str:
            await room.rights.record(person_id, version, asked, hand, reason=read_reason(form))
            return f"{address}?fait=droits"

        return await finish(request, pages, work, back=address, title="Droits non enregistrés")

    return router
