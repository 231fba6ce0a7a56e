"""The API holds what its OpenAPI document says, whatever is asked: an outside judge plays it on a served console."""

import asyncio
import warnings
from collections.abc import Iterator
from typing import Any

import pytest

from tests.postgres import copy_database, name_database
from tests.web.conftest import run
from tests.web.served import Served, serve

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed")
    from hypothesis import HealthCheck, given, settings
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
"""Of each operation; drawn the same way each time (the profile of the tests is derandomized)."""


@pytest.fixture(scope="module")
def served(postgres_dsn: str, filled_template: str) -> Iterator[Served]:
    """A console served on a filled database of its own."""
    name = "contract"
    asyncio.run(run(postgres_dsn, copy_database(name, filled_template)))
    with serve(name_database(postgres_dsn, name)) as running:
        yield running
    asyncio.run(run(postgres_dsn, f"DROP DATABASE {name} WITH (FORCE)"))


def test_every_operation_answers_as_described(served: Served) -> None:
    schema = schemathesis.openapi.from_url(f"{served.url}/api/v1/openapi.json")
    operations = [found.ok() for found in schema.get_all_operations()]
    assert len(operations) == 15
    for operation in operations:
        _play(operation)


def _play(operation: Any) -> None:
    """Ask one operation what its description allows, and judge each answer."""

    @settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy())
    def play(case: Any) -> None:
        case.call_and_validate(checks=list(CHECKS))

    play()
