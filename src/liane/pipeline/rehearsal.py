"""The account of a rehearsed message, as published in docs/rehearse.schema.json: values in, JSON values out."""

from collections.abc import Sequence
from typing import Any

from liane.codecs.hl7v2.ack import Ack
from liane.domain.documents.delivery import DeliveryState, Destination
from liane.pipeline.receive import Understanding
from liane.store.records import StoredDelivery, StoredDocument, StoredEvent

SCHEMA_VERSION = "1"
_OUTCOMES = {
    DeliveryState.DELIVERED: "delivered",
    DeliveryState.REFUSED: "refused",
    DeliveryState.SKIPPED: "skipped",
    DeliveryState.CANCELLED: "skipped",
    DeliveryState.WAITING: "waiting",
    DeliveryState.ASKING: "waiting",
    DeliveryState.PARKED: "waiting",
}
_REASONS = {
    DeliveryState.DELIVERED: "Livré.",
    DeliveryState.WAITING: "En attente.",
    DeliveryState.ASKING: "Issue inconnue : Liane demande ce qu'il en est.",
    DeliveryState.CANCELLED: "Annulé par une personne.",
    DeliveryState.SKIPPED: "Déjà transmis pour ce même document.",
}


def describe_ack(ack: Ack | None) -> dict[str, Any]:
    """Render the acknowledgement: code, then every ERR."""
    if ack is None:
        return {"code": "none", "errors": []}
    return {
        "code": ack.code.value,
        "errors": [
            {
                "code": error.condition,
                "location": error.location,
                "text": error.user_message or error.application_label or error.condition_label,
                "severity": error.severity,
                "application_code": error.application_code,
            }
            for error in ack.errors
        ],
    }


def describe_understanding(understood: Understanding) -> dict[str, Any] | None:
    """Render what was understood of the document; None when no document could be read."""
    header, request = understood.header, understood.read.request
    if header is None or request is None:
        return None
    ins = request.patient.ins
    return {
        "id": header.id.xds,
        "type": header.code.code,
        "type_label": header.code.label,
        "title": header.title,
        "level": header.form.value,
        "patient_ins": ins.matricule if ins else None,
        "patient_ins_oid": ins.oid if ins else None,
        "version": header.version,
        "set_id": header.set_id.xds if header.set_id else None,
        "replaces": header.replaces.xds if header.replaces else None,
        "action": request.action.value,
    }


def describe_decisions(understood: Understanding) -> list[dict[str, Any]]:
    """Render each decision with its reason and the text that founds it."""
    if understood.decided is None:
        return []
    return [
        {
            "subject": decision.subject,
            "outcome": decision.outcome.value,
            "reason": decision.reason,
            "rule": decision.rule,
        }
        for decision in understood.decided.decisions
    ]


def describe_deliveries(deliveries: Sequence[StoredDelivery]) -> list[dict[str, Any]]:
    """Render each delivery of a document and its outcome; the ZAM are told apart."""
    return [
        {
            "to": delivery.destination.value,
            "action": delivery.action,
            "outcome": _OUTCOMES[delivery.state],
            "reason": delivery.cause.message if delivery.cause else delivery.reason or _REASONS[delivery.state],
            "recipient": delivery.recipient,
            "attempts": delivery.attempts,
            "code": delivery.cause.code if delivery.cause else "",
            "remedy": delivery.cause.remedy if delivery.cause else "",
        }
        for delivery in deliveries
        if delivery.destination not in (Destination.ZAM, Destination.WATCH)
    ]


def describe_refused_deliveries(understood: Understanding) -> list[dict[str, Any]]:
    """Render what a refused message asked for: nothing of it leaves, and why."""
    request = understood.read.request
    if request is None:
        return []
    errors = [finding for finding in understood.findings if finding.severity.value == "error"]
    if not errors:
        return []
    wanted = (
        (Destination.DMP, request.flags.dest_dmp),
        (Destination.MSSANTE_PS, request.flags.dest_mssante_ps),
        (Destination.MSSANTE_PATIENT, request.flags.dest_mssante_patient),
    )
    return [
        {
            "to": destination.value,
            "action": request.action.value,
            "outcome": "refused",
            "reason": f"Message refusé : {errors[0].message}",
            "recipient": "",
            "attempts": 0,
            "code": errors[0].code,
            "remedy": errors[0].remedy,
        }
        for destination, is_wanted in wanted
        if is_wanted
    ]


def describe_zam(deliveries: Sequence[StoredDelivery]) -> list[dict[str, Any]]:
    """Render each business acknowledgement planned or sent home."""
    return [
        {
            "event": delivery.action,
            "positive": bool(delivery.plan.get("positive")),
            "reason": str(delivery.plan.get("message") or ""),
            "code": str(delivery.plan.get("code") or ""),
            "recipient": str(delivery.plan.get("address") or ""),
            "outcome": _OUTCOMES[delivery.state],
        }
        for delivery in deliveries
        if delivery.destination is Destination.ZAM
    ]


def describe_validation(events: Sequence[StoredEvent]) -> dict[str, Any] | None:
    """Render the verdict kept in the journal; None when the document was not judged."""
    for event in reversed(events):
        if event.name == "document.validated":
            return {"verdict": event.data.get("verdict"), "findings": event.data.get("findings", [])}
    return None


def describe_message(
    *,
    file: str,
    ack: Ack | None,
    understood: Understanding,
    stored: StoredDocument | None,
    deliveries: Sequence[StoredDelivery],
    events: Sequence[StoredEvent],
    artefacts: Sequence[str],
) -> dict[str, Any]:
    """Render the whole account of one rehearsed message."""
    is_kept = stored is not None
    return {
        "file": file,
        "ack": describe_ack(ack),
        "document": describe_understanding(understood),
        "decisions": describe_decisions(understood),
        "validation": describe_validation(events),
        "deliveries": describe_deliveries(deliveries) if is_kept else describe_refused_deliveries(understood),
        "zam": describe_zam(deliveries),
        "artefacts": list(artefacts),
    }
