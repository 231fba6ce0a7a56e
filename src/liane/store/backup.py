"""Backup and restore, with the tools of the very PostgreSQL that holds the data, each one verified.

The embedded cluster is copied as it is (``pg_basebackup``, then ``pg_verifybackup``); a site's own database is dumped
(``pg_dump``, then read through by ``pg_restore``). Files that the caller names (kits, settings) go along, each with its
hash. A backup is a folder, or one ``.tar`` of that folder. Nothing is ever restored over anything. Rule: store.md §6.
"""

import hashlib
import json
import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit, urlunsplit

from liane.domain.errors import ConfigurationError, StorageUnavailable
from liane.store.binaries import Binaries, find_all_binaries
from liane.store.embedded import EmbeddedPostgres
from liane.store.postmaster import PORT, SUPERUSER, run_tool

FORMAT = 1
MANIFEST = "liane-backup.json"
CLUSTER = "cluster"
DUMP = "database.dump"
FILES = "files"
MANIFEST_BYTES_MAX = 16 * 1024 * 1024
TOOL_TIMEOUT_S = 24 * 3600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """A backup that was made and verified. method: ``cluster`` or ``dump``. files: names of what went along."""

    path: Path
    method: str
    major: int
    created_at: datetime
    size_bytes: int
    files: tuple[str, ...]


def backup_embedded(
    server: EmbeddedPostgres, target: Path, *, at: datetime, files: Mapping[str, Path] | None = None
) -> Backup:
    """Copy a running embedded cluster.

    target: a folder that does not exist or is empty, or a file name that ends in ``.tar``. files: by name, files or
    folders to keep along; one that does not exist is an error. Raises ConfigurationError (target, files) or
    StorageUnavailable (a tool failed, no space).
    """
    postmaster = server.postmaster
    _check_files(files or {})
    with _making(target) as folder:
        connection = (f"--host={postmaster.sockets}", f"--port={PORT}", f"--username={SUPERUSER}", "--no-password")
        _run(
            postmaster.binaries,
            "pg_basebackup",
            f"--pgdata={folder / CLUSTER}",
            "--wal-method=stream",
            "--checkpoint=fast",
            "--manifest-checksums=SHA256",
            *connection,
        )
        _run(postmaster.binaries, "pg_verifybackup", "--quiet", str(folder / CLUSTER))
        return _conclude(folder, target, method=CLUSTER, major=postmaster.binaries.major, at=at, files=files or {})


def backup_database(
    dsn: str, major: int, target: Path, *, at: datetime, files: Mapping[str, Path] | None = None
) -> Backup:
    """Dump the schema of Liane from a site's own database. major: the server's major version; see backup_embedded."""
    _check_files(files or {})
    binaries = _binaries_for(major)
    bare, environment = hide_password(dsn)
    with _making(target) as folder:
        content = ("--schema=liane", "--extension=pg_trgm", "--no-owner", "--no-privileges")
        arguments = ("--format=custom", *content, f"--file={folder / DUMP}", f"--dbname={bare}")
        _run(binaries, "pg_dump", *arguments, environment=environment)
        _run(binaries, "pg_restore", "--file=/dev/null", str(folder / DUMP))
        return _conclude(folder, target, method="dump", major=major, at=at, files=files or {})


def restore_embedded(source: Path, data_folder: Path, *, files: Mapping[str, Path] | None = None) -> Backup:
    """Restore a cluster into a data folder that has none; the server is not started.

    source: a folder or ``.tar`` made by backup_embedded. files: where each file of the backup goes, by name; those that
    are not named stay in the backup. Raises ConfigurationError when anything is there already, when the backup is not
    of this kind or of this PostgreSQL; StorageUnavailable when it does not verify.
    """
    with _reading(source) as folder:
        made = _read_manifest(folder, CLUSTER)
        destinations = _check_destinations(made, files or {})
        binaries = _binaries_for(made.major)
        if binaries.major != made.major:
            raise ConfigurationError(f"la sauvegarde vient de PostgreSQL {made.major}, qui n'est pas installé ici")
        _run(binaries, "pg_verifybackup", "--quiet", str(folder / CLUSTER))
        EmbeddedPostgres(data_folder).adopt(folder / CLUSTER)
        _restore_files(folder, destinations)
        return made


def restore_database(source: Path, dsn: str, *, files: Mapping[str, Path] | None = None) -> Backup:
    """Restore a dump into a database without a schema of Liane, all or nothing; see restore_embedded."""
    with _reading(source) as folder:
        made = _read_manifest(folder, "dump")
        destinations = _check_destinations(made, files or {})
        binaries = _binaries_for(made.major)
        bare, environment = hide_password(dsn)
        arguments = ("--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error", f"--dbname={bare}")
        _run(binaries, "pg_restore", *arguments, str(folder / DUMP), environment=environment)
        _restore_files(folder, destinations)
        return made


def read_backup(source: Path) -> Backup:
    """Say what a backup holds. Raises ConfigurationError when it is none, StorageUnavailable when a file changed."""
    with _reading(source) as folder:
        return _read_manifest(folder, None)


def hide_password(dsn: str) -> tuple[str, dict[str, str]]:
    """Take the password out of an address, for the environment: arguments of a process can be read by others."""
    parts = urlsplit(dsn)
    if parts.password is None:
        return dsn, {}
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{parts.username or ''}@{host}")), {"PGPASSWORD": unquote(parts.password)}


def _run(binaries: Binaries, tool: str, *arguments: str, environment: Mapping[str, str] | None = None) -> str:
    return run_tool(binaries.path(tool), *arguments, timeout_s=TOOL_TIMEOUT_S, environment=environment)


def _binaries_for(major: int) -> Binaries:
    """The tools of the same major version, else of the nearest newer one (for dumps)."""
    found = [binaries for binaries in find_all_binaries() if binaries.major >= major]
    if not found:
        raise ConfigurationError(
            f"les outils de PostgreSQL {major} (ou plus récent) sont nécessaires et ne sont pas installés"
        )
    return min(found, key=lambda binaries: binaries.major)


@contextmanager
def _making(target: Path) -> Iterator[Path]:
    """A private folder to fill: the target itself, or one beside the archive, removed when anything fails."""
    is_archive = target.suffix == ".tar"
    if target.exists() and (is_archive or not target.is_dir() or any(target.iterdir())):
        raise ConfigurationError(f"{target} existe déjà : rien n'est écrit par-dessus une sauvegarde")
    target.parent.mkdir(parents=True, exist_ok=True)
    if is_archive:
        folder = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    else:
        folder = target
        folder.mkdir(mode=0o700, exist_ok=True)
        folder.chmod(0o700)
    try:
        yield folder
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    if is_archive:
        shutil.rmtree(folder, ignore_errors=True)


def _conclude(
    folder: Path, target: Path, *, method: str, major: int, at: datetime, files: Mapping[str, Path]
) -> Backup:
    """Copy the files, write the manifest, make the archive."""
    for name, path in files.items():
        copy = folder / FILES / name
        copy.parent.mkdir(mode=0o700, exist_ok=True)
        if path.is_dir():
            shutil.copytree(path, copy, symlinks=True)
        else:
            shutil.copy2(path, copy)
    hashes = {name: _hash_tree(folder / FILES / name) for name in files}
    if method != CLUSTER:
        hashes[DUMP] = {"": _hash_file(folder / DUMP)}
    manifest = {"format": FORMAT, "method": method, "postgresql": major, "at": at.isoformat(), "files": hashes}
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1, sort_keys=True), encoding="utf-8")
    if target.suffix == ".tar":
        partial = target.with_suffix(".tar.partial")
        with tarfile.open(partial, "w") as archive:
            archive.add(folder, arcname=".")
        partial.chmod(0o600)
        partial.replace(target)
    size = target.stat().st_size if target.is_file() else _size_of(folder)
    return Backup(path=target, method=method, major=major, created_at=at, size_bytes=size, files=tuple(sorted(files)))


def _size_of(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _check_files(files: Mapping[str, Path]) -> None:
    for name, path in files.items():
        _check_name(name)
        if not path.exists():
            raise ConfigurationError(f"{path} n'existe pas : il ne peut entrer dans la sauvegarde")


def _check_name(name: str) -> None:
    if not name or name in (".", "..") or "/" in name or "\\" in name:
        raise ConfigurationError(f"un fichier de sauvegarde a un nom simple, sans dossier : {name!r} est refusé")


def _hash_file(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _hash_tree(path: Path) -> dict[str, str]:
    if path.is_file():
        return {"": _hash_file(path)}
    found = sorted(item for item in path.rglob("*") if item.is_file() and not item.is_symlink())
    return {item.relative_to(path).as_posix(): _hash_file(item) for item in found}


@contextmanager
def _reading(source: Path) -> Iterator[Path]:
    """The folder of a backup; an archive is opened beside itself for the time needed."""
    if source.is_dir():
        yield source
        return
    if not source.is_file():
        raise ConfigurationError(f"{source} n'est pas une sauvegarde")
    folder = Path(tempfile.mkdtemp(prefix=f".{source.name}.", dir=source.parent))
    try:
        with tarfile.open(source) as archive:
            archive.extractall(folder, filter="data")
        yield folder
    except tarfile.TarError as error:
        raise ConfigurationError(f"{source} n'est pas une sauvegarde de Liane, ou elle est tronquée") from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _read_manifest(folder: Path, method: str | None) -> Backup:
    path = folder / MANIFEST
    try:
        if path.stat().st_size > MANIFEST_BYTES_MAX:
            raise ConfigurationError(f"{path} est trop grand")
        manifest = json.loads(path.read_text(encoding="utf-8"))
        if manifest["format"] != FORMAT:
            raise ConfigurationError(f"{path} est d'un autre format ({manifest['format']})")
        made = Backup(
            path=folder,
            method=manifest["method"],
            major=int(manifest["postgresql"]),
            created_at=datetime.fromisoformat(manifest["at"]),
            size_bytes=_size_of(folder),
            files=tuple(sorted(name for name in manifest["files"] if name != DUMP)),
        )
        hashes = dict(manifest["files"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ConfigurationError(f"{folder} n'est pas une sauvegarde de Liane") from error
    if method is not None and made.method != method:
        raise ConfigurationError(f"la sauvegarde est de forme « {made.method} », et non « {method} »")
    for name in made.files:
        _check_name(name)
    for name, expected in hashes.items():
        if _hash_tree(folder / DUMP if name == DUMP else folder / FILES / name) != expected:
            raise StorageUnavailable(f"{name} is not what was backed up")
    return made


def _check_destinations(made: Backup, files: Mapping[str, Path]) -> dict[str, Path]:
    unknown = sorted(set(files) - set(made.files))
    if unknown:
        raise ConfigurationError(f"la sauvegarde ne contient pas {', '.join(unknown)}")
    for path in files.values():
        if path.exists() and not (path.is_dir() and not any(path.iterdir())):
            raise ConfigurationError(f"{path} existe déjà : rien n'est restauré par-dessus l'existant")
    return dict(files)


def _restore_files(folder: Path, destinations: Mapping[str, Path]) -> None:
    for name, path in destinations.items():
        kept = folder / FILES / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if kept.is_dir():
            shutil.copytree(kept, path, symlinks=True, dirs_exist_ok=True)
        else:
            if path.is_dir():
                path.rmdir()
            shutil.copy2(kept, path)
    os.sync()
