"""Technical acknowledgements: what is answered to a message, and what others answer to ours.

Rule: volets « Transmission de document(s) CDA en HL7v2 » 2.1 and « Transmission au LPS » 1.1; hl7v2.md §2.1.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from liane.codecs.hl7v2.charset import Charset
from liane.codecs.hl7v2.codes import Condition, HL7Code, find_condition
from liane.codecs.hl7v2.envelope import MessageEnvelope
from liane.codecs.hl7v2.er7 import Message, Segment, parse_message
from liane.codecs.hl7v2.rendering import escape_text, join_components, render_message, render_segment, render_timestamp
from liane.domain.errors import Finding, MalformedMessage, Severity

ERRORS_MAX = 50
APPLICATION_TABLE = "applicationErrorCode"
CONDITION_TABLE = "messageErrorCondition"


class AckCode(StrEnum):
    """MSA-1. Rule: hl7v2.md §2.1."""

    AA = "AA"
    AE = "AE"
    AR = "AR"


@dataclass(frozen=True, slots=True, kw_only=True)
class AckError:
    """One ERR segment. location: ERR-2 as received (``PID^1^3``). application_code: ERR-5.1, empty when none."""

    condition: str = ""
    condition_label: str = ""
    severity: str = "E"
    location: str = ""
    application_code: str = ""
    application_label: str = ""
    application_table: str = ""
    user_message: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ack:
    """An acknowledgement as received. request_control_id: MSA-2. text: MSA-3, which older software fills."""

    code: AckCode
    request_control_id: str
    control_id: str = ""
    event: str = ""
    version: str = ""
    text: str = ""
    errors: tuple[AckError, ...] = ()


def render_ack(
    envelope: MessageEnvelope | None, *, code: AckCode, findings: Sequence[Finding] = (), control_id: str, at: datetime
) -> bytes:
    """Write the acknowledgement of a message, in its charset, from its receiver to its sender.

    envelope: None when nothing of MSH could be read. findings: only errors are told, ERRORS_MAX at most, and only with
    AE or AR; a refusal without any gets one ERR that says so. control_id: our MSH-10.
    Rule: hl7v2.md §2.1; ERR-5 only with ERR-3 = 207.
    """
    charset = envelope.charset if envelope else Charset.UTF_8
    segments = [_render_msh(envelope, control_id, at, charset)]
    request_control_id = escape_text(envelope.control_id) if envelope else ""
    segments.append(render_segment("MSA", {1: str(AckCode(code)), 2: request_control_id}, charset))
    if code != AckCode.AA:
        errors = [finding for finding in findings if finding.severity is Severity.ERROR][:ERRORS_MAX]
        segments += [render_error(finding, charset) for finding in errors or [_default_finding(code)]]
    return render_message(segments)


def _default_finding(code: AckCode) -> Finding:
    if code == AckCode.AR:
        return HL7Code.UNAVAILABLE.finding(
            "MSH", "Le message ne peut pas être pris en charge pour le moment.", "Renvoyer le message plus tard."
        )
    return HL7Code.UNREADABLE_SEGMENT.finding("MSH", "Le message n'a pas pu être lu.", "Corriger l'émetteur.")


def _render_msh(envelope: MessageEnvelope | None, control_id: str, at: datetime, charset: Charset) -> bytes:
    fields: dict[int, str | bytes] = {
        7: render_timestamp(at),
        9: "ACK",
        10: escape_text(control_id),
        11: "P",
        12: "2.5",
        17: "FRA",
        18: str(charset),
    }
    if envelope is not None:
        sending, sending_facility, receiving, receiving_facility = envelope.routing
        fields |= {3: receiving, 4: receiving_facility, 5: sending, 6: sending_facility}
        fields[9] = f"ACK^{escape_text(envelope.event)}^ACK" if envelope.event else "ACK"
        fields[11] = escape_text(envelope.processing_id) or "P"
        fields[12] = envelope.version_full or "2.5"
    return render_segment("MSH", fields, charset)


def render_error(finding: Finding, charset: Charset) -> bytes:
    """Write one ERR. Rule: hl7v2.md §2.1; ERR-5 only with ERR-3 = 207."""
    condition = find_condition(finding.code)
    fields: dict[int, str | bytes] = {
        2: render_location(finding.location),
        3: join_components(condition, condition.label, CONDITION_TABLE),
        4: "E",
        8: escape_text(" ".join(text for text in (finding.message, finding.remedy) if text)),
    }
    if condition is Condition.APPLICATION:
        fields[5] = join_components(finding.code, finding.message, APPLICATION_TABLE)
    return render_segment("ERR", fields, charset)


_LOCATION = re.compile(
    r"(?P<segment>[A-Z][A-Z0-9]{2})(?:\((?P<occurrence>\d+)\))?(?P<named>\[\w+\])?"
    r"(?:-(?P<field>\d+)(?:\[(?P<repetition>\d+)\])?(?:\.(?P<component>\d+)(?:\.(?P<sub>\d+))?)?)?"
)


def render_location(location: str) -> str:
    """Turn the location of a finding (``PID-3[2].4``, ``OBX(7)-5``) into ERR-2 (``PID^1^3^2^4``, ``OBX^7^5``).

    A location that names no field of a message (an XPath, ``OBX[DESTDMP]``) gives what can be said, or nothing.
    Rule: HL7 v2.5, data type ERL; hl7v2.md §2.1.
    """
    match = _LOCATION.fullmatch(location)
    if match is None:
        return ""
    if match["named"]:
        return str(match["segment"])
    parts = [match["segment"], match["occurrence"] or "1", match["field"] or ""]
    if match["component"] or match["repetition"]:
        parts += [match["repetition"] or "1", match["component"] or "", match["sub"] or ""]
    return "^".join(parts).rstrip("^")


def parse_ack(data: bytes) -> Ack:
    """Read an acknowledgement, ours or that of any other software.

    Accepted as they come: any MSH-12, MSH-9 in one to three components, a missing last CR, ``CA``/``CE``/``CR`` of the
    enhanced mode, ERR-1 of HL7 before 2.5. Raises MalformedMessage when there is no MSA or MSA-1 is no known code.
    Rule: hl7v2.md §2.1; peers.md §6.
    """
    message = parse_message(data)
    msa = message.first("MSA")
    code = _CODES.get(msa.component(1).upper()) if msa else None
    if msa is None or code is None:
        raise MalformedMessage(
            HL7Code.SEGMENT_MISSING.finding(
                "MSA" if msa is None else "MSA-1",
                "La réponse n'est pas un acquittement : le segment MSA est absent ou son code inconnu.",
                "Vérifier que le port appelé est bien celui d'un récepteur HL7 v2.",
            )
        )
    msh = message.segments[0]
    return Ack(
        code=code,
        request_control_id=msa.component(2),
        control_id=msh.component(10),
        event=msh.component(9, 2),
        version=msh.component(12),
        text=msa.component(3),
        errors=tuple(_read_err(message, err) for err in message.all("ERR")[:ERRORS_MAX]),
    )


_CODES = {"AA": AckCode.AA, "CA": AckCode.AA, "AE": AckCode.AE, "CE": AckCode.AE, "AR": AckCode.AR, "CR": AckCode.AR}


def _read_err(message: Message, err: Segment) -> AckError:
    old = "^".join(err.component(1, number) for number in range(1, 4)).rstrip("^")
    return AckError(
        condition=err.component(3) or err.component(1, 4, sub=1),
        condition_label=err.component(3, 2) or err.component(1, 4, sub=2),
        severity=err.component(4) or "E",
        location=message.decode(err.field(2)) or old,
        application_code=err.component(5),
        application_label=err.component(5, 2),
        application_table=err.component(5, 3),
        user_message=err.component(8) or err.component(7),
    )
