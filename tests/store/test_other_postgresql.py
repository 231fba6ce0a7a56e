"""The store on the oldest PostgreSQL that it promises, and on a disk that becomes full."""

import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from liane.domain.documents.delivery import DeliveryState
from liane.domain.errors import StorageUnavailable
from liane.store.binaries import find_all_binaries
from liane.store.embedded import EmbeddedPostgres, EngineSettings
from liane.store.page_records import DocumentFilter
from liane.store.postgres_store import PostgresStore
from liane.store.records import DeliveryOutcome
from liane.store.retention import RetentionPolicy
from liane.store.space import SpaceGuard
from tests.store.store_examples import NOW, acceptance, document, message

pytestmark = pytest.mark.anyio
LATER = NOW + timedelta(seconds=1)
OLDEST = 15


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that the account of the server may enter."""
    made = Path(tempfile.mkdtemp(prefix="liane-test-"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made)


@pytest.mark.foreign
async def test_the_oldest_promised_version_does_it_all(folder: Path) -> None:
    found = [binaries for binaries in find_all_binaries() if binaries.major == OLDEST]
    if not found:
        pytest.skip(f"PostgreSQL {OLDEST} is not on PATH")
    with EmbeddedPostgres(folder, settings=EngineSettings(fsync=False), binaries=found[0]) as server:
        async with PostgresStore(server.dsn) as store:
            kept = [await store.accept(acceptance(number)) for number in (1, 2, 2)]
            assert kept[2].duplicate_ack == b"MSH|ack|2"
            for claimed in await store.claim(limit=9, now=LATER):
                assert await store.finish(claimed, DeliveryOutcome(state=DeliveryState.DELIVERED), LATER)
            assert kept[0].message_id is not None
            assert await store.load_message_raw(kept[0].message_id) == acceptance(1).message.raw
            assert len((await store.search_documents(DocumentFilter(text="document1 dominique"))).lines) == 1
            assert len((await store.today_summary(LATER)).done) == 2
            policy = RetentionPolicy(content=timedelta(days=1), trace=timedelta(days=2))
            report = await store.apply_retention(policy, NOW + timedelta(days=90))
            assert report.documents == 2
            assert (await store.verify_all_journals())[1] == []


def noise(number: int) -> bytes:
    """150 kB that do not compress."""
    return b"".join(hashlib.sha256(b"%d %d" % (number, part)).digest() for part in range(4800))


@pytest.fixture
def small_disk(folder: Path) -> Iterator[Path]:
    """A disk of 300 MB, which only root can make."""
    disk = folder / "disk"
    disk.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=300m,mode=755", "tmpfs", disk], check=False)
    if made.returncode != 0 or os.geteuid() != 0:
        pytest.skip("a small disk cannot be mounted here")
    yield disk
    subprocess.run(["umount", disk], check=True)


async def fill_up(store: PostgresStore, kept: dict[int, int]) -> None:
    """Keep documents until it is refused."""
    for number in range(1, 5000):
        made = document(number, body=noise(number))
        accepted = await store.accept(acceptance(number, document=made, message=message(number, made.body)))
        assert accepted.document_id is not None
        kept[number] = accepted.document_id


def enlarge(disk: Path) -> None:
    """Make room, as an operator does."""
    subprocess.run(["mount", "-o", "remount,size=900m", disk], check=True)


@pytest.mark.crash
@pytest.mark.parametrize("floor_bytes", [100_000_000, 0])
async def test_a_full_disk_refuses_and_loses_nothing(small_disk: Path, floor_bytes: int) -> None:
    with EmbeddedPostgres(small_disk / "data", settings=EngineSettings(max_wal_size_mb=64)) as server:
        space = SpaceGuard(server.cluster, floor_bytes)
        kept: dict[int, int] = {}
        async with PostgresStore(server.dsn, space=space) as store:
            with pytest.raises(StorageUnavailable):
                await fill_up(store, kept)
        assert len(kept) > 200
        enlarge(small_disk)
        assert server.postmaster.wait_until_ready(60)
        async with PostgresStore(server.dsn) as store:
            for number, document_id in kept.items():
                assert await store.load_document_body(document_id) == noise(number)
            assert (await store.verify_all_journals())[1] == []
