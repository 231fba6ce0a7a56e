"""What subscribers are told: whom, in what order, after which answer, and what follows a refusal or a silence."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from liane.codecs.hl7v2.ack import AckCode, render_ack
from liane.codecs.hl7v2.adt_read import read_adt
from liane.codecs.hl7v2.envelope import read_envelope
from liane.codecs.hl7v2.er7 import parse_message
from liane.codecs.hl7v2.policy import AcceptancePolicy
from liane.connectors.mllp.peer import Peer
from liane.connectors.mllp.server import MLLPLimits, serve_mllp
from liane.domain.errors import RemoteOutcomeUnknown, RemoteUnavailable
from liane.domain.identity.messages import IdentityAction
from liane.domain.identity.person import ComplementaryTraits
from liane.pipeline.identity.creation import PersonDraft
from liane.pipeline.identity.feed import FeedDispatcher
from liane.pipeline.retry import RetryPolicy
from liane.store.postgres_store import PostgresStore
from liane.store.registry_records import AlertKind, NoticeState
from liane.wiring.identity import SubscriberDirectory
from liane.wiring.settings import SubscriberSettings
from tests.pipeline.flow_kit import NOW
from tests.pipeline.identity_kit import CLERK, DPI, GAM, OFFICER, PATIENT, TRAITS, IdentityFlow, make_adt, make_rules

pytestmark = pytest.mark.anyio
Step = AckCode | Exception


@dataclass(slots=True)
class FakeSubscribers:
    """Subscribers that answer from a script, then AA."""

    script: list[Step] = field(default_factory=list)
    seen: list[tuple[str, bytes]] = field(default_factory=list)
    known: bool = True

    def knows(self, name: str) -> bool:
        """Whether an address is declared."""
        return self.known

    async def send(self, name: str, message: bytes) -> bytes:
        """Answer the next step."""
        self.seen.append((name, message))
        step = self.script.pop(0) if self.script else AckCode.AA
        if isinstance(step, Exception):
            raise step
        return render_ack(read_envelope(parse_message(message)), code=step, control_id="ACK1", at=NOW)

    def told(self, name: str) -> list[str]:
        """The events told to one, in order."""
        return [parse_message(raw).segments[0].component(9, 2) for who, raw in self.seen if who == name]


@pytest.fixture
def flow(store: PostgresStore) -> IdentityFlow:
    """A référentiel with two subscribers."""
    return IdentityFlow(store, make_rules())


def make_feed(flow: IdentityFlow, links: FakeSubscribers | SubscriberDirectory) -> FeedDispatcher:
    """The diffusion of a flow."""
    return FeedDispatcher(
        flow.kept,
        flow.store,
        links,
        retry=RetryPolicy(first_delay_s=2.0, age_max=timedelta(hours=48)),
        channels=flow.channels,
        now=flow.clock,
    )


async def drain(feed: FeedDispatcher) -> None:
    """Send all that is due."""
    while await feed.send_some():
        pass


async def test_changes_are_told_in_order_and_never_to_the_teller(flow: IdentityFlow) -> None:
    links = FakeSubscribers()
    feed = make_feed(flow, links)
    await flow.apply(make_adt("A28", replace(PATIENT, ins=None, status="PROV")), make_adt("A31"), make_adt("A31"))
    await drain(feed)
    assert links.told(DPI) == ["A28", "A31"]
    assert links.told(GAM) == []
    person = await flow.get()
    await flow.registry.change_complementary(
        person.id, person.version, ComplementaryTraits(city="TESTVILLE"), operator=CLERK
    )
    await drain(feed)
    assert (links.told(DPI)[-1], links.told(GAM)) == ("A31", ["A31"])
    assert {notice.state for notice in await flow.notices()} == {NoticeState.SENT}


async def test_what_is_told_is_read_by_our_own_reader(flow: IdentityFlow) -> None:
    links = FakeSubscribers()
    await flow.apply(make_adt("A28"))
    await drain(make_feed(flow, links))
    (raw,) = [message for name, message in links.seen if name == DPI]
    read = read_adt(raw, accepted=AcceptancePolicy.for_test())
    assert read.is_accepted, read.findings
    assert read.message is not None
    assert (read.message.action, read.message.told.identity.ins) == (IdentityAction.CREATE, PATIENT.ins)


async def test_a_merge_and_a_new_number_are_told(flow: IdentityFlow) -> None:
    links = FakeSubscribers()
    await flow.apply(
        make_adt("A28"),
        make_adt("A28", replace(PATIENT, ipp="000009", ins=None, status="PROV")),
        make_adt("A40", PATIENT, "MRG|000009^^^CHU&1.2.250.1.999.7&ISO^PI"),
        make_adt("A47", replace(PATIENT, ipp="000004"), "MRG|000003^^^CHU&1.2.250.1.999.7&ISO^PI"),
    )
    await drain(make_feed(flow, links))
    assert sorted(links.told(DPI)) == ["A28", "A28", "A40", "A47"]
    assert [event for event in links.told(DPI) if event in ("A40", "A47")] == ["A40", "A47"]


async def test_a_refusal_sets_aside_calls_a_person_and_holds_what_follows(flow: IdentityFlow) -> None:
    links = FakeSubscribers([AckCode.AE])
    feed = make_feed(flow, links)
    await flow.apply(make_adt("A28", replace(PATIENT, ins=None, status="PROV")))
    await drain(feed)
    (notice,) = await flow.notices()
    assert (notice.state, notice.cause) == (NoticeState.PARKED, "AE")
    (alert,) = await flow.alerts(AlertKind.MESSAGE_FAILED)
    assert alert.person_id == (await flow.get()).id
    await flow.apply(make_adt("A31"))
    await drain(feed)
    assert links.told(DPI) == ["A28"]
    await flow.kept.change_notices((notice.id,), act="replay", now=flow.clock())
    await drain(feed)
    assert links.told(DPI) == ["A28", "A28", "A31"]


@pytest.mark.parametrize(
    "step", [AckCode.AR, RemoteUnavailable("x", "MLLP_CONNECT"), RemoteOutcomeUnknown("x", "MLLP_TIMEOUT")]
)
async def test_silence_and_a_put_off_are_tried_again_under_the_same_number(flow: IdentityFlow, step: Step) -> None:
    links = FakeSubscribers([step])
    feed = make_feed(flow, links)
    await flow.apply(make_adt("A28"))
    await drain(feed)
    (notice,) = await flow.notices()
    assert (notice.state, notice.attempts) == (NoticeState.WAITING, 1)
    flow.clock.advance(seconds=4)
    await drain(feed)
    assert [(one.state, one.attempts) for one in await flow.notices()] == [(NoticeState.SENT, 2)]
    first, second = [message for _, message in links.seen]
    assert first == second


async def test_a_subscriber_that_is_down_has_one_incident_until_it_is_back(flow: IdentityFlow) -> None:
    links = FakeSubscribers([RemoteUnavailable("x", "MLLP_CONNECT")] * 4)
    feed = make_feed(flow, links)
    await flow.apply(make_adt("A28"))
    for _ in range(6):
        await drain(feed)
        flow.clock.advance(minutes=2)
    incidents = await flow.store.find_incidents(only_open=False)
    assert [(one.remote, one.closed_at is None) for one in incidents] == [(f"identités:{DPI}", False)]
    assert links.told(DPI)[-1] == "A28"
    assert {notice.state for notice in await flow.notices()} == {NoticeState.SENT}


async def test_insisting_ends(flow: IdentityFlow) -> None:
    links = FakeSubscribers([AckCode.AR] * 2)
    feed = make_feed(flow, links)
    await flow.apply(make_adt("A28"))
    await drain(feed)
    flow.clock.advance(hours=49)
    await drain(feed)
    (notice,) = await flow.notices()
    assert (notice.state, notice.cause) == (NoticeState.PARKED, "AR")
    assert len(await flow.alerts(AlertKind.MESSAGE_FAILED)) == 1


async def test_a_subscriber_taken_out_of_the_settings_is_told_nothing(flow: IdentityFlow) -> None:
    links = FakeSubscribers(known=False)
    await flow.apply(make_adt("A28"))
    await drain(make_feed(flow, links))
    assert [notice.cause for notice in await flow.notices()] == ["ABONNE_INCONNU"]
    assert links.seen == []


async def test_a_person_may_be_told_again(flow: IdentityFlow) -> None:
    person = await flow.registry.create(PersonDraft(traits=TRAITS), operator=CLERK)
    await flow.registry.tell_again(person.id, DPI, operator=OFFICER)
    assert [(one.event, one.subscriber) for one in await flow.notices()][-1] == ("A31", DPI)


@asynccontextmanager
async def application() -> AsyncIterator[tuple[int, list[bytes]]]:
    """A subscriber on a real socket."""
    received: list[bytes] = []

    async def accept(raw: bytes, _: Peer) -> bytes:
        received.append(raw)
        return render_ack(read_envelope(parse_message(raw)), code=AckCode.AA, control_id="ACK1", at=NOW)

    server = await serve_mllp("127.0.0.1", 0, accept, limits=MLLPLimits())
    try:
        yield server.port, received
    finally:
        await server.close()


async def test_over_a_real_link(flow: IdentityFlow) -> None:
    async with application() as (port, received):
        directory = SubscriberDirectory(
            (
                SubscriberSettings(application="DPI", facility="CHU", host="127.0.0.1", port=port),
                SubscriberSettings(application="GAM", facility="CHU", host="127.0.0.1", port=port),
            )
        )
        feed = make_feed(flow, directory)
        running = asyncio.create_task(feed.run())
        await flow.registry.create(PersonDraft(traits=TRAITS), operator=CLERK)
        async with asyncio.timeout(10):
            while {one.state for one in await flow.notices()} != {NoticeState.SENT}:
                await asyncio.sleep(0.02)
        await feed.stop()
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await directory.close()
        assert len(received) == 2
