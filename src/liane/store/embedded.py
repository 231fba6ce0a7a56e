"""The database engine that comes with Liane: made, started, watched and stopped by ourselves.

What lives here: who uses a cluster, where it lies, when it starts and stops. The commands themselves are in
`liane.store.postmaster`. Several processes may share one data folder: the last one that leaves stops the server. Locks
are advisory file locks, which the system frees when a process dies, however it dies. Rule: store.md §6.
"""

import asyncio
import contextlib
import fcntl
import hashlib
import os
import shutil
import signal
import stat
import sys
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

import structlog

from liane.domain.errors import ConfigurationError, StorageUnavailable
from liane.store.binaries import (
    SYSTEM_FOLDER,
    Account,
    Binaries,
    find_account,
    find_binaries,
    hold_lock,
    is_reachable,
)
from liane.store.postmaster import PORT, SUPERUSER, Postmaster, Readiness

log = structlog.get_logger(__name__)

DATABASE = "postgres"
CLUSTER_FOLDER = "postgres"
"""Where the cluster lies in the folder of the data."""
WATCH_PERIOD_S = 2.0
SOCKET_PATH_BYTES_MAX = 90
THROWAWAY_PREFIX = "liane-throwaway-"


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineSettings:
    """Settings of the embedded server.

    fsync: False only where losing everything with the machine is fine (tests); a killed server loses nothing even so.
    """

    fsync: bool = True
    max_wal_size_mb: int = 2048
    shared_buffers_mb: int = 128
    connections_max: int = 100

    def render(self, sockets: Path) -> str:
        """Write them as a PostgreSQL configuration file."""
        switch = "on" if self.fsync else "off"
        lines = [
            "listen_addresses = ''",
            f"port = {PORT}",
            f"unix_socket_directories = '{sockets}'",
            "unix_socket_permissions = 0700",
            f"fsync = {switch}",
            f"full_page_writes = {switch}",
            f"max_wal_size = {self.max_wal_size_mb}MB",
            f"shared_buffers = {self.shared_buffers_mb}MB",
            f"max_connections = {self.connections_max}",
            "jit = off",
            "timezone = 'UTC'",
            "lc_messages = 'C'",
            "logging_collector = on",
            "log_directory = 'log'",
            "log_filename = 'postgresql-%a.log'",
            "log_truncate_on_rotation = on",
            "log_rotation_age = 1d",
            "log_rotation_size = 0",
            "log_error_verbosity = terse",  # the detail of an error may quote a row, thus a patient
        ]
        if sys.platform == "linux":
            lines.append("recovery_init_sync_method = syncfs")
        return "\n".join(lines) + "\n"


class EmbeddedPostgres:
    """One cluster in the data folder of Liane.

    data_folder: folder of the installation; the cluster lies in ``postgres/cluster`` below it. As root the server runs
    under the account ``liane-pg``; when that account cannot reach the data folder, the cluster lies in
    ``/var/lib/liane`` and ``postgres/cluster.path`` says where. binaries: an installation other than the one found.
    """

    def __init__(
        self, data_folder: Path, *, settings: EngineSettings | None = None, binaries: Binaries | None = None
    ) -> None:
        self.data_folder = data_folder.resolve()
        self._binaries = binaries
        self._settings = settings or EngineSettings()
        self._home = self.data_folder / CLUSTER_FOLDER
        self._postmaster: Postmaster | None = None
        self._use: int | None = None
        self._stop_watching = threading.Event()
        self._watcher: threading.Thread | None = None
        self._temporary = False

    @classmethod
    def throwaway(cls, *, fsync: bool = True, within: Path | None = None) -> "EmbeddedPostgres":
        """A cluster in a temporary folder, removed by stop(); those of dead processes are removed first.

        within: the folder to make it in, that of temporary files when None.
        """
        parent = within or Path(tempfile.gettempdir())
        _sweep_throwaways(parent)
        folder = Path(tempfile.mkdtemp(prefix=THROWAWAY_PREFIX, dir=parent))
        folder.chmod(0o711)
        made = cls(folder, settings=EngineSettings(fsync=fsync))
        made._temporary = True
        return made

    @property
    def dsn(self) -> str:
        """Address of the database for a client of this machine. Raises StorageUnavailable before start()."""
        postmaster = self._started()
        return f"postgresql://{SUPERUSER}@/{DATABASE}?host={postmaster.sockets}&port={PORT}"

    @property
    def postmaster(self) -> Postmaster:
        """The running cluster's commands (for backups). Raises StorageUnavailable before start()."""
        return self._started()

    @property
    def cluster(self) -> Path:
        """The folder whose disk must not become full."""
        return self._started().cluster

    def start(self) -> str:
        """Make the cluster if need be, start the server unless it runs, wait until it answers; returns the DSN.

        Blocks up to the length of a crash recovery. Raises ConfigurationError (no binaries, no account, folder of
        another user) or StorageUnavailable (the server does not come up).
        """
        account = find_account()
        self._home.mkdir(mode=0o755 if account else 0o700, parents=True, exist_ok=True)
        with hold_lock(self._home / "start.lock"):
            self._postmaster = self._prepare(account)
            self._use = os.open(self._home / "use.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            fcntl.flock(self._use, fcntl.LOCK_SH)
            self._ensure_running()
        self._stop_watching.clear()
        self._watcher = threading.Thread(target=self._watch, name="liane-postgres-watcher", daemon=True)
        self._watcher.start()
        return self.dsn

    def stop(self) -> None:
        """Leave the cluster; the last process that uses it stops the server."""
        self._stop_watching.set()
        if self._watcher is not None and self._watcher is not threading.current_thread():
            self._watcher.join()
            self._watcher = None
        if self._use is None or self._postmaster is None:
            return
        with hold_lock(self._home / "start.lock"):
            if self._is_last_user(self._use):
                self._postmaster.stop()
                shutil.rmtree(self._postmaster.sockets, ignore_errors=True)
            os.close(self._use)
            self._use = None
        if self._temporary:
            _remove_throwaway(self.data_folder, self._postmaster.cluster)
        self._postmaster = None

    def adopt(self, source: Path) -> None:
        """Take a copy of a stopped cluster as this one's, owned as it must be.

        Raises ConfigurationError when this data folder has a cluster already or one runs.
        """
        account = find_account()
        self._home.mkdir(mode=0o755 if account else 0o700, parents=True, exist_ok=True)
        with hold_lock(self._home / "start.lock"):
            cluster = self._find_cluster(account)
            if any(cluster.iterdir()):
                raise ConfigurationError(f"{cluster} n'est pas vide : rien n'est restauré par-dessus l'existant")
            shutil.copytree(source, cluster, symlinks=True, dirs_exist_ok=True)
            cluster.chmod(0o700)
            if account is not None:
                for folder, _, names in os.walk(cluster):
                    os.chown(folder, account.uid, account.gid)
                    for name in names:
                        os.chown(Path(folder) / name, account.uid, account.gid, follow_symlinks=False)
        os.sync()

    async def start_async(self) -> str:
        """start(), without holding the event loop."""
        return await asyncio.to_thread(self.start)

    async def stop_async(self) -> None:
        """stop(), without holding the event loop."""
        await asyncio.to_thread(self.stop)

    def __enter__(self) -> "EmbeddedPostgres":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop_on_sigterm(self) -> None:
        """Stop the server when this process is told to end and nobody else listens to that signal.

        To be called in the main thread by programs that have no signal handling of their own.
        """
        if signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
            signal.signal(signal.SIGTERM, self._end)

    def _end(self, number: int, _frame: FrameType | None) -> None:
        self.stop()
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)

    def _started(self) -> Postmaster:
        if self._postmaster is None:
            raise StorageUnavailable("the embedded PostgreSQL is not started")
        return self._postmaster

    def _prepare(self, account: Account | None) -> Postmaster:
        binaries = self._binaries or find_binaries(account)
        cluster = self._find_cluster(account)
        sockets = _make_socket_folder(self._home, account)
        postmaster = Postmaster(binaries=binaries, cluster=cluster, sockets=sockets, account=account)
        postmaster.stop_stranger()
        version = cluster / "PG_VERSION"
        if not version.exists():
            _empty_folder(cluster)
            postmaster.initialise(sync=self._settings.fsync)
        elif version.read_text().strip() != str(binaries.major):
            raise ConfigurationError(
                f"la base dans {cluster} est de PostgreSQL {version.read_text().strip()}, les binaires sont de "
                f"{binaries.major} : restaurer une sauvegarde dans un nouveau dossier"
            )
        settings = cluster / "liane.conf"
        settings.write_text(self._settings.render(sockets), encoding="utf-8")
        if account is not None:
            os.chown(settings, account.uid, account.gid)
        return postmaster

    def _find_cluster(self, account: Account | None) -> Path:
        pointer = self._home / "cluster.path"
        if pointer.exists():
            return Path(pointer.read_text(encoding="utf-8").strip())
        cluster = self._home / "cluster"
        if account is not None and not is_reachable(self._home, account):
            name = hashlib.sha256(os.fsencode(self._home)).hexdigest()[:12]
            cluster = SYSTEM_FOLDER / f"cluster-{name}"
            SYSTEM_FOLDER.mkdir(mode=0o755, parents=True, exist_ok=True)
            pointer.write_text(f"{cluster}\n", encoding="utf-8")
        if not cluster.exists():
            cluster.mkdir(mode=0o700)
            if account is not None:
                os.chown(cluster, account.uid, account.gid)
        owner = cluster.stat().st_uid
        if owner != (account.uid if account else os.geteuid()):
            raise ConfigurationError(f"la base dans {cluster} appartient à un autre utilisateur (uid {owner})")
        return cluster

    def _ensure_running(self) -> None:
        postmaster = self._started()
        readiness = postmaster.probe()
        if readiness is Readiness.READY:
            return
        if readiness is Readiness.STARTING or postmaster.find_live_pid() is not None:
            if postmaster.wait_until_ready(30.0):
                return
            postmaster.stop()
        postmaster.start()
        log.info("postgres.started", major=postmaster.binaries.major)

    def _watch(self) -> None:
        """Restart the server whenever it refuses; a crash must not need a person."""
        while not self._stop_watching.wait(WATCH_PERIOD_S):
            postmaster = self._postmaster
            if postmaster is None or postmaster.probe() is not Readiness.REFUSED:
                continue
            _reap(postmaster)
            log.error("postgres.refused")
            try:
                with hold_lock(self._home / "start.lock"):
                    self._ensure_running()
            except (StorageUnavailable, ConfigurationError, OSError) as error:
                log.error("postgres.restart_failed", error=str(error))

    @staticmethod
    def _is_last_user(use: int) -> bool:
        try:
            fcntl.flock(use, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True


def _reap(postmaster: Postmaster) -> None:
    """Collect the dead server when it is our child, as happens to the first process of a container."""
    with contextlib.suppress(OSError, ValueError):
        pid = int((postmaster.cluster / "postmaster.pid").read_text().split("\n", 1)[0])
        os.waitpid(pid, os.WNOHANG)


def _empty_folder(folder: Path) -> None:
    """Clear what an interrupted initdb left; only ever called on a folder of ours without PG_VERSION."""
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


def _make_socket_folder(home: Path, account: Account | None) -> Path:
    """Make the short private folder of the socket: a long path does not fit in a socket address."""
    uid = account.uid if account else os.geteuid()
    name = f"liane-{hashlib.sha256(os.fsencode(home)).hexdigest()[:12]}"
    for parent in _socket_parents(account):
        folder = parent / name
        if len(os.fsencode(folder)) > SOCKET_PATH_BYTES_MAX:
            continue
        with contextlib.suppress(FileExistsError, OSError):
            folder.mkdir(mode=0o700)
            if account is not None:
                os.chown(folder, account.uid, account.gid)
        try:
            status = folder.lstat()
        except OSError:
            continue
        if stat.S_ISDIR(status.st_mode) and status.st_uid == uid and stat.S_IMODE(status.st_mode) == 0o700:
            return folder
    raise ConfigurationError(
        "aucun dossier ne peut recevoir la prise privée de PostgreSQL (essayés : XDG_RUNTIME_DIR, /run, /tmp)"
    )


def _socket_parents(account: Account | None) -> Iterator[Path]:
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    if account is None and runtime and os.access(runtime, os.W_OK | os.X_OK):
        yield Path(runtime)
    if account is not None:
        yield Path("/run")
    yield Path(tempfile.gettempdir())
    yield Path("/tmp")  # noqa: S108 - ownership and mode of our folder in it are checked


def _remove_throwaway(folder: Path, cluster: Path) -> None:
    shutil.rmtree(cluster, ignore_errors=True)
    shutil.rmtree(folder, ignore_errors=True)


def _sweep_throwaways(parent: Path) -> None:
    """Stop and remove the throwaway clusters of a folder whose process died."""
    for folder in parent.glob(f"{THROWAWAY_PREFIX}*"):
        locks: list[int] = []
        try:
            for name in ("start.lock", "use.lock"):
                locks.append(os.open(folder / "postgres" / name, os.O_RDWR | os.O_CLOEXEC))
                fcntl.flock(locks[-1], fcntl.LOCK_EX | fcntl.LOCK_NB)
            left = EmbeddedPostgres(folder)
            left._postmaster = left._prepare(find_account())
            left._postmaster.stop()
            shutil.rmtree(left._postmaster.sockets, ignore_errors=True)
            _remove_throwaway(folder, left._postmaster.cluster)
        except (OSError, ConfigurationError, StorageUnavailable):
            continue
        finally:
            for lock in locks:
                os.close(lock)
