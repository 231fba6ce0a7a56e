"""TD3.1 with every criterion of the guide, and the queries that find what is new since a date.

Rule: dmp.md §8.
"""

from dataclasses import dataclass

from liane.codecs.ebxml.hl7_types import render_cx
from liane.codecs.ebxml.metadata import Slot
from liane.codecs.ebxml.names import AvailabilityStatus, StoredQuery
from liane.codecs.ebxml.query import AdhocQueryRequest, quote, quote_codes, quote_list
from liane.domain.identity.patient import PatientIdentifier
from liane.domain.terminology.code import Code

_ENTRY = "$XDSDocumentEntry"
_SET = "$XDSSubmissionSet"
BATCH_MAX = 20
"""Fiches asked for at once with their associations. Rule: dmp.md §8 « batches of 20 »."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """UTC digits; empty: open on that side. stop is not included."""

    start: str = ""
    stop: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentQuery:
    """Criteria of a list; empty: no filter. authors: patterns of XCN with ``%``. references: ``value^^^root^type``.

    statuses: Approved unless told otherwise. Rule: dmp.md §8, [EX_3.1-1030].
    """

    statuses: tuple[str, ...] = (AvailabilityStatus.APPROVED,)
    type_codes: tuple[Code, ...] = ()
    class_codes: tuple[Code, ...] = ()
    format_codes: tuple[Code, ...] = ()
    facility_codes: tuple[Code, ...] = ()
    practice_codes: tuple[Code, ...] = ()
    confidentiality: tuple[Code, ...] = ()
    events: tuple[Code, ...] = ()
    authors: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    created: Interval = Interval()
    service_started: Interval = Interval()
    service_stopped: Interval = Interval()


def find_documents(patient_id: PatientIdentifier, wanted: DocumentQuery) -> AdhocQueryRequest:
    """FindDocuments, or FindDocumentsByReferenceId when references are given; fiches in full. Rule: dmp.md §8."""
    lists = (
        ("TypeCode", wanted.type_codes),
        ("ClassCode", wanted.class_codes),
        ("FormatCode", wanted.format_codes),
        ("HealthcareFacilityTypeCode", wanted.facility_codes),
        ("PracticeSettingCode", wanted.practice_codes),
        ("ConfidentialityCode", wanted.confidentiality),
        ("EventCodeList", wanted.events),
    )
    slots = [
        (f"{_ENTRY}PatientId", quote(render_cx(patient_id))),
        (f"{_ENTRY}Status", quote_list(wanted.statuses)),
        *((f"{_ENTRY}{name}", quote_codes(codes)) for name, codes in lists if codes),
        (f"{_ENTRY}AuthorPerson", quote_list(wanted.authors) if wanted.authors else ""),
        (f"{_ENTRY}ReferenceIdList", quote_list(wanted.references) if wanted.references else ""),
        *_interval("CreationTime", wanted.created),
        *_interval("ServiceStartTime", wanted.service_started),
        *_interval("ServiceStopTime", wanted.service_stopped),
    ]
    query = StoredQuery.FIND_DOCUMENTS_BY_REFERENCE_ID if wanted.references else StoredQuery.FIND_DOCUMENTS
    return AdhocQueryRequest(query=query, parameters=_slots(slots))


def get_documents(*, unique_ids: tuple[str, ...] = (), entry_uuids: tuple[str, ...] = ()) -> AdhocQueryRequest:
    """GetDocuments in full, by uniqueId or by entryUUID: one of the two. Rule: dmp.md §8."""
    name, values = ("UniqueId", unique_ids) if unique_ids else ("EntryUUID", entry_uuids)
    return AdhocQueryRequest(
        query=StoredQuery.GET_DOCUMENTS, parameters=_slots([(f"{_ENTRY}{name}", quote_list(values))])
    )


def find_lots(patient_id: PatientIdentifier, since: str) -> AdhocQueryRequest:
    """FindSubmissionSets: the lots since an instant (UTC digits). Rule: dmp.md §8 « what is new since »."""
    return AdhocQueryRequest(
        query=StoredQuery.FIND_SUBMISSION_SETS,
        parameters=_slots(
            [
                (f"{_SET}PatientId", quote(render_cx(patient_id))),
                (f"{_SET}Status", quote_list((AvailabilityStatus.APPROVED,))),
                (f"{_SET}SubmissionTimeFrom", since),
            ]
        ),
    )


def get_associations(uuids: tuple[str, ...]) -> AdhocQueryRequest:
    """GetAssociations of lots or fiches. Rule: dmp.md §8."""
    return AdhocQueryRequest(query=StoredQuery.GET_ASSOCIATIONS, parameters=_slots([("$uuid", quote_list(uuids))]))


def get_documents_and_associations(unique_ids: tuple[str, ...]) -> AdhocQueryRequest:
    """GetDocumentsAndAssociations: fiches and what replaces them, at most BATCH_MAX at once. Rule: dmp.md §8."""
    return AdhocQueryRequest(
        query=StoredQuery.GET_DOCUMENTS_AND_ASSOCIATIONS,
        parameters=_slots([(f"{_ENTRY}UniqueId", quote_list(unique_ids[:BATCH_MAX]))]),
    )


def _interval(name: str, interval: Interval) -> list[tuple[str, str]]:
    return [(f"{_ENTRY}{name}From", interval.start), (f"{_ENTRY}{name}To", interval.stop)]


def _slots(named: list[tuple[str, str]]) -> tuple[Slot, ...]:
    return tuple(Slot(name=name, values=(value,)) for name, value in named if value)
