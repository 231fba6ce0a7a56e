"""The worklist by the API holds what its OpenAPI document says, whatever is asked: an outside judge plays it.

Half of what is asked names an item and a file that exist, so that the desk answers too.
"""

import asyncio
import warnings
from collections.abc import Iterator
from typing import Any

import pytest

from tests.postgres import TEMPLATE, name_database
from tests.web.conftest import run
from tests.web.served import Served, serve

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed")
    from hypothesis import HealthCheck, given, settings
    from hypothesis import strategies as st
    from schemathesis.checks import not_a_server_error
    from schemathesis.specs.openapi.checks import (
        content_type_conformance,
        response_schema_conformance,
        status_code_conformance,
        unsupported_method,
    )

CHECKS = (
    not_a_server_error,
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)
EXAMPLES = 12
PREFIX = "/v1/intake/items"
PROBLEM = "application/problem+json"


@pytest.fixture(scope="module")
def reception(postgres_dsn: str) -> Iterator[Served]:
    """A console served with a worklist of its own."""
    name = "worklist_contract"
    asyncio.run(run(postgres_dsn, f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}"))
    with serve(name_database(postgres_dsn, name), has_reception=True) as running:
        yield running
    asyncio.run(run(postgres_dsn, f"DROP DATABASE {name} WITH (FORCE)"))


def test_every_operation_of_the_worklist_answers_as_described(reception: Served) -> None:
    assert reception.arrived is not None
    item = reception.run(reception.store.intake.get_item(reception.arrived.sure))
    known = {"item_id": item.id, "sha256": item.files[0].sha256}
    schema = schemathesis.openapi.from_url(f"{reception.url}/api/v1/openapi.json")
    operations = [found.ok() for found in schema.get_all_operations() if PREFIX in found.ok().label]
    assert len(operations) == 7
    for operation in operations:
        _play(operation, known)


def _play(operation: Any, known: dict[str, Any]) -> None:
    @settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(), is_real=st.booleans())
    def play(case: Any, is_real: bool) -> None:
        if is_real:
            case.path_parameters |= {name: known[name] for name in case.path_parameters if name in known}
        answer = case.call()
        case.validate_response(answer, checks=list(CHECKS))
        if answer.status_code >= 400:
            assert answer.headers["content-type"] == [PROBLEM]
            assert answer.json()["status"] == answer.status_code

    play()
