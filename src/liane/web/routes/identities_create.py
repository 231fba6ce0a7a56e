"""``/identites/nouvelle``: a person typed or scanned, looked for among those known, then created.

The same page answers with and without script: the rules of entry and the search of antériorité live on the server.
"""

import asyncio
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.datastructures import UploadFile
from starlette.responses import RedirectResponse, Response

from liane.domain.actors.operator import Right
from liane.domain.errors import Finding, RuleViolation
from liane.domain.identity.person import Attribute, Person
from liane.pipeline.identity.creation import SURE_FROM, PersonDraft
from liane.store.registry_records import PersonHit
from liane.web.console import Console
from liane.web.desk import Desk
from liane.web.identity_forms import (
    SEXES,
    Fault,
    TypedPerson,
    find_field,
    read_person,
    read_values,
    tell_faults,
    values_of_traits,
)
from liane.web.rights import check_right, require
from liane.web.routes.identities_outcomes import FIELDS_MAX, read_reason
from liane.web.routes.identities_search import describe_hits
from liane.web.scans import PICTURE_BYTES_MAX, Scan, ScanFailure
from liane.web.templating import Pages
from liane.web.views.findings import as_mapping, describe_findings

LETTERS_MIN = 3
LIKELY_ABOVE = 0.5
"""A weaker likeness is only told: the search found it, the comparison does not bear it out."""
QUERY_FIELDS = ("naissance", "sexe", "nom", "prenoms")


class Creation:
    """The page of creation in all its states."""

    def __init__(self, console: Console, desk: Desk, pages: Pages) -> None:
        self._console = console
        self._desk = desk
        self._pages = pages

    def read(self, values: Mapping[str, str]) -> TypedPerson:
        """Read what was typed, today."""
        return read_person(values, self._console.now().year)

    async def look(self, typed: TypedPerson) -> list[PersonHit]:
        """Look for the person; nobody when too little is typed. Rule: RNIV 1; ins.md §5.4; INS/va1.41."""
        is_vague = not typed.traits.birth_date and not typed.candidate and not typed.identifiers
        if not typed.is_searchable or (is_vague and len(typed.traits.birth_family) < LETTERS_MIN):
            return []
        return await self._desk.registry.look_before_creating(make_draft(typed))

    async def render(
        self,
        request: Request,
        typed: TypedPerson,
        hits: list[PersonHit],
        *,
        status: int = 200,
        findings: Iterable[Finding] = (),
        **more: Any,
    ) -> Response:
        """Answer with the page: what was typed, its faults, who looks like it."""
        faults, others = _place_findings(typed, findings)
        is_known = any(hit.score >= 1.0 for hit in hits)
        return await self._pages.render(
            request,
            "identities/create.html",
            status=status,
            typed=typed,
            faults=faults,
            findings=describe_findings(as_mapping(finding) for finding in others),
            rows=describe_hits(hits),
            sexes=SEXES,
            is_searched=bool(typed.is_searchable),
            must_say_why=any(hit.score >= SURE_FROM for hit in hits),
            sentence=_tell(typed, hits, is_known=is_known),
            can_scan=self._desk.scanner is not None,
            **({"scan": None, "scan_failure": "", "reason": ""} | more),
        )


def make_draft(typed: TypedPerson) -> PersonDraft:
    """Make the draft of what was typed."""
    return PersonDraft(
        traits=typed.traits,
        birth_date_uncertain=typed.is_uncertain,
        complementary=typed.complementary,
        identifiers=typed.identifiers,
        attributes=frozenset({Attribute.FICTIF}) if typed.is_fictive else frozenset(),
        candidate=typed.candidate,
    )


def _place_findings(
    typed: TypedPerson, findings: Iterable[Finding]
) -> tuple[dict[str, tuple[Fault, ...]], list[Finding]]:
    """Put each finding beside its field, but for those that are about the whole."""
    faults, others = dict(typed.faults), []
    for finding in findings:
        field = find_field(finding)
        if not field:
            others.append(finding)
        elif field not in faults:
            faults[field] = tell_faults((finding,))
    return faults, others


def _tell(typed: TypedPerson, hits: list[PersonHit], *, is_known: bool) -> str:
    if is_known:
        return "Cette personne est déjà connue : ouvrir son identité plutôt que d’en créer une autre."
    if hits and not any(hit.score > LIKELY_ABOVE for hit in hits):
        return "Aucune identité ne ressemble vraiment à celle-ci ; les plus proches sont à côté."
    if hits:
        return "Vérifier d’abord que la personne n’est pas l’une de celles-ci."
    if typed.is_searchable:
        return "Aucune identité ne ressemble à celle-ci."
    return "La date de naissance, puis le nom : Liane cherche au fur et à mesure si la personne est déjà connue."


def make_router(console: Console, desk: Desk, pages: Pages) -> APIRouter:
    """Make the routes of the creation."""
    router = APIRouter(
        include_in_schema=False, prefix="/identites/nouvelle", dependencies=[require(Right.CREATE_PERSONS)]
    )
    creation = Creation(console, desk, pages)

    @router.get("")
    async def show(request: Request) -> Response:
        query = {name: request.query_params.get(name, "") for name in QUERY_FIELDS}
        typed = creation.read(read_values(query))
        return await creation.render(request, typed, await creation.look(typed))

    @router.post("/controle")
    async def check(request: Request) -> Response:
        form = await request.form(max_files=0, max_fields=FIELDS_MAX)
        typed = creation.read(read_values(form))
        return await creation.render(request, typed, await creation.look(typed), reason=str(form.get("motif", "")))

    @router.post("")
    async def create(request: Request) -> Response:
        operator = check_right(request, Right.CREATE_PERSONS)
        form = await request.form(max_files=0, max_fields=FIELDS_MAX)
        typed = creation.read(read_values(form))
        reason = read_reason({"motif": str(form.get("motif", ""))})
        if typed.faults:
            return await creation.render(request, typed, await creation.look(typed), status=422, reason=reason)
        try:
            person = await desk.registry.create(make_draft(typed), operator=operator, reason=reason)
        except RuleViolation as error:
            hits = await creation.look(typed)
            return await creation.render(request, typed, hits, status=422, findings=error.findings, reason=reason)
        return RedirectResponse(_after(person, typed), status_code=303)

    @router.post("/lecture")
    async def scan(request: Request) -> Response:
        async with request.form(max_files=1, max_fields=FIELDS_MAX) as form:
            picture = form.get("image")
            data = await picture.read(PICTURE_BYTES_MAX + 1) if isinstance(picture, UploadFile) else b""
            text, values = str(form.get("datamatrix", "")), read_values(form)
        try:
            found = await _read_scan(desk, text, data)
        except ScanFailure as error:
            typed = creation.read(values)
            return await creation.render(request, typed, [], status=422, scan_failure=str(error))
        typed = creation.read(values | values_of_traits(found.traits, found.ins))
        return await creation.render(request, typed, await creation.look(typed), scan=found)

    return router


async def _read_scan(desk: Desk, text: str, picture: bytes) -> Scan:
    """Read what a hand scanner typed, else the picture. Raises ScanFailure."""
    if desk.scanner is None:
        raise ScanFailure("Ce Liane ne lit pas les datamatrix.")
    if text.strip():
        return desk.scanner.read_text(text)
    if len(picture) > PICTURE_BYTES_MAX:
        raise ScanFailure(f"L’image dépasse {PICTURE_BYTES_MAX // 1024 // 1024} Mo : en prendre une plus légère.")
    if not picture:
        raise ScanFailure("Rien n’a été lu : viser le champ puis scanner, ou déposer une image.")
    return await asyncio.to_thread(desk.scanner.read_picture, picture)


def _after(person: Person, typed: TypedPerson) -> str:
    """Where to go once created: to verify the INS that was scanned, else to the sheet."""
    if typed.candidate is not None:
        query = urlencode({"matricule": typed.candidate.matricule, "oid": typed.candidate.oid})
        return f"/identites/{person.id}/qualifier?{query}"
    return f"/identites/{person.id}?fait=cree"
