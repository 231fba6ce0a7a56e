"""The way home: one ZAM per fact, under one number for all its attempts; the emitter's answer decides."""

from dataclasses import dataclass, field

import pytest

from liane.codecs.hl7v2.ack import AckCode, render_ack
from liane.codecs.hl7v2.zam import parse_zam
from liane.domain.documents.delivery import Cause, CauseClass, DeliveryState, Destination
from liane.domain.documents.request import RequestFlags
from liane.domain.errors import RemoteOutcomeUnknown, RemoteUnavailable
from liane.pipeline.acknowledge import Z01, Z02, Z03, plan_zam
from liane.pipeline.request_json import load_request
from liane.pipeline.zam_delivery import ZamHandler
from liane.store.records import ClaimedDelivery, DeliveryOutcome, StoredDocument
from tests.pipeline.dispatch_kit import working
from tests.pipeline.flow_kit import NOW, TO_BOTH, FakeLinks, Flow, make_cda, make_order, with_flags

pytestmark = pytest.mark.anyio
EMITTER = "SGL-SIMULATION@CH-TILLEULS-SIMULATION"
ADDRESS = "camille.deschamps@cabinet-exemple.simulation.mssante.fr"
REFUSED = Cause(cause_class=CauseClass.REFUSED, code="550", message="Boîte inconnue.")


def answer(code: AckCode) -> bytes:
    return render_ack(None, code=code, control_id="A1", at=NOW)


@dataclass(slots=True)
class Scene:
    """One fact to tell, and the scripted emitter."""

    flow: Flow
    document: StoredDocument
    links: FakeLinks = field(default_factory=lambda: FakeLinks([]))

    async def plan(
        self, event: str = Z01, positive: bool = True, *, cause: Cause | None = None, address: str = ""
    ) -> ClaimedDelivery:
        """Plan one ZAM and lease it."""
        request = load_request(self.document.request, b"")
        zam = plan_zam(
            request, event=event, positive=positive, about="7", due=self.flow.clock(), address=address, cause=cause
        )
        await self.flow.store.add_deliveries(self.document.id, zam, ())
        return await self.flow.claim(Destination.ZAM)

    async def deliver(self, claimed: ClaimedDelivery, *script: bytes | Exception) -> DeliveryOutcome:
        """One attempt."""
        self.links.script = list(script)
        return await self.handler.deliver(claimed)

    @property
    def handler(self) -> ZamHandler:
        """The flow under test."""
        return ZamHandler(self.links, now=self.flow.clock)


@pytest.fixture
async def scene(flow: Flow) -> Scene:
    return Scene(flow, await flow.keep(make_order(make_cda(), "SGL-000245")))


@pytest.mark.parametrize(
    ("event", "positive", "code", "table"),
    [
        (Z01, True, "", ""),
        (Z01, False, "XDSUnknownPatientId", "DMP_ERROR_CODE"),
        (Z02, True, "", ""),
        (Z02, False, "550", "SMTPERRORCODE"),
        (Z03, True, "", ""),
        (Z03, False, "902", "applicationErrorCondition"),
    ],
)
async def test_a_fact_is_told_in_the_form_of_the_volet(
    scene: Scene, event: str, positive: bool, code: str, table: str
) -> None:
    cause = None if positive else Cause(cause_class=CauseClass.REFUSED, code=code, message="Refusé.")
    claimed = await scene.plan(event, positive, cause=cause, address="" if event == Z01 else ADDRESS)
    outcome = await scene.deliver(claimed, answer(AckCode.AA))
    assert outcome.state is DeliveryState.DELIVERED
    assert [one.name for one in outcome.events] == ["zam.sent", "zam.acknowledged"]
    ((endpoint, raw),) = scene.links.seen
    assert str(endpoint) == EMITTER
    zam = parse_zam(raw)
    assert (zam.event.value, zam.is_positive, zam.request_control_id) == (event, positive, "SGL-000245")
    assert (str(zam.sender), str(zam.receiver)) == ("LIANE@CH-TILLEULS-SIMULATION", EMITTER)
    assert zam.mailbox == ("" if event == Z01 else ADDRESS)
    lines = raw.split(b"\r")
    assert lines[0].split(b"|")[11] == b"2.6"
    errors = [line for line in lines if line.startswith(b"ERR|")]
    assert len(errors) == (0 if positive else 1)
    if errors:
        assert code.encode() in errors[0]
        assert table.encode() in errors[0]


async def test_every_attempt_carries_the_same_number(scene: Scene) -> None:
    claimed = await scene.plan()
    with pytest.raises(RemoteUnavailable):
        await scene.deliver(claimed, RemoteUnavailable("zam", "ECONNREFUSED"))
    scene.flow.clock.advance(hours=1)
    await scene.deliver(claimed, answer(AckCode.AA))
    first, second = (raw for _, raw in scene.links.seen)
    assert first == second
    assert parse_zam(first).control_id == f"LZ{claimed.id:012d}"


async def test_ae_stops_it_and_calls_a_person(scene: Scene) -> None:
    outcome = await scene.deliver(await scene.plan(), answer(AckCode.AE))
    assert outcome.state is DeliveryState.PARKED
    assert outcome.cause is not None
    assert (outcome.cause.code, outcome.cause.message) == ("AE", "L'application émettrice refuse cet accusé (AE).")
    assert [one.name for one in outcome.events] == ["zam.sent", "zam.acknowledged", "delivery.attempted"]


@pytest.mark.parametrize(
    ("said", "code"),
    [(answer(AckCode.AR), "AR"), (b"MSH|^~\\&|no MSA here\r", "ACK_ILLISIBLE"), (b"\x00\xff", "ACK_ILLISIBLE")],
    ids=["AR", "no MSA", "bytes"],
)
async def test_what_is_no_answer_is_tried_again(scene: Scene, said: bytes, code: str) -> None:
    claimed = await scene.plan()
    with pytest.raises(RemoteUnavailable, match=code) as stopped:
        await scene.deliver(claimed, said)
    assert stopped.value.answer == said


async def test_an_emitter_without_address_calls_a_person(scene: Scene) -> None:
    scene.links.known = False
    outcome = await scene.deliver(await scene.plan())
    assert outcome.state is DeliveryState.PARKED
    assert outcome.cause is not None
    assert outcome.cause.code == "EMETTEUR_INCONNU"
    assert "emitters" in outcome.cause.remedy
    assert scene.links.seen == []


async def test_silence_after_a_sending_is_sent_again_under_the_same_number(scene: Scene) -> None:
    claimed = await scene.plan()
    await scene.flow.finish(
        claimed, DeliveryOutcome(state=DeliveryState.WAITING, retry_at=scene.flow.clock(), is_attempt=False)
    )
    scene.links.script = [RemoteOutcomeUnknown("zam:SGL", "TIMEOUT"), answer(AckCode.AA)]
    async with working(scene.flow, {Destination.ZAM: scene.handler}) as work:
        await work.settle()
        scene.flow.clock.advance(minutes=1)
        await work.settle()
    (zam,) = await scene.flow.deliveries(scene.document, Destination.ZAM)
    assert (zam.state, zam.attempts) == (DeliveryState.DELIVERED, 2)
    first, second = (raw for _, raw in scene.links.seen)
    assert first == second


async def test_each_emitter_has_its_circuit(scene: Scene) -> None:
    assert scene.handler.remote(await scene.plan()) == f"zam:{EMITTER}"


# -- planned once, when asked ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("event", "flags", "is_planned"),
    [
        (Z01, with_flags(TO_BOTH, ack_reception=True, ack_lecture=False), True),
        (Z02, with_flags(TO_BOTH, ack_reception=True, ack_lecture=False), True),
        (Z03, with_flags(TO_BOTH, ack_reception=True, ack_lecture=False), False),
        (Z01, with_flags(TO_BOTH, ack_reception=False, ack_lecture=True), False),
        (Z02, with_flags(TO_BOTH, ack_reception=False, ack_lecture=True), False),
        (Z03, with_flags(TO_BOTH, ack_reception=False, ack_lecture=True), True),
    ],
)
async def test_a_fact_is_told_when_it_was_asked(flow: Flow, event: str, flags: RequestFlags, is_planned: bool) -> None:
    document = await flow.keep(make_order(make_cda(), flags=flags))
    request = load_request(document.request, b"")
    planned = plan_zam(request, event=event, positive=True, about="1", due=NOW)
    assert len(planned) == (1 if is_planned else 0)


async def test_a_fact_is_planned_once_and_its_contrary_apart(scene: Scene) -> None:
    request = load_request(scene.document.request, b"")
    for positive, count in ((True, 1), (True, 1), (False, 2), (False, 2)):
        cause = None if positive else REFUSED
        zam = plan_zam(request, event=Z02, positive=positive, about="9", due=NOW, address=ADDRESS, cause=cause)
        await scene.flow.store.add_deliveries(scene.document.id, zam, ())
        assert len(await scene.flow.deliveries(scene.document, Destination.ZAM)) == count


async def test_the_charset_of_the_emitter_is_spoken(flow: Flow) -> None:
    raw = make_order(make_cda(), "LATIN").replace(b"UNICODE UTF-8", b"8859/15")
    scene = Scene(flow, await flow.keep(raw.decode().encode("iso-8859-15")))
    cause = Cause(cause_class=CauseClass.REFUSED, code="XDSUnknownPatientId", message="Pas de DMP ouvert à ce nom.")
    await scene.deliver(await scene.plan(Z01, False, cause=cause), answer(AckCode.AA))
    ((_, sent),) = scene.links.seen
    assert b"8859/15" in sent
    assert "ouvert à ce nom".encode("iso-8859-15") in sent
