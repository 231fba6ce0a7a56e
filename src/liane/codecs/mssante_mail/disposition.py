"""Message disposition notifications (« accusé de lecture » and feedback of integration): values, reading, writing.

Two dialects of error are read: an ``Error`` field (newer), or the error inside the Disposition line (volet 1.1.2).
Rule: RFC 8098; volet « Transmission au LPS d'un document CDA-R2 provenant d'un courriel MSSanté » 1.1, MDN structure;
référentiel MSSanté #2 ECO.2.3.2, 3.1.6; mssante.md §6; hl7v2.md §7.3, §7.4.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime

from liane.codecs.mssante_mail.delivery_status import read_typed_address, strip_id
from liane.codecs.mssante_mail.header_fields import clean_text, decode_words, render_address_field, render_text_field
from liane.codecs.mssante_mail.mime import Fields
from liane.codecs.mssante_mail.writer import Attachment, Mailbox, render_attachment, render_multipart, render_text_part

KO_PREFIX = "[KO Intégration système !]"
APPLICATION_ERRORS = {
    "900": "Version du document incorrecte",
    "901": "Émetteur non autorisé à remplacer ou supprimer ce document",
    "902": "Identifiant de patient inconnu",
    "903": "Absence d'INS dans le document",
    "904": "INS ou traits non strictement identiques",
    "905": "Traits de l'INS incomplets",
    "906": "Autre erreur",
}
"""Errors that a consumer may return. Rule: hl7v2.md §7.3."""

_READ_TYPES = frozenset({"displayed", "processed", "dispatched"})
_CODED_ERROR = re.compile(r"\b(9\d\d)\s*(?:\^\s*([^^|\r\n]*))?")
_KO_SUBJECT = re.compile(r"^\s*(?:(?:re|tr|fwd?)\s*:\s*)*\[KO[^\]]*\]\s*(?:\[\s*(\d{3})\s*\])?", re.IGNORECASE)
_CODED_LINE = re.compile(r"\b(90[0-6])\s*(?:-|:|\^|–)\s*([^\r\n^]*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingReport:
    """What a reader, or the PFI of a reader, says of a mail.

    original_message_id: without brackets. reader: final recipient. disposition: ``processed``, ``displayed``… (empty
    for a standard error mail). error_code: ``900``…``906`` or another code of the reader; empty on success.
    """

    original_message_id: str
    reader: str = ""
    original_recipient: str = ""
    disposition: str = ""
    is_automatic: bool = True
    is_success: bool = True
    error_code: str = ""
    error_label: str = ""
    reporting_ua: str = ""

    def __repr__(self) -> str:
        return f"ReadingReport({self.disposition!r}, error_code={self.error_code!r})"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingNotice:
    """A MDN to write. subject: subject of the original, without KO prefix. original: its bytes, given back whole.

    attachments: the original files, repeated on an error (volet). text: for a person; empty gives the default text.
    """

    message_id: str
    date: datetime
    sender: Mailbox
    to: str
    subject: str
    report: ReadingReport
    original: bytes
    text: str = ""
    nil: str = ""
    attachments: tuple[Attachment, ...] = ()


def parse_disposition(fields: Fields) -> ReadingReport | None:
    """Read the fields of a message/disposition-notification; None when they say nothing (no type, no error).

    The original message identifier may be empty.
    """
    value = clean_text(decode_words(fields.get("disposition")))
    if not value:
        return None
    mode, _, outcome = value.partition(";")
    disposition, _, modifiers = outcome.strip().partition("/")
    disposition = disposition.strip().lower()
    error_text = clean_text(decode_words(fields.get("error") or fields.get("failure")))
    has_error = bool(error_text) or "error" in modifiers.lower() or "failure" in modifiers.lower()
    if not disposition and not has_error:
        return None
    code, label = find_coded_error(f"{error_text} {modifiers}") if has_error else ("", "")
    return ReadingReport(
        original_message_id=strip_id(fields.get("original-message-id")),
        reader=read_typed_address(fields.get("final-recipient")),
        original_recipient=read_typed_address(fields.get("original-recipient")),
        disposition=disposition,
        is_automatic="manual-action" not in mode.lower(),
        is_success=not has_error and disposition in _READ_TYPES,
        error_code=(code or "906") if has_error else "",
        error_label=(label or APPLICATION_ERRORS.get(code, "") or error_text[:200]) if has_error else "",
        reporting_ua=clean_text(decode_words(fields.get("reporting-ua")))[:200],
    )


def find_coded_error(text: str) -> tuple[str, str]:
    """Find ``902^label^…`` in an error text: code and label, both empty when there is none."""
    found = _CODED_ERROR.search(text)
    if found is None:
        return "", ""
    return found.group(1), (found.group(2) or "").strip()[:200]


def is_ko_subject(subject: str) -> bool:
    """Tell whether a subject is the one of an integration error. Rule: hl7v2.md §7.4."""
    return _KO_SUBJECT.match(subject) is not None


def parse_error_mail(subject: str, body: str, original_message_id: str, sender: str) -> ReadingReport | None:
    """Read a « courriel standard d'erreur »: subject KO, code in the subject or in the text; None when it is not one.

    Without any code the error is 906. Rule: hl7v2.md §7.4, struct-email-standard.
    """
    found = _KO_SUBJECT.match(subject)
    if found is None:
        return None
    in_text = _CODED_LINE.search(body[:20_000])
    code = found.group(1) or (in_text.group(1) if in_text else "") or "906"
    label = in_text.group(2).strip()[:200] if in_text and in_text.group(1) == code else ""
    return ReadingReport(
        original_message_id=original_message_id,
        reader=sender,
        original_recipient=sender,
        is_success=False,
        error_code=code,
        error_label=label or APPLICATION_ERRORS.get(code, ""),
    )


def render_mdn(notice: ReadingNotice) -> bytes:
    """Render a MDN in the newer dialect (``Error`` field). The caller decides that one may be sent at all.

    Rule: RFC 8098 §3; hl7v2.md §7.4; mssante.md §6.
    """
    report = notice.report
    subject = notice.subject if report.is_success else f"{KO_PREFIX}[{report.error_code}] {notice.subject}"
    head = [
        f"Message-ID: <{notice.message_id}>\r\n".encode("ascii"),
        f"Date: {format_datetime(notice.date)}\r\n".encode("ascii"),
        render_address_field("From", [(notice.sender.label, notice.sender.address)]),
        render_address_field("To", [("", notice.to)]),
        render_text_field("Subject", subject),
        f"In-Reply-To: <{report.original_message_id}>\r\n".encode("ascii", "replace"),
        f"References: <{report.original_message_id}>\r\n".encode("ascii", "replace"),
    ]
    if notice.nil:
        head.append(render_text_field("X-MSS-NIL", notice.nil))
    head.append(b"Auto-Submitted: auto-replied\r\n" if report.is_automatic else b"")
    head.append(b"MIME-Version: 1.0\r\n")
    parts = [
        render_text_part(notice.text or _default_text(report)),
        b"Content-Type: message/disposition-notification\r\n\r\n" + _render_fields(report),
        b"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + notice.original,
        *(render_attachment(attachment) for attachment in notice.attachments),
    ]
    media_type = "multipart/report; report-type=disposition-notification"
    return b"".join(head) + render_multipart(media_type, parts, notice.message_id)


def _default_text(report: ReadingReport) -> str:
    if not report.is_success:
        return (
            "Le document n'a pas pu être intégré automatiquement : "
            f"{report.error_code} - {report.error_label or APPLICATION_ERRORS.get(report.error_code, '')}."
        )
    if report.disposition == "displayed":
        return "Le message a été ouvert par son destinataire."
    return "Le document a été intégré dans le logiciel du destinataire."


def _render_fields(report: ReadingReport) -> bytes:
    mode = "automatic-action/MDN-sent-automatically" if report.is_automatic else "manual-action/MDN-sent-manually"
    disposition = report.disposition or "processed"
    lines = [
        f"Reporting-UA: {clean_text(report.reporting_ua) or 'Liane'}",
        f"Original-Recipient: rfc822;{clean_text(report.original_recipient or report.reader)}",
        f"Final-Recipient: rfc822;{clean_text(report.reader)}",
        f"Original-Message-ID: <{clean_text(report.original_message_id)}>",
        f"Disposition: {mode}; {disposition}" + ("" if report.is_success else "/error"),
    ]
    fields = "\r\n".join(lines).encode("utf-8", "replace") + b"\r\n"
    if not report.is_success:
        label = report.error_label or APPLICATION_ERRORS.get(report.error_code, "")
        error = f"{report.error_code}^{label}^applicationErrorCondition| E^Error^errorSeverity"
        fields += b"Error: " + clean_text(error).encode("utf-8", "replace") + b"\r\n"
    return fields
