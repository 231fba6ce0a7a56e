"""Whose is an address: from the copy, from the directory when the copy is old, and what a delivery makes of it."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from liane.domain.documents.delivery import CauseClass, DeliveryState, Destination
from liane.domain.documents.request import DocumentRequest
from liane.pipeline.directory.addresses import AddressBook, AddressCheck, AddressGate, AddressVerdict
from liane.pipeline.request_json import load_request
from liane.store.postgres_store import PostgresStore
from liane.store.records import DeliveryOutcome
from liane_sandbox.annuaire.population import DOCTOR_MAILBOX, DRAWN_DOMAIN, drawn_rpps
from liane_sandbox.faults import Fault, FaultKind
from tests.pipeline.directory_kit import Directory, run_directory
from tests.pipeline.flow_kit import TO_MAIL, Flow, make_cda, make_order

pytestmark = pytest.mark.anyio
UNLISTED = f"liste.rouge@{DRAWN_DOMAIN}"


@pytest.fixture
async def directory(tmp_path: Path, store: PostgresStore) -> AsyncIterator[Directory]:
    async with run_directory(tmp_path, store) as running:
        yield running


def book(directory: Directory) -> AddressBook:
    return AddressBook(directory.copy, directory.client, now=directory.clock)


async def test_the_copy_answers_while_it_is_fresh(directory: Directory) -> None:
    await directory.loader.run()
    calls = directory.server.service.state.calls
    known = await book(directory).check(DOCTOR_MAILBOX)
    assert (known.verdict, known.as_of is not None) == (AddressVerdict.KNOWN, True)
    assert (await book(directory).check(UNLISTED)).verdict is AddressVerdict.UNKNOWN
    assert directory.server.service.state.calls == calls


async def test_who_left_is_withdrawn(directory: Directory) -> None:
    await directory.loader.run()
    directory.clock.at += timedelta(hours=20)
    directory.server.service.state.set_active("Practitioner", f"003-8{drawn_rpps(2)}", is_active=False)
    await directory.loader.run()
    answer = await book(directory).check(f"{drawn_rpps(2)}@{DRAWN_DOMAIN}")
    assert answer.verdict is AddressVerdict.WITHDRAWN


async def test_a_copy_that_is_old_or_empty_asks_the_directory_itself(directory: Directory) -> None:
    asked = await book(directory).check(DOCTOR_MAILBOX)
    assert (asked.verdict, asked.as_of) == (AddressVerdict.KNOWN, None)
    assert (await book(directory).check(UNLISTED)).verdict is AddressVerdict.UNKNOWN
    directory.faults.add(Fault(service="annuaire", kind=FaultKind.FAULT))
    assert (await book(directory).check(DOCTOR_MAILBOX)).verdict is AddressVerdict.UNCHECKED


async def send(
    store: PostgresStore, directory: Directory, check: AddressCheck
) -> tuple[Flow, DeliveryOutcome | DocumentRequest]:
    flow = Flow(store=store)
    gate = AddressGate(book(directory), check=check, tell=store.append_event, now=flow.clock)
    document = await flow.keep(make_order(make_cda(), flags=TO_MAIL))
    claimed = await flow.claim(Destination.MSSANTE_PS)
    passed = await gate.check(claimed, document, load_request(document.request, make_cda()))
    if isinstance(passed, DeliveryOutcome):
        await flow.finish(claimed, passed)
        told = {"actor": "user:Camille", "reason": "vérifiée par téléphone"}
        assert await store.change_deliveries([claimed.id], act="replay", now=flow.clock(), **told) == 1
        again = await flow.claim(Destination.MSSANTE_PS)
        assert isinstance(
            await gate.check(again, document, load_request(document.request, make_cda())), DocumentRequest
        )
    return flow, passed


@pytest.mark.parametrize("check", list(AddressCheck))
async def test_an_address_that_nobody_publishes_is_told_or_held_as_the_site_chose(
    store: PostgresStore, directory: Directory, check: AddressCheck
) -> None:
    await directory.loader.run()
    for person in [*directory.server.service.state.list_all("Practitioner")]:
        directory.server.service.state.withdraw_mailbox("Practitioner", person["id"], DOCTOR_MAILBOX)
    directory.clock.at += timedelta(hours=1)
    await directory.loader.run()
    flow, passed = await send(store, directory, check)
    (document,) = await flow.documents()
    names = await flow.names(document)
    assert ("delivery.address_doubtful" in names) is (check is AddressCheck.TELL)
    assert isinstance(passed, DeliveryOutcome) is (check is AddressCheck.HOLD)
    if isinstance(passed, DeliveryOutcome):
        assert passed.cause is not None
        assert (passed.state, passed.cause.cause_class) == (DeliveryState.PARKED, CauseClass.POLICY)
        assert "delivery.address_held" in names


async def test_an_address_that_is_published_leaves(store: PostgresStore, directory: Directory) -> None:
    await directory.loader.run()
    _, passed = await send(store, directory, AddressCheck.HOLD)
    assert isinstance(passed, DocumentRequest)
