"""Read a validation kit as a site downloads it, a ZIP archive or a folder, within bounds.

What lives here: sizes, names and kinds of entries. What the files mean is the work of `liane.codecs.schematron`.
"""

import os
import stat
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from liane.domain.errors import Finding, MalformedMessage, Severity

ARCHIVE_BYTES_MAX = 256 * 1024 * 1024
ENTRIES_MAX = 20_000
FILE_BYTES_MAX = 64 * 1024 * 1024
TOTAL_BYTES_MAX = 512 * 1024 * 1024
RATIO_MAX = 200
_CHUNK = 1 << 20


def read_kit_files(source: Path) -> dict[str, bytes]:
    """Read every file of an archive or of a folder, by relative path with `/`.

    Raises MalformedMessage KIT-002 (no such source, not a ZIP), KIT-003 (too large, too many entries, bomb), KIT-004
    (an entry that leaves the archive, a link, an encrypted or repeated entry).
    """
    if source.is_dir():
        return _bounded(_folder_entries(source))
    if not source.is_file():
        raise _refusal("KIT-002", "Le kit de validation est introuvable.", "Vérifier le chemin donné.", source)
    if source.stat().st_size > ARCHIVE_BYTES_MAX:
        raise _too_large(source)
    try:
        with zipfile.ZipFile(source) as archive:
            return _bounded(_archive_entries(archive, source))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError):
        raise _refusal(
            "KIT-002", "Le fichier n'est pas une archive ZIP lisible.", "Télécharger l'archive à nouveau.", source
        ) from None


def _bounded(entries: Iterator[tuple[str, bytes]]) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    total = 0
    for name, data in entries:
        total += len(data)
        if len(files) >= ENTRIES_MAX or total > TOTAL_BYTES_MAX:
            raise _too_large(Path(name))
        if name in files:
            raise _unsafe(name)
        files[name] = data
    return files


def _folder_entries(folder: Path) -> Iterator[tuple[str, bytes]]:
    for place, folders, names in os.walk(folder, followlinks=False):
        folders.sort()
        for name in sorted(names):
            path = Path(place) / name
            mode = path.lstat()
            if not stat.S_ISREG(mode.st_mode):
                raise _unsafe(name)
            if mode.st_size > FILE_BYTES_MAX:
                raise _too_large(path)
            yield path.relative_to(folder).as_posix(), path.read_bytes()


def _archive_entries(archive: zipfile.ZipFile, source: Path) -> Iterator[tuple[str, bytes]]:
    infos = archive.infolist()
    if len(infos) > ENTRIES_MAX:
        raise _too_large(source)
    for info in infos:
        if info.is_dir():
            continue
        kind = stat.S_IFMT(info.external_attr >> 16)
        if not _is_inside(info.filename) or info.flag_bits & 0x1 or kind not in (0, stat.S_IFREG):
            raise _unsafe(info.filename)
        yield info.filename, _read_entry(archive, info)


def _is_inside(name: str) -> bool:
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and "\\" not in name and ":" not in name[:2]


def _read_entry(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """Read one entry by pieces, trusting no announced size."""
    limit = min(FILE_BYTES_MAX, max(info.compress_size, 1) * RATIO_MAX + _CHUNK)
    pieces: list[bytes] = []
    size = 0
    with archive.open(info) as stream:
        while piece := stream.read(_CHUNK):
            size += len(piece)
            if size > limit:
                raise _too_large(Path(info.filename))
            pieces.append(piece)
    return b"".join(pieces)


def _refusal(code: str, message: str, remedy: str, place: Path) -> MalformedMessage:
    return MalformedMessage(
        Finding(code=code, severity=Severity.ERROR, location=place.name, message=message, remedy=remedy, layer="kit")
    )


def _too_large(place: Path) -> MalformedMessage:
    return _refusal(
        "KIT-003",
        "Le kit dépasse les tailles acceptées (archive, fichier, total ou nombre de fichiers).",
        "Vérifier que c'est bien le kit publié par l'ANS.",
        place,
    )


def _unsafe(name: str) -> MalformedMessage:
    return _refusal(
        "KIT-004",
        "L'archive contient une entrée refusée : chemin qui en sort, lien, entrée chiffrée ou répétée.",
        "Ne pas utiliser cette archive ; télécharger celle que publie l'ANS.",
        Path(name),
    )
