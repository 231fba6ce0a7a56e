"""The file that an N1 document carries: bytes and media type, whatever its kind. PDF copies are in ``codecs.pdf``."""

from dataclasses import dataclass, field

from lxml import etree

from liane.codecs.cda.elements import base64_of, child, value_of


@dataclass(frozen=True, slots=True, kw_only=True)
class EnclosedFile:
    """A file in a document. media_type: as announced, in small letters."""

    media_type: str
    data: bytes = field(repr=False)


def find_enclosed_file(root: etree._Element) -> EnclosedFile | None:
    """The body of an N1; None for a structured document, and when the base64 is wrong or empty.

    root: the ClinicalDocument element. A body in clear (plain text) gives its UTF-8 bytes. Rule: CDA R2 nonXMLBody;
    cda.md §2.
    """
    text = child(root, "component", "nonXMLBody", "text")
    if text is None:
        return None
    media_type = value_of(text, "mediaType").lower()
    is_encoded = value_of(text, "representation").upper() == "B64"
    data = (base64_of(text) or b"") if is_encoded else "".join(str(part) for part in text.itertext()).encode()
    return EnclosedFile(media_type=media_type, data=data) if data else None
