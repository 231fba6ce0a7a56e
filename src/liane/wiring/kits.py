"""Finding the validation kit that a command must use."""

import os
from pathlib import Path

from liane.store.kits import import_kit


def default_kits_folder() -> Path:
    """Where this user's kits lie: ``$LIANE_DATA/kits``, ``./var/kits`` otherwise."""
    return Path(os.environ.get("LIANE_DATA", "var")) / "kits"


def resolve_kits(kit: Path | None) -> Path | None:
    """Give the folder of kits to use: the installed ones, or one made for a kit named on the command line.

    A kit is compiled once and kept beside the others, under its own content. Raises InvalidInput when it is no kit.
    """
    if kit is None:
        folder = default_kits_folder()
        return folder if folder.is_dir() else None
    folder = default_kits_folder().parent / "kits-of-commands" / kit.name
    import_kit(kit, folder)
    return folder
