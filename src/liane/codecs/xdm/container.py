"""From outside bytes to the files of a ZIP, within bounds: nothing is written, nothing leaves the archive."""

import io
import stat
import zipfile
import zlib

from liane.domain.errors import Finding, MalformedMessage, Severity

ARCHIVE_BYTES_MAX = 64 * 1024 * 1024
FILES_MAX = 500
FILE_BYTES_MAX = 64 * 1024 * 1024
CONTENT_BYTES_MAX = 256 * 1024 * 1024
RATIO_MAX = 200
RATIO_FREE_BYTES = 1024 * 1024
"""Below this size, the compression ratio of a file says nothing."""
NAME_CHARS_MAX = 255
_ENCRYPTED = 0x1


def refuse_archive(code: str, location: str, message: str, remedy: str = "") -> MalformedMessage:
    """Build the refusal of an archive."""
    return MalformedMessage(
        Finding(
            code=code,
            severity=Severity.ERROR,
            location=location,
            message=message,
            remedy=remedy,
            layer="xdm",
            rule="xdm-xds.md §1",
        )
    )


def read_files(data: bytes) -> dict[str, bytes]:
    """Read every file of an archive in memory: name (capitals, ``/`` separated) → content. Folders are left out.

    Raises MalformedMessage: XDM-001 archive too large, XDM-002 not a ZIP or damaged, XDM-003 too many files, XDM-004
    dangerous name (absolute, ``..``, drive), XDM-005 link, XDM-006 encrypted, XDM-007 content too large or too
    compressed, XDM-008 two files of one name. Rule: xdm-xds.md §1 « Reader »; mssante.md §5.
    """
    if len(data) > ARCHIVE_BYTES_MAX:
        raise refuse_archive("XDM-001", "archive", f"L'archive dépasse {ARCHIVE_BYTES_MAX} octets.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
            if len(infos) > FILES_MAX:
                raise refuse_archive("XDM-003", "archive", f"L'archive contient plus de {FILES_MAX} fichiers.")
            _check_infos(infos)
            return _extract(archive, infos)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError, UnicodeError):
        raise refuse_archive(
            "XDM-002", "archive", "Le fichier n'est pas une archive ZIP lisible.", "Renvoyer l'archive d'origine."
        ) from None


def _check_infos(infos: list[zipfile.ZipInfo]) -> None:
    total = 0
    for rank, info in enumerate(infos):
        location = f"fichier n° {rank + 1}"
        _check_name(info, location)
        if stat.S_ISLNK(info.external_attr >> 16):
            raise refuse_archive("XDM-005", location, "L'archive contient un lien symbolique.")
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise refuse_archive("XDM-002", location, "La méthode de compression n'est pas acceptée.")
        if info.flag_bits & _ENCRYPTED:
            raise refuse_archive("XDM-006", location, "L'archive contient un fichier chiffré.")
        total += info.file_size
        is_bomb = info.file_size > RATIO_FREE_BYTES and info.file_size > RATIO_MAX * max(info.compress_size, 1)
        if is_bomb or info.file_size > FILE_BYTES_MAX or total > CONTENT_BYTES_MAX:
            raise refuse_archive("XDM-007", location, "L'archive, une fois décompressée, est démesurée.")


def _check_name(info: zipfile.ZipInfo, location: str) -> None:
    # The name as written in the archive: the library has already cut it at a NUL byte in ``filename``.
    for name in (_normal_name(info.filename), _normal_name(info.orig_filename)):
        steps = name.rstrip("/").split("/")
        is_dangerous = name.startswith("/") or ":" in name or "\0" in name
        if is_dangerous or len(name) > NAME_CHARS_MAX or any(step in ("", ".", "..") for step in steps):
            raise refuse_archive(
                "XDM-004", location, "Un nom de fichier de l'archive sort de l'archive, ou est mal formé."
            )


def _normal_name(name: str) -> str:
    """A name with ``/`` as separator: some old writers of archives leave the backslash of their system."""
    return name.replace("\\", "/")


def _extract(archive: zipfile.ZipFile, infos: list[zipfile.ZipInfo]) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    for info in infos:
        if info.is_dir():
            continue
        name = _normal_name(info.filename).upper()
        if name in files:
            raise refuse_archive("XDM-008", name, "L'archive contient deux fichiers de même nom.")
        with archive.open(info) as stream:
            content = stream.read(info.file_size + 1)
        if len(content) != info.file_size:
            raise refuse_archive("XDM-007", name, "Un fichier est plus grand que sa taille annoncée, ou tronqué.")
        files[name] = content
    return files
