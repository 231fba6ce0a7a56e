"""``/style``, served in development only: every component in every state, for the eye and for the tests."""

from datetime import UTC, datetime

from fastapi import APIRouter, Request
from starlette.responses import Response

from liane.domain.documents.delivery import Cause, CauseClass
from liane.domain.identity.comparison import compare_traits
from liane.domain.identity.ins import INS
from liane.domain.identity.patient import IdentityStatus, PatientIdentifier, PatientTraits
from liane.domain.identity.person import Attribute, INSSource, Person, RegistryINS
from liane.web.console import Console
from liane.web.templating import Pages
from liane.web.views.charts import draw_day
from liane.web.views.findings import describe_decisions, describe_findings
from liane.web.views.identities_card import describe_person
from liane.web.views.identities_compare import describe_comparison
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
AT = datetime(2026, 11, 22, 9, 42, tzinfo=UTC)
OTHER_TRAITS = PatientTraits(
    birth_family="TESTEXEMPLE DURAND",
    birth_given="LOUISE",
    birth_givens="LOUISE MARIE",
    birth_date="19800313",
    sex="F",
    birth_place="",
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


def _person(status: IdentityStatus, **changes: object) -> Person:
    traits = PatientTraits(
        birth_family="TESTEXEMPLE-DURAND",
        birth_given="LOUISE",
        birth_givens="LOUISE MARIE",
        birth_date="19800312",
        sex="F",
        birth_place="99999",
    )
    ins = INS(matricule="280039999900112", oid="1.2.250.1.213.1.4.10")
    has_ins = status in (IdentityStatus.RECUPEREE, IdentityStatus.QUALIFIEE)
    values: dict[str, object] = {
        "id": 7,
        "status": status,
        "traits": traits,
        "identifiers": (PatientIdentifier(value="P0000000007", oid="1.2.250.1.999.8", type_code="PI"),),
        "ins": RegistryINS(ins=ins, source=INSSource.INSI_TRAITS, retrieved_at=AT) if has_ins else None,
    }
    return Person(**(values | changes))  # type: ignore[arg-type]


def _persons() -> tuple[Person, ...]:
    doubtful = frozenset({Attribute.DOUTEUX, Attribute.HOMONYME})
    return (
        *(_person(status, id=number) for number, status in enumerate(IdentityStatus, 1)),
        _person(IdentityStatus.PROVISOIRE, id=7, attributes=doubtful),
        _person(IdentityStatus.QUALIFIEE, id=8, merged_into=9),
    )


def make_router(_: Console, pages: Pages) -> APIRouter:
    """Make the route of the page of components."""
    router = APIRouter(include_in_schema=False)
    unqualified = State(shape=Shape.TODO, word="identité non qualifiée", meaning="L’INS ne sort pas : VALI est absent.")
    cards = (
        _card(),
        _card(given="JEANNE", is_test=False, used="", ins="", ins_label="INS", ins_state=unqualified, ipp=""),
    )
    persons = _persons()
    by_hour = {hour: (hour * 7) % 23 for hour in range(6, 20)}

    @router.get("/style")
    async def show(request: Request) -> Response:
        return await pages.render(
            request,
            "style.html",
            states=STATES,
            cause=CAUSE,
            cards=cards,
            persons=[describe_person(person) for person in persons],
            compared=describe_comparison(compare_traits(persons[0].traits, OTHER_TRAITS)),
            findings=describe_findings(FINDINGS),
            decisions=describe_decisions(DECISIONS),
            charts=(
                draw_day("Documents reçus", "document", by_hour, hour_now=10, scale_max=23),
                draw_day("Messages refusés", "message", {9: 2}, hour_now=10, scale_max=2, mark="todo"),
                draw_day("Rien", "document", {}, hour_now=10, scale_max=0),
            ),
        )

    return router
