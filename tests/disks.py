"""Disks of a test: a small one that fills up, a share that is mounted and goes away. Root alone may mount them."""

import contextlib
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest


def _run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(words, capture_output=True, text=True, check=False)


@contextlib.contextmanager
def mounted(path: Path, *words: str) -> Iterator[None]:
    """Mount something there; skips visibly where that is not allowed."""
    if shutil.which("mount") is None:
        pytest.skip("mount is absent")
    done = _run("mount", *words, str(path))
    if done.returncode != 0:
        pytest.skip(f"a disk cannot be mounted here: {done.stderr.strip()}")
    try:
        yield
    finally:
        _run("umount", "--lazy", str(path))


@contextlib.contextmanager
def small_disk(path: Path, *, size: str = "256k", files: int = 64) -> Iterator[None]:
    """A disk of its own, in memory: so many bytes, so many files."""
    with mounted(path, "-t", "tmpfs", "-o", f"size={size},nr_inodes={files}", "tmpfs"):
        yield


def remount(path: Path, how: str) -> None:
    """Change how a disk is mounted: ``ro``, ``rw``."""
    done = _run("mount", "-o", f"remount,{how}", str(path))
    assert done.returncode == 0, done.stderr


def share(source: Path, path: Path) -> None:
    """Mount a share; whoever calls unmounts it."""
    done = _run("mount", "--bind", str(source), str(path))
    if done.returncode != 0:
        pytest.skip(f"a share cannot be mounted here: {done.stderr.strip()}")


def unshare(path: Path) -> None:
    """Take the share away, as a network that fails does."""
    _run("umount", "--lazy", str(path))


def fill(path: Path, left: int) -> Path:
    """Fill a disk but for so many bytes; gives the file that takes the place."""
    filler = path / "autre-chose"
    with contextlib.suppress(OSError), filler.open("wb", buffering=0) as file:
        while True:
            file.write(bytes(4096))
    with filler.open("r+b") as file:
        file.truncate(max(0, filler.stat().st_size - left))
    return filler
