"""The contents of documents for a screen: rendered CDA, the file that an N1 carries, the inside of an XDM. Pure."""

from dataclasses import dataclass, field

from markupsafe import Markup

from liane.codecs.cda.elements import child, text_of
from liane.codecs.cda.header import read_document
from liane.codecs.cda.view import render_document, render_source
from liane.codecs.soap.mtom import decode_inline
from liane.codecs.xdm.reading import XDMContents, read_xdm
from liane.domain.documents.header import BodyForm
from liane.domain.errors import InvalidInput

SHOWN_TEXT_MAX = 200_000
_INLINE_TYPES = frozenset({"application/pdf", "image/jpeg", "image/tiff", "text/plain"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownDocument:
    """A document for a page. html: safe fragment. error: French, when it cannot be read. file: what an N1 carries."""

    html: Markup = field(default_factory=Markup)
    error: str = ""
    file_type: str = ""
    file: bytes = field(default=b"", repr=False)


def show_document(data: bytes) -> ShownDocument:
    """Render a CDA; never raises."""
    try:
        document = read_document(data)
        html = Markup(render_document(document))  # noqa: S704 - every word of it is escaped by the codec
    except InvalidInput as error:
        return ShownDocument(error=" ".join(finding.message for finding in error.findings))
    if document.header.form is not BodyForm.N1:
        return ShownDocument(html=html)
    text = child(document.root, "component", "nonXMLBody", "text")
    try:
        content = decode_inline(text_of(text))
    except InvalidInput:
        return ShownDocument(html=html, error="Le corps du document n'est pas du base64 lisible.")
    return ShownDocument(html=html, file_type=document.header.media_type, file=content)


def show_source(data: bytes) -> str:
    """Give the source of a document as text, indented when it is XML, cut at SHOWN_TEXT_MAX characters."""
    try:
        return render_source(data)[:SHOWN_TEXT_MAX]
    except InvalidInput:
        return data[:SHOWN_TEXT_MAX].decode("utf-8", "replace")


def is_inline(media_type: str) -> bool:
    """Tell whether a browser may show this type by itself; anything else is downloaded."""
    return media_type in _INLINE_TYPES


def open_archive(data: bytes) -> tuple[XDMContents | None, str]:
    """Read an XDM; gives None and why (French) when it cannot be read."""
    try:
        return read_xdm(data), ""
    except InvalidInput as error:
        return None, " ".join(finding.message for finding in error.findings)


def make_download_name(name: str) -> str:
    """Give a file name fit for a header: ASCII letters, digits, dot, dash, underscore."""
    kept = "".join(letter if letter.isascii() and (letter.isalnum() or letter in "._-") else "_" for letter in name)
    return kept[:100] or "document"
