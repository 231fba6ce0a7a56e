"""Dispatch: the class of a failure, and nothing else, decides what comes next."""

import asyncio
from datetime import timedelta

import pytest

from liane.domain.documents.delivery import CauseClass, DeliveryState, Destination
from liane.domain.documents.request import RequestAction
from liane.domain.errors import (
    Finding,
    RemoteOutcomeUnknown,
    RemoteRefusal,
    RemoteUnavailable,
    RuleViolation,
    Severity,
)
from liane.pipeline.outcomes import Interrupted
from liane.pipeline.retry import RetryPolicy
from liane.store.records import ClaimedDelivery, DeliveryOutcome, NewEvent, StoredDelivery, StoredDocument
from tests.pipeline.dispatch_kit import DONE, Scripted, working
from tests.pipeline.flow_kit import TO_BOTH, TO_DMP, Flow, make_cda, make_order

pytestmark = pytest.mark.anyio
DOWN = RemoteUnavailable("dmp", "503", "maintenance", answer=b"<html>maintenance</html>")
CUT = RemoteOutcomeUnknown("dmp", "TIMEOUT")
FINDING = Finding(code="XDS-101", severity=Severity.ERROR, location="author", message="L'auteur est absent.")


async def keep(flow: Flow, serial: int = 1) -> StoredDocument:
    """One document for the DMP."""
    return await flow.keep(make_order(make_cda(serial), f"M{serial}", flags=TO_DMP))


async def row(flow: Flow, document: StoredDocument) -> StoredDelivery:
    (delivery,) = await flow.deliveries(document, Destination.DMP)
    return delivery


# -- what each class of failure becomes --------------------------------------------------------------------------------


async def test_what_is_due_is_delivered(flow: Flow) -> None:
    document = await keep(flow)
    handler = Scripted([DONE])
    async with working(flow, {Destination.DMP: handler}) as work:
        await work.settle()
    delivery = await row(flow, document)
    assert (delivery.state, delivery.attempts, delivery.done_at) == (DeliveryState.DELIVERED, 1, flow.clock())
    assert [claimed.unique_id for claimed in handler.seen] == [document.unique_id]


async def test_an_absent_remote_is_tried_again_later_and_later(flow: Flow) -> None:
    document = await keep(flow)
    handler = Scripted([DOWN, DOWN, DOWN, DONE])
    delays: list[float] = []
    async with working(flow, {Destination.DMP: handler}, retry=RetryPolicy(first_delay_s=10)) as work:
        for attempts in (1, 2, 3):
            await work.settle()
            delivery = await row(flow, document)
            assert (delivery.state, delivery.attempts) == (DeliveryState.WAITING, attempts)
            assert delivery.due is not None
            assert delivery.cause is not None
            assert (delivery.cause.cause_class, delivery.cause.code) == (CauseClass.UNAVAILABLE, "503")
            delays.append((delivery.due - flow.clock()).total_seconds())
            await work.settle()
            assert len(handler.seen) == attempts, "it is not tried before its time"
            flow.clock.at = delivery.due
        await work.settle()
    assert (await row(flow, document)).state is DeliveryState.DELIVERED
    for delay, nominal in zip(delays, (10, 20, 40), strict=True):
        assert 0.75 * nominal <= delay <= 1.25 * nominal


async def test_an_attempt_is_told_with_the_words_and_bytes_of_the_remote(flow: Flow) -> None:
    document = await keep(flow)
    async with working(flow, {Destination.DMP: Scripted([DOWN])}) as work:
        await work.settle()
    event = (await flow.events(document))[-1]
    assert (event.name, event.data["result"], event.data["code"]) == ("delivery.attempted", "put_off", "503")
    assert event.data["context"] == "maintenance"
    assert event.body_sha256 is not None
    assert await flow.store.load_body(event.body_sha256) == b"<html>maintenance</html>"


async def test_an_unknown_outcome_is_asked_not_sent_again(flow: Flow) -> None:
    document = await keep(flow)
    handler = Scripted([CUT, DONE])
    async with working(flow, {Destination.DMP: handler}) as work:
        await work.settle()
        delivery = await row(flow, document)
        assert delivery.state is DeliveryState.ASKING
        assert delivery.cause is not None
        assert delivery.cause.cause_class is CauseClass.OUTCOME_UNKNOWN
        flow.clock.advance(minutes=1)
        await work.settle()
    assert [claimed.state for claimed in handler.seen] == [DeliveryState.WAITING, DeliveryState.ASKING]
    assert (await row(flow, document)).attempts == 2


async def test_a_doubt_that_the_remote_is_absent_does_not_settle_the_doubt(flow: Flow) -> None:
    document = await keep(flow)
    handler = Scripted([CUT, DOWN, DONE])
    async with working(flow, {Destination.DMP: handler}) as work:
        for _ in range(3):
            await work.settle()
            flow.clock.advance(minutes=5)
    states = [claimed.state for claimed in handler.seen]
    assert states == [DeliveryState.WAITING, DeliveryState.ASKING, DeliveryState.ASKING]
    assert (await row(flow, document)).state is DeliveryState.DELIVERED


@pytest.mark.parametrize("error", [DOWN, CUT], ids=["unavailable", "unknown"])
async def test_insisting_ends_in_the_hands_of_a_person(flow: Flow, error: Exception) -> None:
    document = await keep(flow)
    handler = Scripted([error, error])
    async with working(flow, {Destination.DMP: handler}, retry=RetryPolicy(attempts_max=2)) as work:
        await work.settle()
        flow.clock.advance(minutes=1)
        await work.settle()
    delivery = await row(flow, document)
    assert (delivery.state, delivery.attempts, delivery.due) == (DeliveryState.PARKED, 2, None)
    assert delivery.cause is not None
    assert "Abandon après 2 essais." in delivery.cause.message
    assert "rejouer" in delivery.cause.remedy


async def test_old_age_ends_insisting_too(flow: Flow) -> None:
    document = await keep(flow)
    async with working(
        flow, {Destination.DMP: Scripted([DOWN, DOWN])}, retry=RetryPolicy(age_max=timedelta(hours=1))
    ) as work:
        await work.settle()
        assert (await row(flow, document)).state is DeliveryState.WAITING
        flow.clock.advance(hours=1)
        await work.settle()
    assert (await row(flow, document)).state is DeliveryState.PARKED


async def test_a_replay_starts_a_new_patience(flow: Flow) -> None:
    document = await keep(flow)
    handler = Scripted([DOWN, DONE])
    async with working(flow, {Destination.DMP: handler}, retry=RetryPolicy(attempts_max=1)) as work:
        await work.settle()
        parked = await row(flow, document)
        assert parked.state is DeliveryState.PARKED
        flow.clock.advance(days=3)
        changed = await flow.store.change_deliveries(
            [parked.id], act="replay", actor="user:test", reason="service rétabli", now=flow.clock()
        )
        assert changed == 1
        await work.settle()
    assert (await row(flow, document)).state is DeliveryState.DELIVERED
    assert "delivery.replayed" in await flow.names(document)


@pytest.mark.parametrize(
    ("error", "cause_class", "code", "message"),
    [
        (ZeroDivisionError("x"), CauseClass.BUG, "ZeroDivisionError", "Une erreur interne a arrêté cette livraison."),
        (RuleViolation(FINDING), CauseClass.INVALID, "XDS-101", "L'auteur est absent."),
        (RemoteRefusal("dmp", "X"), CauseClass.BUG, "RemoteRefusal", "Une erreur interne a arrêté cette livraison."),
    ],
    ids=["bug", "input", "refusal left alone"],
)
async def test_a_defect_parks_its_delivery_and_stops_no_other(
    flow: Flow, error: Exception, cause_class: CauseClass, code: str, message: str
) -> None:
    stopped, other = await keep(flow, 1), await keep(flow, 2)
    async with working(flow, {Destination.DMP: Scripted([error, DONE])}) as work:
        await work.settle()
    delivery = await row(flow, stopped)
    assert delivery.state is DeliveryState.PARKED
    assert delivery.cause is not None
    assert (delivery.cause.cause_class, delivery.cause.code) == (cause_class, code)
    assert delivery.cause.message == message
    assert (await row(flow, other)).state is DeliveryState.DELIVERED


async def test_what_was_exchanged_before_an_interruption_is_kept(flow: Flow) -> None:
    document = await keep(flow)
    told = NewEvent(name="dmp.find.sent", at=flow.clock(), body=b"<find/>", media_type="text/xml")
    async with working(flow, {Destination.DMP: Scripted([Interrupted(CUT, (told,))])}) as work:
        await work.settle()
    names = await flow.names(document)
    assert names[-2:] == ["dmp.find.sent", "delivery.attempted"]
    assert (await row(flow, document)).state is DeliveryState.ASKING


# -- the circuit -------------------------------------------------------------------------------------------------------


async def test_the_circuit_opens_one_incident_and_closes_it(flow: Flow) -> None:
    documents = [await keep(flow, serial) for serial in range(1, 8)]
    handler = Scripted([DOWN] * 5 + [DONE] * 7)
    async with working(flow, {Destination.DMP: handler}, retry=RetryPolicy(first_delay_s=1)) as work:
        await work.settle()
        assert len(handler.seen) == 5, "after five failures nobody is called"
        (incident,) = await flow.store.find_incidents(only_open=True)
        assert (incident.remote, incident.code, incident.message) == ("dmp", "503", "Le DMP ne répond pas.")
        spared = [await row(flow, document) for document in documents[5:]]
        assert [(d.state, d.attempts) for d in spared] == [(DeliveryState.WAITING, 0)] * 2
        assert [d.cause.code for d in spared if d.cause] == ["circuit"] * 2
        flow.clock.advance(minutes=2)
        await work.settle()
    assert [(await row(flow, document)).state for document in documents] == [DeliveryState.DELIVERED] * 7
    assert await flow.store.find_incidents(only_open=True) == []
    (closed,) = await flow.store.find_incidents(only_open=False)
    assert closed.closed_at == flow.clock()


async def test_the_incident_says_what_the_disk_needs(flow: Flow) -> None:
    documents = [await keep(flow, serial) for serial in range(1, 7)]
    full = RemoteUnavailable("dossier", "DISQUE_PLEIN", "Le disque du dossier de remise est plein.")
    handler = Scripted([full] * 5, name="lps:GED@CH")
    async with working(flow, {Destination.DMP: handler}) as work:
        await work.settle()
    (incident,) = await flow.store.find_incidents(only_open=True)
    assert (incident.remote, incident.code) == ("lps:GED@CH", "DISQUE_PLEIN")
    assert incident.message == "Le disque du dossier de remise est plein."
    assert incident.remedy.startswith("Libérer de la place")
    spared = (await row(flow, documents[-1])).cause
    assert spared is not None
    assert spared.code == "circuit"
    assert spared.message.startswith("Le disque du dossier de remise est plein ;")
    assert spared.remedy == incident.remedy


async def test_while_the_circuit_is_open_one_probe_per_pause(flow: Flow) -> None:
    for serial in range(1, 9):
        await keep(flow, serial)
    handler = Scripted([DOWN] * 7)
    async with working(flow, {Destination.DMP: handler}, retry=RetryPolicy(first_delay_s=1)) as work:
        await work.settle()
        assert len(handler.seen) == 5
        flow.clock.advance(seconds=30)
        await work.settle()
        assert len(handler.seen) == 6
        flow.clock.advance(seconds=90)
        await work.settle()
        assert len(handler.seen) == 7
    assert len(await flow.store.find_incidents(only_open=False)) == 1


async def test_one_remote_down_stops_no_other(flow: Flow) -> None:
    documents = [await flow.keep(make_order(make_cda(serial), f"M{serial}", flags=TO_BOTH)) for serial in range(1, 7)]
    dmp, mail = Scripted([DOWN] * 6), Scripted([DONE] * 6, name="mssante")
    async with working(flow, {Destination.DMP: dmp, Destination.MSSANTE_PS: mail}) as work:
        await work.settle()
    assert len(mail.seen) == 6
    for document in documents:
        (delivery,) = await flow.deliveries(document, Destination.MSSANTE_PS)
        assert delivery.state is DeliveryState.DELIVERED


# -- leases, the store that goes away, order ---------------------------------------------------------------------------


async def test_a_lease_that_was_lost_writes_nothing(flow: Flow) -> None:
    document = await keep(flow)

    class Overtaken(Scripted):
        """A person parks the delivery while it runs."""

        async def deliver(self, claimed: ClaimedDelivery) -> DeliveryOutcome:
            await flow.store.change_deliveries(
                [claimed.id], act="park", actor="user:test", reason="essai", now=flow.clock()
            )
            return await Scripted.deliver(self, claimed)

    done = DeliveryOutcome(state=DeliveryState.DELIVERED, events=(NewEvent(name="never.kept", at=flow.clock()),))
    async with working(flow, {Destination.DMP: Overtaken([done])}) as work:
        await work.settle()
    delivery = await row(flow, document)
    assert delivery.state is DeliveryState.PARKED
    assert delivery.cause is not None
    assert delivery.cause.cause_class is CauseClass.OUTCOME_UNKNOWN
    assert "never.kept" not in await flow.names(document)


async def test_an_outcome_that_could_not_be_written_is_asked_once_the_lease_ran_out(flow: Flow) -> None:
    document = await keep(flow)
    handler = Scripted([DONE, DONE])
    async with working(flow, {Destination.DMP: handler}) as work:
        work.paced.failing["finish"] = 1
        await work.settle()
        assert (await row(flow, document)).done_at is None
        flow.clock.advance(minutes=10)
        await work.settle()
    assert [claimed.state for claimed in handler.seen] == [DeliveryState.WAITING, DeliveryState.ASKING]
    assert (await row(flow, document)).state is DeliveryState.DELIVERED


async def test_a_store_that_goes_away_stops_nothing_for_good(flow: Flow) -> None:
    document = await keep(flow)
    async with working(flow, {Destination.DMP: Scripted([DONE])}) as work:
        work.paced.failing["claim"] = 3
        await work.settle()
    assert (await row(flow, document)).state is DeliveryState.DELIVERED


async def test_versions_leave_in_order_and_a_stuck_one_stops_only_its_own(flow: Flow) -> None:
    first = await keep(flow, 1)
    second = await flow.keep(make_order(make_cda(1, version=2), "M2", action=RequestAction.REPLACE, flags=TO_DMP))
    other = await keep(flow, 3)
    handler = Scripted([DOWN, DONE, DONE, DONE])
    async with working(flow, {Destination.DMP: handler}, concurrency_max=4) as work:
        await work.settle()
        await asyncio.wait_for(work.dispatcher.stop(), 10)
        assert [claimed.document_id for claimed in handler.seen] == [first.id, other.id]
    assert (await row(flow, second)).state is DeliveryState.WAITING
    handler.script = [DONE, DONE]
    flow.clock.advance(minutes=1)
    async with working(flow, {Destination.DMP: handler}) as work:
        await work.settle()
    assert [claimed.document_id for claimed in handler.seen[2:]] == [first.id, second.id]


async def test_what_has_no_handler_waits(flow: Flow) -> None:
    document = await flow.keep(make_order(make_cda(), flags=TO_BOTH))
    async with working(flow, {Destination.DMP: Scripted([DONE])}) as work:
        await work.settle()
    (mail,) = await flow.deliveries(document, Destination.MSSANTE_PS)
    assert (mail.state, mail.attempts) == (DeliveryState.WAITING, 0)


async def test_a_paused_channel_keeps_its_deliveries_in_place(flow: Flow) -> None:
    await flow.store.declare_channel("dmp", label="DMP", direction="out", at=flow.clock())
    await flow.store.set_channel_state("dmp", "paused", actor="user:test", reason="essai", at=flow.clock())
    document = await keep(flow)
    async with working(flow, {Destination.DMP: Scripted([DONE])}) as work:
        await work.settle()
        assert (await row(flow, document)).attempts == 0
        await flow.store.set_channel_state("dmp", "running", actor="user:test", reason="essai", at=flow.clock())
        flow.clock.advance(seconds=2)
        await work.settle()
    assert (await row(flow, document)).state is DeliveryState.DELIVERED


async def test_stopping_waits_for_what_runs(flow: Flow) -> None:
    document = await keep(flow)
    started, released = asyncio.Event(), asyncio.Event()

    class Slow(Scripted):
        """Answers when told."""

        async def deliver(self, claimed: ClaimedDelivery) -> DeliveryOutcome:
            started.set()
            await released.wait()
            return await Scripted.deliver(self, claimed)

    async with working(flow, {Destination.DMP: Slow([DONE])}) as work:
        await asyncio.wait_for(started.wait(), 10)
        stopping = asyncio.create_task(work.dispatcher.stop())
        released.set()
        await asyncio.wait_for(stopping, 10)
        assert (await row(flow, document)).state is DeliveryState.DELIVERED
