"""One mail read whole: what it is, what its archive holds, which attachments are copies. Runs in a worker process.

Rule: mssante.md §4.3, §5, §10; xdm-xds.md §6.
"""

import hashlib
import unicodedata
from dataclasses import dataclass

from liane.codecs.cda.header import read_document
from liane.codecs.mssante_mail.receipts import IncomingAttachment, IncomingMail, MailKind, parse_incoming
from liane.codecs.pdf.extraction import extract_pdf
from liane.codecs.xdm.reading import XDMContents, XDMDocument, read_xdm
from liane.domain.errors import Finding, InvalidInput

PDF = "application/pdf"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadMail:
    """A mail and its archive. contents: None when there is no archive or it cannot be opened; findings then say why.

    loose: attachments that are neither the archive nor copies of its documents.
    """

    mail: IncomingMail
    contents: XDMContents | None = None
    findings: tuple[Finding, ...] = ()
    loose: tuple[IncomingAttachment, ...] = ()

    @property
    def documents(self) -> tuple[XDMDocument, ...]:
        """The CDA documents of the archive."""
        return tuple(one for one in self.contents.documents if one.header is not None) if self.contents else ()

    def __repr__(self) -> str:
        return f"ReadMail({self.mail!r}, {len(self.documents)} documents)"


def read_mail(raw: bytes) -> ReadMail:
    """Read a mail; a receipt is left to the flow of receipts. Raises MalformedMessage when it passes a bound."""
    mail = parse_incoming(raw)
    archive = mail.archive
    if archive is None or mail.kind not in (MailKind.XDM, MailKind.PATIENT):
        return ReadMail(mail=mail, loose=mail.attachments)
    others = tuple(one for one in mail.attachments if not one.is_archive)
    try:
        contents = read_xdm(archive)
    except InvalidInput as error:
        return ReadMail(mail=mail, findings=error.findings, loose=others)
    documents = [one for one in contents.documents if one.header is not None]
    return ReadMail(mail=mail, contents=contents, findings=contents.findings, loose=leave_out_copies(others, documents))


def leave_out_copies(
    attachments: tuple[IncomingAttachment, ...], documents: list[XDMDocument]
) -> tuple[IncomingAttachment, ...]:
    """Leave out the PDF that repeat a CDA for readers without integration: one per CDA at most.

    A copy is the very PDF that the CDA encloses, else a PDF named as the rule wants, after its patient.
    Rule: référentiel MSSanté #2 ECO.2.1.1, 2.1.5, 2.1.6; mssante.md §4.3.
    """
    enclosed = {digest for digest in (enclosed_digest(one.content) for one in documents) if digest}
    families = {_fold(one.header.patient.traits.birth_family) for one in documents if one.header is not None} - {""}
    room = len(documents)
    same = {place for place, one in enumerate(attachments) if hashlib.sha256(one.data).hexdigest() in enclosed}
    room -= len(same)
    for place, one in enumerate(attachments):
        if room > 0 and place not in same and _is_named_as_copy(one, families):
            same.add(place)
            room -= 1
    return tuple(one for place, one in enumerate(attachments) if place not in same)


def enclosed_digest(content: bytes) -> str:
    """SHA-256 of the PDF that a CDA encloses; empty when it encloses none, or cannot be read."""
    try:
        pdf = extract_pdf(read_document(content).root)
    except InvalidInput:
        return ""
    return hashlib.sha256(pdf).hexdigest() if pdf else ""


def _is_named_as_copy(attachment: IncomingAttachment, families: set[str]) -> bool:
    name = _fold(attachment.name)
    is_pdf = attachment.media_type == PDF or name.endswith(".pdf")
    return is_pdf and name[:8].isdigit() and name[8:9] == "_" and any(f"_{one}_" in name for one in families)


def _fold(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))
