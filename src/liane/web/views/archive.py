"""An IHE_XDM.ZIP as a tree that one can open: its lots as tables, its files, and every breach."""

from dataclasses import dataclass

from liane.codecs.xdm.container import read_files
from liane.codecs.xdm.reading import read_xdm
from liane.domain.errors import InvalidInput
from liane.web.views.findings import FindingView, as_mapping, describe_findings
from liane.web.views.soap import describe_submission

ROWS = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedFile:
    """One file. rank: its place among the names in order, by which its bytes are asked for."""

    rank: int
    name: str
    size_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveView:
    """An archive on a page."""

    files: tuple[ArchivedFile, ...]
    metadata: tuple[tuple[str, ROWS], ...]
    findings: tuple[FindingView, ...]


def describe_archive(data: bytes) -> ArchiveView:
    """Describe an archive, as far as it can be read. Raises MalformedMessage when it is no safe ZIP."""
    files = read_files(data)
    listed = tuple(
        ArchivedFile(rank=rank, name=name, size_bytes=len(files[name])) for rank, name in enumerate(sorted(files))
    )
    try:
        contents = read_xdm(data)
    except InvalidInput as error:
        problems = describe_findings(as_mapping(finding) for finding in error.findings)
        return ArchiveView(files=listed, metadata=(), findings=problems)
    metadata = [group for subset in contents.subsets for group in describe_submission(subset.submission)]
    return ArchiveView(
        files=listed,
        metadata=tuple(metadata),
        findings=describe_findings(as_mapping(finding) for finding in contents.findings),
    )


def find_file(data: bytes, rank: int) -> tuple[str, bytes]:
    """Give the name and the bytes of a file by its place. Raises LookupError, and MalformedMessage for no ZIP."""
    files = read_files(data)
    names = sorted(files)
    if not 0 <= rank < len(names):
        raise LookupError(f"no file {rank}")
    return names[rank], files[names[rank]]
