"""Checks of an ADT as a whole: MSH, EVN, which segments are there, how many, in which order.

Rule: IHE PAM France 2.11; hl7v2.md §8.1, §8.2, §8.4.
"""

import re

from liane.codecs.hl7v2.adt_events import EVENTS, EXCLUDED, AdtEvent
from liane.codecs.hl7v2.codes import HL7Code
from liane.codecs.hl7v2.collector import Findings
from liane.codecs.hl7v2.envelope import MessageEnvelope
from liane.codecs.hl7v2.er7 import Message, Segment
from liane.codecs.hl7v2.header_checks import SHOWN_MAX, check_charset, check_routing, check_version
from liane.codecs.hl7v2.reading import Reading
from liane.domain.documents.timestamp import parse_timestamp
from liane.domain.errors import Severity

VERSION = "2.5"
EXTENSION = "2.11"
PROFILE = "2.11^IHE_FRANCE-2.11-PAM"
_PROFILE_NAME = "IHE_FRANCE-2.11-PAM"
_MSH_FORBIDDEN = (8, 14, 20)
_NAMES = (
    "MSH",
    "SFT",
    "EVN",
    "PID",
    "PD1",
    "NK1",
    "MRG",
    "PV1",
    "PV2",
    "ZBE",
    "ZFA",
    "ZFP",
    "ZFV",
    "ZFM",
    "ZFD",
    "ZFS",
)
_ORDER = {name: rank for rank, name in enumerate(_NAMES)}
"""ROL has several places, and the segments not named here any."""
_PLAIN_TIMESTAMP = re.compile(
    "[12][0-9]{3}(0[1-9]|1[0-2])(0[1-9]|1[0-9]|2[0-8])(([01][0-9]|2[0-3])[0-5][0-9]([0-5][0-9])?)?"
)
"""Nearly every timestamp, told at once; the others are asked of ``parse_timestamp``."""
_SINGLE = ("EVN", "PID", "MRG", "PV1", "PV2", "ZBE", "ZFA", "ZFD")


def find_event(envelope: MessageEnvelope, findings: Findings) -> AdtEvent | None:
    """Check MSH-9 and find what the message asks; None when no further check makes sense. Rule: hl7v2.md §8.2."""
    if envelope.message_code != "ADT":
        findings.add(
            HL7Code.MESSAGE_TYPE,
            "MSH-9.1",
            f"Le type de message « {envelope.message_code[:SHOWN_MAX]} » n'est pas un message d'identité ou de "
            "mouvement."
            if envelope.message_code
            else "Le type du message (MSH-9) est absent.",
            "Envoyer un message ADT de PAM France.",
        )
        return None
    event = EVENTS.get(envelope.event)
    if event is None:
        findings.add(
            HL7Code.PAM_EVENT,
            "MSH-9.2",
            f"L'évènement « {envelope.event[:SHOWN_MAX]} » n'est pas pris en charge pour ADT.",
            EXCLUDED.get(envelope.event, "Employer un évènement de PAM France 2.11."),
        )
    elif envelope.structure != event.structure:
        findings.add(
            HL7Code.PAM_STRUCTURE,
            "MSH-9.3",
            f"La structure annoncée en MSH-9.3 devrait être {event.structure}.",
            f"Écrire ADT^{envelope.event}^{event.structure}.",
        )
    return event


def check_adt_header(reading: Reading) -> None:
    """Check MSH but MSH-9. Rule: hl7v2.md §8.1."""
    message, envelope, findings = reading.message, reading.envelope, reading.findings
    msh = message.segments[0]
    check_routing(msh, reading.policy, envelope, findings)
    check_version(envelope, VERSION, findings)
    if msh.component(12, 3) != EXTENSION:
        findings.add(
            HL7Code.PAM_EXTENSION,
            "MSH-12.3",
            f"La version de l'extension française (MSH-12.3) n'est pas {EXTENSION} ; le message est lu avec tolérance.",
            f"Écrire 2.5^FRA^{EXTENSION} en MSH-12.",
        )
    if not _names_profile(message, msh):
        findings.add(
            HL7Code.PAM_PROFILE,
            "MSH-21",
            "MSH-21 ne nomme pas le profil PAM France 2.11 ; le message est lu avec tolérance.",
            f"Écrire {PROFILE} en MSH-21.",
        )
    for number in _MSH_FORBIDDEN:
        if msh.field(number):
            add_forbidden(findings, f"MSH-{number}")
    check_charset(message, findings)


def _names_profile(message: Message, msh: Segment) -> bool:
    """``2.11^IHE_FRANCE-2.11-PAM``, or the same in two repetitions as some official material writes it."""
    return any(
        _PROFILE_NAME in (message.read_component(repetition), message.read_component(repetition, 2))
        for repetition in msh.repetitions(21)[:10]
    )


def add_forbidden(findings: Findings, location: str) -> None:
    """Note something that the profile excludes and that is there all the same; it is not read."""
    findings.add(
        HL7Code.PAM_FORBIDDEN,
        location,
        f"{location} est exclu par PAM France pour cet évènement ; il n'est pas lu.",
        "Ne pas l'envoyer.",
    )


def check_adt_structure(reading: Reading, event: AdtEvent) -> None:
    """Check presence, number and order of the segments. Rule: hl7v2.md §8.2, §8.4."""
    _check_presence(reading, event)
    _check_cardinality(reading)
    highest, highest_name = -1, ""
    for segment in reading.message.segments:
        rank = _ORDER.get(segment.name, highest)
        if rank < highest:
            reading.findings.add(
                HL7Code.PAM_SEGMENT_ORDER,
                segment.label,
                f"Le segment {segment.label} vient après {highest_name}.",
                f"Ordre attendu : {' '.join(_ORDER)}.",
            )
            return
        if rank > highest:
            highest, highest_name = rank, segment.name


def _check_presence(reading: Reading, event: AdtEvent) -> None:
    message, findings = reading.message, reading.findings
    required = ["EVN", "PID"]
    if event.has_merge:
        required.append("MRG")
    if event.has_movement:
        required += ["PV1", "ZBE"]
    for name in required:
        if message.first(name) is None:
            findings.add(
                HL7Code.PAM_SEGMENT_MISSING,
                name,
                f"Le segment {name} est absent.",
                f"L'évènement {reading.envelope.event} demande {', '.join(required)}.",
            )
    for name in event.forbidden:
        if message.first(name) is not None:
            add_forbidden(findings, name)
    if not event.has_merge and not event.has_movement and message.first("PV1") is None:
        findings.add(
            HL7Code.PAM_SEGMENT_MISSING,
            "PV1",
            "Le segment PV1 (classe N) est absent.",
            "Écrire PV1|1|N après l'identité.",
            severity=Severity.WARNING,
        )


def _check_cardinality(reading: Reading) -> None:
    for name in _SINGLE:
        count = len(reading.message.all(name))
        if count > 1:
            reading.findings.add(
                HL7Code.PAM_SEGMENT_REPEATED,
                f"{name}(2)",
                f"Le segment {name} est présent {count} fois ; un seul est admis.",
                "Envoyer un message par patient et par évènement.",
            )


def check_timestamp(
    findings: Findings, segment: Segment, number: int, *, severity: Severity = Severity.WARNING
) -> None:
    """Check that a valued field is an HL7 timestamp. Rule: hl7v2.md §8."""
    value = segment.component(number)
    if value and not _PLAIN_TIMESTAMP.fullmatch(value) and parse_timestamp(value) is None:
        findings.add(
            HL7Code.PAM_TIMESTAMP,
            f"{segment.label}-{number}",
            f"{segment.label}-{number} n'est pas une date de la forme AAAAMMJJ[HHMM[SS]].",
            "Écrire la date et l'heure sans séparateur.",
            severity=severity,
        )


def check_event_dates(reading: Reading) -> None:
    """Check EVN: EVN-2 required, EVN-3 or EVN-6 but not both. Rule: hl7v2.md §8.1."""
    evn, findings = reading.message.first("EVN"), reading.findings
    if evn is None:
        return
    if not evn.has(2):
        findings.add(
            HL7Code.EVENT_FIELD_MISSING,
            "EVN-2",
            "La date d'enregistrement de l'évènement (EVN-2) est absente.",
            "Renseigner EVN-2.",
        )
    check_timestamp(findings, evn, 2, severity=Severity.ERROR)
    check_timestamp(findings, evn, 3)
    check_timestamp(findings, evn, 6)
    if evn.has(3) and evn.has(6):
        findings.add(
            HL7Code.EVENT_DATES,
            "EVN-3",
            "EVN-3 (date prévue) et EVN-6 (date de survenue) sont renseignés ensemble.",
            "Évènement prévu : EVN-3 seul ; évènement survenu : EVN-6 seul.",
        )
    if evn.field(1):
        add_forbidden(findings, "EVN-1")
