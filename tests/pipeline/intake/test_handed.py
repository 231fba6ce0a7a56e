"""What a folder or a server is told of the patient: the record of the registry, its INS only when it may circulate."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest

from liane.domain.documents.request import Endpoint
from liane.domain.identity.patient import IdentityStatus, PatientIdentifier
from liane.domain.identity.person import Attribute, Person
from liane.pipeline.intake.handed import TIE_WAIT, HandedMaker, HandedRules, NotTiedYet
from liane.pipeline.intake.outlets import HandOver
from liane.pipeline.request_json import load_request
from liane_sandbox.patients import IPP_OID
from tests.pipeline.flow_kit import Flow
from tests.pipeline.reception_kit import KNOWN, make_order, open_intake, write

pytestmark = pytest.mark.anyio
RULES = HandedRules(own=Endpoint(application="LIANE", facility="CH"), local_oid=IPP_OID)


@dataclass(slots=True)
class Registry:
    """The person that a document is tied to, or nobody."""

    person: Person | None

    async def find_document_person(self, document_id: int) -> int | None:
        """The person."""
        return self.person.id if self.person is not None else None

    async def get_effective_person(self, person_id: int) -> Person:
        """The same."""
        assert self.person is not None
        return self.person


async def make(flow: Flow, tmp_path: Any, change: Any, **delay: float) -> Any:
    async with open_intake(flow, tmp_path) as intake:
        person = await intake.know()
        await intake.take(write(make_order()))
        (document,) = await flow.documents()
        _, content = await flow.store.load_document(document.id)
        (claimed,) = await flow.store.claim(limit=1, now=flow.clock(), destinations=None)
        one = HandOver(
            claimed=claimed,
            request=load_request(document.request, content),
            row=document,
            target=Endpoint(application="DPI", facility="CH"),
        )
        maker = HandedMaker(Registry(change(person)), RULES)
        return (await maker.make(one, flow.clock() + timedelta(**delay))).patient


@pytest.mark.parametrize(
    ("changes", "has_ins"),
    [
        ({}, True),
        ({"status": IdentityStatus.VALIDEE}, False),
        ({"status": IdentityStatus.PROVISOIRE}, False),
        ({"attributes": frozenset({Attribute.DOUTEUX})}, False),
    ],
)
async def test_the_ins_leaves_only_with_a_qualified_identity(
    flow: Flow, tmp_path: Any, changes: dict[str, Any], has_ins: bool
) -> None:
    patient = await make(flow, tmp_path, lambda person: replace(person, **changes))
    assert (patient.ins is not None) is has_ins
    assert patient.ipp.value == KNOWN.ipp


async def test_the_number_of_another_domain_is_not_ours(flow: Flow, tmp_path: Any) -> None:
    other = PatientIdentifier(value="AILLEURS", oid="1.2.3", type_code="PI")
    patient = await make(flow, tmp_path, lambda person: replace(person, identifiers=(other,)))
    assert patient.ipp is None


async def test_a_document_about_to_be_tied_is_waited_for(flow: Flow, tmp_path: Any) -> None:
    with pytest.raises(NotTiedYet):
        await make(flow, tmp_path, lambda person: None)


async def test_a_document_never_tied_goes_without_any_ins(flow: Flow, tmp_path: Any) -> None:
    patient = await make(flow, tmp_path, lambda person: None, seconds=TIE_WAIT.total_seconds() + 1)
    assert patient.ins is None
    assert patient.traits.birth_family
