"""Writes a mail as bytes, fast and always the same for the same values. Instants and identifiers are given.

Lines end with CRLF, no line passes 998 bytes, everything is 7-bit: any relay carries it unchanged.
Rule: RFC 5322, RFC 2045; mssante.md §4.1.
"""

import binascii
import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime

import pybase64

from liane.codecs.mssante_mail.findings import mail_error
from liane.codecs.mssante_mail.header_fields import (
    is_address,
    render_address_field,
    render_parameter,
    render_text_field,
)
from liane.domain.errors import RuleViolation

_LINE_BYTES_MAX = 998
_MESSAGE_ID = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,128}@[A-Za-z0-9.-]{1,120}\Z")
_TOKEN = re.compile(r"[!-~]{1,200}\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailbox:
    """An address and the label shown beside it (may be empty)."""

    address: str
    label: str = ""

    def __repr__(self) -> str:
        return "Mailbox(…)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """One attached file. media_type: ``type/subtype``."""

    name: str
    media_type: str
    data: bytes

    def __repr__(self) -> str:
        return f"Attachment(…, {self.media_type!r}, {len(self.data)} bytes)"


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingMail:
    """A mail to send, as a value.

    message_id: without angle brackets. code_cda: codes of the CDAs attached, empty when there is none; ins_qualifiee:
    None when there is no CDA. nil: product reference (X-MSS-NIL). no_reply: ``X-MSS-MES: FIN``. read_receipt_to,
    return_receipt_to: empty when not asked. auto_submitted: value of Auto-Submitted, empty for none.
    """

    message_id: str
    date: datetime
    sender: Mailbox
    to: tuple[Mailbox, ...]
    subject: str
    body: str
    nil: str
    reply_to: Mailbox | None = None
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    code_cda: tuple[str, ...] = ()
    ins_qualifiee: bool | None = None
    no_reply: bool = False
    read_receipt_to: str = ""
    return_receipt_to: str = ""
    auto_submitted: str = ""
    attachments: tuple[Attachment, ...] = ()

    def __repr__(self) -> str:
        return f"OutgoingMail({self.message_id!r}, {len(self.attachments)} attachments)"


def is_message_id(value: str) -> bool:
    """Tell whether value is a message identifier (without angle brackets) that we may write in a header."""
    return _MESSAGE_ID.match(value) is not None


def render_mail(mail: OutgoingMail) -> bytes:
    """Render a mail to bytes, the same for the same value.

    Raises RuleViolation MSS-007 (an address or an identifier that cannot be written safely).
    Rule: référentiel MSSanté #2 ECO.2.2.1 to 2.2.8, 2.3.2, 2.4.1 to 2.4.3; mssante.md §4.1.
    """
    _check_writable(mail)
    head = b"".join(_render_head(mail))
    text = render_text_part(mail.body)
    if not mail.attachments:
        return head + text
    parts = [text, *(render_attachment(attachment) for attachment in mail.attachments)]
    return head + render_multipart("multipart/mixed", parts, mail.message_id)


def _check_writable(mail: OutgoingMail) -> None:
    addresses = [mail.sender.address, *(mailbox.address for mailbox in mail.to)]
    if mail.reply_to is not None:
        addresses.append(mail.reply_to.address)
    addresses.extend(address for address in (mail.read_receipt_to, mail.return_receipt_to) if address)
    identifiers = [mail.message_id, *([mail.in_reply_to] if mail.in_reply_to else ()), *mail.references]
    tokens = [mail.nil, *mail.code_cda, *([mail.auto_submitted] if mail.auto_submitted else ())]
    is_writable = (
        bool(mail.to)
        and all(is_address(address) for address in addresses)
        and all(is_message_id(identifier) for identifier in identifiers)
        and all(_TOKEN.match(token) for token in tokens)
    )
    if not is_writable:
        raise RuleViolation(
            mail_error(
                "MSS-007",
                "En-têtes",
                "Une adresse ou un identifiant du courriel ne peut pas être écrit dans un en-tête.",
                "Corriger l'adresse du destinataire, l'adresse de réponse ou le paramétrage de l'émetteur.",
                "RFC 5321 §4.1.2, RFC 5322 §3.6.4",
            )
        )


def _render_head(mail: OutgoingMail) -> list[bytes]:
    head = [
        f"Message-ID: <{mail.message_id}>\r\n".encode("ascii"),
        f"Date: {format_datetime(mail.date)}\r\n".encode("ascii"),
        _address_field("From", (mail.sender,)),
        _address_field("To", mail.to),
        render_text_field("Subject", mail.subject),
    ]
    if mail.reply_to is not None:
        head.append(_address_field("Reply-To", (mail.reply_to,)))
    if mail.in_reply_to:
        head.append(f"In-Reply-To: <{mail.in_reply_to}>\r\n".encode("ascii"))
    references = mail.references or ((mail.in_reply_to,) if mail.in_reply_to else ())
    if references:
        head.append(("References: " + "\r\n ".join(f"<{one}>" for one in references) + "\r\n").encode("ascii"))
    if mail.read_receipt_to:
        head.append(f"Disposition-Notification-To: {mail.read_receipt_to}\r\n".encode("ascii"))
    if mail.return_receipt_to:
        head.append(f"Return-Receipt-To: {mail.return_receipt_to}\r\n".encode("ascii"))
    if mail.code_cda:
        head.append(render_text_field("X-MSS-CODECDA", ",".join(mail.code_cda)))
        head.append(b"X-MSS-INS: O\r\n" if mail.ins_qualifiee else b"X-MSS-INS: N\r\n")
    head.append(f"X-MSS-NIL: {mail.nil}\r\n".encode("ascii"))
    if mail.no_reply:
        head.append(b"X-MSS-MES: FIN\r\n")
    if mail.auto_submitted:
        head.append(f"Auto-Submitted: {mail.auto_submitted}\r\n".encode("ascii"))
    head.append(b"MIME-Version: 1.0\r\n")
    return head


def _address_field(name: str, mailboxes: Iterable[Mailbox]) -> bytes:
    return render_address_field(name, [(mailbox.label, mailbox.address) for mailbox in mailboxes])


def render_text_part(text: str) -> bytes:
    """Render a text/plain entity (fields, blank line, body): 7-bit as it is when possible, else quoted-printable."""
    body = text.replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", "replace")
    lines = body.split(b"\n")
    is_plain = body.isascii() and b"\0" not in body and all(len(line) <= _LINE_BYTES_MAX for line in lines)
    if is_plain:
        encoding, content = b"7bit", b"\r\n".join(lines)
    else:
        encoding = b"quoted-printable"
        encoded = (binascii.b2a_qp(line, istext=True).replace(b"=\n", b"=\r\n") for line in lines)
        content = b"\r\n".join(encoded)
    return (
        b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: "
        + encoding
        + b"\r\n\r\n"
        + content
        + b"\r\n"
    )


def render_attachment(attachment: Attachment) -> bytes:
    """Render a file as a base64 entity with its name in both places that readers look at."""
    fields = (
        f"Content-Type: {attachment.media_type};\r\n {render_parameter('name', attachment.name)}\r\n"
        f"Content-Disposition: attachment;\r\n {render_parameter('filename', attachment.name)}\r\n"
        "Content-Transfer-Encoding: base64\r\n\r\n"
    )
    return fields.encode("ascii") + pybase64.encodebytes(attachment.data).replace(b"\n", b"\r\n")


def render_multipart(media_type: str, parts: Sequence[bytes], seed: str) -> bytes:
    """Join entities under a boundary made of the seed and found in none of them.

    media_type may carry parameters (``multipart/report; report-type=delivery-status``).
    """
    boundary = _make_boundary(parts, seed)
    delimiter = b"--" + boundary + b"\r\n"
    pieces = [f'Content-Type: {media_type};\r\n boundary="{boundary.decode("ascii")}"\r\n\r\n'.encode("ascii")]
    for part in parts:
        pieces += (delimiter, part, b"" if part.endswith(b"\r\n") else b"\r\n")
    pieces += (b"--", boundary, b"--\r\n")
    return b"".join(pieces)


def _make_boundary(parts: Sequence[bytes], seed: str) -> bytes:
    attempt = 0
    while True:
        digest = hashlib.sha256(f"{attempt}:{seed}".encode()).hexdigest()[:24]
        boundary = f"=_liane_{digest}".encode("ascii")
        if not any(boundary in part for part in parts):
            return boundary
        attempt += 1
