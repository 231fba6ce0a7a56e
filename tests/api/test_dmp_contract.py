"""The façades of the DMP, the calls in context and the door of files hold what they say: an outside judge plays them.

Half of what is asked names a patient and a document that exist, so that the simulated DMP answers too.
"""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest

from liane.domain.actors.operator import Operator
from tests.api.contract_kit import CHECKS, is_problem, name_real, play, schemathesis
from tests.web.dmp_kit import DOCTOR, DPI, ENGINEER, Ground, make_ground, secret_of
from tests.web.dmp_served import ServedHouse, serve_house
from tests.web.test_rights import basic

EXAMPLES = 8
JSON_ROUTES = frozenset(
    {
        "GET /v1/dmp/{person_id}/documents",
        "GET /v1/dmp/{person_id}/documents/{unique_id}/content",
        "POST /v1/dmp/{person_id}/documents/{unique_id}/changes",
        "POST /v1/dmp/{person_id}/integrations",
        "POST /v1/dmp/{person_id}/emergencies",
        "POST /v1/contexte",
        "DELETE /v1/contexte/{identifiant}",
        "POST /v1/intake/files",
    }
)
FHIR = "application/fhir+json"


@pytest.fixture(scope="module")
def ground(postgres_dsn: str, tmp_path_factory: pytest.TempPathFactory) -> Ground:
    return make_ground(postgres_dsn, tmp_path_factory.mktemp("dmp-contract"))


@pytest.fixture(scope="module")
def served(ground: Ground, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedHouse]:
    """The pages and façades, served over the simulated DMP."""
    with serve_house(ground, tmp_path_factory.mktemp("dmp-contract-house")) as running:
        yield running


@pytest.fixture(scope="module")
def known(served: ServedHouse) -> dict[str, str]:
    """A patient and one of their documents."""
    number = served.house.number()
    listing = served.run(served.house.get(f"/api/v1/dmp/{number}/documents")).json()
    document = listing["documents"][0]
    return {
        "person_id": str(number),
        "unique_id": document["unique_id"],
        "id": document["entry_uuid"].removeprefix("urn:uuid:"),
    }


def ask(case: Any, who: Operator, **more: Any) -> Any:
    """Send one case in somebody's name."""
    return case.call(headers=basic(who.name, secret_of(who)), **more)


def test_every_json_operation_answers_as_described(served: ServedHouse, known: dict[str, str]) -> None:
    schema = schemathesis.openapi.from_url(
        f"{served.url}/api/v1/openapi.json", headers=basic(ENGINEER.name, secret_of(ENGINEER))
    )
    operations = {found.ok().label: found.ok() for found in schema.get_all_operations()}
    assert set(operations) >= JSON_ROUTES
    for label in sorted(JSON_ROUTES):
        who = DPI if "contexte" in label else ENGINEER if "intake" in label else DOCTOR
        _play_json(operations[label], who, known)


def _play_json(operation: Any, who: Operator, known: dict[str, str]) -> None:
    def judge(case: Any, is_real: bool) -> None:
        if is_real:
            name_real(case, known)
        answer = ask(case, who)
        case.validate_response(answer, checks=list(CHECKS), headers=basic(who.name, secret_of(who)))
        is_problem(answer)

    play(operation, judge, examples=EXAMPLES)


def describe_fhir(insi: str) -> dict[str, Any]:
    """The façade in FHIR as an OpenAPI document: its routes, its search parameters."""
    text = {"type": "string", "maxLength": 60}
    names = ("type", "category", "date", "creation", "period", "period-end", "security-label", "author.family", "event")
    names += ("status", "isArchived", "related", "format", "facility", "setting", "_count", "_offset", "autre")
    patient = {"name": "patient", "in": "query", "schema": text}
    ins = {"name": "patient.identifier", "in": "query", "schema": {"enum": [insi, "urn:oid:1.2|3", "", "x"]}}
    search = [patient, ins, *({"name": name, "in": "query", "schema": text} for name in names)]
    identifier = {"name": "id", "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}
    operations = {
        "op": {"enum": ["add", "remove", "replace", "test", "move"]},
        "path": {"enum": ["/securityLabel/-", "/securityLabel/1", "/extension/0/valueBoolean", "/status", ""]},
        "value": {},
    }
    step = {"type": "object", "properties": operations, "required": ["op", "path"]}
    body = {"content": {"application/json-patch+json": {"schema": {"type": "array", "items": step}}}, "required": True}
    answers = {"responses": {"default": {"description": "réponse"}}}
    one = [identifier, patient, ins]
    return {
        "openapi": "3.1.0",
        "info": {"title": "PDSm", "version": "1"},
        "paths": {
            "/metadata": {"get": answers},
            "/DocumentReference": {"get": {"parameters": search, **answers}},
            "/DocumentReference/{id}": {
                "get": {"parameters": one, **answers},
                "patch": {"parameters": one, "requestBody": body, **answers},
            },
            "/List": {"get": {"parameters": search, **answers}},
            "/Binary/{id}": {"get": {"parameters": one, **answers}},
        },
    }


def test_every_fhir_interaction_answers_a_resource(served: ServedHouse, known: dict[str, str]) -> None:
    full = served.run(served.house.store.registry.get_person(int(known["person_id"])))
    schema = schemathesis.openapi.from_dict(describe_fhir(f"urn:oid:{full.ins.ins.oid}|{full.ins.ins.matricule}"))
    operations = [found.ok() for found in schema.get_all_operations()]
    assert len(operations) == 6
    for operation in operations:
        _play_fhir(operation, f"{served.url}/api/fhir", known)


def _play_fhir(operation: Any, base: str, known: dict[str, str]) -> None:
    def judge(case: Any, is_real: bool) -> None:
        if is_real:
            names = {"id": known["unique_id" if "Binary" in operation.label else "id"]}
            case.path_parameters |= {name: names[name] for name in case.path_parameters}
            case.query = {**(case.query or {}), "patient": known["person_id"]}
        answer = ask(case, DOCTOR, base_url=base)
        assert answer.status_code < 500, answer.text
        if "Binary" in operation.label and answer.status_code == 200:
            return
        assert answer.headers["content-type"] == [FHIR]
        expected = {"CapabilityStatement", "Bundle", "DocumentReference"} if answer.status_code < 400 else set()
        assert answer.json()["resourceType"] in (expected or {"OperationOutcome"}), quote(answer.text)

    play(operation, judge, examples=EXAMPLES)
