"""The whole chain on this machine: accept, check, sign, ITI-41 to the DMP, XDM mail to the operator, receipts, ZAM."""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from bench.processors import find_postmaster, read_processor_s
from bench.stage import NodeProcess, make_messages, resident_mb, send_all
from liane.store.embedded import EmbeddedPostgres
from liane.store.postgres_store import PostgresStore
from liane.wiring.quiet import wait_until_quiet
from liane.wiring.sandbox_process import SandboxProcess

ROUNDS = 3
MESSAGES = 300
WARM_UP = 20
QUIET_S_MAX = 300.0
KIND = "cr_img"


async def measure() -> list[tuple[str, float, str]]:
    """Documents per second from the first message sent to the last ZAM home; sandbox and database on the same cores."""
    with tempfile.TemporaryDirectory(prefix="liane-bench-") as name:
        database = EmbeddedPostgres.throwaway()
        dsn = await database.start_async()
        try:
            async with SandboxProcess(Path(name) / "sandbox") as sandbox:
                roles = ("receive", "deliver")
                async with (
                    NodeProcess(Path(name), dsn, sandbox.description, roles=roles) as node,
                    PostgresStore(dsn) as store,
                ):
                    processes = {
                        "node": node.pid,
                        "database": find_postmaster(database.cluster),
                        "sandbox": sandbox.pid,
                    }
                    return await play(store, node, processes)
        finally:
            await database.stop_async()


async def play(store: PostgresStore, node: NodeProcess, processes: Mapping[str, int]) -> list[tuple[str, float, str]]:
    """Send the rounds and wait for the end of each; processor time per document by process."""
    await send_all(node.port, make_messages(WARM_UP, kind=KIND, first=1), connections=4)
    await wait_until_quiet(store, timeout_s=QUIET_S_MAX)
    rates, memory = [], 0.0
    costs: dict[str, list[float]] = {}
    for turn in range(ROUNDS):
        batch = make_messages(MESSAGES, kind=KIND, first=1000 + turn * MESSAGES)
        before, started = read_processor_s(**processes), time.time()
        await send_all(node.port, batch, connections=8)
        pending = await wait_until_quiet(store, timeout_s=QUIET_S_MAX, poll_s=0.25)
        if not pending.is_quiet:
            raise RuntimeError(f"still going on: {pending}")
        rates.append(MESSAGES / (await _read_end(store) - started))
        for name, used in read_processor_s(**processes).items():
            costs.setdefault(name, []).append((used - before[name]) * 1000 / MESSAGES)
        memory = max(memory, resident_mb(node.pid))
    each = {name: statistics.median(values) for name, values in costs.items()}
    ours = each["node"] + each["workers"] + each["database"]
    return [
        ("whole chain, DMP and one mail each, to the last ZAM", statistics.median(rates), "documents/s"),
        *((f"  processor time: {name}", cost, "ms/document") for name, cost in each.items()),
        ("  documents per second of one processor, Liane and its database alone", 1000 / ours, "documents/s"),
        ("resident memory of the node, its workers apart", memory, "MB"),
    ]


async def _read_end(store: PostgresStore) -> float:
    """Instant at which the last delivery ended, of the same clock as ours: database and node are of this machine."""
    async with store.reading() as connection:
        return float(await connection.fetchval("SELECT extract(epoch FROM max(done_at)) FROM deliveries"))


def run() -> list[tuple[str, float, str]]:
    """The lines of the table."""
    return asyncio.run(measure())


if __name__ == "__main__":
    for label, value, unit in run():
        print(f"{label}: {value:.1f} {unit}")
