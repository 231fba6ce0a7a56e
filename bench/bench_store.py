"""How fast the store keeps, leases and finishes, on the embedded PostgreSQL with fsync on.

``python bench/bench_store.py``; `run` gives the same figures as (label, value, unit).
"""

import asyncio
import base64
import os
import random
import statistics
import sys
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import asyncpg
import uvloop

from liane.domain.documents.delivery import DeliveryState, Destination
from liane.store.embedded import EmbeddedPostgres
from liane.store.postgres_store import PostgresStore
from liane.store.records import Acceptance, DeliveryOutcome, NewDelivery, NewDocument, NewEvent, NewMessage

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
SENDERS = 16
ROUND_S = 3.0
Figure = tuple[str, float, str]


def structured_body(number: int) -> bytes:
    """About 150 kB of structured CDA, unlike any other, that compresses about 5 times as the official examples do."""
    dice = random.Random(number)
    entries = []
    size = 0
    while size < 150_000:
        entry = (
            f'<entry><observation classCode="OBS" moodCode="EVN"><id root="1.2.250.{dice.getrandbits(40)}"/>'
            f'<code code="{dice.randrange(10000, 99999)}-{dice.randrange(9)}" codeSystem="2.16.840.1.113883.6.1"/>'
            f'<effectiveTime value="2026{dice.randrange(10**8):08d}"/><value xsi:type="PQ" value="{dice.random():.6f}"'
            f' unit="mmol/L"/><text>{dice.getrandbits(256):x}</text></observation></entry>\n'
        )
        entries.append(entry)
        size += len(entry)
    return ("<ClinicalDocument>" + "".join(entries) + "</ClinicalDocument>").encode()


def incompressible_body(number: int) -> bytes:
    """A CDA of about 153 kB around a document that does not compress."""
    return b"<ClinicalDocument><text>" + base64.b64encode(random.Random(number).randbytes(115_000)) + b"</text>"


def make_acceptance(number: int, body: bytes, *, deliveries: int = 2) -> Acceptance:
    """What the reception writes for one document."""
    head = f"MSH|^~\\&|SGL|LABO|LIANE|CH|20261122||ORU^R01|{number}|P|2.5\rOBX|1|ED|||^TEXT^XML^Base64^".encode()
    text = base64.b64encode(body)
    oid = f"1.2.250.1.999.{number}"
    document = NewDocument(
        unique_id=oid,
        lineage=oid,
        version=1,
        replaces=None,
        action="create",
        type_code="11502-2",
        type_label="CR d'examens biologiques",
        title="Compte rendu",
        form="structured",
        patient_ins="279035121518989",
        patient_ins_oid="1.2.250.1.213.1.4.10",
        patient_label="PATIENT-TEST Dominique",
        patient_birth_date="19790315",
        patient_sex="F",
        patient_key=f"{number:032x}",
        created_at_source="20261122093000+0100",
        body=body,
        media_type="text/xml",
        search_text=f"patient-test dominique 279035121518989 ipp{number} msg{number} compte rendu {oid}",
        request={"patient": {"traits": ["x" * 40] * 20}, "recipients": ["a" * 60] * 10},
        decisions=[{"subject": "dmp", "outcome": "accepted", "reason": "y" * 60}] * 4,
    )
    destinations = (Destination.DMP, Destination.MSSANTE_PS, Destination.MSSANTE_PATIENT)
    return Acceptance(
        message=NewMessage(
            channel="mllp",
            kind="ORU^R01",
            control_id=f"MSG{number}",
            sender="SGL@LABO",
            receiver="LIANE@CH",
            processing_id="P",
            received_at=NOW,
            raw=head + text + b"|||F\r",
            embedded=(len(head), len(head) + len(text)),
            dedup_key=f"SGL@LABO|{number}",
            outcome="AA",
            ack=b"MSH|^~\\&|LIANE|CH|SGL|LABO|20261122||ACK|1|P|2.5\rMSA|AA|1\r",
        ),
        document=document,
        deliveries=tuple(
            NewDelivery(
                destination=destinations[place],
                action="create",
                lane=f"{destinations[place]}|{oid}",
                recipient="",
                plan={"n": number},
                due=NOW,
                dedup_key=f"{destinations[place]}|{oid}",
            )
            for place in range(deliveries)
        ),
        events=tuple(
            NewEvent(name=name, at=NOW, data={"control_id": f"MSG{number}"})
            for name in ("document.received", "document.checked", "document.decided", "message.acknowledged")
        ),
    )


def make_small(number: int) -> Acceptance:
    """An ADT: kept, no document."""
    raw = f"MSH|^~\\&|GAM|CH|LIANE|CH|20261122||ADT^A01|{number}|P|2.5\r".encode() + b"PID|1||123^^^X\r" * 40
    return Acceptance(
        message=NewMessage(
            channel="mllp",
            kind="ADT^A01",
            control_id=f"ADT{number}",
            sender="GAM@CH",
            receiver="LIANE@CH",
            processing_id="P",
            received_at=NOW,
            raw=raw,
            embedded=None,
            dedup_key=f"GAM@CH|{number}",
            outcome="AA",
            ack=b"MSH|ack",
        )
    )


async def measure_rate(
    work: Callable[[int], Awaitable[object]], senders: int, duration_s: float
) -> tuple[float, float]:
    """Run work(number) closed loop; returns (per second, p99 in ms)."""
    numbers, delays = iter(range(10**9)), list[float]()
    end = time.perf_counter() + duration_s

    async def send() -> None:
        while (start := time.perf_counter()) < end:
            await work(next(numbers))
            delays.append(time.perf_counter() - start)

    begun = time.perf_counter()
    await asyncio.gather(*(send() for _ in range(senders)))
    delays.sort()
    return len(delays) / (time.perf_counter() - begun), delays[int(len(delays) * 0.99)] * 1000


async def measure_half_load(store: PostgresStore, rate: float, duration_s: float) -> list[float]:
    """Accept PDF at a fixed rate, open loop; delays in ms, sorted, counted from when each was due to start."""
    pdfs = [incompressible_body(number) for number in range(20)]
    delays: list[float] = []

    async def send(number: int, due: float) -> None:
        await store.accept(make_acceptance(number + 2 * 10**6, pdfs[number % len(pdfs)] + b"h%d" % number))
        delays.append((time.perf_counter() - due) * 1000)

    begun, tasks = time.perf_counter(), []
    for number in range(int(rate * duration_s)):
        due = begun + number / rate
        await asyncio.sleep(max(due - time.perf_counter(), 0))
        tasks.append(asyncio.create_task(send(number, due)))
    await asyncio.gather(*tasks)
    return sorted(delays)


async def bench_accept(store: PostgresStore) -> list[Figure]:
    """Accept rates by kind of message."""
    figures: list[Figure] = []
    makers: dict[str, Callable[[int], Acceptance]] = {
        "ORU 150 kB structured": lambda number: make_acceptance(number, bodies[number % len(bodies)] + b"%d" % number),
        "PDF 150 kB incompressible": lambda number: make_acceptance(
            number + 10**6, pdfs[number % len(pdfs)] + b"%d" % number
        ),
        "ADT small": make_small,
    }
    bodies = [structured_body(number) for number in range(20)]
    pdfs = [incompressible_body(number) for number in range(20)]
    for label, make in makers.items():
        rate, p99 = await measure_rate(lambda number, make=make: store.accept(make(number)), SENDERS, ROUND_S)  # type: ignore[misc]
        figures += [(f"accept {label}", rate, "/s"), (f"accept {label} p99, closed loop", p99, "ms")]
    half = await measure_half_load(store, 150, ROUND_S)
    figures.append(("accept PDF at 150/s, p50", half[len(half) // 2], "ms"))
    figures.append(("accept PDF at 150/s, p99", half[int(len(half) * 0.99)], "ms"))
    return figures


async def fill_queue(dsn: str, *, due: int, put_off: int) -> None:
    """Fill the queue by SQL: due deliveries and deliveries in back-off, one lane each."""
    connection = await asyncpg.connect(dsn, server_settings={"search_path": "liane,public"})
    await connection.execute("TRUNCATE deliveries")
    for count, instant in ((due, NOW), (put_off, LATER + timedelta(days=1))):
        await connection.execute(
            """
            INSERT INTO deliveries
            SELECT nextval('ids'), (SELECT id FROM documents LIMIT 1), 1, 'dmp', 'create', '', 'lane' || nextval('ids'),
                   '{}', 'waiting', 0, 0, $2, $2, $2, $2, false, NULL, NULL, NULL, '', NULL, NULL, NULL, NULL,
                   '{}', NULL
            FROM generate_series(1, $1::integer)
            """,
            count,
            instant,
        )
    await connection.close()


async def add_stuck_lane(dsn: str, length: int) -> None:
    """One lane whose first delivery is parked, with that many behind it."""
    connection = await asyncpg.connect(dsn, server_settings={"search_path": "liane,public"})
    await connection.execute(
        """
        INSERT INTO deliveries
        SELECT nextval('ids'), (SELECT id FROM documents LIMIT 1), 1, 'dmp', 'create', '', 'stuck', '{}',
               CASE WHEN i = 1 THEN 'parked' ELSE 'waiting' END, 0, 0, $2, $2, $2, 'infinity', i > 1, NULL, NULL, NULL,
               '', NULL, NULL, NULL, NULL, '{}', NULL
        FROM generate_series(1, $1::integer) AS i
        """,
        length,
        NOW,
    )
    await connection.close()


async def bench_claim(store: PostgresStore, label: str) -> list[Figure]:
    """Claims of ten, then finished; p50 and p99 of the claim, and the rate of whole cycles."""
    delays: list[float] = []
    done, begun = 0, time.perf_counter()
    for _ in range(300):
        start = time.perf_counter()
        claimed = await store.claim(limit=10, now=LATER, destinations=[Destination.DMP])
        delays.append((time.perf_counter() - start) * 1000)
        outcome = DeliveryOutcome(state=DeliveryState.DELIVERED, events=(NewEvent(name="delivery.delivered", at=NOW),))
        await asyncio.gather(*(store.finish(item, outcome, LATER) for item in claimed))
        done += len(claimed)
    spent = time.perf_counter() - begun
    delays.sort()
    return [
        (f"claim of 10, {label}, p50", statistics.median(delays), "ms"),
        (f"claim of 10, {label}, p99", delays[int(len(delays) * 0.99)], "ms"),
        (f"claim and finish, {label}", done / spent, "/s"),
    ]


async def bench_all() -> list[Figure]:
    """All the figures, on a server of its own."""
    server = EmbeddedPostgres.throwaway(fsync=True)
    dsn = await server.start_async()
    try:
        async with PostgresStore(dsn) as store:
            figures = await bench_accept(store)
            await fill_queue(dsn, due=100_000, put_off=0)
            figures += await bench_claim(store, "100 000 waiting")
            await fill_queue(dsn, due=5_000, put_off=100_000)
            figures += await bench_claim(store, "100 000 in back-off")
            await fill_queue(dsn, due=5_000, put_off=300_000)
            await add_stuck_lane(dsn, 50_000)
            figures += await bench_claim(store, "300 000 in back-off and a stuck lane of 50 000")
        start = time.perf_counter()
        await fill_queue(dsn, due=100_000, put_off=0)
        start = time.perf_counter()
        async with PostgresStore(dsn) as store:
            await store.claim(limit=10, now=LATER)
            figures.append(("restart with 100 000 waiting, first claim", time.perf_counter() - start, "s"))
    finally:
        await server.stop_async()
    return figures


def run() -> list[Figure]:
    """Measure; about a minute."""
    return uvloop.run(bench_all())


if __name__ == "__main__":
    for label, value, unit in run():
        sys.stdout.write(f"{label:60} {value:12.1f} {unit}{os.linesep}")
