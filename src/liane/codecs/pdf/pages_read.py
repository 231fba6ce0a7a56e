"""What a file that comes in turns out to be: facts of the guard, pages read.

What lives here: values, which travel between processes. What must not: a library that opens files or pictures.
"""

from dataclasses import dataclass

from liane.codecs.pdf.pages_limits import FileKind
from liane.domain.errors import Finding
from liane.domain.intake.page import Box, Page


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFacts:
    """What the guard says of a file that may be read."""

    kind: FileKind
    page_count: int
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PageCut:
    """A page of a file, from 1, or the paper that lies in a region of it once it is turned by ``rotation`` degrees."""

    page: int
    region: Box | None = None
    rotation: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PagesRead:
    """The pages of a file, in order, and what to tell a person (warnings; refusals are raised)."""

    kind: FileKind
    pages: tuple[Page, ...]
    findings: tuple[Finding, ...] = ()
