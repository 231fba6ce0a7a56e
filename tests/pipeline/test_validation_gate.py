"""The gate of validation: one verdict per document, and the policy of its channel decides what it stops."""

import asyncio

import pytest

from liane.domain.documents.delivery import CauseClass, DeliveryState, Destination
from liane.domain.documents.request import Endpoint
from liane.domain.errors import Finding, Severity
from liane.pipeline.request_json import load_request
from liane.pipeline.validate import Verdict, VerdictState
from liane.pipeline.validation_gate import FINDINGS_MAX, ValidationGate, ValidationPolicy
from liane.store.records import ClaimedDelivery, DeliveryOutcome, StoredDocument
from tests.pipeline.flow_kit import TO_BOTH, Flow, Judge, make_cda, make_gate, make_order, with_flags

pytestmark = pytest.mark.anyio
BLOCK, WARN, AFTER = ValidationPolicy.BLOCK, ValidationPolicy.WARN, ValidationPolicy.AFTER
MAILBOX = "camille.deschamps@cabinet-exemple.simulation.mssante.fr"


async def keep(flow: Flow, control_id: str = "M1", **flags: bool) -> StoredDocument:
    return await flow.keep(make_order(make_cda(), control_id, flags=with_flags(TO_BOTH, **flags)))


async def check(
    flow: Flow, gate: ValidationGate, document: StoredDocument, destination: Destination = Destination.DMP
) -> tuple[ClaimedDelivery, DeliveryOutcome | None]:
    (claimed,) = await flow.store.claim(limit=1, now=flow.clock(), destinations=[destination])
    request = load_request(document.request, make_cda())
    passed = await gate.check(claimed, document, request)
    return claimed, passed if isinstance(passed, DeliveryOutcome) else None


@pytest.mark.parametrize(
    ("policy", "state", "goes_on"),
    [
        (BLOCK, VerdictState.VALID, True),
        (BLOCK, VerdictState.INVALID, False),
        (BLOCK, VerdictState.UNJUDGED, False),
        (WARN, VerdictState.VALID, True),
        (WARN, VerdictState.INVALID, True),
        (WARN, VerdictState.UNJUDGED, True),
        (AFTER, VerdictState.INVALID, True),
        (AFTER, VerdictState.UNJUDGED, True),
    ],
)
async def test_the_policy_decides(flow: Flow, policy: ValidationPolicy, state: VerdictState, goes_on: bool) -> None:
    document = await keep(flow)
    gate = make_gate(flow, Judge(state), policy)
    _, outcome = await check(flow, gate, document)
    assert (outcome is None) is goes_on
    await gate.drain()
    (event,) = [one for one in await flow.events(document) if one.name == "document.validated"]
    assert event.data["verdict"] == state.value
    assert (await flow.store.get_document(document.id)).verdict == state.value


@pytest.mark.parametrize(
    ("state", "message", "remedy"),
    [
        (VerdictState.INVALID, "n'est pas conforme", "le corriger"),
        (VerdictState.UNJUDGED, "n'a pas pu être jugé", "Installer un kit"),
    ],
)
@pytest.mark.parametrize(
    ("destination", "event", "address"),
    [(Destination.DMP, "Z01", ""), (Destination.MSSANTE_PS, "Z02", MAILBOX)],
)
async def test_what_is_stopped_is_refused_with_its_reason_and_told(
    flow: Flow, state: VerdictState, message: str, remedy: str, destination: Destination, event: str, address: str
) -> None:
    document = await keep(flow)
    claimed, outcome = await check(flow, make_gate(flow, Judge(state), BLOCK), document, destination)
    assert outcome is not None
    assert outcome.cause is not None
    assert (outcome.state, outcome.cause.cause_class) == (DeliveryState.REFUSED, CauseClass.POLICY)
    assert message in outcome.cause.message
    assert remedy in outcome.cause.remedy
    (zam,) = outcome.new_deliveries
    assert (zam.plan["event"], zam.plan["positive"], zam.plan["address"]) == (event, False, address)
    delivery = await flow.finish(claimed, outcome)
    assert delivery.state is DeliveryState.REFUSED


async def test_nobody_is_told_who_did_not_ask(flow: Flow) -> None:
    document = await keep(flow, ack_reception=False)
    _, outcome = await check(flow, make_gate(flow, Judge(VerdictState.INVALID), BLOCK), document)
    assert outcome is not None
    assert outcome.new_deliveries == ()


async def test_a_document_is_judged_once_for_all_its_deliveries(flow: Flow) -> None:
    document = await keep(flow)
    judge = Judge()
    gate = make_gate(flow, judge, WARN)
    for destination in (Destination.DMP, Destination.MSSANTE_PS):
        await check(flow, gate, document, destination)
    assert judge.calls == 1
    assert (await flow.names(document)).count("document.validated") == 1


async def test_deliveries_at_the_same_instant_share_one_judgement(flow: Flow) -> None:
    document = await keep(flow)
    started, released = asyncio.Event(), asyncio.Event()

    class Slow(Judge):
        """Judges when told."""

        async def __call__(self, data: bytes) -> Verdict:
            started.set()
            await released.wait()
            return await Judge.__call__(self, data)

    judge = Slow()
    gate = make_gate(flow, judge, WARN)
    claimed = await flow.store.claim(limit=9, now=flow.clock())
    request = load_request(document.request, make_cda())
    checks = [asyncio.create_task(gate.check(one, document, request)) for one in claimed]
    await asyncio.wait_for(started.wait(), 10)
    released.set()
    assert await asyncio.gather(*checks) == [request, request]
    assert judge.calls == 1
    assert (await flow.names(document)).count("document.validated") == 1


async def test_the_same_bytes_are_not_judged_again_even_after_a_restart(flow: Flow) -> None:
    first = await keep(flow, "M1")
    judge = Judge()
    await check(flow, make_gate(flow, judge, WARN), first)
    second = await keep(flow, "M2")
    request = load_request(second.request, make_cda())
    claimed = await flow.claim(Destination.MSSANTE_PS)
    assert await make_gate(flow, judge, WARN).check(claimed, second, request) is request
    assert judge.calls == 1
    assert (await flow.names(second)).count("document.validated") == 1


async def test_another_kit_judges_again(flow: Flow) -> None:
    first = await keep(flow, "M1")
    judge = Judge()
    await check(flow, make_gate(flow, judge, WARN), first)
    second = await keep(flow, "M2")
    newer = ValidationGate(flow.store, judge=judge, kit_id="kit-2", policy_of=lambda _: WARN, now=flow.clock)
    await newer.check(await flow.claim(Destination.MSSANTE_PS), second, load_request(second.request, make_cda()))
    assert judge.calls == 2


async def test_each_emitter_has_its_policy(flow: Flow) -> None:
    document = await keep(flow)
    asked: list[Endpoint] = []

    def policy_of(sender: Endpoint) -> ValidationPolicy:
        asked.append(sender)
        return WARN

    gate = ValidationGate(flow.store, judge=Judge(), kit_id="kit", policy_of=policy_of, now=flow.clock)
    await check(flow, gate, document)
    assert [str(sender) for sender in asked] == ["SGL-SIMULATION@CH-TILLEULS-SIMULATION"]


async def test_the_findings_kept_are_bounded_and_their_number_is_told(flow: Flow) -> None:
    document = await keep(flow)
    finding = Finding(code="CDA-101", severity=Severity.ERROR, location="/", message="Absent.")
    judge = Judge(VerdictState.INVALID, findings=(finding,) * (FINDINGS_MAX + 1))
    await check(flow, make_gate(flow, judge, WARN), document)
    (event,) = [one for one in await flow.events(document) if one.name == "document.validated"]
    assert (len(event.data["findings"]), event.data["findings_total"]) == (FINDINGS_MAX, FINDINGS_MAX + 1)


async def test_a_judge_that_breaks_does_not_stay_in_the_way(flow: Flow) -> None:
    document = await keep(flow)

    class Broken(Judge):
        """Breaks the first time."""

        async def __call__(self, data: bytes) -> Verdict:
            if self.calls == 0:
                self.calls += 1
                raise RuntimeError("worker died")
            return await Judge.__call__(self, data)

    gate = make_gate(flow, Broken(), WARN)
    claimed = await flow.claim(Destination.DMP)
    request = load_request(document.request, make_cda())
    with pytest.raises(RuntimeError):
        await gate.check(claimed, document, request)
    assert await gate.check(claimed, document, request) is request
