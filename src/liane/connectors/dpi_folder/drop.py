"""The folder by which an application takes documents: each hand-over written once, ever, whoever dies and when.

Everything of a hand-over is made ready in a folder of its own, under ``.liane``; that folder then takes its final name:
a rename that fails when the name is there, so one writer alone begins. From there each file leaves by a rename too,
the manifest last. A file that is no longer in the folder of its hand-over has left it, and is never made again, even
when the application took it away before it answered. Calls block as long as the disk does. Rule: intake.md §1.9.
"""

import errno
import os
import shutil
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from liane.domain.errors import RemoteUnavailable

REMOTE = "dossier"
READY = ".liane"
MARK = "marque-"
BEGUN, REFUSED = "commence", "refuse"
ANSWER_READ_MAX = 4 * 1024
FILE_MODE = 0o660
"""The application reads by the group of the folder."""
OWN_MODE = 0o600
FOLDER_MODE = 0o700
NUMBER_CHARS = frozenset("LP0123456789")
TIDIED_MAX = 500
"""Hand-overs looked at in one call."""
_CODES = {
    errno.ENOSPC: "DISQUE_PLEIN",
    errno.EDQUOT: "DISQUE_PLEIN",
    errno.EROFS: "LECTURE_SEULE",
    errno.EACCES: "DROITS",
    errno.EPERM: "DROITS",
    errno.ENOENT: "DOSSIER_ABSENT",
    errno.ENOTDIR: "DOSSIER_ABSENT",
    errno.ELOOP: "LIEN",
    errno.ESTALE: "DOSSIER_ABSENT",
}
_WORDS = {
    "DISQUE_PLEIN": "Le disque du dossier de remise est plein.",
    "LECTURE_SEULE": "Le dossier de remise est en lecture seule.",
    "DROITS": "Liane n'a pas le droit d'écrire dans le dossier de remise.",
    "DOSSIER_ABSENT": "Le dossier de remise n'existe pas, ou son partage n'est pas monté.",
    "LIEN": "Un lien se trouve là où le dossier de remise attend un fichier.",
}


_TAKEN = (
    "Le dossier de remise garde la trace d'une autre remise du même numéro (autre installation, ou base remplacée) : "
    "vider le sous-dossier .liane après avoir vérifié ce que le logiciel a pris."
)

_OTHER = (
    "Le dossier de remise n'est pas celui que Liane connaît (le sous-dossier {} y manque) : "
    "le partage n'est sans doute pas monté."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DropFile:
    """A file to leave. name: made of the number of the hand-over, nothing else."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class DropOrder:
    """What to leave under a number. files: the manifest last. key: says what is handed over, the same at each attempt.

    round_: names this insistence; a hand-over refused in a former round begins anew. mark: by which the folder is
    known, empty before its first hand-over.
    """

    number: str
    files: tuple[DropFile, ...]
    key: str
    round_: str
    mark: str = ""


class _OtherFolder(OSError):
    """The folder is not the one that is known: a share that is not mounted, or a disk put in the place of another."""


class _TakenNumber(OSError):
    """The folder knows this number for something else: of another Liane, or of a database since replaced."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped:
    """A hand-over in the folder. is_new: this call wrote it. since: when it was begun. mark: of the folder."""

    is_new: bool
    since: datetime
    mark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundAnswer:
    """An answer of the application. is_ok: ``.ok``; else ``.ko``. data: at most ANSWER_READ_MAX bytes."""

    is_ok: bool
    data: bytes


class DropFolder:
    """One folder. new_token: a name that no other call has. reach: told of each step, for who tests a kill there."""

    def __init__(
        self, path: Path, *, new_token: Callable[[], str], reach: Callable[[str], None] = lambda _: None
    ) -> None:
        self._path = path
        self._ready = path / READY
        self._new_token = new_token
        self._reach = reach

    def drop(self, order: DropOrder, *, at: datetime) -> Dropped:
        """Leave the files of a hand-over, in their order, or what a former call of the same number had begun.

        Raises RemoteUnavailable, with a French context: nothing is lost, the same call finishes what was begun.
        """
        _check(order)
        number = order.number
        with self._told():
            mark = self._open(order.mark)
            own = self._ready / number
            self._forget_refused(number, own, order.round_)
            is_new = not (own / BEGUN).exists() and self._begin(own, order, at)
            self._reach("begun")
            since = _read_begun(own / BEGUN, order.key)
            if os.path.lexists(own / order.files[-1].name):  # nobody can have answered what has not left
                _remove(self._path / f"{number}.ok")
                _remove(self._path / f"{number}.ko")
            for file in order.files:
                self._leave(own / file.name, self._path / file.name)
                self._reach(f"left:{Path(file.name).suffix}")
        return Dropped(is_new=is_new, since=since, mark=mark)

    def find_answer(self, number: str) -> FoundAnswer | None:
        """The answer of the application; None while there is none. A refusal wins. Raises RemoteUnavailable."""
        with self._told():
            for suffix, is_ok in ((".ko", False), (".ok", True)):
                try:
                    data = _read(self._path / f"{number}{suffix}", ANSWER_READ_MAX)
                except FileNotFoundError:
                    continue
                return FoundAnswer(is_ok=is_ok, data=data)
        return None

    def note_refused(self, number: str, round_: str) -> None:
        """Write that the refusal in the folder was read in this round: a later round may begin anew."""
        with self._told():
            own = self._ready / number
            if own.is_dir():
                self._write(own / REFUSED, round_.encode("ascii", "replace"), mode=OWN_MODE)
                _sync(own)

    def list_begun(self) -> list[str]:
        """Numbers of hand-overs whose traces are here, at most TIDIED_MAX, oldest first. Raises RemoteUnavailable."""
        with self._told():
            self._check()
            found = os.scandir(self._ready) if self._ready.is_dir() else ()
            names = [one.name for one in found if set(one.name) <= NUMBER_CHARS]
        return sorted(names)[:TIDIED_MAX]

    def tidy(self, number: str, *, is_answered: bool) -> None:
        """Take away the traces of a finished hand-over: its own folder, old drafts.

        is_answered: the application is done with it, so that its answer and what it left go too.
        """
        with self._told():
            for suffix in (".json", ".pdf", ".xml", ".ok", ".ko") if is_answered else ():
                _remove(self._path / f"{number}{suffix}")
            self._discard(self._ready / number)
            for draft in self._ready.glob(f"{number}.*"):
                shutil.rmtree(draft, ignore_errors=True)

    def _check(self) -> None:
        """Check that the folder is one, and that ours in it is no link."""
        if not stat.S_ISDIR(self._path.stat().st_mode):
            raise NotADirectoryError(errno.ENOTDIR, "not a folder")
        if os.path.lexists(self._ready) and not stat.S_ISDIR(os.lstat(self._ready).st_mode):
            raise OSError(errno.ELOOP, "a link in the place of a folder")

    def _open(self, known: str) -> str:
        """Check that this is the folder that is known, or make it ours; gives its mark.

        A folder marked by two at once bears both marks, and either is right.
        """
        self._check()
        if known:
            if not (self._ready / f"{MARK}{known}").is_dir():
                raise _OtherFolder(f"{READY}/{MARK}{known}")
            return known
        self._ready.mkdir(mode=FOLDER_MODE, exist_ok=True)
        marks = sorted(one.name for one in self._ready.glob(f"{MARK}*"))
        if not marks:
            marks = [f"{MARK}{self._new_token()}"]
            (self._ready / marks[0]).mkdir(mode=FOLDER_MODE)
            _sync(self._ready)
            _sync(self._path)
        return marks[0].removeprefix(MARK)

    def _begin(self, own: Path, order: DropOrder, at: datetime) -> bool:
        """Make everything ready, then claim the number; False when another claimed it meanwhile."""
        draft = self._ready / f"{order.number}.{self._new_token()}"
        try:
            draft.mkdir(mode=FOLDER_MODE)
            for file in order.files:
                self._write(draft / file.name, file.data, mode=FILE_MODE)
            self._write(draft / BEGUN, f"{at.isoformat()} {order.key}".encode("ascii"), mode=OWN_MODE)
            _sync(draft)
            self._reach("ready")
            draft.rename(own)
        except OSError as error:
            shutil.rmtree(draft, ignore_errors=True)
            if error.errno in (errno.ENOTEMPTY, errno.EEXIST):
                return False
            raise
        _sync(self._ready)
        return True

    def _leave(self, source: Path, target: Path) -> None:
        """Let one file go to the application; nothing when it went already. The target is never followed."""
        if not os.path.lexists(source):
            return
        if target.is_symlink():
            raise OSError(errno.ELOOP, "a link in the place of a file")
        try:
            source.rename(target)
        except FileNotFoundError:  # another process of ours was faster
            if os.path.lexists(source):
                raise
            return
        _sync(self._path)
        _sync(source.parent)

    def _forget_refused(self, number: str, own: Path, round_: str) -> None:
        """Let a refused hand-over begin anew, once a person insists again."""
        try:
            former = _read(own / REFUSED, 100).decode("ascii", "replace")
        except FileNotFoundError:
            return
        if former == round_:
            return
        for suffix in (".ko", ".json", ".pdf", ".xml"):
            _remove(self._path / f"{number}{suffix}")
        _sync(self._path)
        self._discard(own)

    def _discard(self, own: Path) -> None:
        """Take a folder of ours away; its name is free in one step."""
        away = self._ready / f"{own.name}.{self._new_token()}"
        try:
            own.rename(away)
        except FileNotFoundError:
            return
        shutil.rmtree(away, ignore_errors=True)

    def _write(self, path: Path, data: bytes, *, mode: int) -> None:
        """Write a file that a power cut cannot lose, whole or not at all."""
        draft = path.with_name(f".{path.name}.{self._new_token()}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, mode)
        try:
            with os.fdopen(descriptor, "wb") as file:
                os.fchmod(file.fileno(), mode)  # whatever the mask of the service
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            draft.rename(path)
        except OSError:
            _remove(draft)
            raise

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Say what the disk refuses in French, as something to try again."""
        try:
            yield
        except _OtherFolder as error:
            raise RemoteUnavailable(REMOTE, "DOSSIER_AUTRE", _OTHER.format(error)) from error
        except _TakenNumber as error:
            raise RemoteUnavailable(REMOTE, "NUMERO_PRIS", _TAKEN) from error
        except OSError as error:
            code = _CODES.get(error.errno or 0, "DISQUE")
            words = _WORDS.get(code, "Le dossier de remise ne peut pas être écrit.")
            raise RemoteUnavailable(REMOTE, code, words) from error
        except ValueError as error:
            raise RemoteUnavailable(REMOTE, "TRACE", "La trace d'une remise est illisible.") from error


def _check(order: DropOrder) -> None:
    """Hold names to those of the hand-over. Raises ValueError: a defect of the caller."""
    number, files = order.number, order.files
    names = {f"{number}{suffix}" for suffix in (".pdf", ".xml", ".json")}
    if not number or not set(number) <= NUMBER_CHARS or not {file.name for file in files} <= names:
        raise ValueError("names of a hand-over hold its number alone")
    if not files or not files[-1].name.endswith(".json"):
        raise ValueError("the manifest goes last")


def _read_begun(path: Path, key: str) -> datetime:
    """When a hand-over was begun. Raises _TakenNumber when it was another one."""
    since, _, known = _read(path, 200).decode("ascii", "replace").partition(" ")
    if known != key:
        raise _TakenNumber("another hand-over")
    return datetime.fromisoformat(since)


def _read(path: Path, bytes_max: int) -> bytes:
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(errno.ELOOP, "not a file")
        return file.read(bytes_max)


def _remove(path: Path) -> None:
    try:
        path.unlink()
    except FileNotFoundError:
        return


def _sync(folder: Path) -> None:
    """Have the names of a folder reach the disk; a share that cannot be asked for it keeps its own promises."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        os.close(descriptor)
