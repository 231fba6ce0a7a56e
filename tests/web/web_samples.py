"""Fictitious rows for the tests of the pages: test INS only, invented names of places and persons."""

from datetime import UTC, datetime, timedelta
from typing import Any

from liane.domain.documents.delivery import Cause, CauseClass, DeliveryState, Destination
from liane.domain.identity.ins import compute_ins_key
from liane.store.records import StoredDelivery, StoredDocument, StoredEvent, StoredMessage

NOW = datetime(2026, 11, 22, 9, 42, tzinfo=UTC)
NUMBER = "2800399999001"
MATRICULE = NUMBER + compute_ins_key(NUMBER)
TEST_OID = "1.2.250.1.213.1.4.10"
UNAVAILABLE = Cause(
    cause_class=CauseClass.UNAVAILABLE,
    code="HTTP 503",
    message="Le DMP n'est pas joignable (HTTP 503).",
    remedy="Rien à faire : Liane réessaie d'elle-même.",
)


def patient(**changes: Any) -> dict[str, Any]:
    """A qualified fictitious patient, as JSON."""
    traits = {
        "birth_family": "EXEMPLE-DURAND",
        "birth_given": "LOUISE",
        "birth_givens": "LOUISE MARIE",
        "birth_date": "19800312",
        "sex": "F",
        "birth_place": "99999",
        "used_family": "EXEMPLE-MARTIN",
        "used_given": "LOUISE",
    }
    return {
        "identifiers": [
            {"value": MATRICULE, "oid": TEST_OID, "type_code": "INS", "namespace": "ASIP-SANTE-INS-NIR"},
            {"value": "IPP-000123", "oid": "1.2.250.1.999.1", "type_code": "PI", "namespace": ""},
        ],
        "traits": traits | changes.pop("traits", {}),
        "status_codes": ["VALI"],
    } | changes


def document(**changes: Any) -> StoredDocument:
    """A stored document request."""
    values: dict[str, Any] = {
        "id": 41,
        "message_id": 40,
        "received_at": NOW - timedelta(minutes=20),
        "unique_id": "1.2.250.1.999.2.41",
        "lineage": "1.2.250.1.999.3.7",
        "version": 1,
        "replaces": None,
        "action": "create",
        "type_code": "11502-2",
        "type_label": "CR d'examens biologiques",
        "title": "Compte rendu de biologie",
        "form": "N3",
        "patient_ins": MATRICULE,
        "patient_ins_oid": TEST_OID,
        "patient_label": "EXEMPLE-DURAND LOUISE",
        "patient_birth_date": "19800312",
        "patient_sex": "F",
        "patient_key": "k" * 32,
        "body_sha256": "ab" * 32,
        "body_size_bytes": 204_000,
        "verdict": "",
        "request": {"patient": patient()},
        "decisions": [
            {"subject": "identity", "outcome": "accepted", "reason": "L'identité est qualifiée.", "rule": "RNIV"},
            {"subject": "mssante_patient", "outcome": "not_asked", "reason": "Non demandé.", "rule": "volet 2.1"},
        ],
    }
    return StoredDocument(**(values | changes))


def message(**changes: Any) -> StoredMessage:
    """A stored message."""
    values: dict[str, Any] = {
        "id": 40,
        "channel": "hl7v2",
        "kind": "ORU^R01^ORU_R01",
        "control_id": "MSG-0001",
        "sender": "SGL@LABO",
        "receiver": "PFI@LIANE",
        "processing_id": "T",
        "received_at": NOW - timedelta(minutes=20),
        "outcome": "AA",
        "ack": b"MSH|^~\\&|PFI|LIANE|SGL|LABO|20261122102200||ACK^R01^ACK|A1|T|2.5\rMSA|AA|MSG-0001\r",
        "errors": [],
        "document_id": 41,
        "raw_size_bytes": 300_000,
    }
    return StoredMessage(**(values | changes))


def delivery(**changes: Any) -> StoredDelivery:
    """A stored delivery, waiting."""
    values: dict[str, Any] = {
        "id": 51,
        "document_id": 41,
        "message_id": 40,
        "destination": Destination.DMP,
        "action": "create",
        "recipient": "",
        "lane": "dmp|1.2.250.1.999.3.7",
        "state": DeliveryState.WAITING,
        "attempts": 0,
        "created_at": NOW - timedelta(minutes=19),
        "due": NOW - timedelta(minutes=19),
        "done_at": None,
        "reason": "",
        "cause": None,
        "remote_answer": {},
        "plan": {},
    }
    return StoredDelivery(**(values | changes))


def event(name: str, **changes: Any) -> StoredEvent:
    """One event of the journal."""
    values: dict[str, Any] = {
        "id": 60,
        "document_id": 41,
        "delivery_id": None,
        "name": name,
        "actor": "liane",
        "at": NOW - timedelta(minutes=20),
        "data": {},
        "body_sha256": None,
        "media_type": "",
        "hash": "cd" * 32,
    }
    return StoredEvent(**(values | changes))
