"""Critical biology among what comes in: found once, from the word of the laboratory alone, told without health data."""

from datetime import timedelta
from typing import Any

import pytest

from liane.domain.actors.operator import Operator, Role
from liane.domain.errors import RemoteUnavailable
from liane.pipeline.criticals import CriticalWatch, count_in
from liane.store.criticals import TRIES_MAX, PostgresCriticals
from liane.store.intake_automation import AutomaticFiling, PostgresAutomation
from liane.store.intake_records import ItemKind, NewIntakeFile
from liane.store.postgres_store import PostgresStore
from tests.sandbox.dmp.kit import NOW, make_document
from tests.web.intake_kit import make_item

pytestmark = pytest.mark.anyio
NORMAL = make_document(1)
CLERK = Operator(name="Noé TESTACCUEIL", roles=frozenset({Role.SECRETARIAT}))


def say(code: str, serial: int = 1) -> bytes:
    """A report whose abnormal result has another interpretation."""
    data = make_document(serial)
    assert data.count(b'interpretationCode code="H"') == 1
    return data.replace(b'interpretationCode code="H"', f'interpretationCode code="{code}"'.encode())


async def run_here(function: Any, *arguments: Any) -> Any:
    """Run without a worker."""
    return function(*arguments)


class Mailbox:
    """Counts the notices; refuses them when told to."""

    def __init__(self) -> None:
        self.told: list[int] = []
        self.is_deaf = False

    async def tell(self, number: int) -> None:
        """Take a notice."""
        if self.is_deaf:
            raise RemoteUnavailable("alerts.mail", "421")
        self.told.append(number)


async def add(store: PostgresStore, name: str, data: bytes, **more: Any) -> int:
    """Put a structured document on the worklist."""
    files = (NewIntakeFile(name=name, media_type="text/xml", data=data),)
    item = make_item(name, data=b"", at=NOW, kind=ItemKind.DOCUMENT, files=files, **more)
    return await store.intake.add_item(item)


def make_watch(store: PostgresStore, mailbox: Mailbox | None = None) -> CriticalWatch:
    """A watch on a store."""
    tell = mailbox.tell if mailbox is not None else None
    return CriticalWatch(PostgresCriticals(store), store.intake, run=run_here, now=lambda: NOW, tell=tell)


@pytest.mark.parametrize(("code", "number"), [("HH", 1), ("LL", 1), ("AA", 1), ("H", 0), ("N", 0), ("A", 0)])
def test_critical_is_what_the_laboratory_says(code: str, number: int) -> None:
    """MSS/UX.18: the abnormal value stays outside its interval in every case."""
    assert count_in(say(code)) == number


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"<ClinicalDocument xmlns='urn:hl7-org:v3'/>", b"\xff\xfe<"])
def test_what_holds_no_results_holds_no_critical_one(data: bytes) -> None:
    assert count_in(data) == 0


async def test_a_critical_document_is_found_once_and_waits_until_somebody_saw_it(store: PostgresStore) -> None:
    criticals, watch = PostgresCriticals(store), make_watch(store)
    await add(store, "normal.xml", NORMAL)
    item = await add(store, "critique.xml", say("HH"), unit="UF 12")
    assert await watch.turn() == 1
    assert await watch.turn() == 0
    (found,) = await criticals.list_open()
    assert (found.item_id, found.number, found.unit, found.is_item) == (item, 1, "UF 12", True)
    assert await criticals.list_open(("UF 30", "")) == []
    assert await criticals.count_open() == 1
    assert await criticals.mark_seen([item], by=CLERK.name, at=NOW) == 1
    assert await criticals.mark_seen([item], by=CLERK.name, at=NOW) == 0
    assert (await criticals.list_open(), await criticals.count_open()) == ([], 0)


async def test_what_a_mail_brought_and_went_alone_is_looked_at_too(store: PostgresStore) -> None:
    """Such a document has no line in the worklist: it is known by its own number."""
    document = await _insert_document(store, say("LL"))
    await PostgresAutomation(store).record(
        AutomaticFiling(
            item_id=document,
            document_id=document,
            person_id=7,
            source="mssante:b@x",
            type_code="11502-2",
            unit="",
            filed_at=NOW,
        )
    )
    assert await make_watch(store).turn() == 1
    (found,) = await PostgresCriticals(store).list_open()
    assert (found.item_id, found.person_id, found.is_item) == (document, 7, False)


async def _insert_document(store: PostgresStore, data: bytes) -> int:
    """A document as a mail brings it; the bytes are those of a line of the worklist, decided long ago."""
    item = await add(store, "parti-seul.xml", data)
    await make_watch(store).turn()
    async with store.reading() as connection:
        sha256 = bytes.fromhex((await store.intake.get_item(item)).files[0].sha256)
        columns = await connection.fetch(
            "SELECT column_name, data_type, is_nullable FROM information_schema.columns "
            "WHERE table_schema = 'liane' AND table_name = 'documents' AND column_default IS NULL"
        )
    return await _write_document(
        store, sha256, [(one["column_name"], one["data_type"], one["is_nullable"]) for one in columns]
    )


async def _write_document(store: PostgresStore, sha256: bytes, columns: list[tuple[str, str, str]]) -> int:
    filler: dict[str, Any] = {
        "text": "",
        "bigint": 0,
        "integer": 0,
        "json": "{}",
        "jsonb": "{}",
        "boolean": False,
        "bytea": sha256,
        "timestamp with time zone": NOW,
        "date": NOW.date().replace(day=1),
    }
    wanted = [(name, filler[kind]) for name, kind, nullable in columns if nullable == "NO" and name != "id"]
    names = ", ".join(name for name, _ in wanted)
    marks = ", ".join(f"${place}" for place in range(1, len(wanted) + 1))

    async def work(connection: Any) -> int:
        await connection.execute("UPDATE critical_readings SET number = 0")
        number = await connection.fetchval(
            f"INSERT INTO documents (id, {names}) VALUES (nextval('ids'), {marks}) RETURNING id",
            *(value for _, value in wanted),
        )
        return int(number)

    return await store.transact({NOW.date().replace(day=1)}, work)


async def test_a_notice_leaves_once_and_is_tried_again_a_bounded_number_of_times(store: PostgresStore) -> None:
    mailbox = Mailbox()
    watch = make_watch(store, mailbox)
    await add(store, "un.xml", say("HH", 1))
    await add(store, "deux.xml", say("HH", 2))
    mailbox.is_deaf = True
    await watch.turn()
    mailbox.is_deaf = False
    await watch.turn()
    await watch.turn()
    assert mailbox.told == [2], "one notice for all that waits, and never twice"
    await add(store, "trois.xml", say("AA", 3))
    mailbox.is_deaf = True
    for _ in range(TRIES_MAX):
        await watch.turn()
    mailbox.is_deaf = False
    await watch.turn()
    assert mailbox.told == [2]


async def test_what_was_seen_long_ago_is_forgotten_and_not_found_again(store: PostgresStore) -> None:
    criticals = PostgresCriticals(store)
    item = await add(store, "ancien.xml", say("HH"))
    await make_watch(store).turn()
    await criticals.mark_seen([item], by=CLERK.name, at=NOW)
    assert await criticals.forget(NOW + timedelta(days=1)) == 0, "only far behind the newest"
    assert await criticals.find_unread() == []
