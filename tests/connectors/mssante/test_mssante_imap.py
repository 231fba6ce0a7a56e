"""Reading the applicative mailbox: nothing lost, nothing read under two keys, whatever is cut and whenever."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from liane.connectors.mssante.imap import FiledAs, ReceiptMailbox, ReceivedMail
from liane.connectors.mssante.imap_wire import IMAPWire
from liane.connectors.mssante.settings import Authentication, ReadingSettings, TLSFiles
from liane.domain.errors import RemoteUnavailable
from liane_sandbox.faults import Fault, FaultKind, FaultSwitchboard
from liane_sandbox.mssante.records import NewMail, Outcome
from liane_sandbox.mssante.server import MSSanteOperator, OperatorPorts, start
from liane_sandbox.pki.folder import PKI

MAILBOX = "pfi@ch-tilleuls.simulation.mssante.fr"
AT = datetime(2026, 3, 12, tzinfo=UTC)


def make_settings(pki: PKI, port: int, **changes: Any) -> ReadingSettings:
    settings = ReadingSettings(
        host="127.0.0.1",
        port=port,
        mailbox=MAILBOX,
        tls=TLSFiles(
            authorities=pki.authorities, certificate=pki.bal_app.certificate, key=pki.bal_app.key, crls=(pki.crl,)
        ),
        timeout_s=2,
        idle_s=0.2,
    )
    return replace(settings, **changes)


def converse(
    pki: PKI,
    folder: Path,
    act: Callable[[ReceiptMailbox, MSSanteOperator], Awaitable[Any]],
    **changes: Any,
) -> Any:
    """Run one reader against the simulated operator."""

    async def run() -> Any:
        operator = await start(folder=folder, pki=pki, ports=OperatorPorts(), faults=FaultSwitchboard())
        mailbox = ReceiptMailbox(make_settings(pki, operator.imap_port, **changes))
        try:
            return await act(mailbox, operator)
        finally:
            await mailbox.close()
            await operator.stop()

    return asyncio.run(run())


def put(operator: MSSanteOperator, count: int, size: int = 100) -> list[bytes]:
    raws = [b"Message-ID: <m%d@x.fr>\r\n\r\n(%d) {5}\r\n" % (n, n) + b"x" * size for n in range(count)]
    operator.state.record(Outcome(mails=tuple(NewMail(mailbox=MAILBOX, raw=raw, at=AT) for raw in raws)))
    return raws


def count_in(operator: MSSanteOperator, name: str) -> int:
    folder = operator.state.find_folder(MAILBOX, name)
    return len(operator.state.list_folder(folder.id)) if folder else 0


def test_mails_are_read_to_the_byte_and_filed_where_told(pki: PKI, tmp_path: Path) -> None:
    async def act(mailbox: ReceiptMailbox, operator: MSSanteOperator) -> None:
        raws = put(operator, 7)
        seen: list[ReceivedMail] = []

        async def take(mail: ReceivedMail) -> FiledAs:
            seen.append(mail)
            return FiledAs.A_CLASSER if mail.uid == 3 else FiledAs.TRAITE

        assert await mailbox.take_all(take) == 7
        assert [mail.raw for mail in seen] == raws
        assert len({mail.key for mail in seen}) == 7
        assert [count_in(operator, one) for one in ("INBOX", "TRAITE", "A_CLASSER")] == [0, 6, 1]
        assert await mailbox.fetch() == []

    converse(pki, tmp_path, act, batch_max=3)


def test_until_filed_the_same_mails_come_under_the_same_keys(pki: PKI, tmp_path: Path) -> None:
    async def act(mailbox: ReceiptMailbox, operator: MSSanteOperator) -> None:
        put(operator, 3)
        first = await mailbox.fetch()
        await mailbox.close()
        again = await mailbox.fetch()
        assert first == again
        await mailbox.file(first[:1], FiledAs.TRAITE)
        await mailbox.file(first[:1], FiledAs.TRAITE)
        assert [mail.key for mail in await mailbox.fetch()] == [mail.key for mail in first[1:]]

    converse(pki, tmp_path, act)


def test_an_error_of_the_caller_keeps_what_was_not_taken(pki: PKI, tmp_path: Path) -> None:
    async def act(mailbox: ReceiptMailbox, operator: MSSanteOperator) -> None:
        put(operator, 4)

        async def take(mail: ReceivedMail) -> FiledAs:
            if mail.uid == 3:
                raise OSError("store full")
            return FiledAs.TRAITE

        with pytest.raises(OSError, match="store full"):
            await mailbox.take_all(take)
        assert [count_in(operator, one) for one in ("INBOX", "TRAITE")] == [2, 2]

    converse(pki, tmp_path, act)


@pytest.mark.parametrize(
    "kind",
    [FaultKind.REFUSE, FaultKind.BUSY, FaultKind.FAULT, FaultKind.SILENT, FaultKind.HANG_UP_BEFORE],
)
def test_faults_are_unavailability_and_the_next_call_recovers(pki: PKI, tmp_path: Path, kind: FaultKind) -> None:
    async def act(mailbox: ReceiptMailbox, operator: MSSanteOperator) -> None:
        put(operator, 2)
        mails = await mailbox.fetch()
        operator.operator.faults.add(Fault(service="mssante.imap", kind=kind, remaining=1))
        with pytest.raises(RemoteUnavailable):
            await mailbox.file(mails, FiledAs.TRAITE)
        assert [mail.key for mail in await mailbox.fetch()] == [mail.key for mail in mails]
        await mailbox.file(mails, FiledAs.TRAITE)
        assert count_in(operator, "TRAITE") == 2

    converse(pki, tmp_path, act, timeout_s=1)


def test_a_new_mail_ends_the_wait(pki: PKI, tmp_path: Path) -> None:
    async def act(mailbox: ReceiptMailbox, operator: MSSanteOperator) -> None:
        waiting = asyncio.ensure_future(mailbox.wait())
        await asyncio.wait({waiting}, timeout=0.05)
        put(operator, 1)
        assert await asyncio.wait_for(waiting, 5)
        assert len(await mailbox.fetch()) == 1

    converse(pki, tmp_path, act, idle_s=30)


def test_a_quiet_wait_ends_by_itself(pki: PKI, tmp_path: Path) -> None:
    async def act(mailbox: ReceiptMailbox, operator: MSSanteOperator) -> None:
        assert not await mailbox.wait()
        put(operator, 1)
        assert await mailbox.wait()

    converse(pki, tmp_path, act, idle_s=0.01)


def test_wait_can_be_cancelled_and_the_mailbox_still_works(pki: PKI, tmp_path: Path) -> None:
    async def act(mailbox: ReceiptMailbox, operator: MSSanteOperator) -> None:
        waiting = asyncio.ensure_future(mailbox.wait())
        await asyncio.wait({waiting}, timeout=0.05)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        put(operator, 1)
        assert len(await mailbox.fetch()) == 1

    converse(pki, tmp_path, act, idle_s=30)


def test_an_oversize_mail_is_shown_by_its_headers(pki: PKI, tmp_path: Path) -> None:
    async def act(mailbox: ReceiptMailbox, operator: MSSanteOperator) -> None:
        put(operator, 1, size=5000)
        put(operator, 1)
        large, small = await mailbox.fetch()
        assert (large.is_oversize, small.is_oversize) == (True, False)
        assert large.raw == b"Message-ID: <m0@x.fr>\r\n\r\n"
        assert large.key.rpartition(":")[2] == small.key.rpartition(":")[2]
        assert large.key != small.key

    converse(pki, tmp_path, act, size_bytes_max=1000)


def test_a_batch_is_bounded_in_bytes(pki: PKI, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("liane.connectors.mssante.imap.BATCH_BYTES_MAX", 2500)

    async def act(mailbox: ReceiptMailbox, operator: MSSanteOperator) -> None:
        put(operator, 5, size=1000)
        assert len(await mailbox.fetch()) == 2

    converse(pki, tmp_path, act)


@pytest.mark.parametrize("name", ["foreign_auth", "revoked_auth", "org_auth_cli"])
def test_a_wrong_client_certificate_reads_nothing(pki: PKI, tmp_path: Path, name: str) -> None:
    pair = getattr(pki, name)
    tls = replace(make_settings(pki, 1).tls, certificate=pair.certificate, key=pair.key)

    async def act(mailbox: ReceiptMailbox, operator: MSSanteOperator) -> None:
        with pytest.raises(RemoteUnavailable):
            await mailbox.fetch()

    converse(pki, tmp_path, act, tls=tls)


@pytest.mark.parametrize("authentication", [Authentication.EXTERNAL, Authentication.PLAIN])
def test_authentications(pki: PKI, tmp_path: Path, authentication: Authentication) -> None:
    async def act(mailbox: ReceiptMailbox, operator: MSSanteOperator) -> None:
        put(operator, 1)
        assert len(await mailbox.fetch()) == 1

    converse(pki, tmp_path, act, authentication=authentication)


def test_without_move_or_idle_nothing_is_lost(pki: PKI, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    original = IMAPWire._ask_capabilities

    async def poorer(wire: IMAPWire, timeout_s: float) -> None:
        await original(wire, timeout_s)
        wire.capabilities -= {"MOVE", "IDLE"}

    monkeypatch.setattr(IMAPWire, "_ask_capabilities", poorer)

    async def act(mailbox: ReceiptMailbox, operator: MSSanteOperator) -> None:
        assert not await mailbox.wait()
        put(operator, 3)
        mails = await mailbox.fetch()
        await mailbox.file(mails[:2], FiledAs.TRAITE)
        assert [count_in(operator, one) for one in ("INBOX", "TRAITE")] == [1, 2]

    converse(pki, tmp_path, act, idle_s=0.01)


def test_renumbered_folder_moves_nothing(pki: PKI, tmp_path: Path) -> None:
    async def act(mailbox: ReceiptMailbox, operator: MSSanteOperator) -> None:
        put(operator, 1)
        (mail,) = await mailbox.fetch()
        await mailbox.file([replace(mail, uid_validity=mail.uid_validity + 1)], FiledAs.TRAITE)
        assert count_in(operator, "INBOX") == 1

    converse(pki, tmp_path, act)


def test_in_clear_nothing_is_read(pki: PKI) -> None:
    async def run() -> None:
        async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            writer.write(b"* OK hello\r\n")
            tag = (await reader.readline()).split(b" ")[0]
            writer.write(b"* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n" + tag + b" OK\r\n")
            await reader.read()
            writer.close()
            ended.set()

        ended = asyncio.Event()
        server = await asyncio.start_server(handle, "127.0.0.1", 0)
        mailbox = ReceiptMailbox(make_settings(pki, server.sockets[0].getsockname()[1]))
        with pytest.raises(RemoteUnavailable, match="IMAP"):
            await mailbox.fetch()
        await ended.wait()
        server.close()
        await server.wait_closed()

    asyncio.run(run())


def test_one_certificate_opens_the_mailbox_that_is_named(pki: PKI, tmp_path: Path) -> None:
    other = "secretariat.cardio@ch-tilleuls.simulation.mssante.fr"

    async def act(mailbox: ReceiptMailbox, operator: MSSanteOperator) -> list[bytes]:
        put(operator, 1)
        operator.state.record(Outcome(mails=(NewMail(mailbox=other, raw=b"Message-ID: <c@x.fr>\r\n\r\nx", at=AT),)))
        return [mail.raw for mail in await mailbox.fetch()]

    assert converse(pki, tmp_path, act, mailbox=other, names_itself=True) == [b"Message-ID: <c@x.fr>\r\n\r\nx"]
