"""The simulated producing application on real sockets: it sends, keeps, receives its ZAM, misbehaves when told to."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest

from liane.codecs.hl7v2.ack import AckCode, parse_ack, render_ack
from liane.codecs.hl7v2.policy import AcceptancePolicy
from liane.codecs.hl7v2.request import read_request
from liane.codecs.hl7v2.zam import Zam, ZamEvent, make_smtp_error, render_zam
from liane.connectors.mllp.client import MLLPClient, MLLPTimeouts
from liane.connectors.mllp.peer import Peer
from liane.connectors.mllp.server import serve_mllp
from liane.domain.documents.request import Endpoint
from liane.domain.errors import MalformedMessage, RemoteOutcomeUnknown, RemoteUnavailable
from liane_sandbox.emitter.emitter import Emitter, EmitterSettings
from liane_sandbox.emitter.example_documents import make_example
from liane_sandbox.emitter.examples.facts import make_facts
from liane_sandbox.emitter.scenario import Mistake, SendingFacts, make_message
from liane_sandbox.emitter.state import EmitterState, SendOutcome
from liane_sandbox.faults import Fault, FaultKind, FaultSwitchboard
from liane_sandbox.patients import PATIENTS

pytestmark = pytest.mark.anyio
NOW = datetime(2026, 3, 2, 13, 15, tzinfo=UTC)
FACTS = SendingFacts(control_id="SGL-1", sent_at="20260302141500")
ZAM = Zam(
    event=ZamEvent.MSS_RECEPTION,
    control_id="PFI-1",
    sender=Endpoint(application="LIANE", facility="CH"),
    receiver=Endpoint(application="SGL-SIMULATION", facility="CH"),
    processing_id="T",
    sent_at="20260302141600",
    event_at="20260302141600",
    request_control_id="SGL-1",
    is_positive=True,
    mailbox="camille.deschamps@cabinet-exemple.simulation.mssante.fr",
)
Accept = Callable[[bytes, Peer], Awaitable[bytes]]


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """The loop of the sandbox."""
    return "asyncio"


@pytest.fixture(scope="module")
def report() -> bytes:
    """A laboratory report of the sandbox."""
    return make_example("cr_bio", facts=make_facts(PATIENTS[0], 1))


async def judge(message: bytes, peer: Peer) -> bytes:
    """A platform that only reads the message."""
    result = read_request(message, accepted=AcceptancePolicy())
    code = AckCode.AA if result.is_accepted else AckCode.AE
    return render_ack(result.envelope, code=code, findings=result.findings, control_id="PFI-9", at=NOW)


@asynccontextmanager
async def emitting(
    accept: Accept = judge, *, path: Path | str = ":memory:", timeout_s: float = 5.0
) -> AsyncIterator[tuple[Emitter, FaultSwitchboard]]:
    """An emitter in front of a platform."""
    faults, state, numbers = FaultSwitchboard(), EmitterState(path), count(1)
    async with await serve_mllp("127.0.0.1", 0, accept) as platform:
        settings = EmitterSettings(platform_port=platform.port, timeout_s=timeout_s)
        emitter = Emitter(settings, state, faults, now=lambda: NOW, new_id=lambda: f"E-{next(numbers)}")
        async with emitter:
            yield emitter, faults
    state.close()


def link(emitter: Emitter, answer_s: float = 5.0) -> MLLPClient:
    return MLLPClient("127.0.0.1", emitter.zam_port, timeouts=MLLPTimeouts(answer_s=answer_s))


async def test_a_message_is_sent_and_kept_with_its_ack(report: bytes) -> None:
    message = make_message(report, FACTS)
    async with emitting() as (emitter, _):
        ack = await emitter.send(message, label="CR de biologie")
        assert (ack.code, ack.request_control_id) == (AckCode.AA, "SGL-1")
        (sent,) = emitter.state.list_sent()
        assert (sent.control_id, sent.message_type, sent.label) == ("SGL-1", "ORU^R01^ORU_R01", "CR de biologie")
        assert (sent.outcome, sent.sent_at, sent.answered_at, sent.zam_count) == (SendOutcome.ACCEPTED, NOW, NOW, 0)
        assert emitter.state.load_message(sent.id) == message
        assert sent.errors == ()


async def test_the_errors_of_a_refusal_are_kept(report: bytes) -> None:
    async with emitting() as (emitter, _):
        ack = await emitter.send(make_message(report, FACTS, Mistake.NO_SENDER))
        assert ack.code is AckCode.AE
        (sent,) = emitter.state.list_sent()
        assert sent.outcome is SendOutcome.ERROR
        assert [error.application_code for error in sent.errors] == ["HL7-080"]


async def test_several_messages_newest_first(report: bytes) -> None:
    async with emitting() as (emitter, _):
        for number in range(5):
            await emitter.send(make_message(report, replace(FACTS, control_id=f"SGL-{number}")))
        listed = emitter.state.list_sent(limit=2)
        assert [sent.control_id for sent in listed] == ["SGL-4", "SGL-3"]
        older = emitter.state.list_sent(limit=2, before_id=listed[-1].id)
        assert [sent.control_id for sent in older] == ["SGL-2", "SGL-1"]
        assert [s.control_id for s in emitter.state.find_by_control_id("SGL-3")] == ["SGL-3"]
        assert emitter.state.find_sent(999) is None


async def test_bytes_that_are_no_message_can_be_sent() -> None:
    async with emitting() as (emitter, _):
        assert (await emitter.send(b"PID|1\r")).code is AckCode.AE
        assert emitter.state.list_sent()[0].control_id == ""


async def test_nobody_answers_the_phone(report: bytes) -> None:
    state = EmitterState(":memory:")
    async with await serve_mllp("127.0.0.1", 0, judge) as platform:
        port = platform.port
    async with Emitter(EmitterSettings(platform_port=port), state, now=lambda: NOW) as emitter:
        with pytest.raises(RemoteUnavailable):
            await emitter.send(make_message(report, FACTS))
    assert state.list_sent()[0].outcome is SendOutcome.UNREACHABLE
    state.close()


async def test_a_silent_platform(report: bytes) -> None:
    may_end = asyncio.Event()

    async def wait(message: bytes, peer: Peer) -> bytes:
        await may_end.wait()
        return b""

    async with emitting(wait, timeout_s=0.05) as (emitter, _):
        with pytest.raises(RemoteOutcomeUnknown):
            await emitter.send(make_message(report, FACTS))
        may_end.set()
        assert emitter.state.list_sent()[0].outcome is SendOutcome.UNKNOWN


async def test_an_answer_that_is_no_ack(report: bytes) -> None:
    async def mumble(message: bytes, peer: Peer) -> bytes:
        return b"OK"

    async with emitting(mumble) as (emitter, _):
        with pytest.raises(MalformedMessage):
            await emitter.send(make_message(report, FACTS))
        sent = emitter.state.list_sent()[0]
        assert (sent.outcome, sent.ack, sent.parsed_ack) == (SendOutcome.UNREADABLE, b"OK", None)


# ZAM


async def test_a_zam_is_received_answered_and_correlated(report: bytes) -> None:
    async with emitting() as (emitter, _), link(emitter) as platform:
        await emitter.send(make_message(report, FACTS))
        ack = parse_ack(await platform.send(render_zam(ZAM)))
        assert (ack.code, ack.request_control_id, ack.event) == (AckCode.AA, "PFI-1", "Z02")
        (kept,) = emitter.state.list_zams("SGL-1")
        assert (kept.event, kept.is_positive, kept.mailbox) == ("Z02", True, ZAM.mailbox)
        assert kept.message == render_zam(ZAM)
        assert emitter.state.list_sent()[0].zam_count == 1
        assert emitter.state.list_zams("SGL-2") == []


async def test_a_negative_zam_keeps_its_error() -> None:
    async with emitting() as (emitter, _), link(emitter) as platform:
        negative = replace(ZAM, is_positive=False, error=make_smtp_error("550 5.1.1"))
        await platform.send(render_zam(negative))
        (kept,) = emitter.state.list_zams()
        assert (kept.is_positive, kept.error_code, kept.error_table) == (False, "550", "SMTPERRORCODE")


async def test_the_same_zam_twice_is_kept_once() -> None:
    async with emitting() as (emitter, _), link(emitter) as platform:
        for _ in range(3):
            assert parse_ack(await platform.send(render_zam(ZAM))).code is AckCode.AA
        (kept,) = emitter.state.list_zams()
        assert kept.times == 3


async def test_what_is_no_zam_is_refused_and_kept() -> None:
    async with emitting() as (emitter, _), link(emitter) as platform:
        adt = render_zam(ZAM).replace(b"ZAM^Z02^ZAM_Z01", b"ADT^A01^ADT_A01")
        ack = parse_ack(await platform.send(adt))
        assert (ack.code, ack.request_control_id, ack.errors[0].condition) == (AckCode.AE, "PFI-1", "200")
        assert parse_ack(await platform.send(b"hello")).code is AckCode.AE
        assert [reject.message for reject in emitter.state.list_rejects()] == [b"hello", adt]
        assert all(reject.reason for reject in emitter.state.list_rejects())
        assert emitter.state.list_zams() == []


def fault(kind: FaultKind, **values: object) -> Fault:
    return Fault(service="emitter.zam", kind=kind, remaining=1, **values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "code", "is_kept"),
    [
        (FaultKind.REFUSE, AckCode.AE, False),
        (FaultKind.BUSY, AckCode.AR, False),
        (FaultKind.FAULT, AckCode.AR, False),
        (FaultKind.TWICE, AckCode.AA, True),
        (FaultKind.LATE, AckCode.AA, True),
        (FaultKind.SLOW, AckCode.AA, True),
    ],
)
async def test_faults_that_answer(kind: FaultKind, code: AckCode, is_kept: bool) -> None:
    async with emitting() as (emitter, faults), link(emitter) as platform:
        faults.add(fault(kind, delay_s=0.0, code="906", message="Refus demandé"))
        ack = parse_ack(await platform.send(render_zam(ZAM)))
        assert ack.code is code
        assert bool(emitter.state.list_zams()) is is_kept
        if kind is FaultKind.REFUSE:
            assert (ack.errors[0].application_code, ack.errors[0].application_label) == ("906", "Refus demandé")
        assert parse_ack(await platform.send(render_zam(ZAM))).code is AckCode.AA


@pytest.mark.parametrize(
    ("kind", "is_kept"),
    [
        (FaultKind.SILENT, False),
        (FaultKind.SILENT_AFTER, True),
        (FaultKind.HANG_UP_BEFORE, False),
        (FaultKind.HANG_UP_AFTER, True),
        (FaultKind.TRUNCATED, True),
    ],
)
async def test_faults_that_do_not_answer(kind: FaultKind, is_kept: bool) -> None:
    async with emitting() as (emitter, faults), link(emitter, answer_s=0.1) as platform:
        faults.add(fault(kind))
        with pytest.raises(RemoteOutcomeUnknown):
            await platform.send(render_zam(ZAM))
        assert bool(emitter.state.list_zams()) is is_kept
        assert parse_ack(await platform.send(render_zam(ZAM))).code is AckCode.AA
        assert len(emitter.state.list_zams()) == 1


async def test_a_fault_for_one_request_spares_the_others() -> None:
    async with emitting() as (emitter, faults), link(emitter) as platform:
        faults.add(fault(FaultKind.BUSY, key="SGL-2"))
        assert parse_ack(await platform.send(render_zam(ZAM))).code is AckCode.AA
        other = replace(ZAM, control_id="PFI-2", request_control_id="SGL-2")
        assert parse_ack(await platform.send(render_zam(other))).code is AckCode.AR


async def test_a_listener_switched_off() -> None:
    async with emitting() as (emitter, faults), link(emitter) as platform:
        faults.add(Fault(service="emitter", kind=FaultKind.DOWN))
        with pytest.raises((RemoteOutcomeUnknown, RemoteUnavailable)):
            await platform.send(render_zam(ZAM))
        faults.clear()
        assert parse_ack(await platform.send(render_zam(ZAM))).code is AckCode.AA


async def test_bytes_that_are_no_mllp_end_the_connection() -> None:
    async with emitting() as (emitter, _):
        reader, writer = await asyncio.open_connection("127.0.0.1", emitter.zam_port)
        writer.write(b"GET / HTTP/1.1\r\n\r\n")
        assert await reader.read() == b""
        writer.close()
        await writer.wait_closed()


# State


async def test_the_state_outlives_the_emitter(tmp_path: Path, report: bytes) -> None:
    path = tmp_path / "emitter.sqlite"
    async with emitting(path=path) as (emitter, _), link(emitter) as platform:
        await emitter.send(make_message(report, FACTS))
        await platform.send(render_zam(ZAM))
    state = EmitterState(path)
    assert [sent.outcome for sent in state.list_sent()] == [SendOutcome.ACCEPTED]
    assert [zam.request_control_id for zam in state.list_zams()] == ["SGL-1"]
    state.clear()
    assert (state.list_sent(), state.list_zams(), state.list_rejects()) == ([], [], [])
    state.close()


async def test_watchers_are_told_of_every_change(report: bytes) -> None:
    changes = []
    async with emitting() as (emitter, _):
        watcher = lambda: changes.append(1)  # noqa: E731  # the same object is unwatched below
        emitter.state.watch(watcher)
        await emitter.send(make_message(report, FACTS))
        assert len(changes) == 2
        emitter.state.unwatch(watcher)
        emitter.state.clear()
        assert len(changes) == 2


async def test_a_message_that_was_never_sent() -> None:
    state = EmitterState(":memory:")
    with pytest.raises(LookupError):
        state.load_message(1)
    state.close()
