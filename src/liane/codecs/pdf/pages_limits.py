"""Bounds of the reading of pages, the kinds of files that it takes, and how it refuses one, in French.

What lives here: values and refusals. What must not: a library that opens files (``pages_guard``, ``pages_file``).
"""

from dataclasses import dataclass
from enum import StrEnum

from liane.domain.errors import Finding, MalformedMessage, RuleViolation, Severity

_RULE = "intake.md §1.1"


class FileKind(StrEnum):
    """Kinds of files whose pages are read."""

    PDF = "pdf"
    TIFF = "tiff"
    JPEG = "jpeg"
    PNG = "png"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLimits:
    """Bounds of one file. pixels_max: of one picture; stream_bytes_max: all streams of a PDF once unpacked; dpi: of the
    pictures given to OCR; pixels_read_max: of one page once rendered.
    """

    size_bytes_max: int = 64 * 1024 * 1024
    pages_max: int = 500
    objects_max: int = 500_000
    pixels_max: int = 120_000_000
    pixels_read_max: int = 16_000_000
    stream_bytes_max: int = 384 * 1024 * 1024
    dpi: int = 300


def refuse(code: str, message: str, remedy: str) -> MalformedMessage:
    """The refusal of a file that cannot be read."""
    return MalformedMessage(_finding(code, message, remedy))


def forbid(code: str, message: str, remedy: str) -> RuleViolation:
    """The refusal of a file that can be read and must not."""
    return RuleViolation(_finding(code, message, remedy))


def note(code: str, message: str, remedy: str, *, location: str = "fichier", is_warning: bool = True) -> Finding:
    """Something to tell, which does not refuse."""
    severity = Severity.WARNING if is_warning else Severity.INFO
    return Finding(
        code=code, severity=severity, location=location, message=message, remedy=remedy, layer="pages", rule=_RULE
    )


def _finding(code: str, message: str, remedy: str) -> Finding:
    return Finding(
        code=code,
        severity=Severity.ERROR,
        location="fichier",
        message=message,
        remedy=remedy,
        layer="pages",
        rule=_RULE,
    )


def corrupt() -> MalformedMessage:
    """The refusal of a damaged file."""
    return refuse(
        "INT-104",
        "Le fichier est abîmé ou incomplet : il ne s'ouvre pas.",
        "Demander à l'expéditeur de l'envoyer à nouveau, ou numériser le document.",
    )


def refuse_number(number: int) -> MalformedMessage:
    """The refusal of a page that is not in the file."""
    return refuse("INT-115", f"Le fichier n'a pas de page {number}.", "Choisir une page du fichier.")


def refuse_pages(count: int, limits: PageLimits) -> None:
    """Refuse a file without a page (INT-114) or with too many (INT-106)."""
    if count < 1:
        raise refuse("INT-114", "Le fichier ne contient aucune page.", "Exporter ou numériser le document à nouveau.")
    if count > limits.pages_max:
        raise refuse(
            "INT-106",
            f"Le fichier compte {count} pages ; {limits.pages_max} au plus sont lues.",
            "Envoyer le document en plusieurs fichiers.",
        )


def picture_bomb(limits: PageLimits) -> RuleViolation:
    """The refusal of a picture with too many pixels."""
    return forbid(
        "INT-111",
        f"Une image du fichier dépasse {limits.pixels_max // 1_000_000} millions de points.",
        "Numériser en 300 points par pouce, au format A4 ou A3.",
    )
