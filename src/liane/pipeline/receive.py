"""Receive: read a message, check it, decide, keep everything in one commit, and only then acknowledge.

Nothing here sends. The acknowledgement says only what is durable: it is rendered before the commit and leaves after.
"""

import hashlib
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from lxml import etree

from liane.codecs.cda.header import read_document
from liane.codecs.hl7v2.ack import AckCode, render_ack
from liane.codecs.hl7v2.envelope import MessageEnvelope
from liane.codecs.hl7v2.policy import AcceptancePolicy
from liane.codecs.hl7v2.request import ReadResult, read_request
from liane.domain.documents.coherence import check_same_document, check_same_patient
from liane.domain.documents.decision import DecisionRules, DecisionSet, PlannedDelivery, decide
from liane.domain.documents.delivery import Decision, DecisionOutcome, DeliveryState, Destination
from liane.domain.documents.header import DocumentHeader
from liane.domain.documents.request import DocumentRequest, RequestAction
from liane.domain.errors import Finding, InvalidInput, Severity, StorageUnavailable, has_errors
from liane.pipeline.channels import INCOMING, ChannelGuard
from liane.pipeline.milestones import Milestone, reach
from liane.pipeline.ports import Store
from liane.pipeline.request_json import dump_decisions, dump_findings, dump_recipient, dump_request
from liane.pipeline.storage_refusals import RECEPTION_PAUSED, STORAGE_UNAVAILABLE
from liane.store.records import (
    Acceptance,
    NewDelivery,
    NewDocument,
    NewEvent,
    NewMessage,
    StoredDelivery,
    StoredDocument,
)

_SAME_AS_MESSAGE_CHECK = {
    "DEC-001": "HL7-090",
    "DEC-010": "HL7-036",
    "DEC-030": "HL7-080",
    "DEC-031": "HL7-081",
    "DEC-040": "HL7-091",
    "DEC-041": "HL7-092",
    "DEC-042": "HL7-093",
}
"""Refusals that the checks of the message already tell: the emitter reads each one once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Understanding:
    """All that a message was understood to say, kept or not."""

    read: ReadResult
    header: DocumentHeader | None
    decided: DecisionSet | None
    findings: tuple[Finding, ...]

    @property
    def is_acceptable(self) -> bool:
        """True when no finding refuses the message and a document was read."""
        return self.header is not None and not has_errors(self.findings)


def understand(raw: bytes, policy: AcceptancePolicy, rules: DecisionRules) -> Understanding:
    """Read a message and its document, check that they agree, and decide; collects every finding, never raises.

    Rule: hl7v2.md §2.1, order of the checks.
    """
    read = read_request(raw, accepted=policy)
    findings = list(read.findings)
    header: DocumentHeader | None = None
    decided: DecisionSet | None = None
    request = read.request
    if request is not None:
        try:
            document = read_document(request.cda)
            header = document.header
            findings.extend(_check_one_patient(document.root))
        except InvalidInput as error:
            findings.extend(_of_document(finding) for finding in error.findings)
    if request is not None and header is not None:
        findings.extend(check_same_patient(request.patient, header.patient))
        findings.extend(check_same_document(request, header))
        decided = decide(request, header, rules)
        told = {finding.code for finding in findings}
        findings.extend(f for f in decided.findings if _SAME_AS_MESSAGE_CHECK.get(f.code) not in told)
    return Understanding(read=read, header=header, decided=decided, findings=tuple(findings))


def _check_one_patient(root: etree._Element) -> list[Finding]:
    """Refuse a document that names several patients: the reader of its header would see the first one alone.

    Rule: CDA R2 of the CI-SIS, one recordTarget; cda.md §3.
    """
    if len(root.findall("hl7:recordTarget/hl7:patientRole", {"hl7": "urn:hl7-org:v3"})) <= 1:
        return []
    return [
        Finding(
            code="COH-008",
            severity=Severity.ERROR,
            location="OBX(1)-5",
            message="Le document CDA désigne plusieurs patients (recordTarget).",
            remedy="Produire un document par patient.",
            layer="coherence",
            rule="cda.md §3",
        )
    ]


def _of_document(finding: Finding) -> Finding:
    """Say where a defect of the document lies in the message that carried it."""
    place = f" ({finding.location})" if finding.location else ""
    message = f"L'OBX du document ne contient pas un CDA lisible : {finding.message}{place}"
    return replace(finding, location="OBX(1)-5", message=message)


class Reception:
    """The receiving flow of one channel.

    now: clock. new_id: gives unique MSH-10 values for acknowledgements.
    """

    def __init__(
        self,
        store: Store,
        *,
        policy: AcceptancePolicy,
        rules: DecisionRules,
        channels: ChannelGuard,
        now: Callable[[], datetime],
        new_id: Callable[[], str],
    ) -> None:
        self._store = store
        self._channels = channels
        self._policy = policy
        self._rules = rules
        self._now = now
        self._new_id = new_id

    async def accept(self, raw: bytes, peer: str) -> bytes:
        """Take one message; returns the acknowledgement to send, after the commit.

        Answers AR when the store is not available: the sender keeps its message.
        Rule: hl7v2.md §2.1; architecture.md §1 (nothing skips « keep »).
        """
        at = self._now()
        understood = understand(raw, self._policy, self._rules)
        reach(Milestone.MESSAGE_READ)
        try:
            if await self._channels.is_paused(INCOMING):
                return self._render(understood.read.envelope, AckCode.AR, (RECEPTION_PAUSED,), at)
            if understood.is_acceptable:
                return await self._keep_document(raw, peer, understood, at)
            return await self._keep_refused(raw, peer, understood, at)
        except StorageUnavailable:
            return self._render(understood.read.envelope, AckCode.AR, (STORAGE_UNAVAILABLE,), at)

    async def keep_malformed(self, raw: bytes, peer: str, findings: tuple[Finding, ...]) -> None:
        """Keep bytes that are not even a frame, for inspection."""
        at = self._now()
        message = NewMessage(
            channel=INCOMING,
            kind="illisible",
            control_id="",
            sender="",
            receiver="",
            processing_id="",
            received_at=at,
            raw=raw,
            embedded=None,
            dedup_key=None,
            outcome="none",
            ack=b"",
            errors=tuple(dump_findings(findings)),
            peer=peer,
        )
        await self._store.accept(Acceptance(message=message))

    def _render(
        self, envelope: MessageEnvelope | None, code: AckCode, findings: tuple[Finding, ...], at: datetime
    ) -> bytes:
        return render_ack(envelope, code=code, findings=findings, control_id=self._new_id(), at=at)

    def _message(
        self,
        raw: bytes,
        peer: str,
        understood: Understanding,
        at: datetime,
        *,
        outcome: AckCode,
        findings: tuple[Finding, ...],
        dedup_key: str | None,
    ) -> NewMessage:
        envelope = understood.read.envelope
        return NewMessage(
            channel=INCOMING,
            kind=envelope.message_type if envelope else "illisible",
            control_id=envelope.control_id if envelope else "",
            sender=str(envelope.sender) if envelope else "",
            receiver=str(envelope.receiver) if envelope else "",
            processing_id=envelope.processing_id if envelope else "",
            received_at=at,
            raw=raw,
            embedded=understood.read.embedded,
            dedup_key=dedup_key,
            outcome=outcome.value,
            ack=self._render(envelope, outcome, findings, at),
            errors=tuple(dump_findings(findings)),
            peer=peer,
        )

    async def _keep_refused(self, raw: bytes, peer: str, understood: Understanding, at: datetime) -> bytes:
        message = self._message(
            raw, peer, understood, at, outcome=AckCode.AE, findings=understood.findings, dedup_key=None
        )
        event = NewEvent(
            name="message.refused",
            at=at,
            data={"findings": [finding.code for finding in understood.findings], "control_id": message.control_id},
        )
        await self._store.accept(Acceptance(message=message, events=(event,)))
        return message.ack

    async def _keep_document(self, raw: bytes, peer: str, understood: Understanding, at: datetime) -> bytes:
        request, header, decided = understood.read.request, understood.header, understood.decided
        assert request is not None
        assert header is not None
        assert decided is not None
        request = replace(request, flags=decided.flags)
        digest = hashlib.sha256(request.cda).digest()
        history = await self._store.find_documents_by_unique_id(header.id.xds)
        ancestors = await self._find_ancestors(request, header, history)
        conflicts = check_against_history(request, header, history, ancestors, digest=digest)
        if has_errors(conflicts):
            findings = (*understood.findings, *conflicts)
            refused = Understanding(read=understood.read, header=header, decided=decided, findings=findings)
            return await self._keep_refused(raw, peer, refused, at)
        findings = (*understood.findings, *conflicts)
        message = self._message(
            raw,
            peer,
            understood,
            at,
            outcome=AckCode.AA,
            findings=findings,
            dedup_key=message_dedup_key(request, digest),
        )
        lineage = find_lineage(header, ancestors)
        document = describe_document(request, header, decided, lineage=lineage, digest=digest)
        earlier = [d for stored in history for d in await self._store.find_deliveries(stored.id)]
        deliveries = tuple(plan_delivery(p, document, earlier, at) for p in decided.deliveries)
        events = _reception_events(message, document, findings, decided.decisions, deliveries, at)
        accepted = await self._store.accept(
            Acceptance(message=message, document=document, deliveries=deliveries, events=events)
        )
        reach(Milestone.MESSAGE_COMMITTED)
        return accepted.duplicate_ack or message.ack

    async def _find_ancestors(
        self, request: DocumentRequest, header: DocumentHeader, history: list[StoredDocument]
    ) -> list[StoredDocument]:
        if header.replaces is None or request.action is RequestAction.DELETE:
            return history
        return await self._store.find_documents_by_unique_id(header.replaces.xds)


def message_dedup_key(request: DocumentRequest, digest: bytes) -> str:
    """Key by which a message is recognised as the retry of another: emitter, MSH-10, action and document bytes.

    digest: SHA-256 of the document.

    The bytes belong to the key because official examples reuse one MSH-10 for three different requests: answering AA to
    the second without keeping it would lose it. Rule: hl7v2.md §2.1, idempotence on MSH-10.
    """
    text = "\x1f".join((str(request.sender), request.control_id, request.action.value, digest.hex()))
    return hashlib.sha256(text.encode()).hexdigest()


def find_lineage(header: DocumentHeader, ancestors: list[StoredDocument]) -> str:
    """Give the key shared by the versions of one document: its setId, else the lineage of what it replaces."""
    if header.set_id is None and ancestors:
        return ancestors[0].lineage
    if header.set_id is None and header.replaces is not None:
        return header.replaces.xds
    return header.lineage


def patient_key(request: DocumentRequest) -> str:
    """Digest that groups the documents of one patient without carrying the identifier."""
    ins, ipp = request.patient.ins, request.patient.ipp
    value = f"{ins.matricule}^{ins.oid}" if ins else f"{ipp.value}^{ipp.oid}" if ipp else ""
    return hashlib.sha256(value.encode()).hexdigest()[:32]


def _is_same_patient(request: DocumentRequest, stored: StoredDocument) -> bool:
    """True unless a domain that numbers both patients numbers them differently."""
    ours = {identifier.oid: identifier.value for identifier in request.patient.identifiers}
    theirs = {i["oid"]: i["value"] for i in stored.request["patient"]["identifiers"]}
    return all(theirs[oid] == value for oid, value in ours.items() if oid in theirs)


def check_against_history(
    request: DocumentRequest,
    header: DocumentHeader,
    history: list[StoredDocument],
    ancestors: list[StoredDocument],
    *,
    digest: bytes,
) -> tuple[Finding, ...]:
    """Compare a request with what is already kept: no identifier reused for other bytes, no change of patient.

    digest: SHA-256 of the document.

    Rule: xdm-xds.md §6.4 (id never reused for other bytes); cda.md §5 (one chain of versions).
    """
    findings = []
    deletion = RequestAction.DELETE.value
    reused = [stored for stored in history if stored.body_sha256 != digest.hex() and stored.action != deletion]
    if reused and request.action is not RequestAction.DELETE:
        findings.append(
            Finding(
                code="COH-020",
                severity=Severity.ERROR,
                location="OBX-5",
                message="Cet identifiant de document a déjà servi pour un autre contenu.",
                remedy="Donner un nouvel identifiant à chaque version (ClinicalDocument/id).",
                layer="coherence",
                rule="xdm-xds.md §6",
            )
        )
    if not all(_is_same_patient(request, stored) for stored in (*ancestors, *history)):
        findings.append(
            Finding(
                code="COH-021",
                severity=Severity.ERROR,
                location="PID-3",
                message="La version précédente de ce document a été reçue pour un autre patient.",
                remedy="Vérifier le patient ; supprimer le document mal attribué avant d'en envoyer un autre.",
                layer="coherence",
                rule="cda.md §5",
            )
        )
    return tuple(findings)


def _fold(text: str) -> str:
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFD", text.lower())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def describe_document(
    request: DocumentRequest, header: DocumentHeader, decided: DecisionSet, *, lineage: str, digest: bytes
) -> NewDocument:
    """Make the row of one document request. digest: SHA-256 of the document."""
    traits = request.patient.traits
    ins = request.patient.ins
    label = " ".join(filter(None, (traits.birth_family, traits.birth_given or traits.birth_givens)))
    words = (
        label,
        traits.used_family,
        traits.birth_date,
        ins.matricule if ins else "",
        *(identifier.value for identifier in request.patient.identifiers),
        header.id.xds,
        request.control_id,
        str(request.sender),
        header.title,
        *(recipient.address for recipient in request.recipients),
        request.stay.visit_number,
    )
    return NewDocument(
        unique_id=header.id.xds,
        lineage=lineage,
        version=header.version,
        replaces=header.replaces.xds if header.replaces else None,
        action=request.action.value,
        type_code=header.code.code,
        type_label=header.code.label or request.document_type.label,
        title=header.title,
        form=header.form.value,
        patient_ins=ins.matricule if ins else None,
        patient_ins_oid=ins.oid if ins else None,
        patient_label=label,
        patient_birth_date=traits.birth_date,
        patient_sex=traits.sex,
        patient_key=patient_key(request),
        created_at_source=header.creation_time,
        body=request.cda,
        body_sha256=digest,
        media_type="text/xml",
        search_text=_fold(" ".join(dict.fromkeys(filter(None, words)))),
        request=dump_request(request),
        decisions=dump_decisions(decided.decisions),
    )


def plan_delivery(
    planned: PlannedDelivery, document: NewDocument, earlier: list[StoredDelivery], at: datetime
) -> NewDelivery:
    """Make the row of one delivery; skipped when the same act already reached the same place for this document.

    Rule: « a retry never makes a second document »; dmp.md §6.1.7.
    """
    recipient = planned.recipient.address if planned.recipient else ""
    same = [
        delivery
        for delivery in earlier
        if delivery.destination is planned.destination
        and delivery.recipient.lower() == recipient.lower()
        and delivery.action == planned.action.value
    ]
    undone = {DeliveryState.REFUSED, DeliveryState.CANCELLED, DeliveryState.SKIPPED}
    done = [delivery for delivery in same if delivery.state not in undone]
    rank = sum(1 for delivery in same if delivery.state in undone)
    party = "dmp" if planned.destination is Destination.DMP else f"mail:{recipient.lower()}"
    return NewDelivery(
        destination=planned.destination,
        action=planned.action.value,
        lane=f"{party}|{document.lineage}",
        recipient=recipient,
        plan={"recipient": dump_recipient(planned.recipient)} if planned.recipient else {},
        due=at,
        state=DeliveryState.SKIPPED if done else DeliveryState.WAITING,
        dedup_key=None if done else f"{party}|{planned.action.value}|{document.unique_id}|{rank}",
        reason="Déjà transmis pour ce même document." if done else "",
    )


def _reception_events(
    message: NewMessage,
    document: NewDocument,
    findings: tuple[Finding, ...],
    decisions: tuple[Decision, ...],
    deliveries: tuple[NewDelivery, ...],
    at: datetime,
) -> tuple[NewEvent, ...]:
    warned = [decision.subject for decision in decisions if decision.outcome is DecisionOutcome.WARNED]
    return (
        NewEvent(
            name="document.received",
            at=at,
            actor=f"emitter:{message.sender}",
            data={"control_id": message.control_id, "kind": message.kind, "size_bytes": len(document.body)},
        ),
        NewEvent(name="document.checked", at=at, data={"warnings": dump_findings(findings)}),
        NewEvent(name="document.decided", at=at, data={"warned": warned, "deliveries": len(deliveries)}),
        NewEvent(name="message.acknowledged", at=at + timedelta(microseconds=1), data={"code": message.outcome}),
    )
