"""The desk of the intake: what a person decides of an item, made real: filed, sent back, set aside, undone.

A document filed goes through the same deliveries as one filed alone; the person who chose is in its journal.
Rule: intake.md §1.9, §5, §6; hl7v2.md §7.
"""

import asyncio
import hashlib
import uuid
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from liane.codecs.cda.header import parse_header
from liane.codecs.pdf.apart import pictures_as_pdf
from liane.domain.actors.operator import Operator
from liane.domain.documents.delivery import CauseClass, DeliveryState, Destination
from liane.domain.documents.header import BodyForm, DocumentHeader, DocumentId
from liane.domain.documents.request import Endpoint, RequestAction, RequestFlags
from liane.domain.documents.timestamp import PARIS
from liane.domain.errors import Finding, RuleViolation, Severity, StaleVersion
from liane.domain.identity.person import Person
from liane.domain.identity.reconcile import find_person_conflicts
from liane.domain.terminology.code import Code
from liane.pipeline.identity.ports import RegistryStore
from liane.pipeline.intake.destinations import Destinations
from liane.pipeline.intake.doors import parse_target
from liane.pipeline.intake.incoming import (
    LOINC_OID,
    UNDONE,
    Incoming,
    make_acceptance,
    plan_gathering,
    plan_hand_over,
    vouch,
)
from liane.pipeline.intake.joined import check_apart
from liane.pipeline.intake.kept_mail import keep_mail_document
from liane.pipeline.intake.papers import find_papers, names_several_people
from liane.pipeline.intake.ports import Worklist
from liane.pipeline.intake.receipts_out import plan_feedback
from liane.pipeline.intake.xdm_mail import find_known
from liane.pipeline.ports import Store
from liane.pipeline.request_json import load_request
from liane.store.intake_records import (
    DecisionAct,
    IntakeDecisionMade,
    IntakeFile,
    IntakeItem,
    ItemKind,
    ItemQuery,
    ItemSource,
    ItemState,
)
from liane.store.records import NewDelivery, NewEvent, StoredDocument

PDF = "application/pdf"
PICTURE_STARTS = (b"II", b"MM", b"\xff\xd8\xff", b"\x89PNG")
TITLE_CHARS_MAX = 200
Run = Callable[..., Awaitable[Any]]
OTHER_INS = "IDV-101"
NULL_CODE = Code(code="N", system="2.16.840.1.113883.5.25", label="Normal")
REASON_CHARS_MAX = 500
KEPT_CHOICES = (
    "type_code",
    "document_date",
    "fields",
    "corrections",
    "together",
    "lot",
    "automatic",
    "first_look",
    "whole",
)
"""What a person chose or corrected, kept with the decision: what learning starts from (intake.md §8). ``automatic``:
the evidence on which a document was filed without a person. ``first_look``: who chose the same first, of two.
``lot``: the name of the lot that it was filed with. ``whole``: a person saw that a page read as several papers is one,
or that all the pages of a file are of one person."""
_NAMESPACE = uuid.UUID("8d4a2a0e-0a0b-5a0e-9a3d-57b7b2b1b0a4")


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskRules:
    """Settings of the desk. processing_id: MSH-11 of what is handed over. destinations: where, unless a person says."""

    processing_id: str = "P"
    destinations: Destinations = field(default_factory=Destinations)


class Desk:
    """The acts of a person; see ``ports.IntakeDesk``. run: runs a function away from the event loop."""

    def __init__(
        self,
        store: Store,
        registry: RegistryStore,
        worklist: Worklist,
        *,
        rules: DeskRules,
        now: Callable[[], datetime],
        run: Run = asyncio.to_thread,
    ) -> None:
        self._store = store
        self._registry = registry
        self._worklist = worklist
        self._rules = rules
        self._now = now
        self._run = run

    async def file(
        self, item_id: int, version: int, *, person_id: int, operator: Operator, choices: dict[str, Any]
    ) -> IntakeItem:
        """File an item in a record. Raises LookupError, StaleVersion, RuleViolation (INT-250 to 256, INT-258)."""
        item = await self._open(item_id, version, operator)
        if item.kind is ItemKind.UNREADABLE:
            raise _refuse(
                "INT-254",
                "Ce fichier a été refusé à son arrivée : il ne s'intègre dans aucun dossier.",
                item.remedy or "Le renvoyer, ou le mettre de côté.",
            )
        person = await self._registry.get_person(person_id)
        if person.merged_into is not None:
            raise _refuse("INT-250", "L'identité choisie a été fusionnée.", "Choisir l'identité conservée.")
        routed = self._rules.destinations.find(item, str(choices.get("type_code", "")))
        target = parse_target(str(choices.get("target") or routed))
        if target is None:
            raise _refuse("INT-251", "Aucune application n'est choisie.", "Choisir le logiciel où intégrer.")
        if item.document_id is not None:
            document_id = await self._hand_over_again(item, item.document_id, target, operator)
        else:
            document_id = await self._hand_over(item, person, target, operator, choices)
        await self._registry.link_document(document_id, person.id, f"choisi par {operator.name}", self._now())
        kept = {name: choices[name] for name in KEPT_CHOICES if name in choices} | {"target": str(target)}
        decision = self._decide(DecisionAct.FILE, operator, "", person_id=person.id, data=kept)
        return await self._worklist.decide(item_id, version, decision, document_id=document_id)

    async def send_back(self, item_id: int, version: int, *, reason: str, operator: Operator) -> IntakeItem:
        """Send an item back to its sender, with the reason. Raises LookupError, StaleVersion, RuleViolation INT-257."""
        item = await self._open(item_id, version, operator)
        mail = item.details.get("mail")
        code = str(item.details.get("answer") or "906")
        answer = plan_feedback(mail, code, reason[:REASON_CHARS_MAX], self._now()) if mail else None
        if answer is None or not can_be_sent_back(item):
            raise _refuse(
                "INT-257",
                "Rien ne peut être renvoyé à l'expéditeur par ce moyen.",
                "Prévenir l'expéditeur autrement, puis mettre le document de côté.",
            )
        document_id = item.document_id or await keep_mail_document(self._store, self._worklist, item, self._now())
        event = NewEvent(
            name="item.sent_back", at=self._now(), actor=f"user:{operator.name}", data={"reason": reason, "code": code}
        )
        await self._store.add_deliveries(document_id, (answer,), (event,))
        decision = self._decide(DecisionAct.SEND_BACK, operator, reason)
        return await self._worklist.decide(item_id, version, decision)

    async def set_aside(self, item_id: int, version: int, *, reason: str, operator: Operator) -> IntakeItem:
        """Take an item off the list without filing it; it stays kept."""
        decision = self._decide(DecisionAct.SET_ASIDE, operator, reason)
        return await self._worklist.decide(item_id, version, decision)

    async def reopen(self, item_id: int, version: int, *, reason: str, operator: Operator) -> IntakeItem:
        """Undo a decision: the item waits again; a filed document is taken back from the record system (MDM^T04)."""
        item = await self._worklist.get_item(item_id)
        if item.version != version:
            raise StaleVersion
        await check_apart(self._worklist, item)
        if item.state is ItemState.FILED and item.document_id is not None:
            await self._take_back(item, item.document_id, operator, reason)
        kept = {name: value for name, value in _data_of(item).items() if name == "lot"}
        return await self._worklist.decide(
            item_id, version, self._decide(DecisionAct.REOPEN, operator, reason, data=kept)
        )

    # What the acts are made of.

    async def _open(self, item_id: int, version: int, operator: Operator) -> IntakeItem:
        """Load a waiting item that nobody else holds, at the version seen."""
        item = await self._worklist.get_item(item_id)
        is_held = item.locked_by not in ("", operator.name)
        is_held = is_held and item.locked_until is not None and item.locked_until > self._now()
        if item.version != version or item.state is not ItemState.WAITING or is_held:
            raise StaleVersion
        return item

    def _decide(
        self,
        act: DecisionAct,
        operator: Operator,
        reason: str,
        *,
        person_id: int | None = None,
        data: dict[str, Any] | None = None,
    ) -> IntakeDecisionMade:
        return IntakeDecisionMade(
            act=act,
            actor=operator.name,
            at=self._now(),
            reason=reason[:REASON_CHARS_MAX],
            person_id=person_id,
            data=data or {},
        )

    async def _hand_over(
        self, item: IntakeItem, person: Person, target: Endpoint, operator: Operator, choices: Mapping[str, Any]
    ) -> int:
        """Keep the document of an item and queue its hand-over; returns its number."""
        file = _choose_file(item, choices)
        if not choices.get("whole"):
            _check_whole(item, file)
        content = await self._worklist.load_file(file.sha256)
        if item.kind is ItemKind.DOCUMENT:
            header, media_type = parse_header(content), "text/xml"
            conflicts = find_person_conflicts(vouch(header.patient), person)
            if any(one.code == OTHER_INS for one in conflicts):
                raise _refuse(
                    "INT-252",
                    "L'INS du document n'est pas celui de la personne choisie.",
                    "Choisir la bonne personne, ou renvoyer le document.",
                )
            action = RequestAction(item.details["document"]["action"])
        else:
            content = await self._as_pdf(item, file, content)
            header, media_type = self._make_header(item, person, content, choices), PDF
            action = RequestAction.CREATE
        one = Incoming(
            header=header,
            content=content,
            action=action,
            flags=_read_masking(item),
            mail=_mail_of(item),
            target=target,
            processing_id=self._rules.processing_id,
            at=self._now(),
            reason=f"Rattaché par {operator.name}.",
            actor=f"user:{operator.name}",
            media_type=media_type,
        )
        known = await find_known(self._store, header, action, content)
        if known is None:
            raise _refuse(
                "INT-253",
                "Cet identifiant de document a déjà servi pour un autre contenu.",
                "Demander un nouvel envoi à l'expéditeur.",
            )
        is_last = await self._is_last_of_mail(item)
        acceptance = make_acceptance(
            one,
            ancestors=known.ancestors,
            earlier=known.deliveries,
            head=b"",
            last_of=await self._ids_of_mail(item, header.id.xds) if is_last else (),
        )
        accepted = await self._store.accept(acceptance)
        if accepted.document_id is not None:
            return accepted.document_id
        return (await self._store.find_documents_by_unique_id(header.id.xds))[-1].id

    async def _as_pdf(self, item: IntakeItem, file: IntakeFile, content: bytes) -> bytes:
        """Give a file as it is handed over: a picture as a PDF/A, upright as a person turned it; others as they are.

        The volet takes CDA only; what a person files by hand goes as a PDF. The picture stays on the item. Raises
        InvalidInput INT-101 to INT-114. Rule: hl7v2.md §7.2; intake.md §1.9.
        """
        if not content.startswith(PICTURE_STARTS):
            return content
        title, turned = item.subject or file.name or "Document", item.turns.get(file.sha256, 0)
        pdf: bytes = await self._run(draw_pictures, content, title[:TITLE_CHARS_MAX], item.received_at, turned)
        return pdf

    async def _is_last_of_mail(self, item: IntakeItem) -> bool:
        """Tell whether no other document of the same mail waits: its sender may then be answered."""
        return item.kind is ItemKind.DOCUMENT and len(await self._siblings(item, ItemState.WAITING)) <= 1

    async def _ids_of_mail(self, item: IntakeItem, unique_id: str) -> list[str]:
        filed = await self._siblings(item, ItemState.FILED)
        return [*(one.details["document"]["unique_id"] for one in filed), unique_id]

    async def _siblings(self, item: IntakeItem, state: ItemState) -> list[IntakeItem]:
        query = ItemQuery(states=(state,), kinds=(ItemKind.DOCUMENT,), message_id=item.message_id, doors=(item.door,))
        return await self._worklist.list_items(query) if item.message_id else []

    def _make_header(
        self, item: IntakeItem, person: Person, content: bytes, choices: Mapping[str, Any]
    ) -> DocumentHeader:
        """Describe a PDF filed by hand, as the header of a document would. Only a PDF is handed over so."""
        if not content.startswith(b"%PDF-"):
            raise _refuse(
                "INT-254", "Seul un PDF peut être intégré ainsi.", "Convertir le fichier en PDF, puis le déposer."
            )
        code = str(choices.get("type_code") or "")
        if not code:
            raise _refuse("INT-255", "Le type du document n'est pas choisi.", "Choisir un type dans la liste.")
        label = str(choices.get("type_label") or code)
        name = uuid.uuid5(_NAMESPACE, f"{item.id}|{hashlib.sha256(content).hexdigest()}")
        day = str(choices.get("document_date") or "") or self._now().astimezone(PARIS).strftime("%Y%m%d")
        patient = replace(person.circulating_identity, status_codes=person.circulating_identity.status_codes)
        if not patient.identifiers:
            raise _refuse(
                "INT-256", "L'identité choisie n'a aucun numéro à transmettre.", "Compléter l'identité d'abord."
            )
        return DocumentHeader(
            id=DocumentId(root=f"2.25.{name.int}"),
            code=Code(code=code, system=LOINC_OID if code[:1].isdigit() else "1.2.250.1.213.1.1.4.12", label=label),
            title=str(choices.get("title") or label),
            creation_time=day,
            confidentiality=NULL_CODE,
            patient=patient,
            form=BodyForm.N1,
            media_type=PDF,
        )

    async def _hand_over_again(self, item: IntakeItem, document_id: int, target: Endpoint, operator: Operator) -> int:
        """Queue again a document that the record system had refused."""
        document, content = await self._store.load_document(document_id)
        one = self._describe_kept(item, document, content, target, operator, RequestAction(document.action))
        earlier = await self._store.find_deliveries(document_id)
        hand_over = plan_hand_over(document.unique_id, document.patient_key, one, earlier)
        gathering = plan_gathering(one.mail, (document.unique_id,), hand_over.lane, one.at)
        await self._queue(document_id, (hand_over, gathering), operator, one.reason)
        return document_id

    async def _take_back(self, item: IntakeItem, document_id: int, operator: Operator, reason: str) -> None:
        """Withdraw a document from the record system, or cancel its hand-over when it has not left yet.

        One that stopped without an answer may have been taken: it is cancelled and withdrawn too.
        """
        document, content = await self._store.load_document(document_id)
        deliveries = [d for d in await self._store.find_deliveries(document_id) if d.destination is Destination.LPS]
        waiting = [d.id for d in deliveries if d.state in (DeliveryState.WAITING, DeliveryState.PARKED)]
        if waiting:
            await self._store.change_deliveries(
                waiting, act="cancel", actor=f"user:{operator.name}", reason=reason, now=self._now()
            )
        unknown = CauseClass.OUTCOME_UNKNOWN
        perhaps = {d.id for d in deliveries if d.id in waiting and d.cause and d.cause.cause_class is unknown}
        reached = [d for d in deliveries if d.state not in UNDONE and (d.id not in waiting or d.id in perhaps)]
        for delivery in reached[-1:]:
            target = parse_target(delivery.recipient)
            assert target is not None, "recipients of hand-overs are written by plan_hand_over"
            one = self._describe_kept(item, document, content, target, operator, RequestAction.DELETE)
            withdrawal = plan_hand_over(document.unique_id, document.patient_key, one, deliveries)
            await self._queue(document_id, (withdrawal,), operator, reason)

    def _describe_kept(
        self,
        item: IntakeItem,
        document: StoredDocument,
        content: bytes,
        target: Endpoint,
        operator: Operator,
        action: RequestAction,
    ) -> Incoming:
        request = load_request(document.request, content)
        is_pdf = content.startswith(b"%PDF-")
        return Incoming(
            header=DocumentHeader(
                id=request.document_id or DocumentId(root=document.unique_id),
                code=request.document_type,
                title=document.title,
                creation_time="",
                confidentiality=NULL_CODE,
                patient=request.patient,
            ),
            content=content,
            action=action,
            flags=request.flags,
            mail=_mail_of(item),
            target=target,
            processing_id=request.processing_id,
            at=self._now(),
            reason=f"Remis à nouveau par {operator.name}.",
            actor=f"user:{operator.name}",
            media_type=PDF if is_pdf else "text/xml",
        )

    async def _queue(
        self, document_id: int, deliveries: tuple[NewDelivery, ...], operator: Operator, reason: str
    ) -> None:
        event = NewEvent(
            name="document.decided", at=self._now(), actor=f"user:{operator.name}", data={"reason": reason}
        )
        await self._store.add_deliveries(document_id, deliveries, (event,))


def _data_of(item: IntakeItem) -> dict[str, Any]:
    """What is kept with the decision on an item; nothing where none was taken."""
    return item.decision.data if item.decision is not None else {}


def can_be_sent_back(item: IntakeItem) -> bool:
    """Tell whether a machine may answer the sender of an item: it came by a mail that allows it, and from no patient.

    Rule: mssante.md §6; see ``plan_feedback``.
    """
    mail, code = item.details.get("mail"), str(item.details.get("answer") or "906")
    if not mail or item.source is ItemSource.PATIENT:
        return False
    return plan_feedback(mail, code, "", item.received_at) is not None


def draw_pictures(content: bytes, title: str, created: datetime, turned: int) -> bytes:
    """Make the PDF of a picture, in a worker. Raises InvalidInput INT-101 to INT-114."""
    return pictures_as_pdf(content, title=title, created=created, turned=turned)


def _choose_file(item: IntakeItem, choices: Mapping[str, Any]) -> IntakeFile:
    wanted = str(choices.get("file") or "")
    found = [one for one in item.files if not wanted or one.sha256 == wanted]
    if not found:
        raise _refuse("INT-258", "L'élément ne contient pas de fichier à intégrer.", "Le classer, ou le renvoyer.")
    return found[0]


def _check_whole(item: IntakeItem, file: IntakeFile) -> None:
    """Refuse a file that holds papers laid on one page, or documents of several persons. Rule: intake.md §1.5."""
    if find_papers(item, file):
        raise _refuse(
            "INT-193",
            "Plusieurs papiers sont sur une même page de ce fichier : entière, elle n'entre dans aucun dossier.",
            "Les séparer, puis intégrer chacun ; si la page ne porte qu'un papier, le cocher.",
        )
    if names_several_people(item, file):
        raise _refuse(
            "INT-194",
            "Ce fichier contient des documents de plusieurs personnes : entier, il n'entre dans aucun dossier.",
            "Séparer les documents, puis intégrer chacun ; si toutes les pages sont du même patient, le cocher.",
        )


def _read_masking(item: IntakeItem) -> RequestFlags:
    codes = set(item.details.get("masking", ()))
    return RequestFlags(
        masque_ps="MASQUE_PS" in codes,
        invisible_patient="INVISIBLE_PATIENT" in codes,
        invisible_rep_legaux="INVISIBLE_REPRESENTANTS_LEGAUX" in codes,
    )


def _mail_of(item: IntakeItem) -> dict[str, Any]:
    """What the hand-over needs of the mail of an item; else its deposit, in the same shape."""
    mail: dict[str, Any] | None = item.details.get("mail")
    if mail is not None:
        return {"body": "", "source": item.source.value, **mail}
    digest = item.files[0].sha256 if item.files else item.mail_sha256
    return {
        "key": f"{item.door}|item|{item.id}",
        "sha256": digest,
        "mailbox": item.door,
        "unit": item.unit,
        "unit_label": "",
        "message_id": f"{item.id}.{digest[:32]}@depot.invalid",
        "subject": item.subject,
        "body": "",
        "sender": "",
        "reply_to": "",
        "mdn_to": "",
        "mdn_asked": False,
        "original_recipient": "",
        "is_automatic": True,
        "source": item.source.value,
    }


def _refuse(code: str, message: str, remedy: str) -> RuleViolation:
    return RuleViolation(
        Finding(
            code=code,
            severity=Severity.ERROR,
            location="worklist",
            message=message,
            remedy=remedy,
            layer="intake",
            rule="intake.md §5, §6",
        )
    )
