"""Revocation lists at work: fetched, obeyed before each connection, told on the pages and by one incident."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from liane.domain.errors import RemoteUnavailable
from liane.domain.steering.status import SystemStatus
from liane.store.postgres_store import PostgresStore
from liane.web.views.health import describe_health
from liane.wiring.gates import MailLink
from liane.wiring.revocation import RevocationWatch
from liane.wiring.settings import MSSanteSettings, TLSFiles
from liane_sandbox.establishment import PFI_MAILBOX
from liane_sandbox.faults import FaultSwitchboard
from liane_sandbox.mssante import server as operator_server
from liane_sandbox.mssante.server import OperatorPorts
from liane_sandbox.pki.certificates import make_crl
from liane_sandbox.pki.folder import PKI, load_issuer, render_crl

pytestmark = pytest.mark.anyio
NOW = datetime.now(UTC)
TO = "camille.deschamps@cabinet-exemple.simulation.mssante.fr"
MAIL = f"From: <{PFI_MAILBOX}>\r\nTo: <{TO}>\r\nMessage-ID: <1@simulation>\r\nSubject: Essai\r\n\r\nTexte\r\n".encode()


@dataclass(slots=True)
class Publisher:
    """A distribution point: one answer to every request; None hangs up."""

    answer: bytes | None = None
    port: int = 0
    asked: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/issuing.crl"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one request; a caller that leaves in the middle is left alone."""
        try:
            await reader.readuntil(b"\r\n\r\n")
        except asyncio.IncompleteReadError:
            writer.close()
            return
        self.asked += 1
        if self.answer is not None:
            head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(self.answer)}\r\nConnection: close\r\n\r\n"
            writer.write(head.encode() + self.answer)
            await writer.drain()
        writer.close()


@dataclass(slots=True)
class Scene:
    """An operator, a distribution point, and the watch between them."""

    pki: PKI
    folder: Path
    publisher: Publisher
    smtp_port: int
    at: datetime = NOW
    links: list[MailLink] = field(default_factory=list)

    def watch(self, **changes: Any) -> RevocationWatch:
        """The watch under test."""
        settings = self.settings(**changes)
        return RevocationWatch(settings, self.folder / "crl", node="n1", now=lambda: self.at)

    def settings(self, **changes: Any) -> MSSanteSettings:
        files = TLSFiles(
            certificate=self.pki.bal_app.certificate, key=self.pki.bal_app.key, authorities=self.pki.authorities
        )
        values: dict[str, Any] = {
            "smtp_host": "127.0.0.1",
            "smtp_port": self.smtp_port,
            "imap_host": "127.0.0.1",
            "tls": files,
            "mailbox": PFI_MAILBOX,
            "label": "CH DES TILLEULS",
            "nil": "000000-SIM",
            "source_id": "1.2.250.1.999.1.8121",
            "crl_urls": (self.publisher.url,),
            "timeout_s": 5.0,
        }
        return MSSanteSettings(**(values | changes))

    async def submit(self, watch: RevocationWatch) -> str:
        """Submit one mail on a link of its own."""
        link = MailLink(self.settings(), watch, connections_max=1)
        try:
            return (await link.submit(MAIL, recipient=TO, envelope_id="E1")).text
        finally:
            await link.close()


@asynccontextmanager
async def open_scene(pki: PKI, folder: Path) -> AsyncIterator[Scene]:
    publisher = Publisher()
    server = await asyncio.start_server(publisher.serve, "127.0.0.1", 0)
    publisher.port = server.sockets[0].getsockname()[1]
    operator = await operator_server.start(
        folder=folder / "operator", pki=pki, ports=OperatorPorts(smtp=0, imap=0), faults=FaultSwitchboard()
    )
    try:
        yield Scene(pki, folder, publisher, operator.smtp_port)
    finally:
        await operator.stop()
        server.close()
        await server.wait_closed()


async def test_a_revoked_operator_is_refused_once_the_list_says_so(pki: PKI, tmp_path: Path) -> None:
    async with open_scene(pki, tmp_path) as scene:
        watch = scene.watch()
        scene.publisher.answer = render_crl(pki, (), NOW)
        await watch.refresh()
        assert (await scene.submit(watch)).startswith("250")
        scene.publisher.answer = render_crl(pki, (pki.server,), NOW)
        await watch.refresh()
        with pytest.raises(RemoteUnavailable) as refused:
            await scene.submit(watch)
        assert refused.value.code == "TLS-CERTIFICAT"
        scene.publisher.answer = render_crl(pki, (), NOW + timedelta(seconds=1))
        await watch.refresh()
        assert (await scene.submit(watch)).startswith("250")


async def test_without_any_list_nothing_is_sent(pki: PKI, tmp_path: Path) -> None:
    async with open_scene(pki, tmp_path) as scene:
        watch = scene.watch()
        await watch.refresh()
        with pytest.raises(RemoteUnavailable) as refused:
            await scene.submit(watch)
        assert (refused.value.remote, refused.value.code) == ("crl", "CRL_ABSENTE")


async def test_the_last_good_list_serves_until_it_expires(pki: PKI, tmp_path: Path) -> None:
    async with open_scene(pki, tmp_path) as scene:
        watch = scene.watch()
        scene.publisher.answer = render_crl(pki, (), NOW)
        await watch.refresh()
        scene.publisher.answer = None
        scene.at = NOW + timedelta(hours=20)
        await watch.refresh()
        (kept,) = watch.describe()
        assert kept.problem
        assert kept.is_usable
        watch.check()
        scene.at = NOW + timedelta(hours=25)
        with pytest.raises(RemoteUnavailable, match="CRL_EXPIREE"):
            watch.check()


async def test_a_list_older_than_the_site_wants_is_refused(pki: PKI, tmp_path: Path) -> None:
    async with open_scene(pki, tmp_path) as scene:
        watch = scene.watch(crl_age_h_max=6.0)
        scene.publisher.answer = render_crl(pki, (), NOW)
        await watch.refresh()
        watch.check()
        scene.at = NOW + timedelta(hours=7)
        with pytest.raises(RemoteUnavailable, match="CRL_TROP_ANCIENNE"):
            watch.check()


async def test_a_restart_starts_from_the_lists_on_disk(pki: PKI, tmp_path: Path) -> None:
    async with open_scene(pki, tmp_path) as scene:
        scene.publisher.answer = render_crl(pki, (), NOW)
        await scene.watch().refresh()
        again = scene.watch()
        again.read()
        again.check()
        assert scene.publisher.asked == 1


async def test_lists_of_the_site_count_too(pki: PKI, tmp_path: Path) -> None:
    own = tmp_path / "own.crl"
    revoked = make_crl(load_issuer(pki.issuing), (), NOW - timedelta(days=3), timedelta(days=2))
    own.write_bytes(revoked.public_bytes(Encoding.PEM))
    async with open_scene(pki, tmp_path) as scene:
        tls = scene.settings().tls.model_copy(update={"crls": (own,)})
        watch = scene.watch(tls=tls, crl_urls=())
        watch.read()
        assert watch.files == (own,)
        with pytest.raises(RemoteUnavailable, match="CRL_EXPIREE"):
            watch.check()


async def test_one_incident_opens_and_ends(pki: PKI, tmp_path: Path, store: PostgresStore) -> None:
    async with open_scene(pki, tmp_path) as scene:
        watch = scene.watch(crl_refresh_h=1e-6)
        running = asyncio.create_task(watch.run(store))
        try:
            async with asyncio.timeout(10):
                while not (opened := await store.find_incidents(only_open=True)):
                    await asyncio.sleep(0.01)
                (incident,) = opened
                assert (incident.remote, incident.code) == ("crl:n1", "CRL_ABSENTE")
                scene.publisher.answer = render_crl(pki, (), NOW)
                while await store.find_incidents(only_open=True):
                    await asyncio.sleep(0.01)
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
        assert len(await store.find_incidents(only_open=False)) == 1


async def test_the_health_page_tells_each_list(pki: PKI, tmp_path: Path) -> None:
    async with open_scene(pki, tmp_path) as scene:
        watch = scene.watch()
        await watch.refresh()
        told = {}
        for name, answer in (("absent", None), ("good", render_crl(pki, (), NOW)), ("stale", b"<html>")):
            scene.publisher.answer = answer
            await watch.refresh()
            status = SystemStatus(at=NOW, node="n1", version="0", started_at=NOW, revocations=watch.describe())
            told[name] = next(row for row in describe_health(status, NOW).rows if row.name.startswith("Liste"))
        assert [told[name].state.word for name in ("absent", "good", "stale")] == ["absente", "en ordre", "à suivre"]
        assert "aucun courriel" in told["absent"].meaning
