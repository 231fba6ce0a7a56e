"""What the software behind a simulated mailbox does by itself with a mail: read receipts, errors, answers. Values only.

Scripts: ``open`` (a person opens it: MDN displayed), ``integrate`` (a PFI integrates it: MDN processed), ``error:902``
(MDN with an Error field), ``old-error:902`` (error inside the Disposition line), ``error-mail:902`` (standard error
mail), ``reply`` (a person answers). Rule: mssante.md §6; hl7v2.md §7.3, §7.4.
"""

from datetime import datetime

from liane.codecs.mssante_mail.disposition import APPLICATION_ERRORS, KO_PREFIX
from liane.codecs.mssante_mail.receipts import IncomingMail, MailKind, ReadingNotice, ReadingReport, render_mdn
from liane.codecs.mssante_mail.writer import Attachment, Mailbox, OutgoingMail, is_message_id, render_mail

SCRIPTS = ("", "open", "integrate", "reply", "error:902", "old-error:902", "error-mail:902")
"""Scripts offered to a person; any code of 900 to 906 may stand for 902."""

PRODUCT = "SIMULATION-LECTEUR"
_REPLY_TEXT = "Bonjour,\n\nBien reçu, merci.\n\n(Réponse automatique de la SIMULATION.)"


def run_script(
    script: str, raw: bytes, mail: IncomingMail, reader: Mailbox, message_id: str, at: datetime
) -> bytes | None:
    """Give the mail that a script sends back; None when it sends nothing.

    raw: the mail as delivered. A MDN leaves only when one was asked; nothing ever answers an automatic mail.
    """
    if mail.is_automatic or not is_message_id(mail.message_id):
        return None
    name, _, code = script.partition(":")
    if name == "reply":
        return render_reply(mail, reader, _REPLY_TEXT, message_id, at)
    if name == "error-mail":
        return _render_error_mail(mail, reader, code, message_id, at)
    if not mail.read_receipt_to or name not in ("open", "integrate", "error", "old-error"):
        return None
    if name != "open" and mail.kind is not MailKind.XDM:
        return None
    rendered = render_mdn(_make_notice(name, code, raw, mail, reader, message_id, at))
    return _age(rendered, code) if name == "old-error" else rendered


def _make_notice(
    name: str, code: str, raw: bytes, mail: IncomingMail, reader: Mailbox, message_id: str, at: datetime
) -> ReadingNotice:
    is_error = name in ("error", "old-error")
    report = ReadingReport(
        original_message_id=mail.message_id,
        reader=reader.address,
        original_recipient=reader.address,
        disposition="displayed" if name == "open" else "processed",
        is_automatic=name != "open",
        is_success=not is_error,
        error_code=code if is_error else "",
        error_label=APPLICATION_ERRORS.get(code, "") if is_error else "",
        reporting_ua="lecteur.simulation.mssante.fr; SIMULATION",
    )
    return ReadingNotice(
        message_id=message_id,
        date=at,
        sender=reader,
        to=mail.read_receipt_to,
        subject=mail.subject,
        report=report,
        original=raw,
        nil=PRODUCT,
        attachments=_give_back(mail) if is_error else (),
    )


def _give_back(mail: IncomingMail) -> tuple[Attachment, ...]:
    return tuple(Attachment(name=one.name, media_type=one.media_type, data=one.data) for one in mail.attachments)


def _age(rendered: bytes, code: str) -> bytes:
    """Turn the error of a MDN into the older dialect, missing space after « Disposition: » included."""
    label = APPLICATION_ERRORS.get(code, "").encode()
    start = rendered.index(b"Disposition: ")
    end = rendered.index(b"\r\n", rendered.index(b"Error: ", start))
    line = (
        b"Disposition:automatic-action/MDN-sent-automatically; processed/Error: "
        + code.encode()
        + b"^"
        + label
        + b"^messageErrorCondition| E^Error^errorSeverity"
    )
    return rendered[:start] + line + rendered[end:]


def _render_error_mail(mail: IncomingMail, reader: Mailbox, code: str, message_id: str, at: datetime) -> bytes | None:
    if mail.kind is not MailKind.XDM:
        return None
    label = APPLICATION_ERRORS.get(code, "")
    return render_mail(
        OutgoingMail(
            message_id=message_id,
            date=at,
            sender=reader,
            to=(Mailbox(address=mail.sender.address),),
            subject=f"{KO_PREFIX}[{code}] {mail.subject}",
            body=f"Le document n'a pas pu être intégré automatiquement : {code} - {label}.",
            nil=PRODUCT,
            in_reply_to=mail.message_id,
            attachments=_give_back(mail),
        )
    )


def render_reply(mail: IncomingMail, author: Mailbox, text: str, message_id: str, at: datetime) -> bytes:
    """Write an answer to a mail, to its Reply-To, else to its sender. Rule: mssante.md §7; ECO.2.2.2."""
    thread = [one for one in (*mail.references, mail.message_id) if is_message_id(one)]
    return render_mail(
        OutgoingMail(
            message_id=message_id,
            date=at,
            sender=author,
            to=(Mailbox(address=mail.reply_to or mail.sender.address),),
            subject=f"RE: {mail.label}",
            body=text,
            nil=PRODUCT,
            in_reply_to=mail.message_id if is_message_id(mail.message_id) else "",
            references=tuple(thread[-20:]),
        )
    )
