"""Receipts: each one settles once what it speaks of, and is told once; what nobody knows is kept for a person."""

from dataclasses import dataclass, replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liane.codecs.mssante_mail.delivery_status import (
    DeliveryAction,
    DeliveryNotice,
    DeliveryReport,
    RecipientReport,
    render_dsn,
)
from liane.codecs.mssante_mail.disposition import ReadingNotice, ReadingReport, render_mdn
from liane.codecs.mssante_mail.writer import Mailbox
from liane.domain.documents.delivery import DeliveryState, Destination
from liane.domain.errors import RemoteOutcomeUnknown
from liane.pipeline.documents import DocumentShelf
from liane.pipeline.mail_delivery import MailAnswer, MailDelays, MailHandler
from liane.pipeline.mail_orders import derive_mail_ids
from liane.pipeline.outcomes import Interrupted, put_off
from liane.pipeline.receipts import ReceiptFlow
from liane.pipeline.retry import RetryPolicy
from liane.store.records import StoredDelivery, StoredDocument
from tests.codecs.mssante_mail.mail_examples import POSTFIX_FAILED, old_dialect
from tests.pipeline.flow_kit import (
    MAILS,
    NOW,
    PFI,
    TO_MAIL,
    FakeOperator,
    Flow,
    build_here,
    make_cda,
    make_gate,
    make_order,
    with_flags,
)

pytestmark = pytest.mark.anyio
MAILBOX = "camille.deschamps@cabinet-exemple.simulation.mssante.fr"
CUT = RemoteOutcomeUnknown("mssante", "SMTP_TIMEOUT")
POSTMASTER = Mailbox(address="postmaster@mx.exemple.mssante.fr")


@dataclass(slots=True)
class Scene:
    """One mail that left, and the mailbox that receives what speaks of it."""

    flow: Flow
    document: StoredDocument
    mail: bytes
    message_id: str
    envelope_id: str

    async def take(self, raw: bytes) -> bool:
        """Receive one mail."""
        return await ReceiptFlow(self.flow.store, now=self.flow.clock).take(raw)

    async def row(self) -> StoredDelivery:
        """The delivery of the mail."""
        (delivery,) = await self.flow.deliveries(self.document, Destination.MSSANTE_PS)
        return delivery

    async def told(self) -> list[tuple[str, bool, str, str]]:
        """The ZAM planned: (event, positive, code, mailbox)."""
        plans = [zam.plan for zam in await self.flow.deliveries(self.document, Destination.ZAM)]
        return [(plan["event"], plan["positive"], plan["code"], plan["address"]) for plan in plans]

    def dsn(
        self, action: DeliveryAction, status: str, diagnostic: str = "", *, envelope_id: str | None = None
    ) -> bytes:
        """What an operator writes."""
        recipient = RecipientReport(
            recipient=MAILBOX, original_recipient=MAILBOX, action=action, status=status, diagnostic=diagnostic
        )
        report = DeliveryReport(
            envelope_id=self.envelope_id if envelope_id is None else envelope_id,
            original_message_id=self.message_id,
            reporting_mta="mx.exemple.mssante.fr",
            recipients=(recipient,),
        )
        notice = DeliveryNotice(
            message_id=f"dsn-{action}-{status}@mx.exemple.mssante.fr",
            date=NOW,
            reporting_mta="mx.exemple.mssante.fr",
            postmaster=POSTMASTER,
            to=PFI,
            report=report,
            text="Rapport.",
            original=self.mail,
        )
        return render_dsn(notice)

    def mdn(self, *, error_code: str = "", error_label: str = "", message_id: str = "") -> bytes:
        """What a reader writes."""
        report = ReadingReport(
            original_message_id=message_id or self.message_id,
            reader=MAILBOX,
            disposition="processed",
            is_success=not error_code,
            error_code=error_code,
            error_label=error_label,
        )
        notice = ReadingNotice(
            message_id="mdn-1@cabinet-exemple.mssante.fr",
            date=NOW,
            sender=Mailbox(address=MAILBOX),
            to=PFI,
            subject="XDM/1.0/DDM+CR",
            report=report,
            original=self.mail,
        )
        return render_mdn(notice)


async def send(flow: Flow, answer: MailAnswer | Exception | None = None, **flags: bool) -> Scene:
    """Send one mail."""
    document = await flow.keep(make_order(make_cda(), flags=with_flags(TO_MAIL, **flags)))
    operator = FakeOperator([answer or MailAnswer(text="250 Ok", receipt_expected=True)])
    handler = MailHandler(
        DocumentShelf(flow.store),
        operator,
        settings=MAILS,
        build=build_here,
        passage=make_gate(flow),
        delays=MailDelays(),
        now=flow.clock,
    )
    claimed = await flow.claim(Destination.MSSANTE_PS)
    try:
        outcome = await handler.deliver(claimed)
    except Interrupted as stop:
        outcome = put_off(claimed, stop, policy=RetryPolicy(), now=flow.clock(), dice=0.5)
    await flow.finish(claimed, replace(outcome, new_deliveries=()))
    message_id, envelope_id = derive_mail_ids(f"{claimed.unique_id}|{claimed.id}", PFI)
    return Scene(flow, document, operator.seen[0][0], message_id, envelope_id)


# -- delivery ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("action", [DeliveryAction.DELIVERED, DeliveryAction.RELAYED])
async def test_a_delivery_is_told(flow: Flow, action: DeliveryAction) -> None:
    scene = await send(flow)
    raw = scene.dsn(action, "2.0.0")
    assert await scene.take(raw)
    assert (await scene.row()).state is DeliveryState.DELIVERED
    assert await scene.told() == [("Z02", True, "", MAILBOX)]
    event = next(one for one in await flow.events(scene.document) if one.name == "receipt.delivery")
    assert (event.actor, event.data["action"]) == ("mssante", action.value)
    assert await flow.store.load_body(event.body_sha256 or "") == raw
    assert await flow.receipts() == [("dsn", (await scene.row()).id)]


@pytest.mark.parametrize(
    ("status", "diagnostic", "code", "words"),
    [
        ("5.1.1", "smtp; 550 5.1.1 user unknown", "550", "n'existe pas"),
        ("5.1.2", "smtp; 550 5.1.2 no such domain", "550", "domaine"),
        ("5.1.3", "smtp; 553 5.1.3 bad destination mailbox address syntax", "553", "mal formée"),
        ("5.2.1", "smtp; 550 5.2.1 boîte fermée", "550", "fermée"),
        ("5.2.1", "smtp; 550 5.2.1 compte non activé", "550", "pas activé"),
        ("5.2.2", "smtp; 552 5.2.2 mailbox full", "552", "pleine"),
        ("5.3.4", "smtp; 552 5.3.4 message too big", "552", "taille"),
        ("5.7.1", "smtp; 550 5.7.1 domaine hors de la liste blanche", "550", "liste blanche"),
        ("5.7.1", "smtp; 554 5.7.1 virus found", "554", "virus"),
        ("5.7.8", "smtp; 535 5.7.8 authentication failed", "554", "boîte applicative"),
        ("5.6.1", "smtp; 554 5.6.1 media not supported", "554", "contenu"),
        ("4.2.2", "smtp; 452 4.2.2 over quota", "452", "pleine"),
        ("4.4.1", "smtp; 451 4.4.1 timed out", "451", "renoncé après plusieurs essais"),
        ("5.0.0", "smtp; 554 5.0.0 no", "554", "n'a pas pu distribuer"),
    ],
)
async def test_a_failure_refuses_and_is_told(flow: Flow, status: str, diagnostic: str, code: str, words: str) -> None:
    scene = await send(flow)
    assert await scene.take(scene.dsn(DeliveryAction.FAILED, status, diagnostic))
    delivery = await scene.row()
    assert delivery.state is DeliveryState.REFUSED
    assert delivery.cause is not None
    assert words in delivery.cause.message
    assert delivery.cause.remedy
    event = next(one for one in await flow.events(scene.document) if one.name == "receipt.delivery")
    assert (event.data["message"], event.data["remedy"]) == (delivery.cause.message, delivery.cause.remedy)
    assert await scene.told() == [("Z02", False, code, MAILBOX)]


async def test_a_delay_is_journaled_and_nothing_else(flow: Flow) -> None:
    scene = await send(flow)
    assert await scene.take(scene.dsn(DeliveryAction.DELAYED, "4.4.1", "smtp; 451 4.4.1 retrying"))
    assert (await scene.row()).state is DeliveryState.DELIVERED
    assert await scene.told() == []
    told = (await flow.events(scene.document))[-1].data
    assert told["action"] == "delayed"
    assert "réessaie de lui-même" in told["message"]
    assert await scene.take(scene.dsn(DeliveryAction.DELIVERED, "2.0.0"))
    assert await scene.told() == [("Z02", True, "", MAILBOX)]


async def test_a_receipt_without_envelope_number_is_tied_by_the_message(flow: Flow) -> None:
    scene = await send(flow)
    assert await scene.take(scene.dsn(DeliveryAction.DELIVERED, "2.0.0", envelope_id=""))
    assert await scene.told() == [("Z02", True, "", MAILBOX)]


async def test_a_receipt_answers_the_question_of_a_doubt(flow: Flow) -> None:
    scene = await send(flow, CUT)
    assert (await scene.row()).state is DeliveryState.ASKING
    assert await scene.take(scene.dsn(DeliveryAction.DELIVERED, "2.0.0"))
    delivery = await scene.row()
    assert (delivery.state, delivery.due) == (DeliveryState.DELIVERED, None)
    flow.clock.advance(hours=1)
    assert await flow.store.claim(limit=9, now=flow.clock(), destinations=[Destination.MSSANTE_PS]) == []


async def test_a_failure_ends_a_doubt_too(flow: Flow) -> None:
    scene = await send(flow, CUT)
    assert await scene.take(scene.dsn(DeliveryAction.FAILED, "5.1.1", "smtp; 550 5.1.1 user unknown"))
    assert (await scene.row()).state is DeliveryState.REFUSED


async def test_nobody_is_told_who_did_not_ask(flow: Flow) -> None:
    scene = await send(flow, ack_reception=False, ack_lecture=False)
    assert await scene.take(scene.dsn(DeliveryAction.DELIVERED, "2.0.0"))
    assert await scene.take(scene.mdn())
    assert await scene.told() == []


# -- reading -----------------------------------------------------------------------------------------------------------


async def test_a_reading_is_told(flow: Flow) -> None:
    scene = await send(flow)
    assert await scene.take(scene.mdn())
    assert await scene.told() == [("Z03", True, "", MAILBOX)]
    assert (await scene.row()).state is DeliveryState.DELIVERED
    assert [kind for kind, _ in await flow.receipts()] == ["mdn"]


async def test_a_reader_that_could_not_integrate_is_told(flow: Flow) -> None:
    scene = await send(flow)
    assert await scene.take(scene.mdn(error_code="902", error_label="Identifiant de patient inconnu"))
    assert await scene.told() == [("Z03", False, "902", MAILBOX)]
    assert (await scene.row()).state is DeliveryState.DELIVERED, "the mail did arrive"


@pytest.mark.parametrize(
    "part_header", [b"Content-Type: message/disposition-notification\r\n\r\n", b"\r\n"], ids=["headed", "bare"]
)
async def test_the_older_dialect_is_understood(flow: Flow, part_header: bytes) -> None:
    scene = await send(flow)
    raw = old_dialect(part_header).replace(b"7f3a9c02-1@pfi.ch-exemple.mssante.fr", scene.message_id.encode())
    assert await scene.take(raw)
    assert await scene.told() == [("Z03", False, "902", MAILBOX)]


async def test_reading_and_delivery_are_two_facts_in_any_order(flow: Flow) -> None:
    scene = await send(flow)
    await scene.take(scene.mdn())
    await scene.take(scene.dsn(DeliveryAction.DELIVERED, "2.0.0"))
    assert await scene.told() == [("Z03", True, "", MAILBOX), ("Z02", True, "", MAILBOX)]


# -- doubled, late, unknown --------------------------------------------------------------------------------------------


async def test_a_doubled_receipt_settles_once(flow: Flow) -> None:
    scene = await send(flow)
    raw = scene.dsn(DeliveryAction.DELIVERED, "2.0.0")
    assert [await scene.take(raw) for _ in range(3)] == [True, True, True]
    assert len(await scene.told()) == 1
    assert (await flow.names(scene.document)).count("receipt.delivery") == 1


async def test_a_fact_told_by_two_operators_is_told_once(flow: Flow) -> None:
    scene = await send(flow)
    await scene.take(scene.dsn(DeliveryAction.RELAYED, "2.0.0"))
    await scene.take(scene.dsn(DeliveryAction.DELIVERED, "2.0.0"))
    assert await scene.told() == [("Z02", True, "", MAILBOX)]
    assert (await flow.names(scene.document)).count("receipt.delivery") == 2


async def test_a_failure_after_a_relay_changes_the_verdict(flow: Flow) -> None:
    scene = await send(flow)
    await scene.take(scene.dsn(DeliveryAction.RELAYED, "2.0.0"))
    await scene.take(scene.dsn(DeliveryAction.FAILED, "5.1.1", "smtp; 550 5.1.1 user unknown"))
    assert (await scene.row()).state is DeliveryState.REFUSED
    assert [(event, positive) for event, positive, _, _ in await scene.told()] == [("Z02", True), ("Z02", False)]


@pytest.mark.parametrize("what", ["dsn", "mdn", "person", "bytes"])
async def test_what_nobody_knows_is_kept_for_a_person_once(flow: Flow, what: str) -> None:
    scene = await send(flow)
    raw = {
        "dsn": POSTFIX_FAILED,
        "mdn": scene.mdn(message_id="never.sent@elsewhere.mssante.fr"),
        "person": b"From: a@b.mssante.fr\r\nTo: pfi@x.mssante.fr\r\nSubject: Bonjour\r\n\r\nUne question.\r\n",
        "bytes": b"\x00\xff\xfe not a mail at all",
    }[what]
    assert [await scene.take(raw) for _ in range(2)] == [False, False]
    kept = await flow.receipts()
    assert [delivery for _, delivery in kept] == [None]
    async with flow.store.reading() as connection:
        events = await connection.fetchval("SELECT count(*) FROM events WHERE name = 'mail.set_aside'")
    assert events == 1
    assert await scene.told() == []


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(noise=st.binary(max_size=300), at=st.integers(0, 4000), length=st.integers(0, 200))
async def test_any_bytes_are_taken(flow: Flow, noise: bytes, at: int, length: int) -> None:
    spoiled = POSTFIX_FAILED[:at] + noise + POSTFIX_FAILED[at + length :]
    assert await ReceiptFlow(flow.store, now=flow.clock).take(spoiled) is False
