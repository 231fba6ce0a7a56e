"""Deliver by MSSanté: the same mail at each attempt, doubt waited out, every refusal told to the emitter."""

import email
import email.policy
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from liane.domain.documents.delivery import CauseClass, DeliveryState, Destination
from liane.domain.documents.request import RequestAction, RequestFlags
from liane.domain.errors import RemoteOutcomeUnknown, RemoteRefusal, RemoteUnavailable
from liane.pipeline.documents import DocumentShelf
from liane.pipeline.mail_delivery import MailAnswer, MailDelays, MailHandler, WatchHandler
from liane.pipeline.outcomes import Interrupted, put_off
from liane.pipeline.retry import RetryPolicy
from liane.pipeline.validate import VerdictState
from liane.pipeline.validation_gate import ValidationPolicy
from liane.store.records import ClaimedDelivery, DeliveryOutcome, NewEvent, StoredDelivery, StoredDocument
from tests.pipeline.dispatch_kit import working
from tests.pipeline.flow_kit import (
    MAILS,
    TO_MAIL,
    FakeOperator,
    Flow,
    Judge,
    build_here,
    make_cda,
    make_gate,
    make_order,
    with_flags,
)

pytestmark = pytest.mark.anyio
PS = Destination.MSSANTE_PS
MAILBOX = "camille.deschamps@cabinet-exemple.simulation.mssante.fr"
QUEUED = MailAnswer(text="2.0.0 Ok: queued as 4XyZ", receipt_expected=True)
QUEUED_WITHOUT_RECEIPT = replace(QUEUED, receipt_expected=False)
DOWN, CUT = RemoteUnavailable("mssante", "421"), RemoteOutcomeUnknown("mssante", "SMTP_TIMEOUT")
RESEND = MailDelays().resend


def refusal(code: str, text: str = "") -> RemoteRefusal:
    return RemoteRefusal("mssante", code, text)


@dataclass(slots=True)
class Scene:
    """One document for one professional, its handler and its scripted operator."""

    flow: Flow
    operator: FakeOperator = field(default_factory=lambda: FakeOperator([]))
    judge: Judge = field(default_factory=Judge)
    policy: ValidationPolicy = ValidationPolicy.WARN
    document: StoredDocument | None = None
    claimed_now: ClaimedDelivery | None = None

    async def keep(
        self, action: RequestAction = RequestAction.CREATE, *, version: int = 1, flags: RequestFlags = TO_MAIL
    ) -> StoredDocument:
        """Accept one request."""
        raw = make_order(make_cda(version=version), f"M{action}", action=action, flags=flags)
        self.document = await self.flow.keep(raw)
        return self.document

    @property
    def handler(self) -> MailHandler:
        """The flow under test, which makes true mails."""
        return MailHandler(
            DocumentShelf(self.flow.store),
            self.operator,
            settings=MAILS,
            build=build_here,
            passage=make_gate(self.flow, self.judge, self.policy),
            delays=MailDelays(),
            now=self.flow.clock,
        )

    async def attempt(self, *script: MailAnswer | Exception) -> DeliveryOutcome:
        """One attempt against a script, all of which must be played."""
        self.operator.script = list(script)
        self.claimed_now = await self.flow.claim(PS)
        outcome = await self.handler.deliver(self.claimed_now)
        assert self.operator.script == []
        return outcome

    async def doubt(self) -> DeliveryOutcome:
        """One attempt whose outcome stays unknown, as the dispatcher ends it."""
        with pytest.raises(Interrupted) as stopped:
            await self.attempt(CUT)
        assert self.claimed_now is not None
        return put_off(self.claimed_now, stopped.value, policy=RetryPolicy(), now=self.flow.clock(), dice=0.5)

    async def end(self, outcome: DeliveryOutcome) -> StoredDelivery:
        """Write the outcome."""
        assert self.claimed_now is not None
        return await self.flow.finish(self.claimed_now, outcome)

    async def row(self) -> StoredDelivery:
        """The delivery as it is."""
        assert self.document is not None
        (delivery,) = await self.flow.deliveries(self.document, PS)
        return delivery


@pytest.fixture
def scene(flow: Flow) -> Scene:
    return Scene(flow)


def zam_of(outcome: DeliveryOutcome) -> tuple[str, bool, str, str]:
    (zam,) = [one for one in outcome.new_deliveries if one.destination is Destination.ZAM]
    return zam.plan["event"], zam.plan["positive"], zam.plan["code"], zam.plan["address"]


# -- sent --------------------------------------------------------------------------------------------------------------


async def test_a_mail_is_kept_as_sent_and_watched(scene: Scene) -> None:
    document = await scene.keep()
    outcome = await scene.attempt(QUEUED)
    delivery = await scene.end(outcome)
    ((mail, recipient, envelope_id),) = scene.operator.seen
    assert (delivery.state, recipient) == (DeliveryState.DELIVERED, MAILBOX)
    assert delivery.remote_answer == {"message": "L'opérateur a pris le courriel.", "receipt_expected": True}
    sent = next(event for event in await scene.flow.events(document) if event.name == "mail.sent")
    assert await scene.flow.store.load_body(sent.body_sha256 or "") == mail
    assert sent.data["envelope_id"] == envelope_id
    (watch,) = outcome.new_deliveries
    assert (watch.destination, watch.due) == (Destination.WATCH, scene.flow.clock() + timedelta(hours=48))


async def test_being_taken_by_the_operator_is_not_yet_an_acknowledgement(scene: Scene) -> None:
    await scene.keep()
    outcome = await scene.attempt(QUEUED)
    assert [one.destination for one in outcome.new_deliveries] == [Destination.WATCH]


@pytest.mark.parametrize(
    ("flags", "answer"),
    [(with_flags(TO_MAIL, ack_reception=False), QUEUED), (TO_MAIL, QUEUED_WITHOUT_RECEIPT)],
    ids=["nobody asks", "no receipt will come"],
)
async def test_nothing_is_watched_in_vain(scene: Scene, flags: RequestFlags, answer: MailAnswer) -> None:
    await scene.keep(flags=flags)
    assert (await scene.attempt(answer)).new_deliveries == ()


async def test_the_keys_of_the_receipts_are_written_before_the_mail_leaves(scene: Scene) -> None:
    await scene.keep()
    known: list[StoredDelivery | None] = []

    class Looking(FakeOperator):
        """Looks, at the instant of the sending, whether a receipt would find its delivery."""

        async def submit(self, mail: bytes, *, recipient: str, envelope_id: str) -> MailAnswer:
            message_id = str(email.message_from_bytes(mail, policy=email.policy.default)["Message-ID"]).strip("<>")
            for key in (f"envid:{envelope_id}", f"message-id:{message_id}"):
                known.append(await scene.flow.store.find_delivery_by_correlation(key))
            return await FakeOperator.submit(self, mail, recipient=recipient, envelope_id=envelope_id)

    scene.operator = Looking([])
    await scene.attempt(QUEUED)
    assert [one.id for one in known if one] == [(await scene.row()).id] * 2


async def test_a_mail_of_a_lost_lease_does_not_leave(scene: Scene) -> None:
    await scene.keep()
    claimed = await scene.flow.claim(PS)
    await scene.flow.store.change_deliveries(
        [claimed.id], act="park", actor="user:test", reason="essai", now=scene.flow.clock()
    )
    with pytest.raises(RemoteUnavailable, match="LEASE_LOST"):
        await scene.handler.deliver(claimed)
    assert scene.operator.seen == []


async def test_every_attempt_makes_the_very_same_mail(scene: Scene) -> None:
    await scene.keep()
    with pytest.raises(Interrupted):
        await scene.attempt(DOWN)
    assert scene.claimed_now is not None
    await scene.end(DeliveryOutcome(state=DeliveryState.WAITING, retry_at=scene.flow.clock.advance(hours=3)))
    await scene.attempt(QUEUED)
    first, second = scene.operator.seen
    assert first == second


@pytest.mark.parametrize(
    ("action", "version", "words"),
    [
        (RequestAction.REPLACE, 2, "REMPLACE"),
        (RequestAction.DELETE, 1, "SUPPRIMER"),
    ],
)
async def test_a_mail_of_a_replacement_or_a_deletion_says_so(
    scene: Scene, action: RequestAction, version: int, words: str
) -> None:
    await scene.keep(action, version=version)
    await scene.attempt(QUEUED)
    mail = email.message_from_bytes(scene.operator.seen[0][0], policy=email.policy.default)
    body = mail.get_body(("plain",))  # type: ignore[attr-defined]
    assert words in body.get_content()


# -- refused -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("error", "remedy"),
    [
        (refusal("550", "5.1.1 unknown user"), "Annuaire Santé"),
        (refusal("554", "5.1.1 no such mailbox"), "Annuaire Santé"),
        (refusal("550", ""), "Annuaire Santé"),
        (refusal("552", "5.2.2 full"), "la vide"),
        (refusal("552", "5.3.4 too big"), "Réduire"),
        (refusal("554", "5.7.1 refused"), "adresse MSSanté"),
        (refusal("554", "5.0.0 no"), "motif de l'opérateur"),
    ],
    ids=["550", "554 5.1.1", "550 alone", "552", "552 5.3.4", "5.7.1", "554"],
)
async def test_a_refusal_ends_the_delivery_and_is_told(scene: Scene, error: RemoteRefusal, remedy: str) -> None:
    document = await scene.keep()
    outcome = await scene.attempt(error)
    assert outcome.state is DeliveryState.REFUSED
    assert outcome.cause is not None
    assert (outcome.cause.cause_class, outcome.cause.code) == (CauseClass.REFUSED, error.code)
    assert remedy in outcome.cause.remedy
    assert zam_of(outcome) == ("Z02", False, error.code, MAILBOX)
    await scene.end(outcome)
    assert (await scene.flow.names(document))[-2:] == ["mail.sent", "delivery.attempted"]


async def test_an_absent_operator_is_tried_again(scene: Scene) -> None:
    await scene.keep()
    with pytest.raises(Interrupted) as stopped:
        await scene.attempt(DOWN)
    assert stopped.value.error is DOWN


# -- in doubt ----------------------------------------------------------------------------------------------------------


async def test_a_doubt_waits_for_the_receipt_before_anything_is_sent_again(scene: Scene) -> None:
    await scene.keep()
    outcome = await scene.doubt()
    assert (outcome.state, outcome.retry_at) == (DeliveryState.ASKING, scene.flow.clock() + RESEND)
    delivery = await scene.end(outcome)
    assert delivery.cause is not None
    assert delivery.cause.cause_class is CauseClass.OUTCOME_UNKNOWN
    assert await scene.flow.store.claim(limit=1, now=scene.flow.clock()) == []
    scene.flow.clock.at += RESEND
    await scene.end(await scene.attempt(QUEUED))
    assert scene.operator.seen[0] == scene.operator.seen[1]
    assert (await scene.row()).state is DeliveryState.DELIVERED


async def test_a_worker_that_died_in_the_act_leaves_a_doubt_too(scene: Scene) -> None:
    await scene.keep()
    await scene.flow.claim(PS)
    scene.flow.clock.advance(minutes=10)
    outcome = await scene.attempt()
    assert (outcome.state, outcome.retry_at) == (DeliveryState.ASKING, scene.flow.clock() + RESEND)
    assert scene.operator.seen == []
    await scene.end(outcome)
    scene.flow.clock.at += RESEND
    assert (await scene.attempt(QUEUED)).state is DeliveryState.DELIVERED


async def test_a_replay_during_the_wait_does_not_shorten_it(scene: Scene) -> None:
    await scene.keep()
    delivery = await scene.end(await scene.doubt())
    scene.flow.clock.advance(minutes=1)
    await scene.flow.store.change_deliveries(
        [delivery.id], act="replay", actor="user:test", reason="impatience", now=scene.flow.clock()
    )
    outcome = await scene.attempt()
    assert (outcome.state, len(scene.operator.seen)) == (DeliveryState.ASKING, 1)


async def test_a_doubt_that_never_ends_ends_in_the_hands_of_a_person(scene: Scene) -> None:
    await scene.keep()
    scene.operator.script = [CUT] * 6
    async with working(scene.flow, {PS: scene.handler}, retry=RetryPolicy(attempts_max=3)) as work:
        for _ in range(6):
            await work.settle()
            scene.flow.clock.at += RESEND
    delivery = await scene.row()
    assert delivery.state is DeliveryState.PARKED
    assert len(scene.operator.seen) == 3
    assert delivery.cause is not None
    assert delivery.cause.cause_class is CauseClass.OUTCOME_UNKNOWN
    assert "Abandon après 3 essais" in delivery.cause.message
    assert "destinataire" in delivery.cause.remedy
    assert "rejouer" in delivery.cause.remedy


async def test_a_doubt_as_old_as_the_policy_ends_too(scene: Scene) -> None:
    await scene.keep()
    scene.operator.script = [CUT] * 3
    async with working(scene.flow, {PS: scene.handler}, retry=RetryPolicy(age_max=RESEND)) as work:
        for _ in range(3):
            await work.settle()
            scene.flow.clock.at += RESEND
    assert (await scene.row()).state is DeliveryState.PARKED
    assert len(scene.operator.seen) == 2


async def test_doubts_open_the_circuit_and_waiting_does_not_close_it(scene: Scene) -> None:
    await scene.keep()
    scene.operator.script = [CUT] * 5
    async with working(scene.flow, {PS: scene.handler}) as work:
        for _ in range(5):
            await work.settle()
            assert bool(await scene.flow.store.find_incidents(only_open=True)) is (len(scene.operator.seen) == 5)
            if len(scene.operator.seen) < 5:
                scene.flow.clock.at += RESEND
        (incident,) = await scene.flow.store.find_incidents(only_open=True)
        assert incident.remote == "mssante"
        scene.flow.clock.advance(minutes=2)
        await scene.flow.store.change_deliveries(
            [(await scene.row()).id], act="replay", actor="user:test", reason="impatience", now=scene.flow.clock()
        )
        await work.settle()
        assert len(await scene.flow.store.find_incidents(only_open=True)) == 1
        scene.flow.clock.at += RESEND
        scene.operator.script = [QUEUED]
        await work.settle()
        assert await scene.flow.store.find_incidents(only_open=True) == []


# -- the gate, the watch -----------------------------------------------------------------------------------------------


async def test_what_the_gate_stops_is_not_sent_and_is_told(scene: Scene) -> None:
    scene.judge, scene.policy = Judge(VerdictState.INVALID), ValidationPolicy.BLOCK
    await scene.keep()
    outcome = await scene.attempt()
    assert outcome.state is DeliveryState.REFUSED
    assert scene.operator.seen == []
    assert zam_of(outcome) == ("Z02", False, "InvalidDocumentContent", MAILBOX)


async def watch(scene: Scene, event: NewEvent | None) -> DeliveryOutcome:
    """Send a mail, append a receipt's event, and look after the delay."""
    document = await scene.keep()
    delivery = await scene.end(await scene.attempt(QUEUED))
    if event is not None:
        await scene.flow.store.append_event(document.id, replace(event, delivery_id=delivery.id))
    scene.flow.clock.advance(hours=48)
    claimed = await scene.flow.claim(Destination.WATCH)
    handler = WatchHandler(scene.flow.store, now=scene.flow.clock)
    assert handler.remote(claimed) == "watch"
    return await handler.deliver(claimed)


async def test_a_receipt_that_came_ends_the_watch_quietly(scene: Scene) -> None:
    came = NewEvent(name="receipt.delivery", at=scene.flow.clock(), data={"action": "delivered"})
    outcome = await watch(scene, came)
    assert (outcome.state, outcome.new_deliveries) == (DeliveryState.SKIPPED, ())


async def test_a_receipt_that_never_came_is_told(scene: Scene) -> None:
    outcome = await watch(scene, None)
    assert zam_of(outcome) == ("Z02", False, "451", MAILBOX)
    assert outcome.events[0].data["result"] == "receipt_missing"


async def test_a_notice_of_delay_is_not_the_receipt(scene: Scene) -> None:
    delayed = NewEvent(name="receipt.delivery", at=scene.flow.clock(), data={"action": "delayed"})
    assert zam_of(await watch(scene, delayed)) == ("Z02", False, "451", MAILBOX)


async def test_one_circuit_serves_all(scene: Scene) -> None:
    await scene.keep()
    assert scene.handler.remote(await scene.flow.claim(PS)) == "mssante"
