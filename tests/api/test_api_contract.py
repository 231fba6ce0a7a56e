"""The API holds what its OpenAPI document says, whatever is asked: an outside judge plays it on a served console."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from tests.api.contract_kit import CHECKS, play, schemathesis
from tests.postgres import copy_database, name_database
from tests.web.conftest import run
from tests.web.served import Served, serve

EXAMPLES = 12


@pytest.fixture(scope="module")
def served(postgres_dsn: str, filled_template: str) -> Iterator[Served]:
    """A console served on a filled database of its own."""
    name = "contract"
    asyncio.run(run(postgres_dsn, copy_database(name, filled_template)))
    with serve(name_database(postgres_dsn, name)) as running:
        yield running
    asyncio.run(run(postgres_dsn, f"DROP DATABASE {name} WITH (FORCE)"))


def _judge(case: Any, _: bool) -> None:
    case.call_and_validate(checks=list(CHECKS))


def test_every_operation_answers_as_described(served: Served) -> None:
    schema = schemathesis.openapi.from_url(f"{served.url}/api/v1/openapi.json")
    operations = [found.ok() for found in schema.get_all_operations()]
    assert len(operations) == 15
    for operation in operations:
        play(operation, _judge, examples=EXAMPLES)
