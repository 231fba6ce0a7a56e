"""What a PDF says of itself, without showing it: readable or not, pages, claim of PDF/A, active content.

What lives here: reading with pikepdf, within bounds. What must not: the verdict of PDF/A, which only a full validator
gives (the tests use one); a claim is a claim.
"""

import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pikepdf

PDF_BYTES_MAX = 64 * 1024 * 1024
XMP_BYTES_MAX = 1024 * 1024
_PART = re.compile(rb"pdfaid:part(?:>|\s*=\s*[\"'])\s*(\d)")
_CONFORMANCE = re.compile(rb"pdfaid:conformance(?:>|\s*=\s*[\"'])\s*([A-Za-z])")
_ACTIVE_NAMES = ("/JavaScript", "/EmbeddedFiles")


@dataclass(frozen=True, slots=True, kw_only=True)
class PDFInspection:
    """What was seen. claim: ``PDF/A-1b``, or empty. page_count: 0 when unreadable. is_active: has scripts, files."""

    is_pdf: bool
    is_readable: bool = False
    is_encrypted: bool = False
    is_active: bool = False
    page_count: int = 0
    claim: str = ""

    @property
    def claims_pdfa_1(self) -> bool:
        """True when the file claims to be PDF/A-1, a or b."""
        return self.claim.startswith("PDF/A-1")


def inspect_pdf(data: bytes) -> PDFInspection:
    """Look at a PDF; never raises for what the bytes hold.

    Rule: cda.md §2 (N1: one PDF/A-1); mssante.md §4.3.
    """
    if not data.startswith(b"%PDF-") or len(data) > PDF_BYTES_MAX:
        return PDFInspection(is_pdf=False)
    import pikepdf  # a node that never looks into a PDF does without it

    try:
        with pikepdf.open(io.BytesIO(data), suppress_warnings=True, attempt_recovery=False) as pdf:
            return PDFInspection(
                is_pdf=True,
                is_readable=True,
                is_encrypted=pdf.is_encrypted,
                is_active=_is_active(pdf),
                page_count=len(pdf.pages),
                claim=_claim(pdf),
            )
    except pikepdf.PasswordError:
        return PDFInspection(is_pdf=True, is_encrypted=True)
    except (pikepdf.PdfError, ValueError, TypeError, RecursionError, AttributeError, KeyError):
        return PDFInspection(is_pdf=True)


def _claim(pdf: "pikepdf.Pdf") -> str:
    import pikepdf

    metadata = pdf.Root.get("/Metadata")
    if not isinstance(metadata, pikepdf.Stream):
        return ""
    packet = metadata.read_bytes()[:XMP_BYTES_MAX]
    part, conformance = _PART.search(packet), _CONFORMANCE.search(packet)
    if part is None:
        return ""
    letter = conformance.group(1).decode("ascii").lower() if conformance else ""
    return f"PDF/A-{part.group(1).decode('ascii')}{letter}"


def _is_active(pdf: "pikepdf.Pdf") -> bool:
    import pikepdf

    names = pdf.Root.get("/Names")
    in_names = isinstance(names, pikepdf.Dictionary) and any(name in names for name in _ACTIVE_NAMES)
    return in_names or "/OpenAction" in pdf.Root or "/AA" in pdf.Root
