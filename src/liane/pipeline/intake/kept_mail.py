"""A mail as a row of document, so that what a person answers to it is a delivery like any other: retried, traced.

Rule: architecture.md §1 (every channel is this same flow).
"""

import hashlib
from datetime import datetime

from liane.domain.documents.request import RequestAction
from liane.pipeline.intake.incoming import SENDING_APPLICATION
from liane.pipeline.intake.ports import Worklist
from liane.pipeline.ports import Store
from liane.store.intake_records import IntakeItem
from liane.store.records import Acceptance, NewDocument, NewEvent, NewMessage

FORM = "courriel"


def mail_unique_id(item: IntakeItem) -> str:
    """Name the document that a mail is kept as."""
    return f"courriel:{item.mail_sha256}"


async def find_mail_document(store: Store, item: IntakeItem) -> int | None:
    """The document that the mail of an item is kept as; None while nothing was answered to it."""
    found = await store.find_documents_by_unique_id(mail_unique_id(item)) if item.mail_sha256 else []
    return found[-1].id if found else None


async def keep_mail_document(store: Store, worklist: Worklist, item: IntakeItem, at: datetime) -> int:
    """Keep the mail of an item as a document, once; returns its number. Raises LookupError without a mail."""
    known = await find_mail_document(store, item)
    if known is not None:
        return known
    raw = await worklist.load_file(item.mail_sha256)
    accepted = await store.accept(_describe_whole_mail(item, mail_unique_id(item), raw, at))
    if accepted.document_id is not None:
        return accepted.document_id
    return (await store.find_documents_by_unique_id(mail_unique_id(item)))[-1].id


def _describe_whole_mail(item: IntakeItem, unique_id: str, raw: bytes, at: datetime) -> Acceptance:
    sender = f"{SENDING_APPLICATION}@{item.door}"
    document = NewDocument(
        unique_id=unique_id,
        lineage=unique_id,
        version=None,
        replaces=None,
        action=RequestAction.CREATE.value,
        type_code="",
        type_label="Courriel reçu",
        title="Courriel auquel une personne a répondu",
        form=FORM,
        patient_ins=None,
        patient_ins_oid=None,
        patient_label="",
        patient_birth_date="",
        patient_sex="",
        patient_key=hashlib.sha256(unique_id.encode()).hexdigest()[:32],
        created_at_source="",
        body=raw,
        media_type="message/rfc822",
        search_text=item.message_id.lower(),
        request={},
        decisions=[],
    )
    message = NewMessage(
        channel="mssante",
        kind="COURRIEL",
        control_id=item.message_id,
        sender=sender,
        receiver=sender,
        processing_id="",
        received_at=at,
        raw=b"",
        embedded=None,
        dedup_key=unique_id,
        outcome="AA",
        ack=b"",
    )
    event = NewEvent(name="document.received", at=at, actor=f"mail:{item.door}", data={"kind": "COURRIEL"})
    return Acceptance(message=message, document=document, events=(event,))
