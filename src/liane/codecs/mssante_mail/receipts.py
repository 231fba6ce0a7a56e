"""Reads what arrives in a mailbox and says what it is: receipts, errors, documents, patients' mails, others.

Any bytes give an IncomingMail or InvalidInput. Nothing is decided here beyond the kind; an unknown mail is ``OTHER``
and belongs to a worklist, never to a bin.
Rule: mssante.md §6, §7 (order of the tests), §10.
"""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum

from liane.codecs.mssante_mail.delivery_status import (
    DeliveryAction,
    DeliveryNotice,
    DeliveryReport,
    NonDeliveryCause,
    RecipientReport,
    classify_cause,
    find_original_message_id,
    fold_reply_code,
    parse_delivery_status,
    render_dsn,
    strip_id,
)
from liane.codecs.mssante_mail.disposition import (
    ReadingNotice,
    ReadingReport,
    is_ko_subject,
    parse_disposition,
    parse_error_mail,
    render_mdn,
)
from liane.codecs.mssante_mail.findings import malformed
from liane.codecs.mssante_mail.header_fields import clean_text, find_addresses, parse_addresses
from liane.codecs.mssante_mail.mime import Part, parse_fields, parse_mime
from liane.codecs.mssante_mail.writer import Mailbox

__all__ = [
    "DeliveryAction",
    "DeliveryNotice",
    "DeliveryReport",
    "IncomingAttachment",
    "IncomingMail",
    "MailKind",
    "NonDeliveryCause",
    "ReadingNotice",
    "ReadingReport",
    "RecipientReport",
    "parse_incoming",
    "render_dsn",
    "render_mdn",
]

PATIENT_DOMAIN = "patient.mssante.fr"
XDM_SUBJECT = re.compile(
    r"^(?:\[KO[^\]]*\]\s*(?:\[\d{3}\])?\s*)?XDM/1\.0/DDM(?:\+(?P<rest>.*))?$", re.IGNORECASE | re.DOTALL
)
"""Subject of a mail that carries documents, once decoded. Rule: référentiel MSSanté #2 ECO.2.1.3; mssante.md §4.2."""

BODY_CHARACTERS_MAX = 1_000_000
_ARCHIVE_NAME = re.compile(r"ihe_xdm\.zip\Z", re.IGNORECASE)
_NON_DELIVERY_SUBJECT = re.compile(
    r"\s*(?:message non distribu|undeliver|delivery (?:status )?(?:failure|notification)|mail delivery failed|"
    r"non remis|returned (?:mail|to sender)|échec de (?:la )?remise)",
    re.IGNORECASE,
)
_SYSTEM_SENDER = re.compile(r"(?:mailer-daemon|postmaster)@", re.IGNORECASE)
_PATIENT_ADDRESS = re.compile(r"([0-9][0-9A-Za-z]{14})@patient\.mssante\.fr\Z", re.IGNORECASE)


class MailKind(StrEnum):
    """What an incoming mail is."""

    DSN = "dsn"
    MDN = "mdn"
    ERROR_MAIL = "error_mail"
    NON_DELIVERY = "non_delivery"
    XDM = "xdm"
    PATIENT = "patient"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingAttachment:
    """One file received, decoded."""

    name: str
    media_type: str
    data: bytes

    @property
    def is_archive(self) -> bool:
        """True for an IHE_XDM.zip, whatever the case of its name. Rule: mssante.md §5."""
        return _ARCHIVE_NAME.search(self.name) is not None

    def __repr__(self) -> str:
        return f"IncomingAttachment(…, {self.media_type!r}, {len(self.data)} bytes)"


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingMail:
    """A mail received, classed. Identifiers are without angle brackets; absent values are empty.

    delivery: for DSN and NON_DELIVERY. reading: for MDN and ERROR_MAIL. sent_at: None when Date is no date.
    return_path: None when the field is absent, empty when it is the null path ``<>``.
    """

    kind: MailKind
    message_id: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    subject: str = ""
    sender: Mailbox
    recipients: tuple[str, ...] = ()
    reply_to: str = ""
    sent_at: datetime | None = None
    return_path: str | None = None
    read_receipt_to: str = ""
    original_recipient: str = ""
    auto_submitted: str = ""
    code_cda: tuple[str, ...] = ()
    ins_header: str = ""
    nil: str = ""
    is_final: bool = False
    body: str = ""
    attachments: tuple[IncomingAttachment, ...] = ()
    delivery: DeliveryReport | None = None
    reading: ReadingReport | None = None

    @property
    def archive(self) -> bytes | None:
        """Bytes of the first IHE_XDM.zip; None when there is none."""
        return next((attachment.data for attachment in self.attachments if attachment.is_archive), None)

    @property
    def label(self) -> str:
        """The subject without the XDM prefix, which is never shown. Rule: référentiel MSSanté #2 ECO.3.1.3."""
        found = XDM_SUBJECT.match(self.subject)
        return (found.group("rest") or "").strip() if found else self.subject

    @property
    def patient_matricule(self) -> str:
        """Matricule of the patient who wrote; empty when the sender is no patient. Rule: mssante.md §2, §8."""
        found = _PATIENT_ADDRESS.match(self.sender.address)
        return found.group(1).upper() if found else ""

    @property
    def is_automatic(self) -> bool:
        """True for a mail that a machine sent, which must never be answered by a machine. Rule: RFC 3834 §2."""
        return (
            self.kind in (MailKind.DSN, MailKind.MDN, MailKind.NON_DELIVERY)
            or self.return_path == ""
            or self.auto_submitted not in ("", "no")
        )

    @property
    def automatic_mdn_to(self) -> str:
        """Where an automatic MDN may be sent; empty when none may.

        Rule: RFC 8098 §2.1; mssante.md §6: none when Disposition-Notification-To differs from Return-Path, none to an
        automatic mail.
        """
        wanted = self.read_receipt_to
        if not wanted or self.is_automatic or (self.return_path or "").lower() != wanted.lower():
            return ""
        return wanted

    @property
    def correlation_keys(self) -> tuple[str, ...]:
        """Identifiers by which a receipt finds what it speaks of, the surest first: ENVID, then Message-IDs."""
        keys = []
        if self.delivery is not None:
            keys += [self.delivery.envelope_id, self.delivery.original_message_id]
        if self.reading is not None:
            keys.append(self.reading.original_message_id)
        keys += [self.in_reply_to, *reversed(self.references)]
        return tuple(dict.fromkeys(key for key in keys if key))

    def __repr__(self) -> str:
        return f"IncomingMail({self.kind.value!r}, {self.message_id!r})"


def parse_incoming(raw: bytes) -> IncomingMail:
    """Read and class one mail. Order of the tests: DSN, MDN, error mail, non-delivery, XDM, patient, other.

    Raises MalformedMessage (MSS-100…105) when it is empty or passes a bound (codecs/mssante_mail/mime.py).
    """
    if not raw.strip():
        raise malformed("MSS-105", "Courriel", "Le courriel est vide.")
    root = parse_mime(raw)
    mail = _read_envelope(root)
    original_id = find_original_message_id(root) or mail.in_reply_to
    delivery = _find_delivery(root, original_id)
    if delivery is not None:
        return replace(mail, kind=MailKind.DSN, delivery=delivery)
    reading = _find_disposition(root)
    if reading is not None:
        known = reading.original_message_id or original_id
        return replace(mail, kind=MailKind.MDN, reading=replace(reading, original_message_id=known))
    if is_ko_subject(mail.subject):
        error = parse_error_mail(mail.subject, mail.body, original_id, mail.sender.address)
        return replace(mail, kind=MailKind.ERROR_MAIL, reading=error)
    failure = _find_plain_failure(mail, original_id)
    if failure is not None:
        return replace(mail, kind=MailKind.NON_DELIVERY, delivery=failure)
    if XDM_SUBJECT.match(mail.subject) or mail.archive is not None:
        return replace(mail, kind=MailKind.XDM)
    if mail.sender.address.lower().endswith(f"@{PATIENT_DOMAIN}"):
        return replace(mail, kind=MailKind.PATIENT)
    return mail


def _read_envelope(root: Part) -> IncomingMail:
    fields = root.fields
    senders = parse_addresses(fields.get("from"))
    label, address = senders[0] if senders else ("", "")
    answers = parse_addresses(fields.get("reply-to"))
    receipts = parse_addresses(fields.get("disposition-notification-to"))
    paths = fields.get_all("return-path")
    returned = parse_addresses(paths[0]) if paths else ()
    to = parse_addresses(", ".join((*fields.get_all("to"), *fields.get_all("cc"))))
    return IncomingMail(
        kind=MailKind.OTHER,
        message_id=strip_id(fields.get("message-id")),
        in_reply_to=strip_id(fields.get("in-reply-to")),
        references=tuple(re.findall(r"<([^<>\s]+)>", fields.get("references")))[-50:],
        subject=clean_text(fields.get_text("subject")),
        sender=Mailbox(address=address, label=label),
        recipients=tuple(address for _, address in to),
        reply_to=answers[0][1] if answers else "",
        sent_at=_read_date(fields.get("date")),
        return_path=(returned[0][1] if returned else "") if paths else None,
        read_receipt_to=receipts[0][1] if receipts else "",
        original_recipient="".join(find_addresses(fields.get("original-recipient"))[:1]),
        auto_submitted=fields.get("auto-submitted").split(";", 1)[0].strip().lower(),
        code_cda=tuple(code.strip() for code in re.split(r"[,;]", fields.get("x-mss-codecda")) if code.strip()),
        ins_header=fields.get("x-mss-ins").strip().upper(),
        nil=fields.get("x-mss-nil"),
        is_final=fields.get("x-mss-mes").strip().upper() == "FIN" or "[fin]" in fields.get_text("subject").lower(),
        body=_read_body(root),
        attachments=_read_attachments(root),
    )


def _read_date(value: str) -> datetime | None:
    try:
        return parsedate_to_datetime(value[:200]) if value else None
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _read_body(root: Part) -> str:
    leaves = [part for part in root.walk() if not part.children and not part.is_attachment]
    plain = next((part for part in leaves if part.media_type == "text/plain"), None)
    chosen = plain or next((part for part in leaves if part.media_type.startswith("text/")), None)
    return chosen.decode_text()[:BODY_CHARACTERS_MAX] if chosen else ""


def _read_attachments(root: Part) -> tuple[IncomingAttachment, ...]:
    found = []
    for part in root.walk():
        is_container = part.media_type.startswith("multipart/") and part.children
        if is_container or part.media_type.startswith("message/") or not part.is_attachment:
            continue
        found.append(IncomingAttachment(name=part.file_name, media_type=part.media_type, data=part.decode()))
    return tuple(found)


def _find_delivery(root: Part, original_id: str) -> DeliveryReport | None:
    for part in root.walk():
        if part.media_type in ("message/delivery-status", "message/global-delivery-status"):
            found = parse_delivery_status(part.decode(), original_id)
            if found is not None:
                return found
    return None


def _find_disposition(root: Part) -> ReadingReport | None:
    parts = root.walk()
    for part in parts:
        if part.media_type == "message/disposition-notification":
            return parse_disposition(parse_fields(part.decode()))
    if dict(root.parameters).get("report-type", "").lower() != "disposition-notification":
        return None
    for part in parts[1:]:
        # Some emitters forget the header of the part: its fields then stand where the part's own fields are expected.
        found = parse_disposition(part.fields)
        if found is None and part.media_type == "text/plain" and b"isposition:" in part.body:
            found = parse_disposition(parse_fields(part.decode()))
        if found is not None:
            return found
    return None


def _find_plain_failure(mail: IncomingMail, original_id: str) -> DeliveryReport | None:
    """Read a non-delivery told in a plain mail: null return path or system sender, or words of the subject.

    Rule: mssante.md §7, « Message non distribué » of Mon espace santé.
    """
    is_system = mail.return_path == "" or _SYSTEM_SENDER.match(mail.sender.address) is not None
    has_words = _NON_DELIVERY_SUBJECT.match(mail.subject) is not None
    cause = classify_cause(mail.body[:20_000], "")
    if not (has_words or (is_system and cause is not NonDeliveryCause.OTHER)):
        return None
    own = {mail.sender.address.lower(), *(address.lower() for address in mail.recipients)}
    failed = [one for one in find_addresses(mail.body[:20_000]) if one.lower() not in own]
    recipient = next((one for one in failed if one.lower().endswith(f"@{PATIENT_DOMAIN}")), "".join(failed[:1]))
    status = _PLAIN_STATUS[cause]
    report = RecipientReport(
        recipient=recipient,
        action=DeliveryAction.FAILED,
        status=status,
        diagnostic=cause.value,
        reply_code=fold_reply_code("", status),
        original_recipient=recipient,
        cause=cause,
    )
    return DeliveryReport(original_message_id=original_id, reporting_mta="", recipients=(report,))


_PLAIN_STATUS = {
    NonDeliveryCause.MAILBOX_UNKNOWN: "5.1.1",
    NonDeliveryCause.NOT_ACTIVATED: "5.2.1",
    NonDeliveryCause.DOMAIN_UNKNOWN: "5.1.2",
    NonDeliveryCause.SENDER_REFUSED: "5.7.8",
    NonDeliveryCause.CONTENT_REFUSED: "5.6.0",
    NonDeliveryCause.VIRUS: "5.7.0",
    NonDeliveryCause.GIVEN_UP: "5.4.7",
    NonDeliveryCause.MAILBOX_CLOSED: "5.2.1",
    NonDeliveryCause.PATIENT_UNKNOWN: "5.1.1",
    NonDeliveryCause.ADDRESS_INVALID: "5.1.3",
    NonDeliveryCause.TOO_BIG: "5.3.4",
    NonDeliveryCause.MAILBOX_FULL: "5.2.2",
    NonDeliveryCause.DOMAIN_REFUSED: "5.7.1",
    NonDeliveryCause.OTHER: "5.0.0",
}
