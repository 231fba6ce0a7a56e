"""Validation kits on disk: imported once, compiled once, opened by every process.

A kit lies in its own folder, named by its identity: `source.zip` (its files, as imported), `image.bin` (compiled) and
`manifest.json` (hashes). The image holds code that will run, so it is loaded only when its folder and file belong to
the user who runs Liane (or to root), when nobody else may write them, and when the hash of the manifest matches;
otherwise it is compiled again from the sources. `current` names the kit in force. Everything is written aside, then
renamed.
"""

import hashlib
import io
import json
import os
import shutil
import stat
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from liane.codecs.schematron.kit import ENGINE_VERSION, PYTHON_TAG, CompiledKit, dump_kit, load_kit
from liane.codecs.schematron.kit_compiler import compile_kit, identify_kit, select_kit_files
from liane.domain.errors import ConfigurationError, Finding
from liane.store.kit_archive import read_kit_files

SOURCE, IMAGE, MANIFEST, CURRENT = "source.zip", "image.bin", "manifest.json", "current"
KITS_LISTED_MAX = 1_000
MANIFEST_BYTES_MAX = 4 * 1024 * 1024
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedKit:
    """What an import did. defects: what the kit lacks; the kit is usable, some documents cannot be judged.

    is_new: false when the very same kit was already there. volets: names of the content models.
    """

    kit_id: str
    name: str
    files: int
    rules: int
    checks: int
    volets: tuple[str, ...]
    defects: tuple[Finding, ...]
    is_new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class InstalledKit:
    """One kit of the folder, as `liane kit list` shows it."""

    kit_id: str
    name: str
    files: int
    rules: int
    volets: int
    defects: int
    is_current: bool


def import_kit(source: Path, kits_folder: Path, *, makes_current: bool = True) -> ImportedKit:
    """Read, compile and install a kit, from an archive or a folder.

    makes_current: whether it becomes the kit in force. Raises MalformedMessage KIT-001 to KIT-004 when the source is no
    kit; UnsupportedRule (KIT-010) when a rule is outside what the engine reads: nothing is installed then.
    Rule: cda-validation.md §5.1; kit README (layout of the archive).
    """
    files = select_kit_files(read_kit_files(source))
    kit_id = identify_kit(files)
    folder = kits_folder / kit_id
    is_new = not (folder / MANIFEST).is_file()
    if is_new:
        _install(files, source.name, kit_id, kits_folder)
    manifest = _read_manifest(folder)
    if makes_current:
        _write_file(kits_folder / CURRENT, f"{kit_id}\n".encode())
    kit = open_kit_by_id(kits_folder, kit_id)
    return ImportedKit(
        kit_id=kit_id,
        name=str(manifest["name"]),
        files=int(manifest["files"]),
        rules=int(manifest["rules"]),
        checks=int(manifest["checks"]),
        volets=tuple(volet.name for volet in kit.volets),
        defects=kit.defects,
        is_new=is_new,
    )


def open_kit(kits_folder: Path) -> CompiledKit | None:
    """Open the kit in force, `None` when none was imported.

    Raises ConfigurationError when the folder is not safe to load from, or when the kit is damaged beyond repair.
    """
    kit_id = find_current_kit_id(kits_folder)
    return open_kit_by_id(kits_folder, kit_id) if kit_id else None


def find_current_kit_id(kits_folder: Path) -> str:
    """Name the kit in force, empty when there is none; reads no rule."""
    try:
        kit_id = (kits_folder / CURRENT).read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return ""
    if not kit_id.replace("-", "").isalnum():
        raise ConfigurationError(f"kits: le fichier {CURRENT} ne nomme pas un kit")
    return kit_id


def open_kit_by_id(kits_folder: Path, kit_id: str) -> CompiledKit:
    """Open one installed kit; compile it again when its image was made by another version or is damaged.

    Raises ConfigurationError as `open_kit`.
    """
    folder = kits_folder / kit_id
    for place in (kits_folder, folder):
        _require_private(place)
    manifest = _read_manifest(folder)
    if manifest.get("engine") == ENGINE_VERSION and manifest.get("python") == PYTHON_TAG:
        image = _read_private(folder / IMAGE)
        if image is not None and hashlib.sha256(image).hexdigest() == manifest.get("image_sha256"):
            return load_kit(image)
    return _compile_again(folder, manifest, kit_id, kits_folder)


def list_kits(kits_folder: Path) -> tuple[InstalledKit, ...]:
    """List the kits of a folder, the one in force first, then the most recent."""
    if not kits_folder.is_dir():
        return ()
    current = find_current_kit_id(kits_folder)
    manifests = sorted(kits_folder.glob(f"*/{MANIFEST}"), key=lambda path: -path.stat().st_mtime_ns)
    found = []
    for path in manifests[:KITS_LISTED_MAX]:
        manifest = _read_manifest(path.parent)
        found.append(
            InstalledKit(
                kit_id=path.parent.name,
                name=str(manifest["name"]),
                files=int(manifest["files"]),
                rules=int(manifest["rules"]),
                volets=int(manifest["volets"]),
                defects=int(manifest["defects"]),
                is_current=path.parent.name == current,
            )
        )
    return tuple(sorted(found, key=lambda kit: not kit.is_current))


# -- writing ---------------------------------------------------------------------------------------------------------


def _install(files: dict[str, bytes], name: str, kit_id: str, kits_folder: Path) -> CompiledKit:
    kit = compile_kit(files)
    image, source = dump_kit(kit), _pack(files)
    manifest = {
        "name": name,
        "engine": ENGINE_VERSION,
        "python": PYTHON_TAG,
        "image_sha256": hashlib.sha256(image).hexdigest(),
        "source_sha256": hashlib.sha256(source).hexdigest(),
        "files": len(files),
        "rules": sum(unit.rules for unit in kit.images.values()),
        "checks": sum(unit.checks for unit in kit.images.values()),
        "volets": len(kit.volets),
        "defects": len(kit.defects),
    }
    kits_folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    aside = kits_folder / f".{kit_id}.{os.getpid()}"
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(mode=0o700)
    try:
        for file, data in ((SOURCE, source), (IMAGE, image), (MANIFEST, json.dumps(manifest, indent=1).encode())):
            _write_file(aside / file, data)
        _put_in_place(aside, kits_folder / kit_id)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return kit


def _put_in_place(aside: Path, folder: Path) -> None:
    """Rename a finished folder; one that is already there is replaced file by file, manifest last."""
    try:
        aside.rename(folder)
    except OSError:
        for file in (SOURCE, IMAGE, MANIFEST):
            (aside / file).replace(folder / file)


def _write_file(path: Path, data: bytes) -> None:
    """Write a file that only its owner may read, whole or not at all."""
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    aside.replace(path)


def _pack(files: dict[str, bytes]) -> bytes:
    """Write the files of a kit as one archive, always the same for the same files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(files):
            archive.writestr(zipfile.ZipInfo(path, _ZIP_DATE), files[path], zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _compile_again(folder: Path, manifest: dict[str, Any], kit_id: str, kits_folder: Path) -> CompiledKit:
    source = _read_private(folder / SOURCE)
    if source is None or hashlib.sha256(source).hexdigest() != manifest.get("source_sha256"):
        raise ConfigurationError(f"kits: le kit {kit_id} est endommagé, l'importer à nouveau (liane kit import)")
    return _install(read_kit_files(folder / SOURCE), str(manifest.get("name", "")), kit_id, kits_folder)


# -- reading -----------------------------------------------------------------------------------------------------------


def _read_manifest(folder: Path) -> dict[str, Any]:
    path = folder / MANIFEST
    try:
        if path.stat().st_size > MANIFEST_BYTES_MAX:
            raise ValueError("manifest too large")
        manifest = json.loads(path.read_bytes())
    except (OSError, ValueError):
        raise ConfigurationError(f"kits: le kit {folder.name} est illisible, l'importer à nouveau") from None
    if not isinstance(manifest, dict):
        raise ConfigurationError(f"kits: le kit {folder.name} est illisible, l'importer à nouveau")
    return manifest


def _read_private(path: Path) -> bytes | None:
    if not path.is_file():
        return None
    _require_private(path)
    return path.read_bytes()


def _require_private(path: Path) -> None:
    """Refuse a place that someone else owns or may write: it holds code that will run.

    Raises ConfigurationError naming the place.
    """
    try:
        status = path.stat()
    except FileNotFoundError:
        raise ConfigurationError(f"kits: {path.name} est absent, importer le kit à nouveau") from None
    if status.st_uid not in (os.getuid(), 0) or status.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise ConfigurationError(
            f"kits: {path.name} appartient à un autre compte ou est modifiable par d'autres ; "
            "en reprendre la propriété et retirer ces droits (chmod go-w)"
        )
