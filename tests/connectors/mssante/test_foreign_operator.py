"""Our client against an operator that we did not write: Postfix and Dovecot of the distribution."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from liane.codecs.mssante_mail.receipts import DeliveryAction, IncomingMail, MailKind, NonDeliveryCause, parse_incoming
from liane.codecs.mssante_mail.writer import Attachment, Mailbox, OutgoingMail, render_mail
from liane.connectors.mssante.imap import FiledAs, ReceiptMailbox, ReceivedMail
from liane.connectors.mssante.settings import ReadingSettings, SubmissionSettings, TLSFiles
from liane.connectors.mssante.smtp import MailEnvelope, MSSanteSubmitter
from liane.domain.errors import RemoteRefusal, RemoteUnavailable
from liane_sandbox.pki.folder import PKI
from tests.connectors.mssante.postfix_dovecot import (
    DOCTOR,
    FULL,
    GREY,
    HOST,
    PFI,
    ForeignOperator,
    find_reason_to_skip,
    kick,
    run_foreign_operator,
)

REASON = find_reason_to_skip()
pytestmark = [pytest.mark.foreign, pytest.mark.skipif(bool(REASON), reason=REASON)]
MAIL = OutgoingMail(
    message_id="m1@pfi.ch-tilleuls.simulation.mssante.fr",
    date=datetime(2026, 3, 12, 9, 0, tzinfo=UTC),
    sender=Mailbox(address=PFI, label="CH « EXEMPLE »"),
    to=(Mailbox(address=DOCTOR),),
    subject="XDM/1.0/DDM+CR D'HOSPITALISATION D'ARC--LOINTAIN ÉLOÏSE 01/02/1990",
    body="Bonjour,\n.\nà l'été.",
    nil="000000-PFI-DEMO",
    code_cda=("11490-0",),
    ins_qualifiee=True,
    attachments=(Attachment(name="IHE_XDM.zip", media_type="application/zip", data=bytes(range(256)) * 900),),
)


@pytest.fixture(scope="module")
def operator(pki: PKI) -> Iterator[ForeignOperator]:
    """One operator for the whole file."""
    with run_foreign_operator(pki) as running:
        yield running


def make_submitter(pki: PKI, operator: ForeignOperator, **tls: Any) -> MSSanteSubmitter:
    files = TLSFiles(
        authorities=pki.authorities, certificate=pki.bal_app.certificate, key=pki.bal_app.key, crls=(pki.crl,)
    )
    return MSSanteSubmitter(
        SubmissionSettings(host=HOST, port=operator.submission_port, mailbox=PFI, tls=replace(files, **tls))
    )


def make_reader(pki: PKI, operator: ForeignOperator) -> ReceiptMailbox:
    tls = TLSFiles(
        authorities=pki.authorities, certificate=pki.bal_app.certificate, key=pki.bal_app.key, crls=(pki.crl,)
    )
    return ReceiptMailbox(
        ReadingSettings(host=HOST, port=operator.imap_port, mailbox=PFI, tls=tls, idle_s=20, timeout_s=10)
    )


def send(pki: PKI, operator: ForeignOperator, to: str, envelope_id: str, raw: bytes | None = None) -> Any:
    async def run() -> Any:
        submitter = make_submitter(pki, operator)
        try:
            mail = replace(MAIL, message_id=f"{envelope_id}@pfi.fr", to=(Mailbox(address=to),))
            return await submitter.submit(
                raw or render_mail(mail), MailEnvelope(recipients=(to,), envelope_id=envelope_id)
            )
        finally:
            await submitter.close()

    return asyncio.run(run())


async def read_until(reader: ReceiptMailbox, is_wanted: Callable[[IncomingMail], bool]) -> IncomingMail:
    """Read and file mails until the wanted one came; the caller bounds the time."""
    found: list[IncomingMail] = []

    async def take(mail: ReceivedMail) -> FiledAs:
        found.append(parse_incoming(mail.raw))
        return FiledAs.TRAITE

    while True:
        await reader.take_all(take)
        for mail in found:
            if is_wanted(mail):
                return mail
        await reader.wait()


def await_receipt(pki: PKI, operator: ForeignOperator, envelope_id: str, action: DeliveryAction) -> IncomingMail:
    async def run() -> IncomingMail:
        reader = make_reader(pki, operator)

        def is_wanted(mail: IncomingMail) -> bool:
            report = mail.delivery
            return report is not None and report.envelope_id == envelope_id and report.recipients[0].action is action

        try:
            return await asyncio.wait_for(read_until(reader, is_wanted), 40)
        finally:
            await reader.close()

    return asyncio.run(run())


def test_a_mail_arrives_to_the_byte_and_its_receipt_comes_back(pki: PKI, operator: ForeignOperator) -> None:
    result = send(pki, operator, DOCTOR, "req-1")
    assert result.receipt_expected
    mail = await_receipt(pki, operator, "req-1", DeliveryAction.DELIVERED)
    assert mail.kind is MailKind.DSN
    assert mail.is_automatic
    assert mail.return_path == ""
    assert mail.delivery is not None
    assert mail.delivery.original_message_id == "req-1@pfi.fr"
    assert mail.delivery.recipients[0].original_recipient == DOCTOR
    (delivered,) = (operator.folder / "mail" / DOCTOR / "new").iterdir()
    raw = delivered.read_bytes().replace(b"\r\n", b"\n")
    expected = render_mail(replace(MAIL, message_id="req-1@pfi.fr")).replace(b"\r\n", b"\n")
    assert raw.endswith(expected)
    assert parse_incoming(raw).archive == MAIL.attachments[0].data


def test_a_late_refusal_comes_back_folded(pki: PKI, operator: ForeignOperator) -> None:
    send(pki, operator, FULL, "req-2")
    mail = await_receipt(pki, operator, "req-2", DeliveryAction.FAILED)
    assert mail.delivery is not None
    (report,) = mail.delivery.recipients
    assert (report.reply_code, report.status, report.recipient) == ("552", "5.2.2", FULL)
    assert report.cause is NonDeliveryCause.MAILBOX_FULL
    assert "\n" not in report.diagnostic


def test_delay_then_failure_with_a_transient_status(pki: PKI, operator: ForeignOperator) -> None:
    send(pki, operator, GREY, "req-3")
    delayed = await_receipt(pki, operator, "req-3", DeliveryAction.DELAYED)
    assert delayed.delivery is not None
    assert delayed.delivery.recipients[0].status.startswith("4.")
    failed = await_receipt(pki, operator, "req-3", DeliveryAction.FAILED)
    assert failed.delivery is not None
    assert failed.delivery.recipients[0].status.startswith("4.")
    assert failed.delivery.recipients[0].reply_code == "450"


def test_an_unknown_mailbox_is_refused(pki: PKI, operator: ForeignOperator) -> None:
    with pytest.raises(RemoteRefusal) as caught:
        send(pki, operator, "personne@ch-tilleuls.simulation.mssante.fr", "req-4")
    assert caught.value.code == "550"
    assert "5.1.1" in caught.value.context


def test_too_big_is_refused(pki: PKI, operator: ForeignOperator) -> None:
    with pytest.raises(RemoteRefusal) as caught:
        send(pki, operator, DOCTOR, "req-5", b"Subject: x\r\n\r\n" + b"x" * 11_000_000)
    assert caught.value.code == "552"


@pytest.mark.parametrize("name", ["org_auth_cli", "foreign_auth"])
def test_certificates_that_open_no_mailbox(pki: PKI, operator: ForeignOperator, name: str) -> None:
    pair = getattr(pki, name)

    async def run() -> None:
        submitter = make_submitter(pki, operator, certificate=pair.certificate, key=pair.key)
        with pytest.raises(RemoteUnavailable) as caught:
            await submitter.probe()
        assert caught.value.code in ("535", "TLS", "CONNEXION")
        await submitter.close()

    asyncio.run(run())


def test_a_server_outside_the_configured_authority(pki: PKI, operator: ForeignOperator) -> None:
    async def run() -> None:
        submitter = make_submitter(pki, operator, authorities=pki.foreign_root, crls=())
        with pytest.raises(RemoteUnavailable) as caught:
            await submitter.probe()
        assert caught.value.code == "TLS-CERTIFICAT"
        await submitter.close()

    asyncio.run(run())


def test_filed_mails_leave_the_inbox_for_good(pki: PKI, operator: ForeignOperator) -> None:
    async def run(act: Callable[[ReceiptMailbox], Awaitable[Any]]) -> Any:
        reader = make_reader(pki, operator)
        try:
            return await act(reader)
        finally:
            await reader.close()

    async def see(reader: ReceiptMailbox) -> list[ReceivedMail]:
        while not (mails := await reader.fetch()):
            await asyncio.wait_for(reader.wait(), 20)
        return mails

    send(pki, operator, PFI, "req-6")
    first = asyncio.run(run(see))
    assert asyncio.run(run(see))[0] == first[0]
    assert any(parse_incoming(mail.raw).archive == MAIL.attachments[0].data for mail in first)
    asyncio.run(run(lambda reader: reader.file(first, FiledAs.A_CLASSER)))
    rest = asyncio.run(run(lambda reader: reader.fetch()))
    assert not {mail.key for mail in rest} & {mail.key for mail in first}


def test_a_new_mail_ends_the_wait(pki: PKI, operator: ForeignOperator) -> None:
    async def run() -> bool:
        reader = make_reader(pki, operator)
        try:
            for mail in await reader.fetch():
                await reader.file([mail], FiledAs.TRAITE)
            waiting = asyncio.create_task(reader.wait())
            await asyncio.to_thread(send, pki, operator, PFI, "idle-1")
            await asyncio.wait_for(waiting, 15)
            found = await reader.fetch()
            return any(parse_incoming(mail.raw).message_id == "idle-1@pfi.fr" for mail in found)
        finally:
            await reader.close()

    assert asyncio.run(run())


def test_a_connection_cut_by_the_operator_is_taken_up_again_without_loss_or_double(
    pki: PKI, operator: ForeignOperator
) -> None:
    taken: list[str] = []

    async def take(mail: ReceivedMail) -> FiledAs:
        taken.append(parse_incoming(mail.raw).message_id)
        return FiledAs.TRAITE

    async def run() -> None:
        reader = make_reader(pki, operator)
        try:
            await reader.take_all(take)
            await asyncio.to_thread(send, pki, operator, PFI, "cut-1")
            waiting = asyncio.create_task(reader.wait())
            await asyncio.to_thread(kick, operator, PFI)
            await asyncio.gather(waiting, return_exceptions=True)
            async with asyncio.timeout(20):
                while "cut-1@pfi.fr" not in taken:
                    with suppress(RemoteUnavailable):
                        await reader.take_all(take)
            await reader.take_all(take)
        finally:
            await reader.close()

    asyncio.run(run())
    assert taken.count("cut-1@pfi.fr") == 1


def test_an_answer_leaves_in_the_name_of_another_mailbox(pki: PKI, operator: ForeignOperator) -> None:
    async def run() -> None:
        submitter = make_submitter(pki, operator)
        mail = replace(MAIL, message_id="as-1@pfi.fr", sender=Mailbox(address=DOCTOR), to=(Mailbox(address=PFI),))
        envelope = MailEnvelope(recipients=(PFI,), envelope_id="as-1", sender=DOCTOR)
        try:
            await submitter.submit(render_mail(mail), envelope)
        finally:
            await submitter.close()

    async def find() -> IncomingMail:
        reader = make_reader(pki, operator)
        try:
            return await asyncio.wait_for(read_until(reader, lambda one: one.message_id == "as-1@pfi.fr"), 20)
        finally:
            await reader.close()

    asyncio.run(run())
    found = asyncio.run(find())
    assert (found.return_path, found.sender.address) == (DOCTOR, DOCTOR)
