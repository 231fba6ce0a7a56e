"""The PDF that goes beside a CDA for whoever cannot read a CDA: extracted when there is one, made otherwise.

Rule: MSSanté ECO.2.1.1, ECO.2.1.5, ECO.2.1.6; mssante.md §4.3.
"""

import re
from dataclasses import dataclass, field
from enum import StrEnum

from liane.codecs.cda.header import ParsedDocument, read_document
from liane.codecs.pdf.extraction import extract_pdf
from liane.codecs.pdf.inspection import inspect_pdf
from liane.codecs.pdf.rendering import render_document
from liane.domain.documents.header import DocumentHeader

FILE_NAME_LENGTH_MAX = 150
_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]')


class PDFOrigin(StrEnum):
    """Where the PDF comes from."""

    EXTRACTED = "extracted"
    RENDERED = "rendered"


@dataclass(frozen=True, slots=True, kw_only=True)
class PDFCopy:
    """A PDF of a document. pdfa_claimed: the file claims to be PDF/A-1 (always true for those made here)."""

    data: bytes = field(repr=False)
    origin: PDFOrigin
    pdfa_claimed: bool


def document_as_pdf(data: bytes) -> PDFCopy:
    """The PDF of a CDA: the one that it carries, else one made from its narrative. Raises as ``read_document``."""
    return parsed_document_as_pdf(read_document(data))


def parsed_document_as_pdf(document: ParsedDocument) -> PDFCopy:
    """As ``document_as_pdf``, for a document already read."""
    extracted = extract_pdf(document.root)
    if extracted is not None:
        return PDFCopy(data=extracted, origin=PDFOrigin.EXTRACTED, pdfa_claimed=inspect_pdf(extracted).claims_pdfa_1)
    rendered = render_document(document)
    return PDFCopy(data=rendered, origin=PDFOrigin.RENDERED, pdfa_claimed=True)


def pdf_file_name(header: DocumentHeader, dossier_number: str = "") -> str:
    """Name of the PDF attached to a mail: ``<date>_<type>_<NOM>_<prénom>[_<dossier>].pdf``.

    date: first day of the main act (``AAAAMMJJ``), else of the document; type: label of the code, in capitals.
    Forbidden characters become ``_``; the name has at most FILE_NAME_LENGTH_MAX characters.
    Rule: MSSanté ECO.2.1.6; mssante.md §4.3.
    """
    traits = header.patient.traits
    act_start = header.service_events[0].start if header.service_events else ""
    date = (act_start or header.creation_time)[:8]
    parts = (
        date,
        (header.code.label or header.title or header.code.code).upper(),
        traits.birth_family or traits.used_family,
        traits.birth_given or traits.used_given,
        dossier_number,
    )
    stem = "_".join(_FORBIDDEN.sub("_", part).strip(" .") for part in parts if part.strip())
    return f"{stem[: FILE_NAME_LENGTH_MAX - 4].rstrip(' .')}.pdf"
