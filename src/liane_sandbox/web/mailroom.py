"""What the mail operator holds, as JSON values for the API and the pages: mailboxes, messages, receipts, archives."""

from dataclasses import asdict

from liane.codecs.ebxml.metadata import DocumentEntry
from liane.codecs.mssante_mail.receipts import IncomingMail
from liane.codecs.xdm.reading import XDMContents
from liane_sandbox.mssante.records import StoredMail, StoredMailbox, Submission
from liane_sandbox.web.contents import open_archive
from liane_sandbox.web.dossier import Row


def summarise_mailbox(mailbox: StoredMailbox) -> Row:
    """One mailbox with its counts."""
    return {
        "address": mailbox.address,
        "kind": mailbox.kind.value,
        "label": mailbox.label,
        "state": mailbox.state.value,
        "is_full": mailbox.is_full,
        "script": mailbox.script,
        "messages": mailbox.messages,
        "unseen": mailbox.unseen,
    }


def summarise_mail(mail: StoredMail) -> Row:
    """One message, without its content."""
    return {
        "id": mail.id,
        "mailbox": mail.mailbox,
        "folder": mail.folder,
        "uid": mail.uid,
        "flags": sorted(mail.flags),
        "at": mail.at.isoformat(),
        "size": mail.size,
        "kind": mail.kind,
        "message_id": mail.message_id,
        "sender": mail.sender,
        "subject": mail.subject,
        "is_final": mail.is_final,
        "read_receipt_to": mail.read_receipt_to,
        "opened_at": mail.opened_at.isoformat() if mail.opened_at else None,
        "lint": list(mail.lint),
    }


def summarise_content(parsed: IncomingMail | None) -> Row:
    """What a message says: headers, body, attachments, receipt and archive that it carries."""
    if parsed is None:
        return {"is_readable": False}
    archive = parsed.archive
    contents, error = open_archive(archive) if archive is not None else (None, "")
    return {
        "is_readable": True,
        "message_id": parsed.message_id,
        "in_reply_to": parsed.in_reply_to,
        "references": list(parsed.references),
        "sender": parsed.sender.address,
        "sender_label": parsed.sender.label,
        "recipients": list(parsed.recipients),
        "reply_to": parsed.reply_to,
        "read_receipt_to": parsed.read_receipt_to,
        "subject": parsed.subject,
        "label": parsed.label,
        "sent_at": parsed.sent_at.isoformat() if parsed.sent_at else None,
        "code_cda": list(parsed.code_cda),
        "ins_header": parsed.ins_header,
        "nil": parsed.nil,
        "is_final": parsed.is_final,
        "body": parsed.body,
        "attachments": [
            {"name": one.name, "media_type": one.media_type, "size": len(one.data), "is_archive": one.is_archive}
            for one in parsed.attachments
        ],
        "delivery": asdict(parsed.delivery) if parsed.delivery else None,
        "reading": asdict(parsed.reading) if parsed.reading else None,
        "archive": summarise_archive(contents, error) if archive is not None else None,
    }


def summarise_archive(contents: XDMContents | None, error: str) -> Row:
    """What an XDM holds; error: why it cannot be read."""
    if contents is None:
        return {"is_readable": False, "error": error, "documents": [], "findings": []}
    return {
        "is_readable": True,
        "error": "",
        "documents": [
            _archived(document.entry, len(document.content), subset.folder)
            for subset in contents.subsets
            for document in subset.documents
        ],
        "other_files": list(contents.other_files),
        "findings": [
            {
                "code": finding.code,
                "severity": finding.severity.value,
                "location": finding.location,
                "message": finding.message,
            }
            for finding in contents.findings
        ],
    }


def _archived(entry: DocumentEntry, size: int, folder: str) -> Row:
    return {
        "folder": folder,
        "uri": entry.uri,
        "unique_id": entry.unique_id,
        "title": entry.title,
        "type_code": entry.type_code.code if entry.type_code else "",
        "type_label": entry.type_code.label if entry.type_code else "",
        "mime_type": entry.mime_type,
        "hash": entry.hash,
        "size": size,
        "ins": entry.patient_id.value if entry.patient_id else "",
    }


def summarise_submission(submission: Submission) -> Row:
    """One recipient of one accepted mail."""
    return {
        "at": submission.at.isoformat(),
        "identity": submission.identity,
        "sender": submission.sender,
        "recipient": submission.recipient,
        "message_id": submission.message_id,
        "envelope_id": submission.envelope_id,
        "notify": sorted(submission.notify),
        "outcome": submission.outcome,
        "detail": submission.detail,
        "lint": list(submission.lint),
    }
