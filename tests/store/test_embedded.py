"""The embedded server in trouble: each trap that was seen, set on purpose. Rule: store.md §6."""

import asyncio
import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from liane.domain.errors import ConfigurationError, StorageUnavailable
from liane.store.binaries import ACCOUNT_NAME, Account, find_binaries, is_reachable
from liane.store.embedded import EmbeddedPostgres, EngineSettings
from liane.store.postmaster import Readiness, is_postgres, is_postmaster_of
from tests.memory import find_memory

NO_SYNC = EngineSettings(fsync=False)
AS_ROOT = os.geteuid() == 0


@pytest.fixture
def data() -> Iterator[Path]:
    """A data folder that anyone may enter, with an accent and a space; whatever runs in it at the end is stopped."""
    root = Path(tempfile.mkdtemp(prefix="liane-test-", dir=find_memory()))
    root.chmod(0o755)
    folder = root / "données de l'hôpital"
    folder.mkdir()
    yield folder
    pointer = folder / "postgres" / "cluster.path"
    cluster = Path(pointer.read_text().strip()) if pointer.exists() else folder / "postgres" / "cluster"
    if (cluster / "postmaster.pid").exists():
        with contextlib.suppress(ConfigurationError, StorageUnavailable), EmbeddedPostgres(folder, settings=NO_SYNC):
            pass
    shutil.rmtree(cluster, ignore_errors=True)
    shutil.rmtree(root)


async def ask(dsn: str, question: str) -> object:
    connection = await asyncpg.connect(dsn)
    try:
        return await connection.fetchval(question)
    finally:
        await connection.close()


def pid_of(server: EmbeddedPostgres) -> int:
    pid = server.postmaster.find_live_pid()
    assert pid is not None
    return pid


def test_it_starts_keeps_and_stops(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")
    monkeypatch.setenv("PGPORT", "9999")
    monkeypatch.setenv("PGDATA", "/nowhere")
    server = EmbeddedPostgres(data, settings=NO_SYNC)
    with pytest.raises(StorageUnavailable):
        _ = server.dsn
    dsn = server.start()
    assert asyncio.run(ask(dsn, "CREATE TABLE kept AS SELECT 1 AS n; ")) is None
    assert asyncio.run(ask(dsn, "SHOW data_checksums")) == "on"
    assert asyncio.run(ask(dsn, "SHOW listen_addresses")) == ""
    server.stop()
    with EmbeddedPostgres(data, settings=NO_SYNC) as again:
        assert asyncio.run(ask(again.dsn, "SELECT n FROM kept")) == 1


def test_nobody_else_may_reach_the_socket_or_the_data(data: Path) -> None:
    parents = {folder: folder.stat().st_mode for folder in (data, *data.parents)}
    with EmbeddedPostgres(data, settings=NO_SYNC) as server:
        assert server.cluster.stat().st_mode & 0o077 == 0
        assert server.postmaster.sockets.stat().st_mode & 0o077 == 0
    assert parents == {folder: folder.stat().st_mode for folder in parents}, "no parent folder was opened"


@pytest.mark.skipif(not AS_ROOT, reason="only root hands the server to another account")
def test_root_hands_the_server_to_an_account_of_its_own(data: Path) -> None:
    with EmbeddedPostgres(data, settings=NO_SYNC) as server:
        status = Path(f"/proc/{pid_of(server)}/status").read_text().splitlines()
    entry = pwd.getpwnam(ACCOUNT_NAME)
    fields = dict(line.split(":", 1) for line in status)
    assert fields["Uid"].split() == [str(entry.pw_uid)] * 4
    assert fields["Gid"].split() == [str(entry.pw_gid)] * 4
    assert fields["Groups"].split() == []
    assert entry.pw_uid != 0


@pytest.mark.skipif(not AS_ROOT, reason="only root hands the server to another account")
def test_a_folder_that_only_root_may_enter_gets_its_cluster_elsewhere(data: Path) -> None:
    data.chmod(0o700)
    with EmbeddedPostgres(data, settings=NO_SYNC) as server:
        assert not server.cluster.is_relative_to(data)
        assert Path((data / "postgres" / "cluster.path").read_text().strip()) == server.cluster
    assert data.stat().st_mode & 0o777 == 0o700


def test_a_stale_pid_that_another_process_has_is_no_obstacle(data: Path) -> None:
    with EmbeddedPostgres(data, settings=NO_SYNC) as server:
        cluster = server.cluster
    account = {"user": cluster.stat().st_uid} if AS_ROOT else {}
    with subprocess.Popen(["/bin/sleep", "600"], **account) as sleeper:  # type: ignore[call-overload]
        (cluster / "postmaster.pid").write_text(f"{sleeper.pid}\n{cluster}\n0\n5432\n/tmp\n\n0 0\nready\n")
        try:
            with EmbeddedPostgres(data, settings=NO_SYNC) as server:
                assert asyncio.run(ask(server.dsn, "SELECT 1")) == 1
        finally:
            sleeper.kill()


def test_a_zombie_is_dead() -> None:
    child = subprocess.Popen(["/bin/true"])
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
    assert not is_postgres(child.pid)
    assert not is_postmaster_of(child.pid, Path("/"))
    child.wait()


@pytest.mark.crash
def test_the_watcher_restarts_a_killed_server(data: Path) -> None:
    with EmbeddedPostgres(data, settings=NO_SYNC) as server:
        first = pid_of(server)
        asyncio.run(ask(server.dsn, "CREATE TABLE kept AS SELECT 1 AS n"))
        os.kill(first, signal.SIGKILL)
        end = time.monotonic() + 30
        while server.postmaster.find_live_pid() in (None, first) and time.monotonic() < end:
            time.sleep(0.05)
        assert server.postmaster.wait_until_ready(30)
        assert pid_of(server) != first


VICTIM = """
import sys, time, structlog
structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
from pathlib import Path
from liane.store.embedded import EmbeddedPostgres, EngineSettings
server = EmbeddedPostgres(Path(sys.argv[1]), settings=EngineSettings(fsync=False))
server.start()
server.stop_on_sigterm()
print(server.postmaster.find_live_pid(), flush=True)
time.sleep(600)
"""


@contextlib.contextmanager
def other_process(data: Path) -> Iterator[tuple["subprocess.Popen[str]", int]]:
    """Another process that uses the same data folder; with the pid of the server."""
    with subprocess.Popen([sys.executable, "-c", VICTIM, data], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process, int(process.stdout.readline())
        finally:
            process.kill()


@pytest.mark.crash
def test_a_killed_owner_leaves_a_server_that_the_next_one_takes_over_and_stops(data: Path) -> None:
    with other_process(data) as (process, pid):
        process.kill()
        process.wait()
        assert is_postgres(pid)
        with EmbeddedPostgres(data, settings=NO_SYNC) as server:
            assert pid_of(server) == pid
        assert not is_postgres(pid)


@pytest.mark.crash
def test_sigterm_stops_the_server(data: Path) -> None:
    with other_process(data) as (process, pid):
        process.terminate()
        assert process.wait(30) == -signal.SIGTERM
        assert not is_postgres(pid)


@pytest.mark.crash
def test_the_last_one_that_leaves_stops_the_server(data: Path) -> None:
    with other_process(data) as (process, pid):
        with EmbeddedPostgres(data, settings=NO_SYNC) as server:
            assert pid_of(server) == pid
        assert is_postgres(pid), "the other process still uses it"
        process.terminate()
        process.wait(30)
    assert not is_postgres(pid)


def test_a_server_whose_folder_was_removed_is_not_taken_for_ours(data: Path) -> None:
    with other_process(data) as (process, pid):
        process.kill()
        process.wait()
        cluster = EmbeddedPostgres(data, settings=NO_SYNC)
        shutil.rmtree(cluster.data_folder / "postgres" / "cluster")
        with EmbeddedPostgres(data, settings=NO_SYNC) as server:
            assert pid_of(server) != pid
        assert not is_postgres(pid)


def test_an_interrupted_creation_is_done_again(data: Path) -> None:
    cluster = data / "postgres" / "cluster"
    cluster.mkdir(parents=True)
    (cluster / "base").mkdir()
    (cluster / "postgresql.conf").write_text("half")
    if AS_ROOT:
        shutil.chown(cluster, ACCOUNT_NAME, ACCOUNT_NAME)
    with EmbeddedPostgres(data, settings=NO_SYNC) as server:
        assert server.postmaster.probe() is Readiness.READY


def test_a_cluster_of_another_major_version_is_refused(data: Path) -> None:
    with EmbeddedPostgres(data, settings=NO_SYNC) as server:
        version = server.cluster / "PG_VERSION"
    true_version = version.read_text()
    version.write_text("9\n")
    with pytest.raises(ConfigurationError, match="restaurer une sauvegarde"):
        EmbeddedPostgres(data, settings=NO_SYNC).start()
    version.write_text(true_version)


@pytest.mark.parametrize("is_elsewhere", [False, True])
def test_throwaways_leave_nothing(tmp_path: Path, is_elsewhere: bool) -> None:
    with EmbeddedPostgres.throwaway(fsync=False, within=tmp_path if is_elsewhere else None) as server:
        folder, sockets, pid = server.data_folder, server.postmaster.sockets, pid_of(server)
        assert (folder.parent == tmp_path) is is_elsewhere
    assert not folder.exists()
    assert not sockets.exists()
    assert not is_postgres(pid)


def test_binaries_are_found_and_reachability_is_judged_by_every_parent(tmp_path: Path) -> None:
    assert find_binaries().major >= 15
    stranger = Account(name="x", uid=65533, gid=65533)
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    (tmp_path / "a").chmod(0o700)
    assert not is_reachable(inner, stranger)
    assert is_reachable(Path("/usr/bin"), stranger)
