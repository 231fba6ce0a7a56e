"""Delivery status notifications (« accusé de réception »): values, reading, writing.

Rule: RFC 3461, RFC 3464; référentiel MSSanté #2 ECO.2.3.1; mssante.md §6.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from enum import StrEnum

from liane.codecs.mssante_mail.header_fields import (
    clean_text,
    decode_xtext,
    find_addresses,
    render_address_field,
    render_text_field,
)
from liane.codecs.mssante_mail.mime import Fields, Part, parse_fields, split_message
from liane.codecs.mssante_mail.writer import Mailbox, render_multipart, render_text_part

RECIPIENTS_MAX = 500
_BLANK_LINE = re.compile(rb"(?:\r?\n[ \t]*){2,}")
_STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_REPLY_CODE = re.compile(r"(?<![\d.])([2-5][0-5]\d)(?![\d.])")

REPLY_CODES = frozenset(
    map(str, (101, 111, 251, 252, 420, 421, 422, 431, 432, 441, 442, *range(450, 453), *range(500, 505), 510, 512, 513))
) | frozenset(map(str, (523, 530, 541, *range(550, 555))))
"""Reply codes of the table SMTPERRORCODE. Rule: hl7v2.md §6."""

_FOLDED_STATUS = {
    "1.1": "550",
    "1.2": "550",
    "1.3": "553",
    "1.6": "551",
    "2.1": "550",
    "2.2": "552",
    "2.3": "552",
    "3.4": "552",
    "7.1": "550",
}


class DeliveryAction(StrEnum):
    """Action of a DSN on one recipient; the verdict is here, never in the class of the status.

    Rule: RFC 3464 §2.3.3; peers.md §1 (a ``failed`` with a 4.x.x status was seen).
    """

    DELIVERED = "delivered"
    RELAYED = "relayed"
    EXPANDED = "expanded"
    DELAYED = "delayed"
    FAILED = "failed"

    @property
    def is_success(self) -> bool:
        """True when the message arrived as far as can be told."""
        return self in (DeliveryAction.DELIVERED, DeliveryAction.RELAYED, DeliveryAction.EXPANDED)


class NonDeliveryCause(StrEnum):
    """Why a mail did not arrive, in the words that decide what a person does. Rule: mssante.md §7, §12."""

    MAILBOX_UNKNOWN = "boîte inconnue"
    MAILBOX_CLOSED = "messagerie fermée"
    PATIENT_UNKNOWN = "patient non trouvé"
    ADDRESS_INVALID = "adresse invalide"
    TOO_BIG = "message trop volumineux"
    MAILBOX_FULL = "boîte pleine"
    DOMAIN_REFUSED = "domaine hors de la liste blanche"
    DOMAIN_UNKNOWN = "domaine inconnu"
    NOT_ACTIVATED = "compte non activé"
    SENDER_REFUSED = "expéditeur refusé"
    CONTENT_REFUSED = "contenu refusé"
    VIRUS = "virus"
    GIVEN_UP = "abandon après plusieurs essais"
    OTHER = "autre"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientReport:
    """What a DSN says of one recipient.

    recipient: final recipient; original_recipient: as the sender wrote it (ORCPT), else the final one. status:
    ``5.1.1``. diagnostic: unfolded text. reply_code: three digits of the table SMTPERRORCODE, empty on success.
    """

    recipient: str
    action: DeliveryAction
    status: str = ""
    diagnostic: str = ""
    reply_code: str = ""
    original_recipient: str = ""
    remote_mta: str = ""
    cause: NonDeliveryCause = NonDeliveryCause.OTHER

    def __repr__(self) -> str:
        return f"RecipientReport({self.action.value!r}, status={self.status!r})"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryReport:
    """A DSN. envelope_id: ENVID given at submission; original_message_id: without brackets. Both may be empty."""

    envelope_id: str = ""
    original_message_id: str = ""
    reporting_mta: str = ""
    recipients: tuple[RecipientReport, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryNotice:
    """A DSN to write. to: the envelope sender of the original. original: its bytes (headers alone are returned)."""

    message_id: str
    date: datetime
    reporting_mta: str
    postmaster: Mailbox
    to: str
    report: DeliveryReport
    text: str
    original: bytes
    returns_content: bool = False


def fold_reply_code(diagnostic: str, status: str) -> str:
    """Fold a diagnostic and an enhanced status to one three-digit reply code of the table SMTPERRORCODE.

    Rule: hl7v2.md §6, « an enhanced status such as 5.1.1 must be folded to the three-digit reply code ».
    """
    for match in _REPLY_CODE.finditer(diagnostic):
        if match.group(1) in REPLY_CODES and match.group(1)[0] in "45":
            return match.group(1)
    found = _STATUS.search(status) or _STATUS.search(diagnostic)
    if found is None:
        return "554"
    if found.group(1) == "4":
        return {"2.2": "452", "4.1": "441", "4.2": "442"}.get(f"{found.group(2)}.{found.group(3)}", "450")
    return _FOLDED_STATUS.get(f"{found.group(2)}.{found.group(3)}", "554")


_CAUSE_WORDS = (
    (NonDeliveryCause.VIRUS, ("virus", "malware", "infected")),
    (NonDeliveryCause.PATIENT_UNKNOWN, ("patient non trouv", "patient inconnu", "aucun profil")),
    (NonDeliveryCause.NOT_ACTIVATED, ("non activ", "pas activ", "not activated")),
    (NonDeliveryCause.MAILBOX_CLOSED, ("messagerie ferm", "profil ferm", "boîte ferm", "est ferm", "oppos")),
    (NonDeliveryCause.ADDRESS_INVALID, ("adresse invalide", "bad destination mailbox address syntax")),
    (NonDeliveryCause.TOO_BIG, ("trop volumineux", "size limit", "too big", "too large", "message size")),
    (NonDeliveryCause.MAILBOX_FULL, ("boîte pleine", "mailbox full", "mailbox is full", "over quota", "quota")),
    (NonDeliveryCause.DOMAIN_REFUSED, ("liste blanche", "white list", "whitelist")),
    (NonDeliveryCause.MAILBOX_UNKNOWN, ("user unknown", "unknown user", "no such user", "boîte inconnue")),
)
_CAUSE_STATUS = {
    "4.2.2": NonDeliveryCause.MAILBOX_FULL,
    "5.1.1": NonDeliveryCause.MAILBOX_UNKNOWN,
    "5.1.2": NonDeliveryCause.DOMAIN_UNKNOWN,
    "5.1.3": NonDeliveryCause.ADDRESS_INVALID,
    "5.1.6": NonDeliveryCause.MAILBOX_UNKNOWN,
    "5.1.7": NonDeliveryCause.SENDER_REFUSED,
    "5.1.8": NonDeliveryCause.SENDER_REFUSED,
    "5.1.10": NonDeliveryCause.DOMAIN_UNKNOWN,
    "5.2.1": NonDeliveryCause.MAILBOX_CLOSED,
    "5.2.2": NonDeliveryCause.MAILBOX_FULL,
    "5.2.3": NonDeliveryCause.TOO_BIG,
    "5.3.4": NonDeliveryCause.TOO_BIG,
    "5.4.4": NonDeliveryCause.DOMAIN_UNKNOWN,
    "5.4.7": NonDeliveryCause.GIVEN_UP,
    "5.7.1": NonDeliveryCause.DOMAIN_REFUSED,
    "5.7.8": NonDeliveryCause.SENDER_REFUSED,
}
_CAUSE_SUBJECT = {"5.6": NonDeliveryCause.CONTENT_REFUSED}


def classify_cause(text: str, status: str) -> NonDeliveryCause:
    """Class the cause of a non-delivery from its words, then from its enhanced status.

    A temporary status (4.x.x) that ended in a failure is an operator that gave up. Rule: RFC 3463; mssante.md §12.
    """
    lowered = text.lower()
    for cause, words in _CAUSE_WORDS:
        if any(word in lowered for word in words):
            return cause
    if status in _CAUSE_STATUS:
        return _CAUSE_STATUS[status]
    if status.startswith("4."):
        return NonDeliveryCause.GIVEN_UP
    return _CAUSE_SUBJECT.get(status.rpartition(".")[0], NonDeliveryCause.OTHER)


def parse_delivery_status(body: bytes, original_message_id: str) -> DeliveryReport | None:
    """Read the body of a message/delivery-status part; None when no recipient can be read in it."""
    blocks = [
        parse_fields(block) for block in _BLANK_LINE.split(body.strip(), RECIPIENTS_MAX)[:RECIPIENTS_MAX] if block
    ]
    message = blocks[0] if blocks else Fields()
    recipients = []
    for block in blocks:
        report = _parse_recipient(block)
        if report is not None:
            recipients.append(report)
    if not recipients:
        return None
    return DeliveryReport(
        envelope_id=decode_xtext(message.get("original-envelope-id")),
        original_message_id=original_message_id,
        reporting_mta=_after_type(message.get("reporting-mta")),
        recipients=tuple(recipients),
    )


def _parse_recipient(block: Fields) -> RecipientReport | None:
    final = read_typed_address(block.get("final-recipient"))
    original = read_typed_address(block.get("original-recipient"))
    try:
        action = DeliveryAction(block.get("action").split("(", 1)[0].strip().lower())
    except ValueError:
        return None
    status_field = _STATUS.search(block.get("status"))
    status = status_field.group() if status_field else ""
    diagnostic = clean_text(block.get("diagnostic-code"))
    recipient = final or original
    if not recipient:
        return None
    is_success = action.is_success
    return RecipientReport(
        recipient=recipient,
        action=action,
        status=status,
        diagnostic=diagnostic,
        reply_code="" if is_success else fold_reply_code(_after_type(diagnostic), status),
        original_recipient=original or recipient,
        remote_mta=_after_type(block.get("remote-mta")),
        cause=NonDeliveryCause.OTHER if is_success else classify_cause(diagnostic, status),
    )


def _after_type(value: str) -> str:
    head, separator, rest = value.partition(";")
    return rest.strip() if separator else head.strip()


def read_typed_address(value: str) -> str:
    """Read ``rfc822;address`` (or a bare address, or one in angle brackets); empty when there is none."""
    found = find_addresses(decode_xtext(_after_type(value)))
    return found[0] if found else ""


def find_original_message_id(root: Part) -> str:
    """Find the Message-ID of the message that a report gives back (whole or headers alone)."""
    for part in root.walk():
        if part.media_type == "message/rfc822" and part.children:
            found = part.children[0].fields.get("message-id")
        elif part.media_type in ("text/rfc822-headers", "message/rfc822-headers"):
            found = parse_fields(split_message(part.decode())[0]).get("message-id")
        else:
            continue
        if found:
            return strip_id(found)
    return ""


def strip_id(value: str) -> str:
    """Take a message identifier out of its angle brackets."""
    found = re.search(r"<([^<>\s]+)>", value)
    return found.group(1) if found else value.strip()


def render_dsn(notice: DeliveryNotice) -> bytes:
    """Render a DSN: text, status, and the headers (or the whole) of the original. To be sent with a null return path.

    Rule: RFC 3464 §2; peers.md §1 (shape observed of Postfix).
    """
    head = [
        f"Message-ID: <{notice.message_id}>\r\n".encode("ascii"),
        f"Date: {format_datetime(notice.date)}\r\n".encode("ascii"),
        render_address_field("From", [(notice.postmaster.label, notice.postmaster.address)]),
        render_address_field("To", [("", notice.to)]),
        render_text_field("Subject", _subject(notice.report)),
        b"Auto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n",
    ]
    if notice.report.original_message_id:
        head.insert(5, f"In-Reply-To: <{notice.report.original_message_id}>\r\n".encode("ascii", "replace"))
    status = b"Content-Type: message/delivery-status\r\n\r\n" + _render_status(notice)
    if notice.returns_content:
        returned = b"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + notice.original
    else:
        returned = b"Content-Type: text/rfc822-headers\r\n\r\n" + split_message(notice.original)[0] + b"\r\n"
    parts = [render_text_part(notice.text), status, returned]
    return b"".join(head) + render_multipart("multipart/report; report-type=delivery-status", parts, notice.message_id)


def _subject(report: DeliveryReport) -> str:
    actions = {recipient.action for recipient in report.recipients}
    if DeliveryAction.FAILED in actions:
        return "Undelivered Mail Returned to Sender"
    if DeliveryAction.DELAYED in actions:
        return "Delayed Mail (still being retried)"
    return "Successful Mail Delivery Report"


def _render_status(notice: DeliveryNotice) -> bytes:
    lines = [f"Reporting-MTA: dns; {clean_text(notice.reporting_mta)}"]
    if notice.report.envelope_id:
        lines.append(f"Original-Envelope-Id: {clean_text(notice.report.envelope_id)}")
    lines.append(f"Arrival-Date: {format_datetime(notice.date)}")
    for recipient in notice.report.recipients:
        lines.append("")
        if recipient.original_recipient:
            lines.append(f"Original-Recipient: rfc822; {clean_text(recipient.original_recipient)}")
        lines.append(f"Final-Recipient: rfc822; {clean_text(recipient.recipient)}")
        lines.append(f"Action: {recipient.action.value}")
        lines.append(f"Status: {clean_text(recipient.status) or '2.0.0'}")
        if recipient.diagnostic:
            lines.append(f"Diagnostic-Code: {clean_text(recipient.diagnostic)}")
    return "\r\n".join(lines).encode("utf-8", "replace") + b"\r\n"
