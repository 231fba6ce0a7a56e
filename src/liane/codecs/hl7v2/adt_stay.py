"""What an ADT tells of a stay: PV1, PID-18 and the movement (ZBE).

Rule: IHE PAM France 2.11, ITI-31; hl7v2.md §4.4, §8.3.
"""

from liane.codecs.hl7v2.adt_events import EVENTS, AdtEvent
from liane.codecs.hl7v2.adt_header import add_forbidden, check_timestamp
from liane.codecs.hl7v2.codes import HL7Code
from liane.codecs.hl7v2.er7 import Message, Segment
from liane.codecs.hl7v2.patient import check_visit, read_domain
from liane.codecs.hl7v2.reading import Reading
from liane.domain.errors import Severity
from liane.domain.identity.stays import Movement, MovementAction, StayFacts

NATURES = frozenset({"", "S", "H", "M", "L", "D", "SM", "SH", "MH", "LD", "HMS", "C"})
_YES_NO = frozenset({"", "Y", "N"})
_REQUIRED = ((1, "L'identifiant du mouvement"), (2, "Le début du mouvement"), (4, "L'action sur le mouvement"))
_EXPECTED = ((5, "L'indicateur d'historique"), (9, "La nature du mouvement"))


def read_stay_facts(reading: Reading, event: AdtEvent, pid: Segment | None) -> StayFacts | None:
    """Read and check what a movement message says of its stay; None without PV1. Rule: hl7v2.md §4.4, §8.3."""
    message, findings = reading.message, reading.findings
    pv1, zbe = message.first("PV1"), message.first("ZBE")
    if pv1 is None:
        return None
    check_visit(reading)
    check_timestamp(findings, pv1, 44)
    check_timestamp(findings, pv1, 45)
    account = pid.component(18) if pid else ""
    if not account:
        findings.add(
            HL7Code.ACCOUNT_MISSING,
            "PID-18",
            "Le numéro de dossier administratif (PID-18) est absent d'un message de séjour.",
            "Renseigner PID-18 (type AN).",
        )
    return StayFacts(
        visit_number=pv1.component(19),
        visit_domain=read_domain(pv1, 19),
        account_number=account,
        account_domain=read_domain(pid, 18) if pid and account else "",
        patient_class=pv1.component(2).upper(),
        admitted=pv1.component(44),
        discharged=pv1.component(45),
        attending_doctor=_read_doctor(pv1),
        movement=_read_movement(reading, event, zbe, pv1) if zbe else None,
    )


def _read_doctor(pv1: Segment) -> str:
    """Name of the attending doctor (PV1-7), else their number."""
    if not pv1.field(7):
        return ""
    names = " ".join(name for name in (pv1.component(7, 2), pv1.component(7, 3)) if name)
    return names or pv1.component(7)


def _find_shift(reading: Reading, zbe: Segment) -> int:
    """How far ZBE-4 and the following fields stand from their place.

    An official example values ZBE-3 and leaves one more delimiter: the action stands in ZBE-5. Rule: hl7v2.md §10.
    """
    if zbe.field(4) or zbe.component(5).upper() not in MovementAction.__members__:
        return 0
    reading.findings.add(
        HL7Code.MOVEMENT_SHIFTED,
        "ZBE-4",
        "Les champs de ZBE sont décalés d'une place à partir de ZBE-4 ; ils sont lus à leur place.",
        "Ôter le délimiteur de trop qui suit ZBE-3.",
    )
    return 1


def _read_movement(reading: Reading, event: AdtEvent, zbe: Segment, pv1: Segment) -> Movement | None:
    shift = _find_shift(reading, zbe)
    _check_movement_fields(reading, zbe, shift)
    action = _read_action(reading, zbe.component(4 + shift).upper())
    original = zbe.component(6 + shift).upper()
    if action is not None:
        _check_coherence(reading, event, action, original)
    if action is None or not zbe.component(1):
        return None
    message = reading.message
    identifier = message.read_components(zbe.field(1).split(message.delimiters.repetition, 1)[0])
    domain = next((part for part in (*identifier[2:3], *identifier[1:2]) if part), "")
    medical, medical_label = _read_unit(message, zbe.field(7 + shift))
    care, care_label = _read_unit(message, zbe.field(8 + shift))
    return Movement(
        id=identifier[0],
        id_domain=domain,
        event=reading.envelope.event,
        action=action,
        start=zbe.component(2),
        is_historic=zbe.component(5 + shift).upper() == "Y",
        original_event=original,
        medical_unit=medical,
        medical_unit_label=medical_label,
        care_unit=care,
        care_unit_label=care_label,
        accommodation_unit=pv1.component(3),
        nature=zbe.component(9 + shift).upper(),
    )


def _read_unit(message: Message, value: bytes) -> tuple[str, str]:
    """Code and label of a unit given as an XON: XON-10, else XON-3. Rule: hl7v2.md §8.3."""
    if not value:
        return "", ""
    texts = message.read_components(value.split(message.delimiters.repetition, 1)[0])
    code = texts[9] if len(texts) > 9 else ""
    return code or (texts[2] if len(texts) > 2 else ""), texts[0]


def _check_movement_fields(reading: Reading, zbe: Segment, shift: int) -> None:
    """Presence and form of the fields of ZBE; what Liane can do without is only a warning."""
    findings = reading.findings
    for fields, severity in ((_REQUIRED, Severity.ERROR), (_EXPECTED, Severity.WARNING)):
        for number, name in fields:
            if not zbe.component(number + shift if number > 3 else number):
                findings.add(
                    HL7Code.MOVEMENT_FIELD_MISSING,
                    f"ZBE-{number}",
                    f"{name} (ZBE-{number}) est absent.",
                    "Renseigner ce champ.",
                    severity=severity,
                )
    check_timestamp(findings, zbe, 2, severity=Severity.ERROR)
    if zbe.field(3):
        add_forbidden(findings, "ZBE-3")
    if zbe.component(5 + shift).upper() not in _YES_NO or zbe.component(9 + shift).upper() not in NATURES:
        findings.add(
            HL7Code.MOVEMENT_CODE,
            "ZBE",
            "ZBE-5 ou ZBE-9 porte un code hors de sa table.",
            "ZBE-5 : Y ou N ; ZBE-9 : S, H, M, L, D, SM, SH, MH, LD, HMS ou C.",
        )


def _read_action(reading: Reading, code: str) -> MovementAction | None:
    if code in MovementAction.__members__:
        return MovementAction[code]
    if code:
        reading.findings.add(
            HL7Code.MOVEMENT_ACTION,
            "ZBE-4",
            "L'action sur le mouvement (ZBE-4) est inconnue.",
            "Écrire INSERT, UPDATE ou CANCEL.",
        )
    return None


def _check_coherence(reading: Reading, event: AdtEvent, action: MovementAction, original: str) -> None:
    """ZBE-4 and ZBE-6 must go with the event: undoing by mistake is worse than refusing. Rule: hl7v2.md §8.3."""
    findings, code = reading.findings, reading.envelope.event
    if action not in event.actions:
        is_grave = MovementAction.CANCEL in (action, *event.actions)
        findings.add(
            HL7Code.MOVEMENT_INCOHERENT,
            "ZBE-4",
            f"L'action {action} (ZBE-4) ne va pas avec l'évènement {code}.",
            f"Écrire {' ou '.join(sorted(event.actions))} en ZBE-4.",
            severity=Severity.ERROR if is_grave else Severity.WARNING,
        )
    if action is MovementAction.INSERT:
        return
    if not original:
        findings.add(
            HL7Code.MOVEMENT_FIELD_MISSING,
            "ZBE-6",
            "L'évènement d'origine (ZBE-6) est absent d'une modification ou d'une annulation.",
            "Écrire en ZBE-6 l'évènement du mouvement modifié ou annulé.",
            severity=Severity.ERROR if code == "Z99" else Severity.WARNING,
        )
    elif original not in EVENTS or (event.cancels and original not in event.cancels):
        findings.add(
            HL7Code.MOVEMENT_INCOHERENT,
            "ZBE-6",
            f"L'évènement d'origine (ZBE-6) ne va pas avec l'évènement {code}.",
            "Écrire en ZBE-6 l'évènement du mouvement modifié ou annulé.",
            severity=Severity.WARNING,
        )
