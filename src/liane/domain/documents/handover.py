"""A document as it is handed over to an application of the establishment, whatever the door it goes by.

Values only. The patient is the record it is filed in: local number, traits, and the INS only when it may circulate.
"""

from dataclasses import dataclass, field
from datetime import datetime

from liane.domain.actors.actor import Author, Structure
from liane.domain.documents.request import Endpoint, RequestAction, RequestFlags
from liane.domain.identity.ins import INS
from liane.domain.identity.patient import PatientIdentifier, PatientTraits
from liane.domain.terminology.code import Code

NUMBER_DIGITS = 12


def name_hand_over(delivery_id: int) -> str:
    """The number of a hand-over (``LP000000000042``): MSH-10, file name, identifier of the lot; one for all tries."""
    return f"LP{delivery_id:0{NUMBER_DIGITS}d}"


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedPatient:
    """Whose record. ipp: number in the local domain, None when none is known. ins: None unless it may circulate.

    Rule: RNIV; INS/va1.53 (an INS leaves only when the identity is qualified).
    """

    ipp: PatientIdentifier | None
    ins: INS | None
    traits: PatientTraits


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedMail:
    """The mail it came by; everything empty for what no mail brought. recipient: the mailbox, or another door."""

    message_id: str = ""
    subject: str = field(default="", repr=False)
    sender: str = ""
    recipient: str = ""
    reply_to: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedDocument:
    """One hand-over. number: what ``name_hand_over`` gives. unique_id, replaces: XDS form (``root^extension``).

    document_time: HL7 timestamp, empty when unknown. acted_from, acted_to: of the act, HL7. content: exact bytes, also
    for a deletion. unit: (code, label). source_id: OID or name of this platform, of its lots.
    """

    number: str
    action: RequestAction
    sender: Endpoint
    receiver: Endpoint
    processing_id: str
    at: datetime
    unique_id: str
    replaces: str
    type: Code
    class_: Code | None = None
    format: Code | None = None
    title: str = field(repr=False)
    document_time: str = ""
    acted_from: str = ""
    acted_to: str = ""
    media_type: str
    content: bytes = field(repr=False)
    patient: HandedPatient
    authors: tuple[Author, ...] = ()
    custodian: Structure | None = None
    unit: tuple[str, str] = ("", "")
    flags: RequestFlags
    mail: HandedMail = HandedMail()
    source_id: str = ""
