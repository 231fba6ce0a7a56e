"""How fast the registry finds, compares, keeps and applies, over 500,000 persons of a town that does not exist.

``python -m bench bench_identity``; `run` gives the figures as (label, value, unit).
LIANE_BENCH_PERSONS sets another size.
"""

import asyncio
import itertools
import os
import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import uvloop

from bench.identities import DOMAIN, NOW, PERSONS, Town
from liane.domain.identity.patient import PatientTraits
from liane.domain.identity.person import Person
from liane.store.embedded import EmbeddedPostgres
from liane.store.postgres_store import PostgresStore
from liane.store.records import Acceptance, NewMessage
from liane.store.registry import PostgresRegistry
from liane.store.registry_records import NewNotice, PersonEvent, PersonQuery, RegistryWrite

BATCH = 400
SEARCHES = 150
SENDERS = 64
ROUND_S = 4.0
Figure = tuple[str, float, str]
Ask = Callable[[Person, random.Random], str]


def show_date(traits: PatientTraits) -> str:
    """A birth date as it is typed."""
    date = traits.birth_date
    return f"{date[6:]}/{date[4:6]}/{date[:4]}"


def mistype(name: str, dice: random.Random) -> str:
    """One letter wrong, missing, doubled, or two turned round, but for the first."""
    if len(name) < 5:
        return name
    place = dice.randrange(1, len(name) - 1)
    head, tail = name[:place], name[place:]
    forms = (head + "O" + tail[1:], head + tail[1:], head + tail[0] + tail, head + tail[1] + tail[0] + tail[2:])
    return dice.choice(forms)


def respell(name: str) -> str:
    """Another spelling that sounds the same."""
    for written, other in (("EAU", "O"), ("AULT", "O"), ("AUX", "O"), ("ARD", "ART"), ("PH", "F"), ("ON", "OND")):
        if written in name:
            return name.replace(written, other, 1)
    return name + "T" if name.endswith(("ON", "AN", "OU", "O")) else name


def invert(traits: PatientTraits) -> str:
    """The date with day and month turned round."""
    date = traits.birth_date
    return f"{date[4:6]}/{date[6:]}/{date[:4]}"


ASKED: dict[str, Ask] = {
    "name, given and date": lambda p, _: (
        f"{p.traits.birth_family} {p.traits.birth_given} {show_date(p.traits)}".lower()
    ),
    "given then name": lambda p, _: f"{p.traits.birth_given} {p.traits.birth_family}",
    "name and date": lambda p, _: f"{p.traits.birth_family} {show_date(p.traits)}",
    "three letters and date": lambda p, _: f"{p.traits.birth_family[:3]} {show_date(p.traits)}",
    "date inverted": lambda p, _: f"{p.traits.birth_family} {invert(p.traits)}",
    "typing error, given": lambda p, dice: f"{mistype(p.traits.birth_family, dice)} {p.traits.birth_given}",
    "typing error, date": lambda p, dice: f"{mistype(p.traits.birth_family, dice)} {show_date(p.traits)}",
    "by ear, given": lambda p, _: f"{respell(p.traits.birth_family)} {p.traits.birth_given}",
    "by ear, year": lambda p, _: f"{respell(p.traits.birth_family)} {p.traits.birth_date[:4]}",
    "all given names": lambda p, _: f"{p.traits.birth_family} {p.traits.birth_givens}",
    "in one word": lambda p, _: f"{p.traits.birth_family.replace(' ', '')} {p.traits.birth_given.replace('-', '')}",
    "name alone": lambda p, _: p.traits.birth_family,
    "given alone": lambda p, _: p.traits.birth_given,
    "date alone": lambda p, _: show_date(p.traits),
    "INS": lambda p, _: p.ins.ins.matricule if p.ins else p.identifiers[0].value,
    "INS without its key": lambda p, _: p.ins.ins.matricule[:13] if p.ins else p.identifiers[0].value,
    "beginning of an INS": lambda p, _: (
        (lambda m: f"{m[0]} {m[1:3]} {m[3:5]} {m[5:7]}")(p.ins.ins.matricule) if p.ins else p.identifiers[0].value
    ),
    "IPP": lambda p, _: p.identifiers[0].value,
    "nobody": lambda _, dice: "".join(dice.choice("BCDFGHJKLMNPQRSTVWXZ") for _ in range(8)) + " XAVIERE",
}
"""What is typed, by kind, to find one person. The kinds that name a whole list are timed only."""
LISTS = {
    "name alone",
    "given alone",
    "date alone",
    "beginning of an INS",
    "nobody",
    "given then name",
    "all given names",
    "by ear, given",
    "by ear, year",
}
SHARES = (("p50", 0.5), ("p95", 0.95), ("p99", 0.99))


def creation(person: Person) -> RegistryWrite:
    """The act that creates one person."""
    event = PersonEvent(name="person.created", at=NOW, actor="GAM@CH", data={"means": "A28"})
    return RegistryWrite(persons=(person,), events=(event,))


async def fill(registry: PostgresRegistry, persons: Iterator[Person]) -> tuple[int, float]:
    """Create everybody, by batches; returns how many and how long."""
    begun, number = time.perf_counter(), 0
    while batch := list(itertools.islice(persons, BATCH)):
        await registry.write_registry_many([creation(person) for person in batch])
        number += len(batch)
    return number, time.perf_counter() - begun


def percentile(delays: Sequence[float], share: float) -> float:
    """The delay under which lies that share, in ms."""
    ordered = sorted(delays)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)] * 1000


async def sample_persons(registry: PostgresRegistry, count: int, total: int) -> list[Person]:
    """Persons taken at random."""
    dice = random.Random(7)
    keys = [(DOMAIN, f"IPP{dice.randrange(total):08d}") for _ in range(count)]
    return list((await registry.find_many_by_identifiers(keys)).values())


async def bench_search(registry: PostgresRegistry, total: int) -> list[Figure]:
    """Each kind of search, one after the other, each with persons of its own; and how often the person is found."""
    figures: list[Figure] = []
    every: list[float] = []
    sought = await sample_persons(registry, SEARCHES, total)
    dice = random.Random(11)
    for label, ask in ASKED.items():
        delays, found = [], 0
        for person in sought:
            query = PersonQuery(text=ask(person, dice))
            begun = time.perf_counter()
            hits = await registry.search_persons(query)
            delays.append(time.perf_counter() - begun)
            found += any(hit.person.id == person.id for hit in hits)
        every += delays
        figures += [(f"search, {label}, {name}", percentile(delays, share), "ms") for name, share in SHARES]
        if label not in LISTS:
            figures.append((f"search, {label}, found among the first 20", 100 * found / len(sought), "%"))
    figures += [(f"search, all kinds, {name}", percentile(every, share), "ms") for name, share in SHARES]
    return figures


async def bench_duplicates(registry: PostgresRegistry, total: int) -> list[Figure]:
    """Candidates for persons typed a second time with an error, one by one and by batches."""
    dice = random.Random(13)
    sought = await sample_persons(registry, 2000, total)
    twice = [
        replace(one, id=0, ins=None, traits=replace(one.traits, birth_family=mistype(one.traits.birth_family, dice)))
        for one in sought
    ]
    delays, found = [], 0
    for one, again in zip(sought[:500], twice, strict=False):
        begun = time.perf_counter()
        candidates = await registry.find_duplicate_candidates(again)
        delays.append(time.perf_counter() - begun)
        found += any(candidate.id == one.id for candidate in candidates)
    begun = time.perf_counter()
    for start in range(0, len(twice), 100):
        await registry.find_many_duplicate_candidates(twice[start : start + 100])
    rate = len(twice) / (time.perf_counter() - begun)
    return [
        ("duplicate candidates of one person, p50", percentile(delays, 0.5), "ms"),
        ("duplicate candidates of one person, p95", percentile(delays, 0.95), "ms"),
        ("duplicate candidates, name mistyped, found", 100 * found / len(delays), "%"),
        ("duplicate candidates by batches of 100", rate, "persons/s"),
    ]


def make_adt(number: int) -> Acceptance:
    """An identity message as the reception keeps it."""
    raw = f"MSH|^~\\&|GAM|CH|LIANE|CH|20261122||ADT^A31|{number}|P|2.5\r".encode() + b"PID|1||123^^^X\r" * 40
    return Acceptance(
        message=NewMessage(
            channel="identités",
            kind="ADT^A31",
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


async def bench_accept(store: PostgresStore) -> list[Figure]:
    """Identity messages kept with their place in the queue, closed loop."""
    numbers, done, end = itertools.count(), 0, time.perf_counter() + ROUND_S
    begun = time.perf_counter()

    async def send() -> None:
        nonlocal done
        while time.perf_counter() < end:
            await store.accept(make_adt(next(numbers)))
            done += 1

    await asyncio.gather(*(send() for _ in range(SENDERS)))
    return [("accept an identity message", done / (time.perf_counter() - begun), "/s")]


async def bench_apply(registry: PostgresRegistry, total: int) -> list[Figure]:
    """The queue emptied: messages read, persons found, changed and told to one subscriber, by batches."""
    dice, done, begun = random.Random(17), 0, time.perf_counter()
    while (messages := await registry.next_pending_messages(limit=BATCH)) and time.perf_counter() - begun < 3 * ROUND_S:
        keys = [(DOMAIN, f"IPP{dice.randrange(total):08d}") for _ in messages]
        persons = await registry.find_many_by_identifiers(dict.fromkeys(keys))
        versions: dict[int, int] = {}
        writes = []
        for (message_id, _), key in zip(messages, keys, strict=True):
            person = persons[key]
            version = versions.get(person.id, person.version)
            versions[person.id] = version + 1
            writes.append(_change(replace(person, version=version), message_id))
        await registry.write_registry_many(writes)
        done += len(writes)
    return [("apply an identity message, told to a subscriber", done / (time.perf_counter() - begun), "/s")]


def _change(person: Person, message_id: int) -> RegistryWrite:
    event = PersonEvent(
        name="person.changed", at=NOW, actor="GAM@CH", data={"phone": ["", "0600000000"]}, message_id=message_id
    )
    notice = NewNotice(
        subscriber="SGL",
        event="A31",
        control_id=f"L{message_id}",
        message=b"MSH|^~\\&|LIANE|CH|SGL|LABO|20261122||ADT^A31|1|P|2.5\rPID|1||123^^^X\r" * 12,
        lane=f"SGL|{person.id}",
        due=NOW,
    )
    changed = replace(person, complementary=replace(person.complementary, phone="0600000000"))
    return RegistryWrite(persons=(changed,), events=(event,), notices=(notice,), applied_message_id=message_id)


async def bench_all(total: int) -> list[Figure]:
    """All the figures, on a server of its own with fsync."""
    server = EmbeddedPostgres.throwaway(fsync=True)
    dsn = await server.start_async()
    try:
        async with PostgresStore(dsn) as store:
            number, spent = await fill(store.registry, Town().make_persons(total))
            figures = [("persons created by batches", number / spent, "/s")]
            await store.registry.refresh_name_counts()
            figures += await bench_search(store.registry, total)
            figures += await bench_duplicates(store.registry, total)
            figures += await bench_accept(store)
            figures += await bench_apply(store.registry, total)
    finally:
        await server.stop_async()
    return figures


def run() -> list[Figure]:
    """Measure; about ten minutes for 500,000 persons."""
    return uvloop.run(bench_all(int(os.environ.get("LIANE_BENCH_PERSONS", PERSONS))))


if __name__ == "__main__":
    for label, value, unit in run():
        sys.stdout.write(f"{label:60} {value:12.1f} {unit}{os.linesep}")
