"""ZAM: the business acknowledgements that go back to the producing application (Z01 DMP, Z02 and Z03 MSSanté).

What lives here: the value, its ER7 form, and the error tables of ERR-5. What must not: when a ZAM is due, its resends.
Rule: volet « Transmission de document(s) CDA en HL7v2 » 2.1, accusés métier; hl7v2.md §6.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources

from liane.codecs.hl7v2.ack import CONDITION_TABLE
from liane.codecs.hl7v2.charset import Charset
from liane.codecs.hl7v2.codes import Condition, HL7Code
from liane.codecs.hl7v2.envelope import read_envelope
from liane.codecs.hl7v2.er7 import Message, Segment, parse_message
from liane.codecs.hl7v2.header_checks import PROFILE
from liane.codecs.hl7v2.metadata import YES_NO_TABLE
from liane.codecs.hl7v2.rendering import escape_text, join_components, render_message, render_segment
from liane.domain.documents.request import Endpoint
from liane.domain.errors import Finding, RuleViolation

TABLE = "AckMetierZAM"
DMP_TABLE = "DMP_ERROR_CODE"
SMTP_TABLE = "SMTPERRORCODE"
APPLICATION_TABLE = "applicationErrorCondition"
LABEL_CHARS_MAX = 250


class ZamEvent(StrEnum):
    """What is acknowledged. Rule: hl7v2.md §6."""

    DMP_RECEPTION = "Z01"
    MSS_RECEPTION = "Z02"
    MSS_READING = "Z03"


_STATUS = {
    ZamEvent.DMP_RECEPTION: ("ACK_RECEPTION_DMP", "Accusé de réception DMP"),
    ZamEvent.MSS_RECEPTION: ("ACK_RECEPTION_MSS", "Accusé de réception MSSanté"),
    ZamEvent.MSS_READING: ("ACK_LECTURE_MSS", "Accusé de lecture"),
}
_MAILBOX = {
    ZamEvent.MSS_RECEPTION: ("DESTINATAIRE_MSS", "Destinataire MSSanté"),
    ZamEvent.MSS_READING: ("LECTEUR_MSS", "Lecteur du courriel MSSanté"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ZamError:
    """Why the status is negative: ERR-4 and ERR-5. severity: table 0516 (``E``, ``F``, ``W``, ``I``)."""

    code: str
    label: str
    table: str
    severity: str = "E"


@dataclass(frozen=True, slots=True, kw_only=True)
class Zam:
    """One business acknowledgement.

    control_id: its own MSH-10; request_control_id: MSH-10 of the ORU or MDM. sent_at, event_at: HL7 timestamps.
    mailbox: address of the recipient (Z02) or reader (Z03). recipient_id: its identifier, optional (OBX-4).
    """

    event: ZamEvent
    control_id: str
    sender: Endpoint
    receiver: Endpoint
    processing_id: str
    sent_at: str
    event_at: str
    request_control_id: str
    is_positive: bool
    charset: Charset = Charset.UTF_8
    mailbox: str = ""
    recipient_id: str = ""
    error: ZamError | None = None


def render_zam(zam: Zam) -> bytes:
    """Write a ZAM. Raises ValueError when a Z02 or Z03 names no mailbox, or a negative status gives no error.

    Rule: hl7v2.md §6: one status OBX, one mailbox OBX for Z02 and Z03, ERR only when the status is negative.
    """
    if zam.event in _MAILBOX and not zam.mailbox:
        raise ValueError(f"a {zam.event} names the mailbox that it speaks of")
    if zam.is_positive == (zam.error is not None):
        raise ValueError("a negative ZAM has an error, a positive one has none")
    segments = [
        _render_msh(zam),
        render_segment("EVN", {2: escape_text(zam.event_at), 6: escape_text(zam.event_at)}, zam.charset),
        _render_status(zam),
    ]
    if zam.event in _MAILBOX:
        segments.append(_render_mailbox(zam))
    if zam.error is not None:
        segments.append(_render_error(zam.error, zam.charset))
    return render_message(segments)


def _render_msh(zam: Zam) -> bytes:
    fields: dict[int, str | bytes] = {
        3: escape_text(zam.sender.application),
        4: escape_text(zam.sender.facility),
        5: escape_text(zam.receiver.application),
        6: escape_text(zam.receiver.facility),
        7: escape_text(zam.sent_at),
        9: f"ZAM^{zam.event}^ZAM_Z01",
        10: escape_text(zam.control_id),
        11: escape_text(zam.processing_id),
        12: "2.6",
        17: "FRA",
        18: str(zam.charset),
        21: PROFILE,
    }
    return render_segment("MSH", fields, zam.charset)


def _render_status(zam: Zam) -> bytes:
    code, label = _STATUS[zam.event]
    return render_segment(
        "OBX",
        {
            1: "1",
            2: "CWE",
            3: join_components(code, label, TABLE),
            4: escape_text(zam.request_control_id),
            5: f"{'Y' if zam.is_positive else 'N'}^^{YES_NO_TABLE}",
            11: "F",
        },
        zam.charset,
    )


def _render_mailbox(zam: Zam) -> bytes:
    code, label = _MAILBOX[zam.event]
    return render_segment(
        "OBX",
        {
            1: "2",
            2: "XTN",
            3: join_components(code, label, TABLE),
            4: escape_text(zam.recipient_id),
            5: join_components("", "", "X.400", zam.mailbox),
            11: "F",
        },
        zam.charset,
    )


def _render_error(error: ZamError, charset: Charset) -> bytes:
    return render_segment(
        "ERR",
        {
            3: join_components(Condition.APPLICATION, Condition.APPLICATION.label, CONDITION_TABLE),
            4: error.severity,
            5: join_components(error.code, error.label[:LABEL_CHARS_MAX], error.table),
        },
        charset,
    )


def parse_zam(data: bytes) -> Zam:
    """Read a ZAM, ours or another gateway's; missing tables and a second OBX numbered 1 are let through.

    Raises MalformedMessage when the bytes are no ER7, RuleViolation when they are no ZAM or say neither Y nor N.
    Rule: hl7v2.md §6.
    """
    message = parse_message(data)
    envelope = read_envelope(message)
    events = {str(event): event for event in ZamEvent}
    event = events.get(envelope.event.removeprefix("ZAM_"))
    if envelope.message_code != "ZAM" or event is None:
        raise RuleViolation(
            HL7Code.MESSAGE_TYPE.finding(
                "MSH-9", "Le message n'est pas un accusé métier ZAM.", "Envoyer ZAM^Z01, ZAM^Z02 ou ZAM^Z03."
            )
        )
    status = _find_observation(message, _STATUS[event][0])
    value = status.component(5).upper() if status else ""
    if status is None or value not in ("Y", "N"):
        raise RuleViolation(_no_status(event))
    mailbox = _find_observation(message, _MAILBOX[event][0]) if event in _MAILBOX else None
    err, evn = message.first("ERR"), message.first("EVN")
    is_positive = value == "Y"
    return Zam(
        event=event,
        control_id=envelope.control_id,
        sender=envelope.sender,
        receiver=envelope.receiver,
        processing_id=envelope.processing_id,
        sent_at=envelope.sent_at,
        event_at=(evn.component(6) or evn.component(2)) if evn else "",
        request_control_id=status.component(4),
        is_positive=is_positive,
        charset=envelope.charset,
        mailbox=mailbox.component(5, 4) if mailbox else "",
        recipient_id=mailbox.component(4) if mailbox else "",
        error=None if is_positive else _read_error(err),
    )


def _find_observation(message: Message, code: str) -> Segment | None:
    return next((obx for obx in message.all("OBX") if obx.component(3).upper() == code), None)


def _no_status(event: ZamEvent) -> Finding:
    return HL7Code.FLAG_MISSING.finding(
        "OBX-5",
        f"L'accusé métier {event} ne dit ni Y ni N.",
        f"Ajouter l'OBX {_STATUS[event][0]} valant Y ou N.",
    )


def _read_error(err: Segment | None) -> ZamError:
    if err is None:
        return ZamError(code="", label="", table="")
    return ZamError(
        code=err.component(5),
        label=err.component(5, 2),
        table=err.component(5, 3),
        severity=err.component(4) or "E",
    )


def make_dmp_error(code: str, label: str) -> ZamError:
    """The error of a Z01: the DMP's own code, verbatim. Rule: hl7v2.md §6 (DMP_ERROR_CODE)."""
    return ZamError(code=code, label=label, table=DMP_TABLE)


def make_smtp_error(status: str) -> ZamError:
    """The error of a Z02, from an SMTP reply (``550 5.1.1 …``) or an enhanced status (``5.1.1``)."""
    code = fold_smtp_status(status)
    return ZamError(code=code, label=_labels(SMTP_TABLE)[code], table=SMTP_TABLE)


def make_application_error(code: str, label: str = "") -> ZamError:
    """The error of a Z03: 900 to 906; any other code becomes 906 (other). Rule: hl7v2.md §6, §7.3."""
    labels = _labels(APPLICATION_TABLE)
    folded = code if code in labels else "906"
    return ZamError(code=folded, label=label or labels[folded], table=APPLICATION_TABLE)


_REPLY = re.compile(r"\s*([2-5]\d\d|1\d\d)\b(?!\.)")
_ENHANCED = re.compile(r"([245])\.(\d{1,3})\.(\d{1,3})")
_BY_SUBJECT = {
    ("5", "1"): "550",
    ("5", "2"): "552",
    ("5", "3"): "554",
    ("5", "4"): "554",
    ("5", "5"): "503",
    ("5", "6"): "554",
    ("5", "7"): "554",
    ("4", "1"): "450",
    ("4", "2"): "450",
    ("4", "3"): "452",
    ("4", "4"): "421",
    ("4", "5"): "451",
    ("4", "6"): "451",
    ("4", "7"): "451",
}
"""RFC 3463 class and subject to the nearest reply code of the table."""
_EXACT = {"5.1.1": "550", "5.2.1": "550", "5.7.8": "530"}
_LAST_RESORT = {"4": "451", "5": "554"}


def fold_smtp_status(status: str) -> str:
    """Fold an SMTP reply or an enhanced status to a code of SMTPERRORCODE.

    A reply code of the table is kept. Else the enhanced status decides: the table itself numbers several of them
    without their dots (5.1.2 is 512, 4.2.2 is 422). What nothing names becomes 451 (temporary) or 554.
    Rule: hl7v2.md §6.
    """
    known = _labels(SMTP_TABLE)
    reply = _REPLY.match(status)
    if reply and reply[1] in known:
        return reply[1]
    enhanced = _ENHANCED.search(status)
    if enhanced:
        family, subject, detail = enhanced.groups()
        candidates = (_EXACT.get(enhanced[0], ""), f"{family}{subject}{detail}", _BY_SUBJECT.get((family, subject), ""))
        found = next((candidate for candidate in candidates if candidate in known), "")
        if found:
            return found
    family = (reply[1] if reply else enhanced[1] if enhanced else "5")[0]
    return _LAST_RESORT.get(family, "554")


@cache
def _labels(table: str) -> dict[str, str]:
    """Codes and labels of one error table, as packaged."""
    text = (resources.files("liane.codecs.hl7v2") / "data" / "zam_errors.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {code: label for name, code, label in rows if name == table}
