"""The other transactions of the DMP, as whole messages: existence, search, retrieve, update."""

from collections.abc import Iterable
from dataclasses import dataclass

from liane.codecs.ebxml.hl7_types import render_cx
from liane.codecs.ebxml.metadata import Association, DocumentEntry, Slot, Submission, SubmissionSet
from liane.codecs.ebxml.names import AssociationType, AvailabilityStatus, StoredQuery
from liane.codecs.ebxml.query import OBJECT_REF, AdhocQueryRequest, quote, quote_codes, quote_list, render_query_request
from liane.codecs.ebxml.render import render_submission
from liane.codecs.xds.existence import ExistenceRequest, render_existence_request
from liane.codecs.xds.modes import Transaction
from liane.codecs.xds.provide import DocumentReference, render_retrieve_request
from liane.codecs.xds.request import PATIENTS, REGISTRY, REPOSITORY, BuiltRequest, Recipe, RequestContext, build_request
from liane.domain.identity.patient import PatientIdentifier
from liane.domain.terminology.code import Code

EXISTENCE_ACTION = "urn:hl7-org:v3:PRPA_IN201307UV02"
QUERY_ACTION = "urn:ihe:iti:2007:RegistryStoredQuery"
RETRIEVE_ACTION = "urn:ihe:iti:2007:RetrieveDocumentSet"
UPDATE_ACTION = "urn:ihe:iti:2010:UpdateDocumentSet"

RESPONSE_ACTIONS = {
    EXISTENCE_ACTION: "urn:hl7-org:v3:PRPA_IN201308UV02",
    QUERY_ACTION: "urn:ihe:iti:2007:RegistryStoredQueryResponse",
    RETRIEVE_ACTION: "urn:ihe:iti:2007:RetrieveDocumentSetResponse",
    UPDATE_ACTION: "urn:ihe:iti:2010:UpdateDocumentSet-Response",
    "urn:ihe:iti:2007:ProvideAndRegisterDocumentSet-b": "urn:ihe:iti:2007:ProvideAndRegisterDocumentSet-bResponse",
}
"""Action of each answer. Rule: dmp.md §2, table of wsa:Action values."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentFilter:
    """Criteria of a list. Empty: no filter. service_start_from, service_start_to: UTC digits.

    statuses: Approved unless told otherwise. Rule: dmp.md §8, [EX_3.1-1030].
    """

    statuses: tuple[str, ...] = (AvailabilityStatus.APPROVED,)
    type_codes: tuple[Code, ...] = ()
    class_codes: tuple[Code, ...] = ()
    service_start_from: str = ""
    service_start_to: str = ""


def build_existence_test(context: RequestContext, request: ExistenceRequest) -> BuiltRequest:
    """TD0.2, or TD1.3a when its reason is ``CNSLT_DATA``. Rule: dmp.md §7.1."""
    transaction = Transaction.ADMINISTRATIVE if request.reason == "CNSLT_DATA" else Transaction.EXISTENCE
    recipe = Recipe(transaction=transaction, path=PATIENTS, action=EXISTENCE_ACTION)
    return build_request(context, recipe, render_existence_request(request))


def build_find_reference(context: RequestContext, unique_id: str) -> BuiltRequest:
    """TD3.1b: the entryUUID of a document, by its uniqueId; the only search allowed in INDIRECTE.

    Rule: dmp.md §6.5, §8 (GetDocuments, returnType ObjectRef).
    """
    query = AdhocQueryRequest(
        query=StoredQuery.GET_DOCUMENTS,
        parameters=(Slot(name="$XDSDocumentEntryUniqueId", values=(quote_list((unique_id,)),)),),
        return_type=OBJECT_REF,
    )
    recipe = Recipe(transaction=Transaction.FIND_REFERENCE, path=REGISTRY, action=QUERY_ACTION)
    return build_request(context, recipe, render_query_request(query))


def build_find_documents(
    context: RequestContext, patient_id: PatientIdentifier, wanted: DocumentFilter | None = None
) -> BuiltRequest:
    """TD3.1 list (FindDocuments, fiches in full). Rule: dmp.md §8."""
    wanted = wanted or DocumentFilter()
    slots = [
        ("$XDSDocumentEntryPatientId", quote(render_cx(patient_id))),
        ("$XDSDocumentEntryStatus", quote_list(wanted.statuses)),
        ("$XDSDocumentEntryServiceStartTimeFrom", wanted.service_start_from),
        ("$XDSDocumentEntryServiceStartTimeTo", wanted.service_start_to),
        ("$XDSDocumentEntryTypeCode", quote_codes(wanted.type_codes) if wanted.type_codes else ""),
        ("$XDSDocumentEntryClassCode", quote_codes(wanted.class_codes) if wanted.class_codes else ""),
    ]
    query = AdhocQueryRequest(
        query=StoredQuery.FIND_DOCUMENTS,
        parameters=tuple(Slot(name=name, values=(value,)) for name, value in slots if value),
    )
    recipe = Recipe(transaction=Transaction.LIST, path=REGISTRY, action=QUERY_ACTION)
    return build_request(context, recipe, render_query_request(query))


def build_query(context: RequestContext, query: AdhocQueryRequest) -> BuiltRequest:
    """TD3.1, any stored query (new lots since a date, associations…). Rule: dmp.md §8."""
    recipe = Recipe(transaction=Transaction.LIST, path=REGISTRY, action=QUERY_ACTION)
    return build_request(context, recipe, render_query_request(query))


def build_retrieve(context: RequestContext, references: Iterable[DocumentReference]) -> BuiltRequest:
    """TD3.2, by uniqueId. Rule: dmp.md §9 (MTOM, as ITI-41)."""
    recipe = Recipe(transaction=Transaction.RETRIEVE, path=REPOSITORY, action=RETRIEVE_ACTION, is_mtom=True)
    return build_request(context, recipe, render_retrieve_request(tuple(references)))


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusChange:
    """A change of availability. entry_uuid: of the version in force. original: its real present status. new: wanted."""

    entry_uuid: str
    original: AvailabilityStatus
    new: AvailabilityStatus


def build_update_status(context: RequestContext, lot: SubmissionSet, change: StatusChange) -> BuiltRequest:
    """TD3.3c (delete) or TD3.3d (archive, unarchive): a lot without fiche and one UpdateAvailabilityStatus.

    lot: as for a feed, with a new uniqueId. Rule: dmp.md §10; the older association form is kept on purpose, §2.
    """
    link = Association(
        kind=AssociationType.UPDATE_STATUS,
        source=lot.symbolic_id,
        target=change.entry_uuid,
        original_status=change.original,
        new_status=change.new,
    )
    is_deletion = change.new is AvailabilityStatus.DELETED
    transaction = Transaction.DELETE if is_deletion else Transaction.ARCHIVE
    recipe = Recipe(transaction=transaction, path=REGISTRY, action=UPDATE_ACTION)
    submission = Submission(submission_set=lot, associations=(link,))
    return build_request(context, recipe, render_submission(submission, is_node_nested=True))


def build_delete(
    context: RequestContext,
    lot: SubmissionSet,
    entry_uuid: str,
    *,
    original: AvailabilityStatus = AvailabilityStatus.APPROVED,
) -> BuiltRequest:
    """TD3.3c: logical deletion of a document of the structure. Rule: dmp.md §10."""
    change = StatusChange(entry_uuid=entry_uuid, original=original, new=AvailabilityStatus.DELETED)
    return build_update_status(context, lot, change)


def build_update_entry(
    context: RequestContext,
    lot: SubmissionSet,
    entry: DocumentEntry,
    *,
    previous_version: str,
    is_showing: bool = False,
) -> BuiltRequest:
    """TD3.3a (mask, unmask) or TD3.3b (show): the full fiche again, same ``lid``, new confidentiality codes.

    entry: symbolic id new, lid and uniqueId of the fiche in force. previous_version: its version.
    Rule: dmp.md §10 (HasMember with SubmissionSetStatus and PreviousVersion).
    """
    link = Association(
        kind=AssociationType.HAS_MEMBER,
        source=lot.symbolic_id,
        target=entry.symbolic_id,
        set_status="Original",
        previous_version=previous_version,
    )
    transaction = Transaction.SHOW if is_showing else Transaction.MASK
    recipe = Recipe(transaction=transaction, path=REGISTRY, action=UPDATE_ACTION)
    submission = Submission(submission_set=lot, entries=(entry,), associations=(link,))
    return build_request(context, recipe, render_submission(submission, is_node_nested=True))
