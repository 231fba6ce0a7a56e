"""From a delivery to what a folder or a FHIR server is told: the document, whose record, by which mail.

The patient is that of the registry, in whose record the document is filed, not the one that a sender wrote; the INS
goes with them only when it may circulate. Rule: RNIV; INS/va1.53; intake.md §1.9.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from liane.codecs.cda.header import parse_header
from liane.domain.documents.handover import HandedDocument, HandedMail, HandedPatient
from liane.domain.documents.header import DocumentHeader
from liane.domain.documents.request import Endpoint, RequestAction
from liane.domain.errors import InvalidInput
from liane.domain.identity.patient import PatientIdentifier
from liane.domain.identity.person import Person
from liane.domain.terminology.associations import find_class_code, find_format_code
from liane.domain.terminology.code import Code
from liane.pipeline.intake.outlets import HandOver

TIE_WAIT = timedelta(seconds=30)
"""A hand-over is queued just before its document is tied to its person: that long is waited for."""
CDA = "text/xml"
_SYSTEMS = {"LN": "2.16.840.1.113883.6.1", "TRE_A05": "1.2.250.1.213.1.1.4.12"}


class Registry(Protocol):
    """What is asked of the registry of identities."""

    async def find_document_person(self, document_id: int) -> int | None:
        """The person a document was tied to (merges not followed)."""
        ...

    async def get_effective_person(self, person_id: int) -> Person:
        """A person, or the identity in force that they were merged into. Raises LookupError."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedRules:
    """own: how this platform names itself. local_oid: the domain of its IPP, empty for any. source_id: of its lots."""

    own: Endpoint
    local_oid: str = ""
    source_id: str = ""


class NotTiedYet(Exception):
    """The document is about to be tied to its person."""


class HandedMaker:
    """Makes the values that outlets render."""

    def __init__(self, registry: Registry, rules: HandedRules) -> None:
        self._registry = registry
        self._rules = rules

    async def make(self, one: HandOver, now: datetime) -> HandedDocument:
        """Gather what is handed over. Raises NotTiedYet while its person is about to be known."""
        patient = await self._find_patient(one, now)
        request, header = one.request, _read_header(one)
        plan, mail = one.claimed.plan, one.mail
        act = header.service_events[0] if header and header.service_events else None
        label = one.row.title or request.document_type.label
        return HandedDocument(
            number=one.number,
            action=request.action,
            sender=self._rules.own,
            receiver=one.target,
            processing_id=request.processing_id,
            at=one.claimed.created_at,
            unique_id=one.row.unique_id,
            replaces=request.replaced_id.xds
            if request.action is RequestAction.REPLACE and request.replaced_id is not None
            else "",
            type=_name_type(one),
            class_=find_class_code(request.document_type.code),
            format=find_format_code(
                [(template.root, template.extension) for template in header.template_ids] if header else [],
                header.media_type if header and header.media_type else one.media_type,
                header.form if header else "N1",
            ),
            title=header.title if header and header.title else label,
            document_time=header.creation_time if header else str(plan.get("document_date", "")),
            acted_from=act.start if act else "",
            acted_to=act.stop if act else "",
            media_type=one.media_type,
            content=request.cda,
            patient=patient,
            authors=header.authors if header else (),
            custodian=header.custodian if header else None,
            unit=(str(mail["unit"]), str(mail["unit_label"])),
            flags=request.flags,
            mail=HandedMail(
                message_id=str(mail["message_id"]) if mail["sender"] else "",
                subject=str(mail["subject"]),
                sender=str(mail["sender"]),
                recipient=str(mail["mailbox"]),
                reply_to=str(mail["reply_to"]),
            ),
            source_id=self._rules.source_id,
        )

    async def _find_patient(self, one: HandOver, now: datetime) -> HandedPatient:
        person = await self._find_person(one)
        if person is None:
            if now - one.claimed.created_at < TIE_WAIT:
                raise NotTiedYet
            written = one.request.patient
            return HandedPatient(ipp=self._local(written.identifiers), ins=None, traits=written.traits)
        told = person.circulating_identity
        return HandedPatient(ipp=self._local(told.identifiers), ins=told.ins, traits=told.traits)

    async def _find_person(self, one: HandOver) -> Person | None:
        number = await self._registry.find_document_person(one.claimed.document_id)
        if number is not None:
            return await self._registry.get_effective_person(number)
        return None

    def _local(self, identifiers: tuple[PatientIdentifier, ...]) -> PatientIdentifier | None:
        """The number in our own domain; where none is set, the first that is no INS."""
        oid = self._rules.local_oid
        own = [each for each in identifiers if not each.is_ins and (not oid or each.oid == oid)]
        return own[0] if own else None


def _name_type(one: HandOver) -> Code:
    """The type with the OID of its system, which HL7 v2 calls otherwise."""
    told = one.request.document_type
    return Code(code=told.code, system=_SYSTEMS.get(told.system, told.system), label=one.row.type_label or told.label)


def _read_header(one: HandOver) -> DocumentHeader | None:
    """The header of a CDA; a document that a person filed as a PDF has none, nor has one that cannot be read."""
    if one.media_type != CDA:
        return None
    try:
        return parse_header(one.request.cda)
    except InvalidInput:
        return None
