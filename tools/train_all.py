"""Make every packaged model and calibration from what the repository holds, in the order in which they lean on one
another.

Each step is a process of its own, on one thread, with a fixed hash seed, so that the same machine and the same pinned
packages give the same bytes; then it is told, file by file, whether what is made equals what was packaged: to the byte,
but for the day on its card, or not. ``--check FOLDER`` puts the former files back and keeps those made in the folder.
Usage: python -m tools.train_all [--only types,calibrations] [--check FOLDER] [--list]. Documentation: docs/training.md.
"""

import argparse
import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
INTAKE = ROOT / "src" / "liane" / "domain" / "intake"
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS"), "1")
SAME, SAME_BUT_DAY, OTHER, ABSENT = "identique", "identique au jour près", "différent", "absent"


@dataclass(frozen=True, slots=True)
class Step:
    """One training. arguments: of ``python -m``; made: the files that it writes."""

    name: str
    arguments: tuple[str, ...]
    made: tuple[Path, ...]


STEPS = (
    Step("types", ("tools.train_types",), (INTAKE / "classify/data/types.npz",)),
    Step(
        "dates",
        ("tools.train_dates",),
        (INTAKE / "extract/data/date_document.npz", INTAKE / "extract/data/date_act.npz"),
    ),
    Step(
        "persons",
        ("tools.train_persons",),
        (INTAKE / "extract/data/rank_author.npz", INTAKE / "extract/data/rank_recipient.npz"),
    ),
    Step("houses", ("tools.train_houses",), (INTAKE / "extract/data/rank_house.npz",)),
    Step("calibrations", ("tools.train_calibration", "--count", "600"), (INTAKE / "data/calibrations.json",)),
)
"""Calibrations come last: they are of what all the others say."""


def compare(before: bytes | None, after: bytes) -> str:
    """Whether two packaged files are the same."""
    if before is None:
        return ABSENT
    if before == after:
        return SAME
    return SAME_BUT_DAY if _without_day(before) == _without_day(after) else OTHER


def _without_day(data: bytes) -> object:
    """What a file holds but the day on its cards: its arrays by name, or its cards."""
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as parts:
            arrays = {name: parts[name] for name in parts.files}
    except (OSError, ValueError, BadZipFile):
        try:
            cards = json.loads(data)
        except ValueError:
            return data
        return [{key: value for key, value in card.items() if key != "date"} for card in cards]
    held: dict[str, object] = {name: (one.dtype.str, one.shape, one.tobytes()) for name, one in arrays.items()}
    if "card" in arrays:
        card = json.loads(arrays["card"].tobytes())
        held["card"] = {key: value for key, value in card.items() if key != "date"}
    return held


def run(step: Step, check: Path | None) -> list[str]:
    """Run one training and tell of each file that it made. Raises CalledProcessError when it fails."""
    before = {path: path.read_bytes() if path.exists() else None for path in step.made}
    environment = os.environ | ONE_THREAD | {"PYTHONHASHSEED": "0"}
    subprocess.run([sys.executable, "-m", *step.arguments], cwd=ROOT, env=environment, check=True)
    told = []
    for path in step.made:
        after = path.read_bytes()
        said = compare(before[path], after)
        told.append(f"{path.relative_to(ROOT)}\t{hashlib.sha256(after).hexdigest()[:16]}\t{said}")
        former = before[path]
        if check is not None:
            check.mkdir(parents=True, exist_ok=True)
            shutil.move(path, check / path.name)
            if former is not None:
                path.write_bytes(former)
    return told


def main() -> int:
    """Train; 1 when ``--check`` finds a file that is not what is packaged."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="names of steps, all when empty")
    parser.add_argument("--check", type=Path, help="compare, and keep what is packaged; folder of what is made")
    parser.add_argument("--list", action="store_true", help="name the steps and their files")
    asked = parser.parse_args()
    only = set(filter(None, asked.only.split(","))) or {step.name for step in STEPS}
    if unknown := only - {step.name for step in STEPS}:
        parser.error(f"étapes inconnues : {', '.join(sorted(unknown))}")
    told = []
    for step in (one for one in STEPS if one.name in only):
        if asked.list:
            print(step.name, *(str(path.relative_to(ROOT)) for path in step.made))
            continue
        print(f"== {step.name}", flush=True)
        told += run(step, asked.check)
    print("\n".join(told))
    return int(asked.check is not None and any(line.endswith((OTHER, ABSENT)) for line in told))


if __name__ == "__main__":
    sys.exit(main())
