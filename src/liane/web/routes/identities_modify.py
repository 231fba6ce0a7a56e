"""``/identites/{id}/modifier``: traits corrected by hand, coordinates; what is typed is kept whatever happens."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from liane.domain.actors.operator import Operator, Right
from liane.domain.errors import Finding, RuleViolation, StaleVersion
from liane.domain.identity.changes import TraitsCorrected
from liane.domain.identity.patient import IdentityStatus
from liane.domain.identity.person import Person
from liane.web.console import Console
from liane.web.desk import Desk
from liane.web.identity_forms import (
    SEXES,
    TypedPerson,
    find_field,
    keep_held,
    read_person,
    read_values,
    tell_faults,
    values_of,
)
from liane.web.rights import check_right, require
from liane.web.routes.identities_outcomes import (
    Attempt,
    Outcomes,
    read_form,
    read_reason,
    read_version,
    redirect,
)
from liane.web.routes.identities_person import PersonNumber
from liane.web.templating import Pages
from liane.web.views.findings import as_mapping, describe_findings
from liane.web.views.identities_card import describe_person

LOCKED = frozenset({IdentityStatus.RECUPEREE, IdentityStatus.QUALIFIEE})


def make_router(console: Console, desk: Desk, pages: Pages) -> APIRouter:
    """Make the routes of the correction."""
    router = APIRouter(
        include_in_schema=False,
        prefix="/identites/{person_id}/modifier",
        dependencies=[require(Right.CREATE_PERSONS)],
    )
    outcomes = Outcomes(console, desk, pages)

    async def render(
        request: Request, person: Person, typed: TypedPerson, *, status: int = 200, **more: Any
    ) -> Response:
        values: dict[str, Any] = {"faults": typed.faults, "findings": (), "reason": "", "form": {}}
        return await pages.render(
            request,
            "identities/modify.html",
            status=status,
            card=describe_person(person),
            person=person,
            typed=typed,
            sexes=SEXES,
            is_locked=person.status in LOCKED,
            has_proof=person.proof is not None,
            seen=console.now().isoformat(),
            **(values | more),
        )

    @router.get("")
    async def show(request: Request, person_id: PersonNumber) -> Response:
        actor = check_right(request, Right.CREATE_PERSONS)
        person = await desk.store.get_person(person_id)
        await desk.record_seen(person.id, operator=actor, at=console.now(), page="modifier")
        return await render(request, person, keep_held(read_person(values_of(person), console.now().year), person))

    @router.post("")
    async def correct(request: Request, person_id: PersonNumber) -> Response:
        operator = check_right(request, Right.CREATE_PERSONS)
        form = await read_form(request)
        person = await desk.store.get_person(person_id)
        typed = keep_held(read_person(read_values(form), console.now().year), person)
        if typed.faults:
            return await render(request, person, typed, status=422, reason=read_reason(form), form=form)
        sheet = f"/identites/{person_id}"
        try:
            done = await _apply(desk, person, typed, form, operator)
        except StaleVersion:
            attempt = Attempt(person_id=person_id, back=f"{sheet}/modifier", again=request.url.path, form=form)
            return await outcomes.tell_stale(request, attempt)
        except RuleViolation as error:
            faults, others = place(typed, error.findings)
            findings = describe_findings(as_mapping(one) for one in others)
            more = {"faults": faults, "findings": findings, "reason": read_reason(form), "form": form}
            return await render(request, person, typed, status=422, **more)
        return redirect(sheet, done)

    return router


def place(typed: TypedPerson, findings: tuple[Finding, ...]) -> tuple[dict[str, Any], list[Finding]]:
    """Put each finding beside its field, but for those that are about the whole."""
    faults: dict[str, Any] = dict(typed.faults)
    others = []
    for finding in findings:
        field = find_field(finding)
        if field and field not in faults:
            faults[field] = tell_faults((finding,))
        elif not field:
            others.append(finding)
    return faults, others


async def _apply(desk: Desk, person: Person, typed: TypedPerson, form: Mapping[str, str], operator: Operator) -> str:
    """Correct the traits, then the coordinates, each only when changed; names what was done."""
    version, done = read_version(form), ""
    traits, is_uncertain = typed.traits, typed.is_uncertain
    if traits != person.traits or is_uncertain != person.birth_date_uncertain or version != person.version:
        change = TraitsCorrected(
            traits=traits,
            birth_date_uncertain=is_uncertain,
            gives_up_ins=form.get("abandon", "") == "oui",
            proof_stands=form.get("piece_concorde", "") == "oui",
        )
        kept = await desk.registry.correct_traits(
            person.id, version, change, reason=read_reason(form), operator=operator
        )
        version, done = kept.version, "traits"
    if typed.complementary != person.complementary:
        await desk.registry.change_complementary(person.id, version, typed.complementary, operator=operator)
        done = done or "contact"
    return done or "contact"
