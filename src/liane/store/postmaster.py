"""One PostgreSQL cluster as seen from outside: is it ready, whose pid is in its file, start it, stop it.

What lives here: what is asked of the operating system and of PostgreSQL's own commands. Who may use the cluster, and
when it is stopped, is decided in `liane.store.embedded`. Rule: store.md §6.
"""

import contextlib
import os
import signal
import socket
import struct
import subprocess
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from liane.domain.errors import ConfigurationError, StorageUnavailable
from liane.store.binaries import Account, Binaries

PORT = 5432
SUPERUSER = "liane"
START_TIMEOUT_S = 600
STOP_TIMEOUT_S = 120
PROBE_TIMEOUT_S = 5.0
_HAS_PROC = Path("/proc/self/stat").exists()
KEPT_VARIABLES = ("PATH", "HOME", "TMPDIR", "TZ", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")


class Readiness(Enum):
    """What a real connection attempt says."""

    READY = "ready"
    STARTING = "starting"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Postmaster:
    """The commands of one cluster. cluster: its data folder. sockets: the private folder of its socket."""

    binaries: Binaries
    cluster: Path
    sockets: Path
    account: Account | None

    def initialise(self, *, sync: bool) -> None:
        """Make the cluster; its folder must exist, be empty and belong to the account. sync: False only for tests.

        No locale of the host is used, so that a host without French locales starts as well.
        """
        locale = ["--locale=C"]
        if self.binaries.major >= 17:
            locale += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        self.run(
            "initdb",
            f"--pgdata={self.cluster}",
            f"--username={SUPERUSER}",
            "--encoding=UTF8",
            "--auth-local=trust",
            "--auth-host=reject",
            "--data-checksums",
            "--no-instructions",
            *([] if sync else ["--no-sync"]),
            *locale,
        )
        with (self.cluster / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.write("\n# Settings that Liane writes at each start; ALTER SYSTEM still wins over them.\n")
            file.write("include_if_exists 'liane.conf'\n")

    def start(self) -> None:
        """Start the server and wait until it takes connections, at most 600 s of recovery.

        Raises StorageUnavailable, with the last lines of the server's log, when it does not.
        """
        self.drop_stale_locks()
        arguments = ("-w", "-t", str(START_TIMEOUT_S), "-l", str(self.cluster / "start.log"), "start")
        try:
            self.run("pg_ctl", f"--pgdata={self.cluster}", *arguments, timeout_s=START_TIMEOUT_S + 60)
        except StorageUnavailable as error:
            if not self.wait_until_ready(5.0):
                raise StorageUnavailable(f"{error}; {self._last_log_lines()}") from error
        if not self.wait_until_ready(START_TIMEOUT_S):
            raise StorageUnavailable(f"PostgreSQL did not start in {START_TIMEOUT_S} s; {self._last_log_lines()}")

    def stop(self) -> None:
        """Stop the server at once but cleanly; nothing happens when it does not run."""
        pid = self.find_live_pid()
        if pid is None:
            return
        arguments = ("-m", "fast", "-w", "-t", str(STOP_TIMEOUT_S), "stop")
        with contextlib.suppress(StorageUnavailable):
            self.run("pg_ctl", f"--pgdata={self.cluster}", *arguments, timeout_s=STOP_TIMEOUT_S + 30)
        if self.find_live_pid() == pid:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGQUIT)

    def probe(self) -> Readiness:
        """Open a real connection up to the server's first answer; a pid alone proves nothing."""
        path = str(self.sockets / f".s.PGSQL.{PORT}")
        fields = f"user\0{SUPERUSER}\0database\0postgres\0\0".encode()
        startup = struct.pack("!ii", len(fields) + 8, 196608) + fields
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as link:
            link.settimeout(PROBE_TIMEOUT_S)
            try:
                link.connect(path)
                link.sendall(startup)
                answer = link.recv(1)
                if answer == b"R":
                    link.sendall(b"X\0\0\0\4")
                    return Readiness.READY
            except OSError:
                return Readiness.REFUSED
        return Readiness.STARTING if answer == b"E" else Readiness.REFUSED

    def wait_until_ready(self, timeout_s: float) -> bool:
        """Wait for a real connection; False when none came in time."""
        end = time.monotonic() + timeout_s
        while self.probe() is not Readiness.READY:
            if time.monotonic() > end:
                return False
            time.sleep(0.05)
        return True

    def find_live_pid(self) -> int | None:
        """Pid of the postmaster that really serves this folder; None when the file lies or is absent."""
        try:
            pid = int((self.cluster / "postmaster.pid").read_text().split("\n", 1)[0])
        except (OSError, ValueError):
            return None
        return pid if is_postmaster_of(pid, self.cluster) else None

    def stop_stranger(self) -> None:
        """Kill a server that holds our socket but whose folder was removed, perhaps made anew, under it.

        At once and before anything is written there: a server ends with a checkpoint that writes its control file by
        its path, thus into the new cluster.
        """
        try:
            pid = int((self.sockets / f".s.PGSQL.{PORT}.lock").read_text().split("\n", 1)[0])
            folder = str(Path(f"/proc/{pid}/cwd").readlink())
        except (OSError, ValueError):
            return
        if folder == f"{self.cluster.resolve()} (deleted)" and is_postgres(pid):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGQUIT)
            end = time.monotonic() + STOP_TIMEOUT_S
            while is_postgres(pid) and time.monotonic() < end:
                time.sleep(0.05)

    def drop_stale_locks(self) -> None:
        """Remove the lock files of a server that is dead: in its folder, and beside its socket.

        PostgreSQL itself only asks whether the pid exists: a zombie, or any process that was given the pid, would keep
        it from starting for ever.
        """
        if self.find_live_pid() is not None:
            return
        (self.cluster / "postmaster.pid").unlink(missing_ok=True)
        for name in (f".s.PGSQL.{PORT}.lock", f".s.PGSQL.{PORT}"):
            (self.sockets / name).unlink(missing_ok=True)

    def run(self, tool: str, *arguments: str, timeout_s: float = 300.0) -> str:
        """Run one PostgreSQL command under the cluster's account; see run_tool."""
        return run_tool(self.binaries.path(tool), *arguments, timeout_s=timeout_s, account=self.account)

    def _last_log_lines(self) -> str:
        logs = [self.cluster / "start.log", *(self.cluster / "log").glob("*.log")]
        found = [path for path in logs if path.is_file()]
        if not found:
            return "no log"
        newest = max(found, key=lambda path: path.stat().st_mtime)
        return newest.read_text(errors="replace")[-1000:].strip()


def run_tool(
    path: Path,
    *arguments: str,
    timeout_s: float,
    account: Account | None = None,
    environment: Mapping[str, str] | None = None,
) -> str:
    """Run one PostgreSQL command in a clean environment; returns what it said.

    account: under which it runs, None for ours. environment: added to the clean one. Raises StorageUnavailable with the
    end of what it said when it fails, ConfigurationError when it cannot be run at all.
    """
    with tempfile.TemporaryFile() as output:
        try:
            code = subprocess.run(  # noqa: S603
                [path, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=clean_environment() | dict(environment or {}),
                cwd="/",
                timeout=timeout_s,
                user=account.uid if account else None,
                group=account.gid if account else None,
                extra_groups=[] if account else None,
                umask=0o077,
                start_new_session=True,
                check=False,
            ).returncode
        except subprocess.TimeoutExpired as error:
            raise StorageUnavailable(f"{path.name} did not end in {timeout_s:.0f} s") from error
        except OSError as error:
            raise ConfigurationError(f"{path.name} ne peut être lancé : {error.strerror}") from error
        output.seek(0)
        text = output.read(1_000_000).decode(errors="replace").strip()
    if code != 0:
        raise StorageUnavailable(f"{path.name} failed ({code}): {text[-1000:]}")
    return text


def clean_environment() -> dict[str, str]:
    """Environment for PostgreSQL's commands: no PG* variable, no locale that the host may lack."""
    kept = {name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ}
    return kept | {"LANG": "C", "LC_ALL": "C"}


def is_postmaster_of(pid: int, cluster: Path) -> bool:
    """Tell whether a pid is a living PostgreSQL server whose folder is this one.

    A server works in its data folder, which tells it from any process that was given an old pid.
    """
    if not is_postgres(pid):
        return False
    if not _HAS_PROC:
        return True
    try:
        return Path(f"/proc/{pid}/cwd").resolve() == cluster.resolve()
    except OSError:
        return False


def is_postgres(pid: int) -> bool:
    """Tell whether a pid is a living process of PostgreSQL; a zombie is dead."""
    if not _HAS_PROC:
        return _is_postgres_by_ps(pid)
    try:
        name, _, rest = Path(f"/proc/{pid}/stat").read_text().partition("(")[2].rpartition(")")
        return name == "postgres" and rest.split()[0] not in "ZX"
    except (OSError, IndexError):
        return False


def _is_postgres_by_ps(pid: int) -> bool:
    answer = subprocess.run(  # noqa: S603
        ["/bin/ps", "-o", "stat=,comm=", "-p", str(pid)], capture_output=True, text=True, timeout=30, check=False
    )
    words = answer.stdout.split(None, 1)
    return len(words) == 2 and not words[0].startswith("Z") and words[1].strip().endswith("postgres")
