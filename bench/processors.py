"""Processor time by process, read from /proc: the figure that other work on the machine disturbs least."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_TICKS_PER_S = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class _Process:
    parent: int
    own_s: float
    buried_s: float
    words: str


def _read_all() -> dict[int, _Process]:
    """Every process that can be read. buried_s: of its children that ended and were waited for."""
    found: dict[int, _Process] = {}
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            fields = (folder / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
            words = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
        except OSError:
            continue  # it ended meanwhile
        own, buried = int(fields[11]) + int(fields[12]), int(fields[13]) + int(fields[14])
        found[int(folder.name)] = _Process(int(fields[1]), own / _TICKS_PER_S, buried / _TICKS_PER_S, words)
    return found


def _tree_s(processes: Mapping[int, _Process], root: int) -> float:
    """Processor time of a process and of all that descend from it, ended or not."""
    one = processes.get(root)
    if one is None:
        return 0.0
    return one.own_s + one.buried_s + sum(_tree_s(processes, pid) for pid, p in processes.items() if p.parent == root)


def read_tree_s(root: int) -> float:
    """Seconds of processor used until now by a process and by all that descend from it."""
    return _tree_s(_read_all(), root)


def find_postmaster(dsn_folder: Path) -> int:
    """Process number of the database server of a data folder. Raises OSError when it does not run."""
    return int((dsn_folder / "postmaster.pid").read_text(encoding="utf-8").split("\n", 1)[0])


def read_processor_s(*, node: int, database: int, sandbox: int | None = None) -> dict[str, float]:
    """Seconds of processor used until now: the node's loop, its workers, the database, the sandbox, the emitters.

    node, database, sandbox: process numbers; the emitters are the calling process.
    """
    processes = _read_all()
    own = processes[node].own_s
    used = {
        "node": own,
        "workers": _tree_s(processes, node) - own,
        "database": _tree_s(processes, database),
        "emitters": processes[os.getpid()].own_s,
    }
    if sandbox is not None:
        used["sandbox"] = _tree_s(processes, sandbox)
    return used
