"""The envelope of a message: what MSH says, readable even when all the rest is broken."""

import re
from dataclasses import dataclass

from liane.codecs.hl7v2.charset import Charset
from liane.codecs.hl7v2.er7 import Message, Segment
from liane.codecs.hl7v2.rendering import join_components
from liane.domain.documents.request import Endpoint

COMPONENTS_MAX = 20
TEXT_CHARS_MAX = 250
"""Longer values of MSH are cut here, and refused by the checks: no store or answer carries them whole."""
_PLAIN = re.compile(rb"[A-Za-z0-9_.-]{0,250}")
"""Most values of MSH: one component, nothing to escape."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageEnvelope:
    """MSH as a value.

    message_code, event, structure: MSH-9.1 to .3 (``ORU``, ``R01``, ``ORU_R01``). version: MSH-12.1 (``2.5``);
    version_full: MSH-12 as received (``2.5^FRA^2.11``). routing: MSH-3 to MSH-6, whole, as ER7 text with standard
    delimiters, so that an answer gives them back with all their components. charset: the one used to read, the
    declared one or the one guessed. profile: MSH-21 as ``2.1^CISIS_CDA_HL7_V2``.
    """

    sender: Endpoint
    receiver: Endpoint
    routing: tuple[str, str, str, str]
    control_id: str
    message_code: str
    event: str
    structure: str
    version: str
    version_full: str
    processing_id: str
    charset: Charset
    charset_declared: str
    profile: str
    sent_at: str

    @property
    def message_type(self) -> str:
        """MSH-9 written in full (``ORU^R01^ORU_R01``)."""
        return "^".join(part for part in (self.message_code, self.event, self.structure) if part)


def read_envelope(message: Message) -> MessageEnvelope:
    """Read MSH; absent fields are empty texts. Rule: hl7v2.md §4.1."""
    msh = message.segments[0]

    def text(number: int, component: int = 1) -> str:
        return msh.component(number, component)[:TEXT_CHARS_MAX]

    return MessageEnvelope(
        sender=Endpoint(application=text(3), facility=text(4)),
        receiver=Endpoint(application=text(5), facility=text(6)),
        routing=(
            _standard_text(message, msh, 3),
            _standard_text(message, msh, 4),
            _standard_text(message, msh, 5),
            _standard_text(message, msh, 6),
        ),
        control_id=text(10),
        message_code=text(9).upper(),
        event=text(9, 2).upper(),
        structure=text(9, 3).upper(),
        version=text(12),
        version_full=_standard_text(message, msh, 12),
        processing_id=text(11).upper(),
        charset=message.charset,
        charset_declared=message.charset_declared[:TEXT_CHARS_MAX],
        profile=_read_profile(message, msh),
        sent_at=text(7),
    )


def _standard_text(message: Message, segment: Segment, number: int) -> str:
    """A field as ER7 text with standard delimiters, blanks around components dropped; subcomponents are kept.

    Too long, it is cut before its first escape, never inside one.
    """
    delimiters = message.delimiters
    value = segment.field(number)
    if delimiters.is_standard and _PLAIN.fullmatch(value):
        return value.decode("ascii")
    repetition = value.split(delimiters.repetition, 1)[0]
    components = repetition.split(delimiters.component, COMPONENTS_MAX)[:COMPONENTS_MAX]
    texts = [
        join_components(
            *(message.decode(sub) for sub in component.split(delimiters.subcomponent, COMPONENTS_MAX)), separator="&"
        )
        for component in components
    ]
    whole = "^".join(texts).rstrip("^")
    return whole if len(whole) <= TEXT_CHARS_MAX else texts[0][:TEXT_CHARS_MAX].partition("\\")[0]


def _read_profile(message: Message, msh: Segment) -> str:
    """The first CI-SIS profile of MSH-21, else the first repetition; blanks are dropped.

    Rule: hl7v2.md §4.1, tolerate a space after ``^``.
    """
    profiles = [
        "^".join((message.read_component(repetition, 1), message.read_component(repetition, 2))).rstrip("^")
        for repetition in msh.repetitions(21)[:COMPONENTS_MAX]
    ]
    found = next((profile for profile in profiles if "CISIS" in profile), profiles[0] if profiles else "")
    return found[:TEXT_CHARS_MAX]
