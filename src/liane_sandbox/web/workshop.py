"""What the producing application sent and received, as JSON values, and the messages that a person can make it send."""

import asyncio
import contextlib
import uuid
from dataclasses import dataclass

from liane.codecs.hl7v2.ack import Ack
from liane.domain.documents.request import RequestAction, RequestFlags
from liane.domain.errors import InvalidInput, RemoteFailure
from liane_sandbox.emitter.example_documents import make_example
from liane_sandbox.emitter.examples.facts import make_facts
from liane_sandbox.emitter.scenario import MISTAKE_NAMES, Mistake, SendingFacts, make_message
from liane_sandbox.emitter.state import ReceivedZam, SentMessage
from liane_sandbox.patients import find_patient
from liane_sandbox.running import Sandbox
from liane_sandbox.web.dossier import Row

KINDS = {
    "cr_bio": "Compte rendu de biologie (N3)",
    "cr_img": "Compte rendu d'imagerie (N1)",
    "lettre_liaison": "Lettre de liaison (N1)",
}
ACTIONS = {
    RequestAction.CREATE: "envoyer",
    RequestAction.REPLACE: "remplacer",
    RequestAction.DELETE: "supprimer",
}
FLAG_NAMES = {
    "dest_dmp": "vers le DMP",
    "dest_mssante_ps": "vers la messagerie d'un professionnel",
    "dest_mssante_patient": "vers la messagerie du patient",
    "invisible_patient": "pas encore visible du patient",
    "masque_ps": "masqué aux professionnels",
    "invisible_rep_legaux": "invisible des représentants légaux",
    "ack_reception": "avis de remise demandé",
    "ack_lecture": "accusé de lecture demandé",
}
DEFAULT_FLAGS = frozenset({"dest_dmp", "dest_mssante_ps", "ack_reception", "ack_lecture"})
SERIAL_MAX = 999_999_999
VERSION_MAX = 99


VISIT_CHARS_MAX = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One message to send. serial: number of the document, which gives its identifiers. mistake: None for none.

    visit: number of the stay, empty for the one that the document bears.
    """

    kind: str
    ins: str
    serial: int
    version: int = 1
    action: RequestAction = RequestAction.CREATE
    flags: frozenset[str] = DEFAULT_FLAGS
    mistake: Mistake | None = None
    visit: str = ""


def read_order(values: dict[str, object]) -> Order:
    """Read an order from JSON or from a form. Raises ValueError, in French."""
    kind, ins = str(values.get("kind", "cr_bio")), str(values.get("ins", ""))
    if kind not in KINDS:
        raise ValueError(f"document inconnu « {kind} » ; documents connus : {', '.join(KINDS)}")
    if find_patient(ins) is None:
        raise ValueError("aucun patient fictif n'a ce matricule INS")
    try:
        serial, version = int(str(values.get("serial") or _draw_serial())), int(str(values.get("version") or 1))
        action = RequestAction(str(values.get("action") or RequestAction.CREATE.value))
        mistake = Mistake(str(values["mistake"])) if values.get("mistake") else None
    except ValueError as error:
        raise ValueError("numéro de document, version, action ou erreur voulue inconnus") from error
    if not (1 <= serial <= SERIAL_MAX and 1 <= version <= VERSION_MAX):
        raise ValueError(f"le numéro va de 1 à {SERIAL_MAX} et la version de 1 à {VERSION_MAX}")
    if action is RequestAction.REPLACE and version < 2:
        version = 2
    given = values.get("flags")
    flags = DEFAULT_FLAGS if given is None else frozenset(map(str, _listed(given)))
    unknown = flags - FLAG_NAMES.keys()
    if unknown:
        raise ValueError(f"indicateur inconnu : {', '.join(sorted(unknown))}")
    visit = str(values.get("visit") or "")[:VISIT_CHARS_MAX]
    return Order(
        kind=kind, ins=ins, serial=serial, version=version, action=action, flags=flags, mistake=mistake, visit=visit
    )


def _listed(value: object) -> list[object]:
    return list(value) if isinstance(value, list | tuple | set | frozenset) else [value]


def _draw_serial() -> int:
    return uuid.uuid4().int % SERIAL_MAX + 1


def make_order_message(order: Order, control_id: str, sent_at: str) -> bytes:
    """Make the bytes of an order. control_id: MSH-10. sent_at: HL7 timestamp."""
    patient = find_patient(order.ins)
    assert patient is not None, "read_order refuses unknown patients"
    cda = make_example(order.kind, facts=make_facts(patient, order.serial, version=order.version))
    flags = RequestFlags(**dict.fromkeys(order.flags, True))
    facts = SendingFacts(control_id=control_id, sent_at=sent_at, action=order.action, flags=flags, visit=order.visit)
    return make_message(cda, facts, order.mistake)


async def send_order(sandbox: Sandbox, order: Order) -> Row:
    """Make the producing application send a message; gives the row of what it sent, with its ack.

    Never raises for what the platform does: the row says it.
    """
    control_id = f"SIM{uuid.uuid4().hex[:14].upper()}"
    sent_at = sandbox.clock().strftime("%Y%m%d%H%M%S+0000")
    message = await asyncio.to_thread(make_order_message, order, control_id, sent_at)
    wrong = f" ; {MISTAKE_NAMES[order.mistake]}" if order.mistake else ""
    label = f"{KINDS[order.kind]}, {ACTIONS[order.action]}{wrong}"
    with contextlib.suppress(RemoteFailure, InvalidInput):  # the state keeps what happened, and the row tells it
        await sandbox.sender.send(message, label=label)
    sent = sandbox.emitter.state.find_by_control_id(control_id)
    return summarise_sent(sent[0]) if sent else {}


def summarise_sent(sent: SentMessage) -> Row:
    """One message sent."""
    return {
        "id": sent.id,
        "control_id": sent.control_id,
        "message_type": sent.message_type,
        "label": sent.label,
        "sent_at": sent.sent_at.isoformat(),
        "outcome": sent.outcome.value,
        "answered_at": sent.answered_at.isoformat() if sent.answered_at else None,
        "zam_count": sent.zam_count,
        "ack": _summarise_ack(sent.parsed_ack),
    }


def _summarise_ack(ack: Ack | None) -> Row | None:
    if ack is None:
        return None
    return {
        "code": ack.code.value,
        "text": ack.text,
        "errors": [
            {
                "location": error.location,
                "condition": error.condition,
                "condition_label": error.condition_label,
                "severity": error.severity,
                "application_code": error.application_code,
                "application_label": error.application_label,
                "user_message": error.user_message,
            }
            for error in ack.errors
        ],
    }


def summarise_zam(zam: ReceivedZam) -> Row:
    """One ZAM received."""
    return {
        "id": zam.id,
        "sender": zam.sender,
        "control_id": zam.control_id,
        "event": zam.event,
        "request_control_id": zam.request_control_id,
        "is_positive": zam.is_positive,
        "mailbox": zam.mailbox,
        "error_code": zam.error_code,
        "error_label": zam.error_label,
        "error_table": zam.error_table,
        "received_at": zam.received_at.isoformat(),
        "times": zam.times,
    }
