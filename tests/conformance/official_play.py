"""The official HL7 v2 samples, played once per session through a throw-away node and a sandbox, as a JSON account."""

import asyncio
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import uvloop

from liane.connectors.mllp.client import MLLPClient
from liane.pipeline.rehearsal import SCHEMA_VERSION, describe_message
from liane.wiring.logs import configure_logs
from liane.wiring.rehearsal import Rehearsal, Rehearsed

QUIET_S_MAX = 60.0


@dataclass(slots=True, kw_only=True)
class Play:
    """What was seen. report: as ``liane rehearse --json`` gives it. again: the acknowledgements of a second sending."""

    report: dict[str, Any]
    played: list[Rehearsed]
    raws: list[bytes]
    stored_raws: list[bytes]
    again: list[bytes]
    counts: list[int] = field(default_factory=list)
    """Documents, deliveries and mails: before the second sending, then after it."""

    def message(self, rank: int) -> dict[str, Any]:
        """The account of one message."""
        found: dict[str, Any] = self.report["messages"][rank]
        return found


def play(names: list[str], folder: Path) -> Play:
    """Play the samples in the order given."""
    configure_logs(is_quiet=True)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(_play(names, folder))


async def _play(names: list[str], folder: Path) -> Play:
    raws = [(folder / name).read_bytes() for name in names]
    async with Rehearsal(raws) as stage:
        played = await stage.play(timeout_s=QUIET_S_MAX)
        assert stage.pending.is_quiet
        messages = [await _describe(stage, name, one) for name, one in zip(names, played, strict=True)]
        report = {
            "version": SCHEMA_VERSION,
            "simulation": True,
            "messages": messages,
            "dmp": await stage.list_dmp(),
            "mailboxes": await stage.list_mails(),
        }
        stored = await _load_raws(stage)
        counts = await _count(stage)
        again = await _send_again(stage, played)
        counts += await _count(stage)
        return Play(report=report, played=played, raws=raws, stored_raws=stored, again=again, counts=counts)


async def _describe(stage: Rehearsal, name: str, one: Rehearsed) -> dict[str, Any]:
    store = stage.node.store
    document = one.document
    return describe_message(
        file=name,
        ack=one.ack,
        understood=one.understood,
        stored=document,
        deliveries=await store.find_deliveries(document.id) if document else (),
        events=await store.find_events(document.id) if document else (),
        artefacts=(),
    )


async def _load_raws(stage: Rehearsal) -> list[bytes]:
    async with stage.node.store.reading() as connection:
        rows = await connection.fetch("SELECT id FROM messages ORDER BY id")
    return [await stage.node.store.load_message_raw(row["id"]) for row in rows]


async def _send_again(stage: Rehearsal, played: list[Rehearsed]) -> list[bytes]:
    client = MLLPClient("127.0.0.1", stage.node.mllp_port, remote="liane")
    try:
        return [await client.send(one.raw) for one in played if b"|AA|" in one.answer]
    finally:
        await client.close()


async def _count(stage: Rehearsal) -> list[int]:
    async with stage.node.store.reading() as connection:
        documents = await connection.fetchval("SELECT count(*) FROM documents")
        deliveries = await connection.fetchval("SELECT count(*) FROM deliveries")
    return [documents, deliveries, len(await stage.list_mails())]
