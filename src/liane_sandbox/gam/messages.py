"""The ADT that the simulated administrative application sends, written field by field, apart from the product's codec.

Rule: PAM FR 2.11; hl7v2.md §8 (structures, ZBE, ZFA, ZFD), §4.3 (PID).
"""

from dataclasses import dataclass
from enum import StrEnum

from liane.domain.identity.patient import PatientTraits
from liane_sandbox.establishment import FINESS
from liane_sandbox.patients import IPP_NAMESPACE, IPP_OID, SandboxPatient

APPLICATION = "GAM-SIMULATION"
FACILITY = IPP_NAMESPACE
RECEIVER = "LIANE|CH-TILLEULS"


class Event(StrEnum):
    """What can be told."""

    CREATE = "A28"
    UPDATE = "A31"
    ADMIT = "A01"
    DISCHARGE = "A03"
    MERGE = "A40"
    CHANGE_NUMBER = "A47"


STRUCTURES = {
    Event.CREATE: "ADT_A05",
    Event.UPDATE: "ADT_A05",
    Event.ADMIT: "ADT_A01",
    Event.DISCHARGE: "ADT_A03",
    Event.MERGE: "ADT_A39",
    Event.CHANGE_NUMBER: "ADT_A30",
}
STAYS = frozenset({Event.ADMIT, Event.DISCHARGE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One message to send.

    ipp: number told; empty, the patient's own. with_ins, status: PID-3 INS and PID-32. former_ipp: MRG-1 (A40, A47).
    visit, unit: the stay (A01, A03). feeding, consultation: ZFA-9 and ZFA-11, empty: no ZFA. proof: ZFD-7. traits:
    those told when they are not the patient's. at: HL7, to the second.
    """

    event: Event
    patient: SandboxPatient
    control_id: str
    at: str
    ipp: str = ""
    with_ins: bool = True
    status: tuple[str, ...] = ("VALI",)
    former_ipp: str = ""
    visit: str = ""
    unit: str = "3101"
    unit_label: str = "CHIRURGIE"
    feeding: str = ""
    consultation: str = ""
    proof: str = "CN"
    traits: PatientTraits | None = None


def make_adt(telling: Telling) -> bytes:
    """Write one message, UTF-8, segments ended by CR."""
    event, at = telling.event, telling.at
    segments = [
        f"MSH|^~\\&|{APPLICATION}|{FACILITY}|{RECEIVER}|{at}||ADT^{event.value}^{STRUCTURES[event]}|{telling.control_id}"
        "|T|2.5^FRA^2.11|||||FRA|UNICODE UTF-8|FR||2.11^IHE_FRANCE-2.11-PAM",
        f"EVN||{at}||||{at}",
        _make_pid(telling),
    ]
    if event in (Event.MERGE, Event.CHANGE_NUMBER):
        segments.append(f"MRG|{_number(telling.former_ipp)}")
    elif event in STAYS:
        segments += _make_stay(telling)
    else:
        segments.append("PV1|1|N")
    if telling.feeding or telling.consultation:
        segments.append(f"ZFA|ACTIF|{at}|||||||{telling.feeding}|{at}|{telling.consultation}|{at}")
    if telling.with_ins and event not in (Event.MERGE, Event.CHANGE_NUMBER):
        segments.append(f"ZFD|||Y|N|INSI|{at[:8]}|{telling.proof}")
    return "".join(f"{segment}\r" for segment in segments).encode()


def _number(ipp: str) -> str:
    return f"{ipp}^^^{IPP_NAMESPACE}&{IPP_OID}&ISO^PI"


def _make_pid(telling: Telling) -> str:
    patient, traits = telling.patient, telling.traits or telling.patient.traits
    identifiers = [_number(telling.ipp or patient.ipp)]
    if telling.with_ins:
        authority = f"ASIP-SANTE-INS-NIR&{patient.ins.oid}&ISO"
        identifiers.append(f"{patient.ins.matricule}^^^{authority}^INS^^{telling.at[:8]}")
    names = [f"{traits.birth_family}^{traits.birth_given}^{traits.birth_givens}^^^^L"]
    if traits.used_family:
        names.append(f"{traits.used_family}^{traits.used_given}^^^^^D")
    pid = [""] * 34
    pid[0], pid[1] = "PID", "1"
    pid[3], pid[5] = "~".join(identifiers), "~".join(names)
    pid[7], pid[8] = traits.birth_date, traits.sex
    pid[11] = f"^^^^^^BDL^^{traits.birth_place}"
    pid[18] = f"NDA{telling.visit}^^^{FACILITY}&{FINESS}&N^AN" if telling.visit else ""
    pid[30], pid[32], pid[33] = "N", "~".join(telling.status), telling.at
    return "|".join(pid)


def _make_stay(telling: Telling) -> list[str]:
    """PV1 and ZBE of an admission or a discharge. Rule: hl7v2.md §8.3."""
    pv1 = [""] * 46
    pv1[0], pv1[1], pv1[2] = "PV1", "1", "I"
    pv1[3] = f"{telling.unit}^^^{FACILITY}&{FINESS}&N"
    pv1[19] = f"{telling.visit}^^^{FACILITY}&{FINESS}&N^VN"
    pv1[44] = telling.at
    pv1[45] = telling.at if telling.event is Event.DISCHARGE else ""
    unit = f"{telling.unit_label}^^^^^{FACILITY}&{FINESS}&N^UF^^^{telling.unit}"
    movement = f"MVT{telling.control_id}^{FACILITY}^{FINESS}^N"
    return ["|".join(pv1), f"ZBE|{movement}|{telling.at}||INSERT|N||{unit}|{unit}|HMS"]
