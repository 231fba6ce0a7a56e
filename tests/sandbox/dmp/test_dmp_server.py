"""The simulated DMP on the wire: mutual TLS, restart, each fault switched on, traces."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from liane_sandbox.dmp import server as dmp
from liane_sandbox.faults import Fault, FaultKind, FaultSwitchboard
from liane_sandbox.http_server import Reply
from liane_sandbox.pki.folder import PKI, KeyPair
from tests.sandbox.dmp.kit import ADULT, NOW, Caller, make_caller, make_document, read

Journey = Callable[["Wire"], Awaitable[None]]


class Wire:
    """A running DMP and a client with its certificate."""

    def __init__(self, server: dmp.DMPServer, caller: Caller, faults: FaultSwitchboard) -> None:
        self.server = server
        self.caller = caller
        self.faults = faults

    def tls(self, pair: KeyPair | None) -> ssl.SSLContext:
        """A client's TLS, with or without certificate."""
        context = ssl.create_default_context(cafile=self.caller.pki.authorities)
        if pair is not None:
            context.load_cert_chain(pair.certificate, pair.key)
        return context

    async def feed(self, pair: KeyPair | None = None, *, serial: int = 1, timeout_s: float = 10.0) -> httpx.Response:
        """Send an ITI-41."""
        built = self.caller.build_feed(self.caller.lot(make_document(serial)))
        tls = self.tls(pair or self.caller.pki.org_auth_cli)
        async with httpx.AsyncClient(verify=tls, timeout=timeout_s) as client:
            return await client.post(
                f"{self.server.base_url}{built.path}",
                content=b"".join(built.chunks),
                headers={"Content-Type": built.content_type},
            )

    def on(self, kind: FaultKind, **options: object) -> None:
        """Switch a fault on."""
        self.faults.add(Fault(service="dmp.repository", kind=kind, **options))  # type: ignore[arg-type]

    @property
    def stored(self) -> int:
        """How many documents of the patient are kept, signatures apart."""
        entries = self.server.state.find_entries_of_patient(ADULT.ins.matricule)
        return sum(not one.is_signature for one in entries)


@asynccontextmanager
async def running(pki: PKI, path: Path) -> AsyncIterator[Wire]:
    faults = FaultSwitchboard()
    server = await dmp.start(path=path, pki=pki, faults=faults, clock=lambda: NOW)
    try:
        yield Wire(server, make_caller(pki), faults)
    finally:
        await server.stop()


def play(pki: PKI, path: Path, journey: Journey) -> None:
    async def whole() -> None:
        async with running(pki, path) as wire:
            await journey(wire)

    asyncio.run(whole())


def seen_codes(response: httpx.Response) -> list[str]:
    return read(
        Reply(status=response.status_code, content_type=response.headers["content-type"], body=response.content)
    ).codes


def test_a_document_goes_through_mutual_tls_and_survives_a_restart(pki: PKI, tmp_path: Path) -> None:
    path = tmp_path / "dmp.sqlite"

    async def feed(wire: Wire) -> None:
        response = await wire.feed()
        assert (response.status_code, seen_codes(response)) == (200, [])

    async def look(wire: Wire) -> None:
        assert wire.stored == 1
        kept = wire.server.state.find_entries_of_patient(ADULT.ins.matricule)[0]
        assert wire.server.state.get_document(kept.unique_id).body == make_document()
        assert set(seen_codes(await wire.feed())) == {"XDSDuplicateUniqueIdInRegistry"}

    play(pki, path, feed)
    play(pki, path, look)


@pytest.mark.parametrize("name", ["foreign_auth", "expired_auth", "revoked_auth", "org_sign"])
def test_a_wrong_client_certificate_never_passes_the_handshake(pki: PKI, tmp_path: Path, name: str) -> None:
    async def journey(wire: Wire) -> None:
        with pytest.raises(httpx.TransportError):
            await wire.feed(getattr(pki, name))
        assert wire.stored == 0

    play(pki, tmp_path / "dmp.sqlite", journey)


def test_no_client_certificate_no_answer(pki: PKI, tmp_path: Path) -> None:
    async def journey(wire: Wire) -> None:
        async with httpx.AsyncClient(verify=wire.tls(None)) as client:
            with pytest.raises(httpx.TransportError):
                await client.post(f"{wire.server.base_url}/patients", content=b"")

    play(pki, tmp_path / "dmp.sqlite", journey)


def test_an_old_tls_is_refused(pki: PKI, tmp_path: Path) -> None:
    assert dmp.build_tls(pki).minimum_version is ssl.TLSVersion.TLSv1_2


@pytest.mark.parametrize(
    ("kind", "code", "status"),
    [
        (FaultKind.REFUSE, "XDSRepositoryError", 200),
        (FaultKind.BUSY, "XDSRepositoryBusy", 200),
        (FaultKind.FAULT, "DMPInternalError", 500),
    ],
)
def test_faults_that_answer(pki: PKI, tmp_path: Path, kind: FaultKind, code: str, status: int) -> None:
    async def journey(wire: Wire) -> None:
        wire.on(kind, remaining=1)
        response = await wire.feed()
        assert (response.status_code, seen_codes(response)) == (status, [code])
        assert wire.stored == 0
        assert wire.server.state.find_traces()[0].fault == kind.value
        assert seen_codes(await wire.feed()) == []

    play(pki, tmp_path / "dmp.sqlite", journey)


def test_the_code_of_a_refusal_may_be_chosen(pki: PKI, tmp_path: Path) -> None:
    async def journey(wire: Wire) -> None:
        wire.on(FaultKind.REFUSE, code="XDSRegistryOutOfResources", message="plus de place")
        assert seen_codes(await wire.feed()) == ["XDSRegistryOutOfResources"]

    play(pki, tmp_path / "dmp.sqlite", journey)


@pytest.mark.parametrize(
    ("kind", "stored"),
    [
        (FaultKind.HANG_UP_BEFORE, 0),
        (FaultKind.HANG_UP_AFTER, 1),
        (FaultKind.TRUNCATED, 1),
        (FaultKind.SILENT, 0),
        (FaultKind.SILENT_AFTER, 1),
    ],
)
def test_faults_that_leave_the_caller_in_doubt(pki: PKI, tmp_path: Path, kind: FaultKind, stored: int) -> None:
    async def journey(wire: Wire) -> None:
        wire.on(kind)
        with pytest.raises(httpx.TransportError):
            await wire.feed(timeout_s=1.0)
        assert wire.stored == stored

    play(pki, tmp_path / "dmp.sqlite", journey)


@pytest.mark.parametrize("kind", [FaultKind.TWICE, FaultKind.LATE, FaultKind.SLOW])
def test_faults_that_answer_in_an_odd_manner(pki: PKI, tmp_path: Path, kind: FaultKind) -> None:
    async def journey(wire: Wire) -> None:
        wire.on(kind, delay_s=0.1)
        assert seen_codes(await wire.feed()) == []
        assert wire.stored == 1

    play(pki, tmp_path / "dmp.sqlite", journey)


def test_a_fault_for_one_patient_spares_the_others(pki: PKI, tmp_path: Path) -> None:
    async def journey(wire: Wire) -> None:
        wire.on(FaultKind.BUSY, key="170039999900207")
        assert seen_codes(await wire.feed()) == []

    play(pki, tmp_path / "dmp.sqlite", journey)


def test_down_closes_the_door_and_up_opens_it_on_the_same_port(pki: PKI, tmp_path: Path) -> None:
    async def journey(wire: Wire) -> None:
        url = wire.server.base_url
        fault = wire.faults.add(Fault(service="dmp", kind=FaultKind.DOWN))
        await wire.server.settle()
        with pytest.raises(httpx.ConnectError):
            await wire.feed()
        wire.faults.remove(fault.id)
        await wire.server.settle()
        assert wire.server.base_url == url
        assert seen_codes(await wire.feed()) == []

    play(pki, tmp_path / "dmp.sqlite", journey)


def test_one_service_down_cuts_its_calls(pki: PKI, tmp_path: Path) -> None:
    async def journey(wire: Wire) -> None:
        wire.on(FaultKind.DOWN)
        with pytest.raises(httpx.TransportError):
            await wire.feed()
        assert wire.stored == 0

    play(pki, tmp_path / "dmp.sqlite", journey)


def test_many_feeds_at_once_are_all_kept(pki: PKI, tmp_path: Path) -> None:
    async def journey(wire: Wire) -> None:
        responses = await asyncio.gather(*(wire.feed(serial=serial) for serial in range(1, 13)))
        assert {response.status_code for response in responses} == {200}
        assert wire.stored == 12

    play(pki, tmp_path / "dmp.sqlite", journey)


def test_the_same_document_twice_at_once_is_kept_once(pki: PKI, tmp_path: Path) -> None:
    async def journey(wire: Wire) -> None:
        responses = await asyncio.gather(*(wire.feed() for _ in range(4)))
        assert sorted(len(seen_codes(response)) for response in responses) == [0, 1, 1, 1]
        assert wire.stored == 1

    play(pki, tmp_path / "dmp.sqlite", journey)
