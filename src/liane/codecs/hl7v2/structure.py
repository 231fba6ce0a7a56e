"""Which segments a document request holds, how many and in which order; OBX grouped with their PRT and NTE.

Unknown segments are let through: the receiver has no duty to process them. Rule: hl7v2.md §2, §3.1, §3.2.
"""

from liane.codecs.hl7v2.codes import HL7Code
from liane.codecs.hl7v2.er7 import Segment
from liane.codecs.hl7v2.reading import Observation, Reading

_ORU_ORDER = ("MSH", "PID", "PV1", "ORC", "OBR", "OBX")
_MDM_ORDER = ("MSH", "EVN", "PID", "PV1", "ORC", "OBR", "TXA", "OBX")
_ORU_REQUIRED = ("PID", "ORC", "OBR", "OBX")
_MDM_REQUIRED = _MDM_ORDER[1:]
_ORU_SINGLE = ("MSH", "PV1")
_MDM_SINGLE = ("MSH", "EVN", "PV1", "ORC", "OBR", "TXA")


def check_structure(reading: Reading) -> None:
    """Check presence, cardinality and order of the segments that the profile knows. Rule: hl7v2.md §3.1, §3.2."""
    message, findings = reading.message, reading.findings
    order = _MDM_ORDER if reading.is_mdm else _ORU_ORDER
    for name in _MDM_REQUIRED if reading.is_mdm else _ORU_REQUIRED:
        if message.first(name) is None:
            findings.add(
                HL7Code.SEGMENT_MISSING,
                name,
                f"Le segment {name} est absent.",
                f"Ordre attendu : {' '.join(order)}.",
            )
    for name in _MDM_SINGLE if reading.is_mdm else _ORU_SINGLE:
        count = len(message.all(name))
        if count > 1:
            findings.add(
                HL7Code.SEGMENT_REPEATED,
                f"{name}(2)",
                f"Le segment {name} est présent {count} fois ; un seul est admis.",
                "Envoyer un message par document.",
            )
    if len(message.all("PID")) > 1:
        findings.add(
            HL7Code.SEVERAL_PATIENTS,
            "PID(2)",
            "Le message porte plusieurs patients (segments PID).",
            "Envoyer un message par patient et par document.",
        )
    _check_order(reading, order)


def _check_order(reading: Reading, order: tuple[str, ...]) -> None:
    ranks = {name: rank for rank, name in enumerate(order)}
    seen: set[str] = set()
    highest = ""
    for segment in reading.message.segments:
        if segment.name not in ranks or segment.name in seen:
            continue
        seen.add(segment.name)
        if highest and ranks[segment.name] < ranks[highest]:
            reading.findings.add(
                HL7Code.SEGMENT_ORDER,
                segment.name,
                f"Le segment {segment.name} vient après {highest}.",
                f"Ordre attendu : {' '.join(order)}.",
            )
        else:
            highest = segment.name


def group_observations(reading: Reading) -> tuple[Observation, ...]:
    """Group each OBX with the PRT and NTE that follow it; a PRT before any OBX is a finding."""
    groups: list[tuple[Segment, list[Segment], list[Segment]]] = []
    for segment in reading.message.segments:
        if segment.name == "OBX":
            groups.append((segment, [], []))
        elif segment.name == "PRT" and not groups:
            reading.findings.add(
                HL7Code.PARTICIPANT_MISPLACED,
                segment.label,
                "Un segment PRT précède le document.",
                "Placer les segments PRT juste après l'OBX du document.",
            )
        elif segment.name == "PRT":
            groups[-1][1].append(segment)
        elif segment.name == "NTE" and groups:
            groups[-1][2].append(segment)
    return tuple(
        Observation(obx=obx, code=obx.component(3).upper(), participants=tuple(participants), notes=tuple(notes))
        for obx, participants, notes in groups
    )


def check_event_segment(reading: Reading) -> None:
    """Check EVN of an MDM: EVN-2 required. Rule: hl7v2.md §4.2."""
    evn = reading.message.first("EVN")
    if reading.is_mdm and evn is not None and not evn.has(2):
        reading.findings.add(
            HL7Code.EVN_FIELD_MISSING, "EVN-2", "La date de l'évènement (EVN-2) est absente.", "Renseigner EVN-2."
        )
