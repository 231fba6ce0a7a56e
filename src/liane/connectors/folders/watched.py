"""A watched folder, also that of a multifunction scanner: files taken once they stop growing, then moved aside.

No loss: a file leaves the folder only by ``file``, after its commit. Hidden and temporary names are left alone, links
and folders too. Calls block for as long as the disk does: the caller runs them away from the event loop.
Rule: intake.md §1.1.
"""

import os
import stat
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

FILES_MAX = 1_000
"""Files looked at in one pass; the others wait for the next one."""
SIZE_BYTES_MAX = 200 * 1024 * 1024
TRIES_MAX = 1_000
UNFINISHED = (".tmp", ".part", ".crdownload", ".filepart", "~")


class MovedTo(StrEnum):
    """Folder beside, where a file goes once it was taken."""

    DONE = "traites"
    REFUSED = "refuses"


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundFile:
    """One file that stopped growing. data: empty when is_oversize."""

    name: str
    data: bytes
    is_oversize: bool = False


class WatchedFolder:
    """One folder. stable_s: how long size and date must stay the same. clock: seconds, rising."""

    def __init__(self, path: Path, *, stable_s: float, clock: Callable[[], float]) -> None:
        self._path = path
        self._stable_s = stable_s
        self._clock = clock
        self._seen: dict[str, tuple[int, int, float]] = {}

    def prepare(self) -> None:
        """Make the folder and those beside. Raises OSError."""
        for folder in (self._path, *(self._path / one.value for one in MovedTo)):
            folder.mkdir(parents=True, exist_ok=True)

    def find_stable(self) -> list[str]:
        """Names of the files that did not change for long enough, oldest first. Raises OSError."""
        now, present = self._clock(), dict[str, tuple[int, int, float]]()
        for name, size, changed in self._list():
            known = self._seen.get(name)
            since = known[2] if known is not None and known[:2] == (size, changed) else now
            present[name] = (size, changed, since)
        self._seen = present
        stable = [name for name, (_, _, since) in present.items() if now - since >= self._stable_s]
        return sorted(stable, key=lambda name: present[name][1])

    def _list(self) -> list[tuple[str, int, int]]:
        found = []
        with os.scandir(self._path) as entries:
            for entry in entries:
                if entry.name.startswith(".") or entry.name.lower().endswith(UNFINISHED):
                    continue
                status = entry.stat(follow_symlinks=False)
                if stat.S_ISREG(status.st_mode):
                    found.append((entry.name, status.st_size, status.st_mtime_ns))
                if len(found) >= FILES_MAX:
                    break
        return found

    def read(self, name: str) -> FoundFile:
        """Read a file. Raises OSError, also when it went away."""
        path = self._path / name
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
        with os.fdopen(descriptor, "rb") as file:
            data = file.read(SIZE_BYTES_MAX + 1)
        if len(data) > SIZE_BYTES_MAX:
            return FoundFile(name=name, data=b"", is_oversize=True)
        return FoundFile(name=name, data=data)

    def file(self, name: str, folder: MovedTo) -> None:
        """Move a file aside in one step, under a name that is free there; nothing happens when it went away."""
        source = self._path / name
        for number in range(TRIES_MAX):
            wanted = self._path / folder.value / (name if number == 0 else f"{source.stem}-{number}{source.suffix}")
            try:
                os.link(source, wanted, follow_symlinks=False)
            except FileExistsError:
                continue
            except FileNotFoundError:
                return
            except OSError:  # a share without hard links
                if wanted.exists():
                    continue
                source.rename(wanted)
                return
            source.unlink()
            return
        raise OSError(f"no free name for a file of {self._path.name}")
