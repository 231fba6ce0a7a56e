"""The crash harness: a sandbox and a database that live, a Liane that is killed and started again, an emitter that
insists. Afterwards each promise is checked where it matters: at the DMP, in the mailboxes, at the emitter."""

import asyncio
import json
import socket
import sys
from collections import Counter
from contextlib import AsyncExitStack, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx

from liane.codecs.hl7v2.ack import AckCode, parse_ack
from liane.connectors.mllp.client import MLLPClient, MLLPTimeouts
from liane.domain.documents.request import RequestFlags
from liane.domain.errors import RemoteFailure
from liane.store.embedded import EmbeddedPostgres
from liane.store.postgres_store import PostgresStore
from liane.wiring.quiet import Pending, wait_until_quiet
from liane.wiring.sandbox_process import SandboxProcess
from liane_sandbox.emitter.example_documents import make_example
from liane_sandbox.emitter.examples.facts import make_facts
from liane_sandbox.emitter.scenario import SendingFacts, make_message
from liane_sandbox.patients import PATIENTS, DMPState, MESState

INSIST_S_MAX = 180.0
QUIET_S_MAX = 240.0
"""Patience, not pace: what is waited for is a state; a machine that others share takes its time to it."""
FLAGS = RequestFlags(dest_dmp=True, dest_mssante_ps=True, ack_reception=True)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
    return port


def make_messages(count: int, first: int = 1) -> dict[str, bytes]:
    """Messages by MSH-10: each a document of its own, to the DMP and to one professional."""
    patient = next(p for p in PATIENTS if p.dmp_state is DMPState.ACTIVE and p.mes_state is MESState.OPEN)
    messages = {}
    for rank in range(first, first + count):
        control_id = f"CRASH{rank:06d}"
        cda = make_example("lettre_liaison", facts=make_facts(patient, rank))
        sent_at = datetime.now(UTC).strftime("%Y%m%d%H%M%S+0000")
        messages[control_id] = make_message(cda, SendingFacts(control_id=control_id, sent_at=sent_at, flags=FLAGS))
    return messages


class CrashHarness:
    """Use as an async context manager. door: by which the record system is handed documents (``folder``, ``fhir``)."""

    def __init__(self, folder: Path, *, door: str = "") -> None:
        self._folder = folder
        self._door = door
        self._stack = AsyncExitStack()
        self._database = EmbeddedPostgres.throwaway()
        self._port = free_port()
        self._victim: asyncio.subprocess.Process | None = None
        self.deaths = 0

    async def __aenter__(self) -> "CrashHarness":
        self._dsn = await self._database.start_async()
        self._stack.push_async_callback(self._database.stop_async)
        self._sandbox = await self._stack.enter_async_context(SandboxProcess(self._folder / "sandbox"))
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.kill()
        await self._stack.aclose()

    async def start(self, die_at: str = "", occurrence: int = 1) -> None:
        """Start the victim and wait until it answers, or until it dies."""
        ready = self._folder / "ready"
        ready.unlink(missing_ok=True)
        plan = {
            "sandbox": str(self._folder / "sandbox" / "sandbox.json"),
            "data": str(self._folder / "liane"),
            "dsn": self._dsn,
            "port": self._port,
            "ready": str(ready),
            "die_at": die_at,
            "occurrence": occurrence,
            "door": self._door,
        }
        root = Path(__file__).resolve().parents[2]
        self._victim = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.crash.victim", json.dumps(plan), cwd=root
        )
        while not ready.exists() and self._victim.returncode is None:
            await asyncio.sleep(0.02)

    async def kill(self) -> None:
        """Kill the victim as a power cut would."""
        if self._victim is not None and self._victim.returncode is None:
            with suppress(ProcessLookupError):
                self._victim.kill()
            await self._victim.wait()

    async def wait_until_ready(self) -> None:
        """Wait until a living victim answers; the one that died must be revived beside."""
        ready = self._folder / "ready"
        async with asyncio.timeout(INSIST_S_MAX):
            while self._victim is None or self._victim.returncode is not None or not ready.exists():
                await asyncio.sleep(0.02)

    async def revive_until(self, done: asyncio.Event) -> None:
        """Start the victim again, each time it dies, until told that all was said."""
        while not done.is_set():
            assert self._victim is not None
            waiting = asyncio.create_task(done.wait())
            dying = asyncio.create_task(self._victim.wait())
            await asyncio.wait({waiting, dying}, return_when=asyncio.FIRST_COMPLETED)
            for task in (waiting, dying):
                task.cancel()
            if not done.is_set() and self._victim.returncode is not None:
                self.deaths += 1
                await self.start()

    async def insist(self, messages: dict[str, bytes], each_s_max: float = INSIST_S_MAX) -> None:
        """Send each message until its positive ack comes, under the same MSH-10, as an emitter must."""
        client = MLLPClient("127.0.0.1", self._port, timeouts=MLLPTimeouts(connect_s=2, answer_s=15))
        try:
            for message in messages.values():
                async with asyncio.timeout(each_s_max):
                    await self._insist_on(client, message)
        finally:
            await client.close()

    async def _insist_on(self, client: MLLPClient, message: bytes) -> None:
        while True:
            try:
                ack = parse_ack(await client.send(message))
            except RemoteFailure:
                await asyncio.sleep(0.1)
                continue
            assert ack.code is not AckCode.AE, ack
            if ack.code is AckCode.AA:
                return

    @property
    def pages_url(self) -> str:
        """Address of the sandbox's pages and API."""
        return self._sandbox.pages_url

    @property
    def dsn(self) -> str:
        """Address of the database that outlives the victim."""
        return self._dsn

    async def wait_until_quiet(self) -> Pending:
        """Wait until nothing is left to do, whoever does it."""
        async with PostgresStore(self._dsn) as store:
            return await wait_until_quiet(store, timeout_s=QUIET_S_MAX)

    async def find_defects(self, messages: dict[str, bytes]) -> list[str]:
        """Say everything that was lost or doubled; empty when each promise was kept."""
        async with httpx.AsyncClient(base_url=self._sandbox.pages_url, trust_env=False, timeout=30) as client:
            places = Places(client)
            fiches, mails = await places.count_fiches(), await places.count_mails()
            zams = await places.count_zams(messages)
        count = len(messages)
        defects = [f"fiche {one} : {n} fois" for one, n in fiches.items() if n > 1]
        defects += [f"courriel {one} : {n} fois" for one, n in mails.items() if n > 1]
        if sum(fiches.values()) != count:
            defects.append(f"{sum(fiches.values())} fiches pour {count} documents")
        if sum(mails.values()) != count:
            defects.append(f"{sum(mails.values())} courriels pour {count} documents")
        for control_id in messages:
            for event in ("Z01", "Z02"):
                if zams[control_id, event, True] != 1 or zams[control_id, event, False]:
                    defects.append(f"{control_id} : {event} reçu {zams[control_id, event, True]} fois")
        return defects


class Places:
    """The places where a promise is kept or broken: the DMP, the mailboxes, the emitter."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client

    async def _get(self, path: str, **params: str | int) -> Any:
        answer = await self._client.get(path, params=params)
        answer.raise_for_status()
        return answer.json()

    async def count_fiches(self) -> Counter[str]:
        """Fiches by uniqueId, signatures apart."""
        fiches: Counter[str] = Counter()
        for patient in await self._get("/api/patients"):
            for fiche in await self._get(f"/api/patients/{patient['ins']}/documents"):
                if not fiche["is_signature"]:
                    fiches[fiche["unique_id"]] += 1
        return fiches

    async def count_mails(self) -> Counter[str]:
        """Mails by Message-ID, those of the product's own mailbox apart."""
        mails: Counter[str] = Counter()
        for mailbox in await self._get("/api/mssante/mailboxes"):
            if "pfi@" not in mailbox["address"] and mailbox["messages"]:
                for mail in await self._get(f"/api/mssante/mailboxes/{mailbox['address']}/messages"):
                    mails[mail["message_id"]] += 1
        return mails

    async def count_zams(self, messages: dict[str, bytes]) -> Counter[tuple[str, str, bool]]:
        """ZAM by request, event and sign; a ZAM sent again under its MSH-10 counts once."""
        zams: Counter[tuple[str, str, bool]] = Counter()
        for control_id in messages:
            for zam in await self._get("/api/emitter/zams", control_id=control_id):
                zams[control_id, zam["event"], zam["is_positive"]] += 1
        return zams
