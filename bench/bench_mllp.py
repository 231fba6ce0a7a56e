"""The MLLP door with the store behind it: accepted durably, two deliveries queued, acknowledged. fsync on."""

import asyncio
import statistics
import tempfile
from pathlib import Path

from bench.processors import find_postmaster, read_processor_s
from bench.stage import NodeProcess, make_messages, send_all
from liane.store.embedded import EmbeddedPostgres

ROUNDS = 3
MESSAGES = 1000
CONNECTIONS = 16
CDA_BYTES = 204_000


async def measure(kind: str, size_bytes: int) -> list[tuple[str, float, str]]:
    """Closed loop, then half of that rate; the median of the rounds. size_bytes: of the CDA, 0 for it as it is."""
    with tempfile.TemporaryDirectory(prefix="liane-bench-") as name:
        database = EmbeddedPostgres.throwaway()
        dsn = await database.start_async()
        try:
            async with NodeProcess(Path(name), dsn, None, roles=("receive",)) as node:
                processes = {"node": node.pid, "database": find_postmaster(database.cluster)}
                rates, halves, first = [], [], 1
                costs: dict[str, list[float]] = {}
                for turn in range(ROUNDS + 1):
                    batch = make_messages(MESSAGES, kind=kind, first=first, size_bytes=size_bytes)
                    before = read_processor_s(**processes)
                    full = await send_all(node.port, batch, connections=CONNECTIONS)
                    after = read_processor_s(**processes)
                    calm = make_messages(MESSAGES, kind=kind, first=first + MESSAGES, size_bytes=size_bytes)
                    half = await send_all(node.port, calm, connections=CONNECTIONS, rate=full.per_second / 2)
                    first += 2 * MESSAGES
                    if turn == 0:
                        continue  # the first round makes the partitions, the plans and the files
                    rates.append(full.per_second)
                    halves.append(half.percentile_ms(0.99))
                    for part, used in after.items():
                        costs.setdefault(part, []).append((used - before[part]) * 1000 / MESSAGES)
                size = f"{len(batch[0]) // 1000} kB"
        finally:
            await database.stop_async()
    return [
        (
            f"accept an ORU of {size} ({kind}), closed loop, {CONNECTIONS} connections",
            statistics.median(rates),
            "msg/s",
        ),
        (f"  the rounds: {', '.join(f'{rate:.0f}' for rate in rates)}; slowest", min(rates), "msg/s"),
        ("  acknowledgement at half that rate, p99", statistics.median(halves), "ms"),
        *(
            (f"  processor time: {part}", statistics.median(values), "ms/message")
            for part, values in costs.items()
            if part != "workers"
        ),
    ]


def run() -> list[tuple[str, float, str]]:
    """The lines of the table."""
    return asyncio.run(measure("cr_bio", CDA_BYTES)) + asyncio.run(measure("cr_bio", 0))


if __name__ == "__main__":
    for label, value, unit in run():
        print(f"{label}: {value:.1f} {unit}")
