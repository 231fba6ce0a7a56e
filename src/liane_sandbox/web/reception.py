"""The administrative application and the DPI as JSON rows, and the orders that a person gives to the first."""

import contextlib
import uuid
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from liane.domain.errors import InvalidInput, RemoteFailure
from liane_sandbox.dpi.shelf import FiledDocument
from liane_sandbox.dpi.state import ReceivedMessage
from liane_sandbox.gam.messages import Event, Telling, make_adt
from liane_sandbox.patients import find_patient
from liane_sandbox.running import Sandbox
from liane_sandbox.web.workshop import summarise_sent

Row = dict[str, Any]
EVENTS = {
    Event.CREATE: "création d'identité (A28)",
    Event.UPDATE: "mise à jour d'identité (A31)",
    Event.ADMIT: "admission (A01)",
    Event.DISCHARGE: "sortie (A03)",
    Event.MERGE: "fusion d'identités (A40)",
    Event.CHANGE_NUMBER: "changement de numéro (A47)",
}
STANCES = {"": "rien à dire", "NA": "non recueillie", "INO": "informé, non opposé", "IO": "informé, opposé"}
CONSENTS = {"": "rien à dire", "NA": "non recueilli", "IC": "informé, consent", "INC": "informé, ne consent pas"}
STATUSES = ("VALI", "PROV", "DOUT", "FICT", "HOMD")
TEXT_CHARS_MAX = 60
_TEXTS = ("ipp", "former_ipp", "visit", "unit", "unit_label")


def read_telling(values: Mapping[str, object], *, control_id: str, at: str) -> Telling:
    """Read an order: ``event``, ``ins`` and what the ``Telling`` lets vary. Raises ValueError, in French."""
    try:
        event = Event(str(values.get("event") or ""))
    except ValueError as error:
        raise ValueError(f"événement inconnu ; connus : {', '.join(one.value for one in Event)}") from error
    patient = find_patient(str(values.get("ins") or ""))
    if patient is None:
        raise ValueError("aucun patient fictif n'a ce matricule INS")
    feeding, consultation = str(values.get("feeding") or ""), str(values.get("consultation") or "")
    if feeding not in STANCES or consultation not in CONSENTS:
        raise ValueError("position ou consentement inconnu")
    given = values.get("status") or "VALI"
    status = tuple(map(str, given)) if isinstance(given, list | tuple) else (str(given),)
    if not set(status) <= set(STATUSES):
        raise ValueError(f"statut inconnu ; connus : {', '.join(STATUSES)}")
    telling = Telling(
        event=event,
        patient=patient,
        control_id=control_id,
        at=at,
        with_ins=values.get("with_ins", True) not in (False, "", "non"),
        status=status,
        feeding=feeding,
        consultation=consultation,
    )
    texts = {name: str(values[name])[:TEXT_CHARS_MAX] for name in _TEXTS if values.get(name)}
    if any(set(text) & set("|^~\\&\r\n") for text in texts.values()):
        raise ValueError("un champ porte un séparateur HL7")
    telling = replace(telling, **texts)  # type: ignore[arg-type]  # texts only
    if event in (Event.MERGE, Event.CHANGE_NUMBER) and not telling.former_ipp:
        raise ValueError("une fusion et un changement de numéro disent l'ancien numéro (former_ipp)")
    if event in (Event.ADMIT, Event.DISCHARGE) and not telling.visit:
        raise ValueError("une admission et une sortie disent le numéro de venue (visit)")
    traits = values.get("traits")
    if isinstance(traits, Mapping):
        known = {name: str(value)[:TEXT_CHARS_MAX] for name, value in traits.items() if hasattr(patient.traits, name)}
        telling = replace(telling, traits=replace(patient.traits, **known))
    return telling


async def tell(sandbox: Sandbox, values: Mapping[str, object]) -> Row:
    """Make the administrative application send one message; gives the row of what it sent, with its ack."""
    control_id = f"GAM{uuid.uuid4().hex[:14].upper()}"
    telling = read_telling(values, control_id=control_id, at=sandbox.clock().strftime("%Y%m%d%H%M%S"))
    with contextlib.suppress(RemoteFailure, InvalidInput):  # the state keeps what happened, and the row tells it
        await sandbox.sender.send(make_adt(telling), label=f"GAM, {EVENTS[telling.event]}")
    sent = sandbox.emitter.state.find_by_control_id(control_id)
    return summarise_sent(sent[0]) if sent else {}


def summarise_received(one: ReceivedMessage) -> Row:
    """One message that the DPI received."""
    return {
        "id": one.id,
        "sender": one.sender,
        "control_id": one.control_id,
        "message_type": one.message_type,
        "received_at": one.received_at.isoformat(),
        "ack_code": one.ack_code,
        "reason": one.reason,
        "times": one.times,
    }


def summarise_filed(one: FiledDocument) -> Row:
    """One document that the DPI holds, without its content."""
    return {
        "id": one.id,
        "unique_id": one.unique_id,
        "replaces": one.replaces,
        "state": one.state.value,
        "ipp": one.ipp,
        "type_code": one.type_code,
        "type_label": one.type_label,
        "title": one.title,
        "content_type": one.content_type,
        "size": len(one.content),
        "sender": one.sender,
        "recipient": one.recipient,
        "subject": one.subject,
        "mail_id": one.mail_id,
        "filed_at": one.filed_at.isoformat(),
        "times": one.times,
        "door": one.door,
    }
