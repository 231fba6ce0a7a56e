"""Settings of the reception become doors and readers; a watched folder is drained, what is refused moves aside."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from liane.connectors.mssante.settings import Authentication
from liane.domain.documents.request import Endpoint
from liane.domain.errors import Finding, Severity
from liane.pipeline.intake.deposits import Deposit, Deposited
from liane.pipeline.intake.doors import DoorKind, MailDoor
from liane.wiring.folders import run_folder
from liane.wiring.intake import find_processing_id, list_mailboxes, make_door
from liane.wiring.mailbox import make_reading
from liane.wiring.revocation import RevocationWatch
from liane.wiring.settings import (
    Environment,
    FolderSettings,
    MSSanteSettings,
    ReceptionSettings,
    RouteSettings,
    TLSFiles,
)

FILES = TLSFiles(certificate=Path("c.pem"), key=Path("k.pem"), authorities=Path("a.pem"))
MAIN, OTHER = "pfi@ch.mssante.example", "cardio@ch.mssante.example"


def make_settings(*reception: ReceptionSettings) -> MSSanteSettings:
    return MSSanteSettings(
        smtp_host="smtp",
        imap_host="imap",
        tls=FILES,
        mailbox=MAIN,
        label="CH",
        nil="N",
        source_id="1.2",
        reception=reception,
    )


def test_the_applicative_mailbox_is_always_read() -> None:
    other = ReceptionSettings(mailbox=OTHER)
    assert [one.mailbox for one in list_mailboxes(make_settings())] == [MAIN]
    assert [one.mailbox for one in list_mailboxes(make_settings(other))] == [MAIN, OTHER]
    routed = ReceptionSettings(mailbox=MAIN.upper(), routes=(RouteSettings(application="DPI", facility="CH"),))
    assert list_mailboxes(make_settings(routed, other)) == (routed, other)


def test_a_mailbox_is_read_as_the_applicative_one_unless_told_otherwise(tmp_path: Path) -> None:
    other = ReceptionSettings(mailbox=OTHER, imap_port=1143, authentication="plain")
    settings = make_settings(other)
    watch = RevocationWatch(settings, tmp_path, node="n", now=lambda: datetime.now(UTC))
    main, second = (make_reading(settings, one, watch) for one in list_mailboxes(settings))
    assert (main.host, main.port, main.authentication, main.names_itself) == (
        "imap",
        143,
        Authentication.EXTERNAL,
        False,
    )
    assert (second.host, second.port, second.authentication, second.names_itself) == (
        "imap",
        1143,
        Authentication.PLAIN,
        True,
    )


def test_routes_are_chosen_by_type_the_first_that_fits() -> None:
    settings = ReceptionSettings(
        mailbox=OTHER,
        kind=DoorKind.ORGANISATION,
        unit="3435",
        routes=(
            RouteSettings(application="RIS", facility="CH", type_codes=("18748-4",)),
            RouteSettings(application="DPI", facility="CH"),
        ),
    )
    door = make_door(settings)
    assert door.find_target("18748-4") == Endpoint(application="RIS", facility="CH")
    assert door.find_target("11502-2") == Endpoint(application="DPI", facility="CH")
    assert MailDoor(mailbox=OTHER).find_target("11502-2") is None
    assert [find_processing_id(one) for one in Environment] == ["T", "T", "P"]


@dataclass
class Flow:
    """Takes files, refuses those named so, and says when all came."""

    wanted: int
    taken: list[tuple[str, bytes]] = field(default_factory=list)
    done: asyncio.Event = field(default_factory=asyncio.Event)

    async def take(self, deposit: Deposit) -> Deposited:
        self.taken.append((deposit.name, deposit.data))
        if len(self.taken) > self.wanted:
            self.done.set()
        refused = Finding(code="INT-101", severity=Severity.ERROR, location="f", message="vide")
        findings = (refused,) if deposit.name == "mauvais.pdf" else ()
        return Deposited(item_id=1, sha256="", is_known=False, findings=findings)


@pytest.mark.anyio
async def test_a_watched_folder_is_drained(tmp_path: Path) -> None:
    scans = tmp_path / "scans"
    scans.mkdir()
    for name in ("a.pdf", "mauvais.pdf", "z.pdf"):
        (scans / name).write_bytes(name.encode())
    settings = FolderSettings(name="scanner", path=scans, poll_s=0.001, stable_s=0)
    flow = Flow(wanted=3)
    running = asyncio.create_task(run_folder(settings, MailDoor(mailbox="scanner"), flow))  # type: ignore[arg-type]
    async with asyncio.timeout(10):
        while not (scans / "traites").is_dir() or len(list((scans / "traites").iterdir())) < 2:
            await asyncio.sleep(0)
        (scans / "b.pdf").write_bytes(b"b.pdf")
        await flow.done.wait()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert sorted(name for name, _ in flow.taken) == ["a.pdf", "b.pdf", "mauvais.pdf", "z.pdf"]
    assert all(data.decode() == name for name, data in flow.taken)
    assert [path.name for path in (scans / "refuses").iterdir()] == ["mauvais.pdf"]
