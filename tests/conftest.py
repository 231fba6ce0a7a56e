"""Fixtures shared by every test: where the official examples, the kit and the value sets lie."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

from tests.memory import find_memory

if (memory := find_memory()) is not None:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(memory))  # where pytest makes its temporary folders

settings.register_profile("steady", derandomize=True, deadline=None)
settings.register_profile("fuzz", max_examples=3000, deadline=None)
settings.load_profile("steady")

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("LIANE_SHARED", ROOT.parent / "shared"))


def _folder(name: str) -> Path:
    folder = SHARED / name
    if not folder.is_dir():
        pytest.skip(f"the folder {name} of official material is absent (set LIANE_SHARED)")
    return folder


@pytest.fixture(scope="session")
def corpus_dir() -> Path:
    """Official example messages and documents."""
    return _folder("corpus")


@pytest.fixture(scope="session")
def kit_dir() -> Path:
    """The official validation kit, as downloaded."""
    return _folder("kit")


@pytest.fixture(scope="session")
def terminology_dir() -> Path:
    """Value sets with their provenance."""
    return _folder("terminology")


@pytest.fixture(scope="session")
def spec_dir() -> Path:
    """Our specifications, with their examples."""
    return _folder("spec")
