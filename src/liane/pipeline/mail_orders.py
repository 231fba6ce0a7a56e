"""Orders of mail, as values that a worker process can turn into the bytes of one MSSanté mail.

Everything that a receipt refers to (Message-ID, ENVID) is derived from the delivery, and the instant is the delivery's
own: any attempt, today or after a crash, makes the very same mail.
"""

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime

from liane.codecs.cda.header import ParsedDocument, read_document
from liane.codecs.mssante_mail.compose import DocumentMail, MailSender, compose_document_mail
from liane.codecs.mssante_mail.writer import render_mail
from liane.codecs.pdf.copies import parsed_document_as_pdf
from liane.codecs.xdm.archive import DELETION, REPLACEMENT, XDMAction, build_xdm
from liane.codecs.xdm.front_pages import XDMSender
from liane.codecs.xds.from_header import (
    build_document_entry,
    build_submission,
    build_submission_set,
    build_visibility_codes,
    find_content_type,
)
from liane.domain.documents.request import DocumentRequest, Recipient, RecipientKind, RequestAction
from liane.domain.identity.ins import INS
from liane.domain.identity.patient import PatientIdentifier, is_ins_qualifiee
from liane.domain.terminology import associations
from liane.pipeline.dmp_orders import derive_oid

_NAMESPACE = uuid.UUID("0b5ad1a6-3c6f-5a0e-8f5d-6f1c8f0b9a77")


@dataclass(frozen=True, slots=True, kw_only=True)
class MailOrderSettings:
    """What every mail needs of the settings; picklable."""

    sender: MailSender
    archive_sender: XDMSender
    source_id: str
    action_slot: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MailOrder:
    """One mail to make. key: unique per delivery. at: when the delivery was decided."""

    request: DocumentRequest
    recipient: Recipient
    settings: MailOrderSettings
    key: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class BuiltMail:
    """A mail ready to submit. pdf_origin: ``extracted`` or ``rendered``."""

    data: bytes
    pdf_origin: str


def derive_mail_ids(key: str, mailbox: str) -> tuple[str, str]:
    """Derive (Message-ID without brackets, ENVID) of a delivery. Rule: mssante.md §4.1, §6 (correlation)."""
    name = uuid.uuid5(_NAMESPACE, f"{key}|{mailbox}").hex
    return f"{name}@{mailbox.rpartition('@')[2]}", f"L{name}"


def _patient_id(request: DocumentRequest) -> INS | PatientIdentifier:
    """Give the INS of a qualified identity, else a local number. Rule: xdm-xds.md §2, patientId; INS/va1.53."""
    ins = request.patient.ins
    if ins is not None and is_ins_qualifiee(request.patient):
        return ins
    local = request.patient.ipp
    if local is None:
        raise ValueError("the message checks let no patient without identifier pass")
    return local


def _build_archive(order: MailOrder, document: ParsedDocument) -> bytes:
    request, header = order.request, document.header
    entry = build_document_entry(
        header,
        cda=request.cda,
        patient_id=_patient_id(request),
        visibility=build_visibility_codes(request.flags),
        tables=associations,
    )
    lot = build_submission_set(
        unique_id=derive_oid(order.key, "lot"),
        source_id=order.settings.source_id,
        patient_id=_patient_id(request),
        author=request.expediteur or (header.authors[0] if header.authors else None),
        submission_time=order.at.astimezone(UTC).strftime("%Y%m%d%H%M%S"),
        content_type=find_content_type(request.stay.patient_class),
        title=header.title,
    )
    codes = {RequestAction.CREATE: "", RequestAction.REPLACE: REPLACEMENT, RequestAction.DELETE: DELETION}
    return build_xdm(
        build_submission(lot, (entry,)),
        {entry.symbolic_id: request.cda},
        sender=order.settings.archive_sender,
        at=order.at,
        action=XDMAction(code=codes[request.action], slot=order.settings.action_slot),
    )


def build_mail(order: MailOrder) -> BuiltMail:
    """Make the mail of one document for one recipient: archive, PDF, texts, headers.

    Raises RuleViolation when a rule of MSSanté forbids it. Rule: mssante.md §4, §5, §9.
    """
    request = order.request
    document = read_document(request.cda)
    pdf = parsed_document_as_pdf(document)
    is_patient = order.recipient.kind is RecipientKind.PATIENT
    content = DocumentMail(
        action=request.action,
        documents=(document.header,),
        patient=request.patient,
        recipient=order.recipient,
        flags=request.flags,
        archive=_build_archive(order, document),
        pdfs=(pdf.data,),
        body=request.body_patient if is_patient else request.body_ps,
        reply_to=request.reply_to,
        dossier=request.stay.account_number,
    )
    message_id, _ = derive_mail_ids(order.key, order.settings.sender.address)
    mail = compose_document_mail(content, order.settings.sender, message_id=message_id, date=order.at)
    return BuiltMail(data=render_mail(mail), pdf_origin=pdf.origin.value)
