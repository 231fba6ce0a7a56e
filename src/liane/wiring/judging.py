"""Judging documents in worker processes: each worker opens the installed kit once."""

from functools import cache
from pathlib import Path

from liane.pipeline.validate import Validator, Verdict
from liane.store.kits import open_kit


@cache
def _validator(kits_folder: Path) -> Validator:
    return Validator(open_kit(kits_folder))


def judge(kits_folder: Path, data: bytes) -> Verdict:
    """Judge one document with the installed kit; runs in a worker."""
    return _validator(kits_folder).validate(data)


def find_kit_id(kits_folder: Path) -> str:
    """Name the installed kit, empty when there is none."""
    kit = open_kit(kits_folder)
    return kit.kit_id if kit is not None else ""
