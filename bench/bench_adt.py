"""Identity messages: accepted behind the MLLP door and at the store, then applied; fsync on."""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from bench.identities import NOW, Town
from bench.stage import NodeProcess, send_all
from liane.codecs.hl7v2.adt_build import build_adt
from liane.codecs.hl7v2.policy import AcceptancePolicy
from liane.domain.documents.request import Endpoint
from liane.domain.identity.person import Person
from liane.pipeline.channels import ChannelGuard
from liane.pipeline.identity.adt import IdentityReception
from liane.pipeline.identity.applier import Applier
from liane.store.embedded import EmbeddedPostgres
from liane.store.identity_flow import IdentityFlowStore
from liane.store.postgres_store import PostgresStore
from liane.wiring.clock import utc_now
from liane.wiring.identity import IdentityServices
from liane.wiring.settings import IdentitySettings, Settings

PERSONS = 3000
CONNECTIONS = 16
AT_ONCE = 64
COMPARED = 1000
GAM, LIANE = Endpoint(application="GAM", facility="CH"), Endpoint(application="LIANE", facility="CH")


def make_adts(persons: Sequence[Person], event: str, prefix: str) -> list[bytes]:
    """One message per person. event: A28, A31, or A01 with a stay of its own."""
    made = []
    for rank, person in enumerate(persons):
        raw = build_adt(
            "A31" if event == "A01" else event,
            person,
            previous=None,
            sender=GAM,
            receiver=LIANE,
            control_id=f"{prefix}{rank:08d}",
            at=NOW,
            processing_id="D",
        )
        made.append(_admit(raw, rank) if event == "A01" else raw)
    return made


def _admit(raw: bytes, rank: int) -> bytes:
    """Turn an A31 into an admission."""
    unit = b"Chirurgie^^^^^CH&1.2.3&ISO^UF^^^6268"
    stay = b"PV1|1|I|^^^CH^O||||||||||||||||V%08d^^^CH&1.2.250.1.999.2&ISO^VN" % rank
    movement = b"ZBE|M%08d^GAM|20260306110000||INSERT|N||%b|%b|HMS" % (rank, unit, unit)
    segments = raw.replace(b"ADT^A31^ADT_A05", b"ADT^A01^ADT_A01").split(b"\r")
    place = next(number for number, segment in enumerate(segments) if segment.startswith(b"PV1"))
    return b"\r".join((*segments[:place], stay, movement, *segments[place + 1 :]))


def make_services(store: PostgresStore) -> IdentityServices:
    """The flows, for a GAM that is believed."""
    settings = Settings(identity=IdentitySettings(sources=("GAM@*",)))
    guard = ChannelGuard(store, now=utc_now)
    return IdentityServices(settings, store, channels=guard, policy=AcceptancePolicy.for_test())


async def accept_all(reception: IdentityReception, messages: Sequence[bytes]) -> float:
    """Messages accepted per second, without a socket."""
    waiting = list(reversed(messages))
    started = time.perf_counter()

    async def emit() -> None:
        while waiting:
            answer = await reception.accept(waiting.pop(), "bench")
            if answer is None or b"MSA|AA" not in answer:
                raise RuntimeError(f"not accepted: {answer!r}")

    await asyncio.gather(*(emit() for _ in range(AT_ONCE)))
    return len(messages) / (time.perf_counter() - started)


async def apply_all(applier: Applier) -> float:
    """Messages applied per second."""
    count, started = 0, time.perf_counter()
    while taken := await applier.apply_some():
        count += taken
    return count / (time.perf_counter() - started)


async def play(dsn: str, folder: Path) -> list[tuple[str, float, str]]:
    """Accept and apply creations, changes and admissions of the same persons."""
    persons = list(Town().make_persons(2 * PERSONS))
    known, others = persons[:PERSONS], persons[PERSONS:]
    async with NodeProcess(folder, dsn, None, roles=("receive",)) as node:
        behind = await send_all(node.port, make_adts(known, "A28", "C"), connections=CONNECTIONS)
        calm = make_adts(others, "A28", "D")
        half = await send_all(node.port, calm, connections=CONNECTIONS, rate=behind.per_second / 2)
    async with PostgresStore(dsn) as store:
        services = make_services(store)
        applied = {"created (A28)": await apply_all(services.applier)}
        started = time.perf_counter()
        compared = await services.watch.compare_some(limit=COMPARED)
        comparing = compared / (time.perf_counter() - started)
        accepted = []
        for event, what in (("A31", "told again, unchanged (A31)"), ("A01", "admitted (A01)")):
            accepted.append(await accept_all(services.reception, make_adts(known, event, event)))
            applied[what] = await apply_all(services.applier)
        failed = (await store.registry.find_failed_messages()).lines
        waiting = await IdentityFlowStore(store).count_unlinked()
    if failed:
        raise RuntimeError(f"not applied: {failed[:1]}")
    return [
        (f"accept an ADT behind MLLP, closed loop, {CONNECTIONS} connections", behind.per_second, "msg/s"),
        ("acknowledgement of an ADT at half that rate, p99", half.percentile_ms(0.99), "ms"),
        (f"accept an ADT at the store, {AT_ONCE} at once, reading included", statistics.median(accepted), "msg/s"),
        *((f"apply an ADT: person {what}", rate, "msg/s") for what, rate in applied.items()),
        (f"compare a changed person with the others ({waiting} wait)", comparing, "persons/s"),
    ]


async def measure() -> list[tuple[str, float, str]]:
    """On a database of its own."""
    with tempfile.TemporaryDirectory(prefix="liane-bench-") as name:
        database = EmbeddedPostgres.throwaway()
        dsn = await database.start_async()
        try:
            return await play(dsn, Path(name))
        finally:
            await database.stop_async()


def run() -> list[tuple[str, float, str]]:
    """The lines of the table."""
    return asyncio.run(measure())


if __name__ == "__main__":
    for label, value, unit in run():
        print(f"{label}: {value:.1f} {unit}")
