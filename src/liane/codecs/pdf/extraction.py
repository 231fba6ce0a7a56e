"""The PDF that a CDA already carries: body of an N1, or copy embedded in an N3.

Rule: cda.md §2 « Some N3 models embed a PDF copy » (FR-Document-PDF-copie); mssante.md §4.3 ECO.2.1.5.
"""

from collections.abc import Iterator

from lxml import etree

from liane.codecs.cda.elements import NAMESPACE, base64_of, child, children, value_of

COPY_TEMPLATE = "1.2.250.1.213.1.1.2.243"
COPY_CODE = "55108-5"
_V3 = f"{{{NAMESPACE}}}"
_PDF = "application/pdf"


def extract_pdf(root: etree._Element) -> bytes | None:
    """The PDF of a document, or None when it carries none that starts as a PDF.

    root: the ClinicalDocument element. N1: its body. N3: the section « copie du document » alone: the PDF of any
    other section (« documents ajoutés », results of another laboratory) is an annex, which says something else.
    """
    text = child(root, "component", "nonXMLBody", "text")
    if text is not None:
        return _decode(text) if value_of(text, "mediaType") == _PDF else None
    for section in _copy_sections(child(root, "component", "structuredBody")):
        for media in _pdf_values(section):
            pdf = _decode(media)
            if pdf is not None:
                return pdf
    return None


def _copy_sections(body: etree._Element | None) -> Iterator[etree._Element]:
    """Sections that hold a copy of the whole document, by template or by code."""
    if body is None:
        return
    for section in body.iter(f"{_V3}section"):
        templates = {value_of(template, "root") for template in children(section, "templateId")}
        if COPY_TEMPLATE in templates or value_of(child(section, "code"), "code") == COPY_CODE:
            yield section


def _pdf_values(parent: etree._Element) -> Iterator[etree._Element]:
    for media in parent.iter(f"{_V3}observationMedia"):
        value = child(media, "value")
        if value is not None and value_of(value, "mediaType") == _PDF and value_of(value, "representation") == "B64":
            yield value


def _decode(element: etree._Element) -> bytes | None:
    """The bytes of a base64 element; None when they are no PDF."""
    data = base64_of(element)
    return data if data is not None and data.startswith(b"%PDF-") else None
