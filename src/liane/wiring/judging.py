"""Judging documents in worker processes: each worker opens and preloads the installed kit once."""

from pathlib import Path

from liane.pipeline.validate import Verdict, validate_in_worker
from liane.store.kits import find_current_kit_id


def judge(kits_folder: Path, data: bytes) -> Verdict:
    """Judge one document with the installed kit; runs in a worker."""
    return validate_in_worker(kits_folder, data)


def find_kit_id(kits_folder: Path) -> str:
    """Name the installed kit, empty when there is none."""
    return find_current_kit_id(kits_folder) or ""
