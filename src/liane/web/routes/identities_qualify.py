"""``/identites/{id}/qualifier``: INSi asked, its answer compared, accepted or left; then the document of identity."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from liane.domain.actors.operator import Operator, Right
from liane.domain.errors import InvalidInput
from liane.domain.identity.birth_date import parse_typed
from liane.domain.identity.ins import INS, INS_OIDS
from liane.domain.identity.insi import VerificationVerdict
from liane.domain.identity.lifecycle import check_insi_allowed
from liane.domain.identity.person import Person, ProofDocument
from liane.domain.identity.proof_rules import FOR_MINORS, HIGH_CONFIDENCE
from liane.pipeline.identity.card_reader import parse_card_line
from liane.pipeline.identity.insi_calls import INSiDesk
from liane.pipeline.identity.insi_results import INSiSearch, INSiVerificationResult
from liane.web.console import Console
from liane.web.desk import Desk
from liane.web.rights import check_right, require
from liane.web.routes.identities_acts import choose
from liane.web.routes.identities_outcomes import (
    Attempt,
    Outcomes,
    describe_outcome,
    read_form,
    read_number,
    read_version,
    redirect,
)
from liane.web.routes.identities_person import PersonNumber
from liane.web.templating import Pages
from liane.web.views.findings import as_mapping, describe_findings
from liane.web.views.identities_card import describe_person
from liane.web.views.identities_compare import describe_comparison, tell_comparison
from liane.web.views.identities_sheet import describe_proof
from liane.web.views.identities_words import PROOF_WORDS
from liane.web.views.identity import describe_authority, format_ins

CARD_CHARS_MAX = 400
GIVENS_CHARS_MAX = 200
VALIDITY_YEARS_MAX = 30
PROOF_CHOICES = (
    ("", "choisir la pièce"),
    *((one.value, PROOF_WORDS[one]) for one in ProofDocument if one in HIGH_CONFIDENCE),
    *(
        (one.value, f"{PROOF_WORDS[one]} (mineur, avec la pièce d’un parent)")
        for one in PROOF_WORDS
        if one in FOR_MINORS
    ),
)


class Qualification:
    """The page in all its states."""

    def __init__(self, console: Console, desk: Desk, pages: Pages) -> None:
        self._console = console
        self._desk = desk
        self._pages = pages

    @property
    def insi(self) -> INSiDesk:
        """The desk of INSi. Raises HTTPException 404 when this Liane has none."""
        if self._desk.insi is None:
            raise HTTPException(404)
        return self._desk.insi

    async def render(
        self,
        request: Request,
        person: Person,
        *,
        search: INSiSearch | None = None,
        verification: INSiVerificationResult | None = None,
        status: int = 200,
        **more: Any,
    ) -> Response:
        """Answer with the page: the two steps, and what INSi said."""
        actor = check_right(request, Right.SEE_PERSONS)
        now = self._console.now()
        await self._desk.record_seen(person.id, operator=actor, at=now, page="qualifier")
        refusals = describe_findings(as_mapping(one) for one in check_insi_allowed(person))
        values: dict[str, Any] = {
            "findings": (),
            "candidate": find_candidate(request.query_params),
            "givens": request.query_params.get("prenoms", "")[:GIVENS_CHARS_MAX],
            "done": describe_outcome(request),
            "piece": "",
            "validite": "",
        }
        return await self._pages.render(
            request,
            "identities/qualify.html",
            status=status,
            person=person,
            card=describe_person(person),
            insi=self._desk.insi is not None,
            is_follower=self._desk.registry.rules.is_follower,
            refusals=refusals,
            found=_describe_search(search),
            verified=verification,
            proof=describe_proof(person, now),
            proofs=PROOF_CHOICES,
            seen=now.isoformat(),
            **(values | more),
        )

    async def ask(self, request: Request, person_id: int, form: Mapping[str, str], operator: Operator) -> Response:
        """Search or verify, as asked; what keeps INSi from being called is told on the page."""
        questions = {"verifier": self.verify, "carte": self.read_card}
        work = questions.get(form.get("question", ""), self.search)
        try:
            return await work(request, person_id, form, operator)
        except InvalidInput as error:
            person = await self._desk.store.get_person(person_id)
            findings = describe_findings(as_mapping(one) for one in error.findings)
            return await self.render(request, person, status=422, findings=findings)

    async def search(self, request: Request, person_id: int, form: Mapping[str, str], operator: Operator) -> Response:
        """Ask INSi by traits; a match gets an address of its own. Rule: ins.md §6.7; INS/va1.34, INS/va1.38."""
        givens = form.get("prenoms_essayes", "")[:GIVENS_CHARS_MAX]
        found = await self.insi.search_by_traits(person_id, operator=operator, givens=_split(givens))
        if found.answer is not None:
            return RedirectResponse(f"/identites/{person_id}/qualifier?appel={found.call_id}", status_code=303)
        return await self.render(request, found.person, search=found, givens=givens)

    async def read_card(
        self, request: Request, person_id: int, form: Mapping[str, str], operator: Operator
    ) -> Response:
        """Ask INSi by what a carte Vitale or an ApCV gave: one line, as a reader types it. Rule: ins.md §6.5, §7."""
        card = parse_card_line(form.get("carte", "")[:CARD_CHARS_MAX])
        found = await self.insi.search_by_card(person_id, card, operator=operator)
        if found.answer is not None:
            return RedirectResponse(f"/identites/{person_id}/qualifier?appel={found.call_id}", status_code=303)
        return await self.render(request, found.person, search=found)

    async def verify(self, request: Request, person_id: int, form: Mapping[str, str], operator: Operator) -> Response:
        """Have INSi verify the INS held or a candidate. Rule: ins.md §6.9; INS/va1.05 to .08."""
        candidate = find_candidate(form)
        result = await self.insi.verify(person_id, operator=operator, candidate=candidate["ins"] if candidate else None)
        if result.verdict is VerificationVerdict.UNAVAILABLE:
            return await self.render(request, result.person, verification=result)
        done = "verifie" if result.verdict is VerificationVerdict.OK else "ko"
        return redirect(f"/identites/{person_id}/qualifier", done)


def find_candidate(values: Mapping[str, str]) -> dict[str, Any] | None:
    """Read an INS received by a scan, to be verified; None for anything that has not its form."""
    ins = INS(matricule=values.get("matricule", "").upper(), oid=values.get("oid", ""))
    if ins.oid not in INS_OIDS or len(ins.matricule) != 15 or not ins.matricule.isalnum():
        return None
    return {"ins": ins, "shown": format_ins(ins.matricule), "label": describe_authority(ins)}


def _split(givens: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in givens.replace(";", ",").split(",") if part.strip())


def _describe_search(search: INSiSearch | None) -> dict[str, Any] | None:
    if search is None:
        return None
    answer = search.answer
    ins = answer.ins if answer else None
    return {
        "stop": search.stop,
        "calls": search.calls,
        "is_queued": search.is_queued,
        "fault": search.fault,
        "findings": describe_findings(as_mapping(one) for one in search.findings),
        "rows": describe_comparison(search.comparison),
        "told": tell_comparison(search.comparison) if search.comparison else "",
        "ins": format_ins(ins.matricule) if ins else "",
        "ins_label": describe_authority(ins) if ins else "",
        "call_id": search.call_id,
        "may_accept": answer is not None and not any(one.severity == "error" for one in search.findings),
    }


def make_router(console: Console, desk: Desk, pages: Pages) -> APIRouter:
    """Make the routes of the qualification."""
    router = APIRouter(
        include_in_schema=False, prefix="/identites/{person_id}/qualifier", dependencies=[require(Right.CALL_INSI)]
    )
    page = Qualification(console, desk, pages)
    outcomes = Outcomes(console, desk, pages)

    def attempt(request: Request, person_id: int, form: Mapping[str, str]) -> Attempt:
        back = f"/identites/{person_id}/qualifier"
        return Attempt(person_id=person_id, back=back, again=request.url.path, form=form)

    @router.get("")
    async def show(request: Request, person_id: PersonNumber) -> Response:
        operator = check_right(request, Right.CALL_INSI)
        call = request.query_params.get("appel", "")
        if not call:
            return await page.render(request, await desk.store.get_person(person_id))
        found = await page.insi.read_answer(person_id, read_number(call), operator=operator)
        return await page.render(request, found.person, search=found)

    @router.post("/insi")
    async def ask(request: Request, person_id: PersonNumber) -> Response:
        operator = check_right(request, Right.CALL_INSI)
        return await page.ask(request, person_id, await read_form(request), operator)

    @router.post("/reponse")
    async def decide(request: Request, person_id: PersonNumber) -> Response:
        operator = check_right(request, Right.QUALIFY)
        form = await read_form(request)
        if form.get("decision") != "accepter":
            return redirect(f"/identites/{person_id}/qualifier", "refuse")

        call, version = read_number(form.get("appel", "")), read_version(form)
        accept = partial(page.insi.accept, person_id, version, call, operator=operator)
        return await outcomes.finish(request, attempt(request, person_id, form), accept, "insi")

    @router.post("/piece")
    async def check_proof(request: Request, person_id: PersonNumber) -> Response:
        operator = check_right(request, Right.QUALIFY)
        form = await read_form(request)
        document, until = choose(ProofDocument, form.get("piece", "")), form.get("validite", "").strip()

        async def work() -> object:
            valid_until = parse_typed(until, console.now().year + VALIDITY_YEARS_MAX)[0] if until else ""
            return await desk.registry.record_proof(
                person_id, read_version(form), document, valid_until=valid_until, operator=operator
            )

        return await outcomes.finish(request, attempt(request, person_id, form), work, "piece")

    return router
