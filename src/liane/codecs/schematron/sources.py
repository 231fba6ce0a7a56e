"""The files of a rule set, found by path without regard to case.

The national kit was made on a system that ignores case: its includes and its value sets name files in another case than
their own (cda-validation.md §6).
"""

import posixpath
import unicodedata
from collections.abc import Iterator, Mapping

from lxml import etree

from liane.codecs.schematron.refusal import UnsupportedRule
from liane.codecs.xml.parsing import parse_xml
from liane.domain.errors import MalformedMessage


class RuleSources:
    """A read-only folder held in memory: relative path with ``/`` to bytes."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = files
        self._by_key = {_key(path): path for path in sorted(files, reverse=True)}

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._files))

    def resolve(self, folder: str, href: str) -> str:
        """Give the path that ``href`` means when written in a file of ``folder``; the file may be absent."""
        return posixpath.normpath(posixpath.join(folder, href.replace("\\", "/")))

    def find(self, path: str) -> str | None:
        """Give the true spelling of a path, or ``None`` when the rule set has no such file."""
        return self._by_key.get(_key(path))

    def parse(self, path: str) -> etree._Element:
        """Parse a file whose true spelling is known.

        Raises UnsupportedRule, naming the file, when it is not XML within bounds.
        """
        try:
            return parse_xml(self._files[path])
        except MalformedMessage as error:
            reason = error.findings[0].message if error.findings else "XML illisible"
            raise UnsupportedRule(f"fichier XML illisible ({reason})", text=path, file=path) from None

    def read(self, path: str) -> bytes:
        """Give the bytes of a file whose true spelling is known.

        Raises KeyError when absent.
        """
        return self._files[path]


def folder_of(path: str) -> str:
    """Give the folder of a path, empty at the top."""
    return posixpath.dirname(path)


def _key(path: str) -> str:
    return unicodedata.normalize("NFC", posixpath.normpath(path)).casefold()
