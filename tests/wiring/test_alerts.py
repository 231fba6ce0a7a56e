"""Alerts sent outside: one at the beginning and one at the end of an incident, across restarts, to local servers."""

import asyncio
import email
import email.policy
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from pydantic import ValidationError

from liane.pipeline.alerts import AlertFlow
from liane.store.alerts import LEASE, AlertOutbox
from liane.store.postgres_store import PostgresStore
from liane.wiring.alerts import make_channels, run_alerts
from liane.wiring.settings import AlertsSettings, Settings
from tests.pipeline.flow_kit import Clock

pytestmark = pytest.mark.anyio
TO = "astreinte@ch-tilleuls.example"


@dataclass(slots=True)
class Site:
    """A webhook and a mail relay of the site. status: what the webhook answers. is_deaf: the relay refuses."""

    http_port: int = 0
    smtp_port: int = 0
    status: int = 204
    is_deaf: bool = False
    posts: list[tuple[dict[str, str], dict[str, object]]] = field(default_factory=list)
    mails: list[EmailMessage] = field(default_factory=list)
    hold: asyncio.Event | None = None

    async def serve_http(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Take one POST."""
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        lines = [line.split(": ", 1) for line in head.split("\r\n")[1:] if line]
        headers = {name.lower(): value for name, value in lines}
        body = json.loads(await reader.readexactly(int(headers["content-length"])))
        if self.hold is not None:
            await self.hold.wait()
        if self.status < 300:
            self.posts.append((headers, body))
        writer.write(f"HTTP/1.1 {self.status} X\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode())
        await writer.drain()
        writer.close()

    async def serve_smtp(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Take mails as a relay without extensions."""
        writer.write(b"220 relay\r\n")
        while line := await reader.readline():
            word = line[:4].upper()
            if word == b"DATA":
                writer.write(b"354 go\r\n")
                data = (await reader.readuntil(b"\r\n.\r\n"))[:-3]
                self.mails.append(email.message_from_bytes(data, policy=email.policy.default))  # type: ignore[arg-type]
            is_refused = self.is_deaf and word == b"MAIL"
            writer.write(b"451 later\r\n" if is_refused else b"221 bye\r\n" if word == b"QUIT" else b"250 ok\r\n")
            await writer.drain()
            if word == b"QUIT":
                break
        writer.close()

    def settings(self, **changes: object) -> AlertsSettings:
        """Both channels."""
        values: dict[str, object] = {
            "webhook_url": f"http://127.0.0.1:{self.http_port}/alerte",
            "mail_to": (TO,),
            "mail_from": "liane@ch-tilleuls.example",
            "smtp_host": "127.0.0.1",
            "smtp_port": self.smtp_port,
            "smtp_security": "none",
            "poll_s": 0.02,
        }
        return AlertsSettings.model_validate(values | changes)


@asynccontextmanager
async def open_site() -> AsyncIterator[Site]:
    site = Site()
    http = await asyncio.start_server(site.serve_http, "127.0.0.1", 0)
    smtp = await asyncio.start_server(site.serve_smtp, "127.0.0.1", 0)
    site.http_port, site.smtp_port = (one.sockets[0].getsockname()[1] for one in (http, smtp))
    try:
        yield site
    finally:
        for server in (http, smtp):
            server.close()
            await server.wait_closed()


@dataclass(slots=True)
class Scene:
    """A store with incidents, and a process that alerts; ``process()`` is a fresh one, as after a restart."""

    store: PostgresStore
    site: Site
    clock: Clock = field(default_factory=Clock)

    async def process(self, **changes: object) -> AlertFlow:
        """Start a process, which sets its channels."""
        channels = make_channels(self.site.settings(**changes), self.clock)
        outbox = AlertOutbox(self.store)
        await outbox.set_channels(tuple(channels), self.clock())
        return AlertFlow(outbox, channels, establishment="CH DES TILLEULS", environment="test", now=self.clock)

    async def begin(self, remote: str = "dmp") -> None:
        """An incident begins."""
        await self.store.open_incident(remote, "503", "Le DMP ne répond pas.", "Vérifier le réseau.", self.clock())

    async def end(self, remote: str = "dmp") -> None:
        """It ends."""
        await self.store.close_incident(remote, self.clock())


@pytest.fixture
async def scene(store: PostgresStore) -> AsyncIterator[Scene]:
    async with open_site() as site:
        yield Scene(store, site)


async def test_an_incident_is_told_once_when_it_begins_and_once_when_it_ends(scene: Scene) -> None:
    flow = await scene.process()
    await scene.begin()
    assert [await flow.send_due() for _ in range(3)] == [2, 0, 0]
    scene.clock.advance(minutes=75)
    await scene.end()
    assert [await flow.send_due() for _ in range(3)] == [2, 0, 0]
    assert [body["event"] for _, body in scene.site.posts] == ["incident.opened", "incident.closed"]
    assert [mail["Subject"] for mail in scene.site.mails] == [
        "[Liane, test] Incident : Le DMP ne répond pas.",
        "[Liane, test] Fin d'incident : Le DMP ne répond pas.",
    ]
    begun, ended = (mail.get_content() for mail in scene.site.mails)
    assert "Que faire : Vérifier le réseau." in begun
    assert "il a duré 1 h 15 min" in ended
    assert scene.site.mails[0]["To"] == TO
    assert scene.site.mails[0]["Auto-Submitted"] == "auto-generated"


async def test_a_restart_neither_loses_nor_doubles(scene: Scene) -> None:
    await scene.process()
    await scene.begin()
    assert await (await scene.process()).send_due() == 2
    await scene.end()
    assert await (await scene.process()).send_due() == 2
    assert await (await scene.process()).send_due() == 0
    assert len(scene.site.posts) == len(scene.site.mails) == 2


async def test_a_process_killed_while_sending_sends_again_under_the_same_key(scene: Scene) -> None:
    flow = await scene.process(mail_to=(), mail_from="")
    await scene.begin()
    outbox = AlertOutbox(scene.store)
    await outbox.plan(scene.clock())
    leased = await outbox.claim(("webhook",), scene.clock())
    assert leased is not None
    assert await flow.send_due() == 0, "the other process may still be sending it"
    scene.clock.at += LEASE
    assert await flow.send_due() == 1
    (headers, body), *others = scene.site.posts
    assert others == []
    assert headers["idempotency-key"] == body["id"] == f"liane-{leased.incident_id}-opened"
    await outbox.put_off(leased, "late", None, scene.clock())
    assert await flow.send_due() == 0, "the lease of the dead one counts for nothing"


async def test_what_cannot_be_sent_waits_and_keeps_its_order(scene: Scene) -> None:
    flow = await scene.process()
    scene.site.status, scene.site.is_deaf = 503, True
    await scene.begin()
    assert await flow.send_due() == 0
    await scene.end()
    assert await flow.send_due() == 0
    scene.site.status, scene.site.is_deaf = 204, False
    scene.clock.advance(minutes=1)
    assert await flow.send_due() == 4
    assert [body["event"] for _, body in scene.site.posts] == ["incident.opened", "incident.closed"]
    assert ["Fin d'incident" in mail["Subject"] for mail in scene.site.mails] == [False, True]


async def test_one_deaf_channel_does_not_stop_the_other(scene: Scene) -> None:
    flow = await scene.process()
    scene.site.is_deaf = True
    await scene.begin()
    assert await flow.send_due() == 1
    assert len(scene.site.posts) == 1


async def test_insisting_has_an_end(scene: Scene) -> None:
    flow = await scene.process()
    scene.site.status = 500
    scene.site.is_deaf = True
    await scene.begin()
    await flow.send_due()
    scene.clock.at += timedelta(days=3)
    await flow.send_due()
    scene.site.status, scene.site.is_deaf = 204, False
    scene.clock.at += timedelta(days=1)
    assert await flow.send_due() == 0


async def test_a_channel_set_anew_tells_what_is_open_and_not_the_past(scene: Scene) -> None:
    await scene.begin("mssante")
    scene.clock.advance(hours=1)
    await scene.end("mssante")
    await scene.begin("dmp")
    scene.clock.advance(hours=1)
    flow = await scene.process(mail_to=(), mail_from="")
    assert await flow.send_due() == 1
    assert [body["remote"] for _, body in scene.site.posts] == ["dmp"]


async def test_a_stop_ends_the_notice_in_hand(scene: Scene) -> None:
    scene.site.hold = asyncio.Event()
    settings = Settings(alerts=scene.site.settings(mail_to=(), mail_from=""))
    running = asyncio.create_task(run_alerts(scene.store, settings, scene.clock))
    await scene.begin()
    async with asyncio.timeout(10):
        while not (row := await _leased(scene.store)):
            await asyncio.sleep(0.01)
    assert row == 1
    running.cancel()
    scene.site.hold.set()
    await asyncio.gather(running, return_exceptions=True)
    assert len(scene.site.posts) == 1
    scene.clock.at += LEASE
    assert await (await scene.process(mail_to=(), mail_from="")).send_due() == 0


async def _leased(store: PostgresStore) -> int:
    async with store.reading() as connection:
        return int(await connection.fetchval("SELECT count(*) FROM alert_notices WHERE attempts > 0"))


async def test_a_webhook_says_who_calls(scene: Scene, tmp_path: Path) -> None:
    secret = tmp_path / "token"
    secret.write_text("un-secret\n")
    flow = await scene.process(webhook_token_file=secret, mail_to=(), mail_from="")
    await scene.begin()
    await flow.send_due()
    assert scene.site.posts[0][0]["authorization"] == "Bearer un-secret"


def test_mail_needs_a_relay_and_a_sender() -> None:
    with pytest.raises(ValidationError, match="smtp_host"):
        AlertsSettings(mail_to=(TO,))
