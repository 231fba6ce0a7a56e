"""Reads what a CONSOMMATEUR receives: a document that came by MSSanté, as MDM of the LPS volet or with a PDF.

Tolerant as the official samples need (hl7v2.md §10); what a consumer requires is checked by ``check_lps_transmission``.
Rule: volet « Transmission au LPS d'un document CDA-R2 provenant d'un courriel MSSanté » 1.1; hl7v2.md §7.2.
"""

from dataclasses import dataclass, field

from liane.codecs.hl7v2.binary import decode_base64
from liane.codecs.hl7v2.er7 import Message, Segment
from liane.domain.documents.request import RequestAction
from liane.domain.errors import Finding, Severity
from liane.domain.identity.patient import PatientIdentifier, PatientTraits

PROFILE = "CISIS_CDA_HL7_LPS"
EVENT_ACTIONS = {"T02": RequestAction.CREATE, "T10": RequestAction.REPLACE, "T04": RequestAction.DELETE}
_CODES = {
    RequestAction.CREATE: ("NW", "F"),
    RequestAction.REPLACE: ("RO", "C"),
    RequestAction.DELETE: ("CA", "D"),
}
METADATA = ("MASQUE_PS", "INVISIBLE_PATIENT", "INVISIBLE_REP_LEGAUX", "MODIF_CONF_CODE")


@dataclass(frozen=True, slots=True, kw_only=True)
class LPSReceived:
    """One transmission as received. action: of the event, None when the event is another one. mail_id: no brackets.

    addresses: of the PRT, by role. flags: ``Y`` or ``N`` by code, in the order received. content: decoded, None when it
    does not decode.
    """

    action: RequestAction | None
    profile: str
    order_control: str
    document_status: str
    patient_ids: tuple[PatientIdentifier, ...]
    traits: PatientTraits
    type_code: str
    type_label: str
    document_id: str
    replaced_id: str
    content_type: str
    content: bytes | None = field(repr=False)
    mail_id: str
    subject: str = field(repr=False)
    body: str = field(repr=False)
    addresses: dict[str, str] = field(repr=False)
    flags: tuple[tuple[str, str], ...]


def read_lps_transmission(message: Message) -> LPSReceived:
    """Read a transmission; absent parts stay empty."""
    msh = message.segments[0]
    observations = message.all("OBX")
    document = observations[0] if observations else None
    mail = observations[1] if len(observations) > 1 else None
    pid, txa, orc = message.first("PID"), message.first("TXA"), message.first("ORC")
    return LPSReceived(
        action=EVENT_ACTIONS.get(msh.component(9, 2)),
        profile=msh.component(21, 2),
        order_control=orc.component(1) if orc else "",
        document_status=document.component(11) if document else "",
        patient_ids=_read_identifiers(pid) if pid else (),
        traits=_read_traits(pid) if pid else PatientTraits(),
        type_code=document.component(3) if document else "",
        type_label=document.component(3, 2) if document else "",
        document_id=_read_id(txa, 12) if txa else "",
        replaced_id=_read_id(txa, 13) if txa else "",
        content_type="/".join(document.component(5, n).lower() for n in (2, 3)) if document else "",
        content=_decode(document) if document else None,
        mail_id=mail.component(3).strip("<>") if mail else "",
        subject=mail.component(3, 2) if mail else "",
        body=(_decode(mail) or b"").decode("utf-8", "replace") if mail else "",
        addresses={prt.component(4): prt.component(15, 4) for prt in reversed(message.all("PRT"))},
        flags=tuple((one.component(3), one.component(5)) for one in observations[2:]),
    )


def _read_identifiers(pid: Segment) -> tuple[PatientIdentifier, ...]:
    return tuple(
        PatientIdentifier(
            value=pid.component(3, rep=rank),
            oid=pid.component(3, 4, sub=2, rep=rank),
            type_code=pid.component(3, 5, rep=rank),
            namespace=pid.component(3, 4, rep=rank),
        )
        for rank in range(1, len(pid.repetitions(3)) + 1)
        if pid.component(3, rep=rank)
    )


def _read_traits(pid: Segment) -> PatientTraits:
    names = range(1, len(pid.repetitions(5)) + 1)
    birth = next((rank for rank in names if pid.component(5, 7, rep=rank) in ("L", "")), 1)
    addresses = range(1, len(pid.repetitions(11)) + 1)
    born = next((rank for rank in addresses if pid.component(11, 7, rep=rank) == "BDL"), 0)
    return PatientTraits(
        birth_family=pid.component(5, rep=birth),
        birth_given=pid.component(5, 2, rep=birth),
        birth_givens=pid.component(5, 3, rep=birth),
        birth_date=pid.component(7),
        sex=pid.component(8),
        birth_place=pid.component(11, 9, rep=born) if born else "",
    )


def _read_id(txa: Segment, number: int) -> str:
    """Read an identifier as XDS writes it: ``root``, or ``root^extension`` when a namespace follows."""
    first, root = txa.component(number), txa.component(number, 3)
    return f"{root}^{first}" if root else first


def _decode(observation: Segment) -> bytes | None:
    return decode_base64(observation.component(5, 5).encode("ascii", "replace")) or None


def check_lps_transmission(one: LPSReceived) -> list[Finding]:
    """Collect what the volet asks and the message lacks (LPS-001…); not what the consumer knows of its patients.

    Rule: hl7v2.md §3.3, §7.2.
    """
    wanted = _CODES.get(one.action) if one.action is not None else None
    told = (one.order_control, one.document_status)
    is_named = bool(one.patient_ids and one.traits.birth_family)
    lacks_replaced = one.action is RequestAction.REPLACE and not one.replaced_id
    is_in_order = tuple(code for code, _ in one.flags) == METADATA
    checks = (
        _tell(one.action is None, "LPS-001", "MSH-9", "L'événement n'est ni T02, ni T10, ni T04."),
        _tell(
            wanted not in (None, told),
            "LPS-002",
            "ORC-1",
            "L'événement, ORC-1 et OBX-11 du document ne disent pas la même action.",
        ),
        _tell(not is_named, "LPS-003", "PID-3", "L'identifiant ou le nom du patient est absent."),
        _tell(one.content is None, "LPS-004", "OBX(1)-5", "Le document est absent ou ne se décode pas."),
        _tell(not one.document_id, "LPS-005", "TXA-12", "L'identifiant du document est absent."),
        _tell(lacks_replaced, "LPS-006", "TXA-13", "L'identifiant du document remplacé est absent."),
        _tell(not one.addresses.get("SB"), "LPS-007", "PRT-15", "L'adresse de l'expéditeur (SB) est absente."),
        _tell(not one.mail_id, "LPS-008", "OBX(2)-3", "Le Message-ID du courriel est absent."),
        _tell(not is_in_order, "LPS-009", "OBX(3)-3", "Les quatre métadonnées ne sont pas dans l'ordre du volet."),
    )
    return [finding for finding in checks if finding is not None]


def _tell(is_wrong: bool, code: str, location: str, message: str) -> Finding | None:
    """Make the finding of a check that fails."""
    if not is_wrong:
        return None
    return Finding(
        code=code,
        severity=Severity.ERROR,
        location=location,
        message=message,
        remedy="Corriger le logiciel qui a transmis le document.",
        layer="lps",
        rule="hl7v2.md §7.2",
    )
