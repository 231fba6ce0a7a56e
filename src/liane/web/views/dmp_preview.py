"""A document of the DMP beside its list: narrative by our own renderer, pages as pictures, text; never its stylesheet.

Rule: CDA/VISU.01 (header and body readable), cda.md §2 « Nothing active may be executed from a received document ».
"""

import hashlib
from dataclasses import dataclass, field
from enum import StrEnum

from markupsafe import Markup

from liane.codecs.cda.header import ParsedDocument, read_document
from liane.codecs.cda.summary import summarise_header
from liane.codecs.cda.unstructured import find_enclosed_file
from liane.codecs.cda.view import render_document
from liane.codecs.pdf.extraction import extract_pdf
from liane.domain.documents.header import BodyForm
from liane.domain.errors import InvalidInput
from liane.web.views.bodies import BodyKind, read_text, recognise_body
from liane.web.views.findings import FindingView, as_mapping, describe_findings

_PICTURES = frozenset({"image/jpeg", "image/png", "image/tiff", "image/jpg"})


class Manner(StrEnum):
    """How a document is shown."""

    NARRATIVE = "narrative"
    PAGES = "pages"
    TEXT = "text"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What is shown of a document.

    html: safe, made element by element by the codec. rows: the header in words, for what is not shown as narrative.
    paged: what the viewer of pages draws, empty when there is nothing to draw; has_copy: a narrative whose producer
    also joined a PDF. note: what must be said of the way it is shown.
    """

    manner: Manner
    html: Markup | None = None
    rows: tuple[tuple[str, str], ...] = ()
    text: str = ""
    is_cut: bool = False
    paged: bytes = field(default=b"", repr=False)
    has_copy: bool = False
    note: str = ""
    problems: tuple[FindingView, ...] = ()

    @property
    def sha256(self) -> str:
        """What names the drawn file in the memory of the viewer."""
        return hashlib.sha256(self.paged).hexdigest()


def make_preview(data: bytes, media_type: str = "") -> Preview:
    """Choose how to show bytes; never raises for what they hold."""
    if not data:
        return Preview(manner=Manner.NONE, note="Ce document est vide.")
    kind = recognise_body(data, media_type)
    if kind is BodyKind.CDA or media_type == "application/xslt+xml":
        return _preview_cda(data)
    if kind is BodyKind.PDF or media_type in _PICTURES:
        return Preview(manner=Manner.PAGES, paged=data)
    if kind in (BodyKind.TEXT, BodyKind.JSON, BodyKind.XML):
        text, is_cut = read_text(data)
        return Preview(manner=Manner.TEXT, text=text, is_cut=is_cut)
    if media_type == "application/dicom":
        note = "Ce document est un lien vers des images médicales (KOS) ; Liane ne les affiche pas encore ici."
        return Preview(manner=Manner.NONE, note=note)
    return Preview(manner=Manner.NONE, note="Ce type de fichier ne s’affiche pas ici : le télécharger.")


def _preview_cda(data: bytes) -> Preview:
    try:
        document = read_document(data)
    except InvalidInput as error:
        text, is_cut = read_text(data)
        problems = describe_findings(as_mapping(finding) for finding in error.findings)
        return Preview(manner=Manner.TEXT, text=text, is_cut=is_cut, problems=problems)
    if document.header.form is BodyForm.N1:
        return _preview_n1(document, data)
    html = Markup(render_document(document))  # noqa: S704 - every word is escaped by the codec
    note = "Rendu par Liane. La feuille de style du producteur n’est jamais exécutée ; elle reste dans l’original."
    copy = extract_pdf(document.root)
    return Preview(
        manner=Manner.NARRATIVE,
        html=html,
        paged=data if copy is not None else b"",
        has_copy=copy is not None,
        note=note,
    )


def _preview_n1(document: ParsedDocument, data: bytes) -> Preview:
    rows = summarise_header(document.header).rows
    enclosed = find_enclosed_file(document.root)
    if enclosed is None:
        return Preview(manner=Manner.NONE, rows=rows, note="Le contenu de ce document est vide ou ne peut pas être lu.")
    if enclosed.data.startswith(b"%PDF"):
        return Preview(manner=Manner.PAGES, rows=rows, paged=data)
    if enclosed.media_type in _PICTURES:
        return Preview(manner=Manner.PAGES, rows=rows, paged=enclosed.data)
    if enclosed.media_type == "text/plain":
        text, is_cut = read_text(enclosed.data)
        return Preview(manner=Manner.TEXT, rows=rows, text=text, is_cut=is_cut)
    note = f"Son contenu est un fichier « {enclosed.media_type or 'de type inconnu'} » : le télécharger pour le lire."
    return Preview(manner=Manner.NONE, rows=rows, note=note)
