"""The MLLP door with the store behind it: accepted durably, two deliveries queued, acknowledged. fsync on."""

import asyncio
import statistics
import tempfile
from pathlib import Path

from bench.stage import NodeProcess, make_messages, resident_mb, send_all
from liane.store.embedded import EmbeddedPostgres

ROUNDS = 3
MESSAGES = 1000
CONNECTIONS = 16


async def measure() -> list[tuple[str, float, str]]:
    """Closed loop, then half of that rate; the median of the rounds."""
    with tempfile.TemporaryDirectory(prefix="liane-bench-") as name:
        database = EmbeddedPostgres.throwaway()
        dsn = await database.start_async()
        try:
            async with NodeProcess(Path(name), dsn, None, roles=("receive",)) as node:
                sizes, rates, halves = [], [], []
                for turn in range(ROUNDS):
                    batch = make_messages(MESSAGES, kind="cr_bio", first=1 + turn * 2 * MESSAGES)
                    sizes.append(len(batch[0]))
                    rates.append((await send_all(node.port, batch, connections=CONNECTIONS)).per_second)
                    calm = make_messages(MESSAGES, kind="cr_bio", first=1 + (turn * 2 + 1) * MESSAGES)
                    rate = rates[-1] / 2
                    halves.append(
                        (await send_all(node.port, calm, connections=CONNECTIONS, rate=rate)).percentile_ms(0.99)
                    )
                memory = resident_mb(node.pid)
        finally:
            await database.stop_async()
    return [
        (
            f"accept an ORU of {sizes[0] // 1000} kB, closed loop, {CONNECTIONS} connections",
            statistics.median(rates),
            "msg/s",
        ),
        ("acknowledgement at half that rate, p99", statistics.median(halves), "ms"),
        ("resident memory of the receiving node", memory, "MB"),
    ]


def run() -> list[tuple[str, float, str]]:
    """The lines of the table."""
    return asyncio.run(measure())


if __name__ == "__main__":
    for label, value, unit in run():
        print(f"{label}: {value:.1f} {unit}")
