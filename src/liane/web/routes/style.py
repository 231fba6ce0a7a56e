"""``/style``, served in development only: every component in every state, for the eye and for the tests."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from liane.domain.documents.delivery import Cause, CauseClass
from liane.web.console import Console
from liane.web.templating import Pages
from liane.web.views.charts import draw_day
from liane.web.views.findings import describe_decisions, describe_findings
from liane.web.views.identity import IdentityCard
from liane.web.views.states import Shape, State

STATES = (
    State(shape=Shape.DONE, word="fait"),
    State(shape=Shape.PROGRESS, word="en cours"),
    State(shape=Shape.TODO, word="à traiter"),
    State(shape=Shape.REFUSED, word="refusé"),
    State(shape=Shape.IDLE, word="sans objet"),
)
CAUSE = Cause(
    cause_class=CauseClass.UNAVAILABLE,
    code="HTTP 503",
    message="Le DMP n’est pas joignable (HTTP 503).",
    remedy="Rien à faire : Liane réessaie d’elle-même.",
)
FINDINGS = (
    {
        "code": "HL7-012",
        "severity": "error",
        "location": "PID-3[2].4",
        "message": "L’autorité d’affectation est absente.",
        "remedy": "Donner l’OID du domaine dans PID-3.4.2.",
        "layer": "hl7v2",
        "rule": "volet 2.1",
    },
    {"code": "DEC-040", "severity": "warning", "location": "OBX[ACK]", "message": "Accusé demandé sans adresse."},
)
DECISIONS = (
    {"subject": "dmp", "outcome": "accepted", "reason": "Le DMP est demandé et permis.", "rule": "dmp.md §6.1"},
    {"subject": "mssante_patient", "outcome": "refused", "reason": "Le document est invisible au patient.", "rule": ""},
)


def _card(**changes: object) -> IdentityCard:
    values: dict[str, object] = {
        "birth_family": "EXEMPLE-DURAND",
        "given": "LOUISE MARIE",
        "used": "EXEMPLE-MARTIN LOUISE",
        "born": "née le 12/03/1980",
        "sex": "Féminin",
        "birth_place": "lieu de naissance inconnu (99999)",
        "ins": "2 80 03 99 999 001 12",
        "ins_label": "INS de test",
        "ins_state": State(shape=Shape.DONE, word="identité qualifiée"),
        "ipp": "IPP-000123",
        "ipp_domain": "1.2.250.1.999.1",
        "is_test": True,
    }
    return IdentityCard(**(values | changes))  # type: ignore[arg-type]


def make_router(_: Console, pages: Pages) -> APIRouter:
    """Make the route of the page of components."""
    router = APIRouter(include_in_schema=False)
    unqualified = State(shape=Shape.TODO, word="identité non qualifiée", meaning="L’INS ne sort pas : VALI est absent.")
    cards = (
        _card(),
        _card(given="JEANNE", is_test=False, used="", ins="", ins_label="INS", ins_state=unqualified, ipp=""),
    )
    by_hour = {hour: (hour * 7) % 23 for hour in range(6, 20)}

    @router.get("/style")
    async def show(request: Request) -> Response:
        return await pages.render(
            request,
            "style.html",
            states=STATES,
            cause=CAUSE,
            cards=cards,
            findings=describe_findings(FINDINGS),
            decisions=describe_decisions(DECISIONS),
            charts=(
                draw_day("Documents reçus", "document", by_hour, hour_now=10, scale_max=23),
                draw_day("Messages refusés", "message", {9: 2}, hour_now=10, scale_max=2, mark="todo"),
                draw_day("Rien", "document", {}, hour_now=10, scale_max=0),
            ),
        )

    return router
