"""From a received document to the rows that the deliveries work on: request, document and journal, as any other.

Nothing is decided here. Rule: hl7v2.md §7.1, §7.2; architecture.md §1 (every channel is this same flow).
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from liane.codecs.ebxml.metadata import DocumentEntry
from liane.codecs.hl7v2.lps_build import EVENTS, LPS_PROFILE
from liane.codecs.mssante_mail.receipts import IncomingMail
from liane.codecs.xdm.reading import find_action
from liane.domain.documents.decision import DecisionSet
from liane.domain.documents.delivery import Decision, DecisionOutcome, DeliveryState, Destination
from liane.domain.documents.header import DocumentHeader
from liane.domain.documents.request import (
    DocumentRequest,
    Endpoint,
    Recipient,
    RecipientKind,
    RequestAction,
    RequestFlags,
)
from liane.domain.documents.timestamp import PARIS
from liane.domain.identity.ins import INS_OIDS
from liane.domain.identity.patient import PatientIdentity
from liane.domain.terminology.code import Code
from liane.pipeline.intake.doors import MailDoor
from liane.pipeline.receive import describe_document, find_lineage
from liane.store.records import Acceptance, NewDelivery, NewEvent, NewMessage, StoredDelivery, StoredDocument

LOINC_OID = "2.16.840.1.113883.6.1"
BODY_CHARS_MAX = 20_000
HEADER_BYTES_MAX = 64 * 1024
SENDING_APPLICATION = "MSSANTE"
_APPLICATIONS = {"dmp": "DMP"}
"""How what came otherwise than by mail names itself to the record system. Rule: CDA/INT.08."""
GATHER = "GATHER"
UNDONE = frozenset({DeliveryState.REFUSED, DeliveryState.CANCELLED, DeliveryState.SKIPPED})
_ACTIONS = {"C": RequestAction.REPLACE, "D": RequestAction.DELETE}


def describe_mail(mail: IncomingMail, door: MailDoor, sha256: str) -> dict[str, Any]:
    """What the hand-over and the answer need of a mail, as JSON. mdn_to: empty when no automatic MDN may leave.

    key: names this mail in this mailbox; identical for a mail that the operator delivers again.
    """
    return {
        "key": f"{door.mailbox}|{mail.message_id or sha256}",
        "sha256": sha256,
        "mailbox": door.mailbox,
        "unit": door.unit,
        "unit_label": door.unit_label,
        "message_id": mail.message_id or f"{sha256[:32]}@sans-identifiant.invalid",
        "subject": mail.subject,
        "body": mail.body[:BODY_CHARS_MAX],
        "sender": mail.sender.address,
        "reply_to": mail.reply_to,
        "mdn_to": mail.automatic_mdn_to,
        "mdn_asked": bool(mail.read_receipt_to),
        "original_recipient": mail.original_recipient,
        "is_automatic": mail.is_automatic,
    }


def find_asked_action(entry: DocumentEntry | None, header: DocumentHeader, slot: str) -> RequestAction:
    """What a mail asks for one document: the extra metadata ``action``, else a replacement that the CDA tells.

    Rule: hl7v2.md §7.1.3; xdm-xds.md §5.
    """
    asked = _ACTIONS.get(find_action(entry, slot=slot)) if entry is not None else None
    if asked is not None:
        return asked
    return RequestAction.REPLACE if header.replaces is not None else RequestAction.CREATE


def read_flags(entry: DocumentEntry | None) -> RequestFlags:
    """Read the masking of a fiche. Rule: xdm-xds.md §2 « Masking and visibility »."""
    codes = {one.code for one in entry.confidentiality} if entry is not None else set()
    return RequestFlags(
        masque_ps="MASQUE_PS" in codes,
        invisible_patient="INVISIBLE_PATIENT" in codes,
        invisible_rep_legaux="INVISIBLE_REPRESENTANTS_LEGAUX" in codes,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """One received document about to be kept for an application. header: that of its CDA. processing_id: MSH-11.

    mail: what ``describe_mail`` gives. reason: why it may be filed, French.
    """

    header: DocumentHeader
    content: bytes
    action: RequestAction
    flags: RequestFlags
    mail: dict[str, Any]
    target: Endpoint
    processing_id: str
    at: datetime
    reason: str
    actor: str = "liane"
    media_type: str = "text/xml"


def make_request(one: Incoming) -> DocumentRequest:
    """Make the request of a received document, as if an application named after the mailbox had sent it."""
    header = one.header
    event = EVENTS[one.action]
    return DocumentRequest(
        control_id=str(one.mail["message_id"])[:199],
        message_type=f"MDM^{event}^MDM_T02",
        version="2.6",
        profile=LPS_PROFILE,
        processing_id=one.processing_id,
        charset="UNICODE UTF-8",
        sent_at=one.at.astimezone(PARIS).strftime("%Y%m%d%H%M%S"),
        sender=Endpoint(
            application=_APPLICATIONS.get(str(one.mail.get("source")), SENDING_APPLICATION),
            facility=str(one.mail["mailbox"]),
        ),
        receiver=one.target,
        action=one.action,
        document_type=render_type(header.code),
        document_id=header.id,
        replaced_id=header.replaces if one.action is RequestAction.REPLACE else None,
        patient=vouch(header.patient),
        recipients=(Recipient(kind=RecipientKind.APPLICATION, address=str(one.mail["mailbox"])),),
        reply_to=str(one.mail["reply_to"]),
        flags=one.flags,
        body_ps=str(one.mail["body"]),
        cda=one.content,
    )


def render_type(code: Code) -> Code:
    """Name the coding system as HL7 v2 does. Rule: hl7v2.md §4.5, OBR-4."""
    return replace(code, system="LN" if code.system == LOINC_OID else "TRE_A05")


def vouch(patient: PatientIdentity) -> PatientIdentity:
    """Type the identifiers of a CDA, and say ``VALI`` only where the INS comes with all its traits.

    Rule: hl7v2.md §7.2 (PID-3, PID-32).
    """
    identifiers = tuple(replace(i, type_code="INS" if i.oid in INS_OIDS else "PI") for i in patient.identifiers)
    complete = patient.ins is not None and patient.ins.has_valid_key and not patient.traits.missing_strict_traits()
    return replace(patient, identifiers=identifiers, status_codes=frozenset({"VALI"}) if complete else frozenset())


def plan_hand_over(
    document_key: str, patient_key: str, one: Incoming, earlier: Sequence[StoredDelivery]
) -> NewDelivery:
    """Plan the hand-over of a document to its application; skipped when the same act already reached it.

    Order is kept by application and patient. Rule: architecture.md §3; mssante.md §10 (idempotence).
    """
    target = str(one.target)
    same = [d for d in earlier if d.destination is Destination.LPS and d.recipient == target]
    same = [d for d in same if d.action == one.action.value]
    done = [d for d in same if d.state not in UNDONE]
    rank = sum(1 for d in same if d.state in UNDONE)
    return NewDelivery(
        destination=Destination.LPS,
        action=one.action.value,
        lane=f"lps|{target}|{patient_key}",
        recipient=target,
        plan={
            "application": one.target.application,
            "facility": one.target.facility,
            "mail": {name: value for name, value in one.mail.items() if name != "body"},
            "media_type": one.media_type,
            "document_date": one.header.creation_time or _find_date(earlier),
        },
        due=one.at,
        state=DeliveryState.SKIPPED if done else DeliveryState.WAITING,
        dedup_key=None if done else f"lps|{target}|{one.action.value}|{document_key}|{rank}",
        reason="Déjà transmis pour ce même document." if done else "",
    )


def _find_date(earlier: Sequence[StoredDelivery]) -> str:
    """The date that a former hand-over of the same document said; empty when none did."""
    said = (str(one.plan.get("document_date", "")) for one in reversed(earlier))
    return next((date for date in said if date), "")


def plan_gathering(mail: dict[str, Any], unique_ids: Sequence[str], lane: str, at: datetime) -> NewDelivery:
    """Plan the answer to the sender: done after the documents of the mail, being last in their lane."""
    return NewDelivery(
        destination=Destination.WATCH,
        action=GATHER,
        lane=lane,
        recipient=str(mail["sender"]),
        plan={
            "mail": {name: value for name, value in mail.items() if name != "body"},
            "unique_ids": list(dict.fromkeys(unique_ids)),
        },
        due=at,
        dedup_key=f"gather|{mail['key']}",
    )


def make_acceptance(
    one: Incoming,
    *,
    ancestors: list[StoredDocument],
    earlier: Sequence[StoredDelivery],
    head: bytes,
    last_of: Sequence[str] = (),
) -> Acceptance:
    """Make all that one received document writes. head: header block of its mail. last_of: the uniqueIds of the mail

    when this document is its last one, so that the answer is planned with it.
    """
    request = make_request(one)
    digest = hashlib.sha256(one.content).digest()
    decision = Decision(
        subject="identity", outcome=DecisionOutcome.ACCEPTED, reason=one.reason, rule="intake.md §5; hl7v2.md §7.1"
    )
    decided = DecisionSet(decisions=(decision,), deliveries=(), findings=(), flags=request.flags)
    lineage = find_lineage(one.header, ancestors)
    document = replace(
        describe_document(request, one.header, decided, lineage=lineage, digest=digest), media_type=one.media_type
    )
    hand_over = plan_hand_over(document.unique_id, document.patient_key, one, earlier)
    gathering = (plan_gathering(one.mail, last_of, hand_over.lane, one.at),) if last_of else ()
    key = "\x1f".join((str(one.mail["key"]), one.action.value, document.unique_id, digest.hex(), str(one.target)))
    message = NewMessage(
        channel="mssante",
        kind="XDM",
        control_id=request.control_id,
        sender=str(request.sender),
        receiver=str(request.receiver),
        processing_id=request.processing_id,
        received_at=one.at,
        raw=head[:HEADER_BYTES_MAX],
        embedded=None,
        dedup_key=hashlib.sha256(key.encode()).hexdigest(),
        outcome="AA",
        ack=b"",
    )
    received = NewEvent(
        name="document.received",
        at=one.at,
        actor=f"mail:{one.mail['mailbox']}",
        data={"control_id": request.control_id, "kind": "XDM", "mail": one.mail["sha256"], "action": one.action.value},
    )
    decided_event = NewEvent(name="document.decided", at=one.at, actor=one.actor, data={"reason": one.reason})
    return Acceptance(
        message=message, document=document, deliveries=(hand_over, *gathering), events=(received, decided_event)
    )
