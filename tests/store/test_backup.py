"""A backup is verified when made, and gives everything back; nothing is ever written over."""

import asyncio
import shutil
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from liane.domain.errors import ConfigurationError, StorageUnavailable
from liane.store import backup
from liane.store.embedded import EmbeddedPostgres, EngineSettings
from liane.store.postgres_store import PostgresStore
from tests.store.store_examples import NOW, acceptance

NO_SYNC = EngineSettings(fsync=False)


async def keep(dsn: str, number: int) -> int:
    async with PostgresStore(dsn) as store:
        made = (await store.accept(acceptance(number))).document_id
        assert made is not None
        return made


async def check(dsn: str, document_id: int) -> bytes:
    async with PostgresStore(dsn) as store:
        assert (await store.verify_all_journals())[1] == []
        return await store.load_document_body(document_id)


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    """A settings file and a folder of kits."""
    (tmp_path / "kits" / "a").mkdir(parents=True)
    (tmp_path / "kits" / "a" / "rules.sch").write_text("règles")
    (tmp_path / "liane.toml").write_text("environment = 'test'")
    return {"kits": tmp_path / "kits", "liane.toml": tmp_path / "liane.toml"}


@pytest.fixture
def restored(tmp_path: Path) -> Iterator[Path]:
    """A data folder to restore into; its cluster is removed at the end, wherever it lies."""
    folder = tmp_path / "restored"
    yield folder
    pointer = folder / "postgres" / "cluster.path"
    if pointer.exists():
        shutil.rmtree(pointer.read_text().strip(), ignore_errors=True)


@pytest.mark.parametrize("name", ["saved", "saved.tar"])
def test_an_embedded_cluster_is_given_back(
    tmp_path: Path, restored: Path, files: dict[str, Path], name: str, postgres_server: EmbeddedPostgres
) -> None:
    dsn = postgres_server.dsn
    number = asyncio.run(keep(dsn, 1))
    made = backup.backup_embedded(postgres_server, tmp_path / name, at=NOW, files=files)
    assert (made.method, made.files, made.created_at) == ("cluster", ("kits", "liane.toml"), NOW)
    assert made.size_bytes > 1_000_000
    assert (tmp_path / name).stat().st_mode & 0o077 == 0
    assert backup.read_backup(tmp_path / name).files == made.files
    destinations = {"kits": restored / "kits", "liane.toml": restored / "liane.toml"}
    backup.restore_embedded(tmp_path / name, restored, files=destinations)
    assert (restored / "kits" / "a" / "rules.sch").read_text() == "règles"
    with EmbeddedPostgres(restored, settings=NO_SYNC) as server:
        assert asyncio.run(check(server.dsn, number)) == acceptance(1).document.body  # type: ignore[union-attr]
    for again in (destinations, {}):
        with pytest.raises(ConfigurationError, match="par-dessus l'existant"):
            backup.restore_embedded(tmp_path / name, restored, files=again)
    with pytest.raises(ConfigurationError, match="existe déjà"):
        backup.backup_embedded(postgres_server, tmp_path / name, at=NOW)
    asyncio.run(drop_schema(dsn))


async def drop_schema(dsn: str) -> None:
    connection = await asyncpg.connect(dsn)
    await connection.execute("DROP SCHEMA liane CASCADE")
    await connection.close()


async def make_databases(dsn: str, *names: str) -> None:
    connection = await asyncpg.connect(dsn)
    for name in names:
        await connection.execute(f"CREATE DATABASE {name}")
    await connection.close()


def test_a_database_is_dumped_and_given_back(
    tmp_path: Path, files: dict[str, Path], postgres_server: EmbeddedPostgres
) -> None:
    dsn = postgres_server.dsn
    asyncio.run(make_databases(dsn, "dump_from", "dump_to"))
    source, target = (dsn.replace("@/postgres?", f"@/{name}?") for name in ("dump_from", "dump_to"))
    number = asyncio.run(keep(source, 1))
    major = postgres_server.postmaster.binaries.major
    made = backup.backup_database(source, major, tmp_path / "saved", at=NOW, files=files)
    assert made.method == "dump"
    backup.restore_database(tmp_path / "saved", target)
    assert asyncio.run(check(target, number)) == acceptance(1).document.body  # type: ignore[union-attr]
    with pytest.raises(StorageUnavailable, match="pg_restore"):
        backup.restore_database(tmp_path / "saved", target)
    with pytest.raises(ConfigurationError, match="de forme « dump »"):
        backup.restore_embedded(tmp_path / "saved", tmp_path / "elsewhere")
    (tmp_path / "saved" / "files" / "liane.toml").write_text("changed")
    with pytest.raises(StorageUnavailable, match="not what was backed up"):
        backup.read_backup(tmp_path / "saved")


def test_a_changed_cluster_does_not_verify(tmp_path: Path, restored: Path, postgres_server: EmbeddedPostgres) -> None:
    made = backup.backup_embedded(postgres_server, tmp_path / "saved", at=NOW)
    (made.path / "cluster" / "PG_VERSION").write_text("99\n")
    with pytest.raises(StorageUnavailable, match="pg_verifybackup"):
        backup.restore_embedded(tmp_path / "saved", restored)


def test_a_failed_backup_leaves_nothing(tmp_path: Path, postgres_server: EmbeddedPostgres) -> None:
    for name in ("saved", "saved.tar"):
        with pytest.raises(ConfigurationError, match="n'existe pas"):
            backup.backup_embedded(postgres_server, tmp_path / name, at=NOW, files={"x": tmp_path / "absent"})
        with pytest.raises(ConfigurationError, match="nom simple"):
            backup.backup_embedded(postgres_server, tmp_path / name, at=NOW, files={"../x": tmp_path})
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"{}", b"not json", b'{"format": 2, "files": {}}'])
def test_what_is_no_backup_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "liane-backup.json").write_bytes(content)
    (tmp_path / "archive.tar").write_bytes(content)
    for source in (tmp_path, tmp_path / "archive.tar", tmp_path / "absent"):
        with pytest.raises(ConfigurationError):
            backup.read_backup(source)


def test_a_password_is_not_an_argument() -> None:
    bare, environment = backup.hide_password("postgresql://liane:s%40cret@db.local:5432/liane?sslmode=require")
    assert bare == "postgresql://liane@db.local:5432/liane?sslmode=require"
    assert environment == {"PGPASSWORD": "s@cret"}
    assert backup.hide_password("postgresql://liane@/x?host=/run") == ("postgresql://liane@/x?host=/run", {})
