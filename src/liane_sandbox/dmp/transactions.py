"""The transactions of the DMP, from a verified session and a body to an answer: TD0.2, ITI-41, 18, 43 and 57."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from lxml import etree

from liane.codecs.ebxml.metadata import RegistryObjects, Submission
from liane.codecs.ebxml.names import RIM, AvailabilityStatus, ResponseStatus
from liane.codecs.ebxml.parse import parse_submission
from liane.codecs.ebxml.query import (
    OBJECT_REF,
    AdhocQueryResponse,
    parse_query_request,
    render_query_response,
)
from liane.codecs.ebxml.responses import RegistryError, RegistryResponse, render_registry_response
from liane.codecs.soap.mtom import Part
from liane.codecs.xds.existence import parse_existence_request
from liane.codecs.xds.existence_answer import render_existence_answer
from liane.codecs.xds.provide import (
    DocumentReference,
    RetrievedDocument,
    RetrieveResponse,
    parse_provide_and_register,
    parse_retrieve_request,
    render_retrieve_response,
)
from liane_sandbox.dmp.access_book import AccessBook
from liane_sandbox.dmp.authorizations import require_authorized, require_not_blocked
from liane_sandbox.dmp.content_checks import ContentRules, Strictness, check_documents, check_lot_signature
from liane_sandbox.dmp.existence import FolderStatus, answer_existence, find_holder, get_folder_status, is_open
from liane_sandbox.dmp.metadata_checks import (
    MetadataRules,
    check_document_entry,
    check_lot,
    check_members,
    check_patients,
    check_signature_entry,
)
from liane_sandbox.dmp.queries import QueryScope, answer_query, is_reference_query
from liane_sandbox.dmp.records import StoredEntry
from liane_sandbox.dmp.refusals import FaultCode, FaultRaised, Refusal, RegistryCode, RegistryRefused
from liane_sandbox.dmp.registry import Submitter, check_bodies, new_uuid, plan_submission
from liane_sandbox.dmp.rights import Right, may_see, require, require_on
from liane_sandbox.dmp.session import Session
from liane_sandbox.dmp.state import REPOSITORY_ID, DMPState, StateFull
from liane_sandbox.dmp.updates import find_updates, plan_updates
from liane_sandbox.pki.trust import TrustStore

_NO_ROOM = Refusal(code=RegistryCode.OUT_OF_RESOURCES, context="le registre n'a plus de place")
DMP_MESSAGES_OID = "1.2.250.1.213.4.1.1.1.3"


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call let in: who, what, when. parts: attachments by Content-ID."""

    session: Session
    body: etree._Element
    parts: Mapping[str, bytes] = field(repr=False)
    at: datetime

    @property
    def submitter(self) -> Submitter:
        """Who writes, for the registry."""
        ins = self.session.ins
        submitted = self.body.iter(f"{{{RIM}}}ExtrinsicObject", f"{{{RIM}}}RegistryPackage")
        return Submitter(
            ins=ins.matricule,
            ins_oid=ins.oid,
            structure=self.session.vihf.structure_id,
            at=self.at.isoformat(),
            sources={one.get("id", ""): etree.tostring(one, encoding="UTF-8", with_tail=False) for one in submitted},
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The body to answer, its attachments, and its errors for the trace."""

    body: etree._Element
    parts: tuple[Part, ...] = ()
    errors: tuple[RegistryError, ...] = ()
    is_failure: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Registry:
    """The simulated DMP: its state and its rules."""

    state: DMPState
    trust: TrustStore
    contents: ContentRules = field(default_factory=ContentRules)
    metadata: MetadataRules = field(default_factory=MetadataRules)
    authorizations: Strictness = Strictness.ENFORCE

    def admit(self, session: Session) -> Session:
        """Complete a session with what the DMP of its patient says of it."""
        is_mt = AccessBook(self.state).is_medecin_traitant(session.ins.matricule, session.actor)
        return replace(session, is_medecin_traitant=is_mt)

    def test_existence(self, call: Call) -> Answer:
        """TD0.2. Rule: dmp.md §7."""
        request = parse_existence_request(call.body)
        require(call.session, Right.ADMINISTRATIVE if request.reason == "CNSLT_DATA" else Right.EXISTENCE)
        answer = answer_existence(request, call.session, self.state, call.at)
        instant = call.at.strftime("%Y%m%d%H%M%S")
        body = render_existence_answer(
            answer,
            request=request,
            message=(DMP_MESSAGES_OID, new_uuid().removeprefix("urn:uuid:")),
            created_at=instant,
        )
        errors = tuple(RegistryError(code=code, context=text) for code, text in answer.details)
        return Answer(body=body, errors=errors, is_failure=answer.acknowledgement != "AA")

    def provide(self, call: Call) -> Answer:
        """TD2.1, ITI-41. Rule: dmp.md §6."""
        require(call.session, Right.FEED)
        provided = parse_provide_and_register(call.body, call.parts)
        submission, bodies = provided.submission, provided.documents
        try:
            warnings = self._check_provided(call, submission, bodies)
            with self.state.transaction():
                self.state.apply(plan_submission(submission, bodies, call.submitter, self.state))
        except RegistryRefused as refused:
            return _refuse(refused.refusals)
        except StateFull:
            return _refuse((_NO_ROOM,))
        return _accept(warnings)

    def _check_provided(self, call: Call, submission: Submission, bodies: Mapping[str, bytes]) -> tuple[Refusal, ...]:
        """Check all that needs no registry; gives the warnings. Raises RegistryRefused with every refusal."""
        self._require_open(call)
        ins = call.session.ins
        refusals = [
            *check_lot(submission.submission_set),
            *check_patients(submission, ins.matricule, ins.oid),
            *check_members(submission),
            *check_bodies(submission, bodies),
        ]
        for entry in submission.document_entries:
            refusals += check_document_entry(entry, self.metadata)
        if not submission.document_entries:
            refusals.append(
                Refusal(
                    code=RegistryCode.REGISTRY_METADATA, context="le lot ne contient aucun document", rule="dmp.md §6.4"
                )
            )
        signature = submission.signature_entry
        if signature is not None:
            refusals += check_signature_entry(signature)
        warnings: list[Refusal] = []
        if self.contents.signature is not Strictness.OFF:
            found = check_lot_signature(submission, bodies, self.trust, call.at)
            (refusals if self.contents.signature is Strictness.ENFORCE else warnings).extend(found)
        if self.contents.cda is not Strictness.OFF:
            incoherent = check_documents(submission, bodies)
            (refusals if self.contents.cda is Strictness.ENFORCE else warnings).extend(incoherent)
        if refusals:
            raise RegistryRefused(*refusals)
        return tuple(warnings)

    def _require_open(self, call: Call) -> None:
        """Rule: dmp.md §12.3 XDSUnknownPatientId; §7.2 (a closed DMP is not fed)."""
        status = get_folder_status(call.session.ins, self.state)
        if not is_open(status):
            context = "le DMP de ce patient est fermé" if status is FolderStatus.CLOSED else "ce patient n'a pas de DMP"
            raise RegistryRefused(Refusal(code=RegistryCode.UNKNOWN_PATIENT, context=context))

    def _may_see(self, session: Session, stored: StoredEntry) -> bool:
        patient = find_holder(session.ins)
        return may_see(session, stored, is_minor=patient is not None and patient.is_minor)

    def _require_consultable(self, call: Call) -> None:
        """Rule: dmp.md §1 « Consulting needs an autorisation d'accès », §7.2, §11.1."""
        self._require_open(call)
        if self.authorizations is Strictness.OFF:
            require_not_blocked(call.session, self.state)
        else:
            require_authorized(call.session, self.state, call.at)

    def query(self, call: Call) -> Answer:
        """TD3.1, ITI-18. Rule: dmp.md §8."""
        request = parse_query_request(call.body)
        is_reference = is_reference_query(request)
        require(call.session, Right.REFERENCE if is_reference else Right.LIST)
        try:
            if is_reference:
                self._require_open(call)
            else:
                self._require_consultable(call)
            scope = QueryScope(
                ins=call.session.ins,
                state=self.state,
                may_see=(lambda stored: not stored.is_signature)
                if is_reference
                else (lambda stored: self._may_see(call.session, stored)),
            )
            found = answer_query(request, scope)
        except RegistryRefused as refused:
            response = _failure(refused.refusals)
            body = render_query_response(AdhocQueryResponse(response=response, objects=RegistryObjects(), total=0))
            return Answer(body=body, errors=response.errors, is_failure=True)
        total = len(found.entries) + len(found.submission_sets) + len(found.associations)
        total = len(found.references) if request.return_type == OBJECT_REF else total
        response = RegistryResponse(status=ResponseStatus.SUCCESS)
        return Answer(body=render_query_response(AdhocQueryResponse(response=response, objects=found, total=total)))

    def retrieve(self, call: Call) -> Answer:
        """TD3.2, ITI-43. Rule: dmp.md §9."""
        require(call.session, Right.READ)
        references = parse_retrieve_request(call.body)
        try:
            self._require_consultable(call)
        except RegistryRefused as refused:
            return _render_retrieved(RetrieveResponse(response=_failure(refused.refusals)))
        documents: list[RetrievedDocument] = []
        refusals: list[Refusal] = []
        for reference in references:
            try:
                documents.append(self._read(call.session, reference))
            except RegistryRefused as refused:
                refusals += refused.refusals
        if not refusals:
            response = RegistryResponse(status=ResponseStatus.SUCCESS)
        else:
            status = ResponseStatus.PARTIAL_SUCCESS if documents else ResponseStatus.FAILURE
            response = RegistryResponse(status=status, errors=_failure(refusals).errors)
        return _render_retrieved(RetrieveResponse(response=response, documents=tuple(documents)))

    def _read(self, session: Session, reference: DocumentReference) -> RetrievedDocument:
        if reference.repository_unique_id != REPOSITORY_ID:
            raise RegistryRefused(
                Refusal(
                    code=RegistryCode.UNKNOWN_REPOSITORY,
                    context=f"repositoryUniqueId « {reference.repository_unique_id} » inconnu",
                    rule="dmp.md §9",
                )
            )
        if reference.unique_id.startswith("urn:uuid:"):
            raise FaultRaised(
                FaultCode.DOCUMENT_UNIQUE_ID,
                "DocumentUniqueId porte un entryUUID ; l'uniqueId (OID) est attendu",
                rule="dmp.md §9",
            )
        versions = self.state.find_entries_by_unique_id(reference.unique_id)
        last = versions[-1] if versions else None
        if last is None or last.ins != session.ins.matricule or not self._may_see(session, last):
            raise RegistryRefused(
                Refusal(
                    code=RegistryCode.DOCUMENT_UNIQUE_ID,
                    context=f"aucun document accessible n'a l'uniqueId {reference.unique_id}",
                    location=reference.unique_id,
                    rule="dmp.md §9",
                )
            )
        document = self.state.get_document(reference.unique_id)
        return RetrievedDocument(
            repository_unique_id=REPOSITORY_ID,
            unique_id=document.unique_id,
            media_type=document.media_type,
            content=document.body,
        )

    def update(self, call: Call) -> Answer:
        """TD3.3, ITI-57; a deletion alone needs no authorisation. Rule: dmp.md §10; DMP/CONF.05."""
        submission = parse_submission(call.body)
        ins = call.session.ins
        try:
            self._require_open(call)
            refusals = [
                *check_lot(submission.submission_set),
                *check_patients(submission, ins.matricule, ins.oid),
            ]
            if refusals:
                raise RegistryRefused(*refusals)
            with self.state.transaction():
                updates = find_updates(submission, self.state, self.metadata)
                for update in updates:
                    self._require_same_patient(call, update.target)
                    right = Right(update.right)
                    require_on(call.session, right, update.target)
                    if right is not Right.DELETE:
                        self._require_consultable(call)
                self.state.apply(plan_updates(submission, updates, call.submitter))
        except RegistryRefused as refused:
            return _refuse(refused.refusals)
        except StateFull:
            return _refuse((_NO_ROOM,))
        return _accept(())

    @staticmethod
    def _require_same_patient(call: Call, target: StoredEntry) -> None:
        if target.ins != call.session.ins.matricule or target.status == AvailabilityStatus.DELETED:
            raise RegistryRefused(
                Refusal(
                    code=RegistryCode.UPDATE_IDENTIFIER,
                    context="la fiche visée n'est pas celle d'un document de ce patient",
                    location=target.entry_uuid,
                    rule="dmp.md §10",
                )
            )


def _errors(refusals: tuple[Refusal, ...] | list[Refusal], *, is_warning: bool = False) -> tuple[RegistryError, ...]:
    return tuple(
        RegistryError(code=one.code, context=one.code_context, location=one.location, is_warning=is_warning)
        for one in refusals
    )


def _failure(refusals: tuple[Refusal, ...] | list[Refusal]) -> RegistryResponse:
    return RegistryResponse(status=ResponseStatus.FAILURE, errors=_errors(refusals))


def _refuse(refusals: tuple[Refusal, ...]) -> Answer:
    response = _failure(refusals)
    return Answer(body=render_registry_response(response), errors=response.errors, is_failure=True)


def _accept(warnings: tuple[Refusal, ...]) -> Answer:
    response = RegistryResponse(status=ResponseStatus.SUCCESS, errors=_errors(warnings, is_warning=True))
    return Answer(body=render_registry_response(response), errors=response.errors)


def _render_retrieved(answer: RetrieveResponse) -> Answer:
    content_ids = tuple(f"document{rank:03d}@dmp.simulation" for rank in range(1, len(answer.documents) + 1))
    parts = tuple(
        Part(content_id=content_id, media_type=document.media_type, content=document.content)
        for content_id, document in zip(content_ids, answer.documents, strict=True)
    )
    return Answer(
        body=render_retrieve_response(answer, content_ids),
        parts=parts,
        errors=answer.response.errors,
        is_failure=not answer.documents,
    )
