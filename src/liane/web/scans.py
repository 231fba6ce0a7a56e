"""What a datamatrix INS gives to the page of creation, and who reads it. The bytes of the symbol are read elsewhere."""

from dataclasses import dataclass
from typing import Protocol

from liane.domain.identity.ins import INS
from liane.domain.identity.patient import PatientTraits

PICTURE_BYTES_MAX = 12 * 1024 * 1024


class ScanFailure(Exception):
    """Nothing usable was read; the text is French, for a person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """What was read: a candidate INS and traits, sources of a search, never a proof. notes: French, what is unusual.

    Rule: ins.md §9 (« a scan is a source of traits: it never makes an identity qualifiée alone »).
    """

    ins: INS
    traits: PatientTraits
    notes: tuple[str, ...] = ()


class Scanner(Protocol):
    """Reads datamatrix INS. Every method raises ScanFailure."""

    def read_text(self, text: str) -> Scan:
        """Read what a hand scanner typed."""
        ...

    def read_picture(self, data: bytes) -> Scan:
        """Find and read a symbol in a picture (PNG, JPEG)."""
        ...
