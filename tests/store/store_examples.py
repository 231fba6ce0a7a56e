"""Acceptances for the tests of the store: fictitious, small, each field told apart by its value."""

import base64
from datetime import UTC, datetime, timedelta
from typing import Any

from liane.domain.documents.delivery import DeliveryState, Destination
from liane.store.records import Acceptance, NewDelivery, NewDocument, NewEvent, NewMessage

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


def document(number: int = 1, **values: Any) -> NewDocument:
    """A document; its body differs with its number."""
    fields: dict[str, Any] = {
        "unique_id": f"1.2.250.1.999.{number}",
        "lineage": f"1.2.250.1.998.{number}",
        "version": 1,
        "replaces": None,
        "action": "create",
        "type_code": "11502-2",
        "type_label": "CR d'examens biologiques",
        "title": f"Compte rendu {number}",
        "form": "structured",
        "patient_ins": "279035121518989",
        "patient_ins_oid": "1.2.250.1.213.1.4.10",
        "patient_label": "PATIENT-TEST Dominique",
        "patient_birth_date": "19790315",
        "patient_sex": "F",
        "patient_key": "a" * 32,
        "created_at_source": "20261122093000+0100",
        "body": f"<ClinicalDocument number='{number}'>{'texte ' * 300}</ClinicalDocument>".encode(),
        "media_type": "text/xml",
        "search_text": f"patient-test dominique 279035121518989 document{number}",
        "request": {"number": number},
        "decisions": [{"subject": "dmp", "outcome": "accepted"}],
    }
    return NewDocument(**(fields | values))


def message(number: int = 1, body: bytes | None = None, **values: Any) -> NewMessage:
    """A message that carries the body in base64, or none."""
    head = f"MSH|^~\\&|SGL|LABO|LIANE|CH|20261122||ORU^R01|{number}|P|2.5\rOBX|1|ED|||^TEXT^XML^Base64^".encode()
    text = base64.b64encode(body) if body is not None else b""
    fields: dict[str, Any] = {
        "channel": "mllp",
        "kind": "ORU^R01",
        "control_id": f"MSG{number}",
        "sender": "SGL@LABO",
        "receiver": "LIANE@CH",
        "processing_id": "T",
        "received_at": NOW + timedelta(milliseconds=number),
        "raw": head + text + b"|||F\r",
        "embedded": (len(head), len(head) + len(text)) if text else None,
        "dedup_key": f"SGL@LABO|{number}",
        "outcome": "AA",
        "ack": f"MSH|ack|{number}".encode(),
    }
    return NewMessage(**(fields | values))


def delivery(number: int = 1, destination: Destination = Destination.DMP, **values: Any) -> NewDelivery:
    """A delivery in the lane of its document."""
    fields: dict[str, Any] = {
        "destination": destination,
        "action": "create",
        "lane": f"{destination}|{number}",
        "recipient": "",
        "plan": {"number": number},
        "due": NOW,
        "state": DeliveryState.WAITING,
    }
    return NewDelivery(**(fields | values))


def acceptance(number: int = 1, **values: Any) -> Acceptance:
    """One message with its document, two deliveries and three events."""
    made = document(number)
    fields: dict[str, Any] = {
        "message": message(number, made.body),
        "document": made,
        "deliveries": (delivery(number), delivery(number, Destination.MSSANTE_PS, recipient="ps@test.mssante.fr")),
        "events": (
            NewEvent(name="document.received", at=NOW, actor="emitter:SGL@LABO", data={"control_id": f"MSG{number}"}),
            NewEvent(name="delivery.planned", at=NOW, delivery_index=0),
            NewEvent(name="message.acknowledged", at=NOW, data={"code": "AA"}, body=b"MSH|ack", media_type="x"),
        ),
    }
    return Acceptance(**(fields | values))
