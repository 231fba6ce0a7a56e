"""What the measures share: messages to send, many emitters at once, a node in its own process, its memory."""

import asyncio
import base64
import io
import json
import os
import random
import re
import sys
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pikepdf

from liane.connectors.mllp.client import MLLPClient
from liane.domain.documents.request import RequestFlags
from liane_sandbox.emitter.example_documents import make_example
from liane_sandbox.emitter.examples.facts import make_facts
from liane_sandbox.emitter.scenario import SendingFacts, make_message
from liane_sandbox.patients import PATIENTS, DMPState, MESState

BOTH = RequestFlags(dest_dmp=True, dest_mssante_ps=True, ack_reception=True)


_PDF = re.compile(rb'(representation="B64"[^>]*>)([^<]+)(<)')


def enlarge(cda: bytes, size_bytes: int) -> bytes:
    """Give the PDF that a document embeds a stream that does not compress, so that the document has about that size."""
    found = _PDF.search(cda)
    if found is None:
        raise ValueError("this document embeds no PDF")
    before = base64.b64decode(found.group(2))
    missing = size_bytes - (len(cda) - len(found.group(2)))
    with pikepdf.open(io.BytesIO(before)) as pdf:
        pdf.Root.Enlarged = pdf.make_stream(random.Random(1).randbytes(missing * 3 // 4 - len(before) - 200))
        output = io.BytesIO()
        pdf.save(output)
    return cda[: found.end(1)] + base64.b64encode(output.getvalue()) + cda[found.start(3) :]


def make_messages(
    count: int, *, kind: str, first: int = 1, flags: RequestFlags = BOTH, size_bytes: int = 0
) -> list[bytes]:
    """Distinct messages of one kind of document: the identifiers of one example are changed in place.

    size_bytes: of the CDA, whose PDF is made heavier; 0 for the example as it is.
    """
    patient = next(p for p in PATIENTS if p.dmp_state is DMPState.ACTIVE and p.mes_state is MESState.OPEN)
    marker = 987_654_321
    example = make_example(kind, facts=make_facts(patient, marker))
    if size_bytes:
        example = enlarge(example, size_bytes)
    sent_at = datetime.now(UTC).strftime("%Y%m%d%H%M%S+0000")
    messages = []
    for rank in range(first, first + count):
        cda = example.replace(str(marker).encode(), f"{rank + 100_000_000:09d}".encode())
        messages.append(make_message(cda, SendingFacts(control_id=f"B{rank:09d}", sent_at=sent_at, flags=flags)))
    return messages


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """What a volley of messages gave. latencies_s: of each acknowledgement, sorted."""

    seconds: float
    latencies_s: tuple[float, ...]

    @property
    def per_second(self) -> float:
        """Messages acknowledged per second."""
        return len(self.latencies_s) / self.seconds

    def percentile_ms(self, share: float) -> float:
        """Latency under which lies that share of the acknowledgements."""
        return self.latencies_s[min(int(len(self.latencies_s) * share), len(self.latencies_s) - 1)] * 1000


async def send_all(port: int, messages: Sequence[bytes], *, connections: int, rate: float | None = None) -> Round:
    """Send over several connections, each waiting for its answers; rate: messages/s over all of them, None for all."""
    waiting = list(reversed(messages))
    latencies: list[float] = []
    started = time.perf_counter()

    async def emitter(rank: int) -> None:
        client = MLLPClient("127.0.0.1", port)
        turn = 0
        while waiting:
            message = waiting.pop()
            if rate is not None:
                due = started + (turn * connections + rank) / rate
                turn += 1
                await asyncio.sleep(max(0.0, due - time.perf_counter()))
            before = time.perf_counter()
            answer = await client.send(message)
            latencies.append(time.perf_counter() - before)
            if b"MSA|AA" not in answer:
                raise RuntimeError(f"not accepted: {answer[:400]!r}")
        await client.close()

    await asyncio.gather(*(emitter(rank) for rank in range(connections)))
    return Round(seconds=time.perf_counter() - started, latencies_s=tuple(sorted(latencies)))


def resident_mb(pid: int) -> float:
    """Resident memory of a process, without its children."""
    for line in Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


class NodeProcess:
    """A Liane in its own process, as ``liane serve`` runs it. roles: those of the node."""

    def __init__(self, folder: Path, dsn: str, sandbox: dict[str, object] | None, *, roles: Sequence[str]) -> None:
        self._plan = {
            "folder": str(folder),
            "dsn": dsn,
            "sandbox": sandbox,
            "roles": list(roles),
            "ready": str(folder / "ready"),
        }
        self._ready = folder / "ready"
        self._stack = AsyncExitStack()
        self.port = 0
        self.pid = 0

    async def __aenter__(self) -> "NodeProcess":
        self._ready.unlink(missing_ok=True)
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bench.node", json.dumps(self._plan), cwd=Path(__file__).resolve().parent.parent
        )
        self.pid = self._process.pid
        while not self._ready.exists():
            if self._process.returncode is not None:
                raise RuntimeError("the node did not start")
            await asyncio.sleep(0.02)
        self.port = int(self._ready.read_text(encoding="utf-8"))
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._process.returncode is None:
            self._process.terminate()
            await self._process.wait()


def cores() -> int:
    """Processors of this machine."""
    return os.cpu_count() or 1
