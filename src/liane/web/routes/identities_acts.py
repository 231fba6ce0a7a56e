"""``POST /identites/{id}/actes/{act}``: the small acts of the sheet; each asks its right and its reason."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TypeVar

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from liane.domain.actors.operator import Operator, Right
from liane.domain.documents.timestamp import PARIS
from liane.domain.identity.birth_date import parse_typed
from liane.domain.identity.patient import PatientIdentifier
from liane.domain.identity.person import Attribute, Consents, ConsultationStance, FeedingStance
from liane.pipeline.identity.registry import Registry
from liane.web.console import Console
from liane.web.desk import Desk
from liane.web.rights import check_right, require
from liane.web.routes.identities_outcomes import Attempt, Outcomes, read_form, read_reason, read_version
from liane.web.routes.identities_person import PersonNumber
from liane.web.templating import Pages

Choice = TypeVar("Choice", bound=Enum)
DMP_STATUSES = ("", "ACTIF", "FERME", "INEXISTANT")
VALUE_CHARS_MAX = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One act as asked: on whom, with what was typed, by whom. stamp: the instant, HL7."""

    registry: Registry
    person_id: int
    version: int
    form: Mapping[str, str]
    operator: Operator
    stamp: str
    year: int

    @property
    def reason(self) -> str:
        """The reason typed."""
        return read_reason(self.form)

    def text(self, name: str) -> str:
        """One field, bounded."""
        return " ".join(self.form.get(name, "").split())[:VALUE_CHARS_MAX]

    def identifier(self) -> PatientIdentifier:
        """The identifier typed. Raises HTTPException 400 without value or domain."""
        value, domain = self.text("identifiant"), self.text("domaine")
        if not value or not domain:
            raise HTTPException(400)
        return PatientIdentifier(value=value, oid=domain, type_code=self.text("nature")[:10])


def choose(kind: type[Choice], value: str) -> Choice:
    """Read one of a closed set. Raises HTTPException 400."""
    try:
        return kind(value)
    except ValueError as error:
        raise HTTPException(400) from error


async def set_attribute(asked: Asked) -> object:
    """Set an attribute."""
    attribute = choose(Attribute, asked.text("attribut"))
    return await asked.registry.set_attribute(
        asked.person_id, asked.version, attribute, reason=asked.reason, operator=asked.operator
    )


async def lift_attribute(asked: Asked) -> object:
    """Lift an attribute."""
    attribute = choose(Attribute, asked.text("attribut-leve"))
    return await asked.registry.lift_attribute(
        asked.person_id, asked.version, attribute, reason=asked.reason, operator=asked.operator
    )


async def withdraw_proof(asked: Asked) -> object:
    """Say that the check of the document no longer stands."""
    return await asked.registry.withdraw_proof(
        asked.person_id, asked.version, reason=asked.reason, operator=asked.operator
    )


async def record_consents(asked: Asked) -> object:
    """Record the choices of the patient, collected now.

    Rule: DMP/CONF.09; CSP R1111-47.
    """
    feeding = choose(FeedingStance, asked.text("alimentation"))
    consultation = choose(ConsultationStance, asked.text("consultation"))
    status = asked.text("dmp")
    if status not in DMP_STATUSES:
        raise HTTPException(400)
    consents = Consents(
        dmp_status=status,
        feeding=feeding,
        feeding_at=asked.stamp if feeding is not FeedingStance.NOT_COLLECTED else "",
        consultation=consultation,
        consultation_at=asked.stamp if consultation is not ConsultationStance.NOT_COLLECTED else "",
    )
    return await asked.registry.record_consents(asked.person_id, asked.version, consents, operator=asked.operator)


async def add_identifier(asked: Asked) -> object:
    """Tie an identifier of another domain."""
    return await asked.registry.add_identifier(
        asked.person_id, asked.version, asked.identifier(), reason=asked.reason, operator=asked.operator
    )


async def retire_identifier(asked: Asked) -> object:
    """Untie an identifier."""
    return await asked.registry.retire_identifier(
        asked.person_id, asked.version, asked.identifier(), reason=asked.reason, operator=asked.operator
    )


async def record_death(asked: Asked) -> object:
    """Record a death, or take its record back."""
    typed = asked.text("deces")
    on = parse_typed(typed, asked.year)[0] if typed else ""
    return await asked.registry.record_death(
        asked.person_id, asked.version, on, operator=asked.operator, reason=asked.reason
    )


async def tell_again(asked: Asked) -> object:
    """Send the identity once more to a subscriber."""
    return await asked.registry.tell_again(asked.person_id, asked.text("abonne"), operator=asked.operator)


ACTS: dict[str, tuple[Callable[[Asked], Awaitable[object]], Right, str]] = {
    "attribut-poser": (set_attribute, Right.CREATE_PERSONS, "attribut"),
    "attribut-lever": (lift_attribute, Right.QUALIFY, "attribut"),
    "piece-retirer": (withdraw_proof, Right.QUALIFY, "piece_retiree"),
    "consentements": (record_consents, Right.RECORD_CONSENT, "choix"),
    "identifiant-ajouter": (add_identifier, Right.MERGE, "identifiant"),
    "identifiant-retirer": (retire_identifier, Right.MERGE, "identifiant"),
    "deces": (record_death, Right.CREATE_PERSONS, "deces"),
    "renvoyer": (tell_again, Right.CREATE_PERSONS, "renvoi"),
}


def make_router(console: Console, desk: Desk, pages: Pages) -> APIRouter:
    """Make the route of the acts, and that which undoes a merge."""
    router = APIRouter(
        include_in_schema=False, prefix="/identites/{person_id}", dependencies=[require(Right.SEE_PERSONS)]
    )
    outcomes = Outcomes(console, desk, pages)

    @router.post("/actes/{act}")
    async def act(request: Request, person_id: PersonNumber, act: str) -> Response:
        if act not in ACTS:
            raise HTTPException(404)
        work, right, done = ACTS[act]
        operator = check_right(request, right)
        form = await read_form(request)
        now = console.now().astimezone(PARIS)
        asked = Asked(
            registry=desk.registry,
            person_id=person_id,
            version=read_version(form),
            form=form,
            operator=operator,
            stamp=now.strftime("%Y%m%d%H%M%S%z"),
            year=now.year,
        )
        sheet = f"/identites/{person_id}"
        attempt = Attempt(person_id=person_id, back=sheet, again=request.url.path, form=form)
        return await outcomes.finish(request, attempt, lambda: work(asked), done)

    @router.post("/defusion")
    async def unmerge(request: Request, person_id: PersonNumber) -> Response:
        operator = check_right(request, Right.MERGE)
        form = await read_form(request)
        sheet = f"/identites/{person_id}"
        attempt = Attempt(person_id=person_id, back=sheet, again=request.url.path, form=form)

        async def work() -> object:
            return await desk.registry.unmerge(person_id, reason=read_reason(form), operator=operator)

        return await outcomes.finish(request, attempt, work, "defusion")

    return router
