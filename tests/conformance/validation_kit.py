"""The national kit, compiled once for all the tests that need it and kept between runs."""

import zipfile
from pathlib import Path

import pytest

from liane.codecs.schematron.kit import CompiledKit
from liane.store.kits import import_kit, open_kit_by_id


def installed_kit(config: pytest.Config, kit_dir: Path) -> CompiledKit:
    """Import the archive of the kit into the cache of pytest; later runs find it compiled."""
    assert config.cache is not None
    folder = config.cache.mkdir("liane-kits")
    folder.chmod(0o700)
    imported = import_kit(next(kit_dir.glob("*.zip")), folder)
    return open_kit_by_id(folder, imported.kit_id)


def unpacked_kit(kit_dir: Path, folder: Path) -> Path:
    """Unpack the archive of the kit."""
    with zipfile.ZipFile(next(kit_dir.glob("*.zip"))) as archive:
        archive.extractall(folder)
    return folder
