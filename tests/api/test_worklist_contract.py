"""The worklist by the API holds what its OpenAPI document says, whatever is asked: an outside judge plays it.

Half of what is asked names an item and a file that exist, so that the desk answers too.
"""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from liane.store.intake_records import DecisionAct, IntakeDecisionMade
from tests.api.contract_kit import CHECKS, is_problem, name_real, play, schemathesis
from tests.postgres import TEMPLATE, name_database
from tests.web.conftest import run
from tests.web.filled_store import NOW
from tests.web.served import Served, serve

EXAMPLES = 12
LOT = "0123456789abcdef0123456789abcdef"
PREFIX = "/v1/intake/"


@pytest.fixture(scope="module")
def reception(postgres_dsn: str) -> Iterator[Served]:
    """A console served with a worklist of its own."""
    name = "worklist_contract"
    asyncio.run(run(postgres_dsn, f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}"))
    with serve(name_database(postgres_dsn, name), has_reception=True) as running:
        yield running
    asyncio.run(run(postgres_dsn, f"DROP DATABASE {name} WITH (FORCE)"))


async def file_in_lot(reception: Served, number: int) -> None:
    """File an item in the lot that exists."""
    assert reception.arrived is not None
    decision = IntakeDecisionMade(
        act=DecisionAct.FILE, actor="Liane", at=NOW, person_id=reception.arrived.patient, data={"lot": LOT}
    )
    await reception.store.intake.decide(number, 1, decision)


def test_every_operation_of_the_worklist_answers_as_described(reception: Served) -> None:
    assert reception.arrived is not None
    item = reception.run(reception.store.intake.get_item(reception.arrived.sure))
    known = {"item_id": item.id, "sha256": item.files[0].sha256, "lot": LOT}
    first, second = reception.arrived.pair
    for number in (first, second):
        reception.run(file_in_lot(reception, number))
    schema = schemathesis.openapi.from_url(f"{reception.url}/api/v1/openapi.json")
    operations = [found.ok() for found in schema.get_all_operations() if PREFIX in found.ok().label]
    assert len(operations) == 13

    def judge(case: Any, is_real: bool) -> None:
        if is_real:
            name_real(case, known)
        answer = case.call()
        case.validate_response(answer, checks=list(CHECKS))
        is_problem(answer)

    for operation in operations:
        play(operation, judge, examples=EXAMPLES)
