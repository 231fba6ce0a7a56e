"""The stays of a person with their documents, and the stay on the page of a document."""

from dataclasses import replace

import httpx
import pytest

from liane.domain.actors.operator import Operator, Role
from liane.domain.identity.stays import Stay, StayFacts, StayState
from liane.store.postgres_store import PostgresStore
from liane.store.registry_records import RegistryWrite
from liane.web.app import create_app
from liane.web.console import ConsoleSettings
from liane.web.security import Credential
from liane_sandbox.emitter.scenario import SendingFacts, make_message
from liane_sandbox.establishment import FINESS
from tests.pipeline.flow_kit import TO_DMP, Flow, make_cda
from tests.web.desk_kit import fill_desk, make_desk, make_flow
from tests.web.filled_store import NOW, make_status
from tests.web.test_console_pages import Checker
from tests.web.test_rights import basic

pytestmark = pytest.mark.anyio
SECRET = "le-secret-de-la-cellule-1"
CREDENTIAL = Credential(operator=Operator(name="Camille", roles=frozenset({Role.IDENTITOVIGILANCE})), secret=SECRET)


async def keep(flow: Flow, serial: int, visit: str) -> int:
    facts = SendingFacts(control_id=f"M{serial}", sent_at="20260302141500+0100", flags=TO_DMP, visit=visit)
    return (await flow.keep(make_message(make_cda(serial), facts))).id


async def test_documents_are_shown_with_the_stay_they_belong_to(store: PostgresStore) -> None:
    flow = make_flow(store, lambda: NOW)
    known = await fill_desk(flow)
    facts = StayFacts(visit_number="VEN42", visit_domain=FINESS, admitted="20261101080000")
    stay = Stay(person_id=known.qualified, facts=facts, state=StayState.OPEN)
    await store.registry.write_registry(
        RegistryWrite(stays=(stay, replace(stay, facts=replace(facts, visit_number="VEN43"))))
    )
    inside, outside = await keep(Flow(store=store), 1, "VEN42"), await keep(Flow(store=store), 2, "VEN99")
    for document_id in (inside, outside):
        await store.registry.link_document(document_id, known.qualified, "INS", NOW)
    app = create_app(
        store=store,
        status=make_status(),
        now=lambda: NOW,
        settings=ConsoleSettings(allowed_hosts=("liane.test",), credentials=(CREDENTIAL,)),
        desk=make_desk(flow),
    )
    transport = httpx.ASGITransport(app, raise_app_exceptions=True)
    async with httpx.AsyncClient(
        transport=transport, base_url="http://liane.test", headers=basic("Camille", SECRET)
    ) as client:
        page = (await client.get(f"/identites/{known.qualified}/sejours")).text
        of_inside, of_outside = [(await client.get(f"/documents/{number}")).text for number in (inside, outside)]
    checker = Checker()
    checker.feed(page)
    assert checker.find_faults() == []
    row = page[page.index("VEN42") : page.index("</tr>", page.index("VEN42"))]
    assert f"/documents/{inside}" in row
    assert "numéro de venue" in row
    loose = page[page.index("sans-sejour") :]
    assert f"/documents/{outside}" in loose
    assert f"/documents/{inside}" not in loose
    assert "venue VEN42, en cours, entrée le 01/11/2026 à 8 h 00 (rattaché par : numéro de venue)" in of_inside
    assert f"/identites/{known.qualified}/sejours#sejour-" in of_inside
    assert "rattaché par" not in of_outside
